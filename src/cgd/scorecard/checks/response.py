"""FIG03: who was asked and who answered; and whether each record has a consent."""

from typing import Any

import numpy as np
import pandas as pd

from cgd.language import _
from cgd.scorecard.checks.findings import as_typed, of_rows, together
from cgd.scorecard.survey import Survey

WITHDRAWN = "withdrawn"


def response_rates(contacts: pd.DataFrame) -> pd.DataFrame:
    """Response rate of each partner (AAPOR standard definitions, RR1: completed interviews of all eligible people).

    RR1 also has people in its denominator of whom it is not known whether they are eligible; this table has none: of
    everybody who was contacted it says who was.

    Parameters
    ----------
    contacts
        partner, recruitment, contacted, eligible, refused, partial, completed; empty or missing = not recorded.

    Returns
    -------
    DataFrame
        The columns of ``contacts``, then response_rate and refusal_rate (parts of one; missing where they cannot be
        computed) and computable (true or false). A rate that cannot be computed is an answer, not a gap. Nor can it
        where the parts (completed, partial, refused) are more people than were eligible.
    """
    counts = ["contacted", "eligible", "refused", "partial", "completed"]
    table = contacts.assign(**{name: pd.to_numeric(contacts[name]).astype("Int64") for name in counts})
    parts = table[["completed", "partial", "refused"]].fillna(0).sum(axis=1)
    computable = (table["completed"].notna() & (table["eligible"] > 0) & (table["eligible"] >= parts)).fillna(False)
    eligible = table["eligible"].where(computable)
    return table.assign(
        response_rate=(table["completed"] / eligible).astype("Float64"),
        refusal_rate=(table["refused"] / eligible).astype("Float64"),
        computable=computable.astype(bool),
    )


def consent_share(survey: Survey) -> pd.DataFrame:
    """Share of records with a stored consent, by group (FIG03b): group, n, with_consent, share."""
    people = survey.respondents
    fine = consent_state(survey) == "yes"
    table = pd.DataFrame({"group": people["group"], "fine": fine}).groupby("group", observed=True)["fine"]
    return table.agg(n="size", with_consent="sum", share="mean").reset_index()


def consent_state(survey: Survey) -> pd.Series:
    """Of each record: "yes", "without" (a no, or nothing written) or "withdrawn". Children need two consents."""
    people = survey.respondents
    withdrawn = _withdrawn(people, "consent") | _withdrawn(people, "guardian_consent")
    without = _without(survey, "consent") | _without(survey, "guardian_consent")
    state = np.select([withdrawn, without], ["withdrawn", "without"], "yes")
    return pd.Series(state, index=people.index, name="consent_state")


def fig03_consent(survey: Survey, limits: dict[str, Any]) -> pd.DataFrame:
    """FIG03b: records without a consent, or with one that was withdrawn. They must be deleted, not repaired."""
    people = survey.respondents
    found = []
    texts = {
        "consent": _("There is no consent: delete this record."),
        "guardian_consent": _("There is no consent of a parent or guardian: delete this record."),
    }
    for column, message in texts.items():
        rows = np.flatnonzero(_without(survey, column, limits["consent"]["refused"]["value"]))
        value = as_typed(survey, column, rows)
        found.append(of_rows(survey, "FIG03", "no_consent", rows, column, value, message))
        rows = np.flatnonzero(_withdrawn(people, column))
        message = _("The consent was withdrawn: delete this record.")
        found.append(of_rows(survey, "FIG03", "consent_withdrawn", rows, column, WITHDRAWN, message))
    return together(found)


def _without(survey: Survey, column: str, refused: tuple[str, ...] | list[str] = ("no",)) -> pd.Series:
    people = survey.respondents
    missing = people[column].isna() | people[column].isin(list(refused))
    if column == "guardian_consent":
        # Asked for children only: by their group, and by their form where the group is not known.
        child = (people["group"] == "children") | (people["group"].isna() & (people["instrument"] == "child"))
        return missing & child
    return missing


def _withdrawn(people: pd.DataFrame, column: str) -> pd.Series:
    return people[column] == WITHDRAWN
