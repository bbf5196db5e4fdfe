"""The run sheet: one page a day with clock times and blocks, to print and keep in the hand."""

from datetime import datetime, time, timedelta

from cgd.course.agenda.plan import Agenda, Block, number_of, say
from cgd.course.agenda.timetable import Lunch, Slot, timetable
from cgd.language import _
from cgd.toolkit.export.parts import page, paragraph, table, text


def priority_name(priority: str, language: str | None = None) -> str:
    """What a trainer reads for a block's priority, in ``language`` or the one in use."""
    return {"must": _("must", language), "should": _("should", language), "could": _("could", language)}[priority]


def run_sheet(agenda: Agenda, day: int, start: time | None = None, at: Lunch | None = None) -> str:
    """The run sheet of a day as a whole HTML page in the language in use.

    Raises as `timetable` does.
    """
    slots = timetable(agenda, day, start, at)
    heading = _("Run sheet, day {day}: {title}").format(day=day, title=say(agenda.day(day).title))
    head = [_("Clock"), _("Min."), _("Session and blocks"), _("Real")]
    rows = [row for slot in slots for row in _rows(agenda, slot)]
    reading = _(
        "must, should, could: what goes last, next and first when you are late. The reserve is for talking. Write the "
        "real time beside each session: the next trainer will thank you."
    )
    return page(heading, [paragraph(text(reading), "meta"), table(text(heading), head, rows)])


def _rows(agenda: Agenda, slot: Slot) -> list[list[str]]:
    if not slot.session:
        return [[slot.hours, str(slot.minutes), f"<em>{text(slot.title)}</em>", ""]]
    session = agenda.session(slot.session)
    begin = datetime.combine(datetime(2000, 1, 1), slot.begin)
    title = f"<strong>{number_of(slot.session)}. {text(slot.title)}</strong>"
    if session.blocks:
        # Not a row of its own: a full day must fit on one page.
        at = begin + timedelta(minutes=session.planned)
        reserve = _("reserve from {clock}: {minutes} min.").format(clock=f"{at:%H:%M}", minutes=session.reserve)
        title += f" <em>({reserve})</em>"
    rows = [[f"<strong>{slot.hours}</strong>", f"<strong>{slot.minutes}</strong>", title, ""]]
    for block in session.blocks:
        at = begin + timedelta(minutes=session.begins(block.id))
        rows.append([f"{at:%H:%M}", str(block.minutes), _block(block), ""])
    return rows


def _block(block: Block) -> str:
    return f"{text(say(block.title))} ({priority_name(block.priority)})"
