"""The language of everything the library says: messages, labels, chart texts.

English is the source; other languages are gettext catalogues (`locale/<language>/cgd.po`).
A missing translation falls back to English.
"""

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import polib

from cgd.errors import UsageError

# Code and own name of each language.
LANGUAGES = {"en": "English", "vi": "Tiếng Việt"}
SOURCE_LANGUAGE = "en"
LIBRARY = "cgd"
"""Catalogue of what the library says."""

_chosen: str | None = None


def use_language(language: str) -> None:
    """Speak ``language`` ("en" or "vi") from now on. Raises `UsageError` for any other."""
    global _chosen
    if language not in LANGUAGES:
        raise allowed("language", language, LANGUAGES)
    _chosen = language


def language() -> str:
    """The language in use: the one chosen, else the environment variable CGD_LANG, else English."""
    chosen = _chosen or os.environ.get("CGD_LANG", "en")
    return chosen if chosen in LANGUAGES else "en"


def _(message: str, into: str | None = None) -> str:
    """``message`` in the language in use, or ``into`` another: for threads that must not change the one in use."""
    return translated(message, LIBRARY, into)


def translated(text: str, catalogue: str, into: str | None = None) -> str:
    """``text`` of a data file in the language in use, or ``into`` another (`locale/<language>/<catalogue>.po`)."""
    return _catalogue(into or language(), catalogue).get(text, text)


def allowed(kind: str, value: object, choices: Iterable[object]) -> UsageError:
    """The one line for a name outside a fixed list, e.g. ``allowed("language", "fr", LANGUAGES)``."""
    line = _("There is no {kind} {value!r}. Allowed: {names}.")
    return UsageError(line.format(kind=_(kind), value=value, names=", ".join(str(choice) for choice in choices)))


@cache
def _catalogue(language: str, name: str) -> dict[str, str]:
    """Translated texts of one language and catalogue; empty for English."""
    here = Path(__file__).resolve().parent
    # A wheel carries its catalogues inside the package; a checkout has them at its root.
    for folder in (here / "locale", here.parents[1] / "locale"):
        path = folder / language / f"{name}.po"
        if path.is_file():
            entries = polib.pofile(str(path))
            return {e.msgid: e.msgstr for e in entries if e.msgstr and not e.fuzzy and not e.obsolete}
    return {}
