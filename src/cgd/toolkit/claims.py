"""Of whom may a number speak? The Toolkit's hard rules, asked for one claim at a time."""

import html
from dataclasses import dataclass
from functools import cache

import ipywidgets

from cgd.language import _, allowed
from cgd.toolkit.answers import new_answers, with_value
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.loading import load_toolkit
from cgd.toolkit.rules.hard import by_chance, violations
from cgd.toolkit.rules.settings import load_rules
from cgd.toolkit.words import say

ALLOWED, WITH_REASON, FORBIDDEN = "allowed", "with_reason", "forbidden"
UNITS = {"people": ["person"], "organisations": ["organisation"], "both": ["person", "organisation"]}


@dataclass(frozen=True)
class Claim:
    """What the rules say of a claim: `ALLOWED`, `WITH_REASON` or `FORBIDDEN`, and why, in sentences."""

    verdict: str
    why: tuple[str, ...]

    @property
    def title(self) -> str:
        """The verdict for people, in the language in use."""
        return {
            ALLOWED: _("Allowed"),
            WITH_REASON: _("Only with a reason in writing"),
            FORBIDDEN: _("Not allowed"),
        }[self.verdict]

    def __str__(self) -> str:
        return "\n".join([self.title, *self.why])


def check_claim(method: str, claim: str, units: str = "people") -> Claim:
    """Judge one claim by the hard rules R1 and R3 of the Toolkit.

    That a claim about networks or places visited needs a reason, when not everybody there was asked and chance did not
    choose, is ours: no hard rule forbids it.

    Parameters
    ----------
    method
        How people were chosen: a code of question F3 (all, probability, quota, purposive, snowball, venue, volunteers,
        invited).
    claim
        Of whom the number speaks: a code of question F8 (answered, networks, places, national).
    units
        Who is in the number: "people", "organisations" or "both".

    Raises
    ------
    cgd.errors.UsageError
        For a code that does not exist.
    """
    toolkit = _toolkit()
    for name, given, codes in (
        ("method", method, _methods(toolkit)),
        ("claim", claim, _claims(toolkit)),
        ("units", units, UNITS),
    ):
        if given not in codes:
            raise allowed(name, given, codes)
    answers = new_answers(toolkit)
    for question, field, value in (
        ("F3", "stages", [{"stage": "1", "method": method}]),
        ("F8", "claim", claim),
        ("I1", "statistics", [{"name": _("Your number"), "units": UNITS[units]}]),
    ):
        answers = with_value(answers, toolkit, question, field, value)
    found = violations(answers, toolkit, load_rules())
    if found:
        return Claim(FORBIDDEN, tuple(text for each in found for text in (each.what, each.why, each.instead)))
    if claim == "answered":
        return Claim(ALLOWED, (_("This describes those who answered. Say how many they are and how they were found."),))
    if by_chance(answers):
        return Claim(ALLOWED, (_by_chance(),))
    return Claim(WITH_REASON, (_judgement(),))


def explore_claims(method: str = "purposive") -> ipywidgets.VBox:
    """Three menus: how people were chosen, of whom you speak, who is in the number; below, what the rules say.

    Parameters
    ----------
    method
        What the first menu shows first: a code of question F3.

    Returns
    -------
    ipywidgets.VBox
        The three menus and the verdict, in this order. All work with the keyboard.

    Raises
    ------
    cgd.errors.UsageError
        For a method that does not exist.
    """
    toolkit = _toolkit()
    methods, claims = _methods(toolkit), _claims(toolkit)
    if method not in methods:
        raise allowed("method", method, methods)
    units = {"people": _("People"), "organisations": _("Organisations"), "both": _("People and organisations")}
    menus = [
        _menu(_("How people were chosen (F3)"), {code: say(text) for code, text in methods.items()}, method),
        _menu(_("You speak of (F8)"), {code: say(text) for code, text in claims.items()}, "national"),
        _menu(_("In one mean (I1)"), units, "people"),
    ]
    shown = ipywidgets.HTML()

    def draw(_change: object = None) -> None:
        found = check_claim(*(menu.value for menu in menus))
        reasons = "".join(f"<p>{html.escape(text)}</p>" for text in found.why)
        shown.value = f'<div role="status"><p><strong>{html.escape(found.title)}</strong></p>{reasons}</div>'

    for menu in menus:
        menu.observe(draw, names="value")
    draw()
    return ipywidgets.VBox([*menus, shown])


def _by_chance() -> str:
    return _(
        "Everybody was asked, or chance decided, at every stage. The number speaks only of those who were on the list: "
        "say who is missing from it (F2), and how many of those selected did not answer (G5)."
    )


def _judgement() -> str:
    return _(
        "No hard rule forbids it. But chance did not choose these people: no calculation shows that the others are "
        "like them. It is your judgement. Give your reason in F8, and say who is missing (F2). Without a reason, speak "
        "only of those who answered."
    )


@cache
def _toolkit() -> Toolkit:
    return load_toolkit()


def _methods(toolkit: Toolkit) -> dict[str, str]:
    columns = toolkit.question("F3").field("stages").columns
    return next(column.options for column in columns if column.id == "method")


def _claims(toolkit: Toolkit) -> dict[str, str]:
    return toolkit.question("F8").field("claim").options


def _menu(label: str, options: dict[str, str], value: str) -> ipywidgets.Dropdown:
    return ipywidgets.Dropdown(
        description=label,
        options=[(text, code) for code, text in options.items()],
        value=value,
        layout=ipywidgets.Layout(width="min(46em, 95%)"),
        style={"description_width": "16em"},
    )
