"""Estimates agree with plain pandas on the long table, published worked examples, and small surveys by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cgd.errors import CgdError, UsageError
from cgd.scorecard import group_means, pooled_means
from cgd.scorecard.estimate import (
    change,
    cliffs_delta,
    count_ratings,
    gaps,
    sensitivity,
    standardised_weights,
    summary,
)
from cgd.scorecard.survey import GROUPS, SDGS

counts_of_five = arrays(np.int64, 5, elements=st.integers(0, 30)).filter(lambda counts: counts.sum() > 0)


def long(survey, year=2022) -> pd.DataFrame:
    """Valid ratings of one year, as plain numbers."""
    ratings = survey.ratings
    valid = ratings[(ratings["year"] == year) & ratings["rating"].notna()]
    return valid.astype({"rating": "float64", "group": "str", "indicator_id": "str"})


@pytest.mark.parametrize("year", [2022, 2025])
def test_the_summary_agrees_with_pandas_on_the_long_table(survey, year):
    by_hand = long(survey, year).groupby(["group", "indicator_id"])["rating"]
    table = summary(survey, year=year).set_index(["group", "item"])
    expected = pd.DataFrame(
        {
            "n": by_hand.size(),
            "mean": by_hand.mean(),
            "median": by_hand.median(),
            "share_45": by_hand.agg(lambda ratings: (ratings >= 4).mean()),
            "share_12": by_hand.agg(lambda ratings: (ratings <= 2).mean()),
        }
    )
    assert len(table) == len(expected)
    for name in expected:
        assert table[name].astype(float).reindex(expected.index).to_numpy() == pytest.approx(expected[name].to_numpy())
    assert (table["net"] - (table["share_45"] - table["share_12"])).abs().max() < 1e-12


def test_pooled_and_balanced_means_come_out_of_the_summary(survey):
    pooled = summary(survey, level="all").set_index("group")["mean"]
    assert pooled.to_dict() == pytest.approx(pooled_means(survey, "group").to_dict())
    balanced = summary(survey, level="sdg").groupby("group")["mean"].mean()
    assert balanced.to_dict() == pytest.approx(group_means(survey).set_index("group")["mean"].to_dict())


def test_n_counts_respondents_and_ratings_counts_answers(survey):
    table = summary(survey, by="region", level="sdg").set_index(["region", "item"])
    valid = long(survey).astype({"region": "str"})
    for (region, sdg), rows in valid.groupby(["region", "sdg"]):
        assert table.loc[(region, sdg), "n"] == rows["respondent_id"].nunique()
        assert table.loc[(region, sdg), "ratings"] == len(rows)


def test_a_weight_of_two_is_the_same_as_a_person_twice(survey):
    few = survey.part(np.arange(len(survey.respondents)) < 60)
    twice = np.arange(60) < 20
    doubled = few.part(twice)
    both = type(few)(
        pd.concat([few.respondents, doubled.respondents], ignore_index=True),
        np.concatenate([few.answers, doubled.answers]),
        few.indicators,
        few.official,
    )
    weighted = summary(few, level="sdg", weights=np.where(twice, 2.0, 1.0))
    counted = summary(both, level="sdg")
    columns = ["group", "item", "ratings", "mean", "median", "share_45", "share_12"]
    pd.testing.assert_frame_equal(weighted[columns], counted[columns])


def test_who_has_no_weight_is_left_out(survey):
    citizens = (survey.respondents["group"] != "cso").to_numpy()
    table = summary(survey, level="all", weights=np.where(citizens, 1.0, np.nan))
    assert set(table["group"]) == set(GROUPS) - {"cso"}


def test_cliffs_delta_of_hogarty_and_kromrey():
    """Hogarty & Kromrey 1999, the example of the documentation of the R package effsize: delta = -0.25."""
    treatment = np.bincount([10, 10, 20, 20, 20, 30, 30, 30, 40, 50], minlength=51)
    control = np.bincount([10, 20, 30, 40, 40, 50], minlength=51)
    assert cliffs_delta(treatment, control) == pytest.approx(-0.25)


@settings(deadline=None, derandomize=True)
@given(counts_of_five, counts_of_five)
def test_cliffs_delta_is_the_share_of_won_minus_lost_pairs(first, second):
    one, two = np.repeat(np.arange(5), first), np.repeat(np.arange(5), second)
    pairs = np.sign(one[:, None] - two[None, :])
    assert cliffs_delta(first, second) == pytest.approx(pairs.mean(), abs=1e-12)
    assert cliffs_delta(second, first) == pytest.approx(-pairs.mean(), abs=1e-12)


def test_gaps_are_one_group_against_all_others_together(survey):
    table = gaps(survey).set_index(["group", "item"])
    valid = long(survey)
    for group in GROUPS:
        for sdg in SDGS:
            goal = valid[valid["sdg"] == sdg]
            own, others = goal[goal["group"] == group], goal[goal["group"] != group]
            row = table.loc[(group, sdg)]
            assert row["gap"] == pytest.approx(own["rating"].mean() - others["rating"].mean())
            assert row["share_gap"] == pytest.approx((own["rating"] >= 4).mean() - (others["rating"] >= 4).mean())
            assert row["others_n"] == others["respondent_id"].nunique()
            assert np.sign(row["cliffs_delta"]) == np.sign(row["gap"])


def test_the_gain_compares_each_person_with_the_same_person(tiny):
    def answers(today, forecast):
        return [cell for pair in zip(today, forecast, strict=True) for cell in pair]

    small = tiny(
        [
            ({}, answers("123453", "234554")),
            # 5 today without a forecast: does not count.
            ({}, answers(["5"] + ["3"] * 5, ["DK"] + ["4"] * 5)),
        ]
    )
    row = change(small).set_index("group").loc["women"]
    assert row["pairs"] == 11
    assert row["mean_2022"] == pytest.approx((18 + 15) / 11)
    assert row["gain"] == pytest.approx((5 + 5) / 11)
    assert row["per_year"] == pytest.approx(row["gain"] / 3)
    assert row["of_maximum"] == pytest.approx(row["gain"] / 5 * 100)
    assert row["of_range"] == pytest.approx(row["gain"] / 4 * 100)
    assert row["of_mean"] == pytest.approx(row["gain"] / row["mean_2022"] * 100)


def test_only_the_maximum_gives_the_published_ten_to_twelve_per_cent(survey):
    table = change(survey)
    assert table["of_maximum"].round(1).between(10.0, 12.4).all()
    assert (table["of_mean"] > 12.4).all()
    assert (table["of_range"].round(1) > 12.4).all()


def test_standardised_groups_have_the_same_make_up(survey):
    weights = standardised_weights(survey, like=("region", "area"))
    people = survey.respondents.assign(weight=weights)
    totals = people.pivot_table("weight", "group", ["region", "area"], aggfunc="sum", observed=True)
    shares = totals.div(totals.sum(axis=1), axis=0)
    assert (shares.max() - shares.min()).max() < 1e-12
    assert people.groupby("group", observed=True)["weight"].mean().to_numpy() == pytest.approx(1)


def test_groups_without_a_common_combination_are_not_made_alike(tiny):
    small = tiny([({"region": "north"}, ["3"] * 12), ({"region": "south", "group": "pwd"}, ["3"] * 12)])
    with pytest.raises(CgdError, match="No combination of region, sex occurs in every group"):
        standardised_weights(small)


def test_the_headline_is_computed_again_in_every_stated_way(survey):
    copies = pd.DataFrame({"rule": ["exact_copy", "straight_line"], "row": ["R0001", "R0002"]})
    weights = np.where(survey.respondents["area"] == "urban", 3.0, 1.0)
    table = sensitivity(survey, copies, weights)
    provinces = survey.respondents["province_code"].nunique()
    assert table["variant"].nunique() == 5 + provinces
    as_is = table[table["variant"] == "as_is"].set_index("group")["value"]
    assert as_is.to_dict() == pytest.approx(group_means(survey).set_index("group")["mean"].to_dict())
    without = survey.part(survey.respondents["respondent_id"] != "R0001")
    expected = group_means(without).set_index("group")["mean"]
    got = table[table["variant"] == "no_copies"].set_index("group")["value"]
    assert got.to_dict() == pytest.approx(expected.to_dict())
    # Towns are more positive: giving them more weight lifts every group.
    assert (table.loc[table["variant"] == "weighted", "shift"] > 0).all()
    assert table.loc[table["variant"] == "as_is", "same_order"].all()


def test_a_changed_order_is_reported(survey):
    women = (survey.respondents["group"] == "women").to_numpy()
    answers = survey.answers.copy()
    copied = women & (np.arange(len(women)) % 2 == 0)
    answers[copied] = np.where(answers[copied] > 0, 5, answers[copied])
    ids = survey.respondents.loc[copied, "respondent_id"]
    flagged = pd.DataFrame({"rule": "exact_copy", "row": ids})
    table = sensitivity(type(survey)(survey.respondents, answers, survey.indicators, survey.official), flagged)
    order = table.drop_duplicates("variant").set_index("variant")["same_order"]
    assert order["as_is"]
    assert not order["no_copies"]


@pytest.mark.parametrize(
    "arguments, line", [({"year": 2023}, "2022, 2025"), ({"level": "goal"}, "all, sdg"), ({"by": "town"}, "region")]
)
def test_what_does_not_exist_is_named(survey, arguments, line):
    with pytest.raises(UsageError, match=line):
        count_ratings(survey, **arguments)
