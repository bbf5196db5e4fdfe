"""How far answers hang together: scales, clusters, age heaping, two raters, and answers that never vary."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from cgd.errors import CgdError
from cgd.language import _
from cgd.scorecard.weights import settings

# Rows worked on at once: bounds memory, changes no result.
BLOCK = 65_536
# Ages that Whipple's index looks at: eight whole five-year spans, each with its multiple of 5 in the middle.
WHIPPLE_AGES = (23, 62)


class Intraclass(NamedTuple):
    """Intraclass correlation `rho`; clusters and values used; `size`, the average cluster size n0 of the formula."""

    rho: float
    clusters: int
    values: int
    size: float


class DigitScore(NamedTuple):
    """Last-digit score, its class ("excellent", "good", "acceptable", "problematic") and the ages used."""

    score: float
    level: str
    ages: int


class Agreement(NamedTuple):
    """Pairs used; share with the same score; share at most one point apart; kappa with linear weights."""

    pairs: int
    exact: float
    within_one: float
    kappa: float


# Scales and clusters


def cronbach_alpha(items: ArrayLike | pd.DataFrame, *, lowest: int | None = None) -> float:
    """Cronbach's alpha of a set of items: k / (k - 1) * (1 - sum of item variances / variance of the sum).

    Parameters
    ----------
    items
        Shape (people, items): numbers, missing where there is no answer. Only people who answered every item count.
    lowest
        Lowest value that is an answer; what lies below is missing. For ratings with the survey's codes: 1.

    Returns
    -------
    float
        1 when all items move together, about 0 when they have nothing in common, below 0 when they oppose each other;
        nan when the sum of the items does not vary. Raw, not standardised.

    Raises
    ------
    CgdError
        Fewer than two items, or fewer than two people who answered all of them.

    Notes
    -----
    Cronbach (1951), Psychometrika 16, 297-334. Alpha grows with the number of items: it is no proof that they measure
    one thing.
    """
    k = np.shape(items)[1]
    if k < 2:
        raise CgdError(_("Alpha needs at least two items."))
    n, sums, squares = 0, np.zeros(k + 1), np.zeros(k + 1)
    origin: NDArray[np.float64] | None = None
    for block in _complete(items, lowest):
        if origin is None:
            origin = block[0]  # near the values, so that squares keep their digits
        centred = block - origin
        centred = np.column_stack([centred, centred.sum(axis=1)])
        n += len(centred)
        sums += centred.sum(axis=0)
        squares += (centred * centred).sum(axis=0)
    if n < 2:
        line = _("Alpha needs at least two people who answered every item; there are {n}.")
        raise CgdError(line.format(n=n))
    variances = (squares - sums * sums / n) / (n - 1)
    whole = variances[-1]
    return float(k / (k - 1) * (1 - variances[:-1].sum() / whole)) if whole > 0 else float("nan")


def _complete(items: ArrayLike | pd.DataFrame, lowest: int | None) -> Iterator[NDArray[np.float64]]:
    """Blocks of the rows without a gap."""
    table = items if isinstance(items, pd.DataFrame) else np.asarray(items)
    for first in range(0, len(table), BLOCK):
        if isinstance(table, pd.DataFrame):
            block = table.iloc[first : first + BLOCK].to_numpy(dtype=np.float64, na_value=np.nan)
        else:
            block = table[first : first + BLOCK].astype(np.float64)
        there = ~np.isnan(block) if lowest is None else block >= lowest
        whole = block[there.all(axis=1)]
        if len(whole):
            yield whole


def intraclass_correlation(values: ArrayLike | pd.Series, clusters: ArrayLike | pd.Series) -> Intraclass:
    """How much alike answers within a cluster (collector, site) are: (MSB - MSW) / (MSB + (n0 - 1) MSW) (FIG11).

    MSB and MSW are the mean squares between and within clusters of a one-way analysis of variance; n0 is the cluster
    size, for unequal clusters (N - sum n_i^2 / N) / (k - 1).

    Parameters
    ----------
    values
        Numbers, shape (people,).
    clusters
        The cluster of each value. Pairs with a missing part are left out.

    Returns
    -------
    Intraclass
        rho is at most 1; below 0 when clusters differ less than chance would make them, nan when nothing varies.

    Raises
    ------
    CgdError
        Fewer than two clusters, or no cluster with two values.

    Notes
    -----
    ICC(1,1) of Shrout and Fleiss (1979), Psychological Bulletin 86, 420-428; n0 as in Sokal and Rohlf, Biometry,
    analysis of variance with unequal sample sizes. A collector who works in one place only cannot be told from that
    place.
    """
    numbers = pd.Series(np.asarray(pd.to_numeric(pd.Series(values)).to_numpy(dtype=np.float64, na_value=np.nan)))
    codes = pd.factorize(pd.Series(clusters).array)[0]
    there = (codes >= 0) & numbers.notna().to_numpy()
    y, codes = numbers.to_numpy()[there], codes[there]
    sizes = np.bincount(codes)
    codes, sizes = (np.cumsum(sizes > 0) - 1)[codes], sizes[sizes > 0]  # clusters whose values are all missing go
    n, k = len(y), len(sizes)
    if k < 2 or n == k:
        line = _(
            "The correlation within clusters needs two clusters, one of them with two values; found {k} and {n} values."
        )
        raise CgdError(line.format(k=k, n=n))
    y = y - y.mean()
    means = np.bincount(codes, y) / sizes
    between = float(sizes @ means**2) / (k - 1)
    within = float(((y - means[codes]) ** 2).sum()) / (n - k)
    size = (n - float((sizes.astype(np.float64) ** 2).sum()) / n) / (k - 1)
    spread = between + (size - 1) * within
    return Intraclass((between - within) / spread if spread > 0 else float("nan"), k, n, size)


def cluster_design_effect(rho: float, size: float) -> float:
    """How many times larger clusters make the variance of a mean: 1 + (m - 1) * rho (FIG24).

    Parameters
    ----------
    rho
        Intraclass correlation.
    size
        People per cluster, at least 1. Clusters of unequal size cost more than this says.

    Notes
    -----
    Kish (1965), Survey Sampling, chapter 5. A consensus of a group is one answer: there, size is the group and rho 1.
    """
    if not size >= 1:
        raise CgdError(_("A cluster has at least one person; got {size}.").format(size=size))
    return 1 + (size - 1) * rho


# Ages


def whipple(ages: ArrayLike | pd.Series, counts: ArrayLike | None = None) -> float:
    """Whipple's index of heaping on ages that end in 0 or 5, for ages 23 to 62 (FIG12).

    Parameters
    ----------
    ages
        Ages in completed years; missing ones are left out.
    counts
        People of each age, when `ages` is a list of ages rather than of people.

    Returns
    -------
    float
        500 * people aged 25, 30, ..., 60 / people aged 23 to 62: 100 without heaping, 500 when every age ends in 0 or
        5; nan when nobody is between 23 and 62.

    Notes
    -----
    Shryock and Siegel (1976), The Methods and Materials of Demography. It supposes that ages change smoothly from year
    to year: a sample that recruits by age bands breaks that by design.
    """
    years, people = _ages(ages, counts)
    first, last = WHIPPLE_AGES
    inside = (years >= first) & (years <= last)
    total = people[inside].sum()
    return float(500 * people[inside & (years % 5 == 0)].sum() / total) if total > 0 else float("nan")


def last_digit_score(ages: ArrayLike | pd.Series, counts: ArrayLike | None = None) -> DigitScore:
    """Digit preference: 100 * sqrt(chi2 / (n * df)) of the ten last digits against equal shares (FIG12).

    Unlike chi2 it does not grow with the number of people.

    Parameters
    ----------
    ages, counts
        As for `whipple`. Give ages of whole tens of years (20 to 69, say): the ages of children of 11 to 15, or of
        youth of 16 to 30, end in some digits more often without anybody's preference.

    Returns
    -------
    DigitScore
        From 0 (all digits alike) to 100 (one digit only); nan and "" when there are no ages. The classes are those of
        the NiPN data quality toolkit: under 8 excellent, under 12 good, under 20 acceptable, else problematic.

    Notes
    -----
    Kuulasmaa, Hense and Tolonen (1998), Quality assessment of data on blood pressure in the WHO MONICA Project.
    """
    years, people = _ages(ages, counts)
    found = np.bincount(years % 10, people, minlength=10)
    n = found.sum()
    if not n:
        return DigitScore(float("nan"), "", 0)
    expected = n / len(found)
    chi2 = float(((found - expected) ** 2 / expected).sum())
    score = 100 * float(np.sqrt(chi2 / (n * (len(found) - 1))))
    rule = settings()["digit_score"]
    level = next((name for name, limit in rule["below"].items() if score < limit), rule["above"])
    return DigitScore(score, level, int(n))


def digit_score_labels() -> dict[str, str]:
    """Names of the classes of the last-digit score, in the language in use."""
    return {
        "excellent": _("Excellent"),
        "good": _("Good"),
        "acceptable": _("Acceptable"),
        "problematic": _("Problematic"),
    }


def _ages(ages: ArrayLike | pd.Series, counts: ArrayLike | None) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    numbers = pd.to_numeric(pd.Series(ages)).to_numpy(dtype=np.float64, na_value=np.nan)
    people = np.ones(len(numbers)) if counts is None else np.asarray(counts, dtype=np.float64)
    there = ~np.isnan(numbers)
    numbers, people = numbers[there], people[there]
    wrong = int(((numbers < 0) | (numbers % 1 != 0)).sum())
    if wrong:
        line = _("{n} ages are no whole numbers from 0 up: correct them first.")
        raise CgdError(line.format(n=wrong))
    return numbers.astype(np.int64), people


# Two raters


def agreement(first: ArrayLike | pd.Series, second: ArrayLike | pd.Series) -> Agreement:
    """Do two raters give the same scores? Exactly, within one point, and beyond chance (FIG27).

    Parameters
    ----------
    first, second
        Whole scores of the same things in the same order, shape (things,); pairs with a missing part are left out.

    Returns
    -------
    Agreement
        kappa = 1 - mean distance / mean distance expected of two raters who score independently of each other: 1 for
        full agreement, 0 for what chance would give; nan when both raters give one and the same score throughout.

    Raises
    ------
    CgdError
        The two have different lengths, or no pair is complete.

    Notes
    -----
    Cohen (1968), Psychological Bulletin 70, 213-220, with linear weights.
    """
    a, b = (pd.to_numeric(pd.Series(side)).to_numpy(dtype=np.float64, na_value=np.nan) for side in (first, second))
    if len(a) != len(b):
        raise CgdError(
            _("The raters gave {a} and {b} scores: both must score the same things.").format(a=len(a), b=len(b))
        )
    there = ~(np.isnan(a) | np.isnan(b))
    a, b = a[there], b[there]
    if not len(a):
        raise CgdError(_("There is nothing that both raters scored."))
    distance = np.abs(a - b)
    (scores_a, n_a), (scores_b, n_b) = (np.unique(side, return_counts=True) for side in (a, b))
    chance = float(n_a @ np.abs(scores_a[:, None] - scores_b[None, :]) @ n_b) / len(a) ** 2
    kappa = 1 - float(distance.mean()) / chance if chance > 0 else float("nan")
    return Agreement(len(a), float((distance == 0).mean()), float((distance <= 1).mean()), kappa)


# Answers that never vary


def long_string(ratings: NDArray[np.integer]) -> NDArray[np.int16]:
    """Longest run of equal ratings of each person, in the order of the questionnaire (FIG08).

    Parameters
    ----------
    ratings
        Whole numbers, shape (people, items), columns in the order asked. Codes of 0 and below are no ratings: they are
        skipped, so that a run goes on across a question that was not answered.

    Returns
    -------
    ndarray
        int16, shape (people,); 0 for people without a rating.

    Notes
    -----
    Johnson (2005), Journal of Research in Personality 39, 103-129. A long run on few items is no sign of carelessness.
    """
    longest = np.zeros(len(ratings), dtype=np.int16)
    for first in range(0, len(ratings), BLOCK):
        block = ratings[first : first + BLOCK]
        last = np.zeros(len(block), dtype=block.dtype)
        run = np.zeros(len(block), dtype=np.int16)
        best = longest[first : first + BLOCK]
        for item in range(block.shape[1]):
            rating = block[:, item]
            rated = rating > 0
            run = np.where(rated, np.where(rating == last, run + 1, 1), run).astype(np.int16)
            last = np.where(rated, rating, last)
            np.maximum(best, run, out=best)
    return longest


def response_variability(ratings: NDArray[np.integer]) -> NDArray[np.float64]:
    """Standard deviation of each person's ratings (FIG08): 0 for straight-lining.

    Parameters
    ----------
    ratings
        Whole numbers, shape (people, items). Codes of 0 and below are no ratings and are left out.

    Returns
    -------
    ndarray
        float64, shape (people,): with n - 1 in the denominator; exactly 0 when all ratings are equal; nan for people
        with fewer than two ratings.

    Notes
    -----
    Dunn, Heggestad, Shanock and Theilgard (2018), Journal of Business and Psychology 33, 105-121.
    """
    result = np.full(len(ratings), np.nan)
    for first in range(0, len(ratings), BLOCK):
        block = np.maximum(ratings[first : first + BLOCK], 0).astype(np.int16)
        n = (block > 0).sum(axis=1, dtype=np.int64)
        sums = block.sum(axis=1, dtype=np.int64)
        squares = np.einsum("ij,ij->i", block, block, dtype=np.int64)
        enough = n > 1
        # Whole numbers up to here, so that equal ratings give exactly 0.
        spread = (n * squares - sums * sums)[enough] / (n * (n - 1))[enough]
        result[first : first + BLOCK][enough] = np.sqrt(spread)
    return result
