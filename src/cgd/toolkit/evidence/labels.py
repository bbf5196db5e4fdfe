"""Columns and codes of the tables of the figures, as people read them."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from cgd.language import _, language
from cgd.scorecard.codebook import SURVEY_FILE, columns_of
from cgd.scorecard.labels import count, group_label, number, rounded, sdg_label
from cgd.scorecard.reliability import digit_score_labels
from cgd.scorecard.survey import GROUPS, SDGS

NOTHING = "–"
ALL = "all"
# How numbers are written: shares from 0 to 1 as per cent, numbers that are per cent already, what has one decimal.
SHARES = frozenset(
    (
        *("share", "share_45", "share_12", "net", "share_gap", "dont_know", "refused", "missing", "nonresponse"),
        *("mostly_high", "fives", "night", "one_minute", "response_rate", "refusal_rate"),
        *("sample_share", "weighted_share", "population_share"),
    )
)
PERCENTS = frozenset(("of_maximum", "of_mean", "of_range"))
ONE_DECIMAL = frozenset(("size", "score", "whipple"))
# Mostly whole; half numbers between two.
HALVES = frozenset(("median", "longest_run", "rank", "official_rank"))
PLAIN = frozenset(("year",))


def column_label(name: str) -> str:
    """Name of a column; of one that is not known, the code."""
    return _columns().get(name, name)


def cell(name: str, value: Any, row: Mapping[str, Any]) -> str:
    """One cell: a label, a number in the language's own way, or a dash where there is none or it must not be shown."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in _CODES:
        return _CODES[name](value, row)
    if isinstance(value, int | float):
        return _number(name, value)
    return str(value)


def percent(share: float, places: int = 1) -> str:
    """A share from 0 to 1 as per cent."""
    return _("{value} %").format(value=signed(share * 100, places))


def signed(value: float, places: int = 2) -> str:
    """A number that may be below 0; what rounds to 0 has no sign."""
    return number(value if rounded(value, places) else 0, places)


def item_label(item: object) -> str:
    """Name of a goal, an indicator's number, or "all goals"."""
    if item == ALL:
        return _("All")
    return sdg_label(item) if isinstance(item, int) and item in SDGS else str(item)


def code_label(column: str, code: str) -> str:
    """Name of a code of the survey's code book; of any other, the code."""
    return _code_names(language()).get((column, code), code)


def group_name(code: object) -> str:
    """Name of a group; of a code that is none, the code."""
    return group_label(str(code)) if code in GROUPS else str(code)


def variant_label(code: str) -> str:
    """Name of a variant of FIG23."""
    if code.startswith("without_"):
        return _("without province {code}").format(code=code.removeprefix("without_"))
    return _variants().get(code, code)


def _number(name: str, value: float) -> str:
    if name in SHARES:
        return percent(value)
    if name in PERCENTS:
        return _("{value} %").format(value=signed(value, 1))
    if name in PLAIN:
        return str(value)
    if isinstance(value, int) or (name in HALVES and value.is_integer()):
        return count(int(value))
    return signed(value, 1 if name in ONE_DECIMAL | HALVES else 2)


def _category(value: Any, row: Mapping[str, Any]) -> str:
    return code_label(str(row.get("variable", "")), str(value))


def _by_code(labels: Callable[[], Mapping[str, str]]) -> Callable[[Any, Mapping[str, Any]], str]:
    return lambda value, _row: labels().get(str(value), str(value))


def _of_survey(column: str) -> Callable[[Any, Mapping[str, Any]], str]:
    return lambda value, _row: _("All") if value == ALL else code_label(column, str(value))


@cache
def _code_names(name: str) -> dict[tuple[str, str], str]:
    """Names of the codes of the survey file, in one language."""
    place = 1 if name == "vi" else 0
    return {
        (column.name, code): names[place] for column in columns_of(SURVEY_FILE) for code, names in column.codes.items()
    }


def _variants() -> dict[str, str]:
    return {
        "as_is": _("as it is"),
        "weighted": _("with weights"),
        "no_copies": _("without copies"),
        "no_flagged": _("without every flagged record"),
        "median": _("median instead of mean"),
    }


def _recruitment() -> dict[str, str]:
    return {
        "member_list": _("List of members"),
        "meeting": _("Meeting"),
        "open_invitation": _("Open invitation"),
    }


def _steps() -> dict[str, str]:
    return {
        "as_collected": _("As collected, in age bands"),
        "broad_ages": _("Broad age bands"),
        "region": _("Region instead of province"),
        "no_ethnic_minority": _("Without ethnic minority"),
        "no_disability": _("Without disability"),
    }


def _fields() -> dict[str, str]:
    return {
        "label": _("Label"),
        "question": _("Question"),
        "codes": _("Codes"),
        "missing_codes": _("Codes for missing values"),
        "universe": _("Who was asked"),
        "derivation": _("How derived"),
    }


def _clusters() -> dict[str, str]:
    return {"province_code": _("Province"), "interviewer": _("Interviewer"), "partner": _("Partner")}


def _rules() -> dict[str, str]:
    return {
        "age_outside_group": _("Age outside the group"),
        "code_swapped": _("Global code and national reference exchanged"),
        "complementary": _("Hide to protect another"),
        "date_not_iso": _("Date not written year-month-day"),
        "date_outside_fieldwork": _("Date outside fieldwork"),
        "dont_know_code": _("Own code for don't know or refused"),
        "end_before_start": _("End before start"),
        "exact_copy": _("Exact copy"),
        "form_not_of_group": _("Form of another group"),
        "indicator_sdg": _("Number of the indicator and goal differ"),
        "label_not_in_list": _("None of the codes of the column"),
        "near_copy": _("Near copy"),
        "not_asked": _("Answer to a question that the form does not ask"),
        "organisation_as_person": _("Organisation with sex or age"),
        "primary": _("Hide: few people"),
        "province_not_in_list": _("No code of the list of provinces"),
        "province_not_in_region": _("Province of another region"),
        "province_not_of_interviewer": _("Not the interviewer's province"),
        "rating_not_allowed": _("No rating from 1 to 5"),
        "unprotected": _("Cannot be protected: do not publish"),
        "value_not_allowed": _("Value that is not allowed"),
    }


def _columns() -> dict[str, str]:
    return {**_columns_of_people(), **_columns_of_results(), **_columns_of_forms()}


def _columns_of_people() -> dict[str, str]:
    return {
        "group": _("Group"),
        "region": _("Region"),
        "area": _("Area"),
        "partner": _("Partner"),
        "interviewer": _("Interviewer"),
        "instrument": _("Form"),
        "variable": _("Variable"),
        "category": _("Category"),
        "n": _("People (n)"),
        "others_n": _("Others (n)"),
        "planned": _("Planned"),
        "achieved": _("Achieved"),
        "share": _("Share"),
        "recruitment": _("How found"),
        "contacted": _("Contacted"),
        "eligible": _("Eligible"),
        "completed": _("Completed"),
        "response_rate": _("Response rate"),
        "refusal_rate": _("Refusal rate"),
        "sample_share": _("Sample"),
        "weighted_share": _("Weighted sample"),
        "population_share": _("Population"),
        "asked": _("Questions asked"),
        "dont_know": _("Don't know"),
        "refused": _("Refused"),
        "missing": _("No usable answer"),
        "nonresponse": _("Together"),
        "longest_run": _("Longest run (median)"),
        "variability": _("Standard deviation (median)"),
        "fives": _("Share of 5s"),
        "mostly_high": _("People with nearly all at 4 and 5"),
        "along_form": _("Rank correlation with place in the form"),
        "night": _("Start at night"),
        "one_minute": _("Start and end in one minute"),
        "adjusted": _("Distance from the others (points)"),
        "score": _("Last-digit score"),
        "level": _("Level"),
        "whipple": _("Whipple's index"),
    }


def _columns_of_results() -> dict[str, str]:
    return {
        "item": _("Goal or indicator"),
        "year": _("Year"),
        "mean": _("Mean"),
        "median": _("Median"),
        "share_45": _("4 and 5"),
        "share_12": _("1 and 2"),
        "net": _("Net"),
        "gap": _("Difference of means"),
        "share_gap": _("Difference of shares 4 and 5"),
        "cliffs_delta": _("Cliff's delta"),
        "gap_alike": _("Difference, groups made alike"),
        "cliffs_delta_alike": _("Cliff's delta, groups made alike"),
        "mean_2022": _("2022"),
        "mean_2025": _("Expected for 2025"),
        "gain": _("Difference over three years"),
        "per_year": _("Per year"),
        "of_maximum": _("Of the maximum 5"),
        "of_mean": _("Of the mean of 2022"),
        "of_range": _("Of the range 4"),
        "items": _("Questions"),
        "alpha": _("Alpha"),
        "rank": _("Place in the group"),
        "official_rank": _("Place in the official picture"),
        "rank_correlation": _("Rank correlation"),
        "as_is": _("As it is"),
        "weighted": _("With weights"),
        "no_copies": _("Without copies"),
        "no_flagged": _("Without every flagged record"),
        "lowest_without_a_province": _("Lowest without a province"),
        "highest_without_a_province": _("Highest without a province"),
        "by": _("Cluster"),
        "clusters": _("Clusters"),
        "size": _("People a cluster"),
        "rho": _("Intraclass correlation"),
        "design_effect": _("Design effect"),
    }


def _columns_of_forms() -> dict[str, str]:
    return {
        "rule": _("Rule"),
        "findings": _("Findings"),
        "records": _("Records"),
        "cell": _("Cell"),
        "count": _("Count"),
        "step": _("Step"),
        "keys": _("Keys"),
        "section": _("Section"),
        "questions": _("Questions"),
        "answered": _("Answered"),
        "field": _("Field"),
        "filled": _("Filled"),
        "applicable": _("Applicable"),
        "thing": _("What was scored"),
        "first": _("First rater"),
        "second": _("Second rater"),
    }


_CODES: dict[str, Callable[[Any, Mapping[str, Any]], str]] = {
    "group": lambda value, _row: group_name(value),
    "item": lambda value, _row: item_label(value),
    "region": _of_survey("region"),
    "area": _of_survey("area"),
    "instrument": _of_survey("instrument"),
    "category": _category,
    "variable": lambda value, _row: {"region": _("Region"), "area": _("Area"), "sex": _("Sex")}.get(value, str(value)),
    "recruitment": _by_code(_recruitment),
    "level": _by_code(digit_score_labels),
    "rule": _by_code(_rules),
    "step": _by_code(_steps),
    "field": _by_code(_fields),
    "by": _by_code(_clusters),
}
