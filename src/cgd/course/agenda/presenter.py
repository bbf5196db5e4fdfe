"""The clock page: one HTML file that shows a room how many minutes are left. It needs no network and no server."""

import json
from pathlib import Path
from string import Template
from typing import Any

from cgd.course.agenda.plan import Agenda, number_of, say
from cgd.course.agenda.sheets import priority_name
from cgd.course.agenda.timetable import clock
from cgd.language import _, language

PAGE = Path(__file__).with_name("clock.html")


def clock_page(agenda: Agenda) -> str:
    """The clock with all days in it, in the language in use."""
    words = {
        "left": _("minutes left"),
        "over": _("minutes over"),
        "next": _("Next"),
        "end": _("End of the day"),
        "reserve": _("reserve"),
        "ends": _("ends at"),
        "late": _("{minutes} min late"),
        "early": _("{minutes} min early"),
        "on_time": _("on time"),
        "paused": _("Paused"),
        "day": _("Day"),
        "start": _("Press the space bar to start"),
        "keys": _(
            "Space: start or pause · → next · ← back · + and −: one minute more or less · D: other day · F: full "
            "screen · R: start the day anew"
        ),
    }
    data = json.dumps({"days": [_day(agenda, n) for n in range(len(agenda.days))], "words": words}, ensure_ascii=False)
    # A text of the agenda must not be able to end the script.
    safe = data.replace("<", "\\u003c")
    return Template(PAGE.read_text(encoding="utf-8")).substitute(language=language(), title=_("Clock"), data=safe)


def _day(agenda: Agenda, index: int) -> dict[str, Any]:
    start = clock(agenda.start)
    return {
        "title": say(agenda.days[index].title),
        "start": start.hour * 60 + start.minute,
        "parts": [
            _session(agenda, part.session)
            if part.session
            else {"title": say(part.pause or ""), "minutes": part.minutes, "blocks": []}
            for part in agenda.days[index].program
        ],
    }


def _session(agenda: Agenda, name: str) -> dict[str, Any]:
    session = agenda.session(name)
    blocks = [
        {"title": say(block.title), "minutes": block.minutes, "priority": priority_name(block.priority)}
        for block in session.blocks
    ]
    return {"title": f"{number_of(name)}. {say(session.title)}", "minutes": session.minutes, "blocks": blocks}
