"""Keep numbers about few people out of the tables of the figures, with the limits of `cgd.scorecard.disclosure`.

Counted faults (copies, records without consent) are not hidden: they say nothing about who somebody is, and whoever
cleans the data needs them. Nor is the number of organisations, which follows from those of respondents and persons.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from cgd.errors import CgdError
from cgd.scorecard.disclosure import count_table, limits, suppress
from cgd.scorecard.disclosure.suppression import hidden_cells
from cgd.toolkit.evidence.found import records

HIDDEN = "hidden_cells"
"""Name of the number of hidden cells in a figure's value."""


def limit_of(group: object = None) -> int:
    """Counts of people from 1 up to this number are hidden; some groups have a limit of their own."""
    return max(limits().hide_under, limits().strict_groups.get(str(group), 0))


def is_small(count: float, limit: int) -> bool:
    """Whether a count of people must be hidden: zeros are shown."""
    return 0 < count < limit


def hidden_slices(people: pd.DataFrame, by: str, limit: int | None = None) -> frozenset[str]:
    """Categories of a column whose number of people must not be shown: because it is small, or to protect another.

    Where nothing can be protected, all of them.
    """
    if people.empty:
        return frozenset()
    table = count_table(people, by)
    try:
        status = suppress(table, limit).status
    except CgdError:
        return frozenset(str(name) for name in table.index[:-1])
    names = status.index[hidden_cells(status)[:, 0]]
    return frozenset(str(name) for name in names)


def part(share: Any, n: float, limit: int) -> Any:
    """A share of ``n`` people, or None where it would tell a small count: of those in it, or of the others."""
    if share is None or pd.isna(share):
        return None
    inside = round(float(share) * n)
    return None if is_small(inside, limit) or is_small(n - inside, limit) else share


def covered(
    table: pd.DataFrame, by: str, hidden: frozenset[str], counts: Sequence[str] = ("n",), keys: Sequence[str] = ()
) -> tuple[list[dict[str, Any]], int]:
    """Rows of a table of slices, without the numbers of those that must be hidden; and how many cells that are.

    Parameters
    ----------
    by
        The column that names the slice.
    hidden
        As `hidden_slices` returns it.
    counts
        Columns with numbers of people: a row in which one is small is hidden whole.
    keys
        Further columns that say what the row is about and are always shown.
    """
    rows, cells = records(table), 0
    for row in rows:
        limit = limit_of(row[by])
        if str(row[by]) in hidden or any(is_small(row[name] or 0, limit) for name in counts):
            for name in row.keys() - {by, *keys}:
                cells += row[name] is not None
                row[name] = None
    return rows, cells
