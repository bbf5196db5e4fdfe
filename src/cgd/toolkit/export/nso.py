"""The same answers in the order in which a statistician of a national office looks for them: NQAF, then SIMS."""

from cgd.language import _
from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Question, Toolkit
from cgd.toolkit.export.pages import question_html
from cgd.toolkit.export.parts import heading, name_of, page, paragraph, synthetic_notice, text
from cgd.toolkit.export.results import gate_html, verdicts_html, violations_html
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


def nso_page(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> str:
    """Every answer once, under the first of its principles in `ORDER`, by SIMS concept; elsewhere a pointer to it."""
    title = _("For the statistics office: {name}").format(name=name_of(answers, toolkit))
    body = [
        paragraph(text(say(toolkit.notice)), "notice"),
        synthetic_notice(answers),
        verdicts_html(answers, toolkit, rules),
        gate_html(answers, toolkit, rules),
        violations_html(answers, toolkit, rules),
    ]
    told: set[str] = set()
    for number in ORDER:
        questions = [q for q in toolkit.questions() if number in q.nqaf and not answers.of(q.id).is_empty()]
        if questions:
            body.append(heading(_("NQAF {number}: {name}").format(number=number, name=principles()[number])))
        new = sorted((q for q in questions if q.id not in told), key=sims_order)
        for question in new:
            body += question_html(question, answers, toolkit, rules)
        before = [q.id for q in questions if q.id in told]
        if before:
            body.append(paragraph(text(_("Also here, told above: {questions}").format(questions=", ".join(before)))))
        told |= {question.id for question in questions}
    silent = [q.id for q in toolkit.questions() if answers.of(q.id).is_empty() and q.tier == 1]
    if silent:
        body.append(heading(_("Not answered")))
        body.append(paragraph(text(_("Questions of tier 1: {questions}").format(questions=", ".join(silent)))))
    return page(title, body)


def sims_order(question: Question) -> tuple[tuple[int, ...], str]:
    """By the first SIMS concept, S.3.4 before S.12; questions without one last."""
    first = question.sims[0][2:] if question.sims else "99"
    return tuple(int(part) for part in first.split(".") if part.isdigit()), question.id
