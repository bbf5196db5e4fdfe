"""Indicator sheets under the five headings of the national list (E2)."""

from cgd.language import _
from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.export.answered import plain_value
from cgd.toolkit.export.parts import page_about, paragraph, synthetic_notice, table, text, typed
from cgd.toolkit.rules.settings import RuleSet
from cgd.toolkit.words import say


def indicators_page(answers: Answers, toolkit: Toolkit, _rules: RuleSet) -> str:
    """One sheet for each row of E2; what a row leaves open is shown as open."""
    entry = toolkit.question("E2").field("sheets")
    rows = answers.rows("E2", "sheets")
    body = [synthetic_notice(answers)]
    if not rows:
        body.append(paragraph(text(_("No indicator is described in E2 yet."))))
    for number, row in rows.items():
        name = row.get("name") or _("Indicator {number}").format(number=number)
        cells = []
        for column in entry.columns[1:]:
            said = plain_value(column, row[column.id], answers) if column.id in row else text(_("not answered"))
            cells.append([text(say(column.label)), said])
        body.append(f"<h2>{typed(name, answers)}</h2>")
        body.append(table(text(_("Sheet {number}").format(number=number)), _head(), cells, named=True))
    line = answers.value("J6", "line")
    if rows and line:
        body.append(paragraph(typed(line, answers)))
    return page_about(_("Indicator sheets: {name}"), answers, toolkit, body)


def _head() -> list[str]:
    return [text(_("Heading")), text(_("Content"))]
