"""The form as an Excel workbook: lists to choose from, yellow cells to fill, everything else locked."""

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cgd.language import _
from cgd.toolkit.answers import Answers
from cgd.toolkit.answers_file import answers_text
from cgd.toolkit.bank import Column, Entry, Question, Toolkit
from cgd.toolkit.evidence.words import sentence
from cgd.toolkit.sheet import look
from cgd.toolkit.sheet.look import put
from cgd.toolkit.sheet.packing import HIDDEN, LongTexts, keep, packed
from cgd.toolkit.sheet.paths import OURS, PROOF, REASON, STATE
from cgd.toolkit.values import number_text
from cgd.toolkit.words import origin, say, state_names

EMPTY_ROWS, PROOF_ROWS, LONG_LINES = 8, 2, 3
"""Rows to add to a table, to the proofs, and lines of an empty long text (ours)."""
MOST_IN_TAB = 31
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def write_workbook(answers: Answers, toolkit: Toolkit) -> bytes:
    """The form with its answers as .xlsx, in the language in use; `read_workbook` reads it back without loss."""
    book = Workbook()
    look.add_styles(book)
    lists, long = _Lists(book), LongTexts()
    _read_me(book.active, toolkit)
    for section in toolkit.sections:
        title = f"{section.id}. {say(section.title)}"
        sheet = book.create_sheet(_tab(title))
        writer = _Writer(sheet, lists, long, answers)
        writer.heading(title, say(section.purpose))
        for question in section.questions:
            writer.question(question)
        look.lay_out(sheet, writer.columns)
    keep(book[HIDDEN], {"answers": answers_text(answers), "long": long.kept})
    return packed(book)


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
                put(self.sheet.cell(row, column), choice)
            letter = self.sheet.cell(1, column).column_letter
            self.known[key] = f"{HIDDEN}!${letter}$1:${letter}${len(key)}"
        return self.known[key]


class _Writer:
    """Writes questions one below the other: names in column A, labels in B, what people fill from C on."""

    def __init__(self, sheet: Worksheet, lists: _Lists, long: LongTexts, answers: Answers) -> None:
        self.sheet, self.lists, self.long, self.answers = sheet, lists, long, answers
        self.row, self.columns = 1, look.CELLS
        self.rules: dict[tuple[str, str], DataValidation] = {}

    def heading(self, title: str, purpose: str) -> None:
        put(self.sheet.cell(self.row, 2), title, look.TITLE)
        put(self.sheet.cell(self.row + 1, 2), purpose, look.PURPOSE)
        self.row += 3

    def question(self, question: Question) -> None:
        answer = self.answers.of(question.id)
        first = question.tier == 1
        self._line(f"{question.id}. {say(question.text)}", look.FIRST if first else look.QUESTION)
        self._line(origin(question), look.NOTE)
        self._line(say(question.guidance), look.PLAIN)
        for entry in question.fields:
            self._field(question, entry, answer.values.get(entry.id))
        names = state_names()
        state = self._fill(question.id + STATE, _("If it cannot be answered"), names.get(answer.state, ""))
        self._choose(state, list(names.values()))
        self._fill(question.id + REASON, _("Reason"), answer.reason)
        proofs = [[proof.title, proof.link, proof.checked_by] for proof in answer.proof]
        head = [_("Proof"), _("File or address"), _("Checked by (from outside)")]
        self._grid(question.id + PROOF, say(question.proof), head, proofs + [["", "", ""]] * PROOF_ROWS, None)
        self._name(OURS)
        self.row += 1

    def _field(self, question: Question, entry: Entry, value: Any) -> None:
        name, label = f"{question.id}.{entry.id}", _label(entry)
        if entry.type == "computed":
            item = self.answers.evidence.get(entry.shows)
            self._fill(OURS, label, sentence(item) if item else _("computed by the program"), look.RESULT)
        elif entry.type == "table":
            self._table(name, entry, value)
        elif entry.type in ("multichoice", "checklist"):
            self._items(name, entry, value)
        else:
            least = LONG_LINES if entry.type == "longtext" else 1
            self._validate(self._fill(name, label, shown(entry, value), least=least), entry)

    def _items(self, name: str, entry: Entry, value: Any) -> None:
        """A cell for each option: yes or empty; of a checklist yes, no or empty."""
        self._line(_label(entry), look.BOLD)
        words = {"yes": _("Yes"), "no": _("No")}
        given = dict.fromkeys(value or [], "yes") if entry.type == "multichoice" else value or {}
        choices = [words["yes"]] if entry.type == "multichoice" else list(words.values())
        for code, label in entry.options.items():
            cell = self._fill(f"{name}:{code}", say(label), words.get(given.get(code, ""), ""))
            self._choose(cell, choices)

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
        self.columns = max(self.columns, len(head))
        self._name(OURS)
        for place, words in enumerate([label, *head]):
            put(self.sheet.cell(self.row, 2 + place), words, look.HEAD)
        self._next([label], head)
        for number, row in enumerate(rows):
            path, words = named[number] if named else (name, str(number + 1))
            self._name(path)
            put(self.sheet.cell(self.row, 2), words)
            for place, value in enumerate(row):
                cell = put(self.sheet.cell(self.row, 3 + place), self.long.cell_text(value), look.INPUT)
                if entry:
                    self._validate(cell, entry.columns[place])
            self._next([words], row)

    def _next(self, labels: Sequence[str], cells: Sequence[str]) -> None:
        """End a row of a small table."""
        widths = [(words, look.LABEL_LINE) for words in labels] + [(words, look.CELL_LINE) for words in cells]
        count = max(look.lines(words, width) for words, width in widths)
        if count > 1:
            look.set_height(self.sheet, self.row, count, grows=True)
        self.row += 1

    def _line(self, words: str, style: str) -> None:
        if words:
            self._name(OURS)
            put(self.sheet.cell(self.row, 2), words, style)
            look.across(self.sheet, self.row, 2, 2 + look.CELLS)
            look.set_height(self.sheet, self.row, look.lines(words, look.FULL_LINE))
            self.row += 1

    def _fill(self, name: str, label: str, value: str, style: str = look.INPUT, *, least: int = 1) -> Cell:
        """A label and, over the rest of the width, the cell to fill."""
        self._name(name)
        put(self.sheet.cell(self.row, 2), label)
        cell = put(self.sheet.cell(self.row, 3), self.long.cell_text(value), style)
        look.across(self.sheet, self.row, 3, 2 + look.CELLS)
        count = max(least, look.lines(value, look.WIDE_LINE), look.lines(label, look.LABEL_LINE))
        look.set_height(self.sheet, self.row, count)
        self.row += 1
        return cell

    def _name(self, name: str) -> None:
        put(self.sheet.cell(self.row, 1), name)

    def _validate(self, cell: Cell, entry: Column) -> None:
        if entry.type == "choice":
            self._choose(cell, [say(words) for words in entry.options.values()])
        elif hint := _hint(entry):
            self._rule(cell, "", hint)

    def _choose(self, cell: Cell, choices: list[str]) -> None:
        self._rule(cell, self.lists.reference(choices), "")

    def _rule(self, cell: Cell, choices: str, hint: str) -> None:
        """One rule for all cells of the sheet that it holds for. It warns and forbids nothing."""
        if (choices, hint) not in self.rules:
            rule = DataValidation("list" if choices else None, formula1=choices or None, allow_blank=True)
            rule.showErrorMessage, rule.errorStyle = bool(choices), "warning"
            rule.error = _("Please choose from the list.") if choices else None
            rule.showInputMessage, rule.prompt = bool(hint), hint[:250] or None
            self.sheet.add_data_validation(rule)
            self.rules[choices, hint] = rule
        self.rules[choices, hint].add(cell)


def _tab(title: str) -> str:
    """The name of a sheet: at most 31 letters, cut at a word, without what Excel forbids."""
    title = title.translate(_NOT_IN_TITLES)
    return title if len(title) <= MOST_IN_TAB else title[: MOST_IN_TAB + 1].rsplit(" ", 1)[0][:MOST_IN_TAB]


def shown(entry: Column, value: Any) -> str:
    """A stored value as it stands in a cell, in the language in use."""
    if value is None:
        return ""
    if entry.type == "choice":
        return say(entry.options[value])
    if entry.type == "multichoice":
        return "; ".join(say(entry.options[code]) for code in value)
    return number_text(value) if isinstance(value, int | float) else str(value)


def _hint(entry: Column) -> str:
    """What a cell takes, shown when somebody enters it."""
    if entry.type == "multichoice":
        words = "; ".join(say(option) for option in entry.options.values())
        return _("One or more of these, with a semicolon between: {words}").format(words=words)
    if entry.type == "date":
        return _("A date such as 2022-07-14, 2022-07 or 2022")
    if entry.type == "question":
        return _("The number of a question, such as B4")
    if entry.type != "number":
        return ""
    low, high = ("" if end is None else number_text(end) for end in (entry.min, entry.max))
    if low and high:
        return _("A number from {low} to {high}").format(low=low, high=high)
    return _("A number from {low} up").format(low=low) if low else _("A number")


def _label(entry: Entry) -> str:
    unit = f" ({say(entry.unit)})" if entry.unit else ""
    label = say(entry.label) + unit
    return _("{label} (may stay empty)").format(label=label) if entry.optional else label


def _read_me(sheet: Worksheet, toolkit: Toolkit) -> None:
    sheet.title = _("Read me")
    lines = [
        f"{say(toolkit.name)} {toolkit.version}",
        say(toolkit.notice),
        _("Fill the yellow cells. Where an arrow appears, choose from the list. One sheet for each section."),
        _("Questions on a blue band come first (tier 1). The others can wait."),
        _("You may insert rows into tables and change the width of columns. Leave the hidden column A as it is."),
        _("A question that cannot be answered: choose why below it, and give the reason. That is an answer."),
        _("Bring it back: cgd toolkit sheet ANSWERS.yml --read FILE.xlsx. Nothing is lost or overwritten."),
    ]
    for row, words in enumerate(lines, start=1):
        put(sheet.cell(row, 1), words, look.TITLE if row == 1 else look.PLAIN)
        sheet.cell(row, 1).alignment = look.WRAP
        count = look.lines(words, 75) * 1.5 if row == 1 else look.lines(words, 100) + 0.5
        look.set_height(sheet, row, count)
    sheet.column_dimensions["A"].width = 110
    look.to_print(sheet)
