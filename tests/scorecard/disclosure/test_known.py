"""Who stands out: every fact more can only make people easier to find, and the end is FIG20."""

import pytest

from cgd.errors import UsageError
from cgd.scorecard import GROUPS, Survey, load
from cgd.scorecard.disclosure import anonymity, limits, who_stands_out


@pytest.fixture(scope="module")
def survey() -> Survey:
    return load()


@pytest.mark.parametrize("group", GROUPS)
def test_one_fact_more_never_hides_anybody(survey: Survey, group: str) -> None:
    table = who_stands_out(survey, group)
    assert len(table) == len(limits().keys)
    assert (table.diff().iloc[1:] >= 0).all(axis=None)
    assert (table.iloc[:, 0] >= table.iloc[:, 1]).all()


def test_all_groups_together_are_fig20(survey: Survey) -> None:
    last = [who_stands_out(survey, group).iloc[-1].tolist() for group in GROUPS]
    whole = anonymity(survey.respondents)
    assert [sum(column) for column in zip(*last, strict=True)] == [whole.n_under, whole.n_unique]


def test_an_unknown_group_is_refused(survey: Survey) -> None:
    with pytest.raises(UsageError, match="Allowed: children"):
        who_stands_out(survey, "men")
