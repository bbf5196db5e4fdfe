"""Controls for the notebook: change the group or the goal and the chart changes."""

import base64
import html
from collections.abc import Sequence

import ipywidgets
import pandas as pd

from cgd.language import _, allowed
from cgd.scorecard.charts import Chart, plot_dont_know, plot_engagement, plot_one
from cgd.scorecard.dont_know import describe_dont_know, dont_know_effect, indicator_label
from cgd.scorecard.engagement import (
    LEVELS,
    NOBODY,
    UNKNOWN,
    column_label,
    describe_engagement,
    level_labels,
    step_labels,
    tidy_levels,
)
from cgd.scorecard.labels import group_label, sdg_label
from cgd.scorecard.sentences import describe_goal, year_label
from cgd.scorecard.survey import GROUPS, SDGS, YEARS, Survey


def explore(survey: Survey, group: str = "women") -> ipywidgets.VBox:
    """Two menus, for the group and for the goal, above the chart of `cgd.scorecard.plot_one`.

    Both menus work with the keyboard (Tab, then the arrow keys). Under the chart stands what it shows in words.

    Parameters
    ----------
    survey : Survey
        The survey, as `cgd.scorecard.load` returns it.
    group : str
        Code of the group that is shown first.

    Returns
    -------
    ipywidgets.VBox
        The group menu, the goal menu and the chart, in this order.

    Raises
    ------
    cgd.errors.UsageError
        For a group outside the six.
    """
    group_label(group)
    groups = _menu(_("Group"), [(group_label(code), code) for code in GROUPS], group)
    goals = _menu(_("Goal"), [(sdg_label(sdg), sdg) for sdg in SDGS], SDGS[0])
    shown = ipywidgets.HTML()

    def draw(_change: object = None) -> None:
        sentence = describe_goal(survey, groups.value, goals.value)
        shown.value = _as_html(plot_one(survey, groups.value, goals.value), sentence)

    for menu in (groups, goals):
        menu.observe(draw, names="value")
    draw()
    return ipywidgets.VBox([groups, goals, shown])


def explore_dont_know(survey: Survey, group: str = "women", year: int = 2025) -> ipywidgets.VBox:
    """Three menus, for the group, the question and the year, above the chart of `cgd.scorecard.plot_dont_know`.

    The questions that most people of the group did not know come first. Under the chart stands what it shows in words.

    Parameters
    ----------
    survey : Survey
        The survey, as `cgd.scorecard.load` returns it.
    group : str
        Code of the group that is shown first.
    year : int
        2022 or 2025, shown first.

    Returns
    -------
    ipywidgets.VBox
        The group menu, the question menu, the year menu and the chart, in this order.

    Raises
    ------
    cgd.errors.UsageError
        For a group or year that does not exist.
    """

    def questions() -> list[tuple[str, str]]:
        table = dont_know_effect(survey, groups.value, years.value)
        return [(indicator_label(survey, code), code) for code in table["indicator_id"]]

    group_label(group)
    groups = _menu(_("Group"), [(group_label(code), code) for code in GROUPS], group)
    years = _menu(_("Year"), [(year_label(code), code) for code in YEARS], year)
    first = questions()
    items = _menu(_("Question"), first, first[0][1])
    shown = ipywidgets.HTML()

    def draw(_change: object = None) -> None:
        sentence = describe_dont_know(survey, groups.value, items.value, years.value)
        shown.value = _as_html(plot_dont_know(survey, groups.value, items.value, years.value), sentence)

    def other_group(_change: object = None) -> None:
        # A group has questions of its own: children are asked a part of them.
        kept, options = items.value, questions()
        items.unobserve(draw, names="value")
        items.options = options
        items.value = kept if kept in [code for _label, code in options] else options[0][1]
        items.observe(draw, names="value")
        draw()

    groups.observe(other_group, names="value")
    for menu in (items, years):
        menu.observe(draw, names="value")
    draw()
    return ipywidgets.VBox([groups, items, years, shown])


def engage(levels: pd.DataFrame, group: str | None = None) -> ipywidgets.VBox:
    """A menu for the group and one for each step, above the chart of `cgd.scorecard.plot_engagement`.

    What is chosen goes into ``levels`` itself, so that the next cell can use it. All menus work with the keyboard.
    Under the chart stands what it shows in words, ready for question C1 of the Toolkit.

    Parameters
    ----------
    levels
        As `cgd.scorecard.engagement_levels` returns it.
    group
        The column that is shown first; by default the first one.

    Returns
    -------
    ipywidgets.VBox
        The group menu, one menu a step and the chart, in this order.

    Raises
    ------
    cgd.errors.UsageError
        A cell of ``levels`` is no level, or there is no such column.
    """
    tidy = tidy_levels(levels)
    levels[:] = tidy
    columns = [str(name) for name in levels.columns]
    if group is not None and group not in columns:
        raise allowed("group", group, columns)
    names, steps = level_labels(), step_labels()
    choices: list[tuple[str, object]] = [(_("{mark} not known").format(mark=UNKNOWN), UNKNOWN)]
    choices += [(_("{mark} nobody").format(mark=NOBODY), NOBODY)]
    choices += [(f"{level} {names[level]}", level) for level in LEVELS]
    groups = _menu(_("Group"), [(column_label(name), name) for name in columns], group or columns[0])
    menus = [_menu(steps.get(str(step), str(step)), choices, levels.at[step, groups.value]) for step in levels.index]
    shown = ipywidgets.HTML()

    def draw(_change: object = None) -> None:
        for step, menu in zip(levels.index, menus, strict=True):
            levels.at[step, groups.value] = menu.value
        shown.value = _as_html(plot_engagement(levels), describe_engagement(levels))

    def other_group(_change: object = None) -> None:
        for step, menu in zip(levels.index, menus, strict=True):
            menu.unobserve(draw, names="value")
            menu.value = levels.at[step, groups.value]
            menu.observe(draw, names="value")

    groups.observe(other_group, names="value")
    for menu in menus:
        menu.observe(draw, names="value")
    draw()
    return ipywidgets.VBox([groups, *menus, shown])


def _menu(label: str, options: Sequence[tuple[str, object]], value: object) -> ipywidgets.Dropdown:
    return ipywidgets.Dropdown(
        description=label, options=options, value=value, layout=ipywidgets.Layout(width="min(32em, 95%)")
    )


def _as_html(chart: Chart, sentence: str) -> str:
    # The image widget has no place for a text alternative; an HTML image has.
    picture = base64.b64encode(chart.png()).decode("ascii")
    return (
        f'<img src="data:image/png;base64,{picture}" alt="{html.escape(chart.alt)}" style="max-width: 100%">'
        f"<p>{html.escape(sentence)}</p>"
    )
