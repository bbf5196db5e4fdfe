"""The Toolkit's texts in the language in use."""

from collections.abc import Iterator
from contextlib import contextmanager

from cgd.language import _, language, translated, use_language
from cgd.toolkit.bank import Question

CATALOGUE = "toolkit"


def say(text: str) -> str:
    """A text of the bank, of a country's overlay or of the rules, in the language in use."""
    return translated(text, CATALOGUE)


def origin(question: Question) -> str:
    """Tier, who answers, what a statistician calls a question, and where it comes from, in one line."""
    names = who_names()
    parts = [
        _("Tier {tier}").format(tier=question.tier),
        _("answered by {who}").format(who=", ".join(names[code] for code in question.who)),
        *(["GSBPM " + ", ".join(question.gsbpm)] if question.gsbpm else []),
        *(["NQAF " + ", ".join(str(number) for number in question.nqaf)] if question.nqaf else []),
        *(["SIMS " + ", ".join(question.sims)] if question.sims else []),
        _("status {status}").format(status=question.status),
    ]
    return " · ".join(parts)


def who_names() -> dict[str, str]:
    """The people who answer, by code."""
    return {
        "PO": _("project owner"),
        "M": _("method person"),
        "F": _("field lead"),
        "A": _("analyst"),
        "C": _("communication"),
        "DP": _("privacy contact"),
        "COM": _("community representative"),
        "NSO": _("statistics office"),
        "all": _("everybody"),
    }


def state_names() -> dict[str, str]:
    """What a question can be instead of answered: for those who choose."""
    return {"unknown": _("Nobody knows"), "not_applicable": _("Does not apply to us")}


def state_sentences() -> dict[str, str]:
    """The same for those who read it."""
    return {"unknown": _("Nobody knows."), "not_applicable": _("Does not apply.")}


def judgements() -> dict[str, str]:
    """The verdicts, by code."""
    return {
        "fit": _("fit"),
        "caveat": _("fit with a caveat"),
        "not_fit": _("not fit"),
        "open": _("no verdict yet"),
    }


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak language ``name`` within, and the former one again afterwards."""
    former = language()
    use_language(name)
    try:
        yield
    finally:
        use_language(former)
