"""FIG04 to FIG12: what the checks of the data found, counted."""

from typing import Any

import pandas as pd

from cgd.scorecard.checks import (
    age_heaping,
    answer_styles,
    durations,
    interviewer_correlation,
    interviewer_means,
    item_nonresponse,
    means_by_position,
    response_style,
    stamps,
)
from cgd.scorecard.disclosure import limits
from cgd.scorecard.official import rank_correlation
from cgd.scorecard.survey import GROUPS
from cgd.toolkit.evidence.found import MOST_ROWS, Found, Lacking, records
from cgd.toolkit.evidence.material import Material
from cgd.toolkit.evidence.small_counts import HIDDEN, covered, hidden_slices, limit_of, part

ALL = "all"
KINDS = ("dont_know", "refused", "missing", "nonresponse")
CHILD_FORM = "child"


def nonresponse(material: Material) -> Found:
    """FIG04: don't know, refused and empty, by group, and the questions where they are most."""
    table = item_nonresponse(material.survey)
    if table.empty:
        raise Lacking("no_answers")
    hidden = material.hidden_groups
    everybody, groups = _summed(table), [_summed(table[table["group"] == group], group) for group in GROUPS]
    rows, cells = covered(pd.DataFrame([row for row in groups if row["asked"]]), "group", hidden, (), ("item", "year"))
    worst = table[~table["group"].isin(list(hidden))].sort_values("nonresponse", ascending=False, kind="stable")
    worst = worst.rename(columns={"indicator_id": "item"}).head(MOST_ROWS // 2)
    for row in records(worst, ["group", "item", "year", "asked", *KINDS]):
        cells += _hide_few(row)
        rows.append(row)
    value = {"questions": everybody["asked"], **{name: everybody[name] for name in KINDS}, HIDDEN: cells}
    return Found(value, rows)


def _summed(table: pd.DataFrame, group: str = ALL) -> dict[str, Any]:
    """Parts of all questions asked: the parts of the questions, each as often as it was asked."""
    asked = int(table["asked"].sum())
    shares = {name: float((table[name] * table["asked"]).sum()) / asked if asked else None for name in KINDS}
    return {"group": group, "item": ALL, "year": None, "asked": asked, **shares}


def _hide_few(row: dict[str, Any]) -> int:
    """Hide, in a row of one question and group, what would tell how many few people answered; says how many cells."""
    *parts, whole = KINDS
    gone = [name for name in KINDS if part(row[name], row["asked"], limit_of(row["group"])) is None]
    if len(gone) == 1 and gone[0] != whole:
        # The parts add up to the whole: one alone would follow from the others.
        gone.append(max((name for name in parts if name not in gone), key=lambda name: row[name]))
    for name in gone:
        row[name] = None
    return len(gone)


def duplicates(material: Material) -> Found:
    """FIG05: exact and near copies."""
    found = material.found("FIG05")
    value = {
        **_records(material, found),
        "exact_copies": _count(found, "exact_copy"),
        "near_copies": _count(found, "near_copy"),
    }
    return Found(value, _by_rule(found))


def ranges(material: Material) -> Found:
    """FIG06: cells that hold something else than the code book allows."""
    found = material.found("FIG06")
    return Found(
        {**_records(material, found), "cells": len(found), "columns": found["column"].nunique()}, _by_rule(found)
    )


def consistency(material: Material) -> Found:
    """FIG07: cells that do not fit together."""
    found = material.found("FIG07")
    return Found({**_records(material, found), "findings": len(found)}, _by_rule(found))


def straightlining(material: Material) -> Found:
    """FIG08: one rating for everything."""
    found = material.found("FIG08")
    people = material.survey.respondents
    style = response_style(material.survey).assign(group=people["group"].to_numpy())
    by_group = style[style["ratings"] > 0].groupby("group", observed=True)
    table = by_group.agg(
        n=("ratings", "size"), longest_run=("longest_run", "median"), variability=("variability", "median")
    ).reset_index()
    rows, cells = covered(table, "group", material.hidden_groups)
    straight = _count(found, "straight_line")
    value = {
        **_records(material, found),
        "straight_lines": straight,
        "straight_share": straight / len(people) if len(people) else None,
        "same_both_years": _count(found, "same_both_years"),
        HIDDEN: cells,
    }
    return Found(value, rows)


def styles(material: Material) -> Found:
    """FIG09: people who agree with nearly everything; means along the form."""
    found, survey = material.found("FIG09"), material.survey
    table = answer_styles(survey, material.limits)
    if table.empty:
        raise Lacking("no_answers")
    table = table.assign(along_form=[_along_form(material, str(group)) for group in table["group"]])
    rows, cells = covered(table, "group", material.hidden_groups)
    for row in rows:
        shown = part(row["mostly_high"], row["n"] or 0, limit_of(row["group"]))
        cells += row["mostly_high"] is not None and shown is None
        row["mostly_high"] = shown
    fives = [row for row in rows if row["fives"] is not None]
    most = max(fives, key=lambda row: row["fives"], default=None)
    value = {
        "records": len(survey.respondents),
        "mostly_fives": _count(found, "mostly_fives"),
        "fives_from": material.limits["styles"]["fives"]["value"],
        "high_above": material.limits["styles"]["high"]["value"],
        "most_fives_group": most["group"] if most else None,
        "most_fives": most["fives"] if most else None,
        "most_fives_n": most["n"] if most else None,
        HIDDEN: cells,
    }
    return Found(value, rows)


def _along_form(material: Material, group: str) -> float | None:
    """Rank correlation of an item's place in the form with its mean, in one group."""
    survey = material.survey
    means = means_by_position(survey.part((survey.respondents["group"] == group).fillna(False).to_numpy(dtype=bool)))
    means = means[means["ratings"] > 0]
    return rank_correlation(means["position"], means["mean"])


def lengths(material: Material) -> Found:
    """FIG10: how long interviews took, and when they began."""
    found, survey = material.found("FIG10"), material.survey
    table = durations(survey)[["instrument", "n", "median"]]
    if table.empty:
        raise Lacking("no_times")
    moments = stamps(survey, material.limits).set_index("instrument")
    for name in ("night", "one_minute"):
        table = table.assign(**{name: moments[name].reindex(table["instrument"]).to_numpy()})
    # The form of the children tells the group: its limit is theirs.
    strictest = max(limits().hide_under, *limits().strict_groups.values())
    rows, cells = covered(table, "instrument", hidden_slices(survey.respondents, "instrument", strictest))
    for row in rows:
        shown = {name: part(row[name], row["n"] or 0, strictest) for name in ("night", "one_minute")}
        if material.hidden_groups:
            shown["n"] = None  # forms are groups, or several of them: their numbers would tell a hidden one
        for name, number in shown.items():
            cells += row[name] is not None and number is None
            row[name] = number
    value = {
        "records": len(survey.respondents),
        "timed": int(table["n"].sum()),
        **{f"{row['instrument']}_median_minutes": row["median"] for row in rows},
        "too_fast": _count(found, "too_fast"),
        "too_fast_under": material.limits["duration"]["of_median"]["value"],
        "at_night": _count(found, "night"),
        HIDDEN: cells,
    }
    return Found(value, rows)


def interviewers(material: Material) -> Found:
    """FIG11: what the interviewer does to the answers; persons only."""
    found, persons = material.found("FIG11"), material.persons
    correlation = interviewer_correlation(persons)
    # Without the column of means: over several groups it would be a mean of the sample plan.
    table = interviewer_means(persons)[["interviewer", "n", "adjusted"]]
    rows, cells = covered(table, "interviewer", hidden_slices(persons.respondents, "interviewer"))
    value = {
        "people": correlation.values,
        "interviewers": correlation.clusters,
        "rho": correlation.rho,
        "interviewers_apart": _count(found, "interviewer_mean"),
        "reversed_records": _count(found, "reversed_scale"),
        "not_listed": max(len(rows) - MOST_ROWS, 0),
        HIDDEN: cells,
    }
    return Found(value, rows[:MOST_ROWS])


def ages(material: Material) -> Found:
    """FIG12: ages that were rounded."""
    found = material.found("FIG12")
    table = age_heaping(material.survey, material.limits)
    if table.empty:
        raise Lacking("no_ages")
    rows, cells = covered(table, "partner", hidden_slices(material.survey.respondents, "partner"))
    scored = [row for row in rows if row["score"] is not None]
    worst = max(scored, key=lambda row: row["score"], default=None)
    low, high = material.limits["ages"]["span"]["value"]
    value = {
        "people": int(table["n"].sum()),
        "lowest_age": low,
        "highest_age": high,
        "partners": len(table),
        "partners_named": len(found),
        "worst_partner": worst["partner"] if worst else None,
        "worst_n": worst["n"] if worst else None,
        "worst_score": worst["score"] if worst else None,
        "worst_level": worst["level"] if worst else None,
        "not_listed": max(len(rows) - MOST_ROWS, 0),
        HIDDEN: cells,
    }
    return Found(value, rows[:MOST_ROWS])


def _records(material: Material, found: pd.DataFrame) -> dict[str, Any]:
    """How many records there are, and how many of them a finding names."""
    ids = material.survey.respondents["respondent_id"]
    return {"records": len(ids), "records_named": int(ids.isin(found["row"]).sum())}


def _count(found: pd.DataFrame, rule: str) -> int:
    return int((found["rule"] == rule).sum())


def _by_rule(found: pd.DataFrame) -> list[dict[str, Any]]:
    """Findings by rule. Faults are counted, whatever their number: they say nothing about who somebody is."""
    table = found.groupby("rule", sort=False)["row"].agg(findings="size", records="nunique").reset_index()
    return records(table.sort_values("findings", ascending=False, kind="stable"))
