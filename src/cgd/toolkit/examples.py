"""Forms that are filled already, to learn from."""

from pathlib import Path
from typing import Any

from cgd.language import LANGUAGES, allowed, language, translated
from cgd.toolkit.answers import Answers
from cgd.toolkit.answers_file import answers_of
from cgd.toolkit.loading import toolkit_folder
from cgd.toolkit.source import Tree, read_tree


def examples() -> list[str]:
    """Names of the examples."""
    return sorted(path.stem for path in _folder().glob("*.yml"))


def read_example(name: str) -> Answers:
    """An example in the language in use: what people typed is translated from the catalogue `example-<name>`.

    Raises
    ------
    cgd.errors.UsageError
        There is no such example.
    """
    if name not in examples():
        raise allowed("example", name, examples())
    tree = read_tree(_folder() / f"{name}.yml")
    if language() != tree.data["language"] and language() in LANGUAGES:
        data = {
            key: _translated(value, f"example-{name}") if key == "answers" else value
            for key, value in tree.data.items()
        }
        tree = Tree(tree.path, {**data, "language": language()}, tree.lines, tree.plain)
    return answers_of(tree)


def _translated(value: Any, catalogue: str) -> Any:
    if isinstance(value, dict):
        return {key: _translated(part, catalogue) for key, part in value.items()}
    if isinstance(value, list):
        return [_translated(part, catalogue) for part in value]
    return translated(value, catalogue)


def _folder() -> Path:
    return toolkit_folder() / "examples"
