"""Official figures: what is in the package, versions and targets, and that they are never subtracted from opinions."""

import csv
import io
import math
import re
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cgd.errors import CgdError, UsageError
from cgd.language import use_language
from cgd.scorecard.benchmarks import directions, latest, read_benchmarks, target_status, vintages
from cgd.scorecard.codebook import columns_of, files_of
from cgd.scorecard.make.official import population_margins, tables
from cgd.scorecard.official import (
    Figure,
    benchmark_list,
    compare_with_official,
    difference,
    mean_rating,
    official_figure,
    rank_correlation,
    share_high,
)
from cgd.scorecard.package import package_files
from cgd.scorecard.provinces import correspondence
from cgd.scorecard.sources import indicator_table, text_table

# Section 2.3 of the research note: indicator, period, breakdown, kind, value. One line a figure, nothing left out.
FIGURES = """
1.01 2016 - value 9.9 | 1.01 2020 - value 4.5 | 1.01 2022 - value 3.6 | 1.01 2021 - value 4.4
1.02 2016 - value 9.2 | 1.02 2020 - value 4.8 | 1.02 2021 - value 4.4 | 1.02 2022 - value 4.2
1.02 2020 - value 1.3 | 1.02 2022 - value 1.6
1.03 2022-09-30 - value 17.24 | 1.03 2022-09-30 - value 34.84 | 1.03 2022-09-30 - value 17.08
1.03 2022-09-30 - value 37.01 | 1.04 2022-09-30 - value 14.0 | 1.04 2022-09-30 - value 28.3
1.03 2020 - target 35 | 1.03 2025 - target 45 | 1.03 2030 - target 60
1.04 2020 - target 25 | 1.04 2025 - target 35 | 1.04 2030 - target 45
4.01 2020/2021 - value 98.3 | 4.02 2020/2021 - value 86.8 | 4.03 2020/2021 - value 58.1
4.03 2020/2021 region6=RRD value 76.5 | 4.03 2020/2021 region6=NCCC value 64.6
4.03 2020/2021 region6=SE value 60.8 | 4.03 2020/2021 region6=MRD value 43.1
4.03 2020/2021 region6=NMM value 41.7 | 4.03 2020/2021 region6=CH value 31.0
4.06 2020/2021 - value 97.6 | 4.06 2020/2021 - value 80.5
4.06 2020/2021 ethnicity=Khmer value 37.8 | 4.06 2020/2021 region6=MRD value 47.6
4.01 2020/2021 - value 98.2 | 4.02 2020/2021 - value 93.0 | 4.03 2020/2021 - value 78.1
4.10 2019 - value 95.75 | 4.10 2022 - value 96.13 | 4.01 2022 - value 100.8
5.08 2021/2026 - value 151 | 5.08 2021/2026 - value 30.26
5.03 2019 - value 62.9 | 5.03 2019 - value 32 | 5.03 2019 - value 26.1 | 5.03 2010 - value 31.5
5.03 2019 - value 13.3 | 5.03 2010 - value 9.9 | 16.06 2019 - value 90.4
5.07 2025 - target 1.7 | 5.07 2030 - target 1.4 | 5.07 2030 - target 1.3
5.02 2025 - target 111 | 5.02 2030 - target 109
8.01 2022 - value 8.02 | 8.01 2022 - value 8.54
8.05 2022 - value 2.32 | 8.05 2022 age=youth value 7.72 | 8.05 2022-Q1 - value 2.46 | 8.05 2022-Q2 - value 2.32
8.05 2022-Q3 - value 2.28 | 8.05 2022-Q4 - value 2.32 | 8.05 2022 - value 1.52
8.05 2022 - value 2.21 | 8.05 2022 area=urban value 1.70 | 8.05 2022 area=rural value 2.51
8.04 2022-Q4 - value 7.70 | 8.04 2022-Q4 sex=male value 8.14 | 8.04 2022-Q4 sex=female value 7.13
8.03 2023 - value 64.6 | 8.03 2023 - value 33 | 8.08 2018 - value 5.3 | 8.08 2018 - value 9.1
13.01 2022 - value 175 | 1.09 2022 - value 19500 | 13.01 2022 - value 1072 | 1.09 2022 - value 3.4
16.08 2030 - target 10 | 16.04 2010/2011 - value 73.9 | 16.04 2013/2014 - value 68
"""
# Found beside the note's figures.
ADDED = {("1.01", "2022", "", "value", "4.3")}
NOT_FOUND = ["16.11", "5.06", "8.07", "16.01", "16.05", "16.07", "13.05", "5.02"]
YEARS = ("2019", "2020", "2021", "2022", "2023")


@pytest.fixture(autouse=True)
def english():
    use_language("en")
    yield
    use_language("en")


@pytest.fixture(scope="module")
def benchmarks() -> pd.DataFrame:
    return read_benchmarks()


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return package_files("official", tables())


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    text = (root / "book" / "datasheets" / "official.md").read_text(encoding="utf-8")
    return re.sub(r"(?<=\S)\n(?=[^\n|#>-])", " ", text)


def small_survey(counts: dict[int, list[int]]) -> SimpleNamespace:
    """A survey with one indicator a goal; ``counts`` gives how often each of the marks 1 to 5 was given in 2022."""
    people = max(sum(numbers) for numbers in counts.values())
    answers = np.zeros((people, len(counts), 2), dtype=np.int8)
    for column, numbers in enumerate(counts.values()):
        marks = np.repeat([1, 2, 3, 4, 5], numbers)
        answers[: len(marks), column, 0] = marks
        # Who gave no mark says so in one of the ways there are.
        answers[len(marks) :, column, 0] = np.resize([-1, -2, -3, -4, 0], people - len(marks))
    names = indicator_table().set_index("indicator_id")
    ids = [f"{sdg}.01" for sdg in counts]
    indicators = names.loc[ids].reset_index()
    score = {1: 3.9, 4: 4.1, 5: 3.8, 8: 3.7, 13: 4.0, 16: 3.6}
    official = pd.DataFrame({"sdg": list(counts), "score": [score[sdg] for sdg in counts]})
    return SimpleNamespace(answers=answers, indicators=indicators, official=official)


@pytest.fixture
def example() -> SimpleNamespace:
    return small_survey(
        {
            1: [1, 1, 6, 2, 0],
            4: [0, 0, 1, 6, 3],
            5: [0, 1, 3, 4, 2],
            8: [0, 4, 4, 1, 1],
            13: [0, 0, 3, 4, 3],
            16: [0, 2, 3, 3, 1],
        }
    )


# --- the package


def test_the_package_has_every_file_and_the_same_bytes_twice(files):
    assert set(files) == {*files_of("official"), "datapackage.json", "README.md"}
    assert package_files("official", tables()) == files


def test_every_cell_keeps_the_promise_of_its_column(files):
    for name in files_of("official"):
        table = pd.DataFrame(list(csv.DictReader(io.StringIO(files[name].decode("utf-8")))), dtype="str")
        for column in columns_of(name, package="official"):
            cells = table[column.name]
            filled = cells[cells != ""]
            assert column.optional or len(filled) == len(cells), (name, column.name)
            if column.codes and name != "codebook.csv":
                assert set(filled) <= set(column.codes), (name, column.name)
            if column.pattern:
                assert filled.str.fullmatch(column.pattern).all(), (name, column.name)
            if column.unique:
                assert filled.is_unique, (name, column.name)
            if column.type in ("integer", "number"):
                assert pd.to_numeric(filled).notna().all(), (name, column.name)
            if column.type == "date":
                assert all(date.fromisoformat(cell) for cell in filled), (name, column.name)


def test_frictionless_finds_nothing_wrong(files):
    frictionless = pytest.importorskip("frictionless")
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        report = frictionless.validate(str(Path(folder) / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])[:5]


# --- benchmarks


def test_every_figure_of_the_note_is_there_once_and_no_other(benchmarks):
    written = [tuple(figure.split()) for line in FIGURES.strip().split("\n") for figure in line.split("|")]
    wanted = [
        (indicator, period, part.replace("-", ""), kind, value) for indicator, period, part, kind, value in written
    ]
    found = benchmarks[benchmarks["status"] == "found"]
    columns = ["indicator_id", "ref_period", "breakdown", "kind", "published"]
    have = [tuple(row) for row in found[columns].itertuples(index=False)]
    assert sorted(set(have) - ADDED) == sorted(set(wanted))
    assert len(have) == len(wanted) + len(ADDED)


def test_every_indicator_has_a_value_or_a_row_that_says_not_found(benchmarks):
    values = benchmarks[benchmarks["kind"] == "value"]
    with_value = set(values.loc[(values["status"] == "found") & values["fit"].isin(["same", "near"]), "indicator_id"])
    without = set(values.loc[(values["status"] == "not_found") & (values["ref_period"] == ""), "indicator_id"])
    assert with_value | without == set(indicator_table()["indicator_id"])
    assert not with_value & without
    assert set(NOT_FOUND) <= without


def test_the_list_of_what_must_not_be_invented_is_there(benchmarks):
    missing = benchmarks[benchmarks["status"] == "not_found"].set_index("indicator_id")
    assert missing.loc["16.04", "ref_period"] == "2020/2021"
    assert missing.loc["", "topic"] == "vnr_2023_tables"


def test_a_row_without_a_value_is_empty_and_one_with_a_value_has_a_source(benchmarks):
    missing = benchmarks[benchmarks["status"] == "not_found"]
    assert missing["value"].isna().all()
    assert (missing[["published", "unit", "producer", "source_url", "vintage_date"]] == "").all(axis=None)
    assert (missing["reason"] == "not found").all()
    found = benchmarks[benchmarks["status"] == "found"]
    assert found["value"].notna().all()
    needed = ["unit", "producer", "producer_vi", "definition_en", "definition_vi", "source_url", "how_obtained", "fit"]
    assert (found[needed] != "").all(axis=None)
    assert found["source_url"].str.match("https?://").all()
    assert ((found["vintage_date"] != "") | (found["note_en"] != "")).all()
    assert ((found["note_en"] == "") == (found["note_vi"] == "")).all()


def test_a_version_names_a_first_version_of_the_same_topic_unit_and_kind(benchmarks):
    by_id = benchmarks.set_index("benchmark_id")
    versions = benchmarks[benchmarks["version_of"] != ""]
    assert (versions["differs_by"] != "").all()
    assert (benchmarks.loc[benchmarks["version_of"] == "", "differs_by"] == "").all()
    for row in versions.itertuples():
        base = by_id.loc[row.version_of]
        assert base["version_of"] == ""
        assert (base["topic"], base["unit"], base["kind"]) == (row.topic, row.unit, row.kind)
        if row.differs_by == "revision":
            assert base["vintage_date"] < row.vintage_date
            assert base["ref_period"] == row.ref_period


def test_goals_and_indicators_agree(benchmarks):
    rows = benchmarks[benchmarks["indicator_id"] != ""]
    assert (rows["indicator_id"].str.split(".").str[0].astype(int) == rows["sdg"]).all()
    assert set(directions().index) == set(indicator_table()["indicator_id"])
    assert set(directions()) == {"higher", "lower", "unclear"}


def test_frameworks_are_158_and_145():
    frameworks = text_table("frameworks.csv", "official")
    assert frameworks["indicators"].tolist() == ["158", "145"]


# --- versions


def test_poverty_was_revised():
    rows = vintages("1.01").set_index(["ref_period", "value"])
    assert rows.loc[("2022", 4.2), "difference"] == 0.6
    assert rows.loc[("2022", 4.2), "differs_by"] == "revision"
    assert math.isnan(rows.loc[("2022", 3.6), "difference"])
    assert rows.loc[("2022", 3.6), "versions"] == 3
    # The series is the same from whichever indicator one looks.
    poverty = vintages("1.02").query("topic == 'poverty_national'")
    assert set(poverty["benchmark_id"]) == set(vintages("1.01")["benchmark_id"])


@pytest.mark.parametrize(
    "indicator, value, differs_by, gap",
    [
        ("8.01", 8.54, "revision", 0.52),
        ("8.05", 1.52, "definition", -0.8),
        ("4.01", 100.8, "definition", 2.5),
        ("1.03", 37.01, "denominator", 2.17),
        ("5.07", 1.4, "document", 0.1),
        ("1.01", 9.2, "unexplained", -0.7),
    ],
)
def test_versions_say_how_and_how_far_they_differ(indicator, value, differs_by, gap):
    row = vintages(indicator).query("value == @value and differs_by != ''").iloc[0]
    assert row["differs_by"] == differs_by
    assert row["difference"] == gap
    assert row["message"]


def test_the_first_version_stands_before_the_others():
    for indicator in ("1.01", "1.03", "4.01", "5.07", "8.05"):
        seen: set[str] = set()
        for row in vintages(indicator).itertuples():
            assert row.version_of == "" or row.version_of in seen
            seen.add(row.benchmark_id)


def test_the_latest_revision_is_chosen_and_the_others_are_named():
    found = latest("1.01", 2022)
    assert found.chosen["value"] == 4.2
    assert set(found.others["value"]) == {3.6, 4.3}
    for part in ("4.2 %", "World Bank", "2025-10-07", "Other versions", "3.6 %", "2022-12-29", "4.3 %"):
        assert part in found.sentence


def test_a_newer_value_of_another_definition_does_not_replace():
    found = latest("8.05", 2022)
    assert found.chosen["value"] == 2.32
    assert "1.52 %" in found.sentence
    assert "5 more" in found.sentence


@pytest.mark.parametrize(
    "indicator, year, values", [("1.03", 2022, ["34.84", "37.01"]), ("1.01", 2020, ["4.5", "4.8"])]
)
def test_versions_without_an_order_are_not_chosen_from(indicator, year, values):
    found = latest(indicator, year)
    assert found.chosen is None
    assert "Nothing tells which one to use" in found.sentence
    for value in values:
        assert f"{value} %" in found.sentence


def test_a_sole_value_of_another_definition_is_not_chosen():
    found = latest("4.01", 2022)
    assert found.chosen is None
    assert "another definition" in found.sentence
    assert "100.8 %" in found.sentence


@pytest.mark.parametrize("indicator, year", [("16.11", 2022), ("8.01", 2022), ("5.07", 2030), ("1.01", 1999)])
def test_not_found_is_said_and_a_target_or_related_figure_is_no_value(indicator, year):
    found = latest(indicator, year)
    assert found.chosen is None
    assert "Not found is not zero" in found.sentence


def test_digits_are_shown_as_published():
    assert "7.70 million dong a month" in latest("8.04", 2022).sentence
    assert latest("8.04", 2022).chosen["ref_period"] == "2022-Q4"


@pytest.mark.parametrize("ask", [lambda: vintages("9.99"), lambda: latest("9.99", 2022), lambda: target_status("9.99")])
def test_an_unknown_indicator_is_refused(ask):
    with pytest.raises(UsageError, match=r"9\.99"):
        ask()


# --- targets


def test_status_depends_on_the_hidden_denominator():
    status = target_status("1.03").set_index("target_year")
    assert status["status"].to_dict() == {2020: "unknown", 2025: "not_reached", 2030: "not_reached"}
    assert "depends on the version" in status.loc[2020, "message"]
    assert status["due"].to_dict() == {2020: True, 2025: False, 2030: False}
    assert "may still be met" in status.loc[2025, "message"]


def test_a_target_that_was_reached():
    status = target_status("1.04").set_index("target_year")
    assert status["status"].to_dict() == {2020: "reached", 2025: "not_reached", 2030: "not_reached"}
    assert (status["as_of"] == "2022-09-30").all()


def test_targets_without_a_value_are_unknown_and_two_documents_are_two_rows():
    unpaid = target_status("5.07")
    assert sorted(unpaid.loc[unpaid["target_year"] == 2030, "target"]) == [1.3, 1.4]
    for indicator in ("5.02", "5.07", "16.08"):
        assert (target_status(indicator)["status"] == "unknown").all()
    assert target_status("16.11").empty


@pytest.mark.parametrize(
    "value, qualifier, status",
    [("9", "below", "reached"), ("10", "below", "not_reached"), ("10", "", "reached"), ("11", "below", "not_reached")],
)
def test_lower_is_better_where_the_data_say_so(benchmarks, value, qualifier, status):
    """Business bribery: target below 10 per cent in 2030."""
    target = benchmarks["topic"] == "business_bribery"
    changed = benchmarks.assign(qualifier=benchmarks["qualifier"].where(~target, qualifier))
    row = changed[target].assign(
        benchmark_id="B999", kind="value", value=float(value), published=value, ref_year=2030, qualifier=""
    )
    found = target_status("16.08", pd.concat([changed, row], ignore_index=True))
    assert found["status"].tolist() == [status]
    assert found["due"].tolist() == [True]


# --- comparison


def test_goals_are_compared_by_rank_and_status(example):
    found = compare_with_official(example)
    goals = found.goals.set_index("sdg")
    assert goals["community_mean"].round(4).to_dict() == {1: 2.9, 4: 4.2, 5: 3.7, 8: 2.9, 13: 4.0, 16: 3.3333}
    assert goals["community_share"].round(4).to_dict() == {1: 20.0, 4: 90.0, 5: 60.0, 8: 20.0, 13: 70.0, 16: 44.4444}
    assert goals["ratings"].to_dict() == {1: 10, 4: 10, 5: 10, 8: 10, 13: 10, 16: 9}
    assert goals["rank_mean"].to_dict() == {1: 5.5, 4: 1, 5: 3, 8: 5.5, 13: 2, 16: 4}
    assert goals["rank_official"].to_dict() == {1: 3, 4: 1, 5: 4, 8: 5, 13: 2, 16: 6}
    assert goals.loc[1, "community_status"] == "Average"
    assert goals.loc[4, "community_status"] == "Relatively completed"
    assert goals["same_status"].to_dict() == {1: False, 4: True, 5: True, 8: False, 13: True, 16: False}
    assert "SDG 4 Quality education first" in found.sentence
    assert goals["note"].str.contains("illustration").all()


def test_the_comparison_gives_no_difference_and_no_p_value(example):
    found = compare_with_official(example)
    for name in [*found.goals, *found.indicators]:
        assert not re.search(r"gap|diff|minus|p_value", name)
    assert "community_mean" not in found.indicators
    assert "community_share" not in found.indicators


def test_what_may_be_compared_is_said_row_by_row(example):
    rows = benchmark_list(example)
    assert set(rows["indicator_id"]) == {"1.01", "4.01", "5.01", "8.01", "13.01", "16.01"}
    assert (rows["comparable"] == "no").all()
    assert (rows["explanation"] != "").all()
    assert rows.loc[rows["indicator_id"] == "5.01", "explanation"].str.contains("No official value").all()
    assert rows.loc[rows["indicator_id"] == "8.01", "explanation"].str.contains("something else").any()


def test_only_figures_with_a_target_that_can_be_judged_compare_by_status(survey):
    rows = benchmark_list(survey)
    by_status = rows[rows["comparable"] == "status"]
    assert set(by_status["indicator_id"]) == {"1.03", "1.04"}
    judged = pd.concat([target_status("1.03"), target_status("1.04")])
    known = set(judged.loc[judged["status"] != "unknown", "benchmark_id"])
    assert set(by_status.loc[by_status["kind"] == "target", "benchmark_id"]) == known
    assert (rows["community_rank"] >= 1).all()
    assert len(rows) == len(read_benchmarks()) - 1


def test_the_shipped_survey_compares(survey):
    found = compare_with_official(survey)
    goals = found.goals.set_index("sdg")
    assert goals["rank_mean"].idxmin() == 4
    assert set(goals["rank_mean"].nlargest(2).index) == {1, 8}
    assert -1 <= found.correlation_share <= 1
    assert found.correlation_mean == pytest.approx(rank_correlation(goals["community_mean"], goals["official_score"]))


def test_a_goal_without_ratings_is_refused(example):
    example.answers[:, 4, 0] = -1
    with pytest.raises(CgdError, match="SDG 13"):
        compare_with_official(example)
    with pytest.raises(UsageError, match="2023"):
        compare_with_official(example, year=2023)


def test_the_comparison_speaks_vietnamese_definitions(example):
    use_language("vi")
    rows = benchmark_list(example).set_index("benchmark_id")
    english = read_benchmarks().set_index("benchmark_id")
    assert (rows["definition"] == english.loc[rows.index, "definition_vi"]).all()
    assert (vintages("1.01")["producer"].str.contains("Tổng cục Thống kê")).any()


# --- rank correlation

NUMBERS = st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), min_size=2, max_size=12)


@hypothesis_settings(deadline=None, derandomize=True)
@given(NUMBERS)
def test_rank_correlation_is_spearmans_with_ties(pairs):
    stats = pytest.importorskip("scipy.stats")
    first, second = (pd.Series(values, dtype="float64") for values in zip(*pairs, strict=True))
    own = rank_correlation(first, second)
    if first.nunique() == 1 or second.nunique() == 1:
        assert math.isnan(own)
    else:
        assert own == pytest.approx(stats.spearmanr(first, second).statistic, abs=1e-12)


def test_rank_correlation_by_hand():
    """Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 x 5)."""
    assert rank_correlation(pd.Series([10, 20, 20, 30]), pd.Series([1, 2, 3, 4])) == pytest.approx(4.5 / 22.5**0.5)
    assert rank_correlation(pd.Series([1, 2, 3]), pd.Series([9, 5, 1])) == pytest.approx(-1)
    assert math.isnan(rank_correlation(pd.Series([], dtype="float64"), pd.Series([], dtype="float64")))


# --- the guard


@pytest.mark.parametrize("opinion", [mean_rating, share_high])
def test_an_opinion_is_never_subtracted_from_an_official_figure(example, opinion, benchmarks):
    official = official_figure(benchmarks.query("published == '4.2'")["benchmark_id"].iloc[0])
    mine = opinion(example, "1.01")
    for pair in ((mine, official), (official, mine)):
        with pytest.raises(CgdError, match="Their difference means nothing") as error:
            difference(*pair)
        assert "compare_with_official" in str(error.value)
        assert "4.2 %" in str(error.value)


def test_like_may_be_subtracted_from_like(example, benchmarks):
    by_value = benchmarks[benchmarks["topic"] == "poverty_national"].set_index("published")["benchmark_id"]
    assert difference(official_figure(by_value["4.2"]), official_figure(by_value["3.6"])) == 0.6
    assert difference(mean_rating(example, "4.01"), mean_rating(example, "1.01")) == pytest.approx(1.3)
    with pytest.raises(CgdError, match="same thing"):
        difference(mean_rating(example, "4.01"), share_high(example, "4.01"))
    other = benchmarks.loc[benchmarks["published"] == "8.02", "benchmark_id"].iloc[0]
    with pytest.raises(CgdError, match="same thing"):
        difference(official_figure(by_value["4.2"]), official_figure(other))


def test_a_target_and_a_value_of_one_topic_may_be_subtracted():
    value = Figure(28.3, "value", "unemployment_insurance_share", "percent", "28.3 %")
    target = Figure(25.0, "target", "unemployment_insurance_share", "percent", "25 %")
    assert difference(value, target) == 3.3


def test_figures_that_do_not_exist_are_refused(example, benchmarks):
    empty = benchmarks.loc[benchmarks["status"] == "not_found", "benchmark_id"].iloc[0]
    with pytest.raises(CgdError, match="no official value was found"):
        official_figure(empty)
    with pytest.raises(UsageError, match="B999"):
        official_figure("B999")
    with pytest.raises(UsageError, match=r"1\.02"):
        mean_rating(example, "1.02")
    example.answers[:, 0, 0] = -2
    with pytest.raises(CgdError, match="nobody rated it"):
        share_high(example, "1.01")


# --- population, regions, provinces


def margins(basis: str = "average") -> dict[tuple[str, str, str], Decimal]:
    table = population_margins()
    table = table[table["basis"] == basis]
    keys = zip(table["variable"], table["category"], table["year"], strict=True)
    return dict(zip(keys, map(Decimal, table["thousand"]), strict=True))


def test_survey_regions_are_the_published_sums():
    found = margins()
    assert found["region", "north", "2022"] == Decimal("36477.5")
    assert found["region", "central", "2022"] == Decimal("26754.1")
    assert found["region", "south", "2022"] == Decimal("36242.9")
    shares = [100 * found["region", name, "2022"] / Decimal("99474.5") for name in ("north", "central", "south")]
    assert [str(round(share, 2)) for share in shares] == ["36.67", "26.90", "36.43"]
    shares = [100 * found["region", name, "2019"] / Decimal("96484.0") for name in ("north", "central", "south")]
    assert [str(round(share, 2)) for share in shares] == ["36.47", "27.03", "36.50"]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("variable", ["sex", "area", "region6", "region"])
def test_every_margin_adds_up_to_the_total_within_rounding(year, variable):
    found = margins()
    parts = sum(value for (name, _part, when), value in found.items() if (name, when) == (variable, year))
    assert abs(parts - found["total", "total", year]) <= Decimal("0.2")


def test_shares_of_2022():
    found = margins()
    total = found["total", "total", "2022"]
    share = lambda variable, part: str(round(100 * found[variable, part, "2022"] / total, 2))  # noqa: E731
    assert [share("area", "urban"), share("area", "rural")] == ["37.55", "62.45"]
    assert [share("sex", "male"), share("sex", "female")] == ["49.85", "50.15"]


def test_the_census_night_is_kept_apart():
    census = margins("census_night")
    assert census["total", "total", "2019"] == Decimal("96208.984")
    assert census["sex", "male", "2019"] + census["sex", "female", "2019"] == census["total", "total", "2019"]
    assert census["area", "urban", "2019"] + census["area", "rural", "2019"] == census["total", "total", "2019"]
    gap = margins()["total", "total", "2019"] / census["total", "total", "2019"] - 1
    assert str(round(100 * gap, 1)) == "0.3"
    assert set(population_margins()["mark"]) == {"source", "ours"}


def test_the_34_units_agree_with_the_correspondence_table():
    units = text_table("provinces_2025.csv", "official").set_index("code")
    table = correspondence()
    assert len(units) == 34
    for row in table.itertuples():
        assert units.loc[row.code_2025, "name"] == row.unit_2025
        assert units.loc[row.code_2025, "region6_2025"] == row.region6_2025
    sizes = table.groupby("code_2025").size()
    assert (units["provinces_merged"].astype(int) == sizes).all()
    assert (units["type"] == "city").sum() == 6
    assert set(units.loc[units["type"] == "city", "name"]) == {
        "Hà Nội",
        "Hải Phòng",
        "Huế",
        "Đà Nẵng",
        "Hồ Chí Minh",
        "Cần Thơ",
    }
    assert units.loc[units["city_since"] != "", "name"].tolist() == ["Đồng Nai"]


def test_regions_agree_with_the_provinces():
    regions = text_table("regions.csv", "official")
    table = correspondence()
    for row in regions.itertuples():
        code = "code_2022" if row.list_year == "2022" else "code_2025"
        rows = table[table[f"region6_{row.list_year}"] == row.code]
        assert rows[code].nunique() == int(row.units)
        assert set(rows["region"]) == {row.survey_region}
    assert regions.groupby("list_year")["units"].apply(lambda units: units.astype(int).sum()).to_dict() == {
        "2022": 63,
        "2025": 34,
    }


# --- texts


def implied(people: str, share: str) -> str:
    """The workforce that a number of people (million) and a share (per cent) imply, in millions."""
    return str(round(Decimal(people) / Decimal(share) * 100, 1))


def test_the_hidden_denominator():
    issue = text_table("known_issues.csv", "official").set_index("issue_id").loc["O06", "problem"]
    assert implied("17.24", "34.84") == "49.5"
    assert implied("17.08", "37.01") == "46.1"
    assert implied("14.0", "28.3") == "49.5"
    assert "49.5 or of 46.1 million" in issue


def test_known_issues_tell_the_lessons(benchmarks):
    issues = text_table("known_issues.csv", "official")
    text = " ".join(issues["published_claim"])
    for row in benchmarks[benchmarks["version_of"] != ""].itertuples():
        assert row.published in text, row.published
    assert (issues["asked_producer"] == "no").all()


def test_the_page_counts_what_is_in_the_package(page, benchmarks):
    values = benchmarks[(benchmarks["status"] == "found") & (benchmarks["kind"] == "value")]
    with_value = values.loc[values["fit"].isin(["same", "near"]), "indicator_id"].nunique()
    indicators = len(indicator_table())
    for label, count in (
        ("Indicators of the course", indicators),
        ("Indicators with an official value, or a usual stand-in for it", with_value),
        ("Indicators without any", indicators - with_value),
        ("Official values, all versions and parts together", len(values)),
        ("Official targets", (benchmarks["kind"] == "target").sum()),
        ("Values whose day of publication our sources do not state", (values["vintage_date"] == "").sum()),
    ):
        assert f"| {label} | {count} |" in page
    assert f"{len(text_table('known_issues.csv', 'official'))} contradictions" in page


def test_the_page_names_every_file(page):
    table = page.split("## The files")[1].split("\n## ")[0]
    for name in files_of("official"):
        assert name == "codebook.csv" or f"`{name}`" in table


def test_the_lessons_of_the_page_are_figures_of_the_package(page, benchmarks):
    lessons = page.split("## Five lessons")[1].split("\n## ")[0]
    published = set(benchmarks["published"])
    percent = re.findall(r"(\d+\.\d+) %", lessons)
    assert len(percent) >= 10
    assert set(percent) <= published
    assert {"17.24", "17.08", "1.4", "1.3"} <= published & set(re.findall(r"\d+\.\d+", lessons))
    for number in (implied("17.24", "34.84"), implied("17.08", "37.01")):
        assert f"{number} million" in lessons
    assert "3.6 % (General Statistics Office, first estimate of 29 December 2022)" in page


def test_the_population_of_the_page(page):
    found = margins()
    total = sum(found["region", region, "2022"] for region in ("north", "central", "south"))
    for label, region in (("North", "north"), ("Central and Central Highlands", "central"), ("South", "south")):
        thousand = found["region", region, "2022"]
        assert f"| {label} | {thousand:,} | {round(100 * thousand / total, 2)} |" in page
    assert f"{found['total', 'total', '2022']:,} thousand (average of the year)" in page
    assert f"{total:,} thousand, {total - found['total', 'total', '2022']} more" in page
    assert f"{found['total', 'total', '2019']:,} thousand. Say" in page
    assert f"{int(margins('census_night')['total', 'total', '2019'] * 1000):,} people" in page


def test_the_provinces_of_the_page(page):
    table = correspondence()
    sizes = table.groupby("code_2025").size()
    assert f"{len(table)} provinces became {len(sizes)} units" in page
    assert f"{(sizes > 1).sum()} mergers, {(sizes == 1).sum()} unchanged" in page
    assert f"{(table['code_2022'] != table['code_2025']).sum()} changed their code" in page
    units = table.drop_duplicates("code_2025").set_index("code_2025")["unit_2025"]
    rows = re.findall(r"^\| (\d\d) \| (.+?) \| (.+?) \|$", page, re.MULTILINE)
    traps = table[table["code_trap"].str.startswith("old_code")]
    assert rows == [(row.code_2022, row.province_2022, units[row.code_2022]) for row in traps.itertuples()]
