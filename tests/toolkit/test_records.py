"""What goes to machines and archives: valid, and nothing left out."""

import json
import os
import re
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from samples import FORM, fullest, village
from strategies import filled
from test_exports import typed

from cgd.scorecard import load
from cgd.scorecard.export.ddi import survey_ddi
from cgd.scorecard.export.study import course_study
from cgd.toolkit.answers import new_answers
from cgd.toolkit.answers_file import answers_of
from cgd.toolkit.export.ddi import toolkit_ddi
from cgd.toolkit.export.records import toolkit_json
from cgd.toolkit.rules.settings import load_rules
from cgd.toolkit.source import Tree

sys.path.append(str(Path(__file__).parents[1] / "scorecard" / "export"))
from fetch_ddi_schema import SCHEMA

RULES = load_rules("viet-nam")


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The official schema of DDI-Codebook 2.5; CI skips nothing."""
    if not SCHEMA.is_file():
        reason = "no official DDI schema on this machine: run tests/scorecard/export/fetch_ddi_schema.py once"
        assert not os.environ.get("CGD_SKIP_NOTHING"), reason
        pytest.skip(reason)
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


@pytest.mark.parametrize("answers", [new_answers(FORM), village(), fullest()], ids=["empty", "village", "fullest"])
def test_ddi_is_valid_and_nothing_is_lost(schema, answers):
    tree = etree.fromstring(toolkit_ddi(answers, FORM))
    schema.assertValid(tree)
    told = " ".join(" ".join(tree.itertext()).split())
    assert {words for words in typed(answers) if words not in told} == set()


@given(answers=filled(FORM, most=6))
@settings(derandomize=True, max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_answers_make_valid_ddi(schema, answers):
    tree = etree.fromstring(toolkit_ddi(answers, FORM))
    schema.assertValid(tree)
    told = re.sub(r"\s+", "", "".join(tree.itertext()))
    assert {words for words in typed(answers) if re.sub(r"\s+", "", words) not in told} == set()


def test_ddi_takes_over_what_describes_the_survey(schema, root):
    survey = survey_ddi(load(root / "datasets" / "scorecard-2022"), course_study())
    tree = etree.fromstring(toolkit_ddi(village(), FORM, survey_ddi=survey))
    schema.assertValid(tree)
    space = {"d": "ddi:codebook:2_5"}
    before = etree.fromstring(survey)
    assert len(tree.findall(".//d:var", space)) == len(before.findall(".//d:var", space)) > 100


def test_ddi_has_the_typed_parts(schema):
    tree = etree.fromstring(toolkit_ddi(village(), FORM))
    space = {"d": "ddi:codebook:2_5"}
    assert tree.find(".//d:titl", space).text == "Thẻ điểm cộng đồng về nước sạch ở xã Tà Xùa"
    assert tree.find(".//d:contact", space).get("email") == "dulieu@example.org"
    assert tree.find(".//d:version", space).get("date") == "2026-10-02"
    assert "F3." in " ".join(tree.find(".//d:sampProc", space).itertext())


@given(answers=filled(FORM, most=6))
@settings(derandomize=True, max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_json_holds_the_answers(answers):
    found = json.loads(toolkit_json(answers, FORM, RULES))
    plain = {
        "format": "1",
        "toolkit": found["form"],
        "language": found["language"],
        "answers": {
            name: {
                "answer": item["values"],
                **{key: item[key] for key in ("state", "reason", "proof", "by", "at") if item[key]},
                "others": [
                    {"answer": o["values"], **{k: o[k] for k in ("state", "reason", "proof", "by", "at") if o[k]}}
                    for o in item["others"]
                ],
            }
            for name, item in found["answers"].items()
        },
    }
    assert answers_of(Tree(Path("x.json"), plain), FORM).answers == answers.answers


def test_json_says_it_in_both_languages():
    found = json.loads(toolkit_json(village(), FORM, RULES))
    claim = found["answers"]["F8"]["shown"]
    assert claim == {"en": {"claim": "The group in the places visited"}, "vi": {"claim": "Nhóm đó ở những nơi đã đến"}}
    assert {item["use"]: item["verdict"] for item in found["results"]["verdicts"]} == {
        "local_service": "open",
        "sdg_report": "open",
    }


def test_the_list_of_small_cells_stays_with_the_team():
    answers = fullest()
    assert answers.evidence["FIG19"].table
    assert "table" not in json.loads(toolkit_json(answers, FORM, RULES))["evidence"]["FIG19"]
