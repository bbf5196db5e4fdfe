"""Edits of a survey, written down one by one so that each can be undone.

An edit changes one cell of the file, or deletes one record. Everything works on the wide table of texts: what the log
says is what stands in the file.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.errors import CgdError, UsageError
from cgd.language import _
from cgd.scorecard.codebook import INDICATOR_FILE, SURVEY_FILE
from cgd.scorecard.survey import Survey
from cgd.scorecard.wide import from_wide, to_wide

EDIT_COLUMNS = ("edit_id", "file", "row", "column", "old", "new", "action", "rule", "check", "reason", "reversible")
WHOLE_ROW = "*row"
NOT_KEPT = "(not kept)"


@dataclass(frozen=True)
class Cleaned:
    """A survey after edits, and everything needed to undo them.

    Attributes
    ----------
    survey
        The survey as edited.
    log
        One row an edit, in order: edit_id, file, row (respondent_id or indicator_id), column ("*row" = the whole
        record), old, new, action ("edit" or "delete"), rule, check, reason, reversible ("yes" or "no").
    flagged
        Findings that changed nothing: to be reported, and results to be shown with and without these records.
    removed
        Deleted records as wide texts, with the column place (0 = first respondent of the original). Records whose
        deletion is not reversible are not in it.
    places
        Where each respondent of `survey` stood in the original (0 = first).
    """

    survey: Survey
    log: pd.DataFrame
    flagged: pd.DataFrame
    removed: pd.DataFrame
    places: NDArray[np.int64]


def no_edits() -> pd.DataFrame:
    """An empty log."""
    return pd.DataFrame({name: pd.Series(dtype="str") for name in EDIT_COLUMNS})


def untouched(survey: Survey) -> Cleaned:
    """A survey before its first edit.

    Raises `CgdError` when two records have the same number: an edit would not know which is meant.
    """
    twice = survey.respondents["respondent_id"][survey.respondents["respondent_id"].duplicated()]
    if len(twice):
        raise CgdError(
            _("The number {number} stands at {count} records. Give each record a number of its own first.").format(
                number=twice.iloc[0], count=int((survey.respondents["respondent_id"] == twice.iloc[0]).sum())
            )
        )
    nobody = to_wide(survey.part(np.zeros(len(survey.respondents), dtype=bool))).assign(place=np.empty(0, np.int64))
    return Cleaned(survey, no_edits(), pd.DataFrame(), nobody, np.arange(len(survey.respondents)))


def apply(before: Cleaned, edits: pd.DataFrame) -> Cleaned:
    """Carry out edits, in order.

    Parameters
    ----------
    edits
        Columns of the log without edit_id. A cell must still hold ``old``.

    Raises
    ------
    UsageError
        There is no such record or column.
    CgdError
        A cell does not hold what the edit says.
    """
    if edits.empty:
        return before
    wide = to_wide(before.survey)
    indicators = before.survey.indicators.copy()
    deleted: list[int] = []
    ids, indicator_ids = _numbers(wide["respondent_id"]), _numbers(indicators["indicator_id"])
    columns = {name: wide[name].to_numpy(dtype=object, copy=True) for name in wide}
    for edit in edits.itertuples():
        if edit.file == INDICATOR_FILE:
            indicators.loc[_known(indicator_ids, edit.row), edit.column] = _typed(indicators, edit.column, edit.new)
        elif edit.action == "delete":
            deleted.append(_known(ids, edit.row))
        else:
            _set(columns, _known(ids, edit.row), edit)
    wide = pd.DataFrame(columns, dtype="str")
    gone = np.zeros(len(wide), dtype=bool)
    gone[deleted] = True
    survey = from_wide(wide[~gone].reset_index(drop=True), indicators, before.survey.official, before.survey.folder)
    number = len(before.log)
    log = edits.assign(edit_id=[f"E{number + i:05d}" for i in range(1, len(edits) + 1)])[list(EDIT_COLUMNS)]
    kept = edits.loc[(edits["action"] == "delete") & (edits["reversible"] == "yes"), "row"]
    removed = wide.assign(place=before.places)[gone & wide["respondent_id"].isin(kept)]
    return replace(
        before,
        survey=survey,
        log=pd.concat([before.log, log], ignore_index=True),
        removed=pd.concat([before.removed, removed], ignore_index=True),
        places=before.places[~gone],
    )


def undo(cleaned: Cleaned, edit_ids: Collection[str] | None = None) -> Cleaned:
    """Take edits back, the last first; by default all that can be.

    An edit can be taken back while its cell still holds what it wrote. Deleted records come back to their place.

    Raises
    ------
    UsageError
        There is no such edit, or it is not reversible.
    CgdError
        A later edit of the same cell stands in the way.
    """
    log = cleaned.log
    chosen = log[log["reversible"] == "yes"] if edit_ids is None else _chosen(log, edit_ids)
    wide = to_wide(cleaned.survey).assign(place=cleaned.places)
    back = chosen.loc[chosen["action"] == "delete", "row"]
    returning = cleaned.removed["respondent_id"].isin(back)
    wide = pd.concat([wide, cleaned.removed[returning]]).sort_values("place", ignore_index=True)
    indicators = cleaned.survey.indicators.copy()
    ids, indicator_ids = _numbers(wide["respondent_id"]), _numbers(indicators["indicator_id"])
    places = wide.pop("place").to_numpy()
    columns = {name: wide[name].to_numpy(dtype=object, copy=True) for name in wide}
    for edit in chosen[chosen["action"] != "delete"].iloc[::-1].itertuples():
        if edit.file == INDICATOR_FILE:
            indicators.loc[_known(indicator_ids, edit.row), edit.column] = _typed(indicators, edit.column, edit.old)
        elif edit.row in ids:
            _set(columns, ids[edit.row], edit, backwards=True)
    wide = pd.DataFrame(columns, dtype="str")
    survey = from_wide(wide, indicators, cleaned.survey.official, cleaned.survey.folder)
    return Cleaned(
        survey, log[~log["edit_id"].isin(chosen["edit_id"])], cleaned.flagged, cleaned.removed[~returning], places
    )


def cell_file(column: str) -> str:
    """The file that a column of an edit belongs to."""
    return INDICATOR_FILE if column in ("sdg", "global_code", "national_reference") else SURVEY_FILE


def _numbers(names: pd.Series) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _known(ids: dict[str, int], row: str) -> int:
    if row not in ids:
        raise UsageError(_("There is no record {row}.").format(row=row))
    return ids[row]


def _chosen(log: pd.DataFrame, edit_ids: Collection[str]) -> pd.DataFrame:
    wanted = list(edit_ids)
    chosen = log[log["edit_id"].isin(wanted)]
    for edit_id in wanted:
        if edit_id not in set(chosen["edit_id"]):
            raise UsageError(_("There is no edit {edit}.").format(edit=edit_id))
    fixed = chosen[chosen["reversible"] != "yes"]
    if len(fixed):
        raise UsageError(
            _(
                "Edit {edit} cannot be undone: the log does not keep what was there, for the person's protection."
            ).format(edit=fixed["edit_id"].iloc[0])
        )
    return chosen


def _set(columns: dict[str, NDArray], place: int, edit: object, *, backwards: bool = False) -> None:
    old, new = edit.old, edit.new  # type: ignore[attr-defined]
    if backwards:
        old, new = new, old
    row, column = edit.row, edit.column  # type: ignore[attr-defined]
    if column not in columns:
        raise UsageError(_("There is no column {column}.").format(column=column))
    found = columns[column][place]
    if found != old and old != NOT_KEPT:
        raise CgdError(
            _("Record {row}, column {column}: the cell holds {found!r}, but the edit expects {old!r}.").format(
                row=row, column=column, found=found, old=old
            )
        )
    columns[column][place] = new


def _typed(indicators: pd.DataFrame, column: str, text: str) -> object:
    return int(text) if pd.api.types.is_integer_dtype(indicators[column]) else text
