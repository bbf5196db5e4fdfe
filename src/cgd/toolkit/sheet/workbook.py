"""The form as an Excel workbook: lists to choose from, yellow cells to fill, everything else locked."""

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cgd.language import _
from cgd.toolkit.answers import Answers
from cgd.toolkit.answers_file import answers_text
from cgd.toolkit.bank import Column, Entry, Question, Toolkit
from cgd.toolkit.evidence.words import sentence
from cgd.toolkit.form.question import meta
from cgd.toolkit.sheet.paths import OURS, PROOF, REASON, STATE
from cgd.toolkit.values import number_text
from cgd.toolkit.words import say

HIDDEN = "cgd"
"""Sheet of what the program needs: the lists, and the whole file, for what a sheet cannot hold."""
MOST_LETTERS = 32_000
"""A cell of Excel holds 32,767 letters; a longer text stays in the hidden sheet, and the cell says so."""
EMPTY_ROWS, PROOF_ROWS = 8, 2
_WIDTHS = (2, 34, 26, 26, 26, 26, 26)
_FILL, _HEAD = PatternFill("solid", fgColor="FFF9DB"), PatternFill("solid", fgColor="EAF1F5")
_GREY = Font(color="55606A", italic=True, size=9)
_LINE = Side(style="thin", color="B9C2C9")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAP = Alignment(wrap_text=True, vertical="top")
# A fixed moment: the same answers give the same workbook.
_MOMENT = datetime(2026, 1, 1)


def state_names() -> dict[str, str]:
    """What a question can be instead of answered, in the language in use."""
    return {"unknown": _("Nobody knows"), "not_applicable": _("Does not apply to us")}


def too_long() -> str:
    """What stands in a cell whose text is too long for Excel, in the language in use."""
    return _("(The text is too long for Excel. It is kept in the file: change it in the form.)")


def write_workbook(answers: Answers, toolkit: Toolkit) -> bytes:
    """The form with its answers as .xlsx, in the language in use; `read_workbook` reads it back without loss."""
    book = Workbook()
    book.properties.created = book.properties.modified = _MOMENT
    lists = _Lists(book)
    _read_me(book.active, toolkit)
    for section in toolkit.sections:
        sheet = book.create_sheet(f"{section.id}. {say(section.title)}"[:31].translate(_NOT_IN_TITLES))
        writer = _Writer(sheet, lists, answers)
        writer.heading(f"{section.id}. {say(section.title)}", say(section.purpose))
        for question in section.questions:
            writer.question(question)
        _layout(sheet)
    _keep(book[HIDDEN], answers)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


class _Lists:
    """The choices, each list once, in the hidden sheet: Excel allows only 255 letters in a cell's own list."""

    def __init__(self, book: Workbook) -> None:
        self.sheet = book.create_sheet(HIDDEN)
        self.sheet.sheet_state = "veryHidden"
        self.known: dict[tuple[str, ...], str] = {}

    def reference(self, choices: Sequence[str]) -> str:
        """Where the list stands."""
        key = tuple(choices)
        if key not in self.known:
            column = len(self.known) + 3
            for row, choice in enumerate(key, start=1):
                _put(self.sheet.cell(row, column), choice)
            letter = self.sheet.cell(1, column).column_letter
            self.known[key] = f"{HIDDEN}!${letter}$1:${letter}${len(key)}"
        return self.known[key]


class _Writer:
    """Writes questions one below the other: names in column A, labels in B, what people fill from C on."""

    def __init__(self, sheet: Worksheet, lists: _Lists, answers: Answers) -> None:
        self.sheet, self.lists, self.answers = sheet, lists, answers
        self.row = 1

    def heading(self, title: str, purpose: str) -> None:
        _put(self.sheet.cell(self.row, 2), title).font = Font(bold=True, size=16, color="0B4F6C")
        _put(self.sheet.cell(self.row + 1, 2), purpose).font = _GREY
        self.row += 3

    def question(self, question: Question) -> None:
        answer = self.answers.of(question.id)
        self._line(f"{question.id}. {say(question.text)}", Font(bold=True, size=12, color="0B4F6C"))
        self._line(meta(question), _GREY)
        self._line(say(question.guidance), Font(color="17303F"))
        for entry in question.fields:
            self._field(question, entry, answer.values.get(entry.id))
        names = state_names()
        state = self._fill(question.id + STATE, _("If it cannot be answered"), names.get(answer.state, ""))
        self._choose(state, list(names.values()))
        self._fill(question.id + REASON, _("Reason"), answer.reason)
        proofs = [[proof.title, proof.link, proof.checked_by] for proof in answer.proof]
        head = [_("Proof"), _("File or address"), _("Checked by (from outside)")]
        self._grid(question.id + PROOF, say(question.proof), head, proofs + [["", "", ""]] * PROOF_ROWS, None)
        _put(self.sheet.cell(self.row, 1), OURS)
        self.row += 1

    def _field(self, question: Question, entry: Entry, value: Any) -> None:
        name, label = f"{question.id}.{entry.id}", _label(entry)
        if entry.type == "computed":
            item = self.answers.evidence.get(entry.shows)
            cell = self._fill(OURS, label, sentence(item) if item else _("computed by the program"), locked=True)
            cell.font = _GREY
        elif entry.type == "table":
            self._table(name, entry, value)
        elif entry.type in ("multichoice", "checklist"):
            self._line(label, Font(bold=True))
            yes, no = _("Yes"), _("No")
            for code, words in entry.options.items():
                if entry.type == "multichoice":
                    cell = self._fill(f"{name}:{code}", say(words), yes if code in (value or []) else "")
                    self._choose(cell, [yes])
                else:
                    given = {"yes": yes, "no": no}.get((value or {}).get(code, ""), "")
                    self._choose(self._fill(f"{name}:{code}", say(words), given), [yes, no])
        else:
            cell = self._fill(name, label, shown(entry, value))
            self._validate(cell, entry)

    def _table(self, name: str, entry: Entry, value: Any) -> None:
        head = [say(column.label) for column in entry.columns]
        if entry.rows:
            names = [(f"{name}/{row}", say(words)) for row, words in entry.rows.items()]
            rows = [[shown(c, (value or {}).get(row, {}).get(c.id)) for c in entry.columns] for row in entry.rows]
            self._grid("", _label(entry), head, rows, entry, names)
            return
        filled = [[shown(c, cells.get(c.id)) for c in entry.columns] for cells in value or []]
        most = entry.max_rows or len(filled) + EMPTY_ROWS
        empty = [[""] * len(head)] * max(0, min(most - len(filled), EMPTY_ROWS))
        self._grid(f"{name}/", _label(entry), head, filled + empty, entry)

    def _grid(
        self,
        name: str,
        label: str,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        entry: Entry | None,
        named: Sequence[tuple[str, str]] | None = None,
    ) -> None:
        """A small table: its label and the names of its columns, then its rows."""
        _put(self.sheet.cell(self.row, 1), OURS)
        for place, words in enumerate([label, *head]):
            cell = _put(self.sheet.cell(self.row, 2 + place), words)
            cell.font, cell.fill, cell.border, cell.alignment = Font(bold=True), _HEAD, _FRAME, _WRAP
        self.row += 1
        for number, row in enumerate(rows):
            path, words = named[number] if named else (name, str(number + 1))
            _put(self.sheet.cell(self.row, 1), path)
            _put(self.sheet.cell(self.row, 2), words).alignment = _WRAP
            for place, value in enumerate(row):
                cell = self._yellow(_put(self.sheet.cell(self.row, 3 + place), value))
                if entry:
                    self._validate(cell, entry.columns[place])
            self.row += 1

    def _line(self, words: str, font: Font) -> None:
        if words:
            _put(self.sheet.cell(self.row, 1), OURS)
            cell = _put(self.sheet.cell(self.row, 2), words)
            cell.font, cell.alignment = font, _WRAP
            self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=2, end_column=7)
            self.sheet.row_dimensions[self.row].height = 15.5 * max(1, -(-len(words) // 130))
            self.row += 1

    def _fill(self, name: str, label: str, value: str, *, locked: bool = False) -> Cell:
        """A label and, over the rest of the width, the cell to fill."""
        _put(self.sheet.cell(self.row, 1), name)
        _put(self.sheet.cell(self.row, 2), label).alignment = _WRAP
        cell = _put(self.sheet.cell(self.row, 3), value)
        cell.alignment, cell.border = _WRAP, _FRAME
        if not locked:
            self._yellow(cell)
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=3, end_column=7)
        lines = sum(1 + len(line) // 115 for line in value.split("\n"))
        self.sheet.row_dimensions[self.row].height = 15.5 * max(1, min(lines, 20), -(-len(label) // 32))
        self.row += 1
        return cell

    def _yellow(self, cell: Cell) -> Cell:
        cell.fill, cell.border, cell.alignment = _FILL, _FRAME, _WRAP
        cell.protection = Protection(locked=False)
        return cell

    def _validate(self, cell: Cell, entry: Column) -> None:
        if entry.type == "choice":
            self._choose(cell, [say(words) for words in entry.options.values()])
        elif entry.type == "multichoice":
            words = "; ".join(say(option) for option in entry.options.values())
            self._hint(cell, _("One or more of these, with a semicolon between: {words}").format(words=words))
        elif entry.type == "date":
            self._hint(cell, _("A date such as 2022-07-14, 2022-07 or 2022"))

    def _choose(self, cell: Cell, choices: list[str]) -> None:
        rule = DataValidation("list", formula1=self.lists.reference(choices), allow_blank=True, errorStyle="warning")
        rule.error = _("Please choose from the list.")
        self.sheet.add_data_validation(rule)
        rule.add(cell)

    def _hint(self, cell: Cell, words: str) -> None:
        rule = DataValidation(type=None, prompt=words[:250], showInputMessage=True)
        self.sheet.add_data_validation(rule)
        rule.add(cell)


def shown(entry: Column, value: Any) -> str:
    """A stored value as it stands in a cell, in the language in use."""
    if value is None:
        return ""
    if entry.type == "choice":
        return say(entry.options[value])
    if entry.type == "multichoice":
        return "; ".join(say(entry.options[code]) for code in value)
    words = number_text(value) if isinstance(value, int | float) else str(value)
    return words if len(words) <= MOST_LETTERS else too_long()


def _put(cell: Cell, words: str) -> Cell:
    """Text, always: what begins with = is no formula, what looks like a number stays as it was typed."""
    cell.value = words or None
    if words:
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = words[0] in "=+-@"
    return cell


def _label(entry: Entry) -> str:
    unit = f" ({say(entry.unit)})" if entry.unit else ""
    label = say(entry.label) + unit
    return _("{label} (may stay empty)").format(label=label) if entry.optional else label


def _layout(sheet: Worksheet) -> None:
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[chr(64 + place)].width = width
    sheet.column_dimensions["A"].hidden = True
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = "A3"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.insertRows = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _read_me(sheet: Worksheet, toolkit: Toolkit) -> None:
    sheet.title = _("Read me")
    lines = [
        f"{say(toolkit.name)} {toolkit.version}",
        say(toolkit.notice),
        _("Fill the yellow cells. Where an arrow appears, choose from the list. One sheet for each section."),
        _("You may insert rows into tables and change the width of columns. Leave the hidden column A as it is."),
        _("A question that cannot be answered: choose why below it, and give the reason. That is an answer."),
        _("Bring it back: cgd toolkit sheet ANSWERS.yml --read FILE.xlsx. Nothing is lost or overwritten."),
    ]
    for row, words in enumerate(lines, start=1):
        cell = _put(sheet.cell(row, 1), words)
        cell.alignment = _WRAP
        cell.font = Font(bold=row == 1, size=16 if row == 1 else 12)
        sheet.row_dimensions[row].height = 24 if row == 1 else 17 * max(1, -(-len(words) // 95))
    sheet.column_dimensions["A"].width = 110
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.sheet_view.showGridLines = False


def _keep(sheet: Worksheet, answers: Answers) -> None:
    """The whole file, cut into cells: who answered when, evidence, answers beside others, texts too long for a cell."""
    whole = json.dumps(answers_text(replace(answers)), ensure_ascii=True)
    for place, start in enumerate(range(0, len(whole), MOST_LETTERS), start=1):
        cell = sheet.cell(place, 1)
        cell.value, cell.data_type = whole[start : start + MOST_LETTERS], "s"
