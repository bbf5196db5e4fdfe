"""The Toolkit as data: sections, questions and the fields that people fill.

The text of the UN Statistics Division's own form is not public. The bank in `toolkit/` is a reconstruction with a
status on every question, so that the real form can take its place without a change of code.
"""

from collections.abc import Iterator
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

ColumnType = Literal["text", "longtext", "choice", "multichoice", "number", "date", "link", "question"]
FieldType = Literal[
    "text", "longtext", "choice", "multichoice", "number", "date", "link", "checklist", "table", "computed"
]
WITH_OPTIONS = ("choice", "multichoice", "checklist")
RESULTS = ("DATA", "SCORES", "GATE", "VERDICTS", "DECLARATION")
"""What a computed field can show besides a figure."""

# R restates the terms of reference of the pilot; P is asked by an equivalent published framework; N is new here.
Status = Literal["R", "P", "N"]
Who = Literal["PO", "M", "F", "A", "C", "DP", "COM", "NSO", "all"]
Code = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_]*$")
Options = dict[str, str]


class Strict(BaseModel):
    """Nothing that the format does not know, nothing that changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(Strict):
    """One column of a table, or what a field of its own has in common with one."""

    id: str = Code
    label: str = Field(min_length=1)
    type: ColumnType
    options: Options = {}
    unit: str = ""
    min: float | None = None
    max: float | None = None
    optional: bool = False
    hint: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.type in WITH_OPTIONS) != bool(self.options):
            raise ValueError(f"a {self.type} {'needs' if self.type in WITH_OPTIONS else 'has no'} options")
        if self.type != "number" and (self.unit or self.min is not None or self.max is not None):
            raise ValueError(f"a {self.type} has no unit, min or max")
        return self


class Entry(Column):
    """One field of a question.

    ``rows`` are a table's fixed rows, by code, each to be filled unless ``rows_optional``; a table without is one that
    people add rows to. ``shows`` is the figure
    (`FIG07`) or the result (`RESULTS`) that a computed field shows.
    """

    type: FieldType  # type: ignore[assignment]
    columns: list[Column] = []
    rows: Options = {}
    rows_optional: bool = False
    max_rows: int | None = Field(default=None, ge=1)
    shows: str = Field(default="", pattern=rf"^(FIG\d\d|{'|'.join(RESULTS)})?$")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.type == "table") != bool(self.columns):
            raise ValueError("a table needs columns, and nothing else has them")
        if (self.type == "computed") != bool(self.shows):
            raise ValueError("a computed field needs `shows`, and nothing else has it")
        if (self.rows or self.rows_optional or self.max_rows) and self.type != "table":
            raise ValueError("only a table has rows")
        _unique([column.id for column in self.columns], "column")
        return self


class Question(Strict):
    """One question with everything that a statistician asks about it."""

    id: str = Field(pattern=r"^[A-Z]\d{1,2}$")
    tier: Literal[1, 2, 3]
    who: list[Who] = Field(min_length=1)
    text: str = Field(min_length=1)
    guidance: str = ""
    fields: list[Entry] = Field(min_length=1)
    gsbpm: list[str] = []
    nqaf: list[int] = []
    sims: list[str] = []
    ddi: list[str] = []
    figures: list[str] = []
    proof: str = ""
    source: str = Field(min_length=1)
    status: Status

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        _unique([entry.id for entry in self.fields], "field")
        return self

    def field(self, name: str) -> Entry:
        """The field ``name``; raises `KeyError` if there is none."""
        for entry in self.fields:
            if entry.id == name:
                return entry
        raise KeyError(name)


class Section(Strict):
    """A letter of the Toolkit."""

    id: str = Field(pattern=r"^[A-Z]$")
    title: str = Field(min_length=1)
    purpose: str = Field(min_length=1)
    questions: list[Question] = Field(min_length=1)

    @model_validator(mode="after")
    def _its_own(self) -> Self:
        for question in self.questions:
            if question.id[0] != self.id:
                raise ValueError(f"{question.id} stands in section {self.id}")
        return self


class Country(Strict):
    """What a country sets: its offices, laws, lists and languages, as rows of texts by name."""

    id: str = Field(pattern=r"^[a-z][a-z-]*$")
    name: str
    version: str
    date: str
    languages: list[str] = Field(min_length=1)
    settings: dict[str, list[dict[str, str]]] = {}


class Toolkit(Strict):
    """The whole form: of the world, or of a country."""

    id: str
    name: str
    version: str = Field(pattern=r"^\d+(\.\d+)*$")
    date: str
    notice: str = Field(min_length=1)
    frameworks: dict[str, str]
    lists: dict[str, Options]
    sections: list[Section] = Field(min_length=1)
    country: Country | None = None

    @model_validator(mode="after")
    def _once(self) -> Self:
        _unique([section.id for section in self.sections], "section")
        _unique([question.id for question in self.questions()], "question")
        return self

    def questions(self) -> Iterator[Question]:
        """All questions, in the form's order."""
        for section in self.sections:
            yield from section.questions

    def question(self, name: str) -> Question:
        """The question with this id; raises `KeyError` if there is none."""
        for question in self.questions():
            if question.id == name:
                return question
        raise KeyError(name)

    def has(self, name: str) -> bool:
        """Whether there is a question with this id."""
        return any(question.id == name for question in self.questions())


def resolved(data: Any) -> Any:
    """``data`` of a bank with the names of shared lists replaced by the lists themselves.

    `rows: sections` stands for the letters and titles of the sections. A name without a list stays as it is: checking
    it is the model's business.
    """
    if not isinstance(data, dict):
        return data
    lists = data.get("lists")
    lists = dict(lists) if isinstance(lists, dict) else {}
    sections = data.get("sections")
    if isinstance(sections, list):
        pairs = [(s.get("id"), s.get("title")) for s in sections if isinstance(s, dict)]
        lists["sections"] = {key: title for key, title in pairs if isinstance(key, str)}
    return {key: value if key == "lists" else _resolve(value, lists) for key, value in data.items()}


def _resolve(value: Any, lists: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_resolve(item, lists) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: lists.get(item, item) if key in ("options", "rows") and isinstance(item, str) else _resolve(item, lists)
        for key, item in value.items()
    }


def _unique(names: list[str], kind: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"the {kind} {', '.join(twice)} stands there twice")
