"""FIG02 and FIG13: the sample against the plan and against the population."""

import pandas as pd
import pytest
from check_cases import changed, limits, only, people, survey_of, well_formed

from cgd.scorecard.checks import fig02_plan, plan_against_reality, sample_makeup
from cgd.scorecard.disclosure.limits import limits as disclosure_limits
from cgd.scorecard.tables import text_cells


def plan(planned: object, **cell: str) -> pd.DataFrame:
    return pd.DataFrame([{"group": "women", "region": "north", "area": "urban"} | cell | {"planned": planned}])


def test_a_cell_under_80_percent_is_named():
    found = only(well_formed(fig02_plan(survey_of(people(7)), plan("10"))))
    assert found == (
        *("FIG02", "short_of_plan", "", "women, north, urban", "7"),
        "Reached 7 of 10 planned respondents.",
    )


def test_exactly_80_percent_is_enough():
    assert well_formed(fig02_plan(survey_of(people(8)), plan("10"))).empty
    assert plan_against_reality(survey_of(people(8)), plan("10")).loc[0, "share"] == 0.8


def test_the_limit_is_a_setting():
    assert len(fig02_plan(survey_of(people(8)), plan("10"), limits({"plan.short.value": 0.81}))) == 1


def test_a_cell_that_nobody_reached_is_short_and_one_that_nobody_planned_is_not():
    table = plan_against_reality(survey_of(people(3)), plan(20, group="cso"))
    table = table.set_index("group")
    assert table.loc["cso", ["planned", "achieved", "share", "short"]].tolist() == [20, 0, 0, True]
    assert table.loc["women", ["planned", "achieved", "short"]].tolist() == [0, 3, False]
    assert pd.isna(table.loc["women", "share"])


def test_cells_planned_too_small_to_publish():
    smallest = disclosure_limits().hide_under
    for planned, too_small in ((smallest - 1, True), (smallest, False)):
        assert plan_against_reality(survey_of(people(3)), plan(planned)).loc[0, "unpublishable"] == too_small


def test_people_of_no_known_cell_are_in_none():
    survey = survey_of(changed(people(4), {("R0001", "group"): "wemen"}))
    assert plan_against_reality(survey, plan(4))["achieved"].tolist() == [3]


def test_the_shipped_plan_is_counted_as_pandas_counts(survey, shipped):
    table = plan_against_reality(survey, text_cells(shipped / "sample_plan.csv"))
    assert table["achieved"].sum() == len(survey.respondents)
    assert table["planned"].sum() == 3000
    counts = survey.respondents.groupby(["group", "region", "area"], observed=True).size()
    for row in table.itertuples():
        assert row.achieved == counts.get((row.group, row.region, row.area), 0)
        assert row.share == pytest.approx(row.achieved / row.planned)


# FIG13


def test_dissimilarity_by_hand_and_without_organisations():
    sex = ["female"] * 6 + ["male"] * 2 + ["no_answer"] * 2
    survey = survey_of(people(10, sex=lambda n: sex[n]))
    table = sample_makeup(survey, {"sex": {"male": 50, "female": 50}})
    # 6 and 2 of 8 against half and half: 0.5 x (0.25 + 0.25); "no answer" is in no population.
    assert table.values.tolist() == [["sex", 8, 0.25]]
    organisations = survey_of(people(10, sex=lambda n: sex[n], group=lambda n: "cso" if n < 4 else "women"))
    assert sample_makeup(organisations, {"sex": {"male": 50, "female": 50}}).values.tolist() == [["sex", 4, 0.0]]


def test_a_sample_with_none_of_the_categories_has_no_figure():
    table = sample_makeup(survey_of(people(3)), {"area": {"rural": 2.0}})
    assert table["people"].tolist() == [0]
    assert table["dissimilarity"].isna().all()
