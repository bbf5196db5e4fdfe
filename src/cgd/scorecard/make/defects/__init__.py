"""Plant faults in the clean survey: the file as a field team would hand it in, and the answer key.

The faults are those that such surveys are known to have; every number is ours (`kinds.yml`). Planted truth lets a
check, or a class, be marked: what was there, what was found, what came back after cleaning.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from cgd.errors import UsageError
from cgd.language import _
from cgd.scorecard.codebook import RAW_INDICATOR_FILE, RAW_SURVEY_FILE
from cgd.scorecard.make.defects import dates, metadata, people, places, ratings, rows
from cgd.scorecard.make.defects.draft import Draft, Entry, Settings
from cgd.scorecard.make.defects.roles import draw_roles
from cgd.scorecard.sources import typed_indicators

# Number of the random stream, beside the ratings' own and the fieldwork's.
DEFECT_STREAM = 2
KEY_COLUMNS = (
    "defect_id",
    "file",
    "row_id",
    "column",
    "unit",
    "original",
    "corrupted",
    "kind",
    "quality_dimension",
    "detect_rule",
    "repair_rule",
    "repairable",
)


@dataclass(frozen=True)
class Injected:
    """A survey with planted faults; every cell of every table is a text.

    Attributes
    ----------
    raw
        The wide table: rows shuffled and numbered anew, so that a number does not give an extra row away.
    indicators_raw
        The list of indicators.
    defects
        The answer key, one row a fault: defect_id, file, row_id (respondent_id in `raw`, or indicator_id; empty for a
        unit), column ("*row" = the whole row, "*ratings" = all its ratings), unit ("partner=P3", "interviewer=I09" or
        empty), original and corrupted (texts of a single cell), kind, quality_dimension, detect_rule ("FIG05
        exact_copy"), repair_rule, repairable (yes|no).
    crosswalk
        respondent_id in `raw`, true_id in the clean survey; true_id is empty for an extra row.
    """

    raw: pd.DataFrame
    indicators_raw: pd.DataFrame
    defects: pd.DataFrame
    crosswalk: pd.DataFrame


@cache
def _shipped() -> str:
    return Path(__file__).with_name("kinds.yml").read_text(encoding="utf-8")


def read_kinds() -> Settings:
    """The kinds of faults by name: how many, how they are found and mended, names for people (`kinds.yml`)."""
    return yaml.safe_load(_shipped())["kinds"]


def inject(wide: pd.DataFrame, indicators: pd.DataFrame, seed: int, settings: Settings | None = None) -> Injected:
    """Plant every kind of fault in a clean survey.

    Parameters
    ----------
    wide
        The clean wide table of text cells (`cgd.scorecard.wide.to_wide`); it is not changed.
    indicators
        The list of indicators, every cell a text.
    seed
        Seed of `numpy.random.PCG64`: same survey and seed, same bytes.
    settings
        Another number of faults than the shipped one, in the shape of `read_kinds`.

    Raises
    ------
    CgdError
        The survey is too small for so many faults.
    UsageError
        The seed is negative.
    """
    if seed < 0:
        raise UsageError(_("The seed {seed} is negative. Use 0 or a larger whole number.").format(seed=seed))
    settings = read_kinds() if settings is None else settings
    rng = np.random.Generator(np.random.PCG64([seed, DEFECT_STREAM]))
    draft = Draft(wide.reset_index(drop=True), typed_indicators(indicators), settings, rng)
    roles = draw_roles(draft)
    rows.plant(draft, roles)
    ratings.plant(draft, roles)
    people.plant(draft, roles)
    places.plant(draft)
    dates.plant(draft, roles)
    indicators_raw, about_indicators = metadata.plant(draft, indicators)
    raw, crosswalk = _numbered(draft)
    ids = dict(zip(crosswalk["place"], crosswalk["respondent_id"], strict=True))
    key = [(RAW_SURVEY_FILE, ids.get(entry.row, ""), entry) for entry in draft.entries]
    key += [(RAW_INDICATOR_FILE, indicator, entry) for indicator, entry in about_indicators]
    return Injected(raw, indicators_raw, _key(key, settings, list(wide.columns)), crosswalk.drop(columns="place"))


def _numbered(draft: Draft) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All rows in a new order with new numbers, and which row of the draft (place) each was."""
    cells = np.vstack([draft.cells, *draft.extras])
    order = draft.shuffled(np.arange(len(cells)))
    raw = pd.DataFrame(cells[order], columns=draft.truth.columns, dtype="str")
    raw["respondent_id"] = pd.array([f"R{number:04d}" for number in range(1, len(raw) + 1)], dtype="str")
    true_ids = np.concatenate([draft.clean("respondent_id"), np.full(len(draft.extras), "", dtype=object)])
    crosswalk = pd.DataFrame({"respondent_id": raw["respondent_id"], "true_id": pd.array(true_ids[order], dtype="str")})
    return raw, crosswalk.assign(place=order)


def _key(found: list[tuple[str, str, Entry]], settings: Settings, columns: list[str]) -> pd.DataFrame:
    """The answer key, sorted by kind (as in `kinds.yml`), row and column."""
    kinds, place = list(settings), {name: number for number, name in enumerate(columns)}
    found = sorted(found, key=lambda one: (kinds.index(one[2].kind), one[1], place.get(one[2].column, -1)))
    table = []
    for number, (file, row_id, entry) in enumerate(found, start=1):
        kind = settings[entry.kind]
        table.append(
            {
                "defect_id": f"D{number:05d}",
                "file": file,
                "row_id": row_id,
                "column": entry.column,
                "unit": entry.unit,
                "original": entry.original,
                "corrupted": entry.corrupted,
                "kind": entry.kind,
                "quality_dimension": kind["quality_dimension"],
                "detect_rule": f"{kind['check']} {kind['rule']}",
                "repair_rule": entry.repair_rule or kind["repair_rule"],
                "repairable": entry.repairable or kind["repairable"],
            }
        )
    return pd.DataFrame(table, columns=list(KEY_COLUMNS), dtype="str")
