"""What a workbook was made from comes back from it, letter by letter."""

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from samples import FORM, fullest, village
from strategies import filled
from workbooks import AT, SMALL, holding, opened, rows, small_village

from cgd.scorecard.export.zipped import MOMENT
from cgd.toolkit.answers import Answer, Proof, new_answers
from cgd.toolkit.sheet.reading import read_workbook
from cgd.toolkit.sheet.workbook import write_workbook
from cgd.toolkit.words import speaking

LONG = "Chúng tôi hỏi mọi nhà trong bản. " * 1200
TRAPS = [
    "=1+1",
    "+84 90",
    "-",
    "@x",
    "'x",
    "''x",
    "0012",
    "1e5",
    "007,5",
    LONG,
    "😀" * 20_000,
    "a\nb\n\n",
    "dòng\n" * 400,
    "  in  the\tmiddle ",
    "TRUE",
    "#N/A",
    "2026-01-02",
    "_x0041_",
    "_x000D_ a _x005F_x0041_",
    "a; b, c",
    "<b>&amp;</b> ]]>",
    "B1.problem",
    "\u202eabc\u200b",
]


@given(answers=filled(SMALL, most=8))
@settings(derandomize=True, max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_goes_out_comes_back(answers):
    assert read_workbook(write_workbook(answers, SMALL), SMALL) == (answers, [])


@pytest.mark.slow
@given(answers=filled(FORM, most=40))
@settings(derandomize=True, max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_whole_form_goes_out_and_comes_back(answers):
    assert read_workbook(write_workbook(answers, FORM), FORM) == (answers, [])


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("answers", [village, fullest])
def test_a_whole_form_comes_back_in_either_language(answers, language):
    with speaking(language):
        content = write_workbook(answers(), FORM)
    with speaking("en" if language == "vi" else "vi"):
        assert read_workbook(content, FORM) == (answers(), [])


@pytest.mark.parametrize("text", TRAPS, ids=range(len(TRAPS)))
def test_a_text_stays_the_text_that_it_is(text):
    proof = Proof("Biên bản", text, text)
    answers = holding("B1", "problem", text)
    answers = answers.with_answer("G5", Answer(state="unknown", reason=text, proof=(proof,), at=AT))
    answers = answers.with_answer("F3", Answer({"stages": [{"stage": text}, {}, {"how": text}]}, at=AT))
    content = write_workbook(answers, SMALL)
    assert read_workbook(content, SMALL) == (answers, [])
    for path in ("B1.problem", "F3.stages/"):
        sheet, row = rows(opened(content), path)[0]
        assert sheet.cell(row, 3).data_type == "s"


def test_drafts_and_answers_of_others_travel_along():
    answers = small_village()
    other = Answer({"problem": "Nước mặn"}, by="Hà", at=AT)
    answers = answers.with_answer("B1", replace(answers.of("B1"), others=(other,)))
    answers = replace(answers, data="thẻ.csv", unplaced={"D9.limit": "about ten", "Z1": {"a": ["b"]}})
    assert read_workbook(write_workbook(answers, SMALL), SMALL) == (answers, [])


def test_the_same_answers_give_the_same_bytes(monkeypatch):
    content = write_workbook(small_village(), SMALL)
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 5, 6, 7, 8, 9, 0, 0, 0))
    assert write_workbook(small_village(), SMALL) == content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {info.date_time for info in packed.infolist()} == {MOMENT.timetuple()[:6]}
        assert f"{MOMENT:%Y-%m-%dT%H:%M:%SZ}</dcterms:modified>".encode() in packed.read("docProps/core.xml")


def test_an_empty_form_stays_empty():
    answers = new_answers(SMALL, "vi")
    assert read_workbook(write_workbook(answers, SMALL), SMALL) == (answers, [])
