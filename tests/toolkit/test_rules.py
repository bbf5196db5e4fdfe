"""What may not be claimed: every rule with cases that break it, that keep it, and that lie on the line between."""

from dataclasses import replace

import pytest

from cgd.toolkit.answers import Answers, Proof, new_answers, with_value
from cgd.toolkit.evidence.item import Evidence
from cgd.toolkit.loading import load_toolkit
from cgd.toolkit.rules.gate import gate
from cgd.toolkit.rules.hard import by_chance, violations
from cgd.toolkit.rules.scores import counting, scores
from cgd.toolkit.rules.settings import GATE, RULES, load_rules
from cgd.toolkit.rules.verdict import verdicts
from cgd.toolkit.words import speaking

FORM, SETTINGS = load_toolkit("viet-nam"), load_rules("viet-nam")


def form(*given: tuple[str, object]) -> Answers:
    """Answers from pairs such as ("F8.claim", "national")."""
    answers = new_answers(FORM)
    for place, value in given:
        answers = with_value(answers, FORM, *place.split(".", 1), value)
    return answers


def stages(*methods: str) -> tuple[str, object]:
    return "F3.stages", [
        {"stage": str(n), **({"method": method} if method else {})} for n, method in enumerate(methods)
    ]


def pooled(*units: str) -> tuple[str, object]:
    return "I1.statistics", [{"name": "mean", "units": list(units)}]


def errors(left_out: str = "", **row: str) -> tuple[str, object]:
    rows = FORM.question("K1").field("errors").rows
    return "K1.errors", {name: row or {"size": "low", "direction": "up"} for name in rows if name != left_out}


def cells(number: int | None, **more: str) -> Evidence:
    return Evidence("FIG19", {} if number is None else {"small_cells": number}, **more)


NATIONAL, MARGIN = ("F8.claim", "national"), ("I3.shown", "margin_of_error")
# Rule, what is there (FIG19 last where it matters), the fields that are found.
CASES = {
    "R1 breaks: purposive, national": ("R1", [stages("purposive"), NATIONAL], ["F8.claim"]),
    "R1 breaks: purposive, margin of error": ("R1", [stages("purposive"), MARGIN], ["I3.shown"]),
    "R1 breaks: both": ("R1", [stages("volunteers"), NATIONAL, MARGIN], ["F8.claim", "I3.shown"]),
    "R1 line: one stage of three is not by chance": (
        "R1",
        [stages("all", "quota", "probability"), NATIONAL],
        ["F8.claim"],
    ),
    "R1 line: nothing is said of the selection": ("R1", [NATIONAL], ["F8.claim"]),
    "R1 line: one stage is left open": ("R1", [stages("probability", ""), NATIONAL], ["F8.claim"]),
    "R1 keeps: by chance at every stage": ("R1", [stages("all", "probability"), NATIONAL, MARGIN], []),
    "R1 keeps: purposive, the places": (
        "R1",
        [stages("purposive"), ("F8.claim", "places"), ("I3.shown", "bootstrap_sites")],
        [],
    ),
    "R2 breaks: people and group scores": ("R2", [pooled("person", "group_consensus")], ["I1.statistics"]),
    "R2 line: organisations and group scores": ("R2", [pooled("organisation", "group_consensus")], ["I1.statistics"]),
    "R2 keeps: group scores alone": ("R2", [pooled("group_consensus")], []),
    "R2 keeps: two lines": ("R2", [("I1.statistics", [{"units": ["person"]}, {"units": ["group_consensus"]}])], []),
    "R3 breaks: people and organisations": ("R3", [pooled("person", "organisation")], ["I1.statistics"]),
    "R3 line: households and organisations": ("R3", [pooled("household", "organisation")], ["I1.statistics"]),
    "R3 line: people and households": ("R3", [pooled("person", "household")], []),
    "R3 keeps: organisations alone": ("R3", [pooled("organisation")], []),
    "R4 breaks: don't know as the middle": ("R4", [("E3.dont_know", "midpoint")], ["E3.dont_know"]),
    "R4 breaks: not applicable, in processing": ("R4", [("H6.not_applicable", "midpoint")], ["H6.not_applicable"]),
    "R4 line: replaced by the mean": ("R4", [("H6.dont_know", "mean")], []),
    "R4 keeps: a code of its own": ("R4", [("E3.dont_know", "own_code"), ("H6.dont_know", "set_missing")], []),
    "R5 breaks: a low limit": ("R5", [("D9.limit", 9)], ["D9.limit"]),
    "R5 line: the lowest limit": ("R5", [("D9.limit", 10)], []),
    "R5 breaks: no second cell": ("R5", [("D9.second", "no")], ["D9.second"]),
    "R5 breaks: published below the own limit": ("R5", [("D9.limit", 30), ("I4.minimum", 29)], ["I4.minimum"]),
    "R5 line: published from the own limit on": ("R5", [("D9.limit", 30), ("I4.minimum", 30)], []),
    "R5 line: no own limit, published from 9 on": ("R5", [("I4.minimum", 9)], ["I4.minimum"]),
    "R5 breaks: small ones are shown with a mark": ("R5", [("I4.below", "marked")], ["I4.below"]),
    "R5 keeps: small ones are merged": ("R5", [("I4.below", "merged")], []),
    "R5 breaks: a table without protection": ("R5", [("J5.applied", "some"), cells(3)], ["J5.applied"]),
    "R5 line: nothing small was there": ("R5", [("J5.applied", "none"), cells(0)], []),
    "R5 line: nobody has looked": ("R5", [("J5.applied", "none")], ["J5.applied"]),
    "R5 line: it could not be computed": (
        "R5",
        [("J5.applied", "none"), cells(None, missing="no_data")],
        ["J5.applied"],
    ),
    "R6 breaks: an expectation as a trend": (
        "R6",
        [("I6.measured", "expected"), ("I6.called", "trend")],
        ["I6.called"],
    ),
    "R6 line: a recollection as a trend": ("R6", [("I6.measured", "recalled"), ("I6.called", "trend")], ["I6.called"]),
    "R6 line: one time only": ("R6", [("I6.measured", "once"), ("I6.called", "trend")], ["I6.called"]),
    "R6 keeps: measured twice": ("R6", [("I6.measured", "twice"), ("I6.called", "trend")], []),
    "R6 keeps: called an expectation": ("R6", [("I6.measured", "expected"), ("I6.called", "expectation")], []),
    "R7 breaks: a verdict, an empty row": (
        "R7",
        [errors("weighting"), ("K4.fitness", {"advocacy": {"verdict": "fit"}})],
        ["K4.fitness"],
    ),
    "R7 line: a size without a direction": (
        "R7",
        [errors(size="high"), ("K4.fitness", {"advocacy": {"verdict": "fit"}})],
        ["K4.fitness"],
    ),
    "R7 line: all unknown": ("R7", [errors(size="unknown"), ("K4.fitness", {"advocacy": {"verdict": "fit"}})], []),
    "R7 keeps: no verdict yet": ("R7", [errors("weighting"), ("K4.fitness", {"advocacy": {"reason": "not yet"}})], []),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule(case):
    rule, given, expected = CASES[case]
    answers = form(*[pair for pair in given if isinstance(pair, tuple)])
    answers = answers.with_evidence({item.figure: item for item in given if isinstance(item, Evidence)})
    found = [item for item in violations(answers, FORM, SETTINGS) if item.rule == rule]
    assert [f"{item.question}.{item.field}" for item in found] == expected


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("case", [case for case in CASES if "breaks" in case], ids=str)
def test_a_message_teaches(case, language):
    rule, given, _expected = CASES[case]
    answers = form(*[pair for pair in given if isinstance(pair, tuple)])
    with speaking(language):
        for found in (item for item in violations(answers, FORM, SETTINGS) if item.rule == rule):
            assert len(found.what) > 20 and len(found.why) > 60 and len(found.instead) > 30
            assert FORM.has(found.question) and found.question in (
                *found.instead.replace(".", " ").split(),
                found.question,
            )


def test_every_rule_has_passing_failing_and_borderline_cases():
    for rule in RULES:
        for kind in ("breaks", "keeps", "line"):
            assert any(case.startswith(f"{rule} {kind}") for case in CASES), (rule, kind)


def test_rules_name_questions_and_fields_that_every_country_has():
    for country in ("global", "viet-nam", "kenya"):
        toolkit, settings = load_toolkit(country), load_rules(country)
        assert violations(new_answers(toolkit), toolkit, settings) == []
        assert [item.passed for item in gate(new_answers(toolkit), toolkit, settings)] == [False] * 6
        named = {item.question for item in settings.gate.values()} | {
            q for d in settings.dimensions.values() for q in d.questions
        }
        assert [name for name in named if not toolkit.has(name)] in ([], ["D2"])


def test_selection_by_chance_is_decided_by_the_weakest_stage():
    assert by_chance(form(stages("all", "probability"))) is True
    assert by_chance(form(stages("probability", "snowball"))) is False
    assert by_chance(form(stages("probability", ""))) is None
    assert by_chance(form(stages("", "snowball"))) is False
    assert by_chance(form()) is None


THROUGH = [
    ("D3.how", "written"),
    ("D9.limit", 10),
    ("D9.second", "yes"),
    ("E8.instruments", [{"title": "form", "link": "form.xlsx"}]),
    stages("purposive"),
    ("A3.contacts", {"data": {"reach": "a@b"}, "privacy": {"reach": "c@d"}}),
    ("J6.printed", "yes"),
    ("J6.line", "Who answered"),
]
SHUT = {
    "consent": [("D3.how", "oral_unrecorded")],
    "disclosure": [("I4.below", "shown")],
    "text": [("E8.instruments", [{"title": "form"}])],
    "selection": [stages("")],
    "contact": [("A3.contacts", {"data": {"reach": "a@b"}})],
    "limits": [("J6.printed", "no")],
}


def passed(answers: Answers) -> dict[str, bool]:
    return {item.item: item.passed for item in gate(answers, FORM, SETTINGS)}


def test_the_gate_opens_with_all_six():
    assert passed(form(*THROUGH)) == dict.fromkeys(GATE, True)


@pytest.mark.parametrize("item", GATE)
def test_each_of_the_six_can_shut_it(item):
    assert passed(form(*THROUGH, *SHUT[item])) == {name: name != item for name in GATE}


@pytest.mark.parametrize(("share", "opens"), [(0.992, False), (0.9999, False), (1.0, True), (None, True)])
def test_every_record_needs_a_stored_consent(share, opens):
    answers = form(*THROUGH).with_evidence({"FIG03": Evidence("FIG03", {"consent_share": share})})
    assert passed(answers)["consent"] is opens


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, None),
        ({"rating": 3}, 1),
        ({"rating": 0}, 0),
        ({"rating": 3, "proof": "E8"}, 3),
        ({"rating": 4, "proof": "E8"}, 3),
        ({"rating": 4, "second": 4, "proof": "E8"}, 4),
        ({"rating": 4, "second": 2, "proof": "E8"}, 2),
        ({"rating": 2, "second": 4, "proof": "E8"}, 2),
        ({"second": 2, "proof": "E8"}, 2),
    ],
)
def test_what_a_rating_counts_for(row, expected):
    assert counting(row) == expected


def rated(least: int = 2, **scores: int) -> tuple[str, object]:
    names = FORM.question("K2").field("ratings").rows
    given = {"accuracy": 3, **scores}
    return "K2.ratings", {
        name: {"rating": given.get(name, least), "second": given.get(name, least), "proof": "x"} for name in names
    }


USES = ("B2.uses", {"advocacy": {"decision": "x"}, "sdg_report": {"decision": "y"}})
READY = [*THROUGH, USES, errors(), ("F8.claim", "places")]
VERDICTS = {
    "everything is good": ([rated()], {"sdg_report": "not_fit", "advocacy": "fit"}),
    "accuracy is 2": ([rated(accuracy=2)], {"sdg_report": "not_fit", "advocacy": "caveat"}),
    "one dimension is 1": ([rated(coherence=1)], {"sdg_report": "not_fit", "advocacy": "caveat"}),
    "one dimension is 0": ([rated(coherence=0)], {"sdg_report": "not_fit", "advocacy": "not_fit"}),
    "the gate is shut": ([rated(), ("J6.printed", "no")], {"sdg_report": "not_fit", "advocacy": "not_fit"}),
    "no rating": ([], {"sdg_report": "open", "advocacy": "open"}),
    "an error was not looked at": ([rated(), errors("coverage")], {"sdg_report": "open", "advocacy": "open"}),
    "selection by chance": (
        [rated(), stages("probability"), ("F8.claim", "national")],
        {"sdg_report": "fit", "advocacy": "fit"},
    ),
    "a national claim without chance": (
        [rated(), ("F8.claim", "national")],
        {"sdg_report": "not_fit", "advocacy": "not_fit"},
    ),
    "the report quotes only those who answered": (
        [rated(), ("B2.uses", {"sdg_report": {"decision": "a box with voices", "claim": "answered"}})],
        {"sdg_report": "fit"},
    ),
}


@pytest.mark.parametrize("case", VERDICTS, ids=str)
def test_a_verdict_is_given_for_each_use(case):
    given, expected = VERDICTS[case]
    found = verdicts(form(*READY, *given), FORM, SETTINGS)
    assert {item.use: item.verdict for item in found} == expected
    assert all(item.reasons for item in found)


def test_thresholds_are_settings():
    limits = SETTINGS.thresholds.model_copy(update={"fit_accuracy": 4})
    strict = SETTINGS.model_copy(update={"thresholds": limits})
    assert [item.verdict for item in verdicts(form(*READY, rated()), FORM, strict)] == ["not_fit", "caveat"]


def test_people_who_promise_more_than_the_rules_allow_are_told():
    answers = form(
        *READY, rated(), ("K4.fitness", {"sdg_report": {"verdict": "fit"}, "advocacy": {"verdict": "caveat"}})
    )
    assert [item.overstated for item in verdicts(answers, FORM, SETTINGS)] == [True, False]


def test_scores_grow_with_answers_proof_and_somebody_outside():
    def suggested(answers: Answers) -> int:
        return next(score.suggested for score in scores(answers, FORM, SETTINGS) if score.dimension == "timeliness")

    assert suggested(form()) == 0
    dates = [("J7.end", "2022-09-20"), ("J7.released", "2023-03-01")]
    answers = form(*dates)
    assert suggested(form(dates[0])) == 1
    answers = form(*dates, ("A6.kind", "once"))
    assert suggested(answers) == 1
    proven = answers.with_evidence({"FIG26": Evidence("FIG26", {"days": 162})})
    assert suggested(proven) == 3
    checked = proven.with_answer("J7", replace(proven.of("J7"), proof=(Proof("letter", "", "statistics office"),)))
    assert suggested(checked) == 4
