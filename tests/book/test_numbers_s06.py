"""What session s06 and its papers state about the survey, the form and its gate is computed here."""

from pathlib import Path

import pytest
from prose import flat

from cgd.scorecard.labels import count
from cgd.toolkit import load_rules, new_answers
from cgd.toolkit.answers_file import read_answers
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.evidence import Evidence, compute, table_for_people
from cgd.toolkit.rules.gate import gate
from cgd.toolkit.words import say

PAGE = "book/sessions/s06_clinic1.md"
TRAINER = "book/facilitation/s06_clinic1.md"
SLIDES = "slides/s06_clinic1.md"
SHEET = "book/handouts/s06-work-sheet.md"
FIGURES = "book/handouts/s06-figures.md"
FIVE = ["A3", "D3", "D9", "E8", "F3"]
REGIONS = {"Central and Central Highlands": "Central", "South": "South", "North": "North"}
AREAS = {"Remote and mountainous": "remote", "Rural": "rural", "Urban": "urban"}
HIDDEN = {0: "", 1: "one hidden", 2: "two hidden", 3: "three hidden"}


@pytest.fixture(scope="module")
def clean(root: Path) -> dict[str, Evidence]:
    return compute(root / "datasets" / "scorecard-2022", ["FIG02", "FIG03", "FIG20"])


@pytest.fixture(scope="module")
def raw(root: Path) -> dict[str, Evidence]:
    return compute(root / "datasets" / "scorecard-2022", ["FIG03", "FIG11"], state="raw")


def lines_of(plan: Evidence, group: str) -> list[list[str]]:
    """The group's lines of FIG02 as people see them: the whole group first, then each cell under 80 % of the plan."""
    return [row for row in table_for_people(plan)[1] if row[0].startswith(group)]


def test_more_women_than_planned_and_a_hole_in_the_mountains(root: Path, clean: dict[str, Evidence]) -> None:
    whole, *short = lines_of(clean["FIG02"], "Women")
    assert [row[1:5] for row in short] == [
        ["South", "Remote and mountainous", "51", "19"],
        ["Central and Central Highlands", "Rural", "89", "64"],
    ]
    assert whole[3:5] == ["700", "720"]
    for name in (PAGE, TRAINER):
        text = flat(root, name)
        assert "720 women of 700 planned. But in the remote and mountainous South 19 of 51" in text
        assert "and in rural areas of the Central region 64 of 89" in text
    assert "700 women were planned, 720 were reached" in flat(root, PAGE)
    assert "**720 of 700** - in the remote and mountainous South: **19 of 51**" in flat(root, SLIDES)


def test_the_young_people_of_the_quiz(root: Path, clean: dict[str, Evidence]) -> None:
    whole, south, _central = lines_of(clean["FIG02"], "Youth")
    assert whole[3:] == ["650", "680", "104.6 %"] and south[1:5] == ["South", "Remote and mountainous", "47", "17"]
    text = flat(root, PAGE)
    assert "680 reached, 650 planned; in the remote and mountainous South 17 of 47" in text
    assert '"104.6 % of the plan' in text and '"680 of 650. In the remote South 17 of 47' in text


def test_consent_of_two_files(root: Path, clean: dict[str, Evidence], raw: dict[str, Evidence]) -> None:
    now, before = clean["FIG03"].value, raw["FIG03"].value
    assert now["with_consent"] == now["records"] == 3100
    assert (before["records"], before["with_consent"], before["without_consent"]) == (3175, 3167, 8)
    share = f"{before['consent_share'] * 100:.1f} %"
    assert share == "99.7 %"
    text = flat(root, PAGE)
    assert f"3,167 of 3,175 records have a consent on file, {share}, and 8 records must be deleted" in text
    assert "It says: 3,100 of 3,100, or 100.0 %" in text
    assert f"as it came in: **{share}** - *Compute*, the clean file: **100.0 %**" in flat(root, SLIDES)
    # The same number, in the same order, as people have heard it in session 3.
    assert f"3,167 of 3,175 = {share} → FIG03 → D3" in flat(root, "book/facilitation/s03_engagement.md")
    assert f"| As it came in | 3,175 | 3,167 ({share}); 8 must be deleted |" in flat(root, FIGURES)


def test_the_figures_on_paper(root: Path, clean: dict[str, Evidence], raw: dict[str, Evidence]) -> None:
    text, plan, rate = flat(root, FIGURES), clean["FIG02"].value, clean["FIG03"].value
    assert f"In {plan['cells_under_80_percent']} of {plan['cells']} cells fewer than 80 %" in text
    hidden = 0
    for whole in table_for_people(clean["FIG02"])[1][:6]:
        shown = lines_of(clean["FIG02"], whole[0])[1:]
        places = [f"{REGIONS[row[1]]}, {AREAS[row[2]]}: {row[4]} of {row[3]}" for row in shown if row[4] != "–"]
        few = sum(row[4] == "–" for row in shown)
        hidden += few
        cell = "; ".join(part for part in (". ".join(places), HIDDEN[few]) if part)
        assert f"| {whole[0]} | {whole[3]} | {whole[4]} | {cell} |" in text
    assert hidden == 7 and f"Seven of the {plan['cells_under_80_percent']} are hidden" in text
    partners = table_for_people(clean["FIG03"])[1]
    known = [row for row in partners if row[4] != "–"]
    assert f"for {len(known)} of {len(partners)} partners" in text and len(partners) - len(known) == 3
    share, eligible = rate["response_rate_where_recorded"], rate["eligible_where_recorded"]
    assert rate["response_rate"] is None and f"there {share * 100:.1f} % of {count(eligible)} eligible people" in text
    field = raw["FIG11"].value
    assert f"of {field['interviewers']} interviewers {field['interviewers_apart']} is far from the others" in text
    assert (
        f"{field['reversed_records']} records fall so much that the scale may have been read the wrong way round"
        in text
    )
    alone = clean["FIG20"].value
    at_risk = f"{alone['records_under_k']} of {count(alone['records'])} records ({alone['share_under_k'] * 100:.1f} %)"
    assert at_risk in text and f"with fewer than {alone['k'] - 1} others. {alone['records_alone']} are alone" in text
    assert f"{plan['cells_under_80_percent']} of {plan['cells']} cells" in flat(root, TRAINER)


def test_thirty_two_questions_and_the_sheet_has_each_of_them(root: Path, form: Toolkit) -> None:
    main = {s.id: [q.id for q in s.questions if q.tier == 1] for s in form.sections if s.id in "ABCDEFG"}
    assert sum(map(len, main.values())) == 32
    sheet = (root / SHEET).read_text(encoding="utf-8").splitlines()
    for section, questions in main.items():
        row = next(line for line in sheet if line.startswith(f"| {section} "))
        assert [word for word in row.replace("|", " ").split() if word[1:].isdigit()] == questions
    for name in (PAGE, TRAINER, SLIDES):
        assert "32" in flat(root, name)


def test_the_five_questions_are_the_gate_without_its_sixth(root: Path, form: Toolkit) -> None:
    asked = {result.question for result in gate(new_answers(form), form, load_rules("viet-nam"))}
    assert asked == {*FIVE, "J6"}
    assert f"Five questions first: {', '.join(FIVE[:-1])}, {FIVE[-1]}." in flat(root, PAGE)
    for name in (SHEET, SLIDES):
        assert all(f"**{question}**" in flat(root, name) for question in FIVE)


def test_the_limits_that_tables_take_over_for_now(root: Path, form: Toolkit) -> None:
    example = read_answers(root / "toolkit" / "examples" / "scorecard-2022.yml", form)
    least = load_rules("viet-nam").thresholds.smallest_cell
    limit, alike = example.value("D9", "limit"), example.value("D9", "k")
    assert limit == least and example.value("D9", "second") == "yes"
    assert f"Our rules ask for {least} or more" in flat(root, PAGE)
    said = (
        f"{limit} for the smallest number shown, {alike} for the people who must look alike, *yes* for the second cell"
    )
    assert said in flat(root, TRAINER) and f"under {least} our rules object" in flat(root, TRAINER)


def test_the_stages_that_the_worked_example_names(root: Path, form: Toolkit) -> None:
    example = read_answers(root / "toolkit" / "examples" / "scorecard-2022.yml", form)
    stages = [(row["stage"], row["method"]) for row in example.rows("F3", "stages").values()]
    assert stages == [("Province", "purposive"), ("Person", "purposive")]
    assert "names two of them, province and person, both chosen on purpose" in flat(root, PAGE)


def test_the_form_is_quoted_as_it_stands(root: Path, form: Toolkit) -> None:
    text = flat(root, PAGE)
    assert f"*{say(form.question('F7').text)}*" in text
    assert "FIG02" in form.question("F7").figures and "FIG03" in form.question("D3").figures
    assert all(name in form.question(asks).figures for name, asks in (("FIG11", "G2"), ("FIG20", "D5")))
