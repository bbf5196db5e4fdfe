"""Clean a survey by rules, with a log of every edit; each edit can be undone.

The rules and their order are in `rules.yml`. Records that only look suspicious (straight lines, speeding) are flagged,
never changed: report results with and without them.
"""

from dataclasses import replace

import pandas as pd

from cgd.scorecard.checks import check_quality
from cgd.scorecard.cleaning.edits import Cleaned, apply, undo, untouched
from cgd.scorecard.cleaning.proposals import propose
from cgd.scorecard.survey import Survey

__all__ = ["Cleaned", "apply", "clean", "propose", "undo", "untouched"]

# One edit can make another fault visible (a code that was a name); more rounds than this would be a circle.
MOST_ROUNDS = 5


def clean(survey: Survey) -> Cleaned:
    """Check, edit by the rules, and check again until the rules change nothing more.

    Parameters
    ----------
    survey
        A survey as `cgd.scorecard.read` returns it, with its problems.

    Returns
    -------
    Cleaned
        The edited survey, the log, the flagged findings (those of the last check) and what `undo` needs.
    """
    cleaned = untouched(survey)
    flagged = pd.DataFrame()
    for _round in range(MOST_ROUNDS):
        edits, flagged = propose(cleaned.survey, check_quality(cleaned.survey))
        if edits.empty:
            break
        cleaned = apply(cleaned, edits)
    return replace(cleaned, flagged=flagged)
