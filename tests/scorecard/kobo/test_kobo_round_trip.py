"""Answers -> export of KoboToolbox or ODK Central, in every flavour -> the same answers."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kobo_exporter import INDICATORS, RATINGS, Flavour, export, people, submissions, table, write

from cgd.scorecard.kobo import read_export, read_kobo
from cgd.scorecard.kobo.forms import forms
from cgd.scorecard.wide import from_wide

FLAVOURS = [
    Flavour(),
    Flavour(separator=""),
    Flavour(words="vi"),
    Flavour(words="en", separator=""),
    Flavour(words="vi", separator="", several="summary"),
    Flavour(words="en", several="details", delimiter=","),
    Flavour(several="details", separator="", bom=True),
    Flavour(several="summary", delimiter="\t"),
    Flavour(file="xlsx"),
    Flavour(file="xlsx", words="vi", separator=""),
    Flavour(file="typed"),
    Flavour(file="typed", several="details", separator="-"),
    Flavour(tool="odk", separator="-", delimiter=","),
    Flavour(tool="odk", separator="", delimiter=",", several="summary"),
]


@pytest.mark.parametrize("form", forms())
@pytest.mark.parametrize("flavour", FLAVOURS, ids=str)
def test_every_flavour_gives_the_same_answers_back(tmp_path, flavour, form):
    wide = people(form, 6, seed=1)
    read = read_export(export(tmp_path / "export", wide, form, flavour))
    pd.testing.assert_frame_equal(read.wide[list(wide)], wide)
    assert read.problems.empty


def test_three_files_become_one_survey(tmp_path):
    wides = {form: people(form, 5, seed=2, first=1 + 100 * place) for place, form in enumerate(forms())}
    paths = [export(tmp_path / form, wide, form, Flavour(words="vi")) for form, wide in wides.items()]
    survey = read_kobo(paths)
    whole = pd.concat(wides.values(), ignore_index=True).fillna("")
    expected = from_wide(whole, INDICATORS, pd.DataFrame({"sdg": []}), None)
    np.testing.assert_array_equal(survey.answers, expected.answers)
    same = list(expected.respondents)
    pd.testing.assert_frame_equal(survey.respondents[same].astype(object), expected.respondents.astype(object))
    assert survey.problems.empty
    assert survey.respondents["group"].value_counts()["children"] == 5


@pytest.mark.parametrize("words", ["xml", "en", "vi"])
def test_rows_of_several_forms_put_together_in_one_file(tmp_path, words):
    """As ``pandas.concat`` does it: the union of the columns, empty where a form does not have one."""
    flavour = Flavour(words=words)
    parts = []
    wides = [people(form, 4, seed=3, first=1 + 10 * place) for place, form in enumerate(forms())]
    for form, wide in zip(forms().values(), wides, strict=True):
        header, *rows = table(submissions(wide, form), form, flavour)
        parts.append(pd.DataFrame(rows, columns=header))
    whole = pd.concat(parts, ignore_index=True).fillna("")
    path = write(tmp_path / "all", [list(whole.columns), *whole.to_numpy().tolist()], flavour)
    read = read_export(path)
    expected = pd.concat(wides, ignore_index=True).fillna("")
    pd.testing.assert_frame_equal(read.wide[list(expected)], expected)
    assert read.problems.empty


def test_sheets_of_a_workbook_are_read_like_files(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    wides = [people(form, 3, seed=4, first=1 + 10 * place) for place, form in enumerate(forms())]
    for form, wide in zip(forms().values(), wides, strict=True):
        sheet = book.create_sheet(form.key)
        for row in table(submissions(wide, form), form, Flavour()):
            sheet.append(row)
    path = tmp_path / "forms.xlsx"
    book.save(path)
    assert list(read_export(path).wide["instrument"]) == ["adult"] * 3 + ["cso"] * 3 + ["child"] * 3


flavours = st.builds(
    Flavour,
    words=st.sampled_from(["xml", "en", "vi"]),
    separator=st.sampled_from(["", "/", "-", "|", "."]),
    several=st.sampled_from(["both", "summary", "details"]),
    delimiter=st.sampled_from([";", ",", "\t"]),
    bom=st.booleans(),
)


@settings(deadline=None, derandomize=True, max_examples=30)
@given(flavours, st.sampled_from(list(forms())), st.integers(1, 5), st.integers(0, 10_000))
def test_any_answers_in_any_flavour_come_back(flavour, form, n, seed):
    wide = people(form, n, seed)
    with TemporaryDirectory() as folder:
        read = read_export(export(Path(folder) / "export", wide, form, flavour))
    pd.testing.assert_frame_equal(read.wide[list(wide)], wide)


@settings(deadline=None, derandomize=True, max_examples=15)
@given(st.integers(0, 10_000))
def test_the_order_of_rows_and_columns_does_not_matter(seed):
    wide = people("adult", 4, seed=5)
    header, *rows = table(submissions(wide, forms()["adult"]), forms()["adult"], Flavour())
    rng = np.random.default_rng(seed)
    places, order = rng.permutation(len(header)), rng.permutation(4)
    content = [[row[place] for place in places] for row in [header, *(rows[number] for number in order)]]
    with TemporaryDirectory() as folder:
        read = read_export(write(Path(folder) / "export", content, Flavour()))
    pd.testing.assert_frame_equal(read.wide[list(wide)], wide.iloc[list(order)].reset_index(drop=True))


def test_a_child_is_asked_only_its_own_questions(tmp_path):
    wide = people("child", 5, seed=6)
    survey = read_kobo(export(tmp_path / "child", wide, "child", Flavour()))
    asked = (survey.answers != 0).any(axis=(0, 2))
    assert asked.sum() == 36
    np.testing.assert_array_equal(asked, survey.indicators["child_form"])
    assert len(RATINGS) == 138
