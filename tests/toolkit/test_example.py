"""The worked example: whole, honest, and never out of date."""

import re
from datetime import UTC, datetime

import polib
import pytest
from samples import FORM
from test_exports import typed

from cgd.toolkit.answers import is_answered
from cgd.toolkit.answers_file import answers_text, read_answers
from cgd.toolkit.computing import data_path, evidence_for
from cgd.toolkit.examples import examples, read_example
from cgd.toolkit.export import html_page
from cgd.toolkit.loading import toolkit_folder
from cgd.toolkit.progress import asks
from cgd.toolkit.rules.hard import violations
from cgd.toolkit.rules.settings import load_rules
from cgd.toolkit.rules.verdict import verdicts
from cgd.toolkit.words import speaking

FILE = toolkit_folder() / "examples" / "scorecard-2022.yml"
RULES = load_rules("viet-nam")
EXPECTED = {
    "community_learning": "caveat",
    "advocacy": "caveat",
    "sdg_report": "not_fit",
    "official_picture": "not_fit",
}


@pytest.fixture(scope="module")
def example():
    return read_answers(FILE)


def test_every_question_is_answered_or_says_why_not(example):
    assert not example.unplaced
    for question in FORM.questions():
        answer = example.of(question.id)
        if question.tier == 1:
            assert is_answered(question, answer) or not asks(question), question.id
        assert not asks(question) or answer.values or (answer.state and answer.reason), question.id


def test_every_contradiction_of_the_sources_is_told(example):
    told = set(re.findall(r"C\d\d", answers_text(example)))
    assert told >= {f"C{number:02d}" for number in range(1, 17)}


def test_no_rule_is_broken_and_the_verdicts_follow(example):
    assert violations(example, FORM, RULES) == []
    found = verdicts(example, FORM, RULES)
    assert {item.use: item.verdict for item in found} == EXPECTED
    assert {item.use: item.given for item in found} == EXPECTED


def test_the_evidence_is_what_the_data_give_now(example):
    made = datetime(2026, 11, 25, 8, tzinfo=UTC)
    assert example.evidence == evidence_for(example, FORM, data_path(example, FILE), made=made)


def test_numbers_in_the_prose_come_from_the_evidence(example):
    figures = example.evidence
    assert figures["FIG02"].value["achieved"] == 3100 and "3,100" in str(example.value("J6", "line"))
    summary = figures["FIG16"].value
    assert f"{summary['women_mean']:.2f} of 5" in str(example.value("K5", "better"))
    assert f"n = {summary['women_n']}" in str(example.value("K5", "better"))
    change = figures["FIG18"].value
    assert [round(change[f"{end}_per_year"], 2) for end in ("lowest", "highest")] == [0.17, 0.21]
    assert abs(figures["FIG23"].value["largest_shift"]) < 0.05  # "a few hundredths" (I2)
    response = figures["FIG03"].value
    assert (response["partners_computable"], response["partners"]) == (4, 7)  # G5
    assert figures["FIG11"].value["interviewers"] == 24  # G2


def test_no_person_is_named(example, root):
    text = answers_text(example)
    assert not re.search(r"\b(Mr|Ms|Mrs|Dr)\b\.?|\bBà\b|\bÔng\b", text)


def test_vietnamese_example_says_the_same(example, root):
    with speaking("vi"):
        found = read_example("scorecard-2022")
    assert found.language == "vi"
    assert set(found.answers) == set(example.answers)
    entries = polib.pofile(str(root / "locale" / "vi" / "example-scorecard-2022.po"))
    english = {entry.msgid for entry in entries if entry.msgstr != entry.msgid}
    assert typed(example) & english and typed(found) & english == set()
    assert {i.use: i.verdict for i in verdicts(found, FORM, RULES)} == EXPECTED


def test_every_document_of_the_example_says_synthetic(example):
    assert examples() == ["scorecard-2022"]
    for what in ("toolkit", "declaration", "nso", "indicators"):
        assert "synthetic" in html_page(what, example, FORM, RULES)
