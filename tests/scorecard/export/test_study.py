"""The description of a whole survey: complete, in two languages, honest about synthetic data."""

import pytest
import yaml

from cgd.errors import CgdError
from cgd.scorecard.export import course_study, read_study
from cgd.scorecard.export.study import COURSE_STUDY


@pytest.fixture
def changed(tmp_path):
    """Write the course's study with some fields changed (None removes one) and return its path."""

    def write(**fields):
        content = yaml.safe_load(COURSE_STUDY.read_text(encoding="utf-8")) | fields
        path = tmp_path / "mine.yml"
        kept = {name: value for name, value in content.items() if value is not None}
        path.write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")
        return path

    return write


def test_the_course_says_synthetic_and_how_people_were_recruited():
    study = course_study()
    assert study.synthetic
    assert "synthetic" in study.title["en"]
    assert "mô phỏng" in study.title["vi"]
    assert study.sampling["en"].startswith("Recruited through organisations; no probability sample")


def test_a_title_of_synthetic_data_says_so_once():
    study = course_study()
    assert study.entitled("My survey").title == {
        "en": "My survey (synthetic data)",
        "vi": "My survey (dữ liệu mô phỏng)",
    }
    assert study.entitled("Synthetic survey", "Khảo sát mô phỏng").title == {
        "en": "Synthetic survey",
        "vi": "Khảo sát mô phỏng",
    }


def test_a_real_survey_keeps_its_title(changed):
    assert read_study(changed(synthetic=False)).title["en"] == "Scorecard survey 2022, Viet Nam"


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"sampling": None}, "field sampling is missing"),
        ({"colour": "red"}, "no field colour"),
        ({"sampling": {"en": "x"}}, "field sampling needs a text in each"),
        ({"limits": []}, "field limits needs"),
        ({"keywords": {"en": ["a"]}}, "field keywords needs"),
        ({"version": 1.0}, "field version needs a text in quotation marks"),
        ({"synthetic": "yes"}, "field synthetic must be true or false"),
    ],
)
def test_a_gap_is_named(changed, fields, line):
    with pytest.raises(CgdError, match=line):
        read_study(changed(**fields))


def test_a_file_that_is_no_description_is_refused(tmp_path):
    with pytest.raises(CgdError, match=r"no file .*nothing\.yml"):
        read_study(tmp_path / "nothing.yml")
    path = tmp_path / "x.yml"
    for content, line in (("a: [", "no YAML"), ("- 1", "field synthetic is missing")):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(CgdError, match=line):
            read_study(path)
