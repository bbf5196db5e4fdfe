"""FIG01, FIG25, FIG26 and FIG27 from plain arguments."""

from datetime import UTC, date, datetime

import pytest

from cgd.errors import CgdError
from cgd.scorecard.codebook import SURVEY_FILE, columns_of
from cgd.scorecard.metadata import metadata_score, metadata_share
from cgd.scorecard.reliability import agreement
from cgd.toolkit.evidence.from_answers import completeness, metadata, raters, timeliness

MADE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_completeness():
    item = completeness({"B": (2, 8), "A": (3, 3), "C": (0, 0)}, data="a" * 64, file="answers.yml", made=MADE)
    assert (item.figure, item.formula, item.data, item.file, item.at) == (
        "FIG01",
        "FIG01",
        "a" * 64,
        "answers.yml",
        "2026-01-02T03:04:05Z",
    )
    assert item.value == {"answered": 5, "questions": 11, "share": 5 / 11, "sections": 2, "sections_complete": 1}
    assert item.table == [
        {"section": "B", "questions": 8, "answered": 2, "share": 0.25},
        {"section": "A", "questions": 3, "answered": 3, "share": 1.0},
    ]


@pytest.mark.parametrize("counts", [(4, 3), (-1, 3)])
def test_counts_that_cannot_be_are_refused(counts):
    with pytest.raises(CgdError, match="section A"):
        completeness({"A": counts})


def test_a_form_without_questions_says_so():
    assert completeness({}).missing == completeness({"A": (0, 0)}).missing == "no_questions"


def test_metadata_is_the_score_of_the_code_book():
    columns = columns_of(SURVEY_FILE)
    item, score = metadata(columns), metadata_score(columns)
    assert item.value["share"] == metadata_share(score)
    assert item.value["columns"] == len(columns)
    assert sum(row["filled"] for row in item.table) == item.value["filled"] == score["filled"].sum()
    assert metadata([]).missing == "no_columns"


def test_timeliness():
    item = timeliness(date(2022, 9, 30), date(2022, 10, 6), date(2022, 10, 1))
    assert (item.value["days"], item.value["days_early"]) == (6, -5)
    assert item.value["released"] == "2022-10-06" and item.data == item.file == ""
    assert timeliness(date(2022, 9, 30), date(2022, 10, 6)).value["days_early"] is None
    assert timeliness(None, date(2022, 10, 6)).missing == timeliness(date(2022, 9, 30), None).missing == "no_dates"
    with pytest.raises(CgdError):
        timeliness(date(2022, 9, 30), date(2022, 9, 1))


def test_raters():
    item, found = raters([0, 1, 2, 4, None], [0, 2, 4, 4, 1], ["a", "b", "c", "d", "e"]), None
    found = agreement([0, 1, 2, 4], [0, 2, 4, 4])
    assert item.value == {"pairs": 4, "exact": 0.5, "within_one": 0.75, "kappa": found.kappa}
    assert item.table[0] == {"thing": "a", "first": 0, "second": 0} and len(item.table) == 5
    assert raters([2, 2], [2, 2]).value["kappa"] is None  # nothing to agree on beyond chance
    assert raters([], []).missing == raters([1, None], [None, 2]).missing == "no_pairs"
    with pytest.raises(CgdError):
        raters([1, 2], [1])
