"""What stands in the yellow cells, place by place; what stands elsewhere is kept apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cgd.toolkit.bank import Column, Entry, Toolkit
from cgd.toolkit.sheet.cells import Cells, Row
from cgd.toolkit.sheet.labels import Labels
from cgd.toolkit.sheet.paths import PROOF, REASON, Place, is_open, parse_place

_PROOF_PARTS = 3


@dataclass
class Collected:
    """The content of a workbook.

    Attributes
    ----------
    questions
        Those of which anything stands in the workbook.
    values
        By "question.field" what `cgd.toolkit.values.parse` takes, not yet checked.
    states, proofs
        By the names of their places.
    astray
        Addresses and texts of cells where no answer belongs.
    """

    questions: set[str] = field(default_factory=set)
    values: dict[str, Any] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    proofs: dict[str, list[list[str]]] = field(default_factory=dict)
    astray: Cells = field(default_factory=list)
    addresses: dict[tuple[str, ...], str] = field(default_factory=dict)

    def where(self, name: str, key: Sequence[str | int]) -> str:
        """The cell of a part of a field, or its first one."""
        parts = [name, *map(str, key)]
        found = [tuple(parts[:size]) for size in range(len(parts), 0, -1)]
        return next((self.addresses[place] for place in found if place in self.addresses), "")


def collect(rows: Iterable[Row], toolkit: Toolkit, long: Sequence[str]) -> Collected:
    """Take the rows of all sheets together; ``long`` are the texts that no cell can hold."""
    collector = _Collector(toolkit, long)
    for path, title, cells in rows:
        collector.take(path, title, cells)
    return collector.found


class _Collector:
    def __init__(self, toolkit: Toolkit, long: Sequence[str]) -> None:
        self.long, self.labels, self.found = long, Labels(), Collected()
        self.fields = {f"{q.id}.{entry.id}": entry for q in toolkit.questions() for entry in q.fields}
        self.asked = {question.id for question in toolkit.questions()}
        self.once: dict[str, list[str]] = {}
        self.tables: dict[str, tuple[str, list[list[str]]]] = {}

    def take(self, path: str, title: str, cells: Cells) -> None:
        place = parse_place(path)
        width = self._width(place)
        self._leave(cells[width:])
        cells = [(address, self._long_text(text)) for address, text in cells[:width]]
        if place is None or not cells or self._again(path, title, cells):
            return
        self.found.questions.add(place.question)
        if place.part == PROOF:
            texts = [text for _address, text in cells]
            proofs = self.found.proofs.setdefault(path, [])
            proofs += [texts] if any(text.strip() for text in texts) else []
        elif place.part:
            self._state(path, place.part, cells)
        else:
            self._value(place, self.fields[f"{place.question}.{place.field}"], cells)

    def _width(self, place: Place | None) -> int:
        """How many cells of a row belong to a place; none if this form does not have it."""
        if place is None or place.question not in self.asked:
            return 0
        if place.part:
            return _PROOF_PARTS if place.part == PROOF else 1
        entry = self.fields.get(f"{place.question}.{place.field}")
        if entry is None or entry.type == "computed":
            return 0
        if entry.type == "table":
            known = place.row in entry.rows if entry.rows else place.row == ""
            return len(entry.columns) if known else 0
        if entry.type in ("multichoice", "checklist"):
            return 1 if place.item in entry.options else 0
        return 0 if place.item or place.row is not None else 1

    def _leave(self, cells: Cells) -> None:
        self.found.astray += [(address, text) for address, text in cells if text.strip()]

    def _long_text(self, text: str) -> str:
        number = self.labels.long_text(text)
        return self.long[number - 1] if number is not None and 0 < number <= len(self.long) else text

    def _again(self, path: str, title: str, cells: Cells) -> bool:
        """Whether a place is there already: somebody has copied a row, or a whole sheet. What differs is not lost."""
        texts = [text.strip() for _address, text in cells]
        if is_open(path):
            home, known = self.tables.setdefault(path, (title, []))
            again, same = home != title, texts in known
            if not again:
                known.append(texts)
        else:
            first = self.once.setdefault(path, texts)
            # An empty cell gives way to a filled one.
            again, same = first is not texts and any(first), first == texts
            if not again:
                self.once[path] = texts
        if again and not same:
            self._leave(cells)
        return again

    def _state(self, path: str, part: str, cells: Cells) -> None:
        text = cells[0][1]
        if part == REASON:
            self.found.states[path] = text
            return
        state = self.labels.state(text)
        if state is None:
            self._leave(cells)
        else:
            self.found.states[path] = state

    def _value(self, place: Place, entry: Entry, cells: Cells) -> None:
        name, values, addresses = f"{place.question}.{place.field}", self.found.values, self.found.addresses
        addresses.setdefault((name,), cells[0][0])
        if entry.type == "table":
            filled = [(c, text) for c, (_address, text) in zip(entry.columns, cells, strict=False) if text.strip()]
            row = {column.id: self._meaning(column, text) for column, text in filled}
            if place.row:
                values.setdefault(name, {})[place.row] = row
            else:
                values.setdefault(name, []).append(row)
            number = place.row or str(len(values[name]) - 1)
            for column, (address, _text) in zip(entry.columns, cells, strict=False):
                addresses[name, number, column.id] = address
        elif place.item:
            answer = self.labels.yes_no(cells[0][1])
            values.setdefault(name, {})[place.item] = cells[0][1].strip() if answer is None else answer
            addresses[name, place.item] = cells[0][0]
        else:
            values[name] = self._meaning(entry, cells[0][1])

    def _meaning(self, entry: Column, text: str) -> Any:
        """A cell's text as `parse` takes it: codes for labels of either language."""
        if entry.type == "choice":
            return self.labels.code(entry, text)
        return self.labels.codes(entry, text) if entry.type == "multichoice" else text
