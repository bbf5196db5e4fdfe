"""What a check finds: one row for each record, cell, unit or line of a file that is wrong."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.scorecard.survey import Survey
from cgd.scorecard.wide import FIRST_ROW

COLUMNS = ("check", "rule", "row", "column", "value", "message")


def no_findings() -> pd.DataFrame:
    """An empty table of findings."""
    return pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS})


def listed(
    check: str, rule: str, row: object, column: object, value: object, message: str | Sequence[str]
) -> pd.DataFrame:
    """Findings of one rule. ``row``, ``column``, ``value`` and ``message`` are one for all or one for each.

    Returns
    -------
    DataFrame
        check ("FIG05"), rule ("exact_copy"), row (respondent_id or indicator_id; "" for a unit), column (name of a
        column, a unit such as "partner=P3", or ""), value (as found), message.
    """
    parts = {"row": row, "column": column, "value": value, "message": message}
    size = max((len(part) for part in parts.values() if not isinstance(part, str)), default=1)  # type: ignore[arg-type]
    if not size:
        return no_findings()
    table = {name: np.full(size, part, dtype=object) if isinstance(part, str) else part for name, part in parts.items()}
    return pd.DataFrame({"check": check, "rule": rule, **table})[list(COLUMNS)].astype("str")


def of_rows(
    survey: Survey, check: str, rule: str, rows: NDArray, column: object, value: object, message: str | Sequence[str]
) -> pd.DataFrame:
    """Findings about respondents given by position."""
    return listed(check, rule, as_typed(survey, "respondent_id", rows), column, value, message)


def as_typed(survey: Survey, column: str, rows: NDArray) -> NDArray[np.object_]:
    """Texts of one column of some respondents as they are in the file, also where the code book does not allow them."""
    cells = survey.respondents[column].iloc[rows].astype(object)
    texts = cells.where(cells.notna(), "").to_numpy(dtype=object)
    wrong = survey.problems[survey.problems["column"] == column].drop_duplicates("row")
    typed = pd.Series(wrong["value"].to_numpy(dtype=object), index=wrong["row"].to_numpy(dtype=np.intp) - FIRST_ROW)
    found = typed.reindex(rows).to_numpy(dtype=object)
    return np.where(pd.notna(found), found, texts)


def together(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Several tables of findings as one."""
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else no_findings()
