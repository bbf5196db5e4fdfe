"""cgd agenda: the two days on the wall clock, and what to leave out when late."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cgd import language as tongue
from cgd.errors import CgdError
from cgd.language import _, use_language

if TYPE_CHECKING:
    from cgd.course.agenda.plan import Agenda


def add_to(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command()(agenda)


def agenda(
    day: Annotated[int | None, typer.Option(help="1 or 2; both without it")] = None,
    start: Annotated[str | None, typer.Option(help="the first minute of a day, e.g. 08:30")] = None,
    lunch: Annotated[str | None, typer.Option(help="when lunch should be: 11:30, or 11:30-13:00")] = None,
    late: Annotated[int | None, typer.Option(help="minutes that you are late: say what to leave out")] = None,
    session: Annotated[
        str | None, typer.Option("--from", help="with --late: the session that comes next, e.g. s04_instruments")
    ] = None,
    sheet: Annotated[Path | None, typer.Option(help="write the run sheet of --day: .pdf, .docx, .html")] = None,
    ics: Annotated[Path | None, typer.Option(help="write a calendar file; needs --date")] = None,
    first: Annotated[str | None, typer.Option("--date", help="the first day, e.g. 2027-03-08")] = None,
    language: Annotated[str | None, typer.Option(help="en or vi; the default is CGD_LANG, else en")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="for machines")] = False,
) -> None:
    """Show the two days with clock times; write run sheet and calendar; say what to leave out when late."""
    from cgd.course.agenda import timetable as times
    from cgd.course.agenda.plan import load_agenda, say

    use_language(language or tongue.language())
    plan = load_agenda()
    begin = times.clock(start) if start else None
    meal = times.lunch(lunch) if lunch else None
    if session is not None and late is None:
        raise CgdError(_("--from belongs to --late: say how many minutes you are late."))
    if late is not None:
        _late(plan, late, day, session, as_json)
        return
    days = [day] if day else list(range(1, len(plan.days) + 1))
    tables = {number: times.timetable(plan, number, begin, meal) for number in days}
    if sheet is not None:
        from cgd.course.agenda.sheets import run_sheet

        _write_sheet(sheet, run_sheet(plan, _only(days), begin, meal))
    if ics is not None:
        from cgd.course.agenda.calendar import calendar
        from cgd.files import write_atomically

        write_atomically(ics, calendar(plan, _date(first), begin, meal))
    if as_json:
        _print_json([{"day": n, "slots": [_plain(slot) for slot in slots]} for n, slots in tables.items()])
        return
    for number, slots in tables.items():
        print(_("Day {day}: {title}").format(day=number, title=say(plan.day(number).title)))
        print("\n".join(f"  {line}" for line in times.lines(slots)))


def _late(plan: "Agenda", late: int, day: int | None, session: str | None, as_json: bool) -> None:
    from dataclasses import asdict

    from cgd.course.agenda.cuts import cuts, sessions_from
    from cgd.course.agenda.plan import number_of
    from cgd.course.agenda.sheets import priority_name

    number = day or (plan.day_of(session) if session else 1)
    chosen = cuts(plan, late, sessions_from(plan, number, session))
    won = sum(cut.gain for cut in chosen)
    if as_json:
        _print_json({"late": late, "won": won, "cuts": [asdict(cut) for cut in chosen]})
        return
    for cut in chosen:
        where = f"{number_of(cut.session)}. {cut.title} ({priority_name(cut.priority)})"
        print(f"{cut.gain:3}  {where}\n     {cut.instead}")
    print(_("This wins back {won} of {late} minutes.").format(won=won, late=late))
    if won < late:
        left = late - won
        print(_("More cannot go: end {left} minutes later, or shorten a pause by them.").format(left=left))


def _only(days: list[int]) -> int:
    if len(days) != 1:
        raise CgdError(_("A run sheet is for one day: add --day 1 or --day 2."))
    return days[0]


def _write_sheet(path: Path, page: str) -> None:
    from cgd.errors import UsageError
    from cgd.files import write_atomically
    from cgd.toolkit.export.convert import FORMATS, convert

    kind = path.suffix.removeprefix(".")
    if kind not in FORMATS:
        raise UsageError(_("{path}: the name must end in one of: .pdf, .docx, .html.").format(path=path))
    write_atomically(path, convert(page, kind, tongue.language()))


def _date(text: str | None) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise CgdError(_("A calendar needs the first day: --date 2027-03-08.")) from None


def _plain(slot: Any) -> dict[str, Any]:
    hours = {"begin": f"{slot.begin:%H:%M}", "end": f"{slot.end:%H:%M}"}
    return {**hours, "minutes": slot.minutes, "session": slot.session or None, "title": slot.title}


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))
