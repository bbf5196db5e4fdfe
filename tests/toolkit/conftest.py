"""The forms as shipped, and a small one to break."""

from pathlib import Path

import pytest

from cgd.toolkit.bank import Toolkit
from cgd.toolkit.loading import load_toolkit
from cgd.toolkit.rules.settings import RuleSet, load_rules


@pytest.fixture(scope="session")
def toolkit() -> Toolkit:
    """The form of Viet Nam."""
    return load_toolkit("viet-nam")


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    """Its rules."""
    return load_rules("viet-nam")


@pytest.fixture
def file(tmp_path: Path):
    """Write a text, or bytes, to a file of answers."""

    def write(content: str | bytes, name: str = "answers.yml") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write
