"""FIG03: response rates by hand, and a consent for each record."""

import pandas as pd
import pytest
from check_cases import ADULT, CHILD, changed, findings, limits, only, people, places, survey_of

from cgd.scorecard.checks import check_quality, consent_share, response_rates
from cgd.scorecard.tables import text_cells

CHILDREN = {**CHILD, "interviewer": "I01", "device": "T101"}


def contacts(**counts: str) -> pd.DataFrame:
    row = {"partner": "P1", "recruitment": "member_list", "contacted": "250", "eligible": "200", "refused": "30"}
    return pd.DataFrame([row | {"partial": "10", "completed": "150"} | counts], dtype="str")


# Response rates


def test_rr1_is_completed_of_all_eligible():
    row = response_rates(contacts()).iloc[0]
    assert row["response_rate"] == pytest.approx(150 / 200)  # not of the 250 contacted, and without the partial ones
    assert row["refusal_rate"] == pytest.approx(30 / 200)
    assert row["computable"]


def test_everybody_eligible_answered():
    row = response_rates(contacts(eligible="150", refused="0", partial="0")).iloc[0]
    assert (row["response_rate"], row["refusal_rate"]) == (1, 0)


@pytest.mark.parametrize(
    "counts",
    [
        {"eligible": ""},
        {"eligible": "0", "completed": "0", "refused": "0", "partial": "0"},
        {"completed": ""},
        {"eligible": "189"},  # 150 + 10 + 30 are more
    ],
)
def test_what_cannot_be_computed_stays_missing(counts):
    row = response_rates(contacts(**counts)).iloc[0]
    assert not row["computable"]
    assert row[["response_rate", "refusal_rate"]].isna().all()


def test_parts_that_just_fit_are_computed():
    assert response_rates(contacts(eligible="190")).loc[0, "response_rate"] == pytest.approx(150 / 190)


def test_refusals_that_nobody_wrote_down_leave_their_rate_missing_only():
    row = response_rates(contacts(refused="")).iloc[0]
    assert row["computable"] and row["response_rate"] == 0.75
    assert pd.isna(row["refusal_rate"])


def test_the_shipped_contacts_have_both_kinds(shipped):
    table = text_cells(shipped / "contacts.csv")
    rates = response_rates(table)
    assert rates["partner"].tolist() == table["partner"].tolist()
    assert set(rates["computable"]) == {True, False}
    assert (rates["computable"] == rates["response_rate"].notna()).all()
    assert rates["response_rate"].dropna().between(0, 1).all()
    recorded = table[table["eligible"] != ""]
    by_hand = recorded["completed"].astype(int) / recorded["eligible"].astype(int)
    assert rates["response_rate"].dropna().tolist() == pytest.approx(by_hand.tolist())


# Consent


@pytest.mark.parametrize("cell", ["", "no"])
def test_a_record_without_consent_is_to_be_deleted(cell):
    found = only(findings(changed(people(12), {("R0003", "consent"): cell})))
    assert found == ("FIG03", "no_consent", "R0003", "consent", cell, "There is no consent: delete this record.")


def test_a_text_that_is_no_answer_is_no_consent_and_is_shown():
    assert places(findings(changed(people(12), {("R0003", "consent"): "??"})), "no_consent") == [
        ("R0003", "consent", "??")
    ]


@pytest.mark.parametrize("column", ["consent", "guardian_consent"])
def test_a_consent_that_was_withdrawn(column):
    children = people(4, **CHILDREN)
    found = only(findings(changed(children, {("R0002", column): "withdrawn"})))
    assert found[:5] == ("FIG03", "consent_withdrawn", "R0002", column, "withdrawn")
    assert "withdrawn" in found[5]


@pytest.mark.parametrize("cell", ["", "no"])
def test_a_child_needs_a_guardian_too(cell):
    found = only(findings(changed(people(4, **CHILDREN), {("R0002", "guardian_consent"): cell})))
    assert found[:5] == ("FIG03", "no_consent", "R0002", "guardian_consent", cell)
    assert "parent or guardian" in found[5]


def test_adults_need_no_guardian():
    assert findings(people(4, guardian_consent="")).empty


def test_the_form_tells_a_child_whose_group_is_not_known():
    wide = changed(people(4, **CHILDREN), {("R0002", "guardian_consent"): "", ("R0002", "group"): "kids"})
    assert places(findings(wide), "no_consent") == [("R0002", "guardian_consent", "")]


def test_a_known_group_of_adults_needs_no_guardian_whatever_the_form():
    wide = changed(people(4, **CHILDREN), {("R0002", "guardian_consent"): "", ("R0002", "group"): "youth"})
    assert not places(findings(wide), "no_consent")


def test_what_counts_as_refused_is_a_setting():
    wide = changed(people(12), {("R0003", "consent"): "no"})
    assert check_quality(survey_of(wide), limits({"consent.refused.value": []})).empty


def test_share_with_a_consent_by_group():
    children = people(4, **CHILDREN).assign(respondent_id=[f"R10{n:02d}" for n in range(4)])
    wide = pd.concat([people(6), children], ignore_index=True)
    wide = changed(
        wide,
        {
            ("R0001", "consent"): "no",
            ("R0002", "consent"): "withdrawn",
            ("R0003", "consent"): "",
            ("R1000", "guardian_consent"): "",
        },
    )
    table = consent_share(survey_of(wide)).set_index("group")
    assert table.loc[ADULT["group"]].tolist() == [6, 3, 0.5]
    assert table.loc["children"].tolist() == [4, 3, 0.75]
