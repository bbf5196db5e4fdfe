"""The table of planted faults against found ones on the trainers' page, computed when the page is built.

```{fault-table} scorecard-2022
```
"""

import pandas as pd
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from cgd.course.sphinx_ext.nodes import cells_table
from cgd.course.units import ROOT
from cgd.language import LANGUAGES, SOURCE_LANGUAGE, _, use_language
from cgd.scorecard import check_quality, read
from cgd.scorecard.detection import detection, kind_lines, read_key
from cgd.scorecard.labels import count, number
from cgd.scorecard.loading import STATES, find_dataset


class FaultTable(SphinxDirective):
    """One row a kind of planted fault: how many, how many the checks find, and false alarms."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        folder = find_dataset(ROOT / "datasets" / self.arguments[0])
        key = ROOT / "solutions" / "keys" / self.arguments[0] / "defects.csv"
        for path in (key, *(folder / file for file in STATES["raw"])):
            self.env.note_dependency(str(path))
        language = self.env.config.language
        use_language(language if language in LANGUAGES else SOURCE_LANGUAGE)
        survey = read(folder, "raw")
        found = detection(survey, check_quality(survey), read_key(key))
        return [cells_table(_rows(found), [3, 1, 1, 1, 1, 1]), _explained(found)]


def _rows(found: pd.DataFrame) -> list[list[str]]:
    units = {
        "record": _("record"), "cell": _("cell"), "interviewer": _("interviewer"), "partner": _("organisation"),
    }  # fmt: skip
    heads = [_("Kind of fault"), _("Check"), _("Counted in"), _("Planted"), _("Found"), _("False alarms (records)")]
    rows = [heads]
    for row in found.itertuples():
        alarms = count(row.false_alarms)
        if row.false_alarms:
            alarms += f" ({number(row.false_share * 100, 2)} %)"
        check = row.detect_rule.split(" ")[0]
        rows.append([row.name, check, units[row.unit], count(row.planted), count(row.found), alarms])
    return rows


def _explained(found: pd.DataFrame) -> nodes.definition_list:
    """What each kind of fault is, in one line a kind."""
    lines = kind_lines()
    items = nodes.definition_list()
    for row in found.itertuples():
        line = nodes.definition("", nodes.paragraph(text=lines.get(row.kind, "")))
        items += nodes.definition_list_item("", nodes.term(text=row.name), line)
    return items
