"""The data package: valid for machines, honest for people, complete."""

import hashlib
import json
import unicodedata

import pandas as pd
import pytest
from frictionless import validate

from cgd.language import use_language
from cgd.scorecard.codebook import SURVEY_FILE, columns_of
from cgd.scorecard.survey import area_labels, group_labels, rating_labels, region_labels, sdg_labels

CSV_FILES = [
    "codebook.csv",
    "indicators.csv",
    "known_issues.csv",
    "official-status-illustrative.csv",
    "provinces.csv",
    "scorecard-2022-synthetic.csv",
]


@pytest.fixture(scope="module")
def package(shipped) -> dict:
    return json.loads((shipped / "datapackage.json").read_text(encoding="utf-8"))


def test_frictionless_finds_the_package_valid(shipped):
    report = validate(str(shipped / "datapackage.json"))
    assert report.flatten(["rowNumber", "fieldName", "message"]) == []
    assert report.valid


def test_frictionless_finds_a_rating_of_6(edit):
    report = validate(str(edit(5, "q4_02_2022", "6") / "datapackage.json"))
    assert [5, "q4_02_2022"] in report.flatten(["rowNumber", "fieldName"])


def test_the_word_synthetic_stands_in_title_file_name_and_licence(package, shipped):
    assert "synthetic" in package["title"]
    assert "synthetic" in package["name"]
    assert "synthetic" in SURVEY_FILE
    assert all("synthetic" in licence["title"] for licence in package["licenses"])
    assert "synthetic" in (shipped / "README.md").read_text(encoding="utf-8").splitlines()[0]


def test_the_package_lists_every_file_with_its_size_and_hash(package, shipped):
    assert sorted(resource["path"] for resource in package["resources"]) == CSV_FILES
    for resource in package["resources"]:
        content = (shipped / resource["path"]).read_bytes()
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


def test_the_code_book_has_every_column_of_every_file_in_order(shipped):
    book = pd.read_csv(shipped / "codebook.csv", dtype=str, keep_default_na=False)
    for name in CSV_FILES:
        header = (shipped / name).read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        assert book.loc[book["file"] == name, "name"].tolist() == header


def test_the_code_book_is_complete_in_both_languages(shipped):
    book = pd.read_csv(shipped / "codebook.csv", dtype=str, keep_default_na=False)
    assert (book[["label_en", "label_vi", "mark"]] != "").all(axis=None)
    assert (book["label_en"] != book["label_vi"]).all()
    for row in book[book["codes"] != ""].itertuples():
        assert len(row.codes.split("|")) == len(row.codes_en.split("|")) == len(row.codes_vi.split("|"))


def test_every_cell_of_the_survey_is_described_by_the_code_book(shipped, survey):
    table = pd.read_csv(shipped / SURVEY_FILE, dtype=str, keep_default_na=False)
    for column in columns_of(SURVEY_FILE, survey.indicators):
        if column.codes:
            assert set(table[column.name]) <= {*column.codes, *column.missing, *([""] if column.optional else [])}


def test_files_are_composed_unicode_with_unix_line_ends_and_no_mark(shipped):
    for path in shipped.iterdir():
        content = path.read_bytes()
        text = content.decode("utf-8")
        assert unicodedata.is_normalized("NFC", text), path.name
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
    columns = {column.name: column for file in CSV_FILES for column in columns_of(file, survey.indicators)}
    for place, language in enumerate(("en", "vi")):
        use_language(language)
        for name, names in labels.items():
            assert {code: pair[place] for code, pair in columns[name].codes.items()} == {
                str(code): label.replace("\u00a0", " ") for code, label in names().items()
            }
