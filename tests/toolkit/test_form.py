"""The form without a browser: what people put in reaches the answers, the file and the messages."""

import os
import time

import ipywidgets
import pytest

from cgd.errors import CgdError
from cgd.toolkit.answers_file import read_answers
from cgd.toolkit.form.page import open_form
from cgd.toolkit.words import speaking


@pytest.fixture
def form(tmp_path):
    with speaking("en"):
        yield open_form(tmp_path / "ours.yml", country="viet-nam", by="Lan")


def inside(widget, kind=ipywidgets.Widget):
    """All widgets below one."""
    found = [widget] if isinstance(widget, kind) else []
    for child in getattr(widget, "children", ()):
        found += inside(child, kind)
    return found


def field(form, label, kind=ipywidgets.Widget, nth=0):
    shown = [w for w in inside(form.box, kind) if getattr(w, "description", "") == label]
    return shown[nth]


def goto(form, letter):
    form.tabs.selected_index = [title[0] for title in form.tabs.titles].index(letter)


def texts(form) -> str:
    return " ".join(w.value for w in inside(form.box, ipywidgets.HTML))


def test_looking_at_it_writes_nothing(form):
    for letter in "ABCDEFGHIJKL":
        goto(form, letter)
    assert not form.session.store.path.exists()


def test_what_is_typed_is_on_the_disk(form, toolkit):
    goto(form, "B")
    field(form, "The problem or question").value = "Nước đục"
    field(form, "Which decision").value = "sửa ống"
    field(form, "Of whom it speaks").value = "places"
    found = read_answers(form.session.store.path, toolkit)
    assert found.value("B1", "problem") == "Nước đục"
    assert found.rows("B2", "uses")["local_service"] == {"decision": "sửa ống", "claim": "places"}
    assert found.of("B1").by == "Lan"


def test_opened_again_everything_is_there(form):
    goto(form, "B")
    field(form, "The problem or question").value = "Nước đục"
    again = open_form(form.session.store.path)
    goto(again, "B")
    assert field(again, "The problem or question").value == "Nước đục"


def test_rows_can_be_added_filled_and_removed(form):
    goto(form, "F")
    add = [b for b in inside(form.box, ipywidgets.Button) if b.description == "Add a row"][1]
    field(form, "Stage").value = "bản"
    add.click()
    field(form, "Stage, 2").value = "hộ"
    assert form.session.answers.value("F3", "stages") == [{"stage": "bản"}, {"stage": "hộ"}]
    [b for b in inside(form.box, ipywidgets.Button) if b.description == "Remove row 1"][1].click()
    assert form.session.answers.value("F3", "stages") == [{"stage": "hộ"}]


def test_a_rule_speaks_at_its_question_and_falls_silent(form):
    goto(form, "F")
    field(form, "How chosen").value = "purposive"
    field(form, "The results speak of").value = "national"
    assert "Why not?" in texts(form) and "object to: F8" in texts(form)
    field(form, "The results speak of").value = "places"
    assert "Why not?" not in texts(form) and "object to" not in texts(form)


def test_what_a_field_does_not_take_is_told_and_kept(form):
    goto(form, "D")
    field(form, "Smallest number shown (people)").value = "about ten"
    assert "must be a number" in texts(form)
    again = open_form(form.session.store.path)
    goto(again, "D")
    assert field(again, "Smallest number shown (people)").value == "about ten"
    field(again, "Smallest number shown (people)").value = "10"
    assert again.session.answers.value("D9", "limit") == 10
    assert again.session.draft("D9", "limit") is None


def test_another_language_keeps_what_was_typed(form):
    goto(form, "B")
    field(form, "The problem or question").value = "Nước đục"
    field(form, "Language").value = "vi"
    assert field(form, "Vấn đề hoặc câu hỏi").value == "Nước đục"
    assert "Nhu cầu" in texts(form)
    field(form, "Ngôn ngữ").value = "en"
    assert field(form, "The problem or question").value == "Nước đục"


def test_the_tier_decides_which_questions_are_shown(form):
    goto(form, "A")
    assert "A5." not in texts(form)
    field(form, "Show").value = 3
    assert "A5." in texts(form)


def test_progress_stands_in_the_tabs(form):
    goto(form, "B")
    before = form.tabs.titles[1]
    field(form, "The problem or question").value = "Nước đục"
    field(form, "Who needs the answer").value = "xã"
    assert (before, form.tabs.titles[1]) == ("B 0/5", "B 1/5")


def test_a_figure_is_computed_written_and_out_of_date_when_the_data_change(form, tmp_path, root):
    import shutil

    data = shutil.copytree(root / "datasets" / "scorecard-2022", tmp_path / "data")
    field(form, "Survey file or folder").value = "data"
    goto(form, "F")
    next(b for b in inside(form.box, ipywidgets.Button) if "Planned and reached" in b.description).click()
    assert "3,100 respondents were reached" in texts(form)
    assert "FIG02" in form.session.store.path.read_text()
    plan = data / "sample_plan.csv"
    plan.write_text(plan.read_text() + "\n")
    again = open_form(form.session.store.path)
    goto(again, "F")
    assert "The data have changed since" in texts(again)


def test_a_survey_that_is_not_there_is_told(form):
    field(form, "Survey file or folder").value = "nowhere.csv"
    goto(form, "F")
    next(b for b in inside(form.box, ipywidgets.Button) if "Planned and reached" in b.description).click()
    assert "nowhere.csv" in texts(form)


def test_unknown_with_a_reason_is_an_answer(form):
    goto(form, "B")
    field(form, "If B1 cannot be answered").value = "unknown"
    field(form, "Reason (B1)").value = "nobody asked"
    assert (form.session.answers.of("B1").state, form.session.answers.of("B1").reason) == ("unknown", "nobody asked")
    assert form.tabs.titles[1] == "B 1/5"


def test_of_two_answers_one_is_taken_and_the_other_is_not_lost(form, toolkit):
    goto(form, "B")
    field(form, "The problem or question").value = "schools"
    other = open_form(form.session.store.path)
    goto(other, "B")
    field(other, "The problem or question").value = "clinics"
    field(form, "The problem or question").value = "roads"
    again = open_form(form.session.store.path)
    goto(again, "B")
    assert "Another answer" in texts(again)
    next(b for b in inside(again.box, ipywidgets.Button) if b.description == "Take this one").click()
    answer = read_answers(form.session.store.path, toolkit).of("B1")
    assert {answer.values["problem"], answer.others[0].values["problem"]} == {"clinics", "roads"}


def test_a_full_disk_is_told_and_nothing_is_lost(form, monkeypatch):
    goto(form, "B")
    problem = field(form, "The problem or question")
    problem.value = "schools"

    def full(*_args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        problem.value = "clinics"
        assert "NOT saved" in texts(form)
    problem.value = "clinics too"
    assert "clinics too" in form.session.store.path.read_text()


def test_every_control_has_a_name(form):
    for letter in "ABCDEFGHIJKL":
        goto(form, letter)
        for kind in (ipywidgets.Text, ipywidgets.Textarea, ipywidgets.Dropdown, ipywidgets.Checkbox, ipywidgets.Button):
            assert all(w.description for w in inside(form.box, kind)), letter


def test_typing_makes_no_control_anew(form):
    goto(form, "K")
    before = [w.model_id for w in inside(form.box)]
    for text in ("a", "ab", "abc"):
        field(form, "How we know").value = text
    assert [w.model_id for w in inside(form.box)] == before


def test_only_the_open_section_has_controls(form):
    field(form, "Show").value = 3
    started = time.perf_counter()
    counts = []
    for letter in "ABCDEFGHIJKL":
        goto(form, letter)
        counts.append(len(inside(form.box)))
    assert max(counts) < 500, counts
    assert time.perf_counter() - started < 60  # a hang, not a timing


def test_a_broken_file_is_not_opened(tmp_path):
    path = tmp_path / "ours.yml"
    path.write_text("format: 1\nanswers: [")
    with pytest.raises(CgdError, match=r"ours\.yml, line \d"):
        open_form(path)
    assert path.read_text() == "format: 1\nanswers: ["


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(CgdError, match="is a folder"):
        open_form(tmp_path)
