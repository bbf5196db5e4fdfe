"""Slide decks: one Markdown file a session, made into reveal.js (offline, with speaker view), PowerPoint and PDF.

A deck has no title and no times of its own: title, objectives and the minutes in the notes come from the agenda.

- ``::: objectives`` / ``:::`` on a slide becomes the list of the session's objectives;
- ``::: {.notes block=opening}`` are notes that belong to a block: its minutes and priority are written in front.
"""

import re
import subprocess
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pypandoc

from cgd.course.agenda.plan import Agenda, Session, number_of, say
from cgd.course.agenda.sheets import priority_name
from cgd.course.powerpoint import finished, template, without_captions
from cgd.errors import CgdError
from cgd.language import _

# Where a deck finds reveal.js and the course's style on the site.
REVEAL = "../../reveal.js"
STYLE = "../../slides.css"
ICON = '<link rel="icon" href="../../favicon.svg">'
TYPST = Path(__file__).parent / "front" / "slides.typ"

_NOTES = re.compile(r"^::: \{\.notes block=([\w-]+)\}[ \t]*$", re.MULTILINE)
_OBJECTIVES = re.compile(r"^::: objectives[ \t]*\n:::[ \t]*$", re.MULTILINE)
_ALL_NOTES = re.compile(r"^::: notes[ \t]*\n.*?^:::[ \t]*$", re.MULTILINE | re.DOTALL)


def reveal_assets() -> Path:
    """The folder of reveal.js, which comes inside the sphinx-revealjs wheel."""
    return Path(str(files("sphinx_revealjs") / "_static" / "revealjs"))


def build_deck(deck: Path, target: Path, language: str, agenda: Agenda) -> None:
    """Make ``target``.html, ``target``.pptx and ``target``.pdf from one deck.

    Its pictures lie in ``figures`` beside them.

    Raises
    ------
    CgdError
        The deck names a block that its session does not have, or pandoc or Typst cannot read it; names the deck.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    session = agenda.session(deck.stem)
    source = prepared(deck, session, language)
    # Decks of two languages are built at once, in threads: none may change the language in use.
    subtitle = _("Session {number} · {minutes} minutes", language).format(
        number=number_of(deck.stem), minutes=session.minutes
    )
    title = say(session.title, language)
    # Columns of a table get what their text needs, however long a line of the source is.
    common = ["--slide-level", "2", "--columns=1000", "--resource-path", str(target.parent)]
    common += [f"--metadata={name}:{value}" for name, value in (("lang", language), ("pagetitle", title))]
    titles = [f"--metadata={name}={value}" for name, value in (("title", title), ("subtitle", subtitle))]
    style = ["-V", f"revealjs-url={REVEAL}", "-V", "theme=white", "-V", "transition=none", "--css", STYLE]
    style += ["-V", f"header-includes={ICON}"]
    try:
        _pandoc(deck, source, target.with_suffix(".html"), ["-t", "revealjs", "-s", *style, *common, *titles])
        _powerpoint(deck, source, target.with_suffix(".pptx"), [*common, *titles])
        _pdf(deck, source, target.with_suffix(".pdf"), (title, subtitle, language))
    except CgdError:
        # No half of a deck stays: somebody would open the one format that is there.
        for suffix in (".html", ".pptx", ".pdf"):
            target.with_suffix(suffix).unlink(missing_ok=True)
        raise


def prepared(deck: Path, session: Session, language: str) -> str:
    """The text of a deck with objectives and minutes filled in.

    Raises `CgdError` for a block that the session does not have.
    """
    text = deck.read_text(encoding="utf-8")
    goals = "\n".join(f"- {say(objective, language)}" for objective in session.objectives.values())
    text = _OBJECTIVES.sub(lambda _found: goals, text)
    return _NOTES.sub(_minutes_of(deck, session, language), text)


def _minutes_of(deck: Path, session: Session, language: str) -> Callable[[re.Match[str]], str]:
    def written(found: re.Match[str]) -> str:
        if found[1] not in [block.id for block in session.blocks]:
            names = ", ".join(block.id for block in session.blocks)
            message = _("{deck}: there is no block {name!r} in book/agenda.yml. Its session has: {names}.")
            raise CgdError(message.format(deck=deck.name, name=found[1], names=names))
        block, begin = session.block(found[1]), session.begins(found[1])
        priority = priority_name(block.priority, language)
        span = f"{begin}:00–{begin + block.minutes}:00"
        return f"::: notes\n**{span} · {say(block.title, language)} ({priority}).**\n"

    return written


def _pandoc(deck: Path, source: str, target: Path, options: list[str]) -> None:
    command = [pypandoc.get_pandoc_path(), "-f", "markdown", "--fail-if-warnings", "-o", str(target), *options]
    done = subprocess.run(command, input=source, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise _broken(deck, done.stderr.strip())


def _powerpoint(deck: Path, source: str, target: Path, options: list[str]) -> None:
    asked = [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.pptx"]
    reference = target.with_suffix(".reference.pptx")
    reference.write_bytes(template(subprocess.run(asked, capture_output=True, check=True).stdout))
    text, said = without_captions(source)
    try:
        _pandoc(deck, text, target, ["-t", "pptx", "--reference-doc", str(reference), *options])
    finally:
        reference.unlink()
    target.write_bytes(finished(target.read_bytes(), said))


def _pdf(deck: Path, source: str, target: Path, words: tuple[str, str, str]) -> None:
    """A slide is a page; what does not fit runs over to a page of its own, which a test finds."""
    import matplotlib
    import typst

    title, subtitle, language = (word.replace("\\", "").replace('"', "'") for word in words)
    head = TYPST.read_text(encoding="utf-8")
    for name, value in (("SUBTITLE", subtitle), ("TITLE", title), ("LANGUAGE", language)):
        head = head.replace(name, value)
    made = target.with_suffix(".typ")
    _pandoc(deck, _ALL_NOTES.sub("", source), made, ["-t", "typst-smart", "--wrap=none", "--columns=1000"])
    made.write_text(head + made.read_text(encoding="utf-8"), encoding="utf-8")
    # The letters of the charts: they come with matplotlib and have every Vietnamese one.
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    try:
        typst.compile(str(made), output=str(target), root=str(target.parent), font_paths=[str(fonts)])
    except typst.TypstError as error:
        raise _broken(deck, str(error)) from error
    finally:
        made.unlink(missing_ok=True)


def _broken(deck: Path, error: str) -> CgdError:
    return CgdError(_("The slides {deck} cannot be built: {error}").format(deck=deck, error=error))
