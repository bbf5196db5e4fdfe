"""The figures that do not come from a survey: the form itself, the code book, dates, two raters.

Each function takes plain arguments and returns one `Evidence`. ``made`` is the time to write down; by default now.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from cgd.errors import CgdError
from cgd.language import _
from cgd.toolkit.evidence.found import MOST_ROWS, Found, evidence, records
from cgd.toolkit.evidence.item import Evidence

if TYPE_CHECKING:
    from cgd.scorecard.codebook import Column


def completeness(
    sections: Mapping[str, tuple[int, int]], *, data: str = "", file: str = "", made: datetime | None = None
) -> Evidence:
    """FIG01: how many of the first-tier questions are answered.

    Parameters
    ----------
    sections
        For each section, in the form's order: answered and all first-tier questions.
    data, file
        SHA-256 of the answers, and the name of their file.

    Raises
    ------
    cgd.errors.CgdError
        A section has more answered questions than questions, or a number below 0.
    """
    import pandas as pd

    from cgd.scorecard.metadata import ALL, FIRST_TIER, form_completeness

    for section, (answered, whole) in sections.items():
        if not 0 <= answered <= whole:
            line = _("FIG01, section {section}: {answered} of {whole} questions answered cannot be.")
            raise CgdError(line.format(section=section, answered=answered, whole=whole))
    rows = [(name, FIRST_TIER, place < done) for name, (done, whole) in sections.items() for place in range(whole)]
    if not rows:
        return evidence("FIG01", None, missing="no_questions", data=data, file=file, made=made)
    table = form_completeness(pd.DataFrame(rows, columns=["section", "tier", "answered"]))
    total = table.iloc[-1]
    value = {
        "answered": total["answered"],
        "questions": total["questions"],
        "share": total["share"],
        "sections": len(table) - 1,
        "sections_complete": int((table["share"].iloc[:-1] == 1).sum()),
    }
    shown = table[table["section"] != ALL].head(MOST_ROWS)
    return evidence("FIG01", Found(value, records(shown)), data=data, file=file, made=made)


def metadata(columns: "Sequence[Column]", *, data: str = "", file: str = "", made: datetime | None = None) -> Evidence:
    """FIG25: how many fields of the code book are filled, of those that apply.

    Parameters
    ----------
    columns
        As `cgd.scorecard.codebook.columns_of` returns them.
    data, file
        SHA-256 of the code book's file, and its name.
    """
    from cgd.scorecard.metadata import FIELDS, metadata_score, metadata_share

    if not columns:
        return evidence("FIG25", None, missing="no_columns", data=data, file=file, made=made)
    score = metadata_score(list(columns))
    rows = []
    for name in FIELDS:
        filled, applicable = int(score[name].sum()), int(score[name].notna().sum())
        share = filled / applicable if applicable else None
        rows.append({"field": name, "filled": filled, "applicable": applicable, "share": share})
    value = {
        "columns": len(score),
        "filled": score["filled"].sum(),
        "applicable": score["applicable"].sum(),
        "share": metadata_share(score),
        "columns_complete": int((score["filled"] == score["applicable"]).sum()),
    }
    return evidence("FIG25", Found(value, rows), data=data, file=file, made=made)


def timeliness(
    end_of_fieldwork: date | None,
    released: date | None,
    planned: date | None = None,
    *,
    made: datetime | None = None,
) -> Evidence:
    """FIG26: days from the end of fieldwork to the release, and from the planned day to the real one.

    Raises
    ------
    cgd.errors.CgdError
        The release is before the end of fieldwork.
    """
    from cgd.scorecard.metadata import timeliness as days_of

    if end_of_fieldwork is None or released is None:
        return evidence("FIG26", None, missing="no_dates", made=made)
    found = days_of(end_of_fieldwork, released, planned)
    value = {
        "days": found.days,
        "days_early": found.days_early,
        "end_of_fieldwork": end_of_fieldwork.isoformat(),
        "released": released.isoformat(),
        "planned": planned.isoformat() if planned else None,
    }
    return evidence("FIG26", Found(value), made=made)


def raters(
    first: Sequence[float | None],
    second: Sequence[float | None],
    names: Sequence[str] = (),
    *,
    made: datetime | None = None,
) -> Evidence:
    """FIG27: whether two raters give the same scores.

    Parameters
    ----------
    first, second
        Scores of the same things in the same order; None where one did not score.
    names
        Codes of the things, for the table; by default their numbers from 1.

    Raises
    ------
    cgd.errors.CgdError
        The two have different lengths.
    """
    from cgd.scorecard.reliability import agreement

    pairs = [pair for pair in zip(first, second, strict=False) if None not in pair]
    if len(first) == len(second) and not pairs:
        return evidence("FIG27", None, missing="no_pairs", made=made)
    found = agreement(list(first), list(second))
    value = {"pairs": found.pairs, "exact": found.exact, "within_one": found.within_one, "kappa": found.kappa}
    things: Sequence[Any] = names or range(1, len(first) + 1)
    rows = [
        {"thing": thing, "first": one, "second": other}
        for thing, one, other in zip(things, first, second, strict=False)
    ]
    return evidence("FIG27", Found(value, rows[:MOST_ROWS]), made=made)
