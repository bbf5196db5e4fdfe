"""The bank is whole, and a country's form differs from it only where the overlay says so."""

import re

import pytest
import yaml

from cgd.errors import CgdError, UsageError
from cgd.toolkit.loading import compare, load_toolkit, toolkit_folder

EVERY = {"A": 7, "B": 7, "C": 8, "D": 10, "E": 9, "F": 9, "G": 10, "H": 11, "I": 11, "J": 10, "K": 9, "L": 6}


@pytest.fixture(scope="module")
def bank():
    return load_toolkit("global")


def test_twelve_sections_with_107_questions(bank):
    assert {section.id: len(section.questions) for section in bank.sections} == EVERY
    assert sum(question.tier == 1 for question in bank.questions()) == 59


def test_every_question_says_where_it_comes_from(bank):
    for question in bank.questions():
        assert question.status in "RPN" and question.source
        assert question.gsbpm and question.nqaf, question.id
        assert all(re.fullmatch(r"\d\.\d", part) for part in question.gsbpm)
        assert all(1 <= number <= 19 for number in question.nqaf)


def test_the_first_page_says_that_it_is_a_reconstruction(bank):
    assert "reconstruction" in bank.notice


def test_every_computed_figure_has_its_question(bank):
    shown = {entry.shows for question in bank.questions() for entry in question.fields if entry.shows}
    assert {f"FIG{number:02d}" for number in range(2, 28)} <= shown
    for question in bank.questions():
        shows = {entry.shows for entry in question.fields if entry.shows.startswith("FIG")}
        assert shows <= set(question.figures), question.id


def test_no_country_is_named_in_the_global_form(bank):
    words = " ".join(f"{q.text} {q.guidance}" for q in bank.questions())
    assert not re.search(r"Viet ?Nam|Circular|Decree|VHLSS|PAPI|91/2025", words)


@pytest.mark.parametrize("country", ["viet-nam", "kenya"])
def test_every_difference_has_a_reason_and_shows(bank, country):
    national, found = load_toolkit(country), compare(country)
    named = {item.question for item in found}
    assert found and all(item.reason for item in found)
    ids = {q.id for q in bank.questions()} | {q.id for q in national.questions()}
    for name in ids - named:
        assert bank.question(name) == national.question(name)
    for item in found:
        assert item.global_value != item.national_value


def test_the_global_form_does_not_differ_from_itself():
    assert compare("global") == []


def test_there_is_no_such_country():
    with pytest.raises(UsageError, match="viet-nam"):
        load_toolkit("atlantis")


OVERLAY = """country: {id: test-land, name: Test, version: '1', date: '2026-01-01', languages: [en]}
changes:
"""
WRONG = {
    "an unknown question": ("- {question: Z1, action: drop, reason: x}", 3, "Z1 is not in the global Toolkit"),
    "a question that is there": ("- {question: B1, action: add, reason: x, new: {text: x}}", 3, "B1 is there already"),
    "no reason": ("- {question: B1, action: drop}", 3, "reason"),
    "no new text": ("- {question: B1, action: reword, reason: x}", 3, "needs `new`"),
    "an attribute that cannot be reworded": ("- {question: B1, action: reword, reason: x, new: {id: B9}}", 3, "id"),
    "no such attribute": ("- question: B1\n  action: add\n  reason: x\n  new: {}", 3, "needs `new`"),
    "a tier that is none": ("- {question: B1, action: retier, reason: x, tier: 4}", 3, "Allowed: 1, 2 or 3"),
    "fields that are none": (
        "- question: B1\n  action: reword\n  reason: x\n  new:\n    fields: [{id: a, label: A, type: txt}]",
        7,
        "txt",
    ),
    "an added question without a text": (
        "- question: B8\n  action: add\n  reason: x\n  new:\n    tier: 1",
        6,
        "missing",
    ),
    "a choice without options": (
        "- question: B1\n  action: reword\n  reason: x\n  new:\n    fields: [{id: a, label: A, type: choice}]",
        7,
        "options",
    ),
    "after a question of another section": (
        "- {question: B8, action: add, after: C1, reason: x, new: {text: x}}",
        3,
        "C1 is not in section B",
    ),
}


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_a_wrong_overlay_is_explained_with_its_line(file, case):
    text, line, words = WRONG[case]
    with pytest.raises(CgdError) as caught:
        load_toolkit(file(OVERLAY + text + "\n", "test-land.yml"))
    assert f"test-land.yml, line {line}" in str(caught.value)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_country_needs_data_only(file):
    toolkit = load_toolkit(
        file(OVERLAY + "- {question: B1, action: reword, reason: ours, new: {text: Which problem?}}\n", "x.yml")
    )
    assert toolkit.country.id == "test-land"
    assert toolkit.question("B1").text == "Which problem?"
    assert toolkit.question("B1").guidance == load_toolkit("global").question("B1").guidance


def test_a_broken_bank_names_line_and_question(file):
    text = (toolkit_folder() / "global.yml").read_text(encoding="utf-8").replace("status: R", "status: X", 1)
    line = text[: text.index("status: X")].count("\n") + 1
    with pytest.raises(CgdError, match=rf"line {line}.*B2.*Allowed: 'R', 'P' or 'N'"):
        load_toolkit("global", file(text, "global.yml"))


def test_the_real_form_can_take_the_place_of_the_reconstruction(file):
    data = yaml.safe_load((toolkit_folder() / "global.yml").read_text(encoding="utf-8"))
    data["name"], data["sections"] = "The real form", data["sections"][:2]
    toolkit = load_toolkit("global", file(yaml.safe_dump(data, allow_unicode=True), "real.yml"))
    assert [section.id for section in toolkit.sections] == ["A", "B"]
