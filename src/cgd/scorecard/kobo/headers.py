"""Which question of which form a column of an export belongs to.

Exports name columns in many ways: by the question's XML name or by its label in either language, with the groups before
it or without, and a question with several answers may have one column for each answer.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.errors import CgdError
from cgd.language import _
from cgd.scorecard.kobo.forms import Form, Question, Text, choice_lists, column_of, forms
from cgd.scorecard.kobo.sheets import Sheet, settings


@dataclass(frozen=True)
class Target:
    """What a column holds: a question, or one answer of a question with several answers."""

    question: str
    choice: str = ""


@dataclass(frozen=True)
class Headers:
    """The columns of one sheet: what each known one holds, and which are unknown.

    Attributes
    ----------
    targets
        Position of a column -> what it holds. A question may have several columns (files put together).
    empty
        Positions of unknown columns and of notes without any value: nothing to keep.
    others
        Positions of all other columns.
    """

    targets: dict[int, Target]
    empty: tuple[int, ...]
    others: tuple[int, ...]

    def questions(self) -> set[str]:
        """Names of the questions that have a column."""
        return {target.question for target in self.targets.values()}


def read_headers(sheet: Sheet) -> Headers:
    """Say for each column of a sheet what it holds.

    Raises
    ------
    CgdError
        The header is not row 1, is there twice, or has a value under no name; or a name occurs twice.
    """
    names = [str(name) for name in sheet.cells.columns]
    _one_header(sheet, names)
    _no_gaps(sheet, names)
    known, added = _known(), set(settings()["added"])
    targets: dict[int, Target] = {}
    empty, others = [], []
    for place, name in enumerate(names):
        if name not in added and (target := known.get(key(name)) or _by_tail(name)):
            targets[place] = target
        elif (sheet.cells.iloc[:, place] != "").any():
            others.append(place)
        else:
            empty.append(place)
    return Headers(targets, tuple(empty), tuple(others))


def which_form(sheet: Sheet, headers: Headers, wanted: str | None) -> Form:
    """The form that a sheet is an export of: the one with the fewest columns missing.

    Raises
    ------
    CgdError
        The sheet is no export of the three forms, lacks columns, or is not of the ``wanted`` form.
    """
    present = headers.questions()
    # On a tie the form with more questions: every column of form 2 is also in form 1.
    looks = min(forms().values(), key=lambda form: (len(lacking(form, present)), -len(needed(form))))
    if len(lacking(looks, present)) > len(needed(looks)) / 2:
        raise CgdError(
            _(
                "{file} is no export of the three forms: {known} of its {columns} columns are known. Export with the "
                "option 'XML values and headers'."
            ).format(file=sheet.file, known=len(headers.targets), columns=len(sheet.cells.columns))
        )
    form = forms()[wanted] if wanted else looks
    missing = lacking(form, present)
    if missing and form.key != looks.key:
        line = _(
            "{file} looks like an export of {looks}, not of {wanted}: {count} of {total} columns are missing, such as "
            "{examples}."
        )
        raise CgdError(line.format(looks=form_name(looks.key), wanted=form_name(form.key), **_missing(sheet, form)))
    complete(sheet, form, present)
    return form


def complete(sheet: Sheet, form: Form, present: set[str]) -> None:
    """Raise `CgdError` when an export of ``form`` lacks columns."""
    if missing := lacking(form, present):
        line = _(
            "{file} looks like an export of {looks}, but {count} of {total} columns are missing, such as {examples}. "
            "Export all questions."
        )
        words = _missing(sheet, form) | {"count": len(missing), "examples": _some(missing)}
        raise CgdError(line.format(looks=form_name(form.key), **words))


def needed(form: Form) -> list[str]:
    """Names of the questions without which an export of a form is incomplete."""
    return [question.name for question in form.answers() if question.needed]


def lacking(form: Form, present: set[str]) -> list[str]:
    """Names of the needed questions that have no column."""
    return [name for name in needed(form) if name not in present]


def form_name(form: str) -> str:
    """Name of one form for people, in the language in use."""
    return {
        "adult": _("form 1 (youth, women, persons with disabilities, LGBTIQ+)"),
        "cso": _("form 2 (organisations)"),
        "child": _("form 3 (children)"),
    }[form]


def key(text: str) -> str:
    """A header or a label so that spaces, letter case and the way of storing accents do not matter."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def _missing(sheet: Sheet, form: Form) -> dict[str, object]:
    present = {target.question for target in read_headers(sheet).targets.values()}
    missing = lacking(form, present)
    return {"file": sheet.file, "count": len(missing), "total": len(needed(form)), "examples": _some(missing)}


def _some(names: list[str]) -> str:
    return ", ".join(names[: settings()["examples_shown"]])


def _one_header(sheet: Sheet, names: list[str]) -> None:
    repeated = _header_rows(sheet.cells.to_numpy(dtype=object), set(names))
    if not len(repeated):
        return
    place, number = int(repeated[0]), int(sheet.rows[repeated[0]])
    titles = np.array([names], dtype=object)
    if place < settings()["header_rows_searched"] and not len(_header_rows(titles, set())):
        line = _("{file}: the names of the columns stand in row {row}. Delete the rows above, so that they are row 1.")
    elif place == 0:
        line = _("{file}, row {row}: this is a second row of column names. Delete it.")
    else:
        line = _("{file}, row {row}: this row repeats the column names. Delete it.")
    raise CgdError(line.format(file=sheet.file, row=number))


def _header_rows(cells: NDArray, names: set[str]) -> NDArray[np.int64]:
    """Rows of which at least half of the filled cells, and at least two, are names of columns or HXL tags."""
    place, texts = pd.factorize(cells.ravel())
    known = _known()
    title = np.array([key(text) in known or text in names or text.startswith("#") for text in texts], dtype=bool)
    filled = np.array([bool(text.strip()) for text in texts], dtype=bool)
    hits = (title & filled)[place].reshape(cells.shape).sum(axis=1)
    return np.flatnonzero((hits >= 2) & (2 * hits >= filled[place].reshape(cells.shape).sum(axis=1)))


def _no_gaps(sheet: Sheet, names: list[str]) -> None:
    seen: set[str] = set()
    for place, name in enumerate(names):
        if not name:
            line = _(
                "{file}, row 1: column number {place} has values but no name. Merged cells in the header? Undo them "
                "and name each column."
            )
            raise CgdError(line.format(file=sheet.file, place=place + 1))
        if name in seen:
            raise CgdError(_("{file}, row 1: the column {column} occurs twice.").format(file=sheet.file, column=name))
        seen.add(name)


@cache
def _known() -> dict[str, Target]:
    """Every way in which an export may name a column, and what the column then holds."""
    known: dict[str, Target] = {}
    for form in forms().values():
        labels = {question.name: question.label for question in form.questions}
        for question in form.answers():
            names = _names(question, labels)
            for name in names:
                known.setdefault(key(name), Target(question.name))
            if question.type == "select_multiple":
                for choice, separator, name in product(choice_lists()[question.list], _separators(), names):
                    for answer in (choice.code, *choice.label):
                        known.setdefault(key(name + separator + answer), Target(question.name, choice.code))
    return known


def _names(question: Question, labels: dict[str, Text]) -> list[str]:
    """XML name and labels of a question, alone and behind the names and labels of its groups."""
    names = [question.name, *filter(None, question.label)]
    for separator in _separators():
        names.append(separator.join([*question.groups, question.name]))
        for language in (0, 1):
            # A question or group without a label appears under its name.
            path = [labels[group][language] or group for group in question.groups]
            names.append(separator.join([*path, question.label[language] or question.name]))
    return names


def _by_tail(name: str) -> Target | None:
    """A question whose groups have other names than in our forms: only the end of the column's name counts."""
    parts = re.split("[/-]", name)
    for length in (2, 1):
        tail = "/".join(parts[-length:])
        if len(parts) > length and re.fullmatch("[a-z0-9_/]+", tail) and tail in _known():
            return _known()[tail]
    return None


def _separators() -> list[str]:
    return settings()["separators"]


def column_report(sheet: Sheet, headers: Headers, kept: dict[int, str]) -> pd.DataFrame:
    """What became of each column of a sheet: file, column, became (empty: it held nothing and was left out)."""
    names = [str(name) for name in sheet.cells.columns]
    became = {place: _filled_columns()[target.question] for place, target in headers.targets.items()} | kept
    return pd.DataFrame(
        {"file": sheet.file, "column": names, "became": [became.get(place, "") for place in range(len(names))]},
        dtype="str",
    )


@cache
def _filled_columns() -> dict[str, str]:
    """Question -> the column of the wide table that its answers fill."""
    return {question.name: column_of(question) for form in forms().values() for question in form.answers()}
