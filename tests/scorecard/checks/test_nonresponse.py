"""FIG04: what was asked and not rated."""

import pandas as pd
import pytest
from check_cases import RATINGS, changed, findings, only, people, places, survey_of

from cgd.scorecard import read
from cgd.scorecard.checks import dont_know_by_partner, item_nonresponse


def test_an_empty_answer_is_named():
    found = only(findings(changed(people(12), {("R0004", "q1_07_2025"): ""})))
    assert found == ("FIG04", "blank", "R0004", "q1_07_2025", "", "The question was asked, and nothing was written.")


@pytest.mark.parametrize("answer", ["DK", "RF", "MS"])
def test_a_code_is_not_empty(answer):
    assert findings(changed(people(12), {("R0004", "q1_07_2025"): answer})).empty


def by_pandas(survey, by: str) -> pd.DataFrame:
    long = survey.ratings.assign(**{by: survey.ratings["respondent_id"].map(
        survey.respondents.set_index("respondent_id")[by].astype(object))})  # fmt: skip
    table = long.groupby([by, "indicator_id", "year"], observed=True)["answer"]
    share = {name: table.agg(lambda cell, name=name: (cell == name).mean()) for name in long["answer"].cat.categories}
    return pd.DataFrame({"asked": table.size(), **share}).rename_axis([by, "indicator_id", "year"])


@pytest.mark.parametrize("state", ["clean", "raw"])
@pytest.mark.parametrize("by", ["group", "partner"])
def test_shares_are_those_of_the_long_table(shipped, by, state):
    survey = read(shipped, state)
    found = item_nonresponse(survey, by).set_index([by, "indicator_id", "year"]).sort_index()
    wanted = by_pandas(survey, by)
    wanted.index = wanted.index.set_levels([level.astype(object) for level in wanted.index.levels[:2]], level=[0, 1])
    wanted = wanted.reindex(found.index)
    assert len(found) == len(wanted.dropna())
    assert found["asked"].tolist() == wanted["asked"].tolist()
    for name in ("dont_know", "refused"):
        assert found[name].tolist() == pytest.approx(wanted[name].tolist())
    missing = wanted["missing"] + wanted["invalid"]
    assert found["missing"].tolist() == pytest.approx(missing.tolist())
    assert found["nonresponse"].tolist() == pytest.approx((1 - wanted["rated"]).tolist())


def test_children_are_not_asked_everything(survey):
    table = item_nonresponse(survey)
    child = set(table.loc[table["group"] == "children", "indicator_id"])
    assert child == set(survey.indicators.loc[survey.indicators["child_form"], "indicator_id"])


# A partner in which nobody says "don't know": 10 people of 60 questions each, P2 and P3 with 5 % don't know.


def partners(dont_know: int) -> pd.DataFrame:
    """Three partners, 600 questions each; so many don't know at P1."""
    wide = people(30, partner=lambda n: f"P{n % 3 + 1}", interviewer=lambda n: f"I1{n}", device=lambda n: f"T11{n}")
    for partner, many in (("P1", dont_know), ("P2", 30), ("P3", 30)):
        rows = wide["respondent_id"][wide["partner"] == partner].tolist()
        wide = changed(wide, {(rows[n % 10], RATINGS[n // 10]): "DK" for n in range(many)})
    return wide


FEWEST = {"nonresponse.fewest_questions.value": 600}


def test_a_partner_without_dont_know_is_named():
    found = only(findings(partners(2), FEWEST))
    assert found[:5] == ("FIG04", "no_dont_know", "", "partner=P1", "0.3")
    assert "0.3 % of the answers, 5.0 % at the other organisations" in found[5]


def test_a_partner_is_not_compared_with_itself():
    """Of two partners: 0.3 % is under a tenth of 5 %, and over a tenth of the median of both."""
    wide = partners(2)
    assert len(findings(wide[wide["partner"] != "P3"], FEWEST)) == 1


def test_a_tenth_of_the_others_is_enough():
    assert findings(partners(3), FEWEST).empty


def test_few_questions_say_nothing():
    assert findings(partners(0), {"nonresponse.fewest_questions.value": 601}).empty
    assert findings(partners(0)).empty


def test_the_part_of_the_others_is_a_setting():
    assert len(findings(partners(3), FEWEST | {"nonresponse.no_dont_know.value": 0.11})) == 1


def test_without_other_partners_or_their_dont_know_nothing_is_said():
    assert findings(people(30), {"nonresponse.fewest_questions.value": 1}).empty
    assert findings(people(30, partner=lambda n: f"P{n % 3 + 1}"), {"nonresponse.fewest_questions.value": 1}).empty


def test_dont_know_of_each_partner():
    table = dont_know_by_partner(survey_of(partners(6)))
    assert table.values.tolist() == [["P1", 600, 0.01], ["P2", 600, 0.05], ["P3", 600, 0.05]]
    assert places(findings(partners(0), FEWEST), "no_dont_know") == [("", "partner=P1", "0.0")]
