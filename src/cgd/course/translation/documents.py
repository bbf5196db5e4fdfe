"""One way through every kind of source file: read it, walk its units, give back the translated file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from cgd.course.notebooks import notebook_text, parse_notebook
from cgd.course.translation import markdown, notebook, yaml_text
from cgd.course.translation.literals import BadTranslation
from cgd.course.translation.messages import library_messages
from cgd.course.units import translatable_files
from cgd.errors import CgdError
from cgd.language import SOURCE_LANGUAGE, _
from cgd.toolkit import load_toolkit

EXERCISES = re.compile(rf"(?<![\w-])exercises/{SOURCE_LANGUAGE}/")
# What people read of the two days.
AGENDA_TEXTS = {"title", "pause", "shorter", "dropped", "spare"}
# Values of the book's settings that people read, by file.
WANTED: dict[str, Callable[[tuple[str, ...]], bool]] = {
    "_config.yml": lambda path: path in {("title",), ("author",)} or path[-1:] == ("search_bar_text",),
    "_toc.yml": lambda path: path[-1:] in {("caption",), ("title",)},
    "agenda.yml": lambda path: path[-1:] in {(name,) for name in AGENDA_TEXTS} or path[-2:-1] == ("objectives",),
}
# What people read of the Toolkit's data: values of these keys, and all values of these lists.
TOOLKIT_TEXTS = {"title", "name", "notice", "purpose", "text", "guidance", "label", "hint", "unit", "proof"}
TOOLKIT_TEXTS |= {"why", "instead", "missing", "reason", "role", "note"}
TOOLKIT_LISTS = {"options", "rows", "lists", "scores"}


@dataclass(frozen=True)
class Unit:
    """A piece of text to translate; ``place`` is its file below the root, with ``#cell`` for a notebook."""

    text: str
    place: str


def units(path: Path, root: Path) -> list[Unit]:
    """Every unit of one file in reading order, repetitions included."""
    name = path.relative_to(root).as_posix()
    if path.suffix == ".py":
        return [Unit(message, name) for message in library_messages(path)]
    found: list[Unit] = []

    def note(text: str, cell: str) -> None:
        found.append(Unit(text, f"{name}#{cell}" if cell else name))

    translated(path, read(path), note)
    return found


def catalogue_units(root: Path) -> Iterator[tuple[str, list[Unit]]]:
    """Each catalogue with the units of its files."""
    for name, files in translatable_files(root).items():
        yield name, [unit for path in files for unit in units(path, root)]


def translated(path: Path, text: str, translate: notebook.CellTranslate, language: str | None = None) -> str:
    """``text``, the content of ``path``, with its units translated.

    ``translate`` gets (unit, cell id), the id being "" outside notebooks. A ``language`` is also set in a
    notebook's parameters and metadata, and in links to the exercises of the source language.

    Raises
    ------
    CgdError
        If a translation cannot stand in its place; names file, cell and unit.
    """
    try:
        if path.suffix == ".ipynb":
            source = parse_notebook(text, path)
            made = notebook.walk(source, translate)
            return notebook_text(made if language is None else _notebook_in(made, language))
        if path.suffix == ".md":
            made_text = markdown.walk(text, lambda unit: translate(unit, ""))
            return made_text if language is None else _links_in(made_text, language)
        wanted = _of_example if path.parent.name == "examples" else WANTED.get(path.name, _of_toolkit)
        return yaml_text.walk(text, lambda unit: translate(unit, ""), wanted)
    except BadTranslation as error:
        raise CgdError(
            _("{path}: a translation does not fit: {reason}. Mend it in the catalogue.").format(path=path, reason=error)
        ) from error


def _of_toolkit(path: tuple[str, ...]) -> bool:
    """Whether a value of the Toolkit's data is a text for people. `rows: uses` names a list: that is no text."""
    return (
        path[-1] in TOOLKIT_TEXTS
        or path[-2:-1] in [(name,) for name in TOOLKIT_LISTS - {"lists"}]
        or (path[0] == "lists" and len(path) == 3)
    )


def _of_example(path: tuple[str, ...]) -> bool:
    """Whether a value of a filled form is a text that somebody typed, and not a code, a link, a date or a number."""
    if path[0] != "answers" or len(path) < 3:
        return False
    if path[2] != "answer":
        return path[2:] in (("reason",), ("proof", "title"), ("proof", "checked_by"))
    entry = load_toolkit().question(path[1]).field(path[3])
    kinds = {column.id: column.type for column in entry.columns} if entry.type == "table" else {path[-1]: entry.type}
    return kinds.get(path[-1]) in ("text", "longtext")


def _notebook_in(source: nbformat.NotebookNode, language: str) -> nbformat.NotebookNode:
    made = notebook.in_language(source, language)
    for cell in made.cells:
        if cell.cell_type == "markdown":
            cell.source = _links_in(cell.source, language)
    return made


def _links_in(text: str, language: str) -> str:
    """Whoever reads in ``language`` gets the exercises in it."""
    return EXERCISES.sub(f"exercises/{language}/", text)


def read(path: Path) -> str:
    """The text of a source file, line ends as they are."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise CgdError(_("{path}: is not UTF-8 text (byte {at}).").format(path=path, at=error.start)) from error
