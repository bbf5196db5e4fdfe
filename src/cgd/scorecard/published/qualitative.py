"""Published figures on interviews, dialogues and focus groups of 2022: F27 to F33, F37, F38.

Source 001 = executive summary of the report; 002 = presentation of the Leave No One Behind partnership. The tables are
those of the package qualitative-2022: file name and table of text cells. All of them are synthetic.
"""

import numpy as np
import pandas as pd

from cgd.language import _
from cgd.scorecard.published.findings import Row, findings
from cgd.scorecard.published.packages import TableCheck, Tables, check_tables
from cgd.scorecard.survey import GROUPS

INTERVIEWS = 120
DIALOGUES = 3
COLLECTORS = 9
ORGANISATIONS = 7
COVID = "covid19_economy"
LOW_SDGS = ("1", "8")
IMPORTANT_SDGS = ("4", "16")
DAILY_THEMES = ("education", "equality", "jobs", "violence")
MAJOR_CHALLENGES = ("economic_downturn", "infrastructure", "policy_gaps", "traditional_customs")
CITIZENS = tuple(group for group in GROUPS if group != "cso")


def f27_covid(tables: Tables) -> pd.DataFrame:
    """F27: SDG 1 and 8 are low because of the COVID-19 downturn and unemployment, say the focus groups (001).

    The reason named most often for each goal, in the focus groups and in all statements; a tie does not hold.
    """
    said = tables["statements.csv"]
    rows: list[Row] = []
    for name, part in (("focus groups", said[said["source_type"] == "focus_group"]), ("all statements", said)):
        for sdg in LOW_SDGS:
            leaders = _most_frequent(part.loc[part["sdg"].astype("str") == sdg, "reason"])
            rows.append((f"SDG {sdg}, {name}", ", ".join(leaders), COVID, leaders == [COVID]))
    return findings("F27", rows)


def f28_poverty(tables: Tables) -> pd.DataFrame:
    """F28: all groups expect poverty to be better by 2025 (001), in every focus group of each of the six groups.

    The ratings of SDG 1 in the survey show the same claim for all respondents.
    """
    expected = tables["focus_groups.csv"].groupby("group")["poverty_2025"].unique()
    return findings(
        "F28",
        [
            (group, ", ".join(expected.get(group, [])), "better", list(expected.get(group, [])) == ["better"])
            for group in GROUPS
        ],
    )


def f29_importance(tables: Tables) -> pd.DataFrame:
    """F29: SDG 4 and 16 matter most to almost all groups; organisations rank all goals alike (001).

    "Almost all" is read as the five citizen groups; the two goals with the most votes, without a tie at the border.
    """
    votes = tables["importance_votes.csv"]
    votes = votes.assign(votes=pd.to_numeric(votes["votes"]), sdg=votes["sdg"].astype("str"))
    sums = votes.groupby(["group", "sdg"])["votes"].sum()
    rows: list[Row] = []
    for group in CITIZENS:
        ranked = sums.get(group, pd.Series(dtype="int64")).sort_values(ascending=False, kind="stable")
        top = tuple(sorted(ranked.index[:2], key=int))
        clear = len(ranked) > 2 and ranked.iloc[1] > ranked.iloc[2]
        rows.append((group, ", ".join(top), "4 and 16 before all others", top == IMPORTANT_SDGS and bool(clear)))
    own = sums.get("cso", pd.Series(dtype="int64"))
    alike = len(own) > 0 and own.max() == own.min() > 0
    rows.append(("cso, most minus fewest votes", int(own.max() - own.min()) if len(own) else "", "= 0", bool(alike)))
    return findings("F29", rows)


def f30_challenges(tables: Tables) -> pd.DataFrame:
    """F30: the major challenges are external, not internal: infrastructure, customs, policy gaps, downturn (001).

    In the code frame and, code by code, in the statements; the four are also the ones named most often.
    """
    frame = tables["codes.csv"]
    frame = frame[frame["kind"] == "challenge"].set_index("code")
    major, internal = frame[frame["major"] == "yes"], frame[frame["locus"] == "internal"]
    codes, places = tuple(sorted(major.index)), sorted(major["locus"].unique())
    none_major = len(internal) > 0 and not (internal["major"] == "yes").any()
    rows: list[Row] = [
        ("major", ", ".join(codes), "the four named", codes == MAJOR_CHALLENGES),
        ("where they lie", ", ".join(places), "external", places == ["external"]),
        ("internal challenges", len(internal), "some, none major", bool(none_major)),
    ]
    said = tables["statements.csv"]
    for name, part in (("focus groups", said[said["source_type"] == "focus_group"]), ("all statements", said)):
        leaders = _leaders(part["challenge"], len(MAJOR_CHALLENGES))
        rows.append((f"named most often, {name}", ", ".join(leaders), "the four named", leaders == MAJOR_CHALLENGES))
    named = said[said["challenge"] != ""]
    same = all((named[column] == named["challenge"].map(frame[column])).all() for column in ("locus", "major"))
    rows.append(("statements as in the code frame", len(named), "all", same and len(named) > 0))
    return findings("F30", rows)


def f31_confident(tables: Tables) -> pd.DataFrame:
    """F31: all participants of discussions are confident that vulnerable communities can contribute (001)."""
    answers = tables["focus_groups.csv"]["confident"]
    sure = int((answers == "yes").sum())
    return findings("F31", [("focus groups that are", sure, f"all {len(answers)}", sure == len(answers) > 0)])


def f32_team(tables: Tables) -> pd.DataFrame:
    """F32: nine data collectors from seven organisations (001). Codes only: names of persons are not data here."""
    team = tables["team.csv"]
    collectors, organisations = team["collector"].nunique(), team["partner"].nunique()
    coded = bool(team["collector"].str.fullmatch("Q[0-9]+").all() and team["partner"].str.fullmatch("P[0-9]+").all())
    return findings(
        "F32",
        [
            ("collectors", collectors, f"= {COLLECTORS}", collectors == COLLECTORS == len(team)),
            ("organisations", organisations, f"= {ORGANISATIONS}", organisations == ORGANISATIONS),
            ("no names", "codes" if coded else "names", "codes", coded),
        ],
    )


def f33_wider_view(tables: Tables) -> pd.DataFrame:
    """F33: citizens worry about education, jobs, violence and equality; organisations look wider (001).

    The four themes lead among citizens and occur in each of their groups. "Wider" is read as a higher Shannon entropy
    of the themes (bits), than each citizen group and than all of them together.
    """
    said = tables["statements.csv"]
    citizens = said[said["group"].isin(CITIZENS)]
    leaders = _leaders(citizens["theme"], len(DAILY_THEMES))
    own = entropy(said.loc[said["group"] == "cso", "theme"])
    rows: list[Row] = [("citizens' themes", ", ".join(leaders), "the four", leaders == DAILY_THEMES)]
    for group in CITIZENS:
        themes = said.loc[said["group"] == group, "theme"]
        missing = sorted(set(DAILY_THEMES) - set(themes))
        rows.append((f"{group}: missing", ", ".join(missing), "none", not missing))
        rows.append((f"{group}: entropy", round(entropy(themes), 2), f"< {own:.2f} (cso)", entropy(themes) < own))
    together = entropy(citizens["theme"])
    rows.append(("citizens: entropy", round(together, 2), f"< {own:.2f} (cso)", together < own))
    return findings("F33", rows)


def f37_interviews(tables: Tables) -> pd.DataFrame:
    """F37: 120 in-depth interviews (002). Counts different numbers."""
    interviews = tables["interviews.csv"]
    n = interviews["interview_id"].nunique()
    return findings("F37", [("interviews", n, f"= {INTERVIEWS}", n == INTERVIEWS == len(interviews))])


def f38_dialogues(tables: Tables) -> pd.DataFrame:
    """F38: three community dialogues (002). Counts different numbers."""
    dialogues = tables["dialogues.csv"]
    n = dialogues["dialogue_id"].nunique()
    return findings("F38", [("dialogues", n, f"= {DIALOGUES}", n == DIALOGUES == len(dialogues))])


CHECKS: dict[str, tuple[str, TableCheck]] = {
    "F27": ("001", f27_covid),
    "F28": ("001", f28_poverty),
    "F29": ("001", f29_importance),
    "F30": ("001", f30_challenges),
    "F31": ("001", f31_confident),
    "F32": ("001", f32_team),
    "F33": ("001", f33_wider_view),
    "F37": ("002", f37_interviews),
    "F38": ("002", f38_dialogues),
}


def claims() -> dict[str, str]:
    """What each published figure says, in the language in use."""
    return {
        "F27": _("Focus groups: SDG 1 and SDG 8 are low because of the COVID-19 downturn and unemployment"),
        "F28": _("Focus groups: all groups expect poverty to be better by 2025"),
        "F29": _("SDG 4 and SDG 16 matter most to the citizen groups; to organisations all goals matter alike"),
        "F30": _("The major challenges lie outside: infrastructure, customs, policy gaps, economic downturn"),
        "F31": _("All focus groups are confident that vulnerable communities can contribute"),
        "F32": _("Nine data collectors from seven organisations"),
        "F33": _("Citizens worry about education, jobs, violence and equality; organisations look wider"),
        "F37": _("120 in-depth interviews"),
        "F38": _("Three community dialogues"),
    }


def check_package(tables: Tables) -> pd.DataFrame:
    """Run every check on the tables of qualitative-2022.

    Returns
    -------
    DataFrame
        One row a published figure: check, holds, value, claim.
    """
    return check_tables(CHECKS, claims(), tables)


def entropy(codes: pd.Series) -> float:
    """Shannon entropy of the shares of each code, in bits: -sum p log2 p (C. E. Shannon, 1948); 0 without codes."""
    shares = codes.value_counts(normalize=True).to_numpy()
    return float(-(shares * np.log2(shares)).sum()) if len(shares) else 0.0


def _most_frequent(codes: pd.Series) -> list[str]:
    counts = codes[codes != ""].value_counts()
    return sorted(counts.index[counts == counts.max()])


def _leaders(codes: pd.Series, n: int) -> tuple[str, ...]:
    """The ``n`` most frequent codes in alphabetical order; none when a tie leaves open which they are."""
    counts = codes[codes != ""].value_counts()
    if len(counts) < n or (len(counts) > n and counts.iloc[n] == counts.iloc[n - 1]):
        return ()
    return tuple(sorted(counts.index[:n]))
