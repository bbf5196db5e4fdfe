"""Find the Toolkit's files, and read them into the models."""

import re
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cgd.errors import CgdError
from cgd.language import _, allowed
from cgd.toolkit.bank import Toolkit, resolved
from cgd.toolkit.national import Difference, Overlay, OverlayError, apply, differences, overlay_names
from cgd.toolkit.source import Key, Tree, read_tree, typed

GLOBAL = "global"
"""Stands for no country."""
DEFAULT = "viet-nam"

_Model = TypeVar("_Model", bound=BaseModel)


@cache
def toolkit_folder() -> Path:
    """The folder of the Toolkit's data: in a checkout its `toolkit/`, in an installed package a part of it."""
    here = Path(__file__).resolve().parent
    for folder in (here / "data", here.parents[2] / "toolkit"):
        if (folder / "global.yml").is_file():
            return folder
    raise CgdError(_("The Toolkit's data are missing. Install the course again."))


def countries() -> list[str]:
    """What `load_toolkit` takes by name: "global" and the countries that have an overlay."""
    return [GLOBAL, *overlay_names(toolkit_folder() / "national")]


def load_toolkit(country: str | Path = DEFAULT, bank: Path | None = None) -> Toolkit:
    """The Toolkit of a country.

    Parameters
    ----------
    country
        "global", the name of an overlay in `toolkit/national/`, or the path of an overlay file.
    bank
        Another global bank than `toolkit/global.yml`, such as the real form of the UN Statistics Division.

    Raises
    ------
    CgdError
        With file, line and question: what in the bank or in the overlay does not fit the format.
    cgd.errors.UsageError
        There is no such country.
    """
    path = _overlay_path(country)
    if bank is None and path is not None and path.parent == toolkit_folder() / "national":
        return _shipped(path)
    return _load(path, bank or toolkit_folder() / "global.yml")


@cache
def _shipped(path: Path) -> Toolkit:
    """A form that came with the course does not change while the program runs, and nothing can change it."""
    return _load(path, toolkit_folder() / "global.yml")


def compare(country: str | Path = DEFAULT, bank: Path | None = None) -> list[Difference]:
    """How the Toolkit of a country differs from the global one, and why. Parameters and errors as `load_toolkit`."""
    path = _overlay_path(country)
    if path is None:
        return []
    return differences(load_toolkit(GLOBAL, bank), load_toolkit(path, bank), _read_overlay(path)[0])


def read_overlay(country: str | Path) -> Overlay | None:
    """The overlay of a country; None for the global form. Errors as `load_toolkit`."""
    path = _overlay_path(country)
    return None if path is None else _read_overlay(path)[0]


def checked(model: type[_Model], data: Any, tree: Tree) -> _Model:
    """``data`` as ``model``; the first thing that does not fit is a `CgdError` with its line in ``tree``."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise _located(tree, tuple(first["loc"]), _in_words(first)) from None


def _load(overlay_path: Path | None, bank: Path) -> Toolkit:
    tree = read_tree(bank)
    data = typed(tree, ())
    found = checked(Toolkit, resolved(data), tree)
    if overlay_path is None:
        return found
    overlay, overlay_tree = _read_overlay(overlay_path)
    try:
        data = apply(data, overlay)
    except OverlayError as error:
        raise overlay_tree.error(error.key, str(error)) from None
    return _national(resolved(data), overlay, overlay_tree)


def _national(data: dict[str, Any], overlay: Overlay, tree: Tree) -> Toolkit:
    """The bank was sound before: what is wrong now stands in the overlay, in a change of that question."""
    try:
        return Toolkit.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        question = _question_id(data, tuple(first["loc"]))
        for place, change in enumerate(overlay.changes):
            if change.question == question:
                inner = tuple(first["loc"])[4:]
                raise tree.error(("changes", place, "new", *inner), _in_words(first)) from None
        raise _located(tree, tuple(first["loc"]), _in_words(first)) from None


def _read_overlay(path: Path) -> tuple[Overlay, Tree]:
    tree = read_tree(path)
    return checked(Overlay, typed(tree, ()), tree), tree


def _overlay_path(country: str | Path) -> Path | None:
    if country == GLOBAL:
        return None
    if isinstance(country, Path) or country.endswith((".yml", ".yaml")):
        return Path(country)
    if country not in countries():
        raise allowed("country", country, countries())
    return toolkit_folder() / "national" / f"{country}.yml"


def _located(tree: Tree, loc: Key, what: str) -> CgdError:
    question = _question_id(tree.data, loc)
    if question:
        what = f"{question}: {what}"
    return tree.error(loc, what)


def _question_id(data: Any, loc: Key) -> str:
    """The question that the place ``loc`` of a bank belongs to; "" if it is none."""
    found = ""
    for part in loc:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(data, dict) and re.fullmatch(r"[A-Z]\d{1,2}", str(data.get("id", ""))):
            found = str(data["id"])
    return found


def _in_words(error: Any) -> str:
    """What pydantic found, with the name of the part and in words for who edits the file."""
    name = ".".join(str(part) for part in error["loc"] if isinstance(part, str) and part != "sections")
    kind, given = error["type"], error.get("input")
    if kind == "missing":
        return _("{name} is missing.").format(name=name)
    if kind == "extra_forbidden":
        return _("{name} is no part of the format. Take it out, or mend its spelling.").format(name=name)
    if kind == "literal_error":
        return _("{name} is {given!r}. Allowed: {expected}.").format(
            name=name, given=given, expected=error["ctx"]["expected"]
        )
    if kind == "value_error":
        return f"{name}: {error['ctx']['error']}"
    return f"{name}: {error['msg']} ({given!r})" if isinstance(given, str | int | float) else f"{name}: {error['msg']}"
