"""Dealing by quota: counts come out exactly, and a seating is found whenever there is one."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cgd.errors import CgdError, UsageError
from cgd.scorecard.make.deal import day, dealt, seated, shuffled, stream, whole


@settings(derandomize=True, deadline=None)
@given(st.lists(st.sets(st.integers(0, 5)), min_size=1, max_size=6), st.integers(0, 1000))
def test_everybody_gets_a_suitable_seat_of_their_own_or_there_is_none(options, seed):
    # Hall's theorem: a seating exists exactly when any k guests have at least k suitable seats between them.
    possible = all(
        len(set().union(*some)) >= size for size in range(1, len(options) + 1) for some in combinations(options, size)
    )
    wishes = [sorted(seats) for seats in options]
    if not possible:
        with pytest.raises(CgdError, match="Loosen its conditions"):
            seated(wishes, stream(seed, 0))
        return
    places = seated(wishes, stream(seed, 0))
    assert len(set(places)) == len(options)
    assert all(place in seats for place, seats in zip(places, options, strict=True))


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 200), st.integers(0, 1000))
def test_codes_are_dealt_in_their_shares(n, seed):
    codes = dealt({"a": 0.5, "b": 0.3, "c": 0.2}, n, stream(seed, 0))
    assert len(codes) == n
    for code, share in {"a": 0.5, "b": 0.3, "c": 0.2}.items():
        assert abs(codes.count(code) - share * n) < 1


def test_one_stream_does_not_move_another():
    one = stream(5, 1).random(3)
    busy = stream(5, 0)
    busy.random(1000)
    assert (stream(5, 1).random(3) == one).all()
    assert (stream(5, 0).random(3) != one).all()


def test_a_negative_seed_is_refused():
    with pytest.raises(UsageError, match="-1 is negative"):
        stream(-1, 0)


def test_shuffling_loses_nothing_and_limits_are_reached():
    rng = stream(1, 0)
    assert sorted(shuffled(list("abcdef"), rng)) == list("abcdef")
    assert {whole((2, 4), rng) for _turn in range(200)} == {2, 3, 4}
    first, last = np.datetime64("2022-07-04"), np.datetime64("2022-07-05")
    assert {day(first, last, rng) for _turn in range(100)} == {"2022-07-04", "2022-07-05"}
