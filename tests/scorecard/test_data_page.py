"""The page "Where the data come from" says what the data say."""

import re
from pathlib import Path

import pandas as pd
import pytest

from cgd.scorecard import group_means, pooled_means
from cgd.scorecard.labels import number, rounded
from cgd.scorecard.published import PUBLISHED, check_all
from cgd.scorecard.sources import text_table
from cgd.scorecard.survey import group_labels, rating_labels, sdg_labels
from cgd.scorecard.wide import rating_columns


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    """The page's source, with line breaks inside paragraphs as spaces."""
    text = (root / "book" / "data.md").read_text(encoding="utf-8")
    return re.sub(r"(?<=\S)\n(?=[^\n|#`-])", " ", text)


def test_the_first_sentence_says_synthetic(page):
    assert page.split("\n\n")[1].startswith("**The data of this course are synthetic.**")


def test_the_table_of_groups(page, survey):
    forms = {"child": "children", "adult": "adults", "cso": "organisations"}
    for group, people in survey.respondents.groupby("group"):
        assert f"| {group_labels()[group]} | {len(people)} | {forms[people['instrument'].iloc[0]]} |" in page
    assert f"| **All** | **{len(survey.respondents):,}** |" in page


def test_the_table_of_goals(page, survey):
    for sdg, rows in survey.indicators.groupby("sdg"):
        assert f"| SDG {sdg} {sdg_labels()[sdg]} | {len(rows)} | {rows['child_form'].sum()} |" in page
    assert f"| **All** | **{len(survey.indicators)}** | **{survey.indicators['child_form'].sum()}** |" in page


def test_ethnic_minorities_among_citizens(page, survey):
    citizens = survey.respondents[survey.respondents["group"] != "cso"]
    minority = (citizens["ethnic_minority"] == "yes").sum()
    assert f"{minority} of the {len(citizens):,} persons" in page


def test_the_table_of_missing_marks(page, survey):
    share = survey.ratings["answer"].value_counts(normalize=True) * 100
    assert f"| `DK` | don't know | {number(share['dont_know'], 1)} % of the questions asked |" in page
    assert f"| `RF` | did not want to answer | {number(share['refused'], 1)} % of the questions asked |" in page
    left_out = (~survey.indicators["child_form"]).sum()
    assert f"{left_out} of the {len(survey.indicators)} indicators on the children's form" in page


def test_the_names_of_the_marks(page):
    sentence = next(line for line in page.split("\n") if line.startswith("1 is *very low*"))
    for mark, name in rating_labels().items():
        assert re.search(rf"{mark} (is )?\*{name.lower()}\*", sentence)


def test_the_number_of_checked_figures(page, survey):
    assert check_all(survey)["holds"].sum() == len(PUBLISHED)
    assert f"A program checks {len(PUBLISHED)} such figures" in page
    assert f"All {len(PUBLISHED)} hold" in page


def test_every_column_is_explained(page, survey, shipped):
    header = pd.read_csv(shipped / "scorecard-2022-synthetic.csv", dtype=str, nrows=1).columns
    ratings = rating_columns(survey.indicators)
    guide = page.split("## The columns")[1].split("## ")[0]
    for column in header.drop(ratings):
        assert f"`{column}`" in guide, column
    assert f"| `{ratings[0]}` to `{ratings[-1]}` | the {len(ratings)} marks" in guide


def test_provinces(page, survey):
    assert f"the {survey.respondents['province_code'].nunique()} provinces" in page
    table = text_table("provinces.csv").set_index("code_2022")
    assert f"{table['code_2025'].nunique()} provinces and cities instead of {len(table)}" in page
    new = table.drop_duplicates("code_2025").set_index("code_2025")["unit_2025"]
    assert f"15 was {table.loc['15', 'province_2022']} and is now {new['15']}" in page


def test_known_issues(page):
    issues = text_table("known_issues.csv")
    assert f"`known_issues.csv` has all {len(issues)}" in page
    listed = re.findall(r"^\| (C\d\d) ", page, re.MULTILINE)
    assert listed
    assert set(listed) <= set(issues["issue_id"])
    assert (issues["asked_producer"] == "no").all()
    assert "Nobody has asked the producer" in page


def test_the_spread_of_group_means(page, survey):
    means = group_means(survey)["mean"]
    assert f"within {rounded(means.max()) - rounded(means.min())} points" in page


@pytest.mark.parametrize("year", [2022, 2025])
def test_both_kinds_of_mean_differ_by_less_than_a_hundredth(page, survey, year):
    balanced = group_means(survey, year).set_index("group")["mean"]
    assert (balanced - pooled_means(survey, "group", year)).abs().max() < 0.01
    assert "by less than 0.01 points" in page
