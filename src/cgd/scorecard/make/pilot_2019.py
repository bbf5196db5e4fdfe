"""The package pilot-2019: the pilot survey at two sites and its interviews. All of it is synthetic.

Quotas fix what is published; chance decides the rest. Never to be joined with the survey of 2022: other people, other
groups, another goal.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from cgd.scorecard.codebook import ISSUE_FILE
from cgd.scorecard.make.deal import dealt, shuffled, stream
from cgd.scorecard.sources import text_table

PACKAGE = "pilot-2019"
PILOT = "pilot.csv"
INTERVIEWS = "interviews.csv"

Parameters = dict[str, Any]
Row = dict[str, str]


def read_parameters(path: Path | None = None) -> Parameters:
    """The parameters, from a YAML file (by default the shipped one)."""
    path = path or Path(__file__).with_name("pilot_2019.yml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


SEED = read_parameters()["seed"]


def tables(seed: int = SEED) -> dict[str, pd.DataFrame]:
    """File name and table of text cells of every CSV file but the code book.

    Raises
    ------
    UsageError
        The seed is negative.
    """
    settings = read_parameters()
    return {
        PILOT: _pilot(settings, stream(seed, 0)),
        INTERVIEWS: _interviews(settings["interviews"], stream(seed, 1)),
        ISSUE_FILE: text_table(ISSUE_FILE, PACKAGE),
    }


def _pilot(settings: Parameters, rng: np.random.Generator) -> pd.DataFrame:
    """The people asked, in random order."""
    people: list[Row] = []
    for cell in settings["cells"]:
        for number in range(cell["n"]):
            took_part = "yes" if number < cell["took_part"] else "no"
            people.append({"sex": cell["sex"], "ethnicity": cell["ethnicity"], "took_part": took_part, "reason": ""})
        out = people[len(people) - cell["n"] + cell["took_part"] :]
        _give(out, "reason", settings["reasons"][cell["ethnicity"]][cell["sex"]], rng)
    for ethnicity, groups in settings["target_groups"].items():
        same = [person for person in people if person["ethnicity"] == ethnicity]
        _give(same, "target_group", groups, rng)
        _give(same, "site", settings["sites"][ethnicity], rng)
    for group, bands in settings["age_band"].items():
        _give([person for person in people if person["target_group"] == group], "age_band", bands, rng)
    rows = [
        person | {"person_id": f"K{number:03d}", "sdg_target": settings["sdg_target"]}
        for number, person in enumerate(shuffled(people, rng), start=1)
    ]
    columns = ["person_id", "site", "target_group", "sex", "ethnicity", "age_band", "took_part", "reason", "sdg_target"]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def _interviews(plan: Parameters, rng: np.random.Generator) -> pd.DataFrame:
    """The in-depth interviews: who spoke, and which barriers the person named."""
    rows: list[Row] = []
    for informant, n in plan["informants"].items():
        same: list[Row] = [{"informant": informant} for _person in range(n)]
        _give(same, "site", plan["site"], rng)
        _give(same, "sex", plan["sex"][informant], rng)
        for barrier, share in plan["barriers"][informant].items():
            _give(same, f"barrier_{barrier}", {"yes": share, "no": 1 - share}, rng)
        rows += same
    barriers = [f"barrier_{barrier}" for barrier in next(iter(plan["barriers"].values()))]
    table = pd.DataFrame(shuffled(rows, rng), columns=["site", "informant", "sex", *barriers], dtype="str")
    table.insert(0, "interview_id", [f"KI{number:02d}" for number in range(1, len(table) + 1)])
    return table


def _give(people: list[Row], column: str, shares: dict[str, float], rng: np.random.Generator) -> None:
    """Deal codes in these shares to these people, in place."""
    for person, code in zip(people, dealt(shares, len(people), rng), strict=True):
        person[column] = code
