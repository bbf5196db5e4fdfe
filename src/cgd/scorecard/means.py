"""Unweighted means of ratings, the way the published figures are made."""

import pandas as pd

from cgd.errors import CgdError
from cgd.language import _, allowed
from cgd.scorecard.labels import group_label, sdg_label
from cgd.scorecard.survey import GROUPS, SDGS, YEARS, Survey


def group_means(survey: Survey, year: int = 2022) -> pd.DataFrame:
    """Mean rating of each group: the mean over the six SDGs of the SDG's mean rating.

    Children answer fewer questions; giving each SDG the same weight makes the groups comparable. Which estimator the
    report used is not known; this one is ours (`H(g, y)` in the data sheet).

    Returns
    -------
    DataFrame
        Columns group, mean (points, 1 to 5), n (respondents); one row a group.
    """
    _known_year(year)
    valid = _valid(survey, year, ["group", "sdg"])
    by_sdg = valid.groupby(["group", "sdg"])["rating"].mean().unstack("sdg")
    n = survey.respondents.groupby("group")["respondent_id"].nunique()
    groups = [group for group in GROUPS if group in n.index]
    means = by_sdg.reindex(index=groups, columns=list(SDGS)).mean(axis=1, skipna=False)
    return pd.DataFrame({"group": groups, "mean": means.to_numpy(), "n": n.reindex(groups).to_numpy()})


def pooled_means(survey: Survey, by: str | list[str], year: int = 2022) -> pd.Series:
    """Mean of all valid ratings of one year in each slice, every rating counting the same (`M(x, y)`)."""
    _known_year(year)
    columns = [by] if isinstance(by, str) else by
    return _valid(survey, year, columns).groupby(by)["rating"].mean()


def compare(survey: Survey, group: str, year: int = 2022) -> pd.DataFrame:
    """How one group sees each SDG, beside all others and beside the official picture.

    Returns
    -------
    DataFrame
        One row an SDG: sdg, group_mean, group_n, others_mean, others_n (means of valid ratings, points; n =
        respondents with at least one rating), official_score (an illustration, ours), gap_to_official and gap_to_others
        (the group's mean minus the other; negative = the group sees less progress). Not rounded.

    Raises
    ------
    UsageError
        The group or the year does not exist.
    CgdError
        The group, or all others, gave no rating of an SDG.
    """
    if group not in GROUPS:
        raise allowed("group", group, GROUPS)
    _known_year(year)
    valid = _valid(survey, year, ["respondent_id", "group", "sdg"])
    inside = valid["group"] == group
    table = pd.DataFrame({"sdg": SDGS}).set_index("sdg")
    for name, who, rows in (("group", group_label(group), valid[inside]), ("others", _("All others"), valid[~inside])):
        by_sdg = rows.groupby("sdg")
        table[f"{name}_mean"] = by_sdg["rating"].mean()
        table[f"{name}_n"] = by_sdg["respondent_id"].nunique().reindex(table.index, fill_value=0)
        unrated = table.index[table[f"{name}_n"] == 0]
        if len(unrated):
            raise no_rating(who, int(unrated[0]), year)
    table["official_score"] = survey.official.set_index("sdg")["score"]
    table["gap_to_official"] = table["group_mean"] - table["official_score"]
    table["gap_to_others"] = table["group_mean"] - table["others_mean"]
    return table.reset_index()


def no_rating(who: str, sdg: int, year: int) -> CgdError:
    """The error for data in which somebody who is to be shown gave no rating of a goal."""
    return CgdError(
        _("{who}: these data have no rating of {sdg} for {year}. Take data that all six groups answered.").format(
            who=who, sdg=sdg_label(sdg), year=year
        )
    )


def _valid(survey: Survey, year: int, columns: list[str]) -> pd.DataFrame:
    """Some columns of one year's rows that have a rating, and the rating as a float."""
    ratings = survey.ratings
    rows = ratings.loc[(ratings["year"] == year) & ratings["rating"].notna(), [*columns, "rating"]]
    return rows.astype({"rating": "float64"})


def _known_year(year: int) -> None:
    if year not in YEARS:
        raise allowed("year", year, YEARS)
