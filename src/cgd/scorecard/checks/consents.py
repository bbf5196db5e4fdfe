"""Consent on file in words that everybody reads (FIG03b): the table of the groups, and both consents of children."""

import numpy as np
import pandas as pd

from cgd.language import _
from cgd.scorecard.checks.response import consent_state
from cgd.scorecard.survey import GROUPS, Survey, group_labels


def consent_counts(survey: Survey) -> pd.DataFrame:
    """How many records have a consent on file, for each group and for all (FIG03b).

    Of children both consents are needed, their own and that of a parent or guardian. The table holds small counts: it
    is for the team, not for publication.

    Returns
    -------
    DataFrame
        One row a group, one for records whose group cannot be read (if there are any), and one for all. The headings
        are in the language in use: records, a clear yes, no or nothing written, withdrawn.
    """
    states = {"yes": _("A clear yes"), "without": _("“No”, or nothing written"), "withdrawn": _("Withdrawn")}
    group = survey.respondents["group"].astype("object").fillna("")
    counts = pd.crosstab(group, consent_state(survey)).reindex(columns=list(states), fill_value=0)
    order = [*GROUPS, ""] if (group == "").any() else list(GROUPS)
    counts = counts.reindex(order, fill_value=0)
    counts.insert(0, "records", counts.sum(axis=1))
    counts.loc["all"] = counts.sum()
    names = {**group_labels(), "": _("Group cannot be read"), "all": _("All records")}
    counts = counts.rename(index=names, columns={"records": _("Records"), **states})
    return counts.rename_axis(index=None, columns=None)


def both_consents(survey: Survey) -> pd.DataFrame:
    """Children's records by their own consent (down) and by that of a parent or guardian (across).

    Children are those of the group, and those with the children's form where the group cannot be read. The table holds
    small counts: it is for the team, not for publication.

    Returns
    -------
    DataFrame
        Numbers of records; the headings are in the language in use.
    """
    people = survey.respondents
    child = (people["group"] == "children") | (people["group"].isna() & (people["instrument"] == "child"))
    answers = {"yes": _("yes"), "no": _("no"), "withdrawn": _("withdrawn"), "": _("nothing written")}
    own, guardian = (
        people.loc[child, column].astype("object").fillna("") for column in ("consent", "guardian_consent")
    )
    counts = pd.crosstab(own, guardian).reindex(index=list(answers), columns=list(answers), fill_value=0)
    across = {code: _("Parent or guardian: {answer}").format(answer=text) for code, text in answers.items()}
    down = {code: _("Child: {answer}").format(answer=text) for code, text in answers.items()}
    return counts.astype(np.int64).rename(index=down, columns=across).rename_axis(index=None, columns=None)
