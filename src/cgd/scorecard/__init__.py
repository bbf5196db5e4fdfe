"""The scorecard survey: read it, check and clean it, weigh it, compare and show it.

Every name here is imported when it is first used: importing this package costs nothing, a table needs no matplotlib,
and only who reads or computes something waits for pandas.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cgd.scorecard.charts import (
        Chart,
        plot_ages,
        plot_change,
        plot_compare,
        plot_distribution,
        plot_dont_know,
        plot_durations,
        plot_engagement,
        plot_gaps,
        plot_interviewers,
        plot_nonresponse,
        plot_one,
        plot_plan,
        plot_sensitivity,
        plot_weights,
    )
    from cgd.scorecard.checks import both_consents, check_quality, consent_counts, dont_know_by_partner
    from cgd.scorecard.cleaning import clean
    from cgd.scorecard.disclosure import who_stands_out
    from cgd.scorecard.dont_know import describe_dont_know, dont_know_effect
    from cgd.scorecard.engagement import describe_engagement, engagement_levels
    from cgd.scorecard.flags import falling_forecasts, fast_by_form, flag_records, of_interviewers, with_and_without
    from cgd.scorecard.kobo import read_kobo
    from cgd.scorecard.loading import load, read
    from cgd.scorecard.means import compare, group_means, pooled_means
    from cgd.scorecard.published import check_all
    from cgd.scorecard.sentences import describe, places, toolkit_draft
    from cgd.scorecard.sliders import explore_limits
    from cgd.scorecard.survey import GROUPS, Survey, area_labels, long_table
    from cgd.scorecard.weights import weigh
    from cgd.scorecard.widgets import engage, explore, explore_dont_know

# Where each name lives.
_HOMES = {
    "cgd.scorecard.charts": (
        "Chart",
        "plot_ages",
        "plot_change",
        "plot_compare",
        "plot_distribution",
        "plot_dont_know",
        "plot_durations",
        "plot_engagement",
        "plot_gaps",
        "plot_interviewers",
        "plot_nonresponse",
        "plot_one",
        "plot_plan",
        "plot_sensitivity",
        "plot_weights",
    ),
    "cgd.scorecard.checks": ("both_consents", "check_quality", "consent_counts", "dont_know_by_partner"),
    "cgd.scorecard.cleaning": ("clean",),
    "cgd.scorecard.disclosure": ("who_stands_out",),
    "cgd.scorecard.engagement": ("describe_engagement", "engagement_levels"),
    "cgd.scorecard.dont_know": ("describe_dont_know", "dont_know_effect"),
    "cgd.scorecard.flags": ("falling_forecasts", "fast_by_form", "flag_records", "of_interviewers", "with_and_without"),
    "cgd.scorecard.kobo": ("read_kobo",),
    "cgd.scorecard.loading": ("load", "read"),
    "cgd.scorecard.means": ("compare", "group_means", "pooled_means"),
    "cgd.scorecard.published": ("check_all",),
    "cgd.scorecard.sentences": ("describe", "places", "toolkit_draft"),
    "cgd.scorecard.sliders": ("explore_limits",),
    "cgd.scorecard.survey": ("GROUPS", "Survey", "area_labels", "long_table"),
    "cgd.scorecard.weights": ("weigh",),
    "cgd.scorecard.widgets": ("engage", "explore", "explore_dont_know"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "GROUPS",
    "Chart",
    "Survey",
    "area_labels",
    "both_consents",
    "check_all",
    "check_quality",
    "clean",
    "compare",
    "consent_counts",
    "describe",
    "describe_dont_know",
    "describe_engagement",
    "dont_know_by_partner",
    "dont_know_effect",
    "engage",
    "engagement_levels",
    "explore",
    "explore_dont_know",
    "explore_limits",
    "falling_forecasts",
    "fast_by_form",
    "flag_records",
    "group_means",
    "load",
    "long_table",
    "of_interviewers",
    "places",
    "plot_ages",
    "plot_change",
    "plot_compare",
    "plot_distribution",
    "plot_dont_know",
    "plot_durations",
    "plot_engagement",
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
    "who_stands_out",
    "with_and_without",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = found
    return found
