"""Excel workbooks in which texts are texts: no cell is a formula, whatever it begins with."""

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cgd.errors import CgdError, UsageError
from cgd.files import write_atomically
from cgd.language import _
from cgd.scorecard.export.safe_csv import neutralise
from cgd.scorecard.export.zipped import timeless

NOTE_SHEET = "README"
# Limits of the file format (Microsoft, Excel specifications and limits).
_LONGEST_NAME = 31
_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384
_NAME = re.compile(r"[^\[\]:*?/\\]+")
# A workbook holds these letters only as _xHHHH_ (ECMA-376, part 1, ST_Xstring); the same text typed by a person is
# told from them by an escape of its own.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def to_xlsx(tables: Mapping[str, pd.DataFrame], path: Path, *, note: str = "") -> None:
    """Write tables as the sheets of one workbook; same tables, same bytes.

    Parameters
    ----------
    tables
        Name of the sheet and its table. Columns of numbers are written as numbers, everything else as text; missing
        values stay empty.
    path
        Where to write it, atomically.
    note
        What a reader must know, e.g. `synthetic_note`: becomes the first sheet, README.

    Raises
    ------
    UsageError
        A sheet cannot have that name.
    CgdError
        A table or a cell is larger than a workbook can hold: nothing is cut off silently.
    """
    import openpyxl

    sheets = dict(tables)
    if note:
        sheets = {NOTE_SHEET: pd.DataFrame({NOTE_SHEET: note.rstrip("\n").split("\n")}, dtype="str")} | sheets
    _check_names(sheets, tables if note else {})
    for name, table in sheets.items():
        _check_sizes(name, table)
    book = openpyxl.Workbook(write_only=True)
    for name, table in sheets.items():
        _fill(book.create_sheet(name), table)
    book.properties.creator = ""
    stream = io.BytesIO()
    book.save(stream)
    write_atomically(path, timeless(stream.getvalue()))


def _check_names(sheets: Mapping[str, pd.DataFrame], own: Mapping[str, pd.DataFrame]) -> None:
    small = [name.casefold() for name in sheets]
    for name in sheets:
        fits = len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) and name.strip("'") == name
        if not fits or small.count(name.casefold()) > 1 or (name == NOTE_SHEET and name in own):
            raise UsageError(
                _(
                    "A sheet cannot be called {name!r}. Use each name once, at most {most} letters, none of []:*?/\\; "
                    "README is taken when there is a note."
                ).format(name=name, most=_LONGEST_NAME)
            )


def _check_sizes(name: str, table: pd.DataFrame) -> None:
    """Before anything is written: openpyxl would cut off long texts, and cannot stop in the middle of a sheet."""
    if len(table) >= _MOST_ROWS or table.shape[1] > _MOST_COLUMNS:
        raise CgdError(
            _("Sheet {sheet}: {rows} rows and {columns} columns do not fit into a workbook. Write CSV instead.").format(
                sheet=name, rows=len(table), columns=table.shape[1]
            )
        )
    for place, column in enumerate(table.columns):
        texts = [str(column), *("" if pd.isna(value) else str(value) for value in table.iloc[:, place])]
        for row, text in enumerate(texts, start=1):
            if len(_written(text)) > _LONGEST_CELL:
                raise CgdError(
                    _("Sheet {sheet}, row {row}, column {column}: the text is longer than {most} letters.").format(
                        sheet=name, row=row, column=str(column)[:_LONGEST_NAME], most=_LONGEST_CELL
                    )
                )


def _fill(sheet: Any, table: pd.DataFrame) -> None:
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, str(column), bold=True) for column in table.columns])
    numbers = [pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype) for dtype in table.dtypes]
    for values in table.astype(object).itertuples(index=False, name=None):
        sheet.append([_value(sheet, value, number) for value, number in zip(values, numbers, strict=True)])


def _value(sheet: Any, value: Any, number: bool) -> object:
    if pd.isna(value):
        return None
    if number and np.isfinite(value):
        return value.item() if isinstance(value, np.generic) else value
    return _text(sheet, str(value)) if str(value) else None


def _text(sheet: Any, text: str, *, bold: bool = False) -> object:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, _written(text))
    # openpyxl takes "=..." for a formula and "#N/A" for an error.
    cell.data_type = "s"
    if neutralise(text) != text:
        # Excel's own mark for "this is text": the cell stays one when somebody edits it.
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell


def _written(text: str) -> str:
    return _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
