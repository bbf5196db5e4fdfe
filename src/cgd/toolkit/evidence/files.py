"""The files that figures are computed from: where they are, and their fingerprint."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cgd.errors import CgdError
from cgd.language import _, allowed

PLAN, CONTACTS, POPULATION, OFFICIAL = "sample_plan", "contacts", "population", "official"
_BLOCK = 1 << 20  # bytes


@dataclass(frozen=True)
class Files:
    """The survey file, and those beside it by what they are (`PLAN` ...); one that is not there is left out."""

    survey: Path
    others: dict[str, Path]

    def used(self, needs: Iterable[str]) -> list[Path]:
        """The files of a figure with these needs, the survey first."""
        return [self.survey, *(self.others[need] for need in needs if need in self.others)]


def find_files(source: str | Path, state: str = "clean") -> Files:
    """The survey of a dataset or a path, and the files that belong to it.

    The plan and the contacts are looked for beside the survey file only: those of another survey would give wrong
    figures. Population and official picture are found as `cgd.scorecard` finds them.

    Raises
    ------
    cgd.errors.UsageError
        There is no such dataset or state.
    cgd.errors.CgdError
        The dataset has no file of this state.
    """
    from cgd.scorecard.codebook import INDICATOR_FILE, OFFICIAL_FILE
    from cgd.scorecard.loading import STATES, find_dataset
    from cgd.scorecard.sources import SURVEY

    if state not in STATES:
        raise allowed("state", state, STATES)
    path = Path(source)
    if not path.is_file():
        path = find_dataset(source) / STATES[state][0]
    if not path.is_file():
        line = _("{folder}: the file {file} is missing. Copy it back from the course.")
        raise CgdError(line.format(folder=path.parent, file=path.name))
    beside = path.parent
    home = beside if (beside / INDICATOR_FILE).is_file() else find_dataset(SURVEY)
    found = {PLAN: beside / "sample_plan.csv", CONTACTS: beside / "contacts.csv", OFFICIAL: home / OFFICIAL_FILE}
    population = _population()
    if population is not None:
        found[POPULATION] = population
    return Files(path, {name: place for name, place in found.items() if place.is_file()})


def fingerprint(files: Files, needs: Iterable[str] = ()) -> str:
    """SHA-256 (hex) of the files that a figure with these needs is computed from. Parameters as for `fingerprints`."""
    needs = tuple(needs)
    return fingerprints(files, [needs])[needs]


def fingerprints(files: Files, needs: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """For each set of needs the SHA-256 (hex) of its files, one after the other; the survey is read once.

    Of one file it is the one that every tool gives; of several that of ``cat first second | sha256sum``. Line ends
    count: it is the file that is compared, not what it says.
    """
    survey = hashlib.sha256()
    _add(survey, files.survey)
    found = {}
    for needed in needs:
        digest = survey.copy()
        for path in files.used(needed)[1:]:
            _add(digest, path)
        found[needed] = digest.hexdigest()
    return found


def names(paths: Iterable[Path]) -> str:
    """Names of files, without their folders."""
    return " + ".join(path.name for path in paths)


def _add(digest: Any, path: Path) -> None:
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)


def _population() -> Path | None:
    from cgd.scorecard.benchmarks import PACKAGE
    from cgd.scorecard.loading import find_table

    try:
        return find_table(PACKAGE, "population_margins.csv")
    except CgdError:
        return None
