"""The rows of a sheet with the names of their places, also where people have inserted rows."""

from collections.abc import Iterator

from openpyxl.utils import get_column_letter

from cgd.toolkit.sheet.opening import Rows
from cgd.toolkit.sheet.paths import OURS, is_open

Cells = list[tuple[str, str]]
"""What people can fill of one row: addresses ("B. Need C7") and texts."""
Row = tuple[str, str, Cells]
"""The name of a row, the title of its sheet, its cells."""
_FIRST = 2
"""Names and labels come before; people fill from the third column on."""


def filled_rows(title: str, rows: Rows) -> Iterator[Row]:
    """The rows that people can have filled; "" names one whose place is not known.

    A row without a name was inserted: next to a row of a table that grows it belongs to that.
    """
    names = [row[0].strip() if row else "" for row in rows]
    below = _next_names(names)
    above = ""
    for number, (name, row) in enumerate(zip(names, rows, strict=True)):
        letters = enumerate(row[_FIRST:], start=_FIRST + 1)
        cells = [(f"{title} {get_column_letter(column)}{number + 1}", text) for column, text in letters]
        if name:
            above = name
        elif any(text.strip() for _address, text in cells):
            name = next((near for near in (above, below[number]) if is_open(near)), "")
        else:
            continue
        if name != OURS:
            yield name, title, cells


def _next_names(names: list[str]) -> list[str]:
    """For each row the first name below it."""
    found, last = [], ""
    for name in reversed(names):
        found.append(last)
        last = name or last
    return found[::-1]
