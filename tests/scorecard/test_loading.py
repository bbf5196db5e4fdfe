"""Good files are read, also as Excel saves them; bad ones are refused in one line that names file, row and column."""

import subprocess
import sys
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from cgd.errors import CgdError, UsageError
from cgd.scorecard import load
from cgd.scorecard.codebook import INDICATOR_FILE, OFFICIAL_FILE, SURVEY_FILE


def refusal(folder: Path) -> str:
    """The line with which a dataset is refused."""
    with pytest.raises(CgdError) as caught:
        load(folder)
    line = str(caught.value)
    assert "\n" not in line
    assert caught.value.exit_status == 1
    return line


def first_row(folder: Path, **values: str) -> int:
    """Row, as a spreadsheet counts, of the first respondent with these values."""
    table = pd.read_csv(folder / SURVEY_FILE, dtype=str)
    same = pd.concat([table[name] == value for name, value in values.items()], axis=1).all(axis=1)
    return int(same.idxmax()) + 2


def test_a_rating_of_6_is_refused_with_its_place_and_what_is_allowed(edit):
    line = refusal(edit(5, "q4_02_2022", "6"))
    assert line == (
        "scorecard-2022-synthetic.csv, row 5, column q4_02_2022: '6' is not allowed; "
        "allowed: 1, 2, 3, 4, 5, DK, RF, MS."
    )


def test_several_bad_cells_are_counted(edit):
    edit(5, "q4_02_2022", "6")
    assert "row 5, column q4_02_2022" in (line := refusal(edit(9, "q4_02_2022", "0")))
    assert line.endswith("1 more cells of this kind.")


def test_an_unknown_group_is_refused(edit):
    line = refusal(edit(2, "group", "lgbt"))
    assert "row 2, column group: 'lgbt'" in line
    assert "children, youth, women, pwd, lgbtiq, cso" in line


def test_a_doubled_respondent_is_refused_at_the_second_place(edit):
    line = refusal(edit(3, "respondent_id", "R0001"))
    assert "row 3, column respondent_id: 'R0001'" in line
    assert "once" in line


@pytest.mark.parametrize(
    "column, value, hint",
    [
        ("age", "eleven", "whole number"),
        ("age", "140", "0 to 120"),
        ("age", "٤٠", "whole number"),
        ("interview_date", "15/07/2022", "2022-07-31"),
        ("interview_date", "2022-02-30", "2022-07-31"),
        ("interviewer", "Nguyen", "must look like"),
        ("province_code", "111", "must look like"),
        ("consent", "", "the cell is empty"),
    ],
)
def test_other_cells_that_are_not_allowed_are_located(edit, column, value, hint):
    line = refusal(edit(7, column, value))
    assert f"row 7, column {column}: {value!r} is not allowed" in line
    assert hint in line


def test_an_empty_answer_to_a_question_that_was_asked_is_refused(edit, copy):
    row = first_row(copy, instrument="adult")
    line = refusal(edit(row, "q8_03_2025", ""))
    assert f"row {row}, column q8_03_2025" in line
    assert "DK (don't know)" in line


def test_an_answer_that_the_children_s_form_does_not_ask_is_refused(edit, copy):
    row = first_row(copy, instrument="child")
    line = refusal(edit(row, "q1_03_2022", "4"))
    assert f"row {row}, column q1_03_2022: '4'" in line
    assert "children's form" in line


def test_a_missing_column_is_named(copy):
    path = copy / SURVEY_FILE
    table = pd.read_csv(path, dtype=str, keep_default_na=False).drop(columns=["region", "q16_12_2025"])
    table.to_csv(path, index=False)
    assert refusal(copy) == "scorecard-2022-synthetic.csv, row 1: the column region is missing (2 missing in all)."


def test_a_doubled_column_and_an_unknown_rating_column_are_named(copy):
    path = copy / SURVEY_FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",area,", ",region,", 1), encoding="utf-8")
    assert "row 1: the column region occurs twice" in refusal(copy)
    path.write_text(
        "\n".join(
            f"{line},{extra}" for line, extra in zip(text.split("\n"), ["q1_99_2022"] + ["3"] * 3100, strict=False)
        ),
        encoding="utf-8",
    )
    assert "row 1: the column q1_99_2022 belongs to no indicator" in refusal(copy)


def test_an_own_column_is_kept(copy):
    path = copy / SURVEY_FILE
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    path.write_text("\n".join([lines[0] + ",remark", *(f"{line},Tốt" for line in lines[1:])]), encoding="utf-8")
    assert set(load(copy).respondents["remark"]) == {"Tốt"}


def test_a_row_with_too_few_cells_is_named(copy):
    path = copy / SURVEY_FILE
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[3] = lines[3].rsplit(",", 2)[0]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert "row 4: 156 cells, but the header has 158" in refusal(copy)


@pytest.mark.parametrize("row, column", [(2, "respondent_id"), (12, "sex")])
def test_broken_encoding_is_located(copy, row, column):
    path = copy / SURVEY_FILE
    lines = path.read_bytes().split(b"\n")
    cells = lines[row - 1].split(b",")
    cells[lines[0].split(b",").index(column.encode())] = "Nữ".encode("cp1258", "replace") + b"\xf5\xff"
    lines[row - 1] = b",".join(cells)
    path.write_bytes(b"\n".join(lines))
    line = refusal(copy)
    assert f"row {row}, column {column}: letters are not saved as UTF-8" in line


def test_utf_16_and_an_empty_file_are_refused(copy):
    path = copy / SURVEY_FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-16")
    assert "UTF-16" in refusal(copy)
    path.write_bytes(b"")
    assert "is empty" in refusal(copy)


def test_a_file_without_respondents_and_a_renamed_workbook_are_refused(copy):
    path = copy / SURVEY_FILE
    path.write_text(path.read_text(encoding="utf-8").split("\n", 1)[0] + "\n", encoding="utf-8")
    assert "has no row below its header" in refusal(copy)
    path.write_bytes(b"PK\x03\x04\x14\x00\x06\x00")
    assert "is an Excel workbook" in refusal(copy)


def test_a_folder_in_the_place_of_a_file_is_named(copy):
    (copy / OFFICIAL_FILE).unlink()
    (copy / OFFICIAL_FILE).mkdir()
    assert f"{OFFICIAL_FILE} cannot be read" in refusal(copy)


def test_a_whole_page_in_one_cell_is_shortened_in_the_message(edit):
    line = refusal(edit(4, "sex", "x" * 50_000))
    assert "row 4, column sex: 'xxx" in line
    assert len(line) < 300


def test_an_open_quotation_mark_is_refused(edit):
    assert "is not a table" in refusal(edit(4, "sex", '"female'))


def test_a_missing_file_is_named(copy):
    (copy / OFFICIAL_FILE).unlink()
    assert f"the file {OFFICIAL_FILE} is missing" in refusal(copy)


def test_an_indicator_number_that_a_spreadsheet_shortened_is_refused(copy):
    path = copy / INDICATOR_FILE
    path.write_text(path.read_text(encoding="utf-8").replace("\n1.10,", "\n1.1,"), encoding="utf-8")
    line = refusal(copy)
    assert "indicators.csv, row 11, column indicator_id: '1.1'" in line


def test_a_missing_sdg_of_the_official_picture_is_named(copy):
    path = copy / OFFICIAL_FILE
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join(line for line in lines if not line.startswith("13,")), encoding="utf-8")
    assert "there is no row for SDG 13" in refusal(copy)


def test_a_file_as_excel_saves_it_is_read(copy, survey):
    """Byte-order mark, semicolons, Windows line ends, empty last rows and columns, province codes without zero."""
    path = copy / SURVEY_FILE
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table["province_code"] = table["province_code"].str.lstrip("0")
    text = table.to_csv(sep=";", index=False, lineterminator="\r\n") + ";" * (len(table.columns) - 1) + "\r\n"
    text = text.replace("\r\n", ";;\r\n")
    path.write_bytes(text.encode("utf-8-sig"))
    again = load(copy)
    pd.testing.assert_frame_equal(again.respondents, survey.respondents)
    pd.testing.assert_frame_equal(again.ratings, survey.ratings)


def test_letters_with_separate_accents_are_composed(copy, survey):
    path = copy / INDICATOR_FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(unicodedata.normalize("NFD", text), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    pd.testing.assert_frame_equal(load(copy).indicators, survey.indicators)


def test_a_dataset_is_found_by_name_from_any_folder(shipped, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load().folder == shipped


def test_a_dataset_in_the_current_folder_comes_first(copy, tmp_path, monkeypatch):
    (tmp_path / "datasets").mkdir()
    copy.rename(tmp_path / "datasets" / "scorecard-2022")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert load("scorecard-2022").folder == tmp_path / "datasets" / "scorecard-2022"


def test_an_unknown_dataset_names_those_there_are(tmp_path):
    for name in ("scorecard-2023", str(tmp_path / "nowhere")):
        with pytest.raises(UsageError, match=r"There is no dataset .*scorecard-2022") as caught:
            load(name)
        assert caught.value.exit_status == 2
    with pytest.raises(UsageError, match=r"holds no scorecard-2022-synthetic\.csv"):
        load(tmp_path)


def test_importing_the_package_loads_no_library_and_every_name_is_there():
    """A command that only says its help must not wait for pandas; and the list of names is complete."""
    script = (
        "import sys, cgd.scorecard as s; assert 'pandas' not in sys.modules and 'matplotlib' not in sys.modules; "
        "assert set(s.__all__) == set(s._HOME_OF); [getattr(s, name) for name in s.__all__]"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
