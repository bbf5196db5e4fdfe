"""One piece of computed evidence: what was found, how, from which data, when."""

import math
import re
from dataclasses import dataclass, field
from typing import Any

from cgd.errors import CgdError
from cgd.language import _

_PARTS = ("value", "table", "formula", "data", "file", "software", "at", "missing")
_FIGURE = re.compile(r"FIG\d\d|DATA")
_SHA = re.compile(r"[0-9a-f]{64}|")


@dataclass(frozen=True)
class Evidence:
    """A figure of the Toolkit, computed.

    Attributes
    ----------
    figure
        "FIG01" to "FIG27", or "DATA" for the fingerprint of the data file.
    value
        The main numbers by speaking name; None is a number that does not exist (such as a rate without contacts).
    table
        The small table behind them, codes in place of words; empty if there is none.
    formula
        Name of the formula's text (`cgd.toolkit.evidence.words.formula`).
    data, file
        SHA-256 of the data it was computed from, and the file's name; both "" where no data file is involved.
    software, at
        Name and version of this software, and the time (ISO 8601, UTC).
    missing
        Why it could not be computed, as a code; "" if it was.
    """

    figure: str
    value: dict[str, Any] = field(default_factory=dict)
    table: list[dict[str, Any]] = field(default_factory=list)
    formula: str = ""
    data: str = ""
    file: str = ""
    software: str = ""
    at: str = ""
    missing: str = ""


def to_plain(evidence: Evidence) -> dict[str, Any]:
    """For YAML and JSON: everything but the figure's name, without what is empty."""
    found = {name: getattr(evidence, name) for name in _PARTS}
    return {name: part for name, part in found.items() if part}


def from_plain(figure: str, plain: Any) -> Evidence:
    """What `to_plain` made.

    Raises
    ------
    CgdError
        With the figure: what is wrong.
    """
    if not _FIGURE.fullmatch(figure):
        raise CgdError(_("{figure} is no computed figure (FIG01 to FIG27, DATA).").format(figure=figure))
    if not isinstance(plain, dict):
        raise _wrong(figure, _("must have its parts by name: {names}.").format(names=", ".join(_PARTS)))
    for name, part in plain.items():
        if name not in _PARTS:
            what = _("{name} does not belong here. Allowed: {names}.")
            raise _wrong(figure, what.format(name=name, names=", ".join(_PARTS)))
        if not _fits(name, part):
            what = _("{name} is not what the software writes. Take this figure out, and compute it again.")
            raise _wrong(figure, what.format(name=name))
    return Evidence(figure, **plain)


def _wrong(figure: str, what: str) -> CgdError:
    return CgdError(f"{figure}: {what}")


def _fits(name: str, part: Any) -> bool:
    if name == "value":
        return _is_row(part)
    if name == "table":
        return isinstance(part, list) and all(_is_row(row) for row in part)
    return isinstance(part, str) and (name != "data" or _SHA.fullmatch(part) is not None)


def _is_row(part: Any) -> bool:
    return isinstance(part, dict) and all(isinstance(key, str) and _is_scalar(item) for key, item in part.items())


def _is_scalar(item: Any) -> bool:
    return item is None or isinstance(item, str | int | bool) or (isinstance(item, float) and math.isfinite(item))
