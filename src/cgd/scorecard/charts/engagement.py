"""The heat map of engagement: who took part at which step, and with how much say."""

from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cgd.language import _
from cgd.scorecard.charts.canvas import INK, PAGE, WALL, Chart, Look, canvas, ink_on, plain, under, wall, wrapped
from cgd.scorecard.engagement import (
    LEVELS,
    NOBODY,
    NOT_TOLD,
    UNKNOWN,
    column_label,
    describe_engagement,
    level_labels,
    step_labels,
    tidy_levels,
)
from cgd.scorecard.labels import short_group
from cgd.scorecard.survey import GROUPS

# One blue, darker with more say (after ColorBrewer Blues): the order stays in grey print. Each cell has its number.
LEVEL_FILLS = {
    1: "#eff3ff",
    2: "#bdd7e7",
    3: "#6baed6",
    4: "#2171b5",
    5: "#08306b",
    NOBODY: "white",
    UNKNOWN: "#f5f5f5",
}


def plot_engagement(levels: pd.DataFrame) -> Chart:
    """Draw who took part at which step, and with how much say (question C1 of the Toolkit).

    Parameters
    ----------
    levels
        One row a step, one column a group, as `cgd.scorecard.engagement_levels` returns it: 1 to 5, "–" or empty for
        nobody, "?" for not known.

    Returns
    -------
    Chart
        One cell for each step and group with its level; `Chart.data` is the same table, every cell filled.

    Raises
    ------
    UsageError
        A cell holds something else, or there is no group.
    """
    data = tidy_levels(levels)
    title, question = _("Who took part?"), _("How much say did each group have at each step?")
    figure = canvas(title, question, (9.0, 5.8))
    axes = _grid(figure, (0.165, 0.245, 0.815, 0.515), data, PAGE)
    letters = max(8, 92 // len(data.columns))
    heads = [wrapped(column_label(str(group)), min(letters, 22)) for group in data.columns]
    axes.set_xticks([column + 0.5 for column in range(len(data.columns))], heads)
    axes.tick_params(axis="x", labelsize=10.5)
    _cells(axes, data, 16)
    names = level_labels()
    key = [f"{level} {names[level]}" for level in LEVELS]
    signs = [_("{mark} nobody").format(mark=NOBODY), _("{mark} not known").format(mark=UNKNOWN)]
    under(
        figure,
        _("Level: {levels}.").format(levels=" · ".join(key)),
        " · ".join(signs),
        _("Answering questions is level 1, not more. A level is a judgement of the people who filled in the map."),
        _("The names of the levels are ours."),
    )
    words = " ".join([title, question, describe_engagement(data), _("The names of the levels are ours.")])
    return Chart(figure, " ".join(words.split()), data, partial(_on_wall, data))


def _grid(figure: Figure, place: tuple[float, float, float, float], data: pd.DataFrame, look: Look) -> Axes:
    """Room for one cell a step and group, with the names of the steps."""
    axes = plain(figure.add_axes(place), look=look)
    axes.grid(visible=False)
    axes.set_xlim(0, len(data.columns))
    axes.set_ylim(len(data), 0)
    steps = step_labels()
    axes.set_yticks([row + 0.5 for row in range(len(data))], [steps.get(str(step), str(step)) for step in data.index])
    axes.xaxis.tick_top()
    return axes


def _cells(axes: Axes, data: pd.DataFrame, size: float) -> None:
    for row in range(len(data)):
        for column in range(len(data.columns)):
            value = data.iat[row, column]
            fill = LEVEL_FILLS[value]
            axes.add_patch(
                Rectangle((column + 0.03, row + 0.04), 0.94, 0.92, facecolor=fill, edgecolor=INK, linewidth=0.8,
                          linestyle=(0, (3, 3)) if value == UNKNOWN else "solid")
            )  # fmt: skip
            axes.text(column + 0.5, row + 0.5, str(value), size=size, color=ink_on(fill), ha="center", va="center")


def _on_wall(data: pd.DataFrame) -> Figure:
    """The map for a slide: names of groups on two levels by turns, and of the levels only those that are there."""
    signs: dict[object, str] = {level: f"{level} {name}" for level, name in level_labels().items()}
    signs |= {NOBODY: _("{mark} nobody").format(mark=NOBODY), UNKNOWN: _("{mark} not known").format(mark=UNKNOWN)}
    there = [text for value, text in signs.items() if (data == value).to_numpy(dtype=bool).any()]
    figure = wall(" · ".join(there), _("A level is a judgement; its names are ours."))
    axes = _grid(figure, (0.225, 0.175, 0.75, 0.575), data, WALL)
    axes.set_xticks([])
    for column, group in enumerate(data.columns):
        high = column % 2
        head, up = wrapped(_head(str(group)), 14), -1.05 if high else -0.15
        axes.text(column + 0.5, up, head, size=WALL.text, color=INK, ha="center", va="bottom")
        if high:
            axes.plot([column + 0.5] * 2, [-1, -0.1], color="#666666", linewidth=1, clip_on=False)
    _cells(axes, data, 20)
    return figure


def _head(group: str) -> str:
    if group == NOT_TOLD:
        return _("Not told")
    return short_group(group) if group in GROUPS else group
