"""Files of an older form open in the new one; what has no place there is kept."""

from cgd.toolkit.answers_file import answers_text, read_answers
from cgd.toolkit.loading import load_toolkit
from cgd.toolkit.migrating import Migration, migrate, version_key

OLD = {
    "B8": {"answer": {"text": "maps"}, "by": "Lan"},
    "F3": {
        "answer": {"stages": [{"stage": "commune", "method": "convenience"}]},
        "others": [{"answer": {"stages": [{"method": "convenience"}]}}],
    },
    "B2": {"answer": {"table": {"advocacy": {"decision": "x"}}}},
}
STEPS = [
    Migration(to="0.5", questions={"B8": "B7"}),
    Migration(
        to="1.0",
        fields={"B7": {"text": "tables"}, "B2": {"table": "uses"}},
        options={"F3.stages.method": {"convenience": "venue"}},
    ),
]


def test_names_that_changed_in_several_steps(toolkit):
    found = migrate(OLD, toolkit, "0.4", STEPS)
    assert found["B7"]["answer"] == {"tables": "maps"}
    assert found["B2"]["answer"] == {"uses": {"advocacy": {"decision": "x"}}}
    assert found["F3"]["answer"]["stages"][0]["method"] == "venue"
    assert found["F3"]["others"][0]["answer"]["stages"][0]["method"] == "venue"
    assert OLD["F3"]["answer"]["stages"][0]["method"] == "convenience"


def test_steps_that_the_file_has_had_are_not_taken_again(toolkit):
    assert migrate(OLD, toolkit, "1.0", STEPS) == OLD
    assert set(migrate(OLD, toolkit, "0.5", STEPS)) == set(OLD)


def test_versions_are_numbers_not_texts():
    assert version_key("1.9") < version_key("1.10")
    assert version_key("1") == version_key("1.0")
    assert version_key("one") is None


def test_what_has_no_place_any_more_is_kept(file, toolkit):
    head = "format: 1\ntoolkit: {id: cgd-quality-toolkit, version: '0.9', country: viet-nam}\nanswers:\n"
    old = head + "  Z3:\n    answer: {text: kept}\n  B1:\n    answer: {problem: schools, gone: kept too}\n"
    found = read_answers(file(old))
    assert found.version == toolkit.version
    assert found.value("B1", "problem") == "schools"
    assert found.unplaced == {"Z3": {"answer": {"text": "kept"}}, "B1.gone": "kept too"}
    assert "kept too" in answers_text(found)


def test_another_country_keeps_what_it_does_not_ask(file):
    head = "format: 1\ntoolkit: {id: cgd-quality-toolkit, version: '1.0', country: viet-nam}\n"
    text = head + "answers:\n  D11:\n    answer: {both: 'yes'}\n"
    found = read_answers(file(text), load_toolkit("kenya"))
    assert found.country == "kenya"
    assert found.unplaced == {"D11": {"answer": {"both": "yes"}}}
