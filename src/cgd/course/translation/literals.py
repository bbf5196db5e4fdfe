"""Read Python string literals as units of translation, and write translations as literals.

An f-string's unit is its text with the fields as they stand in the source: ``{mean:.2f} of {len(people)}``. A
translation has the same fields, in any order.
"""

import ast
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

OPENING = re.compile(r"([A-Za-z]{0,2})(\"\"\"|'''|\"|')")
BETWEEN = re.compile(r"(?:[ \t\f\r\n]|\\\r?\n)*")
CLOSING = {"(": ")", "[": "]", "{": "}"}
WIDTH = 100


class BadTranslation(Exception):
    """A translation that cannot stand where its unit stands; says why."""


@dataclass(frozen=True)
class Part:
    """One literal of those that stand one after the other: prefix, quotation mark, what is between, where it begins."""

    prefix: str
    quote: str
    body: str
    start: int


def parse(source: str) -> ast.Module:
    """The syntax tree of ``source``; ``SyntaxError`` when it is not Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except ValueError as error:  # a NUL, to Python 3.11
            raise SyntaxError(str(error)) from error


def parts(segment: str) -> list[Part]:
    """The literals in ``segment``; empty when something else (a comment) stands between them."""
    found: list[Part] = []
    position = 0
    while position < len(segment):
        opening = OPENING.match(segment, position)
        if not opening:
            return []
        prefix, quote = opening[1], opening[2]
        end = _end(segment, opening.end(), quote, "f" in prefix.lower())
        if end is None:
            return []
        found.append(Part(prefix, quote, segment[opening.end() : end], position))
        position = BETWEEN.match(segment, end + len(quote)).end()  # type: ignore[union-attr]
    return found


def _end(text: str, position: int, quote: str, formatted: bool) -> int | None:
    """Where the literal that begins at ``position`` meets its closing quotation mark."""
    while position < len(text):
        if text.startswith(quote, position):
            return position
        if text[position] == "\\" or (formatted and text.startswith("{{", position)):
            position += 2
        elif formatted and text[position] == "{":
            position = _field_end(text, position)
        else:
            position += 1
    return None


def _field_end(text: str, position: int) -> int:
    """The place after the field that opens at ``position``: brackets and strings in it are its own."""
    open_brackets = [CLOSING[text[position]]]
    position += 1
    while position < len(text) and open_brackets:
        character = text[position]
        if character in "\"'" and (inner := OPENING.match(text, position)):
            end = _end(text, inner.end(), inner[2], False)
            position = len(text) if end is None else end + len(inner[2])
            continue
        if character in CLOSING:
            open_brackets.append(CLOSING[character])
        elif character == open_brackets[-1]:
            open_brackets.pop()
        position += 1
    return position


def pieces(unit: str) -> Iterator[tuple[str, bool]]:
    """Text and fields of an f-string's unit, in order: (text, False) or (field with its braces, True)."""
    position = start = 0
    while position < len(unit):
        if unit.startswith(("{{", "}}"), position):
            position += 2
        elif unit[position] == "{":
            end = _field_end(unit, position)
            yield unit[start:position], False
            yield unit[position:end], True
            position = start = end
        else:
            position += 1
    yield unit[start:], False


def formatted_unit(segment: str) -> str | None:
    """Unit of an f-string (or of one mixed with plain strings); None where it cannot be read."""
    unit = ""
    found = parts(segment)
    for part in found:
        formatted, raw = "f" in part.prefix.lower(), "r" in part.prefix.lower()
        for text, is_field in pieces(_named_characters(part.body, raw)) if formatted else [(part.body, False)]:
            if is_field:
                unit += text
                continue
            try:
                value = text if raw else ast.literal_eval(part.quote + text + part.quote)
            except (SyntaxError, ValueError):
                return None
            unit += value if formatted else value.replace("{", "{{").replace("}", "}}")
    return unit if found else None


def _named_characters(body: str, raw: bool) -> str:
    r"""``\N{BULLET}`` as the character: its braces are no field."""
    if raw:
        return body
    return re.sub(r"(?<!\\)((?:\\\\)*)(\\N\{[^{}]+\})", lambda m: m[1] + ast.literal_eval(f'"{m[2]}"'), body)


def plain(segment: str, value: str) -> str:
    """A literal with ``value``, as like the one in ``segment`` as can be.

    Raises
    ------
    BadTranslation
        If no literal of Python's can hold it.
    """
    return _written(segment, value, formatted=False)


def formatted(segment: str, old: str, new: str) -> str:
    """An f-string with the unit ``new`` in the place of ``segment``, whose unit is ``old``.

    Raises
    ------
    BadTranslation
        If ``new`` has other fields than ``old``.
    """
    before, after = (Counter(text for text, is_field in pieces(unit) if is_field) for unit in (old, new))
    if before != after:
        raise BadTranslation("its fields are " + (", ".join(after) or "none") + ", not " + ", ".join(before))
    return _written(segment, new, formatted=True)


def _written(segment: str, value: str, formatted: bool) -> str:
    found = parts(segment)
    first = found[0]
    prefix = "f" if formatted else ""
    quotes = dict.fromkeys([first.quote, *(part.quote for part in found), '"', "'", '"""', "'''"])
    raw = "r" in first.prefix.lower() and "\r" not in value
    for quote in quotes:
        for is_raw in (True, False) if raw else (False,):
            lines = _lines(segment, found, value) if len(quote) == 1 else [value]
            made = [
                f"{prefix}{'r' if is_raw else ''}{quote}{_escaped(line, quote, is_raw, formatted)}{quote}"
                for line in lines
            ]
            literal = _joined(made, segment, found)
            if _holds(literal, value, formatted):
                return literal
    raise BadTranslation("no string literal can hold it")


def _escaped(text: str, quote: str, raw: bool, formatted: bool) -> str:
    if raw:
        return text
    made = ""
    for piece, is_field in pieces(text) if formatted else [(text, False)]:
        if not is_field:
            piece = piece.replace("\\", "\\\\")
            if len(quote) == 1:
                piece = piece.replace(quote, "\\" + quote).replace("\n", "\\n")
            else:
                piece = piece.replace(quote, "\\" + quote[0] + quote[1:])
                piece = piece[:-1] + "\\" + quote[0] if piece.endswith(quote[0]) else piece
            # Line ends that Python would read as "\n", and characters that nobody would see.
            piece = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", lambda match: f"\\x{ord(match[0]):02x}", piece)
            piece = piece.replace("\t", "\\t")
        made += piece
    return made


def _lines(segment: str, found: list[Part], value: str) -> list[str]:
    """``value`` broken at spaces into lines, when it was written in several; else whole."""
    if len({segment.count("\n", 0, part.start) for part in found}) < 2:
        return [value]
    lines = [""]
    for word in re.findall(r"(?:\{\{|\}\}|\{[^{}]*\}|[^\s{}]|[{}])+\s*|\s+", value):
        if len(lines[-1]) + len(word) > WIDTH and lines[-1]:
            lines.append("")
        lines[-1] += word
    return lines


def _joined(literals: list[str], segment: str, found: list[Part]) -> str:
    if len(literals) == 1:
        return literals[0]
    second = next(part for part in found if segment.count("\n", 0, part.start))
    margin = segment[segment.rfind("\n", 0, second.start) + 1 : second.start]
    # Outside brackets a line goes on with a backslash.
    link = " \\\n" if re.search(r"\\\r?\n[ \t]*$", segment[: second.start]) else "\n"
    return (link + margin).join(literals)


def _holds(literal: str, value: str, is_formatted: bool) -> bool:
    try:
        tree = parse(f"({literal})").body[0]
    except SyntaxError:
        return False
    assert isinstance(tree, ast.Expr)
    if is_formatted:
        return isinstance(tree.value, ast.JoinedStr) and formatted_unit(literal) == value
    return isinstance(tree.value, ast.Constant) and tree.value.value == value
