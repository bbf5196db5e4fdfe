"""The scorecard survey: read it, compare a group with the official picture and with all others, show it."""

from importlib import import_module
from typing import Any

from cgd.scorecard.loading import load, read
from cgd.scorecard.means import compare, group_means, pooled_means
from cgd.scorecard.published import check_all
from cgd.scorecard.sentences import describe, places, toolkit_draft
from cgd.scorecard.survey import GROUPS, Survey, area_labels, long_table

__all__ = [
    "GROUPS",
    "Chart",
    "Survey",
    "area_labels",
    "check_all",
    "check_quality",
    "clean",
    "compare",
    "describe",
    "explore",
    "group_means",
    "load",
    "long_table",
    "places",
    "plot_ages",
    "plot_change",
    "plot_compare",
    "plot_distribution",
    "plot_durations",
    "plot_gaps",
    "plot_interviewers",
    "plot_nonresponse",
    "plot_one",
    "plot_plan",
    "plot_sensitivity",
    "plot_weights",
    "pooled_means",
    "read",
    "read_kobo",
    "toolkit_draft",
    "weigh",
]

# What draws, and what reads workbooks, is imported when it is first used: a table needs no matplotlib.
_LATER = {name: "cgd.scorecard.charts" for name in __all__ if name.startswith("plot_")} | {
    "Chart": "cgd.scorecard.charts",
    "check_quality": "cgd.scorecard.checks",
    "clean": "cgd.scorecard.cleaning",
    "explore": "cgd.scorecard.widgets",
    "read_kobo": "cgd.scorecard.kobo",
    "weigh": "cgd.scorecard.weights",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)
