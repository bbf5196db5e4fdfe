"""Deal out what quotas fix and chance orders; for tables in which counts must come out exactly.

Only uniform draws and sorting, so that every machine and every release of numpy gives the same table.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

from cgd.errors import CgdError, UsageError
from cgd.language import _
from cgd.scorecard.make.people import quota

Item = TypeVar("Item")


def stream(seed: int, number: int) -> np.random.Generator:
    """Random stream ``number`` of a seed: what one stream draws does not move the others.

    Raises
    ------
    UsageError
        The seed is negative.
    """
    if seed < 0:
        raise UsageError(_("The seed {seed} is negative. Use 0 or a larger whole number.").format(seed=seed))
    return np.random.Generator(np.random.PCG64([seed, number]))


def shuffled(items: Sequence[Item], rng: np.random.Generator) -> list[Item]:
    """The items in random order."""
    return [items[place] for place in np.argsort(rng.random(len(items)), kind="stable")]


def dealt(shares: Mapping[Item, float], n: int, rng: np.random.Generator) -> list[Item]:
    """``n`` codes in exactly these shares (largest remainder), in random order."""
    counts = quota(n, np.array(list(shares.values()), dtype=float))
    codes = [code for code, count in zip(shares, counts, strict=True) for _turn in range(count)]
    return shuffled(codes, rng)


def whole(limits: Sequence[int], rng: np.random.Generator) -> int:
    """A whole number between two limits, both possible."""
    low, high = limits
    return low + int(rng.random() * (high - low + 1))


def day(first: np.datetime64, last: np.datetime64, rng: np.random.Generator) -> str:
    """A day from ``first`` to ``last``, both possible, as year-month-day."""
    return str(first + whole((0, int((last - first) / np.timedelta64(1, "D"))), rng))


def seated(options: Sequence[Sequence[int]], rng: np.random.Generator) -> list[int]:
    """Give each guest one seat of those that suit, no seat twice.

    Augmenting paths (H. W. Kuhn, The Hungarian method for the assignment problem, 1955, for the bipartite case): a
    guest may take a seat whose guest can move to another. Guests and seats come in random order.

    Parameters
    ----------
    options
        For each guest, the numbers of the seats that suit.

    Raises
    ------
    CgdError
        There is no such seating.
    """
    guest_of: dict[int, int] = {}
    wishes = [shuffled(list(seats), rng) for seats in options]

    def seat(guest: int, tried: set[int]) -> bool:
        for place in wishes[guest]:
            if place not in tried:
                tried.add(place)
                if place not in guest_of or seat(guest_of[place], tried):
                    guest_of[place] = guest
                    return True
        return False

    for guest in shuffled(range(len(options)), rng):
        if not seat(guest, set()):
            raise CgdError(
                _("No place suits item {number} of {n}. Loosen its conditions.").format(
                    number=guest + 1, n=len(options)
                )
            )
    place_of = {guest: place for place, guest in guest_of.items()}
    return [place_of[guest] for guest in range(len(options))]
