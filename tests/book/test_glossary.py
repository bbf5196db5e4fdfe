"""Each page of a session links the words of the glossary where it first uses them."""

import re
from pathlib import Path

import pytest
from prose import paragraphs

from cgd.course.layout import HERE
from cgd.course.translation.catalogues import translations

# Words that stay without a link: quizzes (a link would take the reader away from the answer), captions and boxes,
# quotations, and the list of things to read.
NOT_LINKED = re.compile(
    r"^:::\{quiz\}.*?^:::$|^```\{(?:notebook-figure|session-head)\}.*?^```$|^>[^\n]*$|^## Further reading.*",
    re.MULTILINE | re.DOTALL,
)
TERM = re.compile(r"\{term\}`([^`<]*?)(?: <([^`>]*)>)?`")
OTHER = re.compile(r"\{[\w:]+\}`[^`]*`|`[^`]*`|\[[^\]]*\]\([^)]*\)|<?https?://\S+")
# What must stand before a word that is also another word: a mean, but not "it means".
BEFORE = {"Mean": "(?:a|the|one) "}
SESSIONS = [path.stem for path in sorted((HERE.root / "book" / "sessions").glob("s*.md"))]


def glossary(text: str) -> list[list[str]]:
    """The entries of a glossary: one word each, or several for the same thing."""
    body = text.split("```{glossary}\n")[1].split("\n```")[0]
    return [[line for line in entry.splitlines() if line[0] != " "] for entry in body.split("\n\n")]


def unlinked(page: str, entries: list[list[str]]) -> list[str]:
    """The entries whose first use in the text of a page has no link, with the place."""
    text = "\n".join(paragraphs(NOT_LINKED.sub("", page)))
    text = OTHER.sub("", TERM.sub(r"⟦\1⟧", text))
    found = []
    for words in entries:
        first = _use(words).search(text)
        if first and "⟦" not in first[0]:
            found.append(f"{words[0]}: …{text[max(0, first.start() - 40) : first.end() + 20]}")
    return found


def _use(words: list[str]) -> re.Pattern[str]:
    """Any of the words in the singular or plural; one letter alone means itself only."""
    before = BEFORE.get(words[0], "")
    forms = "|".join(re.escape(word.removesuffix("s")) for word in words)
    flags = re.IGNORECASE if len(words[0]) > 1 else re.NOFLAG
    return re.compile(rf"(?<![\w-]){before}⟦?(?:{forms})s?(?![\w-])", flags)


@pytest.fixture(scope="module")
def entries(root: Path) -> list[list[str]]:
    return glossary((root / "book" / "glossary.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("session", SESSIONS)
def test_words_of_the_glossary_are_linked_at_their_first_use(
    session: str, root: Path, entries: list[list[str]]
) -> None:
    page = (root / "book" / "sessions" / f"{session}.md").read_text(encoding="utf-8")
    assert unlinked(page, entries) == []


@pytest.mark.parametrize(
    ("text", "missed"),
    [
        ("Each {term}`mean` of a respondent.", ["Respondent"]),
        ("A respondent is no {term}`respondent`.", ["Respondent"]),
        ("These {term}`respondents <Respondent>`, and other respondents.", []),
        ("It may mean this. It means that. The mean is 3.", ["Mean"]),
        ("An NSO is a {term}`statistics office`.", ["NSO"]),
        ("The {term}`statistics office` is an NSO.", []),
        ("Give n. No n-th, no N.", ["n"]),
        ("## Respondent\n\n> A respondent.\n\n[respondent](a.md), `respondent`", []),
        (":::{quiz}\nWho is a respondent?\n:::", []),
    ],
)
def test_a_first_use_without_a_link_is_found(text: str, missed: list[str], entries: list[list[str]]) -> None:
    assert [line.split(":")[0] for line in unlinked(text, entries)] == missed


def test_the_glossary_is_read_whole(entries: list[list[str]]) -> None:
    assert len(entries) > 40
    assert ["Citizen-generated data", "CGD"] in entries
    assert entries[-1] == ["XLSForm"]


def test_links_lead_to_a_word_of_the_glossary_in_each_language(root: Path, entries: list[list[str]]) -> None:
    words = {word for entry in entries for word in entry}
    vietnamese = translations(root / "locale" / "vi" / "glossary.po")
    for session in SESSIONS:
        page = (root / "book" / "sessions" / f"{session}.md").read_text(encoding="utf-8")
        assert _targets(page) <= {word.lower() for word in words}, session
        said = " ".join(translations(root / "locale" / "vi" / f"{session}.po").values())
        assert _targets(said) <= {vietnamese[word].lower() for word in words}, session


def _targets(text: str) -> set[str]:
    return {(target or shown).lower() for shown, target in TERM.findall(text)}
