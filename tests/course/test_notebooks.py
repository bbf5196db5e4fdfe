"""The one reader and writer of notebooks."""

import json
from pathlib import Path

import nbformat.v4
import pytest

from cgd.course.notebooks import notebook_text, read_notebook, write_notebook
from cgd.course.units import ROOT, visible
from cgd.errors import CgdError

SOURCES = [path for folder in ("notebooks", "solutions") for path in visible(ROOT / folder, "*.ipynb")]


def test_what_is_written_is_read_again_and_written_the_same(tmp_path: Path) -> None:
    cells = [
        nbformat.v4.new_markdown_cell("# Tiêu đề\n\nhai dòng", id="title"),
        nbformat.v4.new_code_cell("x = 1\n", id="code", metadata={"tags": ["parameters"]}),
    ]
    path = tmp_path / "a.ipynb"
    assert write_notebook(path, nbformat.v4.new_notebook(cells=cells))
    first = path.read_bytes()
    again = read_notebook(path)
    assert [cell.source for cell in again.cells] == ["# Tiêu đề\n\nhai dòng", "x = 1\n"]
    assert not write_notebook(path, again)
    assert path.read_bytes() == first
    assert "Tiêu đề".encode() in first and first.endswith(b"}\n")


def test_outputs_survive(tmp_path: Path) -> None:
    output = nbformat.v4.new_output("display_data", {"text/plain": "a\nb", "image/png": "AAAA"})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", id="c", outputs=[output])])
    write_notebook(tmp_path / "a.ipynb", notebook)
    assert read_notebook(tmp_path / "a.ipynb").cells[0].outputs == [output]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not JSON", "is not a notebook"),
        (b"[1, 2]", "no list of cells"),
        (b'{"cells": [], "metadata": {}}', "format 4"),
        (b'{"cells": [{}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "not a valid notebook"),
        (b'{"cells": 3, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "not a valid notebook"),
        (b"\xff\xfe{", "UTF-8"),
    ],
)
def test_what_is_no_notebook_is_named_in_one_line(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_bytes(content)
    with pytest.raises(CgdError) as caught:
        read_notebook(path)
    assert "broken.ipynb" in str(caught.value) and reason in str(caught.value) and "\n" not in str(caught.value)


def test_a_missing_notebook_is_named(tmp_path: Path) -> None:
    with pytest.raises(CgdError, match="absent"):
        read_notebook(tmp_path / "absent.ipynb")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_sources_are_stored_in_the_one_form_without_outputs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    notebook = read_notebook(path)
    assert text == notebook_text(notebook)
    assert json.loads(text)["nbformat_minor"] == 5
    assert all(not cell.get("outputs") and not cell.get("execution_count") for cell in notebook.cells)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all("-" in id and id.islower() for id in ids), "ids speak: s01-compare-chart"
