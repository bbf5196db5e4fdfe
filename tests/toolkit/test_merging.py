"""Two people's files become one: nothing that either wrote is lost, and where they differ both answers are there."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import filled

from cgd.errors import CgdError
from cgd.toolkit.answers import Answer, Answers, Proof, new_answers
from cgd.toolkit.loading import load_toolkit
from cgd.toolkit.merging import merge

FORM = load_toolkit("viet-nam")
UNHURRIED = settings(
    derandomize=True,
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def said(answers: Answers) -> set:
    """Every single thing that a file says, beside each other or not."""
    found = set()
    for name, answer in answers.answers.items():
        for one in (answer, *answer.others):
            found |= {(name, key, repr(value)) for key, value in one.values.items()}
            found |= {(name, "state", one.state), (name, "reason", one.reason)}
            found |= {(name, "proof", proof) for proof in one.proof}
    return {item for item in found if item[2]}


def form(**values: Answer) -> Answers:
    return replace(new_answers(FORM), answers=values)


def answer(text: str, at: str = "2026-11-25T08:00:00Z", **more: str) -> Answer:
    return Answer({"problem": text, **more}, at=at)


@given(filled(FORM), filled(FORM))
@UNHURRIED
def test_nothing_is_lost(mine, theirs):
    assert said(merge(mine, theirs).answers) >= said(mine) | said(theirs)


@given(filled(FORM), filled(FORM))
@UNHURRIED
def test_the_order_does_not_matter(mine, theirs):
    one, other = merge(mine, theirs), merge(theirs, mine)
    assert one.conflicts == other.conflicts
    assert {n: a.values for n, a in one.answers.answers.items()} == {
        n: a.values for n, a in other.answers.answers.items()
    }
    assert said(one.answers) == said(other.answers)


@given(filled(FORM))
@UNHURRIED
def test_the_same_file_twice_is_the_file(answers):
    found = merge(answers, answers)
    assert said(found.answers) == said(answers)
    assert found.conflicts == ()


@given(filled(FORM), filled(FORM), filled(FORM))
@UNHURRIED
def test_with_a_common_origin_only_what_somebody_took_out_is_gone(mine, theirs, base):
    lost = (said(mine) | said(theirs)) - said(merge(mine, theirs, base).answers)
    assert lost <= said(base)


def test_different_fields_of_a_question_come_together():
    found = merge(form(B1=answer("schools")), form(B1=Answer({"who": "the commune"}, at="2026-11-25T09:00:00Z")))
    assert found.answers.of("B1").values == {"problem": "schools", "who": "the commune"}
    assert found.conflicts == ()


def test_two_answers_to_one_question_stand_beside_each_other():
    found = merge(form(B1=answer("schools")), form(B1=answer("clinics", "2026-11-25T09:00:00Z")))
    assert found.conflicts == ("B1",)
    assert found.answers.value("B1", "problem") == "clinics"
    assert [other.values["problem"] for other in found.answers.of("B1").others] == ["schools"]


def test_only_one_has_changed_it_since():
    base = form(B1=answer("schools"))
    found = merge(form(B1=answer("schools and clinics", "2026-11-25T07:00:00Z")), base, base)
    assert found.answers.value("B1", "problem") == "schools and clinics"
    assert found.conflicts == ()


def test_taken_out_by_one_and_left_alone_by_the_other():
    base = form(B1=answer("schools"), B5=Answer({}, reason="x"))
    assert "B1" not in merge(form(), base, base).answers.answers


def test_taken_out_by_one_and_changed_by_the_other_stays():
    base = form(B1=answer("schools"))
    found = merge(form(), form(B1=answer("clinics")), base)
    assert found.answers.value("B1", "problem") == "clinics"


def test_files_of_two_forms_are_not_mixed():
    with pytest.raises(CgdError, match="viet-nam and kenya"):
        merge(form(), replace(form(), country="kenya"))


@pytest.mark.parametrize("swapped", [False, True])
def test_unknown_with_an_answer_beside_it_and_a_proof_of_another(swapped):
    both = Answer({"problem": "schools"}, state="unknown", reason="nobody asked", at="2026-11-25T08:00:00Z")
    proof = Answer(proof=(Proof("minutes"),), at="2026-11-25T09:00:00Z")
    pair = (form(B1=both), form(B1=proof))
    found = merge(*(pair[::-1] if swapped else pair))
    assert found.conflicts == ()
    assert (found.answers.of("B1").state, found.answers.of("B1").proof) == ("unknown", proof.proof)


def test_unknown_against_an_answer_is_a_conflict():
    unknown = Answer(state="unknown", reason="nobody asked", at="2026-11-25T08:00:00Z")
    assert merge(form(B1=unknown), form(B1=answer("schools"))).conflicts == ("B1",)
