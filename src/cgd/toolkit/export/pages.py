"""The filled Toolkit as one page."""

from collections.abc import Collection

from cgd.language import _
from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Question, Toolkit
from cgd.toolkit.evidence.words import sentence
from cgd.toolkit.export.parts import answer_html, figure_html, name_of, page, paragraph, synthetic_notice, table, text
from cgd.toolkit.export.results import gate_html, scores_html, verdicts_html, violations_html
from cgd.toolkit.progress import progress
from cgd.toolkit.rules.settings import RuleSet
from cgd.toolkit.words import say


def toolkit_page(
    answers: Answers,
    toolkit: Toolkit,
    rules: RuleSet,
    *,
    tiers: Collection[int] = (1, 2, 3),
    outdated: Collection[str] = (),
) -> str:
    """The whole form with its answers, evidence and results, in the language in use.

    Parameters
    ----------
    tiers
        The questions that are shown; those of other tiers are shown too where something was answered.
    outdated
        Figures whose data have changed since.
    """
    body = [*_first_page(answers, toolkit, rules)]
    for section in toolkit.sections:
        shown = [q for q in section.questions if q.tier in tiers or not answers.of(q.id).is_empty()]
        if shown:
            body += [f"<h2>{section.id}. {text(say(section.title))}</h2>", paragraph(text(say(section.purpose)))]
        for question in shown:
            body += question_html(question, answers, toolkit, rules, outdated)
    return page(say(toolkit.name), [*body, *_unplaced(answers)])


def question_html(
    question: Question, answers: Answers, toolkit: Toolkit, rules: RuleSet, outdated: Collection[str] = ()
) -> list[str]:
    """One question with everything that belongs to it."""
    answer = answers.of(question.id)
    body = [
        f'<h3 id="{question.id}">{question.id}. {text(say(question.text))}</h3>',
        paragraph(origin(question), "meta"),
    ]
    body.append(answer_html(question, answer, answers))
    results = {"GATE": gate_html, "SCORES": scores_html, "VERDICTS": verdicts_html}
    for entry in question.fields:
        item = answers.evidence.get(entry.shows)
        if entry.shows in results:
            body.append(results[entry.shows](answers, toolkit, rules))
        elif item is not None:
            # The table stands once, where the figure was first asked for; elsewhere its sentence does.
            first = next(q.id for q in toolkit.questions() if any(e.shows == entry.shows for e in q.fields))
            whole = figure_html(item, outdated=item.figure in outdated)
            pointer = _("(table: see {question})").format(question=first)
            brief = paragraph(text(f"{sentence(item)} {pointer}"))
            body.append(whole if first == question.id else brief)
    return body


def origin(question: Question) -> str:
    """Where a question comes from and what a statistician calls it."""
    parts = [
        _("Tier {tier}").format(tier=question.tier),
        _("status {status}").format(status=question.status),
        "GSBPM " + ", ".join(question.gsbpm),
        "NQAF " + ", ".join(str(number) for number in question.nqaf),
        *(["SIMS " + ", ".join(question.sims)] if question.sims else []),
    ]
    return text(" · ".join(parts))


def _first_page(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> list[str]:
    data = answers.evidence.get("DATA")
    country = say(toolkit.country.name) if toolkit.country else _("global form")
    rows = [
        [text(_("Data collection")), text(name_of(answers, toolkit))],
        [text(_("Form")), text(f"{say(toolkit.name)} {toolkit.version}, {country}")],
        [text(_("Version and date of the answers")), text(_version(answers))],
        [text(_("Data")), text(sentence(data)) if data else text(_("No data file was named."))],
    ]
    done = progress(answers, toolkit)
    counts = [[text(f"{p.section}. {_title(toolkit, p.section)}"), f"{p.answered}/{p.questions}"] for p in done]
    return [
        paragraph(text(say(toolkit.notice)), "notice"),
        synthetic_notice(answers),
        table(text(_("This form")), [text(_("What")), text(_("Answer"))], rows, named=True),
        verdicts_html(answers, toolkit, rules),
        violations_html(answers, toolkit, rules),
        table(text(_("Answered questions of tier 1")), [text(_("Section")), text(_("Answered"))], counts, named=True),
    ]


def _version(answers: Answers) -> str:
    parts = [answers.value("A1", "version"), answers.value("A1", "date")]
    return ", ".join(str(part) for part in parts if part) or _("not answered")


def _title(toolkit: Toolkit, section: str) -> str:
    return next(say(found.title) for found in toolkit.sections if found.id == section)


def _unplaced(answers: Answers) -> list[str]:
    """What people wrote that no question of this form takes: it is handed on, not dropped."""
    if not answers.unplaced:
        return []
    rows = [[text(name), text(_flat(value))] for name, value in answers.unplaced.items()]
    heading = _("Answers without a place in this form")
    head = [text(_("Question")), text(_("Answer"))]
    return [f"<h2>{text(heading)}</h2>", table(text(heading), head, rows, named=True)]


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_flat(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "; ".join(_flat(item) for item in value)
    return str(value)
