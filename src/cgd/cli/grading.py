"""cgd release, grade."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cgd.language import _


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(release)
    app.command()(grade)


def release() -> None:
    """Make exercises/ anew from solutions/, in every language."""
    from cgd.course.layout import HERE
    from cgd.grading.release import release_all

    for path in release_all(HERE):
        print(path.relative_to(HERE.root))


def grade(
    folder: Annotated[Path, typer.Argument(help="the folder with the submitted notebooks")],
    output: Annotated[Path, typer.Option(help="where the gradebook and the feedback go")] = Path("grading"),
) -> None:
    """Grade submitted notebooks: gradebook.db, grades.csv, and a feedback page for each person."""
    from cgd.grading.grade import grade as grade_folder

    results = grade_folder(folder, output, progress=lambda line: print(line, file=sys.stderr, flush=True))
    for result in results:
        print(result)
    print(_("Grades, gradebook and feedback are in {output}").format(output=output), file=sys.stderr)
    raise typer.Exit(0 if all(result.graded for result in results) else 1)
