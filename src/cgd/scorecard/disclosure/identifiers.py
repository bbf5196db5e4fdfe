"""Find what points at a person in a comment: telephone and identity numbers, addresses, accounts, names.

What is found is a suggestion for a person who reads; what is not found may still be there. Letters are compared in
Unicode NFC, in capitals and small letters. A comment without any Vietnamese mark is also read as Vietnamese typed
without marks, with fewer rules, because many such words mean something else.

Sources: number of an identity card, 12 digits: three for the place of registration (001 to 096 for provinces), one for
century and sex, two for the year of birth, six at random (Decree 137/2015/ND-CP article 13; Circular 07/2016/TT-BCA
article 7); the older card has nine digits. Mobile numbers have ten digits and begin with 03, 05, 07, 08 or 09, landline
numbers eleven and begin with 02. Numbers with 04, Ha Noi's old area code, are pointed out too: the invented
numbers of the course's data begin so. Word lists: `identifiers.yml` (ours).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import pandas as pd
import yaml

from cgd.language import _
from cgd.scorecard.disclosure.tables import need_columns
from cgd.scorecard.sources import text_table

CHECK = "FIG20"
COLUMNS = ("check", "rule", "row", "column", "start", "value", "message")
FILE = Path(__file__).with_name("identifiers.yml")

PHONE, CARD, EMAIL, ACCOUNT, NAME, ADDRESS = "phone", "identity_number", "email", "account", "name", "address"
Span = tuple[int, int, str]  # first letter, letter after the last, kind

_GAP = r"[ .\-–]{0,2}"
_PHONE = re.compile(
    rf"(?<![\w+(])\(?(?:(?:\+|00){_GAP}84\)?{_GAP}\(?0?\)?|84{_GAP}|0)\)?{_GAP}"
    rf"(?:[345789](?:[().]?{_GAP}\d){{8}}|2(?:[().]?{_GAP}\d){{9}})(?![\w]|[.,]\d)"
)
_CARD_12 = re.compile(r"(?<![\w.,])0(?:0[1-9]|[1-8]\d|9[0-6])[ .]?\d(?:[ .]?\d){8}(?![\w]|[.,]\d)")
_CARD_9 = re.compile(r"(?<![\w.,])\d{9}(?![\w]|[.,]\d)")
_CARD_WORD = re.compile(
    r"(?:cccd|cmnd|cmt|căn cước(?: công dân)?|can cuoc(?: cong dan)?|chứng minh(?: thư| nhân dân)?|chung minh thu"
    r"|hộ chiếu|ho chieu|passport|id card)\D{0,12}?([a-z]?\d(?:[ .]?\d){6,11})(?!\d)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_LINK = re.compile(
    r"(?:https?://)?(?:www\.|m\.)?(?:facebook\.com|fb\.com|fb\.me|m\.me|zalo\.me|t\.me|instagram\.com|tiktok\.com)/[\w.@?=/\-]*[\w/]",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.@])@[A-Za-z_][\w.]+\w")
_NETWORK = r"\b(?:facebook|face ?book|fb|zalo|messenger|instagram|telegram|viber|tiktok)"
_OWN = r"\s+(?:của|cua)\s+(?:tôi|toi|em|mình|minh|anh|chị|chi|cháu|chau|ông|bà|cô|chú)"
_MY_ACCOUNT = re.compile(rf"{_NETWORK}(?:{_OWN})\s*(?:là|la|:|=)\s*[\w+@](?:[\w.@+\-]*\w)?", re.IGNORECASE)
_ACCOUNT = re.compile(
    rf"(?:\b(?:nick|tài khoản|tai khoan)\s+{_NETWORK}(?:{_OWN})?\s*(?:là|la|:|=)?|{_NETWORK}\s*(?:nick|id)?\s*[:=])"
    r"\s*([\w+@](?:[\w.@+\-]*\w)?(?:[ ]\w+)?)",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r"\b(?:(?:số nhà|nhà số|so nha|nha so|house number|house no\.?)\s*\d+[\w/\-]*"
    r"|(?:số\s+)?\d+[a-z]?(?:/\d+)*\s+(?:đường|phố|ngõ|ngách|hẻm|kiệt)\s+[^\W\d_]\w*)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:thôn|xóm|ấp|buôn|tổ dân phố|tổ|khu phố|khóm|đội|ngõ|ngách|hẻm|kiệt|làng|tdp)\s+(?:số\s+)?\d+[\w/]*",
    re.IGNORECASE,
)
_NUMBERED_PLAIN = re.compile(
    r"\b(?:thon|xom|ap|to dan pho|tdp|khu pho|khom|ngo|hem)\s+(?:so\s+)?\d+[\w/]*", re.IGNORECASE
)
_VILLAGE = re.compile(r"\b(?:thôn|xóm|ấp|buôn|làng|bản|khóm|phum|sóc)(?= )", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# What a Vietnamese syllable looks like without its marks; keeps English words from looking like names.
_SYLLABLE = re.compile(
    r"(?:[hky]['’])?(?:ngh|ng|nh|ch|gh|gi|kh|kr|ph|pl|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{0,3}(?:ng|nh|ch|[cmnpt])?"
)


@dataclass(frozen=True)
class Words:
    """The word lists of `identifiers.yml`; see there."""

    titles: frozenset[str]
    several: frozenset[str]
    introductions: tuple[tuple[str, ...], ...]
    surnames: frozenset[str]
    clear_surnames: frozenset[str]
    clear_surnames_without_marks: frozenset[str]
    middle_names: frozenset[str]
    after_middle: frozenset[str]
    not_names: frozenset[str]
    before_place_names: frozenset[str]
    before_villages: frozenset[str]
    counted: frozenset[str]
    amounts: frozenset[str]


@dataclass(frozen=True)
class Token:
    """A word of a comment: where it stands, as written and in small letters."""

    start: int
    end: int
    text: str
    small: str

    @property
    def capital(self) -> bool:
        """Begins with a capital letter."""
        return self.text[0].isupper()


def identifiers(comments: pd.Series | pd.DataFrame) -> pd.DataFrame:
    """Direct identifiers in free text.

    Parameters
    ----------
    comments
        Text, one comment a person; missing and empty ones are passed over. The index names the rows. Or a table with
        the columns respondent_id and comment, e.g. `Survey.respondents`.

    Returns
    -------
    DataFrame
        Findings, one row a place: check "FIG20"; rule "phone", "identity_number", "email", "account", "name" or
        "address"; row (respondent_id or index); column "comment"; start (how many letters of the comment, in Unicode
        NFC, stand before it); value (the words found); message.
    """
    if isinstance(comments, pd.DataFrame):
        need_columns(comments, "respondent_id", "comment")
        comments = comments.set_index("respondent_id")["comment"]
    messages = _messages()
    rows = []
    for row, comment in comments[comments.notna()].items():
        text = unicodedata.normalize("NFC", str(comment))
        for start, end, kind in spans(text):
            rows.append((CHECK, kind, str(row), "comment", start, text[start:end], messages[kind]))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype({name: "int64" if name == "start" else "str" for name in COLUMNS})


def spans(text: str) -> list[Span]:
    """Where a text (Unicode NFC) has identifiers, in its order; places that overlap are told once."""
    found: list[Span] = []
    for finder in (_emails, _accounts, _cards, _phones, _addresses, _names):
        for start, end, kind in finder(text):
            if all(end <= other[0] or start >= other[1] for other in found):
                found.append((start, end, kind))
    return sorted(found)


def _messages() -> dict[str, str]:
    return {
        PHONE: _("This looks like a telephone number. Take it out before anybody else gets the file."),
        CARD: _("This looks like the number of an identity document. Take it out before anybody else gets the file."),
        EMAIL: _("This is an e-mail address. Take it out before anybody else gets the file."),
        ACCOUNT: _("This looks like an account in a social network. Take it out before anybody else gets the file."),
        NAME: _("This looks like a person's name. Take it out before anybody else gets the file."),
        ADDRESS: _("This looks like an address. Take it out, or leave only the province."),
    }


def _emails(text: str) -> Iterator[Span]:
    return ((*match.span(), EMAIL) for match in _EMAIL.finditer(text))


def _accounts(text: str) -> Iterator[Span]:
    for pattern in (_LINK, _HANDLE, _MY_ACCOUNT):
        for match in pattern.finditer(text):
            yield (*match.span(), ACCOUNT)
    for match in _ACCOUNT.finditer(text):
        first, _space, second = match[1].partition(" ")
        if second[:1].isupper() and first[:1].isupper():
            yield (*match.span(), ACCOUNT)
        # A name that somebody chose, not a word: digits, a point or a capital inside.
        elif re.search(r"[\d_@]|\w\.\w", first) or not (first[1:].islower() or len(first) < 2):
            yield match.start(), match.start(1) + len(first), ACCOUNT


def _cards(text: str) -> Iterator[Span]:
    for match in _CARD_WORD.finditer(text):
        yield (*match.span(1), CARD)
    for match in _CARD_12.finditer(text):
        yield (*match.span(), CARD)
    for match in _CARD_9.finditer(text):
        # Nine digits that end in 000 or name a currency are money.
        if not match[0].endswith("000") and not _amount(text, match.end()):
            yield (*match.span(), CARD)


def _phones(text: str) -> Iterator[Span]:
    for match in _PHONE.finditer(text):
        decimal = re.fullmatch(r"0\.\d+", match[0])
        if not decimal and not _amount(text, match.end()):
            yield (*match.span(), PHONE)


def _amount(text: str, end: int) -> bool:
    after = re.match(r"\s*([^\W\d_]+\d?|%)", text[end:])
    return after is not None and after[1].lower() in _words().amounts


def _addresses(text: str) -> Iterator[Span]:
    numbered = _NUMBERED_PLAIN if text.isascii() else _NUMBERED
    tokens = _tokens(text)
    for match in _HOUSE.finditer(text):
        last = next((place for place, token in enumerate(tokens) if token.end == match.end()), None)
        # The rest of the street's name.
        end = match.end() if last is None or not tokens[last].capital else _run(tokens, last, text)[-1].end
        yield match.start(), end, ADDRESS
    for match in numbered.finditer(text):
        after = re.match(r"\s+([^\W\d_]+)", text[match.end() :])
        if after is None or after[1].lower() not in _words().counted:
            yield (*match.span(), ADDRESS)
    if _shouted(text):
        return
    for match in _VILLAGE.finditer(text):
        named = next((place for place, token in enumerate(tokens) if token.start > match.end()), None)
        if named is not None and tokens[named].capital and text[match.end() : tokens[named].start] == " ":
            run = _run(tokens, named, text)
            if len(run) > 1 and not _no_name(run, places=False):
                yield match.start(), run[-1].end, ADDRESS


def _names(text: str) -> Iterator[Span]:
    tokens = _tokens(text)
    plain, shouted = text.isascii(), _shouted(text)
    for place in range(len(tokens)):
        before = tokens[place - 1].small if place and _joined(tokens[place - 1], tokens[place], text) else ""
        first = _after_title(tokens, place, text, plain)
        titled = first is not None and tokens[place].small in _titles(plain)
        # A street or a school with a person's name; a village whose name is told; several people: "chị em", "các anh".
        if before in _words().before_place_names and (tokens[place].capital or not titled):
            continue
        if before in _words().before_villages and first is not None and (tokens[place].capital or not titled):
            continue
        if titled and (before in _words().several or before in _titles(plain)):
            first = None
        found = None if first is None else _introduced(tokens, first, text, plain, shouted)
        if found is None and (first is None or not shouted):
            found = _full_name(tokens, place, text, plain, shouted, introduced=False)
        if found is not None:
            yield found[0].start, found[-1].end, NAME


def _after_title(tokens: list[Token], place: int, text: str, plain: bool) -> int | None:
    """Number of the word after a title or an introduction that begins at ``place``; None when there is none."""
    for words in _introductions(plain).get(tokens[place].small, ()):
        part = tuple(token.small for token in tokens[place : place + len(words)])
        after = place + len(words)
        if part == words and after < len(tokens) and _joined(tokens[after - 1], tokens[after], text, colon=True):
            return after
    after = place + 1
    if (
        tokens[place].small in _titles(plain)
        and after < len(tokens)
        and _joined(tokens[place], tokens[after], text, dot=True)
    ):
        return after
    return None


def _introduced(tokens: list[Token], first: int, text: str, plain: bool, shouted: bool) -> list[Token] | None:
    """The name that follows a title."""
    surnames = {_bare(name) for name in _words().surnames} if plain else _words().surnames
    if shouted or not tokens[first].capital:
        return _full_name(tokens, first, text, plain, shouted, introduced=True)
    run = _run(tokens, first, text)
    # "Ông Bà Nội", "Chị Em": a title in front of a title.
    if len(run) < 2 or (run[0].small in _words().titles and tokens[first - 1].capital):
        return None
    if plain and run[0].small not in surnames:
        return None
    return None if _no_name(run) else run


def _full_name(
    tokens: list[Token], first: int, text: str, plain: bool, shouted: bool, introduced: bool
) -> list[Token] | None:
    """Family name, văn or thị, given name: a name even without a title or without capitals."""
    run = tokens[first : first + 3]
    if len(run) < 3 or not all(_joined(one, two, text) for one, two in pairwise(run)):
        return None
    words = _words()
    capitals = all(token.capital for token in run) and not shouted
    middles = {_bare(name) for name in words.middle_names} if plain else words.middle_names
    if capitals:
        surnames = {_bare(name) for name in words.surnames} if plain else words.surnames
    else:
        surnames = words.clear_surnames_without_marks if plain else words.clear_surnames
        if not introduced and (plain or run[2].small in words.after_middle):
            return None
    if run[0].small not in surnames or run[1].small not in middles:
        return None
    fourth = tokens[first + 3 : first + 4]
    if capitals and fourth and fourth[0].capital and _joined(run[-1], fourth[0], text) and _syllable(fourth[0].small):
        run = [*run, *fourth]
    return run


def _run(tokens: list[Token], first: int, text: str) -> list[Token]:
    """Words with a capital from ``first`` on that look Vietnamese, at most five, with only a space between them."""
    run = [tokens[first]]
    for token in tokens[first + 1 : first + 5]:
        if not token.capital or not _joined(run[-1], token, text):
            break
        run.append(token)
    for place, token in enumerate(run):
        if not _syllable(token.small):
            return run[:place]
    return run


def _no_name(run: list[Token], places: bool = True) -> bool:
    """Whether words with capitals are an office, an organisation, a people or a place."""
    words = [token.small for token in run]
    starts = {" ".join(words[:length]) for length in (1, 2, 3)}
    return bool(starts & _words().not_names) or (places and bool(starts & _places()))


def _tokens(text: str) -> list[Token]:
    return [Token(*match.span(), match[0], match[0].lower()) for match in _WORD.finditer(text)]


def _joined(one: Token, two: Token, text: str, colon: bool = False, dot: bool = False) -> bool:
    """Whether only a space stands between two words (or ": ", or ". " as in "Mr. Lê")."""
    between = text[one.end : two.start]
    if colon and re.fullmatch(r"(?: (?:là|la))?\s*:?[ \t]*", between):
        return True
    if dot and one.small in ("mr", "mrs", "ms") and between.strip() == ".":
        return True
    return between != "" and between.strip(" \t\u00a0") == ""


def _shouted(text: str) -> bool:
    """Whether a text is written in capitals, so that they mark no names."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > len(letters) / 2


def _syllable(word: str) -> bool:
    bare = _bare(word)
    return bool(_SYLLABLE.fullmatch(bare)) and bool(re.search(r"[aeiouy]", bare))


@lru_cache(maxsize=1 << 14)
def _bare(text: str) -> str:
    """Without the Vietnamese marks: "Đặng" becomes "Dang"."""
    split = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in split if not unicodedata.combining(letter))


@cache
def _words() -> Words:
    lists = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    introductions = sorted((tuple(line.split()) for line in lists.pop("introductions")), key=len, reverse=True)
    return Words(introductions=tuple(introductions), **{name: frozenset(words) for name, words in lists.items()})


@cache
def _introductions(plain: bool) -> dict[str, list[tuple[str, ...]]]:
    """Introductions by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in _words().introductions:
        words = tuple(_bare(word) for word in line) if plain else line
        found.setdefault(words[0], []).append(words)
    return found


@cache
def _titles(plain: bool) -> frozenset[str]:
    return frozenset(_bare(title) for title in _words().titles) if plain else _words().titles


@cache
def _places() -> frozenset[str]:
    """Names of provinces: "chị em Hà Giang" are the women of a province."""
    provinces = text_table("provinces.csv")
    names = [*provinces["province_2022"], *provinces["unit_2025"]]
    names += [part.strip() for name in names for part in name.split("-")]
    full = {unicodedata.normalize("NFC", name).lower() for name in names}
    return frozenset(full | {_bare(name) for name in full})
