"""Which source files belong together, and the catalogue that holds their translation."""

from collections.abc import Iterator
from pathlib import Path

from cgd.language import SOURCE_LANGUAGE

ROOT = Path(__file__).resolve().parents[3]
"""The checkout that this package lies in."""

LIBRARY = "cgd"
"""Catalogue of what the library says."""
COURSE = "course"
"""Catalogue of the table of contents and the book's title."""
SOLUTIONS = "solutions"
"""Folder of the graded exercises with answers."""
TOOLKIT = "toolkit"
"""Catalogue of the Toolkit's questions, rules and national overlays, and their folder."""
AGENDA = "agenda"
"""Catalogue of the two days: titles, objectives and blocks of all sessions."""
THEME = "theme"
"""Hand-kept catalogue of the book theme's own words."""


def translatable_files(root: Path = ROOT) -> dict[str, list[Path]]:
    """Source files with text for people, by catalogue.

    Everything of a session (page, notebook, graded exercise, slides, facilitation page) shares the catalogue of its
    id; any other page of the book has one of its own name; ``agenda.yml`` has `AGENDA`; ``_toc.yml`` and
    ``_config.yml`` share `COURSE`; the package's messages are in `LIBRARY`, the Toolkit's texts in `TOOLKIT`.

    Returns
    -------
    dict of str to list of Path
        Catalogue names in order; files in reading order: page, notebook, exercise, slides, facilitation.
    """
    found: dict[str, list[Path]] = {}
    for name, path in _named(root):
        found.setdefault(name, []).append(path)
    return dict(sorted(found.items()))


def visible(folder: Path, pattern: str = "*") -> list[Path]:
    """Files below ``folder`` in order, without hidden ones and what Python or Jupyter leaves behind."""
    return [
        path
        for path in sorted(folder.rglob(pattern))
        if path.is_file()
        and not any(part.startswith((".", "__pycache__", "_build")) for part in path.relative_to(folder).parts)
    ]


def catalogue_path(root: Path, language: str, name: str) -> Path:
    """Where a catalogue lies."""
    return root / "locale" / language / f"{name}.po"


def staging_sources(root: Path = ROOT, language: str = SOURCE_LANGUAGE) -> list[Path]:
    """Files that the staged trees of ``language`` are made from: sources, settings, catalogues."""
    files = [path for folder in ("book", "notebooks", "slides", SOLUTIONS) for path in visible(root / folder)]
    files += [path for name in ("_config.yml", "_toc.yml") if (path := root / name).is_file()]
    if language != SOURCE_LANGUAGE:
        catalogues = [catalogue_path(root, language, name) for name in translatable_files(root) if name != LIBRARY]
        files += [path for path in catalogues if path.is_file()]
    return files


def _named(root: Path) -> Iterator[tuple[str, Path]]:
    book = root / "book"
    for path in visible(book, "*.md"):
        # Pages of the Toolkit's sections are made from the bank: they have no text of their own.
        if path.parent not in (book / "facilitation", book / TOOLKIT):
            yield path.stem, path
    if (book / "agenda.yml").is_file():
        yield AGENDA, book / "agenda.yml"
    for path in visible(root / "notebooks", "*.ipynb"):
        yield path.stem, path
    for path in visible(root / "solutions", "*.ipynb"):
        if path.parent != root / "solutions":
            yield path.relative_to(root / "solutions").parts[0], path
    for path in visible(root / "slides", "*.md"):
        yield path.stem, path
    for path in visible(book / "facilitation", "*.md"):
        yield path.stem, path
    for name in ("_config.yml", "_toc.yml"):
        if (root / name).is_file():
            yield COURSE, root / name
    for name in ("global.yml", "rules.yml"):
        if (root / TOOLKIT / name).is_file():
            yield TOOLKIT, root / TOOLKIT / name
    for path in visible(root / TOOLKIT / "national", "*.yml"):
        yield TOOLKIT, path
    for path in visible(root / TOOLKIT / "examples", "*.yml"):
        yield f"example-{path.stem}", path
    for path in visible(root / "src" / "cgd", "*.py"):
        yield LIBRARY, path
