"""Charts of one group, or one goal, beside the others and the illustrated official picture."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Transform

from cgd.language import _
from cgd.scorecard.charts.canvas import (
    DARK_ORANGE,
    INK,
    PAGE,
    WALL,
    Chart,
    Look,
    answered,
    canvas,
    colours,
    footer,
    key,
    people,
    plain,
    wall,
    wrapped,
)
from cgd.scorecard.labels import group_label, number, sdg_label, short_group, short_sdg
from cgd.scorecard.sentences import describe, describe_goal, groups_on_goal, places, year_label
from cgd.scorecard.survey import GROUPS, Survey, rating_labels


def plot_compare(survey: Survey, group: str, year: int = 2022) -> Chart:
    """Draw the mean ratings of one group beside those of all others and the illustrated official picture.

    Parameters
    ----------
    survey : Survey
        The survey, as `cgd.scorecard.load` returns it.
    group : str
        Code of the group: children, youth, women, pwd, lgbtiq or cso.
    year : int
        2022 (rating of today) or 2025 (forecast made in 2022).

    Returns
    -------
    Chart
        One row per goal; `Chart.data` is the table of `cgd.scorecard.sentences.places`.

    Raises
    ------
    cgd.errors.UsageError
        For a group or year outside the lists above.
    """
    name, others = group_label(group), _("All others")
    data = places(survey, group, year)
    question = " ".join([_("How near are six goals?"), year_label(year)])
    figure, axes = _canvas(name, question, [sdg_label(int(sdg)) for sdg in data["sdg"]])
    _marks(axes, data, PAGE)
    for row, point in enumerate(_records(data)):
        left = point.group_mean <= point.official_score
        first = row == 0
        _value(axes, point.group_mean, row, name if first else "", left=left, bold=True)
        _value(axes, point.official_score, row, _("Official picture*") if first else "", left=not left)
        # Below the group's mark nothing else is written: the left is free for the others, however the means lie.
        _value(axes, point.others_mean, row + 0.33, others if first else "", left=True)
    _places(axes, data)
    shown = f"{name}: {people(data['group_n'])}; {others}: {people(data['others_n'])}."
    footer(figure, " ".join([_("Mean of ratings from 1 to 5."), shown]), *_limits())
    words = _alt(f"{name}. {question}", describe(survey, group, year), _rows_in_words(data, name))
    return Chart(figure, words, data, partial(_on_wall, data, group))


def _marks(axes: Axes, data: pd.DataFrame, look: Look) -> None:
    """Three marks a goal: of the group, of the official picture, and under them of all others."""
    blue, orange = colours()
    for row, point in enumerate(_records(data)):
        axes.plot(point.group_mean, row, "o", color=blue, markersize=12 * look.marks, zorder=3)
        axes.plot(
            point.official_score, row, "D", color=orange, markeredgecolor=INK, markersize=10 * look.marks, zorder=2
        )
        axes.plot(
            point.others_mean, row + 0.33, "s", color="white", markeredgecolor=INK, markersize=8 * look.marks, zorder=2
        )


def _on_wall(data: pd.DataFrame, group: str) -> Figure:
    """The chart for a slide: means in columns, for beside the marks there is no room; the order at the right."""
    figure = wall(answered(people(data["group_n"] + data["others_n"])))
    blue, orange = colours()
    key(figure, 0, 0.955, ("o", blue, short_group(group)), ("s", "white", _("All others")))
    key(figure, 0, 0.865, ("D", orange, _("Official picture (illustration)")))
    axes = plain(figure.add_axes((0.285, 0.17, 0.355, 0.62)), look=WALL)
    axes.set_ylim(len(data) - 0.35, -0.6)
    axes.set_yticks(range(len(data)), [short_sdg(int(sdg)) for sdg in data["sdg"]])
    axes.set_xlim(0.9, 5.1)
    labels = rating_labels()
    axes.set_xticks(
        range(1, 6), [f"{mark} {labels[mark]}" if mark in (1, 5) else "3" if mark == 3 else "" for mark in labels]
    )
    _marks(axes, data, WALL)
    for across, mark, colour, column in (
        (1.13, "o", blue, "group_mean"), (1.38, "s", "white", "others_mean"),
        (1.67, "o", blue, "place"), (1.89, "D", orange, "official_place"),
    ):  # fmt: skip
        values = data[column] if "place" in column else data[column].map(number)
        _column(axes, (across, -0.85), (mark, colour), values, WALL)
    for across, head in ((1.255, _("Mean")), (1.78, _("Place"))):
        axes.text(across, -1.2, head, transform=_right_of(axes), size=WALL.text, color=INK, ha="center", va="bottom")
    return figure


def plot_one(survey: Survey, group: str, sdg: int, year: int = 2022) -> Chart:
    """Draw how all six groups rate one goal, with one group brought forward.

    Parameters
    ----------
    survey : Survey
        The survey, as `cgd.scorecard.load` returns it.
    group : str
        Code of the group that is brought forward.
    sdg : int
        Number of the goal: 1, 4, 5, 8, 13 or 16.
    year : int
        2022 (rating of today) or 2025 (forecast made in 2022).

    Returns
    -------
    Chart
        One row per group; `Chart.data` has the columns group, mean, n and official_score.

    Raises
    ------
    cgd.errors.UsageError
        For a group, goal or year outside the lists above.
    """
    group_label(group)
    data = groups_on_goal(survey, sdg, year)
    question = " ".join([_("How near is this goal?"), year_label(year)])
    names = [f"{group_label(point.group)}\n{people(data['n'][[row]])}" for row, point in enumerate(_records(data))]
    figure, axes = _canvas(sdg_label(sdg), question, names, bold=GROUPS.index(group))
    blue = colours()[0]
    official = float(data["official_score"].iloc[0])
    axes.axvline(official, color=DARK_ORANGE, linewidth=2, linestyle=(0, (4, 3)), zorder=1)
    _value(axes, official, -0.6, _("Official picture*"), left=False)
    for row, point in enumerate(_records(data)):
        chosen = point.group == group
        fill, edge, size = (blue, blue, 13) if chosen else ("white", INK, 9)
        axes.plot(point.mean, row, "o" if chosen else "s", color=fill, markeredgecolor=edge, markersize=size, zorder=2)
        _value(axes, point.mean, row, "", left=True, bold=chosen)
    footer(figure, _("Mean of ratings from 1 to 5."), *_limits())
    rows = " ".join(
        _("{group}: {mean}.").format(group=group_label(point.group), mean=number(point.mean))
        for point in _records(data)
    )
    return Chart(figure, _alt(f"{sdg_label(sdg)}. {question}", describe_goal(survey, group, sdg, year), rows), data)


def _records(data: pd.DataFrame) -> list[Any]:
    # Rows of mixed columns: their fields have no common type.
    return list(data.itertuples())


def _canvas(title: str, question: str, rows: list[str], bold: int | None = None) -> tuple[Figure, Axes]:
    """An empty chart: one row for each label, ratings from 1 to 5 across."""
    figure = canvas(title, question)
    axes = figure.add_axes((0.26, 0.25, 0.61, 0.635))
    axes.set_ylim(len(rows) - 0.35, -0.85)
    axes.set_yticks(range(len(rows)), [wrapped(row, 21) for row in rows], size=12, color=INK)
    if bold is not None:
        axes.get_yticklabels()[bold].set_fontweight("bold")
    axes.set_xlim(0.9, 5.3)
    marks = [f"{mark}\n{wrapped(word, 12)}" for mark, word in rating_labels().items()]
    axes.set_xticks(range(1, 6), marks, size=12, color=INK)
    axes.grid(axis="x", color="#ececec", zorder=0)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    return figure, axes


def _value(axes: Axes, value: float, row: float, name: str, *, left: bool, bold: bool = False) -> None:
    """Write a mean beside its mark, after the name of what it is."""
    # Long names take two lines. Those of the group grow upwards: below its mark stand all others.
    width = 40 if left and not bold else 20 if left else 16
    upwards = left or bold
    text = wrapped(f"{name} {number(value)}" if left else f"{number(value)} {name}", width)
    axes.annotate(
        text,
        (value, row),
        (-10 if left else 10, -7.5 if upwards else 6),
        textcoords="offset points",
        ha="right" if left else "left",
        va="bottom" if upwards else "top",
        size=12,
        weight="bold" if bold else "normal",
        color=INK,
    )


def _places(axes: Axes, data: pd.DataFrame) -> None:
    """Two columns at the right: the place of each goal for the group and in the official picture, 1 = highest."""
    blue, orange = colours()
    axes.text(1.095, -0.82, _("Place\nof six"), transform=_right_of(axes), size=11, color=INK, ha="center", va="bottom")
    for across, mark, colour, column in ((1.05, "o", blue, "place"), (1.14, "D", orange, "official_place")):
        _column(axes, (across, -0.55), (mark, colour), data[column], PAGE)


def _column(axes: Axes, head: tuple[float, float], sign: tuple[str, str], values: Iterable[object], look: Look) -> None:
    """Numbers under each other at the right of the chart, with the mark and colour of what they belong to."""
    mark, colour = sign
    axes.plot(
        *head, mark, color=colour, markeredgecolor=INK, markersize=9 * look.marks, transform=_right_of(axes),
        clip_on=False,
    )  # fmt: skip
    for row, value in enumerate(values):
        axes.text(
            head[0], row, str(value), transform=_right_of(axes), size=look.text, color=INK, ha="center", va="center"
        )


def _right_of(axes: Axes) -> Transform:
    # Across in parts of the chart's width, down in rows.
    return axes.get_yaxis_transform()


def _limits() -> tuple[str, str]:
    return (
        _("Synthetic data: nobody in them is real. Read the order, not the distance to the official picture."),
        _("* Official picture: an illustration made for this course, not an official figure."),
    )


def _rows_in_words(data: pd.DataFrame, name: str) -> str:
    template = _("{sdg}: {group} {mean}, all others {others}, official picture {official}.")
    return " ".join(
        template.format(
            sdg=sdg_label(int(point.sdg)),
            group=name,
            mean=number(point.group_mean),
            others=number(point.others_mean),
            official=number(point.official_score),
        )
        for point in _records(data)
    )


def _alt(title: str, gist: str, rows: str) -> str:
    limits = _("Synthetic data; recruitment through organisations; the official picture is an illustration.")
    return " ".join(f"{title}. {gist} {rows} {limits}".split())
