"""Sheets as files: write them, and bring a filled one back into the answers."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cgd.files import write_atomically
from cgd.language import allowed, language
from cgd.toolkit.answers import now
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.export.convert import FORMATS, convert
from cgd.toolkit.merging import merge
from cgd.toolkit.sheet.paper import paper_page
from cgd.toolkit.sheet.reading import read_with_origin
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
    filled, messages, origin = read_with_origin(workbook, store.toolkit)
    for question, answer in filled.answers.items():
        if not answer.at:
            # A workbook can be read again: what the file says already keeps its time.
            there = store.answers.of(question)
            at, by = (there.at, there.by) if answer.same_as(there) else (now(), answer.by)
            filled = filled.with_answer(question, replace(answer, at=at, by=by))
    mine, theirs = (
        replace(side, unplaced=_still(side.unplaced, other.unplaced, origin.unplaced))
        for side, other in ((store.answers, filled), (filled, store.answers))
    )
    store.save(merge(mine, theirs, origin).answers)
    return messages


def _still(drafts: Mapping[str, Any], other: Mapping[str, Any], origin: Mapping[str, Any]) -> dict[str, Any]:
    """Drafts without those that only the other side has mended or changed since."""
    old = {name for name, draft in drafts.items() if name in origin and origin[name] == draft}
    return {name: draft for name, draft in drafts.items() if name not in old or other.get(name) == draft}
