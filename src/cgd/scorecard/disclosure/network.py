"""A table with margins as a network: what can still be changed when some of its cells are hidden.

In a table with two classifying variables every cell stands in one row equation and one column equation. Such a table is
a circulation in a network: the grand total flows into the row totals, each row total into the row's cells, each cell
into its column total, and these back into the grand total (Cox 1995, "Network models for complementary cell
suppression", Journal of the American Statistical Association 90; Fischetti and Salazar 1999, "Models and algorithms for
the 2-dimensional cell suppression problem in statistical disclosure control", Mathematical Programming 84). Whoever
knows the cells that are shown can move a hidden one exactly as far as a unit of flow can be sent round through other
hidden cells within their bounds. Because flows with whole-number bounds reach their extremes in whole numbers, the
intervals found here are exact for counts.

Cells are numbered row by row, margins last: cell ``i * (columns + 1) + j``.
"""

import heapq
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

Step = tuple[int, int]  # a cell, and +1 when it grows, -1 when it shrinks


@dataclass(frozen=True)
class Network:
    """Which cells stand in which equations.

    Attributes
    ----------
    tail, head
        For each cell the equation (node) that its count leaves and the one that it enters.
    around
        For each node the cells that touch it, each with the node at the other end and +1 (leaves) or -1 (enters).
    total
        Number of the grand total's cell.
    """

    tail: tuple[int, ...]
    head: tuple[int, ...]
    around: tuple[tuple[tuple[int, int, int], ...], ...]
    total: int


def network(rows: int, columns: int) -> Network:
    """The network of a table of ``rows`` by ``columns`` cells with margins; no columns (0) for a single list."""
    ends: list[tuple[int, int]] = []
    if columns == 0:
        ends = [(0, 1)] * rows + [(1, 0)]
    else:
        # Rows 0 ... rows-1, then the equation of the column totals; columns, then the equation of the row totals.
        across, down = rows, rows + 1 + columns
        for row in range(rows):
            ends += [(row, rows + 1 + column) for column in range(columns)] + [(down, row)]
        ends += [(rows + 1 + column, across) for column in range(columns)] + [(across, down)]
    around: list[list[tuple[int, int, int]]] = [[] for _node in range(max(max(end) for end in ends) + 1)]
    for cell, (tail, head) in enumerate(ends):
        around[tail].append((cell, head, 1))
        around[head].append((cell, tail, -1))
    tails, heads = zip(*ends, strict=True)
    return Network(tails, heads, tuple(tuple(cells) for cells in around), len(ends) - 1)


@dataclass
class Table:
    """The counts of a table and what may happen to them.

    Attributes
    ----------
    counts
        One possible table: a whole number for each cell, additive.
    low, high
        What somebody who does not see a cell knows of it: bounds, both allowed.
    hidden
        Whether the cell is hidden; a cell that is shown cannot change.
    price
        What it costs to hide a cell; None when it must stay shown.
    """

    net: Network
    counts: list[int]
    low: list[int]
    high: list[int]
    hidden: list[bool]
    price: list[int | None]

    def room(self, cell: int, direction: int, counts: Sequence[int]) -> int:
        """By how much a cell may still grow (+1) or shrink (-1)."""
        return self.high[cell] - counts[cell] if direction > 0 else counts[cell] - self.low[cell]


def freedom(table: Table, cell: int, enough: int | None = None) -> tuple[int, int, set[int]]:
    """How far a hidden cell can be moved: down, up, and the cells that move with it.

    Parameters
    ----------
    enough
        Stop when the cell can be moved by so much, down and up taken together.
    """
    moves, touched = {-1: 0, 1: 0}, {cell}
    for direction in (1, -1):
        counts = list(table.counts)
        while enough is None or moves[-1] + moves[1] < enough:
            steps = way(table, counts, cell, direction)
            if steps is None:
                break
            amount = table.room(cell, direction, counts)
            if enough is not None:
                amount = min(amount, enough - moves[-1] - moves[1])
            moves[direction] += push(table, counts, steps, amount)
            touched.update(step[0] for step in steps)
    return moves[-1], moves[1], touched


def way(table: Table, counts: Sequence[int], cell: int, direction: int) -> list[Step] | None:
    """A round trip of hidden cells through which ``cell`` can grow or shrink by one; None when there is none."""
    net = table.net
    if table.room(cell, direction, counts) < 1:
        return None
    start, goal = (net.head[cell], net.tail[cell]) if direction > 0 else (net.tail[cell], net.head[cell])
    came: dict[int, tuple[int, Step] | None] = {start: None}
    queue = deque([start])
    while queue and goal not in came:
        node = queue.popleft()
        for other, there, turn in net.around[node]:
            if table.hidden[other] and there not in came and other != cell and table.room(other, turn, counts) > 0:
                came[there] = (node, (other, turn))
                queue.append(there)
    return [(cell, direction), *_steps(came, goal)] if goal in came else None


def cheapest_way(table: Table, counts: Sequence[int], cell: int, direction: int) -> tuple[int, list[Step]] | None:
    """The round trip that hides the fewest people in cells now shown, and its price (Dijkstra 1959)."""
    net = table.net
    if table.room(cell, direction, counts) < 1:
        return None
    start, goal = (net.head[cell], net.tail[cell]) if direction > 0 else (net.tail[cell], net.head[cell])
    came: dict[int, tuple[int, Step] | None] = {start: None}
    best = {start: (0, 0)}
    heap = [(0, 0, start)]
    while heap:
        cost, hops, node = heapq.heappop(heap)
        if (cost, hops) > best[node]:
            continue
        if node == goal:
            return cost, [(cell, direction), *_steps(came, goal)]
        for other, there, turn in net.around[node]:
            extra = 0 if table.hidden[other] else table.price[other]
            if extra is None or other == cell or table.room(other, turn, counts) < 1:
                continue
            reached = (cost + extra, hops + 1)
            if there not in best or reached < best[there]:
                best[there], came[there] = reached, (node, (other, turn))
                heapq.heappush(heap, (*reached, there))
    return None


def push(table: Table, counts: list[int], steps: Sequence[Step], most: int) -> int:
    """Change ``counts`` along a round trip by as much as fits, at most ``most``; returns by how much."""
    amount = min(most, *(table.room(cell, direction, counts) for cell, direction in steps))
    for cell, direction in steps:
        counts[cell] += direction * amount
    return amount


def settle(table: Table) -> bool:
    """Fill the hidden cells with counts that fit the shown ones; False when nothing fits.

    Starts from the lower bounds and sends what is too much at one equation to where too little is (Hoffman's theorem on
    circulations says that this ends in a fitting table if there is one).
    """
    net = table.net
    for cell, hidden in enumerate(table.hidden):
        if hidden:
            table.counts[cell] = table.low[cell]
    surplus = [0] * len(net.around)
    for cell, count in enumerate(table.counts):
        surplus[net.head[cell]] += count
        surplus[net.tail[cell]] -= count
    while any(surplus):
        start = next(node for node, amount in enumerate(surplus) if amount > 0)
        found = _to_a_lack(table, start, surplus)
        if found is None:
            return False
        goal, steps = found
        amount = push(table, table.counts, steps, min(surplus[start], -surplus[goal]))
        surplus[start] -= amount
        surplus[goal] += amount
    return True


def _to_a_lack(table: Table, start: int, surplus: Sequence[int]) -> tuple[int, list[Step]] | None:
    came: dict[int, tuple[int, Step] | None] = {start: None}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        if surplus[node] < 0:
            return node, _steps(came, node)
        for cell, there, turn in table.net.around[node]:
            if table.hidden[cell] and there not in came and table.room(cell, turn, table.counts) > 0:
                came[there] = (node, (cell, turn))
                queue.append(there)
    return None


def _steps(came: dict[int, tuple[int, Step] | None], goal: int) -> list[Step]:
    steps: list[Step] = []
    before = came[goal]
    while before is not None:
        node, step = before
        steps.append(step)
        before = came[node]
    return steps[::-1]
