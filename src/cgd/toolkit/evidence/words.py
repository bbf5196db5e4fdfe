"""A figure in words: its name, its formula, one or two sentences, its table for people; in the language in use."""

from cgd.language import _, allowed
from cgd.toolkit.evidence.item import Evidence
from cgd.toolkit.evidence.missing import reason
from cgd.toolkit.evidence.registry import FIGURES, Figure


def title(figure: str) -> str:
    """What a figure is called. Raises `cgd.errors.UsageError` for an unknown one."""
    return _figure(figure).title


def formula(figure: str) -> str:
    """How a figure is computed. Raises `cgd.errors.UsageError` for an unknown one."""
    return _figure(figure).formula


def sentence(evidence: Evidence) -> str:
    """One or two plain sentences: what was found, or why not and what to do.

    Nothing in them speaks of anybody but those who answered. Evidence of another version of this software, which lacks
    what a sentence needs, says that it must be computed again.
    """
    name = title(evidence.figure)
    if evidence.missing:
        return _("{figure} could not be computed. {why}").format(figure=name, why=reason(evidence.missing))
    from cgd.toolkit.evidence.sentences import SENTENCES

    try:
        return SENTENCES[evidence.figure](evidence.value)
    except (KeyError, TypeError, ValueError):
        return _("{figure} was computed by another version of this software. Compute it again.").format(figure=name)


def table_for_people(evidence: Evidence) -> tuple[list[str], list[list[str]]]:
    """Header and cells of the table, with labels in place of codes; both empty without a table."""
    from cgd.toolkit.evidence.labels import cell, column_label

    # A file that somebody edited may hold rows of different columns.
    columns = list(dict.fromkeys(name for row in evidence.table for name in row))
    cells = [[cell(name, row.get(name), row) for name in columns] for row in evidence.table]
    return [column_label(name) for name in columns], cells


def _figure(figure: str) -> Figure:
    if figure not in FIGURES:
        raise allowed("figure", figure, FIGURES)
    return FIGURES[figure]
