"""What many groups say of the form comes together: counted right, without names."""

import csv
import io

import pytest
from samples import FORM

from cgd.errors import CgdError
from cgd.toolkit.answers import new_answers, with_value
from cgd.toolkit.answers_file import answers_text
from cgd.toolkit.feedback import change_requests, feedback_csv, feedback_html, read_feedback


def group(**given):
    answers = new_answers(FORM, "vi")
    for place, value in given.items():
        question, field = place.split("_")
        answers = with_value(answers, FORM, question, field, value, by="Nguyễn Thị Lan")
    return answers


GROUPS = [
    group(
        L1_minutes={"A": {"minutes": 10}, "B": {"minutes": 30}},
        L2_questions=[
            {"question": "F2", "problem": "unclear", "note": "frame?"},
            {"question": "F2", "problem": "unclear"},
        ],
        L3_reasons=["time", "language"],
        L4_proposals=[{"question": "F2", "proposal": "Which list?", "reason": "short"}],
        L6_words="communes",
    ),
    group(
        L1_minutes={"A": {"minutes": 20}},
        L2_questions=[{"question": "F2", "problem": "unclear"}, {"question": "C6", "problem": "missing"}],
        L3_reasons=["time"],
        L4_proposals=[{"question": "F2", "proposal": "Which list?", "reason": "short"}],
    ),
    group(L4_proposals=[{"question": "A10", "proposal": "=HYPERLINK(1)"}]),
]


@pytest.fixture
def files(tmp_path):
    paths = []
    for number, answers in enumerate(GROUPS):
        paths.append(tmp_path / f"nhóm {number}.yml")
        paths[-1].write_text(answers_text(answers), encoding="utf-8")
    return paths


def test_a_group_counts_once(files):
    found = read_feedback(files, FORM)
    assert found.groups == 3
    assert found.problems == {("F2", "unclear"): 2, ("C6", "missing"): 1}
    assert found.reasons == {"time": 2, "language": 1}
    assert found.minutes == {"A": [10, 20], "B": [30]}


def test_the_same_proposal_of_two_groups_is_one(files):
    requests = change_requests(read_feedback(files, FORM), FORM)
    same = [row for row in requests if row["text"] == "Which list?"]
    assert [(row["question"], row["reason"], row["groups"], row["of"]) for row in same] == [("F2", "short", 2, 3)]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(files, tmp_path):
    broken = tmp_path / "broken.yml"
    broken.write_text("format: [", encoding="utf-8")
    found = read_feedback([*files, broken], FORM)
    assert found.groups == 3
    assert [line for line in found.unread if "broken.yml" in line] == found.unread != []
    report = feedback_html(found, FORM)
    assert "could not be read and are not counted: 1." in report and "broken" not in report, (
        "a file's name can tell whose it is"
    )


def test_no_file_at_all_is_an_error(tmp_path):
    broken = tmp_path / "broken.yml"
    broken.write_text("format: [", encoding="utf-8")
    with pytest.raises(CgdError, match=r"broken\.yml"):
        read_feedback([broken], FORM)


def test_a_formula_is_harmless_in_a_spreadsheet(files):
    text = feedback_csv(read_feedback(files, FORM), FORM).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'=HYPERLINK(1)" in cells and "=HYPERLINK(1)" not in cells


def test_no_name_is_in_the_report(files):
    found = read_feedback(files, FORM)
    for text in (feedback_html(found, FORM), feedback_csv(found, FORM).decode()):
        assert "Nguyễn" not in text and "nhóm 0" not in text


def test_the_report_tells_everything_that_was_said(files):
    page = feedback_html(read_feedback(files, FORM), FORM)
    for words in ("frame?", "Which list?", "=HYPERLINK(1)", "communes", "10 - 20"):
        assert words in page
    assert page.count("<h1>") == 1 and page.count("<table>") == page.count("<caption>")
