"""FIG11: what the interviewer does to the answers."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.language import _
from cgd.scorecard.checks.blocks import per_person, rated, rated_both, sum_change, sum_rated
from cgd.scorecard.checks.findings import listed, of_rows, together
from cgd.scorecard.checks.straightlining import straight_lines
from cgd.scorecard.labels import number
from cgd.scorecard.reliability import Intraclass, intraclass_correlation
from cgd.scorecard.survey import Survey

# What makes groups of respondents differ anyway, and is taken off before interviewers are compared.
COMPOSITION = ("group", "region", "area")
_NORMAL = 1.4826  # makes the median absolute deviation a standard deviation for normal data


def person_means(survey: Survey) -> pd.Series:
    """Mean of all ratings of each person, both years (points); missing without a rating."""
    total, many = per_person(survey, sum_rated, rated)
    return pd.Series(np.divide(total, many, out=np.full(len(total), np.nan), where=many > 0))


def interviewer_means(survey: Survey) -> pd.DataFrame:
    """Mean rating of each interviewer (FIG11).

    Returns
    -------
    DataFrame
        interviewer, n (respondents), mean (points, of the persons' means), adjusted (points: the same after taking off
        the usual level of the group, the region and the kind of area; 0 = like the others).
    """
    return _by_interviewer(survey, np.ones(len(survey.respondents), dtype=bool))


def interviewer_correlation(survey: Survey) -> Intraclass:
    """Intraclass correlation of the persons' means within interviewers (FIG11): 0 = the interviewer does not matter."""
    return intraclass_correlation(person_means(survey), survey.respondents["interviewer"])


def fig11_interviewers(survey: Survey, limits: dict[str, Any]) -> pd.DataFrame:
    """FIG11: records with the scale read the wrong way round, and interviewers whose ratings are higher or lower.

    The means are those of the other records: turned scales and straight lines (FIG08) are faults of their own.
    """
    limit = limits["interviewers"]
    rows, change = _reversed(survey, limit)
    text = _("On average 2025 lies {points} points below 2022, as in {count} records of interviewer {interviewer}.")
    who = survey.respondents["interviewer"].astype(object).to_numpy()[rows]
    many = pd.Series(who).map(pd.Series(who).value_counts()).tolist()
    messages = [
        text.format(points=number(-points), count=n, interviewer=name)
        for points, n, name in zip(change[rows], many, who, strict=True)
    ]
    value = np.array([number(points) for points in change[rows]], dtype=object)
    found = [of_rows(survey, "FIG11", "reversed_scale", rows, "", value, messages)]
    usual = np.ones(len(survey.respondents), dtype=bool)
    usual[rows] = False
    usual[straight_lines(survey, limits)[0]] = False
    found.append(_unusual_means(survey, usual, limit))
    return together(found)


def fallen(survey: Survey, limit: dict[str, Any]) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Which records have a falling forecast, by the limits of FIG11; and the change of each person (points)."""
    total, both = per_person(survey, sum_change, rated_both)
    enough = both >= limit["fewest_ratings"]["value"]
    change = np.divide(total, both, out=np.zeros(len(total)), where=both > 0)
    return enough & (change <= limit["lower_change"]["value"]), change


def _reversed(survey: Survey, limit: dict[str, Any]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Positions of records with a falling forecast that an interviewer has many of; change of each person (points)."""
    falling, change = fallen(survey, limit)
    interviewer = survey.respondents["interviewer"].cat.codes.to_numpy()
    counts = np.bincount(interviewer[falling & (interviewer >= 0)], minlength=1)
    often = counts >= limit["fewest_reversed"]["value"]
    known = interviewer >= 0
    chosen = falling & known & np.append(often, False)[np.where(known & (interviewer < len(often)), interviewer, -1)]
    return np.flatnonzero(chosen), change


def _by_interviewer(survey: Survey, usual: NDArray[np.bool_]) -> pd.DataFrame:
    people = survey.respondents
    table = people[["interviewer", *COMPOSITION]].assign(mean=person_means(survey))[usual]
    table = table[table["mean"].notna() & table["interviewer"].notna()]
    rest = table["mean"] - table["mean"].mean()
    for name in COMPOSITION:
        rest = rest - rest.groupby(table[name], observed=True).transform("mean").fillna(0)
    found = table.assign(adjusted=rest).groupby("interviewer", observed=True)
    return found.agg(n=("mean", "size"), mean=("mean", "mean"), adjusted=("adjusted", "mean")).reset_index()


def _unusual_means(survey: Survey, usual: NDArray[np.bool_], limit: dict[str, Any]) -> pd.DataFrame:
    table = _by_interviewer(survey, usual)
    table = table[table["n"] >= limit["fewest_forms"]["value"]]
    if len(table) < 3:
        return together([])
    middle = table["adjusted"].median()
    spread = _NORMAL * (table["adjusted"] - middle).abs().median()
    distance = (table["adjusted"] - middle).round(9)  # without the noise of sums: at the limit is at the limit
    far = (distance.abs() >= limit["points"]["value"]) & (distance.abs() >= limit["spreads"]["value"] * spread)
    higher = _("The mean of {n} records is {points} points higher than those of other interviewers.")
    lower = _("The mean of {n} records is {points} points lower than those of other interviewers.")
    found = []
    for row, points in zip(table[far].itertuples(), distance[far], strict=True):
        message = (higher if points > 0 else lower).format(n=row.n, points=number(abs(points)))
        column = f"interviewer={row.interviewer}"
        found.append(listed("FIG11", "interviewer_mean", "", column, number(row.mean), message))
    return together(found)
