"""Pieces of an exported page: plain, semantic HTML that a screen reader, Word and a printer understand alike."""

import html
import re
from collections.abc import Sequence
from typing import Any

from cgd.language import _, language
from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.values import clean_text
from cgd.toolkit.words import say

_TAG = re.compile(r"<[^>]*>")
_WEB = re.compile(r"https?://[^\s<>\"]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LINE, LONGEST_WORD, SHORT_CELL = 96, 18, 8
"""Letters of small text that fit across a page of A4 (Arial, 9 points); of a word, and of a whole cell, that is not
broken to make its column narrower."""
# For the screen, and for paper from the browser. Word and PDF have styles of their own.
_STYLE = """
body { font-family: system-ui, "Segoe UI", "Noto Sans", sans-serif; line-height: 1.5; color: #1b1f23; background: #fff;
  max-width: 56rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3 { color: #0b4f6c; line-height: 1.25; } h2 { border-bottom: 2px solid #0b4f6c; margin-top: 2rem; }
p, li, td, h1, h2, h3 { overflow-wrap: anywhere; } a { color: #0b4f6c; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0 1rem; } caption { text-align: left; font-weight: 600; }
th, td { border: 1px solid #77838d; padding: .25rem .5rem; text-align: left; vertical-align: top; }
th { background: #eaf1f5; } .empty { color: #5b646c; font-style: italic; }
.notice p, .meta p, .figure p { margin: .25rem 0; } .meta { color: #4a545d; font-size: .9rem; }
.notice { border-left: 4px solid #b35900; background: #fff6ea; padding: .4rem .8rem; margin: .5rem 0; }
.figure { border-left: 4px solid #0b6e6e; padding-left: .8rem; margin: .6rem 0; }
.problem { border-left: 4px solid #b00020; padding-left: .8rem; margin: .6rem 0; }
@media print { body { font-size: 10pt; max-width: none; padding: 0; } h2, h3, .meta, caption { break-after: avoid; }
  tr { break-inside: avoid; } } @page { size: A4; margin: 16mm; }
@media (max-width: 40rem) { body { padding: .6rem; } th, td { padding: .2rem .3rem; min-width: 4.5rem; } }
"""


def page(heading: str, body: Sequence[str], shown: str = "") -> str:
    """A whole document in the language in use; ``shown`` is the main heading as HTML, if it is more than text."""
    title = text(" ".join(heading.split()))
    return (
        f'<!DOCTYPE html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1, minimum-scale=1">\n'
        f"<title>{title}</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{shown or title}</h1>\n"
        + "\n".join(part for part in body if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def heading(words: str) -> str:
    """A heading of the second level."""
    return f"<h2>{text(words)}</h2>"


def text(words: Any) -> str:
    """Escaped text; line breaks stay, characters that no document can hold do not."""
    return html.escape(clean_text(str(words))).replace("\n", "<br>")


def typed(words: Any, answers: Answers) -> str:
    """What a person wrote, marked with the language it is in, so that it is read out as such."""
    return in_their_language(text(words), answers)


def linked(words: str, answers: Answers) -> str:
    """An address that a person wrote; one on the web can be followed."""
    shown = typed(words, answers)
    return f'<a href="{html.escape(words)}">{shown}</a>' if _WEB.fullmatch(words) else shown


def in_their_language(inner: str, answers: Answers) -> str:
    """HTML in the language that people wrote in."""
    if answers.language == language() or not _LANGUAGE.fullmatch(answers.language) or not inner:
        return inner
    return f'<span lang="{answers.language}">{inner}</span>'


def paragraph(inner: str, style: str = "") -> str:
    """A paragraph of HTML; its ``style`` stands around it, where pandoc sees it."""
    return f'<div class="{style}"><p>{inner}</p></div>' if style else f"<p>{inner}</p>"


def table(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, named: bool = False, narrowest: int = 8
) -> str:
    """A table of HTML cells; with ``named`` the first cell of a row is its heading; ``narrowest`` is in letters."""
    cells = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    columns = "".join(f'<col style="width: {share}%">' for share in _widths([head, *rows], narrowest))
    body = []
    for row in rows:
        first = f'<th scope="row">{row[0]}</th>' if named and row else ""
        rest = "".join(f"<td>{cell}</td>" for cell in (row[1:] if named else row))
        body.append(f"<tr>{first}{rest}</tr>")
    return (
        f"<table><caption>{caption}</caption>\n<colgroup>{columns}</colgroup>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n"
        + "\n".join(body)
        + "\n</tbody></table>"
    )


def _widths(rows: Sequence[Sequence[str]], narrowest: int) -> list[int]:
    """Shares of the width in per cent, together 100: Word and paper do not measure the text themselves.

    A column gets its share of the letters, but no less than its longest word needs.
    """
    columns = [[html.unescape(_TAG.sub(" ", row[i])) for row in rows if i < len(row)] for i in range(len(rows[0]))]
    wished = [max([narrowest, *(min(len(cell), 70) for cell in column)]) for column in columns]
    words = [max([1, *(len(word) for cell in column for word in _unbroken(cell))]) for column in columns]
    # Three letters for the margins of a cell, and for words that are set bold.
    needed = [min(word, LONGEST_WORD) + 3 for word in words]
    scale = min(1.0, LINE / sum(needed))
    least = [100 * scale * need / LINE for need in needed]
    spare = 100 - sum(least)
    more = [max(0.0, 100 * wish / sum(wished) - low) for wish, low in zip(wished, least, strict=True)]
    shares = [low + spare * part / (sum(more) or 1) for low, part in zip(least, more, strict=True)]
    found = [int(share) for share in shares]
    found[found.index(max(found))] += 100 - sum(found)
    return found


def _unbroken(cell: str) -> list[str]:
    """What stays on one line: a word; a number with its unit, or another short cell, as a whole."""
    return cell.split() if len(cell.strip()) > SHORT_CELL else [cell.strip()]


def cut(words: str, most: int, question: str) -> str:
    """``words`` with at most ``most`` letters, ending at a word, with a pointer to the question that has them all."""
    words = " ".join(words.split())
    if len(words) <= most:
        return words
    kept = words[:most].rsplit(" ", 1)[0]
    return _("{words} … (see {question})").format(words=kept, question=question)


def page_about(words: str, answers: Answers, toolkit: Toolkit, body: Sequence[str], most: int = 120) -> str:
    """A document whose title, ``words``, has a place for the {name} of the data collection."""
    plain = cut(name_of(answers, toolkit), most, "A1")
    # Filled in after escaping: the name is marked as what people wrote.
    before, after = (text(part) for part in words.split("{name}"))
    return page(words.format(name=plain), body, before + name_html(answers, toolkit, most) + after)


def name_of(answers: Answers, toolkit: Toolkit) -> str:
    """What the data collection is called (A1), or the name of the form."""
    found = answers.value("A1", "name")
    return str(found) if found else say(toolkit.name)


def name_html(answers: Answers, toolkit: Toolkit, most: int = 10_000) -> str:
    """The same as HTML in one line, marked with its language."""
    name = cut(name_of(answers, toolkit), most, "A1")
    return typed(name, answers) if answers.value("A1", "name") else text(name)


def is_synthetic(answers: Answers) -> bool:
    """Whether the figures come from the course's made-up data: a reader must never take them for findings."""
    return any("synthetic" in item.file for item in answers.evidence.values())


def synthetic_notice(answers: Answers) -> str:
    """The line that says so; "" for real data."""
    if not is_synthetic(answers):
        return ""
    words = _("The figures come from synthetic training data. They are no findings about any group or place.")
    return paragraph(f"<b>{text(words)}</b>", "notice")
