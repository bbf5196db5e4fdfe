"""What happens to a mean when "don't know" is written as the middle of the scale."""

import pandas as pd

from cgd.language import _, allowed, language
from cgd.scorecard.labels import count, group_label, number
from cgd.scorecard.sentences import year_label
from cgd.scorecard.survey import DONT_KNOW, HIGHEST, LOWEST, NOT_ASKED, YEARS, Survey

MIDDLE = (LOWEST + HIGHEST) // 2
COUNTS = [f"rated_{mark}" for mark in range(LOWEST, HIGHEST + 1)]


def dont_know_effect(survey: Survey, group: str | None = None, year: int = 2025) -> pd.DataFrame:
    """For each indicator the mean of its ratings, and what it would be with every "don't know" counted as a 3.

    Parameters
    ----------
    group
        Code of one group; without it, everybody.
    year
        2022, or 2025 (the forecast made in 2022).

    Returns
    -------
    DataFrame
        indicator_id, asked (questions), dont_know (answers), share (dont_know / asked), mean (points; of the ratings
        alone), mean_as_3 (points; the wrong one), moved (mean_as_3 - mean), rated_1 to rated_5 (answers). The largest
        share first. Indicators that nobody in the group was asked, or rated, are left out.

    Raises
    ------
    cgd.errors.UsageError
        For a group or year that does not exist.
    """
    if year not in YEARS:
        raise allowed("year", year, YEARS)
    answers = survey.answers[:, :, YEARS.index(year)]
    if group is not None:
        group_label(group)
        answers = answers[(survey.respondents["group"] == group).to_numpy()]
    table = pd.DataFrame({"indicator_id": survey.indicators["indicator_id"].to_numpy()})
    table["asked"] = (answers != NOT_ASKED).sum(axis=0)
    table["dont_know"] = (answers == DONT_KNOW).sum(axis=0)
    for mark, name in enumerate(COUNTS, start=LOWEST):
        table[name] = (answers == mark).sum(axis=0)
    rated = table[COUNTS].sum(axis=1)
    points = sum(mark * table[name] for mark, name in enumerate(COUNTS, start=LOWEST))
    table, rated, points = table[rated > 0], rated[rated > 0], points[rated > 0]
    unknown = table["dont_know"]
    table = table.assign(
        share=unknown / table["asked"],
        mean=points / rated,
        mean_as_3=(points + MIDDLE * unknown) / (rated + unknown),
    )
    table["moved"] = table["mean_as_3"] - table["mean"]
    columns = ["indicator_id", "asked", "dont_know", "share", "mean", "mean_as_3", "moved", *COUNTS]
    return table[columns].sort_values("share", ascending=False, kind="stable", ignore_index=True)


def effect_on(survey: Survey, group: str, indicator: str | None = None, year: int = 2025) -> pd.Series:
    """One row of `dont_know_effect`; without ``indicator`` that of the question which most people did not know.

    Raises
    ------
    cgd.errors.UsageError
        For a group, year or indicator that does not exist, or one that this group was not asked.
    """
    table = dont_know_effect(survey, group, year)
    if indicator is None:
        return table.iloc[0]
    found = table[table["indicator_id"] == indicator]
    if found.empty:
        raise allowed("indicator", indicator, sorted(table["indicator_id"]))
    return found.iloc[0]


def indicator_label(survey: Survey, indicator: str) -> str:
    """Number and name of an indicator in the language in use, such as "13.05 Greenhouse-gas emissions"."""
    names = survey.indicators.set_index("indicator_id")[f"name_{language()}"]
    return f"{indicator} {names[indicator]}"


def describe_dont_know(survey: Survey, group: str, indicator: str | None = None, year: int = 2025) -> str:
    """Say what "don't know" counted as 3 does to one mean, in plain sentences. Raises as `effect_on`."""
    row = effect_on(survey, group, indicator, year)
    first = _("{group}, {indicator}. {year}.").format(
        group=group_label(group), indicator=indicator_label(survey, row["indicator_id"]), year=year_label(year)
    )
    unknown = _("{dont_know} of {asked} did not know ({share} %).").format(
        dont_know=count(int(row["dont_know"])), asked=count(int(row["asked"])), share=number(row["share"] * 100, 1)
    )
    means = _("Mean of the ratings: {mean}. With every “don't know” counted as a 3: {wrong}.").format(
        mean=number(row["mean"]), wrong=number(row["mean_as_3"])
    )
    return " ".join([first, unknown, means])
