"""FIG09: nearly only fives, and means by the place in the form."""

import pytest
from check_cases import RATINGS, changed, findings, limits, only, people, places, survey_of

from cgd.scorecard.checks import answer_styles, means_by_position, read_limits

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


def styles(fours: int, changes: dict | None = None) -> list:
    """One woman with six 5s and so many 4s among her 60 ratings, the rest 3s."""
    marks = ["5"] * 6 + ["4"] * fours + ["3"] * (54 - fours)
    wide = people(1, **dict(zip(RATINGS, marks, strict=True)))
    return answer_styles(survey_of(wide), limits(changes)).values.tolist()


def test_more_than_eight_tenths_of_fours_and_fives_and_not_eight_tenths():
    assert styles(43) == [["women", 1, 0.1, 1.0]]  # 49 of 60
    assert styles(42) == [["women", 1, 0.1, 0.0]]
    assert styles(42, {"styles.high.value": 0.79}) == [["women", 1, 0.1, 1.0]]


def test_people_with_few_ratings_are_not_in_the_table():
    wide = people(3, **dict.fromkeys(RATINGS[20:], "DK"))
    assert answer_styles(survey_of(wide), read_limits())["n"].tolist() == [3]
    wide = changed(wide, {("R0002", RATINGS[3]): "RF"})
    assert answer_styles(survey_of(wide), read_limits())["n"].tolist() == [2]


@pytest.mark.parametrize("by", ["group", "interviewer"])
def test_styles_are_those_of_the_long_table(survey, by):
    table = answer_styles(survey, read_limits(), by).set_index(by)
    rated = survey.ratings.dropna(subset="rating")
    person = rated.assign(five=rated["rating"] == 5, high=rated["rating"] >= 4)
    person = person.groupby("respondent_id", observed=True)[["five", "high"]].mean()
    who = survey.respondents.set_index("respondent_id")[by].astype(str).reindex(person.index)
    assert table["n"].tolist() == who.value_counts().reindex(table.index).tolist()
    assert table["fives"].tolist() == pytest.approx(
        person["five"].astype(float).groupby(who).mean().reindex(table.index).tolist()
    )
    assert table["mostly_high"].tolist() == pytest.approx(
        (person["high"] > 0.8).groupby(who).mean().reindex(table.index).tolist()
    )


@pytest.mark.parametrize("year", [2022, 2025])
def test_means_by_position_are_those_of_the_long_table(survey, year):
    table = means_by_position(survey, year)
    assert table["position"].tolist() == list(range(1, len(survey.indicators) + 1))
    assert table["indicator_id"].tolist() == survey.indicators["indicator_id"].tolist()
    long = survey.ratings[survey.ratings["year"] == year].groupby("indicator_id", observed=True)["rating"]
    assert table["ratings"].tolist() == long.count().reindex(table["indicator_id"]).tolist()
    assert table["mean"].tolist() == pytest.approx(long.mean().reindex(table["indicator_id"]).tolist())
