"""Scores of 0 to 4 on the dimensions of quality: what the answers suggest (K2), and what counts of what people gave."""

from dataclasses import dataclass
from typing import Any

from cgd.toolkit.answers import Answers, is_answered
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.rules.settings import RuleSet

HIGHEST = 4
WITH_PROOF = 3
"""From this score on the rubric asks for proof; its highest asks for somebody outside who checked it."""


@dataclass(frozen=True)
class Score:
    """One dimension: what the answers suggest, the two ratings given, what counts for the verdict (None: not rated).

    ``answered`` of ``asked`` main questions are answered, ``proven`` of them with a proof or a computed figure.
    """

    dimension: str
    suggested: int
    rating: int | None
    second: int | None
    counts: int | None
    answered: int
    asked: int
    proven: int


def scores(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> list[Score]:
    """All dimensions, in the form's order."""
    given = answers.rows("K2", "ratings")
    return [_score(name, answers, toolkit, rules, given.get(name, {})) for name in rules.dimensions]


def counting(row: dict[str, Any]) -> int | None:
    """What a row of K2 counts for; None while nobody has rated.

    The lower of the two ratings; at most 1 without a proof ("stated without proof"), and below the highest without a
    second person.
    """
    ratings = [int(row[name]) for name in ("rating", "second") if row.get(name) is not None]
    if not ratings:
        return None
    lowest = min(ratings)
    if not row.get("proof"):
        return min(lowest, 1)
    return lowest if row.get("second") is not None else min(lowest, HIGHEST - 1)


def _score(name: str, answers: Answers, toolkit: Toolkit, rules: RuleSet, row: dict[str, Any]) -> Score:
    dimension, limits = rules.dimensions[name], rules.thresholds
    known = [q for q in map(_found(toolkit), dimension.questions) if q is not None]
    # A dimension whose questions are all beyond these tiers would never be shown: then all of them count.
    asked = [q for q in known if q.tier in limits.tiers] or known
    done = [q for q in asked if is_answered(q, answers.of(q.id)) and not answers.of(q.id).state]
    figures = {figure for figure, item in answers.evidence.items() if not item.missing}
    proven = [q for q in done if answers.of(q.id).proof or figures & set(q.figures)]
    checked = any(proof.checked_by for q in done for proof in answers.of(q.id).proof)
    said = any(not answers.of(q.id).is_empty() for q in asked)
    share = len(done) / len(asked) if asked else 0.0
    suggested = 0
    if said:
        suggested = 1
    if done and share >= limits.partly and proven:
        suggested = 2
    if done and share >= limits.documented and len(proven) / len(done) >= limits.proven:
        suggested = HIGHEST if checked else WITH_PROOF
    rating, second = (None if row.get(key) is None else int(row[key]) for key in ("rating", "second"))
    return Score(name, suggested, rating, second, counting(row), len(done), len(asked), len(proven))


def _found(toolkit: Toolkit) -> Any:
    return lambda name: toolkit.question(name) if toolkit.has(name) else None
