"""Every planted kind is found, with few false alarms, on the shipped file and other seeds; misses are counted."""

import json

import pandas as pd
import pytest

from cgd.errors import CgdError
from cgd.language import use_language
from cgd.scorecard import check_quality, read
from cgd.scorecard.detection import detection, kind_lines, kind_names, read_key
from cgd.scorecard.make.defects import inject, read_kinds
from cgd.scorecard.make.synthesise import synthesise
from cgd.scorecard.sources import text_table, typed_indicators
from cgd.scorecard.wide import from_wide, to_wide

LOWEST_RECALL = 0.95
MOST_FALSE = 0.02


@pytest.fixture(scope="module")
def raw(shipped):
    return read(shipped, "raw")


@pytest.fixture(scope="module")
def key(root):
    return read_key(root / "solutions" / "keys" / "scorecard-2022" / "defects.csv")


@pytest.fixture(scope="module")
def findings(raw):
    return check_quality(raw)


def test_every_kind_is_found_in_the_shipped_file(raw, key, findings):
    table = detection(raw, findings, key)
    assert set(table["kind"]) == set(read_kinds())
    assert table.loc[table["recall"] < LOWEST_RECALL, ["kind", "recall"]].values.tolist() == []
    assert table.loc[table["false_share"] >= MOST_FALSE, ["kind", "false_share"]].values.tolist() == []


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5, 6])
def test_every_kind_is_found_on_other_seeds(seed):
    truth = synthesise(seed=seed)
    made = inject(to_wide(truth), text_table("indicators.csv"), seed)
    survey = from_wide(made.raw, typed_indicators(made.indicators_raw), truth.official, None)
    table = detection(survey, check_quality(survey), made.defects)
    assert set(table["kind"]) == set(read_kinds())
    assert table.loc[table["recall"] < LOWEST_RECALL, ["kind", "recall"]].values.tolist() == []
    assert table.loc[table["false_share"] >= MOST_FALSE, ["kind", "false_share"]].values.tolist() == []
    # All rules together: records that are named without anything wrong in them.
    true_id = made.crosswalk.set_index("respondent_id")["true_id"]
    was = to_wide(truth).set_index("respondent_id")
    now = made.raw.set_index("respondent_id")
    named = [row for row in check_quality(survey)["row"].unique() if row in now.index and true_id[row]]
    untouched = [row for row in named if now.loc[row].equals(was.loc[true_id[row]])]
    assert len(untouched) < MOST_FALSE * len(now)


def test_a_missed_fault_and_a_false_alarm_are_counted(raw, key, findings):
    flat = findings["rule"] == "straight_line"
    planted = key.loc[key["kind"] == "straight_line", "row_id"]
    other = next(row for row in raw.respondents["respondent_id"] if row not in set(findings["row"]))
    fewer = findings[~(flat & (findings["row"] == planted.iloc[0]))]
    wrong = pd.concat([fewer, findings[flat].head(1).assign(row=other)], ignore_index=True)
    row = detection(raw, wrong, key).set_index("kind").loc["straight_line"]
    assert row["planted"] == len(planted)
    assert row["found"] == len(planted) - 1
    assert row["false_alarms"] == 1
    assert row["false_share"] == pytest.approx(1 / len(raw.respondents))


def test_a_false_interviewer_counts_with_all_records(raw, key, findings):
    people = raw.respondents["interviewer"]
    guilty = key.loc[key["kind"] == "inflated_interviewer", "unit"].iloc[0]
    innocent = next(name for name in people.unique() if f"interviewer={name}" != guilty)
    line = findings[findings["rule"] == "interviewer_mean"].head(1).assign(column=f"interviewer={innocent}")
    row = detection(raw, pd.concat([findings, line]), key).set_index("kind").loc["inflated_interviewer"]
    assert row["found"] == 1
    assert row["false_alarms"] == (people == innocent).sum()


def test_a_fault_found_by_another_rule_does_not_count(raw, key, findings):
    renamed = findings.assign(rule=findings["rule"].replace({"too_fast": "night"}))
    assert detection(raw, renamed, key).set_index("kind").loc["speeding", "found"] == 0


def test_what_is_no_key_is_refused(tmp_path):
    path = tmp_path / "key.csv"
    path.write_text("defect_id,kind\nD1,x\n", encoding="utf-8")
    with pytest.raises(CgdError, match=r"key\.csv is no answer key: the column row_id is missing"):
        read_key(path)


def test_kinds_have_names_and_lines_in_both_languages():
    english, lines = kind_names(), kind_lines()
    use_language("vi")
    for kind in read_kinds():
        assert english[kind] != kind_names()[kind]
        assert lines[kind] != kind_lines()[kind]


def test_the_key_is_with_the_answers_and_never_in_what_participants_get(root, layout):
    from cgd.course.lab import participants_files

    handed_out = participants_files(layout, "en")
    assert any(place.endswith("scorecard-2022-raw-synthetic.csv") for place in handed_out)
    key = (root / "solutions" / "keys" / "scorecard-2022" / "defects.csv").read_bytes()
    for place, path in handed_out.items():
        assert "keys" not in place
        assert key[:4000] not in path.read_bytes()


def test_the_table_for_machines(raw, key, findings):
    rows = json.loads(detection(raw, findings, key).to_json(orient="records"))
    assert len(rows) == len(read_kinds())
