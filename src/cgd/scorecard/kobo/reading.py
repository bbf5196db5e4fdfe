"""Read what KoboToolbox or ODK Central exports of the three forms, and make a survey of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from cgd.errors import UsageError
from cgd.language import _, allowed
from cgd.scorecard.codebook import SURVEY_FILE, columns_of
from cgd.scorecard.encoding import Encoder
from cgd.scorecard.kobo.columns import Part, read_part
from cgd.scorecard.kobo.derived import finish
from cgd.scorecard.kobo.forms import forms
from cgd.scorecard.kobo.headers import column_report
from cgd.scorecard.kobo.sheets import read_sheets
from cgd.scorecard.sources import indicator_table
from cgd.scorecard.survey import PROBLEM_COLUMNS, SDGS, Survey
from cgd.scorecard.wide import FIRST_ROW, rating_columns

_EXPORT_PROBLEMS = (*PROBLEM_COLUMNS, "record", "name")


@dataclass(frozen=True)
class Export:
    """What one or several export files hold.

    Attributes
    ----------
    wide
        One row a submission, every cell a text, with the columns of the survey file; then answers that the survey file
        does not have (wg_seeing ... wg_communicating, mode, others_present, obstacles, other_obstacle, keep_answers,
        prefer_not_to_say), and every other column that held something. A cell that is not allowed stands there as it
        was found.
    problems
        Every cell that is no answer to its question: file, row (as a spreadsheet counts), column (its name in the
        file), value, message; and where it stands in ``wide``: record (position of the row, from 0), name (column).
    columns
        What became of each column of each file: file, column, became (empty: it held nothing and was left out).
    """

    wide: pd.DataFrame
    problems: pd.DataFrame
    columns: pd.DataFrame


def read_kobo(
    path: str | Path | Sequence[str | Path], form: str | None = None, official: pd.DataFrame | None = None
) -> Survey:
    """Make a survey of exports of KoboToolbox or ODK Central.

    Read are CSV (commas, semicolons, tabs) and .xlsx, with XML names or labels in either language, with or without
    groups in the headers, with several answers in one column, in a column for each, or both.

    Parameters
    ----------
    path
        One file or several: one for each form, several for one form, or one in which the rows of several forms have
        been put together. In a workbook every sheet is read.
    form
        "adult", "cso" or "child", when only that form may be there.
    official
        The picture to compare with, a row an SDG (see `Survey.official`); by default no goal has a score.

    Returns
    -------
    Survey
        `Survey.problems` lists every cell that is not allowed, rows counted in the order of the files.

    Raises
    ------
    UsageError
        There is no such form, or no file is named.
    CgdError
        A file is missing, is no table, is an export of something else, or lacks columns.
    """
    export = read_export(path, form)
    files = " + ".join(dict.fromkeys(export.columns["file"]))
    encoder = Encoder(list(export.wide.columns), indicator_table(), files)
    encoder.add(export.wide)
    nothing = pd.DataFrame({"sdg": SDGS, "score": np.nan})
    survey = encoder.survey(nothing if official is None else official, None)
    problems = _joined(export, survey.problems)
    return Survey(survey.respondents, survey.answers, survey.indicators, survey.official, None, problems)


def read_export(path: str | Path | Sequence[str | Path], form: str | None = None) -> Export:
    """Read exports into one wide table of text cells; parameters and errors as for `read_kobo`."""
    if form is not None and form not in forms():
        raise allowed("form", form, forms())
    paths = [Path(path)] if isinstance(path, (str, Path)) else [Path(each) for each in path]
    parts = [read_part(sheet, form) for each in paths for sheet in read_sheets(each)]
    if not parts:
        raise UsageError(_("Name at least one file."))
    reports = []
    for part in parts:
        kept = _keep_others(part)
        reports.append(column_report(part.sheet, part.headers, kept))
    wide = pd.concat([_table(part) for part in parts], ignore_index=True).fillna("")
    return Export(finish(wide), _problems(parts), pd.concat(reports, ignore_index=True))


def _keep_others(part: Part) -> dict[int, str]:
    """Keep every other column that holds something, under a name that is no column of ours: position -> name."""
    ours = {column.name for column in columns_of(SURVEY_FILE, indicator_table())} | {"prefer_not_to_say"}
    ours |= {question.name for form in forms().values() for question in form.answers()}
    kept = {}
    for place in part.headers.others:
        name = str(part.sheet.cells.columns[place])
        name = f"export_{name}" if name in ours else name
        part.columns[name] = part.cells(place)
        kept[place] = name
    raw = part.columns.get("device")
    if raw is not None:
        part.columns["device"] = np.array([text.strip() for text in raw], dtype=object)
    return kept


def _table(part: Part) -> pd.DataFrame:
    return pd.DataFrame(part.columns | {"instrument": part.form}, dtype="str")


def _problems(parts: list[Part]) -> pd.DataFrame:
    """The problems of all parts; records counted through."""
    tables, before = [], 0
    for part in parts:
        tables += [table.assign(record=table["record"] + before) for table in part.problems]
        before += len(part.sheet.cells)
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in _EXPORT_PROBLEMS}).astype(
            {"row": "int64", "record": "int64"}
        )
    whole = pd.concat(tables, ignore_index=True)[list(_EXPORT_PROBLEMS)]
    return whole.sort_values(["record", "name"], kind="stable", ignore_index=True)


def _joined(export: Export, found: pd.DataFrame) -> pd.DataFrame:
    """Problems of the export and of the survey made of it, each cell once, in the survey's rows and columns."""
    own = export.problems
    table = pd.DataFrame(
        {
            "file": own["file"],
            "row": own["record"] + FIRST_ROW,
            "column": own["name"],
            "value": own["value"],
            "message": own["message"],
        }
    )
    may_be_empty = _may_be_empty()
    found = found[(found["value"] != "") | ~found["column"].isin(may_be_empty)]
    whole = pd.concat([table[table["column"].isin(export.wide.columns)], found], ignore_index=True)
    whole = whole.drop_duplicates(["row", "column"], ignore_index=True)
    order = {name: number for number, name in enumerate(export.wide.columns)}
    return whole.sort_values(
        ["row", "column"], key=lambda key: key.map(order) if key.name == "column" else key, ignore_index=True
    )


def _may_be_empty() -> set[str]:
    """Columns of the survey that an export may leave empty: not needed, or not asked of everybody."""
    ratings = set(rating_columns(indicator_table()))
    questions = [question for form in forms().values() for question in form.answers() if question.survey]
    skipped = {question.survey for question in questions if not question.needed or question.relevant}
    return skipped - ratings
