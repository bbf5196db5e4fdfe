"""Metadata figures: FIG25 code book, FIG26 timeliness, FIG01 form."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from cgd.errors import CgdError
from cgd.scorecard.codebook import SURVEY_FILE, Column, columns_of
from cgd.scorecard.metadata import FIELDS, Timeliness, form_completeness, metadata_score, metadata_share, timeliness

YES_NO = {"yes": ("Yes", "Có"), "no": ("No", "Không")}
DK = {"DK": ("Don't know", "Không biết")}
ASKED = {"question_en": "Q?", "question_vi": "H?"}
EVERYBODY = {"universe_en": "All", "universe_vi": "Tất cả"}


def column(**fields) -> Column:
    return Column(**{"name": "x", "type": "string", "label_en": "X", "label_vi": "X", "mark": "ours"} | fields)


def row(**fields) -> dict[str, bool | None]:
    values = metadata_score([column(**fields)]).iloc[0]
    return {field: None if pd.isna(values[field]) else bool(values[field]) for field in FIELDS}


def test_a_column_described_in_every_field_scores_one():
    score = metadata_score([column(codes=YES_NO, optional=True, missing=DK, **ASKED, **EVERYBODY)])
    assert score.loc[0, ["filled", "applicable", "share"]].tolist() == [5, 5, 1.0]


def test_a_bare_column_has_only_its_label():
    assert row(optional=True) == {
        "label": True,
        "question": False,
        "codes": None,
        "missing_codes": False,
        "universe": False,
        "derivation": False,
    }
    assert metadata_score([column(optional=True)]).loc[0, "share"] == 1 / 5


def test_an_asked_value_needs_no_derivation_and_a_derived_one_no_question():
    assert row(**ASKED)["derivation"] is None
    assert row(derivation="a + b")["question"] is None
    assert row(derivation="a + b")["derivation"] is True


def test_a_text_in_one_language_is_not_enough():
    assert row(question_en="Q?")["question"] is False
    assert row(label_vi="")["label"] is False
    assert row(codes={"yes": ("Yes", "")})["codes"] is False
    assert row(universe_vi="Tất cả")["universe"] is False


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"type": "date"}, None),
        ({"type": "string"}, None),
        ({"type": "string", "pattern": "[0-9]{2}"}, True),
        ({"type": "integer"}, False),
        ({"type": "integer", "minimum": 0}, False),
        ({"type": "integer", "minimum": 0, "maximum": 120}, True),
        ({"type": "integer", "codes": YES_NO}, True),
    ],
)
def test_limits_and_patterns_count_as_codes(fields, codes):
    assert row(**fields)["codes"] is codes


def test_missing_codes_matter_only_where_a_cell_may_be_empty():
    assert row()["missing_codes"] is None
    assert row(optional=True)["missing_codes"] is False
    assert row(optional=True, missing=DK)["missing_codes"] is True


def test_the_share_of_a_code_book_counts_fields_and_not_columns():
    score = metadata_score([column(name="a", **ASKED, **EVERYBODY), column(name="b", optional=True)])
    assert score["name"].tolist() == ["a", "b"]
    assert metadata_share(score) == (3 + 1) / (3 + 5)


def test_every_rating_column_of_the_course_has_label_codes_and_missing_codes(survey):
    score = metadata_score(columns_of(SURVEY_FILE, survey.indicators)).set_index("name")
    ratings = score[score.index.str.fullmatch(r"q\d+_\d+_\d+")]
    assert len(ratings) == 138
    assert ratings[["label", "codes", "missing_codes"]].all(axis=None)
    assert (score["share"].between(0, 1)).all()


def test_timeliness_counts_days():
    assert timeliness(date(2022, 9, 25), date(2023, 1, 31)) == Timeliness(128, None)
    assert timeliness(date(2022, 9, 25), date(2023, 1, 31), date(2022, 12, 31)) == Timeliness(128, -31)
    assert timeliness(date(2022, 9, 25), date(2022, 9, 25), date(2022, 9, 30)) == Timeliness(0, 5)


def test_a_release_before_the_end_of_fieldwork_is_refused():
    with pytest.raises(CgdError, match="2022-09-24 is before the end of fieldwork on 2022-09-25"):
        timeliness(date(2022, 9, 25), date(2022, 9, 24))


QUESTIONS = pd.DataFrame(
    [("B", 1, True), ("A", 1, True), ("B", 1, False), ("A", 2, False), ("B", 1, True), ("C", 3, True)],
    columns=["section", "tier", "answered"],
)


def test_only_the_first_tier_counts():
    table = form_completeness(QUESTIONS)
    assert table["section"].tolist() == ["B", "A", "C", "all"]
    assert table["questions"].tolist() == [3, 1, 0, 4]
    assert table["answered"].tolist() == [2, 1, 0, 3]
    np.testing.assert_array_equal(table["share"], [2 / 3, 1, np.nan, 3 / 4])


def test_an_empty_form_is_not_a_complete_one():
    table = form_completeness(QUESTIONS.iloc[:0])
    assert table["section"].tolist() == ["all"]
    assert table["share"].isna().all()


def test_a_table_that_says_too_little_is_refused():
    with pytest.raises(CgdError, match="no column tier"):
        form_completeness(QUESTIONS.drop(columns="tier"))
    with pytest.raises(CgdError, match="true or false"):
        form_completeness(QUESTIONS.assign(answered=[True, None, True, True, True, True]))
