"""The variables of a DDI codebook (dataDscr): one `var` for each column, made of the code book."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Collection, Mapping

import pandas as pd

from cgd.scorecard.codebook import Column
from cgd.scorecard.export.elements import add, add_words
from cgd.scorecard.export.study import settings

_REPRESENTATION = {"integer": "numeric", "number": "numeric", "date": "datetime", "datetime": "datetime"}
_FORMAT = {"date": "YYYY-MM-DD", "datetime": "YYYY-MM-DDThh:mm"}


def add_variables(
    parent: ET.Element,
    table: pd.DataFrame,
    columns: list[Column],
    *,
    frequencies: bool,
    ordinal: Collection[str],
    concepts: Mapping[str, str],
) -> None:
    """Append the variables of a table of text cells, in the order of ``columns``; see `ddi_xml`."""
    for place, column in enumerate(columns, start=1):
        _variable(parent, table[column.name], column, _id(column.name, place), frequencies, ordinal, concepts)


def _variable(
    parent: ET.Element,
    cells: pd.Series,
    column: Column,
    number: str,
    frequencies: bool,
    ordinal: Collection[str],
    concepts: Mapping[str, str],
) -> None:
    # The order of the children is the schema's (DDI-Codebook 2.5, varType).
    variable = add(
        parent,
        "var",
        ID=number,
        name=column.name,
        files="F1",
        intrvl="contin" if column.type in ("integer", "number") and not column.codes else "discrete",
        nature="ordinal" if column.name in ordinal else "nominal" if column.codes else "",
        representationType="code" if column.codes else _REPRESENTATION.get(column.type, "text"),
    )
    add_words(variable, "labl", {"en": column.label_en, "vi": column.label_vi})
    add_words(variable, "security", settings()["security"].get(column.security, {}))
    _question(variable, column)
    _range(variable, column)
    add_words(variable, "universe", {"en": column.universe_en, "vi": column.universe_vi})
    counts = cells.value_counts() if frequencies else None
    if counts is not None:
        _summary(variable, cells, column)
    _categories(variable, column, counts)
    if column.name in concepts:
        add(variable, "concept", concepts[column.name], vocab="Global SDG indicator list")
    if column.derivation:
        add(add(variable, "derivation"), "drvdesc", column.derivation, "en")
    _format(variable, column)


def _question(variable: ET.Element, column: Column) -> None:
    words = {"en": column.question_en, "vi": column.question_vi}
    if any(words.values()):
        add_words(add(variable, "qstn"), "qstnLit", words)


def _range(variable: ET.Element, column: Column) -> None:
    if column.minimum is None and column.maximum is None:
        return
    limits = {"min": _number(column.minimum), "max": _number(column.maximum)}
    add(add(variable, "valrng"), "range", UNITS="INT" if column.type == "integer" else "REAL", **limits)


def _summary(variable: ET.Element, cells: pd.Series, column: Column) -> None:
    empty = cells.isin([*column.missing, ""])
    add(variable, "sumStat", str(int((~empty).sum())), type="vald")
    add(variable, "sumStat", str(int(empty.sum())), type="invd")
    if column.type in ("integer", "number") and not column.codes and not empty.all():
        values = pd.to_numeric(cells[~empty])
        add(variable, "sumStat", _number(values.min()), type="min")
        add(variable, "sumStat", _number(values.max()), type="max")


def _categories(variable: ET.Element, column: Column, counts: pd.Series | None) -> None:
    names = column.codes | column.missing
    # An empty cell is a category of its own where the column may have it, named or not.
    if column.codes and column.optional and "" not in names:
        empty = settings()["empty_cell"]
        names = names | {"": (empty["en"], empty["vi"])}
    for code, (english, vietnamese) in names.items():
        missing = code in column.missing or code == ""
        category = add(variable, "catgry", missing="Y" if missing else "", missType="" if code else "empty cell")
        # The category of an empty cell has no value: catValu may be left out (0..1).
        if code:
            add(category, "catValu", code)
        add_words(category, "labl", {"en": english, "vi": vietnamese})
        if counts is not None:
            add(category, "catStat", str(int(counts.get(code, 0))), type="freq")


def _format(variable: ET.Element, column: Column) -> None:
    kind = "numeric" if column.type in ("integer", "number") else "character"
    category = {"date": "date", "datetime": "time"}.get(column.type, "")
    add(variable, "varFormat", type=kind, schema="other", formatname=_FORMAT.get(column.type, ""), category=category)


def _id(name: str, place: int) -> str:
    """A stable id: from the name where it can be one (xs:ID), else from the place."""
    return f"V_{name}" if re.fullmatch(r"[A-Za-z0-9_.\-]+", name) else f"V-{place}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"
