"""What the computer fills in: figures from the survey, and results of the rules, as HTML."""

import html

from cgd.language import _
from cgd.toolkit.bank import Entry
from cgd.toolkit.evidence.words import formula, sentence, table_for_people, title
from cgd.toolkit.form.session import Session
from cgd.toolkit.rules.gate import gate
from cgd.toolkit.rules.scores import scores
from cgd.toolkit.rules.verdict import Verdict, verdicts
from cgd.toolkit.words import say


def figure_html(entry: Entry, session: Session) -> str:
    """A figure in words, with its table, formula and origin; or that it is not computed yet."""
    item = session.answers.evidence.get(entry.shows)
    if item is None:
        words = _("Not computed yet.")
        return f'<p class="cgd-meta">{words}</p>'
    head, rows = table_for_people(item)
    table = ""
    if rows:
        cells = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in head)
        body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        summary = _("Table: {title}").format(title=html.escape(title(item.figure)))
        table = f"<details><summary>{summary}</summary><table><tr>{cells}</tr>{body}</table></details>"
    words = _("The data have changed since: compute it again.")
    stale = f"<b>{words}</b> " if session.is_stale(item) else ""
    origin = _("{file} ({data}), {software}, {at}").format(
        file=item.file, data=item.data[:12], software=item.software, at=item.at
    )
    return (
        f'<div class="cgd-figure">{stale}{html.escape(sentence(item))}{table}'
        f'<p class="cgd-meta">{html.escape(formula(item.figure))}<br>{html.escape(origin)}</p></div>'
    )


def result_html(entry: Entry, session: Session) -> str:
    """What the rules say: the gate, the suggested scores, the verdicts."""
    make = {"GATE": _gate, "SCORES": _scores, "VERDICTS": _verdicts, "DECLARATION": _declaration}[entry.shows]
    return f'<div class="cgd-figure">{make(session)}</div>'


def judgements() -> dict[str, str]:
    """The verdicts in words, in the language in use."""
    return {
        "fit": _("fit"),
        "caveat": _("fit with a caveat"),
        "not_fit": _("not fit"),
        "open": _("no verdict yet"),
    }


def _gate(session: Session) -> str:
    rows = []
    for item in gate(session.answers, session.toolkit, session.rules):
        mark = _("there") if item.passed else _("missing")
        rows.append([item.question, item.title, mark, item.missing])
    return _table([_("Question"), _("Condition"), _("State"), _("What to do")], rows)


def _scores(session: Session) -> str:
    names = session.toolkit.question("K2").field("ratings").rows
    rows = []
    for score in scores(session.answers, session.toolkit, session.rules):
        why = _("{answered} of {asked} main questions answered, {proven} with proof").format(
            answered=score.answered, asked=score.asked, proven=score.proven
        )
        rows.append([say(names[score.dimension]), str(score.suggested), why])
    return _table([_("Dimension"), _("Suggested score"), _("Why")], rows)


def _verdicts(session: Session) -> str:
    names = session.toolkit.question("B2").field("uses").rows
    found = verdicts(session.answers, session.toolkit, session.rules)
    if not found:
        return _("B2 names no use yet: there is a verdict for each use, never for the data as a whole.")
    rows = [[say(names[item.use]), judgements()[item.verdict], _reasons(item)] for item in found]
    return _table([_("Use"), _("Verdict"), _("Why")], rows)


def _reasons(item: Verdict) -> str:
    told = [_("You promise more than the rules allow.")] if item.overstated else []
    return " ".join([*told, *item.reasons])


def _declaration(_session: Session) -> str:
    return html.escape(_("Made from this form: cgd toolkit export FILE --what declaration"))


def _table(head: list[str], rows: list[list[str]]) -> str:
    cells = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in head)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{cells}</tr>{body}</table>"
