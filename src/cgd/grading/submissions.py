"""What was handed in: whose it is, which exercise, in which language, and whether it can be graded at all."""

import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cgd.course.notebooks import read_notebook
from cgd.errors import CgdError
from cgd.grading.release import exercise_notebooks
from cgd.language import LANGUAGES, _

SYSTEM_FILES = {"thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class Exercise:
    """A graded exercise: its id, the stem of its notebook, and the nbgrader ids of its cells."""

    name: str
    notebook: str
    cells: frozenset[str]


@dataclass(frozen=True)
class Submission:
    """One file that was handed in; ``problem`` says in one line why it cannot be graded (empty: it can)."""

    path: Path
    person: str
    exercise: str = ""
    language: str = ""
    content: str = ""
    problem: str = ""


def known_exercises(solutions: Path) -> dict[str, Exercise]:
    """The exercises in a folder of solutions, by id."""
    found = {}
    for path in exercise_notebooks(solutions):
        cells = frozenset(_grade_ids(read_notebook(path)))
        found[path.parent.name] = Exercise(path.parent.name, path.stem, cells)
    return found


def find_submissions(folder: Path, exercises: Mapping[str, Exercise], leave_out: Path) -> list[Submission]:
    """Every file below ``folder`` as a submission, sorted; what computers leave behind is passed over.

    A folder that may not be opened is a submission with a problem: somebody's work lies in it.

    Parameters
    ----------
    folder
        Files named after people (``An.ipynb``), or folders named after people that hold the exercise under its own
        name (``Bình/ex0_voices.ipynb``); both may be mixed, and folders nested.
    exercises
        The exercises that can be graded, by id.
    leave_out
        A folder whose content is no submission: where the grades are written.
    """
    closed: list[OSError] = []
    found = sorted(
        Path(place, name) for place, _names, names in os.walk(folder, onerror=closed.append) for name in names
    )
    files = [path for path in found if not _left_behind(path, folder, leave_out)]
    own_names = [exercise.notebook for exercise in exercises.values()]
    people = {path.parent for path in files if _is_own_name(path, own_names)} - {folder}
    opened = [_submission(path, _person(path, folder, people, exercises), exercises) for path in files]
    return opened + [_closed(error) for error in closed if not _left_behind(Path(error.filename), folder, leave_out)]


def _closed(error: OSError) -> Submission:
    path = Path(error.filename)
    problem = _("{file} cannot be read: {reason}.").format(file=path.name, reason=error.strerror)
    return Submission(path, _name(path.name), problem=problem)


def _left_behind(path: Path, folder: Path, leave_out: Path) -> bool:
    parts = path.relative_to(folder).parts
    return (
        any(part.startswith((".", "__", "~$")) for part in parts)
        or path.name.lower() in SYSTEM_FILES
        or path.resolve().is_relative_to(leave_out.resolve())
    )


def _is_own_name(path: Path, own_names: list[str]) -> bool:
    """Whether the file has an exercise's name, perhaps with what a browser or Jupyter adds to a copy."""
    return path.suffix == ".ipynb" and any(_without(path.stem, name) == "" for name in own_names)


def _without(stem: str, name: str) -> str:
    """``stem`` without the exercise's name and the marks of copies: "ex0_voices (1)" and "ex0_voices-Copy1" are ""."""
    if not stem.startswith(name):
        return stem
    rest = re.sub(r"([-_ ]*copy[-_ ]?\d*|[-_ ]*\(\d+\))$", "", stem[len(name) :], flags=re.IGNORECASE)
    return rest.strip("-_ ")


def _person(path: Path, folder: Path, people: set[Path], exercises: Mapping[str, Exercise]) -> str:
    """Who handed a file in: the folder of a person, or the name of the file without that of the exercise."""
    for parent in path.parents:
        if parent in people:
            # nbgrader's own layout puts a folder of the exercise between the person and the file
            return _name(parent.parent.name if parent.name in exercises and parent.parent != folder else parent.name)
        if parent == folder:
            break
    stem = path.stem
    for exercise in exercises.values():
        stem = _without(stem, exercise.notebook)
    return _name(stem or folder.resolve().name)


def _name(text: str) -> str:
    """A name as a folder name: composed letters (NFC), no character that file systems or nbgrader's search refuse."""
    return re.sub(r'[\[\]*?<>:"|/\\{}]', "-", unicodedata.normalize("NFC", text)).strip(" .") or "-"


def _submission(path: Path, person: str, exercises: Mapping[str, Exercise]) -> Submission:
    try:
        content, notebook = _read(path)
        exercise = _exercise(path, notebook, exercises)
    except CgdError as problem:
        return Submission(path, person, problem=str(problem))
    return Submission(path, person, exercise, _language(notebook), content)


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    if path.suffix.lower() != ".ipynb":
        raise CgdError(_("{file} is not a notebook (.ipynb).").format(file=path.name))
    try:
        content = path.read_bytes().decode("utf-8-sig")
        notebook = json.loads(content)
    except OSError as error:
        raise CgdError(_("{file} cannot be read: {reason}.").format(file=path.name, reason=error.strerror)) from error
    except (ValueError, RecursionError) as error:
        raise CgdError(
            _("{file} is broken: it is called a notebook but is not one. Ask for it again.").format(file=path.name)
        ) from error
    if not isinstance(notebook, dict) or not _is_list_of_objects(notebook.get("cells")):
        raise CgdError(
            _("{file} is not a notebook of today's format. Open it in JupyterLab and save it again.").format(
                file=path.name
            )
        )
    return content, notebook


def _is_list_of_objects(cells: Any) -> bool:
    return isinstance(cells, list) and all(isinstance(cell, dict) for cell in cells)


def _exercise(path: Path, notebook: dict[str, Any], exercises: Mapping[str, Exercise]) -> str:
    """The id of the exercise that a notebook is: by what it says, else by its cells."""
    says = _of(_of(notebook, "metadata"), "cgd").get("exercise")
    cells = set(_grade_ids(notebook))
    names = [str(says)] if says in exercises else list(exercises)
    known = max(names, key=lambda name: len(cells & exercises[name].cells))
    if cells & exercises[known].cells:
        return known
    if says in exercises:
        raise CgdError(
            _("{file}: the answer cells of {exercise} are gone. Copy the answers into a fresh file.").format(
                file=path.name, exercise=says
            )
        )
    raise CgdError(
        _("{file} is not the exercise. What can be graded: {names}.").format(file=path.name, names=", ".join(exercises))
    )


def _language(notebook: dict[str, Any]) -> str:
    """What the notebook says of itself, else what its parameters cell says, else English."""
    says = _of(_of(notebook, "metadata"), "cgd").get("language")
    if says in LANGUAGES:
        return str(says)
    for cell in notebook["cells"]:
        if "parameters" in (_of(cell, "metadata").get("tags") or []):
            set_to = re.search(r"^language\s*=\s*[\"'](\w+)[\"']", _text(cell), re.MULTILINE)
            if set_to and set_to[1] in LANGUAGES:
                return set_to[1]
    return "en"


def _text(cell: Mapping[str, Any]) -> str:
    """The source of a cell: files hold a string or a list of lines."""
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))


def _grade_ids(notebook: Mapping[str, Any]) -> Iterator[str]:
    for cell in notebook["cells"]:
        grade_id = _of(_of(cell, "metadata"), "nbgrader").get("grade_id")
        if isinstance(grade_id, str):
            yield grade_id


def _of(node: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The object under ``key``; an empty one where a person's file has none, or something else."""
    value = node.get(key)
    return value if isinstance(value, Mapping) else {}
