"""FIG12: ages that end in some digits too often."""

import numpy as np
import pandas as pd
import pytest
from check_cases import findings, limits, only, people, survey_of

from cgd.scorecard.checks import age_heaping

# People by last digit, a hundred in all: the score of EXACT is 100 x sqrt(36 / (100 x 9)) = 20, and the limit is 20.
EVEN = (10,) * 10
EXACT = (28, *(8,) * 9)
NEARLY = (27, 9, *(8,) * 8)


def aged(digits: tuple[int, ...], **cells) -> pd.DataFrame:
    """Women in the thirties and forties by turns, so many with each last digit."""
    last = np.repeat(np.arange(10), digits)
    ages = [str(10 * (3 + n % 2) + digit) for n, digit in enumerate(last)]
    return people(len(ages), age=lambda n: ages[n], **cells)


def test_ages_that_were_rounded():
    found = only(findings(aged((60, 0, 0, 0, 0, 40, 0, 0, 0, 0))))
    assert found[:4] == ("FIG12", "last_digit", "", "partner=P1")
    # chi2 = (50² + 30² + 8 x 10²) / 10 = 420; 100 x sqrt(420 / 900)
    assert found[4] == "68"
    assert found[5] == ("Ages end in some digits far too often (score 68; under 20 is acceptable). Were they rounded?")


def test_a_score_of_20_is_too_much_and_less_is_not():
    assert only(findings(aged(EXACT)))[4] == "20"
    assert findings(aged(NEARLY)).empty
    assert findings(aged(EVEN)).empty


def test_a_hundred_people_are_judged_and_ninety_nine_are_not():
    assert len(findings(aged((60, 0, 0, 0, 0, 40, 0, 0, 0, 0)))) == 1
    assert findings(aged((60, 0, 0, 0, 0, 39, 0, 0, 0, 0))).empty


def test_each_partner_is_judged_alone():
    both = pd.concat([aged(EXACT), aged(EVEN, partner="P2")], ignore_index=True)
    both["respondent_id"] = [f"R{n:04d}" for n in range(len(both))]
    both["device"], both["interviewer"] = "T10" + both["partner"].str[1:], "I0" + both["partner"].str[1:]
    assert findings(both).query("check == 'FIG12'")["column"].tolist() == ["partner=P1"]


@pytest.mark.parametrize(
    ("cells", "n"),
    [
        ({"group": "youth"}, 0),
        ({"group": "pwd"}, 100),
        ({"group": "lgbtiq"}, 100),
        ({"age": "19"}, 0),
        ({"age": "70"}, 0),
    ],
)
def test_only_groups_and_ages_without_a_narrow_span_count(cells, n):
    table = age_heaping(survey_of(aged(EVEN).assign(**cells)), limits())
    assert table["n"].sum() == n


@pytest.mark.parametrize("age", ["20", "69"])
def test_the_span_has_both_its_ends(age):
    assert age_heaping(survey_of(people(3, age=age)), limits())["n"].tolist() == [3]


@pytest.mark.parametrize(
    "changes",
    [
        {"ages.fewest_people.value": 101},
        {"ages.level.value": "good"},
        {"ages.groups.value": ["pwd"]},
        {"ages.span.value": [50, 69]},
    ],
)
def test_the_limits_are_settings(changes):
    assert len(findings(aged(EXACT))) == 1
    assert findings(aged(EXACT), changes).empty


def test_score_and_whipple_by_hand(survey):
    table = age_heaping(survey, limits()).set_index("partner")
    people_ = survey.respondents
    for name in people_["partner"].cat.categories:
        mine = people_[(people_["partner"] == name) & people_["group"].isin(["women", "pwd", "lgbtiq"])]["age"].dropna()
        mine = mine[(mine >= 20) & (mine <= 69)].astype(int)
        digits = np.array([(mine % 10 == digit).sum() for digit in range(10)])
        chi2 = ((digits - len(mine) / 10) ** 2 / (len(mine) / 10)).sum()
        span = mine[(mine >= 23) & (mine <= 62)]
        assert table.loc[name, "n"] == len(mine)
        assert table.loc[name, "score"] == pytest.approx(100 * np.sqrt(chi2 / (9 * len(mine))))
        assert table.loc[name, "whipple"] == pytest.approx(500 * span.isin(range(25, 61, 5)).sum() / len(span))


def test_without_anybody_from_23_to_62_there_is_no_whipple():
    table = age_heaping(survey_of(people(3, age="65")), limits())
    assert table["whipple"].isna().all()
    assert table["score"].tolist() == [100]
