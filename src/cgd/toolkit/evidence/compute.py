"""Compute the figures of the Toolkit from a survey file, and tell when they are out of date."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cgd.errors import CgdError
from cgd.language import allowed
from cgd.toolkit.evidence.files import find_files, fingerprint, fingerprints, names
from cgd.toolkit.evidence.found import Lacking, evidence
from cgd.toolkit.evidence.item import Evidence
from cgd.toolkit.evidence.registry import FIGURES, Figure

if TYPE_CHECKING:
    from cgd.toolkit.evidence.material import Material

__all__ = ["FIGURES", "compute", "is_stale"]


def compute(
    source: str | Path,
    figures: Collection[str] | None = None,
    *,
    state: str = "clean",
    made: datetime | None = None,
) -> dict[str, Evidence]:
    """Read a survey once and compute figures from it.

    Parameters
    ----------
    source
        As for `cgd.scorecard.read`: the name or folder of a dataset, or a survey file.
    figures
        Names such as "FIG02"; by default all that come from a survey. Asked for by name, a figure that comes from
        elsewhere (FIG01, FIG25 to FIG27) says so in `missing`.
    state
        "clean" or "raw", as for `cgd.scorecard.read`.
    made
        The time to write down; by default now.

    Returns
    -------
    dict
        Figure and evidence, in the order of `FIGURES`. A figure whose part the survey lacks is there, and says in
        `missing` what is not.

    Raises
    ------
    cgd.errors.UsageError
        There is no such figure, dataset or state.
    cgd.errors.CgdError
        The file is no survey file: as `cgd.scorecard.read`.
    """
    from cgd.scorecard.loading import read

    asked = _asked(figures)
    files = find_files(source, state)
    # Before it is read: if somebody saves the file meanwhile, the figures are found stale, not wrongly fresh.
    prints = fingerprints(files, {figure.needs for figure in asked if figure.from_data})
    from cgd.toolkit.evidence.material import Material

    material = Material(read(files.survey), files)
    return {figure.id: _one(figure, material, prints.get(figure.needs, ""), made) for figure in asked}


def is_stale(evidence: Evidence, source: str | Path) -> bool:
    """Whether the files that a figure was computed from hold something else now, or are no longer the same files.

    Files are read anew each time; their dates do not matter. A figure that does not come from a survey is never stale
    here: only who gave the answers knows.

    Parameters
    ----------
    source
        As for `compute`. Of a dataset the file named in the evidence is looked at, clean or raw.

    Raises
    ------
    cgd.errors.UsageError
        There is no such dataset or file.
    """
    figure = FIGURES.get(evidence.figure)
    if figure is None or not figure.from_data:
        return False
    from cgd.scorecard.loading import STATES

    states = {files[0]: state for state, files in STATES.items()}
    files = find_files(source, states.get(evidence.file.split(" + ")[0], "clean"))
    return evidence.data != fingerprint(files, figure.needs)


def _asked(figures: Collection[str] | None) -> list[Figure]:
    if figures is None:
        return [figure for figure in FIGURES.values() if figure.from_data]
    wanted = {figures} if isinstance(figures, str) else set(figures)
    for name in sorted(wanted):
        if name not in FIGURES:
            raise allowed("figure", name, FIGURES)
    return [figure for name, figure in FIGURES.items() if name in wanted]


def _one(figure: Figure, material: "Material", data: str, made: datetime | None) -> Evidence:
    if not figure.from_data:
        return evidence(figure.id, None, missing="not_from_survey", made=made)
    file = names(material.files.used(figure.needs))
    try:
        found, missing = figure.function()(material), ""
    except Lacking as lack:
        found, missing = None, lack.code
    except CgdError:
        # The library's own line would be in one language; the code is in none.
        found, missing = None, "not_computable"
    return evidence(figure.id, found, missing=missing, data=data, file=file, made=made)
