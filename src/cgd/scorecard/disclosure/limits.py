"""The limits of disclosure control, read from `limits.yml`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("limits.yml")


@dataclass(frozen=True)
class Limits:
    """What `limits.yml` says; the file gives the source of each number.

    Attributes
    ----------
    hide_under, print_from
        Counts of people: hidden under the first, indicative under the second.
    strict_groups
        Groups with a limit of their own, in people.
    width
        How far apart the largest and the smallest value must be that an intruder finds for a hidden small count.
    lowest_limit
        Smallest limit that may be asked for.
    hidden_mark, indicative
        How hidden and indicative cells are written.
    publication_tables
        Rows and columns of the tables that are checked when nobody names others.
    k
        k of k-anonymity for a "shared" file, inside the "team", and where a "sensitive" attribute is shown.
    keys
        Columns that somebody may know of a respondent.
    age_bands
        First year of each age band: "fine" and "broad".
    """

    hide_under: int
    print_from: int
    strict_groups: dict[str, int]
    width: int
    lowest_limit: int
    hidden_mark: str
    indicative: str
    publication_tables: tuple[tuple[str, str], ...]
    k: dict[str, int]
    keys: tuple[str, ...]
    age_bands: dict[str, tuple[int, ...]]


@cache
def limits() -> Limits:
    """The limits of this course."""
    text = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Limits(
        **text["counts"],
        publication_tables=tuple((rows, columns) for rows, columns in text["publication_tables"]),
        k=text["k"],
        keys=tuple(text["keys"]),
        age_bands={name: tuple(starts) for name, starts in text["age_bands"].items()},
    )
