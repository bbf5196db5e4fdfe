"""Every figure is computed or says why not, with the values of the library's own functions."""

import json
import math
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from cgd.errors import CgdError, UsageError
from cgd.scorecard import check_quality, group_means, weigh
from cgd.scorecard.checks import (
    CHECKS,
    age_heaping,
    answer_styles,
    durations,
    interviewer_correlation,
    interviewer_means,
    item_nonresponse,
    plan_against_reality,
    read_limits,
    response_rates,
    response_style,
)
from cgd.scorecard.checks.interviewers import person_means
from cgd.scorecard.disclosure import anonymity, coarsening, small_cells
from cgd.scorecard.estimate import change, gaps, sensitivity, summary
from cgd.scorecard.loading import find_table, read
from cgd.scorecard.official import compare_with_official
from cgd.scorecard.reliability import cluster_design_effect, cronbach_alpha, intraclass_correlation
from cgd.scorecard.survey import GROUPS, SDGS
from cgd.scorecard.tables import text_cells
from cgd.scorecard.weights import dissimilarity
from cgd.toolkit.evidence import FIGURES, compute
from cgd.toolkit.evidence.found import MOST_ROWS
from cgd.toolkit.evidence.missing import reasons

ELSEWHERE = {"FIG01", "FIG25", "FIG26", "FIG27"}


@pytest.fixture(scope="module")
def persons(survey):
    return survey.part(survey.respondents["group"] != "cso")


@pytest.fixture(scope="module")
def weighing(survey):
    return weigh(survey, text_cells(find_table("official", "population_margins.csv")))


def by(table, *keys):
    return {tuple(row[key] for key in keys): row for row in table}


def test_every_figure_is_registered():
    assert list(FIGURES) == ["DATA", *(f"FIG{number:02d}" for number in range(1, 28))]
    assert {name for name, figure in FIGURES.items() if not figure.from_data} == ELSEWHERE


def test_all_that_come_from_a_survey_are_computed_unless_asked_otherwise(clean, raw):
    expected = [name for name in FIGURES if name not in ELSEWHERE]
    assert list(clean) == list(raw) == expected


def test_the_clean_survey_lacks_nothing(clean):
    assert {name: item.missing for name, item in clean.items() if item.missing} == {}


def test_the_raw_survey_lacks_only_what_needs_clean_cells(raw):
    assert {name: item.missing for name, item in raw.items() if item.missing} == dict.fromkeys(
        ("FIG13", "FIG14", "FIG15"), "cells_missing"
    )


def test_missing_is_a_code_that_has_a_reason_and_then_there_is_no_value(clean, raw):
    for item in [*clean.values(), *raw.values()]:
        assert bool(item.missing) != bool(item.value)
        assert not item.missing or (item.missing in reasons() and item.table == [])


def test_everything_is_plain_json_and_tables_are_small(clean, raw):
    for item in [*clean.values(), *raw.values()]:
        cells = [*item.value.values(), *(cell for row in item.table for cell in row.values())]
        assert {type(cell) for cell in cells} <= {int, float, str, bool, type(None)}
        assert all(math.isfinite(cell) for cell in cells if isinstance(cell, float))
        json.dumps([item.value, item.table], allow_nan=False)
        assert len(item.table) <= MOST_ROWS + 2  # six groups, six goals, and the groups over all goals
        assert all(list(row) == list(item.table[0]) for row in item.table)


def test_each_says_what_it_was_computed_from_and_when(folder):
    moment = datetime(2026, 11, 25, 19, 3, 7, 999, tzinfo=timezone(timedelta(hours=7)))
    found = compute(folder, ["FIG02", "FIG05"], made=moment)
    assert [item.at for item in found.values()] == ["2026-11-25T12:03:07Z"] * 2
    assert {item.software.split()[0] for item in found.values()} == {"cgd"}
    assert found["FIG05"].file == "scorecard-2022-synthetic.csv"
    assert found["FIG02"].file == "scorecard-2022-synthetic.csv + sample_plan.csv"
    before = datetime.now(UTC).replace(microsecond=0)
    at = datetime.fromisoformat(compute(folder, ["DATA"])["DATA"].at)
    assert before <= at <= datetime.now(UTC)


def test_the_hash_is_the_one_that_every_tool_gives(folder, clean):
    import hashlib

    survey = (folder / "scorecard-2022-synthetic.csv").read_bytes()
    plan = (folder / "sample_plan.csv").read_bytes()
    assert (
        clean["DATA"].value["sha256"] == clean["DATA"].data == clean["FIG05"].data == hashlib.sha256(survey).hexdigest()
    )
    assert clean["FIG02"].data == hashlib.sha256(survey + plan).hexdigest()


def test_one_figure_alone_is_the_same_as_among_all(folder, clean):
    for name in FIGURES:
        found = compute(folder, [name])
        assert list(found) == [name]
        if name in ELSEWHERE:
            assert found[name].missing == "not_from_survey"
        else:
            alone, among = found[name], clean[name]
            assert (alone.value, alone.table, alone.data, alone.file) == (
                among.value,
                among.table,
                among.data,
                among.file,
            )
            assert alone.formula == name


def test_a_dataset_its_folder_and_its_file_are_the_same_survey(folder, clean):
    for source in ("scorecard-2022", str(folder), folder / "scorecard-2022-synthetic.csv"):
        found = compute(source, ["FIG02"])["FIG02"]
        assert (found.value, found.data, found.file) == (
            clean["FIG02"].value,
            clean["FIG02"].data,
            clean["FIG02"].file,
        )


def test_names_that_do_not_exist_are_refused_with_those_that_do(folder):
    with pytest.raises(UsageError, match=r"FIG99.*DATA, FIG01, .*FIG27"):
        compute(folder, ["FIG02", "FIG99"])
    with pytest.raises(UsageError, match="clean, raw"):
        compute(folder, state="dirty")
    with pytest.raises(UsageError, match="scorecard-2022"):
        compute("no-such-dataset")


def test_importing_is_light():
    code = "import sys, cgd.toolkit.evidence; print(sorted({'pandas', 'numpy', 'matplotlib'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


# The values are those of the library


def test_fig02(survey, folder, clean):
    table = plan_against_reality(survey, text_cells(folder / "sample_plan.csv"))
    value = clean["FIG02"].value
    assert value["achieved"] == len(survey.respondents) == table["achieved"].sum()
    assert value["planned"] == table["planned"].sum()
    assert value["share"] == value["achieved"] / value["planned"]
    assert value["cells_under_80_percent"] == table["short"].sum()
    assert value["cells_unpublishable"] == table["unpublishable"].sum()
    # The name of the number says the limit: a change of the one must be a change of the other.
    assert value["short_under"] == read_limits()["plan"]["short"]["value"] == 0.8
    shown = {(r["group"], r["region"], r["area"]): r for r in clean["FIG02"].table}
    cells = table.set_index(["group", "region", "area"])
    short = [key for key in shown if key[1] != "all"]
    assert set(short) == set(cells.index[cells["short"]])
    for key in short:
        assert shown[key]["planned"] == cells.at[key, "planned"]
        assert shown[key]["achieved"] in (None, cells.at[key, "achieved"])


def test_fig03(survey, folder, clean, raw):
    contacts = response_rates(text_cells(folder / "contacts.csv"))
    value, rows = clean["FIG03"].value, by(clean["FIG03"].table, "partner")
    assert (value["partners"], value["partners_computable"]) == (len(contacts), contacts["computable"].sum())
    assert value["response_rate"] is None  # three partners wrote nothing down
    recorded = contacts[contacts["computable"]]
    assert value["response_rate_where_recorded"] == recorded["completed"].sum() / recorded["eligible"].sum()
    for row in contacts.itertuples():
        found = rows[(row.partner,)]["response_rate"]
        assert found == (row.response_rate if row.computable else None)
    assert value["consent_share"] == 1
    messy = read(folder, "raw")
    without = CHECKS["FIG03"](messy, read_limits())["row"].nunique()
    assert raw["FIG03"].value["without_consent"] == without > 0
    assert raw["FIG03"].value["consent_share"] == 1 - without / len(messy.respondents)


def test_fig04(survey, clean):
    table = item_nonresponse(survey)
    value = clean["FIG04"].value
    assert value["questions"] == table["asked"].sum()
    for kind in ("dont_know", "refused", "missing", "nonresponse"):
        assert value[kind] == pytest.approx((table[kind] * table["asked"]).sum() / table["asked"].sum())
    cells = table.set_index(["group", "indicator_id", "year"])
    worst = [row for row in clean["FIG04"].table if row["item"] != "all"]
    assert worst[0]["nonresponse"] == table["nonresponse"].max()
    for row in worst:
        assert row["nonresponse"] == cells.at[(row["group"], row["item"], row["year"]), "nonresponse"]


@pytest.mark.parametrize("state", ["clean", "raw"])
def test_fig05_to_fig12_count_what_the_checks_find(folder, clean, raw, state):
    found = check_quality(read(folder, state))
    items = {"clean": clean, "raw": raw}[state]

    def count(rule):
        return int((found["rule"] == rule).sum())

    for figure in ("FIG05", "FIG06", "FIG07"):
        rules = found.loc[found["check"] == figure, "rule"].value_counts().to_dict()
        assert {row["rule"]: row["findings"] for row in items[figure].table} == rules
        assert (
            items[figure].value["records_named"]
            == found.loc[
                (found["check"] == figure) & found["row"].isin(read(folder, state).respondents["respondent_id"]), "row"
            ].nunique()
        )
    assert items["FIG05"].value["exact_copies"] == count("exact_copy")
    assert items["FIG05"].value["near_copies"] == count("near_copy")
    assert items["FIG08"].value["straight_lines"] == count("straight_line")
    assert items["FIG08"].value["same_both_years"] == count("same_both_years")
    assert items["FIG09"].value["mostly_fives"] == count("mostly_fives")
    assert items["FIG10"].value["too_fast"] == count("too_fast")
    assert items["FIG10"].value["at_night"] == count("night")
    assert items["FIG11"].value["reversed_records"] == count("reversed_scale")
    assert items["FIG11"].value["interviewers_apart"] == count("interviewer_mean")
    assert items["FIG12"].value["partners_named"] == count("last_digit")
    assert items["FIG20"].value["comments_with_identifier"] == count("direct_identifier")


def test_fig08_to_fig12(survey, persons, clean):
    style = response_style(survey).assign(group=survey.respondents["group"])
    for row in clean["FIG08"].table:
        own = style[style["group"] == row["group"]]
        assert (row["n"], row["longest_run"]) == (len(own), own["longest_run"].median())
        assert row["variability"] == own["variability"].median()
    styles = answer_styles(survey, read_limits()).set_index("group")
    for row in clean["FIG09"].table:
        assert row["fives"] == styles.at[row["group"], "fives"]
        assert row["mostly_high"] in (None, styles.at[row["group"], "mostly_high"])
    for row in durations(survey).itertuples():
        assert clean["FIG10"].value[f"{row.instrument}_median_minutes"] == row.median
    correlation = interviewer_correlation(persons)
    assert clean["FIG11"].value["rho"] == correlation.rho
    means = interviewer_means(persons).set_index("interviewer")
    assert {r["interviewer"]: r["adjusted"] for r in clean["FIG11"].table} == means["adjusted"].to_dict()
    ages = age_heaping(survey, read_limits()).set_index("partner")
    assert {r["partner"]: r["score"] for r in clean["FIG12"].table} == ages["score"].to_dict()
    assert clean["FIG12"].value["worst_score"] == ages["score"].max()


def test_fig13_to_fig15(weighing, clean):
    table = weighing.makeup[weighing.makeup["population_share"].notna()]
    for variable, rows in table.groupby("variable"):
        shares = rows.set_index("category")
        expected = dissimilarity(shares["people"], shares["population_share"])
        assert clean["FIG13"].value[f"{variable}_dissimilarity"] == pytest.approx(expected)
    assert (clean["FIG14"].value["smallest"], clean["FIG14"].value["largest"]) == (weighing.smallest, weighing.largest)
    assert clean["FIG15"].value["design_effect"] == weighing.design_effect
    assert clean["FIG15"].value["effective_people"] == weighing.effective_people
    rows = by(clean["FIG14"].table, "variable", "category")
    for row in table.itertuples():
        assert rows[(row.variable, row.category)]["weighted_share"] == row.weighted_share


def test_fig16_keeps_groups_apart_and_gives_what_belongs_together(survey, clean):
    value, rows = clean["FIG16"].value, by(clean["FIG16"].table, "group", "item")
    means = group_means(survey).set_index("group")
    table = summary(survey, level="sdg").set_index(["group", "item"])
    assert len(rows) == len(GROUPS) * (len(SDGS) + 1)
    for group in GROUPS:
        assert value[f"{group}_mean"] == pytest.approx(means.at[group, "mean"])
        assert value[f"{group}_n"] == means.at[group, "n"]
        assert {f"{group}_share_45", f"{group}_share_12"} <= set(value)
        for sdg in SDGS:
            for name in ("n", "mean", "median", "share_45", "share_12", "net"):
                assert rows[(group, sdg)][name] == table.at[(group, sdg), name]
    assert {row["group"] for row in clean["FIG16"].table} == set(GROUPS)  # nobody "all"


def test_fig17_leaves_organisations_out(persons, clean):
    table = gaps(persons, level="sdg").set_index(["group", "item"])
    rows = by(clean["FIG17"].table, "group", "item")
    assert set(rows) == set(table.index) and "cso" not in {group for group, _item in rows}
    for key, row in rows.items():
        for name in ("n", "others_n", "gap", "share_gap", "cliffs_delta"):
            assert row[name] == table.at[key, name]
        assert row["cliffs_delta_alike"] is not None
    largest = table["cliffs_delta"].abs().idxmax()
    value = clean["FIG17"].value
    assert (value["largest_group"], value["largest_item"]) == largest
    assert value["largest_cliffs_delta"] == table.at[largest, "cliffs_delta"]


def test_fig18(survey, clean):
    table = change(survey).set_index("group")
    for row in clean["FIG18"].table:
        for name in ("n", "mean_2022", "mean_2025", "gain", "per_year", "of_maximum", "of_mean", "of_range"):
            assert row[name] == table.at[row["group"], name]
    assert clean["FIG18"].value["lowest_gain"] == table["gain"].min()
    assert clean["FIG18"].value["highest_gain"] == table["gain"].max()


def test_fig19_and_fig20(survey, clean, raw, folder):
    for item, data in ((clean, survey), (raw, read(folder, "raw"))):
        found = small_cells(data)
        value = item["FIG19"].value
        assert value["internal"] is True
        assert value["small_cells"] == (found["rule"] == "primary").sum()
        assert value["hidden_to_protect"] == (found["rule"] == "complementary").sum()
        assert len(item["FIG19"].table) + value["not_listed"] == len(found)
        alike = anonymity(data.respondents)
        value = item["FIG20"].value
        assert (value["records_under_k"], value["records_alone"]) == (alike.n_under, alike.n_unique)
        assert value["share_under_k"] == alike.share
        steps = coarsening(data.respondents)
        assert [row["keys"] for row in item["FIG20"].table] == steps["keys"].tolist()
        assert [row["share"] for row in item["FIG20"].table] == steps["share"].tolist()
    assert [name for name, item in clean.items() if item.value.get("internal")] == ["FIG19"]


def test_fig21(persons, clean):
    for row in clean["FIG21"].table:
        items = (persons.indicators["sdg"] == row["item"]).to_numpy()
        answers = persons.answers[:, items, 0]
        assert row["alpha"] == cronbach_alpha(answers, lowest=1)
        assert (row["items"], row["n"]) == (items.sum(), (answers > 0).all(axis=1).sum())


def test_fig22_is_the_comparison_of_each_group(survey, clean):
    rows = by(clean["FIG22"].table, "group", "item")
    for group in GROUPS:
        own = compare_with_official(survey.part(survey.respondents["group"] == group))
        assert rows[(group, 1)]["rank_correlation"] == pytest.approx(own.correlation_share)
        ranks = own.goals.set_index("sdg")
        for sdg in SDGS:
            assert rows[(group, sdg)]["rank"] == ranks.at[sdg, "rank_share"]
            assert rows[(group, sdg)]["official_rank"] == ranks.at[sdg, "rank_official"]
    assert clean["FIG22"].value["illustration"] is True


def test_fig23(survey, weighing, clean):
    table = sensitivity(survey, check_quality(survey), weighing.weights["weight"].to_numpy())
    value = clean["FIG23"].value
    assert value["variants"] == table["variant"].nunique() - 1
    assert value["other_order"] == (~table.drop_duplicates("variant")["same_order"]).sum()
    assert abs(value["largest_shift"]) == table["shift"].abs().max()
    for row in clean["FIG23"].table:
        own = table[table["group"] == row["group"]].set_index("variant")["value"]
        for variant in ("as_is", "weighted", "no_copies", "no_flagged", "median"):
            assert row[variant] == own.get(variant)
        provinces = own[own.index.str.startswith("without_")]
        assert (row["lowest_without_a_province"], row["highest_without_a_province"]) == (
            provinces.min(),
            provinces.max(),
        )


def test_fig24(persons, clean):
    found = intraclass_correlation(person_means(persons), persons.respondents["province_code"])
    value = clean["FIG24"].value
    assert (value["rho"], value["places"], value["people"]) == (found.rho, found.clusters, found.values)
    assert value["design_effect"] == cluster_design_effect(found.rho, found.size)
    assert np.isfinite(value["design_effect"])


def test_data(survey, clean):
    assert clean["DATA"].value["rows"] == len(survey.respondents)
    assert clean["DATA"].value["columns"] == 158


def test_a_dataset_without_its_file_is_one_line(copy):
    (copy / "scorecard-2022-raw-synthetic.csv").unlink()
    with pytest.raises(CgdError, match=r"scorecard-2022-raw-synthetic\.csv") as caught:
        compute(copy, state="raw")
    assert "\n" not in str(caught.value)
