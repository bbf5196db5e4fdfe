"""Draw the respondents of the synthetic survey: where they live, who they are, when they were asked."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.scorecard.survey import AREAS

Parameters = dict[str, Any]


def draw_people(settings: Parameters, rng: np.random.Generator) -> pd.DataFrame:
    """Respondents of all groups, group after group; every cell is text, empty where a question does not apply.

    Places, sex, ethnic minority and disability are filled by quota (largest remainder), so that no seed leaves a
    group without them; age, day and interviewer are drawn.
    """
    return pd.concat([_draw_group(settings, group, rng) for group in settings["groups"]], ignore_index=True)


def quota(n: int, shares: NDArray[np.float64]) -> NDArray[np.int64]:
    """Divide ``n`` in proportion to ``shares`` into whole numbers (largest remainder; ties to the first)."""
    exact = n * shares / shares.sum()
    counts = np.floor(exact).astype(np.int64)
    largest = np.argsort(-np.round(exact - counts, 9), kind="stable")
    counts[largest[: n - int(counts.sum())]] += 1
    return counts


def _draw_group(settings: Parameters, group: str, rng: np.random.Generator) -> pd.DataFrame:
    size = settings["groups"][group]
    n, citizen = size["n"], group != "cso"
    places = _places(settings, group)
    people = places.loc[places.index.repeat(quota(n, places["share"].to_numpy()))].drop(columns="share")
    people = people.reset_index(drop=True)
    people.insert(0, "group", group)
    people.insert(1, "instrument", size["instrument"])
    people["province_list"] = settings["province_list"]
    people["sex"] = _dealt(settings["sex"][group], n, rng) if citizen else ""
    people["age"] = _ages(settings["age"][group], n, rng) if citizen else ""
    people["ethnic_minority"] = _minority(settings, people["area"], rng) if citizen else ""
    share = settings["disability"][group] if citizen else 0.0
    people["disability"] = _dealt({"yes": share, "no": 1 - share}, n, rng) if citizen else ""
    people["interview_date"], people["interviewer"] = _visits(settings, people["province_code"], rng)
    people["consent"] = "yes"
    people["guardian_consent"] = "yes" if size["instrument"] == "child" else ""
    return people


def _places(settings: Parameters, group: str) -> pd.DataFrame:
    """Share of a group's members in each province and kind of area."""
    rows = []
    for code, province in settings["provinces"].items():
        areas = np.array(province["areas"]) * np.array(settings["area_reach"][group])
        for area, part in zip(AREAS, areas / areas.sum(), strict=True):
            share = settings["region_share"][province["region"]] * province["share"] * part
            rows.append({"region": province["region"], "area": area, "province_code": code, "share": share})
    return pd.DataFrame(rows)


def _dealt(shares: dict[str, float], n: int, rng: np.random.Generator) -> NDArray[np.object_]:
    """Codes in exactly these shares, in random order."""
    codes = np.repeat(np.array(list(shares), dtype=object), quota(n, np.array(list(shares.values()))))
    return codes[np.argsort(rng.random(n), kind="stable")]


def _ages(limits: list[int], n: int, rng: np.random.Generator) -> NDArray[np.object_]:
    youngest, oldest = limits
    return (youngest + np.floor(rng.random(n) * (oldest - youngest + 1)).astype(int)).astype(str).astype(object)


def _minority(settings: Parameters, area: pd.Series, rng: np.random.Generator) -> NDArray[np.object_]:
    answers = np.full(len(area), "no", dtype=object)
    for name, share in settings["ethnic_minority"].items():
        here = np.flatnonzero(area == name)
        answers[here] = _dealt({"yes": share, "no": 1 - share}, len(here), rng)
    return answers


def _visits(
    settings: Parameters, province: pd.Series, rng: np.random.Generator
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Day of the interview (each province has its own weeks) and the interviewer's code (never a name)."""
    fieldwork = settings["fieldwork"]
    codes = list(settings["provinces"])
    number = province.map({code: index for index, code in enumerate(codes)}).to_numpy()
    span = (fieldwork["last"] - fieldwork["first"]).days - fieldwork["days_per_province"] + 1
    start = np.floor(number * span / (len(codes) - 1))
    offset = (start + np.floor(rng.random(len(number)) * fieldwork["days_per_province"])).astype(int)
    days = np.datetime64(fieldwork["first"]) + offset
    team = fieldwork["interviewers_per_province"]
    interviewer = number * team + np.floor(rng.random(len(number)) * team).astype(int) + 1
    return days.astype(str).astype(object), np.array([f"I{code:02d}" for code in interviewer], dtype=object)
