"""A translated notebook is the same notebook in other words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cgd.course.notebooks import parse_notebook, read_notebook
from cgd.course.translation import code, documents
from cgd.course.units import ROOT, visible
from cgd.errors import CgdError

SAMPLE = Path(__file__).parent / "sample"
NOTEBOOKS = [
    path
    for root in (SAMPLE, ROOT)
    for folder in ("notebooks", "solutions")
    for path in visible(root / folder, "*.ipynb")
]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_without_translation_a_notebook_comes_back_byte_for_byte(path: Path) -> None:
    text = documents.read(path)
    assert documents.translated(path, text, lambda unit, cell: None) == text


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_ids_metadata_and_the_shape_of_code_stay(path: Path, pseudo: Callable[..., str]) -> None:
    before = read_notebook(path)
    after = parse_notebook(documents.translated(path, documents.read(path), pseudo), path)
    assert after.metadata == before.metadata
    assert [(c.id, c.cell_type, c.metadata) for c in after.cells] == [
        (c.id, c.cell_type, c.metadata) for c in before.cells
    ]
    assert [c.source for c in after.cells] != [c.source for c in before.cells]
    for old, new in zip(before.cells, after.cells, strict=True):
        if old.cell_type == "code":
            assert code.shape(new.source) == code.shape(old.source)
            if not new.source.lstrip().startswith(("%", "!")):
                compile(new.source, new.id, "exec")


def test_a_notebook_knows_its_language() -> None:
    path = SAMPLE / "solutions/s00_sample/ex.ipynb"
    made = parse_notebook(documents.translated(path, documents.read(path), lambda unit, cell: None, "vi"), path)
    assert made.metadata["cgd"] == {"exercise": "s00_sample", "language": "vi"}
    path = SAMPLE / "notebooks/s00_sample.ipynb"
    made = parse_notebook(documents.translated(path, documents.read(path), lambda unit, cell: None, "vi"), path)
    parameters = next(cell for cell in made.cells if cell.id == "s00-parameters")
    assert parameters.source.split("\n") == [
        'language = "vi"  # The language of charts',
        'group = "women"  # The group to look at',
    ]
    assert "exercises/vi/s00_sample" in made.cells[0].source


def test_marks_of_nbgrader_in_text_cells_stay(pseudo: Callable[..., str]) -> None:
    path = SAMPLE / "solutions/s00_sample/ex.ipynb"
    made = parse_notebook(documents.translated(path, documents.read(path), pseudo), path)
    rubric = next(cell for cell in made.cells if cell.id == "ex-text").source.split("\n")
    assert rubric == ["### BEGIN SOLUTION", pseudo("The rubric of the answer."), "### END SOLUTION"]


def test_each_unit_is_known_by_file_and_cell() -> None:
    units = documents.units(SAMPLE / "notebooks/s00_sample.ipynb", SAMPLE)
    assert documents.Unit("The group to look at", "notebooks/s00_sample.ipynb#s00-parameters") in units


def test_a_translation_that_breaks_code_is_named_with_file_cell_and_unit() -> None:
    path = SAMPLE / "notebooks/s00_sample.ipynb"
    with pytest.raises(CgdError) as caught:
        documents.translated(path, documents.read(path), lambda unit, cell: "no field" if "{" in unit else None)
    assert all(part in str(caught.value) for part in ("s00_sample.ipynb", "s00-chart", "One sentence in two pieces"))
    assert "\n" not in str(caught.value)
