"""The course's own directives: quizzes, and figures taken from notebooks."""

import base64
import io
import re

import nbformat
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from cgd.course.coverage import Line
from cgd.course.notebooks import write_notebook

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

QUIZ = """
# Page

:::{quiz}
What is *this*?

- [ ] A **wrong** answer

  Because of a reason.
- [x] The right answer

  Because of another reason.
:::
"""


@pytest.fixture
def build(tmp_path):
    """Build one Markdown page with our extension; gives back its HTML and Sphinx's complaints."""

    def run(text, language="en"):
        source = tmp_path / "source"
        source.mkdir(exist_ok=True)
        (source / "index.md").write_text(text, encoding="utf-8")
        complaints = io.StringIO()
        settings = {
            "extensions": ["myst_parser", "cgd.course.sphinx_ext"],
            "myst_enable_extensions": ["colon_fence", "tasklist"],
            "html_theme": "basic",
            "language": language,
        }
        folders = [str(source), None, str(tmp_path / "out"), str(tmp_path / "trees")]
        with docutils_namespace():
            Sphinx(*folders, "html", settings, None, complaints).build()
        return (tmp_path / "out" / "index.html").read_text(encoding="utf-8"), complaints.getvalue()

    return run


def test_a_quiz_is_a_labelled_group_of_radio_buttons_each_with_an_explanation(build):
    html, complaints = build(QUIZ)
    assert complaints == ""
    assert "<legend>" in html
    assert "What is <em>this</em>?" in html
    fields = re.findall(r'<input type="radio" name="([^"]+)" id="([^"]+)">', html)
    assert len(fields) == 2
    assert len({name for name, _field in fields}) == 1
    assert re.findall(r'<label for="([^"]+)">', html) == [field for _name, field in fields]
    assert html.count('class="quiz-why quiz-wrong"') == html.count('class="quiz-why quiz-right"') == 1
    assert html.index("quiz-wrong") < html.index("Because of a reason.") < html.index("quiz-right")
    assert "[x]" not in html


def test_two_quizzes_on_a_page_do_not_share_their_buttons(build):
    html, _complaints = build(QUIZ + QUIZ.replace("# Page", "## More"))
    assert len(set(re.findall(r'name="(quiz-[^"]+)"', html))) == 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("- [x]", "- [ ]", "exactly one right answer"),
        ("- [ ]", "- [x]", "exactly one right answer"),
        ("- [ ]", "-", r"starts with \[ \]"),
        ("  Because of a reason.\n", "", "has no explanation"),
        (QUIZ[QUIZ.index("- [ ]") : QUIZ.rindex(":::")], "", "one list of answers"),
        ("What is *this*?\n", "What is *this*?\n\n> A quotation.\n", "list of answers comes last"),
        ("  Because of another reason.\n", "  Because of another reason.\n\nMore.\n", "list of answers comes last"),
    ],
)
def test_a_quiz_with_a_fault_is_named_with_page_and_line(build, old, new, message):
    _html, complaints = build(QUIZ.replace(old, new))
    assert re.search(message, complaints)
    assert re.search(r"index\.md:\d+", complaints)


FIGURE = """
# Page

```{notebook-figure} n.ipynb
:cell: the-chart

The *caption*.
```
"""


def test_a_figure_comes_from_the_notebook_with_its_alternative_text(build, tmp_path):
    data = {"image/png": base64.b64encode(PNG).decode()}
    output = nbformat.v4.new_output("display_data", data, metadata={"image/png": {"alt": "Two bars."}})
    cell = nbformat.v4.new_code_cell("plot()", id="the-chart", outputs=[output])
    write_notebook(tmp_path / "source" / "n.ipynb", nbformat.v4.new_notebook(cells=[cell]))
    html, complaints = build(FIGURE)
    assert complaints == ""
    assert re.search(r'<img alt="Two bars\."[^>]* src="_images/the-chart\.png"', html)
    assert "<em>caption</em>" in html
    assert (tmp_path / "out" / "_images" / "the-chart.png").read_bytes() == PNG


def test_without_outputs_the_caption_stands_alone_and_nothing_complains(build, tmp_path):
    cell = nbformat.v4.new_code_cell("plot()", id="the-chart")
    write_notebook(tmp_path / "source" / "n.ipynb", nbformat.v4.new_notebook(cells=[cell]))
    html, complaints = build(FIGURE)
    assert complaints == ""
    assert "<img" not in html
    assert "caption" in html


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (":cell: the-chart", ":cell: no-such-cell", "Cells with one: the-chart"),
        ("n.ipynb", "none.ipynb", "none.ipynb"),
    ],
)
def test_a_figure_that_is_not_there_is_named_with_page_and_line(build, tmp_path, old, new, message):
    data = {"image/png": base64.b64encode(PNG).decode()}
    output = nbformat.v4.new_output("display_data", data, metadata={"image/png": {"alt": "Two bars."}})
    cell = nbformat.v4.new_code_cell("plot()", id="the-chart", outputs=[output])
    write_notebook(tmp_path / "source" / "n.ipynb", nbformat.v4.new_notebook(cells=[cell]))
    _html, complaints = build(FIGURE.replace(old, new))
    assert message in complaints
    assert re.search(r"index\.md:\d+", complaints)


@pytest.mark.parametrize("table", ["objectives", "questions", "figures"])
def test_a_table_of_coverage_says_how_many_rows_have_no_place(build, table):
    html, complaints = build(f"# Page\n\n```{{coverage}} {table}\n```\n")
    # A lone page has no other pages to link to; that is all it may complain of.
    assert all("unknown document" in line for line in complaints.splitlines())
    rows = html.count("<tr") - 1
    assert re.search(rf"{rows} \w+: \d+ \w+, \d+ only planned, 0 without a place", html)


def test_what_has_no_place_stands_in_bold(build, monkeypatch):
    alone = Line("L9", "Why?", {"taught": [], "practised": ["notebooks/s01_voices"], "graded": []}, [])
    monkeypatch.setattr("cgd.course.coverage.questions", lambda: [alone])
    html, _complaints = build("# Page\n\n```{coverage} questions\n```\n")
    assert "1 questions: 0 taught, 0 only planned, 1 without a place." in html
    assert "<strong>nothing</strong>" in html


def test_a_table_of_coverage_that_does_not_exist_is_named(build):
    _html, complaints = build("# Page\n\n```{coverage} quizzes\n```\n")
    assert "'quizzes' is none of: objectives, questions, figures" in complaints
