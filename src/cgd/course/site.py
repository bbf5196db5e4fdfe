"""The site: the finished books and decks of all languages beside each other, and a front page that leads to them."""

import shutil
from html import escape
from pathlib import Path
from string import Template

import yaml

from cgd.course.layout import Layout
from cgd.course.slides import reveal_assets
from cgd.files import mirror, write_if_changed
from cgd.language import LANGUAGES

PARTS = Path(__file__).parent / "front"
REVEAL = "reveal.js"


def publish(layout: Layout) -> None:
    """Copy what is finished to the site: a visitor never meets a half-built page, nor one that was withdrawn."""
    layout.site.mkdir(parents=True, exist_ok=True)
    for folder in layout.site.iterdir():
        if folder.is_dir() and folder.name not in {*LANGUAGES, REVEAL}:
            shutil.rmtree(folder)
    for language in LANGUAGES:
        mirror(layout.html(language), layout.site / language, keep="slides")
        mirror(layout.slides(language), layout.site / language / "slides")
    mirror(reveal_assets(), layout.site / REVEAL)
    for name in ("slides.css", "favicon.svg"):
        write_if_changed(layout.site / name, (PARTS / name).read_bytes())
    write_if_changed(layout.site / "index.html", _front_page(layout))


def _front_page(layout: Layout) -> str:
    """The choice of a language, with the title of the book in each; the source language comes last."""
    titles = {language: _title(layout, language) for language in reversed(LANGUAGES)}
    links = "\n".join(
        f'  <a href="{code}/book/welcome.html" lang="{code}" hreflang="{code}">'
        f"<strong>{escape(LANGUAGES[code])}</strong>{escape(title)}</a>"
        for code, title in titles.items()
    )
    template = Template((PARTS / "index.html").read_text(encoding="utf-8"))
    return template.substitute(title=escape(" · ".join(titles.values())), language=next(iter(titles)), links=links)


def _title(layout: Layout, language: str) -> str:
    config = yaml.safe_load((layout.staged(language) / "_config.yml").read_text(encoding="utf-8"))
    return str(config["title"])
