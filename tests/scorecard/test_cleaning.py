"""The rules bring back every cell that can be brought back, log each edit, and each edit can be undone."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from cgd.errors import CgdError, UsageError
from cgd.scorecard import check_all, clean, read
from cgd.scorecard.cleaning import Cleaned, apply, undo, untouched
from cgd.scorecard.cleaning.edits import EDIT_COLUMNS, NOT_KEPT
from cgd.scorecard.cleaning.proposals import rules
from cgd.scorecard.make.defects import Injected, inject, read_kinds
from cgd.scorecard.make.synthesise import synthesise
from cgd.scorecard.sources import text_table, typed_indicators
from cgd.scorecard.survey import Survey
from cgd.scorecard.wide import from_wide, rating_columns, to_wide

SEEDS = [2022, 3, 11]


@pytest.fixture(scope="module", params=SEEDS)
def case(request) -> tuple[pd.DataFrame, Injected, Survey, Cleaned]:
    """Truth, what was planted, the survey as it came in, and cleaned."""
    truth = synthesise(seed=request.param)
    injected = inject(to_wide(truth), text_table("indicators.csv"), request.param)
    raw = from_wide(injected.raw, typed_indicators(injected.indicators_raw), truth.official, None)
    return to_wide(truth).set_index("respondent_id"), injected, raw, clean(raw)


def by_row(survey: Survey) -> pd.DataFrame:
    return to_wide(survey).set_index("respondent_id")


def owned(truth: pd.DataFrame, injected: Injected, raw: pd.DataFrame, repairable: str) -> pd.DataFrame:
    """Which cells of the raw file (rows x columns, true or false) belong to faults that can, or can't, be repaired."""
    cells = pd.DataFrame(False, index=raw.index, columns=raw.columns)
    ratings = [column for column in raw if column.startswith("q")]
    true_id = injected.crosswalk.set_index("respondent_id")["true_id"]
    key = injected.defects
    for entry in key[(key["repairable"] == repairable) & (key["file"].str.contains("raw-synthetic"))].itertuples():
        if entry.unit:
            unit, name = entry.unit.split("=")
            rows = raw.index[raw[unit] == name]
            columns = ratings if entry.column == "*ratings" else [entry.column]
            kept = rows[true_id[rows] != ""]
            changed = raw.loc[kept, columns].to_numpy() != truth.loc[true_id[kept], columns].to_numpy()
            cells.loc[kept, columns] |= changed
        elif entry.column == "*ratings":
            cells.loc[entry.row_id, ratings] = True
        elif entry.column == "*row":
            cells.loc[entry.row_id] = True
        else:
            cells.loc[entry.row_id, entry.column] = True
    return cells


def test_every_repairable_cell_is_exactly_restored_and_no_other_cell_is_touched(case):
    truth, injected, raw, cleaned = case
    came_in, now = by_row(raw), by_row(cleaned.survey)
    true_id = injected.crosswalk.set_index("respondent_id")["true_id"]
    lost = owned(truth, injected, came_in, "no")
    gone = set(came_in.index) - set(now.index)
    key = injected.defects
    assert gone == set(key.loc[key["repair_rule"].str.startswith("delete"), "row_id"])
    was = truth.loc[true_id[now.index]]
    same = now.to_numpy() == was.to_numpy()
    # What cannot be repaired may differ from the truth; everything else must be the truth.
    assert (same | lost.loc[now.index].to_numpy()).all()
    pd.testing.assert_frame_equal(cleaned.survey.indicators, typed_indicators(text_table("indicators.csv")))


def test_what_cannot_be_repaired_is_left_or_marked_as_no_usable_answer(case):
    truth, injected, raw, cleaned = case
    came_in, now = by_row(raw), by_row(cleaned.survey)
    lost = owned(truth, injected, came_in, "no").loc[now.index]
    before, after = came_in.loc[now.index].to_numpy(), now.to_numpy()
    assert np.isin(after[lost.to_numpy() & (before != after)], ["MS", ""]).all()


def test_a_cleaned_survey_has_no_cell_that_is_not_allowed(case):
    assert len(case[3].survey.problems) == 0


def test_the_published_figures_that_single_lost_answers_cannot_move_hold_again(case):
    """Copies and false codes are gone: groups, forms and places agree with the report again."""
    _truth, injected, raw, cleaned = case
    lost = (injected.defects["kind"].isin(["consent_missing", "consent_withdrawn"])).sum()
    assert len(cleaned.survey.respondents) == 3100 - lost
    holds = check_all(cleaned.survey).set_index("check")["holds"]
    assert holds[["F02", "F03", "F04", "F05", "F06", "F08", "F09", "F35"]].all()
    assert not check_all(raw)["holds"].all()


def test_the_log_names_file_record_column_old_new_and_why(case):
    _truth, _injected, raw, cleaned = case
    log = cleaned.log
    assert list(log.columns) == list(EDIT_COLUMNS)
    assert log["edit_id"].is_unique
    assert (log[["row", "column", "rule", "check", "reason"]] != "").all(axis=None)
    came_in = by_row(raw)
    edits = log[(log["action"] == "edit") & log["file"].str.startswith("scorecard") & (log["old"] != NOT_KEPT)]
    first = edits.drop_duplicates(["row", "column"])
    assert [came_in.at[row, column] for row, column in zip(first["row"], first["column"], strict=True)] == first[
        "old"
    ].tolist()


def test_undoing_everything_gives_the_file_as_it_came_in(case):
    _truth, _injected, raw, cleaned = case
    back = undo(cleaned)
    left = cleaned.log[cleaned.log["reversible"] == "no"]
    expected = by_row(raw).drop(index=left.loc[left["action"] == "delete", "row"])
    for edit in left[left["action"] == "edit"].itertuples():
        expected.loc[edit.row, edit.column] = edit.new
    pd.testing.assert_frame_equal(by_row(back.survey), expected)
    pd.testing.assert_frame_equal(back.survey.indicators, raw.indicators)
    assert back.log["edit_id"].tolist() == left["edit_id"].tolist()


def test_one_edit_of_each_rule_can_be_undone_alone(case):
    _truth, _injected, raw, cleaned = case
    came_in, now = by_row(raw), by_row(cleaned.survey)
    last = cleaned.log.drop_duplicates(["row", "column"], keep="last")
    for _rule, edits in last[last["reversible"] == "yes"].groupby("rule"):
        edit = edits.iloc[0]
        back = undo(cleaned, [edit["edit_id"]])
        if edit["file"] == "indicators.csv":
            restored = back.survey.indicators.set_index("indicator_id").at[edit["row"], edit["column"]]
            assert str(restored) == edit["old"]
            continue
        there = by_row(back.survey)
        if edit["action"] == "delete":
            assert there.loc[edit["row"]].equals(came_in.loc[edit["row"]])
            assert there.drop(index=edit["row"]).equals(now)
            continue
        assert there.at[edit["row"], edit["column"]] == edit["old"]
        there.at[edit["row"], edit["column"]] = edit["new"]
        assert there.equals(now)


def test_the_log_does_not_keep_what_must_be_gone(case):
    _truth, injected, _raw, cleaned = case
    key = injected.defects
    comments = key.loc[key["kind"] == "identifier_in_comment", "corrupted"]
    assert len(comments)
    text = cleaned.log.to_csv() + cleaned.removed.to_csv()
    assert not any(comment in text for comment in comments)
    without = key.loc[key["kind"].isin(["consent_missing", "consent_withdrawn"]), "row_id"]
    assert set(without) & set(cleaned.removed["respondent_id"]) == set()
    edit = cleaned.log[cleaned.log["reversible"] == "no"].iloc[0]
    with pytest.raises(UsageError, match="cannot be undone"):
        undo(cleaned, [edit["edit_id"]])


def test_suspicious_records_are_flagged_and_not_changed(case):
    _truth, injected, raw, cleaned = case
    key = injected.defects
    rows = key.loc[key["kind"].isin(["straight_line", "pasted_forecast"]), "row_id"]
    assert set(rows) <= set(cleaned.flagged["row"])
    columns = rating_columns(raw.indicators)
    typed = cleaned.log.loc[cleaned.log["rule"].isin(["set_missing", "typed_rating", "code_of_answer"]), "row"]
    untouched_rows = [row for row in rows if row not in set(typed)]
    assert by_row(raw).loc[untouched_rows, columns].equals(by_row(cleaned.survey).loc[untouched_rows, columns])


def test_cleaning_twice_changes_nothing_more(case):
    again = clean(case[3].survey)
    assert again.log.empty


def test_a_clean_survey_is_left_alone(survey):
    assert clean(survey).log.empty


def test_every_rule_has_a_finding_an_edit_and_a_reason():
    from cgd.scorecard.cleaning.proposals import _EDITS, _reasons

    edits = {rule["edit"] for rule in rules()} - {"flag"}
    assert edits == set(_EDITS) == set(_reasons())
    assert len({rule["finding"] for rule in rules()}) == len(rules())


def test_the_answer_key_names_the_same_repairs_as_the_rules():
    done = {rule["finding"]: rule["edit"] for rule in rules()}
    for name, kind in read_kinds().items():
        assert done[kind["rule"]] == kind["repair_rule"], name


def test_an_edit_of_a_cell_that_holds_something_else_is_refused(survey):
    edit = {
        "file": "scorecard-2022-synthetic.csv", "row": "R0001", "column": "area", "old": "urban", "new": "rural",
        "action": "edit", "rule": "by_hand", "check": "", "reason": "x", "reversible": "yes",
    }  # fmt: skip
    start = untouched(survey)
    with pytest.raises(
        CgdError, match="Record R0001, column area: the cell holds 'rural', but the edit expects 'urban'"
    ):
        apply(start, pd.DataFrame([edit]))
    with pytest.raises(UsageError, match="There is no record R9999"):
        apply(start, pd.DataFrame([edit | {"row": "R9999"}]))
    with pytest.raises(UsageError, match="There is no column town"):
        apply(start, pd.DataFrame([edit | {"column": "town"}]))
    done = apply(start, pd.DataFrame([edit | {"old": "rural", "new": "urban"}]))
    assert by_row(done.survey).at["R0001", "area"] == "urban"
    assert by_row(undo(done).survey).equals(by_row(survey))


def test_a_consent_that_nobody_can_read_is_left_for_a_person(survey):
    wide = to_wide(survey.part(np.arange(len(survey.respondents)) < 40))
    wide.loc[3, "consent"] = "Yes"
    wide.loc[5, "consent"] = ""
    cleaned = clean(from_wide(wide, survey.indicators, survey.official, None))
    assert cleaned.log["row"].tolist() == ["R0006"]
    assert "R0004" in set(cleaned.flagged["row"])
    assert to_wide(cleaned.survey).set_index("respondent_id").at["R0004", "consent"] == "Yes"


def test_two_records_with_one_number_are_not_edited(survey):
    wide = to_wide(survey.part(np.arange(len(survey.respondents)) < 40))
    wide.loc[3, "respondent_id"] = "R0001"
    with pytest.raises(CgdError, match="The number R0001 stands at 2 records"):
        clean(from_wide(wide, survey.indicators, survey.official, None))


def test_the_shipped_raw_file_is_cleaned_to_the_shipped_clean_one(shipped, survey):
    cleaned = clean(read(shipped, "raw"))
    assert len(cleaned.survey.respondents) < len(survey.respondents)
    assert replace(cleaned.survey, folder=None).problems.empty
