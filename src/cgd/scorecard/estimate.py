"""What a scorecard says: means and shares with their n, gaps between groups, 2022 to 2025, and what survives.

Everything is computed from counts of the ratings 1 to 5, so that millions of respondents need little memory. Nothing
here is a margin of error: the respondents were recruited through organisations, not drawn by chance.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.errors import CgdError
from cgd.language import _, allowed
from cgd.scorecard.survey import GROUPS, HIGHEST, LOWEST, SDGS, YEARS, Survey

Floats = NDArray[np.float64]

LEVELS = ("all", "sdg", "indicator")
RATINGS = np.arange(LOWEST, HIGHEST + 1)
SPAN = YEARS[1] - YEARS[0]  # years between the rating and the forecast
_BLOCK = 50_000  # respondents


@dataclass(frozen=True)
class Counts:
    """Ratings counted: ``counts[slice, item, rating - 1]``, weighted where weights were given.

    Attributes
    ----------
    slices
        Name of each slice, such as the groups.
    items
        Name of each item: indicator numbers, goals, or "all".
    n
        Respondents with at least one rating, never weighted: shape (slices, items).
    """

    slices: list[str]
    items: list[object]
    counts: Floats
    n: NDArray[np.int64]


def count_ratings(
    survey: Survey, by: str = "group", year: int = 2022, level: str = "indicator", weights: Floats | None = None
) -> Counts:
    """Count the ratings of one year by slice of respondents and by indicator, goal or all together.

    Parameters
    ----------
    by
        A column of `Survey.respondents`; respondents without a value there are left out.
    level
        "indicator", "sdg" or "all".
    weights
        One number a respondent; nan leaves the respondent out. By default every respondent counts once.

    Raises
    ------
    UsageError
        A year, level or column does not exist.
    """
    if year not in YEARS:
        raise allowed("year", year, YEARS)
    if level not in LEVELS:
        raise allowed("level", level, LEVELS)
    if by not in survey.respondents:
        raise allowed("column", by, survey.respondents.columns)
    slices, place = _slices(survey.respondents[by])
    items, item = _items(survey, level)
    shape = (len(slices), len(items), len(RATINGS))
    counts, n = np.zeros(shape), np.zeros(shape[:2], dtype=np.int64)
    for start in range(0, len(place), _BLOCK):
        rows = slice(start, start + _BLOCK)
        weight = None if weights is None else np.asarray(weights, dtype=float)[rows]
        _add(counts, n, place[rows], item, survey.answers[rows, :, YEARS.index(year)], weight)
    return Counts(slices, items, counts, n)


def summary(
    survey: Survey, by: str = "group", year: int = 2022, level: str = "indicator", weights: Floats | None = None
) -> pd.DataFrame:
    """The scorecard summary (FIG16). Parameters and errors as for `count_ratings`.

    Returns
    -------
    DataFrame
        One row a slice and item that has ratings: the slice (named as ``by``), item, n (respondents), ratings (number
        of them), mean (points), median (points), share_45 and share_12 (parts of one), net (share_45 minus share_12).
    """
    found = count_ratings(survey, by, year, level, weights)
    table = pd.DataFrame(_statistics(found.counts.reshape(-1, len(RATINGS))))
    table.insert(0, by, np.repeat(np.array(found.slices, dtype=object), len(found.items)))
    table.insert(1, "item", found.items * len(found.slices))
    table.insert(2, "n", found.n.ravel())
    return table[table["ratings"] > 0].reset_index(drop=True)


def gaps(
    survey: Survey, by: str = "group", year: int = 2022, level: str = "sdg", weights: Floats | None = None
) -> pd.DataFrame:
    """Each slice against all others together (FIG17), with the size of the difference.

    Cliff's delta (Cliff 1993) is the chance that a rating drawn from the slice is higher than one drawn from the
    others, minus the chance that it is lower: -1 to 1, 0 when neither is more likely. With many items and groups some
    gaps appear by accident: look at the size and at whether it returns elsewhere, not at the largest one.

    Returns
    -------
    DataFrame
        One row a slice and item: the slice, item, n, others_n, mean, others_mean, gap (points), share_gap (difference
        of the shares 4-5), cliffs_delta.
    """
    found = count_ratings(survey, by, year, level, weights)
    rows = []
    for number, name in enumerate(found.slices):
        for place, item in enumerate(found.items):
            here = found.counts[number, place]
            others = found.counts[:, place].sum(axis=0) - here
            if here.sum() <= 0 or others.sum() <= 0:
                continue
            own, rest = (pd.DataFrame(_statistics(part[None, :])).iloc[0] for part in (here, others))
            n = int(found.n[number, place])
            rows.append(
                (name, item, n, int(found.n[:, place].sum()) - n, own["mean"], rest["mean"], own["mean"] - rest["mean"],
                 own["share_45"] - rest["share_45"], cliffs_delta(here, others))
            )  # fmt: skip
    columns = [by, "item", "n", "others_n", "mean", "others_mean", "gap", "share_gap", "cliffs_delta"]
    return pd.DataFrame(rows, columns=columns)


def cliffs_delta(first: Floats, second: Floats) -> float:
    """Cliff's delta of two distributions given as counts of the same ordered categories (Cliff 1993)."""
    p, q = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    p, q = p / p.sum(), q / q.sum()
    lower = np.cumsum(q) - q  # share of the second below each category
    return float((p * lower).sum() - (p * (1 - lower - q)).sum())


def standardised_weights(survey: Survey, by: str = "group", like: Sequence[str] = ("region", "sex")) -> Floats:
    """Weights that give every slice the same make-up (FIG17): direct standardisation to all respondents together.

    Parameters
    ----------
    like
        Columns whose combination must have the same shares in each slice, such as region and sex.

    Returns
    -------
    array
        One weight a respondent, mean 1 in each slice; nan for respondents with a missing value, and for those whose
        combination is not found in every slice (there is nobody to compare them with).

    Raises
    ------
    CgdError
        No combination is found in every slice.
    """
    people = survey.respondents[[by, *like]]
    whole = people.notna().all(axis=1).to_numpy()
    parts = people.astype(object).where(people.notna(), "").astype("str")
    cell = parts[list(like)].agg("|".join, axis=1)
    table = pd.crosstab(cell[whole], parts.loc[whole, by])
    shared = table[(table > 0).all(axis=1)]
    if shared.empty:
        raise CgdError(
            _("No combination of {columns} occurs in every {by}: they cannot be made alike.").format(
                columns=", ".join(like), by=by
            )
        )
    wanted = shared.sum(axis=1) / shared.to_numpy().sum()
    weight = (1 / (shared / shared.sum())).mul(wanted, axis=0).stack()
    found = weight.reindex(pd.MultiIndex.from_arrays([cell, parts[by]]))
    return found.to_numpy(dtype=float)


# What "per cent better" can be a share of (known issue C02). Only the maximum fits the published 10 % to 12.4 %.
def readings() -> dict[str, str]:
    """The three denominators of the gain from 2022 to 2025, in the language in use."""
    return {"of_maximum": _("of the maximum 5"), "of_mean": _("of the mean of 2022"), "of_range": _("of the range 4")}


def change(survey: Survey, by: str = "group", level: str = "all") -> pd.DataFrame:
    """From the rating of 2022 to the forecast for 2025, made on the same day (FIG18). It is no trend.

    Only items rated for both years count, so that each difference compares a person with the same person.

    Returns
    -------
    DataFrame
        One row a slice and item: the slice, item, n (respondents), pairs, mean_2022, mean_2025, gain (points over
        three years), per_year (gain / 3), of_maximum, of_mean, of_range (per cent, see `readings`).
    """
    slices, place = _slices(survey.respondents[by])
    items, item = _items(survey, level)
    shape = (len(slices), len(items))
    sums, pairs, n = np.zeros((2, *shape)), np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for start in range(0, len(place), _BLOCK):
        rows = slice(start, start + _BLOCK)
        _add_pairs(sums, pairs, n, place[rows], item, survey.answers[rows])
    with np.errstate(invalid="ignore", divide="ignore"):
        today, later = sums / pairs
    table = pd.DataFrame(
        {
            by: np.repeat(np.array(slices, dtype=object), len(items)), "item": items * len(slices), "n": n.ravel(),
            "pairs": pairs.ravel(), "mean_2022": today.ravel(), "mean_2025": later.ravel(),
        }
    )  # fmt: skip
    gain = table["mean_2025"] - table["mean_2022"]
    table = table.assign(
        gain=gain, per_year=gain / SPAN, of_maximum=gain / HIGHEST * 100, of_mean=gain / table["mean_2022"] * 100,
        of_range=gain / (HIGHEST - LOWEST) * 100,
    )  # fmt: skip
    return table[table["pairs"] > 0].reset_index(drop=True)


def sensitivity(
    survey: Survey,
    findings: pd.DataFrame | None = None,
    weights: Floats | None = None,
    year: int = 2022,
) -> pd.DataFrame:
    """Does the message survive (FIG23)? The group means, computed again in other defensible ways.

    Parameters
    ----------
    findings
        Findings of the checks; each record that a finding names is left out in the variants "no_copies" and
        "no_flagged".
    weights
        One weight a respondent for the variant "weighted"; nan leaves the respondent out.

    Returns
    -------
    DataFrame
        One row a variant and group: variant, label, group, value (points), place (1 = highest), shift (difference to
        "as_is"), same_order (whether all groups have the places of "as_is"). The median stands beside the means and
        has no shift.
    """
    rows = []
    base: dict[str, float] = {}
    for variant, label, part, weight, statistic in _variants(survey, findings, weights):
        values = _group_values(part, weight, year, statistic)
        base = base or values
        places = {group: 1 + sum(other > value for other in values.values()) for group, value in values.items()}
        first = {group: 1 + sum(other > value for other in base.values()) for group, value in base.items()}
        same = all(places[group] == first[group] for group in places)
        for group, value in values.items():
            shift = value - base[group] if statistic == "mean" else np.nan
            rows.append((variant, label, group, value, places[group], shift, same))
    return pd.DataFrame(rows, columns=["variant", "label", "group", "value", "place", "shift", "same_order"])


def _variants(
    survey: Survey, findings: pd.DataFrame | None, weights: Floats | None
) -> Iterator[tuple[str, str, Survey, Floats | None, str]]:
    yield "as_is", _("As it is"), survey, None, "mean"
    if weights is not None:
        yield "weighted", _("With weights"), survey, weights, "mean"
    if findings is not None:
        ids = survey.respondents["respondent_id"]
        copies = findings["rule"].isin(["exact_copy", "near_copy"])
        for variant, label, left_out in (
            ("no_copies", _("Without copies"), findings[copies]),
            ("no_flagged", _("Without every flagged record"), findings),
        ):
            yield variant, label, survey.part(~ids.isin(left_out["row"])), None, "mean"
    yield "median", _("Median instead of mean"), survey, None, "median"
    provinces = survey.respondents["province_code"]
    for code in sorted(provinces.dropna().unique()):
        yield (
            f"without_{code}",
            _("Without province {code}").format(code=code),
            survey.part(provinces != code),
            None,
            ("mean"),
        )


def _group_values(survey: Survey, weights: Floats | None, year: int, statistic: str) -> dict[str, float]:
    """Per group: the mean over goals of the goal's mean (or median) rating."""
    found = count_ratings(survey, "group", year, "sdg", weights)
    values = {}
    for group in GROUPS:
        if group in found.slices:
            counts = found.counts[found.slices.index(group)]
            if (counts.sum(axis=1) > 0).all():
                values[group] = float(np.mean(_statistics(counts)[statistic]))
    return values


def _slices(column: pd.Series) -> tuple[list[str], NDArray[np.intp]]:
    """Names of the slices, and the number of each respondent's slice (-1: none)."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return [str(name) for name in column.cat.categories], column.cat.codes.to_numpy(dtype=np.intp)
    place, names = pd.factorize(column, sort=True)
    return [str(name) for name in names], place


def _items(survey: Survey, level: str) -> tuple[list[object], NDArray[np.intp]]:
    """Names of the items, and the item of each indicator."""
    if level == "indicator":
        return list(survey.indicators["indicator_id"]), np.arange(len(survey.indicators))
    if level == "all":
        return ["all"], np.zeros(len(survey.indicators), dtype=np.intp)
    goals = [sdg for sdg in SDGS if sdg in set(survey.indicators["sdg"])]
    return list(goals), pd.Index(goals).get_indexer(survey.indicators["sdg"])


def _add(
    counts: Floats,
    n: NDArray[np.int64],
    place: NDArray,
    item: NDArray,
    answers: NDArray[np.int8],
    weight: Floats | None,
) -> None:
    """Add one block of respondents to the counts, in place."""
    rated = (answers > 0) & (place >= 0)[:, None] & (item >= 0)[None, :]
    if weight is not None:
        rated &= np.isfinite(weight)[:, None]
    row, indicator = np.nonzero(rated)
    slot = place[row] * counts.shape[1] + item[indicator]
    cell = slot * len(RATINGS) + answers[row, indicator] - LOWEST
    many = None if weight is None else weight[row]
    counts += np.bincount(cell, many, minlength=counts.size).reshape(counts.shape)
    # Rows come in order: a respondent counts once in each item.
    once = np.unique(row * counts.shape[1] + item[indicator])
    slots = place[once // counts.shape[1]] * counts.shape[1] + once % counts.shape[1]
    n += np.bincount(slots, minlength=n.size).reshape(n.shape)


def _add_pairs(
    sums: Floats,
    pairs: NDArray[np.int64],
    n: NDArray[np.int64],
    place: NDArray,
    item: NDArray,
    answers: NDArray[np.int8],
) -> None:
    """Add one block of respondents to the sums of both years over items rated in both, in place."""
    both = (answers > 0).all(axis=2) & (place >= 0)[:, None] & (item >= 0)[None, :]
    row, indicator = np.nonzero(both)
    slot = place[row] * pairs.shape[1] + item[indicator]
    for year in range(len(YEARS)):
        total = np.bincount(slot, answers[row, indicator, year].astype(float), minlength=pairs.size)
        sums[year] += total.reshape(pairs.shape)
    pairs += np.bincount(slot, minlength=pairs.size).reshape(pairs.shape)
    once = np.unique(row * pairs.shape[1] + item[indicator])
    slots = place[once // pairs.shape[1]] * pairs.shape[1] + once % pairs.shape[1]
    n += np.bincount(slots, minlength=n.size).reshape(n.shape)


def _statistics(counts: Floats) -> dict[str, Floats]:
    """Statistics of distributions over the ratings 1 to 5, one a row; nan without ratings."""
    total = counts.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = counts @ RATINGS / total
        high = counts[:, -2:].sum(axis=1) / total
        low = counts[:, :2].sum(axis=1) / total
    return {
        "ratings": total, "mean": mean, "median": _medians(counts, total), "share_45": high, "share_12": low,
        "net": high - low,
    }  # fmt: skip


def _medians(counts: Floats, total: Floats) -> Floats:
    """The middle rating; half way between two ratings when exactly half lies below."""
    running = np.cumsum(counts, axis=1)
    half = total[:, None] / 2
    close = 1e-9 * np.maximum(half, 1)  # weighted sums are not exact
    lower = (running < half - close).sum(axis=1)
    upper = (running <= half + close).sum(axis=1)
    middle = (lower + np.minimum(upper, len(RATINGS) - 1)) / 2 + LOWEST
    return np.where(total > 0, middle, np.nan)
