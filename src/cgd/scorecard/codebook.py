"""Every column of every file of a data package: names, types, codes, labels; one source (`sources/columns.yml`)."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd
import yaml

from cgd.scorecard.sources import FOLDER
from cgd.scorecard.survey import YEARS
from cgd.scorecard.wide import rating_column

SURVEY_FILE = "scorecard-2022-synthetic.csv"
INDICATOR_FILE = "indicators.csv"
OFFICIAL_FILE = "official-status-illustrative.csv"
PROVINCE_FILE = "provinces.csv"
ISSUE_FILE = "known_issues.csv"
CODEBOOK_FILE = "codebook.csv"


@dataclass(frozen=True)
class Column:
    """One column of one file.

    Attributes
    ----------
    type
        "string", "integer", "number" or "date" (year-month-day).
    codes, missing
        Allowed values, and values that stand for no value; each with its English and Vietnamese name.
    pattern
        Regular expression that a whole cell must match.
    optional
        Whether the cell may be empty.
    mark
        "published" (the report describes it), "source" (another source) or "ours".
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


def columns_of(file: str, indicators: pd.DataFrame) -> list[Column]:
    """The columns of one file of the package, in order.

    Parameters
    ----------
    indicators
        The indicators; each has two rating columns in the survey file.
    """
    columns = [_column(entry) for entry in _source()[file]]
    if file == SURVEY_FILE:
        columns += _rating_columns(indicators)
    return columns


def codebook(indicators: pd.DataFrame) -> pd.DataFrame:
    """The code book of the whole package: file, name, type, label_en, label_vi, codes, codes_en, codes_vi, mark."""
    files = [file for file in _source() if file != "ratings"]
    return pd.DataFrame([_row(file, column) for file in files for column in columns_of(file, indicators)], dtype="str")


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
    rating = _source()["ratings"]
    codes, missing = _pairs(rating["codes"]), _pairs(rating["missing"])
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
        )
        for indicator in indicators.itertuples()
        for year in YEARS
    ]


def _pairs(codes: dict[str, list[str]]) -> dict[str, tuple[str, str]]:
    return {code: (names[0], names[1]) for code, names in codes.items()}


@cache
def _source() -> dict[str, Any]:
    return yaml.safe_load((FOLDER / "columns.yml").read_text(encoding="utf-8"))
