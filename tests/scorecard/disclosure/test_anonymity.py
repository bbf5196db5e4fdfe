"""How many people look the same, counted a second time by pandas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cgd.errors import CgdError, UsageError
from cgd.scorecard.disclosure import age_bands, anonymity, coarsen, coarsening, limits

KEYS = ["sex", "place", "band"]
RECORD = st.tuples(st.sampled_from(["f", "m", None]), st.sampled_from("uvw"), st.integers(1, 3))


@settings(derandomize=True, deadline=None)
@given(st.lists(RECORD, min_size=1, max_size=60), st.integers(2, 6))
def test_frequencies_are_those_of_pandas(records, k):
    people = pd.DataFrame(records, columns=KEYS)
    found = anonymity(people, KEYS, k)
    expected = people.groupby(KEYS, dropna=False)["place"].transform("size")
    assert found.frequency.tolist() == expected.tolist()
    assert found.n_under == (expected < k).sum()
    assert found.share == pytest.approx((expected < k).mean())
    assert found.n_unique == (expected == 1).sum()
    assert found.combinations["records"].sum() == found.n_under
    assert len(found.combinations) == len(people[expected < k].drop_duplicates())
    assert (found.combinations["records"] < k).all()


def test_many_combinations_are_counted_too():
    """More possible combinations than any array holds."""
    rng = np.random.default_rng(1)
    people = pd.DataFrame(rng.integers(0, 1500, (4000, 7)), columns=list("abcdefg"))
    people = pd.concat([people, people.head(1000)], ignore_index=True)
    found = anonymity(people, list("abcdefg"), 2)
    assert found.n_under == 3000
    assert found.frequency[:1000].tolist() == [2] * 1000


def test_the_rarest_combinations_come_first():
    people = pd.DataFrame({"a": ["x"] * 3 + ["y"] + ["z"] * 9})
    found = anonymity(people, ["a"], 5)
    assert found.combinations.to_dict("list") == {"a": ["y", "x"], "records": [1, 3]}
    assert found.under.tolist() == [True] * 4 + [False] * 9


def test_a_missing_value_is_a_value():
    people = pd.DataFrame({"a": ["x", "x", None, None, None]})
    assert anonymity(people, ["a"], 3).combinations.to_dict("list") == {"a": ["x"], "records": [2]}


def test_the_default_keys_of_the_shipped_survey(survey):
    found = anonymity(survey.respondents)
    assert found.k == limits().k["shared"] == 5
    assert found.keys == ("province_code", "group", "sex", "age_band", "ethnic_minority", "disability")
    keys = survey.respondents.assign(age_band=age_bands(survey.respondents))[list(found.keys)]
    sizes = keys.astype("object").fillna("-").groupby(list(found.keys))["sex"].transform("size")
    assert found.n_under == (sizes < 5).sum() > 0


def test_the_share_falls_with_every_step(survey):
    steps = coarsening(survey.respondents)
    assert steps["share"].is_monotonic_decreasing
    assert steps["share"].iloc[0] == anonymity(survey.respondents).share
    assert steps["share"].iloc[-1] < steps["share"].iloc[0] / 10
    assert coarsening(survey.respondents, "sensitive")["share"].iloc[0] > steps["share"].iloc[0]


def test_a_coarse_file_has_no_age_and_no_province(survey):
    coarse = coarsen(survey.respondents)
    assert not {"age", "province_code", "province_list"} & set(coarse)
    assert set(coarse["age_band"].dropna()) <= {"11-15", "16-30", "31-59", "60+"}
    assert len(coarse) == len(survey.respondents)
    assert "age" in survey.respondents


@pytest.mark.parametrize(
    ("bands", "age", "band"),
    [
        ("fine", 10, "under 11"), ("fine", 11, "11-15"), ("fine", 15, "11-15"), ("fine", 16, "16-24"),
        ("fine", 24, "16-24"),
        ("fine", 25, "25-34"), ("fine", 44, "35-44"), ("fine", 54, "45-54"), ("fine", 64, "55-64"), ("fine", 65, "65+"),
        ("fine", 120, "65+"), ("broad", 30, "16-30"), ("broad", 31, "31-59"), ("broad", 60, "60+"),
    ],
)  # fmt: skip
def test_age_bands(bands, age, band):
    people = pd.DataFrame({"age": pd.array([age, None], dtype="Int64")})
    assert age_bands(people, bands).tolist()[0] == band
    assert age_bands(people, bands).isna().tolist() == [False, True]


def test_what_makes_no_sense_is_refused(survey):
    with pytest.raises(UsageError, match="k = 1 protects nobody"):
        anonymity(survey.respondents, k=1)
    with pytest.raises(UsageError, match="There is no k 'public'"):
        anonymity(survey.respondents, k="public")
    with pytest.raises(UsageError, match="There is no column 'village'"):
        anonymity(survey.respondents, ["village"])
    with pytest.raises(UsageError, match="There is no set of age bands 'huge'"):
        age_bands(survey.respondents, "huge")
    with pytest.raises(CgdError, match="nobody to count"):
        anonymity(survey.respondents.head(0))
    with pytest.raises(UsageError, match="at least one key"):
        anonymity(survey.respondents, [])
