"""Every objective, question of tier 1 and published figure has a place in the course; one that has none is found."""

import shutil

import pytest
import yaml

from cgd.course.coverage import figures, gaps, objectives, questions, sources
from cgd.course.layout import Layout
from cgd.course.tasks import _book
from cgd.errors import CgdError
from cgd.toolkit import load_toolkit


@pytest.fixture
def copy(root, tmp_path):
    """The sources that coverage is read off, to be changed."""
    for folder in ("book", "notebooks", "solutions"):
        shutil.copytree(root / folder, tmp_path / folder)
    return tmp_path


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def change_session(root, name, **fields):
    """Another value of some fields of a session in the agenda."""
    path = root / "book" / "agenda.yml"
    agenda = yaml.safe_load(path.read_text(encoding="utf-8"))
    agenda["sessions"][name] |= fields
    path.write_text(yaml.safe_dump(agenda, allow_unicode=True, sort_keys=False), encoding="utf-8")


def by_id(lines):
    return {line.id: line for line in lines}


def test_the_course_has_no_empty_row():
    assert gaps(objectives(), "quiz", "exercise") == []
    assert gaps(questions(), "taught") == []
    assert gaps(figures(), "pages") == []


def test_every_objective_question_and_figure_has_one_row(root):
    agenda = yaml.safe_load((root / "book" / "agenda.yml").read_text(encoding="utf-8"))
    wanted = [name for session in agenda["sessions"].values() for name in session["objectives"]]
    assert [line.id for line in objectives()] == wanted
    bank = [question for section in load_toolkit("viet-nam").sections for question in section.questions]
    assert [line.id for line in questions()] == [question.id for question in bank if question.tier == 1]
    assert {f"F{number:02d}" for number in range(1, 37)} <= {line.id for line in figures()}


def test_a_change_of_whatever_it_is_read_off_makes_the_page_anew(root):
    read = {
        root / "book" / "agenda.yml",
        root / "toolkit" / "global.yml",
        root / "toolkit" / "national" / "viet-nam.yml",
    }
    read |= {root / "solutions" / "s01_voices" / "answers.yml", root / "book" / "test.md"}
    assert read <= set(sources())
    # Words of the form come from its catalogue, and what exercises grade from files that make no page themselves.
    needs = set(_book(Layout(root), "vi", "trainers", [], False)["file_dep"])
    assert {str(root / "locale" / "vi" / "toolkit.po"), str(root / "solutions" / "s01_voices" / "answers.yml")} <= needs


def test_a_row_says_where():
    limits = by_id(objectives())["s01-limits"].uses
    assert limits == {"quiz": ["3", "4", "5"], "exercise": ["ex0: 4", "ex0: 5", "ex0: 6"], "test": []}
    reached = by_id(questions())["F7"].uses
    assert "book/sessions/s04_instruments" in reached["taught"]
    assert "notebooks/s04_instruments" in reached["practised"]
    assert reached["graded"] == ["ex1: 4"]
    # Of the sessions that are not yet written, no question that is taught tells.
    assert all(row.planned == [] for row in questions() if row.uses["taught"])
    assert "book/handouts/talk1-record" in by_id(questions())["C1"].uses["practised"]
    assert by_id(figures())["F24"].uses == {
        "data": ["scorecard-2022"],
        "pages": ["book/data", "book/sessions/s01_voices"],
    }


def test_an_objective_without_quiz_and_exercise_is_found(copy):
    page = copy / "book" / "sessions" / "s05_fieldwork.md"
    change(page, ":objective: s05-form", ":objective: s05-careless")
    assert gaps(objectives(copy), "quiz", "exercise") == ["s05-form"]


def test_an_exercise_alone_is_enough_and_the_test_alone_is_not(copy):
    page = copy / "book" / "sessions" / "s04_instruments.md"
    change(page, ":objective: s04-scale", ":objective: s04-claim")
    assert gaps(objectives(copy), "quiz", "exercise") == []
    change(copy / "solutions" / "s04_instruments" / "answers.yml", "objective: s04-scale", "objective: s04-claim")
    assert by_id(objectives(copy))["s04-scale"].uses["test"]
    assert gaps(objectives(copy), "quiz", "exercise") == ["s04-scale"]


def test_a_question_that_nobody_teaches_and_no_session_plans_is_found(copy):
    change(copy / "book" / "sessions" / "s07_wrap1.md", "{q}`L3`", "L3")
    assert by_id(questions(copy))["L3"].planned == ["s14_close"]
    assert gaps(questions(copy), "taught") == []
    change_session(copy, "s14_close", toolkit=[])
    assert gaps(questions(copy), "taught") == ["L3"]


def test_a_written_clinic_practises_its_sections_and_plans_nothing_more(copy):
    rows = by_id(questions())
    assert "book/sessions/s06_clinic1" in rows["E1"].uses["practised"]
    assert "book/sessions/s04_instruments" not in rows["E1"].uses["practised"]
    assert {"notebooks/s04_instruments", "book/sessions/s06_clinic1"} <= set(rows["F7"].uses["practised"])
    assert all("s06_clinic1" not in row.planned for row in rows.values())
    assert all("book/sessions/s06_clinic1" not in rows[name].uses["practised"] for name in rows if name[0] in "HIJKL")
    change_session(copy, "s06_clinic1", toolkit=["H"])
    rows = by_id(questions(copy))
    assert "book/sessions/s06_clinic1" in rows["H1"].uses["practised"]
    assert "book/sessions/s06_clinic1" not in rows["E1"].uses["practised"]


def test_a_figure_that_no_page_uses_and_no_session_plans_is_found(copy):
    change_session(copy, "s12_advantage", published=["F34"])
    assert gaps(figures(copy), "pages") == ["F33"]
    change(copy / "book" / "datasheets" / "qualitative-2022.md", "% published: F27, ", "% published: ")
    assert gaps(figures(copy), "pages") == ["F27", "F33"]


@pytest.mark.parametrize(
    ("file", "old", "new", "lines"),
    [
        ("solutions/s01_voices/answers.yml", "objective: s01-what", "objective: s01-waht", objectives),
        ("solutions/s01_voices/answers.yml", "toolkit: [F8]", "toolkit: [F88]", questions),
        ("book/data.md", "% published: F01", "% published: F99", figures),
        ("book/agenda.yml", "published: [F33", "published: [F99", figures),
    ],
)
def test_a_name_that_does_not_exist_is_refused_with_its_file(copy, file, old, new, lines):
    change(copy / file, old, new)
    with pytest.raises(CgdError) as caught:
        lines(copy)
    wrong = new.strip("[]").split()[-1].strip("[]")
    assert wrong in str(caught.value)
    assert file.rsplit("/", 1)[-1] in str(caught.value)


def test_a_written_session_names_its_figures_on_its_page_only(copy):
    change_session(copy, "s01_voices", published=["F01"])
    with pytest.raises(CgdError, match=r"s01_voices.*its page"):
        figures(copy)
