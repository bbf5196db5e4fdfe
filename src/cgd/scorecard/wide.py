"""The wide table (one row a respondent, as in the CSV file) and the long one (one row an answer)."""

from pathlib import Path

import numpy as np
import pandas as pd

from cgd.scorecard.survey import HIGHEST, LOWEST, YEARS, Survey

DONT_KNOW, REFUSED, NOT_ASKED = "DK", "RF", ""
RATING_CODES = (*(str(rating) for rating in range(LOWEST, HIGHEST + 1)), DONT_KNOW, REFUSED)


def rating_column(indicator_id: str, year: int) -> str:
    """Name of the column that holds an indicator's rating, e.g. ``q1_01_2022``."""
    return f"q{indicator_id.replace('.', '_')}_{year}"


def rating_columns(indicators: pd.DataFrame) -> list[str]:
    """Names of all rating columns, in the file's order: indicator by indicator, 2022 before 2025."""
    return [rating_column(indicator, year) for indicator in indicators["indicator_id"] for year in YEARS]


def from_wide(wide: pd.DataFrame, indicators: pd.DataFrame, official: pd.DataFrame, folder: Path | None) -> Survey:
    """Make a survey of a wide table of text cells that has been checked.

    Parameters
    ----------
    wide
        Every cell is a text; ratings are "1" ... "5", "DK" (don't know), "RF" (refused) or empty (not asked).
    """
    columns = rating_columns(indicators)
    respondents = _typed(wide.drop(columns=columns))
    cells = wide[columns].to_numpy(dtype=object)
    row, column = np.nonzero(cells != NOT_ASKED)
    codes = cells[row, column]
    indicator, year = column // len(YEARS), column % len(YEARS)
    answer = np.select([codes == DONT_KNOW, codes == REFUSED], ["dont_know", "refused"], "rated")
    rating = pd.array(np.where(answer == "rated", codes, "0").astype("int64"), dtype="Int64")
    rating[answer != "rated"] = pd.NA
    ratings = pd.DataFrame(
        {
            **{name: wide[name].to_numpy()[row] for name in ("respondent_id", "group", "region", "area")},
            "sdg": indicators["sdg"].to_numpy()[indicator],
            "indicator_id": indicators["indicator_id"].to_numpy()[indicator],
            "year": np.array(YEARS)[year],
            "rating": rating,
            "answer": pd.array(answer, dtype="str"),
        }
    )
    return Survey(respondents, ratings, indicators, official, folder)


def to_wide(survey: Survey) -> pd.DataFrame:
    """Make the wide table of text cells of a survey; undoes `from_wide`."""
    people = survey.respondents.copy()
    people["interview_date"] = people["interview_date"].dt.strftime("%Y-%m-%d")
    people = people.astype(object).where(people.notna(), "").astype(str)
    row = pd.Index(people["respondent_id"]).get_indexer(survey.ratings["respondent_id"])
    indicator = pd.Index(survey.indicators["indicator_id"]).get_indexer(survey.ratings["indicator_id"])
    year = pd.Index(YEARS).get_indexer(survey.ratings["year"])
    columns = rating_columns(survey.indicators)
    cells = np.full((len(people), len(columns)), NOT_ASKED, dtype=object)
    rating = survey.ratings["rating"].fillna(0).astype("int64").astype(str)
    answer = survey.ratings["answer"]
    codes = np.select([answer == "dont_know", answer == "refused"], [DONT_KNOW, REFUSED], rating.to_numpy(dtype=object))
    cells[row, indicator * len(YEARS) + year] = codes
    return pd.concat([people, pd.DataFrame(cells, columns=columns, dtype="str", index=people.index)], axis=1)


def _typed(people: pd.DataFrame) -> pd.DataFrame:
    people = people.replace("", pd.NA).astype("str").reset_index(drop=True)
    return people.assign(
        age=pd.to_numeric(people["age"]).astype("Int64"),
        interview_date=pd.to_datetime(people["interview_date"], format="%Y-%m-%d"),
    )
