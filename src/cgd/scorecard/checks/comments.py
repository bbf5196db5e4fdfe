"""FIG20, the part that a check can do alone: names, telephone numbers and the like in free text."""

from typing import Any

import numpy as np
import pandas as pd

from cgd.scorecard.checks.findings import of_rows
from cgd.scorecard.disclosure.identifiers import identifiers
from cgd.scorecard.survey import Survey


def fig20_identifiers(survey: Survey, _limits: dict[str, Any]) -> pd.DataFrame:
    """FIG20: comments with a direct identifier; one finding a comment, its value is not repeated."""
    comments = survey.respondents["comment"].cat
    # Each different text is read once.
    texts = pd.Series(comments.categories.to_numpy(dtype=object), dtype="str")
    found = identifiers(texts).drop_duplicates("row")
    message = np.full(len(texts) + 1, "", dtype=object)
    message[found["row"].astype("int64").to_numpy()] = found["message"].to_numpy(dtype=object)
    messages = message[comments.codes.to_numpy()]  # a missing comment has the code -1: the empty last one
    rows = np.flatnonzero(messages != "")
    return of_rows(survey, "FIG20", "direct_identifier", rows, "comment", "", messages[rows])
