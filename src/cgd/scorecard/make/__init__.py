"""Make the data packages of the course: same package, same seed, same bytes."""

from importlib import import_module
from pathlib import Path

from cgd.files import write_if_changed
from cgd.language import allowed
from cgd.scorecard.package import package_files
from cgd.scorecard.sources import indicator_table

PACKAGES = ("scorecard-2022", "questionnaires", "qualitative-2022", "pilot-2019", "official")


def make_package(package: str, seed: int | None = None) -> dict[str, bytes]:
    """Every file of a package: name and content.

    Parameters
    ----------
    package
        One of `PACKAGES`.
    seed
        Another seed than the shipped data's, for packages that are drawn at random (their module has a `SEED`).

    Raises
    ------
    UsageError
        There is no such package, or the seed is negative.
    """
    module = _module(package)
    drawn = hasattr(module, "SEED")
    seed = (module.SEED if seed is None else seed) if drawn else None
    arguments = (seed,) if drawn else ()
    documents = module.documents(*arguments) if hasattr(module, "documents") else {}
    return package_files(package, module.tables(*arguments), documents, indicators=indicator_table(), seed=seed)


def make_key(package: str, seed: int | None = None) -> dict[str, bytes]:
    """Files for trainers only: the answer key of a package; nothing for a package without planted faults."""
    module = _module(package)
    return module.key(module.SEED if seed is None else seed) if hasattr(module, "key") else {}


def write_files(files: dict[str, bytes], folder: Path) -> list[Path]:
    """Write files below a folder (equal ones are left alone) and return their paths."""
    for name, content in files.items():
        write_if_changed(folder / name, content)
    return [folder / name for name in files]


def _module(package: str):  # type: ignore[no-untyped-def]
    if package not in PACKAGES:
        raise allowed("dataset", package, PACKAGES)
    return import_module(f"cgd.scorecard.make.{package.replace('-', '_')}")
