"""What the file format asks for: letters that it cannot hold, texts too long for a cell, one moment of making."""

import io
import json
import re
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cgd.language import _
from cgd.scorecard.export.zipped import timeless

HIDDEN = "cgd"
"""Sheet of what the program needs: the lists, and the whole file, for what a sheet cannot hold."""
MOST_LETTERS, MOST_BREAKS = 32_000, 250
"""A cell of Excel holds 32,767 letters and 253 line breaks (Microsoft, Excel specifications and limits)."""
# A workbook takes _x0041_ for an escaped letter (ECMA-376, part 1, ST_Xstring): typed by a person it is escaped itself.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNESCAPE = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")


def written(words: str) -> str:
    """``words`` as the file format holds them. `as_typed` undoes it."""
    return _ESCAPE.sub("_x005F_", words)


def as_typed(words: str) -> str:
    """What `written` was given. Of shared texts, as Excel and LibreOffice write them, openpyxl undoes it itself."""
    return _UNESCAPE.sub("_", words)


class LongTexts:
    """Texts that no cell can hold. They go into the hidden sheet; the cell says so, and which one it is."""

    def __init__(self) -> None:
        self.kept: list[str] = []

    def cell_text(self, words: str) -> str:
        """What stands in the cell of a text: itself, or where it is."""
        # Excel counts a letter beyond the first 65,536 (an emoji) as two.
        size = len(written(words).encode("utf-16-le")) // 2
        if size <= MOST_LETTERS and words.count("\n") <= MOST_BREAKS:
            return words
        if words not in self.kept:
            self.kept.append(words)
        return f"{too_long()} #{self.kept.index(words) + 1}"


def too_long() -> str:
    """What stands in a cell whose text is too long for Excel, in the language in use."""
    return _("(The text is too long for Excel. It is kept in the file: change it in the form.)")


def keep(sheet: Worksheet, content: dict[str, Any]) -> None:
    """Put ``content`` into the first column of the hidden sheet, cut to the size of cells."""
    # Without any x no program takes a piece of it for an escaped letter.
    whole = json.dumps(content, ensure_ascii=True).replace("x", "\\u0078")
    for place, start in enumerate(range(0, len(whole), MOST_LETTERS), start=1):
        cell = sheet.cell(place, 1)
        cell.value, cell.data_type = whole[start : start + MOST_LETTERS], "s"


def packed(book: Workbook) -> bytes:
    """The file, without the time of its making."""
    made = io.BytesIO()
    book.save(made)
    return timeless(made.getvalue(), compressed=True)
