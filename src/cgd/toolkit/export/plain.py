"""Answers as plain text, in the language in use: labels for codes, what was typed as it was typed."""

from typing import Any

from cgd.language import _
from cgd.toolkit.answers import Answer
from cgd.toolkit.bank import Column, Entry, Question
from cgd.toolkit.values import Value, number_text
from cgd.toolkit.words import say, state_sentences


def value_text(entry: Column, value: Value) -> str:
    """A value of one field or cell in one line."""
    if entry.type == "choice":
        return say(entry.options.get(str(value)) or str(value))
    if entry.type == "multichoice" and isinstance(value, list):
        return "; ".join(say(entry.options.get(code) or str(code)) for code in value)
    if entry.type == "checklist" and isinstance(value, dict):
        words = {"yes": _("Yes"), "no": _("No")}
        return "; ".join(f"{say(entry.options[item])}: {words[answer]}" for item, answer in value.items())
    if isinstance(entry, Entry) and entry.type == "table":
        return "; ".join(row_text(entry, name, cells) for name, cells in _rows(entry, value))
    if isinstance(value, int | float):
        return number_text(value) + (f" {say(entry.unit)}" if entry.unit else "")
    return str(value)


def row_text(entry: Entry, name: str, cells: dict[str, Any]) -> str:
    """A row of a table in one line."""
    told = ", ".join(value_text(column, cells[column.id]) for column in entry.columns if column.id in cells)
    return f"{name}: {told}" if name else told


def answer_text(question: Question, answer: Answer) -> str:
    """A whole answer: its state, each field with its label, its proofs, and the answers that stand beside it."""
    states = state_sentences()
    parts = [f"{states[answer.state]} {answer.reason}".strip() if answer.state else answer.reason]
    for entry in question.fields:
        if entry.id in answer.values:
            parts.append(f"{say(entry.label)}: {value_text(entry, answer.values[entry.id])}")
    for proof in answer.proof:
        parts.append(_("Proof") + ": " + "; ".join(part for part in vars(proof).values() if part))
    parts += [_("Another answer: {answer}").format(answer=answer_text(question, other)) for other in answer.others]
    return "\n".join(part for part in parts if part)


def _rows(entry: Entry, value: Any) -> list[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        return [(say(entry.rows[row]), cells) for row, cells in value.items()]
    return [("", cells) for cells in value if cells]
