"""Make `toolkit.docx` anew: pandoc's own reference document with the styles of the Toolkit.

Only for who wants to start over. To change how the Word documents look, open `toolkit.docx` in Word, change its styles
(Heading 1 to 3, Body Text, Compact: the text in tables; Table Caption; Table and Named Table; Meta, Notice, Problem,
Evidence; Cards, Card and Card Title: sheets to cut out; Record and Writing Line: papers to write on) and save it under
the same name: every document made afterwards looks like it.

    .venv/bin/python toolkit/templates/make_template.py
"""

import io
import subprocess
from pathlib import Path
from typing import Any

import pypandoc
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

# A font that Word has everywhere, and LibreOffice a twin of the same widths for; it has every Vietnamese letter.
FONT = "Arial"
BLUE, GREY, BLACK = "0B4F6C", "4A545D", "1B1F23"
GRID, HEAD = "77838D", "EAF1F5"
# Points, bold, colour, space before and after. What pandoc does not use keeps its look, in the same font.
STYLES = {
    "Normal": (10, False, BLACK, 0, 0),
    "Body Text": (10, False, BLACK, 2, 4),
    "First Paragraph": (10, False, BLACK, 2, 4),
    "Compact": (9, False, BLACK, 0.5, 0.5),
    "Table Caption": (9, True, BLUE, 6, 2),
    "Heading 1": (20, True, BLUE, 0, 4),
    "Heading 2": (15, True, BLUE, 14, 4),
    "Heading 3": (11.5, True, BLUE, 10, 2),
}
# Our own paragraphs: points, colour, colour of the bar on the left, of the ground.
CLASSES = {
    "Meta": (8.5, GREY, "", ""),
    "Notice": (9.5, BLACK, "B35900", "FFF6EA"),
    "Problem": (10, BLACK, "B00020", ""),
    "Evidence": (10, BLACK, "0B6E6E", ""),
}


def make_template() -> Any:
    """The template as a `docx.Document`."""
    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"]
    document = Document(io.BytesIO(subprocess.run(command, capture_output=True, check=True).stdout))
    for style in document.styles:
        if style.type in (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER) and "Char" not in style.name:
            _font(style)
    for name, (size, bold, colour, before, after) in STYLES.items():
        _look(document.styles[name], size, colour, before, after)
        # Nothing, not "no": a paragraph that forbids bold would forbid it in the head of a table, too.
        document.styles[name].font.bold = bold or None
    document.styles["Table Caption"].font.italic = False
    document.styles["Hyperlink"].font.color.rgb = RGBColor.from_string(BLUE)
    document.styles["Hyperlink"].font.underline = True
    for name in ("Table Caption", "Heading 1", "Heading 2", "Heading 3"):
        document.styles[name].paragraph_format.keep_with_next = True
    for name, (size, colour, bar, ground) in CLASSES.items():
        _paragraph_style(document, name, size, colour, bar, ground)
    _tables(document)
    _cards(document)
    _records(document)
    _page(document)
    return document


def _font(style: Any) -> None:
    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for key in [key for key in fonts.attrib if "Theme" in key or "theme" in key]:
        del fonts.attrib[key]
    for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(key), FONT)


def _look(style: Any, size: float, colour: str, before: float, after: float) -> None:
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _paragraph_style(document: Any, name: str, size: float, colour: str, bar: str, ground: str) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Body Text"]
    style.quick_style = True
    _look(style, size, colour, 1, 4)
    # The line under a question keeps to what follows it.
    style.paragraph_format.keep_with_next = name == "Meta" or None
    properties = style.element.get_or_add_pPr()
    # Word's schema wants borders, then shading, before the spacing.
    spacing = properties.find(qn("w:spacing"))
    if bar:
        side = f'<w:left w:val="single" w:sz="18" w:space="6" w:color="{bar}"/>'
        spacing.addprevious(parse_xml(f"<w:pBdr {nsdecls('w')}>{side}</w:pBdr>"))
    if ground:
        spacing.addprevious(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{ground}"/>'))
    if bar:
        style.paragraph_format.left_indent = Cm(0.25)


def _tables(document: Any) -> None:
    table = document.styles["Table"].element
    properties = table.find(qn("w:tblPr"))
    for old in properties.findall(qn("w:tblBorders")):
        properties.remove(old)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{GRID}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>")
    indent = properties.find(qn("w:tblInd"))
    indent.addnext(borders) if indent is not None else properties.insert(0, borders)
    for old in table.findall(qn("w:tblStylePr")):
        table.remove(old)
    table.append(_part("firstRow"))
    named = document.styles.add_style("Named Table", WD_STYLE_TYPE.TABLE)
    named.base_style = document.styles["Table"]
    named.element.append(_part("firstRow"))
    named.element.append(_part("firstCol"))


def _cards(document: Any) -> None:
    """Cards to cut out: broken lines, wide margins, no head, large type."""
    for name, bold in (("Card", False), ("Card Title", True)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Body Text"]
        _look(style, 13, BLUE if bold else BLACK, 0, 5)
        style.font.bold = bold or None
    cards = document.styles.add_style("Cards", WD_STYLE_TYPE.TABLE)
    properties = OxmlElement("w:tblPr")
    lines = "".join(
        f'<w:{side} w:val="dashed" w:sz="6" w:space="0" w:color="{GRID}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>"))
    margins = "".join(f'<w:{side} w:w="227" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    properties.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))
    cards.element.append(properties)


def _records(document: Any) -> None:
    """Papers to write on: a table with high rows, and lines with room above them."""
    record = document.styles.add_style("Record", WD_STYLE_TYPE.TABLE)
    record.base_style = document.styles["Table"]
    margins = '<w:top w:w="140" w:type="dxa"/><w:bottom w:w="140" w:type="dxa"/>'
    properties = OxmlElement("w:tblPr")
    properties.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))
    record.element.append(properties)
    record.element.append(_part("firstRow"))
    line = document.styles.add_style("Writing Line", WD_STYLE_TYPE.PARAGRAPH)
    line.base_style = document.styles["Body Text"]
    _look(line, 10, BLACK, 9, 5)
    below = f'<w:bottom w:val="single" w:sz="6" w:space="0" w:color="{BLACK}"/>'
    # Without this, Word draws one line for paragraphs that follow each other.
    between = f'<w:between w:val="single" w:sz="6" w:space="0" w:color="{BLACK}"/>'
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{below}{between}</w:pBdr>")
    line.element.get_or_add_pPr().find(qn("w:spacing")).addprevious(borders)


def _part(name: str) -> Any:
    """The first row or column of a table: bold on a light ground."""
    return parse_xml(
        f'<w:tblStylePr {nsdecls("w")} w:type="{name}"><w:rPr><w:b/><w:bCs/></w:rPr>'
        f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{HEAD}"/></w:tcPr></w:tblStylePr>'
    )


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.6)
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        run.font.size = Pt(8)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = "PAGE"
        run._r.append(part)


if __name__ == "__main__":
    target = Path(__file__).with_name("toolkit.docx")
    make_template().save(str(target))
    print(target)
