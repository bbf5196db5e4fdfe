"""cgd translate: the catalogues in locale/."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from cgd.language import _

app = typer.Typer(help="The translation catalogues in locale/.", no_args_is_help=True)
Language = Annotated[str, typer.Option(help="the language translated into")]
AsJson = Annotated[bool, typer.Option("--json", help="for machines")]


@app.command()
def extract(language: Language = "vi") -> None:
    """Bring the catalogues up to date with the English sources; no translation is lost."""
    from cgd.course import translation

    translation.extract(language=language)
    status(language)


@app.command()
def status(language: Language = "vi", as_json: AsJson = False) -> None:
    """How much is translated, catalogue by catalogue."""
    from cgd.course import translation

    counts = translation.status(language=language)
    if as_json:
        print(json.dumps([asdict(count) for count in counts], indent=1))
        return
    print(f"{'catalogue':<16}{'units':>8}{'translated':>12}{'fuzzy':>8}{'missing':>9}")
    for count in counts:
        numbers = f"{count.units:>8}{count.translated:>12}{count.fuzzy:>8}{count.missing:>9}"
        print(f"{count.catalogue:<16}{numbers}")


@app.command()
def check(language: Language = "vi", as_json: AsJson = False) -> None:
    """Name every missing, stale or damaged translation; exit status 1 when there is one."""
    from cgd.course import translation

    problems = translation.check(language=language)
    if as_json:
        print(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            print(problem)
        if not problems:
            print(_("Complete: nothing missing, stale or damaged."))
    raise typer.Exit(1 if problems else 0)
