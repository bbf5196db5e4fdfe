"""The Toolkit's texts in the language in use."""

from collections.abc import Iterator
from contextlib import contextmanager

from cgd.language import language, translated, use_language

CATALOGUE = "toolkit"


def say(text: str) -> str:
    """A text of the bank, of a country's overlay or of the rules, in the language in use."""
    return translated(text, CATALOGUE)


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak language ``name`` within, and the former one again afterwards."""
    former = language()
    use_language(name)
    try:
        yield
    finally:
        use_language(former)
