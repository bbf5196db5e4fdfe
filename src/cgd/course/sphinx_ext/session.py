"""What every session page and facilitation page has, made from book/agenda.yml.

```{session-head}
- **Bring:** what else a participant needs (optional).
```

objectives, time, place in the Toolkit, files;

```{session-foot}
```

the way on;

:::{block} opening
What happens in this block.
:::

a block with its minutes;

```{cut-list}
```

what to leave out when late;

```{agenda}
```

both days on the clock.
"""

from collections.abc import Iterator

from docutils import nodes
from sphinx.addnodes import download_reference, pending_xref
from sphinx.util.docutils import SphinxDirective

from cgd.course.agenda.cuts import all_cuts
from cgd.course.agenda.plan import Agenda, Session, load_agenda, number_of, say
from cgd.course.agenda.sheets import priority_name
from cgd.course.agenda.timetable import timetable
from cgd.course.sphinx_ext.nodes import cells_table
from cgd.course.units import ROOT
from cgd.errors import CgdError
from cgd.language import LANGUAGES, SOURCE_LANGUAGE, _, use_language


class _OfAgenda(SphinxDirective):
    """A directive whose page is named after a session."""

    has_content = True

    def prepare(self) -> Agenda:
        """The agenda; its language is the book's, and a change of it makes the page anew."""
        language = self.env.config.language
        use_language(language if language in LANGUAGES else SOURCE_LANGUAGE)
        self.env.note_dependency(str(ROOT / "book" / "agenda.yml"))
        return load_agenda()

    @property
    def name_of_session(self) -> str:
        """The id of the session that the page belongs to."""
        return str(self.env.docname).rsplit("/", 1)[-1]

    def session(self) -> Session:
        """The session that the page belongs to."""
        try:
            return self.prepare().session(self.name_of_session)
        except CgdError as error:
            raise self.error(str(error)) from error

    def parsed(self) -> list[nodes.Node]:
        """The content of the directive."""
        body = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, body)
        return list(body.children)


class SessionHead(_OfAgenda):
    """A box: what one can do afterwards, minutes, Toolkit sections, notebook and exercise."""

    def run(self) -> list[nodes.Node]:
        session = self.session()
        box = nodes.container(classes=["session-head"])
        box += nodes.paragraph("", "", nodes.strong(text=_("After this session you can:")))
        goals = nodes.bullet_list()
        for objective in session.objectives.values():
            goals += nodes.list_item("", nodes.paragraph(text=say(objective)))
        box += goals
        facts = nodes.bullet_list(classes=["session-facts"])
        for label, content in self._facts(session):
            line = nodes.paragraph("", "", nodes.strong(text=f"{label} "), *content)
            facts += nodes.list_item("", line)
        for child in self.parsed():
            facts += list(child.children) if isinstance(child, nodes.bullet_list) else nodes.list_item("", child)
        box += facts
        return [box]

    def _facts(self, session: Session) -> Iterator[tuple[str, list[nodes.Node]]]:
        name = self.name_of_session
        yield _("Time:"), [nodes.Text(_("{minutes} minutes").format(minutes=session.minutes))]
        if session.toolkit:
            yield _("Toolkit:"), [nodes.Text(_("sections {letters}").format(letters=", ".join(session.toolkit)))]
        if session.gsbpm:
            steps = ", ".join(session.gsbpm)
            yield _("In the work of a statistics office:"), [nodes.Text(_("GSBPM {steps}").format(steps=steps))]
        if (ROOT / "notebooks" / f"{name}.ipynb").is_file():
            yield (
                _("Notebook:"),
                [to_page(f"/notebooks/{name}", _("open it here")), nodes.Text(" · "), self._file(name)],
            )
        for path in sorted((ROOT / "exercises" / SOURCE_LANGUAGE / name).glob("*.ipynb")):
            language = self.env.config.language if self.env.config.language in LANGUAGES else SOURCE_LANGUAGE
            yield _("Exercise:"), [_download(f"/exercises/{language}/{name}/{path.name}", self.env.docname)]

    def _file(self, name: str) -> nodes.Node:
        return _download(f"/notebooks/{name}.ipynb", self.env.docname)


class SessionFoot(_OfAgenda):
    """Where to go from here: the sessions before and after, and the participant's Toolkit."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        self.session()
        agenda = load_agenda()
        order, here = list(agenda.written()), self.name_of_session
        if here not in order:
            return []
        place = order.index(here)
        lines = nodes.bullet_list(classes=["session-foot"])
        if place + 1 < len(order):
            lines += _line(_("Next:"), self._link(agenda, order[place + 1]))
        if place:
            lines += _line(_("Before:"), self._link(agenda, order[place - 1]))
        lines += _line(_("Write it down now:"), to_page("/book/using-the-toolkit", _("your Toolkit")))
        return [lines]

    def _link(self, agenda: Agenda, name: str) -> nodes.Node:
        return to_page(f"/book/sessions/{name}", f"{number_of(name)}. {say(agenda.session(name).title)}")


class BlockCard(_OfAgenda):
    """A block of a session with its minutes, counted from the start of the session."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        session = self.session()
        try:
            block, begin = session.block(self.arguments[0]), session.begins(self.arguments[0])
        except CgdError as error:
            raise self.error(str(error)) from error
        minutes = _("minute {begin} to {end}").format(begin=begin, end=begin + block.minutes)
        card = nodes.container(classes=["block-card", f"block-{block.priority}"])
        head = nodes.paragraph(classes=["block-head"])
        head += [nodes.strong(text=say(block.title)), nodes.Text(f" · {minutes} · {priority_name(block.priority)}")]
        card += [head, *self.parsed()]
        return [card]


class CutList(_OfAgenda):
    """A table: late by how much, and what goes then; the rows add up."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        session = self.session()
        rows, won = [[_("You are late by"), _("Leave out or shorten"), _("Instead")]], 0
        for cut in all_cuts(load_agenda(), [self.name_of_session]):
            won += cut.gain
            late = _("up to {minutes} minutes").format(minutes=won)
            rows.append([late, f"{cut.title} ({priority_name(cut.priority)})", cut.instead])
        spoken = _(
            "From the top: each row comes on top of those above it. {planned} of the {minutes} minutes are planned; "
            "the other {reserve} are for talking and are not counted here."
        ).format(planned=session.planned, minutes=session.minutes, reserve=session.reserve)
        made: list[nodes.Node] = [nodes.paragraph(text=spoken), cells_table(rows)]
        if session.spare:
            made.append(nodes.paragraph("", "", nodes.strong(text=_("If there is time left:"))))
            spare = nodes.bullet_list()
            spare += [nodes.list_item("", nodes.paragraph(text=say(line))) for line in session.spare]
            made.append(spare)
        return made


class AgendaTable(_OfAgenda):
    """Both days with clock times, as the agenda has them; written sessions are links."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        agenda = self.prepare()
        written, made = set(agenda.written()), []
        for number, day in enumerate(agenda.days, start=1):
            title = _("Day {day}: {title}").format(day=number, title=say(day.title))
            made.append(nodes.rubric(text=title))
            rows: list[list[str | nodes.Node]] = [[_("Clock"), _("Minutes"), _("Session")]]
            for slot in timetable(agenda, number):
                name = f"{number_of(slot.session)}. {slot.title}" if slot.session else slot.title
                what = to_page(f"/book/sessions/{slot.session}", name) if slot.session in written else nodes.Text(name)
                rows.append([slot.hours, str(slot.minutes), what])
            made.append(cells_table(rows, [2, 1, 6]))
        return made


def _line(label: str, link: nodes.Node) -> nodes.list_item:
    return nodes.list_item("", nodes.paragraph("", "", nodes.strong(text=f"{label} "), link))


def to_page(target: str, text: str) -> nodes.Node:
    """A link to a page of the book, checked by Sphinx as those in the text are."""
    link = pending_xref("", refdomain="std", reftype="doc", reftarget=target, refexplicit=True, refwarn=True)
    link += nodes.inline(text=text)
    return link


def _download(target: str, docname: str) -> nodes.Node:
    link = download_reference(reftarget=target, refdoc=docname)
    link += nodes.literal(text=target.rsplit("/", 1)[-1], classes=["download"])
    return link
