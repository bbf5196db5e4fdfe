"""Run notebooks with papermill, and make what they show fit for a book."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import nbformat

from cgd.course.notebooks import read_notebook, write_notebook
from cgd.errors import CgdError
from cgd.language import _
from cgd.scorecard.on_slides import SLIDE, WANTED

# Widgets live only where a kernel runs; a page would fetch their scripts from the internet.
WIDGET = "application/vnd.jupyter.widget-view+json"


def execute(source: Path, target: Path, folder: Path, parameters: Mapping[str, str] | None = None) -> None:
    """Execute ``source`` into ``target`` with ``folder`` as the current folder of its kernel.

    A process of its own, so that several run at once on any system. Raises `CgdError` with the
    notebook's own error when a cell fails; the notebook with the error in it is kept as ``target``.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "papermill", str(source), str(target), "--cwd", str(folder), "-k", "python3"]
    for name, value in (parameters or {}).items():
        command += ["-r", name, value]
    command += ["--no-progress-bar", "--no-log-output", "--log-level", "ERROR"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env={**os.environ, **_settings()})
    if done.returncode:
        lines = [line for line in done.stderr.strip().splitlines() if line.strip()] or ["?"]
        raise CgdError(
            _("{notebook} does not run: {error}. Open {target} to see the cell.").format(
                notebook=source.name, error=lines[-1], target=target
            )
        )


def _settings() -> dict[str, str]:
    return {
        WANTED: "1",
        "PYTHONUTF8": "1",
        "PYTHONWARNINGS": "ignore",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
    }


def publish_outputs(executed: Path, target: Path) -> None:
    """Copy an executed notebook for the book: alternative texts where the book looks for them.

    Widgets and the pictures for slides stay behind.
    """
    notebook = read_notebook(executed)
    notebook.metadata.pop("widgets", None)
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        # Times of this run: they would make every build differ, and concern no reader.
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            _prepare_outputs(cell)
    write_notebook(target, notebook)


def _prepare_outputs(cell: nbformat.NotebookNode) -> None:
    cell.outputs = [output for output in cell.outputs if WIDGET not in output.get("data", {})]
    for output in cell.outputs:
        output.get("data", {}).pop(SLIDE, None)
        alt = output.get("metadata", {}).get("image/png", {}).get("alt")
        if alt:
            # MyST-NB reads size from an output's metadata but alternative text from the cell's only.
            cell.metadata["mystnb"] = {"image": {"alt": alt}}
