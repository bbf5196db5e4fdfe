"""Walk a Markdown text (MyST pages, pandoc slides, notebook cells) unit by unit and put translations in their place.

The text is never rendered anew: markdown-it says which lines hold what, and only the lines of a translated unit are
replaced. Without a translation the text is therefore the same, byte for byte.

A unit is a paragraph, heading, list item, table cell, term, title, caption or alternative text, on one line; a hard
line break stays a line break in it. Not units: code (but Python, see `cgd.course.translation.code`), mathematics,
comments, and the bodies of the directives in `OPAQUE`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from cgd.course.translation import code, html_text, yaml_text
from cgd.course.translation.yaml_text import Translate, speaks

# A number whose marks another language writes otherwise: 3,100 or 3.41 (in a table; in a text it is part of a unit).
NUMBER = re.compile(r"\**[-−+]?\d+(?:[.,]\d+)+ ?%?\**")
# Directives whose body is not text.
# fmt: off
OPAQUE = {
    "bibliography", "code", "code-block", "contents", "csv-table", "eval-rst", "image", "include",
    "literalinclude", "math", "mermaid", "sourcecode", "tableofcontents", "toctree",
}
# Directives whose argument is a title.
TITLED = {
    "admonition", "attention", "card", "caution", "danger", "dropdown", "error", "exercise", "grid-item-card",
    "hint", "important", "list-table", "margin", "note", "quiz", "rubric", "seealso", "sidebar", "tab-item",
    "table", "tip", "topic", "warning",
}
# fmt: on
# Options that people read or hear.
SPOKEN_OPTIONS = {"alt", "caption", "img-alt", "link-alt", "name-title", "placeholder", "title"}
SPOKEN_FRONT_MATTER = {("title",), ("subtitle",), ("description",)}
# Roles whose content is a target, unless it is `text <target>`.
SILENT_ROLES = {"cite", "cite:p", "cite:t", "doc", "download", "eq", "index", "kbd", "math", "numref", "q", "ref"}

LINE_END = re.compile(r"\r\n|\r|\n")
DIRECTIVE = re.compile(r"\{([A-Za-z][\w:.+-]*)\}[ \t]*(.*)")
OPTION = re.compile(r"(\s*):([\w-]+):([ \t]*)(.*?)[ \t]*$")
TASK_MARK = re.compile(r"\[[ xX]\][ \t]+")
ATTRIBUTES = re.compile(r"[ \t]*\{[#.:][^{}]*\}$")
ROW_START = re.compile(r"[ \t>]*(?:(?:[-+*]|\d+[.)]|:|\[\^[^\]]+\]:)[ \t]+)*")


def _parser(front_matter: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table").use(colon_fence_plugin).use(dollarmath_plugin)
    parser = parser.use(myst_block_plugin).use(myst_role_plugin).use(deflist_plugin).use(footnote_plugin)
    parser = parser.use(amsmath_plugin)
    # Footnotes stay where they are written, also those that only a directive's body refers to.
    parser.core.ruler.disable("footnote_tail")
    return parser.use(front_matter_plugin) if front_matter else parser


PAGE, PART = _parser(front_matter=True), _parser(front_matter=False)


@dataclass(frozen=True)
class Edit:
    """Lines ``start`` up to ``end`` become ``lines``."""

    start: int
    end: int
    lines: list[str]


@dataclass(frozen=True)
class _Walk:
    translate: Translate
    outline: list[str] = field(default_factory=list)


def walk(text: str, translate: Translate) -> str:
    """``text`` with every unit for which ``translate`` gives something else replaced by it."""
    lines, ends = LINE_END.split(text), [*LINE_END.findall(text), ""]
    for edit in sorted(_edits(lines, _Walk(translate), PAGE), key=lambda edit: -edit.start):
        inner = ends[edit.start] or next((end for end in ends if end), "\n")
        ends[edit.start : edit.end] = [inner] * (len(edit.lines) - 1) + [ends[edit.end - 1]]
        lines[edit.start : edit.end] = edit.lines
    return "".join(line + end for line, end in zip(lines, ends, strict=True))


def outline(text: str) -> list[str]:
    """The kinds of blocks in ``text``, in order and in depth: what a translation must not change."""
    this = _Walk(lambda unit: None)
    for _edit in _edits(LINE_END.split(text), this, PAGE):
        pass
    return this.outline


def _edits(lines: list[str], this: _Walk, parser: MarkdownIt) -> Iterator[Edit]:
    # The last line break keeps the plugins from reading beyond the end.
    tokens = parser.parse("\n".join(lines) + "\n")
    cells: list[Token] | None = None
    for index, token in enumerate(tokens):
        this.outline.append(f"{token.type} {token.tag}")
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells:
            yield from _row(lines, cells, this)
            cells = None
        elif token.type == "inline" and cells is not None:
            cells.append(token)
        elif token.type == "inline":
            yield from _inline(lines, tokens, index, this)
        elif token.type in ("fence", "colon_fence"):
            yield from _fence(lines, token, this)
        elif token.type == "html_block":
            yield from _nested(lines, token, 0, lambda text: html_text.walk(text, this.translate))
        elif token.type == "front_matter":
            yield from _front_matter(lines, token, this)


def _span(token: Token) -> tuple[int, int]:
    """First line of a block, and the line after it; a term of a definition list claims none of its own."""
    assert token.map is not None, token.type
    return token.map[0], max(token.map[1], token.map[0] + 1)


def _inline(lines: list[str], tokens: list[Token], index: int, this: _Walk) -> Iterator[Edit]:
    token, opener = tokens[index], tokens[index - 1]
    start, end = _span(token)
    parts = token.content.split("\n")
    column, last = lines[start].rfind(parts[0]), lines[end - 1].rfind(parts[-1])
    if column < 0 or last < 0:
        return
    content, head, tail = token.content, "", ""
    if opener.type == "heading_open" and (attributes := ATTRIBUTES.search(content)):
        content, tail = content[: attributes.start()], attributes.group()
    if index > 1 and tokens[index - 2].type == "list_item_open" and (mark := TASK_MARK.match(content)):
        content, head = content[mark.end() :], mark.group()
    alternative = _lone_image(token)
    if alternative is not None:
        content, head, tail = alternative, head + "![", content[len(alternative) + 2 :] + tail
    elif not _spoken(token.children or []):
        return
    new = _translated(content, this.translate)
    if new is None:
        return
    indent = re.match(r"[ \t>]*", lines[start + 1])[0] if end > start + 1 else " " * column  # type: ignore[index]
    text = head + ("\n" + indent).join(new.split("\n")) + tail
    yield Edit(start, end, (lines[start][:column] + text + lines[end - 1][last + len(parts[-1]) :]).split("\n"))


def _translated(content: str, translate: Translate) -> str | None:
    """Translation of a paragraph; None where it stays. Lines are joined but for hard breaks."""
    unit = _one_line(content)
    if not speaks(unit):
        return None
    new = translate(unit)
    return None if new is None or new == unit else _one_line(new)


def _one_line(content: str) -> str:
    joined = ""
    for line in content.split("\n"):
        line = line.lstrip(" \t")
        hard = joined.endswith("  ") or (len(joined) - len(joined.rstrip("\\"))) % 2
        joined = (joined + "\n" if hard else joined.rstrip(" \t") + " " if joined else "") + line
    return joined


def _lone_image(token: Token) -> str | None:
    """Alternative text of a paragraph that is one image, with or without pandoc's attributes behind it."""
    children = token.children or []
    texts = "".join(child.content for child in children[1:])
    if not children or children[0].type != "image" or (texts and not re.fullmatch(r"\{[^{}]*\}", texts)):
        return None
    alternative = children[0].content
    return alternative if token.content.startswith(f"![{alternative}](") else None


def _spoken(children: list[Token]) -> bool:
    """Whether a reader finds words here: not only code, mathematics, addresses and bare references."""
    automatic = False
    for child in children:
        if child.type in ("link_open", "link_close"):
            automatic = child.type == "link_open" and child.info == "auto"
        elif not automatic and speaks(_words(child)):
            return True
    return False


def _words(child: Token) -> str:
    if child.type in ("text", "image"):
        return child.content
    if child.type == "myst_role" and (child.meta["name"] not in SILENT_ROLES or "<" in child.content):
        return child.content
    return ""


def _row(lines: list[str], cells: list[Token], this: _Walk) -> Iterator[Edit]:
    start, end = _span(cells[0])
    line = lines[start]
    margin = ROW_START.match(line).end()  # type: ignore[union-attr]
    new, position = "", 0
    for cell, (left, right) in zip(cells, _cell_spans(line, margin), strict=False):
        number = bool(NUMBER.fullmatch(cell.content))
        if not (number or _spoken(cell.children or [])) or line[left:right].replace("\\|", "|") != cell.content:
            continue
        text = this.translate(cell.content) if number else _translated(cell.content, this.translate)
        if text is not None:
            new += line[position:left] + text.replace("\n", " ").replace("|", "\\|")
            position = right
    if position:
        yield Edit(start, end, [new + line[position:]])


def _cell_spans(line: str, start: int) -> list[tuple[int, int]]:
    """Where the text of each cell of a table row lies, without the space around it."""
    bars = [match.start() for match in re.finditer(r"(?<!\\)\|", line) if match.start() >= start]
    edges = [start - 1, *bars, len(line)]
    spans = [(left + 1, right) for left, right in pairwise(edges)]
    if spans and not line[slice(*spans[0])].strip():
        spans.pop(0)
    if spans and not line[slice(*spans[-1])].strip():
        spans.pop()
    return [_stripped(line, left, right) for left, right in spans]


def _stripped(line: str, left: int, right: int) -> tuple[int, int]:
    cell = line[left:right]
    return right - len(cell.lstrip()), left + len(cell.rstrip())


def _fence(lines: list[str], token: Token, this: _Walk) -> Iterator[Edit]:
    info = token.info.strip()
    directive = DIRECTIVE.match(info)
    this.outline[-1] += " " + (directive[1] if directive else "" if token.type == "colon_fence" else info)
    if directive:
        yield from _directive(lines, token, directive[1], directive[2].strip(), this)
    elif token.type == "colon_fence":
        yield from _body(lines, token, 0, this)
    elif info.split()[:1] in (["python"], ["py"], ["ipython3"]):
        yield from _nested(lines, token, 1, lambda text: code.walk(text, this.translate))


def _directive(lines: list[str], token: Token, name: str, argument: str, this: _Walk) -> Iterator[Edit]:
    start, _end = _span(token)
    if name in TITLED and speaks(argument):
        new = this.translate(argument)
        if new is not None and new != argument:
            before, _found, after = lines[start].rpartition(argument)
            yield Edit(start, start + 1, [before + " ".join(new.split("\n")) + after])
    body = _content(token)
    options = _option_lines(body)
    this.outline.extend(f"option {match[2]}" for line in body[:options] if (match := OPTION.match(line)))
    yield from _options(lines, start + 1, body[:options], this)
    if name == "code-cell":
        yield from _nested(lines, token, 1 + options, lambda text: code.walk(text, this.translate))
    elif name == "raw":
        if argument == "html":
            yield from _nested(lines, token, 1 + options, lambda text: html_text.walk(text, this.translate))
    elif name == "glossary":
        yield from _glossary(lines, start + 1 + options, body[options:], this)
    elif name not in OPAQUE:
        yield from _body(lines, token, options, this)


def _content(token: Token) -> list[str]:
    """Lines of a block's content; its last line break ends it."""
    return token.content.removesuffix("\n").split("\n") if token.content else []


def _option_lines(body: list[str]) -> int:
    """How many lines at the head of a directive are options: ``:name: value``, or YAML between two ``---``."""
    first = next((index for index, line in enumerate(body) if line.strip()), 0)
    if body and body[first].startswith("---"):
        closing = (index for index in range(first + 1, len(body)) if body[index].startswith("---"))
        return next(closing, -1) + 1
    index = first
    while index < len(body) and OPTION.match(body[index]):
        index += 1
    return index if index > first else 0


def _options(lines: list[str], start: int, options: list[str], this: _Walk) -> Iterator[Edit]:
    if options and options[-1].startswith("---"):
        opening = next(index for index, line in enumerate(options) if line.startswith("---"))
        inner = options[opening + 1 : -1]
        new = yaml_text.walk("\n".join(inner), this.translate, lambda path: path != () and path[0] in SPOKEN_OPTIONS)
        yield from _changed_lines(lines, start + opening + 1, inner, new.split("\n"))
        return
    for index, line in enumerate(options):
        match = OPTION.match(line)
        if match and match[2] in SPOKEN_OPTIONS:
            # The value is YAML to MyST.
            value = yaml_text.walk(f"v: {match[4]}", this.translate, lambda path: path == ("v",))[3:]
            new_line = f"{match[1]}:{match[2]}:{match[3]}{value}"
            yield from _changed_lines(lines, start + index, [line], [new_line])


def _body(lines: list[str], token: Token, skip: int, this: _Walk) -> Iterator[Edit]:
    """The body of a directive or pandoc division, itself Markdown; ``skip`` lines of it are options."""
    this.outline.append("body")
    yield from _shifted(lines, _span(token)[0] + 1 + skip, _content(token)[skip:], this)
    this.outline.append("end")


def _shifted(lines: list[str], start: int, inner: list[str], this: _Walk) -> Iterator[Edit]:
    """Edits of ``inner``, which are the lines from ``start`` on without what stands before them."""
    for edit in _edits(inner, this, PART):
        yield Edit(start + edit.start, start + edit.end, _outer_lines(lines, start, inner, edit))


def _outer_lines(lines: list[str], start: int, inner: list[str], edit: Edit) -> list[str]:
    made = []
    for offset, line in enumerate(edit.lines):
        like = min(edit.start + offset, edit.end - 1)
        made.append(_outer(lines[start + like], inner[like], line))
    return made


def _outer(raw: str, inner: str, new: str) -> str:
    """``new`` in the place of ``inner`` at the end of ``raw``: behind the same quotation marks and indentation."""
    if raw.endswith(inner):
        return raw[: len(raw) - len(inner)] + new
    # A tab that the container took half of.
    return raw[: len(raw) - len(inner.lstrip())] + new.lstrip()


def _nested(lines: list[str], token: Token, skip: int, change: Callable[[str], str]) -> Iterator[Edit]:
    """Content in another language than Markdown, changed as a whole; it begins ``skip`` lines into the block."""
    inner = _content(token)[max(skip - 1, 0) :]
    new = change("\n".join(inner))
    yield from _changed_lines(lines, _span(token)[0] + skip, inner, new.split("\n"))


def _changed_lines(lines: list[str], start: int, inner: list[str], new: list[str]) -> Iterator[Edit]:
    if new != inner and inner:
        edit = Edit(0, len(inner), new)
        yield Edit(start, start + len(inner), _outer_lines(lines, start, inner, edit))


def _front_matter(lines: list[str], token: Token, this: _Walk) -> Iterator[Edit]:
    start, end = _span(token)
    inner = lines[start + 1 : end - 1]
    new = yaml_text.walk("\n".join(inner), this.translate, lambda path: path in SPOKEN_FRONT_MATTER)
    yield from _changed_lines(lines, start + 1, inner, new.split("\n"))


def _glossary(lines: list[str], start: int, body: list[str], this: _Walk) -> Iterator[Edit]:
    """Terms stand at the margin; their explanations, indented below, are Markdown."""
    index = 0
    while index < len(body):
        line = body[index]
        stop = index + 1
        if not line.strip():
            pass
        elif not line[0].isspace():
            this.outline.append("term")
            new = _translated(line.strip(), this.translate)
            if new is not None:
                text = _outer(lines[start + index], line, new.replace("\n", " "))
                yield Edit(start + index, start + index + 1, [text])
        else:
            while stop < len(body) and (not body[stop].strip() or body[stop][0].isspace()):
                stop += 1
            indent = min(len(part) - len(part.lstrip()) for part in body[index:stop] if part.strip())
            yield from _shifted(lines, start + index, [part[indent:] for part in body[index:stop]], this)
        index = stop
