"""Sentences say what the data say, for any group and any data."""

import numpy as np
import pandas as pd
import pytest
from surveys import with_ratings

from cgd.errors import CgdError, UsageError
from cgd.scorecard import Survey, load
from cgd.scorecard.labels import number, rounded
from cgd.scorecard.sentences import describe, describe_goal, places, toolkit_draft
from cgd.scorecard.survey import GROUPS, SDGS


@pytest.fixture(scope="module")
def survey() -> Survey:
    return load()


def made(means: dict[int, int], official: dict[int, float]) -> Survey:
    """A survey of one woman and one young man; she gives ``means``, he gives 3 everywhere."""
    rows = [("R1", "women", sdg, f"{sdg}.01", mark) for sdg, mark in means.items()]
    rows += [("R2", "youth", sdg, f"{sdg}.01", 3) for sdg in means]
    ratings = pd.DataFrame(rows, columns=["respondent_id", "group", "sdg", "indicator_id", "rating"]).assign(year=2022)
    people = ratings[["respondent_id", "group"]].drop_duplicates()
    scores = pd.DataFrame({"sdg": list(official), "score": list(official.values())})
    nobody = np.empty((2, 0, 2), dtype=np.int8)
    return with_ratings(Survey(people, nobody, pd.DataFrame(), scores), ratings)


def test_the_goal_that_moves_down_most_is_named() -> None:
    official = {1: 5.0, 4: 4.0, 5: 3.5, 8: 3.0, 13: 2.0, 16: 1.0}
    small = made({1: 1, 4: 5, 5: 4, 8: 4, 13: 4, 16: 4}, official)
    text = describe(small, "women")
    assert "SDG 1 No poverty is at place 6 of six here, at place 1 in the illustrated official picture." in text
    assert "highest mean rating for SDG 4 Quality education (5.00 of 5)" in text
    assert "from SDG 1 No poverty (1.00 against 3.00) at the low end" in text
    assert "to SDG 4 Quality education (5.00 against 3.00) at the high end" in text


def test_a_group_below_all_others_everywhere_is_not_called_highest_anywhere() -> None:
    below = made({1: 1, 4: 2, 5: 1, 8: 1, 13: 1, 16: 1}, dict.fromkeys(SDGS, 3.0))
    beside_others = describe(below, "women").splitlines()[-1]
    assert "SDG 4 Quality education (2.00 against 3.00)" in beside_others
    assert "highest" not in beside_others


def test_an_order_without_a_fall_says_so() -> None:
    small = made({1: 5, 4: 4, 5: 3, 8: 3, 13: 2, 16: 1}, {1: 5.0, 4: 4.0, 5: 3.5, 8: 3.5, 13: 2.0, 16: 1.0})
    assert "No goal stands lower in this order" in describe(small, "women")


def test_means_equal_to_two_decimals_share_a_place(survey: Survey) -> None:
    for group in GROUPS:
        table = places(survey, group)
        shown = table["group_mean"].map(number)
        for _mean, rows in table.groupby(shown):
            assert rows["place"].nunique() == 1
        assert table["place"].min() == 1


def test_all_goals_that_share_the_last_place_are_named(survey: Survey) -> None:
    small = made({1: 2, 4: 5, 5: 2, 8: 4, 13: 4, 16: 4}, dict.fromkeys(SDGS, 3.0))
    assert "lowest for SDG 1 No poverty, SDG 5 Gender equality (2.00 of 5)" in describe(small, "women")


@pytest.mark.parametrize("group", GROUPS)
def test_the_draft_for_the_toolkit_has_the_numbers_of_its_goal(survey: Survey, group: str) -> None:
    row = places(survey, group).set_index("sdg").loc[13]
    draft = toolkit_draft(survey, group, sdg=13)
    assert [part[:3] for part in draft.split("\n\n")] == ["B1.", "B4.", "B6."]
    assert f"mean {number(row['group_mean'])} of 5 on SDG 13 Climate action" in draft
    assert f"(n = {int(row['group_n']):,})" in draft
    assert f"mean {number(row['others_mean'])} (n = {int(row['others_n']):,})" in draft
    assert "synthetic training data" in draft and "recruited through organisations" in draft


def test_the_draft_of_organisations_does_not_call_them_people(survey: Survey) -> None:
    draft = toolkit_draft(survey, "cso")
    assert "Civil-society organisations" in draft
    assert "people" not in draft.casefold()


def test_data_without_a_group_are_refused_with_its_name(survey: Survey) -> None:
    women = survey.ratings["group"] == "women"
    for left, call, who in (
        (~women, lambda part: describe(part, "women"), "Women"),
        (women, lambda part: describe(part, "women"), "All others"),
        (~women, lambda part: describe_goal(part, "cso", 8), "Women"),
    ):
        with pytest.raises(CgdError, match=rf"^{who}: these data have no rating of SDG \d"):
            call(with_ratings(survey, survey.ratings[left]))


def test_the_draft_takes_the_goal_that_moved_down_most(survey: Survey) -> None:
    official = {1: 5.0, 4: 4.0, 5: 3.5, 8: 3.0, 13: 2.0, 16: 1.0}
    small = made({1: 5, 4: 4, 5: 1, 8: 4, 13: 4, 16: 4}, official)
    assert "put SDG 5 Gender equality at place 6" in toolkit_draft(small, "women")


def test_a_goal_is_described_among_the_six_groups(survey: Survey) -> None:
    ratings = survey.ratings
    top = ratings["group"].eq("cso") & ratings["sdg"].eq(8) & ratings["rating"].notna()
    changed = with_ratings(survey, ratings.assign(rating=ratings["rating"].mask(top, 5)))
    assert "5.00 of 5 on SDG 8" in describe_goal(changed, "cso", 8)
    assert "place 1 of 6 groups" in describe_goal(changed, "cso", 8)


def test_numbers_are_rounded_half_up() -> None:
    assert [str(rounded(value)) for value in (3.345, 3.355, 3.3449, 2.675, 5)] == [
        "3.35",
        "3.36",
        "3.34",
        "2.68",
        "5.00",
    ]
    assert str(rounded(sum([0.1] * 10), 2)) == "1.00"


def test_numbers_take_the_marks_of_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cgd.scorecard.labels._", lambda text: "1.234,5" if text == "1,234.5" else text)
    assert number(1234.567, 2) == "1.234,57"
    assert number(3.405) == "3,41"


def test_an_unknown_goal_is_refused(survey: Survey) -> None:
    with pytest.raises(UsageError, match=r"SDG.*Allowed: 1, 4, 5, 8, 13, 16"):
        toolkit_draft(survey, "women", sdg=2)
