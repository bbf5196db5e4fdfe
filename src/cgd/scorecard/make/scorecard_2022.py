"""The package scorecard-2022: the clean survey, the survey as a field team would hand it in, plan and contacts, key."""

import pandas as pd

from cgd.scorecard.codebook import (
    INDICATOR_FILE,
    ISSUE_FILE,
    OFFICIAL_FILE,
    PROVINCE_FILE,
    SURVEY_FILE,
)
from cgd.scorecard.make.fieldwork import contacts, sample_plan
from cgd.scorecard.make.synthesise import read_parameters, synthesise
from cgd.scorecard.sources import text_table
from cgd.scorecard.wide import to_wide

SEED = read_parameters()["seed"]


def tables(seed: int = SEED) -> dict[str, pd.DataFrame]:
    """File name and table of text cells of every CSV file but the code book."""
    settings = read_parameters()
    survey = synthesise(settings, seed)
    return {
        SURVEY_FILE: to_wide(survey),
        INDICATOR_FILE: text_table(INDICATOR_FILE),
        OFFICIAL_FILE: survey.official.astype(str),
        PROVINCE_FILE: text_table(PROVINCE_FILE),
        ISSUE_FILE: text_table(ISSUE_FILE),
        "sample_plan.csv": sample_plan(settings["plan"]),
        "contacts.csv": contacts(settings["recruitment"], survey.respondents["partner"].value_counts()),
    }
