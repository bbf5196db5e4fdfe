"""The pilot: what is published holds for every seed, and the pilot cannot be mistaken for the survey of 2022."""

import json
import math
import re
import unicodedata

import numpy as np
import pandas as pd
import pytest
from frictionless import validate
from scipy.stats import chi2_contingency

from cgd.errors import UsageError
from cgd.scorecard.codebook import SURVEY_FILE, columns_of, files_of
from cgd.scorecard.make import qualitative_2022
from cgd.scorecard.make.pilot_2019 import PACKAGE, SEED, tables
from cgd.scorecard.package import package_files
from cgd.scorecard.published.pilot import BARRIERS, CHECKS, check_package, claims, two_proportions
from cgd.scorecard.survey import GROUPS

OTHER_SEEDS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12345]

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def made() -> Tables:
    """The tables of the shipped package. Tests must not change them."""
    return tables()


def changed(file: str, where, column: str, value: str):
    """A change of some cells of one table."""

    def change(made: Tables) -> Tables:
        table = made[file].copy()
        table.loc[where(table), column] = value
        return made | {file: table}

    return change


def without(file: str, where):
    """A change that leaves out some rows of one table."""
    return lambda made: made | {file: made[file][~where(made[file])]}


def first(table: pd.DataFrame, n: int = 1) -> pd.Series:
    return pd.Series(np.arange(len(table)) < n, index=table.index)


def some(condition: pd.Series, n: int) -> pd.Series:
    """The first ``n`` rows that meet a condition."""
    return condition & (condition.cumsum() <= n)


def of(table: pd.DataFrame, **codes: str) -> pd.Series:
    """Rows with these codes."""
    return pd.concat([table[column] == code for column, code in codes.items()], axis=1).all(axis=1)


BROKEN = [
    ("F41", without("pilot.csv", first)),
    ("F41", changed("pilot.csv", lambda p: p["site"] == "S2", "site", "S1")),
    ("F41", changed("pilot.csv", first, "person_id", "K002")),
    ("F42", without("interviews.csv", first)),
    (
        "F42",
        changed("interviews.csv", lambda i: i["informant"] == "district_official", "informant", "commune_official"),
    ),
    ("F43", changed("pilot.csv", lambda p: some(of(p, took_part="no"), 1), "took_part", "yes")),
    ("F43", changed("pilot.csv", lambda p: some(of(p, took_part="no"), 1), "took_part", "")),
    ("F44", changed("pilot.csv", lambda p: some(of(p, sex="female", took_part="no"), 36), "took_part", "yes")),
    (
        "F44",
        lambda made: made | {"pilot.csv": made["pilot.csv"].replace({"sex": {"male": "female", "female": "male"}})},
    ),
    (
        "F45",
        changed(
            "pilot.csv", lambda p: some(of(p, ethnicity="ethnic_minority", took_part="no"), 60), "took_part", "yes"
        ),
    ),
    ("F45", changed("pilot.csv", lambda p: p["ethnicity"] == "kinh", "took_part", "no")),
    ("F46", changed("pilot.csv", lambda p: p["target_group"] == "older", "target_group", "women")),
    ("F46", changed("pilot.csv", first, "sdg_target", "10.3")),
    ("F47", changed("interviews.csv", lambda i: i["barrier_prejudice"] == "yes", "barrier_prejudice", "no")),
    ("F47", changed("pilot.csv", lambda p: p["reason"] == "language", "reason", "distance")),
]


def test_every_figure_on_the_pilot_has_a_check_and_a_claim():
    assert list(CHECKS) == [f"F{number}" for number in range(41, 48)] == list(claims())
    for number, (source, check) in CHECKS.items():
        assert source == "004"
        assert check.__name__.startswith(number.lower() + "_")
        assert check.__doc__.startswith(f"{number}: ")


def test_all_hold_in_the_shipped_files(made):
    result = check_package(made)
    assert list(result.columns) == ["check", "holds", "value", "claim"]
    assert result.loc[~result["holds"], ["check", "value"]].values.tolist() == []


@pytest.mark.parametrize("seed", OTHER_SEEDS)
def test_all_hold_for_other_seeds(seed):
    result = check_package(tables(seed))
    assert result.loc[~result["holds"], ["check", "value"]].values.tolist() == []


@pytest.mark.parametrize(("number", "change"), BROKEN)
def test_each_check_fails_when_the_data_do_not_show_it(made, number, change):
    found = CHECKS[number][1](change(made))
    assert list(found.columns) == ["check", "part", "value", "expected", "holds"]
    assert (found["check"] == number).all()
    assert not found["holds"].all()


def test_every_check_is_broken_at_least_once():
    assert {number for number, _change in BROKEN} == set(CHECKS)


def test_a_failing_check_says_what_failed(made):
    result = check_package(BROKEN[5][1](made)).set_index("check")
    assert result.loc["F43", "value"] == "took part: 161 of 400 (160 of 400)"


@pytest.mark.parametrize("counts", [(104, 200, 56, 200), (36, 150, 124, 250), (3, 17, 9, 21), (5, 10, 5, 10)])
def test_the_test_of_two_proportions_agrees_with_the_chi_square_test(counts):
    yes1, n1, yes2, n2 = counts
    reference = chi2_contingency([[yes1, n1 - yes1], [yes2, n2 - yes2]], correction=False)
    z, p = two_proportions(*counts)
    assert z**2 == pytest.approx(reference.statistic)
    assert p == pytest.approx(reference.pvalue)


def test_the_published_example_gives_490():
    assert f"{two_proportions(104, 200, 56, 200)[0]:.2f}" == "4.90"


@pytest.mark.parametrize("counts", [(0, 0, 5, 10), (0, 10, 0, 10), (10, 10, 10, 10)])
def test_nothing_is_tested_when_nothing_can_differ(counts):
    assert all(math.isnan(value) for value in two_proportions(*counts))


@pytest.mark.parametrize("seed", [SEED, *OTHER_SEEDS])
def test_the_cells_are_exact_for_every_seed(seed):
    pilot = tables(seed)["pilot.csv"]
    yes = pilot[pilot["took_part"] == "yes"]
    assert yes["sex"].value_counts().to_dict() == {"male": 104, "female": 56}
    assert yes["ethnicity"].value_counts().to_dict() == {"kinh": 124, "ethnic_minority": 36}
    assert pilot["sex"].value_counts().to_dict() == {"male": 200, "female": 200}
    assert pilot["ethnicity"].value_counts().to_dict() == {"kinh": 250, "ethnic_minority": 150}


def test_the_same_seed_gives_the_same_tables_and_another_seed_others(made):
    again, other = tables(SEED), tables(7)
    for name, table in made.items():
        pd.testing.assert_frame_equal(table, again[name])
    assert not made["pilot.csv"].equals(other["pilot.csv"])
    assert not made["interviews.csv"].equals(other["interviews.csv"])


def test_a_negative_seed_is_refused():
    with pytest.raises(UsageError, match="-1 is negative"):
        tables(-1)


def test_those_who_took_part_have_no_reason_and_the_others_one(made):
    pilot = made["pilot.csv"]
    assert ((pilot["reason"] == "") == (pilot["took_part"] == "yes")).all()
    language = pilot[pilot["reason"] == "language"]
    assert set(language["ethnicity"]) == {"ethnic_minority"}
    workload = pilot[pilot["reason"] == "unequal_workload"]
    assert set(workload["sex"]) == {"female"}


def test_groups_fit_ethnicity_and_age(made):
    pilot = made["pilot.csv"]
    assert set(pilot.loc[pilot["target_group"] == "ethnic_minority", "ethnicity"]) == {"ethnic_minority"}
    assert set(pilot.loc[pilot["target_group"] == "older", "age_band"]) == {"60+"}
    assert set(pilot.loc[pilot["target_group"] == "young", "age_band"]) == {"16-30"}
    assert (pilot.groupby("site")["target_group"].nunique() == 5).all()


@pytest.mark.parametrize("seed", [SEED, 4])
def test_every_cell_is_described_by_the_code_book(seed):
    for name, table in tables(seed).items():
        columns = columns_of(name, package=PACKAGE)
        assert list(table.columns) == [column.name for column in columns], name
        for column in columns:
            cells = table[column.name]
            filled = cells[cells != ""]
            assert column.optional or len(filled) == len(cells), (name, column.name)
            assert not column.codes or set(filled) <= set(column.codes), (name, column.name)
            assert not column.pattern or filled.str.fullmatch(column.pattern).all(), (name, column.name)
            assert not column.unique or cells.is_unique, (name, column.name)
            assert filled.map(lambda cell: unicodedata.is_normalized("NFC", cell)).all()


def test_the_barriers_of_the_interviews_are_the_published_ones(made):
    columns = [name for name in made["interviews.csv"] if name.startswith("barrier_")]
    assert columns == [f"barrier_{barrier}" for barrier in BARRIERS]


def test_the_package_is_valid_and_says_that_it_is_synthetic(made, tmp_path):
    for name, content in package_files(PACKAGE, made, seed=SEED).items():
        (tmp_path / name).write_bytes(content)
    report = validate(str(tmp_path / "datapackage.json"))
    assert report.flatten(["rowNumber", "fieldName", "message"]) == []
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert "synthetic" in package["title"] and "mô phỏng" in package["title_vi"]
    assert "synthetic" in (tmp_path / "README.md").read_text(encoding="utf-8").splitlines()[0]
    assert sorted(resource["path"] for resource in package["resources"]) == sorted(files_of(PACKAGE))


def test_the_pilot_cannot_be_stacked_on_2022(made):
    """Other names, other codes, other numbers: a careless append shows at once."""
    survey = {column.name for column in columns_of(SURVEY_FILE)}
    pilot = made["pilot.csv"]
    assert set(pilot.columns) & survey <= {"sex"}
    assert set(pilot["target_group"]) & set(GROUPS) == {"pwd"}
    talks, ours = qualitative_2022.tables()["interviews.csv"], made["interviews.csv"]
    assert set(ours.columns) & set(talks.columns) <= {"interview_id", "sex"}
    assert not set(ours["interview_id"]) & set(talks["interview_id"])
    issues = made["known_issues.csv"].set_index("issue_id")["reading_used"]
    assert "never joined" in issues["C04"]


def test_the_data_sheet_says_what_the_data_say(root, made):
    page = (root / "book" / "datasheets" / "pilot-2019.md").read_text(encoding="utf-8")
    assert "synthetic" in page.split("\n")[2].split(".")[0]
    pilot, talks = made["pilot.csv"], made["interviews.csv"]
    informants = talks["informant"].value_counts()
    counted = dict(re.findall(r"^\| ([A-Z][^|]+) \| (\d+) \|$", page, flags=re.MULTILINE))
    assert {label: int(number) for label, number in counted.items()} == {
        "People asked": len(pilot),
        "Sites": pilot["site"].nunique(),
        "In-depth interviews": len(talks),
        "Interviews with officials of the district": informants["district_official"],
        "Interviews with officials of the commune": informants["commune_official"],
        "Interviews with members of the community": informants["community_member"],
    }
    parts = {
        "All": pilot,
        "Men": pilot[pilot["sex"] == "male"],
        "Women": pilot[pilot["sex"] == "female"],
        "Kinh people": pilot[pilot["ethnicity"] == "kinh"],
        "People of ethnic minorities": pilot[pilot["ethnicity"] == "ethnic_minority"],
    }
    shares = re.findall(r"^\| ([A-Z][^|]+) \| (\d+) \| (\d+) \| ([\d.]+) \|$", page, flags=re.MULTILINE)
    assert [label for label, *_rest in shares] == list(parts)
    for label, took_part, asked, per_cent in shares:
        yes = int((parts[label]["took_part"] == "yes").sum())
        assert (int(took_part), int(asked)) == (yes, len(parts[label]))
        assert per_cent == f"{100 * yes / len(parts[label]):.1f}"
    assert len(CHECKS) == 7 and "checks seven published claims" in page
    assert len(made["known_issues.csv"]) == 8 and "has all eight." in page
    assert "language is named only by people of ethnic minorities" in page
    for number in re.findall(r"^\| ([CT]\d\d) \|", page, flags=re.MULTILINE):
        assert number in set(made["known_issues.csv"]["issue_id"])
