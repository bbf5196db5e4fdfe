"""The heat map of engagement: who took part at which step, and with how much say."""

import pandas as pd
from matplotlib.patches import Rectangle

from cgd.language import _
from cgd.scorecard.charts.canvas import INK, Chart, canvas, ink_on, plain, under, wrapped
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
    axes = plain(figure.add_axes((0.165, 0.245, 0.815, 0.515)))
    axes.grid(visible=False)
    axes.set_xlim(0, len(data.columns))
    axes.set_ylim(len(data), 0)
    steps = step_labels()
    axes.set_yticks([row + 0.5 for row in range(len(data))], [steps.get(str(step), str(step)) for step in data.index])
    axes.xaxis.tick_top()
    letters = max(8, 92 // len(data.columns))
    heads = [wrapped(column_label(str(group)), min(letters, 22)) for group in data.columns]
    axes.set_xticks([column + 0.5 for column in range(len(data.columns))], heads)
    axes.tick_params(axis="x", labelsize=10.5)
    for row in range(len(data)):
        for column in range(len(data.columns)):
            value = data.iat[row, column]
            fill = LEVEL_FILLS[value]
            axes.add_patch(
                Rectangle((column + 0.03, row + 0.04), 0.94, 0.92, facecolor=fill, edgecolor=INK, linewidth=0.8,
                          linestyle=(0, (3, 3)) if value == UNKNOWN else "solid")
            )  # fmt: skip
            axes.text(column + 0.5, row + 0.5, str(value), size=16, color=ink_on(fill), ha="center", va="center")
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
    return Chart(figure, " ".join(words.split()), data)
