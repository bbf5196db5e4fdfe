"""FIG10: how long interviews took, and when."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.language import _
from cgd.scorecard.checks.findings import of_rows, together
from cgd.scorecard.survey import Survey


def minutes(survey: Survey) -> pd.Series:
    """Length of each interview in minutes; missing without both times, or when the end lies before the start."""
    people = survey.respondents
    length = (people["end_time"] - people["start_time"]).dt.total_seconds() / 60
    return length.where(length >= 0)


def durations(survey: Survey) -> pd.DataFrame:
    """Length by form (FIG10): instrument, n, median, shortest, longest (minutes)."""
    table = pd.DataFrame({"instrument": survey.respondents["instrument"], "minutes": minutes(survey)}).dropna()
    found = table.groupby("instrument", observed=True)["minutes"]
    return found.agg(n="size", median="median", shortest="min", longest="max").reset_index()


def stamps(survey: Survey, limits: dict[str, Any]) -> pd.DataFrame:
    """Times that no interview has, by form (FIG10).

    Returns
    -------
    DataFrame
        instrument, n (forms with a start and an end), night (part of them that starts at night), one_minute (part of
        them that starts and ends in the same minute).
    """
    people = survey.respondents
    night = _at_night(people["start_time"], *limits["duration"]["night"]["value"])
    table = people[["instrument"]].assign(night=night, one_minute=people["start_time"] == people["end_time"])
    table = table[(people["start_time"].notna() & people["end_time"].notna()).to_numpy()]
    found = table.groupby("instrument", observed=True)
    return found.agg(n=("night", "size"), night=("night", "mean"), one_minute=("one_minute", "mean")).reset_index()


def fig10_duration(survey: Survey, limits: dict[str, Any]) -> pd.DataFrame:
    """FIG10: interviews shorter than half the median of their form, and interviews at night."""
    limit = limits["duration"]
    table = durations(survey)
    table = table[table["n"] >= limit["fewest_forms"]["value"]].set_index("instrument")["median"]
    median = survey.respondents["instrument"].astype(object).map(table).astype("float64")
    length = minutes(survey)
    fast = np.flatnonzero((length < limit["of_median"]["value"] * median).to_numpy())
    text = _("{minutes} minutes; half of these forms took {median} or more.")
    spent = [str(round(value)) for value in length.iloc[fast]]
    usual = [str(round(value)) for value in median.iloc[fast]]
    messages = [text.format(minutes=one, median=other) for one, other in zip(spent, usual, strict=True)]
    night = np.flatnonzero(_at_night(survey.respondents["start_time"], *limit["night"]["value"]))
    start = survey.respondents["start_time"].iloc[night].dt.strftime("%H:%M").to_numpy(dtype=object)
    message = _("The interview starts at night. Is the tablet's clock wrong?")
    return together(
        [
            of_rows(survey, "FIG10", "too_fast", fast, "end_time", np.array(spent, dtype=object), messages),
            of_rows(survey, "FIG10", "night", night, "start_time", start, message),
        ]
    )


def _at_night(start: pd.Series, evening: int, morning: int) -> NDArray[np.bool_]:
    late, early = start.dt.hour >= evening, start.dt.hour < morning
    # A night that begins after midnight does not run over the end of a day.
    return ((late | early) if evening > morning else (late & early)).to_numpy(dtype=bool, na_value=False)
