"""What the figures on the sample, the checks and disclosure say (FIG02 to FIG15, FIG19, FIG20)."""

from collections.abc import Callable

from cgd.language import _
from cgd.scorecard.labels import count, number
from cgd.scorecard.reliability import digit_score_labels
from cgd.toolkit.evidence.labels import code_label, group_name, percent
from cgd.toolkit.evidence.missing import reason
from cgd.toolkit.evidence.phrases import Value, number_text, share_text, with_hidden


def _plan(value: Value) -> str:
    reached = _("{achieved} respondents were reached, {planned} were planned ({share}).").format(
        achieved=count(value["achieved"]), planned=count(value["planned"]), share=share_text(value["share"])
    )
    short = _("In {short} of {cells} planned cells (group, region, area) it was under {limit} of the plan.").format(
        short=value["cells_under_80_percent"], cells=value["cells"], limit=percent(value["short_under"], 0)
    )
    return with_hidden(f"{reached} {short}", value)


def _response(value: Value) -> str:
    consent = _("{with_consent} of {records} records have a consent on file ({share}).").format(
        with_consent=count(value["with_consent"]),
        records=count(value["records"]),
        share=share_text(value["consent_share"]),
    )
    if value["without_consent"]:
        consent += " " + _("Records without one must be deleted: {n}.").format(n=count(value["without_consent"]))
    if value["response_rate"] is not None:
        rate = _("{share} of {n} eligible people who were contacted completed the interview.").format(
            share=percent(value["response_rate"]), n=count(value["eligible_where_recorded"])
        )
    elif value.get("response_rate_where_recorded") is not None:
        rate = _(
            "A response rate can be computed for {some} of {all} partners: there {share} of {n} eligible people who "
            "were contacted completed the interview."
        ).format(
            some=value["partners_computable"],
            all=value["partners"],
            share=percent(value["response_rate_where_recorded"]),
            n=count(value["eligible_where_recorded"]),
        )
    else:
        rate = _("A response rate cannot be computed.") + " " + reason(value["response_missing"])
    return f"{consent} {rate}"


def _nonresponse(value: Value) -> str:
    line = _(
        "Of {questions} questions asked, {nonresponse} have no rating: {dont_know} don't know, {refused} refused, "
        "{missing} no usable answer."
    )
    shares = {name: percent(value[name]) for name in ("nonresponse", "dont_know", "refused", "missing")}
    return with_hidden(line.format(questions=count(value["questions"]), **shares), value)


def _duplicates(value: Value) -> str:
    line = _("Among {records} records there are {exact} exact copies and {near} near copies of another.")
    return line.format(
        records=count(value["records"]), exact=count(value["exact_copies"]), near=count(value["near_copies"])
    )


def _ranges(value: Value) -> str:
    if not value["cells"]:
        return _("Every cell of {records} records is one that the code book allows.").format(
            records=count(value["records"])
        )
    line = _("{cells} cells in {columns} columns are not allowed; they stand in {named} of {records} records.")
    return line.format(
        cells=count(value["cells"]),
        columns=count(value["columns"]),
        named=count(value["records_named"]),
        records=count(value["records"]),
    )


def _consistency(value: Value) -> str:
    if not value["findings"]:
        return _("In {records} records no cells were found that do not fit together.").format(
            records=count(value["records"])
        )
    line = _("{findings} times cells do not fit together, in {named} of {records} records.")
    return line.format(
        findings=count(value["findings"]), named=count(value["records_named"]), records=count(value["records"])
    )


def _straight(value: Value) -> str:
    line = _(
        "{straight} of {records} records ({share}) have one and the same rating on every question of a year; in {same} "
        "the ratings of both years are the same."
    )
    text = line.format(
        straight=count(value["straight_lines"]),
        records=count(value["records"]),
        share=share_text(value["straight_share"]),
        same=count(value["same_both_years"]),
    )
    return with_hidden(text, value)


def _styles(value: Value) -> str:
    text = _("In {n} of {records} records {limit} or more of the ratings are 5, though not all.").format(
        n=count(value["mostly_fives"]), records=count(value["records"]), limit=percent(value["fives_from"], 0)
    )
    if value["most_fives_group"] is not None:
        text += " " + _("5s are most frequent for {group} (n = {n}): {share} of a person's ratings on average.").format(
            group=group_name(value["most_fives_group"]),
            n=count(value["most_fives_n"]),
            share=percent(value["most_fives"]),
        )
    return with_hidden(text, value)


def _lengths(value: Value) -> str:
    ending = "_median_minutes"
    forms = [
        _("{form}: {minutes} minutes").format(
            form=code_label("instrument", name.removesuffix(ending)), minutes=number(minutes, 0)
        )
        for name, minutes in value.items()
        if name.endswith(ending) and minutes is not None
    ]
    medians = _("Half of the interviews took at least as long ({n} with both times): {forms}.").format(
        n=count(value["timed"]), forms="; ".join(forms) or "–"
    )
    odd = _("Under {limit} of the median of their form: {fast}; at night: {night}.").format(
        limit=percent(value["too_fast_under"], 0), fast=count(value["too_fast"]), night=count(value["at_night"])
    )
    return with_hidden(f"{medians} {odd}", value)


def _interviewers(value: Value) -> str:
    line = _(
        "The intraclass correlation of {people} persons' mean ratings within {interviewers} interviewers is {rho} (0: "
        "the interviewer makes no difference). Interviewers far from the others: {apart}; records with the scale read "
        "the wrong way round: {reversed}."
    )
    text = line.format(
        people=count(value["people"]),
        interviewers=value["interviewers"],
        rho=number_text(value["rho"], 3),
        apart=value["interviewers_apart"],
        reversed=count(value["reversed_records"]),
    )
    return with_hidden(text, value)


def _ages(value: Value) -> str:
    text = _("Ages of {people} people from {low} to {high} years were looked at, partner by partner.").format(
        people=count(value["people"]), low=value["lowest_age"], high=value["highest_age"]
    )
    if value["worst_partner"] is not None:
        line = _("The highest last-digit score is {score} ({level}), at {partner} (n = {n}).")
        text += " " + line.format(
            score=number(value["worst_score"], 1),
            level=str(digit_score_labels().get(value["worst_level"], value["worst_level"])).lower(),
            partner=value["worst_partner"],
            n=count(value["worst_n"]),
        )
    return with_hidden(text, value)


def _makeup(value: Value) -> str:
    names = {"region": _("region"), "area": _("urban and rural"), "sex": _("sex")}
    parts = [
        _("{variable} {share}").format(variable=words, share=percent(value[f"{name}_dissimilarity"]))
        for name, words in names.items()
        if value.get(f"{name}_dissimilarity") is not None
    ]
    line = _(
        "For the sample of {people} persons to look like the population of {year}, so many would have to be other "
        "people: {parts}."
    )
    text = line.format(people=count(value["people"]), year=value["population_year"], parts="; ".join(parts))
    return with_hidden(text, value)


def _weights(value: Value) -> str:
    line = _(
        "The weights of {people} persons lie between {smallest} and {largest} times their mean. They change who counts "
        "how much, not how people were found."
    )
    text = line.format(
        people=count(value["people"]), smallest=number(value["smallest"]), largest=number(value["largest"])
    )
    return with_hidden(text, value)


def _cost(value: Value) -> str:
    line = _(
        "The weights have a design effect of {effect}: {people} persons with unequal weights count like {effective} "
        "with equal ones. This compares weights; it says nothing about people who were not asked."
    )
    return line.format(
        effect=number(value["design_effect"]),
        people=count(value["people"]),
        effective=count(round(value["effective_people"])),
    )


def _small_cells(value: Value) -> str:
    line = _(
        "For the team only: in {tables} tables for publication {small} counts are under their limit ({limit}, for some "
        "groups {strictest}), and {more} more must be hidden so that none can be found by subtraction."
    )
    text = line.format(
        tables=value["tables"],
        small=count(value["small_cells"]),
        limit=value["limit"],
        strictest=value["strictest_limit"],
        more=count(value["hidden_to_protect"]),
    )
    if value["unprotected_tables"]:
        text += " " + _("Tables that cannot be protected and must not be published: {n}.").format(
            n=value["unprotected_tables"]
        )
    return text


def _alike(value: Value) -> str:
    line = _(
        "{under} of {records} records ({share}) share their keys with fewer than {others} others; {alone} are alone "
        "with theirs. Comments that name somebody or say where to find one: {comments}."
    )
    return line.format(
        under=count(value["records_under_k"]),
        records=count(value["records"]),
        share=percent(value["share_under_k"]),
        others=value["k"] - 1,
        alone=count(value["records_alone"]),
        comments=count(value["comments_with_identifier"]),
    )


ABOUT_DATA: dict[str, Callable[[Value], str]] = {
    "FIG02": _plan,
    "FIG03": _response,
    "FIG04": _nonresponse,
    "FIG05": _duplicates,
    "FIG06": _ranges,
    "FIG07": _consistency,
    "FIG08": _straight,
    "FIG09": _styles,
    "FIG10": _lengths,
    "FIG11": _interviewers,
    "FIG12": _ages,
    "FIG13": _makeup,
    "FIG14": _weights,
    "FIG15": _cost,
    "FIG19": _small_cells,
    "FIG20": _alike,
}
