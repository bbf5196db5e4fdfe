"""Walk a notebook: the sources of its cells are translated; ids, tags and nbgrader's metadata stay."""

import ast
import copy
import re
from collections.abc import Callable
from functools import partial

import nbformat

from cgd.course.translation import code, literals, markdown
from cgd.course.translation.literals import BadTranslation

CellTranslate = Callable[[str, str], str | None]
"""Gives the translation of (unit, cell id); None where there is none."""

# nbgrader's marks in Markdown cells stand between the text and are no text.
MARK_LINE = re.compile(r"^([^\n]*\b(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)\b[^\n]*(?:\n|\Z))", re.MULTILINE)


def walk(notebook: nbformat.NotebookNode, translate: CellTranslate) -> nbformat.NotebookNode:
    """A copy of ``notebook`` with every unit for which ``translate`` gives something else replaced by it.

    Raises
    ------
    BadTranslation
        If a translation cannot stand in a code cell; names the cell.
    """
    made = copy.deepcopy(notebook)
    for cell in made.cells:
        try:
            cell.source = _walk_cell(cell, partial(_in_cell, translate, cell.id))
        except BadTranslation as error:
            raise BadTranslation(f"cell {cell.id}: {error}") from error
    return made


def in_language(notebook: nbformat.NotebookNode, language: str) -> nbformat.NotebookNode:
    """A copy of ``notebook`` that says which language it is in: in its metadata, and to its own parameters."""
    made = copy.deepcopy(notebook)
    made.metadata["cgd"] = {**made.metadata.get("cgd", {}), "language": language}
    for cell in made.cells:
        if cell.cell_type == "code" and "parameters" in cell.metadata.get("tags", []):
            cell.source = _set_language(cell.source, language)
    return made


def _in_cell(translate: CellTranslate, cell: str, unit: str) -> str | None:
    return translate(unit, cell)


def _walk_cell(cell: nbformat.NotebookNode, translate: Callable[[str], str | None]) -> str:
    if cell.cell_type == "code":
        return code.walk(cell.source, translate)
    if cell.cell_type == "markdown":
        parts = MARK_LINE.split(cell.source)
        return "".join(part if index % 2 else markdown.walk(part, translate) for index, part in enumerate(parts))
    return cell.source


def _set_language(source: str, language: str) -> str:
    """``language = "en"`` becomes ``language = "vi"``; whatever else the cell says stays."""
    for node in literals.parse(source).body:
        if (
            isinstance(node, ast.Assign)
            and [name.id for name in node.targets if isinstance(name, ast.Name)] == ["language"]
            and isinstance(node.value, ast.Constant)
        ):
            lines = source.split("\n")
            line, value = lines[node.lineno - 1], node.value
            # Nothing but ASCII stands before the value, so bytes are characters.
            lines[node.lineno - 1] = f'{line[: value.col_offset]}"{language}"{line[value.end_col_offset :]}'
            return "\n".join(lines)
    return source
