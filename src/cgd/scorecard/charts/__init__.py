"""Charts of the scorecard survey: directly labelled, colour-blind safe, and readable by a screen reader."""

from cgd.scorecard.charts.analysis import (
    plot_change,
    plot_distribution,
    plot_gaps,
    plot_sensitivity,
    plot_weights,
)
from cgd.scorecard.charts.canvas import Chart
from cgd.scorecard.charts.compare import plot_compare, plot_one
from cgd.scorecard.charts.dont_know import plot_dont_know
from cgd.scorecard.charts.engagement import plot_engagement
from cgd.scorecard.charts.fieldwork import plot_ages, plot_durations, plot_interviewers, plot_nonresponse, plot_plan

__all__ = [
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
]
