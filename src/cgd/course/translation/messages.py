"""The library's own messages: what `_()` marks in its modules."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_file

# `allowed("group", ...)` passes the kind on to `_`.
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "allowed": (1,)}


def library_messages(path: Path) -> Iterator[str]:
    """Messages of one module, in order."""
    for _line, message, _comments, _context in extract_from_file("python", path, keywords=KEYWORDS):
        if isinstance(message, str) and message:
            yield message
