"""Papers for the room: every source becomes Word and PDF, and a quiz keeps its answers apart."""

import io
import re
import zlib
from itertools import pairwise

import pytest
from docx import Document
from docx.shared import Mm, Pt

from cgd.course.agenda.plan import load_agenda
from cgd.course.agenda.sheets import run_sheet
from cgd.course.handouts import CARDS, quiz_sheet, write_handouts
from cgd.course.layout import Layout
from cgd.course.quizzes import quizzes
from cgd.errors import CgdError
from cgd.language import LANGUAGES
from cgd.toolkit.export.convert import convert

SOURCES = {
    "roles": "# Roles\n\nCut along the lines.\n\n"
    "## Host 1\n\nAsks first: <who>?\n\n## Writer 2\n\n- writes\n\n## Third\n\nx\n",
    "record": "# Record\n\n| Step | Level |\n|---|---|\n| Plan - 1 | ______ |\n\n...\n",
}

SMALLEST = 13  # points: what is read at arm's length
FILLED = Mm(240)  # of the 297 of a page
BLUE = rb"0\.043[\d. ]+ scn"


def cards_of(room, number, words="Reads it aloud."):
    """A sheet of cards that say the same, as Word document and PDF."""
    cards = "".join(f"## Card {i + 1}\n\n{words} **Now.**\n\n" for i in range(number))
    path = room.staged("en") / "book" / "handouts" / "s09-cards.md"
    path.write_text(f"# Cards\n\nCut.\n\n{cards}", encoding="utf-8")
    write_handouts(room, "en")
    made = room.handouts("en")
    return Document(str(made / "s09-cards.docx")), (made / "s09-cards.pdf").read_bytes()


def pages(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def drawn(pdf):
    """The commands of its pages."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return b"".join(data for data in (zlib.decompress(it) for it in streams if it[:1] == b"x") if b" Tf" in data)


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


@pytest.mark.parametrize(("number", "rows"), [(5, 3), (8, 4)])
def test_cards_on_paper_fill_a_page_in_large_type_and_none_is_a_head(room, number, rows):
    _word, made = cards_of(room, number)
    assert pages(made) == 1
    _title, _cut, *texts = re.findall(rb"/(f\d+) ([\d.]+) Tf", drawn(made))
    assert min(float(size) for _font, size in texts) >= SMALLEST
    one = len(texts) // number
    assert all(texts[i : i + one] == texts[:one] for i in range(0, len(texts), one)), "the first cards are set bold"
    tops = sorted({float(top) for top in re.findall(rb" ([\d.]+) cm/c\d+ cs " + BLUE, drawn(made))}, reverse=True)[1:]
    steps = [before - after for before, after in pairwise(tops)]
    assert len(tops) == rows and max(steps) - min(steps) < 0.1
    assert steps[0] * rows >= FILLED.pt


@pytest.mark.parametrize(("number", "rows"), [(5, 3), (8, 4)])
def test_cards_in_word_fill_a_page_in_large_type_and_none_is_a_head(room, number, rows):
    made, _pdf = cards_of(room, number)
    (cards,) = made.tables
    assert cards.style.name == "Cards" and not cards.style.element.xpath("w:tblStylePr")
    heights = {row.height for row in cards.rows}
    assert len(cards.rows) == rows and len(heights) == 1
    section = made.sections[0]
    free = section.page_height - section.top_margin - section.bottom_margin
    assert FILLED <= heights.pop() * rows <= free
    texts = [paragraph for row in cards.rows for cell in row.cells for paragraph in cell.paragraphs if paragraph.text]
    assert len(texts) == 2 * number
    assert all((paragraph.style.font.size or 0) >= Pt(SMALLEST) for paragraph in texts)


def test_a_card_with_much_text_makes_all_cards_taller(room):
    _word, made = cards_of(room, 8, "Reads it aloud. " * 40)
    assert pages(made) == 2


@pytest.mark.slow
@pytest.mark.xdist_group("site")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_of_cards_is_one_page(built, language):
    sheets = [path for path in built.handouts(language).glob("*.pdf") if path.stem.endswith(CARDS)]
    assert sheets
    assert {path.name: pages(path.read_bytes()) for path in sheets} == {path.name: 1 for path in sheets}


def test_there_is_room_to_write_in_tables_and_on_lines(room):
    path = room.staged("en") / "book" / "handouts" / "talk9-record.md"
    path.write_text("# Record\n\n| A |\n|---|\n| one |\n| two |\n\nWhy?\n\n____\n\n____\n", encoding="utf-8")
    write_handouts(room, "en")
    made = Document(str(room.handouts("en") / "talk9-record.docx"))
    assert made.tables[0].style.name == "Record"
    assert [it.style.name for it in made.paragraphs].count("Writing Line") == 2
    paper = drawn((room.handouts("en") / "talk9-record.pdf").read_bytes())
    tops = [float(top) for top in re.findall(rb"1 0 0 -1 [\d.]+ ([\d.]+) cm[^\n]*\nBT", paper)]
    _title, _head, one, two, *_rest = tops
    assert one - two >= Mm(8).pt
    ruled = [float(y) for y in re.findall(rb"1 0 0 -1 [\d.]+ ([\d.]+) cm[^\n]* 0 0 m [\d.]+ 0 l", paper)][-2:]
    assert ruled[0] - ruled[1] >= Mm(8).pt


def test_the_answers_of_a_quiz_begin_a_page(root):
    sheet = quiz_sheet("Quiz", quizzes(root / "book" / "sessions" / "s01_voices.md")[:1])
    assert pages(convert(sheet, "pdf", "en")) == 2
    made = Document(io.BytesIO(convert(sheet, "docx", "en")))
    assert len(made.element.xpath("//w:br[@w:type='page']")) == 1


def test_a_box_stays_with_its_answer(room):
    path = room.staged("en") / "book" / "handouts" / "talk9-record.md"
    path.write_text("# Record\n\n☐ yes ☐ no\n", encoding="utf-8")
    write_handouts(room, "en")
    made = Document(str(room.handouts("en") / "talk9-record.docx"))
    assert made.paragraphs[-1].text == "☐\u00a0yes ☐\u00a0no"


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
    assert pages(made) == 1
