"""Weigh the scorecard survey: citizens to the population by region, area and sex."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cgd.errors import CgdError
from cgd.language import _
from cgd.scorecard.survey import Survey
from cgd.scorecard.weights.limits import limit, settings
from cgd.scorecard.weights.raking import need, populations, rake_and_trim
from cgd.scorecard.weights.trimming import design_effect, effective_n

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Weighing:
    """Weights of a survey's citizens, and figures for the Toolkit's question on weights.

    Attributes
    ----------
    weights
        One row a respondent, in the survey's order: respondent_id, weight (mean 1 over citizens; missing for
        organisations).
    makeup
        One row a category: variable, category, people, sample_share, weighted_share, population_share (0 to 1; of the
        people who have one of the categories with a population figure; missing for the others).
    people
        Citizens with a weight.
    design_effect, effective_people
        Kish's design effect of the weights, and `people` divided by it.
    smallest, largest
        Smallest and largest weight, as multiples of the mean.
    raised, cut, rounds, notes
        As in `Raked`.
    """

    weights: pd.DataFrame
    makeup: pd.DataFrame
    people: int
    design_effect: float
    effective_people: float
    smallest: float
    largest: float
    raised: int
    cut: int
    rounds: int
    notes: tuple[str, ...]


def weigh(
    survey: Survey,
    margins: pd.DataFrame,
    *,
    year: int | None = None,
    basis: str | None = None,
    low: float | None = None,
    high: float | None = None,
) -> Weighing:
    """Weights for the citizens of the survey: raked to region, area and sex, and trimmed (FIG13 to FIG15).

    Organisations get no weight: a population of people says nothing about them. Remote and mountainous areas count as
    rural, because only urban and rural population is published. People whose sex is "other" or "no answer" take part in
    region and area; the sex margin is met among women and men, and by itself changes nothing for the others.

    The weights do not make a group (women, say) look like that group of the population, and do not touch age.

    Parameters
    ----------
    survey
        Citizens must all have region, area and sex ("no_answer" is a value; an empty cell is not).
    margins
        variable, category, year, thousand; with several bases (average, census_night) also basis. Variables used:
        region (or region6, which is merged), area, sex.
    year, basis
        Which population; left out: 2022, average.
    low, high
        Limits of trimming as multiples of the mean weight; left out: 0.3 and 3.0.

    Raises
    ------
    CgdError
        As for `rake_and_trim`; or the margins lack a variable for that year; or somebody has no group.
    """
    people = survey.respondents
    if people["group"].isna().any():
        line = _("{n} people have no group: fill it in first, because organisations get no weight.")
        raise CgdError(line.format(n=int(people["group"].isna().sum())))
    citizens = (people["group"] != "cso").to_numpy()
    table = _survey_margins(margins, year, basis)
    plan = settings()["survey"]["margins"]
    merged = pd.DataFrame({name: _merged(people.loc[citizens, name], plan[name].get("people", {})) for name in plan})
    outside = {name: rule["outside"] for name, rule in plan.items() if "outside" in rule}
    raked = rake_and_trim(merged, table, low=low, high=high, outside=outside)
    weight = np.full(len(people), np.nan)
    weight[citizens] = raked.weights * (int(citizens.sum()) / raked.weights.sum())
    used = weight[citizens]
    return Weighing(
        weights=pd.DataFrame({"respondent_id": people["respondent_id"], "weight": weight}),
        makeup=_makeup(merged, used, table),
        people=len(used),
        design_effect=design_effect(used),
        effective_people=effective_n(used),
        smallest=float(used.min()),
        largest=float(used.max()),
        raised=raked.raised,
        cut=raked.cut,
        rounds=raked.rounds,
        notes=raked.notes,
    )


def _survey_margins(margins: pd.DataFrame, year: int | None, basis: str | None) -> pd.DataFrame:
    """Rows of one year and basis with the survey's own categories: variable, category, population."""
    need(margins, ["variable", "category", "year", "thousand"])
    year, basis = (
        limit("survey", "year", year),
        str(settings()["survey"]["basis"]["value"] if basis is None else basis),
    )
    rows = margins[margins["year"].astype(str) == str(year)]
    if "basis" in rows.columns:
        rows = rows[rows["basis"].astype(str) == str(basis)]
    parts = []
    for name, rule in settings()["survey"]["margins"].items():
        part, merge = rows[rows["variable"] == name], {}
        if part.empty and "from" in rule:
            part, merge = rows[rows["variable"] == rule["from"]], rule["merge"]
        if part.empty:
            line = _("The margins have no {variable} for {year} ({basis}).")
            raise CgdError(line.format(variable=name, year=year, basis=basis))
        population = pd.Series(populations(part.rename(columns={"thousand": "population"}), ["variable", "category"]))
        joined = population.groupby(part["category"].astype(str).replace(merge).to_numpy(), sort=False).sum()
        parts.append(pd.DataFrame({"variable": name, "category": joined.index, "population": joined.to_numpy()}))
    return pd.concat(parts, ignore_index=True)


def _merged(column: pd.Series, merge: Mapping[str, str]) -> pd.Series:
    """The column with some categories joined to others, as a categorical."""
    values = column.array if isinstance(column.dtype, pd.CategoricalDtype) else pd.Categorical(column)
    names = values.categories.astype(str)
    joined = [merge.get(name, name) for name in names]
    levels = pd.Index(dict.fromkeys(joined))
    codes = np.append(levels.get_indexer(joined), -1)[values.codes]  # the last one is for missing values
    return pd.Series(pd.Categorical.from_codes(codes, categories=levels), index=column.index, name=column.name)


def _makeup(people: pd.DataFrame, weights: Floats, table: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for variable, population in table.groupby("variable", sort=False):
        shares = population.set_index("category")["population"] / population["population"].sum()
        values = people[str(variable)].array
        n = pd.Series(np.bincount(values.codes, minlength=len(values.categories)), index=values.categories)
        weighted = pd.Series(np.bincount(values.codes, weights, minlength=len(values.categories)), index=n.index)
        order = [*shares.index, *(name for name in n.index if name not in shares.index and n[name])]
        part = pd.DataFrame({"variable": variable, "category": order, "people": n.reindex(order).to_numpy()})
        for column, counts in (("sample_share", n), ("weighted_share", weighted)):
            inside = counts.reindex(shares.index)
            part[column] = (inside / inside.sum()).reindex(order).to_numpy()
        part["population_share"] = shares.reindex(order).to_numpy()
        parts.append(part)
    return pd.concat(parts, ignore_index=True)
