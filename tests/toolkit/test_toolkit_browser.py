"""The Toolkit runs where participants run it, in the browser too; only Word, PDF and the app need more."""

import subprocess
import sys
from pathlib import Path

import pytest

import cgd.toolkit

sys.path.append(str(Path(__file__).parents[1] / "scorecard"))
from test_browser import ABSENT, AVAILABLE, imported

HERE = Path(cgd.toolkit.__file__).parent
# pandoc and Typst: imported when Word or PDF is asked for, with a line that says so where they are missing.
ELSEWHERE = {"export/convert.py": {"pypandoc", "typst"}}


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.py")), ids=lambda path: path.relative_to(HERE).as_posix())
def test_a_module_needs_only_what_a_browser_has(path):
    needed = imported(path) - ELSEWHERE.get(path.relative_to(HERE).as_posix(), set())
    assert needed & ABSENT == set()
    assert needed - set(sys.stdlib_module_names) <= AVAILABLE | {"pydantic"}


def test_importing_it_loads_nothing_heavy():
    heavy = ("pandas", "pydantic", "ipywidgets")
    code = f"import sys, cgd.toolkit, cgd.toolkit.evidence; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
