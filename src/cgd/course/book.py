"""One language's book: staged pages and executed notebooks in, a website out (Jupyter Book 1)."""

import os
import shutil
import subprocess
import sys
from typing import Any

import yaml

from cgd.course.execution import publish_outputs
from cgd.course.layout import BROWSER, PARTICIPANTS, TRAINERS_FOLDERS, Layout, toc_for
from cgd.course.translation.catalogues import read_catalogue
from cgd.course.units import THEME, catalogue_path
from cgd.errors import CgdError
from cgd.files import mirror, write_if_changed
from cgd.language import LANGUAGES, _

# What Sphinx numbers, in the languages it does not know.
FIGURE_WORDS = {"vi": {"figure": "Hình %s", "table": "Bảng %s", "code-block": "Mã %s", "section": "Mục %s"}}


def assemble(layout: Layout, language: str, audience: str) -> None:
    """Fill the folder that Jupyter Book reads; unchanged files keep their time, so only what changed is rebuilt."""
    book, staged = layout.book(language, audience), layout.staged(language)
    mirror(staged / "book", book / "book")
    for folder in TRAINERS_FOLDERS if audience == PARTICIPANTS else ():
        shutil.rmtree(book / folder, ignore_errors=True)
    mirror(layout.root / "exercises" / language, book / "exercises" / language)
    names = {path.name for path in (staged / "notebooks").glob("*.ipynb")}
    for name in sorted(names):
        publish_outputs(layout.executed(language) / name, book / "notebooks" / name)
    for path in (book / "notebooks").glob("*.ipynb"):
        if path.name not in names:
            path.unlink()
    _configure(layout, language, audience)


def _configure(layout: Layout, language: str, audience: str) -> None:
    """Write the book's _config.yml, _toc.yml and the theme's words in its language."""
    staged, book = layout.staged(language), layout.book(language, audience)
    toc = toc_for(yaml.safe_load((staged / "_toc.yml").read_text(encoding="utf-8")), audience)
    write_if_changed(book / "_toc.yml", yaml.safe_dump(toc, allow_unicode=True, sort_keys=False))
    config: dict[str, Any] = yaml.safe_load((staged / "_config.yml").read_text(encoding="utf-8"))
    config["execute"]["execute_notebooks"] = "off"
    sphinx = config["sphinx"]["config"]
    sphinx |= {"language": language, "cgd_languages": dict(LANGUAGES), "locale_dirs": ["_locale"]}
    # The book lies in a folder of its audience's site, and the trainers' site in that of the participants.
    sphinx["cgd_browser"] = f"../{BROWSER}" if audience == PARTICIPANTS else f"../../{BROWSER}"
    if language in FIGURE_WORDS:
        sphinx["numfig_format"] = FIGURE_WORDS[language]
    write_if_changed(book / "_config.yml", yaml.safe_dump(config, allow_unicode=True, sort_keys=False))
    words = read_catalogue(catalogue_path(layout.root, language, THEME))
    write_if_changed(book / "_locale" / language / "LC_MESSAGES" / "sphinx.mo", words.to_binary())


def build_book(layout: Layout, language: str, audience: str, strict: bool) -> str:
    """Build one language's book for one audience; gives back what Sphinx complained of ("" when nothing).

    With ``strict`` everything is built anew and a complaint is a `CgdError`. A build that was
    interrupted leaves a mark, and the next one starts afresh: half-written pages never stay.
    """
    assemble(layout, language, audience)
    book, html = layout.book(language, audience), layout.html(language, audience)
    unfinished, doctrees = book.parent / "unfinished", book.parent / "doctrees"
    if unfinished.exists() or strict:
        shutil.rmtree(doctrees, ignore_errors=True)
    # All pages are written anew, from what Sphinx remembers of those that did not change: the navigation on each page
    # names all others, and nothing that was withdrawn stays.
    shutil.rmtree(html, ignore_errors=True)
    unfinished.touch()
    jupyter_book = "from jupyter_book.cli.main import main; main()"
    _run(sys.executable, "-c", jupyter_book, "config", "sphinx", str(book))
    warnings = _run(
        *(sys.executable, "-m", "sphinx", "-b", "html", "-q", "-a", "-d", str(doctrees)),
        *(("-W", "--keep-going") if strict else ()),
        *(str(book), str(html)),
    )
    missing = [page for page in layout.pages(audience) if not (html / page).is_file()]
    if missing:
        raise CgdError(
            _("The {language} book lacks pages: {pages}").format(language=language, pages=", ".join(missing))
        )
    unfinished.unlink()
    return warnings


def _run(*command: str) -> str:
    """Run one step; its complaints are given back, a failure is a `CgdError` that carries them."""
    env = {**os.environ, "PYTHONUTF8": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=env)
    complaints = "\n".join(line for line in done.stderr.splitlines() if line.strip())
    if done.returncode:
        raise CgdError(_("The book cannot be built:\n{complaints}").format(complaints=complaints or done.stdout))
    return complaints
