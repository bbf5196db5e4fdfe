"""What "don't know" counted as 3 does to a mean: by hand, in words, in the chart and behind the menus."""

import html
from dataclasses import replace

import numpy as np
import pytest

import cgd
from cgd.errors import UsageError
from cgd.language import LANGUAGES
from cgd.scorecard import Survey, describe_dont_know, dont_know_effect, explore_dont_know, load, plot_dont_know
from cgd.scorecard.dont_know import effect_on, indicator_label
from cgd.scorecard.labels import number
from cgd.scorecard.survey import DONT_KNOW, GROUPS, NOT_ASKED, REFUSED, YEARS


@pytest.fixture(scope="module")
def survey() -> Survey:
    return load()


@pytest.fixture(scope="module")
def small(survey: Survey) -> Survey:
    """Eight women; one question has the ratings 5, 5, 4, twice don't know, a refusal, and two who were not asked."""
    part = survey.part(np.arange(len(survey.respondents)) < 8)
    answers = np.full_like(part.answers, NOT_ASKED)
    answers[:, 3, 1] = [5, 5, 4, DONT_KNOW, DONT_KNOW, REFUSED, NOT_ASKED, NOT_ASKED]
    return replace(part, answers=answers, respondents=part.respondents.assign(group="women"))


def test_the_effect_by_hand(small: Survey) -> None:
    table = dont_know_effect(small, "women", 2025)
    assert len(table) == 1, "what nobody was asked is left out"
    row = table.iloc[0]
    assert row["indicator_id"] == small.indicators["indicator_id"][3]
    assert (row["asked"], row["dont_know"], row["share"]) == (6, 2, 2 / 6)
    assert row["mean"] == pytest.approx(14 / 3)
    assert row["mean_as_3"] == pytest.approx((14 + 6) / 5)
    assert row["moved"] == pytest.approx(4 - 14 / 3)
    assert [row[f"rated_{mark}"] for mark in range(1, 6)] == [0, 0, 0, 1, 2]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("group", [None, *GROUPS])
def test_the_wrong_mean_lies_nearer_to_the_middle(survey: Survey, group: str | None, year: int) -> None:
    table = dont_know_effect(survey, group, year)
    assert table["share"].is_monotonic_decreasing
    assert len(table) == (36 if group == "children" else 69)
    assert (abs(table["mean_as_3"] - 3) <= abs(table["mean"] - 3)).all()


def test_the_means_are_those_of_the_ratings(survey: Survey) -> None:
    ratings = survey.ratings[(survey.ratings["group"] == "women") & (survey.ratings["year"] == 2025)]
    expected = ratings.astype({"rating": "Float64"}).groupby("indicator_id", observed=True)["rating"].mean()
    found = dont_know_effect(survey, "women").set_index("indicator_id")["mean"]
    assert found.to_dict() == pytest.approx(expected.to_dict())


def test_what_does_not_exist_is_refused(survey: Survey) -> None:
    with pytest.raises(UsageError, match="children"):
        dont_know_effect(survey, "men")
    with pytest.raises(UsageError, match="2022"):
        dont_know_effect(survey, "women", 2023)
    asked = set(dont_know_effect(survey, "children")["indicator_id"])
    only_adults = next(code for code in survey.indicators["indicator_id"] if code not in asked)
    with pytest.raises(UsageError, match=asked.pop()):
        plot_dont_know(survey, "children", only_adults)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
def test_the_chart_draws_and_says_its_numbers(survey: Survey, group: str, language: str) -> None:
    cgd.use_language(language)
    chart, row = plot_dont_know(survey, group), effect_on(survey, group)
    axes = chart.figure.axes[0]
    heights = [bar.get_height() for bar in axes.patches]
    assert heights == [*(row[f"rated_{mark}"] for mark in range(1, 6)), row["dont_know"]]
    assert axes.patches[5].get_y() == row["rated_3"]
    assert number(row["mean"]) in chart.alt and number(row["mean_as_3"]) in chart.alt
    assert describe_dont_know(survey, group) in chart.alt
    chart.figure.canvas.draw()
    labels = [*chart.figure.texts, *axes.texts, *axes.get_xticklabels()]
    boxes = [label.get_window_extent() for label in labels if label.get_text()]
    for place, box in enumerate(boxes):
        assert chart.figure.bbox.x0 <= box.x0 and box.x1 <= chart.figure.bbox.x1, labels[place]
        assert not any(box.overlaps(other) for other in boxes[:place]), labels[place]


@pytest.mark.slow
def test_the_longest_names_fit_into_the_chart(survey: Survey) -> None:
    for language in LANGUAGES:
        cgd.use_language(language)
        for code in survey.indicators["indicator_id"]:
            figure = plot_dont_know(survey, "cso", code).figure
            figure.canvas.draw()
            boxes = [text.get_window_extent() for text in figure.texts]
            assert all(box.x1 <= figure.bbox.x1 for box in boxes), code
            top = max(text.get_window_extent().y1 for text in figure.axes[0].texts)
            assert boxes[1].y0 >= top, code


def test_the_menus_follow_each_other(survey: Survey) -> None:
    groups, items, years, shown = explore_dont_know(survey, "women").children
    assert (groups.description, items.description, years.description) == ("Group", "Question", "Year")
    assert items.value == effect_on(survey, "women")["indicator_id"]
    assert len(items.options) == 69
    first = shown.value
    years.value = 2022
    assert html.escape(describe_dont_know(survey, "women", items.value, 2022)) in shown.value != first
    groups.value = "children"
    assert len(items.options) == 36
    assert html.escape(describe_dont_know(survey, "children", items.value, 2022)) in shown.value
    items.value = items.options[-1][1]
    assert html.escape(indicator_label(survey, items.value)) in shown.value


def test_a_question_that_the_next_group_is_not_asked_gives_way(survey: Survey) -> None:
    groups, items, _years, shown = explore_dont_know(survey, "women").children
    children = set(dont_know_effect(survey, "children")["indicator_id"])
    items.value = next(code for _label, code in items.options if code not in children)
    groups.value = "children"
    assert items.value == effect_on(survey, "children")["indicator_id"]
    assert html.escape(indicator_label(survey, items.value)) in shown.value


def test_the_menus_refuse_an_unknown_group(survey: Survey) -> None:
    with pytest.raises(UsageError, match="Allowed: children"):
        explore_dont_know(survey, "everybody")
