"""The seven hard rules: what the answers may not say, whatever anybody wishes (research note on the Toolkit, (a) 3)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cgd.language import _
from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.rules.settings import RuleSet
from cgd.toolkit.words import say

BY_CHANCE = ("all", "probability")
INDIVIDUALS = ("person", "household")


@dataclass(frozen=True)
class Violation:
    """An answer that a rule forbids: which question and field, what was said, why not, what to write instead."""

    rule: str
    question: str
    field: str
    what: str
    why: str
    instead: str


Found = Iterator[tuple[str, str, str]]
"""Question, field, and what was said there."""


def violations(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> list[Violation]:
    """Everything that the answers may not say, in the order of the rules; texts in the language in use."""
    found = []
    for rule, check in _CHECKS.items():
        words = rules.rules[rule]  # type: ignore[index]
        for question, name, what in check(answers, toolkit, rules):
            found.append(Violation(rule, question, name, what, say(words.why), say(words.instead)))
    return found


def by_chance(answers: Answers) -> bool | None:
    """Whether every stage of the selection (F3) was by chance or took everybody; None while nothing is said."""
    rows = answers.rows("F3", "stages").values()
    methods = [row.get("method") for row in rows]
    if not methods or None in methods:
        # A stage that is known not to be by chance decides, whatever the others are.
        return False if any(method and method not in BY_CHANCE for method in methods) else None
    return all(method in BY_CHANCE for method in methods)


def open_rows(answers: Answers, toolkit: Toolkit) -> list[str]:
    """The rows of the error register (K1) without a size, or with a size that is known but no direction."""
    given = answers.rows("K1", "errors")
    return [row for row in toolkit.question("K1").field("errors").rows if not _judged(given.get(row, {}))]


def _judged(row: Mapping[str, Any]) -> bool:
    return row.get("size") == "unknown" or bool(row.get("size") and row.get("direction"))


def _national_claim(answers: Answers, _toolkit: Toolkit, _rules: RuleSet) -> Found:
    chance = by_chance(answers)
    if chance:
        return
    how = (
        _("F3 does not say how people were selected")
        if chance is None
        else _("people were not selected by chance (F3)")
    )
    if answers.value("F8", "claim") == "national":
        yield "F8", "claim", _("Results are claimed for the group in the whole country, but {how}.").format(how=how)
    if answers.value("I3", "shown") == "margin_of_error":
        yield "I3", "shown", _("A margin of error is shown, but {how}.").format(how=how)


def _pooled(answers: Answers, one: tuple[str, ...], other: str) -> Iterator[str]:
    for number, row in answers.rows("I1", "statistics").items():
        units = row.get("units", [])
        if other in units and any(unit in units for unit in one):
            yield row.get("name") or _("row {number}").format(number=number)


def _consensus_mixed(answers: Answers, _toolkit: Toolkit, _rules: RuleSet) -> Found:
    for name in _pooled(answers, (*INDIVIDUALS, "organisation"), "group_consensus"):
        what = _("“{name}” puts scores that a group agreed on and ratings of single people into one number.")
        yield "I1", "statistics", what.format(name=name)


def _organisations_mixed(answers: Answers, _toolkit: Toolkit, _rules: RuleSet) -> Found:
    for name in _pooled(answers, INDIVIDUALS, "organisation"):
        yield "I1", "statistics", _("“{name}” puts organisations and people into one number.").format(name=name)


def _midpoint(answers: Answers, _toolkit: Toolkit, _rules: RuleSet) -> Found:
    for question in ("E3", "H6"):
        for name, words in (("dont_know", _("Don't know")), ("not_applicable", _("Not applicable"))):
            if answers.value(question, name) == "midpoint":
                yield question, name, _("“{words}” is counted as the middle of the scale.").format(words=words)


def _small_cells(answers: Answers, _toolkit: Toolkit, rules: RuleSet) -> Found:
    limit, lowest = answers.value("D9", "limit"), rules.thresholds.smallest_cell
    if isinstance(limit, int | float) and limit < lowest:
        what = _("The limit is {limit}; the lowest that these rules allow is {lowest}.")
        yield "D9", "limit", what.format(limit=limit, lowest=lowest)
    if answers.value("D9", "second") == "no":
        yield "D9", "second", _("Only the small cell is hidden: whoever subtracts the others from the total has it.")
    minimum = answers.value("I4", "minimum")
    needed = limit if isinstance(limit, int | float) else lowest
    if isinstance(minimum, int | float) and minimum < needed:
        what = _("Figures are published from {minimum} people on, but the limit is {limit}.")
        yield "I4", "minimum", what.format(minimum=minimum, limit=needed)
    if answers.value("I4", "below") in ("marked", "shown"):
        yield "I4", "below", _("What is below the limit is still shown.")
    yield from _released(answers)


def _released(answers: Answers) -> Found:
    """Tables that went out without protection, unless the computed figure says that there was nothing to protect."""
    cells = answers.evidence.get("FIG19")
    none_small = cells is not None and not cells.missing and cells.value.get("small_cells") == 0
    if answers.value("J5", "applied") in ("some", "none") and not none_small:
        yield "J5", "applied", _("Not every table that was released had its small cells hidden.")


def _expectation(answers: Answers, _toolkit: Toolkit, _rules: RuleSet) -> Found:
    if answers.value("I6", "called") != "trend":
        return
    measured = answers.value("I6", "measured")
    if measured == "expected":
        yield "I6", "called", _("An expectation, given in the same interview, is called a trend.")
    elif measured in ("once", "recalled"):
        yield "I6", "called", _("A change is called a trend although only one of the two times was measured.")


def _no_verdict_yet(answers: Answers, toolkit: Toolkit, _rules: RuleSet) -> Found:
    given = [row for row in answers.rows("K4", "fitness").values() if row.get("verdict")]
    left = open_rows(answers, toolkit)
    if given and left:
        what = _("There is a verdict, but the error register (K1) has {n} rows without a judgement.")
        yield "K4", "fitness", what.format(n=len(left))


_CHECKS: dict[str, Callable[[Answers, Toolkit, RuleSet], Found]] = {
    "R1": _national_claim,
    "R2": _consensus_mixed,
    "R3": _organisations_mixed,
    "R4": _midpoint,
    "R5": _small_cells,
    "R6": _expectation,
    "R7": _no_verdict_yet,
}
