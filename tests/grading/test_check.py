"""cgd.grading.check: whatever a person types is understood or answered in plain words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cgd.grading import check
from cgd.grading.check import Misconception


@pytest.mark.parametrize("typed", ["b", " B ", "b)", "(b)", "B.", "“b”", "ｂ"])
def test_a_letter_is_understood_however_it_is_typed(typed):
    assert check.option(typed, "abcd") == "b"


@pytest.mark.parametrize("typed", ["8", 8, 8.0, "SDG 8", "sdg8", " 8. "])
def test_a_goal_is_understood_however_it_is_typed(typed):
    assert check.option(typed, [1, 4, 5, 8, 13, 16]) == "8"


@pytest.mark.parametrize("typed", ["3.41", "3,41", 3.41, " 3,41 ", "3.41 points", "3,41 điểm", (3, 41)])
def test_a_number_is_understood_with_point_or_comma(typed):
    assert check.value(typed) == 3.41


@pytest.mark.parametrize("nothing", [None, "", "   ", ...])
def test_no_answer_is_said_in_words(nothing):
    for read in (check.value, lambda answer: check.option(answer, "abcd")):
        with pytest.raises(Misconception, match="no answer here yet"):
            read(nothing)


class Hostile:
    def __str__(self):
        raise RuntimeError("no text")


@pytest.mark.parametrize(
    "odd",
    [True, float("nan"), float("inf"), "3.41 or 3.42", "many", [], {}, Hostile(), print, "9" * 400],
    ids=lambda odd: type(odd).__name__,
)
def test_what_is_not_a_number_is_said_in_words(odd):
    with pytest.raises(Misconception, match="one number"):
        check.value(odd)


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.tuples(st.text(), st.text()), st.binary()))
def test_nothing_but_a_misconception_is_ever_raised(answer):
    for read in (check.value, lambda answer: check.option(answer, "abcd")):
        try:
            read(answer)
        except Misconception as problem:
            assert str(problem)


def test_a_huge_whole_number_is_not_a_crash():
    with pytest.raises(Misconception, match="one number"):
        check.value(10**5000)


def test_each_wrong_choice_has_its_own_message():
    why = {"a": "about a", "c": "about c"}
    check.choice("b", right="b", why=why)
    with pytest.raises(Misconception, match=r"^about a$"):
        check.choice("a", right="b", why=why)
    with pytest.raises(Misconception, match=r"^about the rest$"):
        check.choice("d", right="b", why=why, otherwise="about the rest")
    with pytest.raises(Misconception, match="not right"):
        check.choice("d", right="b", why=why)


def test_several_choices_can_be_right():
    for each in ("8", "16"):
        check.choice(each, right=[8, 16], why={})
    with pytest.raises(Misconception):
        check.choice("1", right=[8, 16], why={})


def test_a_number_is_right_to_the_decimals_that_were_asked_for():
    for near in (3.41, 3.42, 3.415):
        check.number(near, right=3.415, within=0.005, why={})
    with pytest.raises(Misconception, match=r"^one decimal$"):
        check.number(3.4, right=3.415, within=0.005, why={3.4: "one decimal"})
    with pytest.raises(Misconception, match=r"^all others$"):
        check.number(3.5, right=3.415, within=0.005, why={3.4: "one decimal"}, otherwise="all others")


def test_a_person_sees_the_message_and_not_the_source_of_the_test():
    assert Misconception("Think again.")._render_traceback_() == ["Think again."]
