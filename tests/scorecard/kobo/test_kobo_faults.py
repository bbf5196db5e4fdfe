"""Whatever a file holds: every wrong cell is named, nothing is lost, and what is no export is refused in one line."""

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from kobo_exporter import RATINGS, Flavour, export, people, submissions, table, write

from cgd.errors import CgdError, UsageError
from cgd.scorecard.kobo import read_export, read_kobo
from cgd.scorecard.kobo.derived import disability
from cgd.scorecard.kobo.forms import forms
from cgd.scorecard.survey import DONT_KNOW, INVALID, MISSING, NOT_ASKED, REFUSED
from cgd.scorecard.wide import to_wide

XML = Flavour(separator="")
GROUPED = Flavour()


@pytest.fixture
def changed(tmp_path):
    """An export of one form with some cells changed: {(row, column): value}, rows as a spreadsheet counts."""

    def make(
        changes: dict[tuple[int, str], object], form: str = "adult", n: int = 6, flavour: Flavour = GROUPED
    ) -> Path:
        wide = people(form, n, seed=7)
        content = table(
            submissions(wide.assign(consent="yes", keep_answers="yes"), forms()[form]), forms()[form], flavour
        )
        places = {name: place for place, name in enumerate(content[0])}
        for (row, column), value in changes.items():
            content[row - 1][places[column]] = value
        return write(tmp_path / "export", content, flavour)

    return make


def test_every_wrong_cell_is_listed_with_its_place_in_the_file(changed):
    path = changed(
        {(3, "q1_01_2022"): "6", (3, "q4_02_2025"): "năm", (5, "sex"): "F", (6, "age"): "34 tuổi"}, flavour=XML
    )
    problems = read_export(path).problems
    assert problems[["file", "row", "column", "value"]].to_numpy().tolist() == [
        ["export.csv", 3, "q1_01_2022", "6"],
        ["export.csv", 3, "q4_02_2025", "năm"],
        ["export.csv", 5, "sex", "F"],
        ["export.csv", 6, "age", "34 tuổi"],
    ]
    assert problems["message"].iloc[0] == "allowed: 1, 2, 3, 4, 5, 98, 99"


def test_wrong_cells_reach_the_survey_and_stay_as_they_were(changed):
    path = changed({(3, "q1_01_2022"): "6", (4, "mode"): "by post", (4, "age"): "4O"}, flavour=XML)
    survey = read_kobo(path)
    assert survey.problems[["row", "column", "value"]].to_numpy().tolist() == [
        [3, "q1_01_2022", "6"],
        [4, "age", "4O"],
        [4, "mode", "by post"],
    ]
    assert survey.answers[1, 0, 0] == INVALID
    assert to_wide(survey).loc[1, "q1_01_2022"] == "6"
    assert to_wide(survey).loc[2, "age"] == "4O"


def test_codes_of_no_answer_are_kept_apart(changed):
    path = changed({(2, "q1_01_2022"): "98", (3, "q1_01_2022"): "99", (4, "q1_01_2022"): ""}, flavour=XML)
    survey = read_kobo(path)
    assert list(survey.answers[:3, 0, 0]) == [DONT_KNOW, REFUSED, INVALID]
    assert survey.problems["row"].tolist() == [4]


def test_a_rating_is_never_guessed(changed):
    """No 3 for "don't know", no word of another list, no decimal."""
    for value in ("3.5", "0", "Yes", "-1", "1e0", "55", "٣"):
        assert len(read_export(changed({(2, "q1_01_2022"): value}, flavour=XML)).problems) == 1, value


def test_unknown_columns_are_kept_and_empty_ones_listed(changed):
    path = changed({}, flavour=XML)
    frame = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False)
    frame["supervisor"], frame["disability"], frame["empty"] = "X", "maybe", ""
    frame.to_csv(path, sep=";", index=False)
    export_ = read_export(path)
    assert set(export_.wide["supervisor"]) == {"X"}
    assert set(export_.wide["export_disability"]) == {"maybe"}
    assert set(export_.wide["_uuid"]) == {f"u{number}" for number in range(6)}
    became = export_.columns.set_index("column")["became"]
    assert became["supervisor"] == "supervisor"
    assert became["disability"] == "export_disability"
    assert became["empty"] == ""
    assert became["start"] == "start_time"
    assert set(export_.columns["column"]) == set(frame)
    assert "supervisor" in read_kobo(path).respondents


def test_formulas_are_texts(changed):
    text = '=HYPERLINK("http://example.org")'
    for flavour in (XML, Flavour(separator="", file="xlsx")):
        read = read_export(changed({(2, "comment"): text}, flavour=flavour))
        assert read.wide.loc[0, "comment"] == text


@pytest.mark.parametrize(
    "value, minute",
    [
        ("2022-07-15T08:31:59.999+07:00", "2022-07-15T08:31"),
        ("2022-07-15T01:31:05.123Z", "2022-07-15T08:31"),
        ("2022-07-15T10:31:05+09:00", "2022-07-15T08:31"),
        ("2022-07-15T10:31:05+09", "2022-07-15T08:31"),
        ("2022-07-14T23:31:00-0200", "2022-07-15T08:31"),
        ("2022-07-15 08:31", "2022-07-15T08:31"),
        ("44757.3548611111", "2022-07-15T08:31"),
    ],
)
def test_times_become_local_times(changed, value, minute):
    assert read_export(changed({(2, "start"): value}, flavour=XML)).wide.loc[0, "start_time"] == minute


@pytest.mark.parametrize(
    "value", ["15/07/2022", "2022-13-01", "44757000", "0001-01-01T00:00Z", "9999-12-31T23:00-12:00", "x"]
)
def test_what_is_no_time_is_named(changed, value):
    problems = read_export(changed({(2, "start"): value}, flavour=XML)).problems
    assert problems["value"].tolist() == [value]


@pytest.mark.parametrize(
    "value, day", [("44757", "2022-07-15"), ("2022-07-15T00:00:00", "2022-07-15"), ("44757.9", "2022-07-15")]
)
def test_days_that_a_spreadsheet_changed(changed, value, day):
    assert read_export(changed({(2, "today"): value}, flavour=XML)).wide.loc[0, "interview_date"] == day


def test_numbers_that_a_spreadsheet_changed(changed):
    changes = {(2, "q1_01_2022"): "3.0", (2, "province_code"): "1", (2, "region"): "north", (2, "age"): "34.0"}
    read = read_export(changed(changes, flavour=XML))
    assert read.problems.empty
    assert read.wide.loc[0, ["q1_01_2022", "province_code", "age"]].tolist() == ["3", "01", "34"]


def test_two_columns_of_several_answers_that_disagree_are_a_problem(changed):
    problems = read_export(changed({(2, "obstacles"): "policy", (2, "obstacles/policy"): "0"}, flavour=XML)).problems
    assert problems["row"].tolist() == [2]


def test_who_did_not_agree_was_not_asked(tmp_path):
    """The form ends: no answer is missing by mistake, and none reads as 'this form does not ask it'."""
    wide = people("child", 4, seed=8).assign(consent="yes", guardian_consent="yes", keep_answers="yes")
    blank = [name for name in RATINGS if name in wide] + ["sex", "ethnic_minority", "keep_answers", "obstacles"]
    wide.loc[0, blank] = ""
    wide.loc[0, ["consent", "guardian_consent"]] = ["", "no"]
    wide.loc[1, blank] = ""
    wide.loc[1, "consent"] = "no"
    survey = read_kobo(export(tmp_path / "x", wide, "child", Flavour()))
    assert survey.respondents["consent"].astype(str).tolist() == ["no", "no", "yes", "yes"]
    asked = survey.indicators["child_form"].to_numpy()
    assert (survey.answers[:2, asked] == MISSING).all()
    assert (survey.answers[:2, ~asked] == NOT_ASKED).all()
    assert survey.problems.empty


def test_who_takes_the_answers_back_at_the_end_has_withdrawn(tmp_path):
    wide = people("adult", 3, seed=9).assign(consent="yes", keep_answers=["yes", "no", "yes"])
    survey = read_kobo(export(tmp_path / "x", wide, "adult", Flavour()))
    assert survey.respondents["consent"].astype(str).tolist() == ["yes", "withdrawn", "yes"]


@pytest.mark.parametrize(
    "items, answer",
    [
        (["1", "1", "1", "1", "1", "1"], "no"),
        (["2", "2", "2", "2", "2", "2"], "no"),
        (["1", "1", "3", "1", "1", "1"], "yes"),
        (["4", "", "", "", "", ""], "yes"),
        (["1", "1", "", "1", "1", "1"], ""),
        (["", "", "", "", "", ""], ""),
        (["1", "1", "x", "1", "1", "1"], ""),
    ],
)
def test_disability_follows_the_international_cut_off(items, answer):
    assert disability(pd.DataFrame([items], dtype="str")).tolist() == [answer]


def test_device_numbers_are_replaced_and_respondents_numbered(changed):
    path = changed({(row, "deviceid"): f"collect:{row % 2}" for row in range(2, 8)}, flavour=XML)
    frame = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False).drop(columns="respondent_id")
    frame.to_csv(path, sep=";", index=False)
    read = read_export(path)
    assert read.wide["device"].tolist() == ["T001", "T002"] * 3
    assert not (read.wide == "collect:1").any(axis=None)
    assert read.wide["respondent_id"].tolist() == [f"R{number:04d}" for number in range(1, 7)]
    assert read_kobo(path).problems.empty


def test_a_group_of_another_name_does_not_matter(changed):
    path = changed({}, flavour=XML)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"q1_01_2022"', '"renamed/page/q1_01_2022"'), encoding="utf-8")
    assert "q1_01_2022" not in set(read_export(path).columns["column"])
    assert (read_export(path).wide["q1_01_2022"] != "").all()


# What is refused, in one line.


def refused(path: Path, *words: str, form: str | None = None) -> None:
    with pytest.raises(CgdError) as caught:
        read_kobo(path, form)
    line = str(caught.value)
    assert "\n" not in line
    for word in words:
        assert word in line


def saved(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_an_export_of_another_form_is_named(changed):
    refused(changed({}, "adult"), "looks like an export of form 1", "not of form 3", form="child")
    refused(changed({}, "child"), "looks like an export of form 3", "not of form 2", "q1_03_2022", form="cso")
    with pytest.raises(UsageError, match="adult, cso, child"):
        read_kobo("x.csv", "children")


def test_missing_columns_are_counted_and_named(changed):
    path = changed({}, flavour=XML)
    frame = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False)
    frame.drop(columns=["q1_01_2022", "q1_01_2025", "region", "area"]).to_csv(path, index=False)
    refused(path, "form 1", "4 of", "region, area, q1_01_2022")


def test_what_nobody_needs_may_be_left_out(changed):
    path = changed({}, flavour=XML)
    frame = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False)
    frame.drop(columns=["start", "end", "today", "deviceid", "comment", "instrument", "respondent_id"]).to_csv(
        path, index=False
    )
    assert read_kobo(path).problems.empty


def test_files_of_another_kind(tmp_path):
    refused(tmp_path / "none.csv", "There is no file")
    refused(saved(tmp_path / "a.csv", b""), "is empty")
    refused(saved(tmp_path / "b.csv", b"a,b\n1,2\n"), "no export of the three forms")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    refused(saved(tmp_path / "c.xls", ole + b"Workbook"), "old Excel file")
    refused(saved(tmp_path / "d.xlsx", ole + "EncryptedPackage".encode("utf-16-le")), "password")
    refused(saved(tmp_path / "e.xlsx", b"PK\x03\x04 broken"), "damaged")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("form.csv", "a;b")
    refused(saved(tmp_path / "f.zip", stream.getvalue()), "ZIP archive")
    refused(saved(tmp_path / "g.csv", "tên;tuổi".encode("utf-16")), "UTF-16")
    refused(saved(tmp_path / "h.csv", ";".join(f"c{n}" for n in range(10_000)).encode() + b"\n1"), "10000 columns")
    book = openpyxl.Workbook()
    book.save(tmp_path / "i.xlsx")
    refused(tmp_path / "i.xlsx", "is empty")
    book.active.append([f"c{n}" for n in range(10_000)])
    book.save(tmp_path / "j.xlsx")
    refused(tmp_path / "j.xlsx", "10000 columns")


def test_an_export_without_a_row(tmp_path, changed):
    header = changed({}, flavour=XML).read_text(encoding="utf-8").split("\n")[0]
    refused(saved(tmp_path / "empty.csv", header.encode()), "no row below its header")


def test_headers_that_are_not_one_row(tmp_path):
    wide = people("adult", 3, seed=1)
    form = forms()["adult"]
    header, *rows = table(submissions(wide, form), form, XML)
    labels = table(submissions(wide, form), form, Flavour(words="vi", separator=""))[0]
    groups = ["Phần 1" if place % 9 == 0 else "" for place in range(len(header))]
    hxl = ["#meta" if place < 5 else "" for place in range(len(header))]
    for content, words in (
        ([header, labels, *rows], ["row 2", "second row of column names"]),
        ([header, hxl, *rows], ["row 2", "second row of column names"]),
        ([header, *rows, header, *rows], ["row 5", "repeats"]),
        ([groups, header, *rows], ["row 2", "Delete the rows above"]),
        ([[*header[:12], "", *header[13:]], *rows], ["row 1", "column number 13", "no name"]),
        ([[*header, header[7]], *[[*row, "1"] for row in rows]], ["row 1", "occurs twice"]),
    ):
        for flavour in (Flavour(), Flavour(file="xlsx")):
            refused(write(tmp_path / "h", content, flavour), *words)


@pytest.mark.parametrize("suffix, start", [(".csv", b""), (".xlsx", b"PK\x03\x04")])
@settings(deadline=None, derandomize=True, max_examples=150)
@given(content=st.binary(max_size=300))
@example(content=b'"\n"\x00;\r')
@example(content=b"start;end\n\n1;2")
def test_no_bytes_end_in_a_traceback(suffix, start, content):
    with TemporaryDirectory() as folder:
        path = saved(Path(folder) / f"x{suffix}", start + content)
        with pytest.raises(CgdError):
            read_kobo(path)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.data())
def test_no_damaged_workbook_ends_in_a_traceback(data):
    content = bytearray(_workbook())
    for _time in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    with TemporaryDirectory() as folder:
        path = saved(Path(folder) / "x.xlsx", bytes(content))
        try:
            read_kobo(path)
        except CgdError as error:
            assert "\n" not in str(error)


def _workbook(cache: list[bytes] = []) -> bytes:  # noqa: B006
    if not cache:
        with TemporaryDirectory() as folder:
            path = export(Path(folder) / "x", people("child", 2, seed=1), "child", Flavour(file="xlsx"))
            cache.append(path.read_bytes())
    return cache[0]


texts = st.one_of(
    st.sampled_from(
        ["", "1", "3.0", "98", "yes", "no", "adult", "cso", "child", "Nữ", "=1+1", "2022-07-15", "#NAME?", "\x1f"]
    ),
    st.text(max_size=6),
)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.data())
def test_any_cells_are_read_or_named(data):
    """A table with the right columns and any cells: read, or refused in one line; no cell changes without a word."""
    form = forms()[data.draw(st.sampled_from(list(forms())))]
    header = [question.name for question in form.answers()]
    n = data.draw(st.integers(1, 3))
    few = data.draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, len(header) - 1), texts), max_size=40))
    wide = people(form.key, n, seed=1)
    rows = [[str(row[name]) for name in header] for row in submissions(wide, form)]
    for row, place, text in few:
        rows[row][place] = text
    with TemporaryDirectory() as folder:
        try:
            read = read_export(write(Path(folder) / "x", [header, *rows], Flavour()))
        except CgdError as error:
            assert "\n" not in str(error)
            return
    named = set(zip(read.problems["record"], read.problems["name"], strict=True))
    for row, place, text in few:
        if header[place] in RATINGS and rows[row][place] == text and read.wide["instrument"][row] == form.key:
            cell = read.wide[header[place]][row]
            assert (row, header[place]) in named or cell in {text.strip(), "", "MS", "DK", "RF"} | set("12345")
            if (row, header[place]) in named:
                assert cell == text


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.lists(st.lists(texts, min_size=1, max_size=5), min_size=1, max_size=5))
def test_random_tables_are_refused(content):
    with TemporaryDirectory() as folder, pytest.raises(CgdError):
        read_kobo(write(Path(folder) / "x", content, Flavour()))


def test_rows_of_problems_count_through_several_files(tmp_path):
    wide = people("adult", 3, seed=2).assign(consent="yes", keep_answers="yes")
    first = export(tmp_path / "a", wide, "adult", Flavour())
    second = export(tmp_path / "b", wide.assign(respondent_id=["R0011", "R0012", "R0013"]), "adult", Flavour())
    frame = pd.read_csv(second, sep=";", dtype=str, keep_default_na=False)
    frame.loc[1, ["visit/respondent_id", "person/sex"]] = ["Nam", "F"]
    frame.to_csv(second, index=False)
    export_ = read_export([first, second])
    assert export_.problems[["file", "row", "column", "record"]].to_numpy().tolist() == [["b.csv", 3, "person/sex", 4]]
    survey = read_kobo([first, second])
    assert survey.problems[["row", "column", "value"]].to_numpy().tolist() == [
        [6, "respondent_id", "Nam"],
        [6, "sex", "F"],
    ]
    np.testing.assert_array_equal(survey.answers[:3], survey.answers[3:])
