"""Clock times, lunch, and what goes when a day runs late."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cgd.course.agenda.calendar import calendar
from cgd.course.agenda.cuts import all_cuts, cuts, sessions_from
from cgd.course.agenda.plan import load_agenda
from cgd.course.agenda.timetable import Lunch, clock, lunch, timetable
from cgd.errors import CgdError

AGENDA = load_agenda()
DAY = date(2000, 1, 1)


def minutes(begin, end):
    return int((datetime.combine(DAY, end) - datetime.combine(DAY, begin)).total_seconds() // 60)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(
    st.sampled_from([1, 2]), st.times(time(6), time(10)), st.times(time(11), time(14)), st.none() | st.integers(5, 120)
)
def test_a_day_has_no_gap_and_no_overlap_wherever_lunch_is(day, start, at, length):
    start, at = start.replace(second=0, microsecond=0), at.replace(second=0, microsecond=0)
    end = (datetime.combine(DAY, at) + timedelta(minutes=length)).time() if length else None
    try:
        slots = timetable(AGENDA, day, start, Lunch(at, end))
    except CgdError as error:
        # The day is over before lunch is wanted, or lunch begins later than wished and would be over already.
        assert "over at" in str(error) or "within the day" in str(error)
        return
    assert slots[0].begin == start
    for before, after in pairwise(slots):
        assert before.end == after.begin
        assert before.session or after.session, "two pauses never follow one another"
    assert [slot.session for slot in slots if slot.session] == AGENDA.day(day).sessions
    assert all(minutes(slot.begin, slot.end) == slot.minutes for slot in slots)
    meal = next(slot for slot in slots if slot.title == "Lunch")
    if end:
        assert meal.end == end
    others = [slot.end for slot in slots[:-1] if slot.session]
    near = min(abs(minutes(at, other)) for other in others)
    # Moving lunch may move a pause in front of it: half an hour is more than any pause.
    assert abs(minutes(at, meal.begin)) <= near + 30


@pytest.mark.parametrize("text", ["8:30", "08:30", " 8.30 ", "8h30"])
def test_a_time_is_understood_as_people_write_it(text):
    assert clock(text) == time(8, 30)


@pytest.mark.parametrize("text", ["", "25:00", "8:60", "830", "noon", "8:3"])
def test_what_is_no_time_says_so(text):
    with pytest.raises(CgdError, match="is not a time of day"):
        clock(text)


def test_lunch_is_a_time_or_two():
    assert lunch("11:30") == Lunch(time(11, 30))
    assert lunch("11:30–13:00") == Lunch(time(11, 30), time(13))
    with pytest.raises(CgdError, match="ends before it begins"):
        lunch("13:00-11:30")
    with pytest.raises(CgdError, match="within the day, between 08:30 and"):
        timetable(AGENDA, 1, None, lunch("07:00"))


def test_could_goes_first_then_should_then_must_is_shortened():
    order = [cut.priority for cut in all_cuts(AGENDA, AGENDA.day(1).sessions)]
    assert order == sorted(order, key=["could", "should", "must"].index)
    assert order[-1] == "must"


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.integers(1, 200))
def test_the_cuts_win_what_is_needed_and_not_one_more(late):
    everything = all_cuts(AGENDA, AGENDA.day(1).sessions)
    chosen = cuts(AGENDA, late, AGENDA.day(1).sessions)
    won = sum(cut.gain for cut in chosen)
    assert chosen == everything[: len(chosen)]
    assert won >= late or chosen == everything
    assert won - chosen[-1].gain < late, "the last cut was needed"
    assert all(cut.instead and cut.gain > 0 for cut in chosen)


def test_only_what_is_still_to_come_is_cut():
    rest = sessions_from(AGENDA, 1, "s04_instruments")
    assert rest[0] == "s04_instruments" and "s01_voices" not in rest
    with pytest.raises(CgdError, match="is on day 2, not on day 1"):
        sessions_from(AGENDA, 1, "s10_analysis")
    with pytest.raises(CgdError, match="from 1 up"):
        cuts(AGENDA, 0, rest)


def test_a_calendar_holds_every_session_at_its_local_time():
    import icalendar

    made = calendar(AGENDA, date(2027, 3, 8))
    assert made == calendar(AGENDA, date(2027, 3, 8)), "the same agenda, the same bytes"
    events = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert len(events) == len(AGENDA.sessions)
    first, last = events[0], events[-1]
    assert first.decoded("dtstart").isoformat() == "2027-03-08T08:30:00+07:00"
    assert last.decoded("dtstart").date() == date(2027, 3, 9)
    assert len({str(event["uid"]) for event in events}) == len(events)
