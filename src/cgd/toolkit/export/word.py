"""The last touch to a Word document: what a screen reader needs and pandoc leaves out."""

import io
import re
import zipfile
from xml.sax.saxutils import escape

# A table whose first column holds the names of its rows has a style of its own (toolkit.lua); Word wants a mark too.
_LOOK = re.compile(r'(<w:tblStyle w:val="NamedTable" ?/>.*?)<w:tblLook [^>]*/>', re.DOTALL)
_NAMED = (
    r'\1<w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="0" '
    'w:val="00A0" />'
)
_ROW = re.compile(r"<w:tr>(?:<w:trPr>)?")
# One fixed moment: the same answers give the same bytes.
_MOMENT = (2026, 1, 1, 0, 0, 0)


def finished(docx: bytes, title: str, language: str) -> bytes:
    """``docx`` with title and language in its properties, row names marked, rows whole, and no time of making."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "word/document.xml":
                content = _document(content.decode("utf-8")).encode("utf-8")
            elif info.filename == "docProps/core.xml":
                content = _properties(title, language)
            entry = zipfile.ZipInfo(info.filename, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return made.getvalue()


def _document(xml: str) -> str:
    return _ROW.sub(_whole, _LOOK.sub(_NAMED, xml))


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
