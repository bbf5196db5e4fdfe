"""Flags: what a limit catches, and what a result is without the flagged records. Nothing is changed."""

import re
from dataclasses import replace

import ipywidgets
import numpy as np
import pandas as pd
import pytest

from cgd.errors import UsageError
from cgd.scorecard import Survey, explore_limits, flag_records, group_means, load, of_interviewers, with_and_without
from cgd.scorecard.checks import durations, fig10_duration, read_limits, response_style
from cgd.scorecard.checks.duration import minutes
from cgd.scorecard.flags import describe_flags, falling_forecasts, fast_by_form, flags_by_form
from cgd.scorecard.loading import read
from cgd.scorecard.survey import GROUPS


@pytest.fixture(scope="module")
def survey() -> Survey:
    return read("scorecard-2022", "raw")


def test_a_record_is_flagged_under_the_minutes_and_from_the_run_on(survey: Survey) -> None:
    found = flag_records(survey, fast=29, equal=10)
    length, runs = minutes(survey), response_style(survey)["longest_run"]
    assert found["too_fast"].tolist() == [value < 29 for value in length]
    assert found["long_run"].tolist() == (runs >= 10).tolist()
    assert (found["flagged"] == (found["too_fast"] | found["long_run"])).all()
    assert 29.0 in set(length) and 10 in set(runs)


def test_an_interview_without_times_is_never_too_fast(survey: Survey) -> None:
    found = flag_records(survey, fast=10_000, equal=10)
    assert found["minutes"].isna().any()
    assert (found["too_fast"] == found["minutes"].notna()).all()


def test_no_run_is_no_line(survey: Survey) -> None:
    runs = response_style(survey)["longest_run"]
    assert flag_records(survey, fast=0, equal=0)["flagged"].sum() == (runs >= 1).sum()


def test_each_form_counts_its_own(survey: Survey) -> None:
    found, single = flags_by_form(survey, 25, 20), flag_records(survey, 25, 20)
    assert found["n"].sum() == survey.respondents["instrument"].notna().sum()
    for row in found.itertuples():
        part = single[single["instrument"] == row.instrument]
        assert (row.too_fast, row.long_run, row.flagged) == tuple(part[["too_fast", "long_run", "flagged"]].sum())


def test_own_limits_are_those_of_the_check(survey: Survey) -> None:
    found = fast_by_form(survey).set_index("instrument")
    named = fig10_duration(survey, read_limits()).query("rule == 'too_fast'")
    assert found["own"].sum() == len(named)
    assert found["median"].to_dict() == durations(survey).set_index("instrument")["median"].to_dict()
    assert found.loc["adult", "own"] == found.loc["adult", "other"]
    assert found.loc["child", "other"] > found.loc["child", "own"]


def test_another_form_that_nobody_has_names_nobody(survey: Survey) -> None:
    assert fast_by_form(survey.part(survey.respondents["instrument"] == "child"))["other"].tolist() == [0]


def test_with_and_without_are_the_means_of_all_and_of_the_rest(survey: Survey) -> None:
    mask = of_interviewers(survey, ["I02", "I03"])
    found = with_and_without(survey, mask)
    assert np.allclose(found["mean_with"], group_means(survey)["mean"])
    assert np.allclose(found["mean_without"], group_means(survey.part(~mask))["mean"])
    assert np.allclose(found["difference"], found["mean_without"] - found["mean_with"])
    assert found["flagged"].sum() == (mask & survey.respondents["group"].notna()).sum()


def test_no_flag_changes_nothing() -> None:
    survey = load()
    found = with_and_without(survey, np.zeros(len(survey.respondents), dtype=bool))
    assert (found["difference"] == 0).all() and (found["flagged"] == 0).all()


def test_a_group_that_is_flagged_as_a_whole_has_no_mean_without() -> None:
    survey = load()
    women = survey.respondents["group"] == "women"
    found = with_and_without(survey, women).set_index("group")
    assert pd.isna(found.loc["women", "mean_without"]) and found["mean_without"].notna().sum() == len(GROUPS) - 1
    assert describe_flags(survey, "women", women).endswith("Too few are left for a mean.")
    rest = survey.part(~women)
    assert describe_flags(rest, "women", np.zeros(len(rest.respondents), dtype=bool)) == "Women: no record."


def test_an_interviewer_by_name() -> None:
    survey = load()
    assert of_interviewers(survey, "I02").sum() == (survey.respondents["interviewer"] == "I02").sum() > 0
    assert not of_interviewers(survey, "nobody").any()


def test_falling_forecasts_are_counted_for_each_interviewer(survey: Survey) -> None:
    found = falling_forecasts(survey)
    assert found["n"].sum() == survey.respondents["interviewer"].notna().sum()
    # One interviewer of the raw survey read the scale the wrong way round; in the clean one nobody did.
    assert (found["falling"] > 0).sum() == 1
    assert falling_forecasts(load())["falling"].sum() == 0


def test_the_sliders_start_at_the_limits_of_the_course_and_the_table_follows(survey: Survey) -> None:
    fast, equal, shown = explore_limits(survey, "youth").children
    assert isinstance(fast, ipywidgets.IntSlider) and isinstance(equal, ipywidgets.IntSlider)
    assert fast.description and equal.description
    assert equal.value == read_limits()["straightlining"]["fewest_ratings"]["value"]
    shortest = durations(survey)["median"].min()
    assert abs(fast.value - read_limits()["duration"]["of_median"]["value"] * shortest) <= 0.5
    before = shown.value
    fast.value = 25
    assert shown.value != before
    cells = [int(cell.replace(",", "")) for cell in re.findall(r"<td>([\d,]+)</td>", shown.value)]
    rows = flags_by_form(survey, 25, equal.value)
    assert cells[4::5] == rows["flagged"].tolist()
    flagged = flag_records(survey, 25, equal.value)["flagged"]
    assert describe_flags(survey, "youth", flagged) in shown.value
    equal.value = 8
    assert describe_flags(survey, "youth", flag_records(survey, 25, 8)["flagged"]) in shown.value


def test_a_form_without_times_shows_no_median(survey: Survey) -> None:
    people = survey.respondents.assign(end_time=survey.respondents["end_time"].mask(_of_children(survey)))
    shown = explore_limits(replace(survey, respondents=people)).children[2].value
    assert "nan" not in shown.lower() and shown.count("<td>–</td>") == 1


@pytest.mark.parametrize("nobody", [False, True])
def test_data_without_a_record_or_a_time_have_sliders_too(survey: Survey, nobody: bool) -> None:
    people = survey.respondents.assign(end_time=pd.NaT)
    empty = np.zeros(len(people), dtype=bool)
    shown = explore_limits(survey.part(empty) if nobody else replace(survey, respondents=people)).children[2].value
    assert "Women: " in shown and "nan" not in shown.lower()


def _of_children(survey: Survey) -> pd.Series:
    return survey.respondents["instrument"] == "child"


def test_the_sliders_refuse_an_unknown_group(survey: Survey) -> None:
    with pytest.raises(UsageError, match="Allowed: children"):
        explore_limits(survey, "everybody")
