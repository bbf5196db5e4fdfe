"""Controls for the notebook: turn a limit, and see how many records it flags and what they change."""

import html

import ipywidgets
import pandas as pd

from cgd.language import _
from cgd.scorecard.checks import durations, read_limits
from cgd.scorecard.flags import describe_flags, flag_records, flags_by_form
from cgd.scorecard.labels import count, group_label, number
from cgd.scorecard.survey import Survey


def explore_limits(survey: Survey, group: str = "women") -> ipywidgets.VBox:
    """Two sliders: from how many minutes an interview is too fast, and how many equal ratings in a row are a line.

    Under them a table says how many records of each form are flagged, and a sentence what this changes in the mean of
    the group. Both sliders work with the keyboard (Tab, then the arrow keys).

    Parameters
    ----------
    survey : Survey
        The survey, as `cgd.scorecard.read` returns it.
    group : str
        Code of the group whose mean is shown.

    Returns
    -------
    ipywidgets.VBox
        The slider of minutes, the slider of equal ratings and the result, in this order.

    Raises
    ------
    cgd.errors.UsageError
        For a group outside the six.
    """
    group_label(group)
    limits, usual = read_limits(), durations(survey)["median"]
    shortest, longest = (float(usual.min()), float(usual.max())) if len(usual) else (0.0, 0.0)
    fast = _slider(
        _("Too fast: under so many minutes"),
        round(limits["duration"]["of_median"]["value"] * shortest),
        0,
        int(longest),
    )
    many = len(survey.indicators)
    equal = _slider(
        _("Line: so many equal marks in a row"), min(limits["straightlining"]["fewest_ratings"]["value"], many),
        min(2, many), many,
    )  # fmt: skip
    shown = ipywidgets.HTML()

    def draw(_change: object = None) -> None:
        flagged = flag_records(survey, fast.value, equal.value)["flagged"]
        table = _flag_table(flags_by_form(survey, fast.value, equal.value))
        shown.value = f"{table}<p>{html.escape(describe_flags(survey, group, flagged))}</p>"

    for slider in (fast, equal):
        slider.observe(draw, names="value")
    draw()
    return ipywidgets.VBox([fast, equal, shown])


def _slider(label: str, value: int, low: int, high: int) -> ipywidgets.IntSlider:
    return ipywidgets.IntSlider(
        description=label, value=value, min=low, max=high, continuous_update=False,
        style={"description_width": "initial"}, layout=ipywidgets.Layout(width="min(44em, 95%)"),
    )  # fmt: skip


def _flag_table(found: pd.DataFrame) -> str:
    """Flags by form as an HTML table."""
    forms = {"adult": _("Form for adults"), "cso": _("Form for organisations"), "child": _("Form for children")}
    heads = [_("Form"), _("Records"), _("Usual length (median, minutes)"), _("Too fast"), _("Line"), _("Flagged")]
    rows = [
        [
            forms[str(row.instrument)],
            count(row.n),
            number(row.median, 0) if pd.notna(row.median) else "–",
            *(count(int(part)) for part in (row.too_fast, row.long_run, row.flagged)),
        ]
        for row in found.itertuples()
    ]
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{html.escape(first)}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>"
        for first, *rest in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
