"""FIG06: cells that hold something else than the code book allows."""

import unicodedata
from typing import Any

import numpy as np
import pandas as pd

from cgd.language import _
from cgd.scorecard.checks.findings import of_rows, together
from cgd.scorecard.provinces import PROVINCE_LISTS, province_names
from cgd.scorecard.survey import Survey
from cgd.scorecard.wide import FIRST_ROW, RATING_CODES, rating_columns

# Columns whose faults other figures name: consent (FIG03).
ELSEWHERE = ("consent", "guardian_consent")
DATES = ("interview_date", "start_time", "end_time")


def fig06_ranges(survey: Survey, limits: dict[str, Any]) -> pd.DataFrame:
    """FIG06: ratings, codes, names and dates that are not allowed; each cell is named by one rule."""
    problems = survey.problems
    problems = problems[~problems["column"].isin(ELSEWHERE)]
    rating = problems["column"].isin(rating_columns(survey.indicators))
    ratings = problems[rating & (problems["value"] != "")]
    codes = {_key(str(code)) for code in limits["answer_codes"]["value"]}
    coded = ratings["value"].map(_key).isin(codes)
    misplaced = ratings["value"].isin(RATING_CODES)  # nothing is wrong with the cell, but that the form does not ask it
    others = problems[~rating]
    date, province = others["column"].isin(DATES), others["column"] == "province_code"
    coded_column = others["column"].isin(_coded_columns(survey))
    return together(
        [
            _cells(survey, "dont_know_code", ratings[coded], _("A code of the field team for don't know or refused.")),
            _cells(survey, "rating_not_allowed", ratings[~coded & ~misplaced], _("This is no rating from 1 to 5.")),
            _cells(survey, "not_asked", ratings[misplaced], _("This form does not ask the question.")),
            _cells(survey, "date_not_iso", others[date], _("The date is not written year-month-day.")),
            _cells(survey, "province_not_in_list", others[province], _("This is no code of the list of provinces.")),
            _unknown_provinces(survey),
            _cells(survey, "label_not_in_list", others[coded_column], _("This is none of the codes of the column.")),
            _cells(
                survey, "value_not_allowed", others[~date & ~province & ~coded_column], _("The cell is not allowed.")
            ),
        ]
    )


def range_failures(survey: Survey) -> pd.DataFrame:
    """Cells that are not allowed, counted by column: column, cells, example (FIG06)."""
    found = survey.problems.groupby("column", observed=True)["value"].agg(cells="size", example="first")
    return found.reset_index().sort_values("cells", ascending=False, ignore_index=True, kind="stable")


def _coded_columns(survey: Survey) -> list[str]:
    people = survey.respondents
    free = {"province_code", "province_list", "interviewer", "partner", "device", "comment"}
    return [name for name in people if isinstance(people[name].dtype, pd.CategoricalDtype) and name not in free]


def _cells(survey: Survey, rule: str, problems: pd.DataFrame, message: str) -> pd.DataFrame:
    rows = problems["row"].to_numpy(dtype=np.intp) - FIRST_ROW
    column, value = (problems[name].astype(object).to_numpy() for name in ("column", "value"))
    empty = _("The cell is empty.")
    messages = [message if text else empty for text in value]
    return of_rows(survey, "FIG06", rule, rows, column, value, messages)


def _unknown_provinces(survey: Survey) -> pd.DataFrame:
    """Two digits that are no province of the list named beside them."""
    people = survey.respondents
    found = []
    for name in PROVINCE_LISTS:
        code = people["province_code"]
        wrong = (people["province_list"] == name) & code.notna() & ~code.isin(list(province_names(name)))
        rows = np.flatnonzero(wrong.to_numpy(dtype=bool))
        value = code.astype(object).to_numpy()[rows]
        message = _("The list {name} has no such code.").format(name=name)
        found.append(of_rows(survey, "FIG06", "province_not_in_list", rows, "province_code", value, message))
    return together(found)


def _key(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().casefold()
