"""Whatever a file holds: it is read with every cell kept, or refused in one line, without a traceback."""

import csv
import io
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cgd.errors import CgdError
from cgd.scorecard import Survey, load, read
from cgd.scorecard.codebook import INDICATOR_FILE, OFFICIAL_FILE, SURVEY_FILE
from cgd.scorecard.loading import ReadError
from cgd.scorecard.wide import to_wide

SHIPPED = Path(__file__).resolve().parents[2] / "datasets" / "scorecard-2022"
HEADER, *ROWS = (SHIPPED / SURVEY_FILE).read_text(encoding="utf-8").split("\n")[:4]
NAMES = HEADER.split(",")
START = "\n".join([HEADER, *ROWS]).encode() + b"\n"

careful = settings(deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.data_too_large])


def read_bytes(content: bytes) -> Survey:
    """Read a survey file with this content, beside the shipped tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in (INDICATOR_FILE, OFFICIAL_FILE):
            (folder / file).write_bytes((SHIPPED / file).read_bytes())
        (folder / SURVEY_FILE).write_bytes(content)
        return read(folder)


def refused_or_read(content: bytes) -> Survey | None:
    """The survey, or None when the file was refused in one line that names it."""
    try:
        return read_bytes(content)
    except CgdError as error:
        assert "\n" not in str(error)
        assert SURVEY_FILE in str(error)
        return None


@careful
@given(st.binary(max_size=2000))
def test_random_bytes_are_refused(content):
    assert refused_or_read(content) is None


@careful
@given(st.lists(st.tuples(st.integers(0, len(START) - 1), st.binary(max_size=3), st.integers(0, 3)), max_size=4))
def test_a_damaged_file_is_refused_or_read_cell_by_cell(damages):
    content = START
    for place, new, length in damages:
        content = content[:place] + new + content[place + length :]
    survey = refused_or_read(content)
    if survey is not None:
        header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        rows = [row for row in rows if any(cell.strip() for cell in row)]
        assert len(survey.respondents) == len(rows)
        assert_kept(survey, [name.strip() for name in header], rows)


cell = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12),
    st.sampled_from(
        ["=cmd|' /C calc'!A0", "+84 912", "-98", "@SUM(A1)", "99", "năm", '"', ",", ";", "\n", "\r", "\t", "01"]
    ),
)


@careful
@given(st.dictionaries(st.sampled_from(NAMES), cell, max_size=8))
def test_any_text_in_any_cell_is_kept_or_listed_with_its_place(cells):
    row = dict(zip(NAMES, ROWS[0].split(","), strict=True)) | cells
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([NAMES, [row[name] for name in NAMES], ROWS[1].split(",")])
    survey = refused_or_read(stream.getvalue().encode("utf-8"))
    if survey is not None:
        assert_kept(survey, NAMES, [[row[name] for name in NAMES], ROWS[1].split(",")])
        for problem in survey.problems.itertuples():
            assert problem.file == SURVEY_FILE
            assert problem.row in (2, 3)


def assert_kept(survey: Survey, names: list[str], rows: list[list[str]]) -> None:
    """Every cell of the file is in the survey as it was; only composed letters and the zero of 01 may differ."""
    wide = to_wide(survey)
    for number, row in enumerate(rows):
        for name, text in zip(names, row, strict=True):
            kept = wide[name].iloc[number] if name else text
            same = unicodedata.normalize("NFC", kept) == unicodedata.normalize("NFC", text)
            assert same or (name == "province_code" and kept == text.zfill(2)), (name, text, kept)


def test_all_errors_are_listed_at_once_with_file_row_and_column(tmp_path):
    rows = [line.split(",") for line in ROWS]
    for number, (name, text) in enumerate([("age", "old"), ("q1_01_2022", "6"), ("group", "LGBT")]):
        rows[number][NAMES.index(name)] = text
    for file in (INDICATOR_FILE, OFFICIAL_FILE):
        (tmp_path / file).write_bytes((SHIPPED / file).read_bytes())
    (tmp_path / SURVEY_FILE).write_text("\n".join([HEADER, *(",".join(row) for row in rows)]), encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        load(tmp_path)
    found = caught.value.problems
    assert list(zip(found["row"], found["column"], found["value"], strict=True)) == [
        (2, "age", "old"),
        (3, "q1_01_2022", "6"),
        (4, "group", "LGBT"),
    ]
    assert "3 cells are not allowed in all" in str(caught.value)
    # The reader gives the rest of the survey.
    survey = read(tmp_path)
    assert survey.respondents["age"].isna().tolist() == [True, False, False]
    assert survey.problems.equals(found)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named(encoding):
    with pytest.raises(CgdError, match="UTF-16"):
        read_bytes(START.decode().encode(encoding))


def test_windows_1258_is_named_with_its_place():
    # Windows-1258 writes "Điện" with the dot below as a sign of its own.
    text = ",".join([*ROWS[0].split(",")[: NAMES.index("comment")], "Đie\u0323n", ROWS[0].split(",", 20)[20]])
    with pytest.raises(CgdError, match=r"row 2, column comment: letters are not saved as UTF-8"):
        read_bytes((HEADER + "\n" + text + "\n").encode("cp1258"))


def test_ten_thousand_columns_are_refused():
    header = HEADER + "".join(f",x{number}" for number in range(10_000))
    with pytest.raises(CgdError, match=r"has 10,?158 columns"):
        read_bytes((header + "\n" + ROWS[0] + "," * 10_000 + "\n").encode())


def test_a_file_of_another_survey_is_refused_not_read_as_empty():
    other = "\n".join([HEADER, ",".join(["Q"] * len(NAMES))] * 2).encode()
    with pytest.raises(CgdError, match="Is it the right file"):
        read_bytes(other)


@pytest.mark.parametrize("change", [lambda t: t.replace(b"\n", b"\r"), lambda t: t.replace(b"\n", b"\n\n")])
def test_old_line_ends_and_empty_rows_lose_nothing(change):
    survey = refused_or_read(change(START))
    if survey is not None:
        assert len(survey.respondents) == len(ROWS)


def test_the_fast_and_the_careful_reader_find_the_same(monkeypatch):
    fast = read(SHIPPED, "raw")
    monkeypatch.setattr("cgd.scorecard.tables._plain", lambda path: None)
    careful_one = read(SHIPPED, "raw")
    assert fast.respondents.equals(careful_one.respondents)
    assert (fast.answers == careful_one.answers).all()
    # The careful reader composes letters (NFC); the fast one lists decomposed texts as they stand.
    composed = fast.problems["value"].map(lambda text: unicodedata.normalize("NFC", text))
    assert composed.tolist() == careful_one.problems["value"].tolist()


def test_pieces_of_a_large_file_give_the_same_as_the_whole(monkeypatch):
    whole = read(SHIPPED, "raw")
    monkeypatch.setattr("cgd.scorecard.loading.CHUNK", 700)
    pieces = read(SHIPPED, "raw")
    assert whole.respondents.equals(pieces.respondents)
    assert (whole.answers == pieces.answers).all()
    assert whole.problems.astype("str").equals(pieces.problems.astype("str"))
