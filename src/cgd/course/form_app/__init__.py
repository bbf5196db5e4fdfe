"""The Toolkit's form as an app in the browser, without a line of code on the page (Voilà)."""

import os
import subprocess
import sys
import tempfile
import webbrowser
from collections.abc import Callable
from pathlib import Path

import nbformat

from cgd.course.server import HOST, answers, free_port
from cgd.errors import CgdError
from cgd.files import write_atomically
from cgd.language import _

FILE, COUNTRY, DATA = "CGD_TOOLKIT_FILE", "CGD_TOOLKIT_COUNTRY", "CGD_TOOLKIT_DATA"
"""Environment variables that tell the app's notebook what to open: a path in its source would need escaping."""

_CELL = f"""import os

from cgd import toolkit

toolkit.form(os.environ["{FILE}"], country=os.environ.get("{COUNTRY}") or None, data=os.environ.get("{DATA}", ""))
"""
_SHARE = Path(__file__).parent / "share"
# Extensions of JupyterLab that find no JupyterLab on Voila's page, and complain. (A list of those to load would have to
# leave out the controls as well: Voila brings its own.)
_NOT_FOR_APPS = ("@jupyter/nbgrader", "@jupyter-notebook/lab-extension")
_START = 60.0  # seconds that a slow laptop may take


def serve_form(
    file: Path,
    *,
    language: str,
    country: str = "",
    data: str = "",
    port: int = 8866,
    browser: bool = True,
    ready: Callable[[str], None] = lambda address: None,
) -> int:
    """Serve the form for ``file`` to this machine until Ctrl-C; gives back Voilà's exit status.

    Parameters
    ----------
    file
        The file of answers; a new one is made at the first answer.
    language
        The language that the form opens in.
    country, data
        For a new file: whose form, and the survey that figures are computed from.
    port
        The first port to try.
    ready
        Is told the address once it answers.

    Raises
    ------
    CgdError
        The app did not start.
    """
    with tempfile.TemporaryDirectory(prefix="cgd-form-") as folder:
        notebook = Path(folder) / "toolkit.ipynb"
        write_atomically(notebook, nbformat.writes(_notebook()))
        found = free_port(port)
        environment = {**os.environ, FILE: str(file.resolve()), COUNTRY: country, DATA: data, "CGD_LANG": language}
        environment["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(_SHARE), os.environ.get("JUPYTER_PATH")]))
        process = subprocess.Popen(_command(notebook, found, language), env=environment)
        try:
            address = f"http://{HOST}:{found}/"
            if not answers(found, process, _START):
                raise CgdError(_("The form did not start. Look at the lines above, or use JupyterLab."))
            ready(address)
            if browser:
                webbrowser.open(address)
            return process.wait()
        except KeyboardInterrupt:
            return 0
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """What was typed is on the disk already: nobody needs to wait for Voilà's farewell."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()


def _notebook() -> nbformat.NotebookNode:
    cell = nbformat.v4.new_code_cell(_CELL, id="toolkit-form")
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel})


def _command(notebook: Path, port: int, language: str) -> list[str]:
    command = [sys.executable, "-m", "voila", str(notebook), "--no-browser", f"--port={port}", f"--Voila.ip={HOST}"]
    command += ["--template=cgd", "--strip_sources=True", "--show_tracebacks=True", "--Voila.log_level=ERROR"]
    command += [f"--VoilaConfiguration.extension_denylist={name}" for name in _NOT_FOR_APPS]
    return [*command, f"--VoilaExporter.language_code={language}"]
