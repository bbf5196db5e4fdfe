"""How many of the planted faults the checks find, and how often they raise a false alarm."""

from pathlib import Path

import pandas as pd

from cgd.errors import CgdError
from cgd.language import _, language
from cgd.scorecard.make.defects import read_kinds
from cgd.scorecard.survey import Survey
from cgd.scorecard.tables import text_cells

KEY_COLUMNS = ("row_id", "column", "unit", "kind", "detect_rule")


def read_key(path: Path) -> pd.DataFrame:
    """An answer key (`defects.csv`). Raises `CgdError` when it is no answer key."""
    key = text_cells(path)
    missing = [name for name in KEY_COLUMNS if name not in key]
    if missing:
        raise CgdError(
            _("{file} is no answer key: the column {column} is missing.").format(file=path.name, column=missing[0])
        )
    return key


def detection(survey: Survey, findings: pd.DataFrame, key: pd.DataFrame) -> pd.DataFrame:
    """Planted against found, kind by kind.

    Parameters
    ----------
    survey
        The survey that was checked.
    findings
        What the checks found: check, rule, row, column, ...
    key
        The answer key: one row a planted fault.

    Returns
    -------
    DataFrame
        One row a kind: kind, name (in the language in use), unit ("record", "cell", "interviewer", "partner"),
        detect_rule, planted, found, recall (share of planted units that the rule of this kind names), false_alarms
        (records that the rule names without a fault of this kind in them; for interviewers and partners all their
        records), false_share (of all records).
    """
    names = kind_names()
    rules = findings["check"].astype("str") + " " + findings["rule"].astype("str")
    rows = []
    for kind, planted in key.groupby("kind", sort=False):
        rule = planted["detect_rule"].iloc[0]
        found = findings[rules == rule]
        unit = _unit(str(kind), planted)
        wanted = _planted(planted, unit)
        hit = wanted & _named(found, unit)
        false = _false_records(survey, found, wanted, unit)
        share = false / max(len(survey.respondents), 1)
        rows.append(
            (kind, names.get(kind, kind), unit, rule, len(wanted), len(hit), len(hit) / len(wanted), false, share)
        )
    columns = ["kind", "name", "unit", "detect_rule", "planted", "found", "recall", "false_alarms", "false_share"]
    return pd.DataFrame(rows, columns=columns)


def kind_names() -> dict[str, str]:
    """What each kind of planted fault is called, in the language in use."""
    return {kind: entry[language()] for kind, entry in read_kinds().items()}


def kind_lines() -> dict[str, str]:
    """What each kind of planted fault is, in one line, in the language in use."""
    return {kind: entry[f"{language()}_line"] for kind, entry in read_kinds().items()}


def _unit(kind: str, planted: pd.DataFrame) -> str:
    """What is counted: as `kinds.yml` says; for a kind that it does not know, as the lines of the key look."""
    known = read_kinds().get(kind)
    if known is not None:
        return {"row": "record"}.get(known["unit"], known["unit"])
    unit = planted["unit"].iloc[0]
    if unit:
        return unit.split("=")[0]
    return "record" if planted["column"].str.startswith("*").any() else "cell"


def _planted(planted: pd.DataFrame, unit: str) -> set[tuple[str, ...]]:
    if unit == "record":
        return {(row,) for row in planted["row_id"]}
    if unit == "cell":
        return set(zip(planted["row_id"], planted["column"], strict=True))
    return {(name,) for name in planted["unit"]}


def _named(found: pd.DataFrame, unit: str) -> set[tuple[str, ...]]:
    if unit == "record":
        return {(row,) for row in found["row"]}
    if unit == "cell":
        return set(zip(found["row"], found["column"], strict=True))
    return {(name,) for name in found["column"]}


def _false_records(survey: Survey, found: pd.DataFrame, wanted: set[tuple[str, ...]], unit: str) -> int:
    if unit in ("record", "cell"):
        hit_rows = {key[0] for key in wanted}
        return len(set(found["row"]) - hit_rows)
    people = survey.respondents[unit]
    wrong = {name.split("=", 1)[1] for (name,) in _named(found, unit) - wanted}
    return int(people.isin(wrong).sum())
