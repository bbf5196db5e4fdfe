"""How far a form is filled (FIG01): answered questions of all questions, by section."""

from collections.abc import Collection
from dataclasses import dataclass

from cgd.toolkit.answers import Answers, is_answered
from cgd.toolkit.bank import Question, Section, Toolkit


@dataclass(frozen=True)
class Progress:
    """Questions of one section that count, and how many of them are answered."""

    section: str
    answered: int
    questions: int


def progress(answers: Answers, toolkit: Toolkit, tiers: Collection[int] = (1,)) -> list[Progress]:
    """Every section, for the questions of these tiers. Questions that only show a result do not count."""
    return [_of(section, answers, tiers) for section in toolkit.sections]


def asks(question: Question) -> bool:
    """Whether a person has anything to answer: a question can consist of computed fields alone."""
    return any(entry.type != "computed" for entry in question.fields)


def _of(section: Section, answers: Answers, tiers: Collection[int]) -> Progress:
    questions = [question for question in section.questions if question.tier in tiers and asks(question)]
    answered = sum(is_answered(question, answers.of(question.id)) for question in questions)
    return Progress(section.id, answered, len(questions))
