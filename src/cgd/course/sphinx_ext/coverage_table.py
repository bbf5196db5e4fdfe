"""What the course covers, and where, on a page of the trainers: read off the sources when the page is built.

```{coverage} objectives
```

or ``questions`` (of the Toolkit), or ``figures`` (of the published report).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from cgd.course import coverage
from cgd.course.agenda.plan import number_of
from cgd.course.coverage import Line
from cgd.course.sphinx_ext.nodes import cells_table
from cgd.course.sphinx_ext.session import to_page
from cgd.errors import CgdError
from cgd.language import LANGUAGES, SOURCE_LANGUAGE, _, use_language

HANDOUTS, NOTEBOOKS, SESSIONS = "book/handouts/", "notebooks/", "book/sessions/"


@dataclass(frozen=True)
class Table:
    """Where the lines come from, what is said above them, the columns by kind, and which kinds fill a row."""

    lines: Callable[[], list[Line]]
    summary: str
    heads: dict[str, str]
    filled_by: tuple[str, ...]
    widths: tuple[int, ...]


def tables() -> dict[str, Table]:
    """The three tables, in the language in use."""
    return {
        "objectives": Table(
            coverage.objectives,
            _("{all} objectives: {filled} exercised, {planned} only planned, {open} without a place."),
            {"quiz": _("Quiz"), "exercise": _("Exercise"), "test": _("Test")},
            ("quiz", "exercise"),
            (3, 7, 2, 3, 2, 3),
        ),
        "questions": Table(
            coverage.questions,
            _("{all} questions: {filled} taught, {planned} only planned, {open} without a place."),
            {"taught": _("Taught"), "practised": _("Practised"), "graded": _("Graded")},
            ("taught",),
            (2, 7, 3, 4, 3, 3),
        ),
        "figures": Table(
            coverage.figures,
            _("{all} figures: {filled} used, {planned} only planned, {open} without a place."),
            {"data": _("Data that show it"), "pages": _("Used on")},
            ("pages",),
            (1, 5, 3, 5, 2),
        ),
    }


class CoverageTable(SphinxDirective):
    """One row an objective, question or figure; what nobody covers is said in bold."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        language = self.env.config.language
        use_language(language if language in LANGUAGES else SOURCE_LANGUAGE)
        for path in coverage.sources():
            self.env.note_dependency(str(path))
        made = tables()
        if self.arguments[0] not in made:
            raise self.error(f"{self.arguments[0]!r} is none of: {', '.join(made)}.")
        table = made[self.arguments[0]]
        try:
            lines = table.lines()
        except CgdError as error:
            raise self.error(str(error)) from error
        open_ids = coverage.gaps(lines, *table.filled_by)
        filled = sum(any(line.uses[kind] for kind in table.filled_by) for line in lines)
        counts = {
            "all": len(lines),
            "filled": filled,
            "planned": len(lines) - filled - len(open_ids),
            "open": len(open_ids),
        }
        heads: list[str | nodes.Node] = [_("Number"), _("In short"), *table.heads.values(), _("Planned for")]
        rows = [heads, *(_row(line, list(table.heads), line.id in open_ids) for line in lines)]
        return [nodes.paragraph(text=table.summary.format(**counts)), cells_table(rows, table.widths)]


def _row(line: Line, kinds: list[str], is_open: bool) -> list[str | nodes.Node]:
    planned = ", ".join(_numbered(_("session {number}"), name) for name in line.planned)
    last = nodes.strong(text=_("nothing")) if is_open else nodes.Text(planned or "–")
    return [line.id, line.text, *(_places(line.uses[kind]) for kind in kinds), last]


def _places(places: Iterable[str]) -> nodes.Node:
    """Places with commas between them; pages are links."""
    cell = nodes.inline()
    for place in places:
        cell += [nodes.Text(", "), _place(place)] if cell.children else [_place(place)]
    return cell if cell.children else nodes.Text("–")


def _place(place: str) -> nodes.Node:
    name = place.rsplit("/", 1)[-1]
    if place.startswith(SESSIONS):
        return to_page(f"/{place}", _numbered(_("session {number}"), name))
    if place.startswith(NOTEBOOKS):
        return to_page(f"/{place}", _numbered(_("notebook {number}"), name))
    if "/" in place and not place.startswith(HANDOUTS):
        return to_page(f"/{place}", name)
    return nodes.Text(_unbroken(name))


def _numbered(words: str, session: str) -> str:
    return _unbroken(words.format(number=number_of(session)))


def _unbroken(text: str) -> str:
    """A word and its number stay on one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")
