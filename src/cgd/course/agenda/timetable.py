"""The agenda on the wall clock."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cgd.course.agenda.plan import Agenda, Part, number_of, say
from cgd.errors import CgdError
from cgd.language import _

# A date for arithmetic with clock times.
_ANY = date(2000, 1, 1)


@dataclass(frozen=True)
class Slot:
    """A line of a day with its clock times; ``session`` is "" for a pause."""

    begin: time
    end: time
    minutes: int
    title: str
    session: str = ""

    @property
    def hours(self) -> str:
        """ "08:30–09:10", never broken over two lines."""
        return f"{self.begin:%H:%M}\u2060–\u2060{self.end:%H:%M}"


@dataclass(frozen=True)
class Lunch:
    """When lunch should begin, and when work should go on; None leaves the agenda's own length."""

    begin: time
    end: time | None = None


def clock(text: str) -> time:
    """A clock time such as "08:30" or "8.30". Raises `CgdError` for anything else."""
    found = re.fullmatch(r"\s*(\d{1,2})[:.h](\d{2})\s*", text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise CgdError(_("{text!r} is not a time of day. Write for example 08:30.").format(text=text))
    return time(int(found[1]), int(found[2]))


def lunch(text: str) -> Lunch:
    """Lunch as people write it: "11:30", or "11:30-13:00". Raises `CgdError` for anything else."""
    begin, dash, end = re.sub("[–—]", "-", text).partition("-")
    found = Lunch(clock(begin), clock(end) if dash else None)
    if found.end is not None and found.end <= found.begin:
        raise CgdError(_("{text!r}: lunch ends before it begins.").format(text=text))
    return found


def timetable(agenda: Agenda, day: int, start: time | None = None, at: Lunch | None = None) -> list[Slot]:
    """The lines of a day, one after the other.

    Parameters
    ----------
    day
        Counted from 1.
    start
        The first minute; by default the agenda's own.
    at
        When lunch should be. It goes to the end of the session that is nearest to that time; a pause that stands there
        moves to where lunch was.

    Raises
    ------
    CgdError
        Lunch is outside the day, or the day would end after midnight.
    """
    begin = datetime.combine(_ANY, start or clock(agenda.start))
    program = list(agenda.day(day).program)
    if at is not None:
        program = _with_lunch(agenda, program, begin, at)
    slots: list[Slot] = []
    for part in program:
        end = begin + timedelta(minutes=_minutes(agenda, part))
        if end.date() != _ANY:
            raise CgdError(_("The day would end after midnight: begin earlier."))
        title = say(agenda.session(part.session).title if part.session else part.pause or "")
        slots.append(Slot(begin.time(), end.time(), _minutes(agenda, part), title, part.session or ""))
        begin = end
    return slots


def lines(slots: Sequence[Slot]) -> list[str]:
    """A timetable as lines of text: times, session, minutes."""
    found = []
    for slot in slots:
        what = f"{number_of(slot.session)}. {slot.title}" if slot.session else f"({slot.title})"
        found.append(f"{slot.begin:%H:%M}-{slot.end:%H:%M}  {slot.minutes:3}  {what}")
    return found


def _minutes(agenda: Agenda, part: Part) -> int:
    return agenda.session(part.session).minutes if part.session else part.minutes or 0


def _with_lunch(agenda: Agenda, program: list[Part], begin: datetime, at: Lunch) -> list[Part]:
    """The program with lunch behind the session that ends nearest to the time wanted."""
    wanted = datetime.combine(_ANY, at.begin)
    last = begin + timedelta(minutes=sum(_minutes(agenda, part) for part in program if not part.lunch))
    if not begin < wanted < last:
        hours = {"begin": f"{begin:%H:%M}", "end": f"{last:%H:%M}"}
        raise CgdError(_("Lunch must lie within the day, between {begin} and {end}.").format(**hours))
    found = [_lunch_after(program, part) for part in program if part.session and part != program[-1]]
    starts = [begin + timedelta(minutes=_before_lunch(agenda, made)) for made in found]
    starts_at, made = min(zip(starts, found, strict=True), key=lambda pair: abs(pair[0] - wanted))
    if at.end is None:
        return made
    goes_on = datetime.combine(_ANY, at.end)
    if goes_on <= starts_at:
        message = _("Lunch begins at {begin}, when a session ends: it cannot be over at {end}.")
        raise CgdError(message.format(begin=f"{starts_at:%H:%M}", end=f"{goes_on:%H:%M}"))
    minutes = int((goes_on - starts_at).total_seconds() // 60)
    return [part.model_copy(update={"minutes": minutes}) if part.lunch else part for part in made]


def _lunch_after(program: list[Part], session: Part) -> list[Part]:
    """Lunch moved behind ``session``; a pause that stands there changes places with it."""
    made = list(program)
    here, there = next(i for i, part in enumerate(made) if part.lunch), made.index(session) + 1
    if made[there].pause:
        made[here], made[there] = made[there], made[here]
    else:
        meal = made.pop(here)
        made.insert(made.index(session) + 1, meal)
    return made


def _before_lunch(agenda: Agenda, program: list[Part]) -> int:
    place = next(i for i, part in enumerate(program) if part.lunch)
    return sum(_minutes(agenda, part) for part in program[:place])
