"""Official figures beside the survey: which versions there are, what they may be compared with, and how (FIG22).

A mark from 1 to 5 is an opinion on how far a goal is reached; an official rate is a measurement. The two are never
subtracted. They are compared by rank (which goals stand high, which low) and by status (reached, not reached).
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from cgd.errors import CgdError
from cgd.language import _, allowed, language
from cgd.scorecard.benchmarks import cited, in_language, read_benchmarks, target_status
from cgd.scorecard.labels import number, rounded, sdg_label
from cgd.scorecard.survey import HIGHEST, LOWEST, YEARS, Survey, rating_labels

HIGH_MARKS = (4, 5)
# Respondents counted at a time: an array of booleans for all would be as large as the survey.
_BLOCK = 65_536
_LIST_COLUMNS = (
    "indicator_id",
    "name",
    "sdg",
    "community_rank",
    "community_status",
    "benchmark_id",
    "kind",
    "value",
    "unit",
    "ref_period",
    "breakdown",
    "vintage_date",
    "producer",
    "definition",
    "fit",
)


@dataclass(frozen=True)
class OfficialComparison:
    """Survey and official picture side by side, by rank and status.

    Attributes
    ----------
    goals
        One row a goal: sdg, community_mean (points, pooled over all ratings), community_share (per cent of ratings that
        are 4 or 5), ratings (their number), rank_mean, rank_share, official_score (illustration, ours), rank_official
        (1 = highest; ties share the mean of their ranks), community_status, official_status (name of the nearest mark),
        same_status, note.
    correlation_mean, correlation_share
        Spearman's rank correlation over the goals between the official score and the community's mean or share of 4 and
        5; NaN when one side has only ties. No p-value: nobody was drawn by chance.
    indicators
        One row a benchmark: see `benchmark_list`.
    sentence
        The comparison in words.
    """

    goals: pd.DataFrame
    correlation_mean: float
    correlation_share: float
    indicators: pd.DataFrame
    sentence: str


@dataclass(frozen=True)
class Figure:
    """A number that knows what it is, so that nobody subtracts apples from opinions.

    Attributes
    ----------
    concept
        "mean_rating", "share_4_5", "value" or "target" (the last two official).
    topic
        What is counted; only figures of one topic and unit may be subtracted.
    label
        The figure in words.
    """

    value: float
    concept: str
    topic: str
    unit: str
    label: str


def compare_with_official(
    survey: Survey, benchmarks: pd.DataFrame | None = None, year: int = 2022
) -> OfficialComparison:
    """Compare the survey with the official picture by rank and status, never by number (FIG22).

    Parameters
    ----------
    benchmarks
        Table like `read_benchmarks`; by default that one.
    year
        Year of the ratings, 2022 or 2025.

    Raises
    ------
    UsageError
        There is no such year.
    CgdError
        A goal has no rating of that year.
    """
    goals = _goals(survey, year)
    mean = rank_correlation(goals["community_mean"], goals["official_score"])
    share = rank_correlation(goals["community_share"], goals["official_score"])
    return OfficialComparison(goals, mean, share, benchmark_list(survey, benchmarks, year), _in_words(goals, share))


def rank_correlation(first: pd.Series, second: pd.Series) -> float:
    """Spearman's rank correlation: Pearson's correlation of ranks, tied values sharing the mean of their ranks.

    Source: Spearman (1904); for ties Kendall and Gibbons, Rank Correlation Methods (1990), chapter 3.

    Returns
    -------
    float
        -1 (opposite order) to 1 (same order); NaN when one side has only ties or fewer than two values.
    """
    ranks = [pd.Series(np.asarray(values, dtype="float64")).rank().to_numpy() for values in (first, second)]
    one, two = (rank - rank.mean() for rank in ranks) if len(ranks[0]) else ranks
    spread = float((one**2).sum() * (two**2).sum())
    return float((one * two).sum() / spread**0.5) if spread > 0 else float("nan")


def benchmark_list(survey: Survey, benchmarks: pd.DataFrame | None = None, year: int = 2022) -> pd.DataFrame:
    """Every official figure beside where the community puts the indicator.

    Returns
    -------
    DataFrame
        One row a benchmark of an indicator of the survey: indicator_id, name, sdg, community_rank (among the indicators
        of its goal, by share of 4 and 5; 1 = highest), community_status, benchmark_id, kind, value, unit, ref_period,
        breakdown, vintage_date, producer, definition, fit, comparable ("status": only whether a target is reached;
        "no": not at all), explanation.
    """
    table = read_benchmarks() if benchmarks is None else benchmarks
    marks = _marks(survey, year)
    community = survey.indicators[["indicator_id", "sdg"]].assign(
        name=survey.indicators[in_language("name")].to_numpy(),
        share=_share(marks),
        community_status=[_status(mean) for mean in _mean(marks)],
    )
    community["community_rank"] = community.groupby("sdg")["share"].rank(ascending=False)
    rows = community.drop(columns="share").merge(table.drop(columns="sdg"), on="indicator_id", how="inner")
    rows["definition"] = rows[in_language("definition")]
    rows["producer"] = rows["producer_vi"] if language() == "vi" else rows["producer"]
    judged = _comparable(rows, table)
    return rows[list(_LIST_COLUMNS)].assign(
        comparable=[kind for kind, _text in judged], explanation=[text for _kind, text in judged]
    )


def mean_rating(survey: Survey, indicator_id: str, year: int = 2022) -> Figure:
    """The mean mark of an indicator (points, 1 to 5). Raises `CgdError` when nobody rated it."""
    value = float(_mean(_marks_of(survey, indicator_id, year))[0])
    label = _("mean mark {value} of {highest}").format(value=number(value), highest=HIGHEST)
    return Figure(value, "mean_rating", indicator_id, "points", label)


def share_high(survey: Survey, indicator_id: str, year: int = 2022) -> Figure:
    """Per cent of the ratings of an indicator that are 4 or 5. Raises `CgdError` when nobody rated it."""
    value = float(_share(_marks_of(survey, indicator_id, year))[0])
    label = _("{value} % of the marks are 4 or 5").format(value=number(value, 1))
    return Figure(value, "share_4_5", indicator_id, "percent_of_marks", label)


def official_figure(benchmark_id: str, benchmarks: pd.DataFrame | None = None) -> Figure:
    """One official figure. Raises `UsageError` for an unknown number, `CgdError` where no value was found."""
    table = read_benchmarks() if benchmarks is None else benchmarks
    rows = table[table["benchmark_id"] == benchmark_id]
    if rows.empty:
        raise allowed("benchmark", benchmark_id, table["benchmark_id"])
    row = rows.iloc[0]
    if pd.isna(row["value"]):
        raise CgdError(
            _("{benchmark}: no official value was found. Leave it out; do not put a number in its place.").format(
                benchmark=benchmark_id
            )
        )
    return Figure(float(row["value"]), row["kind"], row["topic"], row["unit"], cited(row))


def difference(first: Figure, second: Figure) -> float:
    """``first`` minus ``second``, when that means something.

    Raises
    ------
    CgdError
        One is an opinion and the other an official figure, or they do not count the same thing in the same unit.
    """
    survey = [figure for figure in (first, second) if figure.concept in ("mean_rating", "share_4_5")]
    if len(survey) == 1:
        official = second if survey[0] is first else first
        raise CgdError(
            _(
                "{opinion} is an opinion on how far the goal is reached; {official} is not. Their difference means "
                "nothing, even if both are percentages. Compare ranks or statuses: compare_with_official(survey)."
            ).format(opinion=survey[0].label, official=official.label)
        )
    same_kind = first.concept == second.concept or not survey
    if not same_kind or first.unit != second.unit or (not survey and first.topic != second.topic):
        raise CgdError(
            _(
                "{first} and {second} do not count the same thing in the same unit, so they cannot be subtracted."
            ).format(first=first.label, second=second.label)
        )
    return float(Decimal(repr(first.value)) - Decimal(repr(second.value)))


def _goals(survey: Survey, year: int) -> pd.DataFrame:
    marks = pd.DataFrame(_marks(survey, year)).groupby(survey.indicators["sdg"].to_numpy()).sum()
    counts = marks.to_numpy()
    empty = marks.index[counts.sum(axis=1) == 0]
    if len(empty):
        raise CgdError(
            _("These data have no rating of {sdg} for {year}. Take data with ratings of all goals.").format(
                sdg=sdg_label(int(empty[0])), year=year
            )
        )
    goals = pd.DataFrame(
        {
            "sdg": marks.index,
            "community_mean": _mean(counts),
            "community_share": _share(counts),
            "ratings": counts.sum(axis=1),
        }
    )
    official = survey.official.set_index("sdg").reindex(goals["sdg"])
    goals["official_score"] = official["score"].astype("float64").to_numpy()
    pairs = (("mean", "community_mean"), ("share", "community_share"), ("official", "official_score"))
    for name, column in pairs:
        goals[f"rank_{name}"] = goals[column].rank(ascending=False)
    goals["community_status"] = [_status(value) for value in goals["community_mean"]]
    goals["official_status"] = [_status(value) for value in goals["official_score"]]
    goals["same_status"] = goals["community_status"] == goals["official_status"]
    goals["note"] = _("The official score is an illustration of this course, not an official figure.")
    return goals


def _in_words(goals: pd.DataFrame, share: float) -> str:
    high = goals.loc[goals["rank_share"].idxmin(), "sdg"]
    low = goals.loc[goals["rank_share"].idxmax(), "sdg"]
    sentence = _(
        "By the share of marks 4 and 5 the community puts {high} first and {low} last. Rank correlation with the "
        "illustrated official picture over {n} goals: {rho}. The order may be compared, the numbers may not."
    )
    rho = _("none") if np.isnan(share) else number(share)
    return sentence.format(high=sdg_label(int(high)), low=sdg_label(int(low)), n=len(goals), rho=rho)


def _marks(survey: Survey, year: int, rows: slice = slice(None)) -> np.ndarray:
    """How often indicators got each mark: shape (indicators, 5). ``rows`` takes some indicators only."""
    if year not in YEARS:
        raise allowed("year", year, YEARS)
    answers = survey.answers[:, rows, YEARS.index(year)]
    counts = np.zeros((answers.shape[1], HIGHEST - LOWEST + 1), dtype=np.int64)
    for start in range(0, len(answers), _BLOCK):
        block = np.ascontiguousarray(answers[start : start + _BLOCK])
        for mark in range(LOWEST, HIGHEST + 1):
            counts[:, mark - LOWEST] += np.count_nonzero(block == mark, axis=0)
    return counts


def _marks_of(survey: Survey, indicator_id: str, year: int) -> np.ndarray:
    ids = survey.indicators["indicator_id"].tolist()
    if indicator_id not in ids:
        raise allowed("indicator", indicator_id, ids)
    row = ids.index(indicator_id)
    marks = _marks(survey, year, slice(row, row + 1))
    if marks.sum() == 0:
        raise CgdError(
            _("{indicator}: nobody rated it for {year} in these data. Take data with ratings of it.").format(
                indicator=indicator_id, year=year
            )
        )
    return marks


def _mean(marks: np.ndarray) -> np.ndarray:
    total = marks.sum(axis=1)
    points = marks @ np.arange(LOWEST, HIGHEST + 1)
    return np.divide(points, total, out=np.full(len(marks), np.nan), where=total > 0)


def _share(marks: np.ndarray) -> np.ndarray:
    total = marks.sum(axis=1)
    high = marks[:, [mark - LOWEST for mark in HIGH_MARKS]].sum(axis=1)
    return np.divide(100 * high, total, out=np.full(len(marks), np.nan), where=total > 0)


def _status(value: float) -> str:
    """Name of the mark nearest to a mean; empty without one."""
    return "" if np.isnan(value) else rating_labels()[int(rounded(value, 0))]


def _comparable(rows: pd.DataFrame, table: pd.DataFrame) -> list[tuple[str, str]]:
    """For each row whether it may be compared, and why."""
    with_target = rows.loc[rows["kind"] == "target", "indicator_id"].unique()
    known: set[str] = set()
    for indicator in with_target:
        judged = target_status(indicator, table)
        known |= set(judged.loc[judged["status"] != "unknown", "benchmark_id"])
    topics = set(rows.loc[rows["benchmark_id"].isin(known), "topic"])
    answers = []
    for row in rows.itertuples():
        if row.status != "found":
            answers.append(("no", _("No official value was found, so there is nothing to compare.")))
        elif row.fit == "related":
            answers.append(("no", _("It counts something else than the indicator; it only helps to understand it.")))
        elif row.benchmark_id in known:
            answers.append(("status", _("A target: compare whether it is reached with what people say, in words.")))
        elif row.kind == "target":
            answers.append(("no", _("A target: the official values do not tell whether it is reached.")))
        elif row.topic in topics:
            answers.append(("status", _("A measurement with a target: compare the status, not the numbers.")))
        else:
            answers.append(("no", _("A measurement, not an opinion, and no target to hold it against.")))
    return answers
