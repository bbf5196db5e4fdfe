"""Hide small counts of a table, and what would give them away.

Small counts are hidden first (primary suppression), then further cells, so that the small ones cannot be worked out
from the totals (complementary or secondary suppression; Hundepool et al., Handbook on Statistical Disclosure Control,
2nd edition 2024, sections 4.2 and 5.3).

What somebody is assumed to know who tries to work out a hidden count:

- every number that is shown, and that cells add up to their totals;
- that counts are whole numbers, never negative;
- the rule and its limits: they stand in the note under the table. A zero is always shown, so that a hidden count is at
  least 1; a count hidden because it is small is under the limit;
- which hidden cells are the small ones and which the others. The table does not say this (one mark stands for both);
  whoever knows less finds wider intervals.

Not covered, and to be kept in mind when tables are chosen: other tables of the same people in which a hidden total is
shown (`clashes` finds those); somebody who knows of all but one person in a cell; somebody who runs this program on
every table that is possible and compares what it hides (Wong, Fu, Wang and Pei 2007, "Minimality attack in privacy
preserving data publishing"); and what a zero says: that nobody answered so (group attribute disclosure, Handbook 5.2).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.errors import CgdError, UsageError
from cgd.language import _
from cgd.scorecard.disclosure.limits import limits
from cgd.scorecard.disclosure.network import Table, cheapest_way, freedom, network, push, way
from cgd.scorecard.disclosure.tables import TOTAL, check_table, is_list
from cgd.scorecard.labels import count as written
from cgd.scorecard.survey import group_labels

SHOWN, INDICATIVE, PRIMARY, COMPLEMENTARY = "shown", "indicative", "primary", "complementary"
Cell = tuple[str, str]  # row and column by name


@dataclass(frozen=True)
class Published:
    """A table as it may be published. It holds no hidden count.

    Attributes
    ----------
    table
        Text: counts, indicative counts in brackets, one mark for every hidden cell.
    counts
        The same as numbers (Int64, people), missing where hidden.
    status
        For each cell "shown", "indicative", "primary" (hidden because small) or "complementary" (hidden to protect
        another). For those who make the table, not for print.
    limit
        For each cell the number of people under which it is hidden.
    complete
        False when cells that would give the small ones away were left shown on purpose.
    """

    table: pd.DataFrame
    counts: pd.DataFrame
    status: pd.DataFrame
    limit: pd.DataFrame
    complete: bool

    @property
    def hidden(self) -> pd.DataFrame:
        """Every hidden cell: columns row, column, status."""
        rows, columns = np.nonzero(hidden_cells(self.status))
        return pd.DataFrame(
            {
                "row": [str(self.status.index[row]) for row in rows],
                "column": [str(self.status.columns[column]) for column in columns],
                "status": [str(self.status.iat[row, column]) for row, column in zip(rows, columns, strict=True)],
            },
            dtype="str",
        )

    @property
    def n_hidden(self) -> int:
        """Number of hidden cells, totals included."""
        return int(hidden_cells(self.status).sum())

    @property
    def n_primary(self) -> int:
        """Number of cells hidden because they are small."""
        return int((self.status.to_numpy() == PRIMARY).sum())

    @property
    def n_complementary(self) -> int:
        """Number of cells hidden to protect others."""
        return int((self.status.to_numpy() == COMPLEMENTARY).sum())

    @property
    def note(self) -> str:
        """What to print under the table, in the language in use; empty when every cell is simply shown."""
        return _note(self)


def suppress(
    table: pd.DataFrame,
    limit: int | None = None,
    *,
    strict: Mapping[str, int] | None = None,
    width: int | None = None,
    also: Iterable[Cell] = (),
    complementary: bool = True,
) -> Published:
    """Hide the small counts of a table, and as few other cells as a greedy search finds to protect them.

    Non-zero counts under the limit are hidden, totals too. Then, for each small count that could be worked out too
    exactly, the round trip through the table that hides the fewest people is looked for and hidden; at the end every
    cell is shown again that was not needed. The grand total and zeros always stay shown. Same table, same result.

    Parameters
    ----------
    table
        What `count_table` returns: whole numbers (people), totals last.
    limit
        Hide counts from 1 to ``limit - 1``; by default that of `limits`.
    strict
        Higher limits of single groups, for a table whose rows or columns are the variable ``group``; by default those
        of `limits`. ``{}`` for none.
    width
        How far the largest possible value of a hidden small count must lie from the smallest, in people; at most
        ``limit - 2``. 1 (the default): it is not known exactly.
    also
        Further cells to hide, each as (row, column). They are protected like the others.
    complementary
        False leaves out the second step, to show what it is for: the result can be attacked.

    Raises
    ------
    UsageError
        A limit, width or cell that cannot be.
    CgdError
        The table does not add up, its grand total is under the limit, or a small count could be worked out whatever
        else is hidden. Nothing is published then.
    """
    check_table(table)
    width = limits().width if width is None else width
    rule = limit_of_each(table, limits().hide_under if limit is None else limit, strict)
    smallest = int(rule.min())
    if not 1 <= width <= smallest - 2:
        line = _("A width of {width} cannot be kept with the limit {limit}. Allowed: 1 to {most}.")
        raise UsageError(line.format(width=width, limit=smallest, most=smallest - 2))
    state = state_of(table, rule)
    wanted = {_number(table, cell): 1 for cell in also}
    small = {cell: width for cell, hidden in enumerate(state.hidden) if hidden}
    for cell in wanted:
        state.hidden[cell] = True
    if complementary:
        protect(table, state, wanted | small)
        _show_needless(state, wanted | small)
        _verify(table, state, small)
    return published_table(table, state, rule, complementary)


def hidden_cells(status: pd.DataFrame) -> NDArray[np.bool_]:
    """Which cells of a table of statuses are hidden."""
    return np.isin(status.to_numpy(dtype=object), [PRIMARY, COMPLEMENTARY])


def limit_of_each(table: pd.DataFrame, limit: int, strict: Mapping[str, int] | None = None) -> NDArray[np.int64]:
    """The limit of each cell of a table, in people: the general one, or that of the cell's group if it is higher."""
    strict = limits().strict_groups if strict is None else strict
    for number in (limit, *strict.values()):
        if number < limits().lowest_limit:
            line = _(
                "A limit of {limit} cannot be kept: whoever knows it knows each hidden count. Take {least} or more."
            )
            raise UsageError(line.format(limit=number, least=limits().lowest_limit))
    rule = np.full(table.shape, limit, dtype=np.int64)
    for axis, labels in enumerate((table.index, table.columns)):
        if labels.name == "group":
            own = np.array([max(limit, strict.get(str(label), 0)) for label in labels])
            rule = np.maximum(rule, own[:, None] if axis == 0 else own[None, :])
    return rule


def state_of(table: pd.DataFrame, rule: NDArray[np.int64]) -> Table:
    """A table as a network, its small counts hidden, with what the rule tells about each cell if it is hidden."""
    counts = table.to_numpy(dtype=np.int64)
    small = (counts > 0) & (counts < rule)
    most = int(counts[-1, -1])
    if small[-1, -1] or most == 0:
        line = _("The table counts {count} people in all, under the limit of {limit}. Do not publish it.")
        raise CgdError(line.format(count=most, limit=int(rule[-1, -1])))
    net = network(counts.shape[0] - 1, 0 if is_list(table) else counts.shape[1] - 1)
    flat, under = counts.ravel().tolist(), small.ravel().tolist()
    price: list[int | None] = [count if count > 0 else None for count in flat]
    price[net.total] = None
    least = np.where(small, 1, np.where(counts > 0, rule, 0)).ravel().tolist()
    top = np.where(small, rule - 1, np.where(counts > 0, most, 0)).ravel().tolist()
    return Table(net, flat, least, top, under, price)


def protect(table: pd.DataFrame, state: Table, needs: Mapping[int, int]) -> None:
    """Hide more cells of ``state`` until each cell of ``needs`` can move by so much; smallest counts first.

    A round trip that is hidden makes every cell on it movable, and hiding more never makes a cell less movable: the
    search ends, at the latest when everything but zeros and the grand total is hidden.
    """
    for cell in sorted(needs, key=lambda cell: (state.counts[cell], cell)):
        moves, flows = 0, {1: list(state.counts), -1: list(state.counts)}
        while moves < needs[cell]:
            found = _next_way(state, flows, cell)
            if found is None:
                raise CgdError(
                    _(
                        "The hidden cell in row {row}, column {column} could be worked out whatever else is hidden. "
                        "Merge rows or columns, or leave this table out."
                    ).format(**_names(table, cell))
                )
            direction, steps = found
            for other, _turn in steps:
                state.hidden[other] = True
            most = min(needs[cell] - moves, state.room(cell, direction, flows[direction]))
            moves += push(state, flows[direction], steps, most)


def _next_way(state: Table, flows: dict[int, list[int]], cell: int) -> tuple[int, list[tuple[int, int]]] | None:
    """Direction and round trip that cost least: one that is hidden already, else the cheapest to hide."""
    for direction in (1, -1):
        steps = way(state, flows[direction], cell, direction)
        if steps is not None:
            return direction, steps
    ways = [(direction, cheapest_way(state, flows[direction], cell, direction)) for direction in (1, -1)]
    found = [(priced[0], -direction, priced[1]) for direction, priced in ways if priced is not None]
    if not found:
        return None
    _price, turned, steps = min(found, key=lambda way: way[:2])
    return -turned, steps


def _show_needless(state: Table, needs: Mapping[int, int]) -> None:
    """Show again, largest first, every cell without which all of ``needs`` stay protected.

    A further cell that could be worked out exactly is always shown again: to show it tells nothing new.
    """
    used = {cell: freedom(state, cell, amount)[2] for cell, amount in needs.items()}
    again = True
    while again:
        again = False
        extra = [cell for cell, hidden in enumerate(state.hidden) if hidden and cell not in needs]
        for cell in sorted(extra, key=lambda cell: (-state.counts[cell], cell)):
            state.hidden[cell] = False
            moved = {other: freedom(state, other, needs[other]) for other, cells in used.items() if cell in cells}
            if all(down + up >= needs[other] for other, (down, up, _cells) in moved.items()):
                used |= {other: cells for other, (_down, _up, cells) in moved.items()}
                again = True
            else:
                state.hidden[cell] = True


def _verify(table: pd.DataFrame, state: Table, small: Mapping[int, int]) -> None:
    for cell, hidden in enumerate(state.hidden):
        need = small.get(cell, 1)
        if hidden and sum(freedom(state, cell, need)[:2]) < need:
            line = _("The hidden cell in row {row}, column {column} is not protected. Leave this table out.")
            raise CgdError(line.format(**_names(table, cell)))


def published_table(table: pd.DataFrame, state: Table, rule: NDArray[np.int64], complete: bool) -> Published:
    """A table without the cells that ``state`` hides; ``rule`` has the limit of each cell."""
    counts = table.to_numpy(dtype=np.int64)
    hidden = np.array(state.hidden).reshape(counts.shape)
    small = (counts > 0) & (counts < rule)
    few = (counts > 0) & (counts < limits().print_from)
    status = np.select([hidden & small, hidden, few], [PRIMARY, COMPLEMENTARY, INDICATIVE], SHOWN)
    texts = [
        [cell_text(written(count), kind) for count, kind in zip(*row, strict=True)]
        for row in zip(counts.tolist(), status, strict=True)
    ]
    frame = {"index": table.index, "columns": table.columns}
    return Published(
        table=pd.DataFrame(texts, **frame, dtype="str"),
        # A masked column keeps what lies under the mask: zeros must lie there, not the hidden counts.
        counts=pd.DataFrame(np.where(hidden, 0, counts), **frame).astype("Int64").mask(hidden),
        status=pd.DataFrame(status, **frame, dtype="str"),
        limit=pd.DataFrame(rule, **frame),
        complete=complete,
    )


def cell_text(value: str, status: str) -> str:
    """A cell as it is printed: its value, its value in brackets, or the mark of what is hidden."""
    if status in (PRIMARY, COMPLEMENTARY):
        return limits().hidden_mark
    return limits().indicative.format(value=value) if status == INDICATIVE else value


def _note(published: Published) -> str:
    lines = []
    status, rule = published.status.to_numpy(), published.limit.to_numpy()
    if published.n_hidden:
        general = int(rule[-1, -1])
        hidden = _(
            "{mark} = hidden: fewer than {limit} people, or hidden so that no other cell follows by subtraction."
        )
        lines.append(hidden.format(mark=limits().hidden_mark, limit=general))
        lines += [
            _("For the group {group} the limit is {limit} people.").format(group=name, limit=own)
            for name, own in _own_limits(published, general).items()
        ]
    if (status == INDICATIVE).any():
        low, high = int(rule[-1, -1]), limits().print_from - 1
        lines.append(_("In brackets: {low} to {high} people, indicative only.").format(low=low, high=high))
    if not published.complete:
        lines.append(_("Not for publication: hidden cells may still be found by subtraction."))
    return " ".join(lines)


def _own_limits(published: Published, general: int) -> dict[str, int]:
    """Names and limits of the groups in the table that have a limit of their own."""
    names = group_labels()
    found: dict[str, int] = {}
    for axis, labels in enumerate((published.limit.index, published.limit.columns)):
        if labels.name == "group":
            own = published.limit.to_numpy().min(axis=1 - axis)
            pairs = [(str(label), int(limit)) for label, limit in zip(labels, own, strict=True)]
            found |= {names.get(label, label): limit for label, limit in pairs if limit > general}
    return found


def _number(table: pd.DataFrame, cell: Cell) -> int:
    """Number of a cell that somebody wants hidden. Raises `UsageError` when it does not exist or must stay shown."""
    row, column = (str(name) for name in cell)
    rows, columns = [str(name) for name in table.index], [str(name) for name in table.columns]
    if row not in rows or column not in columns:
        line = _("There is no cell in row {row}, column {column}. Rows: {rows}. Columns: {columns}.")
        raise UsageError(line.format(row=row, column=column, rows=", ".join(rows), columns=", ".join(columns)))
    place = rows.index(row) * len(columns) + columns.index(column)
    if place == table.size - 1 or table.iat[rows.index(row), columns.index(column)] == 0:
        line = _("The cell in row {row}, column {column} cannot be hidden: zeros and the grand total stay shown.")
        raise UsageError(line.format(row=row, column=column))
    return place


def _names(table: pd.DataFrame, cell: int) -> dict[str, str]:
    row, column = divmod(cell, table.shape[1])
    return {"row": str(table.index[row]), "column": str(table.columns[column])}


def clashes(tables: Mapping[str, Published]) -> pd.DataFrame:
    """Totals that one table hides and another shows: whoever has both tables has the hidden number.

    Two tables that share a variable share its totals. This looks at totals of the same variable and category; it does
    not look for what follows from nested variables (provinces and their regions).

    Parameters
    ----------
    tables
        Tables of the same people, by name.

    Returns
    -------
    DataFrame
        One row a clash: variable, category, hidden_in, shown_in (names of tables).
    """
    found = []
    totals = [(name, *total) for name, table in tables.items() for total in _totals(table)]
    for name, variable, category, hidden in totals:
        for other, same, kind, closed in totals:
            if hidden and not closed and (variable, category) == (same, kind):
                found.append((variable, category, name, other))
    return pd.DataFrame(found, columns=["variable", "category", "hidden_in", "shown_in"], dtype="str")


def _totals(published: Published) -> list[tuple[str, str, bool]]:
    """Variable, category and whether it is hidden, of each total (of each cell, in a single list)."""
    hidden = hidden_cells(published.status)
    sides = [(published.status.index, hidden[:, -1])]
    if not is_list(published.status):
        sides.append((published.status.columns, hidden[-1]))
    return [
        (str(labels.name), str(label), bool(closed))
        for labels, cells in sides
        for label, closed in zip(labels, cells, strict=True)
        if str(label) != TOTAL
    ]
