"""Pictures that an executed notebook holds, by the id of the cell that drew them.

A chart that was also drawn for a slide is taken as it is there; the book's copy of a notebook has none of those.
"""

import base64
from dataclasses import dataclass
from pathlib import Path

from cgd.course.notebooks import read_notebook
from cgd.scorecard.on_slides import SLIDE


@dataclass(frozen=True)
class Figure:
    """A PNG and the alternative text that goes with it."""

    png: bytes
    alt: str


def figures_of(notebook: Path) -> dict[str, Figure]:
    """The first picture of every cell that has one; empty for a notebook that was not executed."""
    found: dict[str, Figure] = {}
    for cell in read_notebook(notebook).cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            png = data.get(SLIDE) or data.get("image/png")
            if png and cell.id not in found:
                alt = output.metadata.get("image/png", {}).get("alt", "")
                found[cell.id] = Figure(base64.b64decode(png), alt)
    return found
