"""Who stands out: how few facts a neighbour needs to find a person's row (FIG20, one group)."""

import pandas as pd

from cgd.language import _
from cgd.scorecard.disclosure.anonymity import anonymity
from cgd.scorecard.disclosure.limits import limits
from cgd.scorecard.labels import group_label
from cgd.scorecard.survey import Survey

_FIRST = "group"


def who_stands_out(survey: Survey, group: str) -> pd.DataFrame:
    """How many people of one group stand out, when somebody knows one fact more with each row.

    The facts are the keys of `limits`, the group first. Counted is in the sample only: it says nothing about how many
    such people there are outside it. The table holds small counts: it is for the team, not for publication.

    Returns
    -------
    DataFrame
        One row a fact, each on top of those before. The headings are in the language in use: people who look like
        fewer than k (of a file that is shared), and people who look like nobody else.

    Raises
    ------
    cgd.errors.UsageError
        There is no such group.
    """
    group_label(group)
    part = survey.respondents[survey.respondents["group"] == group]
    k = limits().k["shared"]
    names = {
        _FIRST: _("The group"),
        "province_code": _("and the province"),
        "sex": _("and the sex"),
        "age_band": _("and the age band"),
        "ethnic_minority": _("and whether of an ethnic minority"),
        "disability": _("and whether with a disability"),
    }
    keys = [_FIRST, *(key for key in limits().keys if key != _FIRST)]
    rows = {}
    for last in range(1, len(keys) + 1):
        found = anonymity(part, keys[:last], k)
        rows[names.get(keys[last - 1], keys[last - 1])] = (found.n_under, found.n_unique)
    heads = [_("Fewer than {k} look the same").format(k=k), _("Alone")]
    return pd.DataFrame.from_dict(rows, orient="index", columns=heads)
