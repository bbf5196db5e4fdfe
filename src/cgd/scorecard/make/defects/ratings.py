"""Faults in the ratings: whole rows, all forms of an interviewer or a partner, single cells."""

import numpy as np

from cgd.scorecard.make.defects.draft import ALL_RATINGS, Draft, Entry
from cgd.scorecard.make.defects.roles import Roles, honest_ratings, places_of, rows_of
from cgd.scorecard.survey import HIGHEST, LOWEST, YEARS


def plant(draft: Draft, roles: Roles) -> None:
    """Plant all kinds of this family; single cells last, where no other kind has changed a rating."""
    _reversed_scale(draft, roles)
    _inflated_interviewer(draft, roles)
    _dk_as_3(draft, roles)
    _dk_code(draft, roles)
    _dk_blank(draft, roles)
    _straight_line(draft, roles)
    _pasted_forecast(draft, roles)
    _rating_not_allowed(draft, roles)


def _reversed_scale(draft: Draft, roles: Roles) -> None:
    """Interviews one after the other, from a day that is drawn: until somebody noticed."""
    kind = "reversed_scale"
    n = draft.settings[kind]["n"]
    mine = draft.require(kind, rows_of(draft, "interviewer", roles.reversed_scale) & draft.free, n)
    start = draft.clean("start_time")[mine]
    in_time = mine[np.argsort(start.astype(str), kind="stable")]
    first = draft.between([0, len(mine) - n], 1)[0]
    for row in in_time[first : first + n].tolist():
        points = draft.points[row]
        draft.write_ratings(kind, row, np.where(points > 0, LOWEST + HIGHEST - points, 0).astype(np.int8))


def _inflated_interviewer(draft: Draft, roles: Roles) -> None:
    kind = "inflated_interviewer"
    for row in places_of(draft, "interviewer", roles.inflated_interviewer):
        points = draft.points[row]
        raised = (draft.rng.random(len(points)) < draft.settings[kind]["share"]) & (points > 0) & (points < HIGHEST)
        draft.put(row, np.where(raised, points + 1, points).astype(np.int8))
        draft.touched[row, draft.rated] = True
    unit = f"interviewer={roles.inflated_interviewer}"
    draft.entries.append(Entry(kind, ALL_RATINGS, unit=unit))


def _dk_as_3(draft: Draft, roles: Roles) -> None:
    kind = "dk_as_3"
    for row in places_of(draft, "partner", roles.dk_as_3):
        places = draft.rated[draft.cells[row, draft.rated] == "DK"]
        draft.cells[row, places] = draft.settings[kind]["rating"]
        draft.touched[row, draft.rated] = True
    draft.entries.append(Entry(kind, ALL_RATINGS, unit=f"partner={roles.dk_as_3}"))


def _dk_code(draft: Draft, roles: Roles) -> None:
    columns = draft.truth.columns
    for interviewer, habit in zip(roles.dk_code, draft.settings["dk_code"]["habits"], strict=True):
        for row in places_of(draft, "interviewer", interviewer):
            for place in draft.rated[draft.cells[row, draft.rated] == habit["answer"]]:
                draft.write("dk_code", row, columns[place], habit["text"])


def _dk_blank(draft: Draft, roles: Roles) -> None:
    kind = "dk_blank"
    unrated = np.isin(draft.cells[:, draft.rated], ("DK", "RF"))
    unrated &= rows_of(draft, "interviewer", roles.dk_blank)[:, None]
    for cell in draft.pick(kind, unrated.ravel(), draft.settings[kind]["n"]):
        row, number = divmod(cell, len(draft.rated))
        draft.write(kind, row, draft.truth.columns[draft.rated[number]], "")


def _straight_line(draft: Draft, roles: Roles) -> None:
    kind = "straight_line"
    settings = draft.settings[kind]
    rows = draft.pick(kind, honest_ratings(draft, roles) & draft.free, settings["n"])
    for row, rating in zip(rows, draft.draw(settings["ratings"], len(rows)), strict=True):
        draft.write_ratings(kind, row, np.where(draft.points[row] > 0, rating, 0).astype(np.int8))


def _pasted_forecast(draft: Draft, roles: Roles) -> None:
    kind = "pasted_forecast"
    for row in draft.pick(kind, honest_ratings(draft, roles) & draft.free, draft.settings[kind]["n"]):
        points = draft.points[row].reshape(-1, len(YEARS))
        # Who rates 2025 rates 2022 too: the other way round the forecast is missing and 2022 stays.
        today, forecast = points[:, 0], points[:, 1]
        both = np.column_stack([np.where((today > 0) & (forecast > 0), forecast, today), forecast])
        draft.write_ratings(kind, row, both.ravel())


def _rating_not_allowed(draft: Draft, roles: Roles) -> None:
    kind = "rating_not_allowed"
    settings = draft.settings[kind]
    rows = honest_ratings(draft, roles) & draft.free
    for form in settings["forms"]:
        open_cells = rows[:, None] & ~draft.touched[:, draft.rated]
        open_cells &= np.isin(draft.points, form.get("ratings", range(LOWEST, HIGHEST + 1)))
        other = {name: form[name] for name in ("repairable", "repair_rule") if name in form}
        for cell in draft.pick(kind, open_cells.ravel(), form["n"]):
            row, number = divmod(cell, len(draft.rated))
            rating = int(draft.points[row, number])
            text = form["text"].format(rating=rating, word=settings["words"][rating])
            draft.write(kind, row, draft.truth.columns[draft.rated[number]], text, **other)
