"""The form on paper: boxes to write into, for a room without electricity."""

from collections.abc import Collection

from cgd.language import _
from cgd.toolkit.bank import Column, Entry, Question, Toolkit
from cgd.toolkit.export.parts import page, paragraph, table, text
from cgd.toolkit.words import origin, say, state_names

BOX, LINE = "☐", "_" * 46
LINES, ROWS, HAND = 5, 4, 45
"""Lines of a box for a long text, rows of a table that people add to, and letters that a column has room for at least
(ours): what fits handwriting on A4."""


def paper_page(toolkit: Toolkit, *, tiers: Collection[int] = (1,)) -> str:
    """The empty form as a page to print, in the language in use."""
    body = [paragraph(text(say(toolkit.notice)), "notice"), paragraph(_line(_("Group and date")))]
    for section in toolkit.sections:
        questions = [q for q in section.questions if q.tier in tiers and any(e.type != "computed" for e in q.fields)]
        if questions:
            body += [f"<h2>{section.id}. {text(say(section.title))}</h2>", paragraph(text(say(section.purpose)))]
        for question in questions:
            body += _question(question)
    return page(say(toolkit.name), body)


def _question(question: Question) -> list[str]:
    parts = [
        f'<h3 id="{question.id}">{question.id}. {text(say(question.text))}</h3>',
        paragraph(text(origin(question)), "meta"),
    ]
    parts.append(paragraph(f"<i>{text(say(question.guidance))}</i>") if question.guidance else "")
    parts += [_field(entry) for entry in question.fields if entry.type != "computed"]
    states = " &nbsp; ".join(f"{BOX}&nbsp;{text(words)}" for words in state_names().values())
    reason = _line(_("Reason"))
    cannot = f"{states}. {reason}"
    return [*parts, paragraph(cannot, "meta")]


def _field(entry: Entry) -> str:
    label = say(entry.label) + (f" ({say(entry.unit)})" if entry.unit else "")
    if entry.type == "table":
        return _table(entry, label)
    if entry.type in ("choice", "multichoice"):
        return paragraph(f"<b>{text(label)}:</b> {_boxes(entry)}")
    if entry.type == "checklist":
        yes, no = text(_("Yes")), text(_("No"))
        both = f"{BOX}&nbsp;{yes} &nbsp; {BOX}&nbsp;{no}"
        rows = [[text(say(words)), both] for words in entry.options.values()]
        return table(text(label), [text(_("Item")), text(_("Answer"))], rows, named=True)
    if entry.type == "longtext":
        # The label is the heading of the box: an empty heading would be a grey line to wonder about.
        box = table("", [text(label)], [["<br>".join(["&nbsp;"] * LINES)]])
        return box.replace("<caption></caption>", "")
    return paragraph(_line(label))


def _table(entry: Entry, label: str) -> str:
    head = [say(column.label) for column in entry.columns]
    cells = [_cell(column) for column in entry.columns]
    if entry.rows:
        rows = [[text(say(name)), *cells] for name in entry.rows.values()]
        return table(text(label), [text(_("For")), *map(text, head)], rows, named=True, narrowest=HAND)
    return table(
        text(label), [text(name) for name in head], [cells] * min(entry.max_rows or ROWS, ROWS), narrowest=HAND
    )


def _cell(column: Column) -> str:
    return _boxes(column, "<br>") if column.type in ("choice", "multichoice") else "&nbsp;<br>&nbsp;"


def _boxes(entry: Column, between: str = " &nbsp; ") -> str:
    return between.join(f"{BOX}&nbsp;{text(say(words))}" for words in entry.options.values())


def _line(label: str) -> str:
    return f"<b>{text(label)}:</b> {LINE}"
