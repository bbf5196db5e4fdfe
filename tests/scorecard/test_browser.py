"""The library runs where participants run it, in the browser too: only what Pyodide has, and nothing of the system."""

import ast
import sys
from pathlib import Path

import pytest

import cgd.scorecard

HERE = Path(cgd.scorecard.__file__).parent
# Pure Python, or among the packages that Pyodide is built with (research note on JupyterLite).
AVAILABLE = {"cgd", "ipywidgets", "matplotlib", "numpy", "openpyxl", "pandas", "polib", "seaborn", "yaml"}
# No processes, threads or sockets there.
ABSENT = {"multiprocessing", "socket", "subprocess", "threading", "concurrent", "mmap", "resource", "fcntl", "select"}


def imported(path: Path) -> set[str]:
    """Top-level packages that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.py")), ids=lambda path: path.relative_to(HERE).as_posix())
def test_a_module_needs_only_what_a_browser_has(path):
    needed = imported(path)
    assert needed & ABSENT == set()
    assert needed - set(sys.stdlib_module_names) <= AVAILABLE
