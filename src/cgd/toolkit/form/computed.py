"""What the computer fills in: figures from the survey, and results of the rules, as HTML."""

import html

from cgd.language import _
from cgd.toolkit.bank import Entry
from cgd.toolkit.evidence.words import formula, sentence, table_for_people, title
from cgd.toolkit.export.parts import table, text
from cgd.toolkit.export.results import gate_html, scores_html, verdicts_html
from cgd.toolkit.form.session import Session


def figure_html(entry: Entry, session: Session) -> str:
    """A figure in words, with its table (for the team: whole), formula and origin; or that it is not computed yet."""
    item = session.answers.evidence.get(entry.shows)
    if item is None:
        words = _("Not computed yet.")
        return f'<p class="cgd-meta">{words}</p>'
    head, rows = table_for_people(item)
    shown = ""
    if rows:
        name = text(title(item.figure))
        summary = _("Table: {title}").format(title=name)
        cells = [[text(cell) for cell in row] for row in rows]
        shown = f"<details><summary>{summary}</summary>{table(name, [text(word) for word in head], cells)}</details>"
    words = _("The data have changed since: compute it again.")
    stale = f"<b>{words}</b> " if session.is_stale(item) else ""
    file = [f"{item.file} ({item.data[:12]})"] if item.file else []
    origin = ", ".join([*file, item.software, item.at])
    return (
        f'<div class="cgd-figure">{stale}{html.escape(sentence(item))}{shown}'
        f'<p class="cgd-meta">{html.escape(formula(item.figure))}<br>{html.escape(origin)}</p></div>'
    )


def result_html(entry: Entry, session: Session) -> str:
    """What the rules say: the gate, the scores, the verdicts, as the documents show them."""
    makers = {"GATE": gate_html, "SCORES": scores_html, "VERDICTS": verdicts_html}
    if entry.shows in makers:
        shown = makers[entry.shows](session.answers, session.toolkit, session.rules)
    else:
        shown = text(_("Made from this form: cgd toolkit export FILE --what declaration"))
    return f'<div class="cgd-figure">{shown}</div>'
