"""FIG07: cells that are allowed one by one and do not fit together."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.language import _
from cgd.scorecard.checks.findings import listed, of_rows, together
from cgd.scorecard.provinces import OLD_LIST
from cgd.scorecard.sources import text_table
from cgd.scorecard.survey import Survey


def fig07_consistency(survey: Survey, limits: dict[str, Any]) -> pd.DataFrame:
    """FIG07: form, group, age, organisation, place and time against each other, and the list of indicators."""
    checks = (_forms, _ages, _organisations, _regions, _provinces, _days, _times)
    return together([*(check(survey, limits) for check in checks), _indicators(survey)])


def _forms(survey: Survey, limits: dict[str, Any]) -> pd.DataFrame:
    people = survey.respondents
    wanted = people["group"].astype(object).map({name: group["form"] for name, group in limits["groups"].items()})
    wrong = people["instrument"].notna() & wanted.notna() & (people["instrument"].astype(object) != wanted)
    return _named(survey, "form_not_of_group", wrong, "instrument", _("This form is not the form of the group."))


def _ages(survey: Survey, limits: dict[str, Any]) -> pd.DataFrame:
    people, found = survey.respondents, []
    for name, group in limits["groups"].items():
        if group["ages"] is None:
            continue
        low, high = group["ages"]
        wrong = (people["group"] == name) & ~people["age"].between(low, high).fillna(True).astype(bool)
        message = _("The group is {low} to {high} years old.").format(low=low, high=high)
        found.append(_named(survey, "age_outside_group", wrong, "age", message))
    return together(found)


def _organisations(survey: Survey, _limits: dict[str, Any]) -> pd.DataFrame:
    people = survey.respondents
    person = people["sex"].notna() | people["age"].notna()
    message = _("An organisation has no sex and no age: was a person counted as one?")
    rows = _rows((people["group"] == "cso") & person)
    return of_rows(survey, "FIG07", "organisation_as_person", rows, "", "", message)


def _regions(survey: Survey, _limits: dict[str, Any]) -> pd.DataFrame:
    people = survey.respondents
    table = text_table("provinces.csv").set_index("code_2022")["region"]
    # The same two digits name another province in another list.
    true = people["province_code"].astype(object).where(people["province_list"] == OLD_LIST).map(table)
    wrong = people["region"].notna() & true.notna() & (people["region"].astype(object) != true)
    return _named(survey, "province_not_in_region", wrong, "region", _("The province lies in another region."))


def _provinces(survey: Survey, limits: dict[str, Any]) -> pd.DataFrame:
    people = survey.respondents
    table = people[["interviewer", "province_code"]].dropna()
    counts = table.groupby(["interviewer", "province_code"], observed=True).size().sort_values(kind="stable")
    total = counts.groupby(level=0, observed=True).transform("sum")
    limit = limits["interviewer_province"]
    usual = counts[(counts / total >= limit["usual"]["value"]) & (total >= limit["fewest_forms"]["value"])]
    home = people["interviewer"].astype(object).map(dict(usual.index.tolist()))
    wrong = people["province_code"].notna() & home.notna() & (people["province_code"].astype(object) != home)
    message = _("The interviewer works in another province. Was the code taken from the list of 2025?")
    return _named(survey, "province_not_of_interviewer", wrong, "province_code", message)


def _days(survey: Survey, limits: dict[str, Any]) -> pd.DataFrame:
    day = survey.respondents["interview_date"]
    first, last = (pd.Timestamp(limits["fieldwork"][end]) for end in ("first", "last"))
    wrong = day.notna() & ~day.between(first, last)
    message = _("Fieldwork lasted from {first} to {last}.").format(
        first=limits["fieldwork"]["first"], last=limits["fieldwork"]["last"]
    )
    rows = _rows(wrong)
    value = day.iloc[rows].dt.strftime("%Y-%m-%d").to_numpy(dtype=object)
    return of_rows(survey, "FIG07", "date_outside_fieldwork", rows, "interview_date", value, message)


def _times(survey: Survey, _limits: dict[str, Any]) -> pd.DataFrame:
    people = survey.respondents
    rows = _rows(people["end_time"] < people["start_time"])
    value = people["end_time"].iloc[rows].dt.strftime("%Y-%m-%dT%H:%M").to_numpy(dtype=object)
    message = _("The interview ends before it starts.")
    return of_rows(survey, "FIG07", "end_before_start", rows, "end_time", value, message)


def _indicators(survey: Survey) -> pd.DataFrame:
    """The list of indicators: goal against number, global code against national reference."""
    table = survey.indicators
    goal = table["indicator_id"].str.split(".").str[0]
    wrong = table[goal != table["sdg"].astype("str")]
    message = _("The number of the indicator begins with another goal.")
    found = [listed("FIG07", "indicator_sdg", _texts(wrong["indicator_id"]), "sdg", _texts(wrong["sdg"]), message)]
    if "global_code" in table:
        # Global codes are goal, target, number, such as 16.9.1 or 5.a.1; "-" = none.
        wrong = table[~table["global_code"].str.fullmatch(r"\d+\.[0-9a-z]+\.\d+|-?")]
        message = _("This is no global code. Was it exchanged with the national reference?")
        for column in ("global_code", "national_reference"):
            ids, codes = _texts(wrong["indicator_id"]), _texts(wrong[column])
            found.append(listed("FIG07", "code_swapped", ids, column, codes, message))
    return together(found)


def _named(survey: Survey, rule: str, wrong: pd.Series, column: str, message: str) -> pd.DataFrame:
    rows = _rows(wrong)
    return of_rows(survey, "FIG07", rule, rows, column, _texts(survey.respondents[column].iloc[rows]), message)


def _rows(wrong: pd.Series) -> NDArray[np.intp]:
    return np.flatnonzero(wrong.fillna(False).to_numpy(dtype=bool))


def _texts(cells: pd.Series) -> NDArray[np.object_]:
    return cells.astype("str").to_numpy(dtype=object)
