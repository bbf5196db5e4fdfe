"""FIG05: whole copies and copied forms."""

import numpy as np
import pandas as pd
import pytest
from check_cases import RATINGS, as_set, changed, findings, limits, only, people, places, shuffled, with_copy

from cgd.scorecard import check_quality, read
from cgd.scorecard.checks import blocks, duplicates

BASE = people(12)
START = BASE.set_index("respondent_id")["start_time"]


def later(row: str, minutes: int) -> dict[str, str]:
    """Start and end of a form that begins so many minutes after another."""
    start = pd.Timestamp(START[row]) + pd.Timedelta(minutes=minutes)
    end = start + pd.Timedelta(minutes=40)
    return {"start_time": f"{start:%Y-%m-%dT%H:%M}", "end_time": f"{end:%Y-%m-%dT%H:%M}"}


def other_ratings(wide: pd.DataFrame, row: str, many: int, first: int = 0) -> dict[str, str]:
    """Another rating in so many cells of a record."""
    cells = wide.set_index("respondent_id").loc[row, RATINGS[first : first + many]]
    return {column: "1" if text == "4" else "4" for column, text in cells.items()}


def copied(minutes: int = 5, changes: int = 3, **cells: str) -> pd.DataFrame:
    """R0001's form once more as R0900, minutes later, with some other ratings."""
    own = later("R0001", minutes) | other_ratings(BASE, "R0001", changes)
    return with_copy(BASE, "R0001", "R0900", **(own | cells))


# Exact copies


def test_a_copy_from_another_device_is_named_with_the_record_that_stays():
    found = only(findings(with_copy(BASE, "R0003", "R0900", device="T999")))
    assert found == (
        *("FIG05", "exact_copy", "R0900", "", "R0003"),
        "Every cell is that of another record, but for the number and the device.",
    )


def test_the_record_of_the_usual_device_stays_wherever_it_stands():
    wide = with_copy(BASE, "R0003", "R0900", device="T999")
    assert places(findings(wide.iloc[::-1]), "exact_copy") == [("R0900", "", "R0003")]


def test_of_equal_devices_the_first_in_the_file_stays():
    wide = with_copy(BASE, "R0003", "R0900")
    assert places(findings(wide), "exact_copy") == [("R0900", "", "R0003")]
    assert places(findings(wide.iloc[::-1]), "exact_copy") == [("R0003", "", "R0900")]


def test_three_of_the_same_leave_one():
    wide = with_copy(with_copy(BASE, "R0003", "R0900", device="T999"), "R0003", "R0800", device="T998")
    assert places(findings(wide), "exact_copy") == [("R0900", "", "R0003"), ("R0800", "", "R0003")]


@pytest.mark.parametrize(
    "cells",
    [
        {"age": "41"},
        {"age": ""},
        {"comment": "Tốt"},
        {"sex": "male"},
        {"end_time": later("R0003", 1)["end_time"]},
        {"interview_date": "2022-07-02"},
        {"q1_30_2025": "DK"},
        {"q1_01_2022": "RF"},
    ],
)
def test_one_other_cell_makes_it_no_exact_copy(cells):
    assert not places(findings(with_copy(BASE, "R0003", "R0900", **cells)), "exact_copy")


def test_cells_that_are_not_allowed_are_compared_as_they_are_written():
    wide = changed(BASE, {("R0003", "q1_01_2022"): "0", ("R0003", "province_code"): "Hà Nội"})
    assert places(findings(with_copy(wide, "R0003", "R0900")), "exact_copy") == [("R0900", "", "R0003")]
    for cells in ({"q1_01_2022": "6"}, {"province_code": "HA NOI"}):
        assert not places(findings(with_copy(wide, "R0003", "R0900", **cells)), "exact_copy")


def test_a_copy_whose_number_is_not_allowed_is_named_as_in_the_file():
    found = findings(with_copy(BASE, "R0003", "copy of R0003"))
    assert places(found, "exact_copy") == [("copy of R0003", "", "R0003")]
    assert places(found, "value_not_allowed") == [("copy of R0003", "respondent_id", "copy of R0003")]


# Copied forms


def test_a_copied_form_is_named_with_the_form_that_was_copied():
    found = only(findings(copied()))
    assert found == (
        *("FIG05", "near_copy", "R0900", "", "R0001"),
        "95 % of the ratings are those of a form that the same interviewer started up to 10 minutes before.",
    )


def test_95_percent_exactly_is_a_copy_and_less_is_not():
    assert places(findings(copied(changes=3)), "near_copy")  # 57 of 60
    assert not places(findings(copied(changes=4)), "near_copy")


def test_only_ratings_given_in_both_forms_count():
    unrated = dict.fromkeys(RATINGS[40:], "DK")  # 40 are left: 38 of them are 95 %
    assert places(findings(copied(changes=2, **unrated)), "near_copy")
    assert not places(findings(copied(changes=3, **unrated)), "near_copy")


def test_10_minutes_exactly_are_close_and_11_are_not():
    assert places(findings(copied(minutes=10)), "near_copy")
    assert not places(findings(copied(minutes=11)), "near_copy")


def test_another_interviewer_copies_nothing():
    assert not places(findings(copied(interviewer="I02", device="T102")), "near_copy")


def test_all_ratings_equal_and_other_personal_data_is_a_copied_form():
    assert places(findings(copied(changes=0, age="41")), "near_copy") == [("R0900", "", "R0001")]


def test_twenty_ratings_can_be_compared_and_nineteen_cannot():
    for rated, rule in ((20, [("R0900", "", "R0001")]), (19, [])):
        unrated = dict.fromkeys(RATINGS[rated:], "RF")
        assert places(findings(copied(changes=0, age="41", **unrated)), "near_copy") == rule


@pytest.mark.parametrize(
    ("path", "value", "case"),
    [
        ("duplicates.equal.value", 0.9, {"changes": 6}),
        ("duplicates.minutes.value", 15, {"minutes": 15}),
        ("duplicates.fewest_ratings.value", 10, {"changes": 0, "age": "41"} | dict.fromkeys(RATINGS[10:], "RF")),
    ],
)
def test_the_limits_are_settings(path, value, case):
    wide = copied(**case)
    assert not places(findings(wide), "near_copy")
    found = findings(wide, {path: value})
    assert places(found, "near_copy")
    if "minutes" in path:
        assert "up to 15 minutes before" in found["message"].iloc[0]


def chain() -> pd.DataFrame:
    """R0001, its copy R0901, that one's copy R0902 and so on: 9 minutes and 3 other ratings from one to the next."""
    wide = BASE
    for step in range(1, 5):
        before = "R0001" if step == 1 else f"R090{step - 1}"
        cells = other_ratings(wide, before, 3, first=3 * step)
        wide = with_copy(wide, before, f"R090{step}", **later("R0001", 9 * step), **cells)
    return wide


def test_copies_of_copies_are_all_named_each_with_the_one_before():
    assert places(findings(chain()), "near_copy") == [
        ("R0901", "", "R0001"),
        ("R0902", "", "R0901"),
        ("R0903", "", "R0902"),
        ("R0904", "", "R0903"),
    ]


def test_of_several_forms_that_it_is_like_the_closest_in_time_is_named():
    wide = with_copy(copied(minutes=2), "R0001", "R0901", **later("R0001", 4), age="41")
    assert places(findings(wide), "near_copy") == [("R0900", "", "R0001"), ("R0901", "", "R0900")]


def test_a_form_between_two_alike_does_not_hide_them():
    between = with_copy(BASE, "R0004", "R0950", **later("R0001", 3))
    twin = other_ratings(BASE, "R0001", 2)
    assert places(findings(with_copy(between, "R0001", "R0900", **later("R0001", 6), **twin)), "near_copy") == [
        ("R0900", "", "R0001")
    ]


def crowded(between: int) -> pd.DataFrame:
    """R0900 is a copy of R0001; so many other forms of the interviewer were started between the two."""
    wide = BASE
    for n in range(between):
        cells = dict(zip(RATINGS, people(40 + n)[RATINGS].iloc[-1], strict=True))
        wide = with_copy(wide, "R0001", f"R05{n:02d}", **later("R0001", 2), **cells)
    return with_copy(wide, "R0001", "R0900", **later("R0001", 4), age="41")


def test_a_form_is_compared_with_fifty_before_it():
    assert places(findings(crowded(49)), "near_copy") == [("R0900", "", "R0001")]
    assert not places(findings(crowded(50)), "near_copy")


def test_how_many_forms_are_compared_is_a_setting():
    assert not places(findings(crowded(3), {"duplicates.most_compared.value": 3}), "near_copy")
    assert places(findings(crowded(3), {"duplicates.most_compared.value": 4}), "near_copy")


def test_an_exact_copy_of_the_source_does_not_hide_the_copied_form():
    wide = with_copy(copied(), "R0001", "R0902", device="T999")
    for order in (wide, wide.iloc[::-1]):
        found = findings(order)
        assert places(found, "exact_copy") == [("R0902", "", "R0001")]
        assert places(found, "near_copy") == [("R0900", "", "R0001")]


def test_of_forms_started_in_the_same_minute_the_lower_number_is_the_first():
    wide = copied(minutes=0)
    for order in (wide, wide.iloc[::-1]):
        assert places(findings(order), "near_copy") == [("R0900", "", "R0001")]


def test_without_interviewer_or_start_nothing_is_compared():
    assert not places(findings(copied(interviewer="")), "near_copy")
    assert not places(findings(copied(start_time="")), "near_copy")


# The way it is computed changes nothing


@pytest.fixture(scope="module")
def raw(root):
    return read(root / "datasets" / "scorecard-2022", "raw")


def fig05(survey) -> pd.DataFrame:
    return duplicates.fig05_duplicates(survey, limits())


def test_fingerprints_that_are_equal_by_accident_change_nothing(raw, monkeypatch):
    wanted = fig05(raw)
    assert set(wanted["rule"]) == {"exact_copy", "near_copy"}
    monkeypatch.setattr(duplicates, "_fingerprints", lambda survey: np.zeros(len(survey.respondents), np.uint64))
    pd.testing.assert_frame_equal(fig05(raw), wanted)


def test_records_that_are_equal_have_equal_fingerprints_and_others_do_not(raw):
    marks = duplicates._fingerprints(raw)
    copies, originals = duplicates.exact_copies(raw)
    assert (marks[copies] == marks[originals]).all()
    assert pd.Series(marks).duplicated().sum() == len(copies) > 0


@pytest.mark.parametrize("size", [7, 1])
def test_the_size_of_blocks_changes_nothing(raw, size, monkeypatch):
    small = raw.part(np.arange(len(raw.respondents)) < 400)
    wanted = check_quality(small)
    assert wanted["check"].nunique() > 5
    monkeypatch.setattr(blocks, "SIZE", size)
    pd.testing.assert_frame_equal(check_quality(small), wanted)


def test_the_order_of_records_changes_nothing(raw):
    wanted = as_set(check_quality(raw))
    for seed in (1, 2):
        assert as_set(check_quality(shuffled(raw, seed))) == wanted


def test_the_same_survey_gives_the_same_table(raw):
    pd.testing.assert_frame_equal(check_quality(raw), check_quality(raw))
