"""The data packages: valid for machines, honest for people, complete."""

import hashlib
import json
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from frictionless import validate

from cgd.language import use_language
from cgd.scorecard.codebook import RAW_SURVEY_FILE, SURVEY_FILE, columns_of, files_of
from cgd.scorecard.make import PACKAGES
from cgd.scorecard.survey import area_labels, group_labels, rating_labels, region_labels, sdg_labels

SYNTHETIC = ["scorecard-2022", "qualitative-2022", "pilot-2019"]


@pytest.fixture(scope="module")
def package(shipped) -> dict:
    return json.loads((shipped / "datapackage.json").read_text(encoding="utf-8"))


@pytest.fixture(params=PACKAGES)
def folder(request, root) -> Path:
    """Each shipped package."""
    return root / "datasets" / request.param


def description(folder: Path) -> dict:
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def test_frictionless_finds_every_package_valid(folder):
    report = validate(str(folder / "datapackage.json"))
    assert report.flatten(["rowNumber", "fieldName", "message"]) == []
    assert report.valid


def test_frictionless_finds_a_rating_of_6(edit):
    report = validate(str(edit(5, "q4_02_2022", "6") / "datapackage.json"))
    assert [5, "q4_02_2022"] in report.flatten(["rowNumber", "fieldName"])


@pytest.mark.parametrize("name", SYNTHETIC)
def test_the_word_synthetic_stands_in_title_name_and_licence(name, root):
    folder = root / "datasets" / name
    package = description(folder)
    assert "synthetic" in package["title"]
    assert "synthetic" in package["name"]
    assert all("synthetic" in licence["title"] for licence in package["licenses"])
    assert "synthetic" in (folder / "README.md").read_text(encoding="utf-8").splitlines()[0]
    assert package["synthetic"]["seed"] is not None


def test_survey_files_say_synthetic_in_their_names():
    assert "synthetic" in SURVEY_FILE
    assert "synthetic" in RAW_SURVEY_FILE


def test_every_package_says_what_it_is_in_both_languages_with_licence_and_known_issues(folder):
    package = description(folder)
    for english, vietnamese in (("title", "title_vi"), ("description", "description_vi")):
        assert package[english]
        assert package[vietnamese]
        assert package[english] != package[vietnamese]
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert all(resource["title"] != resource["title_vi"] for resource in package["resources"])
    issues = pd.read_csv(folder / "known_issues.csv", dtype=str)
    assert len(issues)
    assert issues["issue_id"].is_unique


def test_the_package_lists_every_file_with_its_size_and_hash(folder):
    package = description(folder)
    there = {path.name for path in folder.iterdir()} - {"datapackage.json", "README.md"}
    assert {resource["path"] for resource in package["resources"]} == there
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()


def test_missing_values_have_names(package):
    survey = next(resource for resource in package["resources"] if resource["path"] == SURVEY_FILE)
    assert survey["schema"]["missingValues"] == [
        {"value": "DK", "label": "Don't know"},
        {"value": "RF", "label": "Refused to answer"},
        {"value": "MS", "label": "No usable answer (set by editing)"},
        {"value": "", "label": "Not asked on this form"},
    ]


def test_the_code_book_has_every_column_of_every_file_in_order(folder):
    book = pd.read_csv(folder / "codebook.csv", dtype=str, keep_default_na=False)
    as_came_in = {"scorecard-2022-raw-synthetic.csv": "scorecard-2022-synthetic.csv"}
    as_came_in["indicators-raw.csv"] = "indicators.csv"
    for path in folder.glob("*.csv"):
        header = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        described = as_came_in.get(path.name, path.name)
        assert book.loc[book["file"] == described, "name"].tolist() == header, path.name


def test_the_code_book_is_complete_in_both_languages(folder):
    book = pd.read_csv(folder / "codebook.csv", dtype=str, keep_default_na=False)
    assert (book[["label_en", "label_vi", "mark"]] != "").all(axis=None)
    assert (book["label_en"] != book["label_vi"]).all()
    assert set(book["mark"]) <= {"published", "source", "ours"}
    for row in book[book["codes"] != ""].itertuples():
        assert len(row.codes.split("|")) == len(row.codes_en.split("|")) == len(row.codes_vi.split("|"))


def test_every_cell_of_the_survey_is_described_by_the_code_book(shipped, survey):
    table = pd.read_csv(shipped / SURVEY_FILE, dtype=str, keep_default_na=False)
    for column in columns_of(SURVEY_FILE, survey.indicators):
        if column.codes:
            assert set(table[column.name]) <= {*column.codes, *column.missing, *([""] if column.optional else [])}


def test_files_are_composed_unicode_with_unix_line_ends_and_no_mark(folder):
    for path in folder.iterdir():
        if path.suffix == ".xlsx":
            continue
        content = path.read_bytes()
        text = content.decode("utf-8")
        # Decomposed letters are one of the planted faults.
        assert unicodedata.is_normalized("NFC", text) or path.name == RAW_SURVEY_FILE, path.name
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content
        assert content.endswith(b"\n")


def test_each_indicator_has_one_number_and_two_names(survey):
    indicators = survey.indicators
    assert indicators["indicator_id"].is_unique
    assert (indicators["indicator_id"].str.split(".").str[0].astype(int) == indicators["sdg"]).all()
    assert (indicators[["name_en", "name_vi"]].map(len) > 5).all(axis=None)


def test_what_the_report_does_not_publish_is_not_marked_as_published(shipped):
    book = pd.read_csv(shipped / "codebook.csv", dtype=str, keep_default_na=False).set_index("name")
    assert (book.loc[book.index.str.fullmatch(r"q\d+_\d+_\d+"), "mark"] == "ours").all()
    assert "LGBTIQ+ (ours)" in book.loc["instrument", "codes_en"]


def test_the_official_picture_is_marked_as_ours(survey):
    official = survey.official
    assert (official["mark"] == "ours").all()
    assert official["note"].str.contains("not an official figure").all()
    score = (5 * official["completed"] + 4 * official["expected_2025"] + 3 * official["in_progress"]) / official[
        "indicators"
    ]
    assert (official["score"] - score).abs().max() < 0.0001
    assert (official[["completed", "expected_2025", "in_progress"]].sum(axis=1) == official["indicators"]).all()


def test_the_sixteen_known_issues_are_listed(shipped):
    issues = pd.read_csv(shipped / "known_issues.csv", dtype=str)
    assert issues["issue_id"].tolist() == [f"C{number:02d}" for number in range(1, 17)]


def test_the_code_book_and_the_charts_call_everything_by_the_same_name(survey):
    labels = {
        "group": group_labels,
        "region": region_labels,
        "area": area_labels,
        "sdg": sdg_labels,
        "q1_01_2022": rating_labels,
    }
    checked = [file for file in files_of("scorecard-2022") if "raw" not in file]
    columns = {column.name: column for file in checked for column in columns_of(file, survey.indicators)}
    for place, language in enumerate(("en", "vi")):
        use_language(language)
        for name, names in labels.items():
            assert {code: pair[place] for code, pair in columns[name].codes.items()} == {
                str(code): label.replace("\u00a0", " ") for code, label in names().items()
            }
