"""The last touch to a Word document: what a screen reader needs and pandoc leaves out."""

import re
from xml.sax.saxutils import escape

from cgd.scorecard.export.zipped import timeless

# A table whose first column holds the names of its rows has a style of its own (toolkit.lua); Word wants a mark too.
_LOOK = re.compile(r'(<w:tblStyle w:val="NamedTable" ?/>.*?)<w:tblLook [^>]*/>', re.DOTALL)
_NAMED = (
    r'\1<w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="0" '
    'w:val="00A0" />'
)
_ROW = re.compile(r"<w:tr>(?:<w:trPr>)?")
# A sheet of cards to cut out (toolkit.lua): its rows share a page whose margins are those of a printer only, less what
# the title and the lines under it need. All in twentieths of a point.
_CARDS = re.compile(r'<w:tblStyle w:val="Cards" ?/>.*?</w:tbl>', re.DOTALL)
_MARGINS = re.compile(r"<w:pgMar [^>]*>")
_PAGE, _MARGIN, _HEAD = 16838, 680, 1450


def finished(docx: bytes, title: str, language: str) -> bytes:
    """``docx`` with title and language in its properties, row names marked, rows whole, and no time of making."""

    def change(name: str, content: bytes) -> bytes:
        if name == "word/document.xml":
            return _document(content.decode("utf-8")).encode("utf-8")
        return _properties(title, language) if name == "docProps/core.xml" else content

    return timeless(docx, change, compressed=True)


def _document(xml: str) -> str:
    xml = _ROW.sub(_whole, _LOOK.sub(_NAMED, xml))
    if not _CARDS.search(xml):
        return xml
    sides = " ".join(f'w:{side}="{_MARGIN}"' for side in ("top", "right", "bottom", "left"))
    return _MARGINS.sub(f'<w:pgMar {sides} w:header="340" w:footer="340" w:gutter="0"/>', _CARDS.sub(_tall, xml))


def _tall(cards: re.Match[str]) -> str:
    """Three or four rows of one height, which fill a page."""
    rows = min(max(cards.group().count("<w:tr>"), 3), 4)
    height = (_PAGE - 2 * _MARGIN - _HEAD) // rows
    return cards.group().replace("<w:cantSplit />", f'<w:cantSplit /><w:trHeight w:val="{height}" w:hRule="atLeast" />')


def _whole(row: re.Match[str]) -> str:
    """A row that is not cut in two where a page ends, unless it is longer than a page."""
    head = row.group()
    return head + "<w:cantSplit />" if head.endswith("<w:trPr>") else head + "<w:trPr><w:cantSplit /></w:trPr>"


def _properties(title: str, language: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>{escape(language)}</dc:language></cp:coreProperties>"
    ).encode()
