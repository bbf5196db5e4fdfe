"""What a survey is: its tables, its codes, and the names people see for them."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cgd.language import _

GROUPS = ("children", "youth", "women", "pwd", "lgbtiq", "cso")
SDGS = (1, 4, 5, 8, 13, 16)
YEARS = (2022, 2025)
REGIONS = ("north", "central", "south")
AREAS = ("urban", "rural", "remote_mountainous")
ANSWERS = ("rated", "dont_know", "refused")
LOWEST, HIGHEST = 1, 5

LONG_COLUMNS = ("respondent_id", "group", "region", "area", "sdg", "indicator_id", "year", "rating")


@dataclass(frozen=True)
class Survey:
    """One survey, checked, as tables (`pandas.DataFrame`).

    Attributes
    ----------
    respondents
        One row a respondent: respondent_id, group, instrument, region, area, province_code, province_list, sex, age,
        ethnic_minority, disability, interview_date, interviewer, consent, guardian_consent; a field that does not
        apply is missing.
    ratings
        One row for each respondent, asked indicator and year: respondent_id, group, region, area, sdg, indicator_id,
        year, rating (Int64, 1 to 5, missing when there is no rating), answer ("rated", "dont_know", "refused").
    indicators
        One row an indicator: indicator_id, sdg, global_code, national_reference, name_en, name_vi, source, child_form.
    official
        One row an SDG, an illustration that is ours: sdg, indicators, completed, expected_2025, in_progress, score
        (1 to 5), mark, note.
    folder
        Where it was read from; None when it was made in memory.
    """

    respondents: pd.DataFrame
    ratings: pd.DataFrame
    indicators: pd.DataFrame
    official: pd.DataFrame
    folder: Path | None = None


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
