"""From exercises with answers to what participants receive."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cgd.course.layout import Layout
from cgd.course.notebooks import read_notebook, write_notebook
from cgd.course.translation import stage
from cgd.errors import CgdError
from cgd.grading.course_directory import generate_assignment
from cgd.language import LANGUAGES, _


def release_all(layout: Layout) -> list[Path]:
    """Write the participants' version of every exercise in every language to ``exercises/<language>/``.

    Returns the released notebooks.
    """
    released = []
    for language in LANGUAGES:
        with translated_solutions(layout, language) as solutions:
            released += release(solutions, layout.root / "exercises" / language)
    return released


@contextmanager
def translated_solutions(layout: Layout, language: str) -> Iterator[Path]:
    """The exercises with answers in ``language``, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        stage(layout.root, language, Path(folder) / "staged", Path(folder) / "solutions")
        yield Path(folder) / "solutions"


def release(solutions: Path, exercises: Path) -> list[Path]:
    """Write the participants' version of every exercise: without answers, hidden tests and rubrics.

    Parameters
    ----------
    solutions
        Exercises with answers in one language, as ``<exercise>/<notebook>.ipynb``; anything else there stays there.
    exercises
        Where they go, under the same names. Equal sources give equal bytes; unchanged files are left alone.

    Returns
    -------
    list of Path
        The released notebooks, sorted.

    Raises
    ------
    CgdError
        A notebook is broken or nbgrader refuses it: the message names it.
    """
    released = []
    for source in exercise_notebooks(solutions):
        with tempfile.TemporaryDirectory() as scratch:
            made = _generated(source, Path(scratch))
            target = exercises / source.parent.name / source.name
            write_notebook(target, read_notebook(made))
        released.append(target)
    return released


def exercise_notebooks(solutions: Path) -> list[Path]:
    """The exercises with answers below ``solutions``, sorted; it is an error if there is none."""
    found = sorted(path for path in solutions.glob("*/*.ipynb") if not path.name.startswith("."))
    if not found:
        raise CgdError(_("{path}: there is no exercise here (<exercise>/<notebook>.ipynb).").format(path=solutions))
    return found


def exercise_language(notebook: Path) -> str:
    """The language that an exercise says it is in (notebook metadata ``cgd: {language: ...}``)."""
    return str(read_notebook(notebook).metadata.get("cgd", {}).get("language", "en"))


def _generated(source: Path, scratch: Path) -> Path:
    """The released form of one exercise, made in a course directory that is thrown away."""
    exercise = source.parent.name
    folder = scratch / "source" / exercise
    folder.mkdir(parents=True)
    # The notebook alone: nbgrader would hand out every file that lies beside it, the model answers too.
    shutil.copyfile(source, folder / source.name)
    outcome = generate_assignment(scratch, exercise, exercise_language(source), gradebook=False)
    if not outcome.success:
        raise CgdError(_("{path}: cannot be released: {reason}").format(path=source, reason=outcome.reason()))
    return scratch / "release" / exercise / source.name
