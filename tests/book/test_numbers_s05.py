"""Every number that the texts of session s05 state about the survey is computed here from the shipped data."""

import re
from pathlib import Path

import pandas as pd
import pytest
import yaml
from prose import flat

from cgd.scorecard import (
    Survey,
    falling_forecasts,
    fast_by_form,
    group_means,
    load,
    plot_interviewers,
    plot_nonresponse,
    read,
)
from cgd.scorecard.checks import durations, read_limits, response_rates
from cgd.scorecard.flags import flags_by_form, of_interviewers, with_and_without
from cgd.scorecard.labels import count, number, rounded

PAGE = "book/sessions/s05_fieldwork.md"
TRAINER = "book/facilitation/s05_fieldwork.md"
SLIDES = "slides/s05_fieldwork.md"
CARDS = "book/handouts/s05-cards.md"
EXERCISE = "solutions/s05_fieldwork/ex2_fieldwork.ipynb"


@pytest.fixture(scope="module")
def survey() -> Survey:
    """The survey as it came in."""
    return read("scorecard-2022", "raw")


@pytest.fixture(scope="module")
def rates(survey: Survey) -> pd.DataFrame:
    return response_rates(pd.read_csv(survey.folder / "contacts.csv"))


def test_the_children_who_did_not_give_a_mark(survey: Survey, root: Path) -> None:
    child = plot_nonresponse(survey).data.set_index("group").loc["children"]
    parts = [number(child[kind], 1) for kind in ("dont_know", "refused", "missing")]
    total = number(child[["dont_know", "refused", "missing"]].sum(), 1)
    page = flat(root, PAGE)
    assert f'{parts[0]} % have a "don\'t know", {parts[1]} % a refusal, and {parts[2]} % no usable answer' in page
    assert f"Their sum is the item non-response, here {total} %" in page
    said = f"{parts[0]} per cent don't know, {parts[1]} refused, {parts[2]} no usable answer, {total} together"
    assert said in flat(root, SLIDES) and said in flat(root, TRAINER)


def test_half_of_the_cells_would_be_missing(survey: Survey, root: Path) -> None:
    form = survey.indicators["child_form"]
    share = plot_nonresponse(survey).data.set_index("group").loc["children", ["dont_know", "refused", "missing"]].sum()
    asked, rest = int(form.sum()), int((~form).sum())
    assert rounded((share / 100 * asked + rest) / len(form), 1) == rounded(0.5, 1)
    page = flat(root, PAGE)
    assert "Then half of all cells" in page and f"{rest} of {len(form)} indicators are empty" in page
    assert f"{rest} empty cells that this form does not ask" in page
    assert asked == 30 + 4 + 2 and f"6 of {asked}" in page and f"{rest + 4 + 2} of {len(form)}" in page
    assert f"{rest} of {len(form)} indicators are empty" in flat(root, CARDS)


def test_the_mean_with_a_code_in_it(root: Path) -> None:
    mean = number((9 * 3 + 99) / 10, 1)
    for name in (PAGE, SLIDES, TRAINER):
        assert mean in flat(root, name)


def test_the_form_of_six_minutes(survey: Survey, root: Path) -> None:
    marks = 2 * len(survey.indicators)
    assert 6 * 60 / marks < 3 and f"It has {marks} marks, so each had less than three seconds" in flat(root, PAGE)
    fewest = read_limits()["straightlining"]["fewest_ratings"]["value"]
    assert f"at least {fewest} marks of one year" in flat(root, PAGE) and f"{fewest} marks or more" in flat(
        root, TRAINER
    )


def test_on_form_d_every_mark_gets_worse(root: Path) -> None:
    lines = (root / PAGE).read_text(encoding="utf-8").splitlines()
    rows = [next(line for line in lines if line.startswith(f"| Marks for {year} |")) for year in (2022, 2025)]
    before, after = ([int(mark) for mark in re.findall(r"\d", row.split("|")[5])] for row in rows)
    assert len(before) == 5 and all(later < now for now, later in zip(before, after, strict=True))


def test_the_rule_of_the_exercise_is_that_of_the_check(root: Path) -> None:
    fewest = read_limits()["straightlining"]["fewest_ratings"]["value"]
    text = flat(root, EXERCISE)
    assert text.count(f"a year has at least {fewest} marks") == 2


def test_questions_that_the_form_does_not_show_at_once_are_named(root: Path) -> None:
    """The form opens with tier 1; a page that asks for another question says how to see it."""
    bank = yaml.safe_load((root / "toolkit/global.yml").read_text(encoding="utf-8"))
    tier = {question["id"]: question["tier"] for section in bank["sections"] for question in section["questions"]}
    for page in ("s03_engagement", "s04_instruments", "s05_fieldwork"):
        text = " ".join((root / f"book/sessions/{page}.md").read_text(encoding="utf-8").split())
        hidden = sorted({name for name in re.findall(r"\{q\}`(\w+)`", text) if tier[name] > 1})
        said = re.search(r"((?:[A-L]\d+(?:, | and )?)+) are not among the questions for the class", text)
        assert said and sorted(re.findall(r"[A-L]\d+", said[1])) == hidden, page


def test_the_lengths(survey: Survey, root: Path) -> None:
    page, trainer = flat(root, PAGE), flat(root, TRAINER)
    median = durations(survey).set_index("instrument")["median"]
    adult, child = number(median["adult"], 0), number(median["child"], 0)
    part = read_limits()["duration"]["of_median"]["value"]
    half, half_child = number(part * median["adult"], 0), number(part * median["child"], 1)
    assert f"adults' interviews took {adult} minutes or more" in page
    assert f"under {half} minutes" in page
    assert f"children's interviews took {child} minutes or more" in page
    table = fast_by_form(survey).set_index("instrument").loc["child"]
    assert f"{int(table['other'])} of {int(table['n'])} children's interviews" in page
    assert table["own"] < table["other"] / 20  # "nearly all"
    assert f"adults' interviews took {adult} minutes or more, half of the children's {child} or more" in page
    assert f"Half of the median of the children's form is {half_child} minutes" in page
    assert f"{half} minutes for adults and {half_child} for children" in trainer
    assert f"{half} minutes for the adults' form and {half_child} for the children's form" in flat(root, CARDS)
    # The made-up forms and cards are what the text says that they are.
    adults, children = part * median["adult"], part * median["child"]
    lengths = [int(found) for found in re.findall(r"(\d+) minutes\.", flat(root, CARDS))]
    assert lengths == [47, 5, 22, 44, 28]
    assert all(length < adults for length in (5, 6)) and all(length > adults for length in (44, 45, 47))
    assert all(children < length for length in (22, 26, 28)) and adults > 22
    assert f"22 minutes is over {half_child}" in trainer


def test_who_was_asked(rates: pd.DataFrame, survey: Survey, root: Path) -> None:
    table = rates.set_index("partner")
    one, two = table.loc["P1"], table.loc["P2"]
    page = flat(root, PAGE)
    assert f"contacted {one['contacted']} people. {one['eligible']} of them could take part" in page
    assert f"{one['completed']} completed the interview, {one['refused']} refused, {one['partial']} broke off" in page
    share = rounded(100 * one["response_rate"], 0)
    assert f"is {one['completed']} of {one['eligible']}, or {share} %" in page
    assert f"{one['completed']} of {one['eligible']} = {share} %" in flat(root, TRAINER)
    assert f"{one['completed']} of {one['eligible']} → **{share} %**" in flat(root, SLIDES)
    assert f"Is {share} % a good response rate" in flat(root, TRAINER)
    assert not two["computable"] and two["recruitment"] == "meeting"
    assert f"{two['completed']} answered" in page and f"{two['completed']} of" in flat(root, SLIDES)
    words = {3: "Three", 4: "four", 7: "seven"}
    assert f"{words[int((~table['computable']).sum())]} of the {words[len(table)]} organisations" in page
    assert f"the {words[int(table['computable'].sum())]} rates that exist" in page
    assert f"In our file {words[len(table)]} organisations collected" in page


def test_the_house_rule_for_calls(root: Path) -> None:
    calls = round(0.05 * len(load().respondents))
    assert f"For {count(len(load().respondents))} interviews these are {calls} calls" in flat(root, TRAINER)
    bank = (root / "toolkit/global.yml").read_text(encoding="utf-8")
    assert "call back at least 5 in 100" in bank and "at least 5 in 100" in flat(root, PAGE)


def test_what_the_sliders_show(survey: Survey, root: Path) -> None:
    lines = (root / TRAINER).read_text(encoding="utf-8").splitlines()
    for fast, equal in ((14, 20), (25, 20), (14, 8)):
        found = flags_by_form(survey, fast, equal).set_index("instrument")["flagged"]
        assert f"| {fast} | {equal} | {found['adult']} | {found['cso']} | {found['child']} |" in lines


def test_the_interviewers(survey: Survey, root: Path) -> None:
    trainer = flat(root, TRAINER)
    table = plot_interviewers(survey).data.merge(falling_forecasts(survey)[["interviewer", "falling"]])
    first, last = table.iloc[0], table.iloc[-1]
    assert (
        f"highest mean is {number(first['mean'])} ({first['interviewer']}), the lowest {number(last['mean'])} "
        f"({last['interviewer']}), the median {number(table['mean'].median())}" in trainer
    )
    assert f"Of the {last['n']} records of {last['interviewer']}, {last['falling']} fall from 2022 to 2025" in trainer
    assert table["falling"].sum() == last["falling"]
    women = with_and_without(survey, of_interviewers(survey, first["interviewer"])).set_index("group").loc["women"]
    assert f"goes from {number(women['mean_with'])} to {number(women['mean_without'])}" in trainer
    lines = (root / TRAINER).read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if re.match(r"\| I\d\d \|", line)]
    table = table.set_index("interviewer")
    for line in rows:
        name = line.split("|")[1].strip()
        row = table.loc[name]
        assert line == f"| {name} | {int(row['n'])} | {number(row['mean'])} | {int(row['falling'])} |"
    assert len(rows) == 6
    assert first["mean"] - table["mean"].median() > 0.3  # "0.3 points" of the quiz is of this size
    for means in (group_means(survey)["mean"], group_means(load())["mean"]):
        assert means.max() - means.min() < 0.3  # "more than the groups of this survey differ"


def test_when_a_record_falls(root: Path) -> None:
    limit = f"{number(-read_limits()['interviewers']['lower_change']['value'], 1)} points or more below"
    assert limit in flat(root, "notebooks/s05_fieldwork.ipynb") and limit in flat(root, EXERCISE)


def test_what_the_page_says_about_the_survey(root: Path) -> None:
    people = load().respondents
    assert (people.groupby("interviewer", observed=True)["province_code"].nunique() == 1).all()
    ratings = load().ratings
    people = ratings.groupby(["respondent_id", "year"], observed=True)["rating"].mean().unstack()
    assert (people[2025] > people[2022]).mean() > 0.9  # "most", and in the notebook "nearly everybody"
    areas = ratings[ratings["year"] == 2022].groupby("area", observed=True)["rating"].mean()
    assert areas["urban"] > areas["remote_mountainous"]


def test_the_page_gives_no_planted_record_or_interviewer_away(root: Path) -> None:
    """Participants find them; the notebook runs in front of them, and its own text names none."""
    for name in (PAGE, SLIDES, CARDS, "notebooks/s05_fieldwork.ipynb", EXERCISE, "book/agenda.yml"):
        text = (root / name).read_text(encoding="utf-8")
        assert not re.search(r"\bR\d{4}\b", text), name
        assert set(re.findall(r"\bI\d\d\b", text)) <= {"I01", "I24"}, name


def test_the_form_in_the_exercise_asks_what_it_says(survey: Survey, root: Path) -> None:
    form = survey.indicators.set_index("indicator_id")["child_form"]
    rows = re.findall(r"\| (\d+\.\d\d) \| (yes|no) \| ?(\w*) ?\|", (root / EXERCISE).read_text(encoding="utf-8"))
    assert len(rows) == 10
    for indicator, asked, text in rows:
        assert form[indicator] == (asked == "yes") and bool(text) == (asked == "yes")
    assert sum(asked == "yes" and text not in "12345" for _, asked, text in rows) == 5


def test_the_blocks_leave_a_third_of_the_session(root: Path) -> None:
    session = yaml.safe_load((root / "book/agenda.yml").read_text(encoding="utf-8"))["sessions"]["s05_fieldwork"]
    blocks = session["blocks"]
    assert sum(block["minutes"] for block in blocks) <= session["minutes"] * 2 // 3
    names = [block["id"] for block in blocks]
    assert re.findall(r"^:::\{block\} (\w+)$", (root / TRAINER).read_text(encoding="utf-8"), re.M) == names
    used = re.findall(r"block=(\w+)\}", (root / SLIDES).read_text(encoding="utf-8"))
    assert list(dict.fromkeys(used)) == names


def test_every_objective_is_exercised(root: Path) -> None:
    session = yaml.safe_load((root / "book/agenda.yml").read_text(encoding="utf-8"))["sessions"]["s05_fieldwork"]
    assert set(re.findall(r"^:objective: (\S+)$", (root / PAGE).read_text(encoding="utf-8"), re.M)) == set(
        session["objectives"]
    )
