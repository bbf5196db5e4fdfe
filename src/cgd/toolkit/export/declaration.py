"""The quality declaration (K9): two pages for a reader in a hurry, the limits first."""

from cgd.language import _
from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.evidence.words import sentence
from cgd.toolkit.export.parts import cut, heading, name_of, page, paragraph, synthetic_notice, table, text, typed
from cgd.toolkit.export.plain import row_text, value_text
from cgd.toolkit.form.computed import judgements
from cgd.toolkit.rules.gate import gate
from cgd.toolkit.rules.hard import violations
from cgd.toolkit.rules.scores import scores
from cgd.toolkit.rules.settings import RuleSet
from cgd.toolkit.rules.verdict import verdicts
from cgd.toolkit.words import say

# Letters that a part may have, so that two pages hold in either language (tested on the fullest form).
LIMIT, FACT, REASON = 190, 210, 150
MOST_ROWS = 4
"""Rows of a table that a line tells; the others are counted."""


def declaration_page(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> str:
    """The declaration in the language in use; every part is cut so that the whole fits on two pages of A4."""
    title = _("Quality declaration: {name}").format(name=cut(name_of(answers, toolkit), 90, "A1"))
    note = _("Made from the producer's own answers to a reconstruction of the Toolkit; the full answers go with it.")
    body = [
        synthetic_notice(answers),
        heading(_("Limits: read this first")),
        _limits(answers, toolkit, rules),
        heading(_("Fit for which use")),
        _verdicts(answers, toolkit, rules),
        heading(_("What stands behind it")),
        _facts(answers, toolkit),
        _scores(answers, toolkit, rules),
        paragraph(text(note), "meta"),
    ]
    return page(title, body)


def _limits(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> str:
    """What the producer names (K6), what the rules object to, what the gate misses, and the line under every chart."""
    said = [row["limit"] for row in answers.rows("K6", "limits").values() if row.get("limit")]
    items = [typed(cut(words, LIMIT, "K6"), answers) for words in said]
    if not items:
        none = text(_("The producer names no limits (K6). That is itself a limit."))
        items.append(f"<b>{none}</b>")
    broken = violations(answers, toolkit, rules)[:4]
    items += [f"<b>{text(item.question)}:</b> {text(cut(item.what, LIMIT, item.question))}" for item in broken]
    closed = [item.title for item in gate(answers, toolkit, rules) if not item.passed]
    if closed:
        words = _("Not ready for release; missing: {conditions}.")
        items.append(text(words.format(conditions="; ".join(closed))))
    line = answers.value("J6", "line")
    if isinstance(line, str):
        items.append(typed(cut(line, LIMIT, "J6"), answers))
    return "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in items) + "\n</ul>"


def _verdicts(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> str:
    names = toolkit.question("B2").field("uses").rows
    rows = []
    for item in verdicts(answers, toolkit, rules):
        why = cut(" ".join(item.reasons), REASON, "K4")
        rows.append([text(say(names[item.use])), text(judgements()[item.verdict]), text(why)])
    if not rows:
        return paragraph(text(_("No use is named in B2 yet, so there is no verdict.")))
    head = [text(_("Use")), text(_("Verdict")), text(_("Why"))]
    return table(text(_("Verdict for each use, never for the data as a whole")), head, rows, named=True)


def _facts(answers: Answers, toolkit: Toolkit) -> str:
    parts: list[tuple[str, tuple[str, ...]]] = [
        (_("Producer"), ("A2.partners",)),
        (_("Contact"), ("A3.contacts",)),
        (_("What is measured"), ("E1.kind", "E1.definition")),
        (_("Who it is about"), ("F1.groups",)),
        (_("How people were chosen"), ("F3.stages",)),
        (_("Results speak of"), ("F8.claim",)),
        (_("How and when asked"), ("G1.rounds",)),
        (_("Consent"), ("D3.how",)),
        (_("Weights"), ("I2.weights",)),
        (_("Time"), ("I6.measured", "I6.called")),
        (_("Access"), ("J3.access", "J3.place")),
        (_("Questionnaire"), ("E8.instruments",)),
    ]
    rows = []
    for label, places in parts:
        told = [_told(place, answers, toolkit) for place in places]
        found = "; ".join(words for words in told if words)
        question = places[0].split(".")[0]
        rows.append([text(label), typed(cut(found, FACT, question), answers) if found else text(_("not answered"))])
    plan = answers.evidence.get("FIG02")
    if plan is not None:
        rows.insert(6, [text(_("How many")), text(cut(sentence(plan), FACT, "F7"))])
    return table(text(_("In short")), [text(_("What")), text(_("Answer"))], rows, named=True)


def _told(place: str, answers: Answers, toolkit: Toolkit) -> str:
    """A field in one line; a question that nobody could answer says so."""
    question, name = place.split(".")
    answer = answers.of(question)
    if answer.state:
        states = {"unknown": _("Nobody knows."), "not_applicable": _("Does not apply.")}
        return f"{states[answer.state]} {answer.reason}"
    entry, value = toolkit.question(question).field(name), answers.value(question, name)
    if value is None:
        return ""
    if entry.type != "table":
        return value_text(entry, value)
    rows = list(answers.rows(question, name).values())
    more = _("; and {n} more").format(n=len(rows) - MOST_ROWS) if len(rows) > MOST_ROWS else ""
    return "; ".join(row_text(entry, "", row) for row in rows[:MOST_ROWS]) + more


def _scores(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> str:
    names = toolkit.question("K2").field("ratings").rows
    cells = []
    for score in scores(answers, toolkit, rules):
        counts = "-" if score.counts is None else str(score.counts)
        cells.append([text(say(names[score.dimension])), counts])
    head = [text(_("Dimension")), text(_("Score"))]
    return table(text(_("Quality, from 0 (nothing said) to 4 (proof checked from outside)")), head, cells, named=True)
