"""Try to work out hidden counts from what is published: the test that a table has to pass.

Nothing here sees a hidden count.
"""

import numpy as np
import pandas as pd

from cgd.errors import CgdError
from cgd.language import _
from cgd.scorecard.disclosure.network import Table, freedom, network, settle
from cgd.scorecard.disclosure.suppression import COMPLEMENTARY, PRIMARY, Published, hidden_cells
from cgd.scorecard.disclosure.tables import is_list


def attack(published: Published, rule_known: bool = True) -> pd.DataFrame:
    """The interval in which each hidden count must lie (its feasibility interval).

    Hundepool et al., Handbook on Statistical Disclosure Control, 2nd edition 2024, section 4.2.2. The interval is
    exact: both ends occur in a table of whole numbers that fits everything shown (see `network`).

    Parameters
    ----------
    rule_known
        True: the intruder knows the limits and which hidden cells are under them, and that zeros are shown. False: only
        that counts are whole and not negative.

    Returns
    -------
    DataFrame
        One row a hidden cell: row, column, low, high (people, both possible), recovered (low equals high).

    Raises
    ------
    CgdError
        No table of counts fits the numbers shown.
    """
    state = _guess(published, rule_known)
    rows = []
    for cell in np.flatnonzero(hidden_cells(published.status)):
        row, column = divmod(int(cell), published.status.shape[1])
        down, up, _cells = freedom(state, int(cell))
        low, high = state.counts[cell] - down, state.counts[cell] + up
        names = str(published.status.index[row]), str(published.status.columns[column])
        rows.append((*names, low, high, low == high))
    table = pd.DataFrame(rows, columns=["row", "column", "low", "high", "recovered"])
    return table.astype({"row": "str", "column": "str", "low": "int64", "high": "int64", "recovered": "bool"})


def is_recoverable(published: Published, rule_known: bool = True) -> bool:
    """Whether `attack` finds the exact value of at least one hidden count."""
    return bool(attack(published, rule_known)["recovered"].any())


def _guess(published: Published, rule_known: bool) -> Table:
    """One table that fits what is shown, and the bounds that the intruder knows."""
    status = published.status.to_numpy(dtype=object)
    shown = published.counts.to_numpy(dtype=np.int64, na_value=0)
    limit = published.limit.to_numpy(dtype=np.int64)
    hidden, most = hidden_cells(published.status), int(shown[-1, -1])
    least = np.select([status == PRIMARY, status == COMPLEMENTARY], [1, limit]) if rule_known else np.zeros_like(shown)
    top = np.where((status == PRIMARY) & rule_known, limit - 1, most)
    state = Table(
        net=network(shown.shape[0] - 1, 0 if is_list(published.status) else shown.shape[1] - 1),
        counts=shown.ravel().tolist(),
        low=np.where(hidden, least, shown).ravel().tolist(),
        high=np.where(hidden, top, shown).ravel().tolist(),
        hidden=hidden.ravel().tolist(),
        price=[None] * shown.size,
    )
    if not settle(state):
        raise CgdError(_("No table of counts fits the numbers that are shown. Look for one that was mistyped."))
    return state
