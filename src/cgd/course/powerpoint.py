"""What a PowerPoint deck needs beyond what pandoc makes of it: headings, readable tables, charts without a caption."""

import re
from html import escape

from cgd.scorecard.export.zipped import timeless

BLUE = "00466B"
TABLE_SIZE = 2000
"""Hundredths of a point."""
_PICTURE = re.compile(r"^!\[([^\]]*)\]\(([^)\s]+)\)[ \t]*$", re.MULTILINE)
_TABLE = re.compile(r"<a:tbl>.*?</a:tbl>", re.DOTALL)
_PLACE = r"(<p:ph [^>]*{}[^>]*/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>)<a:off [^>]*/><a:ext [^>]*/>"
# Pandoc's layout for text with a table has three columns and 10 points; here the text stands above the table.
_CAPTION = "ppt/slideLayouts/slideLayout8.xml"
# Pandoc makes a picture as large as the box for text. A chart needs the whole slide below the heading: then its points
# are points.
_ROOM = (350000, 1076326, 8443600, 3886200)
_PICTURE_BOX = re.compile(r'(<p:pic>.*?<a:xfrm>)<a:off [^>]*/><a:ext cx="(\d+)" cy="(\d+)" ?/>', re.DOTALL)
_PLACES = {
    'type="title"': (457200, 205979, 8229600, 857250),
    'idx="2"': (457200, 1076326, 8229600, 914400),
    'idx="1"': (457200, 2057400, 8229600, 2537000),
}


def template(reference: bytes) -> bytes:
    """Pandoc's own template with the headings of the course and a layout for a paragraph with a table."""

    def change(name: str, content: bytes) -> bytes:
        if name == "ppt/slideMasters/slideMaster1.xml":
            return re.sub(r"<p:titleStyle>.*?</p:titleStyle>", _heading, content.decode(), flags=re.DOTALL).encode()
        if name == "ppt/slideLayouts/slideLayout1.xml":
            return content.replace(b'algn="ctr"', b'algn="l"')
        return _text_above(content.decode()).encode() if name == _CAPTION else content

    return timeless(reference, change, compressed=True)


def _heading(style: re.Match[str]) -> str:
    found = style.group().replace('algn="ctr"', 'algn="l"').replace('sz="3300"', 'sz="3000" b="1"')
    return found.replace('<a:schemeClr val="tx1"/>', f'<a:srgbClr val="{BLUE}"/>')


def _text_above(layout: str) -> str:
    for place, (x, y, width, height) in _PLACES.items():
        box = rf'\g<1><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/>'
        layout = re.sub(_PLACE.format(place), box, layout)
    return layout.replace('sz="1500" b="1"', 'sz="3000" b="1"').replace('sz="1050"', 'sz="2400"')


def without_captions(source: str) -> tuple[str, dict[str, str]]:
    """A deck whose pictures have no caption, which would run off the slide; and what the captions said."""
    said = {file: words for words, file in _PICTURE.findall(source)}
    return _PICTURE.sub(r"![](\2)", source), said


def finished(deck: bytes, said: dict[str, str]) -> bytes:
    """The deck with alternative texts, and with tables and charts that can be read from the last row."""

    def change(name: str, content: bytes) -> bytes:
        if not re.fullmatch(r"ppt/slides/slide\d+\.xml", name):
            return content
        slide = content.decode()
        for file, words in said.items():
            slide = slide.replace(f'descr="{file}"', f'descr="{escape(words)}"')
        return _TABLE.sub(_larger, _PICTURE_BOX.sub(_whole_slide, slide)).encode()

    return timeless(deck, change, compressed=True)


def _whole_slide(picture: re.Match[str]) -> str:
    """A picture as large as the slide allows, in the middle; it stands alone under its heading."""
    x, y, width, height = _ROOM
    wide, high = int(picture[2]), int(picture[3])
    scale = min(width / wide, height / high)
    wide, high = round(wide * scale), round(high * scale)
    place = f'<a:off x="{x + (width - wide) // 2}" y="{y + (height - high) // 2}"/><a:ext cx="{wide}" cy="{high}"/>'
    return picture[1] + place


def _larger(table: re.Match[str]) -> str:
    return table.group().replace("<a:rPr", f'<a:rPr sz="{TABLE_SIZE}"')
