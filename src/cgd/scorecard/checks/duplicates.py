"""FIG05: records that are in the file twice, whole or nearly."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.language import _
from cgd.scorecard.checks.blocks import blocks
from cgd.scorecard.checks.findings import of_rows, together
from cgd.scorecard.survey import Survey

# A copy has a number and perhaps a device of its own; everything else is the same.
OWN = ("respondent_id", "device")


def fig05_duplicates(survey: Survey, limits: dict[str, Any]) -> pd.DataFrame:
    """FIG05: exact copies, and forms that an interviewer copied.

    The value is the number of the record that is kept. Of exact copies that is the one from the interviewer's usual
    device, then the first; of nearly equal forms the one that was started first.
    """
    copies, originals = exact_copies(survey)
    ids = survey.respondents["respondent_id"].to_numpy(dtype=object)
    message = _("Every cell is that of another record, but for the number and the device.")
    found = [of_rows(survey, "FIG05", "exact_copy", copies, "", ids[originals], message)]
    later, earlier, share = near_copies(survey, limits["duplicates"])
    keep = ~np.isin(later, copies) & ~np.isin(earlier, copies)
    later, earlier, share = later[keep], earlier[keep], share[keep]
    text = _("{share} % of the ratings are those of a form that the same interviewer started up to ten minutes before.")
    messages = [text.format(share=round(part * 100)) for part in share]
    found.append(of_rows(survey, "FIG05", "near_copy", later, "", ids[earlier], messages))
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
    whole = cells + [row.tobytes().hex() for row in answers]
    order = np.argsort(~_usual_device(survey)[twice], kind="stable")
    ordered = pd.Series(whole.to_numpy(dtype=object)[order])
    first = ordered.groupby(ordered).transform(lambda group: group.index[0]).to_numpy(dtype=np.intp)
    copy = first != np.arange(len(order))
    copies, originals = twice[order[copy]], twice[order[first[copy]]]
    by_place = np.argsort(copies)
    return copies[by_place], originals[by_place]


def near_copies(
    survey: Survey, limits: dict[str, Any]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Forms much like an earlier one of the same interviewer: positions, positions of the earlier one, equal share."""
    people = survey.respondents
    known = np.flatnonzero((people["interviewer"].notna() & people["start_time"].notna()).to_numpy())
    interviewer = people["interviewer"].cat.codes.to_numpy()[known]
    start = people["start_time"].to_numpy()[known].astype("datetime64[m]").astype(np.int64)
    order = np.lexsort((start, interviewer))
    known, interviewer, start = known[order], interviewer[order], start[order]
    later, earlier, shares = [], [], []
    for step in range(1, len(known)):
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
    weights = np.random.Generator(np.random.PCG64(0)).integers(
        1, 2**63, survey.answers[0].size if len(survey.answers) else 0, dtype=np.int64
    )
    for rows in blocks(survey):
        answers = survey.answers[rows].reshape(len(marks[rows]), -1)
        total = np.zeros(len(answers), dtype=np.int64)
        for place in range(answers.shape[1]):
            total += answers[:, place].astype(np.int64) * weights[place]  # overflow wraps: it is only a mark
        marks[rows] ^= total.astype(np.uint64)
    return marks


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
