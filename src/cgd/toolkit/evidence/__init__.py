"""The computed figures of the Toolkit, from a survey file.

`compute` reads a survey once and gives one `Evidence` a figure; `sentence` and `table_for_people` put it into words.
What does not come from a survey (the form, the code book, dates, raters) is in `cgd.toolkit.evidence.from_answers`.
Nothing here computes statistics of its own: each figure is a call of `cgd.scorecard`, made small enough for a form.
Importing this costs nothing: pandas is loaded when something is computed.
"""

from cgd.toolkit.evidence.compute import compute, is_stale
from cgd.toolkit.evidence.item import Evidence, from_plain, to_plain
from cgd.toolkit.evidence.registry import FIGURES, Figure
from cgd.toolkit.evidence.words import formula, sentence, table_for_people, title

__all__ = [
    "FIGURES",
    "Evidence",
    "Figure",
    "compute",
    "formula",
    "from_plain",
    "is_stale",
    "sentence",
    "table_for_people",
    "title",
    "to_plain",
]
