"""The survey while faults are planted in it: its cells, what is taken, and the answer key so far."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.errors import CgdError
from cgd.language import _
from cgd.scorecard.survey import HIGHEST, LOWEST
from cgd.scorecard.wide import rating_columns

Settings = dict[str, Any]
Mask = NDArray[np.bool_]

# Column of an answer key's entry that stands for more than one cell.
WHOLE_ROW, ALL_RATINGS = "*row", "*ratings"
# Entry of a unit, not of a row.
NO_ROW = -1


@dataclass(frozen=True)
class Entry:
    """One planted fault. ``row`` is a place in the draft: extra rows follow the clean ones; `NO_ROW` for a unit."""

    kind: str
    column: str
    row: int = NO_ROW
    unit: str = ""
    original: str = ""
    corrupted: str = ""
    repair_rule: str = ""
    repairable: str = ""


@dataclass
class Draft:
    """Work in progress; each family of kinds changes it in turn.

    Attributes
    ----------
    truth
        The clean wide table of text cells; never changed.
    place
        Where each column stands.
    cells
        The same cells, to be changed: shape (respondents, columns).
    points
        Clean ratings: int8, shape (respondents, rating columns), 0 where there is no rating.
    rated
        Places of the rating columns among the columns.
    closed
        Respondents whose rows must stay as they are (or are deleted): nothing else is planted there.
    taken
        Respondents whose row has a fault of a whole row: no second one is planted there.
    touched
        Cells with a fault, as `cells`.
    """

    truth: pd.DataFrame
    indicators: pd.DataFrame
    settings: Settings
    rng: np.random.Generator
    place: dict[str, int] = field(init=False)
    cells: NDArray[np.object_] = field(init=False)
    points: NDArray[np.int8] = field(init=False)
    rated: NDArray[np.intp] = field(init=False)
    closed: Mask = field(init=False)
    taken: Mask = field(init=False)
    touched: Mask = field(init=False)
    extras: list[NDArray[np.object_]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cells = self.truth.to_numpy(dtype=object, copy=True)
        self.place = {name: number for number, name in enumerate(self.truth.columns)}
        self.rated = np.array([self.place[name] for name in rating_columns(self.indicators)])
        answers = self.cells[:, self.rated]
        self.points = np.zeros(answers.shape, dtype=np.int8)
        for rating in range(LOWEST, HIGHEST + 1):
            self.points[answers == str(rating)] = rating
        self.closed = np.zeros(len(self.truth), dtype=bool)
        self.taken = np.zeros(len(self.truth), dtype=bool)
        self.touched = np.zeros(self.cells.shape, dtype=bool)

    @property
    def free(self) -> Mask:
        """Respondents whose row may still get a fault of a whole row."""
        return ~self.closed & ~self.taken

    def clean(self, column: str) -> NDArray[np.object_]:
        """The clean cells of one column."""
        return self.truth[column].to_numpy(dtype=object)

    def untouched(self, column: str) -> Mask:
        """Respondents whose cell in this column has no fault and may get one."""
        return ~self.closed & ~self.touched[:, self.place[column]]

    def shuffled(self, items: NDArray) -> NDArray:
        """The items in random order."""
        return items[np.argsort(self.rng.random(len(items)), kind="stable")]

    def draw(self, options: list, n: int) -> list:
        """``n`` of the options, each drawn from all of them."""
        return [options[number] for number in np.floor(self.rng.random(n) * len(options)).astype(int)]

    def between(self, limits: list[int], n: int) -> list[int]:
        """``n`` whole numbers from the first limit to the second, both allowed."""
        low, high = limits
        return [low + int(number) for number in np.floor(self.rng.random(n) * (high - low + 1))]

    def require(self, kind: str, where: Mask, n: int) -> NDArray[np.intp]:
        """All places where the mask is true, in the file's order.

        Raises
        ------
        CgdError
            They are fewer than ``n``.
        """
        found = np.flatnonzero(where)
        if len(found) < n:
            raise CgdError(
                _(
                    "The survey is too small for the planted faults: {kind} needs {n} places and {found} are free. "
                    "Lower the numbers in make/defects/kinds.yml."
                ).format(kind=kind, n=n, found=len(found))
            )
        return found

    def pick(self, kind: str, where: Mask, n: int) -> list[int]:
        """``n`` places of those where the mask is true, in random order; raises as `require`."""
        return self.shuffled(self.require(kind, where, n))[:n].tolist()

    def write(self, kind: str, row: int, column: str, text: str, **other: str) -> None:
        """Put a text into one cell and note it in the key."""
        place = self.place[column]
        original = self.cells[row, place]
        self.cells[row, place] = text
        self.touched[row, place] = True
        self.entries.append(Entry(kind, column, row=row, original=original, corrupted=text, **other))

    def write_ratings(self, kind: str, row: int, points: NDArray[np.int8]) -> None:
        """Put other ratings where ``points`` is over 0 and note the row in the key; other answers stay."""
        self.put(row, points)
        self.taken[row] = True
        self.touched[row, self.rated] = True
        self.entries.append(Entry(kind, ALL_RATINGS, row=row))

    def put(self, row: int, points: NDArray[np.int8]) -> None:
        """Put other ratings where ``points`` is over 0; notes nothing."""
        given = points > 0
        self.cells[row, self.rated[given]] = [str(point) for point in points[given]]

    def add_row(self, kind: str, cells: NDArray[np.object_]) -> None:
        """Add a row that the clean survey does not have and note it in the key."""
        self.extras.append(cells)
        self.entries.append(Entry(kind, WHOLE_ROW, row=len(self.truth) + len(self.extras) - 1))
