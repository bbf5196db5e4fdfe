"""XML elements without fuss: one call an element, texts made fit for XML, the same bytes every time."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

# What XML 1.0 cannot hold (Extensible Markup Language 1.0, section 2.2, Char).
_NO_CHARACTER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: ET.Element, tag: str, text: str = "", lang: str = "", **attributes: str) -> ET.Element:
    """Append an element; attributes that are empty are left out."""
    given = ({"xml:lang": lang} if lang else {}) | attributes
    child = ET.SubElement(parent, tag, {name: fit(value) for name, value in given.items() if value})
    child.text = fit(text) or None
    return child


def add_words(parent: ET.Element, tag: str, words: Mapping[str, str], **attributes: str) -> None:
    """Append one element for each language that has a text."""
    for language, text in words.items():
        if text:
            add(parent, tag, text, language, **attributes)


def fit(text: str) -> str:
    """A text without the characters that XML cannot hold; each becomes U+FFFD, so that one sees that it was there."""
    return _NO_CHARACTER.sub("\ufffd", text)


def document(root: ET.Element) -> bytes:
    """The whole document in UTF-8, two spaces a level, Unix line ends."""
    ET.indent(root)
    return ET.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"
