"""How many people look the same in a file: k-anonymity (FIG20).

A record is safe when at least k records have the same values of all key variables, those that somebody may know of a
person before seeing the file (Samarati 2001; Sweeney 2002, "k-anonymity: a model for protecting privacy"). Here k is
counted in the sample. That says nothing about how many such people there are outside it, and nothing about answers
that all people of one combination share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.errors import CgdError, UsageError
from cgd.language import _, allowed
from cgd.scorecard.disclosure.limits import limits
from cgd.scorecard.disclosure.tables import codes_of, need_columns

AGE_BAND = "age_band"
_DENSE = 1 << 24  # combinations that are counted in one array; more are sorted


@dataclass(frozen=True)
class Anonymity:
    """How many records share each combination of the keys.

    Attributes
    ----------
    keys, k
        What was asked.
    frequency
        For each record the number of records with the same combination, itself included.
    combinations
        Every combination with fewer than k records: the keys, then records; the rarest first.
    """

    keys: tuple[str, ...]
    k: int
    frequency: NDArray[np.int64]
    combinations: pd.DataFrame

    @property
    def under(self) -> NDArray[np.bool_]:
        """For each record whether fewer than k look the same."""
        return self.frequency < self.k

    @property
    def n_under(self) -> int:
        """Number of records with fewer than k alike."""
        return int(self.under.sum())

    @property
    def n_unique(self) -> int:
        """Number of records that are alone with their combination."""
        return int((self.frequency == 1).sum())

    @property
    def share(self) -> float:
        """Share of records with fewer than k alike, 0 to 1."""
        return self.n_under / len(self.frequency)


def anonymity(people: pd.DataFrame, keys: Sequence[str] | None = None, k: int | str = "shared") -> Anonymity:
    """Count the records that look the same.

    A missing value is a value of its own here. The R package sdcMicro (function freqCalc) lets it match every value,
    which finds more people alike; ours is the more careful reading (ours).

    Parameters
    ----------
    people
        One row a person, e.g. `Survey.respondents`; millions of rows are fine.
    keys
        Columns of ``people``, by default those of `limits`. "age_band" is made of age when it is not a column.
    k
        A whole number from 2, or "shared" (a file that leaves the team), "team" or "sensitive": see `limits`.

    Raises
    ------
    UsageError
        A column that does not exist, or a k that makes no sense.
    CgdError
        There is no record.
    """
    names = list(limits().keys if keys is None else keys)
    size = _k(k)
    if not names:
        raise UsageError(_("Name at least one key: a column that somebody may know of a person."))
    if people.empty:
        raise CgdError(_("There is nobody to count. Take data with at least one respondent."))
    if AGE_BAND in names and AGE_BAND not in people:
        people = people.assign(**{AGE_BAND: age_bands(people)})
    coded = [codes_of(people, name) for name in names]
    place = _combined(coded, len(people))
    frequency = np.bincount(place)[place]
    rare = np.flatnonzero(frequency < size)
    _code, first = np.unique(place[rare], return_index=True)
    example = rare[first]
    table = pd.DataFrame(
        {
            name: np.array(labels, dtype=object)[code[example]]
            for name, (code, labels) in zip(names, coded, strict=True)
        },
        columns=names,
        dtype="str",
    ).assign(records=frequency[example])
    table = table.sort_values(["records", *names], ignore_index=True, kind="stable")
    return Anonymity(tuple(names), size, frequency, table)


def age_bands(people: pd.DataFrame, bands: str = "fine") -> pd.Series:
    """The age band of each person, such as "25-34"; missing where the age is.

    Parameters
    ----------
    people
        Has the column age, in completed years.
    bands
        "fine" or "broad": see `limits`.
    """
    if bands not in limits().age_bands:
        raise allowed("set of age bands", bands, limits().age_bands)
    starts = limits().age_bands[bands]
    need_columns(people, "age")
    ages = people["age"].to_numpy(dtype="float64", na_value=np.nan)
    place = np.where(np.isnan(ages), -1, np.searchsorted(starts, ages, side="right"))
    names = [_("under {age}").format(age=starts[0])]
    names += [f"{start}-{after - 1}" for start, after in pairwise(starts)]
    names.append(f"{starts[-1]}+")
    return pd.Series(
        pd.Categorical.from_codes(place, categories=names, ordered=True), index=people.index, name=AGE_BAND
    )


def coarsen(people: pd.DataFrame, bands: str = "broad") -> pd.DataFrame:
    """The same people with less detail: an age band instead of the age, and the region only, no province.

    Every other column stays. A file for others needs more than this: see `limits` for the k to reach.
    """
    coarse = people.assign(**{AGE_BAND: age_bands(people, bands)})
    return coarse.drop(columns=[name for name in ("age", "province_code", "province_list") if name in coarse])


def coarsening(people: pd.DataFrame, k: int | str = "shared") -> pd.DataFrame:
    """How the share of records under k falls when the file says less and less.

    Returns
    -------
    DataFrame
        One row a step, each on top of the one before: step (what changes), keys (separated by commas), share (0 to 1),
        records (under k), combinations (under k).
    """
    keys = list(limits().keys)
    coarse = coarsen(people)
    broad = people.assign(**{AGE_BAND: coarse[AGE_BAND]})
    regional = ["region" if name == "province_code" else name for name in keys]
    steps = [
        (_("As collected, in age bands"), people, keys),
        (_("Broad age bands"), broad, keys),
        (_("Region instead of province"), coarse, regional),
        (_("Without ethnic minority"), coarse, [name for name in regional if name != "ethnic_minority"]),
        (
            _("Without disability"),
            coarse,
            [name for name in regional if name not in ("ethnic_minority", "disability")],
        ),
    ]
    rows = []
    for step, table, names in steps:
        found = anonymity(table, names, k)
        rows.append((step, ", ".join(names), found.share, found.n_under, len(found.combinations)))
    return pd.DataFrame(rows, columns=["step", "keys", "share", "records", "combinations"])


def _k(k: int | str) -> int:
    if isinstance(k, str):
        if k not in limits().k:
            raise allowed("k", k, limits().k)
        return limits().k[k]
    if k < 2:
        raise UsageError(_("k = {k} protects nobody. Take 2 or more.").format(k=k))
    return int(k)


def _combined(coded: list[tuple[NDArray[np.int64], list[str]]], people: int) -> NDArray[np.int64]:
    """One small whole number for each combination that occurs, for each record."""
    place, size = np.zeros(people, dtype=np.int64), 1
    for code, labels in coded:
        place, size = place * len(labels) + code, size * len(labels)
        if size > _DENSE:
            _values, place = np.unique(place, return_inverse=True)
            size = int(place.max()) + 1
    return place
