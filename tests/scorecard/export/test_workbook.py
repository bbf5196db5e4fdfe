"""Workbooks: texts are texts, numbers numbers, nothing is a formula or cut off."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from cgd.errors import CgdError, UsageError
from cgd.scorecard.export import synthetic_note, to_xlsx

NASTY = ["=1+1", '=HYPERLINK("x")', "+84", "-x", "@A1", "\t=1", "#N/A", "TRUE", "01", "＝1", "ă\nb"]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "out.xlsx"


def test_texts_are_written_as_texts(path):
    to_xlsx({"data": pd.DataFrame({"=name": NASTY}, dtype="str")}, path)
    cells = list(load_workbook(path)["data"]["A"])
    assert [cell.value for cell in cells] == ["=name", *NASTY]
    assert {cell.data_type for cell in cells} == {"s"}
    # Excel keeps a text that begins like a formula a text when somebody edits it.
    assert [cell.quotePrefix for cell in cells[:3]] == [True, True, True]
    assert not cells[-1].quotePrefix


def test_numbers_are_numbers_and_missing_values_empty(path):
    table = pd.DataFrame(
        {"n": [-1.5, None], "i": pd.array([3, None], dtype="Int64"), "t": ["", "x"], "b": [True, False]}
    )
    to_xlsx({"data": table}, path)
    rows = [list(row) for row in load_workbook(path)["data"].iter_rows(values_only=True)]
    assert rows == [["n", "i", "t", "b"], [-1.5, 3, None, "True"], [None, None, "x", "False"]]


def test_the_note_is_the_first_sheet(path):
    to_xlsx({"means": pd.DataFrame({"a": [1]})}, path, note=synthetic_note())
    book = load_workbook(path)
    assert book.sheetnames == ["README", "means"]
    assert "Synthetic" in book["README"]["A2"].value


def test_same_tables_same_bytes(path, tmp_path):
    table = pd.DataFrame({"a": ["=1"]}, dtype="str")
    to_xlsx({"x": table}, path, note="n")
    to_xlsx({"x": table}, tmp_path / "again.xlsx", note="n")
    assert path.read_bytes() == (tmp_path / "again.xlsx").read_bytes()


@given(st.lists(st.text(min_size=1, max_size=8) | st.from_regex(r"\A_x[0-9A-F]{4}_\Z"), min_size=1, max_size=4))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_every_text_can_be_read_again(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("xlsx") / "x.xlsx"
    to_xlsx({"data": pd.DataFrame({"t": texts}, dtype="str")}, path)
    cells = list(load_workbook(path)["data"]["A"])[1:]
    # Excel itself undoes the escapes; openpyxl leaves that to its caller.
    assert [unescape(cell.value) for cell in cells] == texts


@pytest.mark.parametrize("name", ["", "a" * 32, "a/b", "[x]", "'x"])
def test_a_name_that_no_sheet_can_have_is_refused(path, name):
    with pytest.raises(UsageError, match="sheet"):
        to_xlsx({name: pd.DataFrame({"a": [1]})}, path)
    assert not path.exists()


def test_a_second_read_me_and_names_that_differ_in_capitals_are_refused(path):
    with pytest.raises(UsageError, match="README"):
        to_xlsx({"README": pd.DataFrame({"a": [1]})}, path, note="n")
    with pytest.raises(UsageError, match="'a'"):
        to_xlsx({"a": pd.DataFrame({"a": [1]}), "A": pd.DataFrame({"a": [1]})}, path)


def test_a_text_that_is_too_long_is_refused_and_not_cut_off(path):
    with pytest.raises(CgdError, match="row 3, column t"):
        to_xlsx({"data": pd.DataFrame({"t": ["x", "y" * 32_768]}, dtype="str")}, path)
    assert not path.exists()
