"""Chart of one question: its ratings, its "don't know", and the two means."""

from functools import partial
from textwrap import shorten

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cgd.language import _
from cgd.scorecard.charts.canvas import (
    INK,
    PAGE,
    WALL,
    Chart,
    Look,
    alternative,
    answered,
    canvas,
    colours,
    footer,
    key,
    people,
    plain,
    synthetic,
    wall,
    wrapped,
)
from cgd.scorecard.dont_know import COUNTS, MIDDLE, describe_dont_know, effect_on, indicator_label
from cgd.scorecard.labels import count, group_label, number
from cgd.scorecard.sentences import year_label
from cgd.scorecard.survey import HIGHEST, LOWEST, Survey, rating_labels

MARKS = range(LOWEST, HIGHEST + 1)


def plot_dont_know(survey: Survey, group: str, indicator: str | None = None, year: int = 2025) -> Chart:
    """Draw the ratings of one question, and where "don't know" would land if it were written as 3.

    Parameters
    ----------
    group
        Code of the group.
    indicator
        Number such as "13.05"; without it the question which most people of the group did not know.
    year
        2022, or 2025 (the forecast made in 2022).

    Returns
    -------
    Chart
        `Chart.data` is the one row of `cgd.scorecard.dont_know.dont_know_effect`, as a table.

    Raises
    ------
    cgd.errors.UsageError
        As `cgd.scorecard.dont_know.effect_on`.
    """
    row = effect_on(survey, group, indicator, year)
    title = _("Ratings of one question, and its “don't know”")
    question = f"{group_label(group)}. {indicator_label(survey, row['indicator_id'])}. {year_label(year)}."
    figure = canvas(title, wrapped(question, 88))
    axes = plain(figure.add_axes((0.09, 0.31, 0.86, 0.5)), "y")
    _bars(axes, row, _("{real} true 3\n+ {unknown} don't know"), PAGE)
    labels = rating_labels()
    axes.set_xticks(list(MARKS), [wrapped(f"{mark} {labels[mark]}", 14) for mark in MARKS])
    for place, (text, weight) in enumerate(_means(row)):
        figure.text(0.09 + 0.43 * place, 0.175, text, size=13, weight=weight, color=INK, va="center")
    what = _("{asked} were asked. Those who refused are in neither mean.").format(asked=count(int(row["asked"])))
    footer(figure, what, synthetic())
    said = describe_dont_know(survey, group, row["indicator_id"], year)
    bars = "; ".join(
        _("{mark}: {n}").format(mark=f"{mark} {labels[mark]}", n=count(n))
        for mark, n in zip(MARKS, _counts(row), strict=True)
    )
    data = pd.DataFrame([row]).reset_index(drop=True)
    return Chart(figure, alternative(title, f"{said} {bars}."), data, partial(_on_wall, survey, row))


def _counts(row: pd.Series) -> list[int]:
    return [int(row[column]) for column in COUNTS]


def _bars(axes: Axes, row: pd.Series, over: str, look: Look) -> None:
    """One bar a mark, and on the middle one what it would hold too much, with ``over`` written on top."""
    axes.grid(visible=False)
    counts, unknown = _counts(row), int(row["dont_know"])
    blue, orange = colours()
    axes.bar(MARKS, counts, color=blue, width=0.62)
    middle = counts[MIDDLE - LOWEST]
    axes.bar(MIDDLE, unknown, bottom=middle, color=orange, edgecolor=INK, linewidth=1.2, hatch="//", width=0.62)
    top = max(*counts, middle + unknown)
    axes.set_ylim(0, top * 1.1)
    axes.set_yticks([])
    axes.set_xlim(LOWEST - 0.6, HIGHEST + 0.6)
    for mark, n in zip(MARKS, counts, strict=True):
        if mark != MIDDLE:
            axes.text(mark, n + top * 0.02, count(n), size=look.text, color=INK, ha="center", va="bottom")
    text = over.format(real=count(middle), unknown=count(unknown))
    axes.text(MIDDLE, middle + unknown + top * 0.02, text, size=look.text, color=INK, ha="center", va="bottom")


def _means(row: pd.Series) -> list[tuple[str, str]]:
    return [
        (_("Mean of the ratings: {mean}").format(mean=number(row["mean"])), "bold"),
        (_("With don't know as 3: {mean} (wrong)").format(mean=number(row["mean_as_3"])), "normal"),
    ]


def _on_wall(survey: Survey, row: pd.Series) -> Figure:
    figure = wall(answered(people(pd.Series([row["asked"]]))))
    question = shorten(indicator_label(survey, row["indicator_id"]), 56, placeholder=" …")
    figure.text(0.005, 0.99, question, size=WALL.text, color=INK, va="top")
    blue, orange = colours()
    key(figure, 0, 0.85, ("s", blue, _("Ratings")), ("s", orange, _("Don't know, written as 3")))
    axes = plain(figure.add_axes((0, 0.25, 0.6, 0.5)), "y", WALL)
    _bars(axes, row, "{real} + {unknown}", WALL)
    labels = rating_labels()
    ends = (LOWEST, HIGHEST)
    axes.set_xticks(list(MARKS), [f"{mark}\n{labels[mark]}" if mark in ends else str(mark) for mark in MARKS])
    for up, (text, weight) in zip((0.62, 0.36), _means(row), strict=True):
        figure.text(0.64, up, wrapped(text, 20), size=WALL.text, weight=weight, color=INK, va="center")
    return figure
