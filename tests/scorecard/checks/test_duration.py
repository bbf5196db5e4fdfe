"""FIG10: interviews that were too short or at night."""

import pandas as pd
import pytest
from check_cases import CHILD, changed, findings, limits, only, people, places, survey_of

from cgd.scorecard.checks import durations, read_limits, stamps
from cgd.scorecard.checks.duration import minutes

ROW = "R0005"  # from 12:00 to 12:40, as all others take 40 minutes


def ends(clock: str, n: int = 12) -> pd.DataFrame:
    return changed(people(n), {(ROW, "end_time"): f"2022-07-01T{clock}"})


def starts(clock: str) -> pd.DataFrame:
    end = pd.Timestamp(f"2022-07-01T{clock}") + pd.Timedelta(minutes=40)
    return changed(people(12), {(ROW, "start_time"): f"2022-07-01T{clock}", (ROW, "end_time"): f"{end:%Y-%m-%dT%H:%M}"})


def test_less_than_half_the_median_is_too_fast():
    found = only(findings(ends("12:19")))
    assert found == ("FIG10", "too_fast", ROW, "end_time", "19", "19 minutes; half of these forms took 40 or more.")


def test_exactly_half_the_median_is_not():
    assert findings(ends("12:20")).empty


def test_no_time_at_all_is_too_fast_and_less_than_none_is_another_fault():
    assert places(findings(ends("12:00")), "too_fast") == [(ROW, "end_time", "0")]
    assert findings(ends("11:59"))["rule"].tolist() == ["end_before_start"]


def test_ten_forms_have_a_median_and_nine_have_none():
    assert len(findings(ends("12:10", n=10))) == 1
    assert findings(ends("12:10", n=9)).empty


def test_each_form_has_its_own_median():
    """15 minutes are half of a child's 30 and less than half of an adult's 40."""
    child = people(12, **CHILD | {"interviewer": "I09", "device": "T109"})
    child["end_time"] = child["end_time"].str.replace(":40", ":30")
    child["respondent_id"] = child["respondent_id"].str.replace("R00", "R01")
    both = pd.concat([people(12), child], ignore_index=True)
    cells = {(ROW, "end_time"): "2022-07-01T12:15", ("R0105", "end_time"): "2022-07-01T12:15"}
    assert places(findings(changed(both, cells)), "too_fast") == [(ROW, "end_time", "15")]


@pytest.mark.parametrize(
    ("changes", "n"), [({"duration.of_median.value": 0.6}, 12), ({"duration.fewest_forms.value": 9}, 9)]
)
def test_the_limits_are_settings(changes, n):
    assert findings(ends("12:20" if n == 12 else "12:10", n)).empty
    assert len(findings(ends("12:20" if n == 12 else "12:10", n), changes)) == 1


@pytest.mark.parametrize(
    ("clock", "night"),
    [("22:59", False), ("23:00", True), ("23:59", True), ("00:00", True), ("04:59", True), ("05:00", False)],
)
def test_the_night_lasts_from_23_to_5(clock, night):
    found = findings(starts(clock))
    assert len(found) == night
    if night:
        message = "The interview starts at night. Is the tablet's clock wrong?"
        assert only(found) == ("FIG10", "night", ROW, "start_time", clock, message)


def test_the_night_is_a_setting():
    assert len(findings(starts("22:00"), {"duration.night.value": [22, 5]})) == 1
    assert findings(starts("23:00"), {"duration.night.value": [0, 5]}).empty
    assert len(findings(starts("00:00"), {"duration.night.value": [0, 5]})) == 1


def test_an_interview_without_a_time_has_no_length():
    survey = survey_of(changed(people(12), {(ROW, "end_time"): "?", ("R0006", "start_time"): "?"}))
    assert minutes(survey).isna().sum() == 2
    assert durations(survey)["n"].tolist() == [10]


def test_parts_at_night_and_in_one_minute():
    cells = {
        ("R0001", "start_time"): "2022-07-01T23:10",  # at night, and of no length: the end lies before it
        ("R0002", "end_time"): "2022-07-01T09:00",
        ("R0003", "end_time"): "2022-07-01T10:01",
        ("R0004", "start_time"): "2022-07-01T04:59",
        ("R0005", "end_time"): "?",
        ("R0006", "start_time"): "",
    }
    survey = survey_of(changed(people(12), cells))
    assert stamps(survey, read_limits()).values.tolist() == [["adult", 10, 0.2, 0.1]]
    assert stamps(survey, limits({"duration.night.value": [0, 5]}))["night"].tolist() == [0.1]


def test_the_clean_survey_has_no_such_times(survey):
    table = stamps(survey, read_limits())
    assert table["n"].sum() == len(survey.respondents)
    assert (table[["night", "one_minute"]] == 0).all(axis=None)


def test_lengths_are_those_of_pandas(survey):
    people_ = survey.respondents
    length = (people_["end_time"] - people_["start_time"]) / pd.Timedelta(minutes=1)
    for row in durations(survey).itertuples():
        mine = length[people_["instrument"] == row.instrument]
        assert (row.n, row.median, row.shortest, row.longest) == (len(mine), mine.median(), mine.min(), mine.max())
