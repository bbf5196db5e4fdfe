"""Charts in executed notebooks: the decks take the one drawn for a slide, the book's copy has only that of the page."""

import base64

import nbformat
import pytest

from cgd.course.execution import publish_outputs
from cgd.course.figures import figures_of
from cgd.course.notebooks import write_notebook
from cgd.scorecard.on_slides import SLIDE

PAGE, WALL = b"the page's", b"the slide's"


@pytest.fixture
def executed(tmp_path):
    data = {"image/png": base64.b64encode(PAGE).decode(), "text/plain": "Two bars."}
    metadata = {"image/png": {"alt": "Two bars."}}
    plain = nbformat.v4.new_output("display_data", data, metadata=metadata)
    both = nbformat.v4.new_output("display_data", {**data, SLIDE: base64.b64encode(WALL).decode()}, metadata=metadata)
    cells = [nbformat.v4.new_code_cell("x", id=name, outputs=[it]) for name, it in (("one", plain), ("two", both))]
    write_notebook(tmp_path / "n.ipynb", nbformat.v4.new_notebook(cells=cells))
    return tmp_path / "n.ipynb"


def test_a_deck_gets_the_picture_for_slides_where_there_is_one_with_the_same_words(executed):
    found = figures_of(executed)
    assert {name: figure.png for name, figure in found.items()} == {"one": PAGE, "two": WALL}
    assert {figure.alt for figure in found.values()} == {"Two bars."}


def test_the_book_gets_the_picture_of_the_page_alone(executed, tmp_path):
    publish_outputs(executed, tmp_path / "book.ipynb")
    assert {figure.png for figure in figures_of(tmp_path / "book.ipynb").values()} == {PAGE}
    assert SLIDE not in (tmp_path / "book.ipynb").read_text("utf-8")
