"""Every number that the texts of session s03 state about the survey is computed here from the shipped data."""

import re
from pathlib import Path

import pandas as pd
import pytest
import yaml
from prose import flat

from cgd.scorecard import Survey, clean, load, read
from cgd.scorecard.checks.response import consent_state
from cgd.scorecard.disclosure import anonymity, limits
from cgd.scorecard.engagement import NOT_TOLD, UNKNOWN, engagement_levels, level_labels
from cgd.scorecard.labels import count, number
from cgd.scorecard.survey import GROUPS

PAGE = "book/sessions/s03_engagement.md"
TRAINER = "book/facilitation/s03_engagement.md"
SLIDES = "slides/s03_engagement.md"
RECORD = "book/handouts/talk1-record.md"


@pytest.fixture(scope="module")
def raw() -> Survey:
    return read("scorecard-2022", "raw")


@pytest.fixture(scope="module")
def without(raw: Survey) -> pd.DataFrame:
    """The records without a valid consent, and which consent fails: nothing, no or withdrawn."""
    people = raw.respondents[consent_state(raw) != "yes"]
    child = people["group"] == "children"
    failing = people["guardian_consent"].where(child, people["consent"]).astype("object").fillna("nothing")
    return people.assign(child=child, failing=failing)


def unmarked(root: Path, name: str) -> str:
    return flat(root, name).replace("**", "")


def block(root: Path, name: str) -> dict:
    sessions = yaml.safe_load((root / "book" / "agenda.yml").read_text(encoding="utf-8"))["sessions"]
    return next(item for item in sessions["s03_engagement"]["blocks"] if item["id"] == name)


def test_the_eight_records_are_told_as_they_are(without: pd.DataFrame, root: Path) -> None:
    adults, children = without[~without["child"]], without[without["child"]]
    told = adults.groupby(["group", "failing"], observed=True).size().to_dict()
    assert told == {("women", "no"): 1, ("women", "withdrawn"): 3, ("youth", "nothing"): 1}
    assert len(without) == 8 and len(children) == 3 and (children["consent"] == "yes").all()
    page, slides, trainer = (unmarked(root, name) for name in (PAGE, SLIDES, TRAINER))
    for text in (page, trainer):
        assert "Eight records of the survey have a problem." in text
        assert "One woman said no" in text and "Three women said yes" in text
        assert "three children there is no valid yes of a parent or guardian" in text.replace(",", "")
    assert "One young person's yes was never written down." in page
    assert "For the three others, the child said yes." in page
    assert "Three women said yes, and later no" in slides
    assert "so 8 records go" in slides


def test_the_table_of_what_stands_in_the_records(without: pd.DataFrame, root: Path) -> None:
    lines = (root / PAGE).read_text(encoding="utf-8").splitlines()
    counts = without.groupby(["failing", "child"], observed=True).size()
    heads = {"nothing": "nothing", "no": '"no"', "withdrawn": "withdrawn: first yes, later no"}
    for failing, head in heads.items():
        assert f"| {head} | {counts[failing, False]} | {counts[failing, True]} |" in lines
    assert (
        f'1 with nothing and 1 with "no" from adults, {counts["withdrawn", False]} withdrawn by adults; for children '
        '1 with nothing, 1 with "no" and 1 withdrawn' in unmarked(root, TRAINER)
    )
    assert counts.drop("withdrawn").eq(1).all() and counts["withdrawn", True] == 1


def test_the_share_of_consent(raw: Survey, without: pd.DataFrame, root: Path) -> None:
    records = len(raw.respondents)
    fine = records - len(without)
    share = number(100 * fine / records, 1)
    page, slides, trainer = (unmarked(root, name) for name in (PAGE, SLIDES, TRAINER))
    assert f"has {count(records)} records" in page
    assert f"So {count(fine)} of {count(records)} records have a valid consent. This is {share} per cent." in page
    assert f"## {count(fine)} of {count(records)}" in slides and f"- {share} % have a valid consent" in slides
    assert f"{count(fine)} of {count(records)} = {share} %" in trainer
    assert f"{count(records)} records; {count(fine)} with a valid consent, {len(without)} without" in trainer
    assert f"eight of {count(records)} records had no valid consent" in trainer


def test_the_release_rule_is_a_hundred_per_cent(raw: Survey, root: Path) -> None:
    rules = (root / "toolkit" / "rules.yml").read_text(encoding="utf-8")
    assert re.search(r"^\s+consent_share: 1$", rules, re.MULTILINE)
    assert "The release rule of our Toolkit asks for 100 per cent" in unmarked(root, PAGE)
    cleaned = clean(raw).survey
    assert (consent_state(cleaned) == "yes").all()
    assert f"by our rules, {count(len(cleaned.respondents))} records are left, all with consent" in unmarked(
        root, TRAINER
    )
    whole = load("scorecard-2022")
    assert (consent_state(whole) == "yes").all()
    assert f"consent in all {count(len(whole.respondents))} records" in unmarked(root, TRAINER)


def test_children_with_both_consents(raw: Survey, root: Path) -> None:
    children = raw.respondents[raw.respondents["group"] == "children"]
    both = int(((children["consent"] == "yes") & (children["guardian_consent"] == "yes")).sum())
    assert f'the {len(children)} records of the group "children" in the raw file, {both} have both' in unmarked(
        root, PAGE
    )
    for name in (TRAINER, SLIDES):
        assert f"In the raw file {both} of {len(children)} children have both" in unmarked(root, name)


def test_who_stands_out(root: Path) -> None:
    people = load("scorecard-2022").respondents
    found = anonymity(people)
    alone, under, records = found.n_unique, found.n_under, count(len(people))
    page = unmarked(root, PAGE)
    assert len(found.keys) == 6 and limits().k["shared"] == 5  # six facts; under k = five: at most three others
    assert "province, group, sex, age band, ethnic minority, disability" in page
    assert f"Of {records} records in the clean file, {under} share all six facts with at most three others." in page
    assert f"{alone} of these are alone" in page and f"{alone} records are alone with six such facts" in page
    assert f"- {alone} of {records} are alone with six facts" in unmarked(root, SLIDES)
    assert f"{alone} of {records} records are alone with six facts" in unmarked(root, TRAINER)
    assert f"{alone} of our {records} records are alone with six facts" in unmarked(root, TRAINER)


def test_the_map_is_described_as_it_is_drawn(root: Path) -> None:
    levels = engagement_levels()
    known = levels[levels != UNKNOWN].stack().dropna()
    assert {place: int(level) for place, level in known.items()} == {
        **{("collection", group): 1 for group in GROUPS}, ("analysis", NOT_TOLD): 2, ("feedback", NOT_TOLD): 2
    }  # fmt: skip
    assert "a grid of six steps and seven columns" in unmarked(root, TRAINER) and levels.shape == (6, 7)
    page = unmarked(root, PAGE)
    assert "All six groups answered: level 1." in page and "We put a 2." in page


@pytest.mark.parametrize("name", [PAGE, SLIDES])
def test_the_table_of_levels_has_the_names_of_the_library(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    for level, words in level_labels().items():
        assert f"| {level} | {words} |" in text
        assert f"{level} {words}" in unmarked(root, RECORD)


def test_the_lines_of_the_worked_example(root: Path) -> None:
    example = yaml.safe_load((root / "toolkit" / "examples" / "scorecard-2022.yml").read_text(encoding="utf-8"))
    answers = {name: item.get("answer") for name, item in example["answers"].items()}
    page = unmarked(root, PAGE)
    assert answers["C5"]["returns"][0]["date"] == "2022-12-16" and "16 December 2022" in page
    assert answers["D1"]["reviewed"] == "No ethics review is mentioned" and "no ethics review is mentioned" in page
    open_boxes = [box for box, value in answers["D4"]["protection"].items() if value != "yes"]
    assert open_boxes == ["referral"] and "In the worked example the last box is open." in page
    assert limits().strict_groups == {"children": 30, "lgbtiq": 30} and page.count("groups under 30 are hidden") == 2


def test_the_quiz_counts(root: Path) -> None:
    records, fine = 400, 396
    page = unmarked(root, PAGE)
    assert f"In your file of {records} records, {fine} have a consent. For the other four" in page
    assert f'"Consent: {number(100 * fine / records, 0)} per cent.' in page


def test_the_minutes_of_the_cafe_are_those_of_its_block(root: Path) -> None:
    cafe, text = block(root, "cafe"), unmarked(root, TRAINER)
    steps = [int(minutes) for minutes in re.findall(r"\d\. [A-Z][a-z ]+(?:to the room)?, (\d) minutes\.", text)]
    assert sum(steps) == cafe["minutes"] and len(steps) == 5
    assert f"Steps ({cafe['minutes']} minutes)." in text
    short = re.search(r"Draw (\d), one visit (\d), home (\d), one table speaks (\d)\.", text)
    assert short and sum(map(int, short.groups())) == cafe["short"] == 7
    assert "If you have only seven minutes." in text
