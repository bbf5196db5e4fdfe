"""The running text of a page, and how hard it is to read."""

import re
from pathlib import Path

from cgd.course.translation import markdown
from cgd.course.translation.placeholders import ROLE, ROLE_TARGET

# Front matter, code, headings, rows of tables.
NO_PROSE = re.compile(r"\A---\n.*?^---$|^```\w+\n.*?^```$|^[ \t>]*(?:#+ |\|)[^\n]*$", re.MULTILINE | re.DOTALL)
ADDRESS = re.compile(r"<?https?://\S+|(?<=\])\([^)]*\)|(?<=\])\[[^\]]*\]")
END_OF_SENTENCE = re.compile(r"(?<=[.?!…])[\"'”’)*_]*\s+")
ENDS = re.compile(r"[.?!…:;][\"'”’)*_]*$")
# The e of rule, rules and ruled; not that of table, added, changes.
SILENT_END = re.compile(r"(?<![aeiouy])(?<![^aeiouy]l)e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyszxcghl])es$|(?<=[aeiou]l)es$")
WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*\+?")


def paragraphs(page: str) -> list[str]:
    """Paragraphs and list items of a page as Markdown, each on one line: no headings, tables, code, settings."""
    found: list[str] = []
    markdown.walk(NO_PROSE.sub("", page), found.append)  # `append` gives None: nothing is translated
    return found


def without_roles(text: str) -> str:
    """A Markdown text with what its roles show in their place: the word of a link to the glossary."""
    return ROLE.sub(lambda role: ROLE_TARGET.sub("", role[3]).rstrip(), text)


def flat(root: Path, name: str) -> str:
    """The text of a file in one line, with what its roles show: sentences are looked for in it."""
    return " ".join(without_roles((root / name).read_text(encoding="utf-8")).split())


def sentences(page: str) -> list[str]:
    """The sentences of a page as a reader sees them. What ends without a mark, as a title does, is none."""
    plain = (ADDRESS.sub("", without_roles(paragraph)) for paragraph in paragraphs(page))
    plain = (re.sub(r"[*`\[\]]", "", paragraph).strip() for paragraph in plain)
    parts = [part for paragraph in plain if ENDS.search(paragraph) for part in END_OF_SENTENCE.split(paragraph)]
    return [part for part in parts if WORD.search(part)]


def syllables(word: str) -> int:
    """Syllables of an English word, nearly: groups of vowels without silent ends. Capitals are spelt: SDG has three.

    Against the pronouncing dictionary of Carnegie Mellon University it is wrong at one word in a hundred of this
    course, too high as often as too low.
    """
    parts = re.findall(r"[A-Za-z]+|\d+", re.split("['’]", word)[0])
    return sum(len(part) if part.isupper() else _sounds(part.lower()) for part in parts) or 1


def _sounds(part: str) -> int:
    return max(1, len(re.findall(r"[aeiouy]+", SILENT_END.sub("", part))))


def grade(texts: list[str]) -> float:
    """The school grade of Flesch and Kincaid (1975) of some sentences: long words and long sentences make it high."""
    words = [word for text in texts for word in WORD.findall(text)]
    return 0.39 * len(words) / len(texts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
