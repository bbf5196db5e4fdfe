"""A filled Toolkit for machines: everything in one JSON document."""

import json
from dataclasses import replace
from typing import Any

from cgd.language import LANGUAGES
from cgd.toolkit.answers import Answer, Answers
from cgd.toolkit.bank import Question, Toolkit
from cgd.toolkit.evidence.item import Evidence, to_plain
from cgd.toolkit.export.plain import value_text
from cgd.toolkit.report import plain_report
from cgd.toolkit.rules.settings import RuleSet
from cgd.toolkit.words import say, speaking


def toolkit_json(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> str:
    """The answers with their questions, the evidence, and what the rules say.

    Keys: ``form`` (id, version, country), ``language`` (that people wrote in), ``answers`` (by question: its text in
    each language, ``values`` as stored, ``shown`` in words in each language, state, reason, proof, by, at, others),
    ``evidence`` (by figure, as `cgd.toolkit.evidence.to_plain`), ``results`` (progress, violations, gate, scores,
    verdicts, in the language in use), ``unplaced``. The values round-trip: they are those of the answers file.
    """
    found = {
        "form": {"id": answers.toolkit, "version": answers.version, "country": answers.country},
        "language": answers.language,
        "answers": {q.id: _answer(q, answers.of(q.id)) for q in toolkit.questions() if q.id in answers.answers},
        "evidence": {figure: _evidence(item) for figure, item in answers.evidence.items()},
        "results": plain_report(answers, toolkit, rules),
        "unplaced": dict(answers.unplaced),
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _evidence(item: Evidence) -> dict[str, Any]:
    """A figure without what stays with the team: the list of small cells holds what publication must hide."""
    return to_plain(replace(item, table=[]) if item.value.get("internal") else item)


def _answer(question: Question, answer: Answer) -> dict[str, Any]:
    texts, shown = {}, {}
    for language in LANGUAGES:
        with speaking(language):
            texts[language] = say(question.text)
            shown[language] = {name: value_text(question.field(name), v) for name, v in answer.values.items()}
    return {
        "question": texts,
        "values": dict(answer.values),
        "shown": shown,
        "state": answer.state,
        "reason": answer.reason,
        "proof": [vars(proof) for proof in answer.proof],
        "by": answer.by,
        "at": answer.at,
        "others": [_answer(question, other) for other in answer.others],
    }
