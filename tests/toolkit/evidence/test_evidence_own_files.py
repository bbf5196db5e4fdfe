"""Files of other people: a part that is lacking is a reason, a file that is no survey one line; nothing is a crash."""

import json

import pytest

from cgd.errors import CgdError
from cgd.scorecard.wide import rating_columns
from cgd.toolkit.evidence import compute, sentence, table_for_people
from cgd.toolkit.evidence.missing import reasons


def checked(items):
    """Evidence that can be stored and said, whatever it holds."""
    for item in items.values():
        json.dumps([item.value, item.table], allow_nan=False)
        assert not item.missing or item.missing in reasons()
        assert sentence(item) and "another version" not in sentence(item), item.figure
        table_for_people(item)
    return items


def test_without_plan_and_contacts_the_figures_say_so(own):
    items = checked(compute(own(lambda row: row)))
    assert items["FIG02"].missing == "no_sample_plan"
    value = items["FIG03"].value  # the consent is in the survey itself
    assert (value["response_rate"], value["response_missing"], value["consent_share"]) == (
        None,
        "no_contacts_file",
        1.0,
    )
    assert items["FIG03"].table == []
    assert "contacts.csv" in sentence(items["FIG03"])
    assert {name for name, item in items.items() if item.missing} == {"FIG02"}


def test_the_plan_of_the_course_is_not_taken_for_a_survey_elsewhere(own, folder):
    path = own(lambda row: row)
    assert compute(path, ["FIG02"])["FIG02"].file == "own.csv"
    (path.parent / "sample_plan.csv").write_bytes((folder / "sample_plan.csv").read_bytes())
    assert compute(path, ["FIG02"])["FIG02"].value["planned"] == 3000


@pytest.mark.parametrize(
    "content",
    [
        "",
        "a,b\n1,2\n",
        "group,region,area,planned\nwomen,north,urban,many\n",
        "group,region,area,planned\nwomen,north,urban,\n",
        "group,region,area,planned\nwomen,north,urban,-3\n",
        "group,region,area,planned\nwomen,north,urban,3\nwomen,north,urban,4\n",
        "group,region,area,planned\nwomen,north\n",
    ],
)
def test_a_plan_that_cannot_be_used_is_a_reason(own, content):
    path = own(lambda row: row if row["respondent_id"] < "R0200" else None)
    (path.parent / "sample_plan.csv").write_text(content, encoding="utf-8")
    assert checked(compute(path, ["FIG02"]))["FIG02"].missing == "unusable_sample_plan"


@pytest.mark.parametrize(
    "content",
    [
        "partner,contacted\nP1,3\n",
        "partner,contacted,eligible,refused,partial,completed\nP1,a,b,c,d,e\n",
        "partner,contacted,eligible,refused,partial,completed\nP1,9,9,0,0,9\nP1,9,9,0,0,9\n",
    ],
)
def test_contacts_that_cannot_be_used_are_a_reason(own, content):
    path = own(lambda row: row if row["respondent_id"] < "R0200" else None)
    (path.parent / "contacts.csv").write_text(content, encoding="utf-8")
    value = checked(compute(path, ["FIG03"]))["FIG03"].value
    assert (value["response_rate"], value["response_missing"]) == (None, "unusable_contacts_file")


def test_contacts_that_every_partner_wrote_down_give_a_rate(own):
    path = own(lambda row: row)
    text = "partner,contacted,eligible,refused,partial,completed\nP1,200,180,20,10,150\nP2,100,90,12,11,60\n"
    (path.parent / "contacts.csv").write_text(text, encoding="utf-8")
    value = checked(compute(path, ["FIG03"]))["FIG03"].value
    assert value["response_rate"] == (150 + 60) / (180 + 90)
    assert value["response_missing"] == ""


def test_contacts_without_a_number_are_no_rate(own):
    path = own(lambda row: row)
    text = "partner,contacted,eligible,refused,partial,completed\nP1,,,,,150\n"
    (path.parent / "contacts.csv").write_text(text, encoding="utf-8")
    value = checked(compute(path, ["FIG03"]))["FIG03"].value
    assert (value["response_rate"], value["partners_computable"]) == (None, 0)


@pytest.mark.parametrize(
    "content",
    [
        "name,age\nAn,30\n",
        "start;end;_uuid;grp/q1\n2022-07-01T08:00;2022-07-01T09:00;abc;5\n",
        "",
        "\x00\x01",
    ],
)
def test_a_file_that_is_no_survey_is_one_clear_line(tmp_path, content):
    path = tmp_path / "kobo_export.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CgdError, match=r"kobo_export\.csv") as caught:
        compute(path)
    assert "\n" not in str(caught.value)


def test_a_workbook_is_one_clear_line(root):
    with pytest.raises(CgdError, match=r"form1_adult\.xlsx") as caught:
        compute(root / "datasets" / "questionnaires" / "form1_adult.xlsx")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("n", [1, 2, 3, 11, 40])
def test_few_people_are_no_crash(own, n):
    checked(compute(own(lambda row: row if int(row["respondent_id"][1:]) <= n else None)))


@pytest.mark.parametrize("group", ["children", "lgbtiq", "cso"])
def test_one_group_alone_is_no_crash(own, group):
    items = checked(compute(own(lambda row: row if row["group"] == group else None)))
    assert items["FIG17"].missing == "one_group"
    if group == "cso":
        assert items["FIG14"].missing == "no_persons"


def test_nobody_who_rates_is_no_crash(own, survey):
    columns = rating_columns(survey.indicators)

    def silent(row):
        answers = {name: "DK" if row[name] else "" for name in columns}
        return row | answers if row["respondent_id"] < "R0300" else None

    items = checked(compute(own(silent)))
    assert items["FIG16"].missing == items["FIG18"].missing == "no_ratings"
    assert items["FIG04"].value["dont_know"] == 1


def test_what_is_empty_is_no_crash(own):
    columns = ("start_time", "end_time", "age", "sex", "interviewer", "partner", "province_code", "region", "area")
    items = checked(
        compute(own(lambda row: row | dict.fromkeys(columns, "") if row["respondent_id"] < "R0300" else None))
    )
    assert items["FIG10"].missing == "no_times"
    assert items["FIG12"].missing == "no_ages"
    assert items["FIG13"].missing == "cells_missing"


def test_equal_answers_are_no_crash(own, survey):
    columns = rating_columns(survey.indicators)

    def same(row):
        return row | {name: "3" if row[name] else "" for name in columns} if row["respondent_id"] < "R0300" else None

    items = checked(compute(own(same)))
    assert items["FIG18"].value["highest_gain"] == 0
