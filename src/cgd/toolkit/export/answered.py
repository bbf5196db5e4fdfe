"""One question as people answered it, and one figure as it was computed, as HTML for an exported page."""

from collections.abc import Collection
from typing import Any

from cgd.language import _
from cgd.toolkit.answers import Answer, Answers
from cgd.toolkit.bank import Column, Entry, Question
from cgd.toolkit.evidence.item import Evidence
from cgd.toolkit.evidence.words import formula, sentence, table_for_people, title
from cgd.toolkit.export.parts import linked, paragraph, table, text, typed
from cgd.toolkit.export.plain import value_text
from cgd.toolkit.values import Value
from cgd.toolkit.words import say, state_sentences

TYPED = ("text", "longtext", "link")
"""Types of fields that people write into in their own words."""


def plain_value(entry: Column, value: Value, answers: Answers) -> str:
    """A value of one field or cell as HTML; what was typed carries its language."""
    words = value_text(entry, value)
    if entry.type == "link":
        return linked(words, answers)
    return typed(words, answers) if entry.type in TYPED else text(words)


def field_html(entry: Entry, value: Value, answers: Answers) -> str:
    """A field with its label; an empty one says so, unless it may stay empty."""
    label = text(say(entry.label))
    if value is None:
        empty = _("not answered")
        return "" if entry.optional else paragraph(f'<b>{label}:</b> <span class="empty">{text(empty)}</span>')
    if entry.type == "table":
        return _table_html(entry, value, answers)
    if entry.type == "checklist" and isinstance(value, dict):
        words = {"yes": _("Yes"), "no": _("No")}
        rows = [[text(say(entry.options[item])), text(words[answer])] for item, answer in value.items()]
        return table(label, [text(_("Item")), text(_("Answer"))], rows, named=True)
    return paragraph(f"<b>{label}:</b> {plain_value(entry, value, answers)}")


def _table_html(entry: Entry, value: Value, answers: Answers) -> str:
    head = [text(say(column.label)) for column in entry.columns]
    if isinstance(value, dict):
        names = [(say(entry.rows[row]), cells) for row, cells in value.items()]
        rows = [[text(name), *_cells(entry, cells, answers)] for name, cells in names]
        return table(text(say(entry.label)), [text(_("For")), *head], rows, named=True)
    listed = [_cells(entry, cells, answers) for cells in value if cells] if isinstance(value, list) else []
    return table(text(say(entry.label)), head, listed)


def _cells(entry: Entry, cells: dict[str, Any], answers: Answers) -> list[str]:
    return [plain_value(c, cells[c.id], answers) if c.id in cells else "" for c in entry.columns]


def answer_html(question: Question, answer: Answer, answers: Answers) -> str:
    """What was answered to a question: its state, its fields, its proofs, and answers that stand beside it."""
    parts = []
    states = state_sentences()
    if answer.state:
        parts.append(paragraph(f"<b>{text(states[answer.state])}</b> {typed(answer.reason, answers)}"))
    elif answer.reason:
        parts.append(paragraph(typed(answer.reason, answers)))
    for entry in question.fields:
        value = answer.values.get(entry.id)
        if entry.type != "computed" and (value is not None or not answer.state):
            parts.append(field_html(entry, value, answers))
    for proof in answer.proof:
        link = f" ({linked(proof.link, answers)})" if proof.link else ""
        checked, name = text(_("checked by")), text(_("Proof"))
        by = f", {checked} {typed(proof.checked_by, answers)}" if proof.checked_by else ""
        parts.append(paragraph(f"<b>{name}:</b> {typed(proof.title, answers)}{link}{by}"))
    for other in answer.others:
        who = _("Another answer ({by}, {at}), not decided yet:").format(by=other.by or "?", at=other.at[:10])
        inner = answer_html(question, other, answers)
        parts.append(f'<div class="problem">{paragraph(text(who))}{inner}</div>')
    return "\n".join(part for part in parts if part)


def figure_html(item: Evidence, outdated: Collection[str] = ()) -> str:
    """A computed figure: in words, its table, how it is computed, and what it was computed from.

    The table of a figure that is for the team alone (`internal`) is left out: it holds what publication must hide.
    """
    head, rows = table_for_people(item)
    shown = ""
    if item.value.get("internal"):
        shown = paragraph(text(_("The list behind it stays with the team: it holds the small numbers.")))
    elif rows:
        shown = table(text(title(item.figure)), [text(h) for h in head], [[text(c) for c in row] for row in rows])
    origin = _("{figure}. {file}, SHA-256 {data}; {software}; {at}").format(
        figure=item.figure, file=item.file or "-", data=item.data[:12] or "-", software=item.software, at=item.at
    )
    return (
        f'<div class="figure">{stale_html(item, outdated)}{paragraph(text(sentence(item)))}{shown}'
        f"{paragraph(text(formula(item.figure)), 'meta')}{paragraph(text(origin), 'meta')}</div>"
    )


def brief_figure_html(item: Evidence, first: str, outdated: Collection[str] = ()) -> str:
    """A figure whose table stands at question ``first``: in words, with a pointer."""
    # The pointer is filled in after escaping: it holds a link.
    pointer = text(_("(table: see {question})")).format(question=f'<a href="#{first}">{first}</a>')
    words = paragraph(f"{text(sentence(item))} {pointer}")
    return f'<div class="figure">{stale_html(item, outdated)}{words}</div>'


def stale_html(item: Evidence, outdated: Collection[str]) -> str:
    """A warning before a figure that would come out of something else today; "" for the others."""
    if item.figure not in outdated:
        return ""
    words = text(_("The data have changed since this was computed."))
    return paragraph(f"<b>{words}</b>")
