"""A country's Toolkit: the global one, with what the country adds, rewords, moves to another tier or drops, and why."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from cgd.language import _
from cgd.toolkit.bank import Country, Options, Question, Strict, Toolkit

Action = Literal["add", "reword", "retier", "drop"]
# What rewording can touch: everything but what a question is filed under.
REWORDABLE = (
    "who",
    "text",
    "guidance",
    "fields",
    "gsbpm",
    "nqaf",
    "sims",
    "ddi",
    "figures",
    "proof",
    "source",
    "status",
)


class Change(Strict):
    """One difference to the global Toolkit, with its reason.

    `reword` gives the attributes that differ, `retier` the tier, `add` a whole question and the one that it follows.
    """

    question: str
    action: Action
    reason: str = Field(min_length=1)
    source: str = ""
    tier: Literal[1, 2, 3] | None = None
    after: str = ""
    new: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.action in ("add", "reword")) != bool(self.new):
            raise ValueError(f"{self.action} {'needs' if self.action in ('add', 'reword') else 'has no'} `new`")
        if (self.action == "retier") != (self.tier is not None):
            raise ValueError("`tier` belongs to retier, and retier needs it")
        if self.after and self.action != "add":
            raise ValueError("`after` belongs to add")
        wrong = sorted(set(self.new) - set(REWORDABLE)) if self.action == "reword" else []
        if wrong:
            raise ValueError(f"reword cannot change {', '.join(wrong)}")
        return self


class Overlay(Strict):
    """A file of `toolkit/national/`: the country's settings, its own lists and rules, its changes to questions.

    ``rules`` holds the parts of `toolkit/rules.yml` that differ.
    """

    country: Country
    lists: dict[str, Options] = Field(default_factory=dict)
    changes: list[Change] = Field(default_factory=list)
    rules: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """One attribute of one question that a country's Toolkit has otherwise, and why."""

    question: str
    action: Action
    attribute: str
    global_value: Any
    national_value: Any
    reason: str
    source: str

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


class OverlayError(ValueError):
    """A change that does not fit the global Toolkit; ``key`` says where it stands."""

    def __init__(self, key: tuple[str | int, ...], message: str) -> None:
        super().__init__(message)
        self.key = key


def apply(base: dict[str, Any], overlay: Overlay) -> dict[str, Any]:
    """The plain data of a bank, changed as ``overlay`` says.

    Raises
    ------
    OverlayError
        A change names a question that is not there, or adds one that is.
    """
    sections = [{**section, "questions": list(section["questions"])} for section in base["sections"]]
    for place, change in enumerate(overlay.changes):
        key = ("changes", place, "question")
        section, index = _find(sections, change.question)
        if change.action == "add":
            if index is not None:
                raise OverlayError(
                    key,
                    _("{question} is there already. Reword it, or take another number.").format(
                        question=change.question
                    ),
                )
            _add(sections, change, ("changes", place, "after"))
        elif index is None or section is None:
            raise OverlayError(key, _("{question} is not in the global Toolkit.").format(question=change.question))
        elif change.action == "drop":
            del section["questions"][index]
        else:
            new = {"tier": change.tier} if change.action == "retier" else change.new
            section["questions"][index] = {**section["questions"][index], **new}
    return {
        **base,
        "sections": [section for section in sections if section["questions"]],
        "lists": {**base.get("lists", {}), **overlay.lists},
        "country": overlay.country.model_dump(),
    }


def differences(base: Toolkit, national: Toolkit, overlay: Overlay) -> list[Difference]:
    """What differs between the two, attribute by attribute, with the reason that the overlay gives.

    Computed from the two forms, not copied from the overlay: a change without effect is no difference.
    """
    found = []
    for change in overlay.changes:
        old = base.question(change.question) if base.has(change.question) else None
        new = national.question(change.question) if national.has(change.question) else None
        for attribute, before, after in _attributes(old, new):
            found.append(
                Difference(change.question, change.action, attribute, before, after, change.reason, change.source)
            )
    return found


def overlay_names(folder: Path) -> list[str]:
    """Countries that ``folder`` has an overlay for."""
    return sorted(path.stem for path in folder.glob("*.yml"))


def _attributes(old: Question | None, new: Question | None) -> list[tuple[str, Any, Any]]:
    if old is None or new is None:
        return [("question", old and old.text, new and new.text)] if old is not new else []
    before, after = old.model_dump(exclude_defaults=True), new.model_dump(exclude_defaults=True)
    names = [name for name in type(old).model_fields if before.get(name) != after.get(name)]
    return [(name, before.get(name), after.get(name)) for name in names]


def _find(sections: list[dict[str, Any]], question: str) -> tuple[dict[str, Any] | None, int | None]:
    for section in sections:
        for index, item in enumerate(section["questions"]):
            if item["id"] == question:
                return section, index
    return None, None


def _add(sections: list[dict[str, Any]], change: Change, key: tuple[str | int, ...]) -> None:
    letter = change.question[:1]
    section = next((section for section in sections if section["id"] == letter), None)
    if section is None:
        raise OverlayError(key, _("There is no section {letter}.").format(letter=letter))
    ids = [item["id"] for item in section["questions"]]
    if change.after and change.after not in ids:
        raise OverlayError(
            key, _("{question} is not in section {letter}.").format(question=change.after, letter=letter)
        )
    place = ids.index(change.after) + 1 if change.after else len(ids)
    section["questions"].insert(place, {"id": change.question, **change.new})
