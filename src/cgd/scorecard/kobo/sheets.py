"""Sheets of text cells from an export file: CSV, or every sheet of an Excel workbook.

Rows are counted as a spreadsheet shows them: the header is row 1.
"""

import csv
import datetime
import io
import unicodedata
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray

from cgd.errors import CgdError
from cgd.language import _
from cgd.scorecard.tables import SEPARATORS
from cgd.scorecard.wide import FIRST_ROW

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old .xls files and encrypted workbooks are such containers
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Sheet:
    """One table of an export: where it stands, its cells as texts, and the spreadsheet row of each row."""

    file: str
    cells: pd.DataFrame
    rows: NDArray[np.int64]


@cache
def settings() -> dict[str, Any]:
    """The content of `kobo.yml`: separators, added columns, codes and limits."""
    return yaml.safe_load((Path(__file__).parent / "kobo.yml").read_text(encoding="utf-8"))


def read_sheets(path: Path) -> list[Sheet]:
    """Every sheet of one export file that is not empty.

    Raises
    ------
    CgdError
        The file is missing, empty, of another kind, protected by a password, or no table.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(len(_OLE))
    except FileNotFoundError:
        raise CgdError(_("There is no file {file}.").format(file=path)) from None
    except OSError as error:
        raise CgdError(_("{file} cannot be read: {reason}.").format(file=path, reason=error.strerror)) from None
    if start.startswith(_OLE):
        raise CgdError(_old_or_locked(path))
    if start.startswith(_ZIP):
        return _workbook(path)
    header, rows = _csv(path)
    return [_sheet(path.name, header, rows)]


def _csv(path: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV file; like `cgd.scorecard.tables.text_cells`, but columns may lack a name so far."""
    text = _decoded(path)
    if not text.strip():
        raise CgdError(_("{file} is empty.").format(file=path.name))
    try:
        # Labels hold commas: the separator is the one that cuts the header into most cells.
        separator = max(
            SEPARATORS, key=lambda mark: len(next(csv.reader(io.StringIO(text, newline=""), delimiter=mark)))
        )
        header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise CgdError(_("{file} is not a table: {error}.").format(file=path.name, error=error)) from None
    if len(header) > settings()["most_columns"]:
        raise _too_many(path, len(header))
    for number, row in enumerate(rows, start=FIRST_ROW):
        if len(row) > len(header) and any(row[len(header) :]):
            line = _("{file}, row {row}: {found} cells, but the header has {expected}.")
            raise CgdError(line.format(file=path.name, row=number, found=len(row), expected=len(header)))
    return header, [row[: len(header)] for row in rows]


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:200]:
        raise CgdError(_("{file} is saved as UTF-16. Save it as 'CSV UTF-8 (comma delimited)'.").format(file=path.name))
    try:
        return unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = _("{file}: letters are not saved as UTF-8, the first in line {line}. Export the file again as CSV.")
        raise CgdError(line.format(file=path.name, line=content[: error.start].count(b"\n") + 1)) from None


def _old_or_locked(path: Path) -> str:
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return _("{file} is protected by a password. Open it in Excel, remove the password and save it again.").format(
            file=path.name
        )
    return _("{file} is an old Excel file (.xls). Open it in Excel and save it as .xlsx.").format(file=path.name)


def _workbook(path: Path) -> list[Sheet]:
    import openpyxl

    content = path.read_bytes()
    _is_workbook(path, content)
    try:
        # Formulas stay as they were typed: a comment "=cmd" is a text, not something to compute.
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        tables = {sheet.title: _rows(path, sheet) for sheet in book.worksheets}
    except CgdError:
        raise
    except Exception as error:
        # A damaged workbook can fail anywhere in the parser, with any exception.
        line = _("{file} is a damaged Excel workbook ({reason}). Download it again.")
        raise CgdError(line.format(file=path.name, reason=type(error).__name__)) from None
    filled = {title: rows for title, rows in tables.items() if any(any(row) for row in rows)}
    if not filled:
        raise CgdError(_("{file} is empty.").format(file=path.name))
    sheets = []
    for title, rows in filled.items():
        name = path.name if len(filled) == 1 else f"{path.name} [{title}]"
        sheets.append(_sheet(name, rows[0], rows[1:]))
    return sheets


def _is_workbook(path: Path, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        line = _("{file} is a damaged Excel workbook ({reason}). Download it again.")
        raise CgdError(line.format(file=path.name, reason="BadZipFile")) from None
    if "[Content_Types].xml" not in names:
        raise CgdError(
            _("{file} is a ZIP archive, not a workbook. Unpack it and give the CSV file inside.").format(file=path.name)
        )
    most = settings()["most_megabytes_unpacked"]
    if size > most * 1_000_000:
        raise CgdError(
            _("{file} is larger than {most} MB when unpacked: too large for an export of these forms.").format(
                file=path.name, most=most
            )
        )


def _rows(path: Path, sheet: Any) -> list[list[str]]:
    """All rows of a worksheet as texts, from row 1; empty rows inside are kept, so that row numbers stay right."""
    limits = settings()
    # The size that a file claims for itself may be wrong.
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    for values in sheet.iter_rows(values_only=True):
        if len(values) > limits["most_columns"]:
            raise _too_many(path, len(values))
        if len(rows) >= limits["most_rows"]:
            raise CgdError(
                _("{file} has more than {most} rows.").format(file=path.name, most=limits["most_rows"])
            ) from None
        rows.append([_text(value) for value in values])
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _too_many(path: Path, count: int) -> CgdError:
    return CgdError(
        _("{file} has {count} columns, more than {most}: is the table turned round, or another file?").format(
            file=path.name, count=count, most=settings()["most_columns"]
        )
    )


def _text(value: Any) -> str:
    """A cell of a workbook as the text that a CSV file would have."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    # An array formula is an object that holds its text.
    return unicodedata.normalize("NFC", str(getattr(value, "text", value)))


def _sheet(name: str, header: list[str], rows: list[list[str]]) -> Sheet:
    width = max(len(header), *(len(row) for row in rows)) if rows else len(header)
    titles = [cell.strip() for cell in header] + [""] * (width - len(header))
    full = [row + [""] * (width - len(row)) for row in rows]
    numbers = np.array([place for place, row in enumerate(full) if any(cell.strip() for cell in row)], dtype=np.int64)
    table = np.empty((len(numbers), width), dtype=object)
    for place, number in enumerate(numbers):
        table[place] = full[number]
    used = [place for place, title in enumerate(titles) if title or any(table[:, place])]
    cells = pd.DataFrame(table[:, used], columns=[titles[place] for place in used], dtype="str")
    return Sheet(name, cells, numbers + FIRST_ROW)
