"""The same answers in the order in which a statistician of a national office looks for them: NQAF, then SIMS."""

from collections.abc import Collection, Iterator, Sequence

from cgd.language import _
from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Question, Toolkit
from cgd.toolkit.export.pages import Filled, places_of_tables, question_html, remainder
from cgd.toolkit.export.parts import heading, page_about, paragraph, synthetic_notice, text
from cgd.toolkit.export.results import gate_html, verdicts_html, violations_html
from cgd.toolkit.progress import asks
from cgd.toolkit.rules.settings import RuleSet
from cgd.toolkit.words import say

# Outputs first (14-19), then what protects people, the processes, the institution, the system.
ORDER = (14, 15, 16, 17, 18, 19, 7, 10, 11, 12, 13, 4, 5, 6, 8, 9, 1, 2, 3)


def principles() -> dict[int, str]:
    """The 19 principles of the United Nations NQAF (2019), in the language in use."""
    return {
        1: _("Coordinating the national statistical system"),
        2: _("Relations with users, providers and others"),
        3: _("Statistical standards"),
        4: _("Professional independence"),
        5: _("Impartiality and objectivity"),
        6: _("Transparency"),
        7: _("Statistical confidentiality and data security"),
        8: _("Commitment to quality"),
        9: _("Adequacy of resources"),
        10: _("Methodological soundness"),
        11: _("Cost-effectiveness"),
        12: _("Appropriate statistical procedures"),
        13: _("Managing the respondent burden"),
        14: _("Relevance"),
        15: _("Accuracy and reliability"),
        16: _("Timeliness and punctuality"),
        17: _("Accessibility and clarity"),
        18: _("Coherence and comparability"),
        19: _("Managing metadata"),
    }


def nso_page(answers: Answers, toolkit: Toolkit, rules: RuleSet, *, outdated: Collection[str] = ()) -> str:
    """Every answer once, under the first of its principles in `ORDER`, by SIMS concept; elsewhere a pointer to it.

    ``outdated`` names the figures whose data have changed since.
    """
    parts = list(_parts([q for q in toolkit.questions() if _has_content(q, answers)]))
    shown = [question for _title, new, _before in parts for question in new]
    filled = Filled(answers, toolkit, rules, outdated, places_of_tables(shown), working=False)
    body = [
        paragraph(text(say(toolkit.notice)), "notice"),
        synthetic_notice(answers),
        verdicts_html(answers, toolkit, rules),
        gate_html(answers, toolkit, rules),
        violations_html(answers, toolkit, rules),
    ]
    for title, new, before in parts:
        body.append(heading(title))
        for question in new:
            body += question_html(question, filled)
        if before:
            # The pointer is filled in after escaping: it holds links.
            links = ", ".join(f'<a href="#{q.id}">{q.id}</a>' for q in before)
            body.append(paragraph(text(_("Also here, told above: {questions}")).format(questions=links)))
    silent = [q.id for q in toolkit.questions() if q.tier == 1 and asks(q) and answers.of(q.id).is_empty()]
    if silent:
        body.append(heading(_("Not answered")))
        body.append(paragraph(text(_("Questions of tier 1: {questions}").format(questions=", ".join(silent)))))
    return page_about(_("For the statistics office: {name}"), answers, toolkit, [*body, *remainder(filled, shown)])


def _has_content(question: Question, answers: Answers) -> bool:
    return not answers.of(question.id).is_empty() or any(e.shows in answers.evidence for e in question.fields)


def _parts(questions: Sequence[Question]) -> Iterator[tuple[str, list[Question], list[Question]]]:
    """Title, questions told there, and those told before, for each principle that has any."""
    told: list[Question] = []
    for number in ORDER:
        mine = sorted((q for q in questions if number in q.nqaf), key=sims_order)
        if mine:
            title = _("NQAF {number}: {name}").format(number=number, name=principles()[number])
            yield title, [q for q in mine if q not in told], [q for q in mine if q in told]
            told += mine
    rest = [question for question in questions if question not in told]
    if rest:
        yield _("Under no principle"), rest, []


def sims_order(question: Question) -> tuple[tuple[int, ...], str]:
    """By the first SIMS concept, S.3.4 before S.12; questions without one last."""
    first = question.sims[0][2:] if question.sims else "99"
    return tuple(int(part) for part in first.split(".") if part.isdigit()), question.id
