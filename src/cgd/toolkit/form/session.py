"""One person's work on one file: what they put in goes to the answers at once, and to the disk when they pause."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from cgd.errors import CgdError
from cgd.language import _
from cgd.toolkit.answers import Answer, Answers, Proof, State, now, with_value
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.computing import data_path, evidence_for, is_outdated
from cgd.toolkit.evidence.item import Evidence
from cgd.toolkit.form.later import Later
from cgd.toolkit.progress import Progress, progress
from cgd.toolkit.rules.hard import Violation, violations
from cgd.toolkit.rules.settings import load_rules
from cgd.toolkit.store import Store
from cgd.toolkit.values import ValueProblem

PAUSE = 0.8
"""Seconds without a key after which the file is written (ours): a typist's pause, not a thinker's."""


class Session:
    """Reads and changes the answers of a `Store`.

    Calls ``on_change`` after each change, and ``on_saved`` after each writing, with a notice or "".
    """

    def __init__(self, store: Store, by: str = "") -> None:
        self.store, self.by = store, by
        self.answers: Answers = store.answers
        self.rules = load_rules(store.answers.country)
        self.on_saved: Callable[[str], None] = lambda notice: None
        self.on_change: Callable[[], None] = lambda: None
        self._typing = ""
        self._stale: dict[str, bool] = {}
        self._later = Later(PAUSE, self._write)

    @property
    def toolkit(self) -> Toolkit:
        """The form that is being filled."""
        return self.store.toolkit

    def put(self, question: str, name: str, given: Any) -> str:
        """Take what was put into a field; gives back what is wrong with it, or "".

        What the field does not take is kept as a draft under `unplaced`: it is there when the form opens again.
        """
        draft = f"{question}.{name}"
        try:
            self.answers = with_value(self.answers, self.toolkit, question, name, given, self.by)
        except ValueProblem as problem:
            self._change(replace(self.answers, unplaced={**self.answers.unplaced, draft: given}), question)
            return str(problem)
        unplaced = {key: value for key, value in self.answers.unplaced.items() if key != draft}
        self._change(replace(self.answers, unplaced=unplaced), question)
        return ""

    def draft(self, question: str, name: str) -> Any:
        """What was typed into a field and not taken; None if there is nothing."""
        return self.answers.unplaced.get(f"{question}.{name}")

    def set_state(self, question: str, state: State, reason: str) -> None:
        """Say that a question cannot be answered, or does not apply, and why; "" takes that back."""
        self._change_answer(question, state=state, reason=reason if state else "")

    def set_proof(self, question: str, proof: tuple[Proof, ...]) -> None:
        """The documents that prove an answer."""
        self._change_answer(question, proof=proof)

    def take_other(self, question: str, place: int) -> None:
        """Of several answers that a merge found, let another one stand; the one that stood is kept beside it."""
        answer = self.answers.of(question)
        chosen = answer.others[place]
        rest = [replace(answer, others=()), *(o for at, o in enumerate(answer.others) if at != place)]
        self._change(self.answers.with_answer(question, replace(chosen, others=tuple(rest), at=now())), question)

    def drop_other(self, question: str, place: int) -> None:
        """Decide against an answer that a merge found; the file's versions still have it."""
        answer = self.answers.of(question)
        rest = tuple(o for at, o in enumerate(answer.others) if at != place)
        self._change_answer(question, others=rest)

    def compute(self, figure: str) -> str:
        """Compute a figure and write it; gives back what is wrong, or "" (`Evidence.missing` is no error)."""
        try:
            found = evidence_for(self.answers, self.toolkit, self.data_path(), [figure])
        except CgdError as error:
            return str(error)
        except OSError as error:
            return f"{error.filename or ''}: {error.strerror or error}"
        self._stale.clear()
        self._change(self.answers.with_evidence(found), "")
        self.flush()
        return ""

    def is_stale(self, item: Evidence) -> bool:
        """Whether the data have changed since a figure was computed. Looked at once, and after each computing."""
        if item.figure not in self._stale:
            self._stale[item.figure] = is_outdated(item, self.answers, self.toolkit, self.data_path())
        return self._stale[item.figure]

    def set_data(self, path: str) -> None:
        """The survey file that figures are computed from."""
        self._stale.clear()
        self._change(replace(self.answers, data=path), "data")

    def violations(self) -> list[Violation]:
        """What the answers may not say, as they are now."""
        return violations(self.answers, self.toolkit, self.rules)

    def progress(self, tiers: tuple[int, ...]) -> dict[str, Progress]:
        """How far each section is."""
        return {item.section: item for item in progress(self.answers, self.toolkit, tiers)}

    def data_path(self) -> Path | None:
        """The survey file, looked for beside the answers; None if none is named."""
        return data_path(self.answers, self.store.path)

    def flush(self) -> None:
        """Write now what waits to be written."""
        if self._later.waiting:
            self._later.now()

    def _change_answer(self, question: str, **parts: Any) -> None:
        answer: Answer = replace(
            self.answers.of(question), by=self.by or self.answers.of(question).by, at=now(), **parts
        )
        self._change(self.answers.with_answer(question, answer), question)

    def _change(self, answers: Answers, question: str) -> None:
        if self._typing != question:
            # Somebody went on to another question: what stood there is a version of its own.
            self.flush()
        self.answers, self._typing = answers, question
        self._later.ask()
        self.on_change()

    def _write(self) -> None:
        try:
            saved = self.store.save(self.answers, self._typing)
        except (OSError, CgdError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            what = _(
                "NOT saved: {reason}. Your answers are still in this window: do not close it; mend this, then type on."
            )
            self.on_saved(what.format(reason=reason))
            return
        self.answers = saved.answers
        self.on_saved(saved.notice)
