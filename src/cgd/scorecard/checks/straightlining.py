"""FIG08: one rating for everything, and one rating for both years."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.language import _
from cgd.scorecard.checks.blocks import blocks, per_person, rated_both
from cgd.scorecard.checks.findings import of_rows, together
from cgd.scorecard.reliability import long_string, response_variability
from cgd.scorecard.survey import YEARS, Survey


def fig08_straightlining(survey: Survey, limits: dict[str, Any]) -> pd.DataFrame:
    """FIG08: records with the same rating on every item of a year, and records whose two years are the same."""
    straight, mark = straight_lines(survey, limits)
    both, equal = per_person(survey, rated_both, _equal_years)
    same = (both >= _fewest(limits)) & (equal == both)
    same[straight] = False  # one fault, not two
    pasted = np.flatnonzero(same)
    text = _("Every rating of a year is {mark}.")
    messages = [text.format(mark=value) for value in mark]
    return together(
        [
            of_rows(survey, "FIG08", "straight_line", straight, "", mark.astype(str).astype(object), messages),
            of_rows(
                survey, "FIG08", "same_both_years", pasted, "", "",
                _("The forecast for 2025 is the rating of 2022 on every item. Was one pasted over the other?"),
            ),
        ]
    )  # fmt: skip


def straight_lines(survey: Survey, limits: dict[str, Any]) -> tuple[NDArray[np.intp], NDArray[np.int8]]:
    """Positions of records with one rating on every item of a year, and that rating."""
    lowest, highest, many = per_person(survey, _lowest, _highest, _rated_a_year)
    alike = (lowest == highest) & (many >= _fewest(limits))
    straight = np.flatnonzero(alike.any(axis=1))
    return straight, np.where(alike, highest, 0).max(axis=1)[straight]  # of the year that has only one


def response_style(survey: Survey, year: int = 2022) -> pd.DataFrame:
    """Careless answering, one row a respondent (FIG08).

    Returns
    -------
    DataFrame
        respondent_id, ratings (given), longest_run (of equal ratings, in the order of the form), variability (standard
        deviation of a person's ratings, points; missing with fewer than two).
    """
    place = YEARS.index(year)
    runs, spread, many = [], [], []
    for rows in blocks(survey):
        answers = survey.answers[rows, :, place]
        runs.append(long_string(answers))
        spread.append(response_variability(answers))
        many.append((answers > 0).sum(axis=1))
    columns = [np.concatenate(part) for part in (many, runs, spread)]
    names = ["ratings", "longest_run", "variability"]
    return pd.DataFrame(
        {"respondent_id": survey.respondents["respondent_id"], **dict(zip(names, columns, strict=True))}
    )


def _fewest(limits: dict[str, Any]) -> int:
    return max(limits["straightlining"]["fewest_ratings"]["value"], 1)  # no ratings are no line


def _lowest(answers: NDArray[np.int8]) -> NDArray[np.int8]:
    # Anything above the scale, where there is no rating.
    return np.where(answers > 0, answers, np.int8(9)).min(axis=1, initial=9)


def _highest(answers: NDArray[np.int8]) -> NDArray[np.int8]:
    return answers.max(axis=1, initial=-9)


def _rated_a_year(answers: NDArray[np.int8]) -> NDArray[np.int64]:
    return (answers > 0).sum(axis=1)


def _equal_years(answers: NDArray[np.int8]) -> NDArray[np.int64]:
    both = (answers > 0).all(axis=2)
    return (both & (answers[:, :, 0] == answers[:, :, 1])).sum(axis=1)
