"""Chart of one question: its ratings, its "don't know", and the two means."""

import pandas as pd

from cgd.language import _
from cgd.scorecard.charts.canvas import (
    INK,
    Chart,
    alternative,
    canvas,
    colours,
    footer,
    plain,
    synthetic,
    wrapped,
)
from cgd.scorecard.dont_know import COUNTS, MIDDLE, describe_dont_know, effect_on, indicator_label
from cgd.scorecard.labels import count, group_label, number
from cgd.scorecard.sentences import year_label
from cgd.scorecard.survey import HIGHEST, LOWEST, Survey, rating_labels


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
    axes.grid(visible=False)
    marks = range(LOWEST, HIGHEST + 1)
    counts = [int(row[column]) for column in COUNTS]
    unknown = int(row["dont_know"])
    blue, orange = colours()
    axes.bar(marks, counts, color=blue, width=0.62)
    middle = counts[MIDDLE - LOWEST]
    axes.bar(MIDDLE, unknown, bottom=middle, color=orange, edgecolor=INK, linewidth=1.2, hatch="//", width=0.62)
    top = max(*counts, middle + unknown)
    axes.set_ylim(0, top * 1.1)
    axes.set_yticks([])
    labels = rating_labels()
    axes.set_xticks(list(marks), [wrapped(f"{mark} {labels[mark]}", 14) for mark in marks])
    axes.set_xlim(LOWEST - 0.6, HIGHEST + 0.6)
    for mark, n in zip(marks, counts, strict=True):
        if mark != MIDDLE:
            axes.text(mark, n + top * 0.02, count(n), size=12, color=INK, ha="center", va="bottom")
    over = _("{real} true 3\n+ {unknown} don't know").format(real=count(middle), unknown=count(unknown))
    axes.text(MIDDLE, middle + unknown + top * 0.02, over, size=12, color=INK, ha="center", va="bottom")
    means = [
        (_("Mean of the ratings: {mean}").format(mean=number(row["mean"])), "bold"),
        (_("With don't know as 3: {mean} (wrong)").format(mean=number(row["mean_as_3"])), "normal"),
    ]
    for place, (text, weight) in enumerate(means):
        figure.text(0.09 + 0.43 * place, 0.175, text, size=13, weight=weight, color=INK, va="center")
    what = _("{asked} were asked. Those who refused are in neither mean.").format(asked=count(int(row["asked"])))
    footer(figure, what, synthetic())
    said = describe_dont_know(survey, group, row["indicator_id"], year)
    bars = "; ".join(
        _("{mark}: {n}").format(mark=f"{mark} {labels[mark]}", n=count(n))
        for mark, n in zip(marks, counts, strict=True)
    )
    return Chart(figure, alternative(title, f"{said} {bars}."), pd.DataFrame([row]).reset_index(drop=True))
