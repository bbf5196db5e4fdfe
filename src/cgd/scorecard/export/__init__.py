"""Hand a survey over: CSV and workbooks that start no formula, DDI metadata, the package for a statistics office.

`to_csv`, `from_csv`, `to_xlsx`: tables. `Study`, `course_study`, `read_study`: what is said of the whole survey.
`ddi_xml`, `survey_ddi`: DDI-Codebook 2.5. `export_package`: everything together in a folder.
"""

from cgd.scorecard.export.ddi import ddi_xml, survey_ddi
from cgd.scorecard.export.package import Exported, export_package
from cgd.scorecard.export.safe_csv import from_csv, neutralise, restore, synthetic_note, to_csv
from cgd.scorecard.export.study import Study, course_study, read_study
from cgd.scorecard.export.workbook import to_xlsx

__all__ = [
    "Exported",
    "Study",
    "course_study",
    "ddi_xml",
    "export_package",
    "from_csv",
    "neutralise",
    "read_study",
    "restore",
    "survey_ddi",
    "synthetic_note",
    "to_csv",
    "to_xlsx",
]
