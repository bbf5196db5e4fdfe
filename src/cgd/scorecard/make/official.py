"""The package official: published figures, population, lists of provinces. Nothing in it is drawn by chance."""

from decimal import Decimal

import pandas as pd

from cgd.scorecard.codebook import INDICATOR_FILE, ISSUE_FILE, PROVINCE_FILE
from cgd.scorecard.sources import text_table

PACKAGE = "official"
_AS_WRITTEN = (
    "benchmarks.csv",
    "frameworks.csv",
    "regions.csv",
    "provinces_2025.csv",
    "aliases.csv",
    ISSUE_FILE,
)


def tables() -> dict[str, pd.DataFrame]:
    """File name and table of text cells of every CSV file but the code book."""
    written = {name: text_table(name, PACKAGE) for name in _AS_WRITTEN}
    return written | {
        INDICATOR_FILE: indicators(),
        "population_margins.csv": population_margins(),
        # Which provinces the synthetic survey visited says nothing about official lists.
        PROVINCE_FILE: text_table(PROVINCE_FILE).drop(columns="in_sample", errors="ignore"),
    }


def indicators() -> pd.DataFrame:
    """The 69 indicators as text cells, with the direction that is better (ours) instead of who was asked."""
    directions = text_table("directions.csv", PACKAGE).drop(columns="mark")
    directions = directions.rename(columns={"note_en": "direction_note_en", "note_vi": "direction_note_vi"})
    table = text_table(INDICATOR_FILE).drop(columns="child_form")
    return table.merge(directions, on="indicator_id", how="left", validate="one_to_one").fillna("")


def population_margins() -> pd.DataFrame:
    """Population by sex, area, six regions (published) and the survey's three regions (added up), as text cells.

    Returns
    -------
    DataFrame
        variable, category, year, basis, thousand (thousand persons), source, mark.
    """
    published = text_table("population_margins.csv", PACKAGE)
    regions = text_table("regions.csv", PACKAGE)
    regions = regions[regions["list_year"] == "2022"].set_index("code")["survey_region"]
    parts = published[(published["variable"] == "region6") & (published["basis"] == "average")]
    rows = [
        {
            "variable": "region",
            "category": region,
            "year": year,
            "basis": "average",
            # Tenths of a thousand: binary numbers would leave noise in the last digit.
            "thousand": str(sum((Decimal(cell) for cell in group["thousand"]), Decimal(0))),
            "source": "Sum of " + " and ".join(group["category"]),
            "mark": "ours",
        }
        for (year, region), group in parts.groupby(["year", parts["category"].map(regions)], sort=True)
    ]
    return pd.concat([published, pd.DataFrame(rows, dtype="str")], ignore_index=True)
