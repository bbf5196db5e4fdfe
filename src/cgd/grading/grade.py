"""From a folder of handed-in notebooks to a gradebook, feedback pages and a table of points."""

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from cgd.course.layout import HERE
from cgd.errors import CgdError, UsageError
from cgd.files import write_atomically
from cgd.grading import course_directory
from cgd.grading.gradebook import GRADED, NOT_GRADED, Result, points, write_grades
from cgd.grading.release import translated_solutions
from cgd.grading.submissions import Exercise, Submission, find_submissions, known_exercises
from cgd.language import LANGUAGES, _


@dataclass(frozen=True)
class Record:
    """What was graded last for a person: enough to see that nothing has changed since."""

    person: str
    exercise: str
    language: str
    submission: str
    source: str
    note: str


def grade(
    folder: Path,
    output: Path,
    solutions: Mapping[str, Path] | None = None,
    progress: Callable[[str], None] = lambda line: None,
) -> list[Result]:
    """Grade every exercise that was handed in, each in its own language, and write what people need.

    Parameters
    ----------
    folder
        Handed-in files (see `cgd.grading.submissions.find_submissions`); they are only read.
    output
        An nbgrader course directory; made as needed: ``gradebook.db``, ``feedback/<person>/<exercise>/*.html``,
        ``grades.csv``. Run again with the same folder, it grades only what has changed, and keeps the points and
        comments that trainers gave.
    solutions
        For each language the exercises with answers in it, as ``<exercise>/<notebook>.ipynb``; English is needed.
        Without it, those of this course in all its languages.
    progress
        Called with one line before each submission.

    Returns
    -------
    list of Result
        One for each person and exercise of this run, sorted; what could not be graded is among them.

    Raises
    ------
    UsageError
        ``folder`` does not exist.
    CgdError
        Nothing was handed in, or an exercise itself cannot be graded.
    """
    if not folder.is_dir():
        raise UsageError(_("{path}: there is no such folder.").format(path=folder))
    if solutions is None:
        with ExitStack() as stack:
            here = {each: stack.enter_context(translated_solutions(HERE, each)) for each in LANGUAGES}
            return grade(folder, output, here, progress)
    exercises = known_exercises(solutions["en"])
    found = find_submissions(folder, exercises, leave_out=output)
    if not found:
        raise CgdError(_("{path}: nothing was handed in here.").format(path=folder))
    results = _grade_all(_one_each(found), output, exercises, solutions, progress)
    write_grades(output / "grades.csv", [*_earlier(output, results), *results])
    return results


def _one_each(found: list[Submission]) -> list[tuple[Submission, str]]:
    """For each person and exercise the submission that counts, and a note on the others.

    The newest file that can be graded counts. What cannot be graded, such as a picture beside it, is only noted;
    where a person has nothing else, it stands for that person.
    """
    by_person: dict[str, list[Submission]] = {}
    for submission in sorted(found, key=lambda each: (_changed(each.path), each.path.name)):
        by_person.setdefault(submission.person, []).append(submission)
    chosen = []
    for files in (by_person[person] for person in sorted(by_person)):
        problems = [each.problem for each in files if each.problem]
        by_exercise: dict[str, list[Submission]] = {}
        for each in files:
            if not each.problem:
                by_exercise.setdefault(each.exercise, []).append(each)
        if not by_exercise:
            chosen.append((files[-1], " ".join(problems)))
        for same in by_exercise.values():
            chosen.append((same[-1], " ".join([*_which(same), *problems])))
            problems = []
    return chosen


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # it cannot be read either, and its problem says so
        return 0.0


def _which(files: list[Submission]) -> list[str]:
    """Which of several files by one person was graded, if there are several."""
    if len(files) == 1:
        return []
    names = [each.path.name for each in files]
    if len(set(names)) < len(names):  # of two people with one name, the folders tell who is who
        names = [f"{each.path.parent.name}/{each.path.name}" for each in files]
    others = ", ".join(names[:-1])
    return [_("Graded: {file}, the newest. Not graded: {others}.").format(file=names[-1], others=others)]


def _grade_all(
    chosen: list[tuple[Submission, str]],
    output: Path,
    exercises: Mapping[str, Exercise],
    solutions: Mapping[str, Path],
    progress: Callable[[str], None],
) -> list[Result]:
    """Grade language by language: the gradebook holds the text of locked cells and tests in one language at a time."""
    results = [
        Result(each.person, each.exercise, each.language, NOT_GRADED, note=note)
        for each, note in chosen
        if each.problem
    ]
    gradable = [(each, note) for each, note in chosen if not each.problem]
    gradable.sort(key=lambda pair: (pair[0].exercise, _spoken(pair[0], solutions), pair[0].person))
    prepared = None
    for number, (submission, note) in enumerate(gradable, start=1):
        progress(
            _("{number} of {total}: {person}").format(number=number, total=len(gradable), person=submission.person)
        )
        exercise, language = exercises[submission.exercise], _spoken(submission, solutions)
        source = solutions[language] / exercise.name / f"{exercise.notebook}.ipynb"
        if prepared != source:
            _prepare(output, exercise, source, language)
            prepared = source
        results.append(_grade_one(submission, note, output, exercise, source, language))
    return sorted(results, key=lambda result: (result.person.casefold(), result.exercise))


def _spoken(submission: Submission, solutions: Mapping[str, Path]) -> str:
    return submission.language if submission.language in solutions else "en"


def _prepare(output: Path, exercise: Exercise, source: Path, language: str) -> None:
    """Put an exercise in one language into the course directory and its gradebook."""
    write_atomically(output / "source" / exercise.name / source.name, source.read_bytes())
    outcome = course_directory.generate_assignment(output, exercise.name, language)
    if not outcome.success:
        raise CgdError(
            _("{path}: the exercise cannot be prepared: {reason}. A new --output folder may help.").format(
                path=source, reason=outcome.reason()
            )
        )


def _grade_one(
    submission: Submission, note: str, output: Path, exercise: Exercise, source: Path, language: str
) -> Result:
    record = Record(
        submission.person,
        exercise.name,
        language,
        _digest(submission.content),
        _digest(source.read_text("utf-8")),
        note,
    )
    log = output / "logs" / f"{submission.person} {exercise.name}.txt"
    if not _is_graded(record, output, exercise):
        copy = output / "submitted" / submission.person / exercise.name / f"{exercise.notebook}.ipynb"
        write_atomically(copy, submission.content)
        outcome = course_directory.autograde(output, exercise.name, submission.person, language)
        if not outcome.success:
            return _failed(submission, language, note, outcome, log)
    outcome = course_directory.generate_feedback(output, exercise.name, submission.person, language)
    if not outcome.success:
        return _failed(submission, language, note, outcome, log)
    _remember(output, record)
    log.unlink(missing_ok=True)
    return _result(output, record, exercise.notebook)


def _failed(submission: Submission, language: str, note: str, outcome: course_directory.Outcome, log: Path) -> Result:
    write_atomically(log, outcome.log)
    problem = _("{file} could not be graded: {reason} (details: {log})").format(
        file=submission.path.name, reason=outcome.reason(), log=f"{log.parent.name}/{log.name}"
    )
    return Result(
        submission.person, submission.exercise, language, NOT_GRADED, note=" ".join(filter(None, [problem, note]))
    )


def _result(output: Path, record: Record, notebook: str | None = None) -> Result:
    found = points(output, record.exercise, record.person)
    if found is None:
        return Result(record.person, record.exercise, record.language, NOT_GRADED, note=record.note)
    score, max_score, waits = found
    page = output / "feedback" / record.person / record.exercise / f"{notebook}.html" if notebook else None
    return Result(record.person, record.exercise, record.language, GRADED, score, max_score, waits, record.note, page)


def _is_graded(record: Record, output: Path, exercise: Exercise) -> bool:
    """Whether just this was graded before: grading it again would set the trainer's reading back to "to be read"."""
    graded = output / "autograded" / record.person / exercise.name / f"{exercise.notebook}.ipynb"
    before = _records(output).get((record.person, record.exercise))
    return (
        graded.is_file()
        and before is not None
        and (before.submission, before.source, before.language) == (record.submission, record.source, record.language)
        and points(output, record.exercise, record.person) is not None
    )


def _earlier(output: Path, results: list[Result]) -> list[Result]:
    """What stands in the gradebook from earlier runs and was not handed in this time."""
    now = {(result.person, result.exercise) for result in results}
    return [_result(output, record) for key, record in _records(output).items() if key not in now]


def _records(output: Path) -> dict[tuple[str, str], Record]:
    path = output / "graded.json"
    if not path.is_file():
        return {}
    try:
        records = [Record(**fields) for fields in json.loads(path.read_text("utf-8"))]
    except (ValueError, TypeError) as error:
        raise CgdError(
            _("{path}: is damaged ({reason}). Delete it: everything is then graded again.").format(
                path=path, reason=error
            )
        ) from error
    return {(record.person, record.exercise): record for record in records}


def _remember(output: Path, record: Record) -> None:
    records = _records(output) | {(record.person, record.exercise): record}
    rows = [vars(records[key]) for key in sorted(records)]
    write_atomically(output / "graded.json", json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
