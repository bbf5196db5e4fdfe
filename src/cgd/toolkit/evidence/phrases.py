"""Small parts that the sentences of the figures share."""

from typing import Any

from cgd.language import _
from cgd.toolkit.evidence.labels import percent, signed
from cgd.toolkit.evidence.small_counts import HIDDEN

Value = dict[str, Any]


def with_hidden(text: str, value: Value) -> str:
    """The text, and how many numbers of the table are not shown."""
    n = value.get(HIDDEN, 0)
    if not n:
        return text
    return text + " " + _("Numbers that are not shown because few people stand behind them: {n}.").format(n=n)


def share_text(share: float | None) -> str:
    """A share as per cent, or a dash where there is none."""
    return "–" if share is None else percent(share)


def number_text(value: float | None, places: int = 2) -> str:
    """A number, or a dash where there is none."""
    return "–" if value is None else signed(value, places)
