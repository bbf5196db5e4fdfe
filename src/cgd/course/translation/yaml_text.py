"""Translate chosen values of a YAML text and leave every other byte alone."""

import json
from collections.abc import Callable, Iterator

import yaml

Translate = Callable[[str], str | None]
"""Gives the translation of one unit; None where there is none."""


def walk(text: str, translate: Translate, wanted: Callable[[tuple[str, ...]], bool]) -> str:
    """``text`` with the values whose path of keys is ``wanted`` translated; text that is no YAML comes back as it is.

    Items of a list share the path of the list.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return text
    if root is None:
        return text
    scalars = {node.start_mark.index: node for path, node in _scalars(root, ()) if wanted(path)}
    translations = {start: translate(node.value) for start, node in sorted(scalars.items()) if speaks(node.value)}
    for start, new in reversed(translations.items()):
        node = scalars[start]
        if new is not None and new != node.value:
            # A block scalar ends after its line break.
            tail = "\n" if node.style in ("|", ">") else ""
            written = quoted(new) if node.style else scalar(new)
            text = text[:start] + written + tail + text[node.end_mark.index :]
    return text


def scalar(value: str) -> str:
    """``value`` as a one-line YAML value, quoted only where it must be."""
    try:
        plain = yaml.safe_load(value) == value and ": " not in value and " #" not in value and "\n" not in value
    except yaml.YAMLError:
        plain = False
    return value if plain else quoted(value)


def quoted(value: str) -> str:
    """``value`` between double quotes; JSON's escapes are YAML's."""
    return json.dumps(value, ensure_ascii=False)


def speaks(text: str) -> bool:
    """Whether ``text`` has a letter: numbers and marks need no translation."""
    return any(character.isalpha() for character in text)


def _scalars(node: yaml.Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], yaml.ScalarNode]]:
    if isinstance(node, yaml.ScalarNode):
        if node.tag == "tag:yaml.org,2002:str":
            yield path, node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item, path)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(value, (*path, str(key.value)))
