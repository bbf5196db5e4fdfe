"""The one reader and the one writer of notebooks: equal notebooks are equal bytes, so that diffs are readable."""

import copy
import json
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4.rwbase import split_lines

from cgd.errors import CgdError
from cgd.files import write_if_changed
from cgd.language import _


def read_notebook(path: Path) -> nbformat.NotebookNode:
    """The notebook at ``path`` as an nbformat 4 node.

    Raises
    ------
    CgdError
        If the file is missing, is not UTF-8 JSON, or does not follow the notebook format.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise CgdError(_("{path}: cannot be read ({reason}).").format(path=path, reason=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise CgdError(_("{path}: is not UTF-8 text; save it again from JupyterLab.").format(path=path)) from error
    return parse_notebook(text, path)


def parse_notebook(text: str, path: Path) -> nbformat.NotebookNode:
    """The notebook in ``text``; ``path`` only names it in errors (see `read_notebook`)."""
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise CgdError(_("{path}: is not a notebook: {reason}.").format(path=path, reason=error)) from error
    if not isinstance(raw, dict) or "cells" not in raw:
        raise CgdError(_("{path}: is not a notebook: it has no list of cells.").format(path=path))
    if raw.get("nbformat") != 4 or not isinstance(raw.get("nbformat_minor"), int):
        raise CgdError(_("{path}: needs notebook format 4; save it again from JupyterLab.").format(path=path))
    notebook = nbformat.from_dict(raw)
    try:
        _join_lines(notebook)
        nbformat.validate(notebook)
    except (nbformat.ValidationError, TypeError, KeyError, AttributeError) as error:
        reason = str(error).splitlines()[0]
        raise CgdError(_("{path}: is not a valid notebook: {reason}.").format(path=path, reason=reason)) from error
    return notebook


def write_notebook(path: Path, notebook: nbformat.NotebookNode) -> bool:
    """Write ``notebook`` in the one form of `notebook_text`, if that changes the file; say whether it did."""
    return write_if_changed(path, notebook_text(notebook))


def notebook_text(notebook: nbformat.NotebookNode) -> str:
    """The stored form: JSON with sorted keys, one space of indentation, letters as they are, a newline at the end."""
    lines = split_lines(copy.deepcopy(notebook))
    return json.dumps(lines, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _join_lines(notebook: nbformat.NotebookNode) -> None:
    """Make every source one string: files hold lists of lines."""
    for cell in notebook.cells:
        cell["source"] = _joined(cell["source"])
        for output in cell.get("outputs", []):
            if "text" in output:
                output["text"] = _joined(output["text"])
            for mime, value in output.get("data", {}).items():
                if mime.startswith("text/") or mime == "image/svg+xml":
                    output["data"][mime] = _joined(value)


def _joined(lines: Any) -> Any:
    return "".join(lines) if isinstance(lines, list) else lines
