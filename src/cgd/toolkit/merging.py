"""Bring two people's answers together: question by question, nothing lost, a person decides where they differ."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cgd.errors import CgdError
from cgd.language import _
from cgd.toolkit.answers import EMPTY, Answer, Answers
from cgd.toolkit.evidence.item import to_plain


@dataclass(frozen=True)
class Merged:
    """The answers brought together, and the questions to which two different answers were given."""

    answers: Answers
    conflicts: tuple[str, ...]


def merge(mine: Answers, theirs: Answers, base: Answers | None = None) -> Merged:
    """Everything that either file says.

    Where only one of the two has filled a field, or only one has changed what ``base`` said, that value counts. Where
    they differ the newer answer stands, and the older one beside it in `others`. The order of the two does not matter.

    Parameters
    ----------
    mine, theirs
        Two files of the same form.
    base
        What both have come from, if it is known. Without it an answer that one person took out comes back.

    Raises
    ------
    CgdError
        The two are of different forms.
    """
    for mine_is, theirs_is in ((mine.toolkit, theirs.toolkit), (mine.country, theirs.country)):
        if mine_is != theirs_is:
            raise CgdError(
                _("The files are of different forms: {one} and {other}.").format(one=mine_is, other=theirs_is)
            )
    result, conflicts = mine, []
    for question in sorted({*mine.answers, *theirs.answers}, key=question_order):
        answer, differs = _answer(mine.of(question), theirs.of(question), base.of(question) if base else EMPTY)
        result = result.with_answer(question, answer)
        if differs:
            conflicts.append(question)
    evidence = dict(mine.evidence)
    for figure, item in theirs.evidence.items():
        if figure not in evidence or _age(item) > _age(evidence[figure]):
            evidence[figure] = item
    result = replace(result, evidence=evidence, unplaced=_together(mine.unplaced, theirs.unplaced))
    return Merged(replace(result, data=mine.data or theirs.data), tuple(conflicts))


def question_order(question: str) -> tuple[str, int, str]:
    """The form's order: A2 before A10."""
    return question[:1], int(question[1:]) if question[1:].isdigit() else 0, question


def _age(item: Any) -> tuple[str, str]:
    return item.at, json.dumps(to_plain(item), sort_keys=True, ensure_ascii=False)


def _answer(mine: Answer, theirs: Answer, base: Answer) -> tuple[Answer, bool]:
    others = _distinct([*mine.others, *theirs.others])
    older, newer = sorted((mine, theirs), key=lambda answer: (answer.at, _canonical(answer)))
    if mine.same_as(theirs):
        return replace(newer, others=others), False
    joined = _joined(mine, theirs, base, newer)
    if joined is not None:
        return replace(joined, others=_distinct(others, besides=joined)), False
    # One took the whole answer out, the other changed it: the change stands, alone.
    kept = [answer for answer in (newer, older) if not replace(answer, others=()).is_empty()]
    others = _distinct([*kept[1:], *others], besides=kept[0])
    return replace(kept[0], others=others), len(kept) > 1


def _joined(mine: Answer, theirs: Answer, base: Answer, newer: Answer) -> Answer | None:
    """One answer with everything of both, or None if they say different things."""
    values: dict[str, Any] = {}
    for name in dict.fromkeys([*mine.values, *theirs.values]):
        found = _pick(mine.values.get(name), theirs.values.get(name), base.values.get(name))
        if found is _DIFFER:
            return None
        if found is not None:
            values[name] = found
    state = _pick(mine.state or None, theirs.state or None, base.state or None)
    reason = _pick(mine.reason or None, theirs.reason or None, base.reason or None)
    if state is _DIFFER or reason is _DIFFER:
        return None
    # "Nobody knows" of one and an answer of the other contradict each other, unless one of them has said both.
    if state and values and not any(one.state and one.values for one in (mine, theirs)):
        return None
    proof = tuple(dict.fromkeys([*mine.proof, *theirs.proof]))
    return replace(newer, values=values, state=state or "", reason=reason or "", proof=proof, others=())


_DIFFER: Any = object()


def _pick(mine: Any, theirs: Any, base: Any) -> Any:
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    if mine is None or theirs is None:
        # One took it out, the other changed it; or, without a base, only one has it.
        return mine if theirs is None else theirs
    return _DIFFER


def _distinct(answers: list[Answer] | tuple[Answer, ...], besides: Answer = EMPTY) -> tuple[Answer, ...]:
    found: list[Answer] = []
    for answer in sorted((replace(a, others=()) for a in answers), key=lambda a: (a.at, _canonical(a)), reverse=True):
        if not answer.is_empty() and not answer.same_as(besides) and not any(answer.same_as(f) for f in found):
            found.append(answer)
    return tuple(found)


def _canonical(answer: Answer) -> str:
    proof = [[p.title, p.link, p.checked_by] for p in answer.proof]
    said = [dict(answer.values), answer.state, answer.reason, proof, answer.by]
    return json.dumps(said, sort_keys=True, ensure_ascii=False)


def _together(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(mine)
    for name, value in theirs.items():
        if name in found and found[name] != value and value not in found.values():
            number = next(n for n in range(2, len(found) + 3) if f"{name} ({n})" not in found)
            name = f"{name} ({number})"
        found.setdefault(name, value)
    return found
