"""Python for the browser: Pyodide with the libraries that notebooks need, put together from PyPI alone."""

import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from cgd.course.browser.wheels import canonical, described, pure_wheel
from cgd.errors import CgdError
from cgd.files import write_atomically
from cgd.language import _

REQUIREMENT = Path(__file__).with_name("pyodide.txt")
LIST = "pyodide-lock.json"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
# Where Pyodide lies in the package that carries it.
_INSIDE = "open_webui/frontend/pyodide/"


def fetch(folder: Path) -> Path:
    """Download the package that carries Pyodide to ``folder`` (106 MB; pip keeps a copy for the next time).

    Raises
    ------
    CgdError
        There is no network, or what came is not what the hash names.
    """
    # The package is for another Python than this one, and of no interest itself: only its files are wanted.
    command = ["download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"]
    command += ["--python-version", "3.12", "--require-hashes", "--requirement", str(REQUIREMENT), "--dest"]
    done = subprocess.run([sys.executable, "-m", "pip", *command, str(folder)], capture_output=True, text=True)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["?"]
        # The last complaint is the one that counts; what follows it are details.
        reason = next((line for line in reversed(said) if line.startswith("ERROR: ")), said[-1]).removeprefix("ERROR: ")
        raise CgdError(
            _(
                "The Python for the browser cannot be fetched ({reason}). It is needed once: connect to the internet "
                "and run the same command again."
            ).format(reason=reason)
        )
    (package,) = folder.glob("*.whl")
    return package


def make_python(roots: Collection[str], own: Collection[Path], folder: Path) -> None:
    """Fill ``folder`` with Pyodide's core, and with the libraries ``roots`` and everything that they need.

    A library is taken from ``own`` (wheels) if it is there; as Pyodide's makers built it, if the package carries it;
    otherwise out of this environment.
    """
    with tempfile.TemporaryDirectory() as temporary, zipfile.ZipFile(fetch(Path(temporary))) as carrier:
        files = {name.removeprefix(_INSIDE): name for name in carrier.namelist() if name.startswith(_INSIDE)}
        listed = json.loads(carrier.read(files[LIST]))
        shipped = {canonical(name): entry for name, entry in listed["packages"].items() if entry["file_name"] in files}
        for name in CORE:
            write_atomically(folder / name, carrier.read(files[name]))
        ours = {described(path)[0]: path for path in own}
        packages: dict[str, Any] = {}
        todo = [*roots]
        while todo:
            name = todo.pop()
            if name in packages:
                continue
            if name in shipped and name not in ours:
                packages[name] = shipped[name]
                _unpack(shipped[name], carrier.read(files[shipped[name]["file_name"]]), folder)
            else:
                packages[name] = _taken(ours.get(name) or pure_wheel(name, Path(temporary)), folder)
            todo += map(canonical, packages[name]["depends"])
    _write_list(folder, {**listed, "packages": packages})


def add_wheel(wheel: Path, folder: Path) -> None:
    """Put one more library into a folder that `make_python` made; what it needs must be there."""
    listed = json.loads((folder / LIST).read_text(encoding="utf-8"))
    entry = _taken(wheel, folder)
    missing = sorted(set(entry["depends"]) - set(listed["packages"]))
    if missing:
        raise CgdError(
            _("The Python for the browser lacks what {name} needs: {missing}.").format(
                name=entry["name"], missing=", ".join(missing)
            )
        )
    _write_list(folder, {**listed, "packages": {**listed["packages"], entry["name"]: entry}})


def _unpack(entry: dict[str, Any], content: bytes, folder: Path) -> None:
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise CgdError(_("{file} is not Pyodide's own build: its hash differs.").format(file=entry["file_name"]))
    write_atomically(folder / entry["file_name"], content)


def _taken(wheel: Path, folder: Path) -> dict[str, Any]:
    """Copy a wheel of ours; gives its line for Pyodide's list."""
    content = wheel.read_bytes()
    write_atomically(folder / wheel.name, content)
    name, version, depends, imports = described(wheel)
    return {
        "name": name,
        "version": version,
        "file_name": wheel.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "install_dir": "site",
        "package_type": "package",
        "imports": imports,
        "depends": depends,
        "unvendored_tests": False,
    }


def _write_list(folder: Path, listed: dict[str, Any]) -> None:
    write_atomically(folder / LIST, json.dumps(listed, sort_keys=True))
