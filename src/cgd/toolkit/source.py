"""Read a YAML file that anybody may have written: safely, with the line of every value.

Every scalar is a text here. What it means is for the question to say (a number, a date, a yes): so "no" stays a word, a
version "1.10" keeps its zero, and nobody has to know when YAML wants quotation marks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from cgd.errors import CgdError
from cgd.language import _

Key = tuple[str | int, ...]
"""Where a value stands: keys of mappings and, from 0, places in lists."""

MOST_BYTES = 20_000_000
"""Larger files are refused (ours): 107 long answers with their history of merges stay far below."""
MOST_LEVELS = 16
"""Deeper nesting is refused (ours): the formats here need nine levels."""

# libyaml where there is one: ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_QUESTION = re.compile(rb"^\s*[\"']?([A-Z]\d{1,2})[\"']?:", re.MULTILINE)


@dataclass
class Tree:
    """What a file says, and where it says it."""

    path: Path
    data: Any = None
    lines: dict[Key, int] = field(default_factory=dict)
    plain: set[Key] = field(default_factory=set)

    def line(self, key: Key) -> int:
        """The line, from 1, of ``key`` or of the nearest thing around it."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)

    def error(self, key: Key, what: str) -> CgdError:
        """The one line for something wrong at ``key``: file, line, question where there is one, and ``what``."""
        return _error(self.path, self.line(key), what, next((str(part) for part in key if _is_question(part)), ""))


def typed(tree: Tree, key: Key) -> Any:
    """The value at ``key`` as a program wrote it: what stands without quotation marks is a number, yes, no or nothing
    if it looks like one (JSON's numbers and words)."""
    value = tree.data
    for part in key:
        value = value[part]
    if isinstance(value, dict):
        return {name: typed(tree, (*key, name)) for name in value}
    if isinstance(value, list):
        return [typed(tree, (*key, place)) for place in range(len(value))]
    if key not in tree.plain:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    return float(value) if _FLOAT.fullmatch(value) else value


_WORDS = {"": None, "true": True, "false": False}
_INTEGER = re.compile(r"[+-]?\d+")
# With a point, as YAML writes them: a fingerprint such as 12e34 is a text.
_FLOAT = re.compile(r"[+-]?\d+\.\d*([eE][+-]?\d+)?")


def read_tree(path: Path) -> Tree:
    """The content of a YAML (or JSON) file: mappings, lists and texts.

    Raises
    ------
    CgdError
        With the line: the file is too large, no UTF-8, no YAML, holds two things under one name, an alias, a tag or a
        second document, or is nested too deep.
    """
    content = path.read_bytes()
    if len(content) > MOST_BYTES:
        raise _too_large(path, content)
    return parse_tree(_decoded(path, content), path)


def parse_tree(text: str, path: Path) -> Tree:
    """Like `read_tree`, for a text that is already there; ``path`` is for the messages."""
    tree = Tree(path)
    try:
        _Builder(tree).build(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        # A quotation mark left open is found at the end of the file; it stands where the text begins.
        opened = "quoted" in (error.context or "")
        mark: Any = (error.context_mark if opened else error.problem_mark) or error.context_mark
        line = mark.line + 1 if mark else 1
        what = _("is no YAML ({problem}). Look at the quotation marks, the colons and the indentation of this line.")
        raise _error(path, line, what.format(problem=error.problem), _question_at(text, line)) from error
    except yaml.YAMLError as error:
        what = _("is no YAML ({problem}). Look at the quotation marks, the colons and the indentation of this line.")
        raise _error(path, 1, what.format(problem=getattr(error, "reason", error)), "") from error
    return tree


class _Builder:
    """Builds the tree from events, one by one: no recursion that a deep file could break, no alias that could grow."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.stack: list[tuple[Any, Key]] = []
        self.name: str | None = None
        self.documents = 0

    def build(self, events: Iterator[yaml.Event]) -> None:
        for event in events:
            mark: Any = event.start_mark
            line = mark.line + 1
            if isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    raise self._refuse(line, _("starts a second document (---). Keep one document in a file."))
            elif isinstance(event, yaml.AliasEvent):
                raise self._refuse(
                    line, _("repeats another value (*{name}). Write the value out.").format(name=event.anchor)
                )
            elif isinstance(event, yaml.CollectionEndEvent):
                self.stack.pop()
            elif isinstance(event, yaml.NodeEvent):
                self._node(event, line)

    def _node(self, event: Any, line: int) -> None:
        if event.tag not in (None, "!") or event.anchor:
            raise self._refuse(
                line, _("has a mark of YAML (! or &) that is not allowed here. Put the text in quotation marks.")
            )
        if isinstance(event, yaml.ScalarEvent):
            key = self._place(_scalar(event), line, opens=False)
            if key is not None and event.implicit[0] and not event.style:
                self.tree.plain.add(key)
            return
        if len(self.stack) >= MOST_LEVELS:
            raise self._refuse(line, _("is nested too deep."))
        self._place({} if isinstance(event, yaml.MappingStartEvent) else [], line, opens=True)

    def _place(self, value: Any, line: int, *, opens: bool) -> Key | None:
        """Put a value where it belongs; gives back where, or None for the name of the next value."""
        if not self.stack:
            key: Key = ()
            self.tree.data = value
        else:
            parent, above = self.stack[-1]
            if isinstance(parent, dict) and self.name is None:
                self._take_name(value, parent, above, line)
                return None
            key = self._put(parent, above, value)
        self.tree.lines.setdefault(key, line)
        if opens:
            self.stack.append((value, key))
        return key

    def _take_name(self, name: Any, parent: dict[str, Any], above: Key, line: int) -> None:
        if not isinstance(name, str):
            raise self._refuse(line, _("has a name that is no text."))
        if name in parent:
            what = _("{name} stands here a second time; the first is in line {first}. Keep one of the two.")
            raise self._refuse(line, what.format(name=name, first=self.tree.lines[(*above, name)]), (*above, name))
        self.name = name
        self.tree.lines[(*above, name)] = line

    def _put(self, parent: Any, above: Key, value: Any) -> Key:
        if isinstance(parent, dict):
            key, self.name = (*above, str(self.name)), None
            parent[key[-1]] = value
        else:
            key = (*above, len(parent))
            parent.append(value)
        return key

    def _refuse(self, line: int, what: str, key: Key | None = None) -> CgdError:
        key = key if key is not None else (self.stack[-1][1] if self.stack else ())
        return _error(self.tree.path, line, what, next((str(part) for part in key if _is_question(part)), ""))


def _scalar(event: yaml.ScalarEvent) -> str:
    # A name with nothing behind it, and YAML's own two words for nothing.
    plain = event.implicit[0] and not event.style
    return "" if plain and event.value in ("null", "~") else event.value


def _is_question(part: str | int) -> bool:
    return isinstance(part, str) and re.fullmatch(r"[A-Z]\d{1,2}", part) is not None


def _error(path: Path, line: int, what: str, question: str) -> CgdError:
    place = _("{path}, line {line}").format(path=path.name, line=line)
    return CgdError(f"{place}, {question}: {what}" if question else f"{place}: {what}")


def _decoded(path: Path, content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _error(path, 1, _("is UTF-16. Save it as UTF-8 (in the editor: Save as, Encoding)."), "")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        question = _last_question(content[: error.start])
        raise _error(
            path, line, _("is not UTF-8. Save it as UTF-8 (in the editor: Save as, Encoding)."), question
        ) from None


def _too_large(path: Path, content: bytes) -> CgdError:
    """Names the question with the largest answer: that is where the file has grown."""
    starts = [(match.start(), match.group(1).decode()) for match in _QUESTION.finditer(content)]
    ends = [start for start, _name in starts[1:]] + [len(content)]
    sizes = [(end - start, start, name) for (start, name), end in zip(starts, ends, strict=True)]
    _size, start, question = max(sizes, default=(0, 0, ""))
    what = _("the file has {size} MB; at most {most} MB are read. Take out what does not belong here.")
    text = what.format(size=round(len(content) / 1e6), most=round(MOST_BYTES / 1e6))
    return _error(path, content.count(b"\n", 0, start) + 1, text, question)


def _question_at(text: str, line: int) -> str:
    return _last_question("\n".join(text.splitlines()[:line]).encode())


def _last_question(content: bytes) -> str:
    found = _QUESTION.findall(content)
    return found[-1].decode() if found else ""
