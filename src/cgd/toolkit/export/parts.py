"""Pieces of an exported page: plain, semantic HTML that a screen reader, Word and a printer understand alike."""

import html
import re
from collections.abc import Sequence
from typing import Any

from cgd.language import _, language
from cgd.toolkit.answers import Answer, Answers
from cgd.toolkit.bank import Column, Entry, Question, Toolkit
from cgd.toolkit.evidence.item import Evidence
from cgd.toolkit.evidence.words import formula, sentence, table_for_people, title
from cgd.toolkit.export.plain import value_text
from cgd.toolkit.values import Value
from cgd.toolkit.words import say

_TAG = re.compile(r"<[^>]*>")
LINE, LONGEST_WORD = 96, 18
"""Letters of small text that fit across a page of A4, and of a word that is never broken to make a column narrower
(measured in Word with Arial, 9 points)."""
# For the screen, and for paper from the browser. Word and PDF have styles of their own.
_STYLE = """
body { font-family: system-ui, "Segoe UI", "Noto Sans", sans-serif; line-height: 1.5; color: #1b1f23; background: #fff;
  max-width: 56rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3 { color: #0b4f6c; line-height: 1.25; } h2 { border-bottom: 2px solid #0b4f6c; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0 1rem; } caption { text-align: left; font-weight: 600; }
th, td { border: 1px solid #77838d; padding: .25rem .5rem; text-align: left; vertical-align: top; }
th { background: #eaf1f5; } .notice { border-left: 4px solid #b35900; background: #fff6ea; padding: .4rem .8rem; }
.meta { color: #4a545d; font-size: .9rem; } .figure { border-left: 4px solid #0b6e6e; padding-left: .8rem; }
.empty { color: #5b646c; font-style: italic; } .problem { border-left: 4px solid #b00020; padding-left: .8rem; }
@media print { body { font-size: 10.5pt; max-width: none; padding: 0; } h2, h3 { break-after: avoid; }
  tr { break-inside: avoid; } } @page { size: A4; margin: 18mm; }
@media (max-width: 40rem) { table { display: block; overflow-x: auto; } }
"""


def page(heading: str, body: Sequence[str]) -> str:
    """A whole document in the language in use."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{text(heading)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{text(heading)}</h1>\n"
        + "\n".join(part for part in body if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def heading(words: str) -> str:
    """A heading of the second level."""
    return f"<h2>{text(words)}</h2>"


def text(words: Any) -> str:
    """Escaped text; line breaks stay."""
    return html.escape(str(words)).replace("\n", "<br>")


def typed(words: Any, answers: Answers) -> str:
    """What a person wrote, marked with the language it is in, so that it is read out as such."""
    if answers.language == language():
        return text(words)
    return f'<span lang="{html.escape(answers.language)}">{text(words)}</span>'


def paragraph(inner: str, style: str = "") -> str:
    """A paragraph of HTML; its ``style`` stands around it, where pandoc sees it."""
    return f'<div class="{style}"><p>{inner}</p></div>' if style else f"<p>{inner}</p>"


def table(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, named: bool = False, narrowest: int = 8
) -> str:
    """A table of HTML cells; with ``named`` the first cell of a row is its heading; ``narrowest`` is in letters."""
    cells = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    columns = "".join(f'<col style="width: {share}%">' for share in _widths([head, *rows], narrowest))
    body = []
    for row in rows:
        first = f'<th scope="row">{row[0]}</th>' if named and row else ""
        rest = "".join(f"<td>{cell}</td>" for cell in (row[1:] if named else row))
        body.append(f"<tr>{first}{rest}</tr>")
    return (
        f"<table><caption>{caption}</caption>\n<colgroup>{columns}</colgroup>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n"
        + "\n".join(body)
        + "\n</tbody></table>"
    )


def _widths(rows: Sequence[Sequence[str]], narrowest: int) -> list[int]:
    """Shares of the width in per cent, together 100: Word and paper do not measure the text themselves.

    A column gets its share of the letters, but no less than its longest word needs.
    """
    columns = [[html.unescape(_TAG.sub(" ", row[i])) for row in rows if i < len(row)] for i in range(len(rows[0]))]
    wished = [max([narrowest, *(min(len(cell), 70) for cell in column)]) for column in columns]
    words = [max([1, *(len(word) for cell in column for word in cell.split())]) for column in columns]
    # Two letters for the margins of a cell, and for words that are set bold.
    needed = [min(word, LONGEST_WORD) + 2 for word in words]
    scale = min(1.0, LINE / sum(needed))
    least = [100 * scale * need / LINE for need in needed]
    spare = 100 - sum(least)
    more = [max(0.0, 100 * wish / sum(wished) - low) for wish, low in zip(wished, least, strict=True)]
    shares = [low + spare * part / (sum(more) or 1) for low, part in zip(least, more, strict=True)]
    found = [int(share) for share in shares]
    found[found.index(max(found))] += 100 - sum(found)
    return found


def plain_value(entry: Column, value: Value, answers: Answers) -> str:
    """A value of one field or cell as HTML; what was typed carries its language."""
    words = value_text(entry, value)
    return typed(words, answers) if entry.type in ("text", "longtext", "link") else text(words)


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
    states = {"unknown": _("Nobody knows."), "not_applicable": _("Does not apply.")}
    if answer.state:
        parts.append(paragraph(f"<b>{text(states[answer.state])}</b> {typed(answer.reason, answers)}"))
    elif answer.reason:
        parts.append(paragraph(typed(answer.reason, answers)))
    for entry in question.fields:
        value = answer.values.get(entry.id)
        if entry.type != "computed" and (value is not None or not answer.state):
            parts.append(field_html(entry, value, answers))
    for proof in answer.proof:
        link = f" ({typed(proof.link, answers)})" if proof.link else ""
        checked, name = text(_("checked by")), text(_("Proof"))
        by = f", {checked} {typed(proof.checked_by, answers)}" if proof.checked_by else ""
        parts.append(paragraph(f"<b>{name}:</b> {typed(proof.title, answers)}{link}{by}"))
    for other in answer.others:
        who = _("Another answer ({by}, {at}), not decided yet:").format(by=other.by or "?", at=other.at[:10])
        inner = answer_html(question, other, answers)
        parts.append(f'<div class="problem">{paragraph(text(who))}{inner}</div>')
    return "\n".join(part for part in parts if part)


def figure_html(item: Evidence, *, outdated: bool = False) -> str:
    """A computed figure: in words, its table, how it is computed, and what it was computed from."""
    head, rows = table_for_people(item)
    shown = table(text(title(item.figure)), [text(h) for h in head], [[text(c) for c in row] for row in rows])
    origin = _("{figure}. {file}, SHA-256 {data}; {software}; {at}").format(
        figure=item.figure, file=item.file or "-", data=item.data[:12] or "-", software=item.software, at=item.at
    )
    words = text(_("The data have changed since this was computed."))
    stale = paragraph(f"<b>{words}</b>") if outdated else ""
    return (
        f'<div class="figure">{stale}{paragraph(text(sentence(item)))}{shown if rows else ""}'
        f"{paragraph(text(formula(item.figure)), 'meta')}{paragraph(text(origin), 'meta')}</div>"
    )


def cut(words: str, most: int, question: str) -> str:
    """``words`` with at most ``most`` letters, ending at a word, with a pointer to the question that has them all."""
    words = " ".join(words.split())
    if len(words) <= most:
        return words
    kept = words[:most].rsplit(" ", 1)[0]
    return _("{words} … (see {question})").format(words=kept, question=question)


def name_of(answers: Answers, toolkit: Toolkit) -> str:
    """What the data collection is called (A1), or the name of the form."""
    found = answers.value("A1", "name")
    return str(found) if found else say(toolkit.name)


def is_synthetic(answers: Answers) -> bool:
    """Whether the figures come from the course's made-up data: a reader must never take them for findings."""
    return any("synthetic" in item.file for item in answers.evidence.values())


def synthetic_notice(answers: Answers) -> str:
    """The line that says so; "" for real data."""
    if not is_synthetic(answers):
        return ""
    words = _("The figures come from synthetic training data. They are no findings about any group or place.")
    return paragraph(f"<b>{text(words)}</b>", "notice")
