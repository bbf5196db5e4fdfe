"""Word and PDF keep what the page says to a screen reader."""

import io
import json
import re
import sys
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
import typst
from docx import Document
from hypothesis import HealthCheck, Phase, given, settings
from samples import FORM, fullest, village
from strategies import filled

from cgd.errors import CgdError
from cgd.toolkit.answers import Answers, new_answers, with_value
from cgd.toolkit.export import DOCUMENTS, export, html_page
from cgd.toolkit.export.convert import convert, typst_source
from cgd.toolkit.loading import toolkit_folder
from cgd.toolkit.rules.settings import load_rules
from cgd.toolkit.words import speaking

RULES = load_rules("viet-nam")
EVERY = pytest.mark.parametrize("what", DOCUMENTS)
BOTH = pytest.mark.parametrize("language", ["en", "vi"])
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # each example takes a second
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def computed() -> Answers:
    """A small form with every figure."""
    return replace(village(), evidence=fullest().evidence)


def said(node) -> str:
    return "".join(node.itertext(f"{W}t"))


@pytest.mark.slow
@EVERY
@given(answers=filled(FORM, most=6))
@settings(
    derandomize=True, max_examples=12, phases=NO_SHRINKING, deadline=None, suppress_health_check=list(HealthCheck)
)
def test_any_form_becomes_word_and_pdf(what, answers):
    assert Document(io.BytesIO(export(what, "docx", answers, FORM, RULES))).paragraphs
    assert export(what, "pdf", answers, FORM, RULES).startswith(b"%PDF")


@EVERY
@BOTH
def test_the_outline_in_word_is_that_of_the_page(parsed, word, what, language):
    wanted = [
        (int(h.tag[1]), " ".join(h.text_content().split()))
        for h in parsed(what, village(), language).xpath("//h1|//h2|//h3")
    ]
    found = []
    for paragraph in word(what, village(), language).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val").startswith("Heading"):
            found.append((int(style.get(f"{W}val")[-1]), " ".join(said(paragraph).split())))
    assert found == wanted


def test_every_style_that_a_document_uses_is_in_the_template(word):
    styles = {style.get(f"{W}styleId") for style in word("toolkit", computed(), part="styles").iter(f"{W}style")}
    document = word("toolkit", computed())
    used = {n.get(f"{W}val") for tag in ("pStyle", "rStyle", "tblStyle") for n in document.iter(f"{W}{tag}")}
    assert used <= styles
    assert {"Heading1", "Heading2", "Heading3", "Compact", "Meta", "Notice", "Evidence", "Table", "NamedTable"} <= used


@BOTH
def test_a_table_in_word_has_a_head_a_name_and_whole_rows(parsed, word, language):
    tables = list(word("toolkit", computed(), language).iter(f"{W}tbl"))
    wanted = list(parsed("toolkit", computed(), language).iter("table"))
    assert len(tables) == len(wanted)
    for table, source in zip(tables, wanted, strict=True):
        rows = table.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        properties = table.find(f"{W}tblPr")
        named = bool(source.xpath("./tbody/tr/th"))
        assert (properties.find(f"{W}tblLook").get(f"{W}firstColumn") == "1") == named
        assert properties.find(f"{W}tblCaption").get(f"{W}val") == source.find("caption").text_content()


def test_in_word_every_answer_is_marked_with_its_language(word):
    document = word("toolkit", village(), "en")
    runs = [run for run in document.iter(f"{W}r") if run.find(f"{W}rPr/{W}lang") is not None]
    assert {run.find(f"{W}rPr/{W}lang").get(f"{W}val") for run in runs} == {"vi"}
    marked = " ".join("".join(said(run) for run in runs).split())
    for words in (
        "Thẻ điểm cộng đồng về nước sạch",
        "Không ai ghi lại số lần từ chối.",
        "Biên bản họp bản",
        "Chi cục Thống kê",
    ):
        assert words in marked
    assert "This form is a reconstruction" not in marked


def test_links_in_word_arrive(word):
    document = word("nso", computed())
    anchors = {link.get(f"{W}anchor") for link in document.iter(f"{W}hyperlink")} - {None}
    assert anchors and anchors <= {mark.get(f"{W}name") for mark in document.iter(f"{W}bookmarkStart")}


@EVERY
@BOTH
def test_a_pdf_follows_the_standard_for_accessible_pdf(pdf, what, language):
    made = pdf(what, village(), language)
    assert b"pdfuaid:part" in made and b"/StructTreeRoot" in made
    for tag in (b"/H1", b"/Table", b"/TH", b"/TD"):
        assert tag in made
    assert re.search(rb"/Lang\s*\(%b\b" % language.encode(), made)


def test_in_a_pdf_answers_in_another_language_are_marked(pdf):
    assert re.search(rb"/Lang\s*\(vi\b", pdf("toolkit", village(), "en"))
    assert not re.search(rb"/Lang\s*\(vi\b", pdf("toolkit", new_answers(FORM), "en"))


def test_vietnamese_can_be_copied_out_of_a_pdf(pdf):
    made = pdf("toolkit", village(), "vi")
    maps = b"".join(re.findall(rb"begincmap.*?endcmap", made, re.DOTALL)).upper()
    for letter in "ẻđộồướởầậữợ":
        assert f"{ord(letter):04X}".encode() in maps, letter


def test_a_pdf_tells_no_time_of_its_making(pdf):
    made = pdf("toolkit", village())
    assert b"CreationDate" not in made and b"xmp:CreateDate" not in made


def test_a_letter_that_no_font_has_does_not_stop_the_pdf():
    answers = with_value(new_answers(FORM), FORM, "B1", "problem", "ភាសាខ្មែរ \U00012000 \U0001f9ff")
    assert export("toolkit", "pdf", answers, FORM, RULES).startswith(b"%PDF")


MARKS = [
    *("- a", "+ a", "= a", "/ a: b", "/", "1. a", "a\n- b", "a\n/\nb", "//c", "#a", "$a$", "@a", "~", "*a*", "<a>"),
    *(".a", "(a)", "[a]", ";", "`a`", "''", "\\", '"', "|"),
]
"""What Typst would take for marks of its own."""


STRUCTURE = "selector(heading).or(list).or(figure).or(enum).or(terms).or(ref).or(raw).or(math.equation).or(footnote)"


def structure(page: str, language: str) -> dict[str, int]:
    """How many elements of each kind Typst sees."""
    found = json.loads(typst.query(typst_source(page, language), STRUCTURE))
    return dict(Counter(element["func"] for element in found))


@BOTH
def test_what_looks_like_a_mark_of_typst_stays_text(language):
    texts = [words for mark in MARKS for words in (mark, f"{mark} chữ", f"chữ {mark}")]
    answers = with_value(new_answers(FORM, "vi"), FORM, "B1", "problem", "\n".join(texts))
    answers = with_value(answers, FORM, "A2", "partners", [{"name": words, "tasks": words} for words in texts])
    with speaking(language):
        page = html_page("nso", answers, FORM, RULES)
    assert structure(page, language) == {"heading": len(re.findall("<h[1-6]", page)), "figure": page.count("<table>")}


@BOTH
def test_in_a_list_it_stays_text_too(language):
    for mark in MARKS:
        rows = [{"limit": words} for words in (mark, f"{mark} chữ", f"chữ {mark}")]
        answers = with_value(new_answers(FORM, "vi"), FORM, "K6", "limits", rows)
        with speaking(language):
            page = html_page("declaration", answers, FORM, RULES)
        assert structure(page, language) == {"heading": page.count("<h1") + page.count("<h2"), "list": 1}, mark


def test_typst_changes_no_mark_that_somebody_typed():
    typed = "t -5 -? a--b --- 11–15 ... \"q\" 'x' <a href='https://x.org/a--5'>b</a> 2026-10"
    source = typst_source(f"<html><body><p>{typed}</p></body></html>", "en").decode()
    wanted = r"""t \-5 \-? a\--b \-\-- 11–15 \... "q" 'x' #link("https://x.org/a--5")[b] 2026\-10"""
    assert source.endswith(wanted + "\n")
    assert "smartquote(enabled: false)" in source


@pytest.mark.parametrize("words", ['"), date: auto', "#panic()", "\\", "${x}", "= a\n= b", "<b>"])
def test_a_title_is_only_a_title(words):
    answers = with_value(new_answers(FORM), FORM, "A1", "name", words)
    for what in DOCUMENTS:
        assert export(what, "pdf", answers, FORM, RULES).startswith(b"%PDF")
        title = Document(io.BytesIO(export(what, "docx", answers, FORM, RULES))).core_properties.title
        assert " ".join(words.split()) in title


def test_the_template_has_what_the_program_refers_to():
    styles = {style.name for style in Document(str(toolkit_folder() / "templates" / "toolkit.docx")).styles}
    assert {"Meta", "Notice", "Problem", "Evidence", "Named Table", "Table", "Compact", "Table Caption"} <= styles
    assert {"Cards", "Card", "Card Title", "Record", "Writing Line"} <= styles


@pytest.mark.parametrize(("fmt", "package"), [("docx", "pypandoc"), ("pdf", "typst"), ("pdf", "pypandoc")])
def test_outside_the_courses_environment_word_and_pdf_say_so(monkeypatch, fmt, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(CgdError, match="course's environment"):
        convert("<html></html>", fmt, "en")
    assert convert("<html></html>", "html", "en") == b"<html></html>"
