"""How complete the metadata are: code book (FIG25), days until release (FIG26), answers in the Toolkit form (FIG01)."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from cgd.errors import CgdError
from cgd.language import _
from cgd.scorecard.codebook import Column

FIELDS = ("label", "question", "codes", "missing_codes", "universe", "derivation")
FIRST_TIER = 1
ALL = "all"

_NEEDED = ("section", "tier", "answered")


def metadata_score(columns: list[Column]) -> pd.DataFrame:
    """FIG25: which fields of the code book are filled, column by column.

    The six fields are those of figure FIG25 of the course's Toolkit and have elements in DDI-Codebook 2.5 (labl, qstn,
    catgry, catgry with missing="Y", universe, derivation). A text counts when it is there in English and in Vietnamese
    (derivation has one language). What does not apply is not counted (rules ours): no question for a value that was
    derived, no derivation for one that was asked; no codes for dates and for open text; no missing codes where every
    cell must be filled. A number has its codes when its limits are given, a text when its pattern is. An empty universe
    counts as not filled: a reader cannot tell "everybody" from "forgotten".

    Returns
    -------
    DataFrame
        One row a column: name; label, question, codes, missing_codes, universe, derivation (boolean, missing where it
        does not apply); filled, applicable (counts); share (filled / applicable, 0 to 1).
    """
    cells = [_fields(column) for column in columns]
    table = pd.DataFrame({field: pd.array([row[field] for row in cells], dtype="boolean") for field in FIELDS})
    table.insert(0, "name", pd.array([column.name for column in columns], dtype="str"))
    table["filled"] = table[list(FIELDS)].sum(axis=1).astype("int64")
    table["applicable"] = table[list(FIELDS)].notna().sum(axis=1).astype("int64")
    table["share"] = (table["filled"] / table["applicable"]).astype("float64")
    return table


def metadata_share(score: pd.DataFrame) -> float:
    """FIG25 for a whole code book: fields that are filled among those that apply, of all columns together."""
    return float(score["filled"].sum() / score["applicable"].sum())


@dataclass(frozen=True)
class Timeliness:
    """Days from the end of fieldwork to the release, and days by which the release was early (negative: late)."""

    days: int
    days_early: int | None


def timeliness(end_of_fieldwork: date, released: date, planned: date | None = None) -> Timeliness:
    """FIG26: timeliness and punctuality in days.

    Timeliness is the time between the end of what the data describe and their release, punctuality the time between the
    announced and the real date (European Statistics Code of Practice 2017, principle 13; UN NQAF principle 16). Here
    the first is counted from the end of fieldwork, the second is planned minus real: negative means late.

    Raises
    ------
    CgdError
        The release is before the end of fieldwork.
    """
    days = (released - end_of_fieldwork).days
    if days < 0:
        raise CgdError(
            _("The release on {released} is before the end of fieldwork on {end}. Check the two dates.").format(
                released=released, end=end_of_fieldwork
            )
        )
    return Timeliness(days, None if planned is None else (planned - released).days)


def form_completeness(questions: pd.DataFrame) -> pd.DataFrame:
    """FIG01: share of the first-tier questions of the Toolkit form that are answered, by section and in all.

    Parameters
    ----------
    questions
        One row a question: section, tier (1 to 3), answered (true or false).

    Returns
    -------
    DataFrame
        section (in the order of ``questions``; last row "all"), questions, answered (counts of tier 1), share
        (answered / questions; missing for a section without such a question).

    Raises
    ------
    CgdError
        A column is missing, or a question is neither answered nor not.
    """
    for name in _NEEDED:
        if name not in questions:
            raise CgdError(_("The table of questions has no column {column}.").format(column=name))
    if questions["answered"].isna().any():
        raise CgdError(_("The table of questions: the column answered must be true or false in every row."))
    first = (questions["tier"] == FIRST_TIER).to_numpy(dtype=bool)
    answered = questions["answered"].to_numpy(dtype=bool) & first
    counts = pd.DataFrame({"section": questions["section"].astype("str"), "questions": first, "answered": answered})
    table = counts.groupby("section", sort=False).sum().astype("int64").reset_index()
    total = pd.DataFrame({"section": [ALL], "questions": [int(first.sum())], "answered": [int(answered.sum())]})
    table = pd.concat([table, total], ignore_index=True)
    table["share"] = (table["answered"] / table["questions"].where(table["questions"] > 0)).astype("float64")
    return table


def _fields(column: Column) -> dict[str, bool | None]:
    question = bool(column.question_en and column.question_vi)
    derived = bool(column.derivation)
    return {
        "label": bool(column.label_en and column.label_vi),
        "question": question if question or not derived else None,
        "codes": _codes(column),
        "missing_codes": _named(column.missing) if column.optional else None,
        "universe": bool(column.universe_en and column.universe_vi),
        "derivation": derived if derived or not question else None,
    }


def _codes(column: Column) -> bool | None:
    if column.codes:
        return _named(column.codes)
    if column.type in ("integer", "number"):
        return (column.minimum is not None and column.maximum is not None) or column.pattern is not None
    return True if column.type == "string" and column.pattern else None


def _named(codes: dict[str, tuple[str, str]]) -> bool:
    return bool(codes) and all(english and vietnamese for english, vietnamese in codes.values())
