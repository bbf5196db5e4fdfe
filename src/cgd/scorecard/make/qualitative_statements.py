"""Who says which hand-written sentence, and how two coders coded some of them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from cgd.scorecard.make.deal import seated, shuffled, stream

COLUMNS = [
    "statement_id", "source_type", "source_id", "group", "statement_vi", "statement_en", "theme", "sdg", "reason",
    "challenge", "locus", "major", "coder_a", "coder_b", "quote_safe", "risk", "detail_vi", "detail_en", "safe_vi",
    "safe_en", "origin",
]  # fmt: skip
# First of the random streams used here; the tables of interviews and meetings use those before it.
STREAM = 10


def statements(
    settings: Mapping[str, Any],
    sentences: pd.DataFrame,
    codes: pd.DataFrame,
    sources: Mapping[str, pd.DataFrame],
    seed: int,
) -> pd.DataFrame:
    """Every sentence said once, by somebody whom it suits.

    Parameters
    ----------
    sentences
        Hand-written: group, source_type, theme, sdg, reason, challenge, also (theme that another coder could choose),
        fits (conditions on who says it), turn (first: something about the speaker, one for each interview; second:
        anybody could add it), both texts, and what to hide.
    codes
        The code frame; gives locus and major of each challenge.
    sources
        For each source type the interviews, focus groups or dialogues; the number of each is in the first column.

    Returns
    -------
    DataFrame
        Text cells; columns as in `COLUMNS`.
    """
    said = sentences.assign(source_id=_placed(settings, sentences, sources, stream(seed, STREAM)))
    first, second = _coded_twice(settings["coding"], said, stream(seed, STREAM + 1))
    frame = codes.set_index("code")
    said = said.assign(
        locus=said["challenge"].map(frame["locus"]).fillna(""),
        major=said["challenge"].map(frame["major"]).fillna(""),
        coder_a=first,
        coder_b=second,
        quote_safe=np.where(said["risk"] == "", "yes", "no"),
        origin="synthetic",
    )
    kind = pd.Categorical(said["source_type"], list(sources), ordered=True)
    said = said.assign(_kind=kind.codes).sort_values(["_kind", "source_id"], kind="stable", ignore_index=True)
    said["statement_id"] = [f"S{number:03d}" for number in range(1, len(said) + 1)]
    return said[COLUMNS].astype("str")


def _placed(
    settings: Mapping[str, Any],
    sentences: pd.DataFrame,
    sources: Mapping[str, pd.DataFrame],
    rng: np.random.Generator,
) -> pd.Series:
    """The interview, focus group or dialogue of each sentence, as evenly as its conditions allow."""
    own = set(settings["interviews"]["own_sentences"])
    placed = pd.Series("", index=sentences.index, dtype="str")
    for (group, kind, turn), part in sentences.groupby(["group", "source_type", "turn"], sort=False):
        table = sources[str(kind)]
        meetings = table[table["group"] == group] if "group" in table else table
        people: list[dict[str, str]] = meetings.to_dict("records")
        chairs = [number for number in range(len(people)) for _turn in range(-(-len(part) // len(people)))]
        options = [
            [
                chair
                for chair, number in enumerate(chairs)
                if suits(fits, people[number], own if turn == "first" else ())
            ]
            for fits in part["fits"]
        ]
        places = seated(options, rng)
        placed[part.index] = [meetings.iloc[chairs[place], 0] for place in places]
    return placed


def suits(fits: str, speaker: Mapping[str, str], own: set[str] | tuple[()] = ()) -> bool:
    """Whether a speaker (or meeting) meets the conditions of a sentence, such as "area=rural|urban; sex=female".

    A condition on something that the speaker's table does not have is met. Somebody whose language is among ``own``
    says only sentences that ask for it.
    """
    wanted = dict(condition.split("=") for condition in fits.split("; ") if condition)
    if speaker.get("language") in own and "language" not in wanted:
        return False
    return all(speaker.get(field) in (None, *values.split("|")) for field, values in wanted.items())


def _coded_twice(plan: Mapping[str, int], said: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.Series, pd.Series]:
    """Themes that two coders chose on their own; empty where only the agreed code exists.

    They differ in exactly ``plan["apart"]`` of ``plan["twice"]`` statements, always one where the second theme is
    plausible.
    """
    coders = tuple(pd.Series("", index=said.index, dtype="str") for _coder in range(2))
    apart = shuffled(said.index[said["also"] != ""].to_list(), rng)[: plan["apart"]]
    rest = [number for number in said.index if number not in set(apart)]
    together = shuffled(rest, rng)[: plan["twice"] - plan["apart"]]
    for number in [*apart, *together]:
        for coder in coders:
            coder[number] = said.loc[number, "theme"]
    for number in apart:
        coders[int(rng.random() * 2)][number] = said.loc[number, "also"]
    return coders[0], coders[1]
