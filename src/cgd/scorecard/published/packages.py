"""Checks of a data package whose tables are not the survey's: interviews, focus groups, the pilot."""

from collections.abc import Callable, Mapping

import pandas as pd

from cgd.scorecard.published.findings import in_words

Tables = Mapping[str, pd.DataFrame]
TableCheck = Callable[[Tables], pd.DataFrame]


def check_tables(
    checks: Mapping[str, tuple[str, TableCheck]], claims: Mapping[str, str], tables: Tables
) -> pd.DataFrame:
    """Run every check of a package.

    Parameters
    ----------
    checks
        Number of each published figure, where it stands, and its check.
    claims
        What each figure says, in the language in use.
    tables
        File name and table; cells as text, as the package holds them.

    Returns
    -------
    DataFrame
        One row a published figure: check, holds, value (what was found; the parts that fail, if any do), claim.
    """
    rows = []
    for number, (_source, check) in checks.items():
        found = check(tables)
        rows.append((number, bool(found["holds"].all()), in_words(found), claims[number]))
    return pd.DataFrame(rows, columns=["check", "holds", "value", "claim"])
