"""A table to fill: fixed rows, or rows that people add."""

from functools import partial
from typing import Any

import ipywidgets

from cgd.language import _
from cgd.toolkit.bank import Entry
from cgd.toolkit.form.fields import Put, control, label_of
from cgd.toolkit.form.texts import paragraph
from cgd.toolkit.values import MOST_ROWS
from cgd.toolkit.words import say


class Table:
    """The controls of one table; `box` is what is shown.

    The columns' names stand above the first row, and are read out for every row together with its name.
    """

    def __init__(self, entry: Entry, value: Any, put: Put) -> None:
        self.entry, self.put = entry, put
        self.rows: dict[str | int, dict[str, Any]] = {}
        self.box = ipywidgets.VBox()
        self.box.add_class("cgd-table")
        if entry.rows:
            given = value if isinstance(value, dict) else {}
            self.rows = {row: _cells(given.get(row)) for row in entry.rows}
        else:
            listed = value if isinstance(value, list) and value else [{}]
            self.rows = {place: _cells(cells) for place, cells in enumerate(listed)}
        self._show()

    def _show(self) -> None:
        shown = [self._row(row, later=place > 0) for place, row in enumerate(self.rows)]
        heading = paragraph(label_of(self.entry), "cgd-meta")
        self.box.children = [heading, *shown, *([] if self.entry.rows else [self._add_button()])]

    def _row(self, row: str | int, *, later: bool) -> ipywidgets.HBox:
        fixed = isinstance(row, str)
        name = say(self.entry.rows[row]) if isinstance(row, str) else str(row + 1)
        cells = []
        for column in self.entry.columns:
            label = f"{label_of(column)}, {name}" if later else label_of(column)
            put = partial(self._put, row, column.id)
            cells.append(control(column, self.rows[row].get(column.id), put, label))
        first = [ipywidgets.HTML(f"<b>{paragraph(name).value}</b>")] if fixed else []
        for made in first:
            made.add_class("cgd-rowname")
        last = [] if fixed else [self._remove_button(row, name)]
        made = ipywidgets.HBox([*first, *cells, *last])
        made.add_class("cgd-row")
        if later:
            made.add_class("cgd-later")
        return made

    def _put(self, row: str | int, column: str, new: Any) -> None:
        self.rows[row][column] = new
        self._tell()

    def _tell(self) -> None:
        filled = {row: {name: cell for name, cell in cells.items() if cell} for row, cells in self.rows.items()}
        self.put(filled if self.entry.rows else list(filled.values()))

    def _add_button(self) -> ipywidgets.Button:
        most = self.entry.max_rows or MOST_ROWS
        button = ipywidgets.Button(description=_("Add a row"), disabled=len(self.rows) >= most)
        button.on_click(lambda _button: self._add())
        return button

    def _remove_button(self, row: str | int, name: str) -> ipywidgets.Button:
        button = ipywidgets.Button(description=_("Remove row {number}").format(number=name))
        button.on_click(lambda _button: self._remove(row))
        return button

    def _add(self) -> None:
        self.rows[len(self.rows)] = {}
        self._show()

    def _remove(self, row: str | int) -> None:
        del self.rows[row]
        self.rows = dict(enumerate(self.rows.values())) if self.rows else {0: {}}
        self._show()
        self._tell()


def _cells(given: Any) -> dict[str, Any]:
    return dict(given) if isinstance(given, dict) else {}
