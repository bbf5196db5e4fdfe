"""What a figure's function gives back, and how it says that it has nothing to give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cgd.errors import CgdError
from cgd.toolkit.evidence.item import Evidence

MOST_ROWS = 40
"""Longer tables do not fit into a form (ours); what is left out is counted in the value."""


@dataclass(frozen=True)
class Found:
    """The headline of a figure and the small table behind it."""

    value: dict[str, Any]
    table: list[dict[str, Any]] = field(default_factory=list)


class Lacking(CgdError):
    """A figure cannot be computed; ``code`` says why (`cgd.toolkit.evidence.missing`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def scalar(item: Any) -> Any:
    """A number, text, yes/no or None as JSON has it: no numpy types, nothing that is not finite."""
    import math

    if hasattr(item, "item"):  # numpy
        item = item.item()
    if item is None or isinstance(item, bool | int | str):
        return item
    if isinstance(item, float):
        return item if math.isfinite(item) else None
    import pandas as pd

    return None if pd.isna(item) else str(item)


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """One row or headline as JSON has it."""
    return {str(name): scalar(item) for name, item in values.items()}


def evidence(
    figure: str, found: Found | None, *, missing: str = "", data: str = "", file: str = "", made: datetime | None = None
) -> Evidence:
    """What a figure found, with where it comes from and when it was computed (now, unless ``made`` says otherwise)."""
    moment = datetime.now(UTC) if made is None else made.astimezone(UTC)
    return Evidence(
        figure=figure,
        value=plain(found.value) if found else {},
        table=[plain(row) for row in found.table] if found else [],
        formula=figure,
        data=data,
        file=file,
        software=software(),
        at=moment.isoformat(timespec="seconds").replace("+00:00", "Z"),
        missing=missing,
    )


def records(table: Any, columns: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """Rows of a table (`pandas.DataFrame`) as JSON has them."""
    chosen = table if columns is None else table[list(columns)]
    return [plain(row) for row in chosen.to_dict("records")]


@cache
def software() -> str:
    """Name and version of this software."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"cgd {version('cgd')}"
    except PackageNotFoundError:  # a copy that nobody installed
        return "cgd"
