"""Papers for the room, as Word (to change) and PDF (to print): record sheets, cards, quizzes, run sheets, the clock.

Sources are the Markdown files in ``book/handouts`` and the quizzes of the pages; what they look like is that of the
Toolkit's documents (`toolkit/templates`).
"""

import re
import subprocess
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pypandoc

from cgd.course.agenda.plan import load_agenda, number_of, say
from cgd.course.agenda.presenter import clock_page
from cgd.course.agenda.sheets import run_sheet
from cgd.course.layout import Layout
from cgd.course.quizzes import Question, quizzes
from cgd.errors import CgdError
from cgd.files import write_if_changed
from cgd.language import _
from cgd.toolkit.export.convert import Format, convert
from cgd.toolkit.export.parts import heading, page, paragraph, text
from cgd.toolkit.words import speaking

FORMATS: tuple[Format, ...] = ("docx", "pdf")
# Sheets of cards: every second-level heading is a card; six or eight of them fill a page.
CARDS = ("-roles", "-cards")
LETTERS = "ABCDEFGH"
NEW_PAGE = '<div class="newpage"></div>'
NO_BREAK = "\u00a0"


def write_handouts(layout: Layout, language: str) -> None:
    """Write all papers of one language; a paper whose source is gone is deleted.

    Raises
    ------
    CgdError
        A source cannot be read or converted; names it.
    """
    with speaking(language):
        _write(layout, language)


def _write(layout: Layout, language: str) -> None:
    folder = layout.handouts(language)
    made = {"clock.html"}
    write_if_changed(folder / "clock.html", clock_page(load_agenda(layout.root)))
    for name, paper in _papers(layout, language):
        for kind in FORMATS:
            made.add(f"{name}.{kind}")
            write_if_changed(folder / f"{name}.{kind}", convert(paper, kind, language))
    for path in folder.iterdir():
        if path.name not in made:
            path.unlink()


def _papers(layout: Layout, language: str) -> Iterator[tuple[str, str]]:
    """Name and HTML page of every paper."""
    agenda = load_agenda(layout.root)
    for number in range(1, len(agenda.days) + 1):
        yield f"run-sheet-day-{number}", run_sheet(agenda, number)
    staged = layout.staged(language) / "book"
    for path in sorted((staged / "handouts").glob("*.md")):
        yield path.stem, _sheet(path)
    for path in sorted((staged / "sessions").glob("*.md")):
        title = f"{number_of(path.stem)}. {say(agenda.session(path.stem).title)}"
        yield f"quiz-{path.stem}", quiz_sheet(title, quizzes(path))
    test = staged / "test.md"
    if test.is_file():
        yield "test", quiz_sheet(_("Before and after: twelve questions"), quizzes(test))


def _sheet(path: Path) -> str:
    source = path.read_text(encoding="utf-8")
    found = re.match(r"# (.+)\n", source)
    if not found:
        raise CgdError(_("{path}: a handout begins with its title: # and a line of text.").format(path=path))
    body = source[found.end() :]
    if path.stem.endswith(CARDS):
        return page(found[1], [_cards(body)])
    return page(found[1], [_paper(_html(body))])


def _paper(inner: str) -> str:
    """Text in a larger type, with room to write in tables and on lines; the templates know how."""
    return f'<div class="paper">{inner}</div>'


def _cards(body: str) -> str:
    """What is said to the trainer, then the cards; the templates set them in two columns, to cut out."""
    first, *rest = re.split(r"^(?=## )", body, flags=re.MULTILINE)
    cards = "".join(f'<div class="card">{_html(card)}</div>' for card in rest)
    return f'{_html(first)}<div class="cards">{cards}</div>'


def quiz_sheet(title: str, questions: list[Question]) -> str:
    """Questions with boxes to tick, and the answers with their explanations on the last pages."""
    asked = [_asked(number, question) for number, question in enumerate(questions, start=1)]
    answered = [_answered(number, question) for number, question in enumerate(questions, start=1)]
    hint = paragraph(text(_("One answer is right. Tick it. The answers are at the end: look only afterwards.")), "meta")
    answers = [NEW_PAGE, heading(_("Answers")), *answered]
    return page(title, [hint, _paper("\n".join([*asked, *answers]))])


def _asked(number: int, question: Question) -> str:
    options = "".join(
        f"<li>☐ <strong>{letter}</strong> {_inline(answer.text)}</li>"
        for letter, answer in zip(LETTERS, question.answers, strict=False)
    )
    return f"<h3>{number}. {_inline(question.text)}</h3>\n<ul>{options}</ul>"


def _answered(number: int, question: Question) -> str:
    lines = []
    for letter, answer in zip(LETTERS, question.answers, strict=False):
        mark = _("right") if answer.right else _("no")
        lines.append(f"<li><strong>{letter}, {mark}.</strong> {_inline(answer.why)}</li>")
    return f"<h3>{number}. {_inline(question.text)}</h3>\n<ul>{''.join(lines)}</ul>"


def _inline(markdown: str) -> str:
    """One paragraph of Markdown as HTML without its tag; most have no mark-up, and pandoc would be asked in vain."""
    if not re.search(r"[*_`\[\\<&]", markdown):
        return escape(markdown, quote=False)
    return _html(markdown).strip().removeprefix("<p>").removesuffix("</p>")


def _html(markdown: str) -> str:
    # A box stays on the line of its answer.
    markdown = markdown.replace("☐ ", f"☐{NO_BREAK}")
    command = [pypandoc.get_pandoc_path(), "-f", "markdown-smart-auto_identifiers", "-t", "html", "--wrap=none"]
    done = subprocess.run(command, input=markdown, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise CgdError(_("A handout cannot be converted: {error}").format(error=done.stderr.strip()))
    return done.stdout
