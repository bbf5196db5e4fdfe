"""Markdown is walked unit by unit, and nothing else of it changes."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cgd.course.translation import markdown
from cgd.course.units import ROOT, visible

SAMPLE = Path(__file__).parent / "sample"
PAGE = (SAMPLE / "book/sessions/s00_sample.md").read_text(encoding="utf-8")
SLIDES = (SAMPLE / "slides/s00_sample.md").read_text(encoding="utf-8")
REAL = [path for folder in ("book", "slides") for path in visible(ROOT / folder, "*.md")]

# fmt: off
FRAGMENTS = [
    "# ", "text words", "é", "\n", "\r\n", "\r", "\n\n", "\t", "  ", "    code", "> ", "- ", "1. ", "[ ] ", "[x] ",
    "```", "```python\n", "```{glossary}\n", "```{figure} f\n", ":alt: v\n", ":::", "::::", "{note} T", "---\n",
    "title: x\n", "~~~", "`", "$", "$$", "|", "a | b\n", "|---|---|\n", "\\", "(u)", "[^1]: ", "[^1]", "^[n]",
    "<div>", "<b>t</b>", "<!--", "-->", "\x00", "![a](b)", "{term}`x`", "(lab)=\n", "+++", "% c", ": def\n",
    "\x0b", "\x0c", " ", "\\begin{a}", "\\end{a}", "{#id}",
]
# fmt: on
ANY_TEXT = st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))


def units(text: str) -> list[str]:
    found: list[str] = []
    markdown.walk(text, lambda unit: found.append(unit))
    return found


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_TEXT)
def test_any_text_without_translation_comes_back_byte_for_byte(text: str) -> None:
    assert markdown.walk(text, lambda unit: None) == text
    assert markdown.walk(text, lambda unit: unit) == text


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_TEXT)
def test_any_text_can_be_translated(text: str) -> None:
    markdown.walk(text, lambda unit: f"⟦{unit}⟧")


@pytest.mark.parametrize("path", REAL, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_pages_and_slides_without_translation_come_back_byte_for_byte(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert markdown.walk(text, lambda unit: None) == text


@pytest.mark.parametrize("text", [PAGE, SLIDES, PAGE.replace("\n", "\r\n")], ids=["page", "slides", "crlf"])
def test_a_translated_text_keeps_its_structure(text: str, pseudo: Callable[..., str]) -> None:
    made = markdown.walk(text, pseudo)
    assert markdown.outline(made) == markdown.outline(text)
    assert units(made) == [pseudo(unit) for unit in units(text)]
    assert len(units(text)) > 8


@pytest.mark.parametrize("path", REAL, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_translated_pages_and_slides_keep_their_structure(path: Path, pseudo: Callable[..., str]) -> None:
    text = path.read_text(encoding="utf-8")
    made = markdown.walk(text, pseudo)
    assert markdown.outline(made) == markdown.outline(text)
    assert units(made) == [pseudo(unit) for unit in units(text)]


@pytest.mark.parametrize(
    "unit",
    [
        "With: a colon",
        "A sample, with **strong** words",
        "Setext heading",
        "Quoted words in two lines.",
        "with a second paragraph",
        "Note in a list",
        "Its body, *with marks*.",
        "Group",
        "more | less than `code`",
        "Term of a list",
        "Definition of the term.",
        "The reason of the claim.",
        "A chart of six goals",
        "Inline ![small picture](small.png) in a sentence.",
        "Dots: one for each goal",
        "The caption of the figure.",
        "A titled box",
        "Hidden text.",
        "Which answer is right?",
        "The wrong one",
        "The right one",
        "Because it is right.",
        "citizen-generated data",
        "Data that citizens make, *with* consent.",
        "Minutes",
        "Welcome everybody",
        "How many people answered",
        "{n} people answered",
        "Mean rating",
        "A drawn map",
        "Six <b>regions</b> of the country",
    ],
)
def test_everything_that_is_read_is_a_unit(unit: str) -> None:
    assert unit in units(PAGE)


@pytest.mark.parametrize(
    "text",
    [
        "leave this as it is",
        "m = sum over n",
        "A comment",
        "not for readers",
        "hide-input",
        "tip",
        "s00-sample",
    ],
)
def test_what_is_not_read_is_no_unit(text: str) -> None:
    assert text in PAGE
    assert not any(text in unit for unit in units(PAGE))


def test_slides_have_notes_columns_and_figures_as_units() -> None:
    expected = {"Slides of it", "First slide", "0:00–0:02, must. Say hello.", "Left side", "A figure of means"}
    assert expected <= set(units(SLIDES))


def test_lines_of_a_paragraph_are_one_unit_and_hard_breaks_stay() -> None:
    assert units("one\ntwo  \nthree\\\nfour\n") == ["one two  \nthree\\\nfour"]
    assert markdown.walk("> one\n> two\\\n> three\n", lambda unit: "một\\\nhai") == "> một\\\n> hai\n"


def test_line_ends_stay_as_they_are() -> None:
    assert markdown.walk("# One\r\n\r\ntwo\r\nthree", lambda unit: unit.upper()) == "# ONE\r\n\r\nTWO THREE"


def test_a_bar_in_a_cell_is_escaped() -> None:
    table = "| a | b |\n|---|---|\n| one | two |\n"
    assert markdown.walk(table, {"one": "x | y"}.get) == table.replace("one", "x \\| y")


@pytest.mark.parametrize("translation", ["a: b", "a # b", '"quoted"', "- dash", "yes", "{curly}", "it's"])
def test_titles_and_options_stay_valid_yaml(translation: str) -> None:
    made = markdown.walk("---\ntitle: Old\n---\n\n```{figure} f.png\n:alt: Old\n```\n", {"Old": translation}.get)
    lines = made.split("\n")
    assert yaml.safe_load(lines[1]) == {"title": translation}
    assert yaml.safe_load(lines[5][1:].replace(":", ": ", 1)) == {"alt": translation}


def test_options_between_dashes_are_translated_too() -> None:
    text = "```{figure} f.png\n---\nwidth: 80%\nalt: Old words\n---\nCaption\n```\n"
    made = markdown.walk(text, {"Old words": "new: words", "Caption": "C"}.get)
    assert made == text.replace("Old words", '"new: words"').replace("Caption", "C")


def test_a_quotation_mark_in_an_html_attribute_is_escaped() -> None:
    made = markdown.walk('<img alt="Old words">\n', lambda unit: 'say "hi"')
    assert made == '<img alt="say &quot;hi&quot;">\n'


def test_a_footnote_that_only_a_box_refers_to_is_a_unit() -> None:
    assert "The note." in units(":::{note}\nText.[^a]\n:::\n\n[^a]: The note.\n")


@pytest.mark.parametrize("number", ["3,100", "3.41", "-0.7", "97.6 %"])
def test_a_number_in_a_table_is_a_unit_because_languages_write_it_differently(number):
    page = f"| a | b |\n|---|---|\n| n | {number} |\n| m | 12 |\n"
    seen = []
    assert markdown.walk(page, lambda unit: seen.append(unit)) == page
    assert number in seen
    assert "12" not in seen
    changed = markdown.walk(page, lambda unit: "3.100" if unit == number else None)
    assert changed == page.replace(number, "3.100")
