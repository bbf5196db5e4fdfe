"""The figures that a filled form asks for: from the survey that it names, and from the answers themselves."""

import hashlib
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from cgd import language as tongue
from cgd.errors import CgdError
from cgd.language import _, allowed
from cgd.toolkit.answers import Answers
from cgd.toolkit.answers_file import answers_text
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.evidence.compute import compute, is_stale
from cgd.toolkit.evidence.files import find_files, fingerprint
from cgd.toolkit.evidence.found import evidence as lacking
from cgd.toolkit.evidence.item import Evidence
from cgd.toolkit.evidence.registry import FIGURES
from cgd.toolkit.evidence.words import sentence
from cgd.toolkit.progress import progress
from cgd.toolkit.store import Store, open_store

FROM_ANSWERS = ("FIG01", "FIG26", "FIG27")


def data_path(answers: Answers, file: Path) -> Path | None:
    """Where the survey of the answers in ``file`` is: beside it, or a dataset's name; None if none is named."""
    if not answers.data:
        return None
    beside = file.parent / answers.data
    return beside if beside.exists() else Path(answers.data)


def evidence_for(
    answers: Answers,
    toolkit: Toolkit,
    data: Path | None,
    figures: Collection[str] | None = None,
    *,
    state: str = "clean",
    made: datetime | None = None,
) -> dict[str, Evidence]:
    """Compute figures, by default all of them.

    Parameters
    ----------
    data
        The survey file or the folder of a dataset; without it the figures from data say that it is missing.
    state
        "clean" or "raw", of a dataset.
    made
        The time to write down; by default now.

    Raises
    ------
    CgdError
        The survey cannot be read, or two dates contradict each other.
    cgd.errors.UsageError
        There is no such figure.
    """
    wanted = list(FIGURES) if figures is None else list(figures)
    for name in wanted:
        if name not in FIGURES:
            raise allowed("figure", name, FIGURES)
    found: dict[str, Evidence] = {}
    for name in wanted:
        if name in FROM_ANSWERS:
            found[name] = _from_answers(name, answers, toolkit, made)
        elif data is None:
            found[name] = lacking(name, None, missing="no_data", made=made)
        elif name == "FIG25":
            found[name] = _code_book(data, made)
    rest = [name for name in wanted if name not in found]
    if rest and data is not None:
        found.update(compute(data, rest, state=state, made=made))
    return {name: found[name] for name in FIGURES if name in found}


def store_evidence(
    store: Store, figures: Collection[str] | None = None, *, data: str | None = None, state: str = "clean"
) -> dict[str, Evidence]:
    """Compute figures and save them with the answers of ``store``.

    Parameters
    ----------
    figures
        As for `evidence_for`.
    data
        The survey, if it is another than the answers name: they name this one from now on.
    state
        As for `evidence_for`.

    Raises
    ------
    CgdError
        As `evidence_for`. Nothing is written then.
    """
    answers = replace(store.answers, data=data) if data else store.answers
    found = evidence_for(answers, store.toolkit, data_path(answers, store.path), figures, state=state)
    store.save(answers.with_evidence(found))
    return found


def add_evidence(file: str | Path, figures: Collection[str], data: str, *, state: str = "clean") -> None:
    """Compute figures into the answers at ``file``, and print of each what it says and which questions it supports.

    For notebooks: a file that is not there yet is made.

    Parameters
    ----------
    data
        The survey: its name or folder, or a file.
    state
        "clean" or "raw", of a dataset.

    Raises
    ------
    CgdError
        The answers or the survey cannot be read. Nothing is written then.
    """
    store = open_store(Path(file), language=tongue.language())
    found = store_evidence(store, figures, data=data, state=state)
    for name, item in found.items():
        asks = ", ".join(question.id for question in store.toolkit.questions() if name in question.figures)
        print(f"{name} ({asks}): {sentence(item)}")
    print(_("Saved in your Toolkit: {file}").format(file=Path(file).name))


def is_outdated(item: Evidence, answers: Answers, toolkit: Toolkit, data: Path | None) -> bool:
    """Whether a figure would come out of something else now: other data, or other answers.

    A figure whose data cannot be found is out of date: nobody can check it any more.
    """
    if item.figure in FROM_ANSWERS:
        return _without_origin(_from_answers(item.figure, answers, toolkit, None)) != _without_origin(item)
    if data is None:
        return bool(item.data)
    if item.missing == "no_data":
        return True
    try:
        if item.figure == "FIG25":
            return item.data != fingerprint(find_files(data), ())
        return is_stale(item, data)
    except (OSError, CgdError):
        return True


def answers_digest(answers: Answers) -> str:
    """SHA-256 of what people answered, without the evidence: computing a figure does not change it."""
    plain = Answers(answers.toolkit, answers.version, answers.country, answers.language, answers=answers.answers)
    return hashlib.sha256(answers_text(plain).encode()).hexdigest()


def _from_answers(figure: str, answers: Answers, toolkit: Toolkit, made: datetime | None) -> Evidence:
    from cgd.toolkit.evidence import from_answers

    if figure == "FIG01":
        sections = {item.section: (item.answered, item.questions) for item in progress(answers, toolkit)}
        return from_answers.completeness(sections, data=answers_digest(answers), made=made)
    if figure == "FIG26":
        end, released, planned = (_day(answers, name) for name in ("end", "released", "planned"))
        return from_answers.timeliness(end, released, planned, made=made)
    rows = answers.rows("K2", "ratings")
    names = list(toolkit.question("K2").field("ratings").rows)
    ours, theirs = ([rows.get(name, {}).get(column) for name in names] for column in ("rating", "second"))
    return from_answers.raters(ours, theirs, names, made=made)


def _code_book(data: Path, made: datetime | None) -> Evidence:
    """The code book of a survey is that of its columns: whatever `cgd.scorecard.read` takes has them all."""
    from cgd.scorecard.codebook import SURVEY_FILE, columns_of
    from cgd.scorecard.loading import read
    from cgd.toolkit.evidence import from_answers

    files = find_files(data)
    columns = columns_of(SURVEY_FILE, read(files.survey).indicators)
    return from_answers.metadata(columns, data=fingerprint(files, ()), file=files.survey.name, made=made)


def _day(answers: Answers, name: str) -> date | None:
    """A date of J7, if it is a whole day: months and years have no number of days between them."""
    text = answers.value("J7", name)
    return date.fromisoformat(text) if isinstance(text, str) and len(text) == 10 else None


def _without_origin(item: Evidence) -> tuple[object, ...]:
    return item.value, item.table, item.missing
