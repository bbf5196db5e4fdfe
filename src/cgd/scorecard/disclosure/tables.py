"""Frequency tables with margins: how many people there are of each kind."""

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.errors import CgdError, UsageError
from cgd.language import _

# Names that are codes, as `women` is: the margin, people whose value is missing, the one column of a single list.
TOTAL, MISSING, COUNT = "total", "missing", "n"


def count_table(people: pd.DataFrame, rows: str, columns: str | None = None) -> pd.DataFrame:
    """How many people there are in each combination of one or two variables, with totals.

    Everybody is counted: who has no value of a variable stands in the row or column "missing". A combination that
    occurs nowhere is a zero. Categories that nobody has are left out, which tells no more than a row of zeros.

    Parameters
    ----------
    people
        One row a person, e.g. `Survey.respondents`.
    rows, columns
        Names of columns of ``people``. Without ``columns`` the table is a single list with the one column "n".

    Returns
    -------
    DataFrame
        int64, people; the last row, and with two variables the last column, is "total".

    Raises
    ------
    UsageError
        A column does not exist, or is named twice.
    CgdError
        There is nobody to count.
    """
    names = [rows] if columns is None else [rows, columns]
    coded = [codes_of(people, name) for name in names]
    if len(set(names)) < len(names):
        raise UsageError(_("A table needs two different variables; {name} is named twice.").format(name=rows))
    if people.empty:
        raise CgdError(_("There is nobody to count. Take data with at least one respondent."))
    sizes = [len(labels) for _code, labels in coded]
    place = coded[0][0] if columns is None else coded[0][0] * sizes[1] + coded[1][0]
    counts = np.bincount(place, minlength=int(np.prod(sizes)))
    if columns is None:
        index = pd.Index([*coded[0][1], TOTAL], name=rows, dtype="str")
        return pd.DataFrame({COUNT: np.append(counts, counts.sum())}, index=index, dtype="int64")
    return with_margins(counts.reshape(sizes), coded[0][1], coded[1][1], rows, columns)


def with_margins(
    counts: NDArray[np.int64] | Sequence[Sequence[int]],
    rows: Sequence[Hashable],
    columns: Sequence[Hashable],
    row_name: str = "rows",
    column_name: str = "columns",
) -> pd.DataFrame:
    """A table of counts, shape (rows, columns), with its totals added as the last row and column."""
    body = np.asarray(counts, dtype=np.int64)
    wide = np.hstack([body, body.sum(axis=1, keepdims=True)])
    full = np.vstack([wide, wide.sum(axis=0, keepdims=True)])
    return pd.DataFrame(
        full,
        index=pd.Index([*rows, TOTAL], name=row_name, dtype="str"),
        columns=pd.Index([*columns, TOTAL], name=column_name, dtype="str"),
    )


def codes_of(people: pd.DataFrame, name: str) -> tuple[NDArray[np.int64], list[str]]:
    """For each person the number of the category, and the categories that occur, "missing" last if it does."""
    need_columns(people, name)
    values = people[name]
    coded = values.array if isinstance(values.dtype, pd.CategoricalDtype) else pd.Categorical(values)
    codes = np.asarray(coded.codes, dtype=np.int64)
    labels = [str(label) for label in coded.categories]
    codes = np.where(codes < 0, len(labels), codes)
    used = np.flatnonzero(np.bincount(codes, minlength=len(labels) + 1))
    place = np.zeros(len(labels) + 1, dtype=np.int64)
    place[used] = np.arange(len(used))
    return place[codes], [[*labels, MISSING][number] for number in used]


def need_columns(people: pd.DataFrame, *names: str) -> None:
    """Raise `UsageError` for the first column that a table does not have."""
    for name in names:
        if name not in people:
            known = ", ".join(str(column) for column in people)
            raise UsageError(_("There is no column {name!r}. Columns: {known}.").format(name=name, known=known))


def one_or_two(names: Sequence[str]) -> None:
    """Raise `UsageError` unless one or two variables are named.

    What can be worked out in a table of three variables is not a matter of round trips any more; it needs an integer
    program.
    """
    if not 1 <= len(names) <= 2:
        line = _("A table is protected here with one or two variables; {count} are named. Make several tables.")
        raise UsageError(line.format(count=len(names)))


def check_table(table: pd.DataFrame) -> None:
    """Raise `CgdError` unless a table holds whole counts with the right totals in its last row and column."""
    if table.shape[0] < 2 or str(table.index[-1]) != TOTAL:
        raise CgdError(_("The table has no last row {total!r}. Make it with count_table.").format(total=TOTAL))
    single = is_list(table)
    if not single and (table.shape[1] < 2 or str(table.columns[-1]) != TOTAL):
        raise CgdError(_("The table has no last column {total!r}. Make it with count_table.").format(total=TOTAL))
    if table.index.has_duplicates or table.columns.has_duplicates:
        raise CgdError(_("Two rows or two columns of the table have the same name. Give each its own."))
    if not all(pd.api.types.is_integer_dtype(kind) for kind in table.dtypes) or table.isna().any(axis=None):
        raise CgdError(_("A cell of the table is not a whole number. Make the table with count_table."))
    counts = table.to_numpy(dtype=np.int64)
    if (counts < 0).any():
        raise CgdError(_("A cell of the table is negative. Make the table with count_table."))
    wrong = counts[:-1].sum(axis=0) != counts[-1]
    if wrong.any():
        raise CgdError(
            _("Column {name}: the cells do not add up to the total.").format(name=table.columns[np.argmax(wrong)])
        )
    wrong = counts[:, :-1].sum(axis=1) != counts[:, -1]
    if not single and wrong.any():
        raise CgdError(
            _("Row {name}: the cells do not add up to the total.").format(name=table.index[np.argmax(wrong)])
        )


def is_list(table: pd.DataFrame) -> bool:
    """Whether a table has one classifying variable only: no column of totals."""
    return table.shape[1] == 1
