"""FIG09: people who agree with everything."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.language import _
from cgd.scorecard.checks.blocks import per_person, rated
from cgd.scorecard.checks.findings import of_rows
from cgd.scorecard.survey import HIGHEST, YEARS, Survey


def fig09_styles(survey: Survey, limits: dict[str, Any]) -> pd.DataFrame:
    """FIG09: records in which nearly every rating is 5, and not all (that is a straight line, FIG08).

    The share of people over 80 % at 4 and 5, on items that point both ways, cannot be judged here: on this form every
    item points the same way (known issue C16).
    """
    fives, many = per_person(survey, _fives, rated)
    limit = limits["styles"]
    some = (many >= limit["fewest_ratings"]["value"]) & (fives < many)
    share = fives / np.maximum(many, 1)
    rows = np.flatnonzero(some & (share >= limit["fives"]["value"]))
    shares = [str(round(100 * part)) for part in share[rows]]
    text = _("{share} % of the ratings are 5.")
    return of_rows(
        survey, "FIG09", "mostly_fives", rows, "", np.array(shares, object), [text.format(share=s) for s in shares]
    )


def answer_styles(survey: Survey, limits: dict[str, Any], by: str = "group") -> pd.DataFrame:
    """How much of the scale people use (FIG09), both years together.

    A high share is no fault by itself: on this form every item points the same way (known issue C16).

    Returns
    -------
    DataFrame
        The slice, n (people with enough ratings), fives (mean of the persons' shares of 5s), mostly_high (part of the
        people with more than 80 % of 4s and 5s, or another limit).
    """
    limit = limits["styles"]
    fives, high, many = per_person(survey, _fives, _high, rated)
    shares = {"fives": fives / np.maximum(many, 1), "high": high / np.maximum(many, 1)}
    table = pd.DataFrame({by: survey.respondents[by], **shares})[many >= limit["fewest_ratings"]["value"]]
    table = table.assign(mostly_high=table["high"] > limit["high"]["value"])
    found = table.groupby(by, observed=True)
    return found.agg(n=("fives", "size"), fives=("fives", "mean"), mostly_high=("mostly_high", "mean")).reset_index()


def means_by_position(survey: Survey, year: int = 2022) -> pd.DataFrame:
    """Mean rating of each item in the order of the form: position (1 = first), indicator_id, ratings, mean (FIG09)."""
    answers = survey.answers[:, :, YEARS.index(year)]
    many = (answers > 0).sum(axis=0)
    total = np.maximum(answers, 0).sum(axis=0, dtype=np.int64)
    mean = np.divide(total, many, out=np.full(len(many), np.nan), where=many > 0)
    position = np.arange(1, len(many) + 1)
    ids = survey.indicators["indicator_id"]
    return pd.DataFrame({"position": position, "indicator_id": ids, "ratings": many, "mean": mean})


def _high(answers: NDArray[np.int8]) -> NDArray[np.int64]:
    return (answers >= HIGHEST - 1).sum(axis=(1, 2))


def _fives(answers: NDArray[np.int8]) -> NDArray[np.int64]:
    return (answers == HIGHEST).sum(axis=(1, 2))
