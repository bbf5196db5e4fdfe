"""Exercises in both languages, and answers to put into them."""

import copy
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import nbformat
import polib
import pytest
import yaml

from cgd.course.layout import HERE
from cgd.course.notebooks import read_notebook
from cgd.grading.release import release, translated_solutions
from cgd.language import LANGUAGES

# The answers of every exercise, by session.
ALL_ANSWERS = {
    path.parent.name: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((HERE.root / "solutions").glob("*/answers.yml"))
}
# Most tests of grading take the first exercise: what they test does not depend on its content.
ANSWERS = ALL_ANSWERS["s01_voices"]


def notebook_of(session: str) -> Path:
    """The exercise of a session, below a folder of exercises or solutions."""
    return Path(session) / f"{ALL_ANSWERS[session]['notebook']}.ipynb"


NOTEBOOK = notebook_of("s01_voices")


@pytest.fixture(scope="session")
def solutions() -> Iterator[dict[str, Path]]:
    """Exercises with answers, by language."""
    with ExitStack() as stack:
        yield {language: stack.enter_context(translated_solutions(HERE, language)) for language in LANGUAGES}


@pytest.fixture(scope="session")
def exercises(solutions: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Freshly released exercises, by language."""
    target = tmp_path_factory.mktemp("exercises")
    for language, folder in solutions.items():
        release(folder, target / language)
    return {language: target / language for language in solutions}


def filled(notebook: nbformat.NotebookNode, answers: dict[str, str], text: str = "") -> nbformat.NotebookNode:
    """The exercise as a person fills it in: ``answers`` is what stands after each equals sign."""
    made = copy.deepcopy(notebook)
    for cell in made.cells:
        for question, answer in answers.items():
            if re.fullmatch(question.replace("question", r"ex\d-answer"), cell.id):
                cell.source = cell.source.replace(f'{question} = ""', f"{question} = {answer}")
                assert answer in cell.source
        if is_text_answer(cell) and text:
            cell.source = text
    return made


MODEL = {name: question["model"] for name, question in ANSWERS["questions"].items()}


def typical(number: int) -> dict[str, str]:
    """For each question the wrong answer of this number; after the wrong ones, the other ways to be right."""
    answers = {}
    for name, question in ANSWERS["questions"].items():
        others = [wrong["answer"] for wrong in question["wrong"]] + question["also_right"]
        answers[name] = others[number] if number < len(others) else question["model"]
    return answers


def hand_in(folder: Path, name: str, notebook: nbformat.NotebookNode) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def exercise(folder: Path, session: str = "s01_voices") -> nbformat.NotebookNode:
    return read_notebook(folder / notebook_of(session))


def is_text_answer(cell: nbformat.NotebookNode) -> bool:
    """Whether a trainer reads and grades this cell."""
    return cell.cell_type == "markdown" and bool(cell.metadata.get("nbgrader", {}).get("grade"))


def in_language(message: str, language: str, session: str = "s01_voices") -> str:
    """A message of the exercise or the library in another language, or in English while it is not translated."""
    for catalogue in (session, "cgd"):
        path = HERE.root / "locale" / language / f"{catalogue}.po"
        if path.is_file():
            for entry in polib.pofile(str(path)):
                if entry.msgid == message and entry.translated():
                    return entry.msgstr
    return message


def pattern(message: str) -> str:
    """A message as a regular expression: what stands in braces may be anything."""
    return r".+?".join(re.escape(part) for part in re.split(r"\{[^}]*\}", message))


def secrets(solution: nbformat.NotebookNode) -> list[str]:
    """Every line that participants must not see: solutions, hidden tests, rubric, model text."""
    found = []
    for cell in solution.cells:
        hidden = re.findall(
            r"BEGIN (?:SOLUTION|HIDDEN TESTS|MARK SCHEME).*?\n(.*?)\n[^\n]*END", cell.source, flags=re.S
        )
        if is_text_answer(cell):
            hidden = [cell.source]
        found += [line.strip() for text in hidden for line in text.splitlines()]
    return [line for line in found if len(line) > 8 and not line.startswith("from ")]
