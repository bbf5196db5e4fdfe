"""Walk Python code unit by unit: comments, docstrings and strings for people; nothing else ever changes.

A string is for people when it reads as prose (two words side by side), or when it is a single word in the place of
a label (``title=``, ``print``); never where it is data: a key, an index, a comparison, an argument of `query`.
A string that a comment interrupts stays as it is.
"""

import ast
import inspect
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from cgd.course.translation import literals
from cgd.course.translation.literals import BadTranslation
from cgd.course.translation.yaml_text import Translate

# What tools read in comments: nbgrader's marks, IPython's, and those of linters.
MARK = re.compile(
    r"#+\s*(?:(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)|YOUR (?:CODE|ANSWER)|%%|%|!|-\*-|"
    r"(?:type|fmt|isort|mypy|ruff|pylint|pragma):|noqa\b)"
)
MAGIC = re.compile(r"^[ \t]*(?:[%!?]|[\w.]+\?\??[ \t]*$)")
PROSE = re.compile(r"[^\W\d_][^\w\s]*\s+[^\w\s]*[^\W\d_]")
WORD = re.compile(r"[^\W\d_]{2}")
NAME = re.compile(r"[\w-]*[_/.\\:][\w./\\:-]*\w")

# fmt: off
LABELS = {
    "alt", "button", "caption", "description", "header", "label", "labels", "message", "placeholder", "subtitle",
    "suptitle", "text", "title", "tooltip", "xlabel", "ylabel",
}
LABEL_CALLS = LABELS | {
    "Button", "HTML", "Label", "Latex", "Markdown", "annotate", "display", "input", "legend", "print",
    "set_label", "set_text", "set_title", "set_xlabel", "set_xticklabels", "set_ylabel", "set_yticklabels",
    "warn",
}
# Words that programs read.
DATA = {
    "arrowprops", "bbox", "by", "cmap", "col", "color", "columns", "connectionstyle", "data", "dtype", "encoding",
    "engine", "errors", "family", "figure", "fmt", "fontfamily", "format", "ha", "how", "hue", "hue_order",
    "index", "key", "keys", "kind", "layout", "left_on", "legend", "linestyle", "loc", "ls", "marker", "mode",
    "name", "names", "on", "order", "orient", "palette", "right_on", "row", "size", "sort", "style", "textcoords",
    "transform", "usecols", "va", "value_name", "values", "var_name", "verticalalignment", "weight", "x",
    "xycoords", "y",
}
DATA_CALLS = {
    "Path", "Popen", "agg", "astype", "compile", "count", "drop", "dropna", "endswith", "eval", "exec", "explode",
    "fillna", "filter", "find", "findall", "fullmatch", "get", "getattr", "groupby", "hasattr", "import_module",
    "index", "isin", "joinpath", "load", "match", "merge", "open", "pivot", "pivot_table", "pop", "query",
    "read_csv", "read_excel", "read_json", "read_text", "removeprefix", "removesuffix", "replace", "reset_index",
    "rindex", "run", "search", "select", "setattr", "setdefault", "set_index", "sort_values", "split",
    "startswith", "strftime", "strip", "strptime", "sub", "system", "to_csv", "to_excel", "use", "use_language",
}
# fmt: on


@dataclass(frozen=True)
class Unit:
    """Source from ``start`` up to ``end`` that says ``text``; ``kind`` is comment, doc, plain or formatted."""

    start: int
    end: int
    text: str
    kind: str
    node: ast.expr | None = None


def walk(source: str, translate: Translate) -> str:
    """``source`` with every unit for which ``translate`` gives something else replaced by it.

    Cell magics and text that is no Python come back as they are.

    Raises
    ------
    BadTranslation
        If a translation cannot stand in the code: an f-string with other fields.
    """
    if "\r" in source:
        changed = walk(source.replace("\r\n", "\n"), translate) if "\r" not in source.replace("\r\n", "") else source
        return changed if changed is source else _with_line_ends(source, changed)
    made = source
    units = sorted(_units(source), key=lambda unit: unit.start)
    translations = [translate(unit.text) for unit in units]
    for unit, new in reversed(list(zip(units, translations, strict=True))):
        if new is not None and new != unit.text:
            try:
                made = made[: unit.start] + _written(source, unit, new) + made[unit.end :]
            except BadTranslation as error:
                raise BadTranslation(f"{unit.text!r}: {error}") from error
    if shape(made) != shape(source):
        raise BadTranslation("the translated code differs in more than comments and strings")
    return made


def _with_line_ends(source: str, changed: str) -> str:
    return source if changed == source.replace("\r\n", "\n") else changed.replace("\n", "\r\n")


def shape(source: str) -> str:
    """A fingerprint of the syntax tree that does not see comments, the values of strings and the order of fields.

    Text that is no Python is its own fingerprint.
    """
    source = source.replace("\r\n", "\n")
    masked = _masked(source)
    if masked is None:
        return source
    tree = _Blind().visit(literals.parse(masked))
    magics = [line for line, kept in zip(source.split("\n"), masked.split("\n"), strict=True) if line != kept]
    return "\n".join([ast.dump(tree), *magics])


class _Blind(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("") if isinstance(node.value, str) else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.Constant:
        fields = sorted(ast.dump(value) for value in node.values if isinstance(value, ast.FormattedValue))
        return ast.Constant("\n".join(fields))


def _masked(source: str) -> str | None:
    """``source`` as plain Python: IPython's magic lines become ``pass``; None when it still is none."""
    if source.lstrip().startswith("%%"):
        return None
    masked = "\n".join(
        re.sub(r"^([ \t]*).*", r"\1pass", line) if MAGIC.match(line) else line for line in source.split("\n")
    )
    for candidate in (source, masked):
        try:
            literals.parse(candidate)
            return candidate
        except (SyntaxError, RecursionError, MemoryError):
            continue
    return None


def _units(source: str) -> list[Unit]:
    masked = _masked(source)
    if masked is None:
        return []
    starts = [0]
    for line in source.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return [*_comments(masked, starts), *_literals(source, masked, starts)]


def _comments(masked: str, starts: list[int]) -> Iterator[Unit]:
    """Comments; those on lines of their own directly below each other are one unit of several lines."""
    group: list[tuple[int, int, str]] = []  # row, column, text of the comment
    try:
        tokens = [t for t in tokenize.generate_tokens(io.StringIO(masked).readline) if t.type == tokenize.COMMENT]
    except (tokenize.TokenError, SyntaxError):
        return
    for token in tokens:
        row, column = token.start
        alone = not token.line[:column].strip()
        if MARK.match(token.string) or not _is_prose_comment(token.string):
            continue
        follows = group and alone and (row, column) == (group[-1][0] + 1, group[-1][1])
        if group and not follows:
            yield _comment_unit(group, starts)
            group = []
        group.append((row, column, token.string))
        if not alone:
            yield _comment_unit(group, starts)
            group = []
    if group:
        yield _comment_unit(group, starts)


def _is_prose_comment(comment: str) -> bool:
    """Not a rule of dashes, and not code that somebody switched off."""
    body = comment.lstrip("#:").strip()
    if not WORD.search(body):
        return False
    try:
        statements = literals.parse(body).body
    except SyntaxError:
        return True
    code = (ast.Call, ast.Attribute, ast.Subscript)
    return not all(
        isinstance(s, ast.Assign) or (isinstance(s, ast.Expr) and isinstance(s.value, code)) for s in statements
    )


def _comment_unit(group: list[tuple[int, int, str]], starts: list[int]) -> Unit:
    (row, column, first), (last_row, _column, last) = group[0], group[-1]
    head = len(first) - len(first.lstrip("#: \t"))
    start = starts[row - 1] + column + head
    end = starts[last_row - 1] + column + len(last.rstrip())
    return Unit(start, end, "\n".join(text.lstrip("#: \t").rstrip() for _row, _column, text in group), "comment")


def _literals(source: str, masked: str, starts: list[int]) -> Iterator[Unit]:
    lines = source.split("\n")

    def offset(row: int, column: int) -> int:
        # The syntax tree counts bytes.
        return starts[row - 1] + len(lines[row - 1].encode()[:column].decode())

    for node, place in _strings(literals.parse(masked), "prose"):
        assert node.end_lineno is not None and node.end_col_offset is not None
        start, end = offset(node.lineno, node.col_offset), offset(node.end_lineno, node.end_col_offset)
        unit = _unit(source[start:end], node, place)
        if unit is not None and _for_people(unit, place, isinstance(node, ast.JoinedStr)):
            kind = "formatted" if isinstance(node, ast.JoinedStr) else "doc" if place == "doc" else "plain"
            yield Unit(start, end, unit, kind, node)


def _unit(segment: str, node: ast.expr, place: str) -> str | None:
    if isinstance(node, ast.JoinedStr):
        return literals.formatted_unit(segment)
    if not literals.parts(segment):
        return None
    value = ast.literal_eval(node)
    return inspect.cleandoc(value) if place == "doc" else value


def _for_people(text: str, place: str, formatted: bool) -> bool:
    if formatted:
        pieces = list(literals.pieces(text))
        if not any(WORD.search(piece) for piece, is_field in pieces if not is_field):
            return False
        text = "".join("x" if is_field else piece for piece, is_field in pieces)
    if place == "prose":
        return bool(PROSE.search(text))
    return bool(WORD.search(text)) and not NAME.fullmatch(text)


def _written(source: str, unit: Unit, new: str) -> str:
    segment = source[unit.start : unit.end]
    if unit.kind == "formatted":
        return literals.formatted(segment, unit.text, new)
    if unit.kind == "plain":
        return literals.plain(segment, new)
    if unit.kind == "doc":
        assert unit.node is not None
        value = ast.literal_eval(unit.node)
        head, tail = value[: len(value) - len(value.lstrip())], value[len(value.rstrip()) :]
        return literals.plain(segment, head + _indented(new, " " * unit.node.col_offset) + tail)
    line_start = source.rfind("\n", 0, unit.start) + 1
    before = source[line_start : unit.start]
    marks = before[before.rindex("#") :] if "#" in before else "# "
    hashes = re.search(r"#[#: \t]*$", before)
    margin = before[: hashes.start()] if hashes else ""
    return _indented(new, (margin if not margin.strip() else "") + (hashes[0] if hashes else marks))


def _indented(text: str, margin: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([first, *(margin + line if line.strip() else margin.rstrip() for line in rest)])


def _strings(node: ast.AST, place: str) -> Iterator[tuple[ast.expr, str]]:
    """Strings that may be for people, each with its place: prose, label or doc."""
    match node:
        case ast.JoinedStr():
            yield node, place
        case ast.Constant():
            if isinstance(node.value, str):
                yield node, place
        case ast.Expr(value=ast.Constant()):
            yield from _strings(node.value, "doc")
        case ast.Call():
            yield from _call(node, place)
        case ast.Compare() | ast.pattern() | ast.Slice():
            return
        case ast.Subscript():
            yield from _strings(node.value, "prose")
        case ast.Dict():
            for value in node.values:
                yield from _strings(value, place)
        case ast.Assign() | ast.AnnAssign():
            names = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
            label = any(isinstance(name, ast.Name) and name.id in LABELS for name in names)
            if node.value is not None:
                yield from _strings(node.value, "label" if label else "prose")
        case ast.Assert():
            yield from _strings(node.test, "prose")
            if node.msg is not None:
                yield from _strings(node.msg, "label")
        case ast.arg():
            return
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            for part in (*node.decorator_list, node.args, *node.body):
                yield from _strings(part, "prose")
        case ast.IfExp():
            yield from _strings(node.test, "prose")
            yield from _strings(node.body, place)
            yield from _strings(node.orelse, place)
        case ast.List() | ast.Tuple() | ast.BinOp() | ast.Starred():
            for child in ast.iter_child_nodes(node):
                yield from _strings(child, place)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _strings(child, "prose")


def _call(node: ast.Call, place: str) -> Iterator[tuple[ast.expr, str]]:
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if isinstance(function, ast.Attribute):
        # "Mean: {}".format(mean) is what its place makes it.
        yield from _strings(function.value, place if name == "format" else "prose")
    if name in DATA_CALLS:
        return
    for argument in node.args:
        yield from _strings(argument, "label" if name in LABEL_CALLS else "prose")
    for keyword in node.keywords:
        if keyword.arg == "columns" and isinstance(keyword.value, ast.Dict):
            # rename(columns={"mean": "Average"}): what stands above a printed table.
            yield from _strings(keyword.value, "label")
        elif keyword.arg not in DATA:
            yield from _strings(keyword.value, "label" if keyword.arg in LABELS else "prose")
