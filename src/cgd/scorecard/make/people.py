"""Draw the respondents of the synthetic survey: where they live, who they are, when and by whom they were asked."""

import csv
from pathlib import Path
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


def add_fieldwork(settings: Parameters, people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Respondents with the columns partner, device, start_time, end_time and comment; the day must be known.

    An interviewer works for one partner with one tablet, and holds the interviews of a day one after the other.
    ``rng`` is a stream of its own, so that these columns change nothing else.
    """
    fieldwork = settings["fieldwork"]
    partner = {code: name for name, codes in fieldwork["partners"].items() for code in codes}
    number = people["interviewer"].str[1:].astype(int)
    start, end = _clock(fieldwork, people, rng)
    added = {
        "partner": number.map(partner),
        "device": "T" + (number + 100).astype(str),
        "start_time": people["interview_date"] + "T" + _as_time(start),
        "end_time": people["interview_date"] + "T" + _as_time(end),
        "comment": _comments(fieldwork["comment_share"], people["instrument"], rng),
    }
    people = people.assign(**added)
    last = ["consent", "guardian_consent", "comment"]
    return people[[name for name in people if name not in last] + last]


def _clock(
    fieldwork: Parameters, people: pd.DataFrame, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Start and end of each interview in minutes after midnight, in equal slots of a working day."""
    turn = pd.Series(np.argsort(rng.random(len(people)), kind="stable"), index=people.index)
    day = [people["interviewer"], people["interview_date"]]
    slot = turn.groupby(day).rank(method="first").to_numpy().astype(int) - 1
    held = turn.groupby(day).transform("size").to_numpy()
    opens, closes = fieldwork["working_day"]
    width = (closes - opens) // np.maximum(held, fieldwork["interviews_a_day"])
    usual = people["instrument"].map(fieldwork["minutes"]).to_numpy()
    shortest, longest = fieldwork["minutes_spread"]
    minutes = np.floor(usual * (shortest + rng.random(len(people)) * (longest - shortest))).astype(int)
    minutes = np.minimum(minutes, width - fieldwork["pause"])
    late = np.floor(rng.random(len(people)) * (width - minutes)).astype(int)
    start = opens + slot * width + late
    return start, start + minutes


def _as_time(minutes: NDArray[np.int64]) -> pd.Series:
    return pd.Series([f"{value // 60:02d}:{value % 60:02d}" for value in minutes], dtype="str")


def _comments(share: float, instrument: pd.Series, rng: np.random.Generator) -> NDArray[np.object_]:
    with Path(__file__).with_name("comments.csv").open(encoding="utf-8", newline="") as stream:
        texts = np.array([row["comment_vi"] for row in csv.DictReader(stream)], dtype=object)
    chosen = texts[np.floor(rng.random(len(instrument)) * len(texts)).astype(int)]
    return np.where(rng.random(len(instrument)) < share, chosen, "")
