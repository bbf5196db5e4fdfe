"""The survey, as shipped and in hand-sized pieces."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from cgd.scorecard import Survey, load
from cgd.scorecard.codebook import SURVEY_FILE
from cgd.scorecard.wide import from_wide, rating_columns

PERSON = {
    "group": "women",
    "instrument": "adult",
    "region": "north",
    "area": "urban",
    "province_code": "01",
    "province_list": "GSO-2022-07",
    "sex": "female",
    "age": "40",
    "ethnic_minority": "no",
    "disability": "no",
    "interview_date": "2022-07-15",
    "interviewer": "I01",
    "partner": "P1",
    "device": "T101",
    "start_time": "2022-07-15T08:30",
    "end_time": "2022-07-15T09:15",
    "consent": "yes",
    "guardian_consent": "",
    "comment": "",
}


@pytest.fixture(scope="session")
def shipped(root: Path) -> Path:
    """The folder of the shipped dataset."""
    return root / "datasets" / "scorecard-2022"


@pytest.fixture(scope="session")
def survey(shipped: Path) -> Survey:
    """The shipped survey. Tests must not change its tables."""
    return load(shipped)


@pytest.fixture
def copy(shipped: Path, tmp_path: Path) -> Path:
    """A copy of the shipped dataset to break."""
    return shutil.copytree(shipped, tmp_path / "copy")


@pytest.fixture
def edit(copy: Path) -> Callable[[int, str, str], Path]:
    """Write a value into one cell of the copied survey file: row as a spreadsheet counts, column, value."""

    def change(row: int, column: str, value: str) -> Path:
        path = copy / SURVEY_FILE
        lines = path.read_text(encoding="utf-8").split("\n")
        cells = lines[row - 1].split(",")
        cells[lines[0].split(",").index(column)] = value
        lines[row - 1] = ",".join(cells)
        path.write_text("\n".join(lines), encoding="utf-8", newline="")
        return copy

    return change


@pytest.fixture
def tiny() -> Callable[[list[tuple[dict[str, str], list[str]]]], Survey]:
    """Make a survey of six indicators, one an SDG, from people and their twelve answers (2022 and 2025 in turn)."""
    sdgs = [1, 4, 5, 8, 13, 16]
    names = [f"{sdg}.01" for sdg in sdgs]
    indicators = pd.DataFrame(
        {"indicator_id": names, "sdg": sdgs, "name_en": names, "name_vi": names, "child_form": True}
    )
    official = pd.DataFrame({"sdg": sdgs, "score": [4.0] * 6})

    def make(people: list[tuple[dict[str, str], list[str]]]) -> Survey:
        columns = rating_columns(indicators)
        rows = [
            {"respondent_id": f"R{number:04d}"} | PERSON | person | dict(zip(columns, answers, strict=True))
            for number, (person, answers) in enumerate(people, start=1)
        ]
        return from_wide(pd.DataFrame(rows, dtype="str"), indicators, official, None)

    return make
