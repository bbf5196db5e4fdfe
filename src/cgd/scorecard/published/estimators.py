"""The means that the checks use. The report does not say which it used, so both must agree with it."""

from collections.abc import Iterator

import pandas as pd

from cgd.scorecard.means import group_means, pooled_means
from cgd.scorecard.survey import Survey


def both_group_means(survey: Survey, year: int) -> Iterator[tuple[str, pd.Series]]:
    """Group means by each estimator: its name, and the means by group (points).

    "balanced" gives each SDG the same weight (`H(g, y)`, ours); "pooled" gives each valid rating the same weight.
    """
    yield "balanced", group_means(survey, year).set_index("group")["mean"]
    yield "pooled", pooled_means(survey, "group", year)


def both_group_gains(survey: Survey) -> Iterator[tuple[str, pd.Series]]:
    """Points that each group adds from 2022 to 2025, by each estimator."""
    pairs = zip(both_group_means(survey, 2022), both_group_means(survey, 2025), strict=True)
    for (estimator, today), (_same, forecast) in pairs:
        yield estimator, forecast - today


def sdg_gains(survey: Survey) -> pd.Series:
    """Points that each SDG adds from 2022 to 2025, pooled."""
    return pooled_means(survey, "sdg", 2025) - pooled_means(survey, "sdg", 2022)


def citizens(survey: Survey) -> Survey:
    """The survey without the civil-society organisations."""
    return survey.part(survey.respondents["group"] != "cso")
