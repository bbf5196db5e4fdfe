"""No answer is lost between form and file, and a file that somebody broke is explained, not changed."""

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from strategies import answers_to, filled

from cgd.errors import CgdError
from cgd.toolkit.answers_file import answers_from_text, answers_text, read_answers
from cgd.toolkit.loading import load_toolkit
from cgd.toolkit.source import MOST_BYTES, parse_tree, read_tree
from cgd.toolkit.values import MOST_LETTERS, parse

FORM = load_toolkit("viet-nam")
HEAD = """format: 1
toolkit: {id: cgd-quality-toolkit, version: '1.0', country: viet-nam}
language: en
answers:
"""


@given(filled(FORM))
@settings(
    derandomize=True,
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_what_is_written_is_read(answers):
    assert answers_from_text(answers_text(answers), Path("x.yml"), FORM) == answers


@pytest.mark.parametrize("question", list(FORM.questions()), ids=lambda question: question.id)
def test_every_question_can_be_stored(question):
    @given(answers_to(question))
    @settings(derandomize=True, max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def round_trip(answer):
        for name, value in answer.values.items():
            assert parse(question.field(name), value) == value

    round_trip()


@given(filled(FORM))
@settings(derandomize=True, max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_other_yaml_readers_see_the_same_texts(answers):
    plain = yaml.safe_load(answers_text(answers))
    for name, answer in answers.answers.items():
        assert plain["answers"][name].get("answer", {}) == dict(answer.values)


BROKEN = {
    "an unknown question": (HEAD + "  Z9: {answer: {text: x}}\n", 5, "Z9", "no question Z9"),
    "an unknown field": (HEAD + "  B1:\n    answer:\n      problm: x\n", 7, "B1", "problm"),
    "a wrong choice": (HEAD + "  F8:\n    answer:\n      claim: everybody\n", 7, "F8", "Allowed: answered"),
    "no number": (HEAD + "  G5:\n    answer: {rate: many}\n", 6, "G5", "must be a number"),
    "a number out of range": (HEAD + "  G5:\n    answer: {rate: 120}\n", 6, "G5", "from 0 to 100"),
    "no date": (HEAD + "  A1:\n    answer:\n      name: x\n      date: soon\n", 8, "A1", "must be a date"),
    "a 30th of February": (HEAD + "  A1:\n    answer: {date: 2022-02-30}\n", 6, "A1", "must be a date"),
    "a text where a table is": (HEAD + "  B2:\n    answer: {uses: everything}\n", 6, "B2", "rows by name"),
    "an unknown row": (HEAD + "  B2:\n    answer:\n      uses:\n        money: {decision: x}\n", 8, "B2", "money"),
    "a list where a text is": (HEAD + "  B1:\n    answer: {problem: [a, b]}\n", 6, "B1", "one value"),
    "something in a computed field": (HEAD + "  K3:\n    answer: {gate: passed}\n", 6, "K3", "computed"),
    "an unknown state": (HEAD + "  B1: {state: maybe}\n", 5, "B1", "not_applicable"),
    "a question twice": (HEAD + "  B1: {reason: a}\n  B2: {reason: b}\n  B1: {reason: c}\n", 7, "B1", "second time"),
    "an alias": (HEAD + "  B1: &a {reason: a}\n  B2: *a\n", 5, "", "not allowed"),
    "a tag": (HEAD + "  B1: {reason: !!python/name:os.system x}\n", 5, "B1", "not allowed"),
    "a missing colon": (HEAD + "  B1:\n    answer\n      x: 1\n", 7, "B1", "is no YAML"),
    "a quotation mark left open": (HEAD + '  B1: {reason: "a}\n', 5, "B1", "is no YAML"),
    "two documents": (HEAD + "  B1: {reason: a}\n---\nformat: 1\n", 6, "", "second document"),
    "no mapping": ("- a\n- b\n", 1, "", "not a file of Toolkit answers"),
    "another format": ("format: 7\n", 1, "", "format: 1"),
    "nothing": ("", 1, "", "not a file of Toolkit answers"),
    "a newer form": (HEAD.replace("'1.0'", "'9.3'"), 2, "", "Update"),
    "another form": (HEAD.replace("cgd-quality-toolkit", "other"), 2, "", "is of the form other"),
    "an unknown country": (HEAD.replace("viet-nam", "atlantis"), 2, "", "atlantis"),
    "deep nesting": (HEAD + "  B1: " + "[" * 5000 + "]" * 5000 + "\n", 5, "B1", "too deep"),
    "a broken figure": (HEAD + "  B1: {reason: a}\nevidence:\n  FIG02: {value: 3}\n", 7, "", "FIG02|compute it again"),
}


@pytest.mark.parametrize("case", BROKEN, ids=str)
def test_a_broken_file_is_explained_in_one_line(file, case):
    content, line, question, words = BROKEN[case]
    path = file(content)
    with pytest.raises(CgdError) as caught:
        read_answers(path)
    message = str(caught.value)
    assert "\n" not in message and len(message) < 600
    assert f"answers.yml, line {line}" in message
    assert f", {question}:" in message if question else True
    assert any(part in message for part in words.split("|"))
    assert path.read_text() == content


def test_a_bomb_of_aliases_is_refused_at_once(file):
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    with pytest.raises(CgdError, match=r"line 1.*not allowed"):
        read_tree(file(bomb))


def test_fifty_megabytes_of_text_are_refused_with_the_question(file):
    path = file(HEAD + "  A1:\n    answer: {name: x}\n  B1:\n    answer:\n      problem: " + "x" * 50_000_000 + "\n")
    with pytest.raises(CgdError, match=r"line 7, B1: the file has 50 MB"):
        read_answers(path)
    assert path.stat().st_size > MOST_BYTES


def test_a_text_that_is_too_long_is_refused_with_its_line(file):
    with pytest.raises(CgdError, match=rf"line 7, B1: problem: has {MOST_LETTERS + 1} letters"):
        read_answers(file(HEAD + "  B1:\n    answer:\n      problem: " + "x" * (MOST_LETTERS + 1) + "\n"))


@pytest.mark.parametrize("encoding", ["utf-16", "cp1258"])
def test_another_encoding_is_named(file, encoding):
    text = HEAD + "  B1:\n    answer:\n      problem: Đăk Lăk\n"
    with pytest.raises(CgdError, match=r"answers.yml, line \d+.*Save it as UTF-8"):
        read_answers(file(text.encode(encoding)))


def test_windows_line_ends_and_a_byte_order_mark_are_read(file):
    text = (HEAD + "  B1:\n    answer:\n      problem: Đường làng\n").replace("\n", "\r\n")
    found = read_answers(file(b"\xef\xbb\xbf" + text.encode()))
    assert found.value("B1", "problem") == "Đường làng"


def test_words_that_yaml_takes_for_something_else_stay_words(file):
    found = read_answers(file(HEAD + "  B1:\n    answer: {problem: no, who: 1.10}\n"))
    assert found.value("B1", "problem") == "no"
    assert found.value("B1", "who") == "1.10"


def test_decimal_commas_and_days_first(file):
    found = read_answers(file(HEAD + "  G5:\n    answer: {rate: '87,5'}\n  A1:\n    answer: {date: 14/7/2022}\n"))
    assert found.value("G5", "rate") == 87.5
    assert found.value("A1", "date") == "2022-07-14"


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "a: [", "\t- x", "a: b: c", "? [a]\n: b", "%YAML 9.9\n---\na: 1"])
def test_what_is_no_plain_yaml_is_an_error_with_a_line(text):
    with pytest.raises(CgdError, match=r"x.yml, line \d"):
        parse_tree(text, Path("x.yml"))
