"""Small cells of the tables that are to be published (FIG19)."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from cgd.errors import CgdError
from cgd.language import _
from cgd.scorecard.disclosure.limits import limits
from cgd.scorecard.disclosure.suppression import COMPLEMENTARY, PRIMARY, limit_of_each, suppress
from cgd.scorecard.disclosure.tables import count_table, is_list, one_or_two
from cgd.scorecard.survey import Survey

CHECK = "FIG19"
COLUMNS = ("check", "rule", "row", "column", "value", "message")


def small_cells(survey: Survey, by: Sequence[Sequence[str]] | None = None, limit: int | None = None) -> pd.DataFrame:
    """What has to be hidden in the tables of a survey.

    Parameters
    ----------
    by
        Tables, each as one or two columns of the respondents; by default the publication tables of `limits`.
    limit
        As in `suppress`.

    Returns
    -------
    DataFrame
        Findings, one row a cell: check "FIG19"; rule "primary" (a non-zero count under the limit), "complementary"
        (hidden to protect another) or "unprotected" (the table cannot be protected: do not publish it); row "";
        column (the cell, such as "group=lgbtiq, sex=other"); value (the count, for the team only); message.

    Raises
    ------
    UsageError
        A column does not exist, or a table has more than two variables.
    """
    tables = limits().publication_tables if by is None else by
    rows = [finding for names in tables for finding in _of_one(survey, names, limit)]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def _of_one(survey: Survey, names: Sequence[str], limit: int | None) -> list[tuple[str, ...]]:
    one_or_two(names)
    table = count_table(survey.respondents, *names)
    rule = limit_of_each(table, limits().hide_under if limit is None else limit)
    rows: list[tuple[str, ...]] = []
    try:
        status = suppress(table, limit).status.to_numpy(dtype=object)
    except CgdError as error:
        rows.append((CHECK, "unprotected", "", ", ".join(names), "", str(error)))
        counts = table.to_numpy()
        status = np.where((counts > 0) & (counts < rule), PRIMARY, "")
    messages = {
        PRIMARY: _("{count} people, under the limit of {limit}: hide this number."),
        COMPLEMENTARY: _("Hide this number too: without it another one could be found by subtraction."),
    }
    for row, column in zip(*np.nonzero(np.isin(status, list(messages))), strict=True):
        kind, count = str(status[row, column]), str(table.iat[row, column])
        message = messages[kind].format(count=count, limit=rule[row, column])
        rows.append((CHECK, kind, "", _cell(table, int(row), int(column)), count, message))
    return rows


def _cell(table: pd.DataFrame, row: int, column: int) -> str:
    parts = [f"{table.index.name}={table.index[row]}"]
    if not is_list(table):
        parts.append(f"{table.columns.name}={table.columns[column]}")
    return ", ".join(parts)
