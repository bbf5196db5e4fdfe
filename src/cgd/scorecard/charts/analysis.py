"""Charts for the questions of analysis: how ratings are spread, gaps, the gain to 2025, weights, and what survives."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from cgd.language import _
from cgd.scorecard.charts.canvas import (
    DARK_ORANGE,
    INK,
    Chart,
    alternative,
    canvas,
    colours,
    footer,
    ink_on,
    people,
    plain,
    synthetic,
    wrapped,
)
from cgd.scorecard.estimate import change, count_ratings, gaps
from cgd.scorecard.labels import count, group_label, number, sdg_label
from cgd.scorecard.sentences import year_label
from cgd.scorecard.survey import GROUPS, HIGHEST, LOWEST, Survey, rating_labels
from cgd.scorecard.weights import design_effect, effective_n, settings

LEFT, WIDTH = 0.27, 0.64  # of the figure
# From 1 to 5: brown over grey to blue-green (ColorBrewer BrBG), apart for every common kind of colour blindness.
RATING_FILLS = ("#8c510a", "#d8b365", "#f5f5f5", "#5ab4ac", "#01665e")


def plot_distribution(survey: Survey, group: str | None = None, year: int = 2022) -> Chart:
    """Draw how the ratings 1 to 5 are spread on each goal (FIG16), of one group or of everybody.

    Returns
    -------
    Chart
        One bar a goal; `Chart.data` has sdg, n (respondents) and the shares 1 to 5 (per cent).

    Raises
    ------
    UsageError
        The group or year does not exist.
    """
    name = _("All respondents") if group is None else group_label(group)
    part = survey if group is None else survey.part(survey.respondents["group"] == group)
    found = count_ratings(part, "group", year, "sdg")
    counts, n = found.counts.sum(axis=0), found.n.sum(axis=0)
    shares = counts / counts.sum(axis=1, keepdims=True) * 100
    data = pd.DataFrame(shares, columns=list(range(LOWEST, HIGHEST + 1)))
    data.insert(0, "sdg", found.items)
    data.insert(1, "n", n)
    question = " ".join([_("How are the ratings spread?"), year_label(year)])
    figure = canvas(name, question)
    axes = plain(figure.add_axes((LEFT, 0.19, WIDTH, 0.58)))
    axes.grid(visible=False)
    axes.set_xlim(0, 100)
    axes.set_xticks([])
    axes.set_ylim(len(data) - 0.45, -0.55)
    axes.set_yticks(range(len(data)), [wrapped(sdg_label(int(sdg)), 22) for sdg in data["sdg"]])
    for row in range(len(data)):
        start = 0.0
        for mark, fill in zip(range(LOWEST, HIGHEST + 1), RATING_FILLS, strict=True):
            share = float(data[mark].iloc[row])
            axes.barh(row, share, left=start, color=fill, edgecolor=INK, linewidth=0.8, height=0.68)
            if share >= 4:
                axes.text(
                    start + share / 2, row, number(share, 0), size=12, color=ink_on(fill), ha="center", va="center"
                )
            start += share
    labels = rating_labels()
    for place, (mark, fill) in enumerate(zip(labels, RATING_FILLS, strict=True)):
        across = LEFT - 0.02 + place * 0.142
        legend = figure.add_axes((across, 0.815, 0.025, 0.03))
        legend.barh(0, 1, color=fill, edgecolor=INK, linewidth=0.8)
        legend.set_axis_off()
        figure.text(across + 0.03, 0.83, wrapped(f"{mark} {labels[mark]}", 13), size=10.5, color=INK, va="center")
    what = _("Per cent of the ratings; don't know and refused are not among them. {people}.").format(
        people=people(data["n"])
    )
    footer(figure, what, synthetic())
    row_text = _("{sdg}: {low} % at 1 or 2, {middle} % at 3, {high} % at 4 or 5.")
    rows = " ".join(
        row_text.format(
            sdg=sdg_label(int(row["sdg"])), low=number(row[1] + row[2], 0), middle=number(row[3], 0),
            high=number(row[4] + row[5], 0),
        )
        for _place, row in data.iterrows()
    )  # fmt: skip
    return Chart(figure, alternative(f"{name}. {question}", rows), data)


def plot_gaps(survey: Survey, group: str, year: int = 2022) -> Chart:
    """Draw how far one group is from all others on each goal, with the size of the gap (FIG17).

    Returns
    -------
    Chart
        One row a goal; `Chart.data` has the rows of `cgd.scorecard.estimate.gaps` of the group.
    """
    name = group_label(group)
    data = gaps(survey, year=year)
    data = data[data["group"] == group].reset_index(drop=True)
    question = " ".join([_("How far from all others?"), year_label(year)])
    figure = canvas(name, question)
    axes = plain(figure.add_axes((LEFT, 0.2, 0.52, 0.6)))
    blue = colours()[0]
    axes.axvline(0, color=INK, linewidth=1.5)
    axes.hlines(range(len(data)), 0, data["gap"], color=blue, linewidth=4)
    axes.plot(data["gap"], range(len(data)), "o", color=blue, markersize=12, zorder=3)
    axes.set_yticks(range(len(data)), [wrapped(sdg_label(int(sdg)), 22) for sdg in data["item"]])
    axes.set_ylim(len(data) - 0.4, -0.9)
    widest = max(float(data["gap"].abs().max()) * 1.5, 0.1)
    axes.set_xlim(-widest, widest)
    axes.tick_params(axis="x", labelsize=11)
    axes.set_xlabel(_("Points of difference: below 0 the group sees less progress"), size=12, color=INK)
    for row, point in enumerate(data.itertuples()):
        left = point.gap < 0
        axes.annotate(
            _signed(point.gap), (point.gap, row), (-12 if left else 12, 0), textcoords="offset points", size=12,
            color=INK, ha="right" if left else "left", va="center",
        )  # fmt: skip
        axes.text(1.16, row, _signed(point.cliffs_delta), transform=axes.get_yaxis_transform(), size=12, color=INK,
                  ha="center", va="center")  # fmt: skip
    axes.text(
        1.16,
        -0.75,
        "Cliff's\ndelta",
        transform=axes.get_yaxis_transform(),
        size=11,
        color=INK,
        ha="center",
        va="bottom",
    )
    what = _("{group}: {people}; all others: {others}. Cliff's delta: -1 to 1, 0 = no difference.").format(
        group=name, people=people(data["n"]), others=people(data["others_n"])
    )
    footer(figure, what, synthetic())
    rows = " ".join(
        _("{sdg}: {gap} points, Cliff's delta {delta}.").format(
            sdg=sdg_label(int(point.item)), gap=_signed(point.gap), delta=_signed(point.cliffs_delta)
        )
        for point in data.itertuples()
    )
    return Chart(figure, alternative(f"{name}. {question}", rows), data)


def plot_change(survey: Survey) -> Chart:
    """Draw the rating of 2022 and the forecast for 2025 of each group, and what "per cent better" can mean (FIG18).

    Both marks were given on the same day in 2022: an expectation, no trend.

    Returns
    -------
    Chart
        One arrow a group; `Chart.data` is the table of `cgd.scorecard.estimate.change`.
    """
    data = change(survey)
    order = {group: place for place, group in enumerate(GROUPS)}
    data = data.sort_values("group", key=lambda names: names.map(order), ignore_index=True)
    title, question = _("From 2022 to 2025"), _("What do they expect? Both marks were given in 2022.")
    figure = canvas(title, question)
    axes = plain(figure.add_axes((0.25, 0.2, 0.31, 0.58)))
    blue = colours()[0]
    for row, point in enumerate(data.itertuples()):
        axes.annotate(
            "", (point.mean_2025, row), (point.mean_2022, row), arrowprops={"arrowstyle": "-|>", "color": blue, "lw": 3}
        )
        for value, side in ((point.mean_2022, -1), (point.mean_2025, 1)):
            axes.annotate(
                number(value), (value, row), (side * 8, 0), textcoords="offset points", size=12, color=INK,
                ha="right" if side < 0 else "left", va="center",
            )  # fmt: skip
    axes.set_yticks(range(len(data)), [wrapped(group_label(group), 22) for group in data["group"]])
    axes.set_ylim(len(data) - 0.4, -0.6)
    low, high = float(data["mean_2022"].min()), float(data["mean_2025"].max())
    axes.set_xlim(low - 0.4, high + 0.4)
    axes.tick_params(axis="x", labelsize=11)
    heads = {
        "gain": _("Points\nin three\nyears"), "of_maximum": _("% of the\nmaximum\n5"),
        "of_mean": _("% of\nthe mean\nof 2022"),
        "of_range": _("% of the\nrange\n1 to 5"),
    }  # fmt: skip
    for place, (column, head) in enumerate(heads.items()):
        across = 1.16 + 0.31 * place
        axes.text(
            across, -0.7, head, transform=axes.get_yaxis_transform(), size=11, color=INK, ha="center", va="bottom"
        )
        for row, value in enumerate(data[column]):
            shown = number(value) if column == "gain" else number(value, 1)
            axes.text(
                across, row, shown, transform=axes.get_yaxis_transform(), size=12, color=INK, ha="center", va="center"
            )
    what = _("Mean of ratings from 1 to 5 of items rated for both years. {people}. An expectation, no trend.").format(
        people=people(data["n"])
    )
    footer(figure, what, synthetic())
    row_text = _("{group}: from {first} to {last}, {gain} points in three years, {share} % of the maximum 5.")
    rows = " ".join(
        row_text.format(
            group=group_label(point.group), first=number(point.mean_2022), last=number(point.mean_2025),
            gain=number(point.gain), share=number(point.of_maximum, 1),
        )
        for point in data.itertuples()
    )  # fmt: skip
    return Chart(figure, alternative(f"{title}. {question}", rows), data)


def plot_weights(weights: ArrayLike) -> Chart:
    """Draw how unequal weights are, with the limits of trimming and what the weights cost (FIG14, FIG15).

    Parameters
    ----------
    weights
        One a respondent; missing ones are left out.

    Returns
    -------
    Chart
        `Chart.data` has the column weight, as multiples of the mean.
    """
    values = np.asarray(weights, dtype=float)
    values = values[np.isfinite(values)]
    values = values / values.mean()
    low, high = (float(settings()["trimming"][name]["value"]) for name in ("low", "high"))
    title, question = _("Weights"), _("How many people does one answer stand for, compared with the average?")
    figure = canvas(title, question, (9.0, 5.6))
    axes = plain(figure.add_axes((0.1, 0.3, 0.84, 0.46)), "y")
    blue = colours()[0]
    axes.hist(values, bins=np.linspace(0, max(high * 1.1, values.max()), 34).tolist(), color=blue, edgecolor="white")
    for limit in (low, high):
        axes.axvline(limit, color=INK, linewidth=2, linestyle=(0, (4, 3)))
        axes.text(limit, axes.get_ylim()[1] * 1.03, number(limit, 1), size=11, color=INK, ha="center", va="bottom")
    axes.set_xlabel(_("Weight (1 = the mean); broken lines: limits of trimming"), size=12, color=INK)
    axes.set_ylabel(_("Respondents"), size=12, color=INK)
    axes.tick_params(labelsize=11)
    text = _("Design effect {effect}: {n} people tell as much as {effective} with equal weights.").format(
        effect=number(design_effect(values)), n=count(len(values)), effective=count(round(effective_n(values)))
    )
    footer(figure, text, _("Weights mend who is in the sample, not how people were recruited."))
    spread = _("From {low} to {high} times the mean.").format(low=number(values.min()), high=number(values.max()))
    return Chart(figure, alternative(f"{title}. {question}", f"{spread} {text}"), pd.DataFrame({"weight": values}))


def plot_sensitivity(table: pd.DataFrame) -> Chart:
    """Draw the range of each group's mean over all ways of computing it (FIG23).

    Parameters
    ----------
    table
        As `cgd.scorecard.estimate.sensitivity` returns it.

    Returns
    -------
    Chart
        One line a group; `Chart.data` has group, as_is, low, high (points).
    """
    means = table[table["shift"].notna()]
    found = means.groupby("group")["value"].agg(low="min", high="max")
    as_is = table[table["variant"] == "as_is"].set_index("group")["value"]
    data = found.assign(as_is=as_is).sort_values("as_is", ascending=False).reset_index()
    variants = means["variant"].nunique()
    title, question = _("Does the message survive?"), _("The means of 2022, computed in {n} ways.").format(n=variants)
    figure = canvas(title, question, (9.0, 5.6))
    axes = plain(figure.add_axes((LEFT, 0.28, WIDTH, 0.54)))
    blue = colours()[0]
    axes.hlines(range(len(data)), data["low"], data["high"], color=DARK_ORANGE, linewidth=7)
    axes.plot(data["as_is"], range(len(data)), "o", color=blue, markersize=11, zorder=3)
    axes.set_yticks(range(len(data)), [wrapped(group_label(str(group)), 22) for group in data["group"]])
    axes.set_ylim(len(data) - 0.4, -0.6)
    axes.set_xlim(float(data["low"].min()) - 0.06, float(data["high"].max()) + 0.12)
    axes.tick_params(axis="x", labelsize=11)
    for row, point in enumerate(data.itertuples()):
        text = _("{low} to {high}").format(low=number(point.low), high=number(point.high))
        axes.annotate(text, (point.high, row), (10, 0), textcoords="offset points", size=12, color=INK, va="center")
    footer(figure, _("Dot: as it is. Line: lowest to highest mean of all ways. It is no margin of error."), synthetic())
    row_text = _("{group}: {mean} as it is, {low} to {high} over all ways.")
    rows = " ".join(
        row_text.format(
            group=group_label(str(point.group)),
            mean=number(point.as_is),
            low=number(point.low),
            high=number(point.high),
        )
        for point in data.itertuples()
    )
    return Chart(figure, alternative(f"{title} {question}", rows), data)


def _signed(value: float) -> str:
    # A true minus sign, as wide as the plus.
    return ("−" if value < 0 else "+") + number(abs(value))
