"""FIG05: records that are in the file twice, whole or nearly."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.language import _
from cgd.scorecard.checks.blocks import blocks
from cgd.scorecard.checks.findings import as_typed, of_rows, together
from cgd.scorecard.survey import Survey
from cgd.scorecard.wide import FIRST_ROW

# A copy has a number and perhaps a device of its own; everything else is the same.
OWN = ("respondent_id", "device")


def fig05_duplicates(survey: Survey, limits: dict[str, Any]) -> pd.DataFrame:
    """FIG05: exact copies, and forms that an interviewer copied.

    The value is the number of the record that is copied. Of exact copies the one from the interviewer's usual device is
    kept, then the first; of nearly equal forms the one that was started first. A nearly equal form may be copied from
    one that is a copy itself.
    """
    copies, originals = exact_copies(survey)
    message = _("Every cell is that of another record, but for the number and the device.")
    found = [of_rows(survey, "FIG05", "exact_copy", copies, "", as_typed(survey, "respondent_id", originals), message)]
    limit = limits["duplicates"]
    later, earlier, share = near_copies(survey, limit, copies)
    text = _(
        "{share} % of the ratings are those of a form that the same interviewer started up to {minutes} minutes before."
    )
    messages = [text.format(share=round(part * 100), minutes=limit["minutes"]["value"]) for part in share]
    found.append(of_rows(survey, "FIG05", "near_copy", later, "", as_typed(survey, "respondent_id", earlier), messages))
    return together(found)


def exact_copies(survey: Survey) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Positions of exact copies, and of the record that each is a copy of."""
    marks = _fingerprints(survey)
    twice = np.flatnonzero(pd.Series(marks).duplicated(keep=False))
    if not len(twice):
        return twice, twice
    # Equal fingerprints are compared cell by cell: a fingerprint alone could be equal by accident.
    people = survey.respondents.drop(columns=list(OWN)).iloc[twice]
    cells = people.astype(object).where(people.notna(), "").astype("str").agg("\x1f".join, axis=1)
    answers = survey.answers[twice].reshape(len(twice), -1)
    whole = cells + [row.tobytes().hex() for row in answers] + _not_allowed(survey, twice)
    order = np.argsort(~_usual_device(survey)[twice], kind="stable")
    same = pd.factorize(whole.to_numpy(dtype=object)[order])[0]
    first = np.unique(same, return_index=True)[1][same]
    copy = first != np.arange(len(order))
    copies, originals = twice[order[copy]], twice[order[first[copy]]]
    by_place = np.argsort(copies)
    return copies[by_place], originals[by_place]


def near_copies(
    survey: Survey, limits: dict[str, Any], leave: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Forms much like an earlier one of the same interviewer: positions, positions of the earlier one, equal share.

    The records in ``leave`` (positions: exact copies) are not looked at. Each form is compared with a limited number of
    forms before it, so that a file in which all forms have the same time takes no longer than another one.
    """
    known, interviewer, start = _one_after_the_other(survey, leave)
    later, earlier, shares = [], [], []
    for step in range(1, min(len(known), limits["most_compared"]["value"] + 1)):
        same = interviewer[step:] == interviewer[:-step]
        close = np.flatnonzero(same & (start[step:] - start[:-step] <= limits["minutes"]["value"]))
        if not len(close):
            break
        share = _equal_share(survey, known[close], known[close + step], limits["fewest_ratings"]["value"])
        like = share >= limits["equal"]["value"]
        later.append(known[close + step][like])
        earlier.append(known[close][like])
        shares.append(share[like])
    if not later:
        nobody = np.empty(0, dtype=np.intp)
        return nobody, nobody, np.empty(0)
    copies, originals, share = np.concatenate(later), np.concatenate(earlier), np.concatenate(shares)
    # A form can be like several: the closest in time was looked at first.
    _ids, once = np.unique(copies, return_index=True)
    return copies[once], originals[once], share[once]


def _one_after_the_other(survey: Survey, leave: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray, NDArray]:
    """Positions of records by interviewer and start, codes of the interviewers, and start in minutes."""
    people = survey.respondents
    there = (people["interviewer"].notna() & people["start_time"].notna()).to_numpy(copy=True)
    there[leave] = False
    known = np.flatnonzero(there)
    interviewer = people["interviewer"].cat.codes.to_numpy()[known]
    start = people["start_time"].to_numpy()[known].astype("datetime64[m]").astype(np.int64)
    order = np.lexsort((start, interviewer))
    same = (np.diff(interviewer[order]) == 0) & (np.diff(start[order]) == 0)
    if same.any():  # the number decides, not the place in the file
        number = pd.factorize(as_typed(survey, "respondent_id", known), sort=True)[0]
        order = np.lexsort((number, start, interviewer))
    return known[order], interviewer[order], start[order]


def _equal_share(survey: Survey, one: NDArray, other: NDArray, fewest: int) -> NDArray[np.float64]:
    """Part of the ratings given in both forms that are equal; 0 with too few of them."""
    shares = np.zeros(len(one))
    size = 10_000
    for place in range(0, len(one), size):
        rows = slice(place, place + size)
        first, second = survey.answers[one[rows]], survey.answers[other[rows]]
        both = (first > 0) & (second > 0)
        n = both.sum(axis=(1, 2))
        equal = (both & (first == second)).sum(axis=(1, 2))
        shares[rows] = np.where(n >= fewest, equal / np.maximum(n, 1), 0)
    return shares


def _fingerprints(survey: Survey) -> NDArray[np.uint64]:
    """A number for each record that is equal for records equal in everything but number and device."""
    people = survey.respondents.drop(columns=list(OWN))
    marks = np.zeros(len(people), dtype=np.uint64)
    for _name, column in people.items():
        marks = marks * np.uint64(1_000_003) + pd.util.hash_array(_plain(column))
    cells = survey.answers.shape[1] * survey.answers.shape[2]
    weights = np.random.Generator(np.random.PCG64(0)).integers(1, 2**63, cells, dtype=np.int64)
    for rows in blocks(survey):
        answers = survey.answers[rows].reshape(len(marks[rows]), len(weights))
        total = np.zeros(len(answers), dtype=np.int64)
        for place in range(answers.shape[1]):
            total += answers[:, place].astype(np.int64) * weights[place]  # overflow wraps: it is only a mark
        marks[rows] ^= total.astype(np.uint64)
    return marks


def _not_allowed(survey: Survey, rows: NDArray[np.intp]) -> NDArray[np.object_]:
    """The cells that are not allowed of some records, as one text each: to the survey they are all alike."""
    texts = np.full(len(survey.respondents), "", dtype=object)
    problems = survey.problems
    problems = problems[problems["row"].isin(rows + FIRST_ROW) & ~problems["column"].isin(OWN)]
    for row, column, value in zip(problems["row"], problems["column"], problems["value"], strict=True):
        texts[row - FIRST_ROW] += f"\x1f{column}={value}"
    return texts[rows]


def _plain(column: pd.Series) -> NDArray:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy()
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.to_numpy().view("int64")
    return column.fillna(-1).to_numpy(dtype="int64") if column.dtype == "Int64" else column.to_numpy(dtype=object)


def _usual_device(survey: Survey) -> NDArray[np.bool_]:
    """Whether a record comes from the device that its interviewer used most."""
    people = survey.respondents[["interviewer", "device"]]
    counts = people.groupby(["interviewer", "device"], observed=True).size()
    usual = dict(counts.groupby(level=0, observed=True).idxmax().tolist())
    return (people["interviewer"].astype(object).map(usual) == people["device"].astype(object)).to_numpy()
