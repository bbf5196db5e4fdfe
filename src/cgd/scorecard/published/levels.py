"""Published figures on how high the marks are and how much they grow: F10 to F15, F26.

Source 001 = executive summary of the report. Group means are checked with both estimators (`estimators`); a published
figure is a rounded one and is compared after rounding half up.
"""

from decimal import Decimal

import pandas as pd

from cgd.scorecard.labels import rounded
from cgd.scorecard.means import pooled_means
from cgd.scorecard.published.estimators import both_group_gains, both_group_means, sdg_gains
from cgd.scorecard.published.findings import Row, findings, within
from cgd.scorecard.survey import HIGHEST, LOWEST, YEARS, Survey

LEVEL = (Decimal("3.30"), Decimal("3.49"))  # points
GROWTH = (Decimal("10.0"), Decimal("12.4"))  # per cent
GAIN = (Decimal("0.50"), Decimal("0.62"))  # points
PACE = (Decimal("0.17"), Decimal("0.21"))  # points a year; ours: GAIN divided by three years
SPREAD = Decimal("0.19")  # points: 3.49 - 3.30

# The summary calls 0.5 to 0.62 points "10 % to 12.4 %" and does not say of what. Only one denominator makes both
# numbers true (C02): the scale's maximum. The others are kept to show why they were rejected.
DENOMINATORS = {"A": "scale maximum (5)", "B": "mean of 2022", "C": "range of the scale (4)"}
DENOMINATOR = "A"


def f10_level(survey: Survey) -> pd.DataFrame:
    """F10: all groups mark 2022 between 3.3 and 3.49 of 5 (001); the lowest is 3.30 and the highest 3.49."""
    rows: list[Row] = []
    for estimator, means in both_group_means(survey, 2022):
        marks = means.map(lambda mean: rounded(mean, 2))
        low, high = marks.min(), marks.max()
        rows += [(f"{estimator} {group}", mark, "3.30 to 3.49", within(mark, LEVEL)) for group, mark in marks.items()]
        rows += [(f"{estimator} lowest", low, "= 3.30", low == LEVEL[0])]
        rows += [(f"{estimator} highest", high, "= 3.49", high == LEVEL[1])]
    return findings("F10", rows)


def f11_above_average(survey: Survey) -> pd.DataFrame:
    """F11: that level is above average (001): over 3 and under 4, for every group and every SDG (SDGs pooled)."""
    slices = [*both_group_means(survey, 2022), ("SDG", pooled_means(survey, "sdg", 2022))]
    return findings(
        "F11",
        [
            (f"{name} {key}", rounded(mean, 2), "between 3 and 4", 3 < mean < 4)
            for name, means in slices
            for key, mean in means.items()
        ],
    )


def f12_growth(survey: Survey) -> pd.DataFrame:
    """F12: 10 % to 12.4 % better by 2025 (001), in per cent of the scale's maximum; 10.0 and 12.4 both occur."""
    rows: list[Row] = []
    for estimator, _gains in both_group_gains(survey):
        growth = growth_readings(survey, estimator)
        growth = growth[growth["reading"] == DENOMINATOR].set_index("group")["per_cent"]
        shares = growth.map(lambda share: rounded(share, 1))
        low, high = shares.min(), shares.max()
        for group, share in shares.items():
            rows.append((f"{estimator} {group}", share, "10.0 to 12.4", within(share, GROWTH)))
        rows.append((f"{estimator} lowest", low, "= 10.0", low == GROWTH[0]))
        rows.append((f"{estimator} highest", high, "= 12.4", high == GROWTH[1]))
    return findings("F12", rows)


def f13_gain(survey: Survey) -> pd.DataFrame:
    """F13: 0.5 to 0.62 points (001), over three years; the summary's word "annual" is an error (C02)."""
    return findings(
        "F13",
        [
            (f"{estimator} {group}", rounded(gain, 2), "0.50 to 0.62", within(rounded(gain, 2), GAIN))
            for estimator, gains in both_group_gains(survey)
            for group, gain in gains.items()
        ],
    )


def f14_three_years(survey: Survey) -> pd.DataFrame:
    """F14: 2025 is three years after 2022 (001): 0.17 to 0.21 points a year (ours: F13 divided by three)."""
    years = sorted(survey.ratings["year"].unique())
    span = int(years[-1] - years[0])
    rows: list[Row] = [("years", span, "= 3", span == 3)]
    for estimator, gains in both_group_gains(survey):
        for group, gain in gains.items():
            pace = rounded(gain / 3, 2)
            rows.append((f"{estimator} {group}", pace, "0.17 to 0.21 a year", within(pace, PACE)))
    return findings("F14", rows)


def f15_line_to_2030(survey: Survey) -> pd.DataFrame:
    """F15: at the same pace all six SDGs are relatively completed or close to completed in 2030 (001).

    Straight line through the SDG's pooled means of 2022 and 2025, at least 4 and at most 5 in 2030. For SDGs only: the
    line of the group with the largest gain passes 5.
    """
    forecast, gains = pooled_means(survey, "sdg", 2025), sdg_gains(survey)
    span = YEARS[1] - YEARS[0]
    line = forecast + gains / span * (2030 - YEARS[1])
    return findings("F15", [(f"SDG {sdg}", rounded(mark, 2), "4 to 5", 4 <= mark <= 5) for sdg, mark in line.items()])


def f26_different_and_similar(survey: Survey) -> pd.DataFrame:
    """F26: clear differences between groups, regions and areas, and yet similar evaluations (001; C11).

    Read as: the means differ, and the groups' lie within 0.19 points, the width of the published interval.
    """
    rows: list[Row] = []
    for estimator, means in both_group_means(survey, 2022):
        spread = rounded(means.max() - means.min(), 2)
        rows.append((f"{estimator} groups", spread, "over 0, at most 0.19", 0 < spread <= SPREAD))
    for place in ("region", "area"):
        means = pooled_means(survey, place, 2022)
        spread = rounded(means.max() - means.min(), 2)
        rows.append((place, spread, "over 0", spread > 0))
    return findings("F26", rows)


def growth_readings(survey: Survey, estimator: str = "balanced") -> pd.DataFrame:
    """What "10 % to 12.4 %" would be with each denominator (C02).

    Returns
    -------
    DataFrame
        Columns reading (A, B, C: see `DENOMINATORS`), denominator, group, points, per_cent, fits (10.0 to 12.4 after
        rounding). Only reading A fits for every group while the points stay 0.5 to 0.62.
    """
    gains = dict(both_group_gains(survey))[estimator]
    today = dict(both_group_means(survey, 2022))[estimator]
    bases = {"A": today * 0 + HIGHEST, "B": today, "C": today * 0 + (HIGHEST - LOWEST)}
    rows = []
    for reading, base in bases.items():
        for group, share in (gains / base * 100).items():
            fits = within(rounded(share, 1), GROWTH)
            rows.append((reading, DENOMINATORS[reading], group, gains[group], share, fits))
    return pd.DataFrame(rows, columns=["reading", "denominator", "group", "points", "per_cent", "fits"])
