"""Saved by LibreOffice, which people use where there is no Excel, a workbook still comes back whole."""

import shutil
import subprocess

import openpyxl
import pytest
from samples import FORM, fullest, village
from test_sheet_lossless import TRAPS
from workbooks import AT, SMALL, closed, holding, opened, put

from cgd.toolkit.answers import Answer
from cgd.toolkit.sheet.reading import read_workbook
from cgd.toolkit.sheet.workbook import write_workbook

pytestmark = pytest.mark.slow


@pytest.fixture
def resave(tmp_path):
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing: apt-get install libreoffice-calc-nogui"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"

    def save(content: bytes) -> bytes:
        source, out = tmp_path / "a.xlsx", tmp_path / "out"
        source.write_bytes(content)
        kind = "xlsx:Calc MS Excel 2007 XML"
        command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(source)]
        subprocess.run(command, check=True, timeout=180, capture_output=True)
        return (out / "a.xlsx").read_bytes()

    return save


@pytest.mark.parametrize("answers", [village, fullest])
def test_saved_by_libreoffice_it_still_comes_back(resave, answers):
    assert read_workbook(resave(write_workbook(answers(), FORM)), FORM) == (answers(), [])


def test_every_text_survives_libreoffice(resave):
    # openpyxl cannot tell an escaped escape in the shared texts that LibreOffice writes; nobody types one.
    texts = [text for text in TRAPS if "_x005F_" not in text]
    answers = holding("F3", "stages", [{"stage": text} for text in texts])
    answers = answers.with_answer("G5", Answer(state="unknown", reason="\n".join(texts), at=AT))
    assert read_workbook(resave(write_workbook(answers, SMALL)), SMALL) == (answers, [])


def test_filled_and_saved_by_libreoffice(resave):
    book = opened(write_workbook(village(), FORM))
    put(book, "B6.unsuitable", "Xếp hạng các xã")
    put(book, "D9.limit", 12)
    found, messages = read_workbook(resave(closed(book)), FORM)
    assert messages == []
    assert (found.value("B6", "unsuitable"), found.value("D9", "limit")) == ("Xếp hạng các xã", 12)


def test_protection_lists_and_hidden_sheet_survive(resave, tmp_path):
    path = tmp_path / "b.xlsx"
    path.write_bytes(resave(write_workbook(village(), FORM)))
    book = openpyxl.load_workbook(path)
    assert book["cgd"].sheet_state != "visible"
    sheet = book.worksheets[2]
    assert sheet.protection.sheet and sheet.column_dimensions["A"].hidden
    assert any(rule.type == "list" for rule in sheet.data_validations.dataValidation)
