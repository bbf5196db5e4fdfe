"""What has to be hidden in the tables of a survey, as findings."""

import pandas as pd
import pytest

from cgd.errors import UsageError
from cgd.scorecard.disclosure import count_table, limits, small_cells, suppress


def test_the_shipped_survey_has_small_cells_in_its_publication_tables(survey):
    found = small_cells(survey)
    assert found.columns.tolist() == ["check", "rule", "row", "column", "value", "message"]
    assert set(found["check"]) == {"FIG19"}
    hidden = {}
    for rows, columns in limits().publication_tables:
        table = count_table(survey.respondents, rows, columns)
        for cell in suppress(table).hidden.itertuples():
            hidden[f"{rows}={cell.row}, {columns}={cell.column}"] = (cell.status, str(table.loc[cell.row, cell.column]))
    assert {row.column: (row.rule, row.value) for row in found.itertuples()} == hidden
    small = found[found["rule"] == "primary"]
    assert (small["value"].astype(int) < 30).all()
    assert small["message"].iloc[0] == f"{small['value'].iloc[0]} people, under the limit of 30: hide this number."


def test_a_table_that_cannot_be_protected_is_told_with_its_small_cells(survey):
    people = pd.DataFrame({"sex": ["f"] + ["m"] * 10})
    found = small_cells(survey_of(survey, people), [["sex"]])
    assert found["rule"].tolist() == ["unprotected", "primary"]
    assert found["column"].tolist() == ["sex", "sex=f"]


def test_a_survey_without_small_cells_has_no_finding(survey):
    found = small_cells(survey, [["group", "region"], ["area"]])
    assert found.empty
    assert found.columns.tolist() == ["check", "rule", "row", "column", "value", "message"]


def test_three_variables_are_refused(survey):
    with pytest.raises(UsageError, match="with one or two variables; 3 are named"):
        small_cells(survey, [["group", "sex", "area"]])


def survey_of(survey, people):
    """A survey of these people, as far as this check looks."""
    return type(survey)(people, survey.answers[:0], survey.indicators, survey.official)
