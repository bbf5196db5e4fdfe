"""The quality declaration: two pages, the limits first, nothing empty."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from samples import AT, FORM, fullest, village
from strategies import filled

from cgd.toolkit.answers import Answer, new_answers, with_value
from cgd.toolkit.export import export
from cgd.toolkit.rules.hard import violations
from cgd.toolkit.rules.settings import load_rules
from cgd.toolkit.words import speaking

BOTH = pytest.mark.parametrize("language", ["en", "vi"])
RULES = load_rules("viet-nam")


def words(tree) -> str:
    return " ".join("".join(tree.xpath(".//text()[not(ancestor::style)]")).split())


def pages(made: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", made))


def wide():
    """Words of the widest letter, without a space to break at."""
    answers = fullest()
    for place in ("A1.name", "E1.definition", "J6.line"):
        answers = with_value(answers, FORM, *place.split("."), "W" * 900, "Lan", AT)
    rows = [{"limit": "W" * 300}] * 5
    return with_value(answers, FORM, "K6", "limits", rows, "Lan", AT)


def undecided():
    """A verdict on no use, each for reasons of its own: the rules say most where most is open."""
    answers = fullest().with_answer("K1", Answer()).with_answer("F8", Answer(state="unknown", reason="lời " * 400))
    return answers.with_answer("K2", Answer())


@BOTH
@pytest.mark.parametrize("answers", [fullest(4_000), wide(), undecided()], ids=["longest", "widest", "undecided"])
def test_no_form_makes_it_longer_than_two_pages(pdf, language, answers):
    assert pages(pdf("declaration", answers, language)) <= 2


@given(answers=filled(FORM, most=40))
@settings(derandomize=True, max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_other_form_does_either(answers):
    with speaking("vi"):
        assert pages(export("declaration", "pdf", answers, FORM, RULES)) <= 2


@BOTH
def test_a_small_form_is_one_page(pdf, language):
    assert pages(pdf("declaration", village(), language)) == 1


@pytest.mark.parametrize("answers", [new_answers(FORM), village(), fullest()], ids=["empty", "village", "fullest"])
def test_nothing_empty_is_printed_but_a_missing_limit_is_said(parsed, answers):
    page = parsed("declaration", answers)
    assert not page.xpath("//*[@class='empty']") and "not answered" not in words(page)
    assert all(words(cell) for cell in page.xpath("//td | //th"))
    assert ("names no limits" in words(page)) != bool(answers.rows("K6", "limits"))


def test_the_limits_stand_before_everything_else(parsed):
    page = parsed("declaration", fullest())
    assert words(page.xpath("//h2")[0]) == "Limits: read this first"
    assert page.xpath("//h2[1]/following-sibling::*[1]")[0].tag == "ul"


def test_every_objection_of_the_rules_is_quoted_or_named(parsed):
    found = violations(fullest(), FORM, RULES)
    limits = words(parsed("declaration", fullest()).find(".//ul"))
    assert len(found) > 4
    assert all(re.search(rf"\b{item.question}\b", limits) for item in found)


def test_a_use_tells_the_rules_and_the_producers_own_words(parsed):
    answers = with_value(
        village(), FORM, "K4", "fitness", {"sdg_report": {"verdict": "fit", "reason": "Chúng tôi tin."}}
    )
    row = parsed("declaration", answers).xpath("//tr[contains(., 'SDG report')]")[0]
    assert "The producer promises more than the rules allow." in words(row)
    assert [span.text for span in row.xpath(".//span[@lang='vi']")] == ["Chúng tôi tin."]


def test_labels_of_the_form_are_not_taken_for_words_in_another_language(parsed):
    page = parsed("declaration", village(), "en")
    marked = " ".join(words(span) for span in page.xpath("//span[@lang='vi']"))
    for label in ("Chosen on purpose", "The group in the places visited", "Households"):
        assert label in words(page) and label not in marked
    for said in ("Câu lạc bộ phụ nữ Tà Xùa", "Trải nghiệm dùng nước", "Ba bản xa nhất"):
        assert said in marked


def test_what_nobody_knows_is_said(parsed):
    answers = village().with_answer("D3", Answer(state="unknown", reason="Không ai ghi lại.", at=AT))
    row = parsed("declaration", answers).xpath("//tr[th='Consent']")[0]
    assert words(row.find("td")) == "Nobody knows. Không ai ghi lại."
