"""Every number that the page on the Toolkit states is counted here in the form and its rules."""

from pathlib import Path

import pytest

from cgd.toolkit import load_rules, load_toolkit

WORDS = {6: "Six", 7: "seven", 12: "twelve"}


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return " ".join((root / "book" / "using-the-toolkit.md").read_text(encoding="utf-8").split())


def test_questions_and_sections(page: str) -> None:
    world, country = load_toolkit("global"), load_toolkit("viet-nam")
    whole, here = len(list(world.questions())), len(list(country.questions()))
    sections = WORDS[len(country.sections)]
    assert f"{whole} questions ({here} for Viet Nam) in {sections} sections, A to {country.sections[-1].id}" in page
    first = sum(question.tier == 1 for question in country.questions())
    assert f"how many questions you see: {first} for the class" in page


def test_rules_gate_and_errors(page: str) -> None:
    rules, form = load_rules("viet-nam"), load_toolkit("viet-nam")
    assert f"The {WORDS[len(rules.rules)]} rules" in page
    assert page.count(f" {len(rules.rules)}. ") == 1 and f" {len(rules.rules) + 1}. " not in page
    assert f"{WORDS[len(rules.gate)]} things must be there" in page
    assert f"one of the {WORDS[len(form.question('K1').field('errors').rows)]} rows of errors" in page
