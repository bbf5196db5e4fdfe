"""The quality declaration (K9): two pages for a reader in a hurry, the limits first."""

from cgd.language import _
from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.evidence.words import sentence
from cgd.toolkit.export.answered import TYPED
from cgd.toolkit.export.parts import cut, heading, page_about, paragraph, synthetic_notice, table, text, typed
from cgd.toolkit.export.plain import value_text
from cgd.toolkit.rules.gate import gate
from cgd.toolkit.rules.hard import violations
from cgd.toolkit.rules.scores import scores
from cgd.toolkit.rules.settings import RuleSet
from cgd.toolkit.rules.verdict import verdicts
from cgd.toolkit.words import judgements, say, state_sentences

# Letters that a part may have, so that two pages hold in either language (tested on the fullest form).
LIMIT, FACT, REASON, OWN_REASON = 190, 210, 150, 90
MOST_ROWS = 4
"""Rows of a table that a line tells, and objections that are quoted; the others are counted or named."""


def declaration_page(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> str:
    """The declaration in the language in use; every part is cut so that the whole fits on two pages of A4."""
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
    return page_about(_("Quality declaration: {name}"), answers, toolkit, body, most=90)


def _limits(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> str:
    """What the producer names (K6), what the rules object to, what the gate misses, and the line under every chart."""
    said = [row["limit"] for row in answers.rows("K6", "limits").values() if row.get("limit")]
    items = [typed(cut(words, LIMIT, "K6"), answers) for words in said]
    if not items:
        none = text(_("The producer names no limits (K6). That is itself a limit."))
        items.append(f"<b>{none}</b>")
    broken = violations(answers, toolkit, rules)
    for item in broken[:MOST_ROWS]:
        items.append(f"<b>{text(item.question)}:</b> {text(cut(item.what, LIMIT, item.question))}")
    if len(broken) > MOST_ROWS:
        also = ", ".join(dict.fromkeys(item.question for item in broken[MOST_ROWS:]))
        words = _("The rules object to answers in these questions, too: {questions}.")
        items.append(text(words.format(questions=also)))
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
    own = answers.rows("K4", "fitness")
    rows: list[list[str]] = []
    former: tuple[str, ...] = ()
    for item in verdicts(answers, toolkit, rules):
        told = [_("The producer promises more than the rules allow.")] if item.overstated else []
        told += [_("As in the row above.")] if item.reasons == former else item.reasons
        why = text(cut(" ".join(told), REASON, "K4"))
        said = str(own.get(item.use, {}).get("reason") or "")
        if said:
            # The producer's words are filled in after escaping: they are marked with their language.
            producer = text(_("The producer: {reason}"))
            why += "<br>" + producer.format(reason=typed(cut(said, OWN_REASON, "K4"), answers))
        rows.append([text(say(names[item.use])), text(judgements()[item.verdict]), why])
        former = item.reasons
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
        (_("How many"), ()),
        (_("How and when asked"), ("G1.rounds",)),
        (_("Consent"), ("D3.how",)),
        (_("Weights"), ("I2.weights",)),
        (_("Time"), ("I6.measured", "I6.called")),
        (_("Access"), ("J3.access", "J3.place")),
        (_("Questionnaire"), ("E8.instruments",)),
        (_("Version and date of the answers"), ("A1.version", "A1.date")),
    ]
    plan = answers.evidence.get("FIG02")
    rows = []
    for label, places in parts:
        if places:
            told = _shortened(
                [piece for place in places for piece in _told(place, answers, toolkit)], places[0], answers
            )
        else:
            told = text(cut(sentence(plan), FACT, "F7")) if plan else ""
        if told:
            rows.append([text(label), told])
    if not rows:
        return ""
    return table(text(_("In short")), [text(_("What")), text(_("Answer"))], rows, named=True)


Piece = tuple[str, bool]
"""Words, and whether somebody typed them: then they are in the language of the answers."""


def _told(place: str, answers: Answers, toolkit: Toolkit) -> list[Piece]:
    """A field in pieces; a question that nobody could answer says so."""
    question, name = place.split(".")
    answer = answers.of(question)
    if answer.state:
        states = state_sentences()
        return [(states[answer.state] + " ", False), (answer.reason, True)]
    entry, value = toolkit.question(question).field(name), answers.value(question, name)
    if value is None:
        return []
    if entry.type != "table":
        return [("; ", False), (value_text(entry, value), entry.type in TYPED)]
    found: list[Piece] = []
    rows = list(answers.rows(question, name).values())
    for row in rows[:MOST_ROWS]:
        cells = [(value_text(c, row[c.id]), c.type in TYPED) for c in entry.columns if c.id in row]
        for number, cell in enumerate(cells):
            found += [(", " if number else "; ", False), cell]
    if len(rows) > MOST_ROWS:
        found.append((_("; and {n} more").format(n=len(rows) - MOST_ROWS), False))
    return found


def _shortened(pieces: list[Piece], place: str, answers: Answers) -> str:
    """Pieces as HTML, together no longer than `FACT`; they end at a word."""
    pieces = pieces[1:] if pieces and pieces[0] == ("; ", False) else pieces
    kept: list[Piece] = []
    left = FACT
    for words, is_typed in pieces:
        words = " ".join(words.split()) if is_typed else words
        if len(words) > left:
            head = words[:left]
            kept.append((head.rsplit(" ", 1)[0] if " " in head else head if not kept else "", is_typed))
            while kept and kept[-1][0] in ("", ", ", "; "):
                kept.pop()
            kept.append((_("{words} … (see {question})").format(words="", question=place.split(".")[0]), False))
            break
        kept.append((words, is_typed))
        left -= len(words)
    return "".join(typed(words, answers) if is_typed else text(words) for words, is_typed in kept)


def _scores(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> str:
    names = toolkit.question("K2").field("ratings").rows
    cells = []
    for score in scores(answers, toolkit, rules):
        if score.counts is not None:
            cells.append([text(say(names[score.dimension])), str(score.counts)])
    if not cells:
        return paragraph(text(_("Nobody has given scores yet (K2).")))
    head = [text(_("Dimension")), text(_("Score"))]
    return table(text(_("Quality, from 0 (nothing said) to 4 (proof checked from outside)")), head, cells, named=True)
