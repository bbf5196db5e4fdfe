"""Decks: times and objectives come from the agenda, every slide fits, notes stay, both languages."""

import re
import zipfile
import zlib

import matplotlib.image
import pytest
from matplotlib.figure import Figure

from cgd.course.agenda.plan import load_agenda
from cgd.course.layout import AUDIENCES
from cgd.course.powerpoint import BLUE
from cgd.course.slides import build_deck, prepared, reveal_assets
from cgd.errors import CgdError
from cgd.language import LANGUAGES
from cgd.scorecard.charts.canvas import WALL_DPI, WALL_SIZE
from cgd.scorecard.on_slides import SLIDE

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


MIXED = """## A table between paragraphs

Before

| One | Two |
|---|---|
| 1 | 2 |

After

## A chart

![Chart: five & six](figures/chart.png)
"""


@pytest.fixture
def mixed(tmp_path):
    """A deck with a table and a chart, built."""
    (tmp_path / "figures").mkdir()
    Figure(figsize=WALL_SIZE).savefig(tmp_path / "figures" / "chart.png", dpi=WALL_DPI)
    deck = tmp_path / "s01_voices.md"
    deck.write_text(MIXED, encoding="utf-8")
    build_deck(deck, tmp_path / "s01_voices", "en", AGENDA)
    return tmp_path / "s01_voices"


def test_a_table_in_the_pdf_has_room_to_the_paragraphs_around_it(mixed):
    pages = pages_of(mixed.with_suffix(".pdf"))
    # Title slide, then: heading, paragraph, two rows of two cells, paragraph.
    lines = [float(y) for y in re.findall(rb"1 0 0 -1 [\d.]+ ([\d.]+) cm[^\n]*\nBT", pages[1])]
    assert len(lines) == 7
    _heading, before, first, _also, last, _too, after = lines
    assert before - first >= 36 and last - after >= 36, "less than a line and a half of 24 points"


def test_no_text_of_the_pdf_is_under_18_points_codes_neither(tmp_path):
    deck = tmp_path / "s01_voices.md"
    deck.write_text("## Codes\n\nWrite `DK`.\n\n| Code | |\n|---|---|\n| `RF` | refused |\n", encoding="utf-8")
    build_deck(deck, tmp_path / "s01_voices", "en", AGENDA)
    sizes = [
        float(size) for page in pages_of(tmp_path / "s01_voices.pdf") for size in re.findall(rb" ([\d.]+) Tf", page)
    ]
    assert len(sizes) >= 7 and min(sizes) >= 18


def test_powerpoint_has_the_chart_without_caption_and_a_readable_table_under_its_text(mixed):
    # Pandoc gives a slide of its own to what follows a table.
    with zipfile.ZipFile(mixed.with_suffix(".pptx")) as made:
        layout = made.read("ppt/slideLayouts/slideLayout8.xml").decode()
        master = made.read("ppt/slideMasters/slideMaster1.xml").decode()
        table, chart = (made.read(f"ppt/slides/slide{number}.xml").decode() for number in (2, 4))
        relations = made.read("ppt/slides/_rels/slide2.xml.rels").decode()
    assert 'descr="Chart: five &amp; six"' in chart and not re.search(r"<a:t>Chart", chart)
    cells = re.search(r"<a:tbl>.*</a:tbl>", table)[0]
    assert {int(size) for size in re.findall(r'<a:rPr sz="(\d+)"', cells)} == {2000}
    assert cells.count("<a:rPr") == cells.count("<a:rPr sz=")
    assert "slideLayout8.xml" in relations
    tops = dict(re.findall(r'<p:ph [^>]*(?:idx|type)="(1|2|title)"[^>]*/></p:nvPr>.*?<a:off x="\d+" y="(\d+)"', layout))
    assert int(tops["title"]) < int(tops["2"]) < int(tops["1"])
    sizes = [int(size) for size in re.findall(r'<a:lvl1pPr[^>]*>(?:<a:buNone ?/>)?<a:defRPr sz="(\d+)"', layout)]
    assert min(sizes) >= 1800
    heading = re.search(r"<p:titleStyle>.*?</p:titleStyle>", master, re.DOTALL)[0]
    assert all(said in heading for said in (' algn="l"', ' sz="3000"', ' b="1"', f' val="{BLUE}"'))


def pages_of(pdf):
    """What is drawn on each page that has text."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf.read_bytes(), re.DOTALL)
    # An object, not zlib.decompress: a last byte that looks like a line end is lost, and is not needed.
    drawn = [zlib.decompressobj().decompress(it) for it in streams if it[:1] == b"x"]
    return [data for data in drawn if b" Tf" in data]


def pictures_of(pdf):
    """Width and height of every picture in a PDF, in inches."""
    placed = rb"([\d.]+) 0 0 ([\d.]+) [\d.]+ [\d.]+ cm/\w+ Do"
    found = [size for page in pages_of(pdf) for size in re.findall(placed, page)]
    return [(float(width) / 72, float(height) / 72) for width, height in found]


def test_in_pdf_and_powerpoint_a_chart_is_as_large_as_it_was_drawn(mixed):
    assert pictures_of(mixed.with_suffix(".pdf")) == [pytest.approx(WALL_SIZE, rel=0.05)]
    with zipfile.ZipFile(mixed.with_suffix(".pptx")) as made:
        slide = made.read("ppt/slides/slide4.xml").decode()
        whole = re.search(r'<p:sldSz cx="(\d+)" cy="(\d+)"', made.read("ppt/presentation.xml").decode())
        master = made.read("ppt/slideMasters/slideMaster1.xml").decode()
    place = re.search(r'<p:pic>.*?<a:off x="(\d+)" y="(\d+)"/><a:ext cx="(\d+)" cy="(\d+)"/>', slide, re.DOTALL)
    x, y, width, height = map(int, place.groups())
    assert (width / 914400, height / 914400) == pytest.approx(WALL_SIZE, rel=0.05)
    top, title = re.search(r'type="title".*?<a:off x="\d+" y="(\d+)" ?/><a:ext cx="\d+" cy="(\d+)"', master).groups()
    assert int(top) + int(title) <= y and y + height < int(whole[2]) and x > 0 and x + width < int(whole[1])


def test_in_reveal_a_chart_is_large_enough_on_a_slide_of_960_by_700(root):
    style = (root / "src/cgd/course/front/slides.css").read_text("utf-8")
    highest = int(re.search(r"\.reveal img {[^}]*max-height: (\d+)px", style)[1])
    theme = (reveal_assets() / "dist" / "theme" / "white.css").read_text("utf-8")
    share = int(re.search(r"\.reveal img,[^{]*{[^}]*max-width: ?(\d+)%", theme)[1])
    inch = min(960 * share / 100 / WALL_SIZE[0], highest / WALL_SIZE[1])
    assert inch >= 96, "a point of the chart is less than a point"


@pytest.mark.slow
@pytest.mark.xdist_group("site")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_decks_show_the_charts_for_slides_and_the_books_those_of_the_page(built, language):
    shown = 0
    for deck in (built.root / "slides").glob("*.md"):
        names = re.findall(r"\((figures/[^)]+\.png)\)", deck.read_text("utf-8"))
        for name in names:
            picture = matplotlib.image.imread(built.slides(language) / name)
            assert picture.shape[1::-1] == tuple(round(side * WALL_DPI) for side in WALL_SIZE), name
        sizes = pictures_of(built.slides(language) / f"{deck.stem}.pdf")
        assert sizes == [pytest.approx(WALL_SIZE, rel=0.05)] * len(names), deck.stem
        shown += len(names)
    assert shown
    for audience in AUDIENCES:
        notebooks = list((built.book(language, audience) / "notebooks").glob("*.ipynb"))
        assert notebooks and not any(SLIDE in notebook.read_text("utf-8") for notebook in notebooks)


def test_a_deck_that_pandoc_cannot_read_leaves_no_file(tmp_path):
    deck = tmp_path / "s01_voices.md"
    deck.write_text("## One\n\n![a chart](figures/none.png)\n", encoding="utf-8")
    with pytest.raises(CgdError, match=r"s01_voices\.md.*none\.png"):
        build_deck(deck, tmp_path / "out" / "s01_voices", "en", AGENDA)
    assert not (tmp_path / "out" / "s01_voices.html").exists()
