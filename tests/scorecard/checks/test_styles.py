"""FIG09: nearly only fives, and means by the place in the form."""

import pytest
from check_cases import RATINGS, changed, findings, only, people, places

from cgd.scorecard.checks import means_by_position

ROW = "R0005"


def fives(many: int, rated: int = 60) -> dict[tuple[str, str], str]:
    """So many fives of so many ratings; fours beside them, in both years, and never in both of one indicator."""
    order = [RATINGS[2 * n + n % 2] for n in range(30)] + [RATINGS[2 * n + 1 - n % 2] for n in range(30)]
    unrated = dict.fromkeys(RATINGS, "DK")
    marks = {column: "4" if n < rated - many else "5" for n, column in enumerate(order[:rated])}
    return {(ROW, column): text for column, text in (unrated | marks).items()}


def found(many: int, rated: int = 60, changes: dict | None = None):
    return findings(changed(people(12), fives(many, rated)), changes)


def test_nine_tenths_of_fives_are_named_and_fewer_are_not():
    line = only(found(54))
    assert line == ("FIG09", "mostly_fives", ROW, "", "90", "90 % of the ratings are 5.")
    assert not places(found(53), "mostly_fives")


def test_nothing_but_fives_is_a_straight_line():
    assert found(60)["rule"].tolist() == ["straight_line"]


def test_twenty_ratings_say_something_and_nineteen_do_not():
    assert places(found(18, 20), "mostly_fives") == [(ROW, "", "90")]
    assert not places(found(18, 19), "mostly_fives")


@pytest.mark.parametrize(
    ("changes", "case"), [({"styles.fives.value": 0.5}, (30, 60)), ({"styles.fewest_ratings.value": 10}, (9, 10))]
)
def test_the_limits_are_settings(changes, case):
    assert not places(found(*case), "mostly_fives")
    assert places(found(*case, changes), "mostly_fives")


@pytest.mark.parametrize("year", [2022, 2025])
def test_means_by_position_are_those_of_the_long_table(survey, year):
    table = means_by_position(survey, year)
    assert table["position"].tolist() == list(range(1, len(survey.indicators) + 1))
    assert table["indicator_id"].tolist() == survey.indicators["indicator_id"].tolist()
    long = survey.ratings[survey.ratings["year"] == year].groupby("indicator_id", observed=True)["rating"]
    assert table["ratings"].tolist() == long.count().reindex(table["indicator_id"]).tolist()
    assert table["mean"].tolist() == pytest.approx(long.mean().reindex(table["indicator_id"]).tolist())
