"""Weights against figures that others published, against another program, and by what must always hold."""

from io import StringIO

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from ipfn import ipfn

from cgd.errors import CgdError, UsageError
from cgd.scorecard.survey import Survey
from cgd.scorecard.weights import (
    design_effect,
    dissimilarity,
    effective_n,
    poststratify,
    rake,
    rake_and_trim,
    settings,
    trim,
    weigh,
)

# Schools of the cluster sample `apiclus1` that comes with R's package survey (Lumley): type of school x met its target,
# number of schools and sum of `api00`. Population totals are those of the package's examples for rake().
SCHOOLS = {
    ("E", "No"): (12, 7156),
    ("E", "Yes"): (132, 86281),
    ("H", "No"): (3, 1978),
    ("H", "Yes"): (11, 6682),
    ("M", "No"): (8, 4851),
    ("M", "Yes"): (17, 10935),
}
SCHOOL_TYPES = {"E": 4421, "H": 755, "M": 1018}
SCHOOL_TARGETS = {"No": 1072, "Yes": 5122}

# GSO, average population of 2022, thousand (SDMX file POPVNM.xml of 9 October 2024), and one row of another year.
POPULATION = """\
variable,category,year,basis,thousand
total,total,2022,average,99474.4
sex,male,2022,average,49590.2
sex,female,2022,average,49884.2
area,urban,2022,average,37350.5
area,rural,2022,average,62123.9
region6,RRD,2022,average,23454.3
region6,NMM,2022,average,13023.2
region6,NCCC,2022,average,20661.7
region6,CH,2022,average,6092.4
region6,SE,2022,average,18810.8
region6,MRD,2022,average,17432.1
area,urban,2019,census_night,33059.735
"""


def margin_table(**margins: dict[str, float]) -> pd.DataFrame:
    rows = [(name, category, value) for name, part in margins.items() for category, value in part.items()]
    return pd.DataFrame(rows, columns=["variable", "category", "population"])


def people_of(table: dict[tuple[str, ...], int], names: list[str]) -> pd.DataFrame:
    return pd.DataFrame([cell for cell, n in table.items() for _ in range(n)], columns=names)


def totals(people: pd.DataFrame, weights: np.ndarray, name: str) -> dict[str, float]:
    return pd.Series(weights).groupby(people[name].to_numpy()).sum().to_dict()


@pytest.fixture
def schools() -> pd.DataFrame:
    return people_of({cell: n for cell, (n, _sum) in SCHOOLS.items()}, ["stype", "target"])


@pytest.fixture
def school_margins() -> pd.DataFrame:
    return margin_table(stype=SCHOOL_TYPES, target=SCHOOL_TARGETS)


def school_mean(people: pd.DataFrame, weights: np.ndarray) -> float:
    """Weighted mean of api00; the mean of a cell stands for each of its schools, because all have one weight."""
    cells = zip(people["stype"], people["target"], strict=True)
    values = np.array([SCHOOLS[cell][1] / SCHOOLS[cell][0] for cell in cells])
    return float(weights @ values / weights.sum())


@pytest.fixture(scope="module")
def population() -> pd.DataFrame:
    return pd.read_csv(StringIO(POPULATION))


# Post-stratification


def test_poststratification_gives_the_figures_of_r_survey(schools):
    """R survey 4.5, postStratify(~stype): mean of api00.

    From the test data of Survey.jl (xKDR/Survey.jl, test/r_reference/poststratify_results.csv).
    """
    cells = pd.DataFrame({"stype": SCHOOL_TYPES.keys(), "population": SCHOOL_TYPES.values()})
    weights = poststratify(schools, cells, by=["stype"], smallest=1)
    assert school_mean(schools, weights) == pytest.approx(642.310788211584, abs=1e-10)
    assert totals(schools, weights, "stype") == pytest.approx(SCHOOL_TYPES)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")),
        st.tuples(st.integers(30, 60), st.floats(0.5, 1e6)),
        min_size=1,
    )
)
@hypothesis_settings(derandomize=True, deadline=None, max_examples=50)
def test_poststratified_cells_have_their_population(table):
    people = people_of({cell: n for cell, (n, _N) in table.items()}, ["p", "q"])
    cells = pd.DataFrame([(*cell, N) for cell, (_n, N) in table.items()], columns=["p", "q", "population"])
    shuffled = people.sample(frac=1, random_state=1).astype("category")
    weights = poststratify(shuffled, cells.sample(frac=1, random_state=2), by=["p", "q"])
    found = pd.Series(weights).groupby([shuffled["p"].to_numpy(), shuffled["q"].to_numpy()], observed=True).sum()
    assert found.to_dict() == pytest.approx({cell: N for cell, (_n, N) in table.items()}, rel=1e-12)
    assert (weights > 0).all()


@pytest.mark.parametrize(
    ("table", "population", "line"),
    [
        ({("a", "x"): 40, ("a", "y"): 29}, {("a", "x"): 1, ("a", "y"): 1}, "Only 29 people have p = a, q = y; .* 30"),
        ({("a", "x"): 40}, {("a", "x"): 1, ("a", "y"): 1}, "Nobody in the sample has p = a, q = y"),
        ({("a", "x"): 40, ("b", "x"): 31}, {("a", "x"): 1}, "31 people have p = b, q = x, for which there is no popul"),
        ({("a", "x"): 40, ("b", "y"): 2}, {("a", "x"): 1, ("b", "z"): 1}, "2 people have p = b, q = y, for which"),
        ({("a", "x"): 40, ("a", None): 3}, {("a", "x"): 1}, "3 of 43 people have no q: fill it in"),
        ({("a", "x"): 40}, {("a", "x"): 0}, "The population of p = a, q = x is 0"),
        ({("a", "x"): 40}, {("a", "x"): "many"}, "The population of p = a, q = x is many"),
    ],
)
def test_poststratification_refuses_cells_without_people_or_population(table, population, line):
    cells = pd.DataFrame([(*cell, N) for cell, N in population.items()], columns=["p", "q", "population"])
    with pytest.raises(CgdError, match=line):
        poststratify(people_of(table, ["p", "q"]), cells, by=["p", "q"])


def test_a_cell_named_twice_is_refused(schools):
    cells = pd.DataFrame({"stype": ["E", "H", "M", "H"], "population": 1})
    with pytest.raises(CgdError, match="stype = H stands twice"):
        poststratify(schools, cells, by=["stype"])


# Raking


def test_raking_gives_the_figures_of_r_survey(schools, school_margins):
    """R survey 4.5, rake(~stype, ~sch.wide) as in its documentation: mean 641.230246862208, and the six weights.

    From the test data of Survey.jl (test/r_reference/rake_results.csv, rake_weights.csv). R stops when no cell of the
    table changes by 1 (of 6,194) any more; ours goes on, hence the tolerance.
    """
    found = rake(schools, school_margins, smallest=1)
    assert school_mean(schools, found.weights) == pytest.approx(641.230246862208, abs=0.001)
    of_r = {
        ("E", "No"): 39.838509410554,
        ("E", "Yes"): 29.8704638727345,
        ("H", "No"): 67.1257826263303,
        ("H", "Yes"): 50.3301527726748,
        ("M", "No"): 49.0700673992951,
        ("M", "Yes"): 36.7921816646831,
    }
    ours = pd.Series(found.weights).groupby([schools["stype"], schools["target"]]).first().to_dict()
    assert ours == pytest.approx(of_r, rel=1e-3)


def test_raking_gives_the_table_of_another_program(schools, school_margins):
    """The package ipfn (Forthomme) fits the table of counts; ours fits people."""
    counts = np.array([n for n, _sum in SCHOOLS.values()], dtype=float).reshape(3, 2)
    margins = [np.array(list(SCHOOL_TYPES.values()), float), np.array(list(SCHOOL_TARGETS.values()), float)]
    fitted = ipfn.ipfn(counts, margins, [[0], [1]], convergence_rate=1e-12, rate_tolerance=0).iteration()
    weights = rake(schools, school_margins, smallest=1).weights
    ours = pd.Series(weights).groupby([schools["stype"], schools["target"]]).sum().to_numpy().reshape(3, 2)
    np.testing.assert_allclose(ours, fitted, rtol=1e-8)


@st.composite
def raking_problems(draw):
    """Counts of a three-way table without empty cells, population margins with one total, and start weights or none."""
    shape = draw(st.tuples(*[st.integers(2, 3)] * 3))
    counts = np.array(draw(st.lists(st.integers(1, 6), min_size=int(np.prod(shape)), max_size=int(np.prod(shape)))))
    shares = [np.array(draw(st.lists(st.floats(1, 9), min_size=k, max_size=k))) for k in shape]
    total = draw(st.floats(1, 1e8))
    margins = [total * share / share.sum() for share in shares]
    start = draw(st.booleans())
    return counts.reshape(shape), margins, np.random.default_rng(5).uniform(0.5, 2, counts.sum()) if start else None


def unfold(problem) -> tuple[pd.DataFrame, pd.DataFrame]:
    counts, margins, _start = problem
    cells = {tuple(map(str, cell)): int(n) for cell, n in np.ndenumerate(counts)}
    table = {f"v{axis}": {str(k): value for k, value in enumerate(margin)} for axis, margin in enumerate(margins)}
    return people_of(cells, list(table)), margin_table(**table)


@given(raking_problems())
@hypothesis_settings(derandomize=True, deadline=None, max_examples=40)
def test_raked_weights_meet_every_margin_and_agree_with_ipfn(problem):
    counts, margins, start = problem
    people, table = unfold(problem)
    found = rake(people, table, start=start, smallest=1)
    assert (found.weights > 0).all()
    for name, part in table.groupby("variable"):
        assert totals(people, found.weights, name) == pytest.approx(
            dict(zip(part["category"], part["population"], strict=True)), rel=1e-7
        )
    begin = pd.Series(np.ones(len(people)) if start is None else start).groupby([people[name] for name in people]).sum()
    fitted = ipfn.ipfn(
        begin.to_numpy(copy=True).reshape(counts.shape),
        margins,
        [[0], [1], [2]],
        convergence_rate=1e-12,
        rate_tolerance=0,
    ).iteration()
    ours = pd.Series(found.weights).groupby([people[name] for name in people]).sum().to_numpy().reshape(counts.shape)
    np.testing.assert_allclose(ours, fitted, rtol=1e-6)


@given(raking_problems(), st.randoms(use_true_random=False), st.floats(1e-3, 1e6))
@hypothesis_settings(derandomize=True, deadline=None, max_examples=40)
def test_raking_does_not_depend_on_row_order_type_of_column_or_unit(problem, random, unit):
    people, table = unfold(problem)
    start = problem[2]
    weights = rake(people, table, start=start, smallest=1).weights
    order = list(range(len(people)))
    random.shuffle(order)
    moved = people.iloc[order].astype("category")
    again = rake(moved, table, start=None if start is None else start[order], smallest=1).weights
    np.testing.assert_allclose(again, weights[order], rtol=1e-9)
    scaled = rake(people, table.assign(population=table["population"] * unit), start=start, smallest=1).weights
    np.testing.assert_allclose(scaled / scaled.sum(), weights / weights.sum(), rtol=1e-9)


def test_start_weights_keep_their_proportions_inside_a_cell():
    people = people_of({("a",): 40, ("b",): 40}, ["v"])
    start = np.tile([1.0, 3.0], 40)
    weights = rake(people, margin_table(v={"a": 10, "b": 90}), start=start).weights
    np.testing.assert_allclose(weights[1::2] / weights[::2], 3)
    assert totals(people, weights, "v") == pytest.approx({"a": 10, "b": 90})


def test_people_outside_a_margin_keep_their_place_in_the_others():
    """Weights are region factor x sex factor, and the sex factor of those outside is 1: that fixes the solution."""
    table = {("n", "f"): 50, ("n", "m"): 35, ("n", "o"): 4, ("s", "f"): 31, ("s", "m"): 60, ("s", "o"): 9}
    people = people_of(table, ["region", "sex"])
    margins = margin_table(region={"n": 30, "s": 70}, sex={"f": 52, "m": 48})
    found = rake(people, margins, outside={"sex": ["o"]})
    assert totals(people, found.weights, "region") == pytest.approx({"n": 30, "s": 70})
    by_sex = totals(people, found.weights, "sex")
    assert by_sex["f"] / (by_sex["f"] + by_sex["m"]) == pytest.approx(0.52)
    cell = pd.Series(found.weights).groupby([people["region"], people["sex"]]).first().unstack()
    ratio = cell.div(cell["o"], axis=0)
    np.testing.assert_allclose(ratio.loc["n"], ratio.loc["s"], rtol=1e-8)


@pytest.mark.parametrize(
    ("table", "margins", "line"),
    [
        ({("a",): 40, (None,): 7}, {"v": {"a": 1}}, "7 of 47 people have no v: fill it in, give them a category"),
        ({("a",): 40, ("b",): 31}, {"v": {"a": 1}}, "31 people have v = b, for which there is no population"),
        ({("a",): 40}, {"v": {"a": 1, "b": 1}}, "Nobody in the sample has v = b"),
        ({("a",): 40, ("b",): 29}, {"v": {"a": 1, "b": 1}}, "Only 29 people have v = b; a weight needs at least 30"),
        ({("a",): 40}, {"v": {"a": -3}}, "The population of variable = v, category = a is -3"),
        ({("a",): 40}, {"w": {"a": 1}}, "The table has no column 'w'; it has v"),
        ({("a",): 40}, {}, "The table of margins is empty"),
    ],
)
def test_raking_refuses_with_one_line(table, margins, line):
    with pytest.raises(CgdError, match=line):
        rake(people_of(table, ["v"]), margin_table(**margins))


def test_margins_that_differ_by_rounding_are_scaled_and_the_report_says_so():
    people = people_of({("n", "u"): 40, ("n", "r"): 40, ("s", "u"): 40, ("s", "r"): 40}, ["region", "area"])
    margins = margin_table(region={"n": 36477.5, "s": 62997.0}, area={"u": 37350.5, "r": 62123.9})
    found = rake(people, margins)
    assert found.notes == (
        "The margins add up to different totals (region 99474.5, area 99474.4); all were scaled to 99474.5.",
    )
    assert totals(people, found.weights, "area")["u"] == pytest.approx(37350.5 * 99474.5 / 99474.4)
    assert found.weights.sum() == pytest.approx(99474.5)


def test_margins_of_two_sources_are_refused():
    """Census night 2019 (96,208,984) and the year's average (96,484.0 thousand) differ by 0.3 per cent."""
    people = people_of({("m", "u"): 40, ("f", "u"): 40, ("m", "r"): 40, ("f", "r"): 40}, ["sex", "area"])
    margins = margin_table(sex={"m": 47881.061, "f": 48327.923}, area={"u": 33816.6, "r": 62667.4})
    with pytest.raises(CgdError, match=r"more than 0\.1% apart \(sex 96208\.984, area 96484\)"):
        rake(people, margins)


def test_raking_that_cannot_succeed_says_how_far_it_is_off():
    """All of `a` are `x` and half the population is `a`, but only a fifth is `x`: no weights do that."""
    people = people_of({("a", "x"): 40, ("b", "x"): 40, ("b", "y"): 40}, ["p", "q"])
    margins = margin_table(p={"a": 50, "b": 50}, q={"x": 20, "y": 80})
    with pytest.raises(CgdError, match=r"did not reach the margins in \d+ rounds: . = . is still .\d+\.\d+% away"):
        rake(people, margins)


@pytest.mark.parametrize(
    ("start", "line"), [([1.0] * 39, "39 weights for 40 people"), ([1.0] * 39 + [0.0], "1 of 40 are not")]
)
def test_bad_start_weights_are_refused(start, line):
    with pytest.raises(CgdError, match=line):
        rake(people_of({("a",): 40}, ["v"]), margin_table(v={"a": 1}), start=start)


def test_rows_with_equal_categories_get_equal_weights_however_many(schools, school_margins):
    """Weights depend on shares only: a thousand copies of the sample change nothing but the total per person."""
    many = pd.concat([schools] * 1000, ignore_index=True)
    np.testing.assert_allclose(
        rake(many, school_margins, smallest=1).weights[: len(schools)] * 1000,
        rake(schools, school_margins, smallest=1).weights,
        rtol=1e-9,
    )


# Trimming


@given(
    st.lists(st.floats(1e-3, 1e3), min_size=1, max_size=60),
    st.floats(0, 1),
    st.floats(1, 6),
)
@hypothesis_settings(derandomize=True, deadline=None, max_examples=200)
def test_trimmed_weights_lie_between_the_limits_and_keep_total_and_order(weights, low, high):
    weights = np.array(weights)
    found = trim(weights, low, high)
    mean = weights.mean()
    assert found.weights.sum() == pytest.approx(weights.sum(), rel=1e-9)
    assert found.weights.min() >= low * mean * (1 - 1e-12)
    assert found.weights.max() <= high * mean * (1 + 1e-12)
    # One factor for all who are not at a limit; those who are would pass it with that factor.
    free = (found.weights > low * mean * (1 + 1e-9)) & (found.weights < high * mean * (1 - 1e-9))
    if free.any():
        factor = (found.weights / weights)[free]
        np.testing.assert_allclose(factor, factor[0], rtol=1e-9)
        np.testing.assert_allclose(np.clip(factor[0] * weights, low * mean, high * mean), found.weights, rtol=1e-8)


def test_trimming_by_hand():
    """Mean 2, limits 0.6 and 6: 9.1 is cut to 6, 0.1 raised to 0.6, the six others share what is left of 16."""
    found = trim([9.1, 0.1, 1.2, 1.2, 1.2, 1.2, 1.0, 1.0], 0.3, 3.0)
    left = 16 - 6 - 0.6
    np.testing.assert_allclose(found.weights, [6, 0.6, *np.array([1.2, 1.2, 1.2, 1.2, 1, 1]) * left / 6.8])
    assert (found.raised, found.cut) == (1, 1)


def test_weights_inside_the_limits_are_left_alone():
    weights = np.array([0.5, 1.0, 1.5])
    found = trim(weights)
    np.testing.assert_array_equal(found.weights, weights)
    assert (found.raised, found.cut) == (0, 0)
    assert found.weights is not weights


@pytest.mark.parametrize(("low", "high"), [(1.2, 3), (0.3, 0.9), (-0.1, 3)])
def test_limits_that_exclude_the_mean_are_refused(low, high):
    with pytest.raises(UsageError, match="on both sides of 1"):
        trim([1.0, 2.0], low, high)


@pytest.fixture
def skewed() -> tuple[pd.DataFrame, pd.DataFrame]:
    """A sample with few rural men: raked weights pass three times the mean."""
    table = {("u", "f"): 300, ("u", "m"): 200, ("r", "f"): 60, ("r", "m"): 30, ("x", "f"): 40, ("x", "m"): 30}
    people = people_of(table, ["area", "sex"])
    return people, margin_table(area={"u": 35, "r": 50, "x": 15}, sex={"f": 50, "m": 50})


def test_raking_and_trimming_in_turn_keeps_margins_and_limits(skewed):
    people, margins = skewed
    plain = rake(people, margins).weights
    assert plain.max() > 4.2 * plain.mean()
    once = trim(plain, 0.3, 4.2).weights
    assert totals(people, once, "area")["r"] < 49.9  # trimming alone breaks the margin
    found = rake_and_trim(people, margins, low=0.3, high=4.2)
    assert totals(people, found.weights, "area") == pytest.approx({"u": 35, "r": 50, "x": 15}, rel=1e-7)
    assert totals(people, found.weights, "sex") == pytest.approx({"f": 50, "m": 50}, rel=1e-7)
    mean = found.weights.mean()
    assert found.weights.max() <= 4.2 * mean * (1 + 1e-5)
    assert found.weights.min() >= 0.3 * mean * (1 - 1e-5)
    assert found.cut == 30
    assert found.rounds > 1
    assert design_effect(found.weights) < design_effect(plain)


def test_limits_that_no_weights_can_meet_are_refused(skewed):
    """Half the population is rural, but 90 of 660 people: with at most 3 times the mean they reach 41 per cent."""
    people, margins = skewed
    with pytest.raises(
        CgdError, match=r"from 0\.3 to 3\.0 times the mean do not meet the margins: .* Widen the limits"
    ):
        rake_and_trim(people, margins)


def test_without_extreme_weights_trimming_changes_nothing(schools, school_margins):
    plain = rake(schools, school_margins, smallest=1)
    both = rake_and_trim(schools, school_margins, smallest=1)
    np.testing.assert_allclose(both.weights, plain.weights, rtol=1e-12)
    assert (both.raised, both.cut, both.rounds) == (0, 0, 1)


# What weights cost, and how far a sample is from a benchmark


def test_design_effect_of_a_published_example():
    """24 weights, sums 24.82096438 and 32.0645763: efficiency 80.06 %, effective base 19.

    https://support.askia.com/hc/en-us/articles/360016182077--Weighting-efficiency
    """
    weights = [
        *(0.820508273, 1.027660121, 0.798126889, 1.813092082, 0.524670726, 1.682138128, 0.066485204, 1.524746555),
        *(0.571220139, 1.878748796, 0.070238083, 1.840453697, 0.683791839, 1.00838961, 0.833383964, 1.330310173),
        *(0.602917671, 1.257201562, 0.632265608, 1.451447184, 0.622107103, 1.252551275, 0.966905785, 1.561603913),
    ]
    assert sum(weights) == pytest.approx(24.82096438)
    assert 1 / design_effect(weights) == pytest.approx(0.8006, abs=5e-5)
    assert round(effective_n(weights)) == 19


@given(st.lists(st.floats(1e-3, 1e6), min_size=1, max_size=50), st.floats(1e-6, 1e6))
@hypothesis_settings(derandomize=True, deadline=None)
def test_design_effect_is_one_plus_the_squared_coefficient_of_variation(weights, unit):
    """The form in which R's PracTools::deffK and Kish (1992) give it; the unit of the weights does not matter."""
    weights = np.array(weights)
    assert design_effect(weights) == pytest.approx(1 + weights.var() / weights.mean() ** 2)
    assert design_effect(weights * unit) == pytest.approx(design_effect(weights))
    assert effective_n(weights) == pytest.approx(weights.sum() ** 2 / (weights**2).sum())


def test_people_without_a_weight_do_not_count():
    assert design_effect([1.0, np.nan, 3.0]) == design_effect([1.0, 3.0]) == pytest.approx(2 * 10 / 16)
    assert effective_n([1.0, np.nan, 3.0]) == pytest.approx(1.6)
    with pytest.raises(CgdError, match="positive"):
        design_effect([np.nan])


def test_dissimilarity_by_hand():
    assert dissimilarity({"f": 0.6, "m": 0.4}, {"f": 0.5, "m": 0.5}) == pytest.approx(0.1)
    assert dissimilarity({"f": 60, "m": 30, "o": 10}, pd.Series({"m": 50.0, "f": 50.0})) == pytest.approx(0.2)
    assert dissimilarity({"a": 3}, {"b": 1}) == 1
    assert dissimilarity({"a": 2, "b": 2}, {"a": 50, "b": 50}) == 0
    with pytest.raises(CgdError, match="not all of them 0"):
        dissimilarity({"a": 0}, {"a": 1})


# The scorecard survey


def survey_of(table: dict[tuple[str, ...], int]) -> Survey:
    people = people_of(table, ["group", "region", "area", "sex"]).astype("category")
    people.insert(0, "respondent_id", [f"R{number:04d}" for number in range(len(people))])
    nothing = pd.DataFrame()
    return Survey(people, np.zeros((len(people), 0, 2), dtype=np.int8), nothing, nothing)


@pytest.fixture
def citizens() -> dict[tuple[str, ...], int]:
    areas = {"urban": 40, "rural": 30, "remote_mountainous": 15}
    sexes = {"female": 5, "male": 3, "other": 1, "no_answer": 1}
    groups = {"north": "women", "central": "pwd", "south": "youth"}
    return {
        (group, region, area, sex): n * k // 10 + 1
        for region, group in groups.items()
        for area, n in areas.items()
        for sex, k in sexes.items()
    }


def test_citizens_are_weighed_to_region_area_and_sex_and_organisations_not(citizens, population):
    offices = {("cso", "north", "urban", None): 50, ("cso", "south", "rural", None): 20}
    survey = survey_of({**offices, **citizens})
    found = weigh(survey, population)
    people = survey.respondents
    assert found.weights["respondent_id"].tolist() == people["respondent_id"].tolist()
    weight = found.weights["weight"]
    assert weight[people["group"] == "cso"].isna().all()
    assert weight.notna().sum() == found.people == sum(citizens.values())
    assert weight.mean() == pytest.approx(1)  # the mean leaves out what is missing
    total = weight.sum()
    # Shares of 2022: north 36.67, central 26.90, south 36.43; urban 37.55; male 49.85 per cent.
    region = weight.groupby(people["region"], observed=True).sum() / total
    assert region.round(4).to_dict() == {"north": 0.3667, "central": 0.269, "south": 0.3643}
    assert weight[people["area"] == "urban"].sum() / total == pytest.approx(0.3755, abs=5e-5)
    men, women = (weight[people["sex"] == sex].sum() for sex in ("male", "female"))
    assert men / (men + women) == pytest.approx(49590.2 / 99474.4, abs=1e-7)
    assert found.design_effect == pytest.approx(design_effect(weight))
    assert found.effective_people == pytest.approx(found.people / found.design_effect)
    assert "99474.5" in found.notes[0]


def test_the_table_of_the_makeup_shows_sample_weights_and_population(citizens, population):
    makeup = weigh(survey_of(citizens), population).makeup.set_index(["variable", "category"])
    n = sum(citizens.values())
    rural = sum(k for (_g, _r, area, _s), k in citizens.items() if area != "urban")
    assert makeup.loc[("area", "rural"), "people"] == rural
    assert makeup.loc[("area", "rural"), "sample_share"] == pytest.approx(rural / n)
    assert makeup.loc[("area", "rural"), "population_share"] == pytest.approx(62123.9 / 99474.4)
    np.testing.assert_allclose(makeup["weighted_share"].dropna(), makeup["population_share"].dropna(), rtol=1e-7)
    assert makeup.loc[("sex", ["other", "no_answer"]), "population_share"].isna().all()
    assert makeup.groupby("variable")["people"].sum().eq(n).all()


def test_a_table_may_give_the_three_regions_themselves(citizens, population):
    other = population[population["variable"] != "region6"].drop(columns="basis")
    rows = [
        ("region", name, 2022, value) for name, value in (("north", 36477.5), ("central", 26754.1), ("south", 36242.9))
    ]
    table = pd.concat([other, pd.DataFrame(rows, columns=["variable", "category", "year", "thousand"])])
    a, b = (weigh(survey_of(citizens), margins).weights["weight"] for margins in (population, table))
    np.testing.assert_allclose(a, b)


def test_a_survey_that_cannot_be_weighed_says_why(citizens, population):
    with pytest.raises(CgdError, match=r"The margins have no region for 2021 \(average\)"):
        weigh(survey_of(citizens), population, year=2021)
    with pytest.raises(CgdError, match=r"no region for 2019 \(census_night\)"):
        weigh(survey_of(citizens), population, year=2019, basis="census_night")
    with pytest.raises(CgdError, match=r"2 of \d+ people have no sex"):
        weigh(survey_of({**citizens, ("women", "north", "rural", None): 2}), population)
    with pytest.raises(CgdError, match="3 people have no group"):
        weigh(survey_of({**citizens, (None, "north", "rural", "male"): 3}), population)


def test_the_shipped_survey_can_be_weighed(survey, population):
    found = weigh(survey, population)
    assert found.people == (survey.respondents["group"] != "cso").sum()
    assert 1 < found.design_effect < 2
    limits = settings()["trimming"]
    assert limits["low"]["value"] <= found.smallest < 1 < found.largest <= limits["high"]["value"]


def test_every_limit_says_where_it_comes_from():
    def leaves(part):
        if "value" in part or "mark" in part:
            yield part
        else:
            for below in part.values():
                yield from leaves(below) if isinstance(below, dict) else ()

    found = list(leaves(settings() | {"survey": {key: settings()["survey"][key] for key in ("year", "basis")}}))
    assert len(found) > 8
    assert all(leaf["mark"] in ("source", "ours") for leaf in found)
    assert all(leaf.get("source") for leaf in found if leaf["mark"] == "source")
