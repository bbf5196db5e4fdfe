"""Every column of every file of a data package: names, types, codes, labels; one source (`sources/*/columns.yml`)."""

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import pandas as pd
import yaml

from cgd.scorecard.sources import FOLDER, SURVEY, text_table
from cgd.scorecard.survey import YEARS
from cgd.scorecard.wide import rating_column

SURVEY_FILE = "scorecard-2022-synthetic.csv"
RAW_SURVEY_FILE = "scorecard-2022-raw-synthetic.csv"
INDICATOR_FILE = "indicators.csv"
RAW_INDICATOR_FILE = "indicators-raw.csv"
OFFICIAL_FILE = "official-status-illustrative.csv"
PROVINCE_FILE = "provinces.csv"
ISSUE_FILE = "known_issues.csv"
CODEBOOK_FILE = "codebook.csv"
QUESTIONNAIRES = "questionnaires"


@dataclass(frozen=True)
class Column:
    """One column of one file.

    Attributes
    ----------
    type
        "string", "integer", "number", "date" (year-month-day) or "datetime" (year-month-day, T, hours:minutes).
    codes, missing
        Allowed values, and values that stand for no value; each with its English and Vietnamese name.
    pattern
        Regular expression that a whole cell must match.
    optional
        Whether the cell may be empty.
    mark
        "published" (the report describes it), "source" (another source) or "ours".
    question_en, question_vi
        The question as it was asked, where there is one.
    universe_en, universe_vi
        Who was asked; empty = everybody in the file.
    derivation
        How the value was made of others; empty = as answered or recorded.
    security
        "sensitive" for sensitive personal data (Decree 356/2025, article 4), "personal", or empty.
    """

    name: str
    type: str
    label_en: str
    label_vi: str
    mark: str
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    missing: dict[str, tuple[str, str]] = field(default_factory=dict)
    pattern: str | None = None
    optional: bool = False
    unique: bool = False
    minimum: float | None = None
    maximum: float | None = None
    question_en: str = ""
    question_vi: str = ""
    universe_en: str = ""
    universe_vi: str = ""
    derivation: str = ""
    security: str = ""


def columns_of(file: str, indicators: pd.DataFrame | None = None, package: str = SURVEY) -> list[Column]:
    """The columns of one file of a package, in order.

    Parameters
    ----------
    indicators
        The indicators; each has two rating columns in a survey file. By default none has.
    """
    source = _source(package)
    entries = source[file]
    if isinstance(entries, dict):
        # A file as it came in: the same columns, and nothing is promised about its cells.
        return [_unchecked(column) for column in columns_of(entries["as"], indicators, package)]
    columns = [_column(entry) for entry in entries]
    if file == SURVEY_FILE:
        columns = [_with_question(column) for column in columns]
    if "ratings" in source and file == SURVEY_FILE and indicators is not None:
        columns += _rating_columns(indicators)
    return columns


def files_of(package: str) -> list[str]:
    """The tables of a package that have columns, in the order of its columns.yml."""
    return [file for file in _source(package) if file != "ratings"]


def codebook(package: str = SURVEY, indicators: pd.DataFrame | None = None) -> pd.DataFrame:
    """The code book of a whole package, one row a column of a file.

    Returns
    -------
    DataFrame
        file, name, type, label_en, label_vi, codes, codes_en, codes_vi, mark; all texts, codes divided by "|". A file
        as it came in has the columns of its checked form and is left out.
    """
    files = [file for file in files_of(package) if not isinstance(_source(package)[file], dict)]
    rows = [_row(file, column) for file in files for column in columns_of(file, indicators, package)]
    return pd.DataFrame(rows, dtype="str")


def _unchecked(column: Column) -> Column:
    return replace(column, type="string", codes={}, missing={}, pattern=None, optional=True, minimum=None, maximum=None)


def _row(file: str, column: Column) -> dict[str, str]:
    codes = column.codes | {code: names for code, names in column.missing.items() if code}
    return {
        "file": file,
        "name": column.name,
        "type": column.type,
        "label_en": column.label_en,
        "label_vi": column.label_vi,
        "codes": "|".join(codes),
        "codes_en": "|".join(english for english, _vietnamese in codes.values()),
        "codes_vi": "|".join(vietnamese for _english, vietnamese in codes.values()),
        "mark": column.mark,
    }


def _column(entry: dict[str, Any]) -> Column:
    rest = {key: value for key, value in entry.items() if key not in ("en", "vi", "codes")}
    return Column(**rest, label_en=entry["en"], label_vi=entry["vi"], codes=_pairs(entry.get("codes", {})))


def _rating_columns(indicators: pd.DataFrame) -> list[Column]:
    rating = _source(SURVEY)["ratings"]
    codes, missing = _pairs(rating["codes"]), _pairs(rating["missing"])
    asked = text_table("statements.csv", QUESTIONNAIRES).set_index("indicator_id")
    return [
        Column(
            name=rating_column(indicator.indicator_id, year),
            type=rating["type"],
            label_en=rating["en"][year].format(name_en=indicator.name_en),
            label_vi=rating["vi"][year].format(name_vi=indicator.name_vi),
            mark=rating["mark"],
            codes=codes,
            missing=missing,
            optional=True,
            question_en=asked["plain_en"].get(indicator.indicator_id, ""),
            question_vi=asked["plain_vi"].get(indicator.indicator_id, ""),
            universe_en=rating["universe"]["all" if indicator.child_form else "adults"][0],
            universe_vi=rating["universe"]["all" if indicator.child_form else "adults"][1],
        )
        for indicator in indicators.itertuples()
        for year in YEARS
    ]


def _with_question(column: Column) -> Column:
    english, vietnamese = _questions().get(column.name, ("", ""))
    return replace(column, question_en=english, question_vi=vietnamese)


@cache
def _questions() -> dict[str, tuple[str, str]]:
    """Question texts of the survey's columns, as the first questionnaire that asks them has them."""
    path = FOLDER / QUESTIONNAIRES / "questions.yml"
    found: dict[str, tuple[str, str]] = {}
    for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]:
        if entry.get("survey") and entry.get("en"):
            found.setdefault(entry["survey"], (entry["en"], entry["vi"]))
    return found


def _pairs(codes: dict[str, list[str]]) -> dict[str, tuple[str, str]]:
    return {code: (names[0], names[1]) for code, names in codes.items()}


@cache
def _source(package: str) -> dict[str, Any]:
    return yaml.safe_load((FOLDER / package / "columns.yml").read_text(encoding="utf-8"))
