"""Each published figure holds in the shipped file and for other seeds; its check fails when the data do not show it."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from surveys import with_ratings

from cgd.language import use_language
from cgd.scorecard import Survey
from cgd.scorecard.make.synthesise import synthesise
from cgd.scorecard.published import PUBLISHED, check_all, claims
from cgd.scorecard.published.levels import DENOMINATOR, DENOMINATORS, growth_readings

Where = Callable[[pd.DataFrame], pd.Series]


def rated(survey: Survey, where: Where, value: int) -> Survey:
    """The survey with the valid ratings of some rows set to one value."""
    ratings = survey.ratings.copy()
    ratings.loc[where(ratings) & ratings["rating"].notna(), "rating"] = value
    return with_ratings(survey, ratings)


def people(survey: Survey, where: Where, column: str, value: object) -> Survey:
    """The survey with one field of some respondents changed, in both tables."""
    respondents = survey.respondents.copy()
    changed = where(respondents)
    if column != "age":
        respondents[column] = respondents[column].astype("str")
    respondents.loc[changed, column] = value
    return replace(survey, respondents=respondents)


def statuses(survey: Survey, column: str, value: float) -> Survey:
    return replace(survey, official=survey.official.assign(**{column: value}))


BROKEN: dict[str, Callable[[Survey], Survey]] = {
    "F01": lambda s: s.part(s.respondents.index > 0),
    "F02": lambda s: people(s, lambda p: p["group"] == "pwd", "group", "disabled"),
    "F03": lambda s: people(s, lambda p: p["group"] == "lgbtiq", "ethnic_minority", "no"),
    "F04": lambda s: replace(s, indicators=s.indicators.replace({"sdg": {13: 12}})),
    "F05": lambda s: with_ratings(s, s.ratings[s.ratings["indicator_id"] != "16.12"]),
    "F06": lambda s: rated(s, lambda r: r.index == r["rating"].first_valid_index(), 6),
    "F07": lambda s: with_ratings(s, s.ratings.iloc[1:]),
    "F08": lambda s: people(s, lambda p: p["region"] == "south", "region", "central"),
    "F09": lambda s: people(s, lambda p: p["area"] == "rural", "area", "urban"),
    "F10": lambda s: rated(s, lambda r: (r["group"] == "women") & (r["year"] == 2022) & (r["rating"] == 1), 5),
    "F11": lambda s: rated(s, lambda r: (r["sdg"] == 16) & (r["year"] == 2022) & (r["rating"] >= 4), 3),
    "F12": lambda s: rated(s, lambda r: (r["group"] == "pwd") & (r["year"] == 2025) & (r["rating"] == 2), 4),
    "F13": lambda s: rated(s, lambda r: (r["group"] == "pwd") & (r["year"] == 2025) & (r["rating"] == 5), 4),
    "F14": lambda s: with_ratings(s, s.ratings.replace({"year": {2025: 2024}})),
    "F15": lambda s: rated(s, lambda r: (r["sdg"] == 1) & (r["year"] == 2025), 5),
    "F16": lambda s: rated(s, lambda r: (r["group"] == "children") & (r["year"] == 2022) & (r["rating"] == 5), 3),
    "F17": lambda s: rated(s, lambda r: (r["group"] == "youth") & (r["year"] == 2025) & (r["rating"] == 5), 4),
    "F18": lambda s: rated(s, lambda r: (r["region"] == "north") & (r["year"] == 2022) & (r["rating"] == 5), 3),
    "F19": lambda s: rated(s, lambda r: (r["area"] == "rural") & (r["year"] == 2022) & (r["rating"] == 5), 3),
    "F20": lambda s: rated(s, lambda r: (r["sdg"] == 1) & (r["year"] == 2022) & (r["rating"] == 2), 4),
    "F21": lambda s: rated(s, lambda r: (r["sdg"] == 8) & (r["year"] == 2025) & (r["rating"] == 5), 4),
    "F22": lambda s: rated(s, lambda r: (r["sdg"] == 4) & (r["year"] == 2022) & (r["rating"] == 5), 4),
    "F23": lambda s: rated(s, lambda r: (r["sdg"] == 4) & (r["year"] == 2025) & (r["rating"] == 5), 4),
    "F24": lambda s: statuses(s, "score", 3.4),
    "F25": lambda s: statuses(s, "completed", 0),
    "F26": lambda s: rated(s, lambda r: (r["group"] == "women") & (r["year"] == 2022) & (r["rating"] <= 2), 4),
    "F35": lambda s: people(s, lambda p: p["group"] == "pwd", "instrument", "cso"),
    "F36": lambda s: people(s, lambda p: p["age"] == 15, "age", 16),
}


def test_every_figure_that_microdata_can_show_has_a_check_and_a_claim():
    wanted = {f"F{number:02d}" for number in range(1, 27)} | {"F35", "F36"}
    assert set(PUBLISHED) == wanted == set(claims())
    for number, figure in PUBLISHED.items():
        assert figure.check.__name__.startswith(number.lower() + "_")
        assert figure.check.__doc__.startswith(f"{number}: ")


def test_only_figures_about_the_official_side_rest_on_an_illustration():
    assert {number for number, figure in PUBLISHED.items() if figure.illustration} == {"F24", "F25"}


def test_all_hold_in_the_shipped_file(survey):
    result = check_all(survey)
    assert list(result.columns) == ["check", "holds", "value", "claim"]
    assert result.loc[~result["holds"], ["check", "value"]].values.tolist() == []


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4, 5, 6, 7, 8, 12345])
def test_all_hold_for_other_seeds(seed):
    result = check_all(synthesise(seed=seed))
    assert result.loc[~result["holds"], ["check", "value"]].values.tolist() == []


@pytest.mark.parametrize("number", list(PUBLISHED))
def test_each_check_fails_when_the_data_do_not_show_it(survey, number):
    found = PUBLISHED[number].check(BROKEN[number](survey))
    assert list(found.columns) == ["check", "part", "value", "expected", "holds"]
    assert not found["holds"].all()
    assert (found["check"] == number).all()


def test_a_failing_check_says_what_failed(survey):
    result = check_all(BROKEN["F25"](survey)).set_index("check")
    assert result["holds"].sum() == len(result) - 1
    assert result.loc["F25", "value"] == (
        "SDG 4 completed (illustration): 0 (at least 1); SDG 13 completed (illustration): 0 (at least 1)"
    )


def test_data_of_one_place_fail_the_checks_on_places_and_nothing_breaks(survey):
    people = survey.respondents
    north = survey.part((people["region"] == "north") & (people["area"] == "urban"))
    result = check_all(north).set_index("check")
    assert not result.loc[["F18", "F19"], "holds"].any()


@pytest.mark.parametrize("estimator", ["balanced", "pooled"])
def test_only_the_scale_maximum_makes_both_published_growth_figures_true(survey, estimator):
    readings = growth_readings(survey, estimator)
    assert set(readings["reading"]) == set(DENOMINATORS)
    fits = readings.groupby("reading")["fits"].agg(["all", "any"])
    assert fits.index[fits["all"]].tolist() == [DENOMINATOR]
    assert fits.index[~fits["any"]].tolist() == [reading for reading in DENOMINATORS if reading != DENOMINATOR]


def test_claims_speak_the_language_in_use():
    english = claims()
    use_language("vi")
    assert [number for number, claim in claims().items() if claim == english[number]] == []
