"""How the workbook looks: a few named styles, which somebody who restyles it in Excel finds in the list of styles."""

from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from cgd.toolkit.sheet.packing import written

TITLE, PURPOSE, QUESTION, FIRST = "Toolkit title", "Toolkit purpose", "Toolkit question", "Toolkit question tier 1"
NOTE, PLAIN, BOLD, HEAD = "Toolkit note", "Toolkit text", "Toolkit bold", "Toolkit head"
INPUT, RESULT = "Toolkit input", "Toolkit result"
LABEL_WIDTH, CELL_WIDTH, CELLS = 34, 26, 5
"""Widths in letters: of the column of labels, of a column to fill, and how many of these a long answer goes across."""
# Letters of Calibri 11 that a line of these widths holds, measured in LibreOffice and a few taken off.
FULL_LINE, WIDE_LINE, LABEL_LINE, CELL_LINE = 155, 138, 35, 27
WRAP = Alignment(wrap_text=True, vertical="top")
_LINE_HEIGHT, _MOST_LINES = 15.0, 26
"""Points of a line; a row of Excel is 409 points high at most."""
_LINE = Side(style="thin", color="B9C2C9")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_BLUE, _GREY, _DARK = "0B4F6C", "55606A", "17303F"


def add_styles(book: Workbook) -> None:
    """Make the styles known to a new workbook. All cells are text: what is typed stays as it is typed."""
    yellow, pale = PatternFill("solid", fgColor="FFF9DB"), PatternFill("solid", fgColor="EAF1F5")
    band = PatternFill("solid", fgColor="D6E6EF")
    styles: dict[str, dict[str, Any]] = {
        TITLE: {"font": _font(bold=True, size=16, color=_BLUE)},
        PURPOSE: {"font": _font(italic=True, color=_GREY)},
        QUESTION: {"font": _font(bold=True, size=12, color=_BLUE), "alignment": WRAP},
        FIRST: {"font": _font(bold=True, size=12, color=_BLUE), "alignment": WRAP, "fill": band},
        NOTE: {"font": _font(italic=True, size=9, color=_GREY), "alignment": WRAP},
        PLAIN: {"font": _font(color=_DARK), "alignment": WRAP},
        BOLD: {"font": _font(bold=True), "alignment": WRAP},
        HEAD: {"font": _font(bold=True), "alignment": WRAP, "fill": pale, "border": _FRAME},
        INPUT: {
            "font": _font(),
            "alignment": WRAP,
            "fill": yellow,
            "border": _FRAME,
            "protection": Protection(locked=False),
        },
        RESULT: {"font": _font(italic=True, color=_GREY), "alignment": WRAP, "border": _FRAME},
    }
    for name, parts in styles.items():
        book.add_named_style(NamedStyle(name=name, number_format="@", **parts))


def _font(**more: Any) -> Font:
    return Font(name="Calibri", **{"size": 11, **more})


def put(cell: Cell, words: str, style: str = PLAIN) -> Cell:
    """Text, always: what begins with = is no formula, what looks like a number stays as it was typed."""
    cell.style = style
    cell.value = written(words) or None
    if words:
        cell.data_type = "s"
        cell.quotePrefix = words[0] in "=+-@'"
    return cell


def across(sheet: Worksheet, row: int, first: int, last: int) -> None:
    """Let the first of these cells go across the others, which get its frame."""
    for column in range(first + 1, last + 1):
        sheet.cell(row, column).style = sheet.cell(row, first).style
    letters = [sheet.cell(row, column).column_letter for column in (first, last)]
    sheet.merged_cells.add(f"{letters[0]}{row}:{letters[1]}{row}")


def lines(words: str, letters: int) -> int:
    """How many lines of so many letters a text needs."""
    return sum(max(1, -(-len(line) // letters)) for line in words.split("\n"))


def set_height(sheet: Worksheet, row: int, count: float, *, grows: bool = False) -> None:
    """So many lines high. A row that ``grows`` gets higher by itself when more is typed; Excel does that only where no
    cells are merged."""
    height = _LINE_HEIGHT * min(count, _MOST_LINES) + 1
    made = _Growing(sheet, index=row, ht=height) if grows else RowDimension(sheet, index=row, ht=height)
    sheet.row_dimensions[row] = made


class _Growing(RowDimension):
    """A height that the program measured and no person fixed."""

    @property
    def customHeight(self) -> bool:
        return False


def lay_out(sheet: Worksheet, columns: int) -> None:
    """Widths, protection without a password, and A4 landscape."""
    sheet.column_dimensions["A"].hidden = True
    sheet.column_dimensions["B"].width = LABEL_WIDTH
    for column in range(3, 3 + columns):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = CELL_WIDTH
    sheet.freeze_panes = "A3"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.insertRows = False
    sheet.print_title_rows = "1:1"
    to_print(sheet)


def to_print(sheet: Worksheet) -> None:
    """A4 landscape, one page wide, numbered."""
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"
