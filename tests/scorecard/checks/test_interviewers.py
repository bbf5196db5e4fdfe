"""FIG11: the scale read the wrong way round, and interviewers with other means."""

import numpy as np
import pandas as pd
import pytest
from check_cases import RATINGS, changed, findings, people, places, survey_of

from cgd.scorecard.checks import interviewer_correlation, interviewer_means
from cgd.scorecard.checks.interviewers import person_means

NOW, FUTURE = RATINGS[::2], RATINGS[1::2]


def falling(points: int, rated: int = 30) -> dict[str, str]:
    """Marks 3 and 4 by turns in 2022; 2025 is lower by so many points in all; the rest is not rated for 2025."""
    cells = {}
    for n in range(30):
        now = 3 + n % 2
        cells[NOW[n]] = str(now)
        cells[FUTURE[n]] = str(now - (n < points)) if n < rated else "DK"
    return cells


def with_falling(records: int, points: int = 6, rated: int = 30) -> pd.DataFrame:
    """Thirty women, ten an interviewer; the first records of I01 have a falling forecast."""
    rows = [f"R{3 * n + 1:04d}" for n in range(records)]
    return changed(people(30), {(row, column): text for row in rows for column, text in falling(points, rated).items()})


def reversed_rows(*case: int, changes: dict | None = None) -> list[str]:
    return [row for row, _column, _value in places(findings(with_falling(*case), changes), "reversed_scale")]


def test_five_records_of_one_interviewer_with_a_falling_forecast():
    found = findings(with_falling(5)).query("rule == 'reversed_scale'")
    assert found["row"].tolist() == ["R0001", "R0004", "R0007", "R0010", "R0013"]
    assert set(found["value"]) == {"-0.20"}
    assert set(found["message"]) == {"On average 2025 lies 0.20 points below 2022, as in 5 records of interviewer I01."}


def test_four_records_are_not_enough():
    assert not reversed_rows(4)


def test_a_fifth_of_a_point_is_enough_and_less_is_not():
    assert len(reversed_rows(5, 6)) == 5  # 6 of 30
    assert not reversed_rows(5, 5)


def test_twenty_indicators_of_both_years_are_enough_and_nineteen_are_not():
    assert len(reversed_rows(5, 19, 20)) == 5
    assert not reversed_rows(5, 19, 19)


def test_records_of_other_interviewers_do_not_count():
    wide = with_falling(5)
    wide.loc[wide["respondent_id"] == "R0001", "interviewer"] = "I02"
    assert not places(findings(wide), "reversed_scale")
    wide["interviewer"] = "?"
    assert not places(findings(wide), "reversed_scale")


@pytest.mark.parametrize(
    ("path", "value", "case"),
    [
        ("lower_change", -0.1, (5, 3, 30)),
        ("fewest_ratings", 10, (5, 10, 10)),
        ("fewest_reversed", 4, (4, 6, 30)),
    ],
)
def test_the_limits_of_a_falling_forecast_are_settings(path, value, case):
    assert not reversed_rows(*case)
    assert reversed_rows(*case, changes={f"interviewers.{path}.value": value})


# Means


def marks(sixtieths: int) -> dict[str, str]:
    """Sixty marks of 2, 3 and 4 whose mean is 3 and so many sixtieths; no year is a straight line."""
    cells = {column: str(2 + 2 * (n // 2 % 2)) for n, column in enumerate(RATINGS)}
    turned = [column for n, column in enumerate(RATINGS) if (n // 2 % 2 == 0) == (sixtieths > 0)]
    for column in turned[: abs(sixtieths)]:
        cells[column] = "3"
    return cells


def of_interviewers(*means: int, forms: int = 20, **cells) -> pd.DataFrame:
    """So many women an interviewer, all of an interviewer with the same marks."""
    wide = people(forms * len(means), **cells)
    number = np.arange(len(wide)) % len(means)
    for n, sixtieths in enumerate(means):
        rows = number == n
        for column, text in marks(sixtieths).items():
            wide.loc[rows, column] = text
    return wide.assign(interviewer=[f"I{n + 11}" for n in number], device=[f"T{n + 111}" for n in number])


def unusual(*means: int, changes: dict | None = None, **case) -> list[tuple[str, str, str]]:
    return places(findings(of_interviewers(*means, **case), changes), "interviewer_mean")


def test_an_interviewer_whose_mean_is_higher_or_lower():
    found = findings(of_interviewers(0, 0, 0, 15, 0)).query("rule == 'interviewer_mean'")
    assert found.iloc[0].tolist() == [
        *("FIG11", "interviewer_mean", "", "interviewer=I14", "3.25"),
        "The mean of 20 records is 0.25 points higher than those of other interviewers.",
    ]
    assert len(found) == 1
    found = findings(of_interviewers(0, 0, 0, -15, 0)).query("rule == 'interviewer_mean'")
    assert found["value"].tolist() == ["2.75"]
    assert "0.25 points lower" in found["message"].iloc[0]


def test_a_fifth_of_a_point_exactly_is_far_and_less_is_not():
    assert len(unusual(0, 0, 0, 12, 0)) == len(unusual(0, 0, 0, -12, 0)) == 1
    assert not unusual(0, 0, 0, 11, 0)


@pytest.mark.parametrize("points", [0.05, 0.1, 0.15, 0.25, 0.3, 0.35, 0.4])
def test_sums_that_are_not_exact_move_no_limit(points):
    limit = {"interviewers.points.value": points}
    for sign in (1, -1):
        assert len(unusual(0, 0, 0, sign * round(60 * points), 0, changes=limit)) == 1


def test_what_is_far_depends_on_how_far_the_others_are_apart():
    spread = (-12, -6, 0, 6, 12, 27)  # median 3; distances 15 9 3 3 9 24, median 9: the last is 1.8 spreads away
    assert not unusual(*spread)
    assert not unusual(*spread, changes={"interviewers.spreads.value": 1.9})
    assert [place[1] for place in unusual(*spread, changes={"interviewers.spreads.value": 1.7})] == ["interviewer=I16"]


def test_twenty_forms_are_judged_and_nineteen_are_not():
    assert unusual(0, 0, 0, 20, 0, forms=20)
    assert not unusual(0, 0, 0, 20, 0, forms=19)


def test_two_interviewers_cannot_be_told_apart():
    assert not unusual(0, 30)


@pytest.mark.parametrize(
    ("path", "value", "case"), [("points", 0.1, {"forms": 20}), ("fewest_forms", 10, {"forms": 10})]
)
def test_the_limits_of_a_mean_are_settings(path, value, case):
    means = (0, 0, 0, 6 if path == "points" else 15, 0)
    assert not unusual(*means, **case)
    assert unusual(*means, **case, changes={f"interviewers.{path}.value": value})


def test_turned_records_do_not_make_an_interviewer_unusual():
    """Forms with a turned scale are one fault, not two: the others of the same interviewer are as usual."""
    wide = of_interviewers(0, 0, 0, 0, forms=25)
    turned = wide.loc[wide["interviewer"] == "I11", "respondent_id"].iloc[:5]
    low = dict.fromkeys(NOW, "2") | dict.fromkeys(FUTURE, "1") | {NOW[0]: "3", FUTURE[1]: "2"}
    wide = changed(wide, {(row, column): text for row in turned for column, text in low.items()})
    found = findings(wide, {"interviewers.points.value": 0.05})
    assert [row for row, *_rest in places(found, "reversed_scale")] == turned.tolist()
    assert not places(found, "interviewer_mean")


@pytest.mark.parametrize("straight", ["1", "5"])
def test_straight_lines_do_not_make_an_interviewer_unusual(straight):
    wide = of_interviewers(0, 0, 0, 0, forms=25)
    lines = wide.loc[wide["interviewer"] == "I11", "respondent_id"].iloc[:5]
    wide = changed(wide, {(row, column): straight for row in lines for column in RATINGS})
    found = findings(wide)
    assert [row for row, *_rest in places(found, "straight_line")] == lines.tolist()
    assert not places(found, "interviewer_mean")
    # All the same where they are no lines, but for one mark in each year.
    wide = changed(wide, {(row, column): "3" for row in lines for column in RATINGS[:2]})
    found = findings(wide)
    assert not places(found, "straight_line")
    assert [place[1] for place in places(found, "interviewer_mean")] == ["interviewer=I11"]


@pytest.mark.parametrize(("column", "other"), [("group", "pwd"), ("area", "rural"), ("region", "south")])
def test_the_level_of_a_group_or_a_place_is_not_the_interviewers(column, other):
    """Half of the interviewers work where all ratings are half a point higher."""
    wide = of_interviewers(0, 0, 0, 30, 30, 30)
    wide.loc[wide["interviewer"] >= "I14", column] = other
    table = interviewer_means(survey_of(wide))
    assert table["mean"].tolist() == pytest.approx([3, 3, 3, 3.5, 3.5, 3.5])
    assert table["adjusted"].tolist() == pytest.approx([0] * 6, abs=1e-9)


def test_means_are_those_of_the_long_table(survey):
    person = survey.ratings.groupby("respondent_id", observed=True)["rating"].mean()
    person = person.reindex(survey.respondents["respondent_id"]).astype(float)
    assert person_means(survey).tolist() == pytest.approx(person.tolist())
    table = interviewer_means(survey).set_index("interviewer")
    who = survey.respondents["interviewer"].astype(str).to_numpy()
    assert table["n"].tolist() == person.groupby(who).size().tolist()
    assert table["mean"].tolist() == pytest.approx(person.groupby(who).mean().tolist())
    rest = person.to_numpy() - person.mean()
    for column in ("group", "region", "area"):
        rest = rest - pd.Series(rest).groupby(survey.respondents[column].astype(str)).transform("mean").to_numpy()
    assert table["adjusted"].tolist() == pytest.approx(pd.Series(rest).groupby(who).mean().tolist(), abs=1e-9)


def test_who_rated_nothing_has_no_mean():
    survey = survey_of(people(6, **{column: lambda n: "DK" if n == 2 else "3" for column in RATINGS}))
    assert person_means(survey).isna().tolist() == [False, False, True, False, False, False]
    assert interviewer_means(survey)["n"].sum() == 5


def test_correlation_within_interviewers():
    assert interviewer_correlation(survey_of(of_interviewers(0, 10, 20))).rho == pytest.approx(1)
    mixed = of_interviewers(0, 10, 20).assign(interviewer=lambda table: [f"I{1 + n // 3 % 3}0" for n in table.index])
    assert interviewer_correlation(survey_of(mixed)).rho < 0
    assert interviewer_correlation(survey_of(mixed)).clusters == 3
