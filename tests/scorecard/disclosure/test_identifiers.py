"""What points at a person in a comment is found, and what people usually write is left alone."""

import csv
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from cgd.errors import UsageError
from cgd.scorecard.disclosure import identifiers

HERE = Path(__file__).parent


def lines(name):
    text = unicodedata.normalize("NFC", (HERE / name).read_text(encoding="utf-8"))
    return [line for line in text.splitlines() if not line.startswith("#")]


IDENTIFYING = list(csv.DictReader(lines("identifying.csv")))
HARMLESS = lines("harmless.txt")


def found(comment):
    table = identifiers(pd.Series([comment]))
    return list(zip(table["rule"], table["value"], strict=True))


@pytest.mark.parametrize("case", IDENTIFYING, ids=[case["comment"] for case in IDENTIFYING])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_identifier_is_found(case, form):
    assert found(unicodedata.normalize(form, case["comment"])) == [(case["kind"], case["found"])]


@pytest.mark.parametrize("comment", HARMLESS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_harmless_comment_is_left_alone(comment, form):
    assert found(unicodedata.normalize(form, comment)) == []


def test_identifiers_are_found_between_harmless_words():
    """Each identifier between two harmless comments: nothing else is found, and nothing is missed."""
    for number, case in enumerate(IDENTIFYING):
        around = HARMLESS[number % len(HARMLESS)], HARMLESS[(7 * number) % len(HARMLESS)]
        if any(text.isupper() for text in around) or case["comment"].isascii() or case["comment"].isupper():
            continue  # capitals and missing marks are read in the light of the whole comment
        assert found(f"{around[0]}. {case['comment']}. {around[1]}") == [(case["kind"], case["found"])]


def test_the_place_is_where_the_words_stand():
    comment = "Cảm ơn! Gọi chị Trần Thị Hoa, 0912 345 678, số nhà 12."
    table = identifiers(pd.Series([unicodedata.normalize("NFD", comment)], index=["R0007"]))
    assert table["rule"].tolist() == ["name", "phone", "address"]
    for row in table.itertuples():
        assert comment[row.start : row.start + len(row.value)] == row.value
    assert set(table["row"]) == {"R0007"}
    assert set(table["column"]) == {"comment"}


def test_missing_and_empty_comments_are_passed_over():
    table = identifiers(pd.Series([None, "", pd.NA, "0912345678"], dtype="str"))
    assert table["row"].tolist() == ["3"]
    assert identifiers(pd.Series([], dtype="str")).columns.tolist() == table.columns.tolist()
    assert table.columns.tolist() == ["check", "rule", "row", "column", "start", "value", "message"]


def test_respondents_are_named_by_their_number():
    people = pd.DataFrame({"respondent_id": ["R0001", "R0002"], "comment": [None, "lan@nha.vn"]})
    assert identifiers(people)["row"].tolist() == ["R0002"]
    with pytest.raises(UsageError, match="There is no column 'comment'"):
        identifiers(people.drop(columns="comment"))


def test_the_comments_of_the_shipped_survey_point_at_nobody(survey):
    assert identifiers(survey.respondents).empty
