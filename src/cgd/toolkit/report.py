"""How a form stands: what is answered, what the rules object to, what the data are fit for."""

from dataclasses import asdict
from typing import Any

from cgd.language import _
from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.progress import progress
from cgd.toolkit.rules.gate import gate
from cgd.toolkit.rules.hard import violations
from cgd.toolkit.rules.scores import scores
from cgd.toolkit.rules.settings import RuleSet
from cgd.toolkit.rules.verdict import verdicts
from cgd.toolkit.words import judgements, say


def plain_report(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> dict[str, Any]:
    """Everything that the rules say, for machines; texts in the language in use."""
    found = verdicts(answers, toolkit, rules)
    return {
        "progress": [asdict(item) for item in progress(answers, toolkit)],
        "violations": [asdict(item) for item in violations(answers, toolkit, rules)],
        "gate": [asdict(item) for item in gate(answers, toolkit, rules)],
        "scores": [asdict(item) for item in scores(answers, toolkit, rules)],
        "verdicts": [{**asdict(item), "overstated": item.overstated} for item in found],
    }


def text_report(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> str:
    """The same for people."""
    lines = [_("Questions of tier 1 that are answered, by section:")]
    lines += ["  " + "  ".join(f"{p.section} {p.answered}/{p.questions}" for p in progress(answers, toolkit))]
    broken = violations(answers, toolkit, rules)
    lines += ["", _("The rules object to nothing.") if not broken else _("The rules object to:")]
    for found in broken:
        lines.append(f"  {found.question}: {found.what}")
        lines.append("    " + _("Why not? {why}").format(why=found.why))
        lines.append("    " + _("Instead: {instead}").format(instead=found.instead))
    lines += ["", _("Gate before release (all six, or no release):")]
    for item in gate(answers, toolkit, rules):
        lines.append(f"  {'✓' if item.passed else '✗'} {item.question} {item.title}. {item.missing}".rstrip())
    lines += ["", _("Verdict for each use, never for the data as a whole:")]
    names = toolkit.question("B2").field("uses").rows
    for verdict in verdicts(answers, toolkit, rules):
        lines.append(f"  {say(names[verdict.use])}: {judgements()[verdict.verdict]}")
        told = [_("The producer promises more than the rules allow.")] if verdict.overstated else []
        lines += [f"    {reason}" for reason in [*told, *verdict.reasons]]
    return "\n".join(lines)
