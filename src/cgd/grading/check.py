"""Checks of answers in graded exercises: each wrong answer gets a message that says what to think about again.

The test cells of an exercise call these functions. They take whatever a person may have typed, and never fail with
anything but a `Misconception`. Nothing here needs nbgrader: participants run the visible half of the tests themselves.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping

from cgd.language import _

# An exercise imports these, so that a letter typed without quotation marks is an answer and no error.
a, b, c, d = "abcd"

TINY = 1e-9  # binary fractions: 3.415 - 3.41 is a little more than 0.005


class Misconception(AssertionError):
    """An answer that is missing, unreadable or wrong; its text is all that a person sees."""

    def _render_traceback_(self) -> list[str]:
        # IPython asks for this. Its own traceback would quote the test's source lines, and with them the answers.
        return [str(self)]


def option(answer: object, among: Iterable[object]) -> str:
    """The one of the options that a person means by ``answer``.

    Parameters
    ----------
    answer
        Anything: " B ", "b)", 8, 8.0, "SDG 8".
    among
        The options, e.g. "abcd" or [1, 4, 5].

    Returns
    -------
    str
        The option as text, lower case. It is also printed, so that a person sees what was understood.

    Raises
    ------
    Misconception
        There is no answer, or it is none of the options.
    """
    options = [_plain(each) for each in among]
    text = re.sub(r"^\W+|\W+$", "", _plain(_given(answer)))
    text = re.sub(r"^sdg\s*", "", text)
    if text not in options:
        raise Misconception(
            _("This answer is not one of the choices. Write only one of these: {options}.").format(
                options=", ".join(options)
            )
        )
    _noted(text)
    return text


def value(answer: object) -> float:
    """The number that a person means by ``answer``: 3.41, "3.41", "3,41" or "3,41 points".

    It is also printed, so that a person sees what was understood.

    Raises
    ------
    Misconception
        There is no answer, or it is not exactly one number.
    """
    answer = _given(answer)
    if isinstance(answer, tuple) and len(answer) == 2:  # 3,41 without quotation marks is a pair in Python
        answer = f"{answer[0]},{answer[1]}"
    found = re.findall(r"[-+]?\d+(?:[.,]\d+)?", _plain(answer).replace("−", "-"))
    if len(found) != 1 or not math.isfinite(float(found[0].replace(",", "."))):
        raise Misconception(_("Write one number and nothing else, for example 2.75."))
    _noted(found[0])
    return float(found[0].replace(",", "."))


def choice(given: str, *, right: object, why: Mapping[object, str], otherwise: str = "") -> None:
    """Check a choice.

    Parameters
    ----------
    given
        What `option` gave back.
    right
        The right option, or several that are equally right.
    why
        For each wrong option, the message that names the misconception.
    otherwise
        The message for the wrong options that ``why`` leaves out.

    Raises
    ------
    Misconception
        The choice is wrong.
    """
    several = isinstance(right, Iterable) and not isinstance(right, str)
    if given in [_plain(each) for each in (right if several else [right])]:  # type: ignore[attr-defined]
        return
    messages = {_plain(wrong): message for wrong, message in why.items()}
    raise Misconception(messages.get(given) or otherwise or _not_right())


def number(given: float, *, right: float, within: float, why: Mapping[float, str], otherwise: str = "") -> None:
    """Check a number.

    Parameters
    ----------
    given
        What `value` gave back.
    right
        The right number, unrounded.
    within
        How far from ``right`` an answer may be, in the same unit: 0.005 for two decimals.
    why
        Wrong numbers that are to be expected (unrounded; the same tolerance applies), with the message for each.
        The first that fits is used.
    otherwise
        The message for all other numbers.

    Raises
    ------
    Misconception
        The number is wrong.
    """
    if abs(given - right) <= within + TINY:
        return
    for wrong, message in why.items():
        if abs(given - wrong) <= within + TINY:
            raise Misconception(message)
    raise Misconception(otherwise or _not_right())


def _given(answer: object) -> object:
    """``answer``, unless there is none."""
    if answer is None or answer is ... or not _plain(answer):
        raise Misconception(
            _(
                "There is no answer here yet. Write it between the two straight quotation marks in the cell above, "
                "then run that cell and this one."
            )
        )
    return answer


def _plain(answer: object) -> str:
    """An answer as comparable text: one form of each letter, lower case, no outer spaces; 8.0 is "8"."""
    try:
        text = str(int(answer)) if isinstance(answer, float) and answer.is_integer() else str(answer)
    except Exception:  # a person's object may do anything when asked for its text
        return "?"
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _noted(answer: str) -> None:
    print(_("Your answer: {answer}. You may change it until you hand in.").format(answer=answer))


def _not_right() -> str:
    return _("This answer is not right. Read the question and the table once more.")
