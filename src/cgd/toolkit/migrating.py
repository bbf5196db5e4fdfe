"""Bring answers of an older version of the form to the installed one: `toolkit/migrations.yml` says what moved."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import Field

from cgd.toolkit.bank import Strict, Toolkit
from cgd.toolkit.loading import checked, toolkit_folder
from cgd.toolkit.source import read_tree, typed


class Migration(Strict):
    """What a new version of the form calls otherwise.

    ``questions``: old number and new one. ``fields``: by (new) question, old field and new one. ``options``: by
    "question.field" or "question.table.column", old code and new one.
    """

    to: str = Field(pattern=r"^\d+(\.\d+)*$")
    questions: dict[str, str] = Field(default_factory=dict)
    fields: dict[str, dict[str, str]] = Field(default_factory=dict)
    options: dict[str, dict[str, str]] = Field(default_factory=dict)


class Migrations(Strict):
    """The file `toolkit/migrations.yml`, the oldest version first."""

    migrations: list[Migration] = Field(default_factory=list)


def read_migrations() -> list[Migration]:
    """All steps, the oldest first."""
    tree = read_tree(toolkit_folder() / "migrations.yml")
    return checked(Migrations, typed(tree, ()), tree).migrations


def migrate(
    answers: Mapping[str, Any], toolkit: Toolkit, version: str, steps: list[Migration] | None = None
) -> dict[str, Any]:
    """The plain answers (as in the file) of form ``version``, under the names of ``toolkit``.

    Nothing is dropped: what has no place in the new form stays under its old name, and reading puts it into `unplaced`.
    """
    found = dict(answers)
    for step in read_migrations() if steps is None else steps:
        if version_key(version) < version_key(step.to) <= version_key(toolkit.version):  # type: ignore[operator]
            found = {step.questions.get(name, name): answer for name, answer in found.items()}
            found = {name: _answer(name, answer, step) for name, answer in found.items()}
    return found


def version_key(version: str) -> tuple[int, ...] | None:
    """For comparing: "1.10" comes after "1.9". None if it is no version."""
    if not isinstance(version, str) or not re.fullmatch(r"\d+(\.\d+)*", version):
        return None
    parts = [int(part) for part in version.split(".")]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return tuple(parts)


def _answer(question: str, answer: Any, step: Migration) -> Any:
    if not isinstance(answer, dict):
        return answer
    found = dict(answer)
    if isinstance(answer.get("answer"), dict):
        names = step.fields.get(question, {})
        fields = {names.get(name, name): value for name, value in answer["answer"].items()}
        found["answer"] = {name: _value(f"{question}.{name}", value, step) for name, value in fields.items()}
    if isinstance(answer.get("others"), list):
        found["others"] = [_answer(question, other, step) for other in answer["others"]]
    return found


def _value(place: str, value: Any, step: Migration) -> Any:
    codes = step.options.get(place)
    if isinstance(value, str):
        return codes.get(value, value) if codes else value
    if isinstance(value, list):
        return [_value(place, item, step) if not isinstance(item, dict) else _row(place, item, step) for item in value]
    if isinstance(value, dict):
        return {row: _row(place, cells, step) if isinstance(cells, dict) else cells for row, cells in value.items()}
    return value


def _row(place: str, cells: Mapping[str, Any], step: Migration) -> dict[str, Any]:
    return {column: _value(f"{place}.{column}", cell, step) for column, cell in cells.items()}
