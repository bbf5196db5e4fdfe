"""Mean ratings that may be published: without those of few people, and without what would give these away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.errors import CgdError, UsageError
from cgd.language import _, allowed
from cgd.scorecard.disclosure.limits import limits
from cgd.scorecard.disclosure.network import Table, push, settle, way
from cgd.scorecard.disclosure.suppression import (
    Published,
    cell_text,
    hidden_cells,
    limit_of_each,
    protect,
    published_table,
    state_of,
)
from cgd.scorecard.disclosure.tables import codes_of, count_table, is_list, need_columns, one_or_two
from cgd.scorecard.labels import number
from cgd.scorecard.survey import HIGHEST, LOWEST, SDGS, YEARS, Survey

NOTHING = "–"  # the mean of nobody


@dataclass(frozen=True)
class PublishedMeans:
    """Means and numbers of people as they may be published. Holds no hidden value.

    Attributes
    ----------
    table
        Text, one row a cell, totals included: the classifying variables, mean, n, status. The status is for those who
        make the table, not for print.
    means
        Mean ratings (points, 1 to 5) as a table; missing where hidden and where nobody answered.
    counts
        The numbers of people with at least one rating.
    """

    table: pd.DataFrame
    means: pd.DataFrame
    counts: Published

    @property
    def n_hidden(self) -> int:
        """Number of hidden cells, totals included."""
        return self.counts.n_hidden

    @property
    def note(self) -> str:
        """What to print under the table, in the language in use."""
        return self.counts.note


def suppress_means(
    data: Survey | pd.DataFrame,
    by: str | Sequence[str],
    year: int = 2022,
    *,
    sdg: int | None = None,
    indicator: str | None = None,
    limit: int | None = None,
    strict: Mapping[str, int] | None = None,
    places: int = 2,
) -> PublishedMeans:
    """Mean ratings by one or two variables with their n; mean and n are hidden together.

    The mean counts every valid rating the same (M(x, y), as `pooled_means` does); n is the number of respondents with
    at least one valid rating. Cells with an n under the limit are hidden, then further cells. If a single cell of a row
    were hidden, its mean would follow from the total: ``(N M - sum of n m) / (N - sum of n)``. After the second step
    neither the n nor the mean of any hidden cell is determined, even for somebody who

    - has every mean shown without rounding, and knows the rule, as `suppress` assumes;
    - for the means: knows how many ratings each hidden cell holds, and that ratings go from 1 to 5;
    - for the n: sets it against the means that are shown (Hundepool et al., Handbook on Statistical Disclosure Control,
      2nd edition 2024, section 5.7, shows such an attack).

    Parameters
    ----------
    data
        A survey, or a long table with the columns respondent_id, year, sdg, indicator_id, rating and those of ``by``.
    by
        One or two columns that divide the respondents (not sdg or indicator_id: everybody would count several times).
    sdg, indicator
        Only the ratings of one goal, or of one indicator.
    limit, strict
        As in `suppress`.
    places
        Digits of the mean after the decimal mark.

    Raises
    ------
    UsageError
        A column, year, goal or indicator that does not exist.
    CgdError
        Nobody rated what is asked for, or a hidden cell cannot be protected.
    """
    if year not in YEARS:
        raise allowed("year", year, YEARS)
    if sdg is not None and sdg not in SDGS:
        raise allowed("SDG", sdg, SDGS)
    names = [by] if isinstance(by, str) else list(by)
    one_or_two(names)
    for name in names:
        if name in ("sdg", "indicator_id"):
            line = _("{name} does not divide the respondents. Choose one goal or one indicator instead.")
            raise UsageError(line.format(name=name))
    people, sums, ratings, items = _per_person(data, names, year, sdg, indicator)
    if people.empty:
        raise CgdError(_("There is no rating to take a mean of. Choose another year, goal or indicator."))
    table = count_table(people, *names)
    totals, sizes = _spread(people, names, sums), _spread(people, names, ratings)
    rule = limit_of_each(table, limits().hide_under if limit is None else limit, strict)
    state = state_of(table, rule)
    _protect_both(table, state, totals, sizes, items)
    counts = published_table(table, state, rule, complete=True)
    return _published_means(counts, totals, sizes, places)


def _per_person(
    data: Survey | pd.DataFrame, by: list[str], year: int, sdg: int | None, indicator: str | None
) -> tuple[pd.DataFrame, NDArray[np.int64], NDArray[np.int64], int]:
    """Those with a valid rating, the sum and the number of their ratings, and the largest number one can have."""
    if isinstance(data, pd.DataFrame):
        return _per_person_long(data, by, year, sdg, indicator)
    need_columns(data.respondents, *by)
    items = data.indicators
    chosen = np.ones(len(items), dtype=bool)
    if sdg is not None:
        chosen &= (items["sdg"] == sdg).to_numpy()
    if indicator is not None:
        if indicator not in set(items["indicator_id"]):
            raise allowed("indicator", indicator, items["indicator_id"])
        chosen &= (items["indicator_id"] == indicator).to_numpy()
    sums = np.zeros(len(data.respondents), dtype=np.int64)
    ratings = np.zeros_like(sums)
    # One indicator at a time: a copy of all answers of three million people would not fit beside the survey.
    for place in np.flatnonzero(chosen):
        codes = data.answers[:, place, YEARS.index(year)]
        sums += np.maximum(codes, 0)
        ratings += codes > 0
    rated = ratings > 0
    return data.respondents.loc[rated, by], sums[rated], ratings[rated], int(chosen.sum())


def _per_person_long(
    data: pd.DataFrame, by: list[str], year: int, sdg: int | None, indicator: str | None
) -> tuple[pd.DataFrame, NDArray[np.int64], NDArray[np.int64], int]:
    need_columns(data, *by, "respondent_id", "year", "sdg", "indicator_id", "rating")
    wanted = (data["year"] == year) & data["rating"].notna()
    if sdg is not None:
        wanted &= data["sdg"] == sdg
    if indicator is not None:
        wanted &= data["indicator_id"] == indicator
    rows = data[wanted]
    people = rows.drop_duplicates("respondent_id").set_index("respondent_id")[by]
    by_person = rows.astype({"rating": "int64"}).groupby("respondent_id", observed=True)["rating"]
    sums, ratings = (by_person.agg(how).reindex(people.index).to_numpy(dtype=np.int64) for how in ("sum", "count"))
    return people, sums, ratings, int(rows["indicator_id"].nunique())


def _spread(people: pd.DataFrame, by: list[str], amounts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sum of ``amounts`` in each cell of the table, totals included: the shape of `count_table`."""
    coded = [codes_of(people, name) for name in by]
    sizes = [len(labels) for _code, labels in coded]
    place = coded[0][0] if len(by) == 1 else coded[0][0] * sizes[1] + coded[1][0]
    # Sums of whole numbers in double precision are exact up to 2 to the power of 53.
    body = np.bincount(place, weights=amounts, minlength=int(np.prod(sizes))).astype(np.int64).reshape(sizes)
    if len(by) == 1:
        return np.append(body, body.sum())[:, None]
    wide = np.hstack([body, body.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0, keepdims=True)])


def _protect_both(
    table: pd.DataFrame, state: Table, totals: NDArray[np.int64], sizes: NDArray[np.int64], items: int
) -> None:
    """Hide cells until neither an n nor a mean follows from what is shown."""
    sums = Table(
        net=state.net,
        counts=totals.ravel().tolist(),
        low=(LOWEST * sizes).ravel().tolist(),
        high=(HIGHEST * sizes).ravel().tolist(),
        hidden=state.hidden,  # one list: what is hidden for the sums is hidden for the counts
        price=state.price,
    )
    small = {cell: limits().width for cell, hidden in enumerate(state.hidden) if hidden}
    before = -1
    while sum(state.hidden) != before:
        before = sum(state.hidden)
        protect(table, state, {cell: small.get(cell, 1) for cell, hidden in enumerate(state.hidden) if hidden})
        protect(table, sums, {cell: 1 for cell, hidden in enumerate(state.hidden) if hidden})
    for cell, hidden in enumerate(state.hidden):
        if hidden and not _another_n(state, sums, cell, items):
            line = _(
                "The n of few people would follow from the means that are shown. Merge groups, or leave {name} out."
            )
            raise CgdError(line.format(name=" × ".join(str(axis.name) for axis in _axes(table))))


def _another_n(state: Table, sums: Table, cell: int, items: int) -> bool:
    """Whether a table with another n in this cell fits all n and all means shown."""
    for direction in (1, -1):
        counts = list(state.counts)
        steps = way(state, counts, cell, direction)
        if steps is None:
            continue
        push(state, counts, steps, 1)
        other = Table(
            net=sums.net,
            counts=list(sums.counts),
            low=[LOWEST * n if hid else s for n, hid, s in zip(counts, sums.hidden, sums.counts, strict=True)],
            high=[
                HIGHEST * items * n if hid else s for n, hid, s in zip(counts, sums.hidden, sums.counts, strict=True)
            ],
            hidden=sums.hidden,
            price=sums.price,
        )
        if settle(other):
            return True
    return False


def _axes(table: pd.DataFrame) -> list[pd.Index]:
    return [table.index] if is_list(table) else [table.index, table.columns]


def _published_means(
    counts: Published, totals: NDArray[np.int64], sizes: NDArray[np.int64], places: int
) -> PublishedMeans:
    hidden = hidden_cells(counts.status)
    values = np.divide(totals, sizes, out=np.full(totals.shape, np.nan), where=(sizes > 0) & ~hidden)
    means = pd.DataFrame(values, index=counts.table.index, columns=counts.table.columns)
    axes = _axes(counts.table)
    rows = []
    for row in range(values.shape[0]):
        for column in range(values.shape[1]):
            status = str(counts.status.iat[row, column])
            value = values[row, column]
            text = NOTHING if np.isnan(value) and not hidden[row, column] else cell_text(_mean(value, places), status)
            names = [str(axis[place]) for axis, place in zip(axes, (row, column), strict=False)]
            rows.append((*names, text, counts.table.iat[row, column], status))
    columns = [*(str(axis.name) for axis in axes), "mean", "n", "status"]
    return PublishedMeans(pd.DataFrame(rows, columns=columns, dtype="str"), means, counts)


def _mean(value: float, places: int) -> str:
    return "" if np.isnan(value) else number(value, places)
