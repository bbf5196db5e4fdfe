"""What many groups say of the Toolkit (section L), in one report: no names of people, groups or files."""

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cgd.errors import CgdError
from cgd.language import _
from cgd.toolkit.answers import Answers
from cgd.toolkit.answers_file import read_answers
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.export.parts import page, paragraph, table, text
from cgd.toolkit.merging import question_order
from cgd.toolkit.words import say


@dataclass
class Feedback:
    """Section L of ``groups`` forms.

    ``minutes`` by section; ``problems`` counts groups by (question, problem); ``notes`` and ``proposals`` by question,
    each text with the number of groups that wrote it; ``reasons`` and ``help`` count groups by code; ``words`` are the
    open texts of L3 and L6 by question; ``unread`` says which files could not be read, and why.
    """

    groups: int = 0
    minutes: dict[str, list[float]] = field(default_factory=dict)
    problems: Counter[tuple[str, str]] = field(default_factory=Counter)
    notes: dict[str, Counter[str]] = field(default_factory=dict)
    proposals: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    help: Counter[str] = field(default_factory=Counter)
    words: dict[str, Counter[str]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def read_feedback(paths: Iterable[Path], toolkit: Toolkit) -> Feedback:
    """Section L of many files. A file that cannot be read is named in `unread`; the others count.

    Raises
    ------
    CgdError
        No file at all could be read.
    """
    found = Feedback()
    for path in paths:
        try:
            add(found, read_answers(path, toolkit))
        except (CgdError, OSError) as error:
            found.unread.append(f"{path.name}: {error}")
    if not found.groups:
        raise CgdError(_("No file of answers could be read. {reasons}").format(reasons=" ".join(found.unread[:3])))
    return found


def add(found: Feedback, answers: Answers) -> None:
    """Count one group's section L in. What a group says twice counts once."""
    found.groups += 1
    for section, row in answers.rows("L1", "minutes").items():
        if row.get("minutes") is not None:
            found.minutes.setdefault(section, []).append(row["minutes"])
    rows = list(answers.rows("L2", "questions").values())
    found.problems.update({(_asked(row), row.get("problem", "")) for row in rows})
    for question, note in {(_asked(row), row["note"]) for row in rows if row.get("note")}:
        found.notes.setdefault(question, Counter())[note] += 1
    rows = [row for row in answers.rows("L4", "proposals").values() if row.get("proposal")]
    for question, proposal, reason in {(_asked(r), r["proposal"], r.get("reason", "")) for r in rows}:
        found.proposals.setdefault(question, Counter())[(proposal, reason)] += 1
    found.reasons.update(answers.value("L3", "reasons") or [])  # type: ignore[arg-type]
    found.help.update(answers.value("L5", "help") or [])  # type: ignore[arg-type]
    for question in ("L3", "L6"):
        said = answers.value(question, "words")
        if said:
            found.words.setdefault(question, Counter())[str(said)] += 1


def change_requests(found: Feedback, toolkit: Toolkit) -> list[dict[str, Any]]:
    """One row for each question and thing said of it, for the United Nations Statistics Division.

    Returns
    -------
    list of dict
        question, kind ("unclear", "not_applicable", "missing", "note", "proposal", "country"), text, reason, groups
        (how many said so), of (how many were asked).
    """
    rows: list[dict[str, Any]] = []
    for (question, problem), groups in found.problems.items():
        if problem:
            rows.append(_request(question, problem, "", "", groups, found))
    for question, notes in found.notes.items():
        rows += [_request(question, "note", note, "", n, found) for note, n in notes.items()]
    for question, proposals in found.proposals.items():
        rows += [_request(question, "proposal", new, why, n, found) for (new, why), n in proposals.items()]
    rows += [_request("", "country", said, "", n, found) for said, n in found.words.get("L6", Counter()).items()]
    order = {question.id: place for place, question in enumerate(toolkit.questions())}
    return sorted(rows, key=lambda row: (order.get(row["question"], 999), row["kind"], -row["groups"], row["text"]))


def feedback_csv(found: Feedback, toolkit: Toolkit) -> bytes:
    """`change_requests` as CSV for a spreadsheet (UTF-8 with byte-order mark); formulas are neutralised."""
    import pandas as pd

    from cgd.scorecard.export.safe_csv import to_csv

    columns = ["question", "kind", "text", "reason", "groups", "of"]
    return to_csv(pd.DataFrame(change_requests(found, toolkit), columns=columns), for_excel=True)


def feedback_html(found: Feedback, toolkit: Toolkit) -> str:
    """The report, in the language in use."""
    # Whoever runs the command reads the names of the files; in the report they could tell who a group is.
    unread = _("Files that could not be read and are not counted: {n}.").format(n=len(found.unread))
    body = [
        paragraph(text(say(toolkit.notice)), "notice"),
        paragraph(text(_("Forms that were read: {groups}. No names are in this report.").format(groups=found.groups))),
        *([paragraph(text(unread), "problem")] if found.unread else []),
        *_problems(found, toolkit),
        *_proposals(found, toolkit),
        *_counts(found, toolkit),
        *_minutes(found, toolkit),
        *_words(found, toolkit),
    ]
    return page(_("Feedback on the Toolkit"), body)


def _problems(found: Feedback, toolkit: Toolkit) -> list[str]:
    names = next(c for c in toolkit.question("L2").field("questions").columns if c.id == "problem").options
    questions = sorted({question for question, _problem in found.problems}, key=question_order)
    rows = []
    for question in questions:
        counts = [str(found.problems.get((question, problem), 0) or "") for problem in names]
        notes = "; ".join(_times(note, n) for note, n in found.notes.get(question, Counter()).most_common())
        rows.append([text(_asked_name(question, toolkit)), *counts, text(notes)])
    head = [text(_("Question")), *(text(say(name)) for name in names.values()), text(_("Notes"))]
    return _part(_("Questions that were hard"), head, rows)


def _proposals(found: Feedback, toolkit: Toolkit) -> list[str]:
    rows = []
    for question in sorted(found.proposals, key=question_order):
        for (proposal, reason), n in found.proposals[question].most_common():
            rows.append([text(_asked_name(question, toolkit)), text(proposal), text(reason), str(n)])
    head = [text(_("Question")), text(_("Proposal")), text(_("Why")), text(_("Groups"))]
    return _part(_("Proposed wording"), head, rows)


def _counts(found: Feedback, toolkit: Toolkit) -> list[str]:
    parts: list[str] = []
    head = [text(_("Reason")), text(_("Groups"))]
    for question, name, counts in (("L3", "reasons", found.reasons), ("L5", "help", found.help)):
        options = toolkit.question(question).field(name).options
        rows = [[text(say(options[code])), str(n)] for code, n in counts.most_common()]
        parts += _part(say(toolkit.question(question).text), head, rows)
    return parts


def _minutes(found: Feedback, toolkit: Toolkit) -> list[str]:
    titles = {section.id: f"{section.id}. {say(section.title)}" for section in toolkit.sections}
    rows = []
    for section in sorted(found.minutes):
        times = found.minutes[section]
        spread = f"{min(times):g} - {max(times):g}"
        rows.append([text(titles.get(section, section)), f"{statistics.median(times):g}", spread, str(len(times))])
    head = [text(_("Section")), text(_("Median minutes")), text(_("From - to")), text(_("Groups"))]
    return _part(_("Time"), head, rows)


def _words(found: Feedback, toolkit: Toolkit) -> list[str]:
    parts: list[str] = []
    for question in ("L3", "L6"):
        said = found.words.get(question)
        if said:
            parts.append(f"<h2>{text(say(toolkit.question(question).text))}</h2>")
            parts.append("<ul>" + "".join(f"<li>{text(_times(w, n))}</li>" for w, n in said.most_common()) + "</ul>")
    return parts


def _part(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return []
    return [f"<h2>{text(title)}</h2>", table(text(title), head, rows, named=True)]


def _request(question: str, kind: str, said: str, reason: str, groups: int, found: Feedback) -> dict[str, Any]:
    return {"question": question, "kind": kind, "text": said, "reason": reason, "groups": groups, "of": found.groups}


def _asked(row: dict[str, Any]) -> str:
    return str(row.get("question", ""))


def _asked_name(question: str, toolkit: Toolkit) -> str:
    if not question:
        return _("no number given")
    return f"{question}. {say(toolkit.question(question).text)}" if toolkit.has(question) else question


def _times(words: str, n: int) -> str:
    return words if n == 1 else f"{words} (× {n})"
