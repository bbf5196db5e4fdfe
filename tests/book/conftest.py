"""Shared by the tests of pages: the form, and the worked example that pages quote."""

from pathlib import Path

import pytest

from cgd.toolkit import load_toolkit
from cgd.toolkit.answers import Answers
from cgd.toolkit.answers_file import read_answers
from cgd.toolkit.bank import Toolkit


@pytest.fixture(scope="module")
def form() -> Toolkit:
    return load_toolkit("viet-nam")


@pytest.fixture(scope="module")
def example(root: Path, form: Toolkit) -> Answers:
    return read_answers(root / "toolkit" / "examples" / "scorecard-2022.yml", form)
