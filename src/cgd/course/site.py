"""The site: the finished books and decks of all languages beside each other, and a front page that leads to them."""

import shutil
from html import escape
from pathlib import Path
from string import Template

import yaml

from cgd.course.layout import AUDIENCES, BROWSER, PARTICIPANTS, TRAINERS, Layout
from cgd.course.slides import reveal_assets
from cgd.files import mirror, write_if_changed
from cgd.language import LANGUAGES

PARTS = Path(__file__).parent / "front"
REVEAL = "reveal.js"
# What lies beside the trainers' book.
OURS = ("slides", "handouts")


def publish(layout: Layout) -> None:
    """Copy what is finished to the site: a visitor never meets a half-built page, nor one that was withdrawn.

    Participants find no slides (their notes are the trainers') and no link to what is the trainers'.
    """
    for audience in AUDIENCES:
        site = layout.site(audience)
        site.mkdir(parents=True, exist_ok=True)
        stays = {*LANGUAGES, *((TRAINERS, BROWSER) if audience == PARTICIPANTS else (REVEAL,))}
        for folder in site.iterdir():
            if folder.is_dir() and folder.name not in stays:
                shutil.rmtree(folder)
        for language in LANGUAGES:
            mirror(layout.html(language, audience), site / language, keep=() if audience == PARTICIPANTS else OURS)
        write_if_changed(site / "favicon.svg", (PARTS / "favicon.svg").read_bytes())
        write_if_changed(site / "index.html", _front_page(layout, audience))
    if layout.browser("site").is_dir():
        mirror(layout.browser("site"), layout.site() / BROWSER)
    _publish_for_trainers(layout)


def _publish_for_trainers(layout: Layout) -> None:
    """Slides and papers (the clock is one of them) beside the trainers' book."""
    site = layout.site(TRAINERS)
    mirror(reveal_assets(), site / REVEAL)
    write_if_changed(site / "slides.css", (PARTS / "slides.css").read_bytes())
    for language in LANGUAGES:
        mirror(layout.slides(language), site / language / "slides")
        mirror(layout.handouts(language), site / language / "handouts")


def _front_page(layout: Layout, audience: str) -> str:
    """The choice of a language, with the title of the book in each; the source language comes last."""
    start = layout.pages(audience)[0] if audience == PARTICIPANTS else "book/trainers/for-trainers.html"
    titles = {language: _title(layout, language) for language in reversed(LANGUAGES)}
    links = "\n".join(
        f'  <a href="{code}/{start}" lang="{code}" hreflang="{code}">'
        f"<strong>{escape(LANGUAGES[code])}</strong>{escape(title)}</a>"
        for code, title in titles.items()
    )
    template = Template((PARTS / "index.html").read_text(encoding="utf-8"))
    return template.substitute(title=escape(" · ".join(titles.values())), language=next(iter(titles)), links=links)


def _title(layout: Layout, language: str) -> str:
    config = yaml.safe_load((layout.staged(language) / "_config.yml").read_text(encoding="utf-8"))
    return str(config["title"])
