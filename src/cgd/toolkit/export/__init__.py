"""Documents from one file of answers: for a reader, for a statistics office, for Word, for paper."""

from collections.abc import Callable
from typing import Any

from cgd.language import allowed, language
from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.export.convert import FORMATS, convert
from cgd.toolkit.rules.settings import RuleSet

DOCUMENTS = ("toolkit", "declaration", "indicators", "nso")


def html_page(what: str, answers: Answers, toolkit: Toolkit, rules: RuleSet, **more: Any) -> str:
    """One of `DOCUMENTS` as HTML, in the language in use. ``more`` (``tiers``, ``outdated``) is as for
    `cgd.toolkit.export.pages.toolkit_page`; a document takes of it what it knows.

    Raises `cgd.errors.UsageError` for another document.
    """
    if what not in DOCUMENTS:
        raise allowed("document", what, DOCUMENTS)
    known = {"toolkit": ("tiers", "outdated"), "nso": ("outdated",)}.get(what, ())
    return _maker(what)(answers, toolkit, rules, **{name: more[name] for name in known if name in more})


def export(what: str, fmt: str, answers: Answers, toolkit: Toolkit, rules: RuleSet, **more: Any) -> bytes:
    """One of `DOCUMENTS` as "html", "docx" or "pdf", in the language in use.

    Raises
    ------
    cgd.errors.UsageError
        There is no such document or format.
    cgd.errors.CgdError
        Word or PDF was asked for outside the course's environment.
    """
    if fmt not in FORMATS:
        raise allowed("format", fmt, FORMATS)
    return convert(html_page(what, answers, toolkit, rules, **more), fmt, language())


def _maker(what: str) -> Callable[..., str]:
    from cgd.toolkit.export.declaration import declaration_page
    from cgd.toolkit.export.indicators import indicators_page
    from cgd.toolkit.export.nso import nso_page
    from cgd.toolkit.export.pages import toolkit_page

    makers = {"toolkit": toolkit_page, "declaration": declaration_page, "indicators": indicators_page, "nso": nso_page}
    return makers[what]
