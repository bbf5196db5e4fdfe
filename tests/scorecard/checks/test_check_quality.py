"""All checks together: clean surveys, surveys with nothing in them, and the table that comes back."""

from copy import deepcopy
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from check_cases import INDICATORS, changed, findings, people, places, survey_of, well_formed

from cgd.language import use_language
from cgd.scorecard import Survey, check_quality, load, read
from cgd.scorecard.checks import (
    CHECKS,
    COLUMNS,
    age_heaping,
    answer_styles,
    consent_share,
    dont_know_by_partner,
    durations,
    fig02_plan,
    interviewer_means,
    item_nonresponse,
    means_by_position,
    no_findings,
    range_failures,
    read_limits,
    response_style,
    sample_makeup,
    stamps,
)
from cgd.scorecard.make.synthesise import synthesise
from cgd.scorecard.survey import GROUPS, MISSING, NOT_ASKED
from cgd.scorecard.wide import to_wide

# Nothing may be divided by zero, and nothing that pandas is about to forbid may be used.
pytestmark = pytest.mark.filterwarnings("error")


# Surveys in which nothing is wrong


def test_the_shipped_clean_survey_has_no_finding(survey):
    assert well_formed(check_quality(survey)).empty


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_clean_surveys_of_other_seeds_have_no_finding(seed):
    found = check_quality(synthesise(seed=seed))
    assert found.empty, found.to_string()


def test_what_a_clean_survey_has_of_findings_at_most():
    """With this seed one interviewer has so many forms on one day that some last less than half the median."""
    survey = synthesise(seed=10)
    found = check_quality(survey)
    assert set(found["rule"]) == {"too_fast"}
    who = survey.respondents.set_index("respondent_id").loc[found["row"]]
    assert len(who[["interviewer", "interview_date"]].drop_duplicates()) == 1
    assert len(found) < 0.02 * len(survey.respondents)


def test_the_small_surveys_of_these_tests_have_no_finding():
    assert findings(people(200)).empty


# Surveys with nothing in them


def nothing(column: pd.Series) -> pd.Series:
    if column.name == "respondent_id":
        return column
    if isinstance(column.dtype, pd.CategoricalDtype):
        # As the reader makes them: the code book's codes, or no category at all.
        known = column.cat.categories if column.name in ("group", "instrument", "sex", "region", "area") else []
        return pd.Series(pd.Categorical.from_codes(np.full(len(column), -1), categories=known), index=column.index)
    return pd.Series(index=column.index, dtype=column.dtype)


def without(survey: Survey, *columns: str) -> Survey:
    table = survey.respondents
    return replace(survey, respondents=table.assign(**{name: nothing(table[name]) for name in columns}))


def bare(kind: str) -> Survey:
    full = survey_of(people(40))
    if kind == "nobody":
        return full.part(np.zeros(40, dtype=bool))
    if kind == "nobody, read":
        return survey_of(people(1).iloc[:0])
    if kind == "one person":
        return survey_of(people(1))
    if kind == "no answer usable":
        return replace(full, answers=np.full_like(full.answers, MISSING))
    if kind == "nothing asked":
        return replace(full, answers=np.full_like(full.answers, NOT_ASKED))
    if kind == "no indicators":
        empty = INDICATORS.iloc[:0]
        return replace(full, answers=full.answers[:, :0], indicators=empty)
    if kind == "no indicators, nobody":
        return bare("no indicators").part(np.zeros(40, dtype=bool))
    if kind == "nothing about anybody":
        kept = ("consent", "respondent_id")
        return without(full, *(name for name in full.respondents if name not in kept))
    return without(full, kind)


KINDS = [
    *("nobody", "nobody, read", "one person", "no answer usable", "nothing asked", "no indicators"),
    *("no indicators, nobody", "nothing about anybody", *people(1).columns[1:19]),
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_check_goes_through(kind):
    survey = bare(kind)
    found = well_formed(check_quality(survey))
    # A consent that is not there is a fault; everything else that is not there cannot be wrong.
    if kind == "consent":
        assert places(found, "no_consent") == [(row, "consent", "") for row in survey.respondents["respondent_id"]]
    else:
        assert found.empty, found.to_string()


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_goes_through(kind):
    survey, limits = bare(kind), read_limits()
    tables = [
        *(item_nonresponse(survey, by) for by in ("group", "partner", "sex")),
        *(dont_know_by_partner(survey), durations(survey), consent_share(survey), range_failures(survey)),
        *(interviewer_means(survey), age_heaping(survey, limits), response_style(survey), means_by_position(survey)),
        *(answer_styles(survey, limits, by) for by in ("group", "sex")),
        stamps(survey, limits),
        sample_makeup(survey, {"sex": {"female": 1, "male": 1}, "area": {"urban": 1}}),
        fig02_plan(survey, pd.DataFrame({"group": ["cso"], "region": "north", "area": "urban", "planned": ["9"]})),
    ]
    assert all(isinstance(table, pd.DataFrame) for table in tables)
    assert len(response_style(survey)) == len(survey.respondents)
    assert len(means_by_position(survey)) == len(survey.indicators)
    assert tables[-1]["value"].tolist() == ["0"]


def test_groups_of_whom_nobody_is_there_are_not_in_the_tables():
    survey = survey_of(people(5))
    assert set(survey.respondents["group"].cat.categories) == set(GROUPS)
    assert item_nonresponse(survey)["group"].unique().tolist() == ["women"]
    assert consent_share(survey)["group"].tolist() == ["women"]


# Free text (FIG20)


def test_a_comment_that_names_somebody_is_pointed_out_and_not_repeated():
    wide = changed(
        people(12),
        {
            ("R0002", "comment"): "Gọi cho tôi số 0912 345 678, email lan@example.org",
            ("R0003", "comment"): "Mong có thêm trạm y tế ở xã.",
            ("R0004", "comment"): "Gọi cho tôi số 0912 345 678, email lan@example.org",
        },
    )
    found = findings(wide)
    assert places(found, "direct_identifier") == [("R0002", "comment", ""), ("R0004", "comment", "")]
    assert set(found["check"]) == {"FIG20"}
    assert not found["message"].str.contains("0912|lan@").any()


# The table


@pytest.fixture(scope="module")
def raw(root) -> pd.DataFrame:
    return read(root / "datasets" / "scorecard-2022", "raw")


def test_findings_of_the_raw_file_are_texts_and_name_what_is_there(raw):
    found = well_formed(check_quality(raw))
    ids = set(raw.respondents["respondent_id"]) | set(raw.indicators["indicator_id"]) | {""}
    assert set(found["row"]) <= ids
    units = found[found["row"] == ""]
    assert units["column"].str.fullmatch(r"(partner=P\d|interviewer=I\d+)").all()
    named = found[found["column"] != ""].query("row != ''")
    assert set(named["column"]) <= {*raw.respondents, *raw.indicators, *raw.problems["column"]}
    assert not found.duplicated(["rule", "row", "column"]).any()
    # In the order of the figures.
    assert found["check"].drop_duplicates().tolist() == [name for name in CHECKS if name in set(found["check"])]


def test_cells_are_quoted_as_they_are_in_the_file(raw):
    wide = to_wide(raw).set_index("respondent_id")
    found = check_quality(raw)
    by_rule = found["rule"].isin(["age_outside_group", "province_not_in_region", "form_not_of_group"])
    quoted = found[found["check"].isin(["FIG03", "FIG06"]) | by_rule]
    assert len(quoted) > 100
    for row in quoted.itertuples():
        assert row.value == wide.at[row.row, row.column]


def test_no_findings_are_an_empty_table_of_texts():
    assert list(well_formed(no_findings()).columns) == list(COLUMNS)


def test_the_checks_change_nothing_in_the_survey(shipped):
    survey = load(shipped)
    people_, answers = survey.respondents.copy(), survey.answers.copy()
    check_quality(survey)
    pd.testing.assert_frame_equal(survey.respondents, people_)
    assert (survey.answers == answers).all()


def test_limits_given_are_used_and_those_of_the_file_stay():
    before = deepcopy(read_limits())
    assert len(findings(people(12), {"duration.of_median.value": 1.1})) == 12
    assert findings(people(12)).empty
    assert read_limits() == before


def test_every_limit_says_where_it_comes_from():
    def marked(entry: object) -> bool:
        return isinstance(entry, dict) and ("mark" in entry or all(marked(part) for part in entry.values()))

    assert all(marked(entry) for entry in read_limits().values())


def test_messages_follow_the_language():
    wide = changed(people(12), {("R0003", "consent"): ""})
    use_language("vi")
    assert findings(wide)["rule"].tolist() == ["no_consent"]
