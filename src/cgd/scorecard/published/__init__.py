"""Every published figure of the survey that microdata can show, as a check that can fail.

The numbers F01 ... are those of the research note. F27 to F33, F37 and F38 are about interviews and groups
(`qualitative.py`), F41 to F47 about the pilot (`pilot.py`); the others are about documents (`document_claims`).
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from cgd.language import _
from cgd.scorecard.published import design, levels, orders
from cgd.scorecard.published.findings import in_words
from cgd.scorecard.survey import Survey

Check = Callable[[Survey], pd.DataFrame]


@dataclass(frozen=True)
class Published:
    """One published figure: its number, where it stands, its check, and whether part of it rests on our illustration.

    Attributes
    ----------
    source
        "001" = executive summary of the report, "002" = presentation.
    illustration
        True when the other side of the comparison is not published in numbers and is ours.
    """

    number: str
    source: str
    check: Check
    illustration: bool = False


PUBLISHED: dict[str, Published] = {
    figure.number: figure
    for figure in (
        Published("F01", "001", design.f01_samples),
        Published("F02", "001, 002", design.f02_groups),
        Published("F03", "001", design.f03_ethnic_minorities),
        Published("F04", "001, 002", design.f04_sdgs),
        Published("F05", "001", design.f05_indicators),
        Published("F06", "001", design.f06_scale),
        Published("F07", "001", design.f07_two_years),
        Published("F08", "001, 002", design.f08_regions),
        Published("F09", "001", design.f09_areas),
        Published("F10", "001", levels.f10_level),
        Published("F11", "001", levels.f11_above_average),
        Published("F12", "001", levels.f12_growth),
        Published("F13", "001", levels.f13_gain),
        Published("F14", "001", levels.f14_three_years),
        Published("F15", "001", levels.f15_line_to_2030),
        Published("F16", "001", orders.f16_top_2022),
        Published("F17", "001", orders.f17_top_2025),
        Published("F18", "001", orders.f18_north),
        Published("F19", "001", orders.f19_urban_to_remote),
        Published("F20", "001", orders.f20_lowest_sdgs),
        Published("F21", "001", orders.f21_largest_gains),
        Published("F22", "001", orders.f22_highest_2022),
        Published("F23", "001", orders.f23_highest_2025),
        Published("F24", "001", orders.f24_below_official, illustration=True),
        Published("F25", "001", orders.f25_partly_reached, illustration=True),
        Published("F26", "001", levels.f26_different_and_similar),
        Published("F35", "002", design.f35_forms),
        Published("F36", "002", design.f36_child_ages),
    )
}


def claims() -> dict[str, str]:
    """What each published figure says, in the language in use."""
    return {
        "F01": _("3,100 samples"),
        "F02": _("Six groups were sampled"),
        "F03": _("Ethnic minorities are among the voices"),
        "F04": _("The SDGs are 1, 4, 5, 8, 13 and 16"),
        "F05": _("69 indicators"),
        "F06": _("Ratings go from 1 (very low) to 5 (completed)"),
        "F07": _("Each indicator is rated for 2022 and forecast for 2025"),
        "F08": _("Three regions: North, Central and Central Highlands, South"),
        "F09": _("Urban areas beside rural, remote and mountainous areas"),
        "F10": _("All groups mark 2022 between 3.3 and 3.49 of 5"),
        "F11": _("That level is above average"),
        "F12": _("10 % to 12.4 % better by 2025 (read as per cent of the maximum 5)"),
        "F13": _("0.5 to 0.62 points better by 2025 (read as over three years)"),
        "F14": _("2025 is three years after 2022"),
        "F15": _("At the same pace all six SDGs reach 4 to 5 by 2030"),
        "F16": _("Children and women see the most achieved in 2022"),
        "F17": _("Youth and women are the most positive for 2025"),
        "F18": _("The North is more positive than the Central region and the South"),
        "F19": _("Views get less positive from urban to rural, remote and mountainous areas"),
        "F20": _("SDG 1 and SDG 8 are lowest in 2022"),
        "F21": _("SDG 1 and SDG 8 gain most by 2025"),
        "F22": _("SDG 4 is highest in 2022"),
        "F23": _("SDG 4 is highest in 2025"),
        "F24": _("Communities are less positive than the official picture on all six SDGs (illustration)"),
        "F25": _("SDG 1, 4 and 13 are partly reached in 2025, above average (official side: illustration)"),
        "F26": _("Groups, regions and areas differ, and the groups lie within 0.19 points"),
        "F35": _("Three questionnaires"),
        "F36": _("Children are 11 to 15 years old"),
    }


def document_claims() -> dict[str, str]:
    """What the report says and no data can show, in the language in use: only the document itself proves it."""
    return {
        "F34": _("Five steps to a database of citizen-generated data; recommendations to Government and organisations"),
    }


def check_all(survey: Survey) -> pd.DataFrame:
    """Run every check.

    Returns
    -------
    DataFrame
        One row a published figure: check, holds, value (what was found; the parts that fail, if any do), claim.
    """
    texts = claims()
    rows = []
    for number, figure in PUBLISHED.items():
        found = figure.check(survey)
        rows.append((number, bool(found["holds"].all()), in_words(found), texts[number]))
    return pd.DataFrame(rows, columns=["check", "holds", "value", "claim"])
