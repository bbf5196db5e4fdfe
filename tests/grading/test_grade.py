"""Grading: everyone gets the points and the words that are theirs, and nobody's work is lost."""

import copy
import csv
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook

from cgd.course.notebooks import read_notebook
from cgd.errors import CgdError, UsageError
from cgd.grading.grade import grade
from cgd.grading.gradebook import Result
from cgd.language import LANGUAGES

from .conftest import (
    ALL_ANSWERS,
    ANSWERS,
    MODEL,
    NOTEBOOK,
    exercise,
    filled,
    hand_in,
    in_language,
    pattern,
    secrets,
    typical,
)

# One run a language grades most submissions; the tests of a language share it, in one process.
pytestmark = pytest.mark.slow
EACH = [pytest.param(language, marks=pytest.mark.xdist_group(f"grading-{language}")) for language in LANGUAGES]
both = pytest.mark.parametrize("run", EACH, indirect=True)
english = pytest.mark.parametrize("run", EACH[:1], indirect=True)

TEXT = "Women who belong to no association were not asked, because organisations invited the people."
QUESTIONS = ANSWERS["questions"]
WRONG = [(name, number) for name, question in QUESTIONS.items() for number in range(len(question["wrong"]))]
RIGHT = [
    (name, len(question["wrong"]) + number)
    for name, question in QUESTIONS.items()
    for number in range(len(question["also_right"]))
]
ROUNDS = 1 + max(number for _, number in WRONG + RIGHT)


@dataclass(frozen=True)
class Run:
    """What one run made of a folder of submissions, most of them in one language."""

    language: str
    folder: Path
    output: Path
    results: dict[str, Result]
    before: dict[Path, str]
    lines: list[str]

    def page(self, person: str) -> BeautifulSoup:
        feedback = self.results[person].feedback
        assert feedback is not None
        return BeautifulSoup(feedback.read_text(encoding="utf-8"), "html.parser")


def digests(folder: Path) -> dict[Path, str]:
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def run(request, solutions, exercises, tmp_path_factory) -> Run:
    folder, output = tmp_path_factory.mktemp("submitted"), tmp_path_factory.mktemp("graded") / "a" / "b"
    language: str = request.param
    fresh = exercise(exercises[language])
    old = hand_in(folder, "Hoa/ex0_voices.ipynb", fresh)
    hand_in(folder, "Hoa/ex0_voices (1).ipynb", filled(fresh, MODEL, TEXT))
    os.utime(old, (1, 1))
    hand_in(folder, "Bình/ex0_voices.ipynb", fresh)
    for number in range(ROUNDS):
        hand_in(folder, f"round {number}.ipynb", filled(fresh, typical(number)))
    (other,) = set(LANGUAGES) - {language}
    hand_in(folder, "other.ipynb", filled(exercise(exercises[other]), MODEL | typical(0) | {"question2": "99"}))
    (folder / "Cường.docx").write_bytes(b"PK")
    (folder / "Dung.ipynb").write_text('{"cells": [', encoding="utf-8")
    if language == "en":
        hand_in(folder, "spoiled.ipynb", spoiled(fresh))
        hand_in(folder, "shortened.ipynb", shortened(fresh))
        hand_in(folder, "skipping.ipynb", skipping(fresh))
        hand_in(folder, "other data.ipynb", other_data(fresh))
        old = hand_in(folder, "class A/Lan.ipynb", filled(fresh, MODEL))
        os.utime(old, (1, 1))
        hand_in(folder, "class B/Lan.ipynb", fresh)
        (folder / "nowhere.ipynb").symlink_to(folder / "gone.ipynb")
        hand_in(folder, "dead.ipynb", filled(fresh, {"question1": '__import__("os")._exit(1)'}))
    before, lines = digests(folder), []
    results = grade(folder, output, solutions, lines.append)
    return Run(language, folder, output, {result.person: result for result in results}, before, lines)


def spoiled(fresh):
    """Right answers in a file that has suffered: a cell copied, a test deleted, a test and a locked cell rewritten."""
    made = filled(fresh, MODEL, TEXT)
    cells = {cell.id: cell for cell in made.cells}
    again = copy.deepcopy(cells["ex0-check1"])
    again.id = "copied"
    made.cells.insert(made.cells.index(cells["ex0-check1"]) + 1, again)
    made.cells.remove(cells["ex0-check3"])
    cells["ex0-check4"].source = "raise RuntimeError('mine')"
    cells["ex0-start"].source = "survey = None"
    made.metadata["kernelspec"] = {"name": "conda-env-other-py", "display_name": "other", "language": "python"}
    return made


def shortened(fresh):
    """Right answers, but one question was deleted with its test, and the cell for the text answer."""
    made = filled(fresh, MODEL)
    made.cells = [cell for cell in made.cells if cell.id not in ("ex0-answer3", "ex0-check3", "ex0-answer6")]
    return made


def other_data(fresh):
    """Right answers, but the name of the dataset was changed to one that there is not."""
    made = filled(fresh, MODEL | {"question2": '"16"', "question3": '"3.4"'})
    for cell in made.cells:
        cell.source = cell.source.replace('"scorecard-2022"', '"mine"')
    return made


def skipping(fresh):
    """Nothing is answered, and every test asks not to be run."""
    made = copy.deepcopy(fresh)
    for cell in made.cells:
        if cell.id.startswith("ex0-check"):
            cell.metadata["tags"] = ["skip-execution"]
    return made


@both
def test_model_answers_get_all_points_that_a_computer_can_give(run):
    result = run.results["Hoa"]
    assert (result.score, result.max_score, result.needs_manual_grading) == (10, 15, True)
    assert (result.status, result.language) == ("graded", run.language)


@both
def test_the_untouched_exercise_gets_zero(run):
    result = run.results["Bình"]
    assert (result.score, result.max_score, result.needs_manual_grading) == (0, 15, False)
    assert (result.status, result.language, result.note) == ("graded", run.language, "")


@both
@pytest.mark.parametrize(("question", "number"), WRONG)
def test_a_typical_wrong_answer_gets_its_points_and_its_message(run, question, number):
    wrong = QUESTIONS[question]["wrong"][number]
    section = run.page(f"round {number}").find(id=question.replace("question", "ex0-check"))
    (message,) = section.find_all("pre")
    assert re.fullmatch(pattern(in_language(wrong["message"], run.language)), message.text.strip())
    assert section.find(class_="points").text.split()[0] == str(wrong["points"])


@both
@pytest.mark.parametrize(("question", "number"), RIGHT)
def test_another_way_to_write_the_right_answer_gets_all_points(run, question, number):
    section = run.page(f"round {number}").find(id=question.replace("question", "ex0-check"))
    assert section.find_all("pre") == []
    assert section.find(class_="points").text.split()[0] == str(QUESTIONS[question]["points"])


@both
def test_feedback_shows_no_hidden_test_and_no_rubric(run, solutions):
    lines = secrets(read_notebook(solutions[run.language] / NOTEBOOK))
    # A message is meant to be seen; an answer stands in the notebook of whoever found it.
    code = [line for line in lines if not re.match(r"""f?"|question\d""", line)]
    assert len(code) > 20
    for person in [name for name, result in run.results.items() if result.graded and result.language == run.language]:
        text = run.page(person).text
        assert [line for line in code if line in text] == []
        assert "Traceback" not in text


@both
def test_feedback_is_in_the_language_of_the_file_and_fetches_nothing(run):
    page = run.page("round 0")
    assert page.html["lang"] == run.language
    assert in_language("Feedback", run.language) in page.h1.text
    assert page.find_all(["script", "link", "iframe"]) == []
    assert page.find_all("img")
    assert all(image["src"].startswith("data:") and image["alt"] for image in page.find_all("img"))


@both
def test_a_file_in_the_other_language_is_graded_in_its_own(run):
    other = run.results["other"]
    assert {other.language, run.language} == set(LANGUAGES)
    assert other.score == 0
    assert run.page("other").html["lang"] == other.language
    message = in_language(QUESTIONS["question1"]["wrong"][0]["message"], other.language)
    assert message in run.page("other").find(id="ex0-check1").text


@both
def test_an_answer_that_waits_for_a_trainer_is_not_shown_as_zero(run):
    waiting = in_language("not graded yet: your trainer will read it", run.language)
    assert waiting in run.page("Hoa").find(id="ex0-answer6").text
    assert waiting not in run.page("Bình").text


@english
def test_a_file_that_cannot_be_graded_is_named_and_the_others_are_graded(run):
    for person, name in (
        ("Cường", "Cường.docx"),
        ("Dung", "Dung.ipynb"),
        ("dead", "dead.ipynb"),
        ("nowhere", "nowhere.ipynb"),
    ):
        result = run.results[person]
        assert (result.status, result.score, result.graded) == ("not graded", None, False)
        assert name in result.note
        assert "\n" not in str(result)
    assert "Kernel died" in run.results["dead"].note
    assert sum(result.graded for result in run.results.values()) == len(run.results) - 4


@english
def test_a_file_that_has_suffered_gets_its_points(run):
    assert run.results["spoiled"].score == 10


@english
def test_where_cells_were_deleted_the_other_answers_get_their_points(run):
    assert run.results["shortened"].score == 8
    assert run.page("shortened").find(id="ex0-check3").find(class_="points").text.startswith("0 ")
    assert run.page("shortened").find(id="ex0-answer6")


@english
def test_only_questions_about_the_data_are_lost_with_the_data(run):
    checks = {name: run.page("other data").find(id=f"ex0-check{name}").text for name in range(1, 6)}
    assert [name for name, text in checks.items() if "There is no dataset" in text] == [2, 3]
    assert run.results["other data"].score == 6


@english
def test_a_test_that_asks_not_to_be_run_gives_no_points(run):
    assert run.results["skipping"].score == 0


@english
def test_of_two_people_with_one_name_the_note_names_the_folders(run):
    assert run.results["Lan"].note == "Graded: class B/Lan.ipynb, the newest. Not graded: class A/Lan.ipynb."


@english
def test_of_two_files_the_newest_is_graded_and_the_note_says_so(run):
    assert run.results["Hoa"].note == "Graded: ex0_voices (1).ipynb, the newest. Not graded: ex0_voices.ipynb."


@english
def test_what_was_handed_in_is_left_as_it_was(run):
    assert digests(run.folder) == run.before


@english
def test_the_table_tells_zero_from_not_graded(run):
    rows = table(run.output)
    assert set(rows) == set(run.results)
    assert (rows["Bình"]["score"], rows["Bình"]["status"]) == ("0", "graded")
    assert (rows["dead"]["score"], rows["dead"]["status"]) == ("", "not graded")
    assert (rows["Hoa"]["language"], rows["Hoa"]["needs_manual_grading"]) == ("en", "yes")


@english
def test_progress_is_one_line_a_submission(run):
    gradable = len(run.results) - 3
    assert len(run.lines) == gradable
    assert [re.fullmatch(rf"(\d+) of {gradable}: .+", line)[1] for line in run.lines] == [
        str(number + 1) for number in range(gradable)
    ]


@pytest.mark.xdist_group("grading-vi")
@pytest.mark.parametrize("session", [session for session in ALL_ANSWERS if ALL_ANSWERS[session] is not ANSWERS])
def test_model_answers_of_every_exercise_get_all_points(solutions, exercises, tmp_path, session):
    questions = ALL_ANSWERS[session]["questions"]
    model = {name: question["model"] for name, question in questions.items()}
    for language in LANGUAGES:
        hand_in(tmp_path / "in", f"{language}.ipynb", filled(exercise(exercises[language], session), model, TEXT))
    results = grade(tmp_path / "in", tmp_path / "out", solutions)
    assert {result.person: result.score for result in results} == dict.fromkeys(
        LANGUAGES, sum(question["points"] for question in questions.values())
    )
    assert all(result.needs_manual_grading for result in results)


@pytest.mark.xdist_group("grading-vi")
def test_grading_again_keeps_what_a_trainer_gave(solutions, exercises, tmp_path, capfd):
    folder, output = tmp_path / "in", tmp_path / "out"
    fresh = exercise(exercises["en"])
    path = hand_in(folder, "An.ipynb", filled(fresh, MODEL, TEXT))
    grade(folder, output, solutions)
    by_hand(output, "An", points=4.5, comment="Name the village.")

    (again,) = grade(folder, output, solutions)
    assert (again.score, again.needs_manual_grading) == (14.5, False)
    page = again.feedback.read_text(encoding="utf-8")
    assert "Name the village." in page
    assert "14.5 of 15" in page

    hand_in(folder, "An.ipynb", filled(fresh, typical(0), "Another text."))
    (changed,) = grade(folder, output, solutions)
    assert (changed.score, changed.needs_manual_grading) == (4.5, True), "kept, and to be read again"

    path.unlink()
    hand_in(folder, "Hoa.ipynb", exercise(exercises["vi"]))
    grade(folder, output, solutions)
    assert {person: row["score"] for person, row in table(output).items()} == {"An": "4.5", "Hoa": "0"}
    assert capfd.readouterr() == ("", ""), "nothing but the results is said"


def table(output: Path) -> dict[str, dict[str, str]]:
    text = (output / "grades.csv").read_text(encoding="utf-8-sig")
    return {row["person"]: row for row in csv.DictReader(text.splitlines())}


def by_hand(output: Path, person: str, points: float, comment: str) -> None:
    """What a trainer does in nbgrader's formgrader."""
    with Gradebook(f"sqlite:///{output / 'gradebook.db'}", "cgd") as gradebook:
        given = gradebook.find_grade("ex0-answer6", "ex0_voices", "s01_voices", person)
        given.manual_score, given.needs_manual_grade = points, False
        gradebook.find_comment("ex0-answer6", "ex0_voices", "s01_voices", person).manual_comment = comment
        gradebook.db.commit()


def test_a_folder_that_is_missing_or_empty_is_said(solutions, tmp_path):
    with pytest.raises(UsageError, match="no such folder"):
        grade(tmp_path / "none", tmp_path / "out", solutions)
    (tmp_path / "empty").mkdir()
    with pytest.raises(CgdError, match="nothing was handed in"):
        grade(tmp_path / "empty", tmp_path / "out", solutions)
    assert not (tmp_path / "out").exists()
