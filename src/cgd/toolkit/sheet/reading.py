"""Read a filled workbook back: what was typed into the yellow cells, and what the program kept beside them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from cgd.errors import CgdError
from cgd.language import _
from cgd.toolkit.answers import Answer, Answers, Proof, new_answers
from cgd.toolkit.answers_file import answers_from_text
from cgd.toolkit.bank import Column, Entry, Toolkit
from cgd.toolkit.sheet.cells import filled_rows
from cgd.toolkit.sheet.collecting import Collected, collect
from cgd.toolkit.sheet.opening import kept_in, sheets_of
from cgd.toolkit.sheet.packing import HIDDEN
from cgd.toolkit.sheet.paths import PROOF, REASON, STATE
from cgd.toolkit.values import Value, ValueProblem, clean_text, parse
from cgd.toolkit.words import say


def read_workbook(source: Path | bytes, toolkit: Toolkit) -> tuple[Answers, list[str]]:
    """The answers in a workbook that `write_workbook` made and people filled.

    Parameters
    ----------
    source
        The file, or its content.

    Returns
    -------
    answers
        What was not changed is as it was. What a field does not take, and what stands where no answer belongs, is kept
        in `Answers.unplaced`.
    list of str
        One line for each cell that could not be understood: sheet, cell, question, what and what to do.

    Raises
    ------
    CgdError
        The file is no workbook, or none of this form.
    """
    found, messages, _before = read_with_origin(source, toolkit)
    return found, messages


def read_with_origin(source: Path | bytes, toolkit: Toolkit) -> tuple[Answers, list[str], Answers]:
    """Like `read_workbook`, and what stood in the workbook when it was written."""
    content = source if isinstance(source, bytes) else source.read_bytes()
    name = source.name if isinstance(source, Path) else "workbook"
    sheets = sheets_of(content, name)
    rows = [row for title, texts in sheets.items() if title != HIDDEN for row in filled_rows(title, texts)]
    kept = kept_in(sheets)
    collected = collect(rows, toolkit, kept["long"] if kept else [])
    if kept is None and not collected.questions:
        raise CgdError(_("{file}: is no workbook of this form. Make one with: cgd toolkit sheet").format(file=name))
    before = answers_from_text(kept["answers"], Path(name), toolkit) if kept else new_answers(toolkit)
    found, messages = _answers(collected, toolkit, before)
    if kept is None:
        what = _(
            "{file}: the hidden sheet is damaged. The yellow cells were read; look through the answers whose text "
            "was too long for a cell."
        )
        messages.insert(0, what.format(file=name))
    return found, messages, before


def _answers(collected: Collected, toolkit: Toolkit, before: Answers) -> tuple[Answers, list[str]]:
    """What was collected, compared with what the program had written."""
    found, messages = before, []
    drafts = dict(before.unplaced)
    for question in toolkit.questions():
        if question.id not in collected.questions:
            continue
        old = before.of(question.id)
        values: dict[str, Value] = {}
        for entry in question.fields:
            value, problem = _value(collected, question.id, entry, old.values.get(entry.id), drafts)
            if value is not None:
                values[entry.id] = value
            messages += [problem] if problem else []
        answer = _with_the_rest(collected, question.id, values, old)
        # Who said it and when stays with what nobody has changed.
        same = answer.same_as(old)
        found = found.with_answer(question.id, old if same else replace(answer, others=old.others, by=old.by))
    for cell, text in collected.astray:
        drafts[cell] = text
        what = _("{where}: “{text}” stands where no answer belongs. It is kept in the file; put it where it belongs.")
        messages.append(what.format(where=cell, text=_short(text)))
    return replace(found, unplaced=drafts), messages


def _value(collected: Collected, question: str, entry: Entry, old: Value, drafts: dict[str, Any]) -> tuple[Value, str]:
    """The value of one field, and what is wrong with what was typed. A row that is gone has changed nothing."""
    name = f"{question}.{entry.id}"
    if name not in collected.values:
        return old, ""
    given = _whole(entry, collected.values[name], old)
    try:
        value = parse(entry, given)
    except ValueProblem as problem:
        # As in the form: what stood there stands, what was typed is a draft beside it.
        drafts[name] = given
        return old, _told(collected, question, entry, given, problem)
    if value != old:
        drafts.pop(name, None)
    return value, ""


def _whole(entry: Entry, given: Any, old: Any) -> Any:
    """``given`` as `parse` takes it, with the rows and items that are no longer in the workbook as they were."""
    if entry.type == "multichoice":
        chosen = dict.fromkeys(old or [], "yes") | given
        return [code if answer == "yes" else answer for code, answer in chosen.items() if answer not in ("", "no")]
    if isinstance(given, dict) and isinstance(old, dict):
        return old | given
    return given


def _told(collected: Collected, question: str, entry: Entry, given: Any, problem: ValueProblem) -> str:
    """One line: where it stands, and what is wrong with it."""
    label, typed = say(entry.label), given
    column: Column = entry
    for key in problem.key:
        typed = typed[key] if isinstance(typed, dict | list) else typed  # type: ignore[index]
    columns = {found.id: found for found in entry.columns}
    if len(problem.key) > 1 and (found := columns.get(str(problem.key[1]))):
        column, label = found, f"{label}, {say(found.label)}"
    name = f"{question}.{entry.id}"
    ticks = collected.values[name] if entry.type == "multichoice" else {}
    wrong = [item for item, answer in ticks.items() if answer not in ("yes", "no", "")]
    where = collected.where(name, problem.key or wrong[:1])
    why = _not_listed(column, typed) or str(problem)
    what = _("{where}, {question}, {label}: {problem} It is kept as a draft; mend it in the form.")
    return what.format(where=where, question=question, label=label, problem=why)


def _not_listed(column: Column, typed: Any) -> str:
    """People choose labels: a message with codes would not help them."""
    if column.type not in ("choice", "multichoice", "checklist"):
        return ""
    known = ("yes", "no", "") if column.type == "checklist" else column.options
    wrong = [str(text) for text in (typed if isinstance(typed, list) else [typed]) if text not in known]
    return _("“{text}” is not in the list.").format(text=_short("; ".join(wrong)))


def _with_the_rest(collected: Collected, question: str, values: dict[str, Value], old: Answer) -> Answer:
    """State, reason and proofs of a question, each as it was where it is no longer in the workbook."""
    state = collected.states.get(question + STATE, old.state)
    reason = clean_text(collected.states.get(question + REASON, old.reason))
    proof = old.proof
    if question + PROOF in collected.proofs:
        proof = tuple(Proof(*map(clean_text, parts)) for parts in collected.proofs[question + PROOF])
    return Answer(values, state, reason if reason.strip() else "", proof)  # type: ignore[arg-type]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"
