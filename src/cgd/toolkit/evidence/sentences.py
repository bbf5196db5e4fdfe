"""What each figure says, in one or two plain sentences made from its value.

They speak of those who answered and nobody else: the people were recruited through organisations, so nothing here says
how near a number is to that of a whole group or country. The ratings for 2025 are called what they are: expected.
"""

from collections.abc import Callable

from cgd.language import _
from cgd.scorecard.labels import count
from cgd.toolkit.evidence.labels import percent
from cgd.toolkit.evidence.phrases import Value, number_text, share_text
from cgd.toolkit.evidence.sentences_data import ABOUT_DATA
from cgd.toolkit.evidence.sentences_results import ABOUT_RESULTS


def _data(value: Value) -> str:
    line = _("The file has {rows} rows and {columns} columns; its SHA-256 begins with {start}.")
    return line.format(rows=count(value["rows"]), columns=count(value["columns"]), start=value["sha256"][:12])


def _form(value: Value) -> str:
    line = _(
        "{answered} of {questions} first-tier questions are answered ({share}); {done} of {sections} sections are "
        "complete."
    )
    return line.format(
        answered=count(value["answered"]),
        questions=count(value["questions"]),
        share=share_text(value["share"]),
        done=value["sections_complete"],
        sections=value["sections"],
    )


def _codebook(value: Value) -> str:
    line = _(
        "{filled} of {applicable} fields of the code book are filled ({share}); {done} of {columns} columns are "
        "described in full."
    )
    return line.format(
        filled=count(value["filled"]),
        applicable=count(value["applicable"]),
        share=percent(value["share"]),
        done=count(value["columns_complete"]),
        columns=count(value["columns"]),
    )


def _days(value: Value) -> str:
    text = _("The results came out {days} days after the end of fieldwork.").format(days=count(value["days"]))
    early = value["days_early"]
    if early is None:
        return text
    if early > 0:
        return text + " " + _("That was {days} days before the announced day.").format(days=count(early))
    if early < 0:
        return text + " " + _("That was {days} days after the announced day.").format(days=count(-early))
    return text + " " + _("That was the announced day.")


def _raters(value: Value) -> str:
    line = _(
        "Two raters gave {pairs} pairs of scores: {exact} the same, {close} at most one point apart (kappa {kappa})."
    )
    return line.format(
        pairs=count(value["pairs"]),
        exact=percent(value["exact"]),
        close=percent(value["within_one"]),
        kappa=number_text(value["kappa"]),
    )


SENTENCES: dict[str, Callable[[Value], str]] = {
    **ABOUT_DATA,
    **ABOUT_RESULTS,
    "DATA": _data,
    "FIG01": _form,
    "FIG25": _codebook,
    "FIG26": _days,
    "FIG27": _raters,
}
