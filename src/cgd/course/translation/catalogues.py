"""Gettext catalogues: read, bring up to date with the English sources, count, write."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import polib

from cgd.course.translation.documents import Unit, catalogue_units
from cgd.course.units import ROOT, THEME, catalogue_path
from cgd.errors import CgdError
from cgd.files import write_if_changed
from cgd.language import LANGUAGES, SOURCE_LANGUAGE, _, allowed

WIDTH = 78  # gettext's own
# All that a line of a catalogue can be: nothing, a comment, a keyword with a quoted text, more of the text.
LINE = re.compile(r'\s*|#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+)?"(?:[^"\\]|\\.)*"\s*')
LIKENESS = 0.6  # from which Babel and gettext call a changed text the same one


@dataclass(frozen=True)
class Count:
    """How far one catalogue is: ``units`` in the sources = ``translated`` + ``fuzzy`` + ``missing``."""

    catalogue: str
    units: int
    translated: int
    fuzzy: int
    missing: int


def read_catalogue(path: Path) -> polib.POFile:
    """The catalogue at ``path``, empty when there is none yet.

    Raises
    ------
    CgdError
        If it is no gettext catalogue in UTF-8.
    """
    if not path.is_file():
        return polib.POFile(wrapwidth=WIDTH)
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not LINE.fullmatch(line):
                # polib would read it without a word, and lose a letter or a whole translation.
                raise CgdError(_("{path}, line {line}: is no line of a catalogue.").format(path=path, line=number))
        return polib.pofile(str(path), wrapwidth=WIDTH, encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CgdError(_("{path}: cannot be read as a catalogue: {reason}.").format(path=path, reason=error)) from error


def translations(path: Path) -> dict[str, str]:
    """What a catalogue says for sure: neither empty nor fuzzy."""
    return {entry.msgid: entry.msgstr for entry in read_catalogue(path) if _counts(entry)}


def extract(root: Path = ROOT, language: str = "vi") -> list[Count]:
    """Bring ``locale/<language>/*.po`` up to date with the sources; files that are up to date stay untouched.

    A unit whose English has changed keeps its translation, marked fuzzy with the former English beside it. What no
    source says any more stays in the file as obsolete. Comments of translators stay.
    """
    check_language(language)
    counts = []
    for name, units in catalogue_units(root):
        path = catalogue_path(root, language, name)
        merged = merge(read_catalogue(path), units, language)
        write_if_changed(path, catalogue_text(merged))
        counts.append(_count(name, [unit.text for unit in units], merged))
    return counts


def status(root: Path = ROOT, language: str = "vi") -> list[Count]:
    """How much of the sources each catalogue covers, whether or not it was extracted since they changed."""
    check_language(language)
    counts = []
    for name, units in catalogue_units(root):
        catalogue = read_catalogue(catalogue_path(root, language, name))
        counts.append(_count(name, [unit.text for unit in units], catalogue))
    theme = catalogue_path(root, language, THEME)
    if theme.is_file():
        catalogue = read_catalogue(theme)
        counts.append(_count(THEME, [entry.msgid for entry in catalogue if not entry.obsolete], catalogue))
    return counts


def merge(old: polib.POFile, units: Iterable[Unit], language: str) -> polib.POFile:
    """A catalogue of ``units`` in their order with what ``old`` knows of them, its comments and obsolete entries."""
    places: dict[str, list[str]] = {}
    for unit in units:
        places.setdefault(unit.text, []).append(unit.place)
    known = {entry.msgid: entry for entry in [*old.obsolete_entries(), *(e for e in old if not e.obsolete)]}
    orphans = {
        text: entry for text, entry in known.items() if text not in places and entry.msgstr and not entry.obsolete
    }
    new = polib.POFile(wrapwidth=WIDTH)
    new.header = old.header
    new.metadata = _metadata(old, language)
    used = set()
    for text, where in places.items():
        entry = known.get(text)
        former = None if entry else _closest(text, orphans)
        new.append(_entry(text, where, entry or former))
        if former:
            used.add(former.msgid)
    for text, entry in sorted(known.items()):
        if text not in places and entry.msgstr and text not in used:
            new.append(_obsolete(entry))
    return new


def catalogue_text(catalogue: polib.POFile) -> str:
    """The text of a catalogue file, the same for the same catalogue."""
    return str(catalogue).rstrip("\n") + "\n"


def check_language(language: str) -> None:
    """Raises `UsageError` for a language that the course is not translated into."""
    others = [code for code in LANGUAGES if code != SOURCE_LANGUAGE]
    if language not in others:
        raise allowed("language", language, others)


def _metadata(old: polib.POFile, language: str) -> dict[str, str]:
    fixed = {
        "Project-Id-Version": "cgd",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return {**old.metadata, **fixed}


def _entry(text: str, places: list[str], source: polib.POEntry | None) -> polib.POEntry:
    """An entry for ``text`` with the translation of ``source``, fuzzy when that translates another text."""
    entry = polib.POEntry(msgid=text, occurrences=[(place, "") for place in dict.fromkeys(places)])
    if source is not None:
        entry.msgstr, entry.tcomment = source.msgstr, source.tcomment
        entry.flags = [flag for flag in source.flags if flag != "fuzzy"]
        if source.msgid == text:
            entry.previous_msgid = source.previous_msgid
            entry.flags += ["fuzzy"] * source.fuzzy
        else:
            entry.previous_msgid = source.previous_msgid or source.msgid
            entry.flags.append("fuzzy")
    return entry


def _obsolete(entry: polib.POEntry) -> polib.POEntry:
    kept = polib.POEntry(msgid=entry.msgid, msgstr=entry.msgstr, tcomment=entry.tcomment, flags=list(entry.flags))
    kept.obsolete = True
    return kept


def _closest(text: str, candidates: dict[str, polib.POEntry]) -> polib.POEntry | None:
    """The entry whose English is most like ``text``, if it is like it at all (as Babel's `Catalog.update` does)."""
    matcher = SequenceMatcher(b=text.lower())
    best, likeness = None, LIKENESS
    for candidate, entry in candidates.items():
        matcher.set_seq1(candidate.lower())
        if matcher.real_quick_ratio() < likeness or matcher.quick_ratio() < likeness:
            continue
        ratio = matcher.ratio()
        if ratio > likeness or (best is None and ratio == likeness):
            best, likeness = entry, ratio
    return best


def _count(name: str, texts: list[str], catalogue: polib.POFile) -> Count:
    known = {entry.msgid: entry for entry in catalogue if not entry.obsolete}
    entries = [known.get(text) for text in dict.fromkeys(texts)]
    translated = sum(1 for entry in entries if entry is not None and _counts(entry))
    fuzzy = sum(1 for entry in entries if entry is not None and entry.fuzzy and entry.msgstr)
    return Count(name, len(entries), translated, fuzzy, len(entries) - translated - fuzzy)


def _counts(entry: polib.POEntry) -> bool:
    return bool(entry.msgstr) and not entry.fuzzy and not entry.obsolete
