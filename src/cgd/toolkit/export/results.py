"""What the rules say, as HTML for an exported page."""

from cgd.language import _
from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.export.parts import paragraph, table, text
from cgd.toolkit.rules.gate import gate
from cgd.toolkit.rules.hard import violations
from cgd.toolkit.rules.scores import scores
from cgd.toolkit.rules.settings import RuleSet
from cgd.toolkit.rules.verdict import verdicts
from cgd.toolkit.words import judgements, say


def gate_html(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> str:
    """The six conditions of K3."""
    rows = []
    for item in gate(answers, toolkit, rules):
        state = _("there") if item.passed else _("missing")
        rows.append([text(item.title), text(item.question), text(state), text(item.missing)])
    head = [_("Condition"), _("Question"), _("State"), _("What to do")]
    return table(text(_("Gate: all six, or no release")), [text(name) for name in head], rows, named=True)


def scores_html(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> str:
    """The scores of K2: what people gave, what counts, what the answers suggest."""
    names = toolkit.question("K2").field("ratings").rows
    rows = []
    for score in scores(answers, toolkit, rules):
        given = ["-" if n is None else str(n) for n in (score.rating, score.second, score.counts)]
        why = _("{score} ({answered} of {asked} main questions answered, {proven} with proof)").format(
            score=score.suggested, answered=score.answered, asked=score.asked, proven=score.proven
        )
        rows.append([text(say(names[score.dimension])), *given, text(why)])
    head = [_("Dimension"), _("Own score"), _("Second person"), _("Counts"), _("Suggested by the answers")]
    return table(text(_("Scores from 0 to 4")), [text(name) for name in head], rows, named=True)


def verdicts_html(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> str:
    """One verdict for each use, with reasons."""
    names = toolkit.question("B2").field("uses").rows
    found = verdicts(answers, toolkit, rules)
    if not found:
        return paragraph(text(_("No use is named in B2 yet, so there is no verdict.")))
    rows: list[list[str]] = []
    for item, former in zip(found, [None, *found], strict=False):
        told = [_("The producer promises more than the rules allow.")] if item.overstated else []
        # Most reasons are the same for every use: they are told once.
        same = former is not None and item.reasons == former.reasons and len(" ".join(item.reasons)) > 60
        reasons = [*told, _("As in the row above.")] if same else [*told, *item.reasons]
        rows.append([text(say(names[item.use])), text(judgements()[item.verdict]), text(" ".join(reasons))])
    head = [_("Use"), _("Verdict"), _("Why")]
    caption = _("Verdict for each use, never for the data as a whole")
    return table(text(caption), [text(name) for name in head], rows, named=True)


def violations_html(answers: Answers, toolkit: Toolkit, rules: RuleSet) -> str:
    """What the rules object to; "" if nothing."""
    found = violations(answers, toolkit, rules)
    if not found:
        return ""
    rows = [[text(item.question), text(item.what), text(item.why), text(item.instead)] for item in found]
    head = [_("Question"), _("What is said"), _("Why not"), _("Instead")]
    return table(text(_("The rules object to")), [text(name) for name in head], rows, named=True)
