"""Read ``book/agenda.yml`` and make sure that it adds up."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cgd.course.units import AGENDA, ROOT
from cgd.errors import CgdError
from cgd.language import _, allowed, translated

CONTACT_MINUTES = 300
"""Contact minutes of a day: ten hours in two days, from the terms of reference of the training."""
NOMINAL = Fraction(2, 3)
"""The part of a session that may be planned: taught material overruns by about half (measured in workshops)."""
PRIORITIES = ("must", "should", "could")

Minutes = Annotated[int, Field(gt=0, le=CONTACT_MINUTES)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Block(_Model):
    """A piece of a session, as a trainer plans it; ``minutes`` as planned, ``short`` when cut to the bone."""

    id: str
    title: str
    minutes: Minutes
    priority: Literal["must", "should", "could"]
    short: Minutes | None = None
    shorter: str = ""
    dropped: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.priority == "must":
            if self.short is None or not self.shorter:
                raise ValueError(f"block {self.id}: a must block says how short it can be (short) and how (shorter)")
            if self.short > self.minutes:
                raise ValueError(f"block {self.id}: short is longer than minutes")
        elif not self.dropped:
            raise ValueError(f"block {self.id}: a {self.priority} block says what becomes of it (dropped)")
        return self

    @property
    def gain(self) -> int:
        """Minutes won by cutting it: all of them, or of a must block what `shorter` saves."""
        return self.minutes - (self.short or 0)


class Session(_Model):
    """A session: title, contact minutes, GSBPM numbers, sections of the Toolkit, objectives by id, blocks in order.

    ``published`` are figures of the report (F01 ...) that it will use, while it is not yet written.
    """

    title: str
    minutes: Minutes
    gsbpm: tuple[str, ...] = ()
    toolkit: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    objectives: dict[str, str]
    blocks: tuple[Block, ...] = ()
    spare: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        most = int(self.minutes * NOMINAL)
        if self.planned > most:
            raise ValueError(f"its blocks take {self.planned} minutes; at most {most} of {self.minutes} may be planned")
        names = [block.id for block in self.blocks]
        if len(names) != len(set(names)):
            raise ValueError("two blocks have one id")
        if self.blocks and self.published:
            raise ValueError("it has blocks: its page, and no longer the agenda, names the published figures it uses")
        return self

    @property
    def planned(self) -> int:
        """Minutes of all blocks together."""
        return sum(block.minutes for block in self.blocks)

    @property
    def reserve(self) -> int:
        """Minutes that nobody has planned: talking takes them."""
        return self.minutes - self.planned

    def block(self, name: str) -> Block:
        """One block. Raises `UsageError` if there is none of this name."""
        for block in self.blocks:
            if block.id == name:
                return block
        raise allowed("block", name, [block.id for block in self.blocks])

    def begins(self, name: str) -> int:
        """Minutes from the start of the session to the start of a block, as planned."""
        block = self.block(name)
        return sum(each.minutes for each in self.blocks[: self.blocks.index(block)])


class Part(_Model):
    """A line of a day's program: a session by its id, or a pause with its minutes."""

    session: str | None = None
    pause: str | None = None
    minutes: Minutes | None = None
    lunch: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.session is None) == (self.pause is None) or (self.pause is None) != (self.minutes is None):
            raise ValueError("a line of a program is a session, or a pause with its minutes")
        return self


class Day(_Model):
    """One day: title and program."""

    title: str
    program: tuple[Part, ...]

    @property
    def sessions(self) -> list[str]:
        """Ids of its sessions, in order."""
        return [part.session for part in self.program if part.session]

    @model_validator(mode="after")
    def _one_lunch(self) -> Self:
        if sum(part.lunch for part in self.program) != 1:
            raise ValueError(f"{self.title}: a day has one lunch")
        return self


class Agenda(_Model):
    """The whole course; ``start`` is the clock time of each day's first minute."""

    start: Annotated[str, Field(pattern=r"^\d\d:\d\d$")]
    days: tuple[Day, ...]
    sessions: dict[str, Session]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        held = [name for day in self.days for name in day.sessions]
        if sorted(held) != sorted(self.sessions):
            raise ValueError(f"programs and sessions differ: {sorted(set(held) ^ set(self.sessions)) or 'one twice'}")
        for day in self.days:
            total = sum(self.sessions[name].minutes for name in day.sessions)
            if total != CONTACT_MINUTES:
                raise ValueError(f"{day.title}: its sessions take {total} minutes, not {CONTACT_MINUTES}")
        ids = [(name, objective) for name, session in self.sessions.items() for objective in session.objectives]
        for name, objective in ids:
            if not objective.startswith(f"{name.split('_')[0]}-"):
                raise ValueError(f"{name}: the objective {objective} does not begin with the session's number")
        return self

    def session(self, name: str) -> Session:
        """One session. Raises `UsageError` if there is none of this name."""
        if name not in self.sessions:
            raise allowed("session", name, self.sessions)
        return self.sessions[name]

    def day(self, number: int) -> Day:
        """A day, counted from 1. Raises `UsageError` if there is none."""
        if not 1 <= number <= len(self.days):
            raise allowed("day", number, range(1, len(self.days) + 1))
        return self.days[number - 1]

    def day_of(self, name: str) -> int:
        """The number of the day on which a session is held."""
        self.session(name)
        return next(number for number, day in enumerate(self.days, start=1) if name in day.sessions)

    def written(self) -> Iterator[str]:
        """Ids of the sessions that are written, in the order of the course: those with blocks."""
        return (name for day in self.days for name in day.sessions if self.sessions[name].blocks)


def number_of(session: str) -> int:
    """The number of a session, from its id: 3 of "s03_engagement"."""
    return int(session.split("_")[0].removeprefix("s"))


def load_agenda(root: Path = ROOT) -> Agenda:
    """The agenda of a checkout, in English: see `say`.

    Raises
    ------
    CgdError
        The file is missing, no YAML, or does not add up; says where.
    """
    path = root / "book" / "agenda.yml"
    try:
        return Agenda.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise CgdError(_("{path}: cannot be read ({reason}).").format(path=path, reason=error.strerror)) from error
    except yaml.YAMLError as error:
        raise CgdError(f"{path}: {str(error).replace(chr(10), ' ')}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = " > ".join(str(step) for step in first["loc"])
        what = first["msg"].removeprefix("Value error, ")
        raise CgdError(f"{path}: {where + ': ' if where else ''}{what}") from error


def say(text: str, language: str | None = None) -> str:
    """A text of the agenda, in ``language`` or the one in use."""
    return translated(text, AGENDA, language)
