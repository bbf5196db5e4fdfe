"""One name or one number as people read it, in the language in use."""

from decimal import ROUND_HALF_UP, Decimal

from cgd.language import _, allowed
from cgd.scorecard.survey import group_labels, sdg_labels


def group_label(group: str) -> str:
    """Name of one group. Raises `cgd.errors.UsageError` for a code outside the six."""
    labels = group_labels()
    if group not in labels:
        raise allowed("group", group, labels)
    return labels[group]


def short_group(group: str) -> str:
    """Name of one group in a word or two, for slides. Raises `cgd.errors.UsageError` for a code outside the six."""
    group_label(group)
    return {
        "children": _("Children"),
        "youth": _("Youth"),
        "women": _("Women"),
        "pwd": _("With disabilities"),
        "lgbtiq": _("LGBTIQ+"),
        "cso": _("Organisations"),
    }[group]


def sdg_label(sdg: int) -> str:
    """Number and name of one goal, such as "SDG 1 No poverty". Raises `cgd.errors.UsageError` for another goal."""
    labels = sdg_labels()
    if sdg not in labels:
        raise allowed("SDG", sdg, labels)
    return _("SDG {number} {name}").format(number=sdg, name=labels[sdg])


def short_sdg(sdg: int) -> str:
    """Number and first words of one goal, for slides. Raises `cgd.errors.UsageError` for another goal."""
    sdg_label(sdg)
    names = {
        1: _("No poverty"),
        4: _("Education"),
        5: _("Gender"),
        8: _("Work"),
        13: _("Climate"),
        16: _("Peace"),
    }
    return _("SDG {number} {name}").format(number=sdg, name=names[sdg])


def rounded(value: float, places: int = 2) -> Decimal:
    """``value`` rounded half up, as published tables do (Python's own ``round`` goes to even: 3.345 to 3.34)."""
    # The sum behind a mean leaves noise in the last binary digits.
    exact = Decimal(repr(round(float(value), 9)))
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def number(value: float, places: int = 2) -> str:
    """``value`` rounded half up for reading, with the decimal mark of the language: 3.41 or 3,41.

    Parameters
    ----------
    value : float
        Any finite number.
    places : int
        Digits after the decimal mark.
    """
    return _with_marks(f"{rounded(value, places):,f}")


def count(people: int) -> str:
    """A whole number with the thousands mark of the language: 2,380 or 2.380."""
    return _with_marks(f"{people:,d}")


def _with_marks(text: str) -> str:
    # Translators: the number 1,234.5 as it is written in your language. Only its two marks are used.
    sample = _("1,234.5")
    return text.translate({ord(","): sample[1], ord("."): sample[5]})
