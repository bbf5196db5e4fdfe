"""Weights that meet the population's figures: post-stratification and raking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from cgd.errors import CgdError
from cgd.language import _
from cgd.scorecard.weights.limits import limit, settings
from cgd.scorecard.weights.trimming import positive, trim_groups, trim_limits

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Raked:
    """Weights that meet several margins.

    Attributes
    ----------
    weights
        float64, shape (people,); they add up to `total`, in the unit of the margins (thousand persons, say).
    total
        Population that the weights add up to.
    rounds
        Rounds of raking, or of raking and trimming.
    raised, cut
        People whose weight stands at the lower and at the upper limit of trimming; 0 when nothing was trimmed.
    notes
        Sentences about what was done to the margins, for the report.
    """

    weights: Floats
    total: float
    rounds: int
    raised: int = 0
    cut: int = 0
    notes: tuple[str, ...] = ()


def poststratify(
    people: pd.DataFrame, cells: pd.DataFrame, *, by: Sequence[str], smallest: int | None = None
) -> Floats:
    """Weights N_h / n_h: population of a cell divided by the people of the sample in it.

    Parameters
    ----------
    people
        One row a person; the columns named in `by` hold categories or text.
    cells
        One row a cell of the population: the columns named in `by`, and `population` in any unit.
    by
        Variables whose joint population table is known.
    smallest
        Fewest people a cell may have; left out: 30 (FIG14).

    Returns
    -------
    ndarray
        float64, shape (people,). Over the people of a cell the weights add up to its population.

    Raises
    ------
    CgdError
        A value is missing; somebody is in a cell without population; a cell has nobody or too few people; a population
        is not a positive number or a cell stands twice.

    Notes
    -----
    Holt and Smith (1979), Journal of the Royal Statistical Society A 142.
    """
    need(cells, [*by, "population"])
    need(people, by)
    population = populations(cells, by)
    keys = [cells[name].astype(str) for name in by]
    levels = [pd.Index(column.unique()) for column in keys]
    codes = [_place(people[name], level) for name, level in zip(by, levels, strict=True)]
    shape = tuple(len(level) for level in levels)
    place = np.ravel_multi_index([level.get_indexer(key) for key, level in zip(keys, levels, strict=True)], shape)
    order = np.argsort(place)
    joint = np.full(len(people), -1, dtype=np.int64)
    known = np.logical_and.reduce([code >= 0 for code in codes])
    joint[known] = np.ravel_multi_index([code[known] for code in codes], shape)
    row = order[np.minimum(np.searchsorted(place, joint, sorter=order), len(order) - 1)]
    stray = place[row] != joint
    if stray.any():
        raise _without_population(people.loc[stray, list(by)])
    n = np.bincount(row, minlength=len(cells))
    for cell, count in zip(_cells(cells, by), n, strict=True):
        _enough(cell, int(count), int(limit("cells", "smallest", smallest)))
    return (population / n)[row]


# Raking


@dataclass(frozen=True)
class _Margin:
    """One margin: population shares of the categories, and the category of each group of people (-1: in none)."""

    variable: str
    categories: list[str]
    shares: Floats
    codes: Codes

    def factors(self, totals: Floats) -> Floats:
        """What each group's weight is multiplied with so that the categories have their shares; totals as before."""
        inside = self.codes >= 0
        found = np.bincount(self.codes[inside], totals[inside], minlength=len(self.shares))
        # A weight that has sunk to 0 stays there: raking then fails with a distance of -100 %.
        goal = np.divide(self.shares * found.sum(), found, out=np.ones_like(found), where=found > 0)
        return np.append(goal, 1.0)[self.codes]  # the last one is for code -1

    def worst(self, totals: Floats) -> tuple[float, str]:
        """Largest relative distance from a target, and the category."""
        inside = self.codes >= 0
        found = np.bincount(self.codes[inside], totals[inside], minlength=len(self.shares))
        distance = found / (self.shares * found.sum()) - 1
        at = int(np.abs(distance).argmax())
        return float(distance[at]), f"{self.variable} = {self.categories[at]}"


@dataclass(frozen=True)
class _Problem:
    """People with the same categories and the same start weight, who therefore get the same weight.

    `row` is the group of each person; `n` the people of a group; `weight` the weight of one of them.
    """

    row: Codes
    n: Floats
    weight: Floats
    margins: list[_Margin]
    total: float
    notes: tuple[str, ...]


def rake(
    people: pd.DataFrame,
    margins: pd.DataFrame,
    *,
    start: ArrayLike | None = None,
    outside: Mapping[str, Sequence[str]] | None = None,
    smallest: int | None = None,
    tolerance: float | None = None,
    max_rounds: int | None = None,
) -> Raked:
    """Weights that meet several margins, by iterative proportional fitting.

    Every round multiplies the weights of each category of the first variable so that they add up to its population,
    then those of the second, and so on, until all margins hold at once.

    Parameters
    ----------
    people
        One row a person; a column for each variable of the margins (categories or text).
    margins
        One row a category: variable, category, population (any one unit). The population's joint table is not needed.
    start
        Positive weights to begin with, shape (people,): design weights. Left out: equal weights.
    outside
        Categories, by variable, that have no population figure (sex "no answer"). These people take part in the other
        margins; this variable's margin is met by the people in its other categories, as shares.
    smallest
        Fewest people a category may have; left out: 30 (FIG14).
    tolerance
        Largest relative distance of a category from its target that is accepted.
    max_rounds
        Rounds after which raking gives up.

    Raises
    ------
    CgdError
        A value is missing; a category has no population, nobody or too few people; the margins add up to totals that
        differ by more than rounding; or raking does not reach the margins, which happens when combinations of
        categories are empty.

    Notes
    -----
    Deming and Stephan (1940), Annals of Mathematical Statistics 11, 427-444. People with the same categories and the
    same start weight are handled as one, so that millions of rows cost little more than counting them.
    """
    problem = _problem(people, margins, start, outside or {}, int(limit("cells", "smallest", smallest)))
    tolerance, max_rounds = limit("raking", "tolerance", tolerance), limit("raking", "max_rounds", max_rounds)
    weight, rounds = _fit(problem, problem.weight, float(tolerance), int(max_rounds))
    return Raked(weight[problem.row], problem.total, rounds, notes=problem.notes)


def rake_and_trim(
    people: pd.DataFrame,
    margins: pd.DataFrame,
    *,
    low: float | None = None,
    high: float | None = None,
    start: ArrayLike | None = None,
    outside: Mapping[str, Sequence[str]] | None = None,
    smallest: int | None = None,
    max_rounds: int | None = None,
) -> Raked:
    """Weights that meet the margins and stay within limits: raking and trimming in turn until both hold.

    Trimming alone breaks the margins, raking alone passes the limits. The margins hold as after `rake`; a weight may
    pass a limit by the small tolerance in limits.yml.

    Parameters
    ----------
    low, high
        Limits as multiples of the mean weight, around 1; left out: 0.3 and 3.0 (FIG14).
    max_rounds
        Rounds of raking and trimming after which it gives up.
    people, margins, start, outside, smallest
        As for `rake`.

    Raises
    ------
    CgdError
        As for `rake`; or no weights within the limits meet the margins.
    """
    low, high = trim_limits(low, high)
    problem = _problem(people, margins, start, outside or {}, int(limit("cells", "smallest", smallest)))
    fit = float(limit("raking", "tolerance", None)), int(limit("raking", "max_rounds", None))
    slack = float(settings()["trimming"]["tolerance"]["value"])
    floor, ceiling = low * problem.total / len(people), high * problem.total / len(people)
    turns = int(limit("trimming", "max_rounds", max_rounds))
    weight, rounds = problem.weight, 0
    while rounds < turns:
        rounds += 1
        weight, _inner = _fit(problem, weight, *fit)
        if weight.min() >= floor * (1 - slack) and weight.max() <= ceiling * (1 + slack):
            break
        weight = trim_groups(weight, problem.n, low, high)
    else:
        raise _out_of_reach(problem, weight, turns, low, high)
    raised = problem.n[weight <= floor * (1 + slack)].sum() if rounds > 1 else 0
    cut = problem.n[weight >= ceiling * (1 - slack)].sum() if rounds > 1 else 0
    return Raked(weight[problem.row], problem.total, rounds, int(raised), int(cut), problem.notes)


def _fit(problem: _Problem, weight: Floats, tolerance: float, max_rounds: int) -> tuple[Floats, int]:
    for rounds in range(1, max_rounds + 1):
        for margin in problem.margins:
            weight = weight * margin.factors(weight * problem.n)
        distance, cell = _worst(problem, weight)
        if abs(distance) <= tolerance:
            return weight, rounds
    line = _(
        "Raking did not reach the margins in {rounds} rounds: {cell} is still {deviation} away from its population."
        " Join thin categories, or rake to fewer variables."
    )
    raise CgdError(line.format(rounds=max_rounds, cell=cell, deviation=f"{distance:+.2%}"))


def _worst(problem: _Problem, weight: Floats) -> tuple[float, str]:
    return max((margin.worst(weight * problem.n) for margin in problem.margins), key=lambda found: abs(found[0]))


def _out_of_reach(problem: _Problem, weight: Floats, rounds: int, low: float, high: float) -> CgdError:
    distance, cell = _worst(problem, weight)
    line = _(
        "Weights from {low} to {high} times the mean do not meet the margins: after {rounds} rounds {cell} is still"
        " {deviation} away from its population. Widen the limits, or join categories."
    )
    return CgdError(line.format(low=low, high=high, rounds=rounds, cell=cell, deviation=f"{distance:+.2%}"))


def _problem(
    people: pd.DataFrame,
    margins: pd.DataFrame,
    start: ArrayLike | None,
    outside: Mapping[str, Sequence[str]],
    smallest: int,
) -> _Problem:
    targets, total, notes = _targets(margins)
    need(people, list(targets))
    if not len(people):
        raise CgdError(_("There is nobody to weight."))
    codes = {
        variable: _category(people[variable], target.index, outside.get(variable, ()), smallest)
        for variable, target in targets.items()
    }
    weights = np.ones(len(people)) if start is None else positive(start, len(people))
    row: Codes = np.zeros(len(people), dtype=np.int64)
    for code in codes.values():
        # Renumbered after each variable, so that numbers never grow beyond people x categories.
        row = pd.factorize(row * (code.max() + 2) + code + 1, sort=True)[0]
    if start is not None:
        level, values = pd.factorize(weights, sort=True)
        row = pd.factorize(row * len(values) + level, sort=True)[0]
    n = np.bincount(row).astype(np.float64)
    member = np.zeros(len(n), dtype=np.int64)
    member[row] = np.arange(len(people))  # any person of the group
    found = [
        _Margin(variable, list(target.index), target.to_numpy() / target.sum(), codes[variable][member])
        for variable, target in targets.items()
    ]
    weight = weights[member]
    return _Problem(row, n, weight * total / (weight * n).sum(), found, total, notes)


def _targets(margins: pd.DataFrame) -> tuple[dict[str, pd.Series], float, tuple[str, ...]]:
    """Population by category of each variable, all with the first one's total; and what had to be said about it."""
    need(margins, ["variable", "category", "population"])
    if margins.empty:
        raise CgdError(_("The table of margins is empty."))
    keys = ["variable", "category"]
    table = margins[keys].astype(str).assign(population=populations(margins, keys))
    targets = {
        str(name): part.set_index("category")["population"] for name, part in table.groupby("variable", sort=False)
    }
    totals = {name: float(target.sum()) for name, target in targets.items()}
    total = next(iter(totals.values()))
    words = ", ".join(f"{name} {value:.10g}" for name, value in totals.items())
    apart = (max(totals.values()) - min(totals.values())) / total
    limit = settings()["raking"]["totals_differ"]["value"]
    if apart > limit:
        line = _(
            "The margins add up to totals more than {limit} apart ({totals}): take them from one source, one year and"
            " one basis."
        )
        raise CgdError(line.format(limit=f"{limit:.1%}", totals=words))
    rounding = np.finfo(np.float64).eps * len(table)
    if apart <= rounding:
        return targets, total, ()
    note = _("The margins add up to different totals ({totals}); all were scaled to {total}.")
    scaled = {name: target * (total / totals[name]) for name, target in targets.items()}
    return scaled, total, (note.format(totals=words, total=f"{total:.10g}"),)


def _category(column: pd.Series, categories: pd.Index, outside: Sequence[str], smallest: int) -> Codes:
    """Number of each person's category; -1 for those outside."""
    allowed = categories.append(pd.Index([name for name in outside if name not in categories], dtype=object))
    codes = _place(column, allowed)
    if (codes < 0).any():
        raise _without_population(column[codes < 0].to_frame())
    codes[codes >= len(categories)] = -1
    n = np.bincount(codes[codes >= 0], minlength=len(categories))
    for category, count in zip(categories, n, strict=True):
        _enough(f"{column.name} = {category}", int(count), smallest)
    return codes


def _place(column: pd.Series, categories: pd.Index) -> Codes:
    """Position of each person's value among the categories, -1 if it is not there; refuses missing values."""
    values = column.array if isinstance(column.dtype, pd.CategoricalDtype) else pd.Categorical(column)
    missing = int((values.codes < 0).sum())
    if missing:
        line = _(
            "{n} of {total} people have no {variable}: fill it in, give them a category of their own, or leave these"
            " people out."
        )
        raise CgdError(line.format(n=missing, total=len(column), variable=column.name))
    return categories.get_indexer(values.categories.astype(str)).astype(np.int64)[values.codes]


def _without_population(strays: pd.DataFrame) -> CgdError:
    counts = strays.astype(str).value_counts()
    cell = ", ".join(f"{name} = {value}" for name, value in zip(strays.columns, counts.index[0], strict=True))
    line = _("{n} people have {cell}, for which there is no population: correct the code, or add its population.")
    return CgdError(line.format(n=int(counts.iloc[0]), cell=cell))


def _enough(cell: str, n: int, limit: int) -> None:
    if n == 0:
        raise CgdError(
            _("Nobody in the sample has {cell}, which has a population: join it with another category.").format(
                cell=cell
            )
        )
    if n < limit:
        line = _("Only {n} people have {cell}; a weight needs at least {limit}: join it with another category.")
        raise CgdError(line.format(n=n, cell=cell, limit=limit))


def _cells(table: pd.DataFrame, by: Sequence[str]) -> list[str]:
    """Names of cells for people: "region = north, sex = male"."""
    rows = table[list(by)].astype(str).itertuples(index=False)
    return [", ".join(f"{name} = {value}" for name, value in zip(by, row, strict=True)) for row in rows]


def populations(table: pd.DataFrame, by: Sequence[str]) -> Floats:
    """The population column as numbers; refuses cells named twice and what is no positive number."""
    names = _cells(table, by)
    twice = table[list(by)].astype(str).duplicated().to_numpy()
    if twice.any():
        line = _("{cell} stands twice in the table of populations: keep one row.")
        raise CgdError(line.format(cell=names[int(twice.argmax())]))
    numbers = pd.to_numeric(table["population"], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    wrong = ~((numbers > 0) & np.isfinite(numbers))
    if wrong.any():
        at = int(wrong.argmax())
        line = _("The population of {cell} is {value}: a positive number is needed.")
        raise CgdError(line.format(cell=names[at], value=table["population"].iloc[at]))
    return numbers


def need(table: pd.DataFrame, columns: Sequence[str]) -> None:
    """`CgdError` unless a table of population figures has the columns."""
    lacking = [name for name in columns if name not in table.columns]
    if lacking:
        line = _("The table has no column {column!r}; it has {names}.")
        raise CgdError(line.format(column=lacking[0], names=", ".join(map(str, table.columns))))
