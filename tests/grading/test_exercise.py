"""The exercise itself: its own answers are right for every group, and there are answers to test it with."""

import re

import pytest

from cgd.course.notebooks import read_notebook
from cgd.language import LANGUAGES
from cgd.scorecard.make import make_package, write_files
from cgd.scorecard.survey import GROUPS

from .conftest import ANSWERS, NOTEBOOK


def run(folder, **parameters):
    """Run the code cells in order, as a kernel does, with other parameters."""
    names = {"__name__": "__main__"}
    for cell in read_notebook(folder / NOTEBOOK).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, cell.id, "exec"), names)
            names.update(parameters if "parameters" in cell.metadata.get("tags", []) else {})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
def test_the_solution_is_right_for_every_group(solutions, monkeypatch, root, group, language):
    monkeypatch.chdir(root)
    run(solutions[language], group=group)


def test_the_solution_is_right_for_another_seed(solutions, tmp_path):
    write_files(make_package("scorecard-2022", 7), tmp_path / "another")
    for group in GROUPS:
        run(solutions["en"], group=group, data=str(tmp_path / "another"))


def test_a_wrong_answer_stops_the_run(solutions, tmp_path):
    """The tests above can fail."""
    text = (solutions["en"] / NOTEBOOK).read_text(encoding="utf-8")
    (tmp_path / NOTEBOOK).parent.mkdir()
    (tmp_path / NOTEBOOK).write_text(re.sub(r'question1 = \\"b', r'question1 = \\"a', text), encoding="utf-8")
    with pytest.raises(AssertionError, match="government office"):
        run(tmp_path)


def test_there_are_model_answers_and_typical_wrong_answers_for_every_question():
    assert len(ANSWERS["questions"]) == 5
    for question in ANSWERS["questions"].values():
        assert question["model"]
        assert question["also_right"]
        assert len(question["wrong"]) >= 3
