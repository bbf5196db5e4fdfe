"""The file of a filled Toolkit: one readable YAML file a project."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from cgd.errors import CgdError
from cgd.language import _
from cgd.toolkit.answers import Answer, Answers, Proof
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.evidence.item import from_plain, to_plain
from cgd.toolkit.loading import countries, load_toolkit
from cgd.toolkit.merging import question_order
from cgd.toolkit.migrating import migrate, version_key
from cgd.toolkit.source import Key, Tree, parse_tree, read_tree, typed
from cgd.toolkit.values import ValueProblem, clean_text, parse

FORMAT = "1"
_TOP = ("format", "toolkit", "language", "data", "answers", "evidence", "unplaced")
_PARTS = ("answer", "state", "reason", "proof", "by", "at", "others")


def read_answers(path: Path, toolkit: Toolkit | None = None) -> Answers:
    """The answers in a file, brought to the version of the form that is installed.

    Parameters
    ----------
    path
        The file. It is not changed.
    toolkit
        The form to read it with; without it the one of the country that the file names. Answers to questions that this
        form does not have are kept in `unplaced`.

    Raises
    ------
    CgdError
        With line and question: what is wrong, and what to do.
    """
    return answers_of(read_tree(path), toolkit)


def answers_from_text(text: str, path: Path, toolkit: Toolkit | None = None) -> Answers:
    """Like `read_answers`, for a text that is already there; ``path`` is for the messages."""
    return answers_of(parse_tree(text, path), toolkit)


def answers_of(tree: Tree, toolkit: Toolkit | None = None) -> Answers:
    """Like `read_answers`, for a tree."""
    data = _mapping(tree, (), _TOP)
    if data.get("format") != FORMAT:
        what = _("is not a file of Toolkit answers: its first line must be “format: {number}”.")
        raise tree.error(("format",), what.format(number=FORMAT))
    head = _mapping(tree, ("toolkit",), ("id", "version", "country"))
    toolkit = toolkit or _form(tree, head)
    if head.get("id") != toolkit.id:
        what = _("is of the form {theirs}, not {ours}.").format(theirs=head.get("id"), ours=toolkit.id)
        raise tree.error(("toolkit", "id"), what)
    older = _compare(tree, head.get("version", ""), toolkit.version)
    given = _mapping(tree, ("answers",), None)
    if older:
        given = migrate(given, toolkit, head["version"])
    country = toolkit.country.id if toolkit.country else "global"
    return _answers(tree, toolkit, given, strict=not older and head.get("country") == country)


def answers_text(answers: Answers) -> str:
    """The text of the file, the same for the same answers."""
    found = {
        "format": FORMAT,
        "toolkit": {"id": answers.toolkit, "version": answers.version, "country": answers.country},
        "language": answers.language,
        **({"data": answers.data} if answers.data else {}),
        "answers": {q: _plain(answers.answers[q]) for q in sorted(answers.answers, key=question_order)},
        "evidence": {figure: to_plain(answers.evidence[figure]) for figure in sorted(answers.evidence)},
        "unplaced": dict(answers.unplaced),
    }
    found = {key: value for key, value in found.items() if value or key == "answers"}
    return yaml.dump(found, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


# libyaml where there is one: a form is written at every pause of a typist.
_BASE: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_BASE):
    """Long texts as blocks that a person can read; lists of one value a line; nothing shared, nothing tagged."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _plain(answer: Answer) -> dict[str, Any]:
    found = {
        "answer": dict(answer.values),
        "state": answer.state,
        "reason": answer.reason,
        "proof": [{k: v for k, v in vars(proof).items() if v} for proof in answer.proof],
        "by": answer.by,
        "at": answer.at,
        "others": [_plain(other) for other in answer.others],
    }
    return {key: value for key, value in found.items() if value}


def _form(tree: Tree, head: Mapping[str, Any]) -> Toolkit:
    country = head.get("country", "")
    if country not in countries():
        what = _("There is no Toolkit for {country!r} here. There is: {names}. Or give the country's file (--country).")
        raise tree.error(("toolkit", "country"), what.format(country=country, names=", ".join(countries())))
    return load_toolkit(country)


def _compare(tree: Tree, theirs: str, ours: str) -> bool:
    """Whether the file is older than the form; a newer one cannot be read."""
    if version_key(theirs) is None:
        raise tree.error(("toolkit", "version"), _("{version!r} is no version.").format(version=theirs))
    if version_key(theirs) > version_key(ours):  # type: ignore[operator]
        what = _("was made with version {theirs} of the Toolkit; here is {ours}. Update the course.")
        raise tree.error(("toolkit", "version"), what.format(theirs=theirs, ours=ours))
    return version_key(theirs) != version_key(ours)


def _answers(tree: Tree, toolkit: Toolkit, given: Mapping[str, Any], *, strict: bool) -> Answers:
    data = tree.data
    unplaced = dict(_mapping(tree, ("unplaced",), None))
    answers: dict[str, Answer] = {}
    for name in given:
        if toolkit.has(name) and not (name in unplaced and unplaced[name] == given[name]):
            answers[name] = _answer(tree, toolkit, ("answers", name), given[name], name, None if strict else unplaced)
        elif strict:
            what = _("there is no question {name} in this form. Mend the number, or move the answer to “unplaced:”.")
            raise tree.error(("answers", name), what.format(name=name))
        else:
            unplaced[name] = given[name]
    evidence = {}
    for figure in _mapping(tree, ("evidence",), None):
        try:
            evidence[figure] = from_plain(figure, typed(tree, ("evidence", figure)))
        except CgdError as error:
            raise tree.error(("evidence", figure), str(error)) from None
    return Answers(
        toolkit=toolkit.id,
        version=toolkit.version,
        country=toolkit.country.id if toolkit.country else "global",
        language=_scalar(tree, ("language",)) or "en",
        data=_scalar(tree, ("data",)),
        answers={name: answer for name, answer in answers.items() if not answer.is_empty()},
        evidence=evidence,
        unplaced=unplaced if isinstance(data, dict) else {},
    )


def _answer(tree: Tree, toolkit: Toolkit, key: Key, given: Any, name: str, unplaced: dict[str, Any] | None) -> Answer:
    """One answer. What an older form or another country's had and this one has not goes to ``unplaced``, if given."""
    question = toolkit.question(name)
    if given == "":
        return Answer()
    if not isinstance(given, dict):
        raise tree.error(key, _("must have its parts by name: {names}.").format(names=", ".join(_PARTS)))
    _known(tree, key, given, _PARTS)
    values: dict[str, Any] = {}
    cells = given.get("answer") or {}
    if not isinstance(cells, dict):
        names = ", ".join(entry.id for entry in question.fields)
        raise tree.error((*key, "answer"), _("must have its fields by name: {names}.").format(names=names))
    for field, raw in cells.items():
        try:
            if field not in [entry.id for entry in question.fields]:
                names = ", ".join(entry.id for entry in question.fields)
                raise ValueProblem(_("is no field of this question. Allowed: {names}.").format(names=names))
            value = parse(question.field(field), raw)
        except ValueProblem as problem:
            if unplaced is not None:
                unplaced[f"{name}.{field}"] = raw
                continue
            raise tree.error((*key, "answer", field, *problem.key), f"{_where(field, problem)} {problem}") from None
        if value is not None:
            values[field] = value
    ordered = {entry.id: values[entry.id] for entry in question.fields if entry.id in values}
    state = given.get("state", "")
    if state not in ("", "unknown", "not_applicable"):
        raise tree.error(
            (*key, "state"), _("is {text!r}. Allowed: {names}.").format(text=state, names="unknown, not_applicable")
        )
    answer = Answer(
        ordered,
        state,
        clean_text(_part(tree, key, given, "reason")),
        _proof(tree, key, given.get("proof") or []),
        _part(tree, key, given, "by"),
        _part(tree, key, given, "at"),
    )
    others = given.get("others") or []
    if not isinstance(others, list):
        raise tree.error((*key, "others"), _("must be a list."))
    places = enumerate(others)
    found = [_answer(tree, toolkit, (*key, "others", place), other, name, unplaced) for place, other in places]
    return replace(answer, others=tuple(found))


def _proof(tree: Tree, key: Key, given: Any) -> tuple[Proof, ...]:
    if not isinstance(given, list):
        raise tree.error((*key, "proof"), _("must be a list."))
    found = []
    for place, item in enumerate(given):
        if not isinstance(item, dict):
            raise tree.error(
                (*key, "proof", place),
                _("must have its parts by name: {names}.").format(names="title, link, checked_by"),
            )
        _known(tree, (*key, "proof", place), item, ("title", "link", "checked_by"))
        parts = [
            clean_text(_part(tree, (*key, "proof", place), item, name)) for name in ("title", "link", "checked_by")
        ]
        found.append(Proof(*parts))
    return tuple(found)


def _where(field: str, problem: ValueProblem) -> str:
    place = [str(part + 1) if isinstance(part, int) else part for part in problem.key]
    return f"{'.'.join([field, *place])}:"


def _part(tree: Tree, key: Key, given: Mapping[str, Any], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str):
        raise tree.error((*key, name), _("must be a text."))
    return value


def _scalar(tree: Tree, key: Key) -> str:
    return _part(tree, (), tree.data, str(key[0]))


def _mapping(tree: Tree, key: Key, names: tuple[str, ...] | None) -> dict[str, Any]:
    found = tree.data
    for part in key:
        found = found.get(part, "")
    if found == "" and key:
        return {}
    if not isinstance(found, dict):
        raise tree.error(key, _("is not a file of Toolkit answers.") if not key else _("must have its parts by name."))
    if names is not None:
        _known(tree, key, found, names)
    return found


def _known(tree: Tree, key: Key, given: Mapping[str, Any], names: tuple[str, ...]) -> None:
    for name in given:
        if name not in names:
            what = _("{name} does not belong here. Allowed: {names}.").format(name=name, names=", ".join(names))
            raise tree.error((*key, name), what)
