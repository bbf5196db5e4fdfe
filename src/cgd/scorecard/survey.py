"""What a survey is: its tables, its codes, and the names people see for them."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.language import _

GROUPS = ("children", "youth", "women", "pwd", "lgbtiq", "cso")
SDGS = (1, 4, 5, 8, 13, 16)
YEARS = (2022, 2025)
REGIONS = ("north", "central", "south")
AREAS = ("urban", "rural", "remote_mountainous")
LOWEST, HIGHEST = 1, 5

# What stands in `Survey.answers` beside the ratings 1 to 5.
NOT_ASKED, DONT_KNOW, REFUSED, MISSING, INVALID = 0, -1, -2, -3, -4
# Names of the answers in `Survey.ratings`; every rating is "rated".
ANSWERS = {1: "rated", DONT_KNOW: "dont_know", REFUSED: "refused", MISSING: "missing", INVALID: "invalid"}

LONG_COLUMNS = ("respondent_id", "group", "region", "area", "sdg", "indicator_id", "year", "rating")
PROBLEM_COLUMNS = ("file", "row", "column", "value", "message")


def no_problems() -> pd.DataFrame:
    """An empty table of problems."""
    return pd.DataFrame({name: pd.Series(dtype="int64" if name == "row" else "str") for name in PROBLEM_COLUMNS})


@dataclass(frozen=True)
class Survey:
    """One survey as tables (`pandas.DataFrame`) and one array. Nobody changes them in place.

    Attributes
    ----------
    respondents
        One row a respondent: respondent_id, group, instrument, region, area, province_code, province_list, sex, age,
        ethnic_minority, disability, interview_date, interviewer, partner, device, start_time, end_time, consent,
        guardian_consent, comment, then columns that somebody added. A field that does not apply, or whose cell is not
        allowed, is missing.
    answers
        int8, shape (respondents, indicators, years): 1 to 5 for a rating, else `NOT_ASKED`, `DONT_KNOW`, `REFUSED`,
        `MISSING` (no usable answer, set by editing) or `INVALID` (the cell is not allowed; see `problems`).
    indicators
        One row an indicator: indicator_id, sdg, global_code, national_reference, name_en, name_vi, source, child_form.
    official
        One row an SDG, an illustration that is ours: sdg, indicators, completed, expected_2025, in_progress, score
        (1 to 5), mark, note.
    folder
        Where it was read from; None when it was made in memory.
    problems
        Every cell of the file that is not allowed: file, row (as a spreadsheet counts: the header is 1), column, value
        (the cell's text), message. Empty for a survey that `load` returned.
    """

    respondents: pd.DataFrame
    answers: NDArray[np.int8]
    indicators: pd.DataFrame
    official: pd.DataFrame
    folder: Path | None = None
    problems: pd.DataFrame = field(default_factory=no_problems)

    @cached_property
    def ratings(self) -> pd.DataFrame:
        """One row for each respondent, asked indicator and year.

        Columns respondent_id, group, region, area, sdg, indicator_id, year, rating (Int64, 1 to 5, missing when there
        is no rating), answer ("rated", "dont_know", "refused", "missing", "invalid"). About 130 rows a respondent: for
        more than some ten thousand respondents work on `answers`.
        """
        return _long(self)

    def part(self, rows: NDArray[np.bool_] | pd.Series) -> "Survey":
        """The survey of some respondents only; ``rows`` has one true or false for each.

        Rows of `problems` are counted anew: 2 is the first respondent of the part.
        """
        mask = np.asarray(rows, dtype=bool)
        people = self.respondents[mask].reset_index(drop=True)
        place = self.problems["row"].to_numpy() - 2
        new_row = np.cumsum(mask) + 1
        kept = self.problems[mask[place]] if len(place) else self.problems
        kept = kept.assign(row=new_row[place[mask[place]]] if len(place) else kept["row"])
        return replace(self, respondents=people, answers=self.answers[mask], problems=kept.reset_index(drop=True))


def _long(survey: Survey) -> pd.DataFrame:
    row, indicator, year = np.nonzero(survey.answers != NOT_ASKED)
    codes = survey.answers[row, indicator, year]
    rating = pd.array(codes, dtype="Int8").astype("Int64")
    rating[codes <= 0] = pd.NA
    names = list(ANSWERS.values())
    place = np.select([codes == code for code in list(ANSWERS)[1:]], range(1, len(names)), 0)
    ids = pd.Categorical(survey.indicators["indicator_id"], categories=survey.indicators["indicator_id"])
    people = survey.respondents[["respondent_id", "group", "region", "area"]]
    return pd.DataFrame(
        {
            **{name: people[name].array.take(row) for name in people},
            "sdg": survey.indicators["sdg"].to_numpy()[indicator],
            "indicator_id": ids.take(indicator),
            "year": np.array(YEARS)[year],
            "rating": rating,
            "answer": pd.Categorical.from_codes(place, categories=names),
        }
    )


def asked(survey: Survey) -> NDArray[np.bool_]:
    """Which indicators the respondent's form asks: shape (respondents, indicators).

    Follows `instrument`: the children's form asks a part, the two others all. Nothing is asked of a respondent whose
    form is not known.
    """
    form = survey.respondents["instrument"]
    child_form = survey.indicators["child_form"].to_numpy(dtype=bool)
    child, known = (form == "child").to_numpy(dtype=bool), form.notna().to_numpy()
    return known[:, None] & (~child[:, None] | child_form[None, :])


def long_table(survey: Survey) -> pd.DataFrame:
    """The survey as one tidy table for R, Stata or a pivot table.

    Returns
    -------
    DataFrame
        Columns respondent_id, group, region, area, sdg, indicator_id, year, rating; one row for each respondent,
        asked indicator and year; rating is missing when there is no answer.
    """
    return survey.ratings[list(LONG_COLUMNS)].copy()


def group_labels() -> dict[str, str]:
    """Names of the groups for people, in the language in use."""
    return {
        "children": _("Children (11–15)"),
        "youth": _("Youth (16–30)"),
        "women": _("Women"),
        "pwd": _("Persons with disabilities"),
        "lgbtiq": _("LGBTIQ+"),
        "cso": _("Civil-society organisations"),
    }


def sdg_labels() -> dict[int, str]:
    """Names of the six Sustainable Development Goals, in the language in use."""
    return {
        1: _("No poverty"),
        4: _("Quality education"),
        5: _("Gender equality"),
        8: _("Decent work and economic growth"),
        13: _("Climate action"),
        16: _("Peace, justice and strong institutions"),
    }


def rating_labels() -> dict[int, str]:
    """What the marks 1 to 5 mean, in the language in use."""
    return {
        1: _("Very low"),
        2: _("Low"),
        3: _("Average"),
        4: _("Relatively completed"),
        5: _("Completed"),
    }


def region_labels() -> dict[str, str]:
    """Names of the survey's three regions, in the language in use."""
    return {"north": _("North"), "central": _("Central and Central Highlands"), "south": _("South")}


def area_labels() -> dict[str, str]:
    """Names of the three kinds of area, in the language in use."""
    return {"urban": _("Urban"), "rural": _("Rural"), "remote_mountainous": _("Remote and mountainous")}
