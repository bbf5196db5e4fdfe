"""The package scorecard-2022: the clean survey, the survey as a field team would hand it in, plan and contacts, key."""

from functools import lru_cache

import pandas as pd

from cgd.scorecard.codebook import (
    INDICATOR_FILE,
    ISSUE_FILE,
    OFFICIAL_FILE,
    PROVINCE_FILE,
    RAW_INDICATOR_FILE,
    RAW_SURVEY_FILE,
    SURVEY_FILE,
)
from cgd.scorecard.make.defects import Injected, inject
from cgd.scorecard.make.fieldwork import contacts, sample_plan
from cgd.scorecard.make.synthesise import read_parameters, synthesise
from cgd.scorecard.package import csv_bytes
from cgd.scorecard.sources import text_table
from cgd.scorecard.survey import Survey
from cgd.scorecard.wide import to_wide

SEED = read_parameters()["seed"]


def tables(seed: int = SEED) -> dict[str, pd.DataFrame]:
    """File name and table of text cells of every CSV file but the code book."""
    settings = read_parameters()
    survey, injected = _made(seed)
    return {
        SURVEY_FILE: to_wide(survey),
        RAW_SURVEY_FILE: injected.raw,
        INDICATOR_FILE: text_table(INDICATOR_FILE),
        RAW_INDICATOR_FILE: injected.indicators_raw,
        OFFICIAL_FILE: survey.official.astype(str),
        PROVINCE_FILE: text_table(PROVINCE_FILE),
        ISSUE_FILE: text_table(ISSUE_FILE),
        "sample_plan.csv": sample_plan(settings["plan"]),
        "contacts.csv": contacts(settings["recruitment"], survey.respondents["partner"].value_counts()),
    }


def key(seed: int = SEED) -> dict[str, bytes]:
    """What participants must not get: every planted fault, and which raw row is which clean one."""
    _survey, injected = _made(seed)
    return {"defects.csv": csv_bytes(injected.defects), "crosswalk.csv": csv_bytes(injected.crosswalk)}


@lru_cache(maxsize=1)  # tables and key of one package are asked for one after the other
def _made(seed: int) -> tuple[Survey, Injected]:
    survey = synthesise(seed=seed)
    return survey, inject(to_wide(survey), text_table(INDICATOR_FILE), seed)
