"""Translate the text and the spoken attributes of a piece of HTML."""

import re
from html import escape, unescape

from cgd.course.translation.yaml_text import Translate, speaks

# What is not for reading: comments, declarations, programs, drawings, text whose line breaks count.
SKIPPED = r"<!--.*?(?:-->|\Z)|<[!?][^>]*>|<(?P<element>script|style|pre|svg|textarea)\b.*?(?:</(?P=element)\s*>|\Z)"
TAG = r"</?[A-Za-z](?:\"[^\"]*\"|'[^']*'|[^'\">])*>"
PIECE = re.compile(f"(?P<skipped>{SKIPPED})|(?P<tag>{TAG})", re.DOTALL | re.IGNORECASE)
ATTRIBUTE = re.compile(r"(\s(?:alt|title|aria-label|placeholder)\s*=\s*)(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
# These belong to the sentence that they stand in.
# fmt: off
INLINE = {
    "a", "abbr", "b", "br", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "small", "span", "strong", "sub",
    "sup", "time", "u", "var",
}
# fmt: on


def walk(text: str, translate: Translate) -> str:
    """``text`` with each run of text between block tags, and each spoken attribute, translated."""
    done: list[str] = []
    run: list[str] = []
    position = 0

    def close() -> None:
        done.append(_run("".join(run), translate))
        run.clear()

    for piece in PIECE.finditer(text):
        run.append(text[position : piece.start()])
        position = piece.end()
        name = NAME.match(piece.group())
        if piece["tag"] and name and name[1].lower() in INLINE:
            run.append(piece.group())
            continue
        close()
        done.append(_attributes(piece.group(), translate) if piece["tag"] else piece.group())
    run.append(text[position:])
    close()
    return "".join(done)


def _run(text: str, translate: Translate) -> str:
    core = text.strip()
    if not speaks(PIECE.sub("", core)):
        return text
    unit = re.sub(r"\s+", " ", core)
    new = translate(unit)
    return text if new is None or new == unit else text.replace(core, new)


def _attributes(tag: str, translate: Translate) -> str:
    def one(match: re.Match[str]) -> str:
        quote, value = match[2][0], unescape(match[2][1:-1])
        new = translate(value) if speaks(value) else None
        if new is None or new == value:
            return match[0]
        return match[1] + quote + escape(new) + quote

    return ATTRIBUTE.sub(one, tag)
