"""What the course covers, and where: objectives, questions of the Toolkit, published figures of the survey.

Read off the sources, so that no list is kept twice:

- an objective is exercised by the quiz of its session, and by exercises whose ``answers.yml`` names it;
- a question of the Toolkit is taught where a session's page names it with ``{q}``, practised where a notebook, a paper
  or a project clinic takes it up, and graded where an exercise's ``answers.yml`` names it;
- a published figure is used by the pages that have it in a line ``% published: F01, F02``, which no reader sees.

What only a session without blocks will cover is *planned*: by its objectives, its sections of the Toolkit, and its
``published`` in the agenda.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from cgd.course.agenda.plan import Agenda, load_agenda, say
from cgd.course.layout import TRAINERS_FOLDERS
from cgd.course.notebooks import read_notebook
from cgd.course.quizzes import quizzes
from cgd.course.units import ROOT, visible
from cgd.errors import CgdError
from cgd.language import _
from cgd.scorecard import published
from cgd.scorecard.published import pilot, qualitative
from cgd.toolkit import load_toolkit, words
from cgd.toolkit.bank import Question

COUNTRY = "viet-nam"
"""Whose form the course teaches."""
TIER = 1
"""The tier of the Toolkit that this class fills."""

_NAMED = re.compile(r"\{q\}`([A-Z]\d+)`")
_WRITTEN = re.compile(r"\b[A-Z]\d{1,2}\b")
_PUBLISHED = re.compile(r"^% published: (.+)$", re.MULTILINE)

Uses = dict[str, list[str]]
"""Places, by the id of what is used there."""


@dataclass(frozen=True)
class Line:
    """One objective, question or figure.

    Attributes
    ----------
    uses
        Places, by kind: a file without its ending ("book/sessions/s01_voices"), the number of a quiz item, or an
        exercise with the number of its question ("ex1: 2").
    planned
        Ids of the sessions, not yet written, that will take it.
    """

    id: str
    text: str
    uses: dict[str, list[str]]
    planned: list[str]


def gaps(lines: Iterable[Line], *kinds: str) -> list[str]:
    """Ids of the lines that have no use of these kinds, and that no session plans."""
    return [line.id for line in lines if not line.planned and not any(line.uses[kind] for kind in kinds)]


def objectives(root: Path = ROOT) -> list[Line]:
    """Every objective, by quiz of its session (``quiz``), exercise, and test before and after (``test``)."""
    agenda, lines = load_agenda(root), []
    known = [objective for session in agenda.sessions.values() for objective in session.objectives]
    graded = _graded(root, "objective", known)
    tested = _quizzed(root / "book" / "test.md")
    for day in agenda.days:
        for name in day.sessions:
            session = agenda.session(name)
            asked = _quizzed(root / "book" / "sessions" / f"{name}.md")
            for objective, text in session.objectives.items():
                found = {"quiz": asked, "exercise": graded, "test": tested}
                uses = {kind: places.get(objective, []) for kind, places in found.items()}
                lines.append(Line(objective, say(text), uses, [] if session.blocks else [name]))
    return lines


def questions(root: Path = ROOT) -> list[Line]:
    """Every question of tier 1: where it is ``taught``, ``practised`` and ``graded``; planned only if not taught."""
    agenda = load_agenda(root)
    bank = {question.id: question for section in load_toolkit(COUNTRY).sections for question in section.questions}
    taught, graded = _taught(root), _graded(root, "toolkit", bank)
    practised, lines = _practised(root, agenda), []
    for question in _of_tier(bank.values()):
        found = {"taught": taught, "practised": practised, "graded": graded}
        uses = {kind: places.get(question.id, []) for kind, places in found.items()}
        uses["practised"] = uses["practised"] + _clinics(agenda, question.id[0])
        planned = [] if uses["taught"] else _planned(agenda, question.id[0])
        lines.append(Line(question.id, words.say(question.text), uses, planned))
    return lines


def figures(root: Path = ROOT) -> list[Line]:
    """Every published figure: the ``data`` package that shows it, if any, and the ``pages`` that use it."""
    agenda = load_agenda(root)
    packages: dict[str, Collection[str]] = {
        "scorecard-2022": published.PUBLISHED,
        "qualitative-2022": qualitative.CHECKS,
        "pilot-2019": pilot.CHECKS,
    }
    shown = {number: [name] for name, numbers in packages.items() for number in numbers}
    claims = published.claims() | qualitative.claims() | published.document_claims() | pilot.claims()
    pages, lines = _marked(root, claims), []
    for session in agenda.sessions.values():
        _known(session.published, claims, "agenda.yml")
    for number in sorted(claims):
        uses = {"data": shown.get(number, []), "pages": pages.get(number, [])}
        planned = [name for name in _unwritten(agenda) if number in agenda.session(name).published]
        lines.append(Line(number, claims[number], uses, planned))
    return lines


def sources(root: Path = ROOT) -> list[Path]:
    """The files that the lines are read off."""
    book = [*visible(root / "book", "*.md"), root / "book" / "agenda.yml"]
    return [*book, *visible(root / "notebooks", "*.ipynb"), *visible(root / "toolkit", "*.yml"), *_answers(root)]


def _of_tier(questions: Iterable[Question]) -> list[Question]:
    return [question for question in questions if question.tier == TIER]


def _unwritten(agenda: Agenda) -> list[str]:
    return [name for day in agenda.days for name in day.sessions if not agenda.session(name).blocks]


def _planned(agenda: Agenda, section: str) -> list[str]:
    return [name for name in _unwritten(agenda) if section in agenda.session(name).toolkit]


def _clinics(agenda: Agenda, section: str) -> list[str]:
    """Pages of the written project clinics in which people fill this section."""
    clinics = [name for name in agenda.written() if "clinic" in name and section in agenda.session(name).toolkit]
    return [f"book/sessions/{name}" for name in clinics]


def _quizzed(page: Path) -> Uses:
    """Numbers of a page's quiz items, by objective; nothing while there is no page."""
    items = quizzes(page) if page.is_file() else []
    return _grouped((item.objective, str(number)) for number, item in enumerate(items, start=1))


def _taught(root: Path) -> Uses:
    pages = visible(root / "book" / "sessions", "*.md")
    return _grouped((name, _place(root, page)) for page in pages for name in _NAMED.findall(page.read_text("utf-8")))


def _practised(root: Path, agenda: Agenda) -> Uses:
    """Notebooks of sessions, and papers, that name a question in their text."""
    texts = {page: page.read_text(encoding="utf-8") for page in visible(root / "book" / "handouts", "*.md")}
    for path in visible(root / "notebooks", "*.ipynb"):
        if path.stem in agenda.sessions:
            cells = read_notebook(path).cells
            texts[path] = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return _grouped((name, _place(root, path)) for path, text in texts.items() for name in _WRITTEN.findall(text))


def _answers(root: Path) -> list[Path]:
    return sorted((root / "solutions").glob("*/answers.yml"))


def _graded(root: Path, key: str, known: Collection[str]) -> Uses:
    """Questions of exercises, by the objective or the questions of the Toolkit that they name under ``key``."""
    found = []
    for path in _answers(root):
        exercise: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        short = exercise["notebook"].split("_")[0]
        for name, question in (exercise["questions"] | exercise.get("texts", {})).items():
            ids = question.get(key, [])
            ids = [ids] if isinstance(ids, str) else ids
            _known(ids, known, f"{path.parent.name}/{path.name}")
            found += [(each, f"{short}: {name.removeprefix('question')}") for each in ids]
    return _grouped(found)


def _marked(root: Path, known: Collection[str]) -> Uses:
    found = []
    for page in visible(root / "book", "*.md"):
        if not page.relative_to(root).as_posix().startswith(TRAINERS_FOLDERS):
            for marked in _PUBLISHED.findall(page.read_text(encoding="utf-8")):
                numbers = [number.strip() for number in marked.split(",")]
                _known(numbers, known, page.name)
                found += [(number, _place(root, page)) for number in numbers]
    return _grouped(found)


def _place(root: Path, path: Path) -> str:
    return path.relative_to(root).with_suffix("").as_posix()


def _known(ids: Iterable[str], known: Collection[str], file: str) -> None:
    for each in ids:
        if each not in known:
            raise CgdError(_("{file} names {id}, which does not exist.").format(file=file, id=each))


def _grouped(pairs: Iterable[tuple[str, str]]) -> Uses:
    """Places by id, each place once, in order."""
    found: Uses = {}
    for name, place in pairs:
        places = found.setdefault(name, [])
        if place not in places:
            places.append(place)
    return found
