"""Hidden means stay hidden: n and mean of each hidden cell are tried as one integer program."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from cgd.errors import CgdError, UsageError
from cgd.scorecard import pooled_means
from cgd.scorecard.disclosure import PublishedMeans, count_table, is_recoverable, suppress, suppress_means
from cgd.scorecard.disclosure.suppression import hidden_cells

LIMIT = 4
PERSON = st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(1, 5))


def long_table(people):
    """One rating a person, as a long table."""
    table = pd.DataFrame(people, columns=["who", "where", "rating"])
    return table.assign(respondent_id=[f"R{n}" for n in range(len(table))], year=2022, sdg=1, indicator_id="1.01")


def totals(table, column):
    """Cells of who by where with totals; empty cells are zero."""
    cells = table.pivot_table(index="who", columns="where", values=column, aggfunc="sum", fill_value=0).to_numpy()
    wide = np.hstack([cells, cells.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0, keepdims=True)]).astype(float)


def ends(published, table, fixed_n):
    """For each hidden cell the possible n and the possible sums of ratings, from all that is shown.

    ``fixed_n``: the intruder even knows the n of every cell.
    """
    n, sums = totals(table.assign(one=1), "one"), totals(table, "rating")
    hidden, status = hidden_cells(published.counts.status), published.counts.status.to_numpy()
    low_n, high_n, low_s, high_s = n.copy(), n.copy(), sums.copy(), sums.copy()
    if not fixed_n:
        low_n[hidden] = np.where(status == "primary", 1, LIMIT)[hidden]
        high_n[hidden] = np.where(status == "primary", LIMIT - 1, n[-1, -1])[hidden]
    low_s[hidden], high_s[hidden] = 0, 5 * n[-1, -1]
    cells = np.arange(n.size).reshape(n.shape)
    lines = []
    for line in (*cells, *cells.T):
        for shift in (0, n.size):
            row = np.zeros(2 * n.size)
            row[line[:-1] + shift], row[line[-1] + shift] = 1, -1
            lines.append(row)
    equal = LinearConstraint(np.array(lines), 0, 0)
    scale = np.hstack([-np.eye(n.size), np.eye(n.size)]), np.hstack([5 * np.eye(n.size), -np.eye(n.size)])
    possible = LinearConstraint(np.vstack(scale)[np.tile(hidden.ravel(), 2)], 0, np.inf)
    bounds = Bounds(np.append(low_n, low_s), np.append(high_n, high_s))
    found = {}
    for cell in cells[hidden]:
        for name, place in (("n", cell), ("sum", cell + n.size)):
            aim = np.zeros(2 * n.size)
            aim[place] = 1
            solved = [milp(sign * aim, constraints=[equal, possible], bounds=bounds, integrality=1) for sign in (1, -1)]
            assert [one.status for one in solved] == [0, 0]
            found[cell, name] = round(solved[0].fun), round(-solved[1].fun)
    return found


@pytest.mark.slow
@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.lists(PERSON, min_size=LIMIT, max_size=60))
def test_neither_n_nor_mean_of_a_hidden_cell_can_be_worked_out(people):
    table = long_table(people)
    try:
        published = suppress_means(table, ["who", "where"], limit=LIMIT)
    except CgdError:
        assume(False)
    for (cell, name), (low, high) in ends(published, table, fixed_n=False).items():
        assert low < high, (cell, name)
    for (cell, name), (low, high) in ends(published, table, fixed_n=True).items():
        assert low < high or name == "n", (cell, name)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.lists(PERSON, min_size=LIMIT, max_size=60))
def test_what_is_shown_is_true_and_mean_and_n_are_hidden_together(people):
    table = long_table(people)
    try:
        published = suppress_means(table, ["who", "where"], limit=LIMIT)
    except CgdError:
        assume(False)
    n, sums = totals(table.assign(one=1), "one"), totals(table, "rating")
    hidden = hidden_cells(published.counts.status)
    means = published.means.to_numpy()
    assert np.isnan(means[hidden]).all()
    assert np.allclose(means[~hidden & (n > 0)], (sums / np.where(n > 0, n, 1))[~hidden & (n > 0)])
    rows = published.table
    assert ((rows["mean"] == "(*)") == (rows["n"] == "(*)")).all()
    assert ((rows["mean"] == "–") == (n.ravel() == 0)).all()
    assert not (~hidden & (n > 0) & (n < LIMIT)).any()


def test_one_hidden_mean_alone_would_follow_from_the_total():
    """Why a second mean goes: (30 x 3 - 27 x 78 / 27) / (30 - 27) = 4."""
    people = [("a", "x", 4)] * 3 + [("b", "x", 3)] * 15 + [("c", "x", 2)] * 3 + [("c", "x", 3)] * 9
    table = long_table(people)
    total, known = table["rating"].mean(), table[table["who"] != "a"]["rating"]
    assert (30 * total - 27 * known.mean()) / 3 == pytest.approx(4)
    published = suppress_means(table, "who", limit=LIMIT)
    assert published.table.set_index("who")["mean"].tolist() == ["(*)", "(3.00)", "(*)", "3.00"]
    assert published.table["n"].tolist() == ["(*)", "(15)", "(*)", "30"]


def test_a_mean_that_all_share_at_the_end_of_the_scale_is_not_given_away():
    """All in two hidden cells rated 1: both means would be exactly 1. More is hidden, or nothing is published."""
    people = [("a", "x", 1)] * 2 + [("b", "x", 1)] * 6 + [("c", "x", 4)] * 9
    published = suppress_means(long_table(people), "who", limit=LIMIT)
    assert published.table.set_index("who")["mean"].tolist() == ["(*)", "(*)", "(*)", "(2.59)"]
    with pytest.raises(CgdError, match="could be worked out whatever else is hidden"):
        suppress_means(long_table(people[:8]), "who", limit=LIMIT)


def test_an_n_that_only_the_means_give_away_is_not_published():
    """Ratings near both ends of the scale: with one person more in a cell, no ratings fit the means of the totals.

    In rows a and b, columns x and y, everything is hidden, and the counts alone leave (a, x) open.
    """
    low, high = (1, 1, 1, 1, 2), (5, 5, 5, 5, 4)
    cells = {("a", "x"): (1, 2), ("b", "y"): high, ("a", "y"): low, ("b", "x"): high}
    people = [(*cell, rating) for cell, ratings in cells.items() for rating in ratings]
    people += [(who, where, 3) for who in "abc" for where in "xyz" if who == "c" or where == "z" for _n in range(9)]
    table = long_table(people)
    counts = suppress(count_table(table, "who", "where"), LIMIT)
    assert counts.n_hidden == 4
    assert not is_recoverable(counts)
    naive = PublishedMeans(pd.DataFrame(), pd.DataFrame(), counts)
    found = ends(naive, table, fixed_n=False)
    assert found[0, "n"] == (2, 2)
    with pytest.raises(CgdError, match="would follow from the means that are shown"):
        suppress_means(table, ["who", "where"], limit=LIMIT)


def test_means_of_a_survey_are_the_pooled_means(survey):
    published = suppress_means(survey, "group", 2025)
    expected = pooled_means(survey, "group", 2025)
    assert published.n_hidden == 0
    for group in expected.index:
        assert published.means.loc[group, "n"] == pytest.approx(expected[group])
    assert published.means.loc["total", "n"] == pytest.approx(survey.ratings.query("year == 2025")["rating"].mean())


def test_a_survey_and_its_long_table_give_the_same(survey):
    long = survey.ratings.merge(survey.respondents[["respondent_id", "sex"]], on="respondent_id")
    for chosen in ({"sdg": 5}, {"indicator": "1.01"}):
        one = suppress_means(survey, ["group", "sex"], **chosen)
        two = suppress_means(long, ["group", "sex"], **chosen)
        assert sorted(one.table.itertuples(index=False)) == sorted(two.table.itertuples(index=False))
    assert "LGBTIQ+" in one.note
    assert one.n_hidden > 0


@pytest.mark.parametrize(
    ("by", "chosen", "message"),
    [
        (["group", "sdg"], {}, "sdg does not divide the respondents"),
        (["group", "sex", "area"], {}, "with one or two variables; 3 are named"),
        ("village", {}, "There is no column 'village'"),
        ("group", {"year": 2030}, "There is no year 2030"),
        ("group", {"sdg": 2}, "There is no SDG 2"),
        ("group", {"indicator": "99.01"}, "There is no indicator '99.01'"),
    ],
)
def test_what_does_not_exist_is_refused(survey, by, chosen, message):
    with pytest.raises(UsageError, match=message):
        suppress_means(survey, by, **chosen)


def test_no_rating_is_told(survey):
    nobody = survey.part(survey.respondents["group"] == "children")
    only_adults = survey.indicators.loc[~survey.indicators["child_form"], "indicator_id"].iloc[0]
    with pytest.raises(CgdError, match="There is no rating"):
        suppress_means(nobody, "group", indicator=only_adults)
