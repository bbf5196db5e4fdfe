"""FIG19 and FIG20: small cells and records that stand out."""

from typing import Any

from cgd.scorecard.disclosure import anonymity, coarsening, limits, small_cells
from cgd.toolkit.evidence.found import MOST_ROWS, Found, Lacking
from cgd.toolkit.evidence.material import Material
from cgd.toolkit.evidence.small_counts import HIDDEN, is_small, limit_of

STEPS = ("as_collected", "broad_ages", "region", "no_ethnic_minority", "no_disability")
"""What `cgd.scorecard.disclosure.coarsening` changes, step by step."""
_ORDER = ("unprotected", "primary", "complementary")


def cells(material: Material) -> Found:
    """FIG19: what must be hidden in the tables for publication. For the team only: the list holds the counts."""
    if not len(material.survey.respondents):
        raise Lacking("no_people")
    found = small_cells(material.survey)
    counts = found["rule"].value_counts()
    order = found["rule"].map({rule: place for place, rule in enumerate(_ORDER)})
    listed = found.assign(order=order).sort_values("order", kind="stable").head(MOST_ROWS)
    rows = [_row(row) for row in listed.itertuples()]
    value = {
        "internal": True,
        "tables": len(limits().publication_tables),
        "small_cells": int(counts.get("primary", 0)),
        "hidden_to_protect": int(counts.get("complementary", 0)),
        "unprotected_tables": int(counts.get("unprotected", 0)),
        "limit": limits().hide_under,
        "strictest_limit": max(limits().hide_under, *limits().strict_groups.values()),
        "not_listed": len(found) - len(rows),
    }
    return Found(value, rows)


def _row(row: Any) -> dict[str, Any]:
    return {"rule": row.rule, "cell": row.column, "count": int(row.value) if row.value else None}


def alike(material: Material) -> Found:
    """FIG20: records that share their keys with few others, and what helps."""
    people = material.survey.respondents
    if people.empty:
        raise Lacking("no_people")
    found = anonymity(people)
    rows, hidden = [], 0
    for step, row in zip(STEPS, coarsening(people).itertuples(), strict=True):
        small = is_small(int(row.records), limit_of())
        hidden += 2 * small
        rows.append(
            {
                "step": step,
                "keys": row.keys,
                "records": None if small else int(row.records),
                "share": None if small else row.share,
            }
        )
    value = {
        "records": len(people),
        "k": found.k,
        "records_under_k": found.n_under,
        "share_under_k": found.share,
        "records_alone": found.n_unique,
        "keys": ", ".join(found.keys),
        "comments_with_identifier": len(material.found("FIG20")),
        HIDDEN: hidden,
    }
    return Found(value, rows)
