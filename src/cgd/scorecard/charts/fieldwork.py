"""Charts for the questions of fieldwork: who did not answer, and what interviewers, clocks and ages tell."""

from functools import partial

import numpy as np
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
    ink_on,
    key,
    people,
    plain,
    synthetic,
    wall,
    wrapped,
)
from cgd.scorecard.checks import age_heaping, durations, interviewer_means, plan_against_reality, read_limits
from cgd.scorecard.checks.duration import minutes
from cgd.scorecard.checks.nonresponse import answer_counts
from cgd.scorecard.labels import count, group_label, number
from cgd.scorecard.survey import AREAS, GROUPS, Survey, area_labels

LEFT, WIDTH = 0.26, 0.66  # of the figure


def plot_nonresponse(survey: Survey) -> Chart:
    """Draw which part of the questions each group did not rate, and why (FIG04).

    Returns
    -------
    Chart
        One bar a group; `Chart.data` has the columns group, asked (questions), dont_know, refused, missing (per cent).
    """
    data = _nonresponse(survey)
    kinds = _kinds()
    figure = canvas(_("Questions without a rating"), _("What part of the questions was not rated, and why?"))
    axes = plain(figure.add_axes((LEFT, 0.22, WIDTH, 0.58)))
    fills = _parts(axes, data, _("Per cent of the questions asked"), PAGE)
    for across, (kind, fill) in zip((LEFT, LEFT + 0.2, LEFT + 0.4), fills.items(), strict=True):
        figure.text(across, 0.845, "■", size=14, color=fill, va="center")
        figure.text(across + 0.03, 0.845, wrapped(kinds[kind], 22), size=12, color=INK, va="center")
    footer(figure, _("Questions asked: {questions}.").format(questions=count(int(data["asked"].sum()))), synthetic())
    row_text = _("{group}: {dont_know} % don't know, {refused} % refused, {missing} % no usable answer.")
    rows = " ".join(
        row_text.format(
            group=group_label(row.group),
            dont_know=number(row.dont_know, 1),
            refused=number(row.refused, 1),
            missing=number(row.missing, 1),
        )
        for row in data.itertuples()
    )
    words = alternative(_("Questions without a rating"), rows)
    return Chart(figure, words, data, partial(_nonresponse_on_wall, data))


def _kinds() -> dict[str, str]:
    return {"dont_know": _("Don't know"), "refused": _("Refused"), "missing": _("No usable answer")}


def _parts(axes: Axes, data: pd.DataFrame, unit: str, look: Look) -> dict[str, str]:
    """One bar a group, of one part a kind; returns the colour of each kind."""
    axes.set_ylim(len(data) - 0.4, -0.6)
    axes.set_yticks(range(len(data)), [look.group(group) for group in data["group"]])
    blue, orange = colours()
    fills = dict(zip(_kinds(), (blue, orange, "#595959"), strict=True))
    total = data[list(fills)].sum(axis=1)
    axes.set_xlim(0, max(float(total.max()) * 1.25, 1.0))
    axes.set_xlabel(unit, size=look.text, color=INK)
    for row in range(len(data)):
        start = 0.0
        for kind, fill in fills.items():
            part = float(data[kind].iloc[row])
            axes.barh(row, part, left=start, color=fill, edgecolor="white", linewidth=1.5, height=0.62)
            if part > 0.11 * axes.get_xlim()[1]:
                axes.text(
                    start + part / 2, row, number(part, 1), size=look.text, color=ink_on(fill), ha="center", va="center"
                )
            start += part
        axes.text(start, row, f"  {number(start, 1)} %", size=look.text, weight="bold", color=INK, va="center")
    return fills


def _nonresponse_on_wall(data: pd.DataFrame) -> Figure:
    figure = wall(answered())
    axes = plain(figure.add_axes((0.285, 0.25, 0.7, 0.65)), look=WALL)
    unit = _("Per cent of {questions} questions asked").format(questions=count(int(data["asked"].sum())))
    fills = _parts(axes, data, unit, WALL)
    key(figure, 0, 0.955, *(("s", fills[kind], name) for kind, name in _kinds().items()))
    return figure


def _nonresponse(survey: Survey) -> pd.DataFrame:
    slices, counts = answer_counts(survey, "group")
    sums = {kind: values.sum(axis=(1, 2)) for kind, values in counts.items()}
    asked = np.asarray(sum(sums.values()))
    table = pd.DataFrame({"group": slices, "asked": asked})
    for kind, values in (
        ("dont_know", sums["dont_know"]),
        ("refused", sums["refused"]),
        ("missing", sums["missing"] + sums["invalid"]),
    ):
        table[kind] = values / np.maximum(asked, 1) * 100
    order = {group: place for place, group in enumerate(GROUPS)}
    return table[table["asked"] > 0].sort_values("group", key=lambda names: names.map(order), ignore_index=True)


def plot_interviewers(survey: Survey) -> Chart:
    """Draw the mean rating of each interviewer, from the highest to the lowest (FIG11), without error bars.

    Returns
    -------
    Chart
        One dot an interviewer; `Chart.data` is the table of `cgd.scorecard.checks.interviewer_means`, ordered.
    """
    data = interviewer_means(survey).sort_values("mean", ascending=False, ignore_index=True)
    title, question = _("Interviewers"), _("Are somebody's ratings all higher or lower?")
    figure = canvas(title, question, (9.0, max(4.5, 2.4 + 0.27 * len(data))))
    axes = plain(figure.add_axes((0.14, 1.55 / figure.get_figheight(), 0.8, 1 - 2.45 / figure.get_figheight())))
    middle = _dots(axes, data, 10)
    axes.set_yticks(range(len(data)), [f"{row.interviewer} (n = {row.n})" for row in data.itertuples()])
    axes.tick_params(axis="y", labelsize=11)
    axes.set_ylim(len(data) - 0.4, -1.1)
    low, high = float(data["mean"].min()), float(data["mean"].max())
    axes.set_xlim(low - 0.12, high + 0.12)
    for row, value in enumerate(data["mean"]):
        # Never across the line of the median.
        side, where = (10, "left") if value >= middle else (-10, "right")
        axes.annotate(
            number(value),
            (value, row),
            (side, 0),
            textcoords="offset points",
            size=11,
            color=INK,
            ha=where,
            va="center",
        )
    axes.annotate(
        _("Median {mean}").format(mean=number(middle)), (middle, -0.75), (5, 0), textcoords="offset points", size=11,
        color=INK, va="center",
    )  # fmt: skip
    footer(figure, _("Mean of all ratings from 1 to 5, both years. n = respondents."), synthetic())
    text = _("{n} interviewers. Highest mean: {first} ({high}); lowest: {last} ({low}); median {middle}.").format(
        n=len(data), first=data["interviewer"].iloc[0], high=number(high), last=data["interviewer"].iloc[-1],
        low=number(low), middle=number(middle),
    )  # fmt: skip
    words = alternative(f"{title}. {question}", text)
    return Chart(figure, words, data, partial(_interviewers_on_wall, data))


def _dots(axes: Axes, data: pd.DataFrame, size: float) -> float:
    """One dot an interviewer and a line at the median, which is returned."""
    middle = float(data["mean"].median())
    axes.axvline(middle, color=INK, linewidth=1.5, linestyle=(0, (4, 3)), zorder=1)
    axes.plot(data["mean"], range(len(data)), "o", color=colours()[0], markersize=size, zorder=3)
    return middle


def _interviewers_on_wall(data: pd.DataFrame) -> Figure:
    """For a slide: so many names cannot be read from afar; the highest, the lowest and the median have theirs."""
    figure = wall(answered())
    axes = plain(figure.add_axes((0.02, 0.25, 0.96, 0.67)), look=WALL)
    middle = _dots(axes, data, 9)
    axes.set_yticks([])
    axes.set_ylim(len(data), -1)
    low, high = float(data["mean"].min()), float(data["mean"].max())
    room = (high - low) * 0.3
    axes.set_xlim(low - room, high + room)
    for row, side, where in ((0, 10, "left"), (len(data) - 1, -10, "right")):
        value = float(data["mean"].iloc[row])
        said = f"{data['interviewer'].iloc[row]}: {number(value)}"
        axes.annotate(
            said, (value, row), (side, 0), textcoords="offset points", size=WALL.text, color=INK, ha=where, va="center"
        )
    said = _("Median {mean}").format(mean=number(middle))
    axes.text(middle, -1.2, said, size=WALL.text, color=INK, ha="center", va="bottom")
    unit = _("{n} interviewers, mean of all ratings from 1 to 5").format(n=len(data))
    axes.set_xlabel(unit, size=WALL.text, color=INK)
    return figure


def plot_durations(survey: Survey) -> Chart:
    """Draw how long the interviews took, form by form, with half the median marked (FIG10).

    Returns
    -------
    Chart
        `Chart.data` is the table of `cgd.scorecard.checks.durations` with the columns half (minutes) and faster
        (interviews under half the median).
    """
    data = durations(survey)
    forms = {"adult": _("Form for adults"), "cso": _("Form for organisations"), "child": _("Form for children")}
    length, form = minutes(survey), survey.respondents["instrument"]
    half = data["median"] / 2
    faster = [int((length[form == name] < limit).sum()) for name, limit in zip(data["instrument"], half, strict=True)]
    data = data.assign(half=half, faster=faster)
    title, question = _("Length of the interviews"), _("How many took less than half the usual time?")
    figure = canvas(title, question)
    blue = colours()[0]
    longest = float(length.max())
    bins = np.arange(0, longest + 5, 5).tolist()
    for place, row in enumerate(data.itertuples()):
        axes = plain(figure.add_axes((LEFT, 0.66 - 0.215 * place, WIDTH, 0.165)), "y")
        axes.hist(length[(form == row.instrument)].dropna(), bins=bins, color=blue, edgecolor="white")
        axes.axvline(row.half, color=INK, linewidth=2, linestyle=(0, (4, 3)))
        axes.set_xlim(0, float(bins[-1]))
        axes.set_yticks([])
        axes.tick_params(axis="x", labelsize=11)
        name = f"{forms[str(row.instrument)]}\n{people(pd.Series([row.n]))}"
        axes.text(-0.02, 0.5, wrapped(name, 22), transform=axes.transAxes, size=12, color=INK, ha="right", va="center")
        note = _("under {half} min: {n}").format(half=number(row.half, 0), n=count(row.faster))
        axes.annotate(
            note, (row.half, axes.get_ylim()[1]), (-6, -4), textcoords="offset points", size=11, color=INK, ha="right",
            va="top",
        )  # fmt: skip
        if place < len(data) - 1:
            axes.set_xticklabels([])
    figure.text(LEFT + WIDTH / 2, 0.165, _("Minutes, in steps of five"), size=12, color=INK, ha="center")
    footer(figure, _("The broken line stands at half the median of the form."), synthetic())
    row_text = _("{form}: median {median} minutes, {faster} of {n} interviews under {half} minutes.")
    rows = " ".join(
        row_text.format(
            form=forms[str(row.instrument)], median=number(row.median, 0), faster=count(row.faster), n=count(row.n),
            half=number(row.half, 0),
        )
        for row in data.itertuples()
    )  # fmt: skip
    return Chart(figure, alternative(f"{title}. {question}", rows), data)


def plot_ages(survey: Survey) -> Chart:
    """Draw how strongly ages end in 0 or 5 at each collecting organisation (FIG12).

    Returns
    -------
    Chart
        One dot an organisation; `Chart.data` is the table of `cgd.scorecard.checks.age_heaping`.
    """
    data = age_heaping(survey, read_limits())
    title, question = _("Ages"), _("Do ages end in some digits too often?")
    figure = canvas(title, question, (9.0, 5.6))
    axes = plain(figure.add_axes((LEFT, 0.3, WIDTH, 0.5)))
    blue = colours()[0]
    axes.axvline(20, color=INK, linewidth=1.5, linestyle=(0, (4, 3)))
    axes.plot(data["score"], range(len(data)), "o", color=blue, markersize=11, zorder=3)
    axes.set_yticks(range(len(data)), [f"{row.partner} ({people(pd.Series([row.n]))})" for row in data.itertuples()])
    axes.set_ylim(len(data) - 0.4, -1.0)
    axes.set_xlim(0, max(float(data["score"].max()) * 1.15, 25))
    for row, score in enumerate(data["score"]):
        axes.annotate(
            number(score, 0), (score, row), (10, 0), textcoords="offset points", size=12, color=INK, va="center"
        )
    axes.annotate(
        _("20: problematic from here"), (20, -0.7), (5, 0), textcoords="offset points", size=11, color=INK, va="center"
    )
    axes.set_xlabel(_("Last-digit score (0 = all digits alike)"), size=12, color=INK)
    footer(figure, _("Women, persons with disabilities and LGBTIQ+ aged 20 to 69."), synthetic())
    rows = " ".join(f"{row.partner}: {number(row.score, 0)}." for row in data.itertuples())
    return Chart(figure, alternative(f"{title}. {question}", rows), data)


def plot_plan(survey: Survey, plan: pd.DataFrame) -> Chart:
    """Draw how many of the planned respondents were reached, by group and kind of area (FIG02).

    Parameters
    ----------
    plan
        group, region, area, planned.

    Returns
    -------
    Chart
        `Chart.data` has group, area, planned, achieved, share (achieved / planned).
    """
    table = plan_against_reality(survey, plan).groupby(["group", "area"])[["planned", "achieved"]].sum()
    data = table.assign(share=table["achieved"] / table["planned"]).reset_index()
    title, question = _("Plan and reality"), _("How many of the planned respondents were reached?")
    figure = canvas(title, question)
    axes = plain(figure.add_axes((LEFT, 0.2, WIDTH, 0.62)))
    _cells(axes, data, 18, PAGE)
    footer(figure, _("Reached / planned. Bold on orange: under 80 %."), synthetic())
    short = data[data["share"] < 0.8]
    areas = area_labels()
    names = "; ".join(f"{group_label(str(row.group))}, {areas[str(row.area)]}" for row in short.itertuples())
    text = _("Reached {achieved} of {planned}. Under 80 %: {cells}.").format(
        achieved=count(int(data["achieved"].sum())), planned=count(int(data["planned"].sum())), cells=names or _("none")
    )
    return Chart(figure, alternative(f"{title}. {question}", text), data, partial(_plan_on_wall, data))


def _cells(axes: Axes, data: pd.DataFrame, letters: int, look: Look) -> None:
    """One cell a group and kind of area, with names of areas in lines of so many letters."""
    axes.grid(visible=False)
    axes.set_xlim(-0.5, len(AREAS) - 0.5)
    axes.set_ylim(len(GROUPS) - 0.5, -0.5)
    axes.xaxis.set_ticks_position("top")
    axes.tick_params(length=0)
    axes.set_xticks(range(len(AREAS)), [wrapped(name, letters) for name in area_labels().values()])
    axes.set_yticks(range(len(GROUPS)), [look.group(group) for group in GROUPS])
    orange = colours()[1]
    for row in data.itertuples():
        across, down = AREAS.index(str(row.area)), GROUPS.index(str(row.group))
        fill = orange if row.share < 0.8 else "#dce9f2"
        axes.barh(down, 1, left=across - 0.5, height=1, color=fill, edgecolor="white", linewidth=3)
        text = f"{count(row.achieved)} / {count(row.planned)}"
        if not look.short:
            text = f"{number(row.share * 100, 0)} %\n{text}"
        weight = "bold" if row.share < 0.8 else "normal"
        axes.text(across, down, text, size=look.text, weight=weight, color=ink_on(fill), ha="center", va="center")


def _plan_on_wall(data: pd.DataFrame) -> Figure:
    reached = pd.Series([int(data["achieved"].sum())])
    figure = wall(_("Reached / planned. Bold on orange: under 80 %."), answered(people(reached)))
    _cells(plain(figure.add_axes((0.285, 0.19, 0.71, 0.65)), look=WALL), data, 14, WALL)
    return figure
