"""What a check returns: one row for each thing it looked at."""

from collections.abc import Iterable
from decimal import Decimal

import pandas as pd

COLUMNS = ("check", "part", "value", "expected", "holds")
Row = tuple[str, object, str, bool]


def findings(check: str, rows: Iterable[Row]) -> pd.DataFrame:
    """Findings of one check.

    Parameters
    ----------
    check
        Its number, e.g. "F10".
    rows
        For each part: what was looked at, the value found, what was expected, and whether it holds.

    Returns
    -------
    DataFrame
        Columns check, part, value (as found: a count, a text, or a rounded `Decimal`), expected, holds.
    """
    table = pd.DataFrame([(check, *row) for row in rows], columns=list(COLUMNS), dtype=object)
    return table.astype({"check": "str", "part": "str", "expected": "str", "holds": "bool"})


def within(value: Decimal, bounds: tuple[Decimal, Decimal]) -> bool:
    """Whether a rounded value lies between two bounds, both allowed; no value at all does not."""
    return not value.is_nan() and bounds[0] <= value <= bounds[1]


def in_words(found: pd.DataFrame) -> str:
    """Findings of one check in one text: what fails, or everything when nothing does."""
    wrong = found[~found["holds"]]
    if len(wrong):
        return "; ".join(f"{row.part}: {row.value} ({row.expected})" for row in wrong.itertuples())
    return "; ".join(f"{row.part}: {row.value}" for row in found.itertuples())
