"""One question on the screen: its text and guidance, its fields, its figures, and what the rules say to it."""

import html
from collections.abc import Callable
from typing import Any

import ipywidgets

from cgd.language import _
from cgd.toolkit.answers import Proof
from cgd.toolkit.bank import Entry, Question
from cgd.toolkit.form.computed import figure_html, result_html
from cgd.toolkit.form.fields import checklist, control, menu
from cgd.toolkit.form.session import Session
from cgd.toolkit.form.tables import Table
from cgd.toolkit.form.texts import paragraph
from cgd.toolkit.progress import asks
from cgd.toolkit.rules.hard import Violation
from cgd.toolkit.words import origin, say, state_names

Compute = Callable[[str], str]
"""Computes a figure; gives back what is wrong, or ""."""


class QuestionView:
    """The controls of one question; `box` is what is shown.

    Typing changes the answers and, once people pause, the message under the question: no control is made anew.
    """

    def __init__(self, session: Session, question: Question, compute: Compute, redraw: Callable[[], None]) -> None:
        self.session, self.question, self.compute, self.redraw = session, question, compute, redraw
        self.problems: dict[str, str] = {}
        self.message = ipywidgets.HTML()
        self.figures: dict[str, ipywidgets.HTML] = {}
        shown = [self._head(), *(self._field(entry) for entry in question.fields), self.message]
        foot = [*self._foot(), *self._others()] if asks(question) else []
        self.box = ipywidgets.VBox([*shown, *foot])
        self.box.add_class("cgd-question")

    def show(self, violations: list[Violation]) -> None:
        """Show what is wrong with this question's answers now."""
        labels = {entry.id: say(entry.label) for entry in self.question.fields}
        lines = [f"<b>{labels[name]}</b>: {html.escape(text)}" for name, text in self.problems.items() if text]
        for found in violations:
            if found.question == self.question.id:
                why = _("Why not? {why}").format(why=found.why)
                instead = _("Instead: {instead}").format(instead=found.instead)
                told = "<br>".join(html.escape(text) for text in (why, instead))
                lines.append(f"<b>{html.escape(found.what)}</b><br>{told}")
        text = "".join(f'<div class="cgd-problem" role="alert">{line}</div>' for line in lines)
        if self.message.value != text:
            self.message.value = text

    def refresh(self) -> None:
        """Show computed figures and results as they are now."""
        for name, shown in self.figures.items():
            text = self._computed(self.question.field(name))
            if shown.value != text:
                shown.value = text

    def _head(self) -> ipywidgets.HBox:
        question = self.question
        head = ipywidgets.HTML(
            f"<h4>{question.id}. {html.escape(say(question.text))}</h4>"
            f'<p class="cgd-meta">{html.escape(origin(question))}</p>'
        )
        guide = paragraph(say(question.guidance), "cgd-guide") if question.guidance else ipywidgets.HTML()
        box = ipywidgets.HBox([head, guide])
        box.add_class("cgd-head")
        return box

    def _field(self, entry: Entry) -> ipywidgets.Widget:
        draft = self.session.draft(self.question.id, entry.id)
        value = self.session.answers.value(self.question.id, entry.id) if draft is None else draft

        def put(new: Any) -> None:
            self.problems[entry.id] = self.session.put(self.question.id, entry.id, new)
            self.session.on_change()

        if entry.type == "computed":
            return self._figure(entry)
        if entry.type == "table":
            return Table(entry, value, put).box
        if entry.type == "checklist":
            return checklist(entry, value if isinstance(value, dict) else {}, put)
        return control(entry, value, put)

    def _figure(self, entry: Entry) -> ipywidgets.Widget:
        shown = ipywidgets.HTML(self._computed(entry))
        self.figures[entry.id] = shown
        if not entry.shows.startswith("FIG") and entry.shows != "DATA":
            return shown
        button = ipywidgets.Button(
            description=_("Compute: {name}").format(name=say(entry.label)), layout={"width": "auto"}
        )

        def press(_button: Any) -> None:
            button.disabled = True
            try:
                self.problems[entry.id] = self.compute(entry.shows)
            finally:
                button.disabled = False
            self.refresh()
            self.show(self.session.violations())

        button.on_click(press)
        return ipywidgets.VBox([button, shown])

    def _computed(self, entry: Entry) -> str:
        if entry.shows.startswith("FIG") or entry.shows == "DATA":
            return figure_html(entry, self.session)
        return result_html(entry, self.session)

    def _foot(self) -> list[ipywidgets.Widget]:
        """What every question has: that it cannot be answered, and proofs."""
        button, proofs = self._proof()
        row = ipywidgets.HBox([*self._state(), button])
        row.add_class("cgd-foot")
        return [row, proofs]

    def _state(self) -> list[ipywidgets.Widget]:
        answer, name = self.session.answers.of(self.question.id), self.question.id
        options = [(words, code) for code, words in state_names().items()]
        reason = ipywidgets.Text(description=_("Reason ({question})").format(question=name), value=answer.reason)
        reason.add_class("cgd-field")
        reason.add_class("cgd-wide")
        reason.layout.display = "" if answer.state else "none"
        label = _("If {question} cannot be answered").format(question=name)
        state = menu(label, options, answer.state, lambda new: changed())

        def changed() -> None:
            reason.layout.display = "" if state.value else "none"
            self.session.set_state(name, state.value, reason.value)

        reason.observe(lambda _change: changed(), names="value")
        return [state, reason]

    def _proof(self) -> tuple[ipywidgets.Button, ipywidgets.VBox]:
        box = ipywidgets.VBox()
        rows: list[dict[str, str]] = [vars(proof).copy() for proof in self.session.answers.of(self.question.id).proof]
        wanted = say(self.question.proof)
        button = ipywidgets.Button(description=_("Add a proof ({question})").format(question=self.question.id))
        button.tooltip = wanted or None

        def tell() -> None:
            kept = tuple(Proof(**row) for row in rows if row["title"] or row["link"])
            self.session.set_proof(self.question.id, kept)

        def draw() -> None:
            box.children = [_proof_row(row, tell) for row in rows]

        def add(_button: Any) -> None:
            rows.append({"title": wanted if not rows else "", "link": "", "checked_by": ""})
            draw()

        button.on_click(add)
        draw()
        return button, box

    def _others(self) -> list[ipywidgets.Widget]:
        """Answers of other people that a merge found: take one, or decide against it."""
        made = []
        for place, other in enumerate(self.session.answers.of(self.question.id).others):
            said = "; ".join(_in_short(value) for value in other.values.values()) or other.reason
            text = _("Another answer ({by}, {at}): {said}").format(by=other.by or "?", at=other.at[:10], said=said)
            take = ipywidgets.Button(description=_("Take this one"), layout={"width": "auto"})
            drop = ipywidgets.Button(description=_("Keep ours"), layout={"width": "auto"})
            take.on_click(lambda _button, place=place: self._decide(self.session.take_other, place))
            drop.on_click(lambda _button, place=place: self._decide(self.session.drop_other, place))
            made.append(ipywidgets.VBox([paragraph(text, "cgd-other"), ipywidgets.HBox([take, drop])]))
        return made

    def _decide(self, how: Callable[[str, int], None], place: int) -> None:
        how(self.question.id, place)
        self.redraw()


def _proof_row(row: dict[str, str], tell: Callable[[], None]) -> ipywidgets.HBox:
    cells = []
    for name, label in (
        ("title", _("Proof")),
        ("link", _("File or address")),
        ("checked_by", _("Checked by (from outside)")),
    ):
        cell = ipywidgets.Text(description=label, value=row[name])
        cell.add_class("cgd-field")

        def put(change: Any, name: str = name) -> None:
            row[name] = change["new"]
            tell()

        cell.observe(put, names="value")
        cells.append(cell)
    made = ipywidgets.HBox(cells)
    made.add_class("cgd-row")
    return made


def _in_short(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(_in_short(item) for item in value.values())
    if isinstance(value, list):
        return ", ".join(_in_short(item) for item in value)
    return str(value)
