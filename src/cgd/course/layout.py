"""Where things stand: the checkout, and the folder `_build` that everything generated goes to.

The course is published for two audiences. Participants get a book without facilitation pages and answer keys; trainers
get the whole book, the slides with their notes, and what they print.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from cgd.course.units import ROOT

PARTICIPANTS, TRAINERS = "participants", "trainers"
AUDIENCES = (PARTICIPANTS, TRAINERS)
# The folder of the site with what runs in a visitor's browser.
BROWSER = "browser"
# The notebook with the Toolkit's form: the one that runs in a browser, too.
FORM = "toolkit_form.ipynb"
# Folders of the book that participants never see.
TRAINERS_FOLDERS = ("book/facilitation/", "book/trainers/")


@dataclass(frozen=True)
class Layout:
    """Paths of one checkout; ``language`` arguments are codes such as "en"."""

    root: Path

    @property
    def build(self) -> Path:
        return self.root / "_build"

    def site(self, audience: str = PARTICIPANTS) -> Path:
        """What is served and published: one folder a language; the trainers' site lies in the participants'."""
        site = self.build / "site"
        return site if audience == PARTICIPANTS else site / audience

    def staged(self, language: str) -> Path:
        """The sources in one language: pages, notebooks without outputs, decks."""
        return self.build / language / "staged"

    def executed(self, language: str) -> Path:
        """What papermill made of the staged notebooks."""
        return self.build / language / "executed"

    def book(self, language: str, audience: str = PARTICIPANTS) -> Path:
        """The source folder that Jupyter Book reads."""
        return self.build / language / audience / "book"

    def html(self, language: str, audience: str = PARTICIPANTS) -> Path:
        """The book as Sphinx builds it; a finished one is copied to the site."""
        return self.build / language / audience / "html"

    def slides(self, language: str) -> Path:
        """The decks and their pictures."""
        return self.build / language / "slides"

    def sessions(self) -> list[str]:
        """Session ids, in order: the names of the pages in book/sessions."""
        return sorted(page.stem for page in (self.root / "book" / "sessions").glob("*.md"))

    def notebooks(self) -> list[str]:
        """Names of the notebooks that participants open: of the sessions that have one, and of the Toolkit's form."""
        return sorted(path.stem for path in (self.root / "notebooks").glob("*.ipynb"))

    def handouts(self, language: str) -> Path:
        """Papers for the groups, as Word and PDF."""
        return self.build / language / "handouts"

    def browser(self, part: str) -> Path:
        """The form that needs no installation; ``part`` is "python" (what the browser runs) or "site"."""
        return self.build / BROWSER / part

    def pages(self, audience: str = PARTICIPANTS) -> list[str]:
        """The pages that a book must have, read off _toc.yml: relative addresses such as "book/welcome.html"."""
        toc = toc_for(yaml.safe_load((self.root / "_toc.yml").read_text(encoding="utf-8")), audience)
        return [
            f"{toc['root']}.html",
            *(f"{name}.html" for part in toc.get("parts", []) for name in _files(part["chapters"])),
        ]


def toc_for(toc: dict[str, Any], audience: str) -> dict[str, Any]:
    """The table of contents that an audience gets: all of it, or for participants without the trainers' folders."""
    if audience == TRAINERS:
        return toc
    parts = [{**part, "chapters": _open_to_all(part["chapters"])} for part in _parts(toc)]
    kept = {name: value for name, value in toc.items() if name not in ("parts", "chapters")}
    return {**kept, "parts": [part for part in parts if part["chapters"]]} if parts else kept


def _parts(toc: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of a table of contents; a short one has chapters only."""
    return [*toc.get("parts", []), *([{"chapters": toc["chapters"]}] if "chapters" in toc else [])]


def _open_to_all(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = [entry for entry in entries if not entry["file"].startswith(TRAINERS_FOLDERS)]
    return [{**entry, "sections": _open_to_all(entry["sections"])} if "sections" in entry else entry for entry in kept]


def _files(entries: list[dict[str, Any]]) -> list[str]:
    return [name for entry in entries for name in [entry["file"], *_files(entry.get("sections", []))]]


HERE = Layout(ROOT)
