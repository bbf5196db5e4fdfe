"""The filled Toolkit as one page."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cgd.language import _
from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Entry, Question, Toolkit
from cgd.toolkit.evidence.registry import FIGURES
from cgd.toolkit.evidence.words import sentence, title
from cgd.toolkit.export.answered import answer_html, brief_figure_html, figure_html
from cgd.toolkit.export.parts import heading, name_html, name_of, page, paragraph, synthetic_notice, table, text, typed
from cgd.toolkit.export.results import gate_html, scores_html, verdicts_html, violations_html
from cgd.toolkit.progress import asks, progress
from cgd.toolkit.rules.settings import RuleSet
from cgd.toolkit.words import origin, say


@dataclass(frozen=True)
class Filled:
    """A filled form to be shown.

    Attributes
    ----------
    outdated
        Figures whose data have changed since.
    tables
        The question at which the table of each figure stands; elsewhere its sentence points there.
    working
        Whether what is still open is shown with how to answer it, for those who fill in the form.
    """

    answers: Answers
    toolkit: Toolkit
    rules: RuleSet
    outdated: Collection[str] = ()
    tables: Mapping[str, str] = field(default_factory=dict)
    working: bool = True


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
    shown = [q for q in toolkit.questions() if q.tier in tiers or not answers.of(q.id).is_empty()]
    filled = Filled(answers, toolkit, rules, outdated, places_of_tables(shown))
    body = [*_first_page(filled)]
    for section in toolkit.sections:
        questions = [question for question in section.questions if question in shown]
        if questions:
            body += [heading(f"{section.id}. {say(section.title)}"), paragraph(text(say(section.purpose)))]
        for question in questions:
            body += question_html(question, filled)
    name = say(toolkit.name)
    titled = f"{name_of(answers, toolkit)} - {name}" if answers.value("A1", "name") else name
    return page(titled, [*body, *remainder(filled, shown)], text(name))


def places_of_tables(shown: Iterable[Question]) -> dict[str, str]:
    """For each figure the first of these questions that shows it."""
    found: dict[str, str] = {}
    for question in shown:
        for entry in question.fields:
            if entry.shows:
                found.setdefault(entry.shows, question.id)
    return found


def question_html(question: Question, filled: Filled) -> list[str]:
    """One question with everything that belongs to it."""
    answer = filled.answers.of(question.id)
    guidance = say(question.guidance) if question.guidance and asks(question) else ""
    return [
        f'<h3 id="{question.id}">{question.id}. {text(say(question.text))}</h3>',
        paragraph(text(origin(question)), "meta"),
        paragraph(text(guidance), "meta") if guidance and filled.working and answer.is_empty() else "",
        answer_html(question, answer, filled.answers),
        *(_computed(entry, question, filled) for entry in question.fields if entry.shows),
    ]


def _computed(entry: Entry, question: Question, filled: Filled) -> str:
    results = {"GATE": gate_html, "SCORES": scores_html, "VERDICTS": verdicts_html}
    if entry.shows in results:
        return results[entry.shows](filled.answers, filled.toolkit, filled.rules)
    if entry.shows == "DECLARATION":
        return paragraph(text(_("The declaration is a document of its own, made from these answers.")))
    item = filled.answers.evidence.get(entry.shows)
    if item is not None:
        first = filled.tables.get(entry.shows, question.id)
        return (
            figure_html(item, filled.outdated)
            if first == question.id
            else brief_figure_html(item, first, filled.outdated)
        )
    # Where nothing at all was computed, the first page says so once.
    name, empty = text(title(entry.shows)), text(_("Not computed yet."))
    known = filled.working and filled.answers.evidence
    return paragraph(f'<b>{name}:</b> <span class="empty">{empty}</span>') if known else ""


def _first_page(filled: Filled) -> Iterator[str]:
    answers, toolkit, rules = filled.answers, filled.toolkit, filled.rules
    yield paragraph(text(say(toolkit.notice)), "notice")
    yield synthetic_notice(answers)
    yield table(text(_("This form")), [text(_("What")), text(_("Answer"))], [*_about(filled)], named=True)
    yield verdicts_html(answers, toolkit, rules)
    yield violations_html(answers, toolkit, rules)
    titles = {section.id: say(section.title) for section in toolkit.sections}
    done = progress(answers, toolkit)
    counts = [[text(f"{p.section}. {titles[p.section]}"), f"{p.answered}/{p.questions}"] for p in done]
    yield table(text(_("Answered questions of tier 1")), [text(_("Section")), text(_("Answered"))], counts, named=True)


def _about(filled: Filled) -> Iterator[list[str]]:
    """Who and when, which form, which data."""
    answers, toolkit = filled.answers, filled.toolkit
    country = say(toolkit.country.name) if toolkit.country else _("global form")
    producers = [str(row["name"]) for row in answers.rows("A2", "partners").values() if row.get("name")]
    version = [str(part) for name in ("version", "date") if (part := answers.value("A1", name))]
    given = [answer for one in answers.answers.values() for answer in (one, *one.others)]
    people = sorted({answer.by for answer in given if answer.by})
    last = max((answer.at for answer in given), default="")
    data = answers.evidence.get("DATA")
    yield [text(_("Data collection")), name_html(answers, toolkit)]
    if producers:
        yield [text(_("Producer")), typed("; ".join(producers), answers)]
    yield [text(_("Form")), text(f"{say(toolkit.name)} {toolkit.version}, {country}")]
    yield [text(_("Version and date of the answers")), text(", ".join(version) or _("not answered"))]
    if people:
        yield [text(_("Answers written by")), text(", ".join(people))]
    if last:
        yield [text(_("Last answer")), text(last[:10])]
    yield [text(_("Data")), text(sentence(data) if data else _("No data file was named."))]


def remainder(filled: Filled, shown: Collection[Question]) -> Iterator[str]:
    """What no question that is shown has a place for: it is handed on, not dropped."""
    placed = {entry.shows for question in shown for entry in question.fields}
    rest = [item for figure in FIGURES if figure not in placed and (item := filled.answers.evidence.get(figure))]
    if rest:
        yield heading(_("Other figures"))
        yield from (figure_html(item, filled.outdated) for item in rest)
    if filled.answers.unplaced:
        words = _("Answers without a place in this form")
        rows = [[text(name), typed(_flat(value), filled.answers)] for name, value in filled.answers.unplaced.items()]
        yield heading(words)
        yield table(text(words), [text(_("Question")), text(_("Answer"))], rows, named=True)


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_flat(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "; ".join(_flat(item) for item in value)
    return str(value)
