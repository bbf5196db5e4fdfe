"""What a translation must keep as it is: roles, targets, fields, code, formulas, tags, white space at its ends."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

from cgd.course.translation.code import PROSE
from cgd.language import _

ROLE = re.compile(r"(?<!\\)\{([A-Za-z][\w:+-]*)\}(`+)(.*?)(?<!`)\2(?!`)", re.DOTALL)
ROLE_TARGET = re.compile(r"<([^<>]+)>\s*$")
# Roles whose whole content is a target where it names none.
TARGET_ROLES = {"doc", "download", "eq", "numref", "ref"}
# Roles whose target is a word: each language's glossary has its own.
WORD_ROLES = {"term"}
CODE = re.compile(r"(?<![`\\}])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
LINK = re.compile(r"\]\(\s*(<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)")
LABEL = re.compile(r"\]\[([^\[\]]+)\]")
FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]")
ADDRESS = re.compile(r"https?://[^\s<>()\[\]`\"'”]*[^\s<>()\[\]`\"'”.,;:!?]")
FORMULA = re.compile(r"(?<![\\$\w])\$(?![\s$])([^$\n]*?)(?<![\s\\])\$(?![\d$])")
FIELD = re.compile(r"(?<!\{)\{[^{}]*\}(?!\}|`)")
PERCENT = re.compile(r"%(?:\(\w+\))?[.\d]*[sdrf](?![^\W\d_])")
TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?/?>")


def faults(source: str, translation: str) -> Iterator[str]:
    """One line for each thing in ``translation`` that does not agree with ``source``."""
    if translation != unicodedata.normalize("NFC", translation):
        yield _("letters and marks are stored apart (not NFC)")
    for kind, find in _KINDS.items():
        before, after = Counter(find(source)), Counter(find(translation))
        if kind == "code":  # said once or twice is a matter of style
            before, after = Counter(set(before)), Counter(set(after))
        if before != after:
            yield _difference(kind, before - after, after - before)
    if source.strip() and _edges(source) != _edges(translation):
        yield _("white space at the beginning or end differs")


def _difference(kind: str, lost: Counter[str], added: Counter[str]) -> str:
    parts = []
    if lost:
        parts.append(_("lost {what}").format(what=", ".join(lost)))
    if added:
        parts.append(_("added {what}").format(what=", ".join(added)))
    return f"{kind}: " + "; ".join(parts)


def _roles(text: str) -> Iterator[str]:
    for name, _ticks, content in ROLE.findall(text):
        target = ROLE_TARGET.search(content)
        if target and name not in WORD_ROLES:
            yield f"{{{name}}} <{target[1]}>"
        else:
            yield f"{{{name}}} {content}" if name in TARGET_ROLES else f"{{{name}}}"


def _codes(text: str) -> Iterator[str]:
    """Code spans that hold code; words in code letters may be translated."""
    for _ticks, content in CODE.findall(ROLE.sub("", text)):
        if not PROSE.search(content):
            yield content.strip()


def _targets(text: str) -> list[str]:
    bare = _bare(text)
    return [*LINK.findall(bare), *LABEL.findall(bare), *FOOTNOTE.findall(bare), *ADDRESS.findall(bare)]


def _bare(text: str) -> str:
    """``text`` without roles and code."""
    return CODE.sub("", ROLE.sub("", text))


def _fields(text: str) -> list[str]:
    bare = _bare(text)
    return [*FIELD.findall(bare), *PERCENT.findall(bare)]


_KINDS: dict[str, Callable[[str], Iterator[str] | list[str]]] = {
    "role": _roles,
    "link": _targets,
    "field": _fields,
    "code": _codes,
    "formula": lambda text: FORMULA.findall(_bare(text)),
    "tag": lambda text: TAG.findall(_bare(text)),
}


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
