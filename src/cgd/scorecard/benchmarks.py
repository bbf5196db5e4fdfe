"""Official values and targets: their versions, the newest one, and whether a target is reached.

A number without its definition, period and day of publication is not a number yet: every version that was found stays.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cgd.language import _, allowed, language
from cgd.scorecard.labels import number
from cgd.scorecard.sources import indicator_table, text_table

PACKAGE = "official"
# Figures that stand for the indicator; "related" ones only help to understand it.
FITTING = ("same", "near")
# Versions that do not replace each other, and have no order.
COMPETING = ("denominator", "unexplained")
_VERSION_COLUMNS = (
    "benchmark_id",
    "indicator_id",
    "topic",
    "kind",
    "fit",
    "ref_period",
    "breakdown",
    "value",
    "qualifier",
    "unit",
    "vintage_date",
    "producer",
    "definition",
    "versions",
    "differs_by",
    "difference",
    "version_of",
    "message",
)
_STATUS_COLUMNS = (
    "indicator_id",
    "benchmark_id",
    "target",
    "qualifier",
    "unit",
    "target_year",
    "producer",
    "direction",
    "status",
    "as_of",
    "due",
    "message",
)
_WHOLE_YEAR = r"[0-9]{4}(/[0-9]{4})?"


@dataclass(frozen=True)
class Latest:
    """The newest version of an official value.

    Attributes
    ----------
    chosen
        Row of the benchmarks, or None when there is none, or when nothing tells which one is right.
    others
        Every other row of the same topic and year.
    sentence
        What was chosen, and that there are others.
    """

    chosen: pd.Series | None
    others: pd.DataFrame
    sentence: str


def read_benchmarks() -> pd.DataFrame:
    """The official values and targets of the package, typed.

    Returns
    -------
    DataFrame
        The columns of `benchmarks.csv`; value (float, missing = not found), sdg and ref_year (Int64), the rest text.
        And published: the value as it was printed.
    """
    table = text_table("benchmarks.csv", PACKAGE)
    whole = {name: pd.to_numeric(table[name].where(table[name] != ""), errors="raise") for name in ("sdg", "ref_year")}
    return table.assign(
        # As published: 7.70 is more exact than 7.7.
        published=table["value"],
        value=pd.to_numeric(table["value"].where(table["value"] != ""), errors="raise").astype("float64"),
        **{name: cells.astype("Int64") for name, cells in whole.items()},
    )


def directions() -> pd.Series:
    """Which official value is nearer to the goal, by indicator: "higher", "lower" or "unclear" (ours)."""
    return text_table("directions.csv", PACKAGE).set_index("indicator_id")["direction"]


def vintages(indicator_id: str, benchmarks: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every official figure on an indicator, with its versions and the difference between them.

    Figures of the same topic that are filed under another indicator are there, too.

    Returns
    -------
    DataFrame
        benchmark_id, indicator_id, topic, kind, fit, ref_period, breakdown, value, qualifier, unit, vintage_date,
        producer, definition, versions (how many there are of this number), differs_by, difference (value minus that of
        the version named in version_of, in the unit of the row; missing for a first version), version_of, message.

    Raises
    ------
    UsageError
        There is no such indicator.
    """
    table = _of_topics(indicator_id, benchmarks)
    table = table[table["status"] == "found"].copy()
    base = table["version_of"].where(table["version_of"] != "", table["benchmark_id"])
    first = base.map(table.set_index("benchmark_id")["value"])
    table["versions"] = base.map(base.value_counts())
    # Ten digits: what binary numbers leave behind the digits that were published.
    table["difference"] = (table["value"] - first).round(10).where(table["version_of"] != "")
    table["definition"] = table[in_language("definition")]
    table["producer"] = table["producer_vi"] if language() == "vi" else table["producer"]
    table["message"] = [_version_message(row) for row in table.itertuples()]
    # Versions of one number stand together, the first one first, then by date.
    table = table.assign(base=base, later=table["version_of"] != "")
    table = table.sort_values(["topic", "kind", "base", "later", "vintage_date"], kind="stable")
    return table[list(_VERSION_COLUMNS)].reset_index(drop=True)


def latest(indicator_id: str, ref_year: int, benchmarks: pd.DataFrame | None = None) -> Latest:
    """The newest version of the official value of an indicator and year, and word of all others.

    Only later versions of the same thing replace each other. Another definition never does. Between versions that have
    no order (another denominator, or no explanation) nothing is chosen.

    Raises
    ------
    UsageError
        There is no such indicator.
    """
    rows = _of_topics(indicator_id, benchmarks)
    rows = rows[(rows["status"] == "found") & (rows["kind"] == "value") & (rows["ref_year"] == ref_year)]
    own = rows[(rows["indicator_id"] == indicator_id) & rows["fit"].isin(FITTING)]
    rows = rows[rows["topic"].isin(own["topic"]) & rows["fit"].isin(FITTING)]
    name = _indicator_name(indicator_id)
    if rows.empty:
        sentence = _("{indicator}: no official value for {year} was found. Not found is not zero.")
        return Latest(None, rows, sentence.format(indicator=name, year=ref_year))
    candidates = _of_one_period(rows[rows["breakdown"] == ""])
    candidates = candidates[candidates["differs_by"] != "definition"]
    open_cases = candidates["differs_by"].isin(COMPETING)
    if candidates.empty:
        sentence = _("{indicator}: for {year} there are only figures of another definition or of a part: {versions}.")
        versions = "; ".join(map(cited, rows.itertuples()))
        return Latest(None, rows, sentence.format(indicator=name, year=ref_year, versions=versions))
    if open_cases.any():
        sentence = _(
            "{indicator}: {versions}. Nothing tells which one to use: show them all, with producer and date of "
            "publication."
        )
        versions = "; ".join(map(cited, candidates.itertuples()))
        return Latest(None, rows, sentence.format(indicator=name, versions=versions))
    chosen = candidates.sort_values("vintage_date", kind="stable").iloc[-1]
    others = rows[rows["benchmark_id"] != chosen["benchmark_id"]]
    return Latest(chosen, others, _with_others(name, chosen, others))


def target_status(indicator_id: str, benchmarks: pd.DataFrame | None = None) -> pd.DataFrame:
    """Whether each official target of an indicator is reached by its last official value.

    A target is reached when the value lies on its better side or on it; which side is better is data
    (`directions.csv`, ours). Versions of the value that have no order are all looked at: unless they agree, the status
    is unknown.

    Returns
    -------
    DataFrame
        One row a target: indicator_id, benchmark_id, target, qualifier, unit, target_year, producer, direction, status
        ("reached", "not_reached", "unknown"), as_of (period of the value; empty without one), due (whether the value is
        of the target year or later), message.

    Raises
    ------
    UsageError
        There is no such indicator.
    """
    table = _of_topics(indicator_id, benchmarks)
    direction = directions()[indicator_id]
    found = table[table["status"] == "found"]
    values = found[(found["kind"] == "value") & found["fit"].isin(FITTING)]
    rows = [
        _judged(indicator_id, target, _last_values(values[values["topic"] == target.topic]), direction)
        for target in found[found["kind"] == "target"].itertuples()
    ]
    return pd.DataFrame(rows, columns=list(_STATUS_COLUMNS))


def in_language(column: str) -> str:
    return f"{column}_vi" if language() == "vi" else f"{column}_en"


def _indicator_name(indicator_id: str) -> str:
    names = indicator_table().set_index("indicator_id")[in_language("name")]
    if indicator_id not in names.index:
        raise allowed("indicator", indicator_id, names.index)
    return f"{indicator_id} {names[indicator_id]}"


def _of_topics(indicator_id: str, benchmarks: pd.DataFrame | None) -> pd.DataFrame:
    """Rows of an indicator and of everything that counts the same."""
    _indicator_name(indicator_id)
    table = read_benchmarks() if benchmarks is None else benchmarks
    topics = table.loc[table["indicator_id"] == indicator_id, "topic"]
    return table[table["topic"].isin(topics)]


def _of_one_period(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the whole year; without any, those of its last part."""
    whole = rows[rows["ref_period"].str.fullmatch(_WHOLE_YEAR)]
    return whole if len(whole) else rows[rows["ref_period"] == rows["ref_period"].max()]


def _last_values(values: pd.DataFrame) -> pd.DataFrame:
    """The versions of the last value that nothing newer of the same kind has replaced."""
    values = values[values["breakdown"] == ""]
    values = _of_one_period(values[values["ref_year"] == values["ref_year"].max()])
    plain = values[values["differs_by"].isin(["", "revision"])].sort_values("vintage_date", kind="stable").tail(1)
    competing = values[values["differs_by"].isin(COMPETING)]
    return pd.concat([plain, competing])


def _judged(indicator_id: str, target: Any, values: pd.DataFrame, direction: str) -> dict[str, object]:
    """One row of `target_status`."""
    status = _reached(target, values["value"], direction)
    due = bool(len(values)) and bool(values["ref_year"].iloc[0] >= target.ref_year)
    return {
        "indicator_id": indicator_id,
        "benchmark_id": target.benchmark_id,
        "target": target.value,
        "qualifier": target.qualifier,
        "unit": target.unit,
        "target_year": int(target.ref_year),
        "producer": target.producer_vi if language() == "vi" else target.producer,
        "direction": direction,
        "status": status,
        "as_of": str(values["ref_period"].iloc[0]) if len(values) else "",
        "due": due,
        "message": _status_message(target, values, status, due),
    }


def _with_others(name: str, chosen: pd.Series, others: pd.DataFrame) -> str:
    """The chosen value, its other versions, and how many figures of other periods or of parts there are."""
    sentence = _("{indicator}: {value}.").format(indicator=name, value=cited(chosen))
    same = (others["ref_period"] == chosen["ref_period"]) & (others["breakdown"] == "")
    if same.any():
        sentence += " " + _("Other versions, which belong beside it: {others}.").format(
            others="; ".join(map(cited, others[same].itertuples()))
        )
    if (~same).any():
        sentence += " " + _("Figures of other periods or of parts of the people: {n} more.").format(n=(~same).sum())
    return sentence


def _reached(target: Any, values: pd.Series, direction: str) -> str:
    if values.empty or direction == "unclear":
        return "unknown"
    gap = (values - target.value) * (1 if direction == "higher" else -1)
    met = gap > 0 if target.qualifier == "below" else gap >= 0
    if met.all():
        return "reached"
    return "unknown" if met.any() else "not_reached"


def _status_message(target: Any, values: pd.DataFrame, status: str, due: bool) -> str:
    producer = target.producer_vi if language() == "vi" else target.producer
    words = {"target": _amount(target), "year": target.ref_year, "producer": producer}
    if values.empty:
        return _("Target {target} for {year} ({producer}): unknown, no official value was found.").format(**words)
    words["values"] = "; ".join(map(cited, values.itertuples()))
    if status == "reached":
        message = _("Target {target} for {year} ({producer}): reached by {values}.")
    elif status == "not_reached":
        message = _("Target {target} for {year} ({producer}): not reached by {values}.")
    else:
        message = _("Target {target} for {year} ({producer}): unknown, it depends on the version: {values}.")
    if not due:
        message += " " + _("The value is from before the year of the target, which may still be met.")
    return message.format(**words)


def _version_message(row: Any) -> str:
    texts = {
        "": "",
        "revision": _("The same thing, published later: name the date of publication."),
        "definition": _("Another definition under the same name: never in one series."),
        "denominator": _("A share of something else: ask what the whole is."),
        "document": _("Another document sets another number: name the document."),
        "unexplained": _("The sources do not say why it differs: show both."),
    }
    return texts[row.differs_by]


def _amount(row: Any) -> str:
    """A value with its unit, such as "over 4.2 %", in the language in use."""
    digits = len(row.published.partition(".")[2])
    words = {"over": _("over {amount}"), "nearly": _("nearly {amount}"), "almost": _("almost {amount}")}
    words |= {"below": _("below {amount}"), "": "{amount}"}
    units = {
        "percent": _("{value} %"),
        "persons": _("{value} persons"),
        "million_persons": _("{value} million persons"),
        "million_dong_a_month": _("{value} million dong a month"),
        "billion_dong": _("{value} billion dong"),
        "times": _("{value} times"),
        "boys_per_100_girls": _("{value} boys for 100 girls"),
        "events": _("{value} events"),
    }
    amount = units[row.unit].format(value=number(float(row.value), digits))
    return words[row.qualifier].format(amount=amount)


def cited(row: Any) -> str:
    """A value with what must stand beside it: period, part, producer, date of publication."""
    period = f"{row.ref_period}, {row.breakdown}" if row.breakdown else row.ref_period
    producer = row.producer_vi if language() == "vi" else row.producer
    if row.vintage_date:
        text = _("{amount} ({period}; {producer}; published {date})")
    else:
        text = _("{amount} ({period}; {producer}; date of publication not stated)")
    return text.format(amount=_amount(row), period=period, producer=producer, date=row.vintage_date)
