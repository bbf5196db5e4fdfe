"""Hypothesis strategies: any answers that a form can hold."""

from hypothesis import strategies as st

from cgd.toolkit.answers import Answer, Answers, Proof
from cgd.toolkit.bank import Column, Entry, Toolkit
from cgd.toolkit.evidence.item import Evidence
from cgd.toolkit.values import clean_text

texts = st.text(max_size=60).map(clean_text).filter(str.strip)
words = st.sampled_from(
    ["no", "yes", "null", "~", "1.10", "0x1F", "2022-07-14", "=1+1", "- a", "a: b", "#", "", "Đặng\nHà", " x "]
)
stamps = st.datetimes().map(lambda moment: moment.isoformat(timespec="seconds") + "Z")


def values(entry: Column) -> st.SearchStrategy:
    """Values of one field, as they are stored."""
    if isinstance(entry, Entry) and entry.type == "table":
        return _tables(entry)
    if entry.type in ("choice", "multichoice", "checklist"):
        codes = st.sampled_from(list(entry.options))
        if entry.type == "choice":
            return codes
        if entry.type == "multichoice":
            return st.sets(codes, min_size=1).map(lambda chosen: [code for code in entry.options if code in chosen])
        return st.dictionaries(codes, st.sampled_from(["yes", "no"]), min_size=1)
    if entry.type == "number":
        low = 0 if entry.min is None else entry.min
        whole = st.integers(int(low), int(1e9 if entry.max is None else entry.max))
        return whole | st.floats(low, 1e9 if entry.max is None else entry.max).map(
            lambda x: int(x) if x.is_integer() else x
        )
    if entry.type == "date":
        return st.dates().map(str) | st.dates().map(lambda day: str(day)[:7]) | st.dates().map(lambda day: str(day)[:4])
    if entry.type == "question":
        return st.sampled_from(["A1", "B10", "L6"])
    return texts | words.filter(str.strip)


def _tables(entry: Entry) -> st.SearchStrategy:
    row = st.fixed_dictionaries({}, optional={column.id: values(column) for column in entry.columns})
    if entry.rows:
        rows = st.dictionaries(st.sampled_from(list(entry.rows)), row.filter(bool), min_size=1)
        return rows.map(lambda found: {name: found[name] for name in entry.rows if name in found})
    filled = st.lists(row, min_size=1, max_size=min(entry.max_rows or 4, 4)).map(_without_empty_end)
    return filled.filter(bool)


def _without_empty_end(rows: list) -> list:
    while rows and not rows[-1]:
        rows = rows[:-1]
    return rows


def answers_to(question, others: bool = True) -> st.SearchStrategy[Answer]:
    """Any answer to one question."""
    fields = {entry.id: values(entry) for entry in question.fields if entry.type != "computed"}
    ordered = st.fixed_dictionaries({}, optional=fields).map(
        lambda v: {e.id: v[e.id] for e in question.fields if e.id in v}
    )
    return st.builds(
        Answer,
        values=ordered,
        state=st.sampled_from(["", "", "", "unknown", "not_applicable"]),
        reason=st.just("") | texts,
        proof=st.lists(st.builds(Proof, texts, st.just("") | texts, st.just("") | texts), max_size=2).map(tuple),
        by=st.just("") | texts,
        at=stamps,
        others=st.lists(answers_to(question, False), max_size=2).map(tuple) if others else st.just(()),
    )


def filled(toolkit: Toolkit, most: int = 4) -> st.SearchStrategy[Answers]:
    """A form with a few questions answered."""
    questions = list(toolkit.questions())
    few = st.lists(st.sampled_from(questions), max_size=most, unique_by=lambda question: question.id)
    given = few.flatmap(
        lambda chosen: st.fixed_dictionaries({question.id: answers_to(question) for question in chosen})
    )
    return given.map(lambda found: _form(toolkit, found))


def _form(toolkit: Toolkit, found: dict[str, Answer]) -> Answers:
    kept = {name: answer for name, answer in found.items() if not answer.is_empty()}
    item = Evidence(
        "FIG02", {"planned": 3000, "share": 0.5, "none": None}, [{"group": "women", "n": 5}], at="2026-11-25T08:00:00Z"
    )
    return Answers(
        toolkit.id,
        toolkit.version,
        toolkit.country.id if toolkit.country else "global",
        "vi",
        "",
        kept,
        {"FIG02": item},
    )
