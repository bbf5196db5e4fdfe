"""The tables of consent: every record once, children need both, and the same numbers as FIG03."""

import pytest

from cgd.language import use_language
from cgd.scorecard import Survey, load, read
from cgd.scorecard.checks import CHECKS, both_consents, consent_counts, read_limits


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


@pytest.fixture(scope="module")
def raw() -> Survey:
    return read("scorecard-2022", "raw")


def test_every_record_is_counted_once_and_as_fig03_counts_it(raw: Survey) -> None:
    counts = consent_counts(raw)
    total = counts.loc["All records"]
    assert total["Records"] == len(raw.respondents)
    found = CHECKS["FIG03"](raw, read_limits())["row"].nunique()
    assert total["“No”, or nothing written"] + total["Withdrawn"] == found > 0
    assert (counts.iloc[:, 1:].sum(axis=1) == counts["Records"]).all()
    assert (counts.iloc[:-1].sum() == total).all()
    assert counts.at["Group cannot be read", "Records"] == raw.respondents["group"].isna().sum()


def test_a_clean_survey_has_no_row_for_unreadable_groups() -> None:
    counts = consent_counts(load())
    assert "Group cannot be read" not in counts.index
    assert (counts["A clear yes"] == counts["Records"]).all()


def test_both_consents_of_children_are_crossed(raw: Survey) -> None:
    table = both_consents(raw)
    people = raw.respondents
    children = (people["group"] == "children") | (people["group"].isna() & (people["instrument"] == "child"))
    assert table.to_numpy().sum() == children.sum()
    both = (people["consent"] == "yes") & (people["guardian_consent"] == "yes") & children
    assert table.at["Child: yes", "Parent or guardian: yes"] == both.sum() < children.sum()


def test_a_childs_own_no_counts(raw: Survey) -> None:
    people = raw.respondents.copy()
    row = people.index[(people["group"] == "children") & (people["guardian_consent"] == "yes")][0]
    people.loc[row, "consent"] = "no"
    survey = raw.__class__(**{**raw.__dict__, "respondents": people})
    assert both_consents(survey).at["Child: no", "Parent or guardian: yes"] == 1
    before, after = (consent_counts(item).at["Children (11–15)", "A clear yes"] for item in (raw, survey))
    assert after == before - 1
