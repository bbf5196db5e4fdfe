"""What participants receive: fresh, complete, and without a single answer."""

import pytest

from cgd.course.notebooks import read_notebook
from cgd.errors import CgdError
from cgd.grading.release import release
from cgd.language import LANGUAGES

from .conftest import ALL_ANSWERS, NOTEBOOK, exercise, notebook_of, secrets

both = pytest.mark.parametrize("language", LANGUAGES)
every_exercise = pytest.mark.parametrize("session", ALL_ANSWERS)


@both
def test_the_committed_exercises_are_what_a_release_makes_today(root, exercises, language):
    committed, fresh = root / "exercises" / language, exercises[language]
    names = {path.relative_to(fresh) for path in fresh.rglob("*") if path.is_file()}
    assert names == {path.relative_to(committed) for path in committed.rglob("*") if path.is_file()}
    for name in names:
        assert (committed / name).read_bytes() == (fresh / name).read_bytes(), f"run: cgd release ({name})"


@both
@every_exercise
def test_no_solution_hidden_test_or_rubric_is_handed_out(solutions, exercises, language, session):
    text = "\n".join(cell.source for cell in exercise(exercises[language], session).cells)
    found = secrets(read_notebook(solutions[language] / notebook_of(session)))
    assert len(found) > 30
    assert [secret for secret in found if secret in text] == []
    assert list(exercises[language].rglob("*.yml")) == []


@both
@every_exercise
def test_cells_keep_their_ids_and_points_in_every_language(solutions, exercises, language, session):
    english, released = read_notebook(solutions["en"] / notebook_of(session)), exercise(exercises[language], session)
    assert [cell.id for cell in released.cells] == [cell.id for cell in english.cells]
    for before, after in zip(english.cells, released.cells, strict=True):
        marks = before.metadata.get("nbgrader", {})
        assert {key: after.metadata.get("nbgrader", {})[key] for key in marks} == marks
    assert released.metadata["cgd"] == {"exercise": session, "language": language}
    assert f'language = "{language}"' in released.cells[1].source


@every_exercise
def test_code_that_participants_see_has_at_most_five_lines_a_cell(exercises, session):
    cells = exercise(exercises["en"], session).cells
    lines = {cell.id: cell.source.splitlines() for cell in cells if cell.cell_type == "code"}
    code = {name: [line for line in source if not line.startswith("#")] for name, source in lines.items()}
    assert {name: source for name, source in code.items() if len(source) > 5} == {}


def test_a_source_that_nbgrader_refuses_is_named(solutions, tmp_path):
    source = (solutions["en"] / NOTEBOOK).read_text(encoding="utf-8")
    broken = tmp_path / "solutions" / NOTEBOOK
    broken.parent.mkdir(parents=True)
    broken.write_text(source.replace("### END SOLUTION", ""), encoding="utf-8")
    with pytest.raises(CgdError, match=r"ex0_voices\.ipynb.*[Nn]o end solution"):
        release(tmp_path / "solutions", tmp_path / "exercises")
    assert not (tmp_path / "exercises").exists()


def test_a_folder_without_exercises_is_said(tmp_path):
    with pytest.raises(CgdError, match="no exercise here"):
        release(tmp_path, tmp_path / "out")
