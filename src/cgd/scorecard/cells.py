"""What is wrong with the text cells of one column, after the code book."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from cgd.language import _
from cgd.scorecard.codebook import Column

_DATES = {
    "date": (r"\d{4}-\d{2}-\d{2}", "%Y-%m-%d"),
    "datetime": (r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", "%Y-%m-%dT%H:%M"),
}


def faults(cells: pd.Series, column: Column) -> Iterator[tuple[pd.Series, str]]:
    """Yield which cells break a rule of the column, and the rule in words. Each cell breaks at most one rule.

    Whether values are unique is not looked at: a column may come in pieces.

    Parameters
    ----------
    cells
        Texts, in any number.
    """
    empty = cells == ""
    if not column.optional:
        yield empty, _("the cell is empty")
    if column.codes:
        codes = list(column.codes) + [code for code in column.missing if code]
        yield ~cells.isin(codes) & ~empty, _("allowed: {codes}").format(codes=", ".join(codes))
    elif column.pattern:
        message = _("it must look like {pattern}").format(pattern=column.pattern)
        yield ~cells.str.fullmatch(column.pattern) & ~empty, message
    elif column.type in ("integer", "number"):
        yield from _number_faults(cells, empty, column)
    elif column.type in _DATES:
        pattern, form = _DATES[column.type]
        wrong = (times(cells, column).isna() | ~cells.str.fullmatch(pattern)) & ~empty
        example = pd.Timestamp(2022, 7, 31, 8, 30).strftime(form)
        yield wrong, _("write dates as {example} (spreadsheets like to change them)").format(example=example)


def times(cells: pd.Series, column: Column) -> pd.Series:
    """Dates or times of a column of texts; missing where a text is none."""
    return pd.to_datetime(cells, format=_DATES[column.type][1], errors="coerce")


def _number_faults(cells: pd.Series, empty: pd.Series, column: Column) -> Iterator[tuple[pd.Series, str]]:
    whole = column.type == "integer"
    # Fifteen digits are exact in every program; a longer row of digits is no number that anybody typed.
    pattern = r"-?[0-9]{1,15}" if whole else r"-?[0-9]{1,15}(\.[0-9]+)?"
    message = _("a whole number is needed") if whole else _("a number with a full stop is needed")
    unreadable = ~cells.str.fullmatch(pattern) & ~empty
    yield unreadable, message
    low = -np.inf if column.minimum is None else column.minimum
    high = np.inf if column.maximum is None else column.maximum
    numbers = pd.to_numeric(cells.where(~empty & ~unreadable), errors="coerce")
    outside = ~numbers.between(low, high) & ~empty & ~unreadable
    yield outside, _("allowed: {low} to {high}").format(low=low, high=high)
