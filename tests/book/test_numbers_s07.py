"""What session s07 quotes from the form, and what it promises about the feedback report, is checked here."""

from pathlib import Path

from prose import flat

from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.feedback import Feedback, add, feedback_html
from cgd.toolkit.words import say

PAGE = "book/sessions/s07_wrap1.md"
SLIDES = "slides/s07_wrap1.md"


def test_questions_are_quoted_as_they_stand(root: Path, form: Toolkit) -> None:
    before = " ".join(say(form.question("F2").text).split())
    page = flat(root, PAGE)
    assert f"*{before}*" in page and f"**Before.** {before}" in page
    assert f"**Before.** {before}" in flat(root, SLIDES)
    asked = " ".join(say(form.question("E3").text).split()).replace("“", '"').replace("”", '"')
    assert f"E3 asks: *{asked}*" in page
    for question in ("L1", "L2"):
        assert f"**{question}** {say(form.question(question).text)}" in page


def test_the_new_wording_is_one_on_page_and_slide(root: Path) -> None:
    after = (
        "**After.** How did you find the people whom you asked? If you used a list: whose is it, and from when? "
        "Who could not be found in this way?"
    )
    assert after in flat(root, PAGE) and after in flat(root, SLIDES)


def test_words_for_the_problem_are_those_of_the_form(root: Path, form: Toolkit) -> None:
    problems = next(c for c in form.question("L2").field("questions").columns if c.id == "problem").options
    words = [say(name).lower() for name in problems.values()]
    assert words == ["unclear", "does not apply", "missing"]
    assert "*Unclear*, *does not apply* and *missing* are three different things" in flat(root, PAGE)


def test_no_list_is_named_in_the_worked_example(example: Answers) -> None:
    frame = str(example.value("F2", "frame"))
    assert frame.startswith("None is named. People came through the networks of the partner organisations")


def test_four_marks_four_questions(root: Path, form: Toolkit) -> None:
    page = flat(root, PAGE)
    assert "Four marks of a good proposal" in page and "4. **Nothing lost.**" in page and "5. **" not in page
    section = next(section for section in form.sections if section.id == "L")
    assert [q.id for q in section.questions if q.tier == 1] == ["L1", "L2", "L3", "L4"]
    assert "### Section L: four questions" in (root / PAGE).read_text(encoding="utf-8")


def test_the_report_copies_words_and_adds_no_name(form: Toolkit, example: Answers) -> None:
    found = Feedback()
    add(found, example)
    report = feedback_html(found, form)
    assert "Was the second time measured, or expected in the same interview?" in report
    assert "Scorecard 2022" not in report and "MSD" not in report
    # The middle and the range over all groups.
    assert "Median minutes" in report and "From - to" in report
