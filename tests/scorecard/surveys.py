"""Surveys that no file could hold, for the tests."""

from dataclasses import replace

import pandas as pd

from cgd.scorecard import Survey


def with_ratings(survey: Survey, ratings: pd.DataFrame) -> Survey:
    """The survey with another long table, whatever its answers are."""
    other = replace(survey)
    other.__dict__["ratings"] = ratings
    return other
