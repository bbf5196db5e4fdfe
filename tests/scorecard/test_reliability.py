"""Reliability figures against worked examples that others published, and against plain Python."""

from itertools import groupby
from statistics import fmean, stdev, variance

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cgd.errors import CgdError
from cgd.scorecard import reliability
from cgd.scorecard.reliability import (
    agreement,
    cluster_design_effect,
    cronbach_alpha,
    digit_score_labels,
    intraclass_correlation,
    last_digit_score,
    long_string,
    response_variability,
    whipple,
)
from cgd.scorecard.weights import settings

# Ratings of six people by four judges: Shrout and Fleiss (1979).
JUDGES = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]

# Eleven right-or-wrong questions to twelve people, "." for no answer: data set cronbach_wide_missing of pingouin.
QUESTIONS = """\
1 1 1 1 1 1 1 1 1 1 1
1 1 1 1 1 1 1 1 0 1 0
. 0 1 1 . 1 1 1 1 0 0
1 1 1 0 1 1 0 1 1 0 0
1 1 1 1 1 0 0 0 1 0 0
0 1 . 0 1 1 1 1 0 0 0
1 1 1 1 0 0 1 0 0 0 0
1 1 1 1 1 0 0 0 0 0 0
0 1 0 1 1 0 0 0 0 1 0
1 0 0 1 0 1 0 0 . 0 0
1 1 1 0 0 0 0 0 0 0 0
1 0 0 1 0 0 0 0 0 0 0"""

# Scores of fifteen people on ten questions: data set cronbach_alpha of pingouin.
SCORES = """\
3 2 2 4 1 4 5 1 4 3
5 5 4 6 3 5 1 2 5 5
7 5 3 5 5 6 4 3 3 6
2 3 4 3 3 2 2 2 6 6
6 5 5 6 5 4 4 4 6 7
1 2 2 3 4 2 5 2 3 5
4 3 3 5 3 5 2 1 2 4
2 5 4 4 3 7 2 2 4 6
6 2 5 5 5 1 6 5 2 3
5 2 4 6 4 3 5 3 1 7
4 1 3 5 2 5 3 2 3 4
4 4 2 3 2 5 3 4 2 3
5 5 5 6 2 3 3 2 4 4
6 5 5 5 4 2 2 1 4 6
4 4 3 5 5 3 1 3 2 3"""

# Width of the scutum of tick larvae on four rabbits, unequal numbers: Sokal and Rohlf, Biometry (data only).
RABBITS = [
    [380, 376, 360, 368, 372, 366, 374, 382],
    [350, 356, 358, 376, 338, 342, 366, 350, 344, 364],
    [354, 360, 362, 352, 366, 372, 362, 344, 342, 358, 351, 348, 348],
    [376, 344, 342, 372, 374, 360],
]

# Males aged 23 to 62 in the sheet SINGAGE of the US Census Bureau's PASEX: data set pop1m_pasex of R's DemoTools.
MALES = [
    *(29072, 20531, 66171, 24029, 44227, 24128, 23599, 82088, 16454, 22628, 17108, 12531, 57325, 17220, 28425, 16206),
    *(17532, 65976, 11593, 15828, 13541, 8133, 44696, 11165, 18543, 12614, 12041, 55798, 9324, 10772, 10453, 6773),
    *(28358, 9916, 13348, 8039, 7583, 42470, 5288, 5317),
]

# Husbands' and wives' answers on a scale of four: Hout and others (1987), in Agresti (1990); data set SexualFun of vcd.
COUPLES = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]

matrices = arrays(np.int8, st.tuples(st.integers(1, 6), st.integers(1, 12)), elements=st.integers(-4, 5))


def numbers(text: str) -> np.ndarray:
    return np.array(
        [[float("nan") if cell == "." else float(cell) for cell in line.split()] for line in text.split("\n")]
    )


# Cronbach's alpha


def test_alpha_of_a_published_example_with_gaps():
    """pingouin's documentation of cronbach_alpha, complete rows only (as psych::alpha(use="complete.obs")): 0.8017."""
    assert cronbach_alpha(numbers(QUESTIONS)) == pytest.approx(0.8016949152542373)
    assert cronbach_alpha(pd.DataFrame(numbers(QUESTIONS))) == pytest.approx(0.8016949152542373)


def test_alpha_with_codes_of_the_survey():
    """The same data as 1 and 2 with the survey's codes for no answer; alpha does not mind a shifted scale."""
    coded = np.nan_to_num(numbers(QUESTIONS) + 1, nan=-1).astype(np.int8)
    assert cronbach_alpha(coded, lowest=1) == pytest.approx(0.8016949152542373)


def test_alpha_of_another_published_example_and_in_plain_python():
    """pingouin's documentation of cronbach_alpha, scores on a scale: 0.5917."""
    rows = numbers(SCORES).tolist()
    k = len(rows[0])
    items = sum(variance(column) for column in zip(*rows, strict=True))
    assert cronbach_alpha(rows) == pytest.approx(0.5917188485995826)
    assert cronbach_alpha(rows) == pytest.approx(k / (k - 1) * (1 - items / variance([sum(row) for row in rows])))


def test_alpha_of_equal_items_is_one_and_of_opposites_below_zero():
    x = np.array([1.0, 2, 4, 5])
    assert cronbach_alpha(np.column_stack([x, x, x])) == pytest.approx(1)
    assert cronbach_alpha(np.column_stack([x, 6 - x + [0, 0, 0, 1]])) < 0
    assert np.isnan(cronbach_alpha(np.column_stack([x, 6 - x])))


@given(arrays(np.float64, (9, 3), elements=st.integers(1, 5)), st.integers(1, 9))
@hypothesis_settings(derandomize=True, deadline=None, max_examples=50)
def test_alpha_does_not_depend_on_blocks(items, block):
    whole = cronbach_alpha(items)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reliability, "BLOCK", block)
        assert cronbach_alpha(items) == pytest.approx(whole, abs=1e-9, nan_ok=True)


def test_alpha_needs_items_and_people():
    with pytest.raises(CgdError, match="two items"):
        cronbach_alpha([[1.0], [2.0]])
    with pytest.raises(CgdError, match="answered every item; there are 1"):
        cronbach_alpha([[1.0, 2.0], [2.0, float("nan")]])


# Clusters


def test_intraclass_correlation_of_shrout_and_fleiss():
    """ICC(1,1) is 0.17 (Shrout and Fleiss 1979; tests of R's psych), F is 1.79 (NAG Library, example of g04ga)."""
    people = np.repeat(np.arange(6), 4)
    found = intraclass_correlation(np.ravel(JUDGES), people)
    assert round(found.rho, 2) == 0.17
    assert found.rho == pytest.approx((1.79 - 1) / (1.79 + 3), abs=1e-3)
    assert (found.clusters, found.values, found.size) == (6, 24, pytest.approx(4))


def test_intraclass_correlation_of_another_published_example():
    """R package superb, ShroutFleissICC1: 0.434343434."""
    clusters = ["a"] * 4 + ["b"] * 4 + ["c"] * 4
    found = intraclass_correlation([2, 4, 4, 6, 4, 5, 8, 8, 5, 8, 9, 9], clusters)
    assert found.rho == pytest.approx(0.434343434)


def test_unequal_clusters_against_plain_python():
    everything = [value for rabbit in RABBITS for value in rabbit]
    n, k = len(everything), len(RABBITS)
    between = sum(len(rabbit) * (fmean(rabbit) - fmean(everything)) ** 2 for rabbit in RABBITS) / (k - 1)
    within = sum((len(rabbit) - 1) * variance(rabbit) for rabbit in RABBITS) / (n - k)
    size = (n - sum(len(rabbit) ** 2 for rabbit in RABBITS) / n) / (k - 1)
    found = intraclass_correlation(everything, [name for name, rabbit in enumerate(RABBITS) for _ in rabbit])
    assert found.rho == pytest.approx((between - within) / (between + (size - 1) * within))
    # The same as variance components: between clusters (MSB - MSW) / n0, within MSW.
    component = (between - within) / size
    assert found.rho == pytest.approx(component / (component + within))
    assert found.size == pytest.approx(size)
    assert found.size < n / k


def test_missing_values_and_clusters_are_left_out():
    values = pd.Series([1, 2, pd.NA, 4, 5, 9], dtype="Int64")
    clusters = pd.Series(["a", "a", "b", "c", "c", None], dtype="category")
    found = intraclass_correlation(values, clusters)
    assert (found.clusters, found.values) == (2, 4)
    assert found.rho == intraclass_correlation([1, 2, 4, 5], [0, 0, 1, 1]).rho


def test_clusters_that_agree_fully_give_one_and_equal_answers_nothing():
    assert intraclass_correlation([1, 1, 5, 5], list("aabb")).rho == 1
    assert intraclass_correlation([1, 5, 1, 5], list("aabb")).rho == -1
    assert np.isnan(intraclass_correlation([3, 3, 3, 3], list("aabb")).rho)


@pytest.mark.parametrize("clusters", ["aaaa", "abcd"])
def test_one_cluster_or_single_answers_are_refused(clusters):
    with pytest.raises(CgdError, match="needs two clusters"):
        intraclass_correlation([1, 2, 3, 4], list(clusters))


def test_cluster_design_effect():
    assert cluster_design_effect(0.05, 21) == pytest.approx(2)
    assert cluster_design_effect(0.3, 1) == 1
    assert cluster_design_effect(1, 12) == 12  # a consensus of twelve people is one answer
    with pytest.raises(CgdError, match=r"got 0\.5"):
        cluster_design_effect(0.1, 0.5)


# Ages


def test_whipple_of_a_published_example():
    """DemoTools, check_heaping_whipple(ages 25 to 60), "replicates SINGAGE males": 2.33873, here times 100."""
    assert whipple(range(23, 63), MALES) == pytest.approx(233.873, abs=5e-4)
    assert whipple(np.repeat(np.arange(23, 63), MALES)) == pytest.approx(233.873, abs=5e-4)


def test_whipple_without_and_with_full_heaping():
    assert whipple(range(100)) == pytest.approx(100)
    assert whipple([25, 30, 60]) == 500
    assert whipple([25, 20, 22, 63, 65]) == 500  # only 23 to 62 count, both included
    assert whipple([25, 23, 62]) == pytest.approx(500 / 3)
    assert np.isnan(whipple([11, 12, 70]))
    assert whipple(pd.Series([30, pd.NA, 31], dtype="Int64")) == 250


# Last digits of heights and weights of 796 children, measured to one decimal: data set dp.ex01 of R's nipnTK.
@pytest.mark.parametrize(
    ("counts", "score", "level"),
    [
        # Its vignette on digit preference: DPS 22.77, "considerable digit preference", problematic.
        ([164, 154, 52, 55, 46, 164, 41, 25, 67, 28], 22.77, "problematic"),
        # The vignette: "some digit preference ... would be classified as Good"; number by the same function.
        ([133, 108, 103, 64, 38, 55, 75, 47, 81, 92], 11.86, "good"),
    ],
)
def test_digit_score_of_a_published_example(counts, score, level):
    found = last_digit_score(range(20, 30), counts)
    assert found == (pytest.approx(score, abs=0.005), level, 796)
    assert found == last_digit_score(np.repeat(np.arange(50, 60), counts))


def test_digit_score_from_none_to_all_in_one_digit():
    assert last_digit_score(range(20, 70)) == (0, "excellent", 50)
    assert last_digit_score([20, 30, 40]) == (pytest.approx(100), "problematic", 3)
    assert last_digit_score([]).level == ""
    # A digit that nobody has counts as 0, not as absent: nine equal digits are not perfect.
    for nine in (range(1, 10), range(9)):
        assert last_digit_score([*nine] * 10).score == pytest.approx(100 / 9)


def test_digit_classes_begin_at_the_limits_of_the_toolkit():
    """nipnTK: below 8 excellent, below 12 good, below 20 acceptable."""
    assert settings()["digit_score"]["below"] == {"excellent": 8, "good": 12, "acceptable": 20}
    assert set(digit_score_labels()) == {*settings()["digit_score"]["below"], settings()["digit_score"]["above"]}

    def level(points: float) -> str:
        # Two digits moved apart by d from 100: chi2 = 2 d^2 / 100, n = 1000, df = 9.
        d = points * np.sqrt(1000 * 9 * 100 / 2) / 100
        return last_digit_score(range(10), [100 + d, 100 - d, *[100] * 8]).level

    assert [level(points) for points in (7.99, 8.01, 11.99, 12.01, 19.99, 20.01)] == [
        *("excellent", "good", "good", "acceptable", "acceptable", "problematic")
    ]


@pytest.mark.parametrize("ages", [[30, -1], [30, 30.5]])
def test_ages_that_are_no_ages_are_refused(ages):
    for figure in (whipple, last_digit_score):
        with pytest.raises(CgdError, match="1 ages are no whole numbers"):
            figure(ages)


# Two raters


def test_kappa_of_a_published_example():
    """R's vcd, Kappa(SexualFun): weighted (equal spacing) 0.2374; documentation of vcdExtra."""
    a, b = np.divmod(np.repeat(np.arange(16), np.ravel(COUPLES)), 4)
    found = agreement(a, b)
    assert round(found.kappa, 4) == 0.2374
    assert found.pairs == 91
    assert found.exact == pytest.approx((7 + 8 + 4 + 14) / 91)
    assert found.within_one == pytest.approx((33 + 7 + 2 + 3 + 5 + 9 + 9) / 91)


def test_agreement_by_hand_and_at_its_ends():
    found = agreement(pd.Series([4, 3, 0, 2, pd.NA], dtype="Int64"), [4, 2, 4, 2, 1])
    assert (found.pairs, found.exact, found.within_one) == (4, 0.5, 0.75)
    assert agreement([0, 1, 4], [0, 1, 4]).kappa == 1
    assert agreement([0, 4], [4, 0]).kappa == -1
    assert agreement([0, 0, 4, 4], [0, 4, 0, 4]).kappa == pytest.approx(0)
    assert np.isnan(agreement([3, 3], [3, 3]).kappa)
    with pytest.raises(CgdError, match="gave 1 and 2 scores"):
        agreement([1], [1, 2])
    with pytest.raises(CgdError, match="nothing that both"):
        agreement([1, None], [None, 2])


# Answers that never vary


def test_longest_run_of_a_published_example():
    """R's careless, example of longstring(): the first i answers of person i are i, then they go up by one."""
    ratings = np.tile(np.arange(1, 11, dtype=np.int8), (10, 1))
    for i in range(10):
        ratings[i, : i + 1] = i + 1
    assert long_string(ratings).tolist() == list(range(1, 11))


def test_a_run_goes_on_across_questions_without_a_rating():
    ratings = np.array([[3, -1, 3, 0, 3, 4], [0, 0, 0, 0, 0, 0], [-1, -1, 2, -2, -2, -2], [5, 5, 1, 5, 5, 5]], np.int8)
    assert long_string(ratings).tolist() == [3, 0, 1, 3]


@given(matrices, st.integers(1, 6))
@hypothesis_settings(derandomize=True, deadline=None, max_examples=150)
def test_runs_and_variability_agree_with_plain_python(ratings, block):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reliability, "BLOCK", block)
        runs, spread = long_string(ratings), response_variability(ratings)
    for row, run, deviation in zip(ratings.tolist(), runs, spread, strict=True):
        rated = [rating for rating in row if rating > 0]
        assert run == max((len(list(same)) for _rating, same in groupby(rated)), default=0)
        assert deviation == pytest.approx(stdev(rated) if len(rated) > 1 else np.nan, nan_ok=True)


def test_straight_lining_has_exactly_no_variability():
    ratings = np.full((3, 69), 4, dtype=np.int8)
    ratings[1, ::2] = -1
    assert response_variability(ratings).tolist() == [0, 0, 0]


def test_one_year_of_the_survey_is_taken_as_it_lies_in_memory():
    """`answers[:, :, 0]` is a view with gaps; nothing copies the whole, nothing changes it."""
    answers = np.random.default_rng(3).integers(-3, 6, (50, 7, 2)).astype(np.int8)
    before = answers.copy()
    np.testing.assert_array_equal(long_string(answers[:, :, 1]), long_string(answers[:, :, 1].copy()))
    np.testing.assert_array_equal(response_variability(answers[:, :, 1]), response_variability(answers[:, :, 1].copy()))
    np.testing.assert_array_equal(answers, before)
