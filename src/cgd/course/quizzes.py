"""The self-check questions of a page, read from its Markdown: for printing, and for tables of what exercises what."""

import re
from dataclasses import dataclass
from pathlib import Path

from cgd.errors import CgdError
from cgd.language import _

_FENCE = re.compile(r"^:::\{quiz\}[ \t]*\n(.*?)^:::[ \t]*$", re.MULTILINE | re.DOTALL)
_OPTION = re.compile(r"^:([\w-]+):[ \t]*(.*)$")
_ANSWER = re.compile(r"^- \[([ xX])\] ", re.MULTILINE)
_ROLE = re.compile(r"\{[\w:]+\}`([^`<]*?)(?: <[^`]*>)?`")


@dataclass(frozen=True)
class Answer:
    """One answer of a question, with its explanation, as Markdown."""

    right: bool
    text: str
    why: str


@dataclass(frozen=True)
class Question:
    """A question as Markdown, and what it exercises: the id of an objective, or ""."""

    text: str
    objective: str
    answers: tuple[Answer, ...]


def quizzes(page: Path) -> list[Question]:
    """The questions of a page, in order; roles such as ``{term}`` are left out of the text.

    Raises
    ------
    CgdError
        A question has no answers, not exactly one right one, or an answer without explanation; names the page.
    """
    text = page.read_text(encoding="utf-8")
    return [_question(found[1], page) for found in _FENCE.finditer(text)]


def _question(body: str, page: Path) -> Question:
    lines = body.splitlines()
    options: dict[str, str] = {}
    while lines and (found := _OPTION.match(lines[0])):
        options[found[1]] = found[2].strip()
        lines.pop(0)
    head, *parts = _ANSWER.split("\n".join(lines))
    marks, texts = parts[::2], parts[1::2]
    answers = tuple(_answer(mark, text) for mark, text in zip(marks, texts, strict=True))
    question = Question(_plain(head), options.get("objective", ""), answers)
    if sum(answer.right for answer in answers) != 1 or not all(answer.why for answer in answers):
        message = _("{page}: “{question}” needs exactly one right answer, and an explanation for each.")
        raise CgdError(message.format(page=page.name, question=question.text))
    return question


def _answer(mark: str, text: str) -> Answer:
    first, _blank, why = text.partition("\n\n")
    return Answer(mark != " ", _plain(first), _plain(why))


def _plain(markdown: str) -> str:
    """One paragraph without the roles that only a book understands."""
    return " ".join(_ROLE.sub(r"\1", markdown).split())
