"""The files of a data package: CSV tables, code book, read-me and `datapackage.json` (Data Package, version 2)."""

import csv
import hashlib
import io
import json
from typing import Any

import pandas as pd

from cgd.scorecard.codebook import (
    CODEBOOK_FILE,
    INDICATOR_FILE,
    ISSUE_FILE,
    OFFICIAL_FILE,
    PROVINCE_FILE,
    SURVEY_FILE,
    Column,
    codebook,
    columns_of,
)
from cgd.scorecard.sources import FOLDER, text_table
from cgd.scorecard.survey import Survey
from cgd.scorecard.wide import to_wide

VERSION = "1.0.0"
TITLES = {
    SURVEY_FILE: "Scorecard survey 2022, synthetic: one row a respondent",
    INDICATOR_FILE: "The 69 indicators (choice ours)",
    OFFICIAL_FILE: "Illustration of the official picture (ours, not official)",
    PROVINCE_FILE: "Provinces of 2022 and the units of 2025",
    ISSUE_FILE: "Contradictions in the published documents",
    CODEBOOK_FILE: "Code book of every file",
}


def dataset_files(survey: Survey, seed: int) -> dict[str, bytes]:
    """Every file of the data package of a survey: name and content. Same survey, same bytes."""
    tables = {
        SURVEY_FILE: to_wide(survey),
        INDICATOR_FILE: text_table(INDICATOR_FILE),
        OFFICIAL_FILE: survey.official,
        PROVINCE_FILE: text_table(PROVINCE_FILE),
        ISSUE_FILE: text_table(ISSUE_FILE),
        CODEBOOK_FILE: codebook(survey.indicators),
    }
    files = {name: csv_bytes(table) for name, table in tables.items()}
    package = _package(files, survey.indicators, seed)
    files["datapackage.json"] = (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    files["README.md"] = (FOLDER / "README.md").read_bytes()
    return files


def csv_bytes(table: pd.DataFrame) -> bytes:
    """A table as CSV: UTF-8 without mark, commas, Unix line ends."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.itertuples(index=False))
    return stream.getvalue().encode("utf-8")


def _package(files: dict[str, bytes], indicators: pd.DataFrame, seed: int) -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "scorecard-2022-synthetic",
        "title": "Scorecard survey 2022, Viet Nam: synthetic microdata for training",
        "description": (
            "Synthetic: a program made these data for a course; no row is a real person. They reproduce what "
            "the executive summary of the citizen-generated data report says about the ratings; everything finer is "
            "invented. Not evidence about any group, place or office."
        ),
        "version": VERSION,
        "keywords": ["synthetic", "citizen-generated data", "SDG", "Viet Nam", "training"],
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
                "title": "CC BY 4.0; synthetic data: keep the word synthetic in the title of anything made from them",
            }
        ],
        "synthetic": {"generator": "cgd.scorecard.synthesise", "bitGenerator": "numpy PCG64", "seed": seed},
        "resources": [_resource(name, content, indicators) for name, content in files.items()],
    }


def _resource(name: str, content: bytes, indicators: pd.DataFrame) -> dict[str, Any]:
    columns = columns_of(name, indicators)
    return {
        "name": name.removesuffix(".csv").replace("_", "-"),
        "path": name,
        "title": TITLES[name],
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": [_field(column) for column in columns], **_keys(columns)},
    }


def _keys(columns: list[Column]) -> dict[str, Any]:
    keys = [column.name for column in columns if column.unique]
    missing: dict[str, tuple[str, str]] = {}
    for column in columns:
        missing |= column.missing
    labelled = [{"value": code, "label": english} for code, (english, _vietnamese) in missing.items()]
    return ({"primaryKey": keys} if keys else {}) | ({"missingValues": labelled} if labelled else {})


def _field(column: Column) -> dict[str, Any]:
    number = int if column.type == "integer" else str
    limits = {
        "required": True if not column.optional else None,
        "unique": column.unique or None,
        "pattern": column.pattern,
        "minimum": column.minimum,
        "maximum": column.maximum,
        # Categories are documentation for most readers; the list makes them a rule.
        "enum": [number(code) for code in column.codes] or None,
    }
    content: dict[str, Any] = {"name": column.name, "type": column.type, "title": column.label_en}
    if column.codes:
        content["categories"] = [
            {"value": number(code), "label": english} for code, (english, _vietnamese) in column.codes.items()
        ]
    content["constraints"] = {key: value for key, value in limits.items() if value is not None}
    return content
