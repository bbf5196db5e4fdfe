"""Names and codes of provinces: understand how people write them, convert them between lists, and warn of traps.

A province code means nothing without the version of its list. On 1 July 2025 Viet Nam's 63 provinces became 34 units;
seven codes of the old list now name another province (Resolution 202/2025/QH15, Decision 19/2025/QD-TTg).
"""

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cgd.errors import CgdError
from cgd.language import _, allowed
from cgd.scorecard.sources import text_table

OLD_LIST, NEW_LIST = "GSO-2022-07", "NSO-2025-07"
PROVINCE_LISTS = (OLD_LIST, NEW_LIST)
_CODE = re.compile(r"([0-9]{1,2})(\.0+)?")


@dataclass(frozen=True)
class Match:
    """How a text was understood.

    Attributes
    ----------
    code
        Two digits in the list asked for; None when the text was not understood, or fits several provinces.
    how
        "code" (it was a code already), "name" (letter by letter), "spelling" (the name, written otherwise), "alias"
        (a short or old name of `aliases.csv`); empty without a code.
    reason
        Why there is no code, for people; empty with a code.
    """

    code: str | None
    how: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Trap:
    """What becomes of one code when somebody takes the list of 2022 for the list of 2025, or the other way round.

    Attributes
    ----------
    kind
        "other_meaning" (the code lives on and names another province), "larger" (same code and name, more territory),
        "ended" (no code of 2025), "none" (same code, same territory).
    name_2022, name_2025
        What the code names in each list; name_2025 is empty for an ended code.
    sentence
        The same for people.
    """

    code: str
    kind: str
    name_2022: str
    name_2025: str
    sentence: str


def province_names(province_list: str = OLD_LIST) -> dict[str, str]:
    """Code and name of every province of a list. Raises `UsageError` when there is no such list."""
    return dict(_names(province_list))


def province_code(text: str, province_list: str = OLD_LIST) -> str | None:
    """The code of a province from its code or name as people write it; None when that is not certain.

    Understood are names with or without marks, in any Unicode form, with the tone mark on either vowel (Hòa, Hoà), in
    any case, with or without spaces and dashes, with "TP.", "Tỉnh" and the like before them; the short and old names of
    `aliases.csv`; and codes, also those that lost their zero in a spreadsheet. Nothing is guessed; `match_province`
    says why there is no code.

    Raises
    ------
    UsageError
        There is no such list.
    """
    return match_province(text, province_list).code


def match_province(text: str, province_list: str = OLD_LIST) -> Match:
    """Like `province_code`, and how the text was understood or why it was not.

    Raises
    ------
    UsageError
        There is no such list.
    """
    names = _names(province_list)
    written = unicodedata.normalize("NFC", text).strip()
    if not written:
        return Match(None, reason=_("The cell is empty."))
    if number := _CODE.fullmatch(written):
        code = number[1].zfill(2)
        return Match(code, "code") if code in names else Match(None, reason=_no_code(written, province_list))
    for code, name in names.items():
        if written == name:
            return Match(code, "name")
    keys, aliases = _keys(province_list), _aliases(province_list)
    for key in _without_words(written):
        if key in keys:
            return Match(keys[key], "spelling")
        if key in aliases:
            return Match(aliases[key], "alias")
    return Match(None, reason=_why_not(written, province_list))


def convert(code: str, from_list: str, to_list: str) -> str:
    """The code of the same place in another list.

    From 63 provinces to 34 units there is always one answer. Backwards there is one only for a unit that is still one
    province.

    Raises
    ------
    UsageError
        There is no such list.
    CgdError
        The list has no such code, or the unit was made of several provinces (the line names them).
    """
    here, there = _names(from_list), _names(to_list)
    if code not in here:
        message = _no_code(code, from_list)
        other = _names(_other(from_list))
        if code in other:
            message += " " + _("In the list {other} it is {name}.").format(other=_other(from_list), name=other[code])
        raise CgdError(message)
    if from_list == to_list:
        return code
    if from_list == OLD_LIST:
        return _units()[code]
    members = [old for old, new in _units().items() if new == code]
    if len(members) > 1:
        raise CgdError(
            _(
                "{name} ({code}, list {list}) was made of {count} provinces: {candidates}. The code alone does not "
                "tell which; take the province from the form."
            ).format(
                name=here[code],
                code=code,
                list=from_list,
                count=len(members),
                candidates=", ".join(f"{there[old]} ({old})" for old in members),
            )
        )
    return members[0]


def trap(code: str) -> Trap:
    """Whether a code of 2022 means something else in 2025.

    Raises
    ------
    CgdError
        The code is in neither list. (Every code of 2025 is a code of 2022.)
    """
    old, new = _names(OLD_LIST), _names(NEW_LIST)
    if code not in old:
        raise CgdError(_no_code(code, OLD_LIST))
    unit = _units()[code]
    name, today = old[code], new.get(code, "")
    values = {"code": code, "name": name, "today": today, "unit": f"{new[unit]} ({unit})"}
    if code not in new:
        kind = "ended"
        sentence = _("{code} was {name} until 30 June 2025. The code has ended; the place now belongs to {unit}.")
    elif list(_units().values()).count(code) == 1:
        kind = "none"
        if _key(today) == _key(name):
            sentence = _("{code} is {name} in both lists, with the same territory.")
        else:
            sentence = _("{code} was {name} and is now called {today}; the territory is the same.")
    elif _key(today) != _key(name):
        kind = "other_meaning"
        sentence = _(
            "{code} was {name} and is now {today}. A join on the code alone succeeds and is wrong: keep the name of "
            "the list beside the code."
        )
    else:
        kind = "larger"
        sentence = _(
            "{code} is {name} in both lists, but the unit is larger since 1 July 2025. Nothing in the data shows the "
            "break."
        )
    return Trap(code, kind, name, today, sentence.format(**values))


def correspondence() -> pd.DataFrame:
    """The 63 provinces of 2022 and the units of 2025: `provinces.csv`, every cell as text."""
    return text_table("provinces.csv").drop(columns="in_sample", errors="ignore")


def _why_not(written: str, province_list: str) -> str:
    names = _names(province_list)
    key = _key(written)
    short = [name for name in names.values() if _initials(name) == key]
    if len(short) > 1:
        return _("{text!r} fits several provinces: {names}. Ask the person who wrote it.").format(
            text=written, names=", ".join(short)
        )
    other = _other(province_list)
    if any(key in _keys(other) for key in _without_words(written)):
        return _("{text!r} is a name of the list {other}, not of {list}. Find its code there and convert it.").format(
            text=written, other=other, list=province_list
        )
    keys = _keys(province_list)
    near = short or [names[keys[found]] for found in difflib.get_close_matches(key, keys)]
    if near:
        return _("{text!r} is no name of the list {list}. Similar: {names}.").format(
            text=written, list=province_list, names=", ".join(near)
        )
    return _("{text!r} is no name of the list {list}.").format(text=written, list=province_list)


def _no_code(code: str, province_list: str) -> str:
    return _("{code!r} is no code of the list {list}.").format(code=code, list=province_list)


def _other(province_list: str) -> str:
    return NEW_LIST if province_list == OLD_LIST else OLD_LIST


def _key(text: str) -> str:
    """A name without marks, case, spaces and signs: what stays the same however people write it."""
    # Old fonts write Đ as the Icelandic Ð, which looks the same.
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("đ", "d").replace("ð", "d")
    return "".join(letter for letter in plain if letter.isalnum())


def _initials(name: str) -> str:
    return "".join(_key(word)[0] for word in re.findall(r"\w+", name))


def _without_words(written: str) -> list[str]:
    """Keys of a text: whole, then without a word such as "Tỉnh" before it or "City" after it."""
    keys = [_key(written)]
    for piece, position in _words():
        for key in list(keys):
            if position == "after" and key.endswith(piece):
                keys.append(key.removesuffix(piece))
            # A single letter is a word only when a full stop or a space follows: "T. Huế", but not "Thái Bình".
            elif position == "before" and key.startswith(piece) and (len(piece) > 1 or _stands_alone(written, piece)):
                keys.append(key.removeprefix(piece))
    return keys


def _stands_alone(written: str, letter: str) -> bool:
    return re.match(rf"{letter}[.\s]", written, re.IGNORECASE) is not None


@cache
def _words() -> list[tuple[str, str]]:
    """Key of each word that stands beside names, and whether it stands "before" or "after"."""
    words = text_table("place_words.csv", "official")
    return [(_key(word), position) for word, position in zip(words["word"], words["position"], strict=True)]


@cache
def _names(province_list: str) -> dict[str, str]:
    """Code and name of every unit of a list."""
    if province_list not in PROVINCE_LISTS:
        raise allowed("province list", province_list, PROVINCE_LISTS)
    code, name = ("code_2022", "province_2022") if province_list == OLD_LIST else ("code_2025", "unit_2025")
    table = correspondence()
    return dict(sorted(zip(table[code], table[name], strict=True)))


@cache
def _keys(province_list: str) -> dict[str, str]:
    """Key of each name, and its code."""
    return {_key(name): code for code, name in _names(province_list).items()}


@cache
def _units() -> dict[str, str]:
    """Code of 2022, and code of the unit of 2025."""
    table = correspondence()
    return dict(zip(table["code_2022"], table["code_2025"], strict=True))


@cache
def _aliases(province_list: str) -> dict[str, str]:
    """Key of each alias, and its code; in the list of 2025 only where the unit still is that province by name."""
    table = text_table("aliases.csv", "official")
    aliases = {_key(alias): code for alias, code in zip(table["alias"], table["code_2022"], strict=True)}
    if province_list == OLD_LIST:
        return aliases
    old, new, units = _names(OLD_LIST), _names(NEW_LIST), _units()
    alone = {code for code, unit in units.items() if list(units.values()).count(unit) == 1}
    return {
        key: units[code] for key, code in aliases.items() if code in alone or _key(old[code]) == _key(new[units[code]])
    }
