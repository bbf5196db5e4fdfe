"""The check finds every fault that can be planted, and nothing where nothing is wrong."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from cgd.course.translation import check, extract
from cgd.course.translation.catalogues import catalogue_text, read_catalogue
from cgd.course.translation.placeholders import faults


@pytest.fixture
def complete(sample: Path, pseudo: Callable[..., str]) -> Path:
    """The sample course, wholly (pseudo-)translated."""
    extract(sample)
    for path in sample.glob("locale/vi/*.po"):
        entries = read_catalogue(path)
        for entry in entries:
            entry.msgstr = entry.msgstr or pseudo(entry.msgid)
        path.write_text(catalogue_text(entries), encoding="utf-8")
    return sample


def plant(root: Path, msgid: str, msgstr: str, name: str = "s00_sample", fuzzy: bool = False) -> list[str]:
    path = root / "locale" / "vi" / f"{name}.po"
    entries = read_catalogue(path)
    entry = entries.find(msgid)
    assert entry is not None
    entry.msgstr = msgstr
    entry.flags = ["fuzzy"] if fuzzy else []
    path.write_text(catalogue_text(entries), encoding="utf-8")
    return [str(problem) for problem in check(root)]


def test_a_complete_translation_has_no_problems(complete: Path) -> None:
    assert check(complete) == []


def test_an_untranslated_course_has_one_problem_for_each_unit(sample: Path) -> None:
    units = sum(count.units for count in extract(sample))
    assert len(check(sample)) == units


@pytest.mark.parametrize(
    ("msgid", "msgstr", "words"),
    [
        ("Hidden text.", "", "not translated"),
        ("Hidden text.", unicodedata.normalize("NFD", "Chữ ẩn."), "NFC"),
        ("A claim.[^why]", "Một nhận định.", "[^why]"),
        ("Another item, with {doc}`../glossary`", "Mục khác, {doc}`../thuatngu`", "{doc} ../thuatngu"),
        ("{n} people answered", "{m} người trả lời", "{m}"),
        ("more | less than `code`", "nhiều | ít hơn `mã`", "`code`".strip("`")),
        ("Six <b>regions</b> of the country", "Sáu vùng của đất nước", "tag"),
        ("Nested two", "- Mục hai", "structure"),
        ("Hidden text.", "# Chữ ẩn.", "structure"),
        ("One sentence in two pieces, with {n} fields.", "Một câu.", "other fields"),
    ],
)
def test_each_planted_fault_is_found_and_named(complete: Path, msgid: str, msgstr: str, words: str) -> None:
    problems = plant(complete, msgid, msgstr)
    assert problems and all(msgid[:20] in problem for problem in problems)
    assert any(words in problem for problem in problems)
    assert not any("\n" in problem for problem in problems)


def test_fuzzy_units_are_problems(complete: Path) -> None:
    assert any("fuzzy" in problem for problem in plant(complete, "Hidden text.", "Chữ ẩn.", fuzzy=True))


def test_faults_in_the_theme_and_the_library_are_found(complete: Path) -> None:
    assert any("theme.po" in problem for problem in plant(complete, "Skip to main content", "", "theme"))
    message = "{name} has {count} answers, one for each goal."
    assert any("cgd.po" in problem for problem in plant(complete, message, "{name} có câu trả lời.", "cgd"))


def test_a_catalogue_out_of_date_with_its_sources_is_a_problem(complete: Path) -> None:
    page = complete / "book/sessions/s00_sample.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Hidden text.", "Hidden texts."), encoding="utf-8")
    problems = [str(problem) for problem in check(complete)]
    assert any("not up to date" in problem for problem in problems)
    assert any("Hidden texts." in problem and "missing" in problem for problem in problems)


def test_a_unit_that_stands_twice_is_a_problem(complete: Path) -> None:
    path = complete / "locale/vi/glossary.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + '\nmsgid "Glossary"\nmsgstr "Từ điển"\n', encoding="utf-8")
    assert any("twice" in str(problem) for problem in check(complete))


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("See {term}`goal`.", "Xem mục tiêu."),
        ("See {term}`goal`.", "Xem {ref}`mục tiêu`."),
        ("See {term}`goals <goal>`.", "Xem mục tiêu <goal>."),
        ("{download}`Get it <a/b.ipynb>`", "{download}`Tải về <a/c.ipynb>`"),
        ("A [link](page.md).", "Một [liên kết](trang.md)."),
        ("A [link](page.md).", "Một liên kết."),
        ("![x](a.png) here", "![x](b.png) đây"),
        ("See https://unstats.un.org/a.", "Xem https://unstats.un.org/b."),
        ("{n} of {m}", "{n} trên"),
        ("%s and %(name)s", "%s và"),
        ("call `load(data)` now", "gọi `tai(data)`"),
        ("mean $\\bar x$ of", "trung bình $x$ của"),
        ("a <b>c</b>", "a <i>c</i>"),
        (" and ", "và"),
        ("one\n", "một"),
        ("é", "e\u0301"),
    ],
)
def test_what_a_translation_loses_or_adds_is_a_fault(source: str, translation: str) -> None:
    assert list(faults(source, translation))
    assert not list(faults(source, source))


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("See {term}`goal` and {ref}`the page <s01>`.", "Xem {ref}`trang <s01>` và {term}`mục tiêu`."),
        (
            "Two {term}`goals <goal>` and a {term}`plan`.",
            "Hai {term}`mục tiêu` và một {term}`bản kế hoạch <kế hoạch>`.",
        ),
        ("{n} of {m:.1f}", "{m:.1f} có {n}"),
        ("`x` then `y`", "`y` rồi `x`, và `y`"),
        ("type `two words here`", "gõ `hai từ`"),
        ("from $5 to $10", "từ 5 đến 10 đô-la"),
        ("100% sure", "chắc chắn 100%"),
        ("less than 5 < 6", "nhỏ hơn"),
        ("[a](b.md) and [c](d.md)", "[ch](d.md) và [ah](b.md)"),
    ],
)
def test_a_faithful_translation_has_no_fault(source: str, translation: str) -> None:
    assert list(faults(source, translation)) == []
