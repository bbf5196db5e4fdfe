"""Every number that the texts of session s04 state about the survey is computed here from the shipped data."""

import statistics
from pathlib import Path

import pandas as pd
import pytest
import yaml
from prose import flat

from cgd.scorecard import Survey, load, plot_plan, read
from cgd.scorecard.checks import dont_know_by_partner, plan_against_reality
from cgd.scorecard.dont_know import COUNTS, dont_know_effect, effect_on
from cgd.scorecard.labels import count, group_label, number, rounded
from cgd.scorecard.sentences import places
from cgd.scorecard.survey import AREAS, GROUPS, REFUSED, YEARS, rating_labels

PAGE = "book/sessions/s04_instruments.md"
TRAINER = "book/facilitation/s04_instruments.md"
SLIDES = "slides/s04_instruments.md"
EXERCISE = "solutions/s04_instruments/ex1_instruments.ipynb"
ORDER = ("urban", "rural", "remote_mountainous")


@pytest.fixture(scope="module")
def survey() -> Survey:
    return load("scorecard-2022")


@pytest.fixture(scope="module")
def plan(root: Path) -> pd.DataFrame:
    return pd.read_csv(root / "datasets/scorecard-2022/sample_plan.csv")


@pytest.fixture(scope="module")
def gases(survey: Survey) -> pd.Series:
    """The women on greenhouse-gas emissions, expected for 2025."""
    return effect_on(survey, "women", "13.05", 2025)


def unmarked(root: Path, name: str) -> str:
    return flat(root, name).replace("*", "")


def test_the_chart_of_the_page_shows_the_question_of_the_page(survey: Survey, gases: pd.Series) -> None:
    assert effect_on(survey, "women")["indicator_id"] == gases["indicator_id"]


def test_what_the_women_said(survey: Survey, gases: pd.Series, root: Path) -> None:
    page, slides = unmarked(root, PAGE), unmarked(root, SLIDES)
    asked, unknown, rated = int(gases["asked"]), int(gases["dont_know"]), int(gases[COUNTS].sum())
    women = (survey.respondents["group"] == "women").to_numpy()
    item = list(survey.indicators["indicator_id"]).index("13.05")
    refused = int((survey.answers[women, item, YEARS.index(2025)] == REFUSED).sum())
    assert unknown == 65 and asked == rated + unknown + refused
    assert f"asked {asked} women about 13.05, greenhouse-gas emissions" in page
    assert f"{unknown} of them said" in page
    assert f"That is {number(100 * gases['share'], 1)} % of those asked. Another {rated} gave a mark." in page
    assert f"The other {refused} did not want to answer" in page
    mean, wrong, moved = number(gases["mean"]), number(gases["mean_as_3"]), number(-gases["moved"])
    assert f"The mean of the {rated} marks is {mean}." in page
    assert f"is written as 3, the mean is {wrong}." in page
    assert f"The difference is {moved} points." in page
    assert float(mean) - float(wrong) == pytest.approx(float(moved)), "the reader subtracts the rounded means"
    true = int(gases["rated_3"])
    assert f"{true} women really meant average. With {unknown} more, the bar looks as if {true + unknown} women" in page
    assert f"{unknown} of {asked} women said don't know" in unmarked(root, TRAINER)
    assert f"{mean} becomes {wrong}, that is {moved} points" in slides
    assert f"{true} true threes, {unknown} false ones" in slides
    assert f"{mean} becomes {wrong}" in unmarked(root, TRAINER)
    board = [str(int(gases[name])) for name in COUNTS]
    lines = (root / TRAINER).read_text(encoding="utf-8").splitlines()
    assert f"| As it was said | {' | '.join(board)} | {mean} |" in lines
    board[2] = str(true + unknown)
    assert f"| With don't know as 3 | {' | '.join(board)} | {wrong} |" in lines
    assert f"Asked {asked}: {rated} marks, {unknown}" in unmarked(root, TRAINER)


def test_what_the_habit_does_over_all_questions(survey: Survey, root: Path) -> None:
    table = dont_know_effect(survey, "women", 2025)
    rated = table[COUNTS].sum(axis=1)
    points = (table["mean"] * rated).sum()
    unknown = table["dont_know"].sum()
    moved = points / rated.sum() - (points + 3 * unknown) / (rated.sum() + unknown)
    assert f"Over all {len(table)} questions for 2025 the mean of the women moves by {number(moved)} points" in flat(
        root, PAGE
    )


def test_how_far_the_women_differ_in_session_1(survey: Survey, root: Path) -> None:
    gaps = places(survey, "women").set_index("sdg")["gap_to_others"].drop(5)
    span = f"{number(gaps.min())} to {number(gaps.max())}"
    assert f"were {span} points apart on five goals" in unmarked(root, PAGE)
    assert f"differed from the others by {span}" in unmarked(root, SLIDES)
    assert f"differed by {span}" in unmarked(root, TRAINER)


def test_the_trace_in_the_raw_file(root: Path) -> None:
    table = dont_know_by_partner(read("scorecard-2022", "raw"))
    (silent,) = table[table["dont_know"] == 0].itertuples()
    others = table.loc[table["dont_know"] > 0, "dont_know"]
    page = unmarked(root, PAGE)
    assert len(table) == 7 and "one of the seven organisations that collected did this" in page
    assert f"One organisation asked {count(int(silent.asked))} questions" in page
    usual = statistics.median(others)
    assert len(others) == 6
    assert f"At the other six the share in the middle is {number(100 * usual, 1)} %." in page
    hidden = round(silent.asked * usual, -2)
    assert f"about {count(int(hidden))} of its answers" in page


def test_no_text_for_participants_names_the_organisation(root: Path) -> None:
    for name in (PAGE, SLIDES, "notebooks/s04_instruments.ipynb", EXERCISE):
        text = (root / name).read_text(encoding="utf-8")
        assert not [partner for partner in (f"P{number}" for number in range(1, 8)) if partner in text]


def test_the_words_of_the_scale(root: Path) -> None:
    words = ", ".join(f"{mark} {label.lower()}" for mark, label in rating_labels().items())
    assert f"These are the five words of the survey: {words}." in unmarked(root, PAGE)
    first, second = [f"{mark} {label.lower()}" for mark, label in rating_labels().items()][:3], ["4 relatively"]
    assert " · ".join(first) in unmarked(root, SLIDES) and second[0] in unmarked(root, SLIDES)


def test_people_and_organisations(survey: Survey, root: Path) -> None:
    ratings = survey.ratings[(survey.ratings["year"] == 2022) & survey.ratings["rating"].notna()]
    organisation = ratings["group"] == "cso"
    all_, people, cso = (
        number(float(ratings["rating"][rows].astype(float).mean()))
        for rows in (slice(None), ~organisation, organisation)
    )
    page = unmarked(root, PAGE)
    assert f"is {people} for the people and {cso} for the organisations. Put together it is {all_}," in page
    groups = survey.respondents["group"].value_counts()
    persons, total = count(int(groups.drop("cso").sum())), count(int(groups.sum()))
    assert f"The {total} are not {total} people. They are {persons} people and {groups['cso']} organisations." in page
    for name in (SLIDES, TRAINER):
        assert f"{persons} people and {groups['cso']} organisations" in unmarked(root, name)
    exercise = unmarked(root, EXERCISE)
    assert f"{persons} people and {groups['cso']} organisations answered" in exercise
    assert f"People and organisations together mark 2022 with {all_}." in exercise
    assert f"With {total} answers this is certain." in exercise


def test_the_people_in_the_quizzes(survey: Survey, root: Path) -> None:
    groups = survey.respondents["group"].value_counts()
    page = unmarked(root, PAGE)
    assert f"The {groups['lgbtiq']} LGBTIQ+ people in the data" in page
    assert f"Of the {groups['lgbtiq']} LGBTIQ+ people who answered" in page
    assert f"Of the {groups['women']} women who answered, recruited through organisations" in page
    assert survey.respondents["province_code"].nunique() == 12 and "the twelve provinces of our data" in page
    women = survey.respondents[survey.respondents["group"] == "women"]
    assert women["age"].min() >= 18 and "women aged 18 or older" in page


def test_plan_and_reality(survey: Survey, plan: pd.DataFrame, root: Path) -> None:
    cells = plot_plan(survey, plan).data.set_index(["group", "area"])
    page, slides, trainer = (unmarked(root, name) for name in (PAGE, SLIDES, TRAINER))
    planned, reached = int(cells["planned"].sum()), int(cells["achieved"].sum())
    assert f"Planned were {count(planned)} respondents. Reached were {count(reached)}." in page
    assert f"{count(reached)} reached, {count(planned)} planned" in slides
    assert f"{count(reached)} reached, {count(planned)} planned" in trainer
    totals = cells.groupby("group")[["planned", "achieved"]].sum()
    assert (totals["achieved"] >= totals["planned"]).all(), "Every group has at least as many as planned"
    far, town = (
        (f"{row.achieved:.0f} of {row.planned:.0f}", f"{rounded(100 * row.share, 0)} %")
        for row in (cells.loc[("lgbtiq", "remote_mountainous")], cells.loc[("lgbtiq", "urban")])
    )
    assert f"remote and mountainous areas: {far[0]} planned, {far[1]}" in page
    assert f"in towns: {town[0]}, {town[1]}" in page
    assert f"{far[0]} planned. In towns: {town[0]}" in slides
    assert f"remote and mountainous areas, {far[0]}." in trainer
    whole = plan_against_reality(survey, plan)
    south = whole[(whole["region"] == "south") & (whole["area"] == "remote_mountainous")][["planned", "achieved"]].sum()
    share = rounded(100 * south["achieved"] / south["planned"], 0)
    assert f"all groups together: {south['achieved']} of {south['planned']}, {share} %" in page
    short = cells[cells["share"] < 0.8]
    assert len(short) == 4 and "there are four" in trainer
    by_area = cells.groupby("area")[["planned", "achieved"]].sum()
    assert by_area.loc["urban", "achieved"] > by_area.loc["urban", "planned"]
    assert by_area.loc["remote_mountainous", "achieved"] < by_area.loc["remote_mountainous", "planned"]


def test_the_table_for_a_room_without_electricity(survey: Survey, plan: pd.DataFrame, root: Path) -> None:
    cells = plot_plan(survey, plan).data.set_index(["group", "area"])
    lines = (root / TRAINER).read_text(encoding="utf-8").splitlines()
    assert set(ORDER) == set(AREAS)
    for group in GROUPS:
        row = [f"{cells.loc[(group, area), 'achieved']} of {cells.loc[(group, area), 'planned']}" for area in ORDER]
        assert f"| {group_label(group)} | {' | '.join(row)} |" in lines


def test_the_invented_examples_add_up(root: Path) -> None:
    page = unmarked(root, PAGE)
    assert "40 of 400 people" in page and "You have 360 opinions" in page and "10 % did not know" in page
    assert "14 of 25" in page and 14 / 25 == 0.56 and "In the mountains it was 56 %" in page and "the 11 who" in page
    assert "the 900 people on its list of members. 310 answer" in unmarked(root, EXERCISE)
    assert "The 590 members who did not answer" in unmarked(root, EXERCISE)


def test_the_blocks_and_the_objectives(root: Path) -> None:
    session = yaml.safe_load((root / "book/agenda.yml").read_text(encoding="utf-8"))["sessions"]["s04_instruments"]
    assert sum(block["minutes"] for block in session["blocks"]) <= session["minutes"] * 2 // 3
    trainer = (root / TRAINER).read_text(encoding="utf-8")
    blocks = [line.split()[-1] for line in trainer.splitlines() if line.startswith(":::{block}")]
    assert blocks == [block["id"] for block in session["blocks"]]
    page = (root / PAGE).read_text(encoding="utf-8")
    asked = [line.split()[-1] for line in page.splitlines() if line.startswith(":objective:")]
    assert sorted(asked) == sorted(session["objectives"])
    slides = (root / SLIDES).read_text(encoding="utf-8")
    headings = [line for line in slides.splitlines() if line.startswith("## ")]
    assert len(headings) == slides.count("::: {.notes block=") <= 10
    assert {block["id"] for block in session["blocks"]} == {
        line.split("block=")[1].rstrip("}") for line in slides.splitlines() if "notes block=" in line
    }


def test_each_card_has_its_line_in_the_key(root: Path) -> None:
    cards = (root / "book/handouts/talk2-cards.md").read_text(encoding="utf-8")
    key = (root / TRAINER).read_text(encoding="utf-8").splitlines()
    numbers = [line.removeprefix("## Card ") for line in cards.splitlines() if line.startswith("## ")]
    assert numbers == [str(number) for number in range(1, 9)]
    for card in numbers:
        assert len([line for line in key if line.startswith(f"| {card} | ")]) == 1
    for word in ("leads", "two in one", "knowledge", "mixes"):
        assert word not in cards.lower()
