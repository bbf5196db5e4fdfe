"""Wheels for the browser, made of what is installed here: one list of versions (requirements.lock) serves both."""

import re
import zipfile
from email.parser import HeaderParser
from importlib.metadata import distribution
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement

from cgd.errors import CgdError
from cgd.language import _

# Dates in a zip begin here; a fixed one makes equal files of equal content.
_TIME = (1980, 1, 1, 0, 0, 0)
_COMPILED = (".so", ".pyd", ".dll", ".dylib", ".pyc")
# What a requirement such as `; sys_platform != "emscripten"` is asked for.
_BROWSER = {
    "python_version": "3.14",
    "python_full_version": "3.14.0",
    "sys_platform": "emscripten",
    "platform_system": "Emscripten",
    "platform_machine": "wasm32",
    "os_name": "posix",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "extra": "",
}


def canonical(name: str) -> str:
    """The one spelling of a distribution's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needs(requirements: list[str]) -> list[str]:
    """Canonical names of the distributions that ``requirements`` (`Requires-Dist` lines) ask for in a browser."""
    wanted = [Requirement(line) for line in requirements]
    return sorted({canonical(one.name) for one in wanted if one.marker is None or one.marker.evaluate(_BROWSER)})


def pure_wheel(name: str, folder: Path) -> Path:
    """Write the Python files of an installed distribution to ``folder`` as a wheel; compiled parts are left out.

    Only for distributions that work without their compiled parts, as PyYAML does.
    """
    found = distribution(name)
    paths = [path for path in found.files or [] if _belongs(PurePosixPath(path))]
    if not paths:
        raise CgdError(_("{name} is not whole in the environment. Run course.py again.").format(name=name))
    target = folder / f"{canonical(name).replace('-', '_')}-{found.version}-py3-none-any.whl"
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path in sorted(paths, key=str):
            content = Path(str(found.locate_file(path))).read_bytes()
            wheel.writestr(zipfile.ZipInfo(str(path), _TIME), content, zipfile.ZIP_DEFLATED)
    return target


def _belongs(path: PurePosixPath) -> bool:
    """Whether a file lies in site-packages (not among programs and shared files) and is no compiled one."""
    return ".." not in path.parts and path.suffix not in _COMPILED and path.name not in ("RECORD", "INSTALLER")


def described(wheel: Path) -> tuple[str, str, list[str], list[str]]:
    """Name, version, needs and importable names of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata,) = (name for name in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        head = HeaderParser().parsestr(archive.read(metadata).decode("utf-8"))
    modules = {name.split("/")[0].removesuffix(".py") for name in names if name.endswith(".py")}
    return canonical(head["Name"]), head["Version"], needs(head.get_all("Requires-Dist") or []), sorted(modules)
