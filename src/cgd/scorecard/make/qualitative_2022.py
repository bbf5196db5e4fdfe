"""The package qualitative-2022: interviews, dialogues, focus groups, and what was said there. All of it is synthetic.

What was said is written by hand (`sources/qualitative-2022/sentences.csv`); the seed decides who says it, where and
when.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from cgd.errors import CgdError
from cgd.language import _
from cgd.scorecard.codebook import ISSUE_FILE
from cgd.scorecard.make.deal import day, dealt, shuffled, stream, whole
from cgd.scorecard.make.people import quota
from cgd.scorecard.make.qualitative_statements import statements
from cgd.scorecard.sources import text_table
from cgd.scorecard.survey import AREAS, GROUPS, REGIONS, SDGS

PACKAGE = "qualitative-2022"
INTERVIEWS = "interviews.csv"
DIALOGUES = "dialogues.csv"
FOCUS_GROUPS = "focus_groups.csv"
VOTES = "importance_votes.csv"
STATEMENTS = "statements.csv"
CODES = "codes.csv"
TEAM = "team.csv"

Parameters = dict[str, Any]
Row = dict[str, str]


def read_parameters(path: Path | None = None) -> Parameters:
    """The parameters, from a YAML file (by default the shipped one)."""
    path = path or Path(__file__).with_name("qualitative_2022.yml")
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
    interviews = _interviews(settings, stream(seed, 0))
    focus_groups = _focus_groups(settings, stream(seed, 1))
    dialogues = _dialogues(settings, stream(seed, 2))
    codes = text_table(CODES, PACKAGE)
    sources = {"interview": interviews, "focus_group": focus_groups, "dialogue": dialogues}
    said = statements(settings, text_table("sentences.csv", PACKAGE), codes, sources, seed)
    return {
        INTERVIEWS: interviews,
        DIALOGUES: dialogues,
        FOCUS_GROUPS: focus_groups,
        VOTES: _votes(settings, focus_groups, stream(seed, 3)),
        STATEMENTS: said,
        CODES: codes,
        TEAM: _team(settings),
        ISSUE_FILE: text_table(ISSUE_FILE, PACKAGE),
    }


def _interviews(settings: Parameters, rng: np.random.Generator) -> pd.DataFrame:
    """Interviews of all groups, numbered in the order of their days."""
    rows = [row for number in range(len(GROUPS)) for row in _group_interviews(settings, number, rng)]
    table = pd.DataFrame(rows, dtype="str").sort_values("interview_date", kind="stable", ignore_index=True)
    table.insert(0, "interview_id", [f"IDI{number:03d}" for number in range(1, len(table) + 1)])
    return table


def _group_interviews(settings: Parameters, number: int, rng: np.random.Generator) -> list[Row]:
    plan, group = settings["interviews"], GROUPS[number]
    # Twenty do not divide by three: each region has one less in turn.
    sizes = np.roll(quota(plan["a_group"], np.ones(len(REGIONS))), number)
    rows: list[Row] = []
    for region, size in zip(REGIONS, sizes, strict=True):
        for area, province in _region_places(settings, region, int(size), rng):
            rows.append({"group": group, "region": region, "area": area, "province_code": province})
    _describe_persons(plan, group, rows, rng)
    _choose_languages(settings, group, rows, rng)
    first, last = (np.datetime64(settings["fieldwork"][end]) for end in ("first", "last"))
    for row in rows:
        row["interview_date"] = day(first, last, rng)
        row["collector"] = settings["provinces"][row["province_code"]]["collector"]
        row["consent"] = "yes"
        row["guardian_consent"] = "yes" if group == "children" else ""
    return rows


def _region_places(settings: Parameters, region: str, n: int, rng: np.random.Generator) -> list[tuple[str, str]]:
    """Kind of area and province of ``n`` interviews: provinces as evenly as can be, areas by quota."""
    provinces = [code for code, province in settings["provinces"].items() if province["region"] == region]
    visits = provinces * (n // len(provinces)) + shuffled(provinces, rng)[: n % len(provinces)]
    shares = settings["interviews"]["area"]
    counts = dict(zip(AREAS, quota(n, np.array([shares[area] for area in AREAS])), strict=True))
    places: list[tuple[str, str]] = []
    # The area that fewest provinces have chooses first.
    for area in sorted(AREAS, key=lambda area: sum(area in settings["provinces"][code]["areas"] for code in provinces)):
        able = [code for code in visits if area in settings["provinces"][code]["areas"]]
        if len(able) < counts[area]:
            raise CgdError(
                _("Region {region} has too few provinces with {area} areas. Change the parameters.").format(
                    region=region, area=area
                )
            )
        for code in shuffled(able, rng)[: counts[area]]:
            visits.remove(code)
            places.append((area, code))
    return places


def _describe_persons(plan: Parameters, group: str, rows: list[Row], rng: np.random.Generator) -> None:
    """Sex and age band, in place; by quota within each kind of area, so that every mix of them that matters occurs."""
    for row in rows:
        row |= {"province_list": "", "sex": "", "age_band": "", "language": "vi"}
    if group not in plan["sex"]:
        return
    shares = {
        (sex, band): part * share
        for sex, part in plan["sex"][group].items()
        for band, share in plan["age_band"][group].items()
    }
    for area in AREAS:
        here = [row for row in rows if row["area"] == area]
        for row, (sex, band) in zip(here, dealt(shares, len(here), rng), strict=True):
            row |= {"sex": sex, "age_band": band}


def _choose_languages(settings: Parameters, group: str, rows: list[Row], rng: np.random.Generator) -> None:
    plan = settings["interviews"]
    for row in rows:
        row["province_list"] = settings["province_list"]
    able = [
        row
        for row in rows
        if row["area"] == "remote_mountainous" and settings["provinces"][row["province_code"]]["languages"]
    ]
    for row in shuffled(able, rng)[: plan["local_language"][group]]:
        row["language"] = shuffled(settings["provinces"][row["province_code"]]["languages"], rng)[0]
    hearing = [row for row in rows if row["language"] == "vi"]
    for row in shuffled(hearing, rng)[: plan["sign_language"][group]]:
        row["language"] = "sign"


def _meeting_places(settings: Parameters, rng: np.random.Generator) -> list[Row]:
    """One place a region; each kind of area once, in random order."""
    places = []
    for region, area in zip(REGIONS, shuffled(AREAS, rng), strict=True):
        able = [
            code
            for code, province in settings["provinces"].items()
            if province["region"] == region and area in province["areas"]
        ]
        code = shuffled(able, rng)[0]
        places.append(
            {"region": region, "area": area, "province_code": code, "province_list": settings["province_list"]}
        )
    return places


def _focus_groups(settings: Parameters, rng: np.random.Generator) -> pd.DataFrame:
    plan = settings["focus_groups"]
    first, last = (np.datetime64(settings["fieldwork"][end]) for end in ("first", "last"))
    roles = dealt(plan["facilitator_role"], len(GROUPS) * len(REGIONS), rng)
    rows: list[Row] = []
    for group in GROUPS:
        agreed = shuffled(REGIONS, rng)[: plan["by_consensus"]]
        for place in _meeting_places(settings, rng):
            rows.append(
                {"focus_group_id": f"FGD{len(rows) + 1:02d}", "group": group}
                | place
                | {
                    "discussion_date": day(first, last, rng),
                    "size": str(whole(plan["size"], rng)),
                    "facilitator_role": roles[len(rows)],
                    "decision": "consensus" if place["region"] in agreed else "individual_votes",
                    "confident": plan["confident"],
                    "poverty_2025": plan["poverty_2025"],
                }
            )
    return pd.DataFrame(rows, dtype="str")


def _dialogues(settings: Parameters, rng: np.random.Generator) -> pd.DataFrame:
    plan = settings["dialogues"]
    first, last = (np.datetime64(settings["fieldwork"][end]) for end in ("first", "last"))
    roles = dealt(plan["facilitator_role"], len(REGIONS), rng)
    rows = [
        {"dialogue_id": f"DLG{number + 1}"}
        | place
        | {
            "dialogue_date": day(first, last, rng),
            "participants": str(whole(plan["participants"], rng)),
            "officials": str(whole(plan["officials"], rng)),
            "facilitator_role": roles[number],
        }
        for number, place in enumerate(_meeting_places(settings, rng))
    ]
    return pd.DataFrame(rows, dtype="str")


def _votes(settings: Parameters, focus_groups: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Dots of each focus group for each SDG; they add up to size x dots."""
    rows = []
    for meeting in focus_groups.itertuples():
        size = int(meeting.size)
        if meeting.decision == "consensus":
            agreed = settings["importance"]["agreed"][meeting.group]
            votes = {sdg: size * agreed.get(sdg, 0) for sdg in SDGS}
        else:
            votes = _own_dots(settings["importance"], meeting.group, size, rng)
        rows += [
            {
                "focus_group_id": meeting.focus_group_id,
                "group": meeting.group,
                "sdg": str(sdg),
                "votes": str(votes[sdg]),
            }
            for sdg in SDGS
        ]
    return pd.DataFrame(rows, dtype="str")


def _own_dots(plan: Parameters, group: str, size: int, rng: np.random.Generator) -> dict[int, int]:
    """Dots by quota; then single ones move between the goals that do not lead, so that meetings differ."""
    shares = plan["shares"][group]
    counts = quota(size * plan["dots"], np.array([shares[sdg] for sdg in SDGS], dtype=float))
    votes = {sdg: int(count) for sdg, count in zip(SDGS, counts, strict=True)}
    others = sorted(SDGS, key=lambda sdg: shares[sdg])[:-2]
    for _turn in range(plan["moved"][group]):
        source, target = shuffled(others, rng)[:2]
        step = min(votes[source], 1)
        votes[source] -= step
        votes[target] += step
    return votes


def _team(settings: Parameters) -> pd.DataFrame:
    region = {province["collector"]: province["region"] for province in settings["provinces"].values()}
    rows = [
        {"collector": collector, "partner": partner, "region": region[collector]}
        for collector, partner in settings["team"].items()
    ]
    return pd.DataFrame(rows, dtype="str")
