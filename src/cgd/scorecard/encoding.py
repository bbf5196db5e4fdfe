"""From text cells to the compact tables of a survey, chunk after chunk; cells that are not allowed are listed.

Built for millions of respondents: each column is looked at through its different texts, of which there are few.
"""

import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.errors import CgdError
from cgd.language import _
from cgd.scorecard.cells import faults, times
from cgd.scorecard.codebook import SURVEY_FILE, Column, columns_of
from cgd.scorecard.survey import INVALID, NOT_ASKED, YEARS, Survey, asked, no_problems
from cgd.scorecard.wide import ANSWER_TEXT, FIRST_ROW, RATING_CODES, rating_columns

# A file of which more than this part of the cells is not allowed is no survey file of ours (ours).
MOST_PROBLEMS = 0.25
_CODE_OF = {text: code for code, text in ANSWER_TEXT.items()}


@dataclass
class _Field:
    """One column about respondents while it is read: what it must be, and its cells so far."""

    column: Column
    pieces: list[NDArray] = field(default_factory=list)
    words: dict[str, int] = field(default_factory=dict)  # text -> number, for columns of few different texts

    def __post_init__(self) -> None:
        self.words.update({code: number for number, code in enumerate(self.column.codes)})


@dataclass(frozen=True)
class _Listed:
    """Problems of one column: spreadsheet rows, texts of the cells, and what is wrong with each."""

    rows: NDArray
    column: str
    values: NDArray
    messages: NDArray


class Encoder:
    """Reads a survey file in pieces; `survey` gives the whole.

    Parameters
    ----------
    names
        The file's columns, all of the code book's among them; others are kept as texts.
    indicators
        The indicators; each has two rating columns.
    file
        Name of the file, for `Survey.problems`.
    """

    def __init__(self, names: list[str], indicators: pd.DataFrame, file: str = SURVEY_FILE) -> None:
        known = {column.name: column for column in columns_of(SURVEY_FILE, indicators)}
        self.ratings = rating_columns(indicators)
        own = {name: Column(name, "string", name, name, "ours", optional=True) for name in names}
        self.fields = [_Field(known.get(name, own[name])) for name in names if name not in set(self.ratings)]
        self.indicators, self.file = indicators, file
        self.rows = 0
        self.answers: list[NDArray[np.int8]] = []
        self.problems: list[_Listed] = []

    def add(self, wide: pd.DataFrame) -> None:
        """Take the next respondents: a table of text cells. Raises `CgdError` when it is no survey at all."""
        found: list[_Listed] = []
        for part in self.fields:
            found += self._field(wide, part)
        answers = np.empty((len(wide), len(self.ratings)), dtype=np.int8)
        for place, name in enumerate(self.ratings):
            found += self._coded(wide, name, answers[:, place])
        found += self._misplaced(wide, answers)
        many = sum(len(listed.rows) for listed in found)
        if many > MOST_PROBLEMS * wide.size:
            self._refuse(found, many, wide.size)
        self.problems += found
        self.answers.append(answers)
        self.rows += len(wide)

    def survey(self, official: pd.DataFrame, folder: Path | None) -> Survey:
        """Everything that was added, as one survey."""
        people = pd.DataFrame({part.column.name: _whole(part) for part in self.fields})
        shape = (self.rows, len(self.indicators), len(YEARS))
        answers = np.concatenate(self.answers).reshape(shape) if self.answers else np.empty(shape, np.int8)
        self.answers.clear()
        self.problems += self._doubled(people)
        return Survey(people, answers, self.indicators, official, folder, self._all_problems())

    def _field(self, wide: pd.DataFrame, part: _Field) -> list[_Listed]:
        column, cells = part.column, wide[part.column.name].to_numpy(dtype=object)
        place, texts = pd.factorize(cells)
        words = pd.Series(np.asarray(texts, dtype=object), dtype="str")
        if column.name == "province_code":
            # A spreadsheet shows 01 as 1; the number of digits is fixed, so that nothing is guessed.
            words = words.where(~words.str.fullmatch("[0-9]"), "0" + words)
        message = np.full(len(words), "", dtype=object)
        for wrong, rule in faults(words, column):
            message[wrong.to_numpy(dtype=bool)] = rule
        fine = message == ""
        part.pieces.append(_piece(part, words.where(fine, ""), place))
        rows = np.flatnonzero(~fine[place]) if len(words) else np.empty(0, int)
        return self._listed(rows, column.name, cells[rows], message[place[rows]])

    def _coded(self, wide: pd.DataFrame, name: str, codes: NDArray[np.int8]) -> list[_Listed]:
        cells = wide[name].to_numpy(dtype=object)
        place, texts = pd.factorize(cells)
        codes[:] = np.array([_CODE_OF.get(text, INVALID) for text in texts], dtype=np.int8)[place]
        rows = np.flatnonzero(codes == INVALID)
        allowed = ", ".join(RATING_CODES)
        return self._listed(rows, name, cells[rows], _("allowed: {codes}").format(codes=allowed))

    def _misplaced(self, wide: pd.DataFrame, answers: NDArray[np.int8]) -> list[_Listed]:
        """Each form's questions have an answer, and no other question has. Empty cells become `INVALID`."""
        known = wide["instrument"].isin(["adult", "cso", "child"])
        form = pd.DataFrame({"instrument": wide["instrument"].where(known)})
        wanted = asked(Survey(form, answers, self.indicators, pd.DataFrame())).repeat(len(YEARS), axis=1)
        given = answers != NOT_ASKED
        blank, extra = wanted & ~given, given & ~wanted & known.to_numpy()[:, None]
        # Exactly the children's questions under another form's name: the form is wrong, not each of its cells.
        child_form = self.indicators["child_form"].to_numpy(dtype=bool).repeat(len(YEARS))
        blank[(given == child_form).all(axis=1)] = False
        answers[blank] = INVALID
        found: list[_Listed] = []
        for wrong, message in (
            (blank, _("empty means not asked, but this form asks it; write DK (don't know) or RF (refused)")),
            (extra, _("the children's form does not ask this; leave it empty")),
        ):
            rows, columns = np.nonzero(wrong)
            for column in np.unique(columns):
                here = rows[columns == column]
                name = self.ratings[column]
                found += self._listed(here, name, wide[name].to_numpy(dtype=object)[here], message)
        return found

    def _doubled(self, people: pd.DataFrame) -> list[_Listed]:
        found: list[_Listed] = []
        for part in self.fields:
            if part.column.unique:
                cells = people[part.column.name]
                rows = np.flatnonzero(cells.duplicated() & cells.notna())
                values = cells.iloc[rows].to_numpy(dtype=object)
                found += self._listed(rows - self.rows, part.column.name, values, _("each value may occur once"))
        return found

    def _listed(self, rows: NDArray, column: str, values: NDArray, message: object) -> list[_Listed]:
        """Some problems of one column, or none; ``rows`` count from the start of the chunk."""
        if not len(rows):
            return []
        messages = message if isinstance(message, np.ndarray) else np.full(len(rows), message, dtype=object)
        return [_Listed(self.rows + rows + FIRST_ROW, column, values, messages)]

    def _all_problems(self) -> pd.DataFrame:
        if not self.problems:
            return no_problems()
        names = [*(part.column.name for part in self.fields), *self.ratings]
        order = {name: number for number, name in enumerate(names)}
        rows = np.concatenate([listed.rows for listed in self.problems])
        column = np.repeat([order[listed.column] for listed in self.problems], [len(p.rows) for p in self.problems])
        values = np.concatenate([listed.values for listed in self.problems])
        messages = np.concatenate([listed.messages for listed in self.problems])
        by_row = np.lexsort((column, rows))
        return pd.DataFrame(
            {
                "file": self.file,
                "row": rows[by_row],
                "column": pd.Categorical.from_codes(column[by_row], categories=names),
                "value": pd.array(values[by_row], dtype="str"),
                "message": pd.Categorical(messages[by_row]),
            }
        )

    def _refuse(self, listed: list[_Listed], many: int, cells: int) -> None:
        first = listed[0]
        raise CgdError(
            _(
                "{file}: {many} of {cells} cells are not allowed, the first in row {row}, column {column}: {value!r}. "
                "Is it the right file?"
            ).format(
                file=self.file,
                many=many,
                cells=cells,
                row=int(first.rows[0]),
                column=first.column,
                value=first.values[0][:40],
            )
        )


def _piece(part: _Field, words: pd.Series, place: NDArray) -> NDArray:
    """The cells of one chunk: numbers of words, or values for columns of many different texts."""
    column = part.column
    if column.unique:
        return words.to_numpy(dtype=object)[place]
    if column.type == "integer":
        return pd.to_numeric(words.where(words != ""), errors="coerce").to_numpy(dtype="float64", na_value=np.nan)[
            place
        ]
    if column.type in ("date", "datetime"):
        return times(words, column).to_numpy()[place]
    texts = [unicodedata.normalize("NFC", word) for word in words]
    known = [part.words.setdefault(text, len(part.words)) if text else -1 for text in texts]
    return np.array(known, dtype=np.int32)[place] if known else np.empty(0, np.int32)


def _whole(part: _Field) -> pd.Series:
    column = part.column
    cells = np.concatenate(part.pieces) if part.pieces else np.empty(0, object)
    part.pieces.clear()
    if column.unique:
        return pd.Series(cells, dtype="str").where(cells != "")
    if column.type == "integer":
        return pd.Series(cells).astype("Int64")
    if column.type in ("date", "datetime"):
        return pd.Series(cells)
    words = list(part.words)
    if not column.codes:
        # In the order of the alphabet, whoever comes first in the file.
        order = np.argsort(np.array(words, dtype=object), kind="stable") if words else np.empty(0, int)
        rank = np.empty(len(words) + 1, dtype=np.int32)
        rank[-1] = -1
        rank[order] = np.arange(len(words))
        cells, words = rank[cells.astype(np.intp)], [words[number] for number in order]
    return pd.Series(pd.Categorical.from_codes(cells, categories=words))
