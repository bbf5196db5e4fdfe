"""Keep weights within limits, and say what unequal weights cost."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from cgd.errors import CgdError, UsageError
from cgd.language import _
from cgd.scorecard.weights.limits import limit

Floats = NDArray[np.float64]


class Trimmed(NamedTuple):
    """Trimmed weights, and how many people's weights were raised to the lower and cut to the upper limit."""

    weights: Floats
    raised: int
    cut: int


def trim(weights: ArrayLike, low: float | None = None, high: float | None = None) -> Trimmed:
    """Weights kept within multiples of their mean; their total stays.

    What is cut from the largest weights goes to all the others in proportion, and the other way round for the smallest,
    again and again until nothing passes a limit: the result is `clip(c * weights, low * mean, high * mean)` with the
    one factor `c` that keeps the total.

    Parameters
    ----------
    weights
        Positive numbers, shape (people,).
    low, high
        Limits as multiples of the mean weight, around 1; left out: 0.3 and 3.0 (FIG14).

    Notes
    -----
    Trimming trades some bias for less variance. It breaks the margins that the weights were raked to: use
    `rake_and_trim` to keep both.
    """
    low, high = trim_limits(low, high)
    values = np.asarray(weights, dtype=np.float64)
    values = positive(values, len(values))
    one = np.ones(len(values))
    kept = trim_groups(values, one, low, high)
    if kept is values:
        return Trimmed(values.copy(), 0, 0)
    floor, ceiling = _bounds(values, one, low, high)
    return Trimmed(kept, int((kept <= floor).sum()), int((kept >= ceiling).sum()))


def trim_groups(weight: Floats, n: Floats, low: float, high: float) -> Floats:
    """As `trim`, for groups of n people each."""
    floor, ceiling = _bounds(weight, n, low, high)
    if weight.min() >= floor and weight.max() <= ceiling:
        return weight
    total = float(weight @ n)
    under, over = max(floor / weight.max(), np.finfo(np.float64).tiny), ceiling / weight.min()
    # The total grows with the factor: halve the interval until it holds no further number.
    while under < (middle := float(np.sqrt(under) * np.sqrt(over))) < over:
        if np.clip(weight * middle, floor, ceiling) @ n < total:
            under = middle
        else:
            over = middle
    return np.clip(weight * over, floor, ceiling)


def _bounds(weight: Floats, n: Floats, low: float, high: float) -> tuple[float, float]:
    mean = float(weight @ n) / float(n.sum())
    return low * mean, high * mean


def trim_limits(low: float | None, high: float | None) -> tuple[float, float]:
    """Both limits as multiples of the mean, by default those of limits.yml; `UsageError` when 1 is not between them."""
    low, high = float(limit("trimming", "low", low)), float(limit("trimming", "high", high))
    if not 0 <= low <= 1 <= high:
        line = _(
            "Weights cannot be trimmed to {low} and {high} times the mean: the limits must lie on both sides of 1."
        )
        raise UsageError(line.format(low=low, high=high))
    return low, high


def positive(weights: ArrayLike, n: int) -> Floats:
    """Weights as an array; `CgdError` unless there are n positive numbers."""
    values = np.asarray(weights, dtype=np.float64)
    if values.shape != (n,):
        raise CgdError(_("There are {weights} weights for {n} people.").format(weights=values.size, n=n))
    wrong = int((~((values > 0) & np.isfinite(values))).sum())
    if wrong or not n:
        raise CgdError(_("Weights must be positive numbers; {n} of {total} are not.").format(n=wrong, total=n))
    return values


def design_effect(weights: ArrayLike) -> float:
    """How many times larger unequal weights make the variance of a mean: n * sum(w^2) / sum(w)^2 (FIG15).

    Parameters
    ----------
    weights
        Positive numbers, shape (people,); people without a weight (missing) are left out.

    Returns
    -------
    float
        1 for equal weights. Equal to 1 + the squared coefficient of variation of the weights.

    Notes
    -----
    Kish (1965), Survey Sampling, section 11.7; Kish (1992), Journal of Official Statistics 8, 183-200. It supposes that
    the weights have nothing to do with the answers, and says nothing about clustering.
    """
    values = np.asarray(weights, dtype=np.float64)
    values = values[~np.isnan(values)]
    values = positive(values, len(values))
    values = values / values.mean()  # weights of millions would lose digits in the squares
    return float(len(values) * (values @ values) / values.sum() ** 2)


def effective_n(weights: ArrayLike) -> float:
    """People in an equally weighted sample with the same variance: sum(w)^2 / sum(w^2) (FIG15; Kish 1965).

    Parameters as for `design_effect`.
    """
    values = np.asarray(weights, dtype=np.float64)
    return float((~np.isnan(values)).sum() / design_effect(values))


def dissimilarity(sample: Mapping[Any, float] | pd.Series, benchmark: Mapping[Any, float] | pd.Series) -> float:
    """Share of the sample that would have to change category to look like the benchmark (FIG13).

    Parameters
    ----------
    sample, benchmark
        Number or share of people by category. Both are turned into shares; a category that one side lacks is 0 there.

    Returns
    -------
    float
        0.5 * sum |p - q|, from 0 (the same) to 1 (nothing in common).

    Notes
    -----
    Duncan and Duncan (1955), American Sociological Review 20, 210-217.
    """
    shares = []
    for side in (sample, benchmark):
        values = pd.Series(dict(side), dtype=np.float64)
        if not (values >= 0).all() or not values.sum() > 0 or not np.isfinite(values.sum()):
            raise CgdError(_("Shares cannot be compared: each must be a number from 0 up, and not all of them 0."))
        shares.append(values / values.sum())
    p, q = shares[0].align(shares[1], fill_value=0.0)
    return float((p - q).abs().sum() / 2)
