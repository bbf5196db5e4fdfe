"""What session s02 states about the Toolkit, its worked example and its frameworks is counted here in the files."""

import re
from collections import Counter
from pathlib import Path

from prose import flat

from cgd.scorecard import load
from cgd.scorecard.labels import count
from cgd.toolkit import load_rules
from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.export.nso import ORDER, principles
from cgd.toolkit.rules.verdict import verdicts
from cgd.toolkit.words import say

PAGE = "book/sessions/s02_toolkit.md"
TRAINER = "book/facilitation/s02_toolkit.md"
SLIDES = "slides/s02_toolkit.md"
VERDICTS = {"fit": "fit", "caveat": "fit with a caveat", "not_fit": "not fit"}


def table(root: Path, name: str, head: str) -> list[list[str]]:
    """Rows of the table whose first line begins with ``head``."""
    lines = (root / name).read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {head}"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_the_survey(root: Path) -> None:
    people = load("scorecard-2022").respondents
    said = f"{count(len(people))} people and organisations"
    assert f"{said} in six groups" in flat(root, PAGE)
    assert said in flat(root, SLIDES) and said in flat(root, TRAINER)
    assert people["group"].nunique() == 6


def test_sources_and_tiers(root: Path, form: Toolkit) -> None:
    questions = list(form.questions())
    status, tier = Counter(q.status for q in questions), Counter(q.tier for q in questions)
    page = flat(root, PAGE)
    assert f"Of the {len(questions)} questions of our form for Viet Nam, {status['R']} restate" in page
    assert f"{status['P']} are asked by a published framework (**P**), and {status['N']} are new (**N**)" in page
    assert f"{tier[1]} questions. Tier 2 adds {tier[2]} for normal work, tier 3 another {tier[3]}" in page
    assert f"tier 1 in class: {tier[1]} questions" in flat(root, SLIDES)
    assert f"We use tier 1, {tier[1]} questions" in flat(root, TRAINER)
    # "Most of its questions stand in published frameworks or in the terms of reference."
    assert status["R"] + status["P"] > len(questions) / 2


def test_a_phase_stands_in_the_table_when_two_questions_belong_to_it(root: Path, form: Toolkit) -> None:
    rows = {row[0].split("**")[1]: row for row in table(root, PAGE, "Section")}
    assert list(rows) == [section.id for section in form.sections]
    for section in form.sections:
        row = rows[section.id]
        assert row[0] == f"**{section.id}** {say(section.title)}"
        if row[2] == "all":
            assert section.id in "AC"
            continue
        found = Counter(phase for q in section.questions for phase in {code[0] for code in q.gsbpm})
        assert row[2] == ", ".join(sorted(phase for phase, n in found.items() if n >= 2)), section.id


def test_principles_and_the_questions_under_them(root: Path, form: Toolkit) -> None:
    rows = table(root, PAGE, "Principle")
    assert [row[0] for row in rows] == [f"{n} {principles()[n]}" for n in range(14, 20)]
    for row in rows:
        for question in row[2].split(", "):
            assert int(row[0].split()[0]) in form.question(question).nqaf, question
    # "principle 7, confidentiality. It is your section D": nearly all of its questions.
    section = next(section for section in form.sections if section.id == "D")
    assert sum(7 in q.nqaf for q in section.questions) >= 0.9 * len(section.questions)
    assert ORDER[:6] == tuple(range(14, 20))


def test_the_answers_of_the_worked_example_are_quoted_as_they_stand(root: Path, example: Answers) -> None:
    said = " ".join(str(example.value("B6", "unsuitable")).split())
    assert f"> {said}" in flat(root, PAGE)
    a5 = example.of("A5")
    assert a5.state == "unknown"
    assert f"*unknown. {a5.reason}*" in flat(root, PAGE)


def test_the_two_uses_and_their_verdicts(root: Path, form: Toolkit, example: Answers) -> None:
    found = {verdict.use: verdict.verdict for verdict in verdicts(example, form, load_rules("viet-nam"))}
    uses = example.rows("B2", "uses")
    assert "the same form names four uses" in flat(root, PAGE) and len(uses) == 4
    claims = next(c for c in form.question("B2").field("uses").columns if c.id == "claim").options
    rows = table(root, PAGE, "Use in B2")
    for row, use in zip(rows, ("sdg_report", "community_learning"), strict=True):
        assert row[0] == uses[use]["decision"]
        assert row[1] == say(claims[uses[use]["claim"]])
        assert row[2] == VERDICTS[found[use]]
    slide = table(root, SLIDES, "Use of the same data")
    assert [row[1] for row in slide] == [row[2] for row in rows]


def test_ten_questions_one_for_each_section_but_the_first_and_the_last(root: Path, form: Toolkit) -> None:
    rows = table(root, TRAINER, "Say twice")
    assert len(rows) == 10
    letters = [row[1].split("**")[1] for row in rows]
    assert letters == list("BCDEFGHIJK")
    for row, letter in zip(rows, letters, strict=True):
        named = re.findall(r"\(([A-L]\d+)\)", row[1])
        assert len(named) == 1 and named[0].startswith(letter) and form.has(named[0])
        assert all(form.has(question) for question in re.findall(r"\b[A-L]\d+\b", row[2]))
    assert "**A** (A4)" in flat(root, TRAINER)
    # The slide notes: two questions have a neighbour that is right, too.
    assert sum("Praise both" in row[2] for row in rows) == 2


def test_tier_one_of_both_sections_is_named(root: Path, form: Toolkit) -> None:
    main = {q.id for section in form.sections if section.id in "AB" for q in section.questions if q.tier == 1}
    assert main == {"A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "B6"}
    assert "A2, A3, B3 and B4 come in the project clinic" in flat(root, PAGE)
    assert "goes on with A2, A3, A4, B3 and B4" in flat(root, SLIDES)
    assert len(form.question("B2").field("uses").columns) == 4  # "the four columns of B2"
