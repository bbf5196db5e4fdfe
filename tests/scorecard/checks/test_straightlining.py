"""FIG08: one rating for everything, and one for both years."""

from itertools import groupby
from statistics import stdev

import numpy as np
import pandas as pd
import pytest
from check_cases import RATINGS, changed, findings, only, people, places, survey_of

from cgd.scorecard.checks import response_style

ROW = "R0005"
NOW, FUTURE = RATINGS[::2], RATINGS[1::2]


def one(cells: dict[str, str], changes: dict | None = None) -> pd.DataFrame:
    return findings(changed(people(12), {(ROW, column): text for column, text in cells.items()}), changes)


def pasted(rated: int = 30) -> dict[str, str]:
    """2025 is 2022, on so many indicators; the others are not rated for 2025."""
    mine = people(12).set_index("respondent_id").loc[ROW]
    return {FUTURE[n]: mine[NOW[n]] if n < rated else "DK" for n in range(30)}


@pytest.mark.parametrize("year", [NOW, FUTURE, RATINGS])
@pytest.mark.parametrize("mark", ["1", "3"])
def test_one_rating_for_a_whole_year(year, mark):
    """The mark named is that of the flat year, whatever the other year has."""
    found = only(one(dict.fromkeys(year, mark)).query("check == 'FIG08'"))
    assert found == ("FIG08", "straight_line", ROW, "", mark, f"Every rating of a year is {mark}.")


def test_one_other_rating_is_no_straight_line():
    assert not places(one(dict.fromkeys(NOW, "3") | {NOW[17]: "4"}), "straight_line")


@pytest.mark.parametrize(("rated", "straight"), [(20, True), (19, False)])
def test_twenty_ratings_are_a_line_and_nineteen_are_not(rated, straight):
    cells = dict.fromkeys(NOW[:rated], "2") | dict.fromkeys(NOW[rated:20], "RF") | dict.fromkeys(NOW[20:], "DK")
    assert bool(places(one(cells), "straight_line")) == straight


def test_the_fewest_ratings_are_a_setting():
    cells = dict.fromkeys(NOW[:19], "2") | dict.fromkeys(NOW[19:], "DK")
    assert places(one(cells, {"straightlining.fewest_ratings.value": 19}), "straight_line")
    assert not places(one(dict.fromkeys(RATINGS, "2"), {"straightlining.fewest_ratings.value": 31}), "straight_line")


def test_no_rating_at_all_is_no_line():
    assert one(dict.fromkeys(RATINGS, "DK"), {"straightlining.fewest_ratings.value": 0}).query("row == @ROW").empty


def test_a_forecast_pasted_over_the_other_year():
    found = only(one(pasted()))
    assert found[:5] == ("FIG08", "same_both_years", ROW, "", "")
    assert "forecast for 2025 is the rating of 2022 on every item" in found[5]


def test_one_other_forecast_is_nothing_pasted():
    assert one(pasted() | {FUTURE[3]: "5"}).empty


@pytest.mark.parametrize(("rated", "named"), [(20, True), (19, False)])
def test_twenty_indicators_rated_for_both_years(rated, named):
    assert bool(places(one(pasted(rated)), "same_both_years")) == named


def test_a_straight_line_is_not_named_a_second_time():
    assert one(dict.fromkeys(RATINGS, "3"))["rule"].tolist() == ["straight_line"]


# The figures


def by_hand(marks: list[int]) -> tuple[int, int, float]:
    run = max((len(list(same)) for _mark, same in groupby(marks)), default=0)
    return len(marks), run, stdev(marks) if len(marks) > 1 else np.nan


@pytest.mark.parametrize("year", [2022, 2025])
def test_runs_and_spread_are_those_of_plain_python(survey, year):
    some = survey.part(np.arange(len(survey.respondents)) % 97 == 0)
    long = some.ratings[some.ratings["year"] == year].dropna(subset="rating")
    table = response_style(some, year)
    assert table["respondent_id"].tolist() == some.respondents["respondent_id"].tolist()
    for row in table.itertuples():
        marks = long.loc[long["respondent_id"] == row.respondent_id, "rating"].astype(int).tolist()
        assert (row.ratings, row.longest_run, row.variability) == pytest.approx(by_hand(marks), nan_ok=True)


def test_a_year_that_is_not_of_the_survey():
    with pytest.raises(ValueError):
        response_style(survey_of(people(2)), 2023)


def test_who_gave_one_rating_or_none_has_no_spread():
    wide = people(2, **dict.fromkeys(NOW, "DK"))
    table = response_style(survey_of(changed(wide, {("R0001", NOW[0]): "4"})))
    assert table["ratings"].tolist() == [1, 0]
    assert table["longest_run"].tolist() == [1, 0]
    assert table["variability"].isna().all()
