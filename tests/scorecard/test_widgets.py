"""The menus of the notebook: labelled, complete, and the chart follows them."""

import html
import re

import ipywidgets
import pytest

from cgd.errors import UsageError
from cgd.scorecard import Survey, load
from cgd.scorecard.charts import plot_engagement, plot_one
from cgd.scorecard.engagement import STEPS, engagement_levels
from cgd.scorecard.sentences import describe_goal
from cgd.scorecard.survey import GROUPS, SDGS
from cgd.scorecard.widgets import engage, explore


@pytest.fixture(scope="module")
def survey() -> Survey:
    return load()


def alt_of(shown: ipywidgets.HTML) -> str:
    found = re.search(r'<img [^>]*alt="([^"]*)"', shown.value)
    assert found
    return html.unescape(found.group(1))


def test_the_menus_have_visible_labels_and_offer_every_group_and_goal(survey: Survey) -> None:
    groups, goals, _shown = explore(survey, "pwd").children
    assert isinstance(groups, ipywidgets.Dropdown) and isinstance(goals, ipywidgets.Dropdown)
    assert (groups.description, goals.description) == ("Group", "Goal")
    assert tuple(code for _label, code in groups.options) == GROUPS
    assert tuple(code for _label, code in goals.options) == SDGS
    assert groups.value == "pwd"


def test_the_chart_follows_each_menu(survey: Survey) -> None:
    groups, goals, shown = explore(survey, "women").children
    pictures = [shown.value]
    goals.value = 5
    assert alt_of(shown) == plot_one(survey, "women", 5).alt
    pictures.append(shown.value)
    groups.value = "cso"
    assert alt_of(shown) == plot_one(survey, "cso", 5).alt
    assert html.escape(describe_goal(survey, "cso", 5)) in shown.value
    pictures.append(shown.value)
    assert len({re.search('src="([^"]*)"', picture).group(1) for picture in pictures}) == 3


def test_an_unknown_group_is_refused(survey: Survey) -> None:
    with pytest.raises(UsageError, match="Allowed: children"):
        explore(survey, "everybody")


def test_the_map_follows_its_menus_and_keeps_what_is_chosen() -> None:
    levels = engagement_levels()
    before = levels.copy()
    groups, *menus, shown = engage(levels, "women").children
    assert len(menus) == len(STEPS) and all(menu.description for menu in menus)
    assert [menu.value for menu in menus] == before["women"].tolist()
    menus[0].value = 4
    assert levels.at["design", "women"] == 4
    assert alt_of(shown) == plot_engagement(levels).alt
    groups.value = "pwd"  # choosing another group changes no level
    assert [menu.value for menu in menus] == before["pwd"].tolist()
    menus[5].value = "–"
    assert levels.at["feedback", "pwd"] == "–"
    before.loc["design", "women"], before.loc["feedback", "pwd"] = 4, "–"
    assert levels.equals(before)
    assert "level 4 (decides together): Women" in shown.value


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="Allowed: us"):
        engage(engagement_levels(["us"]), "them")
