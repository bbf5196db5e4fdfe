"""Flags on records: what a limit catches, and what a result is with and without the flagged records.

A flag is a question about a record, not a verdict. Nothing is changed or deleted here; for that see
`cgd.scorecard.clean`.
"""

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.language import _
from cgd.scorecard.checks import read_limits, response_style
from cgd.scorecard.checks.duration import minutes
from cgd.scorecard.checks.interviewers import fallen
from cgd.scorecard.labels import count, group_label, number
from cgd.scorecard.means import group_means
from cgd.scorecard.survey import Survey


def flag_records(survey: Survey, fast: float, equal: int) -> pd.DataFrame:
    """Flag records that were too fast or have a long run of equal ratings.

    Parameters
    ----------
    fast
        An interview under this many minutes is flagged; one without both times never is.
    equal
        A record with so many equal ratings in a row, or more, is flagged (the ratings of 2022, in the order of the
        form; a question without a rating does not end the row).

    Returns
    -------
    DataFrame
        One row a respondent: respondent_id, instrument, minutes, longest_run, too_fast, long_run, flagged (either).
    """
    table = survey.respondents[["respondent_id", "instrument"]].assign(
        minutes=minutes(survey), longest_run=response_style(survey)["longest_run"]
    )
    table = table.assign(too_fast=table["minutes"] < fast, long_run=table["longest_run"] >= max(equal, 1))
    return table.assign(flagged=table["too_fast"] | table["long_run"])


def flags_by_form(survey: Survey, fast: float, equal: int) -> pd.DataFrame:
    """Count the flags of `flag_records` by form.

    Returns
    -------
    DataFrame
        instrument, n (records), median (minutes; missing without an interview with both times), too_fast, long_run,
        flagged (records).
    """
    found = flag_records(survey, fast, equal).groupby("instrument", observed=True)
    return found.agg(
        n=("respondent_id", "size"), median=("minutes", "median"), too_fast=("too_fast", "sum"),
        long_run=("long_run", "sum"), flagged=("flagged", "sum"),
    ).reset_index()  # fmt: skip


def fast_by_form(survey: Survey, reference: str = "adult") -> pd.DataFrame:
    """Count interviews under half the median (FIG10) of their own form, and under that of another form.

    The second number is what goes wrong when one limit serves for all forms.

    Parameters
    ----------
    reference
        The other form; without an interview with it, its number is 0.

    Returns
    -------
    DataFrame
        instrument, n (interviews with both times), median (minutes), own, other (interviews).
    """
    part = read_limits()["duration"]["of_median"]["value"]
    table = pd.DataFrame({"instrument": survey.respondents["instrument"].astype("str"), "minutes": minutes(survey)})
    table = table.dropna()
    limit = table.groupby("instrument")["minutes"].median() * part
    own = table["minutes"] < table["instrument"].map(limit)
    other = table["minutes"] < limit.get(reference, 0.0)
    found = table.assign(own=own, other=other).groupby("instrument")
    return found.agg(
        n=("minutes", "size"), median=("minutes", "median"), own=("own", "sum"), other=("other", "sum")
    ).reset_index()


def with_and_without(survey: Survey, flagged: NDArray[np.bool_] | pd.Series, year: int = 2022) -> pd.DataFrame:
    """Mean rating of each group with all its records, and without the flagged ones.

    Parameters
    ----------
    flagged
        One true or false for each respondent.
    year
        2022 or 2025.

    Returns
    -------
    DataFrame
        group, n (records), flagged (records), mean_with, mean_without (points; as `cgd.scorecard.group_means`; missing
        where nobody is left), difference (without minus with).
    """
    mask = np.asarray(flagged, dtype=bool)
    table = group_means(survey, year).rename(columns={"mean": "mean_with"})
    rest = group_means(survey.part(~mask), year).set_index("group")["mean"]
    many = survey.respondents["group"].astype(object)[mask].value_counts()
    table = table.assign(
        flagged=table["group"].map(many).fillna(0).astype("int64"), mean_without=table["group"].map(rest)
    )
    table["difference"] = table["mean_without"] - table["mean_with"]
    return table[["group", "n", "flagged", "mean_with", "mean_without", "difference"]]


def of_interviewers(survey: Survey, names: str | Collection[str]) -> NDArray[np.bool_]:
    """Which records one or several interviewers collected: one true or false for each respondent."""
    wanted = [names] if isinstance(names, str) else list(names)
    return survey.respondents["interviewer"].astype(object).isin(wanted).to_numpy(dtype=bool)


def falling_forecasts(survey: Survey) -> pd.DataFrame:
    """Count, for each interviewer, the records whose forecast for 2025 lies below the ratings of 2022.

    Most people expect progress. One record that falls is an opinion; many of one interviewer are a question about the
    interviewer. The limits are those of FIG11.

    Returns
    -------
    DataFrame
        interviewer, n (records), falling (records).
    """
    down, _change = fallen(survey, read_limits()["interviewers"])
    table = pd.DataFrame({"interviewer": survey.respondents["interviewer"], "falling": down})
    found = table.groupby("interviewer", observed=True)["falling"]
    return found.agg(n="size", falling="sum").reset_index()


def describe_flags(survey: Survey, group: str, flagged: NDArray[np.bool_] | pd.Series) -> str:
    """Say what the flagged records change in the mean of a group, in two sentences.

    Raises
    ------
    cgd.errors.UsageError
        There is no such group.
    """
    name = group_label(group)
    table = with_and_without(survey, flagged).set_index("group")
    if group not in table.index:
        return _("{group}: no record.").format(group=name)
    row = table.loc[group]
    if pd.isna(row["mean_without"]) or pd.isna(row["mean_with"]):
        return _("{group}: {flagged} of {n} records are flagged. Too few are left for a mean.").format(
            group=name, flagged=count(int(row["flagged"])), n=count(int(row["n"]))
        )
    return _(
        "{group}: {flagged} of {n} records are flagged. Mean mark for 2022 with all records: {all}; without the "
        "flagged ones: {rest}."
    ).format(
        group=name, flagged=count(int(row["flagged"])), n=count(int(row["n"])), all=number(row["mean_with"]),
        rest=number(row["mean_without"]),
    )  # fmt: skip
