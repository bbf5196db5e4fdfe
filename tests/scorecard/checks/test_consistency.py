"""FIG07: what is allowed cell by cell and does not fit together."""

from dataclasses import replace

import pandas as pd
import pytest
from check_cases import (
    ADULT,
    CHILD,
    INDICATORS,
    ORGANISATION,
    RATINGS,
    changed,
    findings,
    only,
    people,
    places,
    ratings,
    survey_of,
)

from cgd.scorecard.checks import check_quality

ROW = "R0005"


def one(cells: dict[str, str], changes: dict | None = None) -> pd.DataFrame:
    """Findings when some cells of one of twelve women, or of what else ``cells`` make her, are others."""
    return findings(changed(people(12), {(ROW, column): text for column, text in cells.items()}), changes)


# Form and group


@pytest.mark.parametrize(
    ("cells", "form"),
    [
        ({"instrument": "cso"}, "cso"),
        (CHILD | {"group": "youth", "age": "16"}, "child"),
        (CHILD | {"instrument": "adult"}, "adult"),
        (ORGANISATION | {"instrument": "adult"}, "adult"),
    ],
)
def test_a_form_of_another_group(cells, form):
    found = only(one(cells))
    assert found == ("FIG07", "form_not_of_group", ROW, "instrument", form, "This form is not the form of the group.")


@pytest.mark.parametrize(
    "cells", [ADULT, CHILD, ORGANISATION, {"group": "pwd", "disability": "yes"}, {"group": "lgbtiq"}]
)
def test_each_group_with_its_own_form(cells):
    assert one(cells).empty


def test_an_unknown_group_or_form_fits_everything():
    assert set(one({"group": "wemen"})["check"]) == {"FIG06"}
    assert set(one({"instrument": "paper"})["check"]) == {"FIG06"}


def test_which_form_a_group_has_is_a_setting():
    assert len(places(one({}, {"groups.women.form": "cso"}), "form_not_of_group")) == 12


# Ages


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [(CHILD, 11, 15), (ADULT | {"group": "youth"}, 16, 30), (ADULT, 16, 110), (ADULT | {"group": "lgbtiq"}, 16, 110)],
)
def test_ages_at_the_edges_of_a_group(cells, low, high):
    for age in (low, high):
        assert one(cells | {"age": str(age)}).empty
    for age in (low - 1, high + 1):
        found = only(one(cells | {"age": str(age)}))
        message = f"The group is {low} to {high} years old."
        assert found == ("FIG07", "age_outside_group", ROW, "age", str(age), message)


def test_no_age_is_no_wrong_age():
    assert one({"age": ""}).empty


def test_the_ages_of_a_group_are_a_setting():
    assert len(places(one({}, {"groups.women.ages": [42, 60]}), "age_outside_group")) == 12
    assert one({"age": "9"}, {"groups.women.ages": None}).empty


# People name their own sex, and the Washington Group questions miss conditions: neither contradicts a group.


@pytest.mark.parametrize("cells", [{"sex": "male"}, {"group": "pwd", "disability": "no"}])
def test_what_people_say_of_themselves_is_no_fault(cells):
    assert one(cells).empty


# Organisations


@pytest.mark.parametrize("cells", [{"sex": "male"}, {"age": "40"}, {"sex": "no_answer", "age": "40"}])
def test_an_organisation_with_sex_or_age(cells):
    found = only(one(ORGANISATION | cells))
    assert found[:5] == ("FIG07", "organisation_as_person", ROW, "", "")
    assert "organisation" in found[5]


# Places


def test_a_province_of_another_region():
    found = only(one({"region": "south"}))
    assert found == (
        *("FIG07", "province_not_in_region", ROW, "region", "south"),
        "The province lies in another region.",
    )


def test_without_region_or_province_nothing_is_said():
    for cells in ({"region": "south", "province_code": "?"}, {"region": "?"}):
        assert not places(one(cells), "province_not_in_region")


@pytest.mark.parametrize("other", ["NSO-2025-07", ""])
def test_a_code_of_another_list_is_not_read_by_the_list_of_2022(other):
    assert not places(one({"region": "south", "province_list": other}), "province_not_in_region")


def working(there: int, elsewhere: int) -> pd.DataFrame:
    """One interviewer's forms in Ha Noi and in Hai Phong."""
    return people(
        there + elsewhere, province_code=lambda n: "01" if n < there else "31", interviewer="I07", device="T107"
    )


def test_a_province_in_which_the_interviewer_does_not_work():
    found = only(findings(working(11, 1)))
    assert found[:5] == ("FIG07", "province_not_of_interviewer", "R0012", "province_code", "31")
    assert "works in another province" in found[5]


def test_six_of_ten_make_a_usual_province_and_fewer_do_not():
    assert len(findings(working(6, 4))) == 4
    assert findings(working(59, 41)).empty
    assert len(findings(working(60, 40))) == 40


def test_ten_forms_say_where_an_interviewer_works_and_nine_do_not():
    assert len(findings(working(9, 1))) == 1
    assert findings(working(8, 1)).empty


def test_an_unknown_interviewer_works_nowhere():
    assert set(findings(working(11, 1).assign(interviewer="?"))["check"]) == {"FIG06"}


def test_the_usual_province_is_a_setting():
    found = findings(working(12, 8), {"interviewer_province.usual.value": 0.4})
    assert found["value"].tolist() == ["31"] * 8  # both are usual now: the one with more forms counts
    assert findings(working(11, 1), {"interviewer_province.usual.value": 0.95}).empty
    assert len(findings(working(3, 1), {"interviewer_province.fewest_forms.value": 4})) == 1


# Days and times


@pytest.mark.parametrize(("day", "wrong"), [("06-30", 1), ("07-01", 0), ("09-30", 0), ("10-01", 1)])
def test_days_at_the_edges_of_fieldwork(day, wrong):
    found = one({"interview_date": f"2022-{day}"})
    assert len(found) == wrong
    if wrong:
        assert only(found) == (
            *("FIG07", "date_outside_fieldwork", ROW, "interview_date", f"2022-{day}"),
            "Fieldwork lasted from 2022-07-01 to 2022-09-30.",
        )


def test_the_days_of_fieldwork_are_a_setting():
    assert len(findings(people(24), {"fieldwork.first": "2022-07-02"})) == 8


def test_an_interview_that_ends_before_it_starts():
    start = people(12).set_index("respondent_id").loc[ROW, "start_time"]
    assert start == "2022-07-01T12:00"
    found = only(one({"end_time": "2022-07-01T11:59"}))
    assert found == (
        *("FIG07", "end_before_start", ROW, "end_time", "2022-07-01T11:59"),
        "The interview ends before it starts.",
    )
    assert one({"end_time": "2022-07-01T12:00"}, {"duration.of_median.value": 0}).empty


# The list of indicators


def indicators(**cells: object) -> pd.DataFrame:
    table = INDICATORS.copy()
    for column, cell in cells.items():
        table.loc[4, column] = cell
    return findings(survey_of(people(12), table))


def test_an_indicator_under_another_goal():
    found = only(indicators(sdg=13))
    assert found == (
        "FIG07",
        "indicator_sdg",
        "1.05",
        "sdg",
        "13",
        "The number of the indicator begins with another goal.",
    )


def test_a_global_code_that_stands_in_the_other_column():
    found = indicators(global_code="VSDG 16.8.1", national_reference="16.9.1")
    assert places(found, "code_swapped") == [
        ("1.05", "global_code", "VSDG 16.8.1"),
        ("1.05", "national_reference", "16.9.1"),
    ]
    assert len(found) == 2
    assert "exchanged with the national reference" in found["message"].iloc[0]


@pytest.mark.parametrize("code", ["16.9.1", "5.a.1", "17.18.3", "-", ""])
def test_what_a_global_code_looks_like(code):
    assert indicators(global_code=code).empty


def test_an_indicator_list_without_codes(tiny):
    answers = list(ratings(0).values())[:12]
    survey = tiny([({}, answers)])
    assert "global_code" not in survey.indicators
    assert check_quality(survey).empty
    assert len(check_quality(replace(survey, indicators=survey.indicators.assign(sdg=4)))) == 5


def test_the_columns_of_ratings_are_those_of_the_indicators():
    assert len(RATINGS) == 2 * len(INDICATORS)
