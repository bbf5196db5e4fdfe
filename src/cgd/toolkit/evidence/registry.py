"""Which figures there are, where each comes from and what it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from cgd.toolkit.evidence.files import CONTACTS, OFFICIAL, PLAN, POPULATION

if TYPE_CHECKING:
    from cgd.toolkit.evidence.found import Found
    from cgd.toolkit.evidence.material import Material


@dataclass(frozen=True)
class Figure:
    """A figure of the Toolkit.

    Attributes
    ----------
    id
        "FIG02", or "DATA".
    source
        Where the formula comes from: author and year, a standard, or "ours".
    home
        Module and function that computes it from a `Material`, as "module:function"; "" for a figure that does not
        come from a survey (`cgd.toolkit.evidence.from_answers`).
    needs
        Files beside the survey: see `cgd.toolkit.evidence.files`.
    """

    id: str
    source: str
    home: str = ""
    needs: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the figure is called, in the language in use."""
        from cgd.toolkit.evidence.titles import titles

        return titles()[self.id]

    @property
    def formula(self) -> str:
        """How it is computed, in the language in use."""
        from cgd.toolkit.evidence.formulas import formulas

        return formulas()[self.id]

    @property
    def from_data(self) -> bool:
        """Whether it is computed from a survey file."""
        return bool(self.home)

    def function(self) -> "Callable[[Material], Found]":
        """What computes it; loads pandas."""
        module, name = self.home.split(":")
        return getattr(import_module(f"cgd.toolkit.evidence.{module}"), name)


_LIST = (
    Figure("DATA", "FIPS 180-4 (SHA-256)", "fingerprints:data"),
    Figure("FIG01", "ours"),
    Figure("FIG02", "ours", "sample:plan", (PLAN,)),
    Figure("FIG03", "AAPOR, Standard Definitions, RR1; consent: ours", "sample:response", (CONTACTS,)),
    Figure("FIG04", "DDI-Codebook, element missing_data; ours", "quality:nonresponse"),
    Figure("FIG05", "ours", "quality:duplicates"),
    Figure("FIG06", "NiPN data quality toolkit (range checks first); ours", "quality:ranges"),
    Figure("FIG07", "ours", "quality:consistency"),
    Figure("FIG08", "Johnson 2005; Dunn and others 2018", "quality:straightlining"),
    Figure("FIG09", "ours", "quality:styles"),
    Figure("FIG10", "ours", "quality:lengths"),
    Figure("FIG11", "Shrout and Fleiss 1979, ICC(1,1)", "quality:interviewers"),
    Figure("FIG12", "Kuulasmaa and others 1998; NiPN data quality toolkit; Shryock and Siegel 1976", "quality:ages"),
    Figure("FIG13", "Duncan and Duncan 1955", "sample:makeup", (POPULATION,)),
    Figure("FIG14", "Deming and Stephan 1940; limits ours", "sample:weights", (POPULATION,)),
    Figure("FIG15", "Kish 1965, section 11.7; Kish 1992", "sample:cost_of_weights", (POPULATION,)),
    Figure("FIG16", "scale: published report; estimator ours", "results:scorecard"),
    Figure("FIG17", "Cliff 1993; direct standardisation", "results:between_groups"),
    Figure("FIG18", "ours", "results:expectation"),
    Figure(
        "FIG19",
        "Washington State Department of Health, small-numbers standard; Hundepool and others 2024",
        "privacy:cells",
    ),
    Figure("FIG20", "Samarati 2001; Sweeney 2002", "privacy:alike"),
    Figure("FIG21", "Cronbach 1951", "results:consistency_of_goals"),
    Figure("FIG22", "Spearman 1904", "results:official", (OFFICIAL,)),
    Figure("FIG23", "ours", "results:survives", (POPULATION,)),
    Figure("FIG24", "Kish 1965, chapter 5; Shrout and Fleiss 1979", "results:clustering"),
    Figure("FIG25", "fields of DDI-Codebook 2.5; score ours"),
    Figure("FIG26", "European Statistics Code of Practice 2017, principle 13; UN NQAF principle 16"),
    Figure("FIG27", "Cohen 1968, linear weights"),
)

FIGURES: dict[str, Figure] = {figure.id: figure for figure in _LIST}
"""Every figure by its name, in order."""
