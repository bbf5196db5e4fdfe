"""The files of a data package: CSV tables, code book, read-me and `datapackage.json` (Data Package, version 2)."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd
import yaml

from cgd.scorecard.codebook import CODEBOOK_FILE, Column, codebook, columns_of, files_of
from cgd.scorecard.sources import FOLDER

README = "README.md"
DESCRIPTION = "datapackage.json"
_MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
}
_LICENCES = {
    "synthetic": {
        "name": "CC-BY-4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
        "title": "CC BY 4.0; synthetic data: keep the word synthetic in the title of anything made from them",
    },
    "own": {
        "name": "CC-BY-4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
        "title": "CC BY 4.0; the Washington Group Short Set belongs to the Washington Group on Disability Statistics",
    },
    "course": {
        "name": "CC-BY-4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
        "title": "CC BY 4.0 for the selection and arrangement; every value belongs to the producer named beside it",
    },
}


def package_files(
    package: str,
    tables: Mapping[str, pd.DataFrame],
    documents: Mapping[str, bytes] | None = None,
    *,
    indicators: pd.DataFrame | None = None,
    seed: int | None = None,
) -> dict[str, bytes]:
    """Every file of a data package: name and content. Same tables, same bytes.

    Parameters
    ----------
    package
        Name of its folder in `sources/`, where package.yml, columns.yml and README.md are.
    tables
        File name and table of text cells, for every file of columns.yml but the code book.
    documents
        Files that are no tables.
    indicators
        The indicators of the rating columns, for a package with a survey file.
    seed
        What synthetic data were made from.
    """
    contents: dict[str, bytes] = {}
    for file in files_of(package):
        table = codebook(package, indicators) if file == CODEBOOK_FILE else tables[file]
        wanted = [column.name for column in columns_of(file, indicators, package)]
        assert list(table.columns) == wanted, f"{package}/{file}: {list(table.columns)} instead of {wanted}"
        contents[file] = csv_bytes(table)
    contents |= documents or {}
    resources = [_resource(package, name, content, indicators) for name, content in contents.items()]
    description = package_description(package, resources, seed)
    contents[DESCRIPTION] = (json.dumps(description, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    contents[README] = (FOLDER / package / README).read_bytes()
    return contents


def csv_bytes(table: pd.DataFrame) -> bytes:
    """A table as CSV: UTF-8 without mark, commas, Unix line ends."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.itertuples(index=False))
    return stream.getvalue().encode("utf-8")


@cache
def package_source(package: str) -> dict[str, Any]:
    """What package.yml says: name, version, title and description (en, vi), licence, title of each file."""
    return yaml.safe_load((FOLDER / package / "package.yml").read_text(encoding="utf-8"))


def package_description(package: str, resources: list[dict[str, Any]], seed: int | None = None) -> dict[str, Any]:
    """The content of `datapackage.json`."""
    source = package_source(package)
    made = {"generator": "cgd.scorecard.make", "bitGenerator": "numpy PCG64", "seed": seed}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": source["name"],
        "title": source["title"]["en"],
        "title_vi": source["title"]["vi"],
        "description": source["description"]["en"],
        "description_vi": source["description"]["vi"],
        "version": str(source["version"]),
        "keywords": source["keywords"],
        "licenses": [_LICENCES[source["licence"]]],
        **({"synthetic": made} if seed is not None else {}),
        "resources": resources,
    }


def _resource(package: str, name: str, content: bytes, indicators: pd.DataFrame | None) -> dict[str, Any]:
    suffix = name.rsplit(".", 1)[1]
    described: dict[str, Any] = {
        "name": (name.removesuffix(".csv") if suffix == "csv" else name).replace("_", "-").lower(),
        "path": name,
        "title": package_source(package)["files"][name]["en"],
        "title_vi": package_source(package)["files"][name]["vi"],
        "type": "table" if suffix == "csv" else "file",
        "format": suffix,
        "mediatype": _MEDIA[suffix],
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if suffix != "csv":
        return {key: value for key, value in described.items() if key != "type"}
    columns = columns_of(name, indicators, package)
    return {**described, "encoding": "utf-8", "schema": schema(columns)}


def schema(columns: list[Column]) -> dict[str, Any]:
    """The Table Schema of some columns."""
    keys = [column.name for column in columns if column.unique]
    missing: dict[str, tuple[str, str]] = {}
    for column in columns:
        missing |= column.missing
    labelled = [{"value": code, "label": english} for code, (english, _vietnamese) in missing.items()]
    return (
        {"fields": [_field(column) for column in columns]}
        | ({"primaryKey": keys} if keys else {})
        | ({"missingValues": labelled} if labelled else {})
    )


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
    if column.type == "datetime":
        content["format"] = "%Y-%m-%dT%H:%M"
    if column.codes:
        content["categories"] = [
            {"value": number(code), "label": english} for code, (english, _vietnamese) in column.codes.items()
        ]
    content["constraints"] = {key: value for key, value in limits.items() if value is not None}
    return content
