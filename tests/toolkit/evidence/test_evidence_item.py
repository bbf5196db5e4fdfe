"""An Evidence survives YAML and JSON exactly; what the software did not write is refused with the figure's name."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cgd.errors import CgdError
from cgd.toolkit.evidence import FIGURES, Evidence, from_plain, to_plain

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False), texts
)
rows = st.dictionaries(texts, scalars, max_size=5)
items = st.builds(
    Evidence,
    figure=st.sampled_from(sorted(FIGURES)),
    value=rows,
    table=st.lists(rows, max_size=4),
    formula=texts,
    data=st.just("") | st.text("0123456789abcdef", min_size=64, max_size=64),
    file=texts,
    software=texts,
    at=texts,
    missing=texts,
)


@given(items)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_the_round_trip_is_exact(item):
    assert from_plain(item.figure, to_plain(item)) == item
    assert from_plain(item.figure, json.loads(json.dumps(to_plain(item), allow_nan=False))) == item


def test_what_is_computed_survives_the_round_trip(clean, raw):
    for item in [*clean.values(), *raw.values()]:
        assert from_plain(item.figure, json.loads(json.dumps(to_plain(item), allow_nan=False))) == item


@pytest.mark.parametrize(
    "plain",
    [
        None,
        [],
        "text",
        {"figures": {}},
        {"value": []},
        {"value": {"n": [1]}},
        {"value": {"n": float("nan")}},
        {"value": {"n": float("inf")}},
        {"table": {}},
        {"table": [1]},
        {"table": [{"n": {}}]},
        {"data": "not a hash"},
        {"data": "A" * 64},
        {"at": 3},
        {"missing": None},
    ],
)
def test_bad_input_is_refused_in_one_line_that_names_the_figure(plain):
    with pytest.raises(CgdError, match=r"^FIG02\b") as caught:
        from_plain("FIG02", plain)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("figure", ["", "FIG2", "fig02", "FIG002", "B4"])
def test_a_name_that_is_no_figure_is_refused(figure):
    with pytest.raises(CgdError):
        from_plain(figure, {})
