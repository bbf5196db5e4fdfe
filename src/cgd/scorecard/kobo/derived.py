"""What the survey file wants and no question asks: numbers of respondents, disability, consent in one word, devices."""

import re

import numpy as np
import pandas as pd

from cgd.scorecard.codebook import SURVEY_FILE, columns_of
from cgd.scorecard.kobo.forms import choice_lists, forms
from cgd.scorecard.kobo.sheets import settings
from cgd.scorecard.sources import indicator_table
from cgd.scorecard.wide import rating_columns

# Answered "no answer" where the survey file knows only yes and no.
_DECLINED = "no_answer"
# Forms of one group only.
_GROUP_OF_FORM = {"cso": "cso", "child": "children"}


def finish(wide: pd.DataFrame) -> pd.DataFrame:
    """Complete a table of answers to the columns of the survey file, in its order; other columns follow.

    Parameters
    ----------
    wide
        Answers as text cells under the names of the survey file, with `instrument` filled in each row.
    """
    survey = [column.name for column in columns_of(SURVEY_FILE, indicator_table())]
    absent = [name for name in survey if name not in wide]
    wide = pd.concat([wide, pd.DataFrame("", index=wide.index, columns=absent, dtype="str")], axis=1)
    group = wide["instrument"].map(_GROUP_OF_FORM).fillna("")
    wide["group"] = wide["group"].where(wide["group"] != "", group)
    wide["province_list"] = wide["province_list"].where(wide["province_list"] != "", _province_list())
    wide["interview_date"] = wide["interview_date"].where(wide["interview_date"] != "", _days(wide["start_time"]))
    wide["respondent_id"] = numbered(wide["respondent_id"])
    wide["disability"] = disability(wide.reindex(columns=difficulties(), fill_value=""))
    wide = _declined(_consent(wide))
    wide = _devices(_not_interviewed(wide))
    return wide[[*survey, *(name for name in wide if name not in survey)]]


def difficulties() -> list[str]:
    """Names of the six questions of the Washington Group Short Set, in its order."""
    return [question.name for question in forms()["adult"].answers() if question.list == "wg"]


def disability(items: pd.DataFrame) -> pd.Series:
    """Disability by the Washington Group's cut-off for international comparison.

    Parameters
    ----------
    items
        The six questions of the Short Set as texts: "1" no difficulty, "2" some, "3" a lot, "4" cannot do at all.

    Returns
    -------
    Series
        "yes": at least one of the six is "3" or "4". "no": all six are answered and none is. Empty: neither can be
        said (ours: with an answer missing we do not claim that there is no disability).
    """
    cut_off = settings()["wg_cut_off"]
    codes = [choice.code for choice in choice_lists()["wg"]]
    hard = items.isin([code for code in codes if int(code) >= cut_off]).any(axis=1)
    known = items.isin(codes).all(axis=1)
    return pd.Series(np.select([hard, known], ["yes", "no"], ""), index=items.index, dtype="str")


def numbered(ids: pd.Series) -> pd.Series:
    """Respondent numbers, with the first free ones for rows that have none."""
    used = set(ids)
    places = np.flatnonzero(ids == "")
    filled = ids.to_numpy(dtype=object, copy=True)
    number = 0
    for place in places:
        number += 1
        while f"R{number:04d}" in used:
            number += 1
        filled[place] = f"R{number:04d}"
    return pd.Series(filled, index=ids.index, dtype="str")


def _province_list() -> str:
    fixed = next(question for question in forms()["adult"].answers() if question.name == "province_list")
    return fixed.calculation.strip("'")


def _days(times: pd.Series) -> pd.Series:
    """The day of a time, where it is one."""
    return times.str.slice(0, 10).where(times.str.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}"), "")


def _consent(wide: pd.DataFrame) -> pd.DataFrame:
    """Agreed at first and not at the end: withdrawn. A guardian who does not agree ends the form: the child has not."""
    consent = wide["consent"]
    if "keep_answers" in wide:
        consent = consent.mask((consent == "yes") & (wide["keep_answers"] == "no"), "withdrawn")
    return wide.assign(consent=consent.mask((consent == "") & (wide["guardian_consent"] == "no"), "no"))


def _declined(wide: pd.DataFrame) -> pd.DataFrame:
    """Ethnic minority is yes or no in the survey file: who did not want to say is empty there, and named beside it."""
    declined = wide["ethnic_minority"] == _DECLINED
    names = pd.Series(np.where(declined, "ethnic_minority", ""), index=wide.index, dtype="str")
    return wide.assign(ethnic_minority=wide["ethnic_minority"].mask(declined, ""), prefer_not_to_say=names)


def _not_interviewed(wide: pd.DataFrame) -> pd.DataFrame:
    """Without consent nothing was asked: every question of the form gets "no usable answer", so that nobody reads the
    empty cells as a form that does not ask them."""
    indicators = indicator_table()
    ratings = rating_columns(indicators)
    stopped = ((wide["consent"] != "yes") & (wide[ratings] == "").all(axis=1)).to_numpy()
    if not stopped.any():
        return wide
    children = set(rating_columns(indicators[indicators["child_form"]]))
    child = (wide["instrument"] == "child").to_numpy()
    filled = {name: wide[name].mask(stopped & (~child | (name in children)), "MS") for name in ratings}
    return wide.assign(**filled)


def _devices(wide: pd.DataFrame) -> pd.DataFrame:
    """A device's own number can lead to its owner: the survey file has T001, T002 ... in the order of appearance."""
    pattern = next(column.pattern for column in columns_of(SURVEY_FILE) if column.name == "device")
    devices = wide["device"]
    if all(re.fullmatch(pattern or "", text) for text in set(devices) - {""}):
        return wide
    order = {text: f"T{number:03d}" for number, text in enumerate(dict.fromkeys(text for text in devices if text), 1)}
    return wide.assign(device=devices.map({"": ""} | order).astype("str"))
