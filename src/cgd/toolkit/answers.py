"""The answers of one project to the questions of the Toolkit."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from cgd.toolkit.bank import Question, Toolkit
from cgd.toolkit.evidence.item import Evidence
from cgd.toolkit.values import Value, is_complete, parse

State = Literal["", "unknown", "not_applicable"]
"""Besides its values an answer can be that nobody knows, or that the question does not apply. Empty is neither."""


@dataclass(frozen=True)
class Proof:
    """A document that proves an answer, and who outside the team has checked it."""

    title: str
    link: str = ""
    checked_by: str = ""


@dataclass(frozen=True)
class Answer:
    """What was answered to one question, by whom and when (ISO 8601, UTC).

    ``others`` are answers of other people that a merge found beside this one: none is lost, a person decides.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    state: State = ""
    reason: str = ""
    proof: tuple[Proof, ...] = ()
    by: str = ""
    at: str = ""
    others: tuple["Answer", ...] = ()

    def same_as(self, other: "Answer") -> bool:
        """Whether both say the same, whoever said it and when."""
        mine = (dict(self.values), self.state, self.reason, self.proof)
        return mine == (dict(other.values), other.state, other.reason, other.proof)

    def is_empty(self) -> bool:
        """Whether nothing at all was said."""
        return not (self.values or self.state or self.reason or self.proof or self.others)


EMPTY = Answer()


@dataclass(frozen=True)
class Answers:
    """A filled Toolkit. Values never change: every edit gives a new one.

    ``toolkit``, ``version`` and ``country`` say which form was filled; ``language`` is the one that people wrote in;
    ``data`` is the survey file that the evidence comes from; ``unplaced`` holds what belongs to no question of this
    form, as it stood in the file.
    """

    toolkit: str
    version: str
    country: str
    language: str = "en"
    data: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    unplaced: Mapping[str, Any] = field(default_factory=dict)

    def of(self, question: str) -> Answer:
        """The answer to a question; an empty one where there is none."""
        return self.answers.get(question, EMPTY)

    def value(self, question: str, name: str) -> Value:
        """The value of one field; None where it is empty."""
        return self.of(question).values.get(name)

    def rows(self, question: str, name: str) -> dict[str, dict[str, Any]]:
        """The rows of a table by name (fixed rows) or by number from "1"; without empty ones."""
        value = self.value(question, name)
        if isinstance(value, list):
            return {str(place): row for place, row in enumerate(value, start=1) if row}
        return {row: cells for row, cells in value.items() if cells} if isinstance(value, dict) else {}

    def with_answer(self, question: str, answer: Answer) -> "Answers":
        """The same with another answer to ``question``; an empty one takes it out."""
        answers = dict(self.answers)
        if answer.is_empty():
            answers.pop(question, None)
        else:
            answers[question] = answer
        return replace(self, answers=answers)

    def with_evidence(self, evidence: Mapping[str, Evidence]) -> "Answers":
        """The same with these evidence items new or in place of the old ones."""
        return replace(self, evidence={**self.evidence, **evidence})


def new_answers(toolkit: Toolkit, language: str = "en") -> Answers:
    """An empty form."""
    return Answers(toolkit.id, toolkit.version, toolkit.country.id if toolkit.country else "global", language)


def with_value(
    answers: Answers, toolkit: Toolkit, question: str, name: str, given: Any, by: str = "", at: str = ""
) -> Answers:
    """``answers`` with what a person put into one field.

    Raises
    ------
    cgd.toolkit.values.ValueProblem
        The field does not take it. ``answers`` are as before.
    """
    value = parse(toolkit.question(question).field(name), given)
    old = answers.of(question)
    values = {key: item for key, item in old.values.items() if key != name}
    if value is not None:
        values[name] = value
    order = [entry.id for entry in toolkit.question(question).fields]
    ordered = {key: values[key] for key in order if key in values}
    return answers.with_answer(question, replace(old, values=ordered, by=by or old.by, at=at or now()))


def is_answered(question: Question, answer: Answer) -> bool:
    """Whether a question counts as answered: every field filled that is neither optional nor computed, or a state
    ("unknown", "not applicable") with its reason."""
    if answer.state:
        return bool(answer.reason)
    wanted = [entry for entry in question.fields if entry.type != "computed" and not entry.optional]
    return all(is_complete(entry, answer.values.get(entry.id)) for entry in wanted)


def now() -> str:
    """This second, as answers store it."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
