"""Every figure is said in both languages, with n, and never promises what the data cannot keep."""

import re
from dataclasses import replace

import pytest

from cgd.errors import UsageError
from cgd.language import use_language
from cgd.toolkit.evidence import FIGURES, Evidence, formula, sentence, table_for_people, title
from cgd.toolkit.evidence.from_answers import completeness, metadata, raters, timeliness
from cgd.toolkit.evidence.labels import _columns, _rules
from cgd.toolkit.evidence.missing import reasons

FORBIDDEN = re.compile(
    r"margins? of error|\btrend|±|\bp[- ]?values?\b|significan|confiden|Viet ?Nam"
    r"|biên độ sai số|sai số chọn mẫu|xu hướng|giá trị p\b|ý nghĩa thống kê|khoảng tin cậy|Việt Nam",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def everything(clean, raw):
    from datetime import date

    from cgd.scorecard.codebook import SURVEY_FILE, columns_of

    return [
        *clean.values(),
        *raw.values(),
        completeness({"A": (3, 4), "B": (5, 5)}),
        metadata(columns_of(SURVEY_FILE)),
        *(timeliness(date(2022, 9, 30), date(2022, 12, 1), planned) for planned in (None, date(2022, 11, 1))),
        timeliness(date(2022, 9, 30), date(2022, 12, 1), date(2022, 12, 1)),
        timeliness(date(2022, 9, 30), date(2022, 12, 1), date(2022, 12, 24)),
        raters([1, 2, 3], [1, 3, None]),
        raters([2, 2], [2, 2]),
        *(Evidence("FIG05", missing=code) for code in reasons()),
    ]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_no_sentence_promises_what_the_data_cannot_keep(everything, language):
    use_language(language)
    for item in everything:
        said = sentence(item)
        assert said and "\n" not in said and "{" not in said and "None" not in said and "nan" not in said.split(), said
        assert not FORBIDDEN.search(said), said


@pytest.mark.parametrize("language", ["en", "vi"])
def test_titles_and_formulas_are_there_for_every_figure(language):
    use_language(language)
    for name, figure in FIGURES.items():
        assert title(name) == figure.title != ""
        assert formula(name) == figure.formula != ""
        assert not FORBIDDEN.search(title(name) + formula(name))
        assert figure.source


def test_figures_about_people_say_n(clean):
    for name in ("FIG11", "FIG12", "FIG13", "FIG14", "FIG15", "FIG16", "FIG17", "FIG18", "FIG21", "FIG22", "FIG23"):
        assert re.search(r"n = [\d,]+|[\d,]+ (people|persons)", sentence(clean[name])), name


def test_the_summary_gives_mean_and_both_shares_with_n(clean):
    for part in sentence(clean["FIG16"]).split(";"):
        assert re.search(r"\(n = \d+\): mean \d\.\d\d, [\d.]+ % at 4 and 5, [\d.]+ % at 1 and 2", part)


def test_numbers_are_written_as_the_language_does(clean):
    assert "3,100 respondents" in sentence(clean["FIG02"]) and "103.3 %" in sentence(clean["FIG02"])
    use_language("vi")
    assert "3.100" in sentence(clean["FIG02"]) and "103,3%" in sentence(clean["FIG02"])


def test_2025_is_an_expectation(clean):
    said = sentence(clean["FIG18"])
    assert "Expectation for 2025" in said and "2025 was not measured" in said


@pytest.mark.parametrize("language", ["en", "vi"])
def test_tables_have_labels_and_whole_rows(everything, language):
    use_language(language)
    for item in everything:
        header, rows = table_for_people(item)
        assert len(rows) == len(item.table)
        assert all(len(row) == len(header) and all(isinstance(cell, str) and cell for cell in row) for row in rows)
        for name in {name for row in item.table for name in row}:
            assert name in _columns(), (item.figure, name)
        assert not any(cell in ("None", "nan", "-0.00", "-0,00") for row in rows for cell in row)


def test_codes_have_labels(raw, clean):
    for item in (raw["FIG05"], raw["FIG06"], raw["FIG07"], clean["FIG19"]):
        assert {row["rule"] for row in item.table} <= set(_rules()), item.figure
    _header, rows = table_for_people(clean["FIG16"])
    assert rows[0][:3] == ["Children (11–15)", "All", "520"]
    assert table_for_people(clean["FIG13"])[1][0][:2] == ["Region", "Central and Central Highlands"]
    use_language("vi")
    assert table_for_people(clean["FIG13"])[1][3][1] == "Thành thị"


def test_the_table_of_another_file_is_shown_as_it_is():
    item = Evidence("FIG05", table=[{"group": "martians", "rule": "new_rule", "x": 1}, {"y": True}])
    assert table_for_people(item) == (
        ["Group", "Rule", "x", "y"],
        [["martians", "new_rule", "1", "–"], ["–", "–", "–", "yes"]],
    )


def test_evidence_of_another_version_asks_to_be_computed_again(clean):
    for item in clean.values():
        assert "another version" in sentence(replace(item, value={"other": 1}))


def test_what_is_missing_says_why_and_what_to_do():
    said = sentence(Evidence("FIG02", missing="no_sample_plan"))
    assert said.startswith("Plan against reality could not be computed.") and "sample_plan.csv" in said
    assert "new_code" in sentence(Evidence("FIG02", missing="new_code"))


def test_an_unknown_figure_is_refused():
    for call in (title, formula):
        with pytest.raises(UsageError, match="FIG27"):
            call("FIG99")
