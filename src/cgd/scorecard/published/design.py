"""Published figures on who was asked what: F01 to F09, F35, F36.

Source 001 = executive summary of the report; 002 = presentation of the Leave No One Behind partnership.
"""

import pandas as pd

from cgd.scorecard.published.findings import Row, findings
from cgd.scorecard.survey import AREAS, GROUPS, HIGHEST, LOWEST, REGIONS, SDGS, YEARS, Survey, rating_labels

SAMPLES = 3100
INDICATORS = 69
CHILD_AGES = (11, 15)


def f01_samples(survey: Survey) -> pd.DataFrame:
    """F01: 3,100 samples (001). Counts different respondent numbers."""
    n = survey.respondents["respondent_id"].nunique()
    return findings("F01", [("respondents", n, f"= {SAMPLES}", n == SAMPLES)])


def f02_groups(survey: Survey) -> pd.DataFrame:
    """F02: six groups were sampled (001, 002). None is empty, and together they are all respondents."""
    counts = survey.respondents["group"].value_counts()
    rows: list[Row] = [(group, int(counts.get(group, 0)), "> 0", counts.get(group, 0) > 0) for group in GROUPS]
    others = sorted(set(counts.index) - set(GROUPS))
    rows.append(("groups beside the six", ", ".join(others), "none", not others))
    return findings("F02", rows)


def f03_ethnic_minorities(survey: Survey) -> pd.DataFrame:
    """F03: ethnic minorities are among the voices (001, first paragraph).

    A mark on a person in every citizen group, never a seventh group; organisations are not asked.
    """
    people = survey.respondents
    minority = people[people["ethnic_minority"] == "yes"]["group"].value_counts()
    citizens = [group for group in GROUPS if group != "cso"]
    rows: list[Row] = [(group, int(minority.get(group, 0)), "> 0", minority.get(group, 0) > 0) for group in citizens]
    asked = int(people.loc[people["group"] == "cso", "ethnic_minority"].notna().sum())
    rows.append(("organisations asked", asked, "= 0", asked == 0))
    return findings("F03", rows)


def f04_sdgs(survey: Survey) -> pd.DataFrame:
    """F04: SDGs 1, 4, 5, 8, 13 and 16 (001, 002), among the indicators and among the ratings."""
    tables = {"indicators": survey.indicators, "ratings": survey.ratings}
    expected = ", ".join(map(str, SDGS))
    return findings(
        "F04",
        [
            (name, ", ".join(map(str, sorted(table["sdg"].unique()))), expected, set(table["sdg"]) == set(SDGS))
            for name, table in tables.items()
        ],
    )


def f05_indicators(survey: Survey) -> pd.DataFrame:
    """F05: 69 indicators (001), each under one SDG, all of them rated."""
    listed = survey.indicators["indicator_id"].nunique()
    rated = survey.ratings["indicator_id"].nunique()
    homes = int(survey.ratings.groupby("indicator_id")["sdg"].nunique().max())
    return findings(
        "F05",
        [
            ("listed", listed, f"= {INDICATORS}", listed == INDICATORS == len(survey.indicators)),
            ("rated", rated, f"= {INDICATORS}", rated == INDICATORS),
            ("SDGs of one indicator", homes, "= 1", homes == 1),
        ],
    )


def f06_scale(survey: Survey) -> pd.DataFrame:
    """F06: ratings from 1 to 5, 1-2 very low and low, 3 average, 4 relatively completed, 5 completed (001)."""
    ratings = survey.ratings["rating"].dropna()
    found = ", ".join(map(str, sorted(ratings.unique())))
    labelled = set(rating_labels())
    return findings(
        "F06",
        [
            ("ratings", found, "1 to 5", bool(ratings.isin(range(LOWEST, HIGHEST + 1)).all())),
            ("marks with a name", len(labelled), "= 5", labelled == set(range(LOWEST, HIGHEST + 1))),
        ],
    )


def f07_two_years(survey: Survey) -> pd.DataFrame:
    """F07: each indicator is rated as seen in 2022 and as forecast for 2025 (001).

    Each respondent has exactly one row for each indicator of the form and year.
    """
    rows = survey.ratings.groupby(["respondent_id", "indicator_id"])["year"].agg(["size", "nunique"])
    once = bool((rows == len(YEARS)).all().all()) and set(survey.ratings["year"]) == set(YEARS)
    asked = survey.respondents["instrument"].map(
        {"child": int(survey.indicators["child_form"].sum()), "adult": INDICATORS, "cso": INDICATORS}
    )
    return findings(
        "F07",
        [
            ("rows of a respondent and indicator", int(rows["size"].max()), "one for 2022, one for 2025", once),
            ("respondent x asked indicator", len(rows), f"= {asked.sum()}", len(rows) == asked.sum()),
        ],
    )


def f08_regions(survey: Survey) -> pd.DataFrame:
    """F08: the North, the Central and Central Highlands, the South (001, 002)."""
    return _places("F08", survey.respondents["region"], REGIONS)


def f09_areas(survey: Survey) -> pd.DataFrame:
    """F09: urban areas beside rural, remote and mountainous ones (001)."""
    return _places("F09", survey.respondents["area"], AREAS)


def f35_forms(survey: Survey) -> pd.DataFrame:
    """F35: three questionnaires: youth, women and persons with disabilities; organisations; children (002).

    The form of LGBTIQ+ respondents is not stated; form 1 is ours (C05), so only one form a group is checked.
    """
    forms = survey.respondents.groupby("group")["instrument"].unique()
    rows: list[Row] = [(str(group), ", ".join(used), "one form", len(used) == 1) for group, used in forms.items()]
    first = {form for group in ("youth", "women", "pwd") for form in forms.get(group, ())}
    all_forms = survey.respondents["instrument"].nunique()
    rows.append(("youth, women, pwd", ", ".join(sorted(first)), "the same form", len(first) == 1))
    rows.append(("forms", all_forms, "= 3", all_forms == 3))
    own = [set(forms.get(group, ())) for group in ("cso", "children")]
    rows.append(
        ("organisations, children", "", "forms of their own", not (own[0] & own[1] or (own[0] | own[1]) & first))
    )
    return findings("F35", rows)


def f36_child_ages(survey: Survey) -> pd.DataFrame:
    """F36: children from 11 to 15 years old (002)."""
    ages = survey.respondents.loc[survey.respondents["group"] == "children", "age"]
    inside = bool(ages.between(*CHILD_AGES).fillna(False).all()) and len(ages) > 0
    return findings("F36", [("ages", f"{ages.min()} to {ages.max()}", "11 to 15", inside)])


def _places(check: str, found: pd.Series, expected: tuple[str, ...]) -> pd.DataFrame:
    counts = found.value_counts()
    rows: list[Row] = [(place, int(counts.get(place, 0)), "> 0", counts.get(place, 0) > 0) for place in expected]
    others = sorted(set(counts.index) - set(expected))
    rows.append(("others", ", ".join(others), "none", not others))
    return findings(check, rows)
