"""Faults in days and times: order, length, hour, day and the way in which a day is written."""

from datetime import date

from cgd.scorecard.make.defects.clock import minutes_of, stamp
from cgd.scorecard.make.defects.draft import Draft, Mask
from cgd.scorecard.make.defects.roles import Roles, rows_of

# Day 0 of the spreadsheets' count of days.
_SERIAL_ZERO = date(1899, 12, 30)


def plant(draft: Draft, roles: Roles) -> None:
    """Plant all kinds of this family. Whole rows first: the day is mended by the start, which must be right then."""
    _end_before_start(draft, roles)
    _speeding(draft, roles)
    _night_stamp(draft, roles)
    _date_outside_fieldwork(draft)
    _date_format(draft)


def _clocks(draft: Draft, roles: Roles) -> Mask:
    """Rows whose times may change: not of the interviewer whose copies are found by them."""
    return draft.free & ~rows_of(draft, "interviewer", roles.copied_form)


def _end_before_start(draft: Draft, roles: Roles) -> None:
    kind = "end_before_start"
    for row in draft.pick(kind, _clocks(draft, roles), draft.settings[kind]["n"]):
        person = draft.truth.iloc[row]
        draft.write(kind, row, "start_time", person["end_time"])
        draft.write(kind, row, "end_time", person["start_time"])
        draft.taken[row] = True


def _speeding(draft: Draft, roles: Roles) -> None:
    kind = "speeding"
    settings = draft.settings[kind]
    rows = draft.pick(kind, _clocks(draft, roles), settings["n"])
    for row, minutes in zip(rows, draft.between(settings["minutes"], len(rows)), strict=True):
        person = draft.truth.iloc[row]
        end = stamp(person["interview_date"], minutes_of(person["start_time"]) + minutes)
        draft.write(kind, row, "end_time", end)
        draft.taken[row] = True


def _night_stamp(draft: Draft, roles: Roles) -> None:
    """The whole interview moves into one of the windows that are long enough; day and length stay."""
    kind = "night_stamp"
    settings = draft.settings[kind]
    for row in draft.pick(kind, _clocks(draft, roles), settings["n"]):
        person = draft.truth.iloc[row]
        length = minutes_of(person["end_time"]) - minutes_of(person["start_time"])
        first, last = draft.draw([window for window in settings["windows"] if window[1] - window[0] >= length], 1)[0]
        start = draft.between([first, last - length], 1)[0]
        draft.write(kind, row, "start_time", stamp(person["interview_date"], start))
        draft.write(kind, row, "end_time", stamp(person["interview_date"], start + length))
        draft.taken[row] = True


def _day_can_be_mended(draft: Draft) -> Mask:
    return draft.untouched("interview_date") & draft.untouched("start_time")


def _date_outside_fieldwork(draft: Draft) -> None:
    """A wrong year or a wrong month, and always a day that exists."""
    kind = "date_outside_fieldwork"
    settings = draft.settings[kind]
    for row in draft.pick(kind, _day_can_be_mended(draft), settings["n"]):
        true = date.fromisoformat(draft.truth["interview_date"].iloc[row])
        options = [true.replace(year=year) for year in settings["years"]]
        options += [true.replace(month=month) for month in settings["months"] if _exists(true, month)]
        draft.write(kind, row, "interview_date", draft.draw(options, 1)[0].isoformat())


def _exists(day: date, month: int) -> bool:
    try:
        day.replace(month=month)
    except ValueError:
        return False
    return True


def _date_format(draft: Draft) -> None:
    kind = "date_format"
    settings = draft.settings[kind]
    rows = draft.pick(kind, _day_can_be_mended(draft), settings["n"])
    for row, form in zip(rows, draft.draw(settings["forms"], len(rows)), strict=True):
        day = date.fromisoformat(draft.truth["interview_date"].iloc[row])
        serial = (day - _SERIAL_ZERO).days
        text = form.format(day=day.day, month=day.month, year=day.year, short_year=day.year % 100, serial=serial)
        draft.write(kind, row, "interview_date", text)
