"""Which partners and interviewers have a bad habit: drawn from the seed, each has one at most."""

from dataclasses import dataclass

import numpy as np

from cgd.errors import CgdError
from cgd.language import _
from cgd.scorecard.make.defects.draft import Draft, Mask


@dataclass(frozen=True)
class Roles:
    """Partners (dk_as_3, age_heaping) and interviewers (the others) by the kind of fault.

    Attributes
    ----------
    dk_code
        One interviewer for each habit.
    dk_blank
        The interviewer whose tablet has the blanks.
    """

    dk_as_3: str
    age_heaping: str
    reversed_scale: str
    inflated_interviewer: str
    copied_form: str
    dk_blank: str
    dk_code: tuple[str, ...]

    @property
    def interviewers(self) -> tuple[str, ...]:
        """All interviewers with a habit."""
        return (self.reversed_scale, self.inflated_interviewer, self.copied_form, self.dk_blank, *self.dk_code)


def draw_roles(draft: Draft) -> Roles:
    """Draw two partners, then interviewers of the other partners.

    Raises
    ------
    CgdError
        There are too few partners or interviewers.
    """
    habits = len(draft.settings["dk_code"]["habits"])
    partners = draft.shuffled(np.unique(draft.clean("partner")))
    others = ~np.isin(draft.clean("partner"), partners[:2])
    interviewers = draft.shuffled(np.unique(draft.clean("interviewer")[others]))
    if len(partners) < 3 or len(interviewers) <= 4 + habits:
        raise CgdError(
            _(
                "Planting faults needs at least three partners, and {n} interviewers beside those of the first two. "
                "Found: {partners} and {interviewers}."
            ).format(n=5 + habits, partners=len(partners), interviewers=len(interviewers))
        )
    return Roles(
        dk_as_3=partners[0],
        age_heaping=partners[1],
        reversed_scale=interviewers[0],
        inflated_interviewer=interviewers[1],
        copied_form=interviewers[2],
        dk_blank=interviewers[3],
        dk_code=tuple(interviewers[4 : 4 + habits]),
    )


def rows_of(draft: Draft, column: str, *codes: str) -> Mask:
    """Respondents of these partners or interviewers."""
    return np.isin(draft.clean(column), codes)


def places_of(draft: Draft, column: str, code: str) -> list[int]:
    """The same for one partner or interviewer, as places in the file."""
    return np.flatnonzero(rows_of(draft, column, code)).tolist()


def plain(draft: Draft, roles: Roles) -> Mask:
    """Respondents of nobody with a habit."""
    return honest_ratings(draft, roles) & ~rows_of(draft, "partner", roles.age_heaping)


def honest_ratings(draft: Draft, roles: Roles) -> Mask:
    """Respondents in whose rows no habit changes a rating or another answer, and whose forms nobody copies."""
    return ~rows_of(draft, "partner", roles.dk_as_3) & ~rows_of(draft, "interviewer", *roles.interviewers)
