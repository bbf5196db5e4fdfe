"""The `cgd` command: parses, calls, prints. In a checkout it is `python3 course.py ...`."""

import os
import sys

import typer

from cgd.cli import course, data, grading, translate
from cgd.errors import CgdError

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
grading.add_to(app)
app.add_typer(data.app, name="data")
app.add_typer(translate.app, name="translate")


def main() -> None:
    """Run the command; an error that a person can mend is one line on stderr, without a traceback."""
    try:
        app(prog_name="cgd")
    except CgdError as error:
        print(f"cgd: {error}", file=sys.stderr)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        # The reader of a pipe (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
