"""The sources in one language, as files: what notebooks are run from and the book is built from."""

import json
from dataclasses import dataclass
from pathlib import Path

from cgd.course.translation.catalogues import translations
from cgd.course.translation.documents import read, translated
from cgd.course.units import ROOT, SOLUTIONS, catalogue_path, staging_sources, translatable_files
from cgd.files import write_if_changed
from cgd.language import LANGUAGES, SOURCE_LANGUAGE, allowed

# What staging wrote, so that it deletes its own files only.
MEMORY = ".staged.json"


@dataclass(frozen=True)
class Staged:
    """What `stage` did; ``untranslated`` counts the units left in English, by catalogue."""

    language: str
    files: list[Path]
    written: list[Path]
    deleted: list[Path]
    units: int
    untranslated: dict[str, int]


def stage(root: Path, language: str, target: Path, solutions: Path | None = None) -> Staged:
    """Write the sources in ``language`` below ``target``; graded exercises with answers below ``solutions`` or nowhere.

    The source language is copied byte for byte. Files that would not change are not written; files that an earlier
    staging wrote and whose source is gone are deleted. Units without a translation stay in English and are counted.

    Raises
    ------
    UsageError
        If there is no such language.
    CgdError
        If a translation cannot stand in its place, or a source or catalogue cannot be read.
    """
    if language not in LANGUAGES:
        raise allowed("language", language, LANGUAGES)
    tally = _Tally(root, language)
    pages: dict[Path, bytes] = {}
    answers: dict[Path, bytes] = {}
    for path in staging_sources(root):
        relative = path.relative_to(root)
        if relative.parts[0] != SOLUTIONS:
            pages[relative] = tally.content(path)
        elif solutions is not None:
            answers[relative.relative_to(SOLUTIONS)] = tally.content(path)
    written, deleted = _place(target, pages)
    if solutions is not None:
        more_written, more_deleted = _place(solutions, answers)
        written, deleted = written + more_written, deleted + more_deleted
    files = [target / name for name in pages] + [solutions / name for name in answers if solutions is not None]
    return Staged(language, files, written, deleted, tally.units, tally.untranslated)


def translated_text(path: Path, language: str, root: Path = ROOT) -> bytes:
    """The content of one source file in ``language``; in the source language the file as it is.

    Raises as `stage` does.
    """
    if language not in LANGUAGES:
        raise allowed("language", language, LANGUAGES)
    return _Tally(root, language).content(path)


class _Tally:
    """Translates files with the catalogues of one language, and counts distinct units and those without translation."""

    def __init__(self, root: Path, language: str) -> None:
        self.language = language
        self.root = root
        self.catalogue_of = {path: name for name, files in translatable_files(root).items() for path in files}
        self.catalogues: dict[str, dict[str, str]] = {}
        self.seen: dict[str, set[str]] = {}
        self.left: dict[str, set[str]] = {}

    @property
    def units(self) -> int:
        return sum(len(units) for units in self.seen.values())

    @property
    def untranslated(self) -> dict[str, int]:
        return {name: len(units) for name, units in sorted(self.left.items()) if units}

    def content(self, path: Path) -> bytes:
        name = self.catalogue_of.get(path)
        if name is None or self.language == SOURCE_LANGUAGE:
            return path.read_bytes()
        if name not in self.catalogues:
            self.catalogues[name] = translations(catalogue_path(self.root, self.language, name))
        catalogue = self.catalogues[name]
        seen, left = self.seen.setdefault(name, set()), self.left.setdefault(name, set())

        def translate(unit: str, _cell: str) -> str | None:
            seen.add(unit)
            new = catalogue.get(unit)
            if new is None:
                left.add(unit)
            return new

        return translated(path, read(path), translate, self.language).encode("utf-8")


def _place(folder: Path, contents: dict[Path, bytes]) -> tuple[list[Path], list[Path]]:
    """Write ``contents`` below ``folder``; delete what an earlier call wrote and this one does not."""
    memory = folder / MEMORY
    former = set(_remembered(memory))
    names = {name.as_posix() for name in contents}
    # An interrupted staging must not forget what it wrote.
    write_if_changed(memory, json.dumps(sorted(former | names), indent=0))
    written = [folder / name for name, content in contents.items() if write_if_changed(folder / name, content)]
    deleted = [folder / name for name in sorted(former - names) if (folder / name).is_file()]
    for path in deleted:
        path.unlink()
    write_if_changed(memory, json.dumps(sorted(names), indent=0))
    return written, deleted


def _remembered(memory: Path) -> list[str]:
    return json.loads(memory.read_text(encoding="utf-8")) if memory.is_file() else []
