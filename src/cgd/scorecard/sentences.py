"""What the numbers say, in plain sentences computed from the data, in the language in use.

Ratings and the illustrated official picture are compared by the order of the goals, never by distance: a mean of
opinions and a status word turned into a mark are not the same quantity (`book/data.md`).
"""

from typing import Any

import pandas as pd

from cgd.language import _, allowed
from cgd.scorecard.labels import count, group_label, number, rounded, sdg_label
from cgd.scorecard.means import compare, no_rating
from cgd.scorecard.survey import GROUPS, SDGS, YEARS, Survey


def year_label(year: int) -> str:
    """What the ratings of a year are: 2022 is a rating of that year, 2025 a forecast made in 2022."""
    if year == 2022:
        return _("Rating of 2022")
    return _("Forecast for {year}, made in 2022").format(year=year)


def places(survey: Survey, group: str, year: int = 2022) -> pd.DataFrame:
    """The table of `compare` with the place of each goal, 1 (highest mean) to 6 (lowest).

    Means that are equal to two decimals share the better place: nobody should read an order into the third decimal.

    Returns
    -------
    pandas.DataFrame
        The columns of `compare`, then place (in the group's order), official_place (in the illustration's order) and
        moved (places further down for the group than in the illustration; negative: further up).

    Raises
    ------
    cgd.errors.UsageError
        For a group or year that does not exist.
    """
    table = compare(survey, group, year)
    for column, marks in (("place", "group_mean"), ("official_place", "official_score")):
        table[column] = table[marks].map(rounded).astype(float).rank(ascending=False, method="min").astype(int)
    table["moved"] = table["place"] - table["official_place"]
    return table


def groups_on_goal(survey: Survey, sdg: int, year: int = 2022) -> pd.DataFrame:
    """Mean rating of one goal in each of the six groups.

    Returns
    -------
    pandas.DataFrame
        One row a group: group, mean (points, 1 to 5), n (respondents with at least one rating), official_score (an
        illustration, ours).

    Raises
    ------
    cgd.errors.UsageError
        For a goal or year that does not exist.
    cgd.errors.CgdError
        A group gave no rating of the goal.
    """
    if sdg not in SDGS:
        raise allowed("SDG", sdg, SDGS)
    if year not in YEARS:
        raise allowed("year", year, YEARS)
    ratings = survey.ratings
    valid = ratings[(ratings["sdg"] == sdg) & (ratings["year"] == year) & ratings["rating"].notna()].groupby("group")
    table = pd.DataFrame({"mean": valid["rating"].mean().astype(float), "n": valid["respondent_id"].nunique()})
    for group in GROUPS:
        if group not in table.index:
            raise no_rating(group_label(group), sdg, year)
    official = survey.official.set_index("sdg")["score"]
    return table.reindex(list(GROUPS)).assign(official_score=float(official[sdg])).reset_index()


def describe(survey: Survey, group: str, year: int = 2022) -> str:
    """Say where a group places the six goals, beside the illustrated official picture and beside all others.

    Parameters
    ----------
    survey : Survey
        The survey, as `cgd.scorecard.load` returns it.
    group : str
        Code of the group.
    year : int
        2022 or 2025.

    Returns
    -------
    str
        Three sentences, one a line.

    Raises
    ------
    cgd.errors.UsageError
        For a group or year that does not exist.
    """
    table = places(survey, group, year)
    means = table["group_mean"].map(rounded)
    ends = _("{group}: highest mean rating for {high} ({high_mean} of 5), lowest for {low} ({low_mean} of 5).").format(
        group=group_label(group),
        high=", ".join(sdg_label(int(sdg)) for sdg in table["sdg"][means == means.max()]),
        high_mean=number(table["group_mean"].max()),
        low=", ".join(sdg_label(int(sdg)) for sdg in table["sdg"][means == means.min()]),
        low_mean=number(table["group_mean"].min()),
    )
    return "\n".join([ends, _beside_official(table), _beside_others(table)])


def describe_goal(survey: Survey, group: str, sdg: int, year: int = 2022) -> str:
    """Say where a group stands among the six on one goal, in one sentence. Raises as `groups_on_goal`."""
    name = group_label(group)
    means = groups_on_goal(survey, sdg, year).set_index("group")["mean"].map(rounded)
    place = int((means > means[group]).sum()) + 1
    return _("{group}: {mean} of 5 on {sdg}; place {place} of 6 groups, from the highest to the lowest mean.").format(
        group=name, mean=number(means[group]), sdg=sdg_label(sdg), place=place
    )


def toolkit_draft(survey: Survey, group: str, sdg: int | None = None, year: int = 2022) -> str:
    """First words for the Toolkit questions B1, B4 and B6, from the data; what only people know is left open in [ ].

    Parameters
    ----------
    survey : Survey
        The survey, as `cgd.scorecard.load` returns it.
    group : str
        Code of the group.
    sdg : int, optional
        Number of the goal to write about; without it, the goal that stands furthest below its place in the
        illustrated official picture.
    year : int
        2022 or 2025.

    Returns
    -------
    str
        Three paragraphs, each starting with the number of its question.

    Raises
    ------
    cgd.errors.UsageError
        For a group, goal or year that does not exist.
    """
    if sdg is not None and sdg not in SDGS:
        raise allowed("SDG", sdg, SDGS)
    table = places(survey, group, year)
    goal = table.iloc[_furthest_down(table)] if sdg is None else table[table["sdg"] == sdg].iloc[0]
    facts: dict[str, Any] = {
        "group": group_label(group),
        "sdg": _goal(goal),
        "mean": _mean(goal),
        "n": count(int(goal["group_n"])),
        "others": number(goal["others_mean"]),
        "others_n": count(int(goal["others_n"])),
        "place": int(goal["place"]),
        "year": year_label(year),
    }
    problem = _(
        "B1. {group}: those who answered put {sdg} at place {place} of six goals. We want to know why. "
        "Who needs the answer: [name the office and the person]."
    )
    gap = _(
        "B4. {year}, synthetic training data. {group}: mean {mean} of 5 on {sdg} (n = {n}). All others: mean {others} "
        "(n = {others_n}). Those who answered were recruited through organisations. Official data that we checked: "
        "[title, year, address]. What they do not show about this group: [your words]."
    )
    unfit = _(
        "B6. Not suitable for: (1) what this group in all of Viet Nam thinks, because nobody was drawn at "
        "random; (2) the value of an official indicator, because a rating is an opinion on progress."
    )
    return "\n\n".join(text.format(**facts) for text in (problem, gap, unfit))


def _beside_official(table: pd.DataFrame) -> str:
    goal = table.iloc[_furthest_down(table)]
    if goal["moved"] <= 0:
        return _("No goal stands lower in this order than in the illustrated official picture.")
    return _("{sdg} is at place {place} of six here, at place {official} in the illustrated official picture.").format(
        sdg=_goal(goal), place=int(goal["place"]), official=int(goal["official_place"])
    )


def _furthest_down(table: pd.DataFrame) -> int:
    """Position of the goal that moves down most; of several, the one where the group is furthest below all others."""
    ordered = table.reset_index(drop=True).sort_values(["moved", "gap_to_others"], ascending=[False, True])
    return int(ordered.index[0])


def _beside_others(table: pd.DataFrame) -> str:
    low, high = table.iloc[table["gap_to_others"].argmin()], table.iloc[table["gap_to_others"].argmax()]
    return _(
        "Compared with all others: from {low} ({low_mean} against {low_others}) at the low end "
        "to {high} ({high_mean} against {high_others}) at the high end."
    ).format(
        low=_goal(low),
        low_mean=_mean(low),
        low_others=number(low["others_mean"]),
        high=_goal(high),
        high_mean=_mean(high),
        high_others=number(high["others_mean"]),
    )


def _goal(row: pd.Series) -> str:
    return sdg_label(int(row["sdg"]))


def _mean(row: pd.Series) -> str:
    return number(row["group_mean"])
