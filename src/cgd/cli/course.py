"""cgd serve, build, lab."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cgd import language as tongue
from cgd.language import LANGUAGES, _, allowed, use_language

Language = Annotated[str | None, typer.Option(help="en or vi; the default is CGD_LANG, else en")]


def say(text: str) -> None:
    """A line for the person at the keyboard; stdout is left to data."""
    print(text, file=sys.stderr, flush=True)


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(serve)
    app.command()(build)
    app.command()(lab)


def serve(port: Annotated[int, typer.Option(min=1024, max=65535, help="the first port to try")] = 8000) -> None:
    """Build the course and serve it to this machine at http://127.0.0.1:8000."""
    from cgd.course import server
    from cgd.course.layout import HERE

    build()
    found = server.free_port(port)
    if found != port:
        say(_("Port {port} is taken by another program; the next free one is {found}.").format(port=port, found=found))
    server.serve(
        HERE.site(),
        found,
        lambda address: say(
            _("The course is at {address}, the trainers' part at {address}/trainers/  (Ctrl-C stops)").format(
                address=address
            )
        ),
    )
    say(_("Stopped."))


def build(
    strict: Annotated[bool, typer.Option("--strict", help="build both books anew; a warning is an error")] = False,
) -> None:
    """Build the course into _build/site, in both languages; only what changed is made again."""
    from cgd.course import tasks
    from cgd.course.layout import HERE

    say(_("Building the course ..."))
    tasks.build(HERE, strict=strict)
    say(_("The course is built: {site}").format(site=HERE.site() / "index.html"))


def lab(
    language: Language = None,
    session: Annotated[str | None, typer.Option(help="open this notebook: s01_voices, toolkit_form ...")] = None,
    folder: Annotated[Path | None, typer.Option(help="your folder; the default is cgd-course/LANGUAGE at home")] = None,
    port: Annotated[int, typer.Option(min=1024, max=65535, help="the first port to try")] = 8888,
    browser: Annotated[bool, typer.Option(help="open the browser")] = True,
) -> None:
    """Open JupyterLab on your own copy of the notebooks, exercises and data.

    What you have changed is never overwritten; what you have not is brought up to date.
    """
    from cgd.course import lab as working
    from cgd.course import server, tasks
    from cgd.course.layout import HERE

    language = language or tongue.language()
    use_language(language)
    if session is not None and session not in HERE.notebooks():
        raise allowed("session", session, HERE.notebooks())
    tasks.build(HERE, only=f"stage-{language}")
    place = (folder or Path.home() / "cgd-course" / language).expanduser().resolve()
    copied = working.working_copy(HERE, language, place)
    for name in copied.kept:
        say(_("Kept as you changed it: {name}").format(name=name))
    say(_("Your files ({language}) are in {place}").format(language=LANGUAGES[language], place=place))
    start = f"notebooks/{session}.ipynb" if session else None
    raise typer.Exit(working.open_lab(place, language, server.free_port(port), start, browser))
