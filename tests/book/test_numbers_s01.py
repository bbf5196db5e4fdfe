"""Every number that the texts of session s01 state about the survey is computed here from the shipped data."""

from pathlib import Path

import pandas as pd
import pytest
from prose import flat

from cgd.scorecard import Survey, load
from cgd.scorecard.labels import count, number, rounded, sdg_label
from cgd.scorecard.sentences import places

PAGE = "book/sessions/s01_voices.md"
TRAINER = "book/facilitation/s01_voices.md"
SLIDES = "slides/s01_voices.md"


@pytest.fixture(scope="module")
def survey() -> Survey:
    return load("scorecard-2022")


@pytest.fixture(scope="module")
def women(survey: Survey) -> pd.DataFrame:
    return places(survey, "women").set_index("sdg")


def test_the_people(survey: Survey, root: Path) -> None:
    women = survey.respondents[survey.respondents["group"] == "women"]
    remote = int((women["area"] == "remote_mountainous").sum())
    page = flat(root, PAGE)
    assert f"asked {count(len(survey.respondents))} people" in page
    assert f"What {len(women)} women said" in page
    assert f"Of the {len(women)} women in the data, {remote} live in remote and mountainous areas" in page
    assert f"the voice of the other {len(women) - remote} women" in page
    assert f"{rounded(100 * remote / len(women), 0)} per cent of the women of Viet Nam" in page
    assert f"- {count(len(survey.respondents))} people and organisations" in flat(root, SLIDES)
    assert f"in the ratings of these {len(women)} women" in page
    assert f"the {len(women)} women who answered" in flat(root, TRAINER)


def test_the_size_of_the_survey(survey: Survey, root: Path) -> None:
    slides = flat(root, SLIDES)
    people, indicators = survey.respondents, survey.indicators
    assert f"- {people['group'].nunique()} groups, {people['region'].nunique()} regions" in slides
    assert f"- {len(indicators)} indicators of {indicators['sdg'].nunique()} goals" in slides


@pytest.mark.parametrize("name", [PAGE, SLIDES])
@pytest.mark.parametrize("sdg", [1, 16])
def test_the_places_of_the_goals(women: pd.DataFrame, root: Path, name: str, sdg: int) -> None:
    place, official = women.loc[sdg, "place"], women.loc[sdg, "official_place"]
    text = flat(root, name).replace("*", "")
    stated = {
        PAGE: f"{sdg_label(sdg)}: place {place} for the women, place {official} in the official picture",
        SLIDES: f"SDG {sdg}: place {place} for the women, place {official} in the official picture"
        if sdg == 1
        else f"SDG {sdg}: place {place} and place {official}",
    }
    assert stated[name] in text


def test_all_others_place_the_first_goal_where_the_page_says(women: pd.DataFrame, root: Path) -> None:
    place = women["others_mean"].map(rounded).astype(float).rank(ascending=False, method="min")[1]
    assert f"So do all others: they have it at place {place:.0f}." in flat(root, PAGE)


def test_the_order_in_the_quiz(women: pd.DataFrame, root: Path) -> None:
    row = women.loc[1]
    assert (
        f"have SDG 1 at place {row['place']:.0f} of six. The illustrated official picture has it at place "
        f"{row['official_place']:.0f}." in flat(root, PAGE)
    )
    # "half a point worse", the wrong answer that subtracts
    assert rounded(abs(row["gap_to_official"]), 1) == rounded(0.5, 1)


def test_gender_equality_is_the_one_goal_where_women_are_not_higher(women: pd.DataFrame, root: Path) -> None:
    means, others = women["group_mean"].map(number), women["others_mean"].map(number)
    assert women.index[women["gap_to_others"].map(rounded) <= 0].tolist() == [5]
    higher = women["gap_to_others"].drop(5)
    page = flat(root, PAGE)
    place, official = women.loc[5, "place"], women.loc[5, "official_place"]
    assert f"place {place} for the women, place {official} in the official picture. This is almost the same" in page
    assert f"by {number(higher.min())} to {number(higher.max())} points" in page
    assert f"On SDG 5 it is not: {means[5]} against {others[5]}." in page
    assert f"A difference of {number(higher.min())} means: if six more answers in every hundred" in page
    assert rounded(100 * higher.min(), 0) == 6
    assert f"SDG 5: {means[5]}, and all others {others[5]}" in flat(root, SLIDES)


def test_the_table_for_a_room_without_electricity(women: pd.DataFrame, root: Path) -> None:
    lines = (root / TRAINER).read_text(encoding="utf-8").splitlines()
    for sdg, row in women.iterrows():
        marks = " | ".join(number(row[column]) for column in ("group_mean", "others_mean", "official_score"))
        assert f"| {sdg_label(sdg)} | {marks} | {row['place']:.0f} | {row['official_place']:.0f} |" in lines
    text = flat(root, TRAINER)
    assert f"women n = {count(int(women['group_n'].min()))}" in text and women["group_n"].nunique() == 1
    assert f"all others n = {count(int(women['others_n'].min()))}" in text and women["others_n"].nunique() == 1
    assert f"Is {number(women.loc[1, 'group_mean'])} good or bad?" in text


def test_what_the_illustration_counts(survey: Survey, root: Path) -> None:
    official = survey.official
    counted = 5 * official["completed"] + 4 * official["expected_2025"] + 3 * official["in_progress"]
    assert (counted / official["indicators"] - official["score"]).abs().max() < 0.005
    page = flat(root, PAGE)
    assert "counts 5 when we call it completed, 4 when it is expected by 2025, 3 when it is in progress" in page
    assert "5 for completed, 4 for expected by 2025, 3 for in progress" in flat(root, TRAINER)
