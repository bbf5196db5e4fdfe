"""One control for each field: labelled, reachable with the Tab key, empty where nothing was said."""

from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets

from cgd.language import _
from cgd.toolkit.bank import Column, Entry
from cgd.toolkit.values import number_text
from cgd.toolkit.words import say

Put = Callable[[Any], None]
"""Called with what a person has put into a control."""


def control(entry: Column, value: Any, put: Put, label: str = "") -> ipywidgets.Widget:
    """The control of a field that holds one value or a few ticks; ``label`` replaces the field's own."""
    label = label or label_of(entry)
    if entry.type == "multichoice":
        return ticks(entry, value or [], put, label)
    if entry.type == "choice":
        return menu(label, [(say(text), code) for code, text in entry.options.items()], value, put)
    if entry.type == "longtext":
        return _listening(ipywidgets.Textarea, label, value, put, placeholder=say(entry.hint), rows=3)
    # A half-typed number or date is wrong until it is whole: those are read when the field is left.
    whole = entry.type in ("number", "date", "question")
    return _listening(ipywidgets.Text, label, value, put, placeholder=hint(entry), continuous_update=not whole)


def menu(label: str, options: list[tuple[str, str]], value: Any, put: Put) -> ipywidgets.Dropdown:
    """A menu whose first line is a dash: nothing chosen."""
    codes = [code for _text, code in options]
    shown = [("—", ""), *options]
    if value and value not in codes:
        # A draft that the field did not take stays to be seen.
        shown.append((f"? {value}", str(value)))
    made = ipywidgets.Dropdown(description=label, options=shown, value=str(value) if value else "")
    made.add_class("cgd-field")
    made.observe(lambda change: put(change["new"]), names="value")
    return made


def ticks(entry: Column, chosen: list[str], put: Put, label: str) -> ipywidgets.VBox:
    """A box to tick for each option."""
    boxes = {
        code: ipywidgets.Checkbox(description=say(text), value=code in chosen, indent=False, layout={"width": "auto"})
        for code, text in entry.options.items()
    }
    for box in boxes.values():
        box.observe(lambda _change: put([code for code, box in boxes.items() if box.value]), names="value")
    made = ipywidgets.VBox([ipywidgets.Label(label), *boxes.values()])
    made.add_class("cgd-ticks")
    return made


def checklist(entry: Entry, value: dict[str, str], put: Put) -> ipywidgets.VBox:
    """Yes or no for each item."""
    given = dict(value or {})

    def put_item(item: str, answer: str) -> None:
        given[item] = answer
        put(dict(given))

    rows = []
    for item, text in entry.options.items():
        options = [(_("Yes"), "yes"), (_("No"), "no")]
        rows.append(menu(say(text), options, given.get(item, ""), partial(put_item, item)))
    return ipywidgets.VBox([ipywidgets.Label(label_of(entry)), *rows])


def label_of(entry: Column) -> str:
    """The field's label with its unit, and whether it may stay empty."""
    label = say(entry.label)
    if entry.unit:
        label = f"{label} ({say(entry.unit)})"
    return _("{label} (may stay empty)").format(label=label) if entry.optional else label


def hint(entry: Column) -> str:
    """What stands in an empty field."""
    if entry.hint:
        return say(entry.hint)
    return {"date": "2022-07-14", "link": _("file or address"), "question": "B4"}.get(entry.type, "")


def as_text(value: Any) -> str:
    """A stored value, or a draft, as it is typed."""
    if value is None:
        return ""
    return number_text(value) if isinstance(value, int | float) else str(value)


def _listening(kind: Any, label: str, value: Any, put: Put, **more: Any) -> ipywidgets.Widget:
    made = kind(description=label, value=as_text(value), **more)
    made.add_class("cgd-field")
    made.observe(lambda change: put(change["new"]), names="value")
    return made
