"""FIG16 to FIG18 and FIG21 to FIG24: what the ratings say, how sure, and whether it survives."""

from typing import Any

import numpy as np
import pandas as pd

from cgd.errors import CgdError
from cgd.scorecard.checks.interviewers import person_means
from cgd.scorecard.estimate import SPAN, change, gaps, sensitivity, standardised_weights, summary
from cgd.scorecard.official import benchmark_list, rank_correlation
from cgd.scorecard.reliability import cluster_design_effect, cronbach_alpha, intraclass_correlation
from cgd.scorecard.survey import LOWEST, YEARS, Survey
from cgd.toolkit.evidence.found import Found, Lacking
from cgd.toolkit.evidence.material import Material
from cgd.toolkit.evidence.small_counts import HIDDEN, covered, is_small, limit_of

ALL = "all"
YEAR = YEARS[0]
STATISTICS = ("mean", "share_45", "share_12", "net")
CLUSTERS = ("province_code", "interviewer", "partner")


def scorecard(material: Material) -> Found:
    """FIG16: mean, median and shares of each group on each goal. Groups are never put together."""
    survey = material.survey
    table = summary(survey, level="sdg")
    if table.empty:
        raise Lacking("no_ratings")
    whole = _over_goals(survey, table)
    columns = ["group", "item", "n", "mean", "median", *STATISTICS[1:]]
    rows, cells = covered(pd.concat([whole, table])[columns], "group", material.hidden_groups, keys=("item",))
    value: dict[str, Any] = {"year": YEAR, "goals": table["item"].nunique(), "groups": whole["group"].nunique()}
    for row in rows:
        if row["item"] == ALL:
            value |= {f"{row['group']}_{name}": row[name] for name in ("n", "mean", "share_45", "share_12")}
    return Found({**value, HIDDEN: cells}, rows)


def _over_goals(survey: Survey, table: pd.DataFrame) -> pd.DataFrame:
    """Each group over all goals, every goal counting the same, as `cgd.scorecard.group_means` has it."""
    goals = survey.indicators["sdg"].nunique()
    people = summary(survey, level="all").set_index("group")["n"]
    found = table.groupby("group", sort=False)
    means = found[list(STATISTICS)].mean().where(found.size() == goals)  # missing where a goal has no rating
    whole = means.assign(n=people.reindex(means.index), median=np.nan, item=ALL).reset_index()
    return whole.astype({"item": object})


def between_groups(material: Material) -> Found:
    """FIG17: each group of persons against the other persons."""
    persons = material.persons
    table = gaps(persons, level="sdg")
    if table.empty:
        raise Lacking("one_group")
    table = table.merge(_alike(persons), on=["group", "item"], how="left")
    columns = ["group", "item", "n", "others_n", "gap", "share_gap", "cliffs_delta", "gap_alike", "cliffs_delta_alike"]
    rows, cells = covered(table[columns], "group", material.hidden_groups, ("n", "others_n"), ("item",))
    shown = [row for row in rows if row["cliffs_delta"] is not None]
    value: dict[str, Any] = {"people": len(persons.respondents), "comparisons": len(table), "year": YEAR}
    names = ("group", "item", "n", "others_n", "gap", "cliffs_delta", "gap_alike", "cliffs_delta_alike")
    largest = max(shown, key=lambda row: abs(row["cliffs_delta"]), default=dict.fromkeys(names))
    return Found({**value, **{f"largest_{name}": largest[name] for name in names}, HIDDEN: cells}, rows)


def _alike(persons: Survey) -> pd.DataFrame:
    """The same gaps among groups that were made alike by region and sex; no rows where that cannot be done."""
    names = ["group", "item", "gap_alike", "cliffs_delta_alike"]
    try:
        weights = standardised_weights(persons)
    except CgdError:
        return pd.DataFrame(columns=names).astype({"group": object, "item": object})
    table = gaps(persons, level="sdg", weights=weights)
    return table.rename(columns={"gap": "gap_alike", "cliffs_delta": "cliffs_delta_alike"})[names]


def expectation(material: Material) -> Found:
    """FIG18: from the rating of 2022 to what people then expected for 2025."""
    table = change(material.survey)
    if table.empty:
        raise Lacking("no_ratings")
    table = table.drop(columns=["item", "pairs"])
    rows, cells = covered(table, "group", material.hidden_groups)
    shown = [row for row in rows if row["gain"] is not None]
    value: dict[str, Any] = {"people": sum(row["n"] for row in shown), "groups": len(shown), "years": SPAN}
    for name, choose in (("lowest", min), ("highest", max)):
        end = choose(shown, key=lambda row: row["gain"], default=None)
        for part in ("group", "n", "gain", "per_year"):
            value[f"{name}_{part}"] = end[part] if end else None
    return Found({**value, HIDDEN: cells}, rows)


def consistency_of_goals(material: Material) -> Found:
    """FIG21: Cronbach's alpha of the items of each goal, among persons."""
    persons, rows, cells = material.persons, [], 0
    for sdg, places in persons.indicators.groupby("sdg").indices.items():
        answers = persons.answers[:, places, YEARS.index(YEAR)]
        n = int((answers >= LOWEST).all(axis=1).sum())
        try:
            alpha: float | None = cronbach_alpha(answers, lowest=LOWEST)
        except CgdError:
            alpha = None
        if is_small(n, limit_of()):
            cells += 1 + (alpha is not None)
            rows.append({"item": sdg, "items": len(places), "n": None, "alpha": None})
        else:
            rows.append({"item": sdg, "items": len(places), "n": n, "alpha": alpha})
    shown = [row for row in rows if row["alpha"] is not None and np.isfinite(row["alpha"])]
    if not shown:
        raise Lacking("too_few_complete")
    value: dict[str, Any] = {"year": YEAR, "goals": len(shown)}
    for name, choose in (("lowest", min), ("highest", max)):
        end = choose(shown, key=lambda row: row["alpha"])
        value |= {f"{name}_{part}": end[part] for part in ("item", "alpha", "n")}
    return Found({**value, HIDDEN: cells}, rows)


def official(material: Material) -> Found:
    """FIG22: the order of the goals, by group, beside the official picture."""
    survey = material.survey
    scores = survey.official.set_index("sdg")["score"].astype("float64")
    if scores.isna().all():
        raise Lacking("no_official_picture")
    table = summary(survey, level="sdg")
    if table.empty:
        raise Lacking("no_ratings")
    table = table.assign(official_score=table["item"].map(scores))
    by_group = table.groupby("group", sort=False)
    table["rank"] = by_group["share_45"].rank(ascending=False)
    table["official_rank"] = by_group["official_score"].rank(ascending=False)
    rho = {group: rank_correlation(rows["share_45"], rows["official_score"]) for group, rows in by_group}
    table = table.assign(rank_correlation=table["group"].map(rho))
    columns = ["group", "item", "n", "share_45", "rank", "official_rank", "rank_correlation"]
    keys = ("item", "official_rank")
    rows, cells = covered(table[columns], "group", material.hidden_groups, keys=keys)
    shown = [row for row in rows if row["rank_correlation"] is not None]
    value: dict[str, Any] = {"year": YEAR, "goals": table["item"].nunique(), "illustration": True}
    for name, choose in (("lowest", min), ("highest", max)):
        end = choose(shown, key=lambda row: row["rank_correlation"], default=None)
        value |= {f"{name}_{part}": end[part] if end else None for part in ("group", "rank_correlation", "n")}
    return Found({**value, **_values_found(material), HIDDEN: cells}, rows)


def _values_found(material: Material) -> dict[str, int]:
    """How many official figures stand beside the indicators, and how many may be compared, by status."""
    listed = benchmark_list(material.persons)
    there = listed["value"].notna()
    return {
        "indicators": len(material.survey.indicators),
        "indicators_with_official_value": listed.loc[there, "indicator_id"].nunique(),
        "official_values": int(there.sum()),
        "comparable_by_status": int((listed["comparable"] == "status").sum()),
    }


def survives(material: Material) -> Found:
    """FIG23: the group means again, in other defensible ways."""
    survey = material.survey
    table = sensitivity(survey, material.findings, material.weights)
    if table.empty:
        raise Lacking("no_ratings")
    n = survey.respondents["group"].value_counts()
    rows, cells = covered(pd.DataFrame(_ranges(table, n)), "group", material.hidden_groups)
    shown = table[table["group"].map(lambda group: _is_shown(rows, group)) & (table["variant"] != "as_is")]
    shifts = shown[shown["shift"].notna()]
    orders = table.drop_duplicates("variant").set_index("variant")["same_order"].drop("as_is")
    value: dict[str, Any] = {
        "year": YEAR,
        "people": int(n.sum()),
        "variants": len(orders),
        "other_order": int((~orders).sum()),
        "largest_shift": None,
        "largest_shift_group": None,
        "largest_shift_variant": None,
    }
    if len(shifts):
        most = shifts.loc[shifts["shift"].abs().idxmax()]
        value |= {
            "largest_shift": most["shift"],
            "largest_shift_group": most["group"],
            "largest_shift_variant": most["variant"],
        }
    return Found({**value, "weighted": "weighted" in orders.index, HIDDEN: cells}, rows)


def _ranges(table: pd.DataFrame, n: pd.Series) -> list[dict[str, Any]]:
    """One row a group: its mean in each variant, and between which means it lies without one province."""
    rows = []
    for group, own in table.groupby("group", sort=False):
        values = own.set_index("variant")["value"]
        provinces = values[values.index.str.startswith("without_")]
        row: dict[str, Any] = {"group": group, "n": int(n.get(group, 0))}
        for variant in ("as_is", "weighted", "no_copies", "no_flagged", "median"):
            row[variant] = values.get(variant)
        row["lowest_without_a_province"] = provinces.min() if len(provinces) else None
        row["highest_without_a_province"] = provinces.max() if len(provinces) else None
        rows.append(row)
    return rows


def _is_shown(rows: list[dict[str, Any]], group: object) -> bool:
    return any(row["group"] == group and row["n"] is not None for row in rows)


def clustering(material: Material) -> Found:
    """FIG24: how much alike the persons of one place, interviewer or partner are, and what that costs."""
    persons = material.persons
    means = person_means(persons)
    table: list[dict[str, Any]] = []
    for by in CLUSTERS:
        try:
            found = intraclass_correlation(means, persons.respondents[by])
        except CgdError:
            continue
        effect = cluster_design_effect(found.rho, found.size) if np.isfinite(found.rho) else None
        size, n = found.size, found.values
        row = {"by": by, "clusters": found.clusters, "n": n, "size": size, "rho": found.rho, "design_effect": effect}
        table.append(row)
    place = next((row for row in table if row["by"] == CLUSTERS[0] and row["design_effect"] is not None), None)
    if place is None:
        raise Lacking("no_clusters")
    if is_small(place["n"], limit_of()):
        raise Lacking("too_few_people")
    names = {"clusters": "places", "n": "people", "size": "people_per_place", "rho": "rho"}
    value = {name: place[key] for key, name in names.items()}
    return Found({**value, "design_effect": place["design_effect"]}, table)
