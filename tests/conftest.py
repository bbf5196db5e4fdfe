"""Shared by all tests: the checkout, and what needs more than Python."""

import os
import shutil
from pathlib import Path

import pytest

from cgd.course.layout import HERE, Layout


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout under test."""
    return HERE.root


@pytest.fixture(scope="session")
def layout() -> Layout:
    return HERE


@pytest.fixture(scope="session")
def built(layout: Layout) -> Layout:
    """The checkout with its site up to date."""
    from cgd.course import tasks

    tasks.build(layout)
    return layout


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's browser; without it a test is skipped with one line, but never in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        reason = "no Chromium on this machine: the browser tests are left out (Debian: apt install chromium)"
        if os.environ.get("CGD_SKIP_NOTHING"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test starts in English, whatever the shell or the test before has chosen."""
    monkeypatch.delenv("CGD_LANG", raising=False)
    monkeypatch.setattr("cgd.language._chosen", None)
