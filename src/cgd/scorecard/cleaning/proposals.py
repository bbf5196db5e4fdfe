"""From findings to proposed edits: what the rules would do about each, for a person to accept or refuse."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from cgd.language import _
from cgd.scorecard.cleaning.edits import EDIT_COLUMNS, NOT_KEPT, WHOLE_ROW, cell_file, no_edits
from cgd.scorecard.provinces import province_code
from cgd.scorecard.sources import text_table
from cgd.scorecard.survey import HIGHEST, LOWEST, MISSING, Survey
from cgd.scorecard.wide import ANSWER_TEXT, RATING_CODES, rating_columns, to_wide

MISSING_TEXT = ANSWER_TEXT[MISSING]
NO_CONSENT = ("", "no", "withdrawn")
_FORMS = {"children": "child", "cso": "cso"}  # every other group has the form for adults

Change = tuple[str, str, str, str]  # record, column, old, new


@dataclass(frozen=True)
class Evidence:
    """A survey as texts, and what the rules look up in it."""

    survey: Survey

    @cached_property
    def wide(self) -> pd.DataFrame:
        return to_wide(self.survey).set_index("respondent_id", drop=False)

    @cached_property
    def region(self) -> dict[str, str]:
        """Survey region of each province."""
        table = text_table("provinces.csv")
        return dict(zip(table["code_2022"], table["region"], strict=True))

    @cached_property
    def province_of(self) -> dict[str, str]:
        """The province in which each interviewer worked most."""
        people = self.survey.respondents
        counts = people.groupby(["interviewer", "province_code"], observed=True).size()
        return dict(counts.groupby(level=0, observed=True).idxmax().tolist())

    def cell(self, row: str, column: str) -> str:
        return str(self.wide.at[row, column])


def propose(survey: Survey, findings: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the rules would do about findings.

    Returns
    -------
    edits
        Columns of the log but edit_id; at most one edit a cell, none in a record that is to be deleted.
    flagged
        The findings for which nothing is changed, because no rule knows the true value.
    """
    evidence = Evidence(survey)
    tables: list[pd.DataFrame] = []
    left = [findings[~findings["rule"].isin([rule["finding"] for rule in rules()])]]
    for rule in rules():
        found = findings[findings["rule"] == rule["finding"]]
        if rule["edit"] == "flag" or found.empty:
            left.append(found)
            continue
        made = list(_EDITS[rule["edit"]](evidence, found))
        tables.append(_as_edits(rule, made, str(found["check"].iloc[0])))
        done = {row for row, *_rest in made}
        left.append(found[~found["row"].isin(done)])
    edits = pd.concat(tables, ignore_index=True) if tables else no_edits().drop(columns="edit_id")
    deleted = edits.loc[edits["action"] == "delete", "row"]
    edits = edits[(edits["action"] == "delete") | ~edits["row"].isin(deleted)]
    edits = edits.drop_duplicates(["file", "row", "column"], ignore_index=True)
    return edits, pd.concat(left, ignore_index=True)


@cache
def rules() -> list[dict[str, Any]]:
    """The rules of `rules.yml`, in order."""
    return yaml.safe_load(Path(__file__).with_name("rules.yml").read_text(encoding="utf-8"))


@cache
def aliases() -> dict[str, Any]:
    """The other spellings of `aliases.yml`."""
    return yaml.safe_load(Path(__file__).with_name("aliases.yml").read_text(encoding="utf-8"))


def _as_edits(rule: dict[str, Any], changes: list[Change], check: str) -> pd.DataFrame:
    table = pd.DataFrame(changes, columns=["row", "column", "old", "new"], dtype="str")
    kept = rule.get("log_value", True)
    table["old"] = table["old"] if kept else NOT_KEPT
    return table.assign(
        file=table["column"].map(cell_file),
        action="delete" if rule["edit"].startswith("delete") else "edit",
        rule=rule["edit"],
        check=f"{check} {rule['finding']}",
        reason=_reasons()[rule["edit"]],
        reversible="yes" if kept else "no",
    )[list(EDIT_COLUMNS[1:])]


def _reasons() -> dict[str, str]:
    return {
        "delete_row": _("This record must not be counted."),
        "delete_without_consent": _("Without consent nothing of this record may be kept."),
        "label_alias": _("Another spelling of a known code."),
        "form_of_group": _("Each group has one form, and the answers are those of this form."),
        "province_by_name": _("The name of the province, as a code."),
        "province_of_interviewer": _("Each interviewer worked in one province."),
        "region_of_province": _("The region to which the province belongs."),
        "day_of_start": _("The day on which the tablet started the interview."),
        "swap_times": _("Start and end stand in each other's place."),
        "code_of_answer": _("The field team's own code for don't know or refused."),
        "typed_rating": _("A rating in words or typed twice; any other text is no usable answer."),
        "set_missing": _("No answer was recorded; don't know and refused cannot be told apart."),
        "reverse_scale": _("The interviewer read the scale the wrong way round: 6 minus the rating."),
        "empty_cell": _("The true value is not known."),
        "remove_comment": _("The comment names a person or says where to find one."),
        "sdg_of_number": _("The number of the indicator begins with its goal."),
        "swap_codes": _("The global code and the national reference stand in each other's place."),
    }


def _delete_row(_evidence: Evidence, found: pd.DataFrame) -> Iterator[Change]:
    for row in dict.fromkeys(found["row"]):
        yield row, WHOLE_ROW, "", ""


def _delete_without_consent(evidence: Evidence, found: pd.DataFrame) -> Iterator[Change]:
    """Only what certainly is no consent: a cell that nobody can read is left for a person to decide."""
    for row, column in zip(found["row"], found["column"], strict=True):
        if evidence.cell(row, column) in NO_CONSENT:
            yield row, WHOLE_ROW, "", ""


def _label_alias(evidence: Evidence, found: pd.DataFrame) -> Iterator[Change]:
    for row, column in zip(found["row"], found["column"], strict=True):
        old = evidence.cell(row, column)
        new = aliases()["labels"].get(column, {}).get(_key(old))
        if new:
            yield row, column, old, new


def _form_of_group(evidence: Evidence, found: pd.DataFrame) -> Iterator[Change]:
    for row in found["row"]:
        group = evidence.cell(row, "group")
        group = aliases()["labels"]["group"].get(_key(group), group)
        yield row, "instrument", evidence.cell(row, "instrument"), _FORMS.get(group, "adult")


def _province_by_name(evidence: Evidence, found: pd.DataFrame) -> Iterator[Change]:
    for row in found["row"]:
        old = evidence.cell(row, "province_code")
        new = province_code(old)
        if new:
            yield row, "province_code", old, new


def _province_of_interviewer(evidence: Evidence, found: pd.DataFrame) -> Iterator[Change]:
    for row in found["row"]:
        new = evidence.province_of.get(evidence.cell(row, "interviewer"))
        if new:
            yield row, "province_code", evidence.cell(row, "province_code"), new


def _region_of_province(evidence: Evidence, found: pd.DataFrame) -> Iterator[Change]:
    for row in found["row"]:
        new = evidence.region.get(evidence.cell(row, "province_code"))
        if new:
            yield row, "region", evidence.cell(row, "region"), new


def _day_of_start(evidence: Evidence, found: pd.DataFrame) -> Iterator[Change]:
    for row in found["row"]:
        start = evidence.cell(row, "start_time")
        if start:
            yield row, "interview_date", evidence.cell(row, "interview_date"), start[:10]


def _swap_times(evidence: Evidence, found: pd.DataFrame) -> Iterator[Change]:
    for row in dict.fromkeys(found["row"]):
        start, end = evidence.cell(row, "start_time"), evidence.cell(row, "end_time")
        yield row, "start_time", start, end
        yield row, "end_time", end, start


def _code_of_answer(evidence: Evidence, found: pd.DataFrame) -> Iterator[Change]:
    for row, column in zip(found["row"], found["column"], strict=True):
        old = evidence.cell(row, column)
        new = aliases()["answers"].get(_key(old))
        if new:
            yield row, column, old, new


def _typed_rating(evidence: Evidence, found: pd.DataFrame) -> Iterator[Change]:
    for row, column in zip(found["row"], found["column"], strict=True):
        old = evidence.cell(row, column)
        yield row, column, old, _rating(old)


def _rating(text: str) -> str:
    """The rating that a typed text certainly means, or the mark for no usable answer."""
    key = _key(text)
    if key in aliases()["ratings"]:
        return aliases()["ratings"][key]
    try:
        value = float(key.replace(",", "."))
    except ValueError:
        return MISSING_TEXT
    return str(int(value)) if value in range(LOWEST, HIGHEST + 1) else MISSING_TEXT


def _set_missing(evidence: Evidence, found: pd.DataFrame) -> Iterator[Change]:
    for row, column in zip(found["row"], found["column"], strict=True):
        yield row, column, evidence.cell(row, column), MISSING_TEXT


def _reverse_scale(evidence: Evidence, found: pd.DataFrame) -> Iterator[Change]:
    columns = rating_columns(evidence.survey.indicators)
    marks = set(RATING_CODES[: HIGHEST - LOWEST + 1])
    for row in dict.fromkeys(found["row"]):
        cells = evidence.wide.loc[row, columns]
        for column, old in cells[cells.isin(marks)].items():
            yield row, str(column), old, str(LOWEST + HIGHEST - int(old))


def _empty_cell(evidence: Evidence, found: pd.DataFrame) -> Iterator[Change]:
    for row, column in zip(found["row"], found["column"], strict=True):
        yield row, column, evidence.cell(row, column), ""


def _sdg_of_number(evidence: Evidence, found: pd.DataFrame) -> Iterator[Change]:
    table = evidence.survey.indicators.set_index("indicator_id")
    for number in found["row"]:
        yield number, "sdg", str(table.at[number, "sdg"]), number.split(".")[0]


def _swap_codes(evidence: Evidence, found: pd.DataFrame) -> Iterator[Change]:
    table = evidence.survey.indicators.set_index("indicator_id")
    for number in dict.fromkeys(found["row"]):
        code, reference = table.loc[number, ["global_code", "national_reference"]]
        yield number, "global_code", code, reference
        yield number, "national_reference", reference, code


def _key(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().casefold()


_EDITS: dict[str, Callable[[Evidence, pd.DataFrame], Iterator[Change]]] = {
    "delete_row": _delete_row,
    "delete_without_consent": _delete_without_consent,
    "label_alias": _label_alias,
    "form_of_group": _form_of_group,
    "province_by_name": _province_by_name,
    "province_of_interviewer": _province_of_interviewer,
    "region_of_province": _region_of_province,
    "day_of_start": _day_of_start,
    "swap_times": _swap_times,
    "code_of_answer": _code_of_answer,
    "typed_rating": _typed_rating,
    "set_missing": _set_missing,
    "reverse_scale": _reverse_scale,
    "empty_cell": _empty_cell,
    "remove_comment": _empty_cell,
    "sdg_of_number": _sdg_of_number,
    "swap_codes": _swap_codes,
}
