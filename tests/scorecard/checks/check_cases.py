"""Small surveys in which nothing is wrong, and ways to plant one thing."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any

import numpy as np
import pandas as pd

from cgd.scorecard import Survey, check_quality
from cgd.scorecard.checks import COLUMNS, read_limits
from cgd.scorecard.wide import from_wide, rating_columns, to_wide

ITEMS = 30  # indicators: 60 ratings
INDICATORS = pd.DataFrame(
    {
        "indicator_id": [f"1.{number:02d}" for number in range(1, ITEMS + 1)],
        "sdg": 1,
        "global_code": "1.1.1",
        "national_reference": "VSDG 1.1.1",
        "name_en": "x",
        "name_vi": "x",
        "source": "P",
        "child_form": [number <= 20 for number in range(1, ITEMS + 1)],
    }
)
RATINGS = rating_columns(INDICATORS)
OFFICIAL = pd.DataFrame({"sdg": [1], "score": [4.0]})
ADULT = {"group": "women", "instrument": "adult", "age": "40", "guardian_consent": ""}
CHILD = {"group": "children", "instrument": "child", "age": "12", "guardian_consent": "yes"} | dict.fromkeys(
    RATINGS[40:], ""
)
ORGANISATION = {"group": "cso", "instrument": "cso"} | dict.fromkeys(
    ("sex", "age", "ethnic_minority", "disability", "guardian_consent"), ""
)

Cells = Mapping[tuple[str, str], str]


def ratings(seed: int) -> dict[str, str]:
    """Sixty different-looking ratings; 2025 is never under 2022."""
    rng = np.random.Generator(np.random.PCG64(seed))
    now = rng.integers(1, 5, ITEMS)
    later = now + rng.integers(0, 2, ITEMS)
    return dict(zip(RATINGS, np.column_stack([now, later]).ravel().astype(str), strict=True))


def people(n: int, **cells: str | Callable[[int], str]) -> pd.DataFrame:
    """A wide table of women, an hour apart, three interviewers; ``cells`` change a column for all (by their number)."""
    rows = []
    for number in range(n):
        day, hour = 1 + number // 8 % 28, 8 + number % 8
        row = {
            "respondent_id": f"R{number + 1:04d}",
            "region": "north",
            "area": "urban",
            "province_code": "01",
            "province_list": "GSO-2022-07",
            "sex": "female",
            "ethnic_minority": "no",
            "disability": "no",
            "interview_date": f"2022-07-{day:02d}",
            "interviewer": f"I0{number % 3 + 1}",
            "partner": "P1",
            "device": f"T10{number % 3 + 1}",
            "start_time": f"2022-07-{day:02d}T{hour:02d}:00",
            "end_time": f"2022-07-{day:02d}T{hour:02d}:40",
            "consent": "yes",
            "comment": "",
        }
        extra = {name: cell(number) if callable(cell) else cell for name, cell in cells.items()}
        rows.append(row | ADULT | {"age": str(30 + number % 20)} | ratings(number) | extra)
    return pd.DataFrame(rows, dtype="str")


def survey_of(wide: pd.DataFrame, indicators: pd.DataFrame = INDICATORS) -> Survey:
    return from_wide(wide.reset_index(drop=True), indicators, OFFICIAL, None)


def changed(wide: pd.DataFrame, cells: Cells) -> pd.DataFrame:
    """The table with other texts in some cells, given by respondent and column."""
    wide = wide.set_index("respondent_id", drop=False)
    for (row, column), text in cells.items():
        wide.loc[row, column] = text
    return wide.reset_index(drop=True)


def with_copy(wide: pd.DataFrame, row: str, number: str, **cells: str) -> pd.DataFrame:
    """The table with one record once more at its end, under another number and with some other cells."""
    twin = wide[wide["respondent_id"] == row].assign(respondent_id=number, **cells)
    return pd.concat([wide, twin], ignore_index=True)


def limits(changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The limits with some others: ``{"styles.fives.value": 0.5}``."""
    table = deepcopy(read_limits())
    for path, value in (changes or {}).items():
        *parents, last = path.split(".")
        place = table
        for name in parents:
            place = place[name]
        assert last in place
        place[last] = value
    return table


def well_formed(found: pd.DataFrame) -> pd.DataFrame:
    """Findings, when they have the columns and only texts; else the test fails."""
    assert list(found.columns) == list(COLUMNS)
    assert (found.dtypes == "str").all()
    assert not found.isna().any(axis=None)
    assert found.index.equals(pd.RangeIndex(len(found)))
    assert (found["message"].str.len() > 10).all()
    assert not found["message"].str.contains("[{}]").any()
    return found


def findings(survey: Survey | pd.DataFrame, changes: Mapping[str, Any] | None = None) -> pd.DataFrame:
    survey = survey_of(survey) if isinstance(survey, pd.DataFrame) else survey
    return well_formed(check_quality(survey, limits(changes) if changes else None))


def places(found: pd.DataFrame, rule: str) -> list[tuple[str, str, str]]:
    """Where a rule found something: row, column, value."""
    return list(found.loc[found["rule"] == rule, ["row", "column", "value"]].itertuples(index=False, name=None))


def only(found: pd.DataFrame) -> tuple[str, str, str, str, str, str]:
    """The single finding."""
    assert len(found) == 1, found.to_string()
    return tuple(found.iloc[0])


def shuffled(survey: Survey, seed: int) -> Survey:
    wide = to_wide(survey)
    order = np.random.Generator(np.random.PCG64(seed)).permutation(len(wide))
    return from_wide(wide.iloc[order].reset_index(drop=True), survey.indicators, survey.official, None)


def as_set(found: pd.DataFrame) -> set[Sequence[str]]:
    lines = list(found.itertuples(index=False, name=None))
    assert len(set(lines)) == len(lines)
    return set(lines)
