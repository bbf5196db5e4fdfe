"""Figures computed into a file of answers."""

from cgd.toolkit import add_evidence, read_answers
from cgd.toolkit.computing import data_path, is_outdated
from cgd.toolkit.store import open_store


def test_a_notebook_adds_figures_of_the_survey_as_it_came_in(tmp_path, capsys):
    """Duplicates are there before cleaning and gone after it: the state that was asked for is the one computed."""
    file = tmp_path / "mine.yml"
    add_evidence(file, ["FIG05"], "scorecard-2022", state="raw")
    said = capsys.readouterr().out
    raw = read_answers(file).evidence["FIG05"]
    assert "FIG05 (H3" in said and "mine.yml" in said
    add_evidence(file, ["FIG02"], "scorecard-2022")
    both = read_answers(file).evidence
    assert both["FIG05"] == raw, "a later figure does not touch an earlier one"
    assert both["FIG05"].value["exact_copies"] > 0
    store = open_store(file)
    assert not is_outdated(raw, store.answers, store.toolkit, data_path(store.answers, file))
