"""Workbooks from anywhere: merged into the file of answers, or refused in one line, never a hang."""

import io
import time
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from samples import FORM
from workbooks import SMALL, closed, put, small_village, written

from cgd.errors import CgdError, UsageError
from cgd.toolkit.answers import with_value
from cgd.toolkit.answers_file import read_answers
from cgd.toolkit.loading import load_toolkit
from cgd.toolkit.sheet.files import read_sheet, write_sheet
from cgd.toolkit.sheet.reading import read_workbook
from cgd.toolkit.sheet.workbook import write_workbook
from cgd.toolkit.store import open_store


@pytest.fixture
def store(tmp_path):
    made = open_store(tmp_path / "a.yml", SMALL)
    made.save(with_value(made.answers, SMALL, "B1", "problem", "schools"))
    write_sheet(made.path, tmp_path / "a.xlsx", SMALL, (1,))
    return made


def changed(path, *places):
    book = openpyxl.load_workbook(path)
    for place, value in places:
        put(book, place, value)
    book.save(path)
    return path


def test_changes_in_the_workbook_and_in_the_file_come_together(store, tmp_path):
    store.save(with_value(store.answers, SMALL, "B1", "who", "commune"))
    assert read_sheet(changed(tmp_path / "a.xlsx", ("B6.unsuitable", "rankings")), store.path, SMALL) == []
    found = read_answers(store.path, SMALL)
    assert found.value("B1", "problem") == "schools"
    assert found.value("B1", "who") == "commune"
    assert found.value("B6", "unsuitable") == "rankings"


def test_two_changes_of_one_field_stand_beside_each_other(store, tmp_path):
    store.save(with_value(store.answers, SMALL, "B1", "problem", "wells"))
    read_sheet(changed(tmp_path / "a.xlsx", ("B1.problem", "bridges")), store.path, SMALL)
    found = read_answers(store.path, SMALL).of("B1")
    assert {found.values["problem"], *(other.values["problem"] for other in found.others)} == {"wells", "bridges"}


def test_reading_the_same_workbook_twice_changes_nothing_more(store, tmp_path, monkeypatch):
    moments = (f"2026-11-25T08:00:{second:02d}Z" for second in range(60))
    monkeypatch.setattr("cgd.toolkit.sheet.files.now", lambda: next(moments))
    path = changed(tmp_path / "a.xlsx", ("B6.unsuitable", "rankings"), ("D9.limit", "about ten"))
    first = read_sheet(path, store.path, SMALL)
    found = read_answers(store.path, SMALL)
    assert read_sheet(path, store.path, SMALL) == first
    assert read_answers(store.path, SMALL) == found
    assert found.unplaced == {"D9.limit": "about ten"}


def test_a_draft_mended_in_the_workbook_is_gone_from_the_file(store, tmp_path):
    read_sheet(changed(tmp_path / "a.xlsx", ("D9.limit", "about ten")), store.path, SMALL)
    write_sheet(store.path, tmp_path / "b.xlsx", SMALL, (1,))
    assert read_sheet(changed(tmp_path / "b.xlsx", ("D9.limit", 10)), store.path, SMALL) == []
    found = read_answers(store.path, SMALL)
    assert (found.value("D9", "limit"), dict(found.unplaced)) == (10, {})


def test_a_draft_mended_in_the_form_meanwhile_does_not_come_back(store, tmp_path):
    read_sheet(changed(tmp_path / "a.xlsx", ("D9.limit", "about ten")), store.path, SMALL)
    write_sheet(store.path, tmp_path / "b.xlsx", SMALL, (1,))
    mended = replace(with_value(read_answers(store.path, SMALL), SMALL, "D9", "limit", 10), unplaced={})
    open_store(store.path, SMALL).save(mended)
    assert read_sheet(tmp_path / "b.xlsx", store.path, SMALL) == []
    found = read_answers(store.path, SMALL)
    assert (found.value("D9", "limit"), dict(found.unplaced)) == (10, {})


def test_another_draft_takes_the_place_of_the_first(store, tmp_path):
    read_sheet(changed(tmp_path / "a.xlsx", ("D9.limit", "about ten")), store.path, SMALL)
    write_sheet(store.path, tmp_path / "b.xlsx", SMALL, (1,))
    assert len(read_sheet(changed(tmp_path / "b.xlsx", ("D9.limit", "a dozen")), store.path, SMALL)) == 1
    assert read_answers(store.path, SMALL).unplaced == {"D9.limit": "a dozen"}


def test_an_unknown_ending_is_a_mistake_of_usage(store, tmp_path):
    with pytest.raises(UsageError, match=r"\.xlsx"):
        write_sheet(store.path, tmp_path / "a.ods", SMALL, (1,))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cannot be read"),
        (b"PK\x03\x04 nothing", "cannot be read"),
        # An old .xls, and a workbook with a password, are both this kind of file.
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "without a password"),
        ("một,hai\n1,2\n".encode(), "cannot be read"),
    ],
)
def test_what_is_no_workbook(file, content, words):
    with pytest.raises(CgdError, match=words) as error:
        read_workbook(file(content, "x.xlsx"), SMALL)
    assert "\n" not in str(error.value) and "x.xlsx" in str(error.value)


def test_a_workbook_that_broke_on_the_way(file):
    content = write_workbook(small_village(), SMALL)
    with pytest.raises(CgdError, match="cannot be read"):
        read_workbook(file(content[: len(content) // 2], "x.xlsx"), SMALL)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet3.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_a_workbook_with_a_broken_part(file, part):
    with pytest.raises(CgdError, match="cannot be read"):
        read_workbook(file(_with(part, b"<worksheet><"), "x.xlsx"), SMALL)


@pytest.mark.parametrize("rows", [[], [["Tên", "Tuổi", "Bản"], ["Lan", 30, "Tà Xùa"], ["A1.x", "", "B1"]]])
def test_a_workbook_of_something_else(file, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    with pytest.raises(CgdError, match="no workbook of this form"):
        read_workbook(file(closed(book), "x.xlsx"), SMALL)


def test_a_workbook_of_another_form(file):
    other = FORM.model_copy(update={"id": "another"})
    with pytest.raises(CgdError, match="another"):
        read_workbook(file(write_workbook(small_village(), SMALL), "x.xlsx"), other)


def test_a_workbook_of_another_country_keeps_what_has_no_place_here():
    kenya = load_toolkit("kenya")
    found, _messages = read_workbook(write_workbook(small_village(), SMALL), kenya)
    assert found.country == "kenya"
    assert found.value("B1", "problem") == small_village().value("B1", "problem")


def test_a_bomb_is_refused(file):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 80_000_000)
    with pytest.raises(CgdError, match="far larger"):
        read_workbook(file(packed.getvalue(), "x.xlsx"), SMALL)


def test_entities_that_multiply_are_refused(file):
    lines = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
    bomb = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "ha">' + lines + b"]><w>&e11;</w>"
    start = time.monotonic()
    with pytest.raises(CgdError, match="cannot be read"):
        read_workbook(file(_with("xl/worksheets/sheet3.xml", bomb), "x.xlsx"), SMALL)
    assert time.monotonic() - start < 20


@pytest.mark.slow
def test_a_sheet_formatted_to_its_last_row_is_read():
    rows = b"".join(b'<row r="%d"/>' % n for n in range(2000, 1_048_577))
    source = closed(written(small_village()))
    with zipfile.ZipFile(io.BytesIO(source)) as packed:
        sheet = packed.read("xl/worksheets/sheet3.xml")
    content = _with("xl/worksheets/sheet3.xml", sheet.replace(b"</sheetData>", rows + b"</sheetData>"), source)
    start = time.monotonic()
    assert read_workbook(content, SMALL) == (small_village(), [])
    assert time.monotonic() - start < 20


def _with(part: str, content: bytes, source: bytes = b"") -> bytes:
    """A workbook with another content of one part."""
    made = io.BytesIO()
    source = source or write_workbook(small_village(), SMALL)
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return made.getvalue()
