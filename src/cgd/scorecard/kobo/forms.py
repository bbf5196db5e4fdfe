"""The three questionnaires as data: what each form asks, in which words and with which answers.

One source (`sources/questionnaires/questions.yml` and `statements.csv`) serves the XLSForms, the tables of the data
package and the reader of exports, so that they cannot drift apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

import yaml

from cgd.scorecard.sources import FOLDER, indicator_table, text_table
from cgd.scorecard.survey import YEARS
from cgd.scorecard.wide import rating_column

PACKAGE = "questionnaires"
GROUP_TYPES = ("begin_group", "end_group")
META_TYPES = ("start", "end", "today", "deviceid")
PROVINCES = "province"


class Text(NamedTuple):
    """The same words in English and in Vietnamese; empty where there are none."""

    en: str = ""
    vi: str = ""


NO_TEXT = Text()


@dataclass(frozen=True)
class Choice:
    """One answer of a list: its code, its words, and the region of a province (else empty)."""

    code: str
    label: Text
    mark: str
    region: str = ""


@dataclass(frozen=True)
class Question:
    """One row of a form.

    Attributes
    ----------
    type
        An XLSForm type without its list: "select_one", "select_multiple", "integer", "text", "note", "calculate",
        "begin_group", "end_group", or a metadata type ("start", "end", "today", "deviceid").
    list
        Name of the list of answers; empty for other types.
    groups
        Names of the groups around the question, from outside to inside.
    relevant, constraint, choice_filter, calculation
        XLSForm expressions; empty when there is none.
    mark
        "ours", "published", "source" or "uncertain" (ours, to be checked by a specialist).
    survey
        Column of the survey file that the answer fills; empty for a column of its own.
    needed
        Whether an export without this question is incomplete.
    """

    name: str
    type: str
    list: str = ""
    groups: tuple[str, ...] = ()
    label: Text = NO_TEXT
    hint: Text = NO_TEXT
    required: bool = False
    required_message: Text = NO_TEXT
    relevant: str = ""
    constraint: str = ""
    constraint_message: Text = NO_TEXT
    appearance: str = ""
    calculation: str = ""
    choice_filter: str = ""
    mark: str = "ours"
    survey: str = ""
    needed: bool = True

    @property
    def answered(self) -> bool:
        """Whether an export has a column of answers for it (notes and groups have none)."""
        return self.type not in (*GROUP_TYPES, "note")


@dataclass(frozen=True)
class Form:
    """One questionnaire: key ("adult", "cso", "child"), file name, form id, title and its rows in order."""

    key: str
    file: str
    id: str
    title: str
    questions: tuple[Question, ...]

    def answers(self) -> tuple[Question, ...]:
        """The questions that have a column of answers in an export."""
        return tuple(question for question in self.questions if question.answered)


@cache
def forms() -> dict[str, Form]:
    """The three questionnaires by key, in the order of their numbers."""
    source = read_source()
    return {
        key: Form(key, entry["file"], entry["id"], entry["title"], tuple(_nested(_questions(source, key))))
        for key, entry in source["forms"].items()
    }


@cache
def choice_lists() -> dict[str, tuple[Choice, ...]]:
    """Every list of answers by name; the 63 provinces of 2022 are the list "province"."""
    lists = {
        name: tuple(Choice(code, Text(*words), entry["mark"]) for code, words in entry["choices"].items())
        for name, entry in read_source()["lists"].items()
    }
    provinces = text_table("provinces.csv")
    columns = provinces[["code_2022", "province_2022", "region"]].itertuples(index=False)
    lists[PROVINCES] = tuple(Choice(code, Text(name, name), "source", region) for code, name, region in columns)
    return lists


def lists_of(form: Form) -> dict[str, tuple[Choice, ...]]:
    """The lists of answers that one form uses, in the order of first use."""
    return {question.list: choice_lists()[question.list] for question in form.questions if question.list}


def column_of(question: Question) -> str:
    """The column that an answer fills: of the survey file, or the reader's own under the question's name."""
    return question.survey or question.name


@cache
def read_source() -> dict[str, Any]:
    """The content of `questions.yml`."""
    return yaml.safe_load((FOLDER / PACKAGE / "questions.yml").read_text(encoding="utf-8"))


def _questions(source: dict[str, Any], form: str) -> Iterator[Question]:
    for entry in source["questions"]:
        if form not in entry.get("forms", source["forms"]):
            continue
        if entry["type"] == "battery":
            yield from _battery(source, form)
        else:
            yield _question(entry, source)


def _question(entry: dict[str, Any], source: dict[str, Any]) -> Question:
    texts = ("hint", "constraint_message")
    rest = {key: value for key, value in entry.items() if key not in ("en", "vi", "forms", "sdg", *texts)}
    required_message = Text(*source["required_message"]) if entry.get("required") else NO_TEXT
    words: dict[str, Any] = {key: Text(*entry[key]) for key in texts if key in entry}
    label = Text(entry.get("en", ""), entry.get("vi", ""))
    return Question(**{"name": ""} | rest, **words, label=label, required_message=required_message)


def _battery(source: dict[str, Any], form: str) -> Iterator[Question]:
    """The rating questions: a group for each goal, in it a page for each indicator, on it 2022 and 2025.

    A page for each indicator and not one grid: a grid invites the same answer in every row.
    """
    battery = source["battery"]
    asked = _asked(form)
    for sdg, name in battery["sdgs"].items():
        heading = _filled(battery["sdg_heading"], {"sdg": sdg}, {"name": Text(**name)})
        relevant = "${consent} = 'yes'"
        yield Question(f"sdg_{sdg}", "begin_group", label=heading, relevant=relevant, mark="published")
        for note in source["sdg_notes"]:
            if note["sdg"] == sdg and form in note["forms"]:
                yield _question(note | {"type": "note"}, source)
        for row in asked:
            if row["sdg"] == str(sdg):
                yield from _page(battery, form, row)
        yield Question("", "end_group")


def _page(battery: dict[str, Any], form: str, row: dict[str, str]) -> Iterator[Question]:
    number = row["indicator_id"]
    words = {
        "name": Text(row["name_en"], row["name_vi"]),
        "statement": Text(row["child_en"], row["child_vi"])
        if form == "child"
        else Text(row["plain_en"], row["plain_vi"]),
    }
    heading = _filled(battery["heading"], {"id": number}, words)
    yield Question(f"i{number.replace('.', '_')}", "begin_group", label=heading, appearance="field-list")
    for year in YEARS:
        yield Question(
            rating_column(number, year),
            "select_one",
            list=battery["list"],
            label=_filled(battery["texts"][year][form], {"id": number}, words),
            required=True,
            required_message=Text(*battery["required_message"]),
            mark=battery["mark"],
        )
    yield Question("", "end_group")


def _filled(template: dict[str, str], values: dict[str, object], words: dict[str, Text]) -> Text:
    english = {key: text.en for key, text in words.items()}
    vietnamese = {key: text.vi for key, text in words.items()}
    return Text(template["en"].format(**values, **english), template["vi"].format(**values, **vietnamese))


def _asked(form: str) -> list[dict[str, str]]:
    """Indicators that a form asks, with their names and their plain sentences."""
    indicators = indicator_table()
    asked = indicators[indicators["child_form"]] if form == "child" else indicators
    names = asked[["indicator_id", "sdg", "name_en", "name_vi"]].astype({"sdg": "str"})
    table = names.merge(text_table("statements.csv", PACKAGE), on="indicator_id", validate="one_to_one")
    return [{str(key): str(value) for key, value in row.items()} for row in table.to_dict("records")]


def _nested(questions: Iterator[Question]) -> Iterator[Question]:
    """Give every question the names of the groups around it, and every end of a group the name of its beginning."""
    around: list[str] = []
    for question in questions:
        if question.type == "end_group":
            name = around.pop()
            yield replace(question, name=name, groups=tuple(around))
        else:
            yield replace(question, groups=tuple(around))
            if question.type == "begin_group":
                around.append(question.name)
