"""A workbook taken apart: the texts of its cells by sheet, whatever program saved it, and whatever is in it."""

import io
import json
import zipfile
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

from cgd.errors import CgdError
from cgd.language import _
from cgd.toolkit.sheet.packing import HIDDEN, as_typed
from cgd.toolkit.values import number_text

MOST_BYTES = 50_000_000
"""What a workbook may unpack to (ours): twenty times a form that is full."""

Rows = list[list[str]]


def sheets_of(content: bytes, name: str) -> dict[str, Rows]:
    """The texts of all cells, by the title of their sheet; ``name`` is for the messages.

    Raises
    ------
    CgdError
        It is no workbook, has a password, is broken, or unpacks to more than a filled form can be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(info.file_size for info in packed.infolist()) > MOST_BYTES:
                raise CgdError(_("{file}: is far larger than a filled form can be.").format(file=name))
        # Read row by row: what a program has formatted down to the last row costs nothing.
        book = load_workbook(io.BytesIO(content), read_only=True)
        return {sheet.title: _rows(sheet) for sheet in book.worksheets}
    except CgdError:
        raise
    except Exception as error:
        # openpyxl raises whatever a broken part of the file leads to.
        what = _("{file}: cannot be read as an Excel workbook (.xlsx) without a password: {reason}.")
        raise CgdError(what.format(file=name, reason=type(error).__name__)) from error


def kept_in(sheets: dict[str, Rows]) -> dict[str, Any] | None:
    """What the program put into the hidden sheet; None if it is not there or damaged."""
    try:
        found = json.loads("".join(text for row in sheets.get(HIDDEN, []) for text in row[:1]))
    except ValueError:
        return None
    whole = isinstance(found, dict) and isinstance(found.get("answers"), str) and isinstance(found.get("long"), list)
    return found if whole else None


def _rows(sheet: Any) -> Rows:
    # What the file says of its own size is often wrong.
    sheet.reset_dimensions()
    rows: Rows = []
    for number, values in enumerate(sheet.iter_rows(values_only=True)):
        texts = [_text(value) for value in values]
        if any(texts):
            # Empty rows count only where a text follows: a sheet may be formatted down to its last row.
            rows += [[] for _empty in range(number - len(rows))]
            rows.append(texts)
    return rows


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d") if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number_text(value)
    # A formula over several cells comes as an object with its text.
    return as_typed(str(getattr(value, "text", value)))
