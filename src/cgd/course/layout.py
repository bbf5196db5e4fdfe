"""Where things stand: the checkout, and the folder `_build` that everything generated goes to."""

import re
from dataclasses import dataclass
from pathlib import Path

from cgd.course.units import ROOT


@dataclass(frozen=True)
class Layout:
    """Paths of one checkout; ``language`` arguments are codes such as "en"."""

    root: Path

    @property
    def build(self) -> Path:
        return self.root / "_build"

    @property
    def site(self) -> Path:
        """What is served and published: one folder a language."""
        return self.build / "site"

    def staged(self, language: str) -> Path:
        """The sources in one language: pages, notebooks without outputs, decks."""
        return self.build / language / "staged"

    def executed(self, language: str) -> Path:
        """What papermill made of the staged notebooks."""
        return self.build / language / "executed"

    def book(self, language: str) -> Path:
        """The source folder that Jupyter Book reads."""
        return self.build / language / "book"

    def html(self, language: str) -> Path:
        """The book as Sphinx builds it; a finished one is copied to the site."""
        return self.build / language / "html"

    def slides(self, language: str) -> Path:
        """The decks and their pictures."""
        return self.build / language / "slides"

    def sessions(self) -> list[str]:
        """Session ids, in order: the names of the pages in book/sessions."""
        return sorted(page.stem for page in (self.root / "book" / "sessions").glob("*.md"))

    def notebooks(self) -> list[str]:
        """Names of the notebooks that participants open: of the sessions that have one, and of the Toolkit's form."""
        return sorted(path.stem for path in (self.root / "notebooks").glob("*.ipynb"))

    def pages(self) -> list[str]:
        """The pages that a book must have, read off _toc.yml: relative addresses such as "book/welcome.html"."""
        toc = (self.root / "_toc.yml").read_text(encoding="utf-8")
        return [f"{name}.html" for name in re.findall(r"^\W*(?:root|file): *(\S+)$", toc, flags=re.MULTILINE)]


HERE = Layout(ROOT)
