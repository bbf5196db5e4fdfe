"""The gate of K3: six things that must be there before anything is released."""

from dataclasses import dataclass

from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.rules.hard import violations
from cgd.toolkit.rules.settings import GATE, GateItem, RuleSet
from cgd.toolkit.words import say

CONSENT = ("written", "oral_recorded", "online_tick")
"""Ways of asking (D3) that leave a record of the yes."""


@dataclass(frozen=True)
class GateResult:
    """One of the six: what it asks, whether it is there, and what to do if not."""

    item: str
    question: str
    title: str
    passed: bool
    missing: str


def gate(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> list[GateResult]:
    """The six items in their order; texts in the language in use. All must have passed."""
    passed = {
        "consent": _consent(answers, rules),
        "disclosure": _disclosure(answers, toolkit, rules),
        "text": any(row.get("link") for row in answers.rows("E8", "instruments").values()),
        "selection": any(row.get("method") for row in answers.rows("F3", "stages").values()),
        "contact": _contact(answers, toolkit),
        "limits": answers.value("J6", "printed") == "yes" and bool(answers.value("J6", "line")),
    }
    return [_result(name, rules.gate[name], passed[name]) for name in GATE]  # type: ignore[index]


def _result(name: str, item: GateItem, passed: bool) -> GateResult:
    return GateResult(name, item.question, say(item.title), passed, "" if passed else say(item.missing))


def _consent(answers: Answers, rules: RuleSet) -> bool:
    """Asked so that a record exists; and where the data say how many records have one, enough do."""
    if answers.value("D3", "how") not in CONSENT:
        return False
    figure = answers.evidence.get("FIG03")
    share = figure.value.get("consent_share") if figure is not None and not figure.missing else None
    return share is None or share >= rules.thresholds.consent_share


def _disclosure(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> bool:
    decided = answers.value("D9", "limit") is not None and answers.value("D9", "second") == "yes"
    return decided and not any(found.rule == "R5" for found in violations(answers, toolkit, rules))


def _contact(answers: Answers, toolkit: Toolkit) -> bool:
    rows = answers.rows("A3", "contacts")
    return all(rows.get(row, {}).get("reach") for row in toolkit.question("A3").field("contacts").rows)
