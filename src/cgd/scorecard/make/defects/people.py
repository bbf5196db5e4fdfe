"""Faults in what is recorded about the people: form, age, label of the group, comment."""

import numpy as np

from cgd.scorecard.make.defects.draft import Draft, Entry
from cgd.scorecard.make.defects.roles import Roles, rows_of


def plant(draft: Draft, roles: Roles) -> None:
    """Plant all kinds of this family."""
    _wrong_form(draft, roles)
    _age_heaping(draft, roles)
    _age_outside_group(draft)
    _group_label(draft)
    _identifier_in_comment(draft)


def _wrong_form(draft: Draft, roles: Roles) -> None:
    """Not where answers are left blank: there the questions answered no longer tell which form it was."""
    kind = "wrong_form"
    settings = draft.settings[kind]
    where = draft.free & ~rows_of(draft, "interviewer", roles.dk_blank, roles.copied_form)
    for form, how in settings["forms"].items():
        for row in draft.pick(kind, where & (draft.clean("instrument") == form), how["n"]):
            draft.write(kind, row, "instrument", draft.draw(how["becomes"], 1)[0])
            draft.taken[row] = True


def _age_heaping(draft: Draft, roles: Roles) -> None:
    """Ages of most adults go to the nearest round one inside the group's limits (those of the file)."""
    kind = "age_heaping"
    settings = draft.settings[kind]
    step, age = settings["step"], draft.place["age"]
    here = rows_of(draft, "partner", roles.age_heaping)
    for group in settings["groups"]:
        members = draft.clean("group") == group
        ages = draft.clean("age")[members].astype(int)
        lowest, highest = -(-ages.min() // step) * step, ages.max() // step * step
        rows = np.flatnonzero(members & here)
        for row, luck in zip(rows, draft.rng.random(len(rows)), strict=True):
            nearest = (int(draft.cells[row, age]) + step // 2) // step * step
            if luck < settings["share"]:
                draft.cells[row, age] = str(min(max(nearest, lowest), highest))
    draft.touched[here, age] = True
    draft.entries.append(Entry(kind, "age", unit=f"partner={roles.age_heaping}"))


def _age_outside_group(draft: Draft) -> None:
    """The form must be the group's own: another form is another kind."""
    kind = "age_outside_group"
    settings = draft.settings[kind]
    where = (
        draft.untouched("age") & draft.untouched("instrument") & np.isin(draft.clean("group"), list(settings["ages"]))
    )
    for row in draft.pick(kind, where, settings["n"]):
        ages = settings["ages"][draft.truth["group"].iloc[row]]
        draft.write(kind, row, "age", str(draft.draw(ages, 1)[0]))


def _group_label(draft: Draft) -> None:
    kind = "group_label"
    settings = draft.settings[kind]
    members = draft.clean("group") == settings["group"]
    n = int(members.sum() * settings["share"] + 0.5)
    rows = draft.pick(kind, members & draft.untouched("group") & draft.untouched("instrument"), n)
    for row, label in zip(rows, draft.draw(settings["labels"], n), strict=True):
        draft.write(kind, row, "group", label)


def _identifier_in_comment(draft: Draft) -> None:
    kind = "identifier_in_comment"
    settings = draft.settings[kind]
    rows = draft.pick(kind, draft.untouched("comment") & (draft.clean("comment") == ""), settings["n"])
    for turn, row in enumerate(rows):
        draft.write(kind, row, "comment", settings["comments"][turn % len(settings["comments"])])
