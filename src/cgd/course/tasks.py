"""What depends on what: the build as doit tasks, so that only what changed is made again.

What a task needs to run is imported when it runs: a build with nothing to do starts at once.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from functools import partial
from os import cpu_count
from pathlib import Path
from typing import Any

from doit.cmd_base import ModuleTaskLoader
from doit.doit_cmd import DoitMain
from doit.reporter import ZeroReporter
from filelock import FileLock, Timeout

from cgd.course.layout import AUDIENCES, FORM, Layout
from cgd.course.units import AGENDA, LIBRARY, SOLUTIONS, THEME, TOOLKIT, catalogue_path, staging_sources
from cgd.errors import CgdError
from cgd.files import write_if_changed
from cgd.language import LANGUAGES, _

HERE = Path(__file__).parent
Task = dict[str, Any]


def build(layout: Layout, *, strict: bool = False, only: str | None = None) -> None:
    """Bring everything in `_build` up to date (or only the task named, with what it needs).

    Raises `CgdError` with the reason of the first thing that cannot be made.
    """
    layout.build.mkdir(exist_ok=True)
    lock = FileLock(layout.build / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print(_("Another build is running; waiting for it ..."), file=sys.stderr, flush=True)
        lock.acquire()
    try:
        _build(layout, strict, only)
    finally:
        lock.release()


def _build(layout: Layout, strict: bool, only: str | None) -> None:
    memory = layout.build / "doit.json"
    _forget_if_broken(memory)
    Progress.failure = None
    settings = {
        "dep_file": str(memory),
        "backend": "json",
        "num_process": cpu_count() or 1,
        "par_type": "thread",
        "reporter": Progress,
        "verbosity": 0,
    }
    made = list(_tasks(layout, strict))
    loader = ModuleTaskLoader({"task_course": lambda: (task for task in made), "DOIT_CONFIG": settings})
    status = DoitMain(loader, config_filenames=()).run(["run", *([f"course:{only}"] if only else [])])
    if Progress.failure:
        raise Progress.failure
    if status:
        raise CgdError(_("The build stopped (doit status {status}).").format(status=status))


def _forget_if_broken(memory: Path) -> None:
    """A memory cut off in the middle of a write is worth nothing: without it everything is made again."""
    try:
        whole = isinstance(json.loads(memory.read_text(encoding="utf-8")), dict)
    except FileNotFoundError:
        return
    except ValueError:
        whole = False
    if not whole:
        memory.unlink()


class Progress(ZeroReporter):
    """One line on stderr for each thing being made; remembers the first failure."""

    failure: CgdError | None = None

    def execute_task(self, task: Any) -> None:
        if task.actions:
            # One write a line: several tasks run at once.
            sys.stderr.write(f"  {task.doc}\n")

    def add_failure(self, task: Any, fail: Any) -> None:
        Progress.failure = Progress.failure or CgdError(f"{task.name}: {fail.get_msg()}")

    def runtime_error(self, msg: str) -> None:
        Progress.failure = Progress.failure or CgdError(msg)


def _tasks(layout: Layout, strict: bool) -> Iterator[Task]:
    for language in LANGUAGES:
        yield _stage(layout, language)
        notebooks = sorted((layout.root / "notebooks").glob("*.ipynb"))
        for notebook in notebooks:
            yield _execute(layout, language, notebook.name)
        for audience in AUDIENCES:
            yield _book(layout, language, audience, [notebook.name for notebook in notebooks], strict)
        for deck in sorted((layout.root / "slides").glob("*.md")):
            yield _deck(layout, language, deck.stem)
    yield _handouts(layout)
    if _has_form(layout):
        yield _browser_python(layout)
        yield _browser_site(layout)
    yield _site(layout)


def _task(name: str, doc: str, action: partial[Any], needs: list[Path], makes: list[Path], **more: Any) -> Task:
    return {
        "name": name,
        "doc": doc,
        "actions": [(_act, [action])],
        "file_dep": sorted({str(path) for path in [*needs, *_always(HERE.parents[2])]}),
        "targets": [str(path) for path in makes],
        "io": {"capture": False},
        **more,
    }


def _act(action: partial[str | None]) -> bool:
    """Run an action; what it has to say goes to the terminal, its `CgdError` to whoever asked for the build.

    doit itself would keep the text of a traceback only.
    """
    try:
        remark = action()
    except CgdError as error:
        Progress.failure = Progress.failure or error
        return False
    if remark:
        print(remark, file=sys.stderr, flush=True)
    return True


def _stage(layout: Layout, language: str) -> Task:
    needs = [*staging_sources(layout.root, language), *_code("course/translation", "course")]
    action = partial(_stage_and_count, layout, language)
    return _task(
        f"stage-{language}", f"sources in {LANGUAGES[language]}", action, needs, _staged_files(layout, language)
    )


def _staged_files(layout: Layout, language: str, folder: str = "") -> list[Path]:
    """What staging makes, as far as it comes from ``folder`` of the checkout."""
    names = [path.relative_to(layout.root) for path in staging_sources(layout.root)]
    names = [name for name in names if name.parts[0] != "solutions" and name.as_posix().startswith(folder)]
    return [layout.staged(language) / name for name in names]


def _stage_and_count(layout: Layout, language: str) -> str:
    from cgd.course.translation import stage

    staged = stage(layout.root, language, layout.staged(language))
    left = sum(staged.untranslated.values())
    return f"  {left} of {staged.units} texts are still in English (cgd translate status)" if left else ""


def _execute(layout: Layout, language: str, name: str) -> Task:
    source, target = layout.staged(language) / "notebooks" / name, layout.executed(language) / name
    data = [path for path in (layout.root / "datasets").rglob("*") if path.is_file()]
    words = [path for name in (LIBRARY, TOOLKIT) for path in (layout.root / "locale").glob(f"*/{name}.po")]
    data += [path for path in (layout.root / TOOLKIT).rglob("*") if path.is_file()]
    action = partial(_run, source, target)
    doc = f"running {name} ({LANGUAGES[language]})"
    return _task(
        f"run-{language}-{name}",
        doc,
        action,
        [source, *data, *words, *_code("scorecard", "toolkit", "course")],
        [target],
    )


def _run(source: Path, target: Path) -> None:
    from cgd.course.execution import execute

    execute(source, target, source.parent)


def _book(layout: Layout, language: str, audience: str, notebooks: list[str], strict: bool) -> Task:
    needs = _staged_files(layout, language, "book/")
    needs += [layout.executed(language) / name for name in notebooks]
    needs += list((layout.root / "exercises" / language).rglob("*.ipynb"))
    needs += [layout.root / "_toc.yml", layout.root / "_config.yml", *_agenda(layout)]
    needs += [*_code("course/sphinx_ext", "course", "course/agenda"), *(layout.root / TOOLKIT).rglob("*.yml")]
    # The table of faults is computed from the survey as it came in and the answer key.
    needs += [*_code("scorecard"), *(path for path in (layout.root / SOLUTIONS / "keys").rglob("*") if path.is_file())]
    needs += [path for path in (layout.root / "datasets").rglob("*") if path.is_file()]
    # So are the tables of what the course covers, from what exercises say they grade.
    needs += (layout.root / SOLUTIONS).glob("*/answers.yml")
    words = [catalogue_path(layout.root, language, name) for name in (THEME, LIBRARY, TOOLKIT)]
    needs += [path for path in words if path.is_file()]
    action = partial(_build_book, layout, language, audience, strict)
    makes = [layout.html(language, audience) / page for page in layout.pages(audience)]
    doc = f"book for {audience} in {LANGUAGES[language]}"
    task = _task(f"book-{language}-{audience}", doc, action, needs, makes, uptodate=[not strict])
    return {**task, "task_dep": [f"course:stage-{language}"]}


def _build_book(layout: Layout, language: str, audience: str, strict: bool) -> str:
    from cgd.course.book import build_book

    return build_book(layout, language, audience, strict)


def _deck(layout: Layout, language: str, session: str) -> Task:
    deck = layout.staged(language) / "slides" / f"{session}.md"
    executed = layout.executed(language) / f"{session}.ipynb"
    target = layout.slides(language) / session
    action = partial(_figures_then_deck, layout, deck, executed, target, language)
    needs = [deck, *([executed] if (layout.root / "notebooks" / executed.name).exists() else [])]
    needs += [*_agenda(layout), HERE / "front" / "slides.typ", *_code("course", "course/agenda")]
    makes = [target.with_suffix(suffix) for suffix in (".html", ".pptx", ".pdf")]
    return _task(f"slides-{language}-{session}", f"slides {session} ({LANGUAGES[language]})", action, needs, makes)


def _figures_then_deck(layout: Layout, deck: Path, executed: Path, target: Path, language: str) -> None:
    from cgd.course.agenda.plan import load_agenda
    from cgd.course.figures import figures_of
    from cgd.course.slides import build_deck

    figures = figures_of(executed) if executed.is_file() else {}
    folder = target.parent / "figures" / deck.stem
    shutil.rmtree(folder, ignore_errors=True)
    for cell, figure in figures.items():
        write_if_changed(folder / f"{cell}.png", figure.png)
    build_deck(deck, target, language, load_agenda(layout.root))


def _agenda(layout: Layout) -> list[Path]:
    """The agenda and its translations."""
    words = [*(layout.root / "locale").glob(f"*/{AGENDA}.po"), *(layout.root / "locale").glob(f"*/{LIBRARY}.po")]
    return [layout.root / "book" / "agenda.yml", *words]


def _handouts(layout: Layout) -> Task:
    """One task for all languages: they speak the language in use, and only one can be in use at once."""
    needs = [path for language in LANGUAGES for path in _staged_files(layout, language, "book/")]
    needs += [*_agenda(layout), *_code("course", "course/agenda", "toolkit/export")]
    needs += [path for path in (layout.root / TOOLKIT / "templates").glob("*") if path.is_file()]
    makes = [layout.handouts(language) / "clock.html" for language in LANGUAGES]
    return _task("handouts", "papers and clock", partial(_write_handouts, layout), needs, makes)


def _write_handouts(layout: Layout) -> None:
    from cgd.course.handouts import write_handouts

    for language in LANGUAGES:
        write_handouts(layout, language)


def _has_form(layout: Layout) -> bool:
    """Whether there is a notebook for the browser; a course without one needs no Python there."""
    return (layout.root / "notebooks" / FORM).is_file()


def _browser_python(layout: Layout) -> Task:
    needs = [*(HERE / "browser").glob("*"), layout.root / "requirements.lock"]
    return _task(
        "browser-python",
        "Python for the browser (106 MB, once)",
        partial(_prepare_browser, layout),
        [],
        [layout.browser("python") / "pyodide-lock.json"],
        file_dep=[str(path) for path in needs if path.is_file()],
    )


def _prepare_browser(layout: Layout) -> None:
    from cgd.course.browser.site import prepare_python

    prepare_python(layout)


def _browser_site(layout: Layout) -> Task:
    needs = [layout.staged(language) / "notebooks" / FORM for language in LANGUAGES]
    needs += [path for name in ("datasets", TOOLKIT) for path in (layout.root / name).rglob("*") if path.is_file()]
    needs += [layout.browser("python") / "pyodide-lock.json", layout.root / "pyproject.toml"]
    needs += [*(layout.root / "locale").glob("*/*.po"), *_code("course/browser", "scorecard", "toolkit")]
    makes = [layout.browser("site") / "index.html"]
    return _task("browser-site", "the form in the browser", partial(_build_browser, layout), needs, makes)


def _build_browser(layout: Layout) -> None:
    from cgd.course.browser.site import build_site

    build_site(layout)


def _site(layout: Layout) -> Task:
    made = [
        layout.html(language, audience) / page
        for language in LANGUAGES
        for audience in AUDIENCES
        for page in layout.pages(audience)
    ]
    decks = sorted((layout.root / "slides").glob("*.md"))
    made += [layout.slides(language) / f"{deck.stem}.html" for language in LANGUAGES for deck in decks]
    made += [layout.handouts(language) / "clock.html" for language in LANGUAGES]
    made += [layout.browser("site") / "index.html"] if _has_form(layout) else []
    # Downloads and pictures can change without any page: compare the bytes every time, it takes a moment.
    return _task("site", "site", partial(_publish, layout), made, [layout.site() / "index.html"], uptodate=[False])


def _publish(layout: Layout) -> None:
    from cgd.course.site import publish

    publish(layout)


def _always(root: Path) -> list[Path]:
    """What everything depends on: the package's own modules outside the rooms, and the versions of all libraries."""
    return [*HERE.parent.glob("*.py"), root / "requirements.lock"]


def _code(*rooms: str) -> list[Path]:
    """The package's own modules that a task runs: a change in them makes its results stale."""
    found: list[Path] = []
    for room in rooms:
        folder = HERE.parent / room
        pattern = "*.py" if room == "course" else "**/*"
        found += [p for p in folder.glob(pattern) if p.is_file() and "__pycache__" not in p.parts]
    return found
