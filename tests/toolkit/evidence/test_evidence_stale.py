"""Evidence is stale when the bytes of its files change, and only then."""

import os

import pytest

from cgd.errors import UsageError
from cgd.scorecard.codebook import RAW_SURVEY_FILE, SURVEY_FILE
from cgd.toolkit.evidence import FIGURES, compute, is_stale
from cgd.toolkit.evidence.from_answers import completeness


def stale(items, source):
    return {name for name, item in items.items() if is_stale(item, source)}


def needing(need):
    return {name for name, figure in FIGURES.items() if need in figure.needs}


@pytest.fixture
def items(copy):
    return compute(copy)


def test_nothing_is_stale_at_first_nor_after_touching(copy, items):
    assert stale(items, copy) == set()
    os.utime(copy / SURVEY_FILE, (1, 1))
    assert stale(items, copy) == set()


def test_one_byte_makes_everything_stale_and_the_old_byte_fresh_again(copy, items):
    path = copy / SURVEY_FILE
    content = path.read_bytes()
    path.write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])
    assert stale(items, copy) == set(items)
    assert stale(items, path) == set(items)
    path.write_bytes(content)
    assert stale(items, copy) == set()


@pytest.mark.parametrize(("need", "file"), [("sample_plan", "sample_plan.csv"), ("contacts", "contacts.csv")])
def test_a_file_beside_it_makes_only_its_figures_stale(copy, items, need, file):
    path = copy / file
    path.write_bytes(path.read_bytes() + b"\n")
    assert stale(items, copy) == needing(need)
    path.unlink()
    assert stale(items, copy) == needing(need)


def test_a_plan_that_turns_up_makes_its_figure_stale(copy):
    plan = (copy / "sample_plan.csv").read_bytes()
    (copy / "sample_plan.csv").unlink()
    items = compute(copy, ["FIG02"])
    assert items["FIG02"].missing == "no_sample_plan" and not stale(items, copy)
    (copy / "sample_plan.csv").write_bytes(plan)
    assert stale(items, copy) == {"FIG02"}


def test_of_a_dataset_the_file_of_the_evidence_is_looked_at(copy):
    raw = compute(copy, ["FIG05"], state="raw")
    assert stale(raw, copy) == set()
    (copy / SURVEY_FILE).write_bytes(b"changed")
    assert stale(raw, copy) == set()
    (copy / RAW_SURVEY_FILE).write_bytes(b"changed")
    assert stale(raw, copy) == {"FIG05"}


def test_another_survey_is_stale(copy, items):
    assert stale(items, copy / RAW_SURVEY_FILE) == set(items)


def test_what_does_not_come_from_a_survey_is_never_stale(copy):
    assert not is_stale(completeness({"A": (1, 2)}, data="0" * 64), copy)


def test_a_file_that_is_gone_is_one_line(copy, items, tmp_path):
    with pytest.raises(UsageError):
        is_stale(items["FIG05"], tmp_path / "gone.csv")
