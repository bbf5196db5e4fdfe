"""The quality checks: figures FIG02 to FIG13 of the Toolkit, computed from the survey.

Each figure has a table (what a notebook shows and the Toolkit stores) and a check, which lists only what is wrong. What
counts as wrong is in `limits.yml`. FIG01, FIG25 and FIG26 are about forms and documents (`cgd.scorecard.metadata`).
"""

from collections.abc import Callable

import pandas as pd

from cgd.scorecard.checks.ages import age_heaping, fig12_ages
from cgd.scorecard.checks.comments import fig20_identifiers
from cgd.scorecard.checks.consents import both_consents, consent_counts
from cgd.scorecard.checks.consistency import fig07_consistency
from cgd.scorecard.checks.duplicates import fig05_duplicates
from cgd.scorecard.checks.duration import durations, fig10_duration, stamps
from cgd.scorecard.checks.findings import COLUMNS, no_findings, together
from cgd.scorecard.checks.interviewers import fig11_interviewers, interviewer_correlation, interviewer_means
from cgd.scorecard.checks.limits import Limits, read_limits
from cgd.scorecard.checks.nonresponse import dont_know_by_partner, fig04_nonresponse, item_nonresponse
from cgd.scorecard.checks.plan import fig02_plan, plan_against_reality, sample_makeup
from cgd.scorecard.checks.ranges import fig06_ranges, range_failures
from cgd.scorecard.checks.response import consent_share, fig03_consent, response_rates
from cgd.scorecard.checks.straightlining import fig08_straightlining, response_style
from cgd.scorecard.checks.styles import answer_styles, fig09_styles, means_by_position
from cgd.scorecard.survey import Survey

Check = Callable[[Survey, Limits], pd.DataFrame]

# Checks that need nothing but the survey, in the order in which they are reported.
CHECKS: dict[str, Check] = {
    "FIG03": fig03_consent,
    "FIG04": fig04_nonresponse,
    "FIG05": fig05_duplicates,
    "FIG06": fig06_ranges,
    "FIG07": fig07_consistency,
    "FIG08": fig08_straightlining,
    "FIG09": fig09_styles,
    "FIG10": fig10_duration,
    "FIG11": fig11_interviewers,
    "FIG12": fig12_ages,
    "FIG20": fig20_identifiers,
}

__all__ = [
    "CHECKS",
    "COLUMNS",
    "age_heaping",
    "answer_styles",
    "both_consents",
    "check_quality",
    "consent_counts",
    "consent_share",
    "dont_know_by_partner",
    "durations",
    "fig02_plan",
    "interviewer_correlation",
    "interviewer_means",
    "item_nonresponse",
    "means_by_position",
    "no_findings",
    "plan_against_reality",
    "range_failures",
    "read_limits",
    "response_rates",
    "response_style",
    "sample_makeup",
    "stamps",
]


def check_quality(survey: Survey, limits: Limits | None = None) -> pd.DataFrame:
    """Run every check on a survey, as it came in or clean.

    Parameters
    ----------
    survey
        As `cgd.scorecard.read` returns it, with its problems.
    limits
        Other limits than those of `limits.yml`, in the same shape.

    Returns
    -------
    DataFrame
        One row a finding: check, rule, row (respondent_id as in the file, indicator_id, or "" for a unit), column,
        value, message (in the language in use).
    """
    limits = read_limits() if limits is None else limits
    return together([check(survey, limits) for check in CHECKS.values()])
