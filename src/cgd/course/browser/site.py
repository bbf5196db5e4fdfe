"""The site: JupyterLite with one notebook a language and the survey, everything beside it that the browser asks for."""

import json
import subprocess
import sys
import tempfile
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import jupyter_server

from cgd.course.browser.pyodide import LIST, add_wheel, make_python
from cgd.course.browser.wheels import needs
from cgd.course.layout import FORM, Layout
from cgd.course.units import ROOT
from cgd.errors import CgdError
from cgd.files import mirror, write_if_changed
from cgd.language import LANGUAGES, _

KERNEL = "python"
# Loaded before the first cell: what runs cells. Everything else is loaded when a cell imports it.
KERNEL_PACKAGES = ("comm", "ipykernel", "ipython", "jedi", "micropip", "piplite", "pyodide-kernel")
EXTENSIONS = ("@jupyterlite/pyodide-kernel-extension", "@jupyter-widgets/jupyterlab-manager")
_SHARE = Path(sys.prefix) / "share" / "jupyter" / "labextensions"


def prepare_python(layout: Layout) -> None:
    """The part that changes only with the versions of the libraries: Pyodide, and everything that `cgd` needs."""
    wheels = (_SHARE / EXTENSIONS[0] / "static" / "pypi").glob("*.whl")
    # Two builds of this one are shipped, for ipywidgets 7 and 8.
    own = [wheel for wheel in wheels if not wheel.name.startswith("widgetsnbextension-3")]
    # Made aside: without a network the one that is there stays.
    with tempfile.TemporaryDirectory() as temporary:
        make_python([*KERNEL_PACKAGES, *needs(distribution("cgd").requires or [])], own, Path(temporary))
        mirror(Path(temporary), layout.browser("python"))


def build_site(layout: Layout) -> None:
    """Build the site into ``layout.browser("site")``, from nothing: JupyterLite's own memory outlives what it made."""
    with tempfile.TemporaryDirectory() as temporary:
        lite = Path(temporary)
        python = lite / "static" / "pyodide"
        mirror(layout.browser("python"), python)
        add_wheel(_own_wheel(lite / "wheel"), python)
        _contents(layout, lite / "contents")
        _write(lite / "jupyter-lite.json", _settings())
        _write(lite / "jupyter_lite_config.json", _build_settings(lite))
        _run(sys.executable, "-m", "jupyterlite_core", "build", folder=lite)
        site = lite / "site"
        icons = Path(jupyter_server.__file__).parent / "static" / "favicons"
        mirror(icons, site / "static" / "favicons")
        _check(site)
        mirror(site, layout.browser("site"))


def _own_wheel(folder: Path) -> Path:
    """This project as a wheel, with the Toolkit and the library's translations in it."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    _run(*command, folder=ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _contents(layout: Layout, folder: Path) -> None:
    """What a visitor finds: the form in each language, and the datasets where all languages find them."""
    mirror(layout.root / "datasets", folder / "datasets")
    for language in LANGUAGES:
        notebook = json.loads((layout.staged(language) / "notebooks" / FORM).read_text(encoding="utf-8"))
        notebook["metadata"]["kernelspec"] = {"display_name": "Python", "language": "python", "name": KERNEL}
        _write(folder / language / "notebooks" / FORM, notebook)


def _settings() -> dict[str, Any]:
    kernel = {"disablePyPIFallback": True, "loadPyodideOptions": {"packages": list(KERNEL_PACKAGES)}}
    plugins = {"@jupyterlite/pyodide-kernel-extension:kernel": kernel}
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {"appName": "CGD", "litePluginSettings": plugins},
    }


def _build_settings(lite: Path) -> dict[str, Any]:
    return {
        "LiteBuildConfig": {
            "contents": ["contents"],
            "output_dir": str(lite / "site"),
            "cache_dir": str(lite / "cache"),
            "apps": ["notebooks", "tree", "edit"],
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            # Only what the form needs: JupyterLab here has grading and other extensions too.
            "ignore_sys_prefix": True,
            "federated_extensions": [str(_SHARE / name) for name in EXTENSIONS],
        }
    }


def _check(site: Path) -> None:
    """A kernel that is not told where its Python lies would fetch it from the internet."""
    settings = json.loads((site / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    address = settings["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"].get("pyodideUrl", "")
    if not address.startswith("./") or not (site / address).with_name(LIST).is_file():
        what = _("The form in the browser would ask the internet for its Python: {address}")
        raise CgdError(what.format(address=address))


def _write(path: Path, content: dict[str, Any]) -> None:
    write_if_changed(path, json.dumps(content, ensure_ascii=False, indent=1))


def _run(*command: str, folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise CgdError(_("The form in the browser cannot be built:\n{complaints}").format(complaints=done.stderr))
