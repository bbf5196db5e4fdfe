"""FIG12: ages that were rounded."""

from typing import Any

import pandas as pd

from cgd.language import _
from cgd.scorecard.checks.findings import listed, together
from cgd.scorecard.labels import number
from cgd.scorecard.reliability import last_digit_score, whipple
from cgd.scorecard.survey import Survey
from cgd.scorecard.weights import settings


def age_heaping(survey: Survey, limits: dict[str, Any], by: str = "partner") -> pd.DataFrame:
    """Preference for last digits of ages (FIG12), among groups without a narrow span of ages.

    Returns
    -------
    DataFrame
        The slice, n (people aged 20 to 69), score and level (last-digit score: 0 = all digits alike), whipple (ages 23
        to 62; 100 = no preference for 0 and 5, 500 = nothing else; missing when nobody has such an age).
    """
    people, limit = survey.respondents, limits["ages"]
    low, high = limit["span"]["value"]
    chosen = people["group"].isin(limit["groups"]["value"]) & people["age"].between(low, high).fillna(False).astype(
        bool
    )
    rows = []
    for name, ages in people.loc[chosen, "age"].groupby(people.loc[chosen, by], observed=True):
        score = last_digit_score(ages.to_numpy(dtype="float64"))
        rows.append((str(name), len(ages), score.score, score.level, whipple(ages.to_numpy(dtype="float64"))))
    return pd.DataFrame(rows, columns=[by, "n", "score", "level", "whipple"])


def fig12_ages(survey: Survey, limits: dict[str, Any]) -> pd.DataFrame:
    """FIG12: organisations in whose records ages end in some digits far too often."""
    limit = limits["ages"]
    table = age_heaping(survey, limits)
    wrong = table[(table["n"] >= limit["fewest_people"]["value"]) & (table["level"] == limit["level"]["value"])]
    text = _("Ages end in some digits far too often (score {score}; under {limit} is acceptable). Were they rounded?")
    acceptable = number(settings()["digit_score"]["below"]["acceptable"], 0)
    found = [
        listed("FIG12", "last_digit", "", f"partner={row.partner}", number(row.score, 0), text.format(
            score=number(row.score, 0), limit=acceptable
        ))
        for row in wrong.itertuples()
    ]  # fmt: skip
    return together(found)
