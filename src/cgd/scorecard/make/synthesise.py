"""Make the synthetic survey: same parameters and seed, same bytes.

The order matters (it is what lets every published figure hold at once): people, then who gives no rating, then a first
draw of ratings, then single ratings are moved by one point until the sum of each group x SDG x year is exact.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray

from cgd.errors import CgdError, UsageError
from cgd.language import _
from cgd.scorecard.make.people import add_fieldwork, draw_people
from cgd.scorecard.sources import indicator_table
from cgd.scorecard.survey import (
    AREAS,
    DONT_KNOW,
    HIGHEST,
    LOWEST,
    NOT_ASKED,
    REFUSED,
    REGIONS,
    YEARS,
    Survey,
)
from cgd.scorecard.wide import ANSWER_TEXT, from_wide, rating_columns

Parameters = dict[str, Any]
Floats = NDArray[np.float64]

# Numbers of random streams beside the ratings' own: what one stream draws does not move the others.
FIELDWORK_STREAM = 1

# Codes run from -2 to 5: negative ones count from the end, as Python's indices do.
_TEXT = np.array([ANSWER_TEXT[code] for code in (*range(HIGHEST + 1), REFUSED, DONT_KNOW)], dtype=object)


def synthesise(parameters: Parameters | Path | None = None, seed: int | None = None) -> Survey:
    """Make a synthetic survey that reproduces every published figure.

    Parameters
    ----------
    parameters
        The parameters, or the path of a YAML file with them; by default `make/scorecard_2022.yml` beside this module.
    seed
        Seed of `numpy.random.PCG64`; by default the one in the parameters.

    Returns
    -------
    Survey
        3,100 respondents with the shipped parameters; about 410,000 ratings.

    Raises
    ------
    UsageError
        The seed is negative.
    """
    settings = parameters if isinstance(parameters, dict) else read_parameters(parameters)
    seed = settings["seed"] if seed is None else seed
    if seed < 0:
        raise UsageError(_("The seed {seed} is negative. Use 0 or a larger whole number.").format(seed=seed))
    rng = np.random.Generator(np.random.PCG64(seed))
    indicators = indicator_table()
    people = draw_people(settings, rng)
    answers = _who_does_not_answer(settings, people, indicators, rng)
    targets = _targets(settings, people, indicators, answers)
    for group in settings["groups"]:
        _rate_group(settings, people, indicators, answers, targets, group, rng)
    wide = pd.DataFrame(_TEXT[answers].reshape(len(people), -1), columns=rating_columns(indicators), dtype="str")
    people = add_fieldwork(settings, people, np.random.Generator(np.random.PCG64([seed, FIELDWORK_STREAM])))
    wide = pd.concat([people, wide], axis=1).iloc[np.argsort(rng.random(len(people)), kind="stable")]
    wide.insert(0, "respondent_id", [f"R{number:04d}" for number in range(1, len(wide) + 1)])
    return from_wide(wide.reset_index(drop=True), indicators, official_table(settings, indicators), None)


def read_parameters(path: Path | None = None) -> Parameters:
    """The parameters of the synthetic survey, from a YAML file (by default the shipped one)."""
    path = path or Path(__file__).with_name("scorecard_2022.yml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def official_table(settings: Parameters, indicators: pd.DataFrame) -> pd.DataFrame:
    """The illustration of the official picture, one row an SDG (ours; see `make/scorecard_2022.yml`).

    The score is the mean over the SDG's indicators of what each official word is worth (5, 4 or 3 points).
    """
    worth = settings["official_words"]
    rows = []
    for sdg, counts in settings["official"].items():
        n = int((indicators["sdg"] == sdg).sum())
        score = sum(worth[word] * counts[word] for word in worth) / n
        rows.append({"sdg": sdg, "indicators": n, **counts, "score": round(score, 4), "mark": "ours", "note": _NOTE})
    return pd.DataFrame(rows)


_NOTE = "Illustration, not an official figure: statuses and points are invented for teaching."


def _who_does_not_answer(
    settings: Parameters, people: pd.DataFrame, indicators: pd.DataFrame, rng: np.random.Generator
) -> NDArray[np.int8]:
    """Answers (people x indicators x years) with everything but the ratings: not asked, don't know, refused."""
    share = settings["no_answer"]
    harder = indicators["indicator_id"].map(share["harder_items"]).fillna(1.0).to_numpy()
    sensitive = indicators["indicator_id"].map(share["sensitive_items"]).fillna(1.0).to_numpy()
    # One draw for both years: who does not know 2022 does not know 2025 either.
    luck = rng.random((len(people), len(indicators)))
    answers = np.ones((len(people), len(indicators), len(YEARS)), dtype=np.int8)
    for index, year in enumerate(YEARS):
        answers[luck < share["dont_know"][year] * harder, index] = DONT_KNOW
        answers[luck > 1 - share["refused"][year] * sensitive, index] = REFUSED
    child = (people["instrument"] == "child").to_numpy()
    answers[np.ix_(child, ~indicators["child_form"].to_numpy())] = NOT_ASKED
    return answers


def _targets(
    settings: Parameters, people: pd.DataFrame, indicators: pd.DataFrame, answers: NDArray[np.int8]
) -> dict[tuple[str, int], Floats]:
    """The mean that each group x SDG must have, per year (points)."""
    groups, sdgs = list(settings["groups"]), list(settings["sdgs"])
    wanted = np.array([[settings["group_sees_differently"][g].get(s, 0.0) for s in sdgs] for g in groups])
    targets: dict[tuple[str, int], Floats] = {}
    for index, year in enumerate(YEARS):
        rated = answers[:, :, index] == 1
        weights = np.array(
            [[rated[np.ix_(people["group"] == g, indicators["sdg"] == s)].sum() for s in sdgs] for g in groups]
        )
        interaction = centre(wanted, weights)
        for row, group in enumerate(groups):
            for column, sdg in enumerate(sdgs):
                size, goal = settings["groups"][group], settings["sdgs"][sdg]
                mean = size["target"] + goal["offset"] + interaction[row, column]
                gain = size["gain"] + goal["extra_gain"] if year == YEARS[-1] else 0.0
                targets.setdefault((group, sdg), np.zeros(len(YEARS)))[index] = mean + gain
    return targets


def centre(wanted: Floats, weights: NDArray[np.int64]) -> Floats:
    """The interaction nearest to ``wanted`` (least squares) that moves no group mean and no SDG mean.

    Rows (groups) add up to zero plainly and weighted, so that both the SDG-balanced and the pooled group mean stay;
    columns (SDGs) add up to zero weighted.

    Parameters
    ----------
    wanted
        Points, groups x SDGs.
    weights
        Valid ratings of each cell, same shape.
    """
    rows, columns = wanted.shape
    share = weights / weights.max()
    limits = []
    for row in range(rows):
        for values in (np.ones(columns), share[row]):
            limits.append(np.zeros_like(wanted))
            limits[-1][row] = values
    for column in range(columns):
        limits.append(np.zeros_like(wanted))
        limits[-1][:, column] = share[:, column]
    matrix = np.array(limits).reshape(len(limits), -1)
    excess = np.linalg.pinv(matrix) @ (matrix @ wanted.ravel())
    # Rounded, so that the last bit of the machine's linear algebra cannot change a byte of the file.
    return np.round((wanted.ravel() - excess).reshape(wanted.shape), 9)


def _rate_group(
    settings: Parameters,
    people: pd.DataFrame,
    indicators: pd.DataFrame,
    answers: NDArray[np.int8],
    targets: dict[tuple[str, int], Floats],
    group: str,
    rng: np.random.Generator,
) -> None:
    """Fill in the ratings of one group, in place."""
    spread = settings["spread"]
    members = np.flatnonzero(people["group"] == group)
    person = _place_shift(settings, people.iloc[members]) + _person_effect(people.iloc[members], spread["person"], rng)
    for sdg in settings["sdgs"]:
        items = np.flatnonzero(indicators["sdg"] == sdg)
        item = normal(rng, (len(items),)) * spread["item"]
        opinion = normal(rng, (len(members), len(items))) * spread["person_item"]
        cells = np.ix_(members, items)
        block = answers[cells]
        for index in range(len(YEARS)):
            valid = block[:, :, index] == 1
            mean = targets[group, sdg][index]
            occasion = normal(rng, valid.shape) * spread["occasion"]
            latent = mean + person[:, None] + (item - item.mean())[None, :] + opinion + occasion
            draft = np.clip(np.rint(latent), LOWEST, HIGHEST).astype(np.int8)
            block[:, :, index][valid] = calibrate(draft[valid], round(mean * int(valid.sum())), rng)
        answers[cells] = block


def _place_shift(settings: Parameters, members: pd.DataFrame) -> Floats:
    """Region and area shifts (points), centred inside the group so that its mean stays."""
    shift = members["region"].map(settings["region_shift"]) + members["area"].map(settings["area_shift"])
    return (shift - shift.mean()).to_numpy()


def _person_effect(members: pd.DataFrame, spread: float, rng: np.random.Generator) -> Floats:
    """Person effects (points), centred in each region x area so that chance cannot turn the order of places round."""
    effect = normal(rng, (len(members),)) * spread
    for region in REGIONS:
        for area in AREAS:
            here = ((members["region"] == region) & (members["area"] == area)).to_numpy()
            if here.any():
                effect[here] -= effect[here].mean()
    return effect


def calibrate(ratings: NDArray[np.int8], total: int, rng: np.random.Generator) -> NDArray[np.int8]:
    """Move single ratings, chosen at random, by one point until they add up to ``total``.

    Raises
    ------
    CgdError
        The scale does not reach that far.
    """
    ratings = ratings.copy()
    while missing := total - int(ratings.sum(dtype=np.int64)):
        step = 1 if missing > 0 else -1
        movable = np.flatnonzero(ratings < HIGHEST if step > 0 else ratings > LOWEST)
        if not len(movable):
            raise CgdError(
                _(
                    "The parameters ask for the impossible: {n} ratings cannot add up to {total}. Change a target."
                ).format(n=len(ratings), total=total)
            )
        order = np.argsort(rng.random(len(movable)), kind="stable")
        ratings[movable[order[: abs(missing)]]] += step
    return ratings


def normal(rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """Nearly normal numbers (mean 0, standard deviation 1): twelve uniform ones added up, minus 6 (Irwin-Hall).

    Only additions, so that every machine and every release of numpy gives the same bits.
    """
    total = np.zeros(shape)
    for _turn in range(12):
        total += rng.random(shape)
    return total - 6
