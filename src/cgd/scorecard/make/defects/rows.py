"""Rows that should not be there: sent twice, copied, one organisation as several persons, no consent."""

import numpy as np
from numpy.typing import NDArray

from cgd.scorecard.make.defects.clock import minutes_of, stamp
from cgd.scorecard.make.defects.draft import WHOLE_ROW, Draft, Entry, Mask
from cgd.scorecard.make.defects.roles import Roles, plain, rows_of
from cgd.scorecard.survey import HIGHEST, LOWEST

Row = NDArray[np.object_]


def plant(draft: Draft, roles: Roles) -> None:
    """Plant all kinds of this family. Rows that are copied or must be deleted get no other fault: they are closed."""
    _consent(draft, roles, "consent_missing")
    _consent(draft, roles, "consent_withdrawn")
    _two_devices(draft, roles)
    _organisation_as_person(draft, roles)
    _copied_form(draft, roles)


def _close(draft: Draft, kind: str, where: Mask, n: int) -> list[int]:
    rows = draft.pick(kind, where & draft.free, n)
    draft.closed[rows] = True
    return rows


def _consent(draft: Draft, roles: Roles, kind: str) -> None:
    """The person's consent, or a child's guardian's, is another. The key names the row: all of it must go."""
    settings = draft.settings[kind]
    child = draft.clean("instrument") == "child"
    for column, where, n in (
        ("guardian_consent", child, settings["children"]),
        ("consent", ~child, settings["n"] - settings["children"]),
    ):
        for turn, row in enumerate(_close(draft, kind, plain(draft, roles) & where, n)):
            draft.cells[row, draft.place[column]] = settings["values"][turn % len(settings["values"])]
            draft.entries.append(Entry(kind, WHOLE_ROW, row=row))


def _two_devices(draft: Draft, roles: Roles) -> None:
    kind = "two_devices"
    settings = draft.settings[kind]
    for row in _close(draft, kind, plain(draft, roles), settings["n"]):
        number = int(draft.truth["interviewer"].iloc[row][1:]) + settings["spare_device"]
        draft.add_row(kind, _changed(draft, draft.cells[row], device=f"T{number}"))


def _organisation_as_person(draft: Draft, roles: Roles) -> None:
    kind = "organisation_as_person"
    settings = draft.settings[kind]
    organisations = settings["organisations"]
    for row in _close(draft, kind, plain(draft, roles) & (draft.clean("group") == "cso"), organisations):
        start, length = _start(draft, draft.cells[row]), _length(draft, draft.cells[row])
        for gap, age in zip(
            draft.between(settings["gap"], settings["n"] // organisations),
            draft.between(settings["ages"], settings["n"] // organisations),
            strict=True,
        ):
            start += gap
            sex = draft.draw(["female", "male"], 1)[0]
            person = _timed(draft, draft.cells[row], start, length)
            draft.add_row(kind, _changed(draft, person, sex=sex, age=str(age), comment=""))


def _copied_form(draft: Draft, roles: Roles) -> None:
    """Copies of forms, and copies of these; no two members of a family have the same ratings."""
    kind = "copied_form"
    settings = draft.settings[kind]
    n, forms = settings["n"], settings["forms"]
    rows = _close(draft, kind, rows_of(draft, "interviewer", roles.copied_form), forms)
    families: list[list[Row]] = [[draft.cells[row].copy()] for row in rows]
    unchanged = [draft.shuffled(np.flatnonzero(draft.points[row])).tolist() for row in rows]
    # Each form at least once, the rest by chance.
    for number in [*range(forms), *draft.between([0, forms - 1], n - forms)]:
        parent = draft.draw(families[number], 1)[0]
        rated = int((draft.points[rows[number]] > 0).sum())
        most = max(1, int(rated * settings["most_changed"]))
        changes = [unchanged[number].pop() for _change in range(draft.between([1, most], 1)[0])]
        copy = _other_person(draft, parent, rows[number])
        for place in changes:
            copy[draft.rated[place]] = _next_to(draft, copy[draft.rated[place]])
        families[number].append(copy)
        draft.add_row(kind, copy)


def _other_person(draft: Draft, parent: Row, source: int) -> Row:
    """The form once more, minutes later, with another group member's personal data and length of interview."""
    group = draft.clean("group")
    members = np.flatnonzero((group == group[source]) & (np.arange(len(group)) != source))
    donor = draft.truth.iloc[draft.draw(members.tolist(), 1)[0]]
    start = _start(draft, parent) + draft.between(draft.settings["copied_form"]["minutes"], 1)[0]
    copy = _timed(draft, parent, start, minutes_of(donor["end_time"]) - minutes_of(donor["start_time"]))
    personal = {name: donor[name] for name in ("sex", "age", "ethnic_minority", "disability")}
    return _changed(draft, copy, **personal, comment="")


def _next_to(draft: Draft, rating: str) -> str:
    point = int(rating)
    step = -1 if point == HIGHEST else 1 if point == LOWEST else draft.draw([-1, 1], 1)[0]
    return str(point + step)


def _changed(draft: Draft, row: Row, **cells: str) -> Row:
    row = row.copy()
    for name, text in cells.items():
        row[draft.place[name]] = text
    return row


def _timed(draft: Draft, row: Row, start: int, length: int) -> Row:
    day = row[draft.place["interview_date"]]
    return _changed(draft, row, start_time=stamp(day, start), end_time=stamp(day, start + length))


def _start(draft: Draft, row: Row) -> int:
    return minutes_of(row[draft.place["start_time"]])


def _length(draft: Draft, row: Row) -> int:
    return minutes_of(row[draft.place["end_time"]]) - _start(draft, row)
