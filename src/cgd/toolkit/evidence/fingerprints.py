"""DATA: what identifies the file that everything was computed from."""

from cgd.scorecard.wide import rating_columns
from cgd.toolkit.evidence.files import fingerprint
from cgd.toolkit.evidence.found import Found
from cgd.toolkit.evidence.material import Material


def data(material: Material) -> Found:
    """Rows, columns and SHA-256 of the survey file."""
    survey = material.survey
    columns = len(survey.respondents.columns) + len(rating_columns(survey.indicators))
    return Found({"rows": len(survey.respondents), "columns": columns, "sha256": fingerprint(material.files)})
