"""The evidence of the shipped survey, computed once; copies and small pieces of it to break."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cgd.scorecard import Survey, read
from cgd.scorecard.codebook import SURVEY_FILE
from cgd.toolkit.evidence import Evidence, compute


@pytest.fixture(scope="session")
def folder(root: Path) -> Path:
    """The folder of the shipped dataset."""
    return root / "datasets" / "scorecard-2022"


@pytest.fixture(scope="session")
def clean(folder: Path) -> dict[str, Evidence]:
    return compute(folder)


@pytest.fixture(scope="session")
def raw(folder: Path) -> dict[str, Evidence]:
    return compute(folder, state="raw")


@pytest.fixture(scope="session")
def survey(folder: Path) -> Survey:
    """The shipped survey. Tests must not change its tables."""
    return read(folder)


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    """A copy of the shipped dataset to break."""
    return shutil.copytree(folder, tmp_path / "copy")


@pytest.fixture
def own(folder: Path, tmp_path: Path) -> Callable[[Callable[[dict[str, str]], dict[str, str] | None]], Path]:
    """A survey file alone in a folder: the shipped rows that a function lets through, as it gives them back."""

    def make(choose: Callable[[dict[str, str]], dict[str, str] | None]) -> Path:
        path = tmp_path / "own.csv"
        with (folder / SURVEY_FILE).open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            names = list(reader.fieldnames or [])
            rows = [chosen for row in reader if (chosen := choose(row)) is not None]
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return make
