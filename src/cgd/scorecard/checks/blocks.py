"""Go through the answers of many respondents a block at a time: what is computed of a block is small."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from cgd.scorecard.survey import Survey

SIZE = 50_000  # respondents


def blocks(survey: Survey) -> Iterator[slice]:
    """Slices that together cover all respondents; one, empty, when there are none, so that results keep their shape."""
    for start in range(0, max(len(survey.respondents), 1), SIZE):
        yield slice(start, start + SIZE)


def per_person(survey: Survey, *functions) -> list[NDArray]:  # type: ignore[no-untyped-def]
    """Results of functions of the answers (block, indicators, years) that give one value a person, put together."""
    found: list[list[NDArray]] = [[] for _function in functions]
    for rows in blocks(survey):
        # The same shape, with the answers to one question side by side in memory: sums over questions are then about
        # ten times as fast.
        part = np.ascontiguousarray(survey.answers[rows].transpose(1, 2, 0)).transpose(2, 0, 1)
        for results, function in zip(found, functions, strict=True):
            results.append(function(part))
    return [np.concatenate(results) for results in found]


def rated_both(answers: NDArray[np.int8]) -> NDArray[np.int64]:
    """Indicators rated for both years, a person."""
    return (answers > 0).all(axis=2).sum(axis=1)


def sum_change(answers: NDArray[np.int8]) -> NDArray[np.int64]:
    """Sum of 2025 minus 2022 over the indicators rated for both years, a person."""
    both = (answers > 0).all(axis=2)
    return ((answers[:, :, 1] - answers[:, :, 0]) * both).sum(axis=1, dtype=np.int64)


def rated(answers: NDArray[np.int8]) -> NDArray[np.int64]:
    """Ratings given, a person."""
    return (answers > 0).sum(axis=(1, 2))


def sum_rated(answers: NDArray[np.int8]) -> NDArray[np.int64]:
    """Sum of all ratings, a person."""
    return np.maximum(answers, 0).sum(axis=(1, 2), dtype=np.int64)
