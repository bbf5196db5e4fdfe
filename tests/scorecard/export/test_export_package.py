"""What goes to a statistics office: complete, valid, honest, and without what may not leave."""

import hashlib
import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import pandas as pd
import pytest
from frictionless import validate

from cgd.errors import CgdError, UsageError
from cgd.language import use_language
from cgd.scorecard import Survey
from cgd.scorecard.codebook import Column
from cgd.scorecard.export import course_study, export_package, from_csv
from cgd.scorecard.wide import from_wide, rating_columns, to_wide

C = "{ddi:codebook:2_5}"
FILES = {
    "README.md",
    "checksums.sha256",
    "codebook.csv",
    "data-synthetic.csv",
    "datapackage.json",
    "ddi.xml",
    "indicators.csv",
}
RATED = ["3"] * 12


@pytest.fixture
def few(survey):
    """A part of the shipped survey: every tenth respondent."""
    return survey.part(survey.respondents.index % 10 == 0)


@pytest.fixture
def export(tmp_path):
    def run(survey: Survey, **choices):
        choices = {"title": "My survey", "study": course_study(), "restricted": "leave_out"} | choices
        return export_package(survey, tmp_path / "out", **choices)

    return run


@pytest.fixture
def changed(survey):
    """Some adult respondents of the shipped survey with cells of a column set anew."""

    def make(column: str, values: list[str]) -> Survey:
        part = survey.part(
            (survey.respondents["group"] == "women").cumsum().between(1, len(values))
            & (survey.respondents["group"] == "women")
        )
        wide = to_wide(part)
        wide[column] = pd.array(values, dtype="str")
        return from_wide(wide, part.indicators, part.official, None)

    return make


def test_the_folder_holds_every_file_and_frictionless_finds_it_valid(few, export):
    done = export(few)
    assert {path.name for path in done.files} == {path.name for path in done.folder.iterdir()} == FILES
    report = validate(str(done.folder / "datapackage.json"))
    assert report.flatten(["rowNumber", "fieldName", "message"]) == []
    assert report.valid


def test_checksums_and_sizes_are_those_of_the_files(few, export):
    folder = export(few).folder
    lines = (folder / "checksums.sha256").read_text(encoding="utf-8").splitlines()
    sums = dict(line.split("  ")[::-1] for line in lines)
    assert set(sums) == FILES - {"checksums.sha256"}
    for name, fingerprint in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == fingerprint
    for resource in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        assert resource["bytes"] == (folder / resource["path"]).stat().st_size
        assert resource["hash"] == f"sha256:{sums[resource['path']]}"
    print_ = ET.parse(folder / "ddi.xml").getroot().find(f".//{C}digitalFingerprintValue")
    assert print_.text == sums["data-synthetic.csv"]


def test_data_code_book_and_ddi_have_the_same_columns(few, export):
    folder = export(few).folder
    names = list(from_csv(folder / "data-synthetic.csv").columns)
    book = from_csv(folder / "codebook.csv")
    assert book.loc[book["file"] == "data-synthetic.csv", "name"].tolist() == names
    assert [variable.get("name") for variable in ET.parse(folder / "ddi.xml").iter(f"{C}var")] == names
    assert [column for column in to_wide(few) if column != "comment"] == names
    for file in ("indicators.csv", "codebook.csv"):
        assert book.loc[book["file"] == file, "name"].tolist() == list(from_csv(folder / file).columns)


def test_the_word_synthetic_stands_everywhere(few, export):
    folder = export(few).folder
    for name in ("README.md", "ddi.xml", "datapackage.json", "codebook.csv"):
        assert "synthetic" in (folder / name).read_text(encoding="utf-8"), name
    assert "synthetic" in (folder / "README.md").read_text(encoding="utf-8").splitlines()[0]
    assert json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["synthetic"] is True


def test_the_read_me_names_limits_what_was_left_out_and_the_sampling(few, export):
    done = export(few)
    text = (done.folder / "README.md").read_text(encoding="utf-8")
    assert all(limit["en"] in text for limit in course_study().limits)
    assert len(done.left_out) == 2
    assert all(sentence in text for sentence in done.left_out)
    assert "Recruited through organisations; no probability sample" in text
    assert f"{done.records} records" in text


def test_the_read_me_speaks_the_language_in_use(few, export):
    use_language("vi")
    text = (export(few, title_vi="Khảo sát của tôi").folder / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# Khảo sát của tôi (dữ liệu mô phỏng)\n")
    assert course_study().sampling["vi"] in text


def test_records_of_children_and_lgbtiq_respondents_need_a_decision(few, export, tmp_path):
    with pytest.raises(CgdError, match=r"records are of children or LGBTIQ\+ respondents"):
        export(few, restricted="refuse")
    assert not (tmp_path / "out").exists()


def test_left_out_records_leave_no_trace(few, export):
    done = export(few)
    groups = few.respondents["group"]
    kept = ~groups.isin(["children", "lgbtiq"])
    data = from_csv(done.folder / "data-synthetic.csv")
    assert data["respondent_id"].tolist() == few.respondents.loc[kept, "respondent_id"].tolist()
    assert done.records == kept.sum()
    counts = {
        category.findtext(f"{C}catValu"): category.findtext(f"{C}catStat")
        for variable in ET.parse(done.folder / "ddi.xml").iter(f"{C}var")
        if variable.get("name") == "group"
        for category in variable.iter(f"{C}catgry")
    }
    assert counts["children"] == counts["lgbtiq"] == "0"
    assert counts["women"] == str((groups == "women").sum())


def test_restricted_records_that_are_written_are_announced(few, export):
    done = export(few, restricted="write")
    assert done.records == len(few.respondents)
    count = few.respondents["group"].isin(["children", "lgbtiq"]).sum()
    for name in ("README.md", "ddi.xml"):
        assert f"{count} records are of children" in (done.folder / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "person", [{"group": "children", "instrument": "child", "age": "12", "guardian_consent": "yes"}, {"age": "15"}]
)
def test_a_child_is_known_by_group_form_or_age(tiny, tmp_path, person):
    survey = tiny([({}, RATED), (person, RATED)])
    with pytest.raises(CgdError, match=r"^1 records are of children"):
        export_package(survey, tmp_path / "x", title="t", study=course_study())


def test_nothing_left_is_said(tiny, export):
    with pytest.raises(CgdError, match="Nothing is left"):
        export(tiny([({"group": "lgbtiq"}, RATED)]))


def test_comments_are_left_out_unless_somebody_decides(changed, export):
    survey = changed("comment", ["=HYPERLINK(1)", "Call 0912 345 678", ""])
    done = export(survey)
    for path in done.files:
        assert "0912" not in path.read_text(encoding="utf-8")
    assert any("comment" in sentence for sentence in done.left_out)


def test_comments_with_identifiers_are_refused_when_they_are_checked(changed, export):
    survey = changed("comment", ["good", "Call 0912 345 678", ""])
    with pytest.raises(CgdError, match=f"in record {survey.respondents['respondent_id'].iloc[1]}"):
        export(survey, comments="write_checked")
    assert export(survey, comments="write").left_out == []


def test_a_comment_that_is_a_formula_is_written_as_text_and_comes_back(changed, export):
    survey = changed("comment", ["=1+1", "- x", "fine"])
    folder = export(survey, comments="write_checked").folder
    raw = pd.read_csv(folder / "data-synthetic.csv", dtype=str, keep_default_na=False)
    assert raw["comment"].tolist() == ["'=1+1", "'- x", "fine"]
    assert from_csv(folder / "data-synthetic.csv").equals(to_wide(survey))
    assert validate(str(folder / "datapackage.json")).valid


@pytest.mark.parametrize(
    ("column", "value"), [("consent", "no"), ("consent", "withdrawn"), ("guardian_consent", "withdrawn")]
)
def test_a_record_without_consent_is_never_written(changed, export, column, value):
    survey = changed(column, ["yes", value])
    with pytest.raises(CgdError, match=f"^1 records have no consent, .*{survey.respondents['respondent_id'].iloc[1]}"):
        export(survey, restricted="write", comments="write")


def test_a_child_without_a_guardian_s_consent_is_never_written(tiny, export):
    child = {"group": "children", "instrument": "child", "age": "12"}
    with pytest.raises(CgdError, match="1 records have no consent"):
        export(tiny([(child, RATED)]), restricted="write")


def test_a_survey_with_open_problems_is_refused(changed, export):
    with pytest.raises(CgdError, match="1 cells of the survey are not allowed"):
        export(changed("q1_01_2022", ["55", "4"]))


def test_a_column_that_was_added_needs_a_description(few, export):
    people = few.respondents.assign(weight=1.5)
    survey = replace(few, respondents=people)
    with pytest.raises(CgdError, match="column weight is not in the code book"):
        export(survey)
    weight = Column("weight", "number", "Weight", "Quyền số", "ours", minimum=0, derivation="raking")
    folder = export(survey, described=[weight]).folder
    assert set(from_csv(folder / "data-synthetic.csv")["weight"]) == {"1.5"}
    assert validate(str(folder / "datapackage.json")).valid


def test_an_earlier_export_is_replaced_and_anything_else_is_not(few, export):
    first = export(few)
    before = {path.name: path.read_bytes() for path in first.files}
    second = export(few)
    assert {path.name: path.read_bytes() for path in second.files} == before
    readme = first.folder / "README.md"
    readme.write_text("my own words", encoding="utf-8")
    with pytest.raises(CgdError, match=r"README\.md, which is not as an export wrote it"):
        export(few)
    assert readme.read_text(encoding="utf-8") == "my own words"
    readme.write_bytes(before["README.md"])
    (first.folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CgdError, match=r"notes\.txt"):
        export(few)


def test_a_file_is_no_folder_and_words_must_be_known(few, export, tmp_path):
    with pytest.raises(UsageError, match="leave_out"):
        export(few, restricted="perhaps")
    with pytest.raises(UsageError, match="write_checked"):
        export(few, comments="perhaps")
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file"):
        export(few)


def test_a_real_survey_is_not_called_synthetic(few, export):
    study = replace(course_study(), synthetic=False)
    folder = export(few, study=study).folder
    assert (folder / "data.csv").is_file()
    assert (folder / "README.md").read_text(encoding="utf-8").startswith("# My survey\n")


def test_ratings_are_those_of_the_survey(few, export):
    data = from_csv(export(few).folder / "data-synthetic.csv").set_index("respondent_id")
    wide = to_wide(few).set_index("respondent_id").loc[data.index]
    names = rating_columns(few.indicators)
    assert data[names].equals(wide[names])
