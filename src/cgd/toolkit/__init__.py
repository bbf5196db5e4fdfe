"""The Toolkit: fill it, compute its evidence, get a verdict for each use, hand it to a statistics office.

Every name here is imported when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cgd.toolkit.answers import Answers, new_answers, with_value
    from cgd.toolkit.answers_file import read_answers
    from cgd.toolkit.claims import check_claim, explore_claims
    from cgd.toolkit.computing import add_evidence
    from cgd.toolkit.form.page import form
    from cgd.toolkit.loading import compare, countries, load_toolkit
    from cgd.toolkit.merging import merge
    from cgd.toolkit.rules.hard import violations
    from cgd.toolkit.rules.settings import load_rules
    from cgd.toolkit.rules.verdict import verdicts

# Where each name lives.
_HOME_OF = {
    "Answers": "answers",
    "add_evidence": "computing",
    "check_claim": "claims",
    "compare": "loading",
    "countries": "loading",
    "explore_claims": "claims",
    "form": "form.page",
    "load_rules": "rules.settings",
    "load_toolkit": "loading",
    "merge": "merging",
    "new_answers": "answers",
    "read_answers": "answers_file",
    "verdicts": "rules.verdict",
    "violations": "rules.hard",
    "with_value": "answers",
}

__all__ = [
    "Answers",
    "add_evidence",
    "check_claim",
    "compare",
    "countries",
    "explore_claims",
    "form",
    "load_rules",
    "load_toolkit",
    "merge",
    "new_answers",
    "read_answers",
    "verdicts",
    "violations",
    "with_value",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"cgd.toolkit.{_HOME_OF[name]}"), name)
    globals()[name] = found
    return found
