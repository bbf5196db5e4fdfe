"""FIG02 and FIG13: the sample against the plan, and against the population."""

from typing import Any

import numpy as np
import pandas as pd

from cgd.language import _
from cgd.scorecard.checks.findings import listed
from cgd.scorecard.checks.limits import Limits, read_limits
from cgd.scorecard.disclosure.limits import limits as disclosure_limits
from cgd.scorecard.labels import count
from cgd.scorecard.survey import Survey
from cgd.scorecard.weights import dissimilarity

CELL = ["group", "region", "area"]


def plan_against_reality(survey: Survey, plan: pd.DataFrame, limits: Limits | None = None) -> pd.DataFrame:
    """Achieved of planned respondents in each cell (FIG02).

    Parameters
    ----------
    plan
        group, region, area, planned (number or text).
    limits
        Other limits than those of `limits.yml`.

    Returns
    -------
    DataFrame
        group, region, area, planned, achieved, share (achieved / planned; missing where nothing was planned), short
        (share under the limit, 80 % unless changed), unpublishable (planned under the smallest count that may be
        published). People whose cell is not known are in none.
    """
    shortfall = (read_limits() if limits is None else limits)["plan"]["short"]["value"]
    people = survey.respondents[CELL].astype("str")
    achieved = people.dropna().groupby(CELL).size().rename("achieved")
    table = plan.assign(planned=pd.to_numeric(plan["planned"]).astype("int64")).astype(dict.fromkeys(CELL, "str"))
    table = table.merge(achieved.reset_index(), on=CELL, how="outer")
    table = table.fillna({"planned": 0, "achieved": 0}).astype({"planned": "int64", "achieved": "int64"})
    share = (table["achieved"] / table["planned"].where(table["planned"] > 0)).astype("Float64")
    return table.assign(
        share=share,
        short=(share < shortfall).fillna(False).astype(bool),
        unpublishable=table["planned"] < disclosure_limits().hide_under,
    )


def fig02_plan(survey: Survey, plan: pd.DataFrame, limits: Limits | None = None) -> pd.DataFrame:
    """FIG02: cells in which too few (by default under 80 %) of the planned respondents were reached."""
    table = plan_against_reality(survey, plan, limits)
    short = table[table["short"]]
    column = (short["group"] + ", " + short["region"] + ", " + short["area"]).to_numpy(dtype=object)
    text = _("Reached {achieved} of {planned} planned respondents.")
    cells = zip(short["achieved"], short["planned"], strict=True)
    message = [text.format(achieved=count(int(achieved)), planned=count(int(planned))) for achieved, planned in cells]
    return listed("FIG02", "short_of_plan", "", column, short["achieved"].astype("str").to_numpy(dtype=object), message)


def sample_makeup(survey: Survey, benchmark: dict[str, dict[str, float]]) -> pd.DataFrame:
    """How far the citizens in the sample are from the population, variable by variable (FIG13).

    Parameters
    ----------
    benchmark
        For each column of the respondents the population of its categories, in any unit. Categories of the sample that
        it does not name are left out.

    Returns
    -------
    DataFrame
        variable, people (in one of the categories; all but organisations), dissimilarity (0.5 x sum of absolute
        differences of the shares, 0 to 1: the share of people who would have to be other people).
    """
    citizens = survey.respondents[survey.respondents["group"] != "cso"]
    rows: list[dict[str, Any]] = []
    for variable, population in benchmark.items():
        counts = citizens[variable].value_counts().reindex(list(population)).fillna(0)
        far = dissimilarity(counts, pd.Series(population)) if counts.sum() else np.nan
        rows.append({"variable": variable, "people": int(counts.sum()), "dissimilarity": far})
    return pd.DataFrame(rows, columns=["variable", "people", "dissimilarity"])
