"""Hidden counts stay hidden: every interval an intruder can find is computed a second time, as an integer program."""

import pickle
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import Bounds, LinearConstraint, milp

from cgd.errors import CgdError, UsageError
from cgd.language import use_language
from cgd.scorecard.disclosure import attack, clashes, count_table, is_recoverable, limits, suppress, with_margins
from cgd.scorecard.disclosure.suppression import hidden_cells

TABLES = arrays(np.int64, st.tuples(st.integers(1, 5), st.integers(1, 5)), elements=st.integers(0, 40))
SPARSE = arrays(
    np.int64, st.tuples(st.integers(2, 5), st.integers(2, 5)), elements=st.sampled_from([0, 1, 2, 3, 9, 10, 11, 40])
)
quick = settings(derandomize=True, deadline=None, max_examples=80)


def named(body):
    """A table with margins from counts."""
    rows, columns = np.shape(body)
    return with_margins(body, [f"r{number}" for number in range(rows)], [f"c{number}" for number in range(columns)])


def equations(shape):
    """What everybody knows of a table with margins: total minus cells is zero, for each row and column."""
    lines = []
    for row in range(shape[0]):
        line = np.zeros(shape)
        line[row, :-1], line[row, -1] = 1, -1
        lines.append(line.ravel())
    for column in range(shape[1]):
        line = np.zeros(shape)
        line[:-1, column], line[-1, column] = 1, -1
        lines.append(line.ravel())
    return np.array(lines)


def oracle(low, high):
    """Smallest and largest whole number of each cell within bounds, by integer programming."""
    system = LinearConstraint(equations(low.shape), 0, 0)
    found = np.repeat(low.ravel()[:, None], 2, axis=1)
    for cell in np.flatnonzero(low != high):
        aim = np.zeros(low.size)
        aim[cell] = 1
        ends = []
        for sign in (1, -1):
            solved = milp(sign * aim, constraints=system, bounds=Bounds(low.ravel(), high.ravel()), integrality=1)
            assert solved.status == 0, solved.message
            ends.append(round(sign * solved.fun))
        found[cell] = ends
    return found.reshape(*low.shape, 2)


def known(published, rule_known=True):
    """What the intruder of the module's first lines knows, from the published table alone."""
    shown = published.counts.to_numpy(dtype="float64", na_value=0).astype(int)
    status, limit = published.status.to_numpy(), published.limit.to_numpy()
    low, high = shown.copy(), shown.copy()
    most = shown[-1, -1]
    for cell in zip(*np.nonzero(hidden_cells(published.status)), strict=True):
        if not rule_known:
            low[cell], high[cell] = 0, most
        elif status[cell] == "primary":
            low[cell], high[cell] = 1, limit[cell] - 1
        else:
            low[cell], high[cell] = limit[cell], most
    return low, high


def as_dict(found):
    return {(row.row, row.column): (row.low, row.high) for row in found.itertuples()}


def intervals(published, rule_known=True):
    ends = oracle(*known(published, rule_known))
    return {
        (published.status.index[row], published.status.columns[column]): tuple(int(end) for end in ends[row, column])
        for row, column in zip(*np.nonzero(hidden_cells(published.status)), strict=True)
    }


@quick
@given(st.one_of(TABLES, SPARSE), st.sampled_from([3, 5, 10]), st.sampled_from([1, 1, 3]))
def test_no_hidden_count_can_be_worked_out(body, limit, width):
    table = named(body)
    width = min(width, limit - 2)
    assume(body.sum() >= limit)
    try:
        published = suppress(table, limit, width=width)
    except CgdError as error:
        assert "could be worked out whatever else is hidden" in str(error)
        assert hopeless(table, limit, width)
        return
    found = intervals(published)
    small = set(
        published.hidden[published.hidden["status"] == "primary"][["row", "column"]].itertuples(index=False, name=None)
    )
    for cell, (low, high) in found.items():
        assert high - low >= (width if cell in small else 1), cell
    assert as_dict(attack(published)) == found
    assert not is_recoverable(published)
    assert not is_recoverable(published, rule_known=False)


def hopeless(table, limit, width):
    """Whether some small count is known too exactly even when everything that may be hidden is hidden."""
    counts = table.to_numpy()
    small = (counts > 0) & (counts < limit)
    low, high = np.where(small, 1, limit), np.where(small, limit - 1, counts[-1, -1])
    low, high = np.where(counts == 0, 0, low), np.where(counts == 0, 0, high)
    low[-1, -1] = high[-1, -1] = counts[-1, -1]
    ends = oracle(low, high)
    return bool(((ends[..., 1] - ends[..., 0] < width) & small).any())


@quick
@given(st.one_of(TABLES, SPARSE), st.sampled_from([3, 10]))
def test_what_is_shown_is_true_and_nothing_small_is_shown(body, limit):
    table = named(body)
    assume(body.sum() >= limit)
    before = table.copy()
    try:
        published = suppress(table, limit)
    except CgdError:
        assume(False)
    pd.testing.assert_frame_equal(table, before)
    hidden = hidden_cells(published.status)
    counts = table.to_numpy()
    assert (published.counts.isna().to_numpy() == hidden).all()
    assert (published.counts.to_numpy(dtype=float, na_value=-1)[~hidden] == counts[~hidden]).all()
    assert not ((counts > 0) & (counts < limit) & ~hidden).any()
    assert not (hidden & (counts == 0)).any()
    assert not hidden[-1, -1]
    status = published.status.to_numpy()
    assert ((status == "primary") == ((counts > 0) & (counts < limit))).all()
    assert ((status == "indicative") == (~hidden & (counts >= limit) & (counts < limits().print_from))).all()
    mark = limits().hidden_mark
    assert ((published.table == mark).to_numpy() == hidden).all()
    assert [text.replace(",", "") for text in published.table.to_numpy()[status == "shown"]] == [
        str(count) for count in counts[status == "shown"]
    ]
    pd.testing.assert_frame_equal(suppress(table, limit).status, published.status)


@quick
@given(st.one_of(TABLES, SPARSE))
def test_no_cell_is_hidden_for_nothing(body):
    """Each complementary cell is needed: with it shown, some small count is known exactly."""
    table = named(body)
    assume(body.sum() >= 10)
    try:
        published = suppress(table, 10)
    except CgdError:
        assume(False)
    low, high = known(published)
    small = published.status.to_numpy() == "primary"
    for cell in zip(*np.nonzero(published.status.to_numpy() == "complementary"), strict=True):
        tight = low.copy(), high.copy()
        for bound in tight:
            bound[cell] = table.to_numpy()[cell]
        ends = oracle(*tight)
        assert (ends[..., 0] == ends[..., 1])[small].any(), cell


@quick
@given(SPARSE, st.booleans())
def test_the_attack_on_primary_suppression_alone_is_exact_too(body, rule_known):
    assume(body.sum() >= 10)
    naive = suppress(named(body), 10, complementary=False)
    found = attack(naive, rule_known)
    assert as_dict(found) == intervals(naive, rule_known)
    recovered = found[found["recovered"]]
    truth = named(body)
    assert all(truth.loc[row.row, row.column] == row.low for row in recovered.itertuples())


def test_primary_suppression_alone_can_be_undone():
    """The reason for all this: 50 - 20 - 27 = 3."""
    table = named([[3, 20, 27], [30, 31, 32]])
    naive = suppress(table, 10, complementary=False)
    assert attack(naive, rule_known=False).to_dict("records") == [
        {"row": "r0", "column": "c0", "low": 3, "high": 3, "recovered": True}
    ]
    assert "Not for publication" in naive.note
    safe = suppress(table, 10)
    assert not is_recoverable(safe)
    assert safe.n_primary == 1
    assert safe.n_complementary == 3
    assert "Not for publication" not in safe.note


@pytest.mark.parametrize("cells", list(product(range(9), repeat=4))[::131])
def test_small_tables_by_listing_all_tables_that_look_the_same(cells):
    """No solver at all: two rows, two columns, and every table of whole numbers that shows the same numbers."""
    body = np.array(cells).reshape(2, 2)
    try:
        published = suppress(named(body), 4)
    except CgdError:
        return
    low, high = known(published)
    free = [np.arange(low[cell], high[cell] + 1) for cell in ((0, 0), (0, 1), (1, 0), (1, 1))]
    a, b, c, d = (guess.ravel() for guess in np.meshgrid(*free))
    full = np.stack([a, b, a + b, c, d, c + d, a + c, b + d, a + b + c + d], axis=1)
    fitting = full[((low.ravel() <= full) & (full <= high.ravel())).all(axis=1)]
    assert (fitting == named(body).to_numpy().ravel()).all(axis=1).any()
    for cell in np.flatnonzero(hidden_cells(published.status)):
        assert len(np.unique(fitting[:, cell])) > 1


def test_interval_of_the_published_example():
    """Geurts 1992, table 10, in the Handbook on Statistical Disclosure Control (2024), section 4.2.2, example 3."""
    table = named([[5, 2], [1, 2], [3, 3]])
    assert table.loc["total"].tolist() == [9, 7, 16]
    hidden = [("r0", "c0"), ("r0", "c1"), ("r1", "c0"), ("r1", "c1")]
    published = suppress(table, 3, strict={}, also=hidden, complementary=False)
    assert as_dict(attack(published, rule_known=False))["r0", "c0"] == (3, 6)


def test_the_single_woman_of_the_handbook_is_not_found():
    """Marital status by sex, Handbook on Statistical Disclosure Control (2024), section 5.2: one single woman."""
    table = with_margins([[38, 17], [7, 4], [3, 1]], ["married", "divorced", "single"], ["male", "female"])
    naive = attack(suppress(table, 3, complementary=False))
    assert naive.to_dict("records") == [{"row": "single", "column": "female", "low": 1, "high": 1, "recovered": True}]
    published = suppress(table, 3)
    assert not is_recoverable(published)
    assert published.counts.loc["total", "total"] == 70


def test_small_totals_are_hidden_and_protected():
    table = named([[2, 1, 0], [40, 50, 60], [30, 20, 35]])
    published = suppress(table, 10)
    assert published.status.loc["r0", "total"] == "primary"
    assert (published.status["total"] == "complementary").sum() == 1
    assert not is_recoverable(published)


def test_a_single_list_is_protected():
    people = pd.DataFrame({"group": ["a"] * 4 + ["b"] * 50 + ["c"] * 12 + ["d"] * 31})
    published = suppress(count_table(people, "group"))
    assert published.table["n"].tolist() == ["(*)", "50", "(*)", "31", "97"]
    assert as_dict(attack(published)) == {("a", "n"): (1, 6), ("c", "n"): (10, 15)}


def test_a_list_that_cannot_be_protected_is_refused():
    with pytest.raises(CgdError, match="row a, column n could be worked out"):
        suppress(count_table(pd.DataFrame({"group": ["a"] + ["b"] * 10}), "group"))


def test_a_large_table_is_protected():
    rng = np.random.default_rng(5)
    table = named(rng.poisson(rng.gamma(1, 20, (63, 12))))
    published = suppress(table)
    assert published.n_primary > 100
    assert not is_recoverable(published)
    assert is_recoverable(suppress(table, complementary=False))


def test_groups_that_need_more_have_their_own_limit():
    table = with_margins(
        [[29, 40, 31], [15, 60, 70], [80, 90, 12]], ["lgbtiq", "women", "youth"], list("abc"), "group", "area"
    )
    published = suppress(table)
    assert published.status.loc["lgbtiq", "a"] == "primary"
    assert published.limit.loc["lgbtiq"].unique().tolist() == [30]
    assert published.limit.loc["women"].unique().tolist() == [10]
    assert published.status.loc["youth", "c"] == "indicative"
    assert published.table.loc["youth", "c"] == "(12)"
    assert "LGBTIQ+ the limit is 30" in published.note
    turned = suppress(table.T)
    assert turned.status.loc["a", "lgbtiq"] == "primary"
    assert suppress(table, strict={}).n_hidden == 0


def test_a_published_table_carries_no_hidden_count():
    published = pickle.loads(pickle.dumps(suppress(named([[7, 20, 27], [30, 31, 33]]), 10)))
    hidden = hidden_cells(published.status)
    for place, name in enumerate(published.counts):
        under_the_mask = published.counts[name].array._data
        assert (under_the_mask[hidden[:, place]] == 0).all()
    assert not any("7" in text for text in published.table.to_numpy()[hidden])


def test_cells_that_a_person_chooses_are_hidden_and_protected():
    table = named([[25, 20, 27], [30, 31, 33]])
    alone = suppress(table, 10, also=[("r0", "c0")], complementary=False)
    assert is_recoverable(alone)
    safe = suppress(table, 10, also=[("r0", "c0")])
    assert safe.status.loc["r0", "c0"] == "complementary"
    assert not is_recoverable(safe)


def test_a_second_cell_chosen_badly_does_not_help():
    """Two hidden cells in one row: the columns still give both away."""
    table = named([[3, 20, 27], [30, 31, 32]])
    chosen = suppress(table, 10, also=[("r0", "c1")], complementary=False)
    assert attack(chosen)["recovered"].all()


def test_numbers_that_contradict_each_other_are_reported():
    published = suppress(named([[3, 20, 27], [30, 31, 32]]), 10, complementary=False)
    published.counts.loc["r1", "c0"] = 34
    with pytest.raises(CgdError, match="No table of counts fits"):
        attack(published)


def test_the_same_total_hidden_here_and_shown_there_is_found():
    people = pd.DataFrame({"sex": ["f"] * 60 + ["m"] * 55 + ["o"] * 5 + ["x"] * 20, "area": ["u", "v"] * 70})
    two, one = suppress(count_table(people, "sex", "area")), suppress(count_table(people, "sex"), also=[("m", "n")])
    found = clashes({"sex by area": two, "sex": one})
    assert not any(found["hidden_in"] == found["shown_in"])
    assert ("sex", "m", "sex", "sex by area") in set(found.itertuples(index=False, name=None))
    assert clashes({"again": two, "once more": two}).empty


def test_the_note_speaks_the_language_in_use():
    published = suppress(named([[3, 20, 27], [30, 31, 32]]), 10)
    assert published.note == (
        "(*) = hidden: fewer than 10 people, or hidden so that no other cell follows by subtraction. "
        "In brackets: 10 to 29 people, indicative only."
    )
    assert suppress(named([[50, 60], [70, 80]])).note == ""
    use_language("vi")
    assert published.note.startswith("(*)")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"limit": 2}, "A limit of 2 cannot be kept"),
        ({"width": 0}, "A width of 0 cannot be kept with the limit 10. Allowed: 1 to 8"),
        ({"width": 9}, "A width of 9 cannot be kept"),
        ({"also": [("r0", "cx")]}, "There is no cell in row r0, column cx. Rows: r0, r1, total"),
        ({"also": [("total", "total")]}, "zeros and the grand total stay shown"),
        ({"also": [("r1", "c1")]}, "zeros and the grand total stay shown"),
        ({"strict": {"women": 1}}, "A limit of 1 cannot be kept"),
    ],
)
def test_what_cannot_be_is_refused(change, message):
    with pytest.raises(UsageError, match=message):
        suppress(named([[30, 40], [50, 0]]), **{"limit": 10} | change)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda table: table.iloc[:-1], "no last row 'total'"),
        (lambda table: table.iloc[:, :-1], "no last column 'total'"),
        (lambda table: table + np.array([[0, 1, 1], [0, 0, 0], [0, 0, 0]]), "Column c1: the cells do not add up"),
        (lambda table: table + np.array([[0, 0, 1], [0, 0, 0], [0, 0, 1]]), "Row r0: the cells do not add up"),
        (lambda table: table - 35, "is negative"),
        (lambda table: table / 2, "not a whole number"),
        (lambda table: table.rename(index={"r1": "r0"}), "the same name"),
        (lambda table: table * 0 + np.array([[1, 1, 2], [1, 1, 2], [2, 2, 4]]), "under the limit of 10"),
    ],
)
def test_a_table_that_is_none_is_refused(spoil, message):
    with pytest.raises(CgdError, match=message):
        suppress(spoil(named([[30, 40], [50, 60]])), 10)


def test_a_table_counts_everybody():
    people = pd.DataFrame(
        {"group": pd.Categorical(["a", "a", "b", None], ["a", "b", "z"]), "sex": ["f", None, "m", "f"]}
    )
    table = count_table(people, "group", "sex")
    assert table.index.tolist() == ["a", "b", "missing", "total"]
    assert table.columns.tolist() == ["f", "m", "missing", "total"]
    assert table.to_numpy().tolist() == [[1, 0, 1, 2], [0, 1, 0, 1], [1, 0, 0, 1], [2, 1, 1, 4]]
    with pytest.raises(UsageError, match=r"There is no column 'age'\. Columns: group, sex"):
        count_table(people, "group", "age")
    with pytest.raises(UsageError, match="group is named twice"):
        count_table(people, "group", "group")
    with pytest.raises(CgdError, match="nobody to count"):
        count_table(people.head(0), "group", "sex")
