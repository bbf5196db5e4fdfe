"""The exercises themselves: their own answers are right for every group, and each typical mistake gets its message."""

import re
from pathlib import Path

import pytest

from cgd.course.notebooks import read_notebook
from cgd.grading.check import Misconception
from cgd.language import LANGUAGES
from cgd.scorecard.make import make_package, write_files
from cgd.scorecard.survey import GROUPS

from .conftest import ALL_ANSWERS, in_language, is_text_answer, notebook_of, pattern

every_exercise = pytest.mark.parametrize("session", ALL_ANSWERS)
both = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def another_seed(tmp_path_factory) -> str:
    """The survey made from another seed."""
    folder = tmp_path_factory.mktemp("data") / "another"
    write_files(make_package("scorecard-2022", 7), folder)
    return str(folder)


def run(path: Path, answers: dict[str, str] | None = None, **parameters: str) -> dict[str, str]:
    """Run the code cells in order, as a kernel does, with other parameters and answers.

    Returns the messages of the checks that were not passed, by question.
    """
    names, messages = {"__name__": "__main__"}, {}
    for cell in read_notebook(path).cells:
        if cell.cell_type != "code":
            continue
        place = cell.id.partition("-")[2]
        question, source = f"question{place[-1]}", cell.source
        if place.startswith("answer") and answers:
            source = f"{question} = {answers[question]}"
        try:
            exec(compile(source, cell.id, "exec"), names)
        except Misconception as problem:
            messages[question] = str(problem)
        names.update(parameters if "parameters" in cell.metadata.get("tags", []) else {})
    return messages


@both
@every_exercise
@pytest.mark.parametrize("group", GROUPS)
def test_the_solution_is_right_for_every_group(solutions, monkeypatch, root, session, group, language):
    monkeypatch.chdir(root)
    assert run(solutions[language] / notebook_of(session), group=group) == {}


@every_exercise
@pytest.mark.parametrize("group", GROUPS)
def test_the_solution_is_right_for_another_seed(solutions, another_seed, session, group):
    assert run(solutions["en"] / notebook_of(session), group=group, data=another_seed) == {}


@both
@every_exercise
@pytest.mark.parametrize("seed", ["as shipped", pytest.param("another", marks=pytest.mark.slow)])
def test_each_answer_gets_its_message_or_none(solutions, another_seed, monkeypatch, root, session, language, seed):
    monkeypatch.chdir(root)
    other = {"data": another_seed} if seed == "another" else {}
    path, questions = solutions[language] / notebook_of(session), ALL_ANSWERS[session]["questions"]
    for number in range(max(len(question["wrong"]) for question in questions.values())):
        wrong = {
            name: question["wrong"][number] for name, question in questions.items() if number < len(question["wrong"])
        }
        given = {
            name: wrong[name]["answer"] if name in wrong else question["model"] for name, question in questions.items()
        }
        messages = run(path, given, **other)
        # On other data another mistake may lead to the same number.
        if not other:
            assert set(messages) == set(wrong)
            for name, mistake in wrong.items():
                assert re.fullmatch(pattern(in_language(mistake["message"], language, session)), messages[name])
        assert set(messages) <= set(wrong)
    for number in range(max(len(question["also_right"]) for question in questions.values())):
        given = {
            name: [*question["also_right"], *[question["model"]] * 9][number] for name, question in questions.items()
        }
        assert run(path, given, **other) == {}


@every_exercise
def test_every_question_has_model_answers_and_typical_wrong_answers(solutions, session):
    questions = ALL_ANSWERS[session]["questions"]
    cells = read_notebook(solutions["en"] / notebook_of(session)).cells
    checks = {cell.id.replace("check", "question").partition("-")[2] for cell in cells if "-check" in cell.id}
    assert set(questions) == checks
    assert sum(is_text_answer(cell) for cell in cells) == 1
    assert sum(len(question["wrong"]) for question in questions.values()) >= 8
    for question in questions.values():
        assert question["model"]
        assert question["also_right"]
        assert len(question["wrong"]) >= 3
