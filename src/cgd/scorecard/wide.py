"""The wide table (one row a respondent, every cell a text, as in the CSV file) and the survey made of it."""

from pathlib import Path

import numpy as np
import pandas as pd

from cgd.scorecard.survey import DONT_KNOW, HIGHEST, INVALID, LOWEST, MISSING, NOT_ASKED, REFUSED, YEARS, Survey

# How an answer is written in a file. "" = not asked on this form.
ANSWER_TEXT = {NOT_ASKED: "", DONT_KNOW: "DK", REFUSED: "RF", MISSING: "MS"} | {
    rating: str(rating) for rating in range(LOWEST, HIGHEST + 1)
}
# Row of the first respondent, as a spreadsheet counts: the header is row 1.
FIRST_ROW = 2
RATING_CODES = (*map(str, range(LOWEST, HIGHEST + 1)), *(ANSWER_TEXT[code] for code in (DONT_KNOW, REFUSED, MISSING)))


def rating_column(indicator_id: str, year: int) -> str:
    """Name of the column that holds an indicator's rating, e.g. ``q1_01_2022``."""
    return f"q{indicator_id.replace('.', '_')}_{year}"


def rating_columns(indicators: pd.DataFrame) -> list[str]:
    """Names of all rating columns, in the file's order: indicator by indicator, 2022 before 2025."""
    return [rating_column(indicator, year) for indicator in indicators["indicator_id"] for year in YEARS]


def from_wide(wide: pd.DataFrame, indicators: pd.DataFrame, official: pd.DataFrame, folder: Path | None) -> Survey:
    """Make a survey of a wide table of text cells; cells that are not allowed are listed in `Survey.problems`.

    Parameters
    ----------
    wide
        Every cell is a text; ratings are "1" ... "5", "DK" (don't know), "RF" (refused), "MS" (no usable answer) or
        empty (not asked). Columns that the code book does not know are kept.
    """
    from cgd.scorecard.encoding import Encoder

    encoder = Encoder(list(wide.columns), indicators)
    encoder.add(wide)
    return encoder.survey(official, folder)


def to_wide(survey: Survey) -> pd.DataFrame:
    """Make the wide table of text cells of a survey, with the cells of `Survey.problems` as they were.

    Undoes `from_wide`.
    """
    people = people_text(survey.respondents)
    # Codes run from INVALID (-4) to 5: negative ones count from the end, as Python's indices do.
    names = np.array([ANSWER_TEXT.get(code, "") for code in (*range(HIGHEST + 1), *range(INVALID, 0))], dtype=object)
    cells = names[survey.answers.reshape(len(people), len(survey.indicators) * len(YEARS))]
    columns = rating_columns(survey.indicators)
    wide = pd.concat([people, pd.DataFrame(cells, columns=columns, dtype="str", index=people.index)], axis=1)
    for column, problems in survey.problems.groupby("column", observed=True):
        values = wide[column].to_numpy(dtype=object, copy=True)
        values[problems["row"].to_numpy() - FIRST_ROW] = problems["value"].to_numpy(dtype=object)
        wide[column] = pd.array(values, dtype="str")
    return wide


def people_text(people: pd.DataFrame) -> pd.DataFrame:
    """Respondents as text cells, empty where something is missing."""
    times = {"interview_date": "%Y-%m-%d", "start_time": "%Y-%m-%dT%H:%M", "end_time": "%Y-%m-%dT%H:%M"}
    texts = {}
    for name, column in people.items():
        cells = column.dt.strftime(times[name]) if name in times else column
        texts[name] = cells.astype(object).where(column.notna(), "").astype("str")
    return pd.DataFrame(texts, index=people.index)
