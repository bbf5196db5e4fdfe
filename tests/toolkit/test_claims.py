"""The claim checker says what the hard rules say, and adds one caution of its own."""

import html

import pytest

from cgd.errors import UsageError
from cgd.toolkit import check_claim, explore_claims, load_rules, load_toolkit
from cgd.toolkit.claims import ALLOWED, FORBIDDEN, UNITS, WITH_REASON
from cgd.toolkit.rules.hard import BY_CHANCE

METHODS = next(
    column.options for column in load_toolkit().question("F3").field("stages").columns if column.id == "method"
)
CLAIMS = load_toolkit().question("F8").field("claim").options


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("claim", CLAIMS)
def test_each_claim_of_each_selection(method: str, claim: str) -> None:
    found = check_claim(method, claim)
    if claim == "answered" or method in BY_CHANCE:
        assert found.verdict == ALLOWED
    else:
        assert found.verdict == (FORBIDDEN if claim == "national" else WITH_REASON)
    assert found.why and all(found.why)


def test_a_forbidden_claim_comes_with_the_words_of_the_rule() -> None:
    rule = load_rules().rules["R1"]
    found = check_claim("purposive", "national")
    assert found.why[1:] == (rule.why, rule.instead)
    assert str(found).splitlines()[0] == "Not allowed"


@pytest.mark.parametrize("method", METHODS)
def test_people_and_organisations_in_one_mean_are_always_forbidden(method: str) -> None:
    rule = load_rules().rules["R3"]
    found = check_claim(method, "answered", "both")
    assert found.verdict == FORBIDDEN
    assert rule.why in found.why and rule.instead in found.why
    assert check_claim(method, "answered", "organisations").verdict == ALLOWED


@pytest.mark.parametrize(
    "given", [("chance", "answered"), ("purposive", "everybody"), ("purposive", "answered", "houses")]
)
def test_a_code_that_does_not_exist_is_refused(given: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="Allowed"):
        check_claim(*given)


def test_the_menus_offer_everything_and_the_verdict_follows() -> None:
    methods, claims, units, shown = explore_claims().children
    assert tuple(code for _label, code in methods.options) == tuple(METHODS)
    assert tuple(code for _label, code in claims.options) == tuple(CLAIMS)
    assert tuple(code for _label, code in units.options) == tuple(UNITS)
    assert all(menu.description for menu in (methods, claims, units))
    assert "Not allowed" in shown.value
    claims.value = "answered"
    assert "<strong>Allowed</strong>" in shown.value
    units.value = "both"
    assert html.escape(load_rules().rules["R3"].why) in shown.value
    methods.value, units.value, claims.value = "probability", "people", "national"
    assert "<strong>Allowed</strong>" in shown.value


def test_the_menus_refuse_a_method_that_does_not_exist() -> None:
    with pytest.raises(UsageError, match="purposive"):
        explore_claims("by hand")
