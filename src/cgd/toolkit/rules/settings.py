"""The numbers and texts of the rules: `toolkit/rules.yml`, and what a country sets otherwise."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from cgd.toolkit.bank import Strict
from cgd.toolkit.loading import DEFAULT, checked, read_overlay, toolkit_folder
from cgd.toolkit.source import read_tree, typed

RULES = ("R1", "R2", "R3", "R4", "R5", "R6", "R7")
GATE = ("consent", "disclosure", "text", "selection", "contact", "limits")


class Rule(Strict):
    """One hard rule in words: what it forbids, why, and what to write instead. ``source`` says whose rule it is."""

    title: str
    why: str
    instead: str
    source: str


class GateItem(Strict):
    """One thing that must be there before data or results are released, and the question that shows it."""

    question: str
    title: str
    missing: str


class Dimension(Strict):
    """A dimension of quality: the questions and figures that show it, and what the field calls it."""

    questions: list[str]
    figures: list[str] = Field(default_factory=list)
    matches: str


class Thresholds(Strict):
    """Every number that somebody chose.

    ``fit_accuracy``, ``fit_others``, ``caveat_least``: the lowest scores (0-4) for a verdict. ``smallest_cell``: the
    lowest limit that may be chosen for publishing a number of people. ``consent_share``: share of records with a stored
    consent. ``partly``, ``documented``, ``proven``: shares of questions for a suggested score of 2, and of 3.
    ``tiers``: the questions that scores are suggested from.
    """

    fit_accuracy: int = Field(ge=0, le=4)
    fit_others: int = Field(ge=0, le=4)
    caveat_least: int = Field(ge=0, le=4)
    smallest_cell: int = Field(ge=2)
    consent_share: float = Field(ge=0, le=1)
    partly: float = Field(ge=0, le=1)
    documented: float = Field(ge=0, le=1)
    proven: float = Field(ge=0, le=1)
    tiers: list[Literal[1, 2, 3]]


class RuleSet(Strict):
    """The whole file. ``needs`` is the claim that a use makes when nobody says otherwise; ``scores`` the rubric 0-4."""

    thresholds: Thresholds
    scores: dict[str, str]
    needs: dict[str, str]
    rules: dict[Literal["R1", "R2", "R3", "R4", "R5", "R6", "R7"], Rule]
    gate: dict[Literal["consent", "disclosure", "text", "selection", "contact", "limits"], GateItem]
    dimensions: dict[str, Dimension]


def load_rules(country: str | Path = DEFAULT) -> RuleSet:
    """The rules of a country; parameters and errors as for `cgd.toolkit.loading.load_toolkit`."""
    tree = read_tree(toolkit_folder() / "rules.yml")
    data, overlay = typed(tree, ()), read_overlay(country)
    if overlay is not None:
        data = _deep(data, overlay.rules)
    return checked(RuleSet, data, tree)


def _deep(base: Any, change: Any) -> Any:
    if isinstance(base, dict) and isinstance(change, dict):
        return {**base, **{key: _deep(base.get(key), value) for key, value in change.items()}}
    return change
