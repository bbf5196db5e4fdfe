"""What a person can put into a field: read from text, checked, written back, shown.

A value is what YAML and JSON can hold: a text, a number, a list of codes, for a checklist a "yes" or "no" by item, for
a table its rows (a list; with fixed rows a mapping by row). An empty value is None and is not stored.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cgd.language import _
from cgd.toolkit.bank import Column, Entry

Value = str | int | float | list[Any] | dict[str, Any] | None

MOST_LETTERS = 100_000
"""A longer text is refused (ours): it is a document, and belongs in a file that the answer links to."""
MOST_ROWS = 1_000
_ANSWERS = ("yes", "no")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_QUESTION = re.compile(r"[A-Z]\d{1,2}")


class ValueProblem(ValueError):
    """A value that its field does not take; ``key`` says where inside it (row, column)."""

    def __init__(self, message: str, key: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.key = key


def parse(entry: Column, given: Any) -> Value:
    """What ``given`` means for the field ``entry``: a text as typed, or a value as stored.

    Raises
    ------
    ValueProblem
        With what is wrong, what is allowed, and for a table the row and column.
    """
    if isinstance(entry, Entry) and entry.type == "table":
        return _table(entry, given)
    if entry.type == "checklist":
        return _checklist(entry, given)
    if entry.type == "multichoice":
        return _codes(entry, given)
    if entry.type == "computed":
        raise ValueProblem(_("is computed; nothing can be written here."))
    return _one(entry, given)


def clean_text(text: str) -> str:
    """``text`` as it is stored: NFC, Unix line ends, no characters that a document cannot hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    text = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))


def is_complete(entry: Entry, value: Value) -> bool:
    """Whether ``value`` leaves nothing of a field open that is not optional.

    A table with fixed rows is complete when each row has something in it (or, with `rows_optional`, any): which cells
    of a row apply, a person knows.
    """
    if value is None:
        return False
    if entry.type == "table" and entry.rows:
        return isinstance(value, dict) and (entry.rows_optional or all(value.get(row) for row in entry.rows))
    if entry.type == "checklist":
        return isinstance(value, dict) and all(item in value for item in entry.options)
    return True


def number_text(value: float) -> str:
    """A number as it is typed: no exponent for what people write, no ".0"."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)


def _one(entry: Column, given: Any) -> Value:
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise ValueProblem(_("must be one value, not a list."))
    text = clean_text(number_text(given) if isinstance(given, int | float) else given)
    if not text.strip():
        return None
    if len(text) > MOST_LETTERS:
        what = _("has {size} letters; at most {most} fit. Put the document in a file and give its link.")
        raise ValueProblem(what.format(size=len(text), most=MOST_LETTERS))
    read = {"number": _number, "date": _date, "choice": _choice, "question": _question}.get(entry.type)
    return read(entry, text.strip()) if read else text


def _number(entry: Column, text: str) -> float | int:
    # A comma is the decimal sign in Viet Nam; "1,000" could be one or a thousand.
    if re.fullmatch(r"[+-]?\d{1,3}([.,]\d{3})+", text) and "," in text:
        raise ValueProblem(
            _("{text} can be read in two ways: write it without separators, such as 1000.").format(text=text)
        )
    try:
        value = float(text.replace(",", ".").replace("%", "").strip())
    except ValueError:
        raise ValueProblem(_("must be a number, not {text!r}.").format(text=_short(text))) from None
    if not math.isfinite(value):
        raise ValueProblem(_("must be a number, not {text!r}.").format(text=_short(text)))
    low, high = entry.min, entry.max
    if (low is not None and value < low) or (high is not None and value > high):
        what = _("must be a number from {low} to {high}.") if high is not None else _("must be a number from {low} up.")
        raise ValueProblem(what.format(low=_end(low), high=_end(high)))
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _date(_entry: Column, text: str) -> str:
    """A day, a month or a year: 2022-07-14, 2022-07, 2022; also 14/7/2022 and 7/2022, as people write."""
    what = _("must be a date such as 2022-07-14, 2022-07 or 2022, not {text!r}.").format(text=_short(text))
    if found := re.fullmatch(r"(?:(\d{1,2})/)?(\d{1,2})/(\d{4})", text):
        day, month, year = found.groups()
        text = f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        raise ValueProblem(what)
    parts = [int(part) for part in text.split("-")]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        raise ValueProblem(what) from None
    return text


def _choice(entry: Column, text: str) -> str:
    if text not in entry.options:
        raise ValueProblem(
            _("is {text!r}. Allowed: {names}.").format(text=_short(text), names=", ".join(entry.options))
        )
    return text


def _question(_entry: Column, text: str) -> str:
    if not _QUESTION.fullmatch(text):
        raise ValueProblem(_("must be the number of a question such as B4, not {text!r}.").format(text=_short(text)))
    return text


def _codes(entry: Column, given: Any) -> list[str] | None:
    if isinstance(given, str):
        given = [part.strip() for part in given.split(",") if part.strip()]
    if not isinstance(given, list | tuple):
        raise ValueProblem(_("must be a list of codes."))
    chosen = {_choice(entry, part) if isinstance(part, str) else _choice(entry, str(part)) for part in given}
    # In the order of the form: the same ticks are the same value.
    return [code for code in entry.options if code in chosen] or None


def _checklist(entry: Column, given: Any) -> dict[str, str] | None:
    if given in ("", None):
        return None
    if not isinstance(given, Mapping):
        raise ValueProblem(_("must say yes or no for each item."))
    _known(given, entry.options)
    found = {}
    for item in entry.options:
        answer = given.get(item) or ""
        if answer and answer not in _ANSWERS:
            raise ValueProblem(
                _("is {text!r}. Allowed: {names}.").format(text=_short(str(answer)), names="yes, no"), (item,)
            )
        if answer:
            found[item] = answer
    return found or None


def _table(entry: Entry, given: Any) -> Value:
    if given in ("", None):
        return None
    if entry.rows:
        if not isinstance(given, Mapping):
            raise ValueProblem(_("must have its rows by name: {names}.").format(names=", ".join(entry.rows)))
        _known(given, entry.rows)
        rows = {row: _row(entry, given[row], row) for row in entry.rows if row in given}
        return {row: cells for row, cells in rows.items() if cells} or None
    if not isinstance(given, list | tuple):
        raise ValueProblem(_("must be a list of rows."))
    most = entry.max_rows or MOST_ROWS
    # Empty rows are kept between others: somebody may be about to fill them. Those at the end are not.
    listed = [_row(entry, row, place) for place, row in enumerate(given)]
    while listed and not listed[-1]:
        listed.pop()
    if len(listed) > most:
        raise ValueProblem(_("has {n} rows; at most {most} fit.").format(n=len(listed), most=most))
    return listed or None


def _row(entry: Entry, given: Any, place: str | int) -> dict[str, Any]:
    if given in ("", None):
        return {}
    if not isinstance(given, Mapping):
        raise ValueProblem(
            _("must have its cells by name: {names}.").format(names=", ".join(c.id for c in entry.columns)), (place,)
        )
    try:
        _known(given, [column.id for column in entry.columns])
    except ValueProblem as problem:
        raise ValueProblem(str(problem), (place, *problem.key)) from None
    cells = {}
    for column in entry.columns:
        try:
            value = parse(column, given.get(column.id, ""))
        except ValueProblem as problem:
            raise ValueProblem(str(problem), (place, column.id, *problem.key)) from None
        if value is not None:
            cells[column.id] = value
    return cells


def _known(given: Mapping[Any, Any], names: Iterable[str]) -> None:
    allowed = list(names)
    for name in given:
        if name not in allowed:
            what = _("{name} does not belong here. Allowed: {names}.")
            raise ValueProblem(what.format(name=_short(str(name)), names=", ".join(allowed)), (name,))


def _end(value: float | None) -> str:
    return "-∞" if value is None else number_text(value)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
