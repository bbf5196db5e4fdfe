"""The command as a person meets it: what it prints, how it ends, one line when something is wrong."""

import csv
import json
import os
import shutil
import subprocess
import sys

import pytest


def cgd(*arguments, cwd=None, **env):
    command = [sys.executable, "-m", "cgd", *map(str, arguments)]
    environment = {**os.environ, "PYTHONUTF8": "1", **env}
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, env=environment, timeout=300
    )


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["lab", "--language", "fr"], "en, vi"),
        (["lab", "--session", "s99_nothing"], "s01_voices"),
        (["data", "long", "scorecard-2022", "--group", "men"], "children, youth, women, pwd, lgbtiq, cso"),
        (["data", "long", "no-such-data"], "scorecard-2022"),
        (["translate", "status", "--language", "fr"], "vi"),
        (["grade", "no-such-folder"], "no-such-folder"),
    ],
)
def test_a_name_that_does_not_exist_is_one_line_with_what_is_allowed(arguments, allowed, root):
    done = cgd(*arguments, cwd=root)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert allowed in done.stderr


def test_the_line_is_vietnamese_when_asked_for(root):
    english = cgd("data", "long", "no-such-data", cwd=root)
    vietnamese = cgd("data", "long", "no-such-data", cwd=root, CGD_LANG="vi")
    assert vietnamese.returncode == 2
    assert vietnamese.stderr != english.stderr
    assert "scorecard-2022" in vietnamese.stderr


def test_the_long_table_is_plain_csv_on_stdout(root):
    done = cgd("data", "long", "datasets/scorecard-2022", "--group", "children", cwd=root)
    assert done.returncode == 0, done.stderr
    rows = list(csv.reader(done.stdout.splitlines()))
    assert rows[0] == ["respondent_id", "group", "region", "area", "sdg", "indicator_id", "year", "rating"]
    assert len(rows) - 1 == 520 * 36 * 2
    assert {row[1] for row in rows[1:]} == {"children"}
    assert {row[7] for row in rows[1:]} <= {"1", "2", "3", "4", "5", ""}


def test_a_reader_that_stops_early_is_no_error(root):
    command = f'"{sys.executable}" -m cgd data long datasets/scorecard-2022 | head -n 1'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=root, timeout=120)
    assert done.stdout.startswith("respondent_id,")
    assert done.stderr == ""


def test_a_damaged_dataset_is_named_by_file_row_and_column(root, tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(root / "datasets" / "scorecard-2022", folder)
    table = folder / "scorecard-2022-synthetic.csv"
    header, *rows = table.read_text(encoding="utf-8").splitlines()
    columns = header.split(",")
    cells = rows[40].split(",")
    cells[columns.index("q1_01_2022")] = "6"
    rows[40] = ",".join(cells)
    table.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    done = cgd("data", "long", folder)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    # Row 42: what a spreadsheet shows, the header being row 1.
    for part in ("scorecard-2022-synthetic.csv", "42", "q1_01_2022", "6"):
        assert part in done.stderr


def test_the_published_figures_hold_on_the_shipped_data(root):
    done = cgd("data", "check", "--json", cwd=root)
    assert done.returncode == 0, done.stderr


def test_problems_of_the_raw_file_are_listed_for_machines(root):
    done = cgd("data", "problems", "--state", "raw", "--json", cwd=root)
    assert done.returncode == 1, done.stderr
    rows = json.loads(done.stdout)
    assert len(rows) > 1000
    assert set(rows[0]) == {"file", "row", "column", "value", "message"}
    assert cgd("data", "problems", cwd=root).returncode == 0


def test_quality_finds_nothing_in_the_clean_survey_and_much_in_the_raw_one(root):
    assert cgd("data", "quality", cwd=root).returncode == 0
    done = cgd("data", "quality", "--state", "raw", "--json", cwd=root)
    assert done.returncode == 1, done.stderr
    assert {"check", "rule", "row", "column", "value", "message"} == set(json.loads(done.stdout)[0])


def test_check_with_a_key_gives_planted_against_found(root):
    key = "solutions/keys/scorecard-2022/defects.csv"
    done = cgd("data", "check", "scorecard-2022", "--key", key, "--json", cwd=root)
    assert done.returncode == 0, done.stderr
    rows = {row["kind"]: row for row in json.loads(done.stdout)}
    assert rows["straight_line"]["planted"] == 60
    assert all(row["recall"] >= 0.95 for row in rows.values())
    raw = "datasets/scorecard-2022/scorecard-2022-raw-synthetic.csv"
    assert cgd("data", "check", raw, "--key", key, "--json", cwd=root).stdout == done.stdout


def test_cleaning_writes_a_survey_that_has_nothing_to_edit_and_its_log(root, tmp_path):
    done = cgd("data", "clean", tmp_path / "cleaned", cwd=root)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "cleaned").iterdir()} == {
        "scorecard-2022-synthetic.csv",
        "edit_log.csv",
        "flagged.csv",
    }
    again = cgd("data", "problems", tmp_path / "cleaned" / "scorecard-2022-synthetic.csv", cwd=root)
    assert again.returncode == 0, again.stdout
    assert "edits" in done.stdout


@pytest.mark.slow
def test_packages_are_made_with_another_seed_and_their_key(root, tmp_path):
    folders = ("--folder", tmp_path / "data", "--keys", tmp_path / "keys")
    done = cgd("data", "make", "scorecard-2022", "--seed", "7", *folders, cwd=root)
    assert done.returncode == 0, done.stderr
    key = tmp_path / "keys" / "scorecard-2022" / "defects.csv"
    checked = cgd("data", "check", tmp_path / "data" / "scorecard-2022", "--key", key, "--json", cwd=root)
    assert all(row["recall"] >= 0.95 for row in json.loads(checked.stdout))
    unknown = cgd("data", "make", "scorecard-2023", cwd=root)
    assert unknown.returncode == 2
    assert "pilot-2019" in unknown.stderr


@pytest.mark.parametrize("arguments", [("data", "check", "--key", "no-such-key.csv"), ("data", "problems", "x.csv")])
def test_a_file_that_is_not_there_is_one_line(root, arguments):
    done = cgd(*arguments, cwd=root)
    assert done.returncode in (1, 2)
    assert len(done.stderr.strip().splitlines()) == 1
