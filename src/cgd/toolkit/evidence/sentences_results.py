"""What the figures on results say (FIG16 to FIG18, FIG21 to FIG24)."""

from collections.abc import Callable

from cgd.language import _
from cgd.scorecard.labels import count, number
from cgd.toolkit.evidence.labels import group_name, item_label, percent, signed, variant_label
from cgd.toolkit.evidence.phrases import Value, number_text, with_hidden


def _scorecard(value: Value) -> str:
    one = _("{group} (n = {n}): mean {mean}, {high} at 4 and 5, {low} at 1 and 2")
    groups = [
        one.format(
            group=group_name(group),
            n=count(value[f"{group}_n"]),
            mean=number(value[f"{group}_mean"]),
            high=percent(value[f"{group}_share_45"]),
            low=percent(value[f"{group}_share_12"]),
        )
        for group in [name.removesuffix("_mean") for name in value if name.endswith("_mean")]
        if value[f"{group}_mean"] is not None and value[f"{group}_n"] is not None
    ]
    line = _("Ratings of {year} by those who answered, over {goals} goals. {groups}.")
    text = line.format(year=value["year"], goals=value["goals"], groups="; ".join(groups) or "–")
    return with_hidden(text, value)


def _gaps(value: Value) -> str:
    start = _("{n} comparisons of a group with the other persons (n = {people}).").format(
        n=value["comparisons"], people=count(value["people"])
    )
    if value["largest_cliffs_delta"] is None:
        return with_hidden(start, value)
    line = _(
        "The largest: {group} (n = {n}) on {goal}, difference of means {gap} points, Cliff's delta {delta}; {alike} "
        "with the same make-up by region and sex. With so many comparisons some are large by accident."
    )
    text = line.format(
        group=group_name(value["largest_group"]),
        n=count(value["largest_n"]),
        goal=item_label(value["largest_item"]),
        gap=number_text(value["largest_gap"]),
        delta=number_text(value["largest_cliffs_delta"]),
        alike=number_text(value["largest_cliffs_delta_alike"]),
    )
    return with_hidden(f"{start} {text}", value)


def _expected(value: Value) -> str:
    if value["lowest_gain"] is None:
        return with_hidden(_("No difference between 2022 and 2025 may be shown."), value)
    line = _(
        "Expectation for 2025 minus rating of 2022, as means of those who answered: from {low} points ({low_group}, n "
        "= {low_n}) to {high} points ({high_group}, n = {high_n}), which is {low_year} to {high_year} a year. Both "
        "were given in one sitting in 2022; 2025 was not measured."
    )
    ends: dict[str, str] = {}
    for end, short in (("lowest", "low"), ("highest", "high")):
        ends[short] = signed(value[f"{end}_gain"])
        ends[f"{short}_group"] = group_name(value[f"{end}_group"])
        ends[f"{short}_n"] = count(value[f"{end}_n"])
        ends[f"{short}_year"] = signed(value[f"{end}_per_year"])
    return with_hidden(line.format(**ends), value)


def _alpha(value: Value) -> str:
    line = _(
        "Cronbach's alpha of the questions of a goal lies between {low} ({low_goal}, n = {low_n}) and {high} "
        "({high_goal}, n = {high_n}). It matters only if they are meant as one index."
    )
    ends: dict[str, str] = {}
    for end, short in (("lowest", "low"), ("highest", "high")):
        ends[short] = signed(value[f"{end}_alpha"])
        ends[f"{short}_goal"] = item_label(value[f"{end}_item"])
        ends[f"{short}_n"] = count(value[f"{end}_n"])
    return with_hidden(line.format(**ends), value)


def _official(value: Value) -> str:
    if value["lowest_rank_correlation"] is None:
        text = _("No order of the goals may be shown.")
    else:
        text = _(
            "Over {goals} goals, the order of those who answered agrees least with the official picture for "
            "{low_group} (n = {low_n}; rank correlation {low}) and most for {high_group} (n = {high_n}; {high})."
        ).format(
            goals=value["goals"],
            low=number_text(value["lowest_rank_correlation"]),
            low_group=group_name(value["lowest_group"]),
            low_n=count(value["lowest_n"]),
            high=number_text(value["highest_rank_correlation"]),
            high_group=group_name(value["highest_group"]),
            high_n=count(value["highest_n"]),
        )
    rest = _(
        "The picture by goal is an illustration of this course; {found} of {indicators} indicators have an official "
        "value. Opinion and official figure are different quantities: only their order is compared."
    ).format(found=value["indicators_with_official_value"], indicators=value["indicators"])
    return with_hidden(f"{text} {rest}", value)


def _survives(value: Value) -> str:
    text = _("The means of the groups (n = {people}) were computed in {variants} other ways.").format(
        people=count(value["people"]), variants=value["variants"]
    )
    if value["largest_shift"] is not None:
        text += " " + _("The largest shift is {points} points: {group}, {variant}.").format(
            points=number_text(value["largest_shift"]),
            group=group_name(value["largest_shift_group"]),
            variant=variant_label(value["largest_shift_variant"]),
        )
    text += " " + _("The order of the groups changes in {n} of them.").format(n=value["other_order"])
    return with_hidden(text, value)


def _clusters(value: Value) -> str:
    line = _(
        "People of one province answer alike to a degree of {rho} (intraclass correlation; {people} persons in "
        "{places} provinces). The design effect is {effect}: they count like {effective} who have no place in "
        "common. This says nothing about people who were not asked."
    )
    return line.format(
        rho=number_text(value["rho"], 3),
        people=count(value["people"]),
        places=value["places"],
        effect=number(value["design_effect"], 1),
        effective=count(_effective(value)),
    )


def _effective(value: Value) -> int:
    """People divided by the design effect; where places differ less than by accident, no more than there are."""
    return round(value["people"] / max(value["design_effect"], 1))


ABOUT_RESULTS: dict[str, Callable[[Value], str]] = {
    "FIG16": _scorecard,
    "FIG17": _gaps,
    "FIG18": _expected,
    "FIG21": _alpha,
    "FIG22": _official,
    "FIG23": _survives,
    "FIG24": _clusters,
}
