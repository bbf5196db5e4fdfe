"""A small course of its own, with every kind of source file and most kinds of blocks."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parent / "sample"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Root of a copy of the sample course, to be changed at will."""
    root = tmp_path / "sample"
    shutil.copytree(SAMPLE, root)
    return root


@pytest.fixture
def pseudo() -> Callable[..., str]:
    """A translation with accents, quotation marks and backslashes that keeps everything that must be kept."""

    def translate(unit: str, _cell: str = "") -> str:
        core = unit.strip()
        return unit.replace(core, f"⟦ắ \"'\\ {core} \\ '\" ệ⟧")

    return translate
