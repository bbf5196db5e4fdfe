"""What to leave out when a day runs late: "could" first, then "should", then must blocks in their short form."""

from collections.abc import Sequence
from dataclasses import dataclass

from cgd.course.agenda.plan import PRIORITIES, Agenda, Block, say
from cgd.errors import CgdError
from cgd.language import _


@dataclass(frozen=True)
class Cut:
    """One block left out or shortened; ``gain`` in minutes, ``instead`` says what becomes of it."""

    session: str
    block: str
    title: str
    priority: str
    gain: int
    instead: str


def all_cuts(agenda: Agenda, sessions: Sequence[str]) -> list[Cut]:
    """Everything that can go, in the order in which it goes; of equal priority the block that comes first."""
    blocks = [(name, block) for name in sessions for block in agenda.session(name).blocks if block.gain]
    # Sorting is stable: within a priority the order of the day stays.
    blocks.sort(key=lambda pair: -PRIORITIES.index(pair[1].priority))
    return [_cut(name, block) for name, block in blocks]


def cuts(agenda: Agenda, late: int, sessions: Sequence[str]) -> list[Cut]:
    """The first of `all_cuts` that win back ``late`` minutes; all of them if they do not suffice.

    The reserve of a session is not counted: talking takes it.

    Raises
    ------
    CgdError
        ``late`` is not a number of minutes from 1 up.
    """
    if late < 1:
        raise CgdError(_("{late}: how late are you? Write minutes, from 1 up.").format(late=late))
    chosen: list[Cut] = []
    for cut in all_cuts(agenda, sessions):
        if sum(each.gain for each in chosen) >= late:
            break
        chosen.append(cut)
    return chosen


def sessions_from(agenda: Agenda, day: int, first: str | None) -> list[str]:
    """The sessions of a day from ``first`` on, or all of them.

    Raises `CgdError` if ``first`` is on another day, `UsageError` if there is no such session.
    """
    held = agenda.day(day).sessions
    if first is None:
        return held
    if first not in held:
        there = agenda.day_of(first)
        raise CgdError(_("{session} is on day {there}, not on day {day}.").format(session=first, there=there, day=day))
    return held[held.index(first) :]


def _cut(session: str, block: Block) -> Cut:
    instead = block.shorter if block.priority == "must" else block.dropped
    return Cut(session, block.id, say(block.title), block.priority, block.gain, say(instead))
