"""Means by hand, and the comparison of a group with the others and with the official picture."""

import pytest

from cgd.errors import UsageError
from cgd.scorecard import compare, group_means, pooled_means

CHILD = {"group": "children", "instrument": "child", "age": "12", "guardian_consent": "yes"}
OFFICE = {"group": "cso", "instrument": "cso", "sex": "", "age": "", "ethnic_minority": "", "disability": ""}


def answers(today: str, forecast: str) -> list[str]:
    """Twelve answers from six of 2022 and six of 2025, written as words."""
    return [answer for pair in zip(today.split(), forecast.split(), strict=True) for answer in pair]


@pytest.fixture
def small(tiny):
    return tiny(
        [
            ({}, answers("1 2 3 4 5 3", "5 5 5 5 5 5")),
            ({}, answers("3 DK 3 RF 5 3", "4 4 4 4 4 DK")),
            (OFFICE, answers("2 2 2 2 2 2", "3 3 3 3 3 3")),
        ]
    )


def test_group_mean_is_the_mean_over_sdgs_of_valid_ratings(small):
    table = group_means(small).set_index("group")
    # women: SDG 1 (1+3)/2 = 2, SDG 4 only 2, SDG 5 (3+3)/2 = 3, SDG 8 only 4, SDG 13 5, SDG 16 3: 19 / 6
    assert table.loc["women", "mean"] == pytest.approx(19 / 6)
    assert table.loc["women", "n"] == 2
    assert table.loc["cso", "mean"] == 2
    assert group_means(small, 2025).set_index("group").loc["women", "mean"] == pytest.approx((5 * 4.5 + 5) / 6)


def test_pooled_mean_gives_every_valid_rating_the_same_weight(small):
    # women 2022: 18 + 14 points in 6 + 4 ratings
    assert pooled_means(small, "group")["women"] == pytest.approx(32 / 10)


def test_compare_puts_a_group_beside_the_others_and_the_official_score(small):
    table = compare(small, "women").set_index("sdg")
    assert list(table.index) == [1, 4, 5, 8, 13, 16]
    sdg4 = table.loc[4]
    assert (sdg4["group_mean"], sdg4["group_n"]) == (2, 1)
    assert (sdg4["others_mean"], sdg4["others_n"]) == (2, 1)
    assert sdg4["official_score"] == 4
    assert sdg4["gap_to_official"] == -2
    assert sdg4["gap_to_others"] == 0
    assert table.loc[1, "group_n"] == 2


def test_compare_on_the_shipped_file_agrees_with_group_means(survey):
    means = group_means(survey).set_index("group")["mean"]
    for group in means.index:
        assert compare(survey, group)["group_mean"].mean() == pytest.approx(means[group])


def test_group_means_come_in_a_fixed_order(survey):
    assert group_means(survey)["group"].tolist() == ["children", "youth", "women", "pwd", "lgbtiq", "cso"]


def test_an_unknown_group_or_year_names_what_is_allowed(survey):
    with pytest.raises(UsageError, match=r"There is no group 'men'.*children, youth, women, pwd, lgbtiq, cso"):
        compare(survey, "men")
    with pytest.raises(UsageError, match=r"There is no year 2030.*2022, 2025"):
        group_means(survey, 2030)
    with pytest.raises(UsageError, match="There is no year 2023"):
        pooled_means(survey, "sdg", 2023)
