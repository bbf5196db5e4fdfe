"""What people do to a workbook, for the tests; and a form with one question of each kind, which is quick."""

import io
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from samples import FORM, village

from cgd.toolkit.answers import EMPTY, Answers, new_answers, with_value
from cgd.toolkit.bank import Section
from cgd.toolkit.sheet.packing import HIDDEN
from cgd.toolkit.sheet.reading import read_workbook
from cgd.toolkit.sheet.workbook import write_workbook

_FEW = ("A1", "A2", "A3", "A7", "B1", "B2", "B6", "D4", "D9", "E1", "E2", "F3", "F8", "G5", "I1", "J3", "K6", "L2")
AT = "2026-11-25T08:00:00Z"


def _fewer(section: Section) -> Section:
    return section.model_copy(update={"questions": [q for q in section.questions if q.id in _FEW]})


SMALL = FORM.model_copy(update={"sections": [s for s in map(_fewer, FORM.sections) if s.questions]})


def small_village() -> Answers:
    """A filled small form."""
    answers = village()
    for name in set(answers.answers) - set(_FEW):
        answers = answers.with_answer(name, EMPTY)
    return answers


def holding(question: str, field: str, value: object) -> Answers:
    """A form with one answer."""
    return with_value(new_answers(SMALL), SMALL, question, field, value, at=AT)


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def closed(book: Any) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def written(answers: Answers) -> Any:
    """The workbook of a small form, open to be changed."""
    return opened(write_workbook(answers, SMALL))


def read(book: Any) -> tuple[Answers, list[str]]:
    return read_workbook(closed(book), SMALL)


def rows(book: Any, path: str) -> list[tuple[Any, int]]:
    """The rows that fill a place, as (sheet, row number)."""
    return [(s, r) for s in book if s.title != HIDDEN for r in range(1, s.max_row + 1) if s.cell(r, 1).value == path]


def put(book: Any, path: str, *values: object, nth: int = 0) -> None:
    """Type into the yellow cells of a row."""
    sheet, row = rows(book, path)[nth]
    for place, value in enumerate(values):
        if not isinstance(sheet.cell(row, 3 + place), MergedCell):
            sheet.cell(row, 3 + place).value = value


def insert(book: Any, path: str, *values: object, nth: int = 0, below: int = 1) -> None:
    """Insert a row below (or, with ``below`` 0, above) the nth row of a place, and type into it."""
    sheet, row = rows(book, path)[nth]
    sheet.insert_rows(row + below)
    for place, value in enumerate(values):
        sheet.cell(row + below, 3 + place).value = value
