"""The whole form: the notice, a bar of choices, and a tab for each section."""

import html
from dataclasses import replace
from pathlib import Path

import ipywidgets

from cgd.errors import CgdError
from cgd.language import LANGUAGES, _, language, use_language
from cgd.toolkit.bank import Section
from cgd.toolkit.form.later import Later
from cgd.toolkit.form.question import QuestionView
from cgd.toolkit.form.session import PAUSE, Session
from cgd.toolkit.form.texts import markup, paragraph
from cgd.toolkit.store import open_store
from cgd.toolkit.words import say

TIERS: dict[int, tuple[int, ...]] = {1: (1,), 2: (1, 2), 3: (1, 2, 3)}


class ToolkitForm:
    """A form on the screen for one file of answers; `box` is the widget.

    Only the section that is open has its controls: with all questions at once a weak laptop would wait. Another
    language or tier makes that section anew, from the answers: nothing that was typed is in the controls alone.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.tier = 1
        self.views: list[QuestionView] = []
        self.style = markup(f"<style>{(Path(__file__).parent / 'style.css').read_text(encoding='utf-8')}</style>")
        self.bar, self.status, self.broken = ipywidgets.HBox(), ipywidgets.HTML(), ipywidgets.HTML()
        self.tabs = ipywidgets.Tab([ipywidgets.VBox() for _section in self._sections], selected_index=0)
        self.box = ipywidgets.VBox()
        self.box.add_class("cgd-form")
        self._check = Later(PAUSE, self._show_rules)
        session.on_saved = self._saved
        session.on_change = self._check.ask
        self.tabs.observe(lambda _change: self._open(), names="selected_index")
        self.draw()

    def draw(self) -> None:
        """Make everything anew in the language in use, at the section that is open."""
        self.session.flush()
        self._open()
        title = markup(f"<h2>{html.escape(say(self.session.toolkit.name))}</h2>")
        notice = paragraph(say(self.session.toolkit.notice), "cgd-notice")
        self._draw_bar()
        self.box.children = [self.style, title, notice, self.bar, self.status, self.broken, self.tabs]
        self._show_rules()

    @property
    def _sections(self) -> list[Section]:
        """Each has its tab, whatever the tier: a tab that comes and goes would change the place of the others."""
        return self.session.toolkit.sections

    def _open(self) -> None:
        """Make the controls of the section that is open."""
        index = self.tabs.selected_index
        if index is None or index >= len(self.tabs.children):
            return
        section = self._sections[index]
        questions = [question for question in section.questions if question.tier in TIERS[self.tier]]
        self.views = [QuestionView(self.session, question, self.session.compute, self.draw) for question in questions]
        heading = markup(f"<h3>{section.id}. {html.escape(say(section.title))}</h3>")
        purpose = paragraph(say(section.purpose), "cgd-meta")
        for place, child in enumerate(self.tabs.children):
            child.children = [heading, purpose, *(view.box for view in self.views)] if place == index else []
        self._show_rules()

    def _draw_bar(self) -> None:
        tongue = ipywidgets.Dropdown(
            description=_("Language"), options=[(name, code) for code, name in LANGUAGES.items()], value=language()
        )
        levels = [(_("Questions for the class (tier 1)"), 1), (_("Standard (tiers 1 and 2)"), 2), (_("All"), 3)]
        tier = ipywidgets.Dropdown(description=_("Show"), options=levels, value=self.tier)
        name = ipywidgets.Text(description=_("Your name"), value=self.session.by)
        data = ipywidgets.Text(
            description=_("Survey file or folder"), value=self.session.answers.data, continuous_update=False
        )
        tongue.observe(lambda change: self._speak(change["new"]), names="value")
        tier.observe(lambda change: self._choose_tier(change["new"]), names="value")
        name.observe(lambda change: setattr(self.session, "by", change["new"]), names="value")
        data.observe(lambda change: self._choose_data(change["new"]), names="value")
        for control in (tongue, tier, name, data):
            control.add_class("cgd-field")
            control.layout.width = "220px"
        self.bar.children = [tongue, tier, name, data]
        self.bar.add_class("cgd-bar")

    def _speak(self, name: str) -> None:
        use_language(name)
        self.draw()

    def _choose_tier(self, tier: int) -> None:
        self.tier = tier
        self.draw()

    def _choose_data(self, path: str) -> None:
        self.session.set_data(path.strip())
        for view in self.views:
            view.refresh()

    def _show_rules(self) -> None:
        """Say what the rules say now, and how far each section is."""
        broken = self.session.violations()
        for view in self.views:
            view.show(broken)
            view.refresh()
        places = ", ".join(dict.fromkeys(found.question for found in broken))
        text = _("The rules object to: {questions}").format(questions=places) if broken else ""
        self._say(self.broken, f'<p class="cgd-problem">{html.escape(text)}</p>' if text else "")
        done = self.session.progress(TIERS[self.tier])
        titles = tuple(
            f"{section.id} {done[section.id].answered}/{done[section.id].questions}" for section in self._sections
        )
        if self.tabs.titles != titles:
            self.tabs.titles = titles

    def _saved(self, notice: str) -> None:
        text = notice or _("Saved: {file}").format(file=self.session.store.path.name)
        self._say(self.status, f'<p class="cgd-meta" role="status">{html.escape(text)}</p>')

    def _say(self, place: ipywidgets.HTML, text: str) -> None:
        if place.value != text:
            place.value = text


def form(path: str | Path, *, country: str | Path | None = None, by: str = "", data: str = "") -> ipywidgets.VBox:
    """The Toolkit's form for a file of answers, to be shown in a notebook or an app.

    Parameters
    ----------
    path
        The file; a new one is made at the first answer. Every change is written to it within about a second.
    country
        For a new file: whose form (`cgd.toolkit.loading.load_toolkit`).
    by
        Name of who fills the form.
    data
        For a new file: the survey that figures are computed from, a file or folder beside it.

    Raises
    ------
    cgd.errors.CgdError
        The file is there and cannot be read: with line and question. It is not changed.
    """
    return open_form(path, country=country, by=by, data=data).box


def open_form(path: str | Path, *, country: str | Path | None = None, by: str = "", data: str = "") -> ToolkitForm:
    """Like `form`, with the object behind it."""
    from cgd.toolkit.loading import load_toolkit

    path = Path(path)
    if path.is_dir():
        raise CgdError(_("{path} is a folder. Name a file, such as {path}/toolkit.yml.").format(path=path))
    toolkit = load_toolkit(country) if country is not None else None
    store = open_store(path, toolkit, language())
    if data and not store.answers.data:
        # Named, not written: a form that was only looked at leaves no file.
        store.answers = replace(store.answers, data=data)
    return ToolkitForm(Session(store, by))
