"""Papers for the room: every source becomes Word and PDF, and a quiz keeps its answers apart."""

import re

import pytest

from cgd.course.agenda.plan import load_agenda
from cgd.course.agenda.sheets import run_sheet
from cgd.course.handouts import quiz_sheet, write_handouts
from cgd.course.layout import Layout
from cgd.course.quizzes import quizzes
from cgd.errors import CgdError
from cgd.toolkit.export.convert import convert

SOURCES = {
    "roles": "# Roles\n\nCut along the lines.\n\n"
    "## Host 1\n\nAsks first: <who>?\n\n## Writer 2\n\n- writes\n\n## Third\n\nx\n",
    "record": "# Record\n\n| Step | Level |\n|---|---|\n| Plan - 1 | ______ |\n\n...\n",
}


@pytest.fixture
def room(tmp_path, root):
    layout = Layout(tmp_path)
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "agenda.yml").write_bytes((root / "book" / "agenda.yml").read_bytes())
    folder = layout.staged("en") / "book" / "handouts"
    folder.mkdir(parents=True)
    for name, text in SOURCES.items():
        (folder / f"talk9-{name}.md").write_text(text, encoding="utf-8")
    return layout


def test_every_source_becomes_word_and_pdf_and_a_withdrawn_one_goes(room):
    write_handouts(room, "en")
    made = {path.name for path in room.handouts("en").iterdir()}
    wanted = {
        f"{name}.{kind}" for name in ("talk9-roles", "talk9-record", "run-sheet-day-1") for kind in ("docx", "pdf")
    }
    assert wanted | {"clock.html"} <= made
    (room.staged("en") / "book" / "handouts" / "talk9-roles.md").unlink()
    write_handouts(room, "en")
    assert not (room.handouts("en") / "talk9-roles.pdf").exists()


def test_a_source_without_a_title_is_named(room):
    path = room.staged("en") / "book" / "handouts" / "talk9-record.md"
    path.write_text("no title\n", encoding="utf-8")
    with pytest.raises(CgdError, match=r"talk9-record\.md: a handout begins with its title"):
        write_handouts(room, "en")


def test_a_quiz_on_paper_does_not_give_its_answers_away(root):
    questions = quizzes(root / "book" / "sessions" / "s01_voices.md")
    page = quiz_sheet("Quiz", questions)
    asked, answered = page.split("<h2>Answers</h2>")
    for question in questions:
        for answer in question.answers:
            assert answer.why.split(".")[0] not in asked
        right = "ABCD"[[answer.right for answer in question.answers].index(True)]
        assert f"<strong>{right}, right.</strong>" in answered
    assert "{term}" not in page


@pytest.mark.parametrize("day", [1, 2])
def test_a_run_sheet_is_one_page(day):
    made = convert(run_sheet(load_agenda(), day), "pdf", "en")
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1
