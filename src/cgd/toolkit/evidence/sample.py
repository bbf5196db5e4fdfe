"""FIG02, FIG03, FIG13 to FIG15: who was planned, asked, reached, and how that compares with the population."""

from typing import Any

import pandas as pd

from cgd.errors import CgdError
from cgd.scorecard.checks import plan_against_reality, response_rates
from cgd.scorecard.disclosure import limits, suppress, with_margins
from cgd.scorecard.disclosure.suppression import hidden_cells
from cgd.scorecard.disclosure.tables import TOTAL
from cgd.scorecard.weights import dissimilarity, settings
from cgd.scorecard.weights.limits import limit as chosen
from cgd.toolkit.evidence.found import MOST_ROWS, Found, Lacking, records
from cgd.toolkit.evidence.material import Material
from cgd.toolkit.evidence.small_counts import HIDDEN, is_small, limit_of, part

ALL = "all"


def plan(material: Material) -> Found:
    """FIG02: achieved of planned respondents."""
    table = plan_against_reality(material.survey, material.plan, material.limits)
    planned, achieved = int(table["planned"].sum()), int(table["achieved"].sum())
    rows = [*_group_rows(table), *_short_rows(table)]
    shown, hidden = _without_small(table, rows[:MOST_ROWS], material.hidden_groups)
    value = {
        "achieved": achieved,
        "planned": planned,
        "share": achieved / planned if planned else None,
        "cells": int((table["planned"] > 0).sum()),
        "cells_under_80_percent": int(table["short"].sum()),
        "short_under": material.limits["plan"]["short"]["value"],
        "cells_unpublishable": int((table["unpublishable"] & (table["planned"] > 0)).sum()),
        "publication_limit": limits().hide_under,
        "records_without_cell": len(material.survey.respondents) - achieved,
        HIDDEN: hidden,
    }
    return Found(value, shown)


def _group_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    totals = table.groupby("group", sort=False, as_index=False)[["planned", "achieved"]].sum()
    totals = totals.assign(
        region=ALL, area=ALL, share=totals["achieved"] / totals["planned"].where(totals["planned"] > 0)
    )
    return records(totals, ["group", "region", "area", "planned", "achieved", "share"])


def _short_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The cells that fell short, the worst first."""
    short = table[table["short"]].sort_values("share", kind="stable")
    return records(short, ["group", "region", "area", "planned", "achieved", "share"])


def _without_small(
    table: pd.DataFrame, rows: list[dict[str, Any]], groups: frozenset[str]
) -> tuple[list[dict[str, Any]], int]:
    """Rows without achieved numbers that are small, or that would give a small one away by subtraction."""
    cell = table["region"] + "/" + table["area"]
    wide = table.assign(cell=cell).pivot_table(
        index="group", columns="cell", values="achieved", aggfunc="sum", fill_value=0
    )
    whole = with_margins(wide.to_numpy(dtype="int64"), list(wide.index), list(wide.columns), "group", "cell")
    try:
        also = [(group, TOTAL) for group in sorted(groups) if whole[TOTAL].get(group, 0) > 0]
        status = suppress(whole, also=also).status
    except CgdError:
        hidden = pd.DataFrame(True, index=whole.index, columns=whole.columns)
    else:
        hidden = pd.DataFrame(hidden_cells(status), index=whole.index, columns=whole.columns)
    cells = 0
    for row in rows:
        column = TOTAL if row["region"] == ALL else f"{row['region']}/{row['area']}"
        if hidden.at[row["group"], column]:
            cells += (row["achieved"] is not None) + (row["share"] is not None)
            row["achieved"] = row["share"] = None
    return rows, cells


def response(material: Material) -> Found:
    """FIG03: consent on record (03b), and response rates where contacts were written down."""
    people = material.survey.respondents
    without = int(people["respondent_id"].isin(material.found("FIG03")["row"]).sum())
    value: dict[str, Any] = {
        "records": len(people),
        "with_consent": len(people) - without,
        "without_consent": without,
        "consent_share": (len(people) - without) / len(people) if len(people) else None,
    }
    try:
        contacts = response_rates(material.contacts)
    except Lacking as lack:
        # "Not computable" is an answer to the question on response, and the consent is known all the same.
        return Found({**value, "response_rate": None, "response_missing": lack.code})
    rows, hidden = _partner_rows(contacts)
    recorded = contacts[contacts["computable"]]
    rates = [row["response_rate"] for row in rows if row["response_rate"] is not None]
    value |= {
        "partners": len(contacts),
        "partners_computable": len(recorded),
        "response_rate": _together(recorded) if len(recorded) == len(contacts) else None,
        "response_rate_where_recorded": _together(recorded) if len(recorded) else None,
        "eligible_where_recorded": int(recorded["eligible"].sum()),
        "lowest_response_rate": min(rates, default=None),
        "highest_response_rate": max(rates, default=None),
        "response_missing": "" if len(recorded) == len(contacts) else "contacts_not_recorded",
        HIDDEN: hidden,
    }
    return Found(value, rows)


def _together(recorded: pd.DataFrame) -> Any:
    """The response rate of several partners as if they were one."""
    counts = ["contacted", "eligible", "refused", "partial", "completed"]
    one = recorded[counts].sum().to_frame().T.assign(partner=ALL)
    return response_rates(one)["response_rate"].iloc[0]


def _partner_rows(contacts: pd.DataFrame) -> tuple[list[dict[str, Any]], int]:
    """Rates by partner. Refusals are hidden where few refused or broke off: the one follows from the other."""
    names = ["partner", "contacted", "eligible", "completed", "response_rate", "refusal_rate"]
    rows, cells, limit = [], 0, limit_of()
    for row in records(contacts, [*names, "refused", "partial"])[:MOST_ROWS]:
        refused, partial = row.pop("refused") or 0, row.pop("partial") or 0
        hide = ["refusal_rate"] if is_small(refused, limit) or is_small(partial, limit) else []
        if row["response_rate"] is not None and part(row["response_rate"], row["eligible"], limit) is None:
            hide = ["eligible", "contacted", "response_rate", "refusal_rate"]
        if any(is_small(row[name] or 0, limit) for name in ("contacted", "eligible", "completed")):
            hide = names[1:]
        for name in hide:
            cells += row[name] is not None
            row[name] = None
        rows.append(row)
    return rows, cells


def makeup(material: Material) -> Found:
    """FIG13: the persons of the sample beside the population."""
    table = _comparable(material)
    value: dict[str, Any] = {"people": material.weighing.people, "population_year": chosen("survey", "year", None)}
    for variable, rows in table.groupby("variable", sort=False):
        shares = rows.set_index("category")
        value[f"{variable}_dissimilarity"] = dissimilarity(shares["sample_share"], shares["population_share"])
    rows, hidden = _makeup_rows(table, ["sample_share", "population_share"])
    return Found({**value, HIDDEN: hidden}, rows)


def weights(material: Material) -> Found:
    """FIG14: weights raked to the population and trimmed."""
    weighing, trimming = material.weighing, settings()["trimming"]
    rows, hidden = _makeup_rows(_comparable(material), ["sample_share", "weighted_share", "population_share"])
    value = {
        "people": weighing.people,
        "smallest": weighing.smallest,
        "largest": weighing.largest,
        "trimmed_to_lowest": trimming["low"]["value"],
        "trimmed_to_highest": trimming["high"]["value"],
        "raised": weighing.raised,
        "cut": weighing.cut,
        "rounds": weighing.rounds,
        "smallest_cell": chosen("cells", "smallest", None),
        "population_year": chosen("survey", "year", None),
        HIDDEN: hidden,
    }
    return Found(value, rows)


def cost_of_weights(material: Material) -> Found:
    """FIG15: Kish's design effect of the weights."""
    weighing = material.weighing
    effect, effective = weighing.design_effect, weighing.effective_people
    return Found({"people": weighing.people, "design_effect": effect, "effective_people": effective})


def _comparable(material: Material) -> pd.DataFrame:
    """The categories for which there is a population figure."""
    table = material.weighing.makeup
    return table[table["population_share"].notna()]


def _makeup_rows(table: pd.DataFrame, shares: list[str]) -> tuple[list[dict[str, Any]], int]:
    rows, cells = records(table, ["variable", "category", "people", *shares]), 0
    small = {row["variable"] for row in rows if is_small(row.pop("people"), limit_of())}
    for row in rows:
        # Two shares of one variable tell the third: none is shown where one is small.
        if row["variable"] in small:
            for name in shares[:-1]:
                cells += row[name] is not None
                row[name] = None
    return rows, cells
