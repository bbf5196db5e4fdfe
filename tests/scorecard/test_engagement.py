"""Who took part at which step: what is told of the survey, what a cell may hold, and the table in words."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from cgd.errors import UsageError
from cgd.language import LANGUAGES, translated, use_language
from cgd.scorecard.engagement import (
    NOBODY,
    NOT_TOLD,
    STEPS,
    UNKNOWN,
    describe_engagement,
    engagement_levels,
    level_labels,
    step_labels,
    tidy_levels,
)
from cgd.scorecard.survey import GROUPS


@pytest.fixture(scope="module")
def bank(root: Path) -> dict:
    return yaml.safe_load((root / "toolkit" / "global.yml").read_text(encoding="utf-8"))["lists"]


def test_the_survey_is_as_the_worked_example_tells_it(root: Path) -> None:
    example = yaml.safe_load((root / "toolkit" / "examples" / "scorecard-2022.yml").read_text(encoding="utf-8"))
    told = example["answers"]["C1"]["answer"]["steps"]
    levels = engagement_levels()
    assert set(told) == set(levels.index)
    for step, row in told.items():
        known = {value for value in levels.loc[step] if value != UNKNOWN}
        # A level beside "Not told" is no knowledge: the map shows that it is not known.
        assert known == (set() if row["who"] == "Not told" else {int(row["level"])})
    assert levels.loc["collection", list(GROUPS)].eq(1).all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_and_levels_are_those_of_the_toolkit(bank: dict, language: str) -> None:
    use_language(language)
    assert tuple(bank["value_chain"]) == STEPS
    names = step_labels()
    for step in STEPS[1:]:  # the Toolkit spells the first step out
        assert names[step] == translated(bank["value_chain"][step], "toolkit")
    for level, name in level_labels().items():
        assert f"{level} - {name}" == translated(bank["participation"][str(level)], "toolkit")


def test_own_groups_start_with_nothing_known() -> None:
    levels = engagement_levels(["Deaf women", "Interpreters"])
    assert list(levels.columns) == ["Deaf women", "Interpreters"]
    assert levels.eq(UNKNOWN).all(axis=None)


@pytest.mark.parametrize("groups", [[], ["one", "one"]])
def test_groups_need_names_of_their_own(groups: list[str]) -> None:
    with pytest.raises(UsageError, match="each only once"):
        engagement_levels(groups)


@pytest.mark.parametrize(
    ("typed", "read"),
    [(3, 3), (3.0, 3), (" 3 ", 3), ("?", UNKNOWN), ("", NOBODY), ("-", NOBODY), (None, NOBODY), (np.nan, NOBODY)],
)
def test_a_cell_is_read_as_it_is_meant(typed: object, read: object) -> None:
    assert tidy_levels(pd.DataFrame({"us": [typed]}, index=["design"], dtype=object)).iat[0, 0] == read


@pytest.mark.parametrize("typed", [0, 6, 2.5, "much", "²", True])
def test_a_cell_that_is_no_level_is_named(typed: object) -> None:
    table = pd.DataFrame({"us": [typed]}, index=["design"], dtype=object)
    if typed is True:  # True == 1
        assert tidy_levels(table).iat[0, 0] == 1
    else:
        with pytest.raises(UsageError, match="design, us"):
            tidy_levels(table)


def test_the_words_say_what_is_known_and_what_is_not() -> None:
    use_language("en")
    lines = describe_engagement(engagement_levels()).splitlines()
    assert lines[0] == "Design: not known for any group."
    assert lines[1].startswith("Collection: level 1 (gives answers): Children (11–15), Youth")
    assert lines[1].endswith("; not known for the others.")
    assert lines[2] == "Analysis: level 2 (is consulted): Group not told; not known for the others."
    own = engagement_levels(["us", "them"])
    own.loc["design"] = [5, NOBODY]
    own.loc["feedback"] = NOBODY
    own.loc["analysis"] = 3
    words = describe_engagement(own).splitlines()
    assert words[0] == "Design: level 5 (leads): us; nobody from them."
    assert words[2] == "Analysis: level 3 (takes part in some steps): all groups."
    assert words[5] == "Feedback: nobody."
    assert NOT_TOLD not in own
