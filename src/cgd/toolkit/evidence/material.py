"""What the figures are computed from, read and prepared once."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from cgd.errors import CgdError
from cgd.scorecard.checks import CHECKS, read_limits
from cgd.scorecard.checks.findings import together
from cgd.scorecard.checks.limits import Limits
from cgd.scorecard.survey import Survey
from cgd.scorecard.tables import text_cells
from cgd.scorecard.weights import Weighing, settings, weigh
from cgd.toolkit.evidence.files import CONTACTS, PLAN, POPULATION, Files
from cgd.toolkit.evidence.found import Lacking
from cgd.toolkit.evidence.small_counts import hidden_slices

PLAN_COLUMNS = ("group", "region", "area", "planned")
CONTACT_COLUMNS = ("partner", "contacted", "eligible", "refused", "partial", "completed")
ORGANISATIONS = "cso"


@dataclass(frozen=True)
class Material:
    """A survey with what belongs to it. Properties raise `Lacking` where a part is not there or cannot be used."""

    survey: Survey
    files: Files
    _found: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def limits(self) -> Limits:
        return read_limits()

    @cached_property
    def persons(self) -> Survey:
        """The persons among the respondents: organisations are another unit, and are never in one mean with them."""
        group = self.survey.respondents["group"]
        return self.survey.part((group.notna() & (group != ORGANISATIONS)).to_numpy(dtype=bool))

    @cached_property
    def hidden_groups(self) -> frozenset[str]:
        """Groups whose number of people no figure may show: one list for all, or two tables would tell it together.

        Totals of all respondents and of the persons are both shown, so both are protected.
        """
        return hidden_slices(self.survey.respondents, "group") | hidden_slices(self.persons.respondents, "group")

    @cached_property
    def plan(self) -> pd.DataFrame:
        """The planned sample: group, region, area, planned."""
        return self._table(PLAN, "no_sample_plan", "unusable_sample_plan", PLAN_COLUMNS, ("planned",))

    @cached_property
    def contacts(self) -> pd.DataFrame:
        """Who was contacted, by partner."""
        return self._table(CONTACTS, "no_contacts_file", "unusable_contacts_file", CONTACT_COLUMNS, CONTACT_COLUMNS[1:])

    def found(self, figure: str) -> pd.DataFrame:
        """What one check finds."""
        if figure not in self._found:
            self._found[figure] = CHECKS[figure](self.survey, self.limits)
        return self._found[figure]

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What all checks find, as `cgd.scorecard.check_quality`."""
        return together([self.found(figure) for figure in CHECKS])

    @cached_property
    def weighing(self) -> Weighing:
        """Weights of the persons."""
        if POPULATION not in self.files.others:
            raise Lacking("no_population_file")
        if not len(self.persons.respondents):
            raise Lacking("no_persons")
        people = self.survey.respondents
        if people["group"].isna().any() or self.persons.respondents[list(settings()["survey"]["margins"])].isna().any(
            axis=None
        ):
            raise Lacking("cells_missing")
        try:
            return weigh(self.survey, text_cells(self.files.others[POPULATION]))
        except CgdError:
            raise Lacking("no_weights") from None

    @property
    def weights(self) -> np.ndarray | None:
        """One weight a respondent of the survey, missing for organisations; None where nobody can be weighed."""
        try:
            return self.weighing.weights["weight"].to_numpy(dtype=float)
        except CgdError:
            return None

    def _table(
        self, need: str, absent: str, unusable: str, columns: tuple[str, ...], numbers: tuple[str, ...]
    ) -> pd.DataFrame:
        if need not in self.files.others:
            raise Lacking(absent)
        try:
            table = text_cells(self.files.others[need])
        except CgdError:
            raise Lacking(unusable) from None
        keys = [name for name in columns if name not in numbers]
        if not set(columns) <= set(table) or table[keys].duplicated().any():
            raise Lacking(unusable)
        # The plan needs every number; of a contact an empty cell says that nobody wrote it down.
        may_be_empty = need == CONTACTS
        for name in numbers:
            cells = table[name]
            if not (cells.str.fullmatch(r"\d{1,9}") | ((cells == "") & may_be_empty)).all():
                raise Lacking(unusable)
        return table
