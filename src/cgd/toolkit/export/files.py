"""Exports as files in a folder."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from cgd.errors import CgdError
from cgd.files import write_atomically
from cgd.language import LANGUAGES, allowed
from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.computing import data_path, is_outdated
from cgd.toolkit.export import DOCUMENTS, export
from cgd.toolkit.export.convert import FORMATS
from cgd.toolkit.export.ddi import toolkit_ddi
from cgd.toolkit.export.records import toolkit_json
from cgd.toolkit.feedback import Feedback, add, feedback_csv
from cgd.toolkit.rules.settings import load_rules
from cgd.toolkit.words import speaking

RECORDS = ("ddi", "json", "changes")
"""What is for machines, and for the United Nations Statistics Division (changes: section L)."""


def write_exports(
    answers: Answers,
    toolkit: Toolkit,
    file: Path,
    folder: Path,
    what: Sequence[str],
    formats: Sequence[str],
    languages: Sequence[str],
    tiers: Collection[int] = (1, 2, 3),
) -> Iterator[Path]:
    """Write what is asked for into ``folder``; gives back each path as it is written.

    ``what`` is some of `DOCUMENTS` and `RECORDS`, or "all". Each name ends in the language. ``file`` is the answers'.

    Raises
    ------
    cgd.errors.UsageError
        There is no such document, format or language; nothing is written then.
    """
    wanted = [*DOCUMENTS, *RECORDS] if "all" in what else list(what)
    for kind, given, choices in (
        ("document", wanted, (*DOCUMENTS, *RECORDS)),
        ("format", formats, FORMATS),
        ("language", languages, LANGUAGES),
    ):
        for name in given:
            if name not in choices:
                raise allowed(kind, name, choices)
    make = _Maker(answers, toolkit, data_path(answers, file), tiers)
    for language in languages:
        with speaking(language):
            for name in wanted:
                for fmt in formats if name in DOCUMENTS else [_RECORD_FORMATS[name]]:
                    path = folder / f"{file.stem}-{name}-{language}.{fmt}"
                    write_atomically(path, make.document(name, fmt) if name in DOCUMENTS else make.record(name))
                    yield path


_RECORD_FORMATS = {"ddi": "xml", "json": "json", "changes": "csv"}


class _Maker:
    """Makes one export after the other; the data are looked at once."""

    def __init__(self, answers: Answers, toolkit: Toolkit, data: Path | None, tiers: Collection[int]) -> None:
        self.answers, self.toolkit, self.data, self.tiers = answers, toolkit, data, tiers
        self.rules = load_rules(answers.country)
        self.outdated = [f for f, item in answers.evidence.items() if is_outdated(item, answers, toolkit, data)]

    def document(self, name: str, fmt: str) -> bytes:
        more = {"tiers": self.tiers, "outdated": self.outdated}
        return export(name, fmt, self.answers, self.toolkit, self.rules, **more)

    def record(self, name: str) -> bytes | str:
        if name == "ddi":
            return toolkit_ddi(self.answers, self.toolkit, survey_ddi=_survey_ddi(self.data))
        if name == "json":
            return toolkit_json(self.answers, self.toolkit, self.rules)
        return _changes(self.answers, self.toolkit)


def _changes(answers: Answers, toolkit: Toolkit) -> bytes:
    found = Feedback()
    add(found, answers)
    return feedback_csv(found, toolkit)


def _survey_ddi(data: Path | None) -> bytes | None:
    """What describes the survey's own columns; without it the DDI describes the study alone."""
    if data is None:
        return None
    from cgd.scorecard import read
    from cgd.scorecard.export.ddi import survey_ddi
    from cgd.scorecard.export.study import course_study

    try:
        return survey_ddi(read(data), course_study())
    except CgdError:
        return None
