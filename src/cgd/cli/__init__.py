"""The `cgd` command: parses, calls, prints. In a checkout it is `python3 course.py ...`."""

import os
import sys

import typer

from cgd.cli import agenda, course, data, grading, toolkit, translate
from cgd.errors import CgdError
from cgd.language import use_language

app = typer.Typer(
    name="cgd",
    help="The course on the quality of citizen-generated data. In a checkout: python3 course.py COMMAND; "
    "and python3 course.py test runs the tests.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
course.add_to(app)
agenda.add_to(app)
grading.add_to(app)
app.add_typer(data.app, name="data")
app.add_typer(toolkit.app, name="toolkit")
app.add_typer(translate.app, name="translate")


def main() -> None:
    """Run the command; an error that a person can mend is one line on stderr, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # Vietnamese, whatever the terminal's own encoding.
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        if os.environ.get("CGD_LANG"):
            use_language(os.environ["CGD_LANG"])
        app(prog_name="cgd")
    except CgdError as error:
        print(f"cgd: {error}", file=sys.stderr)
        sys.exit(error.exit_status)
    except OSError as error:
        print(f"cgd: {error.filename or ''}: {error.strerror or error}", file=sys.stderr)
        sys.exit(1)
