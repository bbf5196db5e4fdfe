"""Whose a file is, which exercise, which language: before anything is graded."""

import json
import os
import unicodedata
from pathlib import Path

import pytest

from cgd.grading.submissions import Exercise, find_submissions

EXERCISES = {"s01_voices": Exercise("s01_voices", "ex0_voices", frozenset({"answer1", "check1"}))}


def notebook(language="en", exercise="s01_voices", cells=("answer1", "check1"), source="", own=True):
    made = {
        "cells": [
            {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": source},
            *({"cell_type": "code", "metadata": {"nbgrader": {"grade_id": name}}, "source": ""} for name in cells),
        ],
        "metadata": {"cgd": {"exercise": exercise, "language": language}} if own else {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(made, ensure_ascii=False)


def find(folder: Path):
    return find_submissions(folder, EXERCISES, leave_out=folder / "graded")


def write(path: Path, content: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content or notebook(), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("An.ipynb", "An"),
        ("Bình/ex0_voices.ipynb", "Bình"),
        ("lớp A/Nguyễn Thị Hoa.ipynb", "Nguyễn Thị Hoa"),
        ("Bình/ex0_voices (1).ipynb", "Bình"),
        ("Bình/ex0_voices-Copy1.ipynb", "Bình"),
        ("Bình/s01_voices/ex0_voices.ipynb", "Bình"),
        ("ex0_voices_Hoa.ipynb", "Hoa"),
        ("ex0_voices - Hoa (2).ipynb", "Hoa"),
        ("Hoa [nhóm 2].ipynb", "Hoa -nhóm 2-"),
    ],
)
def test_a_submission_is_named_after_its_file_or_its_folder(tmp_path, name, person):
    write(tmp_path / name)
    assert [each.person for each in find(tmp_path)] == [person]


def test_a_name_is_the_same_person_however_its_letters_are_composed(tmp_path):
    write(tmp_path / "a" / unicodedata.normalize("NFC", "Bình.ipynb"))
    write(tmp_path / "b" / unicodedata.normalize("NFD", "Bình.ipynb"))
    assert {each.person for each in find(tmp_path)} == {unicodedata.normalize("NFC", "Bình")}


def test_what_computers_leave_behind_and_the_grades_are_passed_over(tmp_path):
    for name in (".ipynb_checkpoints/An-checkpoint.ipynb", "__MACOSX/An.ipynb", ".DS_Store", "Thumbs.db", "~$An.docx"):
        write(tmp_path / name)
    write(tmp_path / "graded" / "submitted" / "An" / "s01_voices" / "ex0_voices.ipynb")
    assert find(tmp_path) == []


def test_a_folder_that_may_not_be_opened_is_reported_by_name(tmp_path, monkeypatch):
    write(tmp_path / "An.ipynb")
    write(tmp_path / "Bình" / "ex0_voices.ipynb")
    scandir = os.scandir

    def guarded(path):
        if Path(path).name == "Bình":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)  # root may open every folder
    found = {each.person: each.problem for each in find(tmp_path)}
    assert found == {"An": "", "Bình": "Bình cannot be read: Permission denied."}


def test_a_link_that_leads_nowhere_is_reported(tmp_path):
    (tmp_path / "An.ipynb").symlink_to(tmp_path / "gone.ipynb")
    (found,) = find(tmp_path)
    assert found.problem.startswith("An.ipynb cannot be read")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("PK\x03\x04", "broken"),
        ('{"cells": [', "broken"),
        ("[" * 100_000, "broken"),
        ("[1]", "today's format"),
        ('{"worksheets": []}', "today's format"),
        ('{"cells": [1]}', "today's format"),
        (notebook(exercise="s09_processing", cells=("other",)), "not the exercise"),
        (notebook(own=False, cells=()), "not the exercise"),
        (notebook(cells=()), "answer cells"),
        ('{"cells": [{"metadata": 3, "source": 4}], "metadata": []}', "not the exercise"),
    ],
)
def test_what_cannot_be_graded_is_said_in_one_line_that_names_the_file(tmp_path, content, problem):
    write(tmp_path / "An.ipynb", content)
    (found,) = find(tmp_path)
    assert problem in found.problem
    assert "An.ipynb" in found.problem
    assert "\n" not in found.problem


def test_a_file_in_another_encoding_or_format_is_reported(tmp_path):
    (tmp_path / "An.ipynb").write_bytes(notebook(source="# Bình").encode("utf-16"))
    (tmp_path / "Hoa.docx").write_bytes(b"PK")
    assert ["broken" in found.problem or "not a notebook" in found.problem for found in find(tmp_path)] == [True, True]


@pytest.mark.parametrize(
    ("content", "language"),
    [
        (notebook("vi"), "vi"),
        (notebook("en", source='language = "vi"'), "en"),
        (notebook("fr", source='language = "vi"'), "vi"),
        (notebook(own=False, source='# which\nlanguage = "vi"  # here'), "vi"),
        (notebook(own=False), "en"),
    ],
)
def test_the_language_is_what_the_notebook_says(tmp_path, content, language):
    write(tmp_path / "An.ipynb", content)
    assert [(each.exercise, each.language, each.problem) for each in find(tmp_path)] == [("s01_voices", language, "")]
