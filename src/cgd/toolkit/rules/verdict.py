"""What the data are fit for: one verdict for each use, never one for the data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cgd.language import _
from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.rules.gate import gate
from cgd.toolkit.rules.hard import open_rows, violations
from cgd.toolkit.rules.scores import Score, scores
from cgd.toolkit.rules.settings import RuleSet
from cgd.toolkit.words import say

Judgement = Literal["fit", "caveat", "not_fit", "open"]
"""`open`: there can be no verdict yet."""
ORDER: tuple[Judgement, ...] = ("open", "not_fit", "caveat", "fit")


@dataclass(frozen=True)
class Verdict:
    """One planned use: what the rules say, why, and what the people themselves wrote (K4)."""

    use: str
    verdict: Judgement
    reasons: tuple[str, ...]
    given: str = ""

    @property
    def overstated(self) -> bool:
        """Whether people promise more than the rules allow."""
        return self.given in ORDER and ORDER.index(self.given) > ORDER.index(self.verdict)


def verdicts(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> list[Verdict]:
    """One verdict for each use that B2 plans, in the form's order; reasons in the language in use."""
    given = answers.rows("K4", "fitness")
    uses = answers.rows("B2", "uses")
    common = _Common(answers, toolkit, rules)
    return [
        Verdict(use, *common.judge(use, uses[use].get("claim")), given.get(use, {}).get("verdict", ""))
        for use in toolkit.question("B2").field("uses").rows
        if use in uses
    ]


class _Common:
    """What is the same for every use."""

    def __init__(self, answers: Answers, toolkit: Toolkit, rules: RuleSet) -> None:
        self.answers, self.toolkit, self.rules = answers, toolkit, rules
        self.scores = scores(answers, toolkit, rules)
        self.closed = [item for item in gate(answers, toolkit, rules) if not item.passed]
        self.broken = {found.rule for found in violations(answers, toolkit, rules)}
        self.claims = list(toolkit.question("F8").field("claim").options)

    def judge(self, use: str, claim: str | None) -> tuple[Judgement, tuple[str, ...]]:
        missing = tuple(self._missing())
        if missing:
            return "open", missing
        forbidden = [*self._gate(), *self._claim(claim or self.rules.needs.get(use, self.claims[0])), *self._too_low()]
        if forbidden:
            return "not_fit", tuple(forbidden)
        short = tuple(self._short())
        return ("caveat", short) if short else ("fit", (_("The gate is passed, and no dimension is weak."),))

    def _missing(self) -> Iterator[str]:
        left = open_rows(self.answers, self.toolkit)
        if left:
            names = self.toolkit.question("K1").field("errors").rows
            what = _("K1 has rows without a judgement: {rows}. “Unknown” is allowed.")
            yield what.format(rows="; ".join(say(names[row]) for row in left))
        unrated = [self._name(score) for score in self.scores if score.counts is None]
        if unrated:
            yield _("K2 has no rating yet for: {names}.").format(names="; ".join(unrated))

    def _gate(self) -> Iterator[str]:
        for item in self.closed:
            yield _("Gate, {question}: {missing}").format(question=item.question, missing=item.missing)

    def _claim(self, needed: str) -> Iterator[str]:
        """The use asserts something about people; F8 must allow at least that, and no rule forbid it."""
        names = self.toolkit.question("F8").field("claim").options
        allowed = self.answers.value("F8", "claim")
        if allowed not in self.claims:
            yield _("F8 does not say to whom results may be generalised.")
        elif self.claims.index(needed) > self.claims.index(str(allowed)):
            what = _("This use speaks of “{needed}”; F8 allows no more than “{allowed}”.")
            yield what.format(needed=say(names[needed]), allowed=say(names[str(allowed)]))
        elif "R1" in self.broken:
            yield _("F8 or I3 claims more than the selection (F3) allows.")

    def _too_low(self) -> Iterator[str]:
        for score in self.scores:
            if score.counts is not None and score.counts < self.rules.thresholds.caveat_least:
                yield self._says(score, self.rules.thresholds.caveat_least)

    def _short(self) -> Iterator[str]:
        for score in self.scores:
            limits = self.rules.thresholds
            needed = limits.fit_accuracy if score.dimension == "accuracy" else limits.fit_others
            if score.counts is not None and score.counts < needed:
                yield self._says(score, needed)

    def _says(self, score: Score, needed: int) -> str:
        what = _("{name}: {score} of 4; {needed} or more is needed.")
        return what.format(name=self._name(score), score=score.counts, needed=needed)

    def _name(self, score: Score) -> str:
        return say(self.toolkit.question("K2").field("ratings").rows[score.dimension])
