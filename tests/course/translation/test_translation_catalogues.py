"""Catalogues follow the sources, and nothing that a translator wrote is lost."""

import re
import shutil
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cgd.course.translation import extract, status
from cgd.course.translation.catalogues import catalogue_text, merge, read_catalogue, translations
from cgd.course.translation.documents import Unit
from cgd.errors import CgdError, UsageError

PAGE = "book/sessions/s00_sample.md"


def catalogue(root: Path, name: str = "s00_sample") -> Path:
    return root / "locale" / "vi" / f"{name}.po"


def translate(root: Path, msgid: str, msgstr: str, comment: str = "") -> None:
    entries = read_catalogue(catalogue(root))
    entry = entries.find(msgid)
    assert entry is not None
    entry.msgstr, entry.tcomment = msgstr, comment
    catalogue(root).write_text(catalogue_text(entries), encoding="utf-8")


def change(root: Path, old: str, new: str, name: str = PAGE) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def counts(root: Path, name: str = "s00_sample") -> tuple[int, int, int]:
    count = next(count for count in status(root) if count.catalogue == name)
    assert count.units == count.translated + count.fuzzy + count.missing
    return count.translated, count.fuzzy, count.missing


def test_one_extraction_finds_page_notebook_exercise_slides_and_library(sample: Path) -> None:
    found = {count.catalogue: count.units for count in extract(sample)}
    assert list(found) == ["cgd", "course", "glossary", "s00_sample"]
    places = {place.split("#")[0] for entry in read_catalogue(catalogue(sample)) for place, _line in entry.occurrences}
    assert len(places) == 5
    library = {entry.msgid for entry in read_catalogue(catalogue(sample, "cgd"))}
    assert library == {"{name} has {count} answers, one for each goal.", "goal"}
    assert {entry.msgid for entry in read_catalogue(catalogue(sample, "course"))} == {
        "A sample course",
        "Day one",
        "The sample",
    }


def test_a_second_extraction_changes_no_byte(sample: Path) -> None:
    extract(sample)
    translate(sample, "Hidden text.", "Chữ ẩn.", "a comment\nof two lines")
    change(sample, "Hidden text.", "Hidden texts.")
    change(sample, "Because it is wrong.", "It is not.")
    extract(sample)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sample.glob("locale/vi/*.po")}
    extract(sample)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sample.glob("locale/vi/*.po")} == before


def test_lines_that_move_change_no_catalogue(sample: Path) -> None:
    extract(sample)
    before = catalogue(sample).read_bytes()
    change(sample, "# A sample", "\n\n\n# A sample")
    extract(sample)
    assert catalogue(sample).read_bytes() == before


def test_a_catalogue_holds_no_dates_and_no_line_numbers(sample: Path) -> None:
    extract(sample)
    text = catalogue(sample).read_text(encoding="utf-8")
    assert "Date" not in text and not re.search(r"^#: .*:\d+$", text, re.MULTILINE)


def test_changed_english_makes_the_translation_fuzzy_with_the_former_english_beside_it(sample: Path) -> None:
    extract(sample)
    translate(sample, "The reason of the claim.", "Lý do của nhận định.", "checked by two people")
    assert counts(sample)[:2] == (1, 0)
    change(sample, "The reason of the claim.", "The reasons of the claim.")
    assert counts(sample)[:2] == (0, 0), "before extraction nothing is known of the new text"
    extract(sample)
    entry = read_catalogue(catalogue(sample)).find("The reasons of the claim.")
    assert entry is not None and entry.fuzzy
    assert (entry.msgstr, entry.previous_msgid) == ("Lý do của nhận định.", "The reason of the claim.")
    assert entry.tcomment == "checked by two people"
    assert counts(sample)[:2] == (0, 1)
    assert translations(catalogue(sample)) == {}


def test_fuzzy_stays_fuzzy_when_the_english_changes_again_and_clears_when_it_comes_back(sample: Path) -> None:
    extract(sample)
    translate(sample, "The reason of the claim.", "Lý do của nhận định.")
    for former, text in [("The reason of", "The reasons of"), ("The reasons of", "The two reasons of")]:
        change(sample, former, text)
        extract(sample)
    entry = read_catalogue(catalogue(sample)).find("The two reasons of the claim.")
    assert entry is not None and entry.fuzzy and entry.previous_msgid == "The reason of the claim."


def test_what_no_source_says_any_more_stays_as_obsolete_and_comes_back(sample: Path) -> None:
    extract(sample)
    translate(sample, "Begin on time.", "Bắt đầu đúng giờ.", "a comment")
    change(sample, "Begin on time.", "x = 1", "book/facilitation/s00_sample.md")
    extract(sample)
    entry = read_catalogue(catalogue(sample)).find("Begin on time.", include_obsolete_entries=True)
    assert entry is not None and entry.obsolete and entry.tcomment == "a comment"
    change(sample, "x = 1", "Begin on time.", "book/facilitation/s00_sample.md")
    extract(sample)
    assert translations(catalogue(sample)) == {"Begin on time.": "Bắt đầu đúng giờ."}


def test_an_untranslated_unit_that_goes_leaves_nothing(sample: Path) -> None:
    extract(sample)
    change(sample, "Begin on time.", "Nothing alike here, really", "book/facilitation/s00_sample.md")
    extract(sample)
    assert not read_catalogue(catalogue(sample)).obsolete_entries()


def test_a_translators_header_stays(sample: Path) -> None:
    extract(sample)
    entries = read_catalogue(catalogue(sample))
    entries.metadata["Last-Translator"] = "Nguyễn Thị A"
    catalogue(sample).write_text("# licence\n" + str(entries), encoding="utf-8")
    extract(sample)
    again = read_catalogue(catalogue(sample))
    assert again.metadata["Last-Translator"] == "Nguyễn Thị A" and "licence" in again.header


def test_theme_words_are_counted_but_never_extracted(sample: Path) -> None:
    before = catalogue(sample, "theme").read_bytes()
    extract(sample)
    assert catalogue(sample, "theme").read_bytes() == before
    assert counts(sample, "theme") == (1, 0, 0)


def test_a_course_without_catalogues_counts_everything_as_missing(sample: Path) -> None:
    shutil.rmtree(sample / "locale")
    assert all(count.missing == count.units > 0 for count in status(sample))


def test_only_languages_of_the_course_are_translated_into(sample: Path) -> None:
    for language in ("en", "fr"):
        with pytest.raises(UsageError, match="vi"):
            extract(sample, language)


@pytest.mark.parametrize("content", [b'msgid "a\nmsgstr', b"\xff\xfe\xff"])
def test_a_broken_catalogue_is_named(sample: Path, content: bytes) -> None:
    catalogue(sample).write_bytes(content)
    with pytest.raises(CgdError) as caught:
        extract(sample)
    assert "s00_sample.po" in str(caught.value) and "\n" not in str(caught.value)
    assert catalogue(sample).read_bytes() == content


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), min_size=1).filter(str.strip)


@settings(deadline=None)
@given(st.dictionaries(TEXT, TEXT, min_size=1, max_size=5))
def test_texts_of_any_kind_survive_a_catalogue(tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str]) -> None:
    path = tmp_path_factory.mktemp("locale") / "any.po"
    units = [Unit(text, "a.md") for text in texts]
    made = merge(polib.POFile(), units, "vi")
    for entry in made:
        entry.msgstr = texts[entry.msgid]
    path.write_bytes(catalogue_text(made).encode("utf-8"))
    assert translations(path) == texts
    assert catalogue_text(merge(read_catalogue(path), units, "vi")) == catalogue_text(made)


@pytest.mark.parametrize(
    ("whole", "torn"),
    [
        ('msgstr "Chữ ẩn."', 'msgstr "Chữ ẩn.'),
        ('msgstr "Chữ ẩn."', '"Chữ ẩn." x'),
        ('msgstr "Chữ ẩn."', 'mgstr "Chữ ẩn."'),
    ],
)
def test_a_torn_catalogue_is_refused_with_its_line_and_nothing_is_lost(tmp_path, whole, torn):
    path = tmp_path / "x.po"
    text = f'msgid ""\nmsgstr ""\n"Language: vi\\n"\n\nmsgid "Hidden text."\n{whole}\n'
    path.write_text(text, encoding="utf-8")
    assert read_catalogue(path)[0].msgstr == "Chữ ẩn."
    path.write_text(text.replace(whole, torn), encoding="utf-8")
    with pytest.raises(CgdError, match="line 6"):
        read_catalogue(path)
