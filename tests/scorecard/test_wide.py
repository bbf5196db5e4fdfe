"""Wide and long say the same thing."""

import unicodedata

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from cgd.scorecard import long_table
from cgd.scorecard.codebook import SURVEY_FILE, columns_of
from cgd.scorecard.sources import indicator_table
from cgd.scorecard.survey import GROUPS, YEARS
from cgd.scorecard.wide import RATING_CODES, from_wide, rating_columns, to_wide

INDICATORS = indicator_table().iloc[[0, 9, 10, 68]].reset_index(drop=True)
OFFICIAL = pd.DataFrame({"sdg": [1, 4, 16], "score": [3.9, 4.1, 3.7]})
PEOPLE = columns_of(SURVEY_FILE, pd.DataFrame())


def cell(column) -> st.SearchStrategy[str]:
    """Any value that the code book allows in a column."""
    if column.codes:
        values = st.sampled_from(list(column.codes))
    elif column.type == "integer":
        values = st.integers(0, 120).map(str)
    elif column.type == "date":
        values = st.dates(min_value=pd.Timestamp("1900-01-01").date()).map(str)
    elif column.type == "datetime":
        moments = st.datetimes(min_value=pd.Timestamp("1900-01-01").to_pydatetime())
        values = moments.map(lambda moment: moment.isoformat(timespec="minutes"))
    elif column.pattern is None:
        values = st.text().map(lambda text: unicodedata.normalize("NFC", text))
    else:
        values = st.from_regex(column.pattern, fullmatch=True, alphabet=st.characters(codec="ascii"))
    return st.one_of(values, st.just("")) if column.optional else values


@st.composite
def wide_tables(draw) -> pd.DataFrame:
    n = draw(st.integers(1, 4))
    rows = [{column.name: draw(cell(column)) for column in PEOPLE} for _ in range(n)]
    answers = st.sampled_from([*RATING_CODES, ""])
    for number, row in enumerate(rows, start=1):
        row["respondent_id"] = f"R{number:04d}"
        row.update({column: draw(answers) for column in rating_columns(INDICATORS)})
    return pd.DataFrame(rows, dtype="str")


@settings(deadline=None, derandomize=True)
@given(wide_tables())
def test_wide_to_long_and_back_changes_nothing(wide):
    pd.testing.assert_frame_equal(to_wide(from_wide(wide, INDICATORS, OFFICIAL, None)), wide)


@settings(deadline=None, derandomize=True)
@given(wide_tables())
def test_long_has_one_row_for_each_cell_that_is_not_empty(wide):
    survey = from_wide(wide, INDICATORS, OFFICIAL, None)
    cells = wide[rating_columns(INDICATORS)]
    # An empty cell under a question that the form asks is listed as a problem, and is still a row.
    left_empty = survey.problems["column"].isin(cells.columns) & (survey.problems["value"] == "")
    assert len(survey.ratings) == (cells != "").sum().sum() + left_empty.sum()
    assert (survey.ratings["answer"] == "dont_know").sum() == (cells == "DK").sum().sum()
    assert survey.ratings["rating"].isna().sum() == cells.isin(["DK", "RF", "MS"]).sum().sum() + left_empty.sum()


def test_the_long_table_has_exactly_the_promised_columns_and_rows(survey):
    table = long_table(survey)
    assert ",".join(table.columns) == "respondent_id,group,region,area,sdg,indicator_id,year,rating"
    children = (survey.respondents["group"] == "children").sum()
    assert len(table) == 2 * (69 * (3100 - children) + 36 * children)
    assert set(table["group"]) == set(GROUPS)
    assert set(table["year"]) == set(YEARS)
    assert not table.duplicated(["respondent_id", "indicator_id", "year"]).any()


def test_the_long_table_writes_whole_ratings_and_leaves_the_others_empty(survey):
    cells = {line.rsplit(",", 1)[1] for line in long_table(survey).to_csv(index=False).splitlines()[1:]}
    assert cells == {"1", "2", "3", "4", "5", ""}


def test_changing_the_long_table_leaves_the_survey_alone(survey):
    before = survey.ratings["rating"].iloc[0]
    table = long_table(survey)
    table.loc[:, "rating"] = 1 if before != 1 else 2
    assert survey.ratings["rating"].iloc[0] == before
