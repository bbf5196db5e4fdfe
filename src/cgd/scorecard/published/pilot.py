"""Published figures on the pilot of 2018-20: F41 to F47.

Source 004 = country page of the project. The tables are those of the package pilot-2019: file name and table of text
cells. All of them are synthetic. How the 400 people were chosen is not published: the test in F44 repeats the word
"significantly" of the source and says nothing about any population.
"""

import math

import pandas as pd

from cgd.language import _
from cgd.scorecard.published.findings import Row, findings
from cgd.scorecard.published.packages import TableCheck, Tables, check_tables

PEOPLE = 400
SITES = 2
INTERVIEWS = 49
PARTICIPANTS = 160  # 40 % of 400
LEVEL = 0.05  # usual level of significance; the source names none
INFORMANTS = ("commune_official", "community_member", "district_official")
TARGET_GROUPS = ("ethnic_minority", "older", "poor", "pwd", "young")
TARGET = "10.2"
BARRIERS = ("ethnicity", "language", "low_literacy", "unequal_workload", "prejudice")


def f41_people(tables: Tables) -> pd.DataFrame:
    """F41: 400 people at two sites (004). Counts different numbers."""
    pilot = tables["pilot.csv"]
    n, sites = pilot["person_id"].nunique(), pilot["site"].nunique()
    return findings(
        "F41",
        [
            ("people", n, f"= {PEOPLE}", n == PEOPLE == len(pilot)),
            ("sites", sites, f"= {SITES}", sites == SITES),
        ],
    )


def f42_interviews(tables: Tables) -> pd.DataFrame:
    """F42: 49 in-depth interviews with officials of district and commune and members of the community (004)."""
    interviews = tables["interviews.csv"]
    n = interviews["interview_id"].nunique()
    types = tuple(sorted(interviews["informant"].unique()))
    return findings(
        "F42",
        [
            ("interviews", n, f"= {INTERVIEWS}", n == INTERVIEWS == len(interviews)),
            ("who spoke", ", ".join(types), "the three kinds", types == INFORMANTS),
        ],
    )


def f43_took_part(tables: Tables) -> pd.DataFrame:
    """F43: 40 % took part in making local SDG action plans (004): 160 of 400, exactly."""
    answers = tables["pilot.csv"]["took_part"]
    n = int((answers == "yes").sum())
    exact = n == PARTICIPANTS and len(answers) == PEOPLE and bool(answers.isin(["yes", "no"]).all())
    return findings("F43", [("took part", f"{n} of {len(answers)}", f"{PARTICIPANTS} of {PEOPLE}", exact)])


def f44_men_and_women(tables: Tables) -> pd.DataFrame:
    """F44: significantly more men than women took part (004).

    Two-sided z-test of two proportions with the pooled share, p < 0.05.
    """
    pilot = tables["pilot.csv"]
    men, women = (_share(pilot[pilot["sex"] == sex]) for sex in ("male", "female"))
    z, p = two_proportions(*men, *women)
    return findings(
        "F44",
        [
            ("men, women", f"{men[0]} of {men[1]}, {women[0]} of {women[1]}", "men more", z > 0),
            ("z", f"{z:.2f}", f"p < {LEVEL}", p < LEVEL),
        ],
    )


def f45_ethnic_minorities(tables: Tables) -> pd.DataFrame:
    """F45: few people of ethnic minorities took part (004): a smaller share than of Kinh people and than of all."""
    pilot = tables["pilot.csv"]
    minority, kinh = (_share(pilot[pilot["ethnicity"] == code]) for code in ("ethnic_minority", "kinh"))
    everybody = _share(pilot)
    return findings(
        "F45",
        [
            ("ethnic minorities, Kinh", f"{_text(minority)}, {_text(kinh)}", "a smaller share", _less(minority, kinh)),
            ("ethnic minorities, all", f"{_text(minority)}, {_text(everybody)}", "a smaller share",
             _less(minority, everybody)),
        ],
    )  # fmt: skip


def f46_target(tables: Tables) -> pd.DataFrame:
    """F46: SDG target 10.2; poor, ethnic minority, disabled, older and young people (004). Not the groups of 2022."""
    pilot = tables["pilot.csv"]
    targets, groups = sorted(pilot["sdg_target"].unique()), tuple(sorted(pilot["target_group"].unique()))
    return findings(
        "F46",
        [
            ("target", ", ".join(targets), TARGET, targets == [TARGET]),
            ("groups", ", ".join(groups), "the five", groups == TARGET_GROUPS),
        ],
    )


def f47_barriers(tables: Tables) -> pd.DataFrame:
    """F47: ethnicity, language, low literacy, unequal workload and prejudice keep people out (004).

    Each is named in interviews; language is among the reasons of people of ethnic minorities who did not take part.
    """
    interviews, pilot = tables["interviews.csv"], tables["pilot.csv"]
    rows: list[Row] = []
    for barrier in BARRIERS:
        n = int((interviews[f"barrier_{barrier}"] == "yes").sum())
        rows.append((barrier, n, "> 0", n > 0))
    out = pilot[(pilot["ethnicity"] == "ethnic_minority") & (pilot["took_part"] == "no")]
    n = int((out["reason"] == "language").sum())
    rows.append(("language, minorities that did not take part", n, "> 0", n > 0))
    return findings("F47", rows)


CHECKS: dict[str, tuple[str, TableCheck]] = {
    "F41": ("004", f41_people),
    "F42": ("004", f42_interviews),
    "F43": ("004", f43_took_part),
    "F44": ("004", f44_men_and_women),
    "F45": ("004", f45_ethnic_minorities),
    "F46": ("004", f46_target),
    "F47": ("004", f47_barriers),
}


def claims() -> dict[str, str]:
    """What each published figure says, in the language in use."""
    return {
        "F41": _("Pilot: 400 people at two sites"),
        "F42": _("Pilot: 49 interviews with officials of district and commune and members of the community"),
        "F43": _("Pilot: 40 % took part in making local SDG action plans"),
        "F44": _("Pilot: significantly more men than women took part"),
        "F45": _("Pilot: few people of ethnic minorities took part"),
        "F46": _("Pilot: SDG target 10.2; poor, ethnic minority, disabled, older and young people"),
        "F47": _("Pilot: ethnicity, language, low literacy, unequal workload and prejudice keep people out"),
    }


def check_package(tables: Tables) -> pd.DataFrame:
    """Run every check on the tables of pilot-2019.

    Returns
    -------
    DataFrame
        One row a published figure: check, holds, value, claim.
    """
    return check_tables(CHECKS, claims(), tables)


def two_proportions(yes1: int, n1: int, yes2: int, n2: int) -> tuple[float, float]:
    """Test whether two independent shares differ: z with the pooled share, and the two-sided p-value.

    z = (p1 - p2) / sqrt(p (1 - p) (1/n1 + 1/n2)), p = (yes1 + yes2) / (n1 + n2); p-value from the normal distribution
    (NIST/SEMATECH e-Handbook of Statistical Methods, section 7.3.3). Both are nan when a sample is empty or nobody
    differs.
    """
    if not n1 or not n2 or yes1 + yes2 in (0, n1 + n2):
        return math.nan, math.nan
    pooled = (yes1 + yes2) / (n1 + n2)
    z = (yes1 / n1 - yes2 / n2) / math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return z, math.erfc(abs(z) / math.sqrt(2))


def _share(people: pd.DataFrame) -> tuple[int, int]:
    return int((people["took_part"] == "yes").sum()), len(people)


def _less(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether the first share is smaller; whole numbers only, so that nothing is lost by rounding."""
    return one[1] > 0 and other[1] > 0 and one[0] * other[1] < other[0] * one[1]


def _text(share: tuple[int, int]) -> str:
    return f"{share[0]} of {share[1]}"
