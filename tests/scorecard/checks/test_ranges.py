"""FIG06: cells that the code book does not allow, each under one rule."""

import unicodedata

import pandas as pd
import pytest
from check_cases import CHILD, changed, findings, only, people, survey_of

from cgd.scorecard.checks import range_failures

ROW = "R0005"


def one(column: str, text: str, changes: dict | None = None) -> pd.DataFrame:
    return findings(changed(people(12), {(ROW, column): text}), changes)


@pytest.mark.parametrize("text", ["0", "6", "55", "4,5", "5.0", "năm", "-1", "x"])
def test_a_typed_rating(text):
    found = only(one("q1_03_2022", text))
    assert found == ("FIG06", "rating_not_allowed", ROW, "q1_03_2022", text, "This is no rating from 1 to 5.")


@pytest.mark.parametrize(
    "text", ["99", "-98", "KB", "kb", " KB ", "Không biết", unicodedata.normalize("NFD", "không biết")]
)
def test_a_code_of_the_field_team(text):
    found = only(one("q1_03_2022", text))
    assert found[:5] == ("FIG06", "dont_know_code", ROW, "q1_03_2022", text)
    assert "don't know or refused" in found[5]


@pytest.mark.parametrize("text", ["1", "5", "DK", "RF", "MS"])
def test_what_the_code_book_allows_is_left_alone(text):
    assert one("q1_03_2022", text).empty


def test_the_codes_of_the_field_team_are_a_setting():
    assert only(one("q1_03_2022", "77"))[1] == "rating_not_allowed"
    for codes in (["77"], [77]):  # YAML reads 77 as a number
        assert only(one("q1_03_2022", "77", {"answer_codes.value": codes}))[1] == "dont_know_code"
    assert only(one("q1_03_2022", "kb", {"answer_codes.value": ["KB"]}))[1] == "dont_know_code"
    assert only(one("q1_03_2022", "99", {"answer_codes.value": []}))[1] == "rating_not_allowed"


def test_a_rating_where_the_form_does_not_ask_is_no_wrong_rating():
    wide = people(4, **CHILD | {"q1_25_2022": lambda n: "3" if n == 1 else ""})
    found = only(findings(wide))
    assert found == ("FIG06", "not_asked", "R0002", "q1_25_2022", "3", "This form does not ask the question.")


@pytest.mark.parametrize("column", ["interview_date", "start_time"])
@pytest.mark.parametrize("text", ["15/07/2022", "44757", "2022-13-01", "2022-02-30"])
def test_a_date_in_another_form(column, text):
    found = only(one(column, text))
    assert found == ("FIG06", "date_not_iso", ROW, column, text, "The date is not written year-month-day.")


@pytest.mark.parametrize("text", ["Hà Nội", "TP HCM", "VN-HN", "001"])
def test_a_name_instead_of_a_code_of_a_province(text):
    found = only(one("province_code", text))
    assert found[:5] == ("FIG06", "province_not_in_list", ROW, "province_code", text)
    assert "list of provinces" in found[5]


def test_two_digits_that_are_no_province():
    assert "18" in one("province_code", "18")["value"].tolist()
    found = one("province_code", "18", {"interviewer_province.fewest_forms.value": 99})
    assert only(found) == (
        *("FIG06", "province_not_in_list", ROW, "province_code", "18"),
        "The list GSO-2022-07 has no such code.",
    )


def test_a_code_that_lost_its_zero_is_understood():
    assert one("province_code", "1").empty


@pytest.mark.parametrize("column", ["group", "sex", "region", "area", "disability"])
def test_a_word_that_is_no_code(column):
    found = only(one(column, "Womens"))
    assert found == ("FIG06", "label_not_in_list", ROW, column, "Womens", "This is none of the codes of the column.")


@pytest.mark.parametrize(
    ("column", "text"), [("age", "forty"), ("interviewer", "Lan"), ("device", "7"), ("partner", "x")]
)
def test_other_cells(column, text):
    found = only(one(column, text))
    assert found == ("FIG06", "value_not_allowed", ROW, column, text, "The cell is not allowed.")


@pytest.mark.parametrize(
    ("column", "rule"),
    [("group", "label_not_in_list"), ("interview_date", "date_not_iso"), ("partner", "value_not_allowed")],
)
def test_an_empty_cell_is_called_empty(column, rule):
    assert only(one(column, "")) == ("FIG06", rule, ROW, column, "", "The cell is empty.")


def test_a_number_that_is_not_allowed_or_there_twice():
    for text in ("r5", "R0006"):
        found = only(one("respondent_id", text))
        assert found == ("FIG06", "value_not_allowed", text, "respondent_id", text, "The cell is not allowed.")
    found = only(one("respondent_id", ""))
    assert found[:5] == ("FIG06", "value_not_allowed", "", "respondent_id", "")


def test_each_cell_is_named_once_and_all_of_them():
    cells = {
        ("R0001", "q1_01_2022"): "99",
        ("R0001", "q1_01_2025"): "9",
        ("R0002", "group"): "wemen",
        ("R0002", "q1_04_2022"): "",
        ("R0003", "interview_date"): "1/7/22",
        ("R0003", "province_code"): "Ha Noi",
        ("R0004", "age"): "x",
        ("R0004", "consent"): "x",
    }
    survey = survey_of(changed(people(12), cells))
    found = findings(survey)
    assert sorted(zip(found["row"], found["column"], strict=True)) == sorted(cells)
    assert len(survey.problems) == len(cells)


def test_failures_by_column():
    cells = {("R0001", "age"): "x", ("R0002", "group"): "a", ("R0003", "group"): "b", ("R0004", "sex"): "c"}
    table = range_failures(survey_of(changed(people(12), cells)))
    assert table.values.tolist() == [["group", 2, "a"], ["sex", 1, "c"], ["age", 1, "x"]]
    assert range_failures(survey_of(people(12))).empty
