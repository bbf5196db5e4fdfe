"""From the cells of one column of an export to the codes of the survey; what cannot be read is left as it is."""

import datetime
import re
from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.language import _
from cgd.scorecard.kobo.forms import choice_lists
from cgd.scorecard.kobo.headers import key
from cgd.scorecard.kobo.sheets import settings

# The code of one text, or None for a text that is no answer to the question.
Reader = Callable[[str], str | None]

_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2}(?:[.,]\d+)?)?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?", re.ASCII
)


def read_cells(cells: NDArray[np.object_], reader: Reader, message: str) -> tuple[NDArray[np.object_], NDArray]:
    """Read one column.

    Parameters
    ----------
    cells
        Texts; an empty one stays empty.
    message
        What is allowed, for the cells that cannot be read.

    Returns
    -------
    (codes, messages)
        A code for each cell (the cell itself where it cannot be read), and a message for each cell, empty where all
        is well.
    """
    place, texts = pd.factorize(cells)
    codes = np.empty(len(texts), dtype=object)
    wrong = np.zeros(len(texts), dtype=bool)
    for number, text in enumerate(texts):
        code = reader(text.strip()) if text.strip() else ""
        codes[number] = text if code is None else code
        wrong[number] = code is None
    messages = np.where(wrong, message, "").astype(object)
    return codes[place], messages[place]


def choice_reader(name: str) -> tuple[Reader, str]:
    """How to read an answer of a list (a code, or a label in either language), and what is allowed."""
    codes = _codes(name)
    allowed = ", ".join(choice.code for choice in choice_lists()[name])
    return lambda text: _choice(text, codes), _("allowed: {codes}").format(codes=allowed)


def rating_reader(name: str) -> tuple[Reader, str]:
    """As `choice_reader`; "don't know" and "refused" become the codes of the survey file."""
    reader, message = choice_reader(name)
    renamed = settings()["rating_codes"]

    def read(text: str) -> str | None:
        code = reader(text)
        return None if code is None else renamed.get(code, code)

    return read, message


def number_reader() -> tuple[Reader, str]:
    """How to read a whole number; a spreadsheet's 34.0 is 34."""
    return _number, _("a whole number is needed")


def date_reader() -> tuple[Reader, str]:
    """How to read a day: 2022-07-31, the beginning of a time, or a spreadsheet's number of days."""
    message = _("write dates as {example} (spreadsheets like to change them)").format(example="2022-07-31")
    return lambda text: _day(text), message


def time_reader() -> tuple[Reader, str]:
    """How to read a time; one with an offset from UTC becomes the local time of Viet Nam, to the minute."""
    message = _("write dates as {example} (spreadsheets like to change them)").format(example="2022-07-31T08:30")
    return lambda text: _minute(text), message


def text_reader() -> tuple[Reader, str]:
    """A text is what it is."""
    return lambda text: text, ""


def several_reader(name: str) -> tuple[Reader, str]:
    """How to read several answers in one cell: codes or labels with spaces between; gives codes in the list's order."""
    codes = _codes(name)
    order = [choice.code for choice in choice_lists()[name]]
    allowed = ", ".join(order)

    def read(text: str) -> str | None:
        found = _split(key(text).split(), codes)
        return None if found is None else " ".join(code for code in order if code in found)

    return read, _("allowed: {codes}").format(codes=allowed)


def together(name: str, columns: dict[str, NDArray[np.object_]]) -> tuple[NDArray[np.object_], NDArray]:
    """Several answers from one column for each answer (0, 1): codes in one cell, and a message where a cell is neither.

    A row in which every column is empty was not asked, and stays empty.
    """
    marks = {}
    size = len(next(iter(columns.values())))
    messages = np.full(size, "", dtype=object)
    allowed = _("allowed: {codes}").format(codes="0, 1")
    for code, cells in columns.items():
        marks[code], wrong = read_cells(cells, _mark, allowed)
        messages = np.where(wrong != "", wrong, messages)
    order = [choice.code for choice in choice_lists()[name] if choice.code in marks]
    codes = [" ".join(code for code in order if marks[code][row] == "1") for row in range(size)]
    return np.array(codes, dtype=object), messages


@cache
def _codes(name: str) -> dict[str, str]:
    """Every way of writing an answer of a list -> its code."""
    codes = {}
    for choice in choice_lists()[name]:
        for text in (*choice.label, choice.code):
            codes[key(text)] = choice.code
    return codes


def _choice(text: str, codes: dict[str, str]) -> str | None:
    if key(text) in codes:
        return codes[key(text)]
    # A spreadsheet shows 3 as 3.0, and 01 as 1.
    number = _number(text)
    if number is None:
        return None
    return codes.get(number, codes.get(number.zfill(2)))


def _number(text: str) -> str | None:
    found = re.fullmatch(r"([+-]?)0*([0-9]{1,15})(?:\.0*)?", text, re.ASCII)
    if not found:
        return None
    return ("-" if found[1] == "-" and found[2] != "0" else "") + found[2]


def _mark(text: str) -> str | None:
    marks = {"0": "0", "1": "1", "0.0": "0", "1.0": "1", "false": "0", "true": "1"}
    return marks.get(text.casefold())


def _split(words: list[str], codes: dict[str, str]) -> set[str] | None:
    """The answers that make up a row of words, or None. Labels hold spaces, so that several ways are tried."""
    reached: dict[int, set[str]] = {0: set()}
    longest = max(len(text.split()) for text in codes)
    for end in range(1, len(words) + 1):
        for begin in range(max(0, end - longest), end):
            text = " ".join(words[begin:end])
            if begin in reached and text in codes and end not in reached:
                reached[end] = reached[begin] | {codes[text]}
    return reached.get(len(words))


def _day(text: str) -> str | None:
    moment = _moment(text)
    return None if moment is None else moment.strftime("%Y-%m-%d")


def _minute(text: str) -> str | None:
    moment = _moment(text)
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M")


def _moment(text: str) -> datetime.datetime | None:
    """Local time of a text, or of a spreadsheet's number of days since 30 December 1899."""
    found = _MOMENT.fullmatch(text)
    try:
        if not found:
            return _serial(text)
        moment = datetime.datetime.fromisoformat(f"{found[1]}T{found[2] or '00:00'}")
        if found[3] and found[2]:
            moment += datetime.timedelta(hours=settings()["hours_from_utc"]) - _offset(found[3])
    except (ValueError, OverflowError):
        return None
    # strftime writes the year 900 as "900" on some machines.
    return moment if moment.year >= 1000 else None


def _offset(text: str) -> datetime.timedelta:
    if text == "Z":
        return datetime.timedelta()
    digits = text[1:].replace(":", "").ljust(4, "0")
    size = datetime.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -size if text[0] == "-" else size


def _serial(text: str) -> datetime.datetime | None:
    if not re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text, re.ASCII):
        return None
    first, last = settings()["serial_days"]
    if not first <= float(text) < last:
        return None
    # Half a second more: 0.354166666667 is 08:30:00, not 08:29:59.
    seconds = int(float(text) * 86400 + 0.5)
    return datetime.datetime(1899, 12, 30) + datetime.timedelta(seconds=seconds)
