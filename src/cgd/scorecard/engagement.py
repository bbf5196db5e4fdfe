"""Who took part at which step of the data, and with how much say: a table of steps and groups.

Each cell holds a level from 1 to 5, `NOBODY`, or `UNKNOWN`. The steps and the levels are those of question C1 of the
Toolkit (its lists `value_chain` and `participation`).
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pandas as pd
import yaml

from cgd.errors import UsageError
from cgd.language import _
from cgd.scorecard.survey import GROUPS, group_labels

STEPS = ("design", "collection", "analysis", "presentation", "dissemination", "feedback")
LEVELS = (1, 2, 3, 4, 5)
NOBODY, UNKNOWN = "–", "?"
NOT_TOLD = "not_told"

FILE = Path(__file__).with_name("engagement.yml")


def step_labels() -> dict[str, str]:
    """Names of the six steps for people, in the language in use."""
    return {
        "design": _("Design"),
        "collection": _("Collection"),
        "analysis": _("Analysis"),
        "presentation": _("Presentation"),
        "dissemination": _("Dissemination"),
        "feedback": _("Feedback"),
    }


def level_labels() -> dict[int, str]:
    """Names of the five levels for people, in the language in use. The names are ours."""
    return {
        1: _("gives answers"),
        2: _("is consulted"),
        3: _("takes part in some steps"),
        4: _("decides together"),
        5: _("leads"),
    }


def column_label(group: str) -> str:
    """Name of a column: of one of the survey's six groups, of the group that is not told, or as it was typed."""
    return {**group_labels(), NOT_TOLD: _("Group not told")}.get(group, group)


def engagement_levels(groups: Sequence[str] | None = None) -> pd.DataFrame:
    """A table of steps and groups to start from.

    Parameters
    ----------
    groups
        Names of your own groups: nothing is known of them yet. By default the survey of 2022, as far as it is told.

    Returns
    -------
    DataFrame
        One row for each of `STEPS`, one column for each group: 1 to 5, `NOBODY` or `UNKNOWN`.

    Raises
    ------
    UsageError
        There is no group, or two groups have one name.
    """
    names = [*GROUPS, NOT_TOLD] if groups is None else list(groups)
    if not names or len(set(names)) < len(names):
        raise UsageError(_("Name at least one group, and each only once."))
    table = pd.DataFrame(UNKNOWN, index=list(STEPS), columns=names, dtype=object)
    if groups is None:
        for step, told in _told().items():
            for group, level in told.items():
                table.at[step, group] = level
    return table


def tidy_levels(levels: pd.DataFrame) -> pd.DataFrame:
    """The same table with each cell as 1 to 5, `NOBODY` (also for an empty cell) or `UNKNOWN`.

    Raises
    ------
    UsageError
        The table is empty, or a cell holds something else; the line names step and group.
    """
    if levels.empty:
        raise UsageError(_("Name at least one group, and each only once."))
    tidy = pd.DataFrame(index=levels.index, columns=levels.columns, dtype=object)
    for row, step in enumerate(levels.index):
        for column, group in enumerate(levels.columns):
            tidy.iat[row, column] = _cell(levels.iat[row, column], str(step), str(group))
    return tidy


def describe_engagement(levels: pd.DataFrame) -> str:
    """The table in words, one line a step: the highest level first, then nobody, then what is not known.

    Raises
    ------
    UsageError
        As for `tidy_levels`.
    """
    tidy, steps = tidy_levels(levels), step_labels()
    lines = []
    for step in tidy.index:
        row = tidy.loc[step]
        parts = []
        values: tuple[str | int, ...] = (*reversed(LEVELS), NOBODY, UNKNOWN)
        for value in values:
            found = (row == value).to_numpy(dtype=bool)
            if found.any():
                groups = [column_label(str(group)) for group in tidy.columns[found]]
                parts.append(_part(value, groups, all_of_them=bool(found.all())))
        lines.append(f"{steps.get(str(step), str(step))}: {'; '.join(parts)}.")
    return "\n".join(lines)


def _part(value: str | int, groups: list[str], *, all_of_them: bool) -> str:
    if value == UNKNOWN:
        return _("not known for any group") if all_of_them else _("not known for the others")
    if value == NOBODY:
        return _("nobody") if all_of_them else _("nobody from {groups}").format(groups=", ".join(groups))
    level = int(value)
    shown = _("all groups") if all_of_them and len(groups) > 1 else ", ".join(groups)
    return _("level {level} ({name}): {groups}").format(level=level, name=level_labels()[level], groups=shown)


def _cell(value: object, step: str, group: str) -> object:
    if isinstance(value, str):
        text = value.strip()
        if text == UNKNOWN:
            return UNKNOWN
        if text in ("", "-", NOBODY):
            return NOBODY
        value = int(text) if text.isascii() and text.isdigit() else text
    elif pd.isna(value):
        return NOBODY
    if value in LEVELS:
        return int(value)
    raise UsageError(
        _("{step}, {group}: {value!r} is no level. Write 1 to 5, – for nobody or ? for not known.").format(
            step=step, group=group, value=value
        )
    )


@cache
def _told() -> dict[str, dict[str, int]]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))
