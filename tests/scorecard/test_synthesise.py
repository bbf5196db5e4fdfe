"""The synthetic survey: same seed, same bytes; who was asked what; how the ratings are made."""

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cgd.errors import CgdError, UsageError
from cgd.scorecard import compare, group_means
from cgd.scorecard.make import PACKAGES, make_package
from cgd.scorecard.make.people import quota
from cgd.scorecard.make.synthesise import calibrate, centre, normal, read_parameters, synthesise
from cgd.scorecard.sources import text_table

TABLES = ("respondents", "ratings", "indicators", "official")


@pytest.mark.parametrize("package", PACKAGES)
def test_shipped_files_are_what_the_generator_writes(root, package):
    folder = root / "datasets" / package
    made = make_package(package)
    assert set(made) == {path.name for path in folder.iterdir()}
    for name, content in made.items():
        assert content == (folder / name).read_bytes(), name


def test_the_loaded_file_is_the_synthesised_survey(survey):
    made = synthesise()
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(survey, table), getattr(made, table))


def test_another_seed_gives_other_ratings_of_the_same_shape(survey):
    other = synthesise(seed=7)
    assert len(other.ratings) == len(survey.ratings)
    assert not other.ratings["rating"].equals(survey.ratings["rating"])
    pd.testing.assert_series_equal(
        other.respondents["group"].value_counts().sort_index(), survey.respondents["group"].value_counts().sort_index()
    )


def test_other_parameters_make_another_survey(tmp_path):
    """Somebody who adapts the course edits a parameter file, not the program."""
    settings = read_parameters()
    for values in settings["groups"].values():
        values["n"] = 60
    path = tmp_path / "parameters.yml"
    path.write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    made = synthesise(path, seed=1)
    assert len(made.respondents) == 360
    assert group_means(made).set_index("group")["mean"]["women"] == pytest.approx(3.46, abs=0.005)
    pd.testing.assert_frame_equal(made.ratings, synthesise(settings, seed=1).ratings)


def test_a_negative_seed_is_refused():
    with pytest.raises(UsageError, match="-1 is negative"):
        synthesise(seed=-1)


def test_group_sizes_and_indicators_per_sdg_are_those_of_the_parameters(survey):
    sizes = {group: values["n"] for group, values in read_parameters()["groups"].items()}
    assert survey.respondents["group"].value_counts().to_dict() == sizes
    assert survey.indicators["sdg"].value_counts().to_dict() == {1: 10, 4: 14, 5: 13, 8: 14, 13: 6, 16: 12}
    children = survey.indicators[survey.indicators["child_form"]]
    assert children["sdg"].value_counts().to_dict() == {1: 6, 4: 8, 5: 6, 8: 6, 13: 4, 16: 6}


def test_group_order_is_shuffled(survey):
    groups = survey.respondents["group"]
    assert (groups != groups.shift()).sum() > 2000


def test_children_have_rows_only_for_their_form(survey):
    asked = survey.ratings[survey.ratings["group"] == "children"]["indicator_id"].unique()
    assert set(asked) == set(survey.indicators.loc[survey.indicators["child_form"], "indicator_id"])


def test_about_four_per_cent_do_not_know_and_one_per_cent_refuse(survey):
    shares = survey.ratings["answer"].value_counts(normalize=True)
    assert shares["dont_know"] == pytest.approx(0.04, abs=0.005)
    assert shares["refused"] == pytest.approx(0.01, abs=0.002)
    missing = survey.ratings["rating"].isna()
    assert missing.equals(survey.ratings["answer"] != "rated")


@pytest.mark.parametrize("answer, key", [("dont_know", "harder_items"), ("refused", "sensitive_items")])
def test_some_items_are_answered_less_often(survey, answer, key):
    items = read_parameters()["no_answer"][key]
    share = (survey.ratings["answer"] == answer).groupby(survey.ratings["indicator_id"]).mean()
    assert share[list(items)].min() > share.drop(list(items)).mean()


def test_organisations_have_no_sex_age_or_ethnicity_and_citizens_do(survey):
    personal = survey.respondents[["sex", "age", "ethnic_minority", "disability"]]
    organisation = survey.respondents["group"] == "cso"
    assert personal[organisation].isna().all(axis=None)
    assert personal[~organisation].notna().all(axis=None)


def test_fieldwork_is_july_to_september_2022(survey):
    days = survey.respondents["interview_date"]
    assert days.min() >= pd.Timestamp("2022-07-01")
    assert days.max() <= pd.Timestamp("2022-09-30")


def test_province_and_region_agree_and_the_three_code_traps_occur(survey):
    provinces = text_table("provinces.csv").set_index("code_2022")
    codes = survey.respondents["province_code"]
    assert (codes.map(provinces["region"]) == survey.respondents["region"]).all()
    assert set(codes) == set(provinces.index[provinces["in_sample"] == "yes"])
    assert codes.nunique() == 12
    assert {"15", "44", "91"} <= set(codes)
    # Merging the 63 provinces into 34 units leaves the survey's three regions whole.
    assert len(provinces) == 63
    assert provinces["code_2025"].nunique() == 34
    assert provinces.groupby("code_2025")["region"].nunique().max() == 1


def test_each_interviewer_works_in_one_province(survey):
    assert survey.respondents.groupby("interviewer")["province_code"].nunique().max() == 1


@pytest.mark.parametrize("seed", [2022, 5])
def test_groups_really_see_goals_differently(seed):
    """Beside the others, each group is clearly lower on the goals that the parameters lower for it."""
    made = synthesise(seed=seed)
    lowered = {"women": [5], "pwd": [8], "lgbtiq": [5, 16], "children": [4, 13], "youth": [8], "cso": [16]}
    for group, goals in lowered.items():
        gaps = compare(made, group).set_index("sdg")["gap_to_others"]
        assert gaps[goals].max() < gaps.drop(goals).min(), group
        assert gaps[goals].max() < gaps.mean() - 0.04, group


@hypothesis_settings(deadline=None, derandomize=True)
@given(arrays(np.int8, st.integers(1, 40), elements=st.integers(1, 5)), st.data())
def test_calibration_reaches_every_possible_sum_and_stays_on_the_scale(ratings, data):
    total = data.draw(st.integers(len(ratings), 5 * len(ratings)))
    moved = calibrate(ratings, total, np.random.default_rng(1))
    assert moved.sum() == total
    assert moved.min() >= 1
    assert moved.max() <= 5


def test_calibration_refuses_an_impossible_sum():
    with pytest.raises(CgdError, match="cannot add up"):
        calibrate(np.array([5, 5], dtype=np.int8), 11, np.random.default_rng(1))


@hypothesis_settings(deadline=None, derandomize=True)
@given(
    arrays(np.float64, (6, 6), elements=st.floats(-0.2, 0.2)),
    arrays(np.int64, (6, 6), elements=st.integers(1000, 9000)),
)
def test_the_interaction_moves_no_group_mean_and_no_sdg_mean(wanted, weights):
    moved = centre(wanted, weights)
    share = weights / weights.max()
    assert np.abs(moved.sum(axis=1)).max() < 1e-6
    assert np.abs((moved * share).sum(axis=1)).max() < 1e-6
    assert np.abs((moved * share).sum(axis=0)).max() < 1e-6


@hypothesis_settings(deadline=None, derandomize=True)
@given(st.integers(0, 1000), st.lists(st.floats(0.01, 1), min_size=1, max_size=12))
def test_quotas_use_everybody_and_stay_within_one_of_the_exact_share(n, shares):
    parts = np.array(shares)
    counts = quota(n, parts)
    assert counts.sum() == n
    assert np.abs(counts - n * parts / parts.sum()).max() < 1 + 1e-6


def test_normal_numbers_have_mean_zero_and_spread_one():
    values = normal(np.random.default_rng(3), (200_000,))
    assert abs(values.mean()) < 0.01
    assert values.std() == pytest.approx(1, abs=0.01)


def test_the_numbers_of_the_parameters_that_must_cancel_do():
    parameters = read_parameters()
    for name in ("offset", "extra_gain"):
        assert sum(values[name] for values in parameters["sdgs"].values()) == pytest.approx(0, abs=1e-12)
    assert sum(values["n"] for values in parameters["groups"].values()) == 3100
    for region in parameters["region_share"]:
        shares = [place["share"] for place in parameters["provinces"].values() if place["region"] == region]
        assert sum(shares) == pytest.approx(1)
    counts = synthesise().indicators["sdg"].value_counts()
    for sdg, statuses in parameters["official"].items():
        assert sum(statuses.values()) == counts[sdg]
