"""Interviews, dialogues and focus groups: what is published holds, nobody can be recognised, no voice gets lost."""

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from frictionless import validate

from cgd.errors import UsageError
from cgd.language import use_language
from cgd.scorecard.codebook import columns_of, files_of
from cgd.scorecard.make import people as survey_people
from cgd.scorecard.make.qualitative_2022 import PACKAGE, SEED, read_parameters, tables
from cgd.scorecard.make.qualitative_statements import suits
from cgd.scorecard.package import package_files
from cgd.scorecard.published.qualitative import CHECKS, CITIZENS, check_package, claims, entropy
from cgd.scorecard.sources import text_table
from cgd.scorecard.survey import GROUPS, REGIONS, area_labels, group_labels, region_labels, sdg_labels

OTHER_SEEDS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12345]
PLACES = {"interview": "interviews.csv", "focus_group": "focus_groups.csv", "dialogue": "dialogues.csv"}
RARE = range(1, 4)  # times a code occurs

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def made() -> Tables:
    """The tables of the shipped package. Tests must not change them."""
    return tables()


@pytest.fixture(scope="module")
def said(made) -> pd.DataFrame:
    """The statements with the conditions under which each was written."""
    sentences = text_table("sentences.csv", PACKAGE)
    return made["statements.csv"].merge(
        sentences[["statement_vi", "fits", "turn", "also"]], on="statement_vi", validate="one_to_one"
    )


def changed(file: str, where: Callable[[pd.DataFrame], pd.Series], column: str, value: object):
    """A change of some cells of one table."""

    def change(made: Tables) -> Tables:
        table = made[file].copy()
        table.loc[where(table), column] = value
        return made | {file: table}

    return change


def without(file: str, where: Callable[[pd.DataFrame], pd.Series]):
    """A change that leaves out some rows of one table."""
    return lambda made: made | {file: made[file][~where(made[file])]}


def first(table: pd.DataFrame) -> pd.Series:
    return pd.Series(np.arange(len(table)) == 0, index=table.index)


def reason(sdg: str, kind: str, code: str):
    """All COVID reasons of one goal in one kind of source become another."""
    return changed(
        "statements.csv",
        lambda s: (s["sdg"] == sdg) & (s["source_type"] == kind) & (s["reason"] == "covid19_economy"),
        "reason",
        code,
    )


BROKEN = [
    ("F27", reason("1", "focus_group", "weather")),
    ("F27", reason("8", "focus_group", "stigma")),
    ("F27", reason("8", "interview", "stigma")),
    ("F28", changed("focus_groups.csv", first, "poverty_2025", "same")),
    ("F28", without("focus_groups.csv", lambda f: f["group"] == "women")),
    ("F29", changed("importance_votes.csv", lambda v: (v["group"] == "pwd") & (v["sdg"] == "8"), "votes", "40")),
    ("F29", changed("importance_votes.csv", lambda v: (v["group"] == "cso") & (v["sdg"] == "13"), "votes", "99")),
    ("F29", without("importance_votes.csv", lambda v: v["group"] == "youth")),
    ("F30", changed("codes.csv", lambda c: c["code"] == "own_skills", "major", "yes")),
    ("F30", changed("codes.csv", lambda c: c["code"] == "policy_gaps", "locus", "internal")),
    ("F30", without("codes.csv", lambda c: c["locus"] == "internal")),
    ("F30", changed("statements.csv", lambda s: s["challenge"] == "infrastructure", "challenge", "own_skills")),
    ("F30", changed("statements.csv", lambda s: s["challenge"] == "own_skills", "locus", "external")),
    ("F31", changed("focus_groups.csv", first, "confident", "no")),
    ("F31", without("focus_groups.csv", lambda f: f["confident"] == "yes")),
    ("F32", without("team.csv", first)),
    ("F32", changed("team.csv", lambda t: t["partner"] == "P7", "partner", "P6")),
    ("F32", changed("team.csv", first, "collector", "Somebody's name")),
    ("F33", changed("statements.csv", lambda s: (s["theme"] == "equality") & (s["group"] != "cso"), "theme", "health")),
    ("F33", changed("statements.csv", lambda s: (s["theme"] == "violence") & (s["group"] == "pwd"), "theme", "jobs")),
    ("F33", changed("statements.csv", lambda s: (s["group"] == "cso") & (s["theme"] != "data"), "theme", "jobs")),
    ("F37", without("interviews.csv", first)),
    ("F37", changed("interviews.csv", first, "interview_id", "IDI002")),
    ("F38", without("dialogues.csv", first)),
]  # fmt: skip


def test_every_figure_on_this_material_has_a_check_and_a_claim():
    assert list(CHECKS) == ["F27", "F28", "F29", "F30", "F31", "F32", "F33", "F37", "F38"] == list(claims())
    for number, (source, check) in CHECKS.items():
        assert source in ("001", "002")
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
    result = check_package(BROKEN[-1][1](made)).set_index("check")
    assert result["holds"].sum() == len(result) - 1
    assert result.loc["F38", "value"] == "dialogues: 2 (= 3)"


def test_entropy_is_largest_for_equal_shares():
    assert entropy(pd.Series(list("abcd"))) == pytest.approx(2)
    assert entropy(pd.Series(list("aaab"))) == pytest.approx(0.8113, abs=0.0001)
    assert entropy(pd.Series(list("aaaa"))) == entropy(pd.Series([], dtype="str")) == 0


def test_the_same_seed_gives_the_same_tables_and_another_seed_others(made):
    again, other = tables(SEED), tables(7)
    for name, table in made.items():
        pd.testing.assert_frame_equal(table, again[name])
    for name in ("interviews.csv", "focus_groups.csv", "dialogues.csv", "importance_votes.csv"):
        assert not made[name].equals(other[name]), name
    # Another seed lets other people say the same sentences.
    assert set(made["statements.csv"]["statement_vi"]) == set(other["statements.csv"]["statement_vi"])
    who = made["statements.csv"].merge(other["statements.csv"], on="statement_vi")
    assert (who["source_id_x"] != who["source_id_y"]).mean() > 0.5


def test_a_negative_seed_is_refused():
    with pytest.raises(UsageError, match="-3 is negative"):
        tables(-3)


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


def test_the_package_is_valid_and_says_that_it_is_synthetic(made, tmp_path):
    for name, content in package_files(PACKAGE, made, seed=SEED).items():
        (tmp_path / name).write_bytes(content)
    report = validate(str(tmp_path / "datapackage.json"))
    assert report.flatten(["rowNumber", "fieldName", "message"]) == []
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert "synthetic" in package["title"] and "mô phỏng" in package["title_vi"]
    assert "no sentence was said by a real person" in package["description"]
    assert "synthetic" in (tmp_path / "README.md").read_text(encoding="utf-8").splitlines()[0]
    # A sentence that leaves the package takes the word along.
    assert (made["statements.csv"]["origin"] == "synthetic").all()
    assert sorted(resource["path"] for resource in package["resources"]) == sorted(files_of(PACKAGE))


def test_all_text_is_composed_unicode_and_in_both_languages(made):
    for name, table in made.items():
        for cell in table.to_numpy().ravel():
            assert unicodedata.is_normalized("NFC", cell) and cell == cell.strip(), (name, cell)
    said = made["statements.csv"]
    vietnamese = said["statement_vi"].map(lambda text: any(not letter.isascii() for letter in text))
    assert vietnamese.all()
    assert said["statement_en"].str.isascii().mean() > 0.98  # "café" is English


def test_codes_are_named_alike_everywhere(made):
    columns = {column.name: column for column in columns_of("statements.csv", package=PACKAGE)}
    frame = made["codes.csv"]
    for kind in ("theme", "reason", "challenge"):
        part = frame[frame["kind"] == kind]
        pairs = zip(part["label_en"], part["label_vi"], strict=True)
        assert columns[kind].codes == dict(zip(part["code"], pairs, strict=True))
    names = {"group": group_labels, "sdg": sdg_labels}
    places = {column.name: column for column in columns_of("interviews.csv", package=PACKAGE)}
    for place, language in enumerate(("en", "vi")):
        use_language(language)
        for name, labels in names.items():
            assert {code: pair[place] for code, pair in columns[name].codes.items()} == {
                str(code): label.replace("\u00a0", " ") for code, label in labels().items()
            }
        for name, labels in {"region": region_labels, "area": area_labels}.items():
            assert {code: pair[place] for code, pair in places[name].codes.items()} == labels()


def test_the_codes_that_the_summary_names_are_marked_as_published(made):
    frame = made["codes.csv"]
    published = set(frame.loc[frame["mark"] == "published", "code"])
    assert published == {
        "education", "jobs", "violence", "equality", "covid19_economy", "infrastructure", "traditional_customs",
        "policy_gaps", "economic_downturn",
    }  # fmt: skip
    assert (frame.loc[frame["kind"] == "challenge", ["locus", "major"]] != "").all(axis=None)
    assert (frame.loc[frame["kind"] != "challenge", ["locus", "major"]] == "").all(axis=None)


def test_every_group_and_region_is_heard(made):
    interviews = made["interviews.csv"]
    assert (interviews["group"].value_counts() == 20).all() and set(interviews["group"]) == set(GROUPS)
    assert (interviews["region"].value_counts() == 40).all()
    for _group, part in interviews.groupby("group"):
        assert part["province_code"].nunique() == 12
        assert set(part["area"]) == {"urban", "rural", "remote_mountainous"}
    meetings = made["focus_groups.csv"]
    assert not meetings.duplicated(["group", "region"]).any() and len(meetings) == len(GROUPS) * len(REGIONS)
    assert sorted(made["dialogues.csv"]["region"]) == sorted(REGIONS)
    assert (interviews.loc[interviews["group"] == "children", "guardian_consent"] == "yes").all()
    assert (interviews.loc[interviews["group"] != "children", "guardian_consent"] == "").all()


def test_places_days_and_organisations_agree_with_the_survey(made):
    ours = read_parameters()
    path = Path(survey_people.__file__).with_name("scorecard_2022.yml")
    survey = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert {code: place["region"] for code, place in ours["provinces"].items()} == {
        code: place["region"] for code, place in survey["provinces"].items()
    }
    assert ours["province_list"] == survey["province_list"]
    for code, place in ours["provinces"].items():
        for area, share in zip(
            ("urban", "rural", "remote_mountainous"), survey["provinces"][code]["areas"], strict=True
        ):
            assert share > 0 or area not in place["areas"]
    first, last = survey["fieldwork"]["first"], survey["fieldwork"]["last"]
    days = pd.concat(
        [
            made["interviews.csv"]["interview_date"],
            made["focus_groups.csv"]["discussion_date"],
            made["dialogues.csv"]["dialogue_date"],
        ]
    )
    assert str(first) <= days.min() and days.max() <= str(last)
    assert {day[:7] for day in days} == {"2022-07", "2022-08", "2022-09"}
    # An organisation of the survey held its interviews in the same provinces.
    team = survey["fieldwork"]["interviewers_per_province"]
    partners = {number: name for name, numbers in survey["fieldwork"]["partners"].items() for number in numbers}
    for place, code in enumerate(survey["provinces"]):
        here = {partners[place * team + number] for number in range(1, team + 1)}
        assert ours["team"][ours["provinces"][code]["collector"]] in here


def test_no_real_organisation_is_named(made):
    text = " ".join(str(cell) for table in made.values() for cell in table.to_numpy().ravel())
    for name in ("MSD", "ActionAid", "ChildFund", "Plan International", "Save the Children", "World Vision", "WWF"):
        assert name not in text


def test_each_participant_has_six_dots(made):
    votes = made["importance_votes.csv"].astype({"votes": int}).merge(made["focus_groups.csv"], on="focus_group_id")
    votes["size"] = votes["size"].astype(int)
    for _number, meeting in votes.groupby("focus_group_id"):
        size, decision = meeting["size"].iloc[0], meeting["decision"].iloc[0]
        assert meeting["votes"].sum() == 6 * size and len(meeting) == 6
        if decision == "consensus":
            assert (meeting["votes"] % size == 0).all()
    citizens = votes[(votes["group_x"] != "cso") & (votes["decision"] == "individual_votes")]
    agreed = votes[(votes["group_x"] != "cso") & (votes["decision"] == "consensus")]
    # Alone, somebody names a goal that the agreed answer leaves without a dot.
    assert (agreed["votes"] == 0).sum() >= 3 * len(CITIZENS)
    assert (citizens.groupby(["group_x", "sdg"])["votes"].sum() > 0).all()


def test_there_are_enough_statements_and_none_is_said_twice(made):
    said = made["statements.csv"]
    assert len(said) >= 240
    assert said["statement_vi"].is_unique and said["statement_en"].is_unique
    assert (said["group"].value_counts() == said["group"].value_counts().iloc[0]).all()


@pytest.mark.parametrize("seed", [SEED, 3, 11])
def test_every_statement_belongs_to_a_talk_of_its_group(seed):
    all_tables = tables(seed)
    for kind, file in PLACES.items():
        table = all_tables[file]
        here = all_tables["statements.csv"]
        here = here[here["source_type"] == kind]
        assert set(here["source_id"]) == set(table.iloc[:, 0]), kind  # nobody spoke in vain
        if "group" in table:
            group = table.set_index(table.columns[0])["group"]
            assert (here["source_id"].map(group) == here["group"]).all()


def test_statements_suit_those_who_say_them(made, said):
    people = {row["interview_id"]: row for row in made["interviews.csv"].to_dict("records")}
    people |= {row["focus_group_id"]: row for row in made["focus_groups.csv"].to_dict("records")}
    people |= {row["dialogue_id"]: row for row in made["dialogues.csv"].to_dict("records")}
    for row in said.itertuples():
        assert suits(row.fits, people[row.source_id]), row.statement_en
    # One sentence about the speaker's own life for each interview, so that no speaker contradicts herself.
    own = said[(said["source_type"] == "interview") & (said["turn"] == "first")]
    assert own["source_id"].is_unique and len(own) == 120
    signing = [number for number, person in people.items() if person.get("language") == "sign"]
    assert own.loc[own["source_id"].isin(signing), "fits"].str.contains("language=sign").all() and signing


def test_conditions_are_read_as_written():
    person = {"area": "rural", "sex": "female", "language": "sign"}
    assert suits("", person) and suits("area=rural|urban; sex=female", person)
    assert not suits("area=urban", person) and not suits("area=rural; sex=male", person)
    assert suits("age_band=35-54", person), "a table without ages has no say"
    assert not suits("", person, {"sign"}) and suits("language=sign", person, {"sign"})


def test_small_voices_are_there_for_every_seed_and_the_largest_counts_hide_them():
    for seed in (SEED, *OTHER_SEEDS):
        said = tables(seed)["statements.csv"]
        counts = pd.concat([said[kind][said[kind] != ""] for kind in ("reason", "challenge")]).value_counts()
        rare = counts[counts.isin(list(RARE))]
        assert len(rare) >= 8
        assert {"no_papers", "child_marriage", "online_abuse", "land_title", "doubts_use"} <= set(rare.index)
        assert not set(rare.index) & set(counts.index[:10])


def test_every_code_of_the_frame_is_used(made):
    said = made["statements.csv"]
    for kind, part in made["codes.csv"].groupby("kind"):
        assert set(part["code"]) == set(said[kind]) - {""}


def test_only_people_in_interviews_doubt_while_every_focus_group_is_confident(made):
    doubts = made["statements.csv"][made["statements.csv"]["reason"] == "doubts_use"]
    assert len(doubts) and set(doubts["source_type"]) == {"interview"}
    assert (made["focus_groups.csv"]["confident"] == "yes").all()


@pytest.mark.parametrize("seed", [SEED, *OTHER_SEEDS])
def test_two_coders_agree_well_and_not_always(seed):
    said = tables(seed)["statements.csv"]
    twice = said[said["coder_a"] != ""]
    assert len(twice) == 72 and ((said["coder_a"] == "") == (said["coder_b"] == "")).all()
    apart = twice[twice["coder_a"] != twice["coder_b"]]
    assert len(apart) == 14
    # One of the two had the theme on which they agreed.
    assert ((apart["coder_a"] == apart["theme"]) ^ (apart["coder_b"] == apart["theme"])).all()
    assert 0.6 < kappa(twice["coder_a"], twice["coder_b"]) < 0.9


def kappa(one: pd.Series, other: pd.Series) -> float:
    """Cohen's kappa (J. Cohen, 1960)."""
    table = pd.crosstab(one, other)
    codes = table.index.union(table.columns)
    shares = table.reindex(index=codes, columns=codes, fill_value=0).to_numpy() / len(one)
    chance = (shares.sum(axis=0) * shares.sum(axis=1)).sum()
    return (np.trace(shares) - chance) / (1 - chance)


def test_what_could_give_a_speaker_away_has_a_safe_wording(made):
    said = made["statements.csv"]
    unsafe = said[said["quote_safe"] == "no"]
    rest = said[said["quote_safe"] == "yes"]
    columns = ["risk", "detail_vi", "detail_en", "safe_vi", "safe_en"]
    assert (unsafe[columns] != "").all(axis=None) and (rest[columns] == "").all(axis=None)
    assert len(unsafe) >= 10 and set(unsafe["risk"]) == {"sole", "role", "event", "organisation"}
    for row in unsafe.itertuples():
        for language in ("vi", "en"):
            detail, safe = getattr(row, f"detail_{language}"), getattr(row, f"safe_{language}")
            assert detail in getattr(row, f"statement_{language}")
            assert detail.lower() not in safe.lower()


def test_no_sentence_that_is_safe_to_quote_says_to_be_the_only_one(made):
    said = made["statements.csv"]
    sole = said["statement_en"].str.contains(r"\bI am the only\b|\bthe only\b.*\bin the\b", regex=True)
    assert (said.loc[sole, "quote_safe"] == "no").all() and sole.any()


def test_no_column_holds_a_name_an_exact_age_or_an_address(made):
    interviews = made["interviews.csv"]
    assert not {"name", "age", "birth", "phone", "address", "commune"} & set(interviews.columns)
    ages = interviews["age_band"]
    assert (ages[interviews["group"] == "cso"] == "").all()
    assert (ages[interviews["group"] == "children"] == "11-15").all()


def test_known_issues_that_concern_this_material_are_listed(made):
    issues = set(made["known_issues.csv"]["issue_id"])
    assert {"C01", "C04", "C06", "C07", "C08", "C14"} <= issues


def test_the_data_sheet_says_what_the_data_say(root, made, said):
    page = (root / "book" / "datasheets" / "qualitative-2022.md").read_text(encoding="utf-8")
    assert "synthetic" in page.split("\n")[2].split(".")[0]
    rows = dict(re.findall(r"^\| ([A-Z][^|]+) \| (\d+) \|$", page, flags=re.MULTILINE))
    twice = said[said["coder_a"] != ""]
    frame = made["codes.csv"]["kind"].value_counts()
    kinds = said["source_type"].value_counts()
    counts = pd.concat([said[kind][said[kind] != ""] for kind in ("theme", "reason", "challenge")]).value_counts()
    assert {label: int(number) for label, number in rows.items()} == {
        "In-depth interviews": len(made["interviews.csv"]),
        "Interviews of each group": made["interviews.csv"]["group"].value_counts().max(),
        "Community dialogues": len(made["dialogues.csv"]),
        "Focus groups": len(made["focus_groups.csv"]),
        "Statements": len(said),
        "Statements from interviews": kinds["interview"],
        "Statements from focus groups": kinds["focus_group"],
        "Statements from dialogues": kinds["dialogue"],
        "Themes in the code frame": frame["theme"],
        "Reasons in the code frame": frame["reason"],
        "Challenges in the code frame": frame["challenge"],
        "Codes that occur once, twice or three times": int(counts.isin(list(RARE)).sum()),
        "Statements coded by two people": len(twice),
        "Both chose the same theme": int((twice["coder_a"] == twice["coder_b"]).sum()),
        "Statements that must not be quoted as they stand": int((said["quote_safe"] == "no").sum()),
        "Collectors": made["team.csv"]["collector"].nunique(),
        "Organisations that collected": made["team.csv"]["partner"].nunique(),
    }
    agreed = int((made["focus_groups.csv"]["decision"] == "consensus").sum())
    assert agreed == 6 and "in six focus groups everybody gave the same dots" in page
    assert f"has all {len(made['known_issues.csv'])}." in page
    assert len(CHECKS) == 9 and "checks nine published claims" in page
    assert "from 4 July to 25 September 2022" in page and made["interviews.csv"]["province_code"].nunique() == 12
    for number in re.findall(r"^\| ([CQ]\d\d) \|", page, flags=re.MULTILINE):
        assert number in set(made["known_issues.csv"]["issue_id"])


def test_the_read_me_says_how_many_statements_there_are(made):
    text = package_files(PACKAGE, made)["README.md"].decode("utf-8")
    said = made["statements.csv"]
    assert f"{len(said)} statements" in text
    assert f"For {(said['coder_a'] != '').sum()} statements" in text
