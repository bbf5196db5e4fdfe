"""CSV for other programs: no cell starts a formula, and every text comes back as it was."""

import csv
import io
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cgd.errors import CgdError
from cgd.language import use_language
from cgd.scorecard.export import from_csv, neutralise, restore, synthetic_note, to_csv

REPEATABLE = settings(derandomize=True, deadline=None)
# Mostly the letters that matter here: short texts of them reach every case.
TEXTS = st.text(max_size=12) | st.text(st.sampled_from("=+-@\t\r\n;,'\" \ufeff\u200b＝＋－＠1.eE5aă"), max_size=12)
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
UNSEEN = ' "\ufeff\u200b\xa0'


def starts_formula(cell: str) -> bool:
    """Whether a spreadsheet, at its worst, would compute the cell: written apart from the code under test."""
    if cell[:1] in ("\t", "\r", "\n"):
        return True
    seen = cell.strip(UNSEEN)
    return seen[:1] in tuple("=+-@＝＋－＠") and not NUMBER.fullmatch(seen)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+84 912", "'+84 912"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("\t=1", "'\t'=1"),
        ("\rx", "'\rx"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("- good roads", "'- good roads"),
        ("a;=1", "a;'=1"),
        ("line\n-x", "line\n'-x"),
        ("-1;x", "'-1;x"),
    ],
)
def test_what_could_be_a_formula_gets_one_apostrophe(cell, written):
    assert neutralise(cell) == written
    assert restore(written) == cell


@pytest.mark.parametrize(
    "cell", ["-98", "-1.5", "5", "-1e-05", "Bà Rịa - Vũng Tàu", "a=b", "'tis", "", "2022-07-15", "x;-98", "'", "a; b"]
)
def test_numbers_and_plain_text_stay_as_they_are(cell):
    assert neutralise(cell) == cell


@given(TEXTS)
@REPEATABLE
def test_every_text_comes_back(text):
    assert restore(neutralise(text)) == text


@given(TEXTS)
@REPEATABLE
def test_no_cell_starts_a_formula_however_the_file_is_split(text):
    written = neutralise(text)
    assert not starts_formula(written)
    for part in re.split(r"[;\t\r\n]", written):
        assert not starts_formula(part)


TABLES = st.integers(1, 4).flatmap(
    lambda width: st.tuples(
        st.lists(TEXTS, min_size=width, max_size=width, unique=True),
        st.lists(st.lists(TEXTS, min_size=width, max_size=width), max_size=5),
    )
)


@given(TABLES, st.booleans())
@REPEATABLE
def test_every_table_of_text_comes_back(table, for_excel):
    names, rows = table
    frame = pd.DataFrame(rows, columns=names, dtype="str")
    back = from_csv(to_csv(frame, for_excel=for_excel))
    assert list(back.columns) == names
    assert back.to_numpy(dtype=object).tolist() == rows


@given(TABLES)
@REPEATABLE
def test_no_cell_of_a_written_file_starts_a_formula(table):
    names, rows = table
    content = to_csv(pd.DataFrame(rows, columns=names, dtype="str")).decode("utf-8")
    for row in csv.reader(io.StringIO(content, newline="")):
        assert not any(starts_formula(cell) for cell in row)


def test_numbers_and_missing_values_are_written_plainly():
    table = pd.DataFrame({"n": [-98, -1.5], "t": pd.array(["-x", None], dtype="str")})
    assert to_csv(table) == b"n,t\n-98.0,'-x\n-1.5,\n"


def test_excel_gets_a_mark_and_others_do_not():
    table = pd.DataFrame({"tên": ["Hòa"]}, dtype="str")
    assert to_csv(table, for_excel=True).startswith(b"\xef\xbb\xbft")
    assert to_csv(table) == "tên\nHòa\n".encode()


def test_a_note_stands_beside_the_file_and_not_in_it(tmp_path):
    path = tmp_path / "means.csv"
    table = pd.DataFrame({"a": ["1"]}, dtype="str")
    assert to_csv(table, path, note=synthetic_note()) == path.read_bytes() == b"a\n1\n"
    assert "ynthetic" in (tmp_path / "means.csv.README.txt").read_text(encoding="utf-8")
    assert from_csv(path).equals(table)


def test_the_note_is_there_in_every_language():
    use_language("vi")
    assert synthetic_note()


def test_a_file_that_is_no_table_is_refused_in_one_line(tmp_path):
    with pytest.raises(CgdError, match=r"nothing\.csv"):
        from_csv(tmp_path / "nothing.csv")
    path = tmp_path / "x.csv"
    for content in (b"\xff\xfe", b"a,b\n1\n", b'a\n"1', b""):
        path.write_bytes(content)
        with pytest.raises(CgdError, match=r"x\.csv is not a CSV file"):
            from_csv(path)
