"""A participant's folder: complete, and what a person changed stays as it is."""

import pytest

from cgd.course.lab import MEMORY, participants_files, working_copy
from cgd.course.layout import Layout
from cgd.errors import UsageError


@pytest.fixture
def course(tmp_path):
    """A tiny checkout with a staged notebook, an exercise and a dataset."""
    layout = Layout(tmp_path / "course")
    for path, text in {
        layout.staged("vi") / "notebooks" / "s01.ipynb": "notebook 1",
        layout.root / "exercises" / "vi" / "s01" / "ex.ipynb": "exercise 1",
        layout.root / "datasets" / "d" / "d.csv": "data 1",
        layout.root / "solutions" / "s01" / "ex.ipynb": "ANSWER",
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return layout


def test_a_fresh_folder_gets_everything_and_no_solutions(course, tmp_path):
    copied = working_copy(course, "vi", tmp_path / "mine")
    assert copied.new == ["notebooks/s01.ipynb", "exercises/s01/ex.ipynb", "datasets/d/d.csv"]
    texts = [p.read_text() for p in (tmp_path / "mine").rglob("*") if p.is_file()]
    assert not any("ANSWER" in text for text in texts)


def test_a_changed_file_is_kept_and_an_untouched_one_is_updated(course, tmp_path):
    mine = tmp_path / "mine"
    working_copy(course, "vi", mine)
    (mine / "notebooks" / "s01.ipynb").write_text("my own words")
    (course.staged("vi") / "notebooks" / "s01.ipynb").write_text("notebook 2")
    (course.root / "exercises" / "vi" / "s01" / "ex.ipynb").write_text("exercise 2")
    copied = working_copy(course, "vi", mine)
    assert copied.kept == ["notebooks/s01.ipynb"]
    assert copied.updated == ["exercises/s01/ex.ipynb"]
    assert (mine / "notebooks" / "s01.ipynb").read_text() == "my own words"
    assert (mine / "exercises" / "s01" / "ex.ipynb").read_text() == "exercise 2"


def test_a_file_changed_long_ago_is_still_kept_after_two_updates(course, tmp_path):
    mine = tmp_path / "mine"
    working_copy(course, "vi", mine)
    (mine / "notebooks" / "s01.ipynb").write_text("my own words")
    for version in ("notebook 2", "notebook 3"):
        (course.staged("vi") / "notebooks" / "s01.ipynb").write_text(version)
        working_copy(course, "vi", mine)
    assert (mine / "notebooks" / "s01.ipynb").read_text() == "my own words"


@pytest.mark.parametrize("memory", [None, "", "{broken", "[]", "3"])
def test_without_a_readable_memory_every_differing_file_is_kept(course, tmp_path, memory):
    mine = tmp_path / "mine"
    (mine / "notebooks").mkdir(parents=True)
    (mine / "notebooks" / "s01.ipynb").write_text("was here before the course")
    if memory is not None:
        (mine / MEMORY).write_text(memory)
    copied = working_copy(course, "vi", mine)
    assert copied.kept == ["notebooks/s01.ipynb"]
    assert (mine / "notebooks" / "s01.ipynb").read_text() == "was here before the course"


def test_the_courses_own_folder_is_refused(course):
    with pytest.raises(UsageError, match="--folder"):
        working_copy(course, "vi", course.root / "notebooks")


def test_deleting_a_file_brings_back_the_courses_version(course, tmp_path):
    mine = tmp_path / "mine"
    working_copy(course, "vi", mine)
    (mine / "notebooks" / "s01.ipynb").unlink()
    assert working_copy(course, "vi", mine).new == ["notebooks/s01.ipynb"]


def test_editors_leftovers_are_not_handed_out(course):
    junk = course.root / "datasets" / ".ipynb_checkpoints" / "d.csv"
    junk.parent.mkdir()
    junk.write_text("old")
    assert "datasets/.ipynb_checkpoints/d.csv" not in participants_files(course, "vi")
