"""The gradebook as people read it: one honest line for each person and exercise."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from cgd.files import write_atomically
from cgd.language import _

COLUMNS = ("person", "exercise", "language", "score", "max_score", "status", "needs_manual_grading", "note")
GRADED, NOT_GRADED = "graded", "not graded"


@dataclass(frozen=True)
class Result:
    """What grading one submission came to.

    Attributes
    ----------
    person, exercise, language
        Whose, which, and in which language ("en", "vi"); exercise and language are empty where nobody can tell.
    status
        "graded" or "not graded".
    score, max_score
        Points so far, and points that can be had; None when not graded: that is not zero.
    needs_manual_grading
        A text answer waits for a trainer; its points are not in ``score`` yet.
    note
        One line for the trainer: why it was not graded, or which of several files was.
    feedback
        The feedback page.
    """

    person: str
    exercise: str
    language: str
    status: str
    score: float | None = None
    max_score: float | None = None
    needs_manual_grading: bool = False
    note: str = ""
    feedback: Path | None = None

    @property
    def graded(self) -> bool:
        """Whether there are points."""
        return self.status == GRADED

    def __str__(self) -> str:
        if not self.graded:
            return _("{person}: NOT GRADED. {note}").format(person=self.person, note=self.note)
        text = _("{person}: {score:g} of {max_score:g} points").format(**vars(self))
        waits = _("a text answer waits for a trainer") if self.needs_manual_grading else ""
        return "; ".join(part for part in (text, waits, self.note) if part)


def points(root: Path, exercise: str, person: str) -> tuple[float, float, bool] | None:
    """Points so far, points that can be had, whether a trainer has to read something; None: not in the gradebook."""
    with Gradebook(f"sqlite:///{(root / 'gradebook.db').resolve()}", "cgd") as gradebook:
        try:
            found = gradebook.find_submission(exercise, person)
        except MissingEntry:
            return None
        return float(found.score), float(found.max_score), bool(found.needs_manual_grade)


def write_grades(path: Path, results: Iterable[Result]) -> None:
    """Write grades.csv; with the mark that lets Excel read Vietnamese letters (UTF-8 with BOM)."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for result in sorted(results, key=lambda each: (each.person.casefold(), each.exercise)):
        waits = "" if not result.graded else "yes" if result.needs_manual_grading else "no"
        scores = ["" if number is None else f"{number:g}" for number in (result.score, result.max_score)]
        table.writerow([result.person, result.exercise, result.language, *scores, result.status, waits, result.note])
    write_atomically(path, text.getvalue().encode("utf-8-sig"))
