"""Read a data package from its folder, and say exactly where something is wrong.

Rows are counted as a spreadsheet shows them: the header is row 1.
"""

import csv
import io
import re
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd

from cgd.errors import CgdError, UsageError
from cgd.language import _
from cgd.scorecard.codebook import INDICATOR_FILE, OFFICIAL_FILE, SURVEY_FILE, Column, columns_of
from cgd.scorecard.sources import typed_indicators
from cgd.scorecard.survey import Survey
from cgd.scorecard.wide import NOT_ASKED, from_wide, rating_columns

_SEPARATORS = (",", ";", "\t")
LONGEST_SHOWN = 40  # letters of a cell in an error line


def load(data: str | Path = "scorecard-2022") -> Survey:
    """Read a survey and check every cell of it.

    Files that Excel has saved are read too: with a byte-order mark, semicolons or tabs, Windows line ends, empty rows
    at the end, and province codes that lost their zero.

    Parameters
    ----------
    data
        The name of a dataset (a folder in `datasets/` of the current folder, of one of its parents, or of the course
        itself), or the path of a dataset's folder.

    Raises
    ------
    UsageError
        There is no such dataset.
    CgdError
        A file is missing, is not readable as text, or has a missing column or a cell that is not allowed; the line
        names file, row and column.
    """
    folder = find_dataset(data)
    indicators = typed_indicators(_table(folder / INDICATOR_FILE))
    official = _table(folder / OFFICIAL_FILE)
    numbers = dict.fromkeys(("sdg", "indicators", "completed", "expected_2025", "in_progress"), "int64")
    official = official.astype({**numbers, "score": "float64"})
    _same_sdgs(folder, indicators, official)
    return from_wide(_table(folder / SURVEY_FILE, indicators), indicators, official, folder)


def find_dataset(data: str | Path) -> Path:
    """The folder of a dataset, from its name or its path. Raises `UsageError` naming the datasets there are."""
    path = Path(data)
    if (path / SURVEY_FILE).is_file():
        return path
    here = Path.cwd()
    shelves = [folder / "datasets" for folder in (here, *here.parents, *Path(__file__).resolve().parents[3:4])]
    if len(path.parts) == 1:
        for shelf in shelves:
            if (shelf / path / SURVEY_FILE).is_file():
                return shelf / path
    if path.is_dir():
        raise UsageError(_("The folder {folder} holds no {file}.").format(folder=path, file=SURVEY_FILE))
    known = sorted({file.parent.name for shelf in shelves for file in shelf.glob(f"*/{SURVEY_FILE}")})
    raise UsageError(
        _("There is no dataset {name!r}. Datasets: {known}. Or give the path of a dataset's folder.").format(
            name=str(data), known=", ".join(known) or _("none")
        )
    )


def _table(path: Path, indicators: pd.DataFrame | None = None) -> pd.DataFrame:
    """One file as checked text cells. ``indicators`` is needed for the survey file."""
    columns = columns_of(path.name, pd.DataFrame() if indicators is None else indicators)
    table = _cells(path)
    _right_columns(path, table, columns)
    if "province_code" in table:
        # A spreadsheet shows 01 as 1; the number of digits is fixed, so that nothing is guessed.
        table["province_code"] = table["province_code"].str.zfill(2)
    for column in columns:
        _check_column(path, table[column.name], column)
    if indicators is not None:
        _check_forms(path, table, indicators)
    return table


def _cells(path: Path) -> pd.DataFrame:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise CgdError(
            _("{folder}: the file {file} is missing. Copy it back from the course.").format(
                folder=path.parent, file=path.name
            )
        ) from None
    except OSError as error:
        raise CgdError(_("{file} cannot be read: {reason}.").format(file=path, reason=error.strerror)) from None
    text = _text(path, content)
    if not text.strip():
        raise CgdError(_("{file} is empty.").format(file=path.name))
    separator = max(_SEPARATORS, key=text.split("\n", 1)[0].count)
    try:
        header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise CgdError(_("{file} is not a table: {error}.").format(file=path.name, error=error)) from None
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise CgdError(_("{file} has no row below its header.").format(file=path.name))
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise CgdError(
                _("{file}, row {row}: {found} cells, but the header has {expected}.").format(
                    file=path.name, row=number, found=len(row), expected=len(header)
                )
            )
    # Spreadsheets keep columns that were once used: without a name and without a value they say nothing.
    used = [place for place, name in enumerate(header) if name.strip() or any(row[place] for row in rows)]
    cells = [[row[place] for place in used] for row in rows]
    return pd.DataFrame(cells, columns=[header[place].strip() for place in used], dtype="str")


def _text(path: Path, content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        raise CgdError(
            _("{file} is an Excel workbook. Save it as 'CSV UTF-8 (comma delimited)'.").format(file=path.name)
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CgdError(_("{file} is saved as UTF-16. Save it as 'CSV UTF-8 (comma delimited)'.").format(file=path.name))
    try:
        return unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        before = content[: error.start].splitlines() or [b""]
        new_line = content[: error.start].endswith((b"\n", b"\r"))
        header = content.splitlines()[0].decode("utf-8-sig", "replace")
        separator = max(_SEPARATORS, key=header.count)
        names = header.split(separator)
        place = 0 if new_line else before[-1].count(separator.encode())
        raise CgdError(
            _(
                "{file}, row {row}, column {column}: letters are not saved as UTF-8. Save the file as "
                "'CSV UTF-8 (comma delimited)'."
            ).format(
                file=path.name,
                row=len(before) + new_line,
                column=names[min(place, len(names) - 1)],
            )
        ) from None


def _right_columns(path: Path, table: pd.DataFrame, columns: list[Column]) -> None:
    doubled = table.columns[table.columns.duplicated()]
    if len(doubled):
        raise CgdError(_("{file}, row 1: the column {column} occurs twice.").format(file=path.name, column=doubled[0]))
    missing = [column.name for column in columns if column.name not in table]
    if missing:
        raise CgdError(
            _("{file}, row 1: the column {column} is missing ({count} missing in all).").format(
                file=path.name, column=missing[0], count=len(missing)
            )
        )
    known = {column.name for column in columns}
    unknown = [name for name in table if re.fullmatch(r"q\d+_\d+_\d+", name) and name not in known]
    if unknown:
        raise CgdError(
            _("{file}, row 1: the column {column} belongs to no indicator of {indicators}.").format(
                file=path.name, column=unknown[0], indicators=INDICATOR_FILE
            )
        )


def _check_column(path: Path, cells: pd.Series, column: Column) -> None:
    codes = list(column.codes) + [code for code in column.missing if code]
    empty = cells == ""
    if not column.optional and empty.any():
        _refuse(path, cells, empty, column, _("the cell is empty"))
    if column.codes:
        _refuse(path, cells, ~cells.isin(codes) & ~empty, column, _("allowed: {codes}").format(codes=", ".join(codes)))
    elif column.pattern:
        message = _("it must look like {pattern}").format(pattern=column.pattern)
        _refuse(path, cells, ~cells.str.fullmatch(column.pattern) & ~empty, column, message)
    elif column.type in ("integer", "number"):
        _check_number(path, cells, empty, column)
    elif column.type == "date":
        day = pd.to_datetime(cells, format="%Y-%m-%d", errors="coerce")
        wrong = (day.isna() | ~cells.str.fullmatch(r"\d{4}-\d{2}-\d{2}")) & ~empty
        _refuse(path, cells, wrong, column, _("write dates as 2022-07-31 (spreadsheets like to change them)"))
    if column.unique:
        _refuse(path, cells, cells.duplicated(), column, _("each value may occur once"))


def _check_number(path: Path, cells: pd.Series, empty: pd.Series, column: Column) -> None:
    pattern = r"[0-9]+" if column.type == "integer" else r"[0-9]+(\.[0-9]+)?"
    message = _("a whole number is needed") if column.type == "integer" else _("a number with a full stop is needed")
    _refuse(path, cells, ~cells.str.fullmatch(pattern) & ~empty, column, message)
    low = -np.inf if column.minimum is None else column.minimum
    high = np.inf if column.maximum is None else column.maximum
    outside = ~pd.to_numeric(cells.where(~empty)).between(low, high) & ~empty
    _refuse(path, cells, outside, column, _("allowed: {low} to {high}").format(low=low, high=high))


def _check_forms(path: Path, table: pd.DataFrame, indicators: pd.DataFrame) -> None:
    """Each form's questions have an answer, and no other question has."""
    columns = rating_columns(indicators)
    child_form = np.repeat(indicators["child_form"].to_numpy(), len(columns) // len(indicators))
    answered = table[columns].to_numpy(dtype=object) != NOT_ASKED
    child = (table["instrument"] == "child").to_numpy()
    asked = ~child[:, None] | child_form[None, :]
    for wrong, message in (
        (asked & ~answered, _("empty means not asked, but this form asks it; write DK (don't know) or RF (refused)")),
        (answered & ~asked, _("the children's form does not ask this; leave it empty")),
    ):
        if wrong.any():
            row, place = (int(axis[0]) for axis in np.nonzero(wrong))
            _refuse_cell(path, row, columns[place], table[columns[place]].iloc[row], message, int(wrong.sum()))


def _same_sdgs(folder: Path, indicators: pd.DataFrame, official: pd.DataFrame) -> None:
    missing = sorted(set(indicators["sdg"]) - set(official["sdg"]))
    if missing:
        raise CgdError(_("{file}: there is no row for SDG {sdg}.").format(file=folder / OFFICIAL_FILE, sdg=missing[0]))


def _refuse(path: Path, cells: pd.Series, wrong: pd.Series, column: Column, message: str) -> None:
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        _refuse_cell(path, row, column.name, cells.iloc[row], message, int(wrong.sum()))


def _refuse_cell(path: Path, row: int, column: str, value: str, message: str, count: int) -> None:
    line = _("{file}, row {row}, column {column}: {value!r} is not allowed; {message}.").format(
        file=path.name, row=row + 2, column=column, value=_shown(value), message=message
    )
    if count > 1:
        line += " " + _("{count} more cells of this kind.").format(count=count - 1)
    raise CgdError(line)


def _shown(value: str) -> str:
    """A cell as an error line shows it: a pasted page would hide what is wrong."""
    return value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "…"
