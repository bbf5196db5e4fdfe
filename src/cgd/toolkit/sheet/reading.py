"""Read a filled workbook back: what was typed into the yellow cells, and what the program kept beside them."""

import io
import json
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from cgd.errors import CgdError
from cgd.language import LANGUAGES, _
from cgd.toolkit.answers import Answer, Answers, Proof, new_answers
from cgd.toolkit.answers_file import answers_from_text
from cgd.toolkit.bank import Column, Entry, Toolkit
from cgd.toolkit.sheet.paths import OURS, PROOF, REASON, STATE, Place, parse_place
from cgd.toolkit.sheet.workbook import HIDDEN, state_names, too_long
from cgd.toolkit.values import Value, ValueProblem, clean_text, number_text, parse
from cgd.toolkit.words import say, speaking

MOST_BYTES = 60_000_000
"""What a workbook may unpack to (ours): a hundred times a form that is full."""
MOST_ROWS = 20_000

Cells = list[tuple[str, str]]
"""The filled cells of one row: their addresses ("B. Need", C7) and texts."""


def read_workbook(source: Path | bytes, toolkit: Toolkit) -> tuple[Answers, list[str]]:
    """The answers in a workbook that `write_workbook` made and people filled.

    Parameters
    ----------
    source
        The file, or its content.

    Returns
    -------
    answers
        What was not changed is as it was. What a field does not take is kept as a draft in `Answers.unplaced`.
    list of str
        One line for each cell that could not be understood: sheet, cell, question, what and what to do.

    Raises
    ------
    CgdError
        The file is no workbook, or none of this form.
    """
    content = source if isinstance(source, bytes) else source.read_bytes()
    name = source.name if isinstance(source, Path) else "workbook"
    book = _opened(content, name)
    before = _kept(book, name, toolkit)
    filled = _Filled(toolkit, before)
    for sheet in book.worksheets:
        if sheet.title != HIDDEN:
            for path, cells in _rows(sheet):
                filled.take(path, cells)
    return filled.answers(), filled.messages


def workbook_origin(source: Path | bytes, toolkit: Toolkit) -> Answers:
    """What stood in a workbook when it was written. Errors as `read_workbook`."""
    content = source if isinstance(source, bytes) else source.read_bytes()
    name = source.name if isinstance(source, Path) else "workbook"
    return _kept(_opened(content, name), name, toolkit)


class _Filled:
    """Collects the cells, question by question, and compares them with what the program had written."""

    def __init__(self, toolkit: Toolkit, before: Answers) -> None:
        self.toolkit, self.before = toolkit, before
        self.values: dict[str, dict[str, Any]] = {}
        self.places: dict[tuple[str, str], str] = {}
        self.states: dict[str, dict[str, str]] = {}
        self.proofs: dict[str, list[Proof]] = {}
        self.messages: list[str] = []
        self.labels = _Labels()

    def take(self, path: str, cells: Cells) -> None:
        place = parse_place(path)
        if place is None or not self.toolkit.has(place.question):
            return
        texts = [text for _address, text in cells]
        if place.part in (STATE, REASON):
            self.states.setdefault(place.question, {})[place.part] = texts[0]
        elif place.part == PROOF:
            proof = Proof(*[clean_text(text) for text in [*texts, "", "", ""][:3]])
            self.proofs.setdefault(place.question, []).extend([proof] if any(texts[:3]) else [])
        else:
            self._value(place, cells)

    def _value(self, place: Place, cells: Cells) -> None:
        try:
            entry = self.toolkit.question(place.question).field(place.field)
        except KeyError:
            return
        fields = self.values.setdefault(place.question, {})
        self.places.setdefault((place.question, place.field), cells[0][0])
        if place.row is not None:
            columns = zip(entry.columns, cells, strict=False)
            row = {column.id: self._text(column, cell[1]) for column, cell in columns if cell[1].strip()}
            if place.row:
                fields.setdefault(place.field, {})[place.row] = row
            else:
                fields.setdefault(place.field, []).append(row)
        elif place.item:
            answer = self.labels.yes_no(cells[0][1])
            if entry.type == "checklist":
                fields.setdefault(place.field, {})[place.item] = answer
            else:
                fields.setdefault(place.field, []).extend([place.item] if answer == "yes" else [])
        else:
            fields[place.field] = self._text(entry, cells[0][1])

    def _text(self, entry: Column, text: str) -> Any:
        """A cell's text as `parse` takes it: codes for labels of either language."""
        if entry.type == "choice":
            return self.labels.code(entry, text)
        if entry.type == "multichoice":
            return [self.labels.code(entry, part) for part in text.split(";") if part.strip()]
        return text

    def answers(self) -> Answers:
        found = self.before
        unplaced = dict(self.before.unplaced)
        for question in self.toolkit.questions():
            if question.id in self.values or question.id in self.states:
                answer = self._answer(question.id, unplaced)
                old = self.before.of(question.id)
                # Who said it and when stays with what nobody has changed.
                same = answer.same_as(old)
                found = found.with_answer(question.id, old if same else replace(answer, others=old.others, by=old.by))
        return replace(found, unplaced=unplaced)

    def _answer(self, question: str, unplaced: dict[str, Any]) -> Answer:
        old = self.before.of(question)
        values: dict[str, Value] = {}
        for entry in self.toolkit.question(question).fields:
            if entry.type == "computed":
                continue
            given = self.values.get(question, {}).get(entry.id, "")
            given = self._with_long_texts(entry, given, old.values.get(entry.id))
            try:
                value = parse(entry, given)
            except ValueProblem as problem:
                unplaced[f"{question}.{entry.id}"] = given
                where = self.places.get((question, entry.id), "")
                what = _("{where}, {question}, {label}: {problem} It is kept as a draft; mend it in the form.")
                label = say(entry.label)
                self.messages.append(what.format(where=where, question=question, label=label, problem=problem))
                continue
            unplaced.pop(f"{question}.{entry.id}", None)
            if value is not None:
                values[entry.id] = value
        state = self.labels.state(self.states.get(question, {}).get(STATE, ""))
        reason = clean_text(self.states.get(question, {}).get(REASON, ""))
        reason = old.reason if self.labels.is_too_long(reason) else reason
        return Answer(values, state, reason, tuple(self.proofs.get(question, ())))  # type: ignore[arg-type]

    def _with_long_texts(self, entry: Entry, given: Any, old: Any) -> Any:
        """Where a cell only says that its text is too long, the text that the file has kept."""
        if isinstance(given, str):
            return old if self.labels.is_too_long(given) and isinstance(old, str) else given
        if isinstance(given, dict):
            kept = old if isinstance(old, dict) else {}
            return {name: self._with_long_texts(entry, part, kept.get(name)) for name, part in given.items()}
        if isinstance(given, list) and given and isinstance(given[0], dict):
            rows = old if isinstance(old, list) else []
            pairs = zip(given, [*rows, *[None] * len(given)], strict=False)
            return [self._with_long_texts(entry, part, was) for part, was in pairs]
        return given


class _Labels:
    """What the lists say in each language, for reading a workbook of either."""

    def __init__(self) -> None:
        self._yes_no: dict[str, str] = {"yes": "yes", "no": "no", "x": "yes"}
        self._states: dict[str, str] = {}
        self._long: set[str] = set()
        self._codes: dict[int, dict[str, str]] = {}
        for language in LANGUAGES:
            with speaking(language):
                self._yes_no |= {_same(_("Yes")): "yes", _same(_("No")): "no"}
                self._states |= {_same(name): state for state, name in state_names().items()}
                self._long.add(_same(too_long()))

    def yes_no(self, text: str) -> str:
        return self._yes_no.get(_same(text), text.strip())

    def state(self, text: str) -> str:
        return self._states.get(_same(text), "")

    def is_too_long(self, text: str) -> bool:
        return _same(text) in self._long

    def code(self, entry: Column, text: str) -> str:
        """The code of a label; a text that is no label stays, for `parse` to refuse."""
        if id(entry) not in self._codes:
            known = {_same(code): code for code in entry.options}
            for language in LANGUAGES:
                with speaking(language):
                    known |= {_same(say(words)): code for code, words in entry.options.items()}
            self._codes[id(entry)] = known
        return self._codes[id(entry)].get(_same(text), text.strip())


def _same(text: str) -> str:
    """For comparing: whatever the case, the spaces and the way accents are written."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _rows(sheet: Any) -> Iterator[tuple[str, Cells]]:
    """The rows with a name in column A. One without was inserted: below a row of an open table it belongs to that."""
    table = ""
    for row in sheet.iter_rows(min_row=1, max_row=min(sheet.max_row, MOST_ROWS), max_col=9):
        path = str(row[0].value or "").strip() if row else ""
        cells = [(f"{sheet.title} {cell.coordinate}", _cell_text(cell.value)) for cell in row[2:]]
        if path:
            table = path if path.endswith(("/", PROOF)) else ""
        elif table and any(text.strip() for _address, text in cells):
            path = table
        if path and path != OURS:
            yield path, cells


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number_text(value) if isinstance(value, int | float) else str(value)


def _opened(content: bytes, name: str) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(info.file_size for info in packed.infolist()) > MOST_BYTES:
                raise CgdError(_("{file}: is far larger than a filled form can be.").format(file=name))
        return load_workbook(io.BytesIO(content))
    except CgdError:
        raise
    except Exception as error:
        # openpyxl raises whatever a broken part of the file leads to.
        what = _("{file}: cannot be read as an Excel workbook (.xlsx) without a password: {reason}.")
        raise CgdError(what.format(file=name, reason=type(error).__name__)) from error


def _kept(book: Any, name: str, toolkit: Toolkit) -> Answers:
    if HIDDEN not in book.sheetnames:
        what = _("{file}: is no workbook of this form. Make one with: cgd toolkit sheet")
        raise CgdError(what.format(file=name))
    parts = []
    for row in book[HIDDEN].iter_rows(min_col=1, max_col=1, values_only=True):
        parts.append(row[0] or "")
    try:
        text = json.loads("".join(parts))
    except ValueError:
        return new_answers(toolkit)
    return answers_from_text(text, Path(name), toolkit)
