"""Names of the cells that people fill: written into a hidden column beside them, and read back from there.

A name says where a cell's value belongs, so that rows may be inserted, sheets renamed and columns widened:

- ``B1.problem`` a field of one value; ``B1!state``, ``B1!reason``;
- ``D4.protection:parent`` an item of a checklist, or an option of a multiple choice;
- ``B2.uses/advocacy`` a row of a table, whose cells follow in the order of the columns; ``A2.partners/`` a row of a
  table that people add rows to;
- ``A2!proof`` a proof: title, link, checked by.
"""

from dataclasses import dataclass

STATE, REASON, PROOF = "!state", "!reason", "!proof"
OURS = "-"
"""Marks a row that the program wrote and nobody fills."""


@dataclass(frozen=True)
class Place:
    """A name taken apart: the question, what of it (`STATE`, `REASON`, `PROOF` or ""), field, item, and row (None
    outside tables, "" for an added row)."""

    question: str
    part: str = ""
    field: str = ""
    item: str = ""
    row: str | None = None


def parse_place(name: str) -> Place | None:
    """A name taken apart; None for a text that is none."""
    for part in (STATE, REASON, PROOF):
        if name.endswith(part):
            return Place(name.removesuffix(part), part)
    question, dot, rest = name.partition(".")
    if not dot:
        return None
    field, slash, row = rest.partition("/")
    if slash:
        return Place(question, field=field, row=row)
    field, _colon, item = rest.partition(":")
    return Place(question, field=field, item=item)


def is_open(name: str) -> bool:
    """Whether it names a row of a table, or a proof, to which people add more."""
    return name.endswith(("/", PROOF))
