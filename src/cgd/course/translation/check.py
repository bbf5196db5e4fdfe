"""Everything that keeps a translation from being complete, current and whole."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import polib

from cgd.course.notebooks import parse_notebook
from cgd.course.translation import code, markdown
from cgd.course.translation.catalogues import (
    catalogue_text,
    check_language,
    merge,
    read_catalogue,
    translations,
)
from cgd.course.translation.documents import Unit, catalogue_units, read, translated
from cgd.course.translation.placeholders import faults
from cgd.course.units import ROOT, THEME, catalogue_path, translatable_files
from cgd.errors import CgdError
from cgd.language import _


@dataclass(frozen=True)
class Problem:
    """Something to mend: where (catalogue or source file, below the root), which unit ("" for none), what."""

    place: str
    unit: str
    what: str

    def __str__(self) -> str:
        """One line for a terminal."""
        unit = " ".join(self.unit.split())
        short = f" “{unit if len(unit) <= 60 else unit[:59] + '…'}”" if unit else ""
        return f"{self.place}:{short} {self.what}"


def check(root: Path = ROOT, language: str = "vi") -> list[Problem]:
    """Problems of the translation into ``language``; an empty list means complete, current and whole.

    Missing and fuzzy units; catalogues that do not agree with the sources; translations that lost or added a role,
    link, field, code span, formula or tag, or are not NFC; translated files whose blocks or code differ from
    their source in more than text.

    Raises
    ------
    UsageError
        If the course is not translated into ``language``.
    CgdError
        If a source or catalogue cannot be read.
    """
    check_language(language)
    problems: list[Problem] = []
    for name, units in catalogue_units(root):
        problems += _catalogue_problems(root, language, name, units)
    theme = catalogue_path(root, language, THEME)
    if theme.is_file():
        problems += _entry_problems(theme.relative_to(root).as_posix(), read_catalogue(theme))
    for name, files in translatable_files(root).items():
        known = translations(catalogue_path(root, language, name))
        for path in files:
            if path.suffix in (".md", ".ipynb"):
                problems += _structure_problems(root, path, known)
    return problems


def _catalogue_problems(root: Path, language: str, name: str, units: list[Unit]) -> Iterator[Problem]:
    path = catalogue_path(root, language, name)
    place = path.relative_to(root).as_posix()
    catalogue = read_catalogue(path)
    current = path.read_text(encoding="utf-8") if path.is_file() else ""
    if current != catalogue_text(merge(catalogue, units, language)):
        yield Problem(place, "", _("is not up to date with the sources: run `cgd translate extract`"))
    known = {entry.msgid for entry in catalogue if not entry.obsolete}
    for text, where in {unit.text: unit.place for unit in reversed(units)}.items():
        if text not in known:
            yield Problem(place, text, _("is missing (from {source})").format(source=where))
        if text != unicodedata.normalize("NFC", text):
            yield Problem(where, text, _("letters and marks are stored apart (not NFC)"))
    yield from _entry_problems(place, catalogue)


def _entry_problems(place: str, catalogue: polib.POFile) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in catalogue:
        if entry.obsolete:
            continue
        if entry.msgid in seen:
            yield Problem(place, entry.msgid, _("stands in the catalogue twice"))
        seen.add(entry.msgid)
        if not entry.msgstr:
            yield Problem(place, entry.msgid, _("is not translated"))
        elif entry.fuzzy:
            yield Problem(place, entry.msgid, _("is fuzzy: the English has changed; look at it and unmark it"))
        else:
            yield from (Problem(place, entry.msgid, fault) for fault in faults(entry.msgid, entry.msgstr))


def _structure_problems(root: Path, path: Path, known: dict[str, str]) -> Iterator[Problem]:
    """Whether the translated file differs from its source in more than text; names the units that do it."""
    text = read(path)
    reason = _structure(path, text, known)
    if reason is None:
        return
    units: dict[str, None] = {}
    translated(path, text, lambda unit, cell: units.setdefault(unit))
    culprits = _culprits(path, text, [(unit, known[unit]) for unit in units if unit in known])
    for unit, what in culprits or [("", reason)]:
        yield Problem(path.relative_to(root).as_posix(), unit, what)


def _culprits(path: Path, text: str, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of ``pairs`` that do harm on their own, found by halving; each with what is wrong."""
    reason = _structure(path, text, dict(pairs))
    if reason is None:
        return []
    if len(pairs) == 1:
        return [(pairs[0][0], reason)]
    middle = len(pairs) // 2
    return _culprits(path, text, pairs[:middle]) + _culprits(path, text, pairs[middle:])


def _structure(path: Path, text: str, known: dict[str, str]) -> str | None:
    """What is wrong with ``text`` translated with ``known``; None when only its text changes."""
    try:
        made = translated(path, text, lambda unit, cell: known.get(unit))
    except CgdError:
        return _("the translation has other fields than the source, or cannot stand in code")
    if path.suffix == ".md":
        same = markdown.outline(text) == markdown.outline(made)
    else:
        same = _cells(parse_notebook(text, path)) == _cells(parse_notebook(made, path))
    return None if same else _("the translation changes the structure: it makes or breaks a list, heading or block")


def _cells(notebook: nbformat.NotebookNode) -> list[tuple[str, object]]:
    return [
        (cell.id, code.shape(cell.source) if cell.cell_type == "code" else markdown.outline(cell.source))
        for cell in notebook.cells
    ]
