"""Ways to look into an exported document, shared by the tests of this folder."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree, html
from samples import FORM

from cgd.toolkit.answers import Answers
from cgd.toolkit.export import export, html_page
from cgd.toolkit.rules.settings import load_rules
from cgd.toolkit.words import speaking

RULES = load_rules("viet-nam")


@pytest.fixture(scope="session")
def parsed() -> Callable[..., Any]:
    """A document's HTML as a tree."""

    def make(what: str, answers: Answers, language: str = "en", toolkit: Any = FORM, **more: Any) -> Any:
        with speaking(language):
            return html.fromstring(html_page(what, answers, toolkit, RULES, **more))

    return make


@pytest.fixture(scope="session")
def pdf() -> Callable[..., bytes]:
    """A document's PDF with every stream inflated, so that its words can be looked for."""

    def make(what: str, answers: Answers, language: str = "en") -> bytes:
        with speaking(language):
            made = export(what, "pdf", answers, FORM, RULES)
        return re.sub(rb"stream\r?\n(.*?)\r?\nendstream", _inflated, made, flags=re.DOTALL)

    return make


def _inflated(stream: re.Match[bytes]) -> bytes:
    try:
        return b"stream\n" + zlib.decompress(stream.group(1)) + b"\nendstream"
    except zlib.error:
        return stream.group()


@pytest.fixture(scope="session")
def word() -> Callable[..., Any]:
    """A part of a document's Word file as a tree."""

    def make(what: str, answers: Answers, language: str = "en", part: str = "document") -> Any:
        with speaking(language):
            made = export(what, "docx", answers, FORM, RULES)
        with zipfile.ZipFile(io.BytesIO(made)) as packed:
            return etree.fromstring(packed.read(f"word/{part}.xml"))

    return make
