"""A participant's working copy of the course's files, and JupyterLab on it."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from cgd.course.layout import Layout
from cgd.errors import UsageError
from cgd.files import write_atomically
from cgd.language import _

# Remembers what the course put there, so that a changed file is known for a person's own.
MEMORY = ".cgd-course.json"
NBGRADER = ("assignment_list", "course_list", "formgrader", "validate_assignment")
SETTINGS = Path(__file__).parent / "jupyterlab"


@dataclass
class Copied:
    """What happened to the files of a working copy, as paths relative to it."""

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def participants_files(layout: Layout, language: str) -> dict[str, Path]:
    """What participants get, as {place in their folder: file}: notebooks, exercises, datasets."""
    places = {
        "notebooks": layout.staged(language) / "notebooks",
        "exercises": layout.root / "exercises" / language,
        "datasets": layout.root / "datasets",
    }
    return {
        (Path(place) / path.relative_to(folder)).as_posix(): path
        for place, folder in places.items()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }


def working_copy(layout: Layout, language: str, folder: Path) -> Copied:
    """Copy the participants' files to ``folder``; a file that a person has changed is never touched.

    Raises `UsageError` when ``folder`` lies in the checkout: nobody works on the course's own sources.
    """
    folder = folder.resolve()
    if folder.is_relative_to(layout.root.resolve()):
        raise UsageError(
            _("{folder} lies in the course's own folder: name another with --folder.").format(folder=folder)
        )
    memory = folder / MEMORY
    ours = _remembered(memory)
    copied = Copied()
    for place, source in participants_files(layout, language).items():
        content = source.read_bytes()
        target = folder / place
        if not target.exists():
            copied.new.append(place)
        elif _digest(target.read_bytes()) == _digest(content):
            ours[place] = _digest(content)
            continue
        elif _digest(target.read_bytes()) == ours.get(place):
            copied.updated.append(place)
        else:
            copied.kept.append(place)
            continue
        write_atomically(target, content)
        ours[place] = _digest(content)
    write_atomically(memory, json.dumps(ours, indent=1, sort_keys=True, ensure_ascii=False))
    return copied


def _remembered(memory: Path) -> dict[str, str]:
    """What the course copied before; without a readable memory every differing file counts as a person's own."""
    try:
        found = json.loads(memory.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def open_lab(folder: Path, language: str, port: int, start: str | None, browser: bool) -> int:
    """Run JupyterLab on ``folder`` until it is stopped; gives back its exit status.

    ``start`` is a notebook to open, relative to ``folder``. Listens on this machine only and asks
    nothing of the internet (no news, no update check).
    """
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", f"--ServerApp.port={port}"]
    command += ["--ServerApp.ip=127.0.0.1", "--ServerApp.port_retries=0", "--ServerApp.log_level=WARN"]
    command += [f"--LabApp.default_url=/lab/tree/{start}"] if start else []
    # No question about news, no look for updates, none of the trainers' grading menus.
    command += [f"--LabApp.app_settings_dir={SETTINGS}", "--LabApp.news_url=None"]
    command += [f"--ServerApp.jpserver_extensions=nbgrader.server_extensions.{name}=False" for name in NBGRADER]
    command += ["--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate"]
    command += [] if browser else ["--no-browser"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command += ["--allow-root"]
    _warm_fonts()
    process = subprocess.Popen(command, env={**os.environ, "CGD_LANG": language})
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # Ctrl-C reaches JupyterLab too: it asks whether to stop, and we wait for its answer.
            continue


def _warm_fonts() -> None:
    """Let matplotlib make its list of fonts beside the start of JupyterLab.

    It is made once a machine. On a slow laptop the first chart would otherwise wait for it, under a red line of text.
    """
    subprocess.Popen(
        [sys.executable, "-c", "import matplotlib.font_manager"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
