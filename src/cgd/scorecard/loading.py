"""Read a survey from its folder or its file, and say exactly where something is wrong.

Rows are counted as a spreadsheet shows them: the header is row 1.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from cgd.errors import CgdError, UsageError
from cgd.language import _, allowed
from cgd.scorecard.cells import faults
from cgd.scorecard.codebook import (
    INDICATOR_FILE,
    OFFICIAL_FILE,
    RAW_INDICATOR_FILE,
    RAW_SURVEY_FILE,
    SURVEY_FILE,
    Column,
    columns_of,
)
from cgd.scorecard.encoding import Encoder
from cgd.scorecard.sources import typed_indicators
from cgd.scorecard.survey import Survey
from cgd.scorecard.tables import text_cells, text_chunks
from cgd.scorecard.wide import FIRST_ROW

LONGEST_SHOWN = 40  # letters of a cell in an error line
CHUNK = 50_000  # respondents read at a time

# The two states of a survey, and their files: the survey, its indicators.
STATES = {"clean": (SURVEY_FILE, INDICATOR_FILE), "raw": (RAW_SURVEY_FILE, RAW_INDICATOR_FILE)}


class ReadError(CgdError):
    """Cells of a survey are not allowed. ``problems`` lists every one: file, row, column, value, message."""

    def __init__(self, line: str, problems: pd.DataFrame) -> None:
        super().__init__(line)
        self.problems = problems


def load(data: str | Path = "scorecard-2022", state: str = "clean") -> Survey:
    """Read a survey in which every cell must be allowed. Parameters and errors as for `read`, and:

    Raises
    ------
    ReadError
        A cell is not allowed; the line names file, row and column of the first, ``problems`` all of them.
    """
    survey = read(data, state)
    if len(survey.problems):
        raise _first(survey)
    return survey


def read(data: str | Path = "scorecard-2022", state: str = "clean") -> Survey:
    """Read a survey as it is, and list in `Survey.problems` every cell that is not allowed.

    Files that Excel has saved are read too: with a byte-order mark, semicolons or tabs, Windows line ends, empty rows
    at the end, and province codes that lost their zero. A cell that is not allowed becomes a missing value in
    `Survey.respondents`, or `INVALID` in `Survey.answers`.

    Parameters
    ----------
    data
        The name of a dataset (a folder in `datasets/` of the current folder, of one of its parents, or of the course
        itself), the path of a dataset's folder, or the path of a CSV file with the columns of a survey file.
    state
        "clean", or "raw": as a field team would hand it in. A file is what it is.

    Raises
    ------
    UsageError
        There is no such dataset or state.
    CgdError
        A file is missing, is not readable as text, lacks a column or is no survey at all; or the tables beside the
        survey (indicators, official picture) have a cell that is not allowed.
    """
    if state not in STATES:
        raise allowed("state", state, STATES)
    folder, path, indicator_path = _paths(Path(data), data, state)
    indicators = typed_indicators(_table(indicator_path))
    official = _table(folder / OFFICIAL_FILE)
    numbers = dict.fromkeys(("sdg", "indicators", "completed", "expected_2025", "in_progress"), "int64")
    official = official.astype({**numbers, "score": "float64"})
    _same_sdgs(folder, indicators, official)
    encoder: Encoder | None = None
    for chunk in text_chunks(path, CHUNK):
        if encoder is None:
            _right_columns(path, chunk, columns_of(SURVEY_FILE, indicators))
            encoder = Encoder(list(chunk.columns), indicators, path.name)
        encoder.add(chunk)
    assert encoder is not None
    return encoder.survey(official, folder)


def find_dataset(data: str | Path) -> Path:
    """The folder of a dataset, from its name or its path. Raises `UsageError` naming the datasets there are."""
    path = Path(data)
    if (path / SURVEY_FILE).is_file():
        return path
    shelves = _shelves()
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


def find_table(package: str, file: str) -> Path:
    """A file of a data package in the nearest `datasets/` folder. Raises `CgdError` when no folder has it."""
    for shelf in _shelves():
        if (shelf / package / file).is_file():
            return shelf / package / file
    raise CgdError(
        _("{folder}: the file {file} is missing. Copy it back from the course.").format(
            folder=f"datasets/{package}", file=file
        )
    )


def _shelves() -> list[Path]:
    here = Path.cwd()
    return [folder / "datasets" for folder in (here, *here.parents, *Path(__file__).resolve().parents[3:4])]


def _paths(path: Path, data: str | Path, state: str) -> tuple[Path, Path, Path]:
    """Folder, survey file and indicator file."""
    if path.is_file():
        folder = path.parent if (path.parent / INDICATOR_FILE).is_file() else find_dataset("scorecard-2022")
        raw = path.name == RAW_SURVEY_FILE and (folder / RAW_INDICATOR_FILE).is_file()
        return folder, path, folder / (RAW_INDICATOR_FILE if raw else INDICATOR_FILE)
    folder = find_dataset(data)
    survey, indicators = STATES[state]
    return folder, folder / survey, folder / indicators


def _table(path: Path) -> pd.DataFrame:
    """One small file as checked text cells."""
    columns = columns_of(path.name)
    table = text_cells(path)
    _right_columns(path, table, columns)
    for column in columns:
        for wrong, message in faults(table[column.name], column):
            if wrong.any():
                _refuse(path, table[column.name], wrong, message)
        if column.unique and (wrong := table[column.name].duplicated()).any():
            _refuse(path, table[column.name], wrong, _("each value may occur once"))
    return table


def _right_columns(path: Path, table: pd.DataFrame, columns: list[Column]) -> None:
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


def _same_sdgs(folder: Path, indicators: pd.DataFrame, official: pd.DataFrame) -> None:
    missing = sorted(set(indicators["sdg"]) - set(official["sdg"]))
    if missing:
        raise CgdError(_("{file}: there is no row for SDG {sdg}.").format(file=folder / OFFICIAL_FILE, sdg=missing[0]))


def _first(survey: Survey) -> ReadError:
    """The problems of a survey as an error: in the order of the columns, then of the rows."""
    problems = survey.problems
    columns = [column.name for column in columns_of(SURVEY_FILE, survey.indicators)]
    order = problems["column"].map({name: number for number, name in enumerate(columns)})
    first = problems.iloc[int(np.lexsort((problems["row"], order))[0])]
    same = (problems["column"] == first["column"]) & (problems["message"] == first["message"])
    place = _Place(first["file"], int(first["row"]), first["column"], first["value"])
    line = _line(place, first["message"], int(same.sum()))
    if same.sum() < len(problems):
        line += " " + _("{count} cells are not allowed in all: read(...).problems lists them.").format(
            count=len(problems)
        )
    return ReadError(line, problems)


@dataclass(frozen=True)
class _Place:
    """One cell of a file."""

    file: str
    row: int
    column: str
    value: str


def _refuse(path: Path, cells: pd.Series, wrong: pd.Series, message: str) -> None:
    row = int(np.flatnonzero(wrong)[0])
    place = _Place(path.name, row + FIRST_ROW, str(cells.name), cells.iloc[row])
    raise CgdError(_line(place, message, int(wrong.sum())))


def _line(place: _Place, message: str, count: int) -> str:
    line = _("{file}, row {row}, column {column}: {value!r} is not allowed; {message}.").format(
        file=place.file, row=place.row, column=place.column, value=_shown(place.value), message=message
    )
    if count > 1:
        line += " " + _("{count} more cells of this kind.").format(count=count - 1)
    return line


def _shown(value: str) -> str:
    """A cell as an error line shows it: a pasted page would hide what is wrong."""
    return value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "…"
