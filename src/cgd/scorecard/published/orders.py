"""Published figures on who is more positive than whom: F16 to F25.

Source 001 = executive summary of the report. The summary gives orders without numbers; where it names two, their order
among themselves is free.
"""

import pandas as pd

from cgd.scorecard.labels import rounded
from cgd.scorecard.means import pooled_means
from cgd.scorecard.published.estimators import both_group_means, citizens, sdg_gains
from cgd.scorecard.published.findings import Row, findings
from cgd.scorecard.survey import AREAS, REGIONS, SDGS, Survey


def f16_top_2022(survey: Survey) -> pd.DataFrame:
    """F16: children and women see the most achieved in 2022 (001), with both estimators."""
    return _top_groups("F16", survey, 2022, {"children", "women"})


def f17_top_2025(survey: Survey) -> pd.DataFrame:
    """F17: youth and women are the most positive for 2025 (001), with both estimators."""
    return _top_groups("F17", survey, 2025, {"youth", "women"})


def f18_north(survey: Survey) -> pd.DataFrame:
    """F18: the North is more positive than the Central region and than the South (001).

    Pooled means of 2022, of everybody and of citizens alone; Central against South is free.
    """
    rows: list[Row] = []
    for who, part in (("all", survey), ("citizens", citizens(survey))):
        means = pooled_means(part, "region", 2022).reindex(list(REGIONS))
        for region in ("central", "south"):
            gap = means["north"] - means[region]
            rows.append((f"{who}: north minus {region}", rounded(gap, 3), "> 0", gap > 0))
    return findings("F18", rows)


def f19_urban_to_remote(survey: Survey) -> pd.DataFrame:
    """F19: views get less positive from urban to rural, remote and mountainous areas (001).

    Pooled means of 2022, of everybody and of citizens alone. Weak form: urban over the rest; strong form: urban over
    rural over remote and mountainous.
    """
    rows: list[Row] = []
    for who, part in (("all", survey), ("citizens", citizens(survey))):
        means = pooled_means(part, "area", 2022).reindex(list(AREAS))
        valid = part.ratings[part.ratings["year"] == 2022]
        rest = valid.loc[valid["area"] != "urban", "rating"].astype("float64").mean()
        gaps = {
            "urban minus the rest": means["urban"] - rest,
            "urban minus rural": means["urban"] - means["rural"],
            "rural minus remote": means["rural"] - means["remote_mountainous"],
        }
        rows += [(f"{who}: {name}", rounded(gap, 3), "> 0", gap > 0) for name, gap in gaps.items()]
    return findings("F19", rows)


def f20_lowest_sdgs(survey: Survey) -> pd.DataFrame:
    """F20: SDG 1 and SDG 8 are lowest in 2022 (001), pooled means."""
    return _sdg_set("F20", "lowest", pooled_means(survey, "sdg", 2022).nsmallest(2), {1, 8})


def f21_largest_gains(survey: Survey) -> pd.DataFrame:
    """F21: SDG 1 and SDG 8 gain most by 2025 (001), difference of pooled means."""
    return _sdg_set("F21", "largest gain", sdg_gains(survey).nlargest(2), {1, 8})


def f22_highest_2022(survey: Survey) -> pd.DataFrame:
    """F22: SDG 4 is highest in 2022 (001), pooled means."""
    return _sdg_set("F22", "highest", pooled_means(survey, "sdg", 2022).nlargest(1), {4})


def f23_highest_2025(survey: Survey) -> pd.DataFrame:
    """F23: SDG 4 is highest in 2025 (001), pooled means."""
    return _sdg_set("F23", "highest", pooled_means(survey, "sdg", 2025).nlargest(1), {4})


def f24_below_official(survey: Survey) -> pd.DataFrame:
    """F24: communities are less positive than the Government's report on all six SDGs (001).

    Pooled means of 2022 against an illustration: the points of the official picture are ours.
    """
    official = survey.official.set_index("sdg")["score"]
    means = pooled_means(survey, "sdg", 2022)
    return findings(
        "F24",
        [
            (
                f"SDG {sdg}",
                rounded(means[sdg] - official[sdg], 2),
                "< 0 (community minus official)",
                means[sdg] < official[sdg],
            )
            for sdg in SDGS
        ],
    )


def f25_partly_reached(survey: Survey) -> pd.DataFrame:
    """F25: officially some indicators of SDG 4 and 13 are completed and many of SDG 1 expected by 2025 (001).

    The community expects these SDGs to be reached partly, above average: pooled means of 2025 over 3 and under 4. The
    counts of official statuses are an illustration, ours.
    """
    official = survey.official.set_index("sdg")
    means = pooled_means(survey, "sdg", 2025)
    rows: list[Row] = []
    for sdg in (4, 13):
        done = int(official.loc[sdg, "completed"])
        rows.append((f"SDG {sdg} completed (illustration)", done, "at least 1", done >= 1))
    expected, total = int(official.loc[1, "expected_2025"]), int(official.loc[1, "indicators"])
    rows.append(("SDG 1 expected by 2025 (illustration)", expected, f"over half of {total}", expected > total / 2))
    for sdg in (1, 4, 13):
        rows.append((f"SDG {sdg} in 2025", rounded(means[sdg], 2), "between 3 and 4", 3 < means[sdg] < 4))
    return findings("F25", rows)


def _top_groups(check: str, survey: Survey, year: int, expected: set[str]) -> pd.DataFrame:
    rows: list[Row] = []
    for estimator, means in both_group_means(survey, year):
        top = set(means.nlargest(2).index)
        rows.append((f"{estimator} top two", ", ".join(sorted(top)), ", ".join(sorted(expected)), top == expected))
    return findings(check, rows)


def _sdg_set(check: str, part: str, found: pd.Series, expected: set[int]) -> pd.DataFrame:
    names = ", ".join(f"SDG {sdg} ({rounded(value, 2)})" for sdg, value in found.items())
    wanted = ", ".join(f"SDG {sdg}" for sdg in sorted(expected))
    return findings(check, [(part, names, wanted, set(found.index) == expected)])
