"""FIG04: questions without a rating: don't know, refused, no usable answer, left empty."""

from typing import Any

import numpy as np
import pandas as pd

from cgd.language import _
from cgd.scorecard.checks.blocks import blocks
from cgd.scorecard.checks.findings import listed, of_rows, together
from cgd.scorecard.labels import number
from cgd.scorecard.survey import DONT_KNOW, INVALID, MISSING, NOT_ASKED, REFUSED, YEARS, Survey
from cgd.scorecard.wide import FIRST_ROW, rating_columns

KINDS = {"rated": None, "dont_know": DONT_KNOW, "refused": REFUSED, "missing": MISSING, "invalid": INVALID}


def answer_counts(survey: Survey, by: str) -> tuple[list[str], dict[str, np.ndarray]]:
    """How often each kind of answer occurs: names of the slices, and arrays (slices, indicators, years) by kind."""
    column = survey.respondents[by].astype("category")
    slices, place = [str(name) for name in column.cat.categories], column.cat.codes.to_numpy()
    shape = (len(slices), len(survey.indicators), len(YEARS))
    counts = {kind: np.zeros(shape, dtype=np.int64) for kind in KINDS}
    for rows in blocks(survey):
        answers, here = survey.answers[rows], place[rows]
        for number_, _name in enumerate(slices):
            part = answers[here == number_]
            for kind, code in KINDS.items():
                counts[kind][number_] += ((part > NOT_ASKED) if code is None else (part == code)).sum(axis=0)
    return slices, counts


def item_nonresponse(survey: Survey, by: str = "group") -> pd.DataFrame:
    """Item non-response (FIG04), one row a slice, indicator and year.

    Returns
    -------
    DataFrame
        The slice, indicator_id, year, asked (questions), dont_know, refused, missing (no usable answer or a cell that
        is not allowed), each as a part of asked, and nonresponse (the three together).
    """
    slices, counts = answer_counts(survey, by)
    asked = sum(counts.values())
    index = pd.MultiIndex.from_product(
        [slices, survey.indicators["indicator_id"], YEARS], names=[by, "indicator_id", "year"]
    )
    table = pd.DataFrame({"asked": np.asarray(asked).ravel()}, index=index)
    table = table.assign(**{kind: values.ravel() for kind, values in counts.items()}).reset_index()
    table = table[table["asked"] > 0].reset_index(drop=True)
    shares = {
        "dont_know": table["dont_know"] / table["asked"],
        "refused": table["refused"] / table["asked"],
        "missing": (table["missing"] + table["invalid"]) / table["asked"],
    }
    table = table.drop(columns=["rated", "invalid"]).assign(**shares)
    return table.assign(nonresponse=table["dont_know"] + table["refused"] + table["missing"])


def dont_know_by_partner(survey: Survey) -> pd.DataFrame:
    """Share of don't know for each collecting organisation: partner, asked, dont_know (part of asked)."""
    slices, counts = answer_counts(survey, "partner")
    asked = np.asarray(sum(counts.values())).sum(axis=(1, 2))
    unknown = counts["dont_know"].sum(axis=(1, 2))
    table = pd.DataFrame({"partner": slices, "asked": asked, "dont_know": unknown / np.maximum(asked, 1)})
    return table[table["asked"] > 0].reset_index(drop=True)


def fig04_nonresponse(survey: Survey, limits: dict[str, Any]) -> pd.DataFrame:
    """FIG04: answers left empty, and organisations in which nobody says "don't know"."""
    return together([_blanks(survey), _without_dont_know(survey, limits["nonresponse"])])


def _blanks(survey: Survey) -> pd.DataFrame:
    problems = survey.problems
    empty = problems[problems["column"].isin(rating_columns(survey.indicators)) & (problems["value"] == "")]
    rows, column = empty["row"].to_numpy(dtype=np.intp) - FIRST_ROW, empty["column"].astype(object).to_numpy()
    message = _("The question was asked, and nothing was written.")
    return of_rows(survey, "FIG04", "blank", rows, column, "", message)


def _without_dont_know(survey: Survey, limits: dict[str, Any]) -> pd.DataFrame:
    table = dont_know_by_partner(survey)
    table = table[table["asked"] >= limits["fewest_questions"]["value"]]
    found = []
    text = _(
        "Hardly anybody says don't know: {share} % of the answers, {usual} % at the other organisations. "
        "Was it coded as 3?"
    )
    for row in table.itertuples():
        usual = table.loc[table["partner"] != row.partner, "dont_know"].median()  # missing when there is no other
        # Rounded, so that exactly at the limit is not under it.
        if usual > 0 and round(row.dont_know / usual, 9) < limits["no_dont_know"]["value"]:
            message = text.format(share=number(row.dont_know * 100, 1), usual=number(usual * 100, 1))
            found.append(
                listed("FIG04", "no_dont_know", "", f"partner={row.partner}", number(row.dont_know * 100, 1), message)
            )
    return together(found)
