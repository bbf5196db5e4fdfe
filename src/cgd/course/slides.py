"""Slide decks: one Markdown file a session, made into reveal.js (offline, with speaker view) and PowerPoint."""

import subprocess
from importlib.resources import files
from pathlib import Path

import pypandoc

from cgd.errors import CgdError
from cgd.language import _

# Where a deck finds reveal.js and the course's style on the site.
REVEAL = "../../reveal.js"
STYLE = "../../slides.css"
ICON = '<link rel="icon" href="../../favicon.svg">'


def reveal_assets() -> Path:
    """The folder of reveal.js, which comes inside the sphinx-revealjs wheel."""
    return Path(str(files("sphinx_revealjs") / "_static" / "revealjs"))


def build_deck(deck: Path, target: Path, language: str) -> None:
    """Make ``target``.html and ``target``.pptx from one deck; its pictures lie in ``figures`` beside them."""
    target.parent.mkdir(parents=True, exist_ok=True)
    common = ["--slide-level", "2", "--metadata", f"lang={language}", "--resource-path", str(target.parent)]
    style = [
        "-V",
        f"revealjs-url={REVEAL}",
        "-V",
        "theme=white",
        "-V",
        "transition=none",
        "--css",
        STYLE,
        "-V",
        f"header-includes={ICON}",
    ]
    _pandoc(deck, target.with_suffix(".html"), ["-t", "revealjs", "-s", *style, *common])
    _pandoc(deck, target.with_suffix(".pptx"), ["-t", "pptx", *common])


def _pandoc(deck: Path, target: Path, options: list[str]) -> None:
    command = [pypandoc.get_pandoc_path(), str(deck), "--fail-if-warnings", "-o", str(target), *options]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        target.unlink(missing_ok=True)
        raise CgdError(_("The slides {deck} cannot be built: {error}").format(deck=deck, error=done.stderr.strip()))
