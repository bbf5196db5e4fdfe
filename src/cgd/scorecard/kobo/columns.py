"""Read the columns of one sheet of an export: the answers to every question, and what else the sheet holds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.errors import CgdError
from cgd.language import _
from cgd.scorecard.kobo.answers import (
    Reader,
    choice_reader,
    date_reader,
    number_reader,
    rating_reader,
    read_cells,
    several_reader,
    text_reader,
    time_reader,
    together,
)
from cgd.scorecard.kobo.forms import Question, choice_lists, column_of, forms
from cgd.scorecard.kobo.headers import Headers, complete, form_name, read_headers, which_form
from cgd.scorecard.kobo.sheets import Sheet

Cells = NDArray[np.object_]


@dataclass
class Part:
    """One sheet while it is read.

    Attributes
    ----------
    form
        Key of the form of each row.
    columns
        Column of the survey or of the reader's own -> its cells.
    problems
        Tables of cells that cannot be read: file, row, column, value, message, record (position of the row), name.
    """

    sheet: Sheet
    headers: Headers
    form: Cells
    columns: dict[str, Cells] = field(default_factory=dict)
    problems: list[pd.DataFrame] = field(default_factory=list)

    def cells(self, place: int) -> Cells:
        """The texts of one column of the sheet, by its position."""
        return self.sheet.cells.iloc[:, place].to_numpy(dtype=object)

    def blank(self) -> Cells:
        """A column of empty texts."""
        return np.full(len(self.sheet.cells), "", dtype=object)


def read_part(sheet: Sheet, wanted: str | None) -> Part:
    """Read every question that has a column.

    Raises
    ------
    CgdError
        The sheet is no export of the three forms (or of the ``wanted`` one), or lacks columns.
    """
    headers = read_headers(sheet)
    form = which_form(sheet, headers, wanted)
    if not len(sheet.cells):
        raise CgdError(_("{file} has no row below its header.").format(file=sheet.file))
    part = Part(sheet, headers, np.full(len(sheet.cells), form.key, dtype=object))
    _forms_of_rows(part, wanted)
    present = headers.questions()
    for question in _questions():
        if question.name in present:
            _several(part, question) if question.type == "select_multiple" else _single(part, question)
    return part


def _forms_of_rows(part: Part, wanted: str | None) -> None:
    """Rows of several forms may stand in one sheet: each says itself which form it is of."""
    for place in _places(part, "instrument"):
        stated = np.array([text.strip().casefold() for text in part.cells(place)], dtype=object)
        part.form = np.where(np.isin(stated, list(forms())), stated, part.form)
    for key in dict.fromkeys(part.form):
        if wanted and key != wanted:
            row = int(part.sheet.rows[np.flatnonzero(part.form == key)[0]])
            line = _("{file}, row {row}: this is an answer to {looks}, not to {wanted}.")
            words = {"looks": form_name(key), "wanted": form_name(wanted)}
            raise CgdError(line.format(file=part.sheet.file, row=row, **words))
        complete(part.sheet, forms()[key], part.headers.questions())


def _questions() -> Iterator[Question]:
    """Every question of the three forms once; where one form computes what another asks, the one that asks."""
    found: dict[str, Question] = {}
    for form in forms().values():
        for question in form.answers():
            if question.name not in found or (question.list and not found[question.name].list):
                found[question.name] = question
    yield from found.values()


def _reader(question: Question) -> tuple[Reader, str]:
    if question.type == "select_one":
        return rating_reader(question.list) if question.list == "rating" else choice_reader(question.list)
    if question.type == "select_multiple":
        return several_reader(question.list)
    readers = {"integer": number_reader, "today": date_reader, "start": time_reader, "end": time_reader}
    return readers.get(question.type, text_reader)()


def _single(part: Part, question: Question) -> None:
    reader, message = _reader(question)
    codes = part.blank()
    for place in _places(part, question.name):
        read, wrong = read_cells(part.cells(place), reader, message)
        wrong = np.where(_computed(question, read, part.form), "", wrong)
        codes = _merged(part, place, column_of(question), codes, read, wrong)
    part.columns[column_of(question)] = codes


def _computed(question: Question, codes: Cells, form: Cells) -> NDArray[np.bool_]:
    """Cells that a form fills in itself (the group, in forms 2 and 3), and that are on no list of answers."""
    fixed = _calculations()
    return np.array([(key, question.name, code) in fixed for key, code in zip(form, codes, strict=True)], dtype=bool)


@cache
def _calculations() -> set[tuple[str, str, str]]:
    """Form, question and value of everything that a form fills in itself."""
    return {
        (form.key, question.name, question.calculation.strip("'"))
        for form in forms().values()
        for question in form.answers()
        if question.calculation
    }


def _several(part: Part, question: Question) -> None:
    reader, message = _reader(question)
    codes = part.blank()
    for place in _places(part, question.name):
        read, wrong = read_cells(part.cells(place), reader, message)
        codes = _merged(part, place, question.name, codes, read, wrong)
    split: dict[str, Cells] = {}
    where: list[int] = []
    for place, target in part.headers.targets.items():
        if target.question == question.name and target.choice:
            before = split.get(target.choice, part.blank())
            split[target.choice] = np.where(before == "", part.cells(place), before)
            where.append(place)
    if split:
        marked, wrong = together(question.list, split)
        answered = np.array([cells != "" for cells in split.values()]).any(axis=0)
        all_there = len(split) == len(choice_lists()[question.list])
        # All zeros beside a chosen answer contradict it too.
        clash = answered & (codes != "") & (codes != marked) & (wrong == "") & all_there
        note(part, where[0], question.name, np.where(clash, _disagreement(), wrong))
        codes = np.where(codes == "", marked, codes)
    part.columns[question.name] = codes


def _merged(part: Part, place: int, name: str, before: Cells, read: Cells, wrong: Cells) -> Cells:
    """Answers of one more column of a question: the first that says something counts, a different one is a problem."""
    clash = (read != "") & (before != "") & (read != before) & (wrong == "")
    note(part, place, name, np.where(clash, _disagreement(), wrong))
    return np.where(before == "", read, before)


def _disagreement() -> str:
    return _("another column of the same question says something else")


def note(part: Part, place: int, name: str, messages: Cells) -> None:
    """Take down the cells of a column that have a message."""
    rows = np.flatnonzero(messages != "")
    if len(rows):
        part.problems.append(
            pd.DataFrame(
                {
                    "file": part.sheet.file,
                    "row": part.sheet.rows[rows],
                    "column": str(part.sheet.cells.columns[place]),
                    "value": part.cells(place)[rows],
                    "message": messages[rows],
                    "record": rows,
                    "name": name,
                }
            )
        )


def _places(part: Part, question: str) -> list[int]:
    """Positions of the columns of a question, but not those of single answers."""
    return [
        place for place, target in part.headers.targets.items() if target.question == question and not target.choice
    ]
