"""Decks: times and objectives come from the agenda, every slide fits, notes stay, both languages."""

import re
import zipfile

import pytest

from cgd.course.agenda.plan import load_agenda
from cgd.course.slides import build_deck, prepared
from cgd.errors import CgdError
from cgd.language import LANGUAGES

AGENDA = load_agenda()
MOST_SLIDES = 12
SESSIONS = list(AGENDA.written())


def headings(deck):
    return [line for line in deck.read_text(encoding="utf-8").splitlines() if line.startswith("## ")]


@pytest.mark.parametrize("name", SESSIONS)
def test_a_deck_is_short_and_every_slide_has_notes_with_minutes(root, name):
    deck = root / "slides" / f"{name}.md"
    slides = headings(deck)
    assert len(slides) + 1 <= MOST_SLIDES
    text = prepared(deck, AGENDA.session(name), "en")
    assert len(re.findall(r"^::: notes\n\*\*\d+:00", text, flags=re.MULTILINE)) == len(slides)
    assert all(goal in text for goal in AGENDA.session(name).objectives.values())
    assert not re.search(r"\b\d+:\d\d\b", deck.read_text("utf-8")), "a time in the source of a deck"
    used = re.findall(r"block=([\w-]+)", deck.read_text("utf-8"))
    order = [block.id for block in AGENDA.session(name).blocks]
    assert [order.index(block) for block in used] == sorted(order.index(block) for block in used)


def test_a_block_that_does_not_exist_is_named(tmp_path):
    deck = tmp_path / "s01_voices.md"
    deck.write_text("## One\n\n::: {.notes block=never}\nx\n:::\n", encoding="utf-8")
    with pytest.raises(CgdError, match=r"s01_voices\.md: there is no block 'never'.*opening"):
        prepared(deck, AGENDA.session("s01_voices"), "en")


@pytest.mark.slow
@pytest.mark.xdist_group("site")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SESSIONS)
def test_every_slide_of_the_pdf_is_one_page_and_powerpoint_keeps_text_and_notes(built, name, language):
    deck = built.slides(language) / name
    slides = len(headings(built.root / "slides" / f"{name}.md")) + 1
    pages = re.findall(rb"/Type\s*/Page[^s]", deck.with_suffix(".pdf").read_bytes())
    assert len(pages) == slides, "a slide runs over"
    with zipfile.ZipFile(f"{deck}.pptx") as made:
        names = made.namelist()
        assert len([n for n in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", n)]) == slides
        notes = [made.read(n).decode() for n in names if re.fullmatch(r"ppt/notesSlides/notesSlide\d+\.xml", n)]
        assert len(notes) == slides - 1 and all(":00" in note for note in notes)
        assert all(b"<a:t>" in made.read(n) for n in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", n))
    html = (deck.with_suffix(".html")).read_text(encoding="utf-8")
    assert f'lang="{language}"' in html and html.count('class="notes"') == slides - 1


def test_a_deck_that_pandoc_cannot_read_leaves_no_file(tmp_path):
    deck = tmp_path / "s01_voices.md"
    deck.write_text("## One\n\n![a chart](figures/none.png)\n", encoding="utf-8")
    with pytest.raises(CgdError, match=r"s01_voices\.md.*none\.png"):
        build_deck(deck, tmp_path / "out" / "s01_voices", "en", AGENDA)
    assert not (tmp_path / "out" / "s01_voices.html").exists()
