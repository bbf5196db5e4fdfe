"""The scorecard survey: read it, compare a group with the official picture and with all others, show it."""

from importlib import import_module
from typing import Any

from cgd.scorecard.loading import load, read
from cgd.scorecard.means import compare, group_means, pooled_means
from cgd.scorecard.published import check_all
from cgd.scorecard.sentences import describe, places, toolkit_draft
from cgd.scorecard.survey import GROUPS, Survey, area_labels, long_table

# What draws is imported when it is first used: a table needs no matplotlib.
_LATER = {
    "Chart": "cgd.scorecard.charts",
    "check_quality": "cgd.scorecard.checks",
    "clean": "cgd.scorecard.cleaning",
    "plot_compare": "cgd.scorecard.charts",
    "plot_one": "cgd.scorecard.charts",
    "explore": "cgd.scorecard.widgets",
}

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
    "plot_compare",
    "plot_one",
    "pooled_means",
    "read",
    "toolkit_draft",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)
