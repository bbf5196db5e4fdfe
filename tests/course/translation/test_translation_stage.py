"""Staging writes the whole course in one language, and only what changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cgd.course.translation import extract, stage, translated_text
from cgd.course.translation.catalogues import catalogue_text, read_catalogue
from cgd.course.units import ROOT, staging_sources
from cgd.errors import CgdError, UsageError


def put(root: Path, msgid: str, msgstr: str) -> None:
    path = root / "locale/vi/s00_sample.po"
    entries = read_catalogue(path)
    entry = entries.find(msgid)
    assert entry is not None
    entry.msgstr = msgstr
    path.write_text(catalogue_text(entries), encoding="utf-8")


@pytest.mark.parametrize("real", [False, True], ids=["sample", "course"])
def test_english_is_a_copy_byte_for_byte(sample: Path, tmp_path: Path, real: bool) -> None:
    root = ROOT if real else sample
    done = stage(root, "en", tmp_path / "staged", tmp_path / "answers")
    assert len(done.files) == len(staging_sources(root)) > 0
    for source in staging_sources(root):
        relative = source.relative_to(root)
        answers = relative.parts[0] == "solutions"
        copy = tmp_path / "answers" / relative.relative_to("solutions") if answers else tmp_path / "staged" / relative
        assert copy.read_bytes() == source.read_bytes()


def test_solutions_never_lie_among_the_pages(sample: Path, tmp_path: Path) -> None:
    (sample / "solutions/s00_sample/answers.yml").write_text("answer: b\n")
    stage(sample, "vi", tmp_path / "staged")
    names = [path.name for path in (tmp_path / "staged").rglob("*")]
    assert "solutions" not in names and "ex.ipynb" not in names and "answers.yml" not in names


def test_vietnamese_is_staged_in_vietnamese(sample: Path, tmp_path: Path) -> None:
    extract(sample)
    put(sample, "Hidden text.", "Chữ ẩn.")
    put(sample, "Choose a letter.", "Chọn một chữ cái.")
    done = stage(sample, "vi", tmp_path / "staged", tmp_path / "answers")
    page = (tmp_path / "staged/book/sessions/s00_sample.md").read_text(encoding="utf-8")
    assert "Chữ ẩn." in page and "Hidden text." not in page and "exercises/vi/" in page
    assert "Chọn một chữ cái." in (tmp_path / "answers/s00_sample/ex.ipynb").read_text(encoding="utf-8")
    assert sum(done.untranslated.values()) == done.units - 2


def test_changed_english_falls_back_to_english_and_is_counted(sample: Path, tmp_path: Path) -> None:
    extract(sample)
    put(sample, "Hidden text.", "Chữ ẩn.")
    before = stage(sample, "vi", tmp_path / "staged").untranslated["s00_sample"]
    page = sample / "book/sessions/s00_sample.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Hidden text.", "Hidden texts."), encoding="utf-8")
    for _round in ("stale", "fuzzy"):
        done = stage(sample, "vi", tmp_path / "staged")
        staged = (tmp_path / "staged/book/sessions/s00_sample.md").read_text(encoding="utf-8")
        assert "Hidden texts." in staged and "Chữ ẩn." not in staged
        assert done.untranslated["s00_sample"] == before + 1
        extract(sample)


def test_settings_are_translated(sample: Path, tmp_path: Path) -> None:
    extract(sample)
    path = sample / "locale/vi/course.po"
    path.write_text(path.read_text().replace('msgid "Day one"\nmsgstr ""', 'msgid "Day one"\nmsgstr "Ngày 1: mở đầu"'))
    stage(sample, "vi", tmp_path / "staged")
    assert '  - caption: "Ngày 1: mở đầu"  # seven hours\n' in (tmp_path / "staged/_toc.yml").read_text(
        encoding="utf-8"
    )


def test_a_second_staging_writes_nothing_and_one_change_writes_one_file(sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "staged"
    first = stage(sample, "vi", target)
    assert set(first.written) == set(first.files)
    assert stage(sample, "vi", target).written == []
    page = sample / "book/glossary.md"
    page.write_text(page.read_text() + "\nMore.\n")
    assert stage(sample, "vi", target).written == [target / "book/glossary.md"]


def test_files_whose_source_is_gone_go_and_files_of_others_stay(sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "staged"
    stage(sample, "vi", target)
    figure = target / "slides/figures/chart.png"
    figure.parent.mkdir()
    figure.write_bytes(b"png")
    (sample / "slides/s00_sample.md").unlink()
    done = stage(sample, "vi", target)
    assert done.deleted == [target / "slides/s00_sample.md"] and not (target / "slides/s00_sample.md").exists()
    assert figure.read_bytes() == b"png"


def test_pictures_travel_as_they_are(sample: Path, tmp_path: Path) -> None:
    (sample / "book/chart.png").write_bytes(b"\x89PNG\r\n\xff")
    stage(sample, "vi", tmp_path / "staged")
    assert (tmp_path / "staged/book/chart.png").read_bytes() == b"\x89PNG\r\n\xff"


def test_one_file_at_a_time_gives_the_same(sample: Path, tmp_path: Path) -> None:
    extract(sample)
    put(sample, "Hidden text.", "Chữ ẩn.")
    stage(sample, "vi", tmp_path / "staged")
    page = "book/sessions/s00_sample.md"
    assert translated_text(sample / page, "vi", sample) == (tmp_path / "staged" / page).read_bytes()
    assert translated_text(sample / page, "en", sample) == (sample / page).read_bytes()


def test_a_wholly_translated_course_can_be_staged(sample: Path, tmp_path: Path, pseudo: Callable[..., str]) -> None:
    extract(sample)
    for path in sample.glob("locale/vi/*.po"):
        entries = read_catalogue(path)
        for entry in entries:
            entry.msgstr = entry.msgstr or pseudo(entry.msgid)
        path.write_text(catalogue_text(entries), encoding="utf-8")
    assert stage(sample, "vi", tmp_path / "staged", tmp_path / "answers").untranslated == {}


def test_unknown_languages_and_unfit_translations_are_named(sample: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="en, vi"):
        stage(sample, "fr", tmp_path / "staged")
    extract(sample)
    put(sample, "One sentence in two pieces, with {n} fields.", "Một câu.")
    with pytest.raises(CgdError, match="s00-chart"):
        stage(sample, "vi", tmp_path / "staged")
    assert not (tmp_path / "staged/book").exists(), "nothing is written when something does not fit"
