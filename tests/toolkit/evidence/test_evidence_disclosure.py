"""No table but FIG19's, which is for the team, tells how many few people there are."""

import random

import pytest

from cgd.scorecard.disclosure import limits
from cgd.toolkit.evidence import compute, sentence

# What counts people, and shares of how many of them.
COUNTS = ("n", "others_n", "achieved", "contacted", "eligible", "completed")
SHARES_OF = {
    "n": ("mostly_high", "night", "one_minute"),
    "asked": ("dont_know", "refused", "missing", "nonresponse"),
    "eligible": ("response_rate", "refusal_rate"),
    "planned": ("share",),
}
# Rows about all questions together count answers, not people.
ANSWERS = "all"


def leaks(item):
    for row in item.table:
        limit = max(limits().hide_under, limits().strict_groups.get(str(row.get("group")), 0))
        for name in COUNTS:
            if row.get(name) is not None and 0 < row[name] < limit:
                yield item.figure, name, row
        if row.get("sample_share") is not None and 0 < round(row["sample_share"] * item.value["people"]) < limit:
            yield item.figure, "sample_share", row
        if row.get("item") == ANSWERS and item.figure == "FIG04":
            continue
        for whole, shares in SHARES_OF.items():
            for name in shares:
                if row.get(name) is not None and row.get(whole) is not None:
                    inside = round(row[name] * row[whole])
                    if 0 < inside < limit:
                        yield item.figure, name, row


def all_leaks(items):
    return [leak for name, item in items.items() if name != "FIG19" for leak in leaks(item)]


def test_the_shipped_survey_leaks_nothing(clean, raw):
    assert all_leaks(clean) == all_leaks(raw) == []


def test_something_is_hidden_at_all_and_said(clean):
    hidden = [row for row in clean["FIG02"].table if row["achieved"] is None]
    assert hidden and clean["FIG02"].value["hidden_cells"] == 2 * len(hidden)
    assert str(2 * len(hidden)) in sentence(clean["FIG02"])


def test_the_list_for_the_team_is_marked(clean):
    counts = [row["count"] for row in clean["FIG19"].table]
    assert clean["FIG19"].value["internal"] is True and any(n < 30 for n in counts)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("people", [60, 300])
def test_small_surveys_leak_nothing(own, folder, seed, people):
    rng = random.Random(seed)
    chosen = {f"R{number:04d}" for number in rng.sample(range(1, 3101), people)}
    few = set(rng.sample(sorted(chosen), people // 20))  # their DK, night and consent are rare things

    def choose(row):
        if row["respondent_id"] not in chosen:
            return None
        return row | {"consent": "no", "start_time": "2022-07-15T02:00"} if row["respondent_id"] in few else row

    path = own(choose)
    for name in ("sample_plan.csv", "contacts.csv"):
        (path.parent / name).write_bytes((folder / name).read_bytes())
    assert all_leaks(compute(path)) == []


def test_contacts_of_few_are_hidden_and_cannot_be_subtracted(own):
    path = own(lambda row: row)
    rows = "P1,60,50,16,4,30\nP2,60,50,12,12,22\nP3,20,18,0,0,18\nP4,9,8,0,0,8\nP5,60,45,0,5,40"
    text = f"partner,contacted,eligible,refused,partial,completed\n{rows}\n"
    (path.parent / "contacts.csv").write_text(text, encoding="utf-8")
    found = {row.pop("partner"): row for row in compute(path, ["FIG03"])["FIG03"].table}
    assert found["P1"] == {"contacted": 60, "eligible": 50, "completed": 30, "response_rate": 0.6, "refusal_rate": None}
    assert found["P2"]["refusal_rate"] == 12 / 50
    assert found["P3"]["response_rate"] == 1
    assert set(found["P4"].values()) == {None}
    assert found["P5"]["eligible"] is None and found["P5"]["response_rate"] is None  # 5 of 45 did not complete


@pytest.mark.parametrize(("group", "people"), [("lgbtiq", 12), ("children", 29), ("pwd", 5)])
def test_a_small_group_does_not_follow_from_all_figures_together(own, folder, group, people):
    """The totals of respondents and of persons are known: two groups of persons must stay hidden in every figure."""
    kept = []

    def choose(row):
        if row["group"] == group:
            kept.append(row)
            return row if len(kept) <= people else None
        return row

    path = own(choose)
    (path.parent / "sample_plan.csv").write_bytes((folder / "sample_plan.csv").read_bytes())
    items = compute(path)
    shown = set()
    for name in ("FIG02", "FIG04", "FIG08", "FIG09", "FIG16", "FIG17", "FIG18", "FIG22", "FIG23"):
        item = items[name]
        rows = [row for row in item.table if row.get("region", "all") == "all"]
        assert group in {row["group"] for row in rows}, name
        count = {"FIG02": "achieved", "FIG04": "asked"}.get(name, "n")
        shown |= {row["group"] for row in rows if row[count] is not None}
        assert not any(str(key).startswith(f"{group}_") and cell is not None for key, cell in item.value.items())
        assert group not in item.value.values()
    assert group not in shown
    assert len({"children", "youth", "women", "pwd", "lgbtiq"} - shown) >= 2
    assert {row["n"] for row in items["FIG10"].table} == {None}


def test_a_hidden_part_of_the_non_response_does_not_follow_from_the_rest(clean, raw):
    """Don't know, refused and no usable answer add up: with the whole shown, none or at least two are hidden."""
    hidden = 0
    for row in [*clean["FIG04"].table, *raw["FIG04"].table]:
        gone = [name for name in ("dont_know", "refused", "missing") if row[name] is None]
        hidden += len(gone)
        assert row["nonresponse"] is None or len(gone) != 1
    assert hidden
