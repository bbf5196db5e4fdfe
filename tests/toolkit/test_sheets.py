"""The form in Excel comes back as it went out, whatever people did to the workbook; what is not understood is told."""

import datetime
import io
import random
import shutil
import subprocess
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from samples import FORM, fullest, village
from strategies import filled

from cgd.errors import CgdError
from cgd.toolkit.answers import new_answers, with_value
from cgd.toolkit.answers_file import read_answers
from cgd.toolkit.sheet.files import read_sheet, write_sheet
from cgd.toolkit.sheet.paper import paper_page
from cgd.toolkit.sheet.reading import read_workbook
from cgd.toolkit.sheet.workbook import HIDDEN, write_workbook
from cgd.toolkit.store import open_store
from cgd.toolkit.words import speaking


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def closed(book) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def rows(book, path: str):
    """The rows that fill a place, as (sheet, row number)."""
    return [(s, r) for s in book for r in range(1, s.max_row + 1) if s.title != HIDDEN and s.cell(r, 1).value == path]


def put(book, path: str, *values: object, nth: int = 0) -> None:
    sheet, row = rows(book, path)[nth]
    for place, value in enumerate(values):
        sheet.cell(row, 3 + place).value = value


@given(answers=filled(FORM, most=5))
@settings(derandomize=True, max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_goes_out_comes_back(answers):
    assert read_workbook(write_workbook(answers, FORM), FORM) == (answers, [])


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("answers", [village(), fullest()], ids=["village", "fullest"])
def test_a_whole_form_comes_back_in_either_language(answers, language):
    with speaking(language):
        content = write_workbook(answers, FORM)
    with speaking("en" if language == "vi" else "vi"):
        assert read_workbook(content, FORM) == (answers, [])


@pytest.mark.parametrize(
    "text", ["=1+1", "+84 90", "-", "@x", "'x", "0012", "1e5", "x" * 40_000, "a\nb", "TRUE", "#N/A"]
)
def test_a_text_stays_the_text_that_it_is(text):
    answers = with_value(new_answers(FORM), FORM, "B1", "problem", text, at="2026-11-25T08:00:00Z")
    content = write_workbook(answers, FORM)
    assert read_workbook(content, FORM)[0] == answers
    cell = next(s.cell(r, 3) for s, r in rows(opened(content), "B1.problem"))
    assert cell.data_type == "s"


def test_what_people_fill_in_is_read():
    with speaking("vi"):
        book = opened(write_workbook(new_answers(FORM, "vi"), FORM))
    put(book, "B1.problem", "Nước đục")
    put(book, "B2.uses/advocacy", "Sửa ống", "Xã", "12/2026", "nhóm đó ở  những nơi đã ĐẾN")
    put(book, "F3.stages/", "bản", "purposive")
    put(book, "F3.stages/", "hộ", "Tất cả, không chọn", nth=2)
    put(book, "E1.kind:perception", "Có")
    put(book, "D4.protection:parent", "không")
    put(book, "G5!state", "Không ai biết")
    put(book, "G5!reason", "Không ghi lại")
    put(book, "A2!proof", "Biên bản", "bb.pdf")
    put(book, "A1.date", datetime.datetime(2026, 10, 2))
    put(book, "D9.limit", 10)
    found, messages = read_workbook(closed(book), FORM)
    assert messages == []
    assert found.value("B1", "problem") == "Nước đục"
    assert found.rows("B2", "uses")["advocacy"] == {
        "decision": "Sửa ống",
        "maker": "Xã",
        "date": "2026-12",
        "claim": "places",
    }
    assert found.value("F3", "stages") == [
        {"stage": "bản", "method": "purposive"},
        {},
        {"stage": "hộ", "method": "all"},
    ]
    assert found.value("E1", "kind") == ["perception"]
    assert found.value("D4", "protection") == {"parent": "no"}
    assert (found.of("G5").state, found.of("G5").reason) == ("unknown", "Không ghi lại")
    assert found.of("A2").proof[0].link == "bb.pdf"
    assert found.value("A1", "date") == "2026-10-02"
    assert found.value("D9", "limit") == 10


def test_rows_inserted_sheets_renamed_and_moved():
    book = opened(write_workbook(village(), FORM))
    sheet, row = rows(book, "F3.stages/")[1]
    sheet.insert_rows(row + 1)
    for place, value in enumerate(["xóm", "snowball"]):
        sheet.cell(row + 1, 3 + place).value = value
    sheet.title = "của tôi"
    book.move_sheet(sheet, 3)
    found, messages = read_workbook(closed(book), FORM)
    assert messages == []
    assert found.value("F3", "stages")[2] == {"stage": "xóm", "method": "snowball"}
    assert found.with_answer("F3", village().of("F3")) == village()


@pytest.mark.parametrize(
    ("path", "values", "question", "label"),
    [
        ("F8.claim", ["everybody"], "F8", "speak of"),
        ("D9.limit", ["about ten"], "D9", "Smallest"),
        ("A1.date", ["last summer"], "A1", "Date"),
        ("B2.uses/advocacy", ["x", "y", "soon"], "B2", "Intended uses"),
        ("D4.protection:parent", ["maybe"], "D4", "Protection"),
    ],
)
def test_what_is_not_understood_is_told_and_kept(path, values, question, label):
    book = opened(write_workbook(village(), FORM))
    put(book, path, *values)
    found, messages = read_workbook(closed(book), FORM)
    assert len(messages) == 1 and "\n" not in messages[0]
    assert question in messages[0] and label in messages[0]
    assert any(values[-1] in str(value) for value in found.unplaced.values())
    assert found.with_answer(question, village().of(question)).answers == village().answers


def test_changes_in_the_workbook_and_in_the_file_come_together(tmp_path):
    store = open_store(tmp_path / "a.yml", FORM)
    store.save(with_value(store.answers, FORM, "B1", "problem", "schools"))
    write_sheet(store.path, tmp_path / "a.xlsx", FORM, (1,))
    store.save(with_value(store.answers, FORM, "B1", "who", "commune"))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    put(book, "B6.unsuitable", "rankings")
    book.save(tmp_path / "a.xlsx")
    assert read_sheet(tmp_path / "a.xlsx", store.path, FORM) == []
    found = read_answers(store.path, FORM)
    assert [found.value(*at) for at in (("B1", "problem"), ("B1", "who"), ("B6", "unsuitable"))] == [
        "schools",
        "commune",
        "rankings",
    ]


def test_only_the_yellow_cells_can_be_filled():
    book = opened(write_workbook(new_answers(FORM), FORM))
    for sheet in book.worksheets[2:]:
        assert sheet.protection.sheet and not sheet.protection.password
        assert sheet.column_dimensions["A"].hidden
    sheet, row = rows(book, "B1.problem")[0]
    assert not sheet.cell(row, 3).protection.locked and sheet.cell(row, 2).protection.locked


def test_choices_are_lists_in_the_language_in_use():
    with speaking("vi"):
        book = opened(write_workbook(new_answers(FORM), FORM))
    sheet, row = rows(book, "F8.claim")[0]
    rule = next(r for r in sheet.data_validations.dataValidation if f"C{row}" in r.sqref)
    where, cells = rule.formula1.split("!")
    assert [cell[0].value for cell in book[where][cells.replace("$", "")]][-1] == "Nhóm đó trong cả nước"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cannot be read"),
        (b"PK\x03\x04 nothing", "cannot be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "without a password"),
    ],
)
def test_what_is_no_workbook(file, content, words):
    with pytest.raises(CgdError, match=words):
        read_workbook(file(content, "x.xlsx"), FORM)


def test_a_workbook_of_something_else(file):
    with pytest.raises(CgdError, match="no workbook of this form"):
        read_workbook(file(closed(openpyxl.Workbook()), "x.xlsx"), FORM)


def test_a_bomb_is_refused(file):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 80_000_000)
    with pytest.raises(CgdError, match="far larger"):
        read_workbook(file(packed.getvalue(), "x.xlsx"), FORM)


def test_cells_deleted_at_random_lose_nothing_else():
    chance = random.Random(7)
    book = opened(write_workbook(village(), FORM))
    gone = [path for path in ("B1.problem", "E1.definition", "J6.line") if chance.random() < 0.7]
    for path in gone:
        put(book, path, None)
    found, messages = read_workbook(closed(book), FORM)
    assert messages == []
    for path in ("B1.problem", "E1.definition", "J6.line"):
        question, field = path.split(".")
        assert (found.value(question, field) is None) == (path in gone)


@pytest.mark.slow
def test_saved_by_libreoffice_it_still_comes_back(tmp_path):
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing: apt-get install libreoffice-calc-nogui"
    source = tmp_path / "a.xlsx"
    source.write_bytes(write_workbook(village(), FORM))
    command = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(source)], check=True, timeout=120, capture_output=True
    )
    assert read_workbook(tmp_path / "out" / "a.xlsx", FORM) == (village(), [])


@pytest.mark.parametrize("language", ["en", "vi"])
def test_paper_has_every_question_and_a_box_for_every_choice(language):
    with speaking(language):
        page = paper_page(FORM, tiers=(1, 2, 3))
    for question in FORM.questions():
        asked = any(entry.type != "computed" for entry in question.fields)
        assert (f'id="{question.id}"' in page) == asked
    assert page.count("☐") > 300
