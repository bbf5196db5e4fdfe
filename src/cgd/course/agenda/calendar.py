"""The two days as a calendar file that any calendar program reads (iCalendar, RFC 5545)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cgd.course.agenda.plan import Agenda, number_of
from cgd.course.agenda.timetable import Lunch, timetable
from cgd.language import language

ZONE = "Asia/Ho_Chi_Minh"
"""Where the course is held."""


def calendar(agenda: Agenda, first: date, start: time | None = None, at: Lunch | None = None) -> bytes:
    """An iCalendar file with one event a session; the days follow one another from ``first`` on.

    The same agenda gives the same bytes, so that a calendar program brings its events up to date instead of doubling
    them.

    Raises as `timetable` does.
    """
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//cgd//course//EN")
    made.add("version", "2.0")
    zone = ZoneInfo(ZONE)
    for number in range(1, len(agenda.days) + 1):
        day = first + timedelta(days=number - 1)
        for slot in timetable(agenda, number, start, at):
            if not slot.session:
                continue
            event = Event()
            event.add("uid", f"{slot.session}@cgd-course")
            event.add("summary", f"{number_of(slot.session)}. {slot.title}", parameters={"LANGUAGE": language()})
            event.add("dtstamp", datetime.combine(first, time(), ZoneInfo("UTC")))
            event.add("dtstart", datetime.combine(day, slot.begin, zone))
            event.add("dtend", datetime.combine(day, slot.end, zone))
            made.add_component(event)
    made.add_missing_timezones()
    return made.to_ical()
