"""Sheets as files: write them, and bring a filled one back into the answers."""

from dataclasses import replace
from pathlib import Path

from cgd.files import write_atomically
from cgd.language import allowed, language
from cgd.toolkit.answers import now
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.export.convert import FORMATS, convert
from cgd.toolkit.merging import merge
from cgd.toolkit.sheet.paper import paper_page
from cgd.toolkit.sheet.reading import read_workbook, workbook_origin
from cgd.toolkit.sheet.workbook import write_workbook
from cgd.toolkit.store import open_store

SUFFIXES = (".xlsx", *(f".{fmt}" for fmt in FORMATS))


def write_sheet(file: Path, to: Path, toolkit: Toolkit | None, tiers: tuple[int, ...]) -> None:
    """Write the form as a workbook (.xlsx, with the answers of ``file``), or empty for paper (.docx, .pdf, .html).

    Raises `cgd.errors.UsageError` for another ending.
    """
    if to.suffix not in SUFFIXES:
        raise allowed("ending", to.suffix, SUFFIXES)
    store = open_store(file, toolkit, language())
    if to.suffix == ".xlsx":
        write_atomically(to, write_workbook(store.answers, store.toolkit))
    else:
        page = paper_page(store.toolkit, tiers=tiers)
        write_atomically(to, convert(page, to.suffix.removeprefix("."), language()))  # type: ignore[arg-type]


def read_sheet(workbook: Path, file: Path, toolkit: Toolkit | None) -> list[str]:
    """Bring what people filled in a workbook into ``file``; gives back what was not understood, one line a cell.

    What has changed since the workbook was written, there or in the file, counts; what changed in both stands beside
    each other.
    """
    store = open_store(file, toolkit, language())
    origin = workbook_origin(workbook, store.toolkit)
    filled, messages = read_workbook(workbook, store.toolkit)
    for question, answer in filled.answers.items():
        if not answer.at:
            filled = filled.with_answer(question, replace(answer, at=now()))
    store.save(merge(store.answers, filled, origin).answers)
    return messages
