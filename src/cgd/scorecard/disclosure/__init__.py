"""What may be published about few people: small counts, records that stand out, names in comments.

Tables: `count_table`, then `suppress`; `attack` tries to undo it. Means: `suppress_means`. Files: `anonymity`,
`coarsen`, `coarsening`, `identifiers`. All tables of a survey at once: `small_cells`. The limits: `limits.yml`.
"""

from cgd.scorecard.disclosure.anonymity import Anonymity, age_bands, anonymity, coarsen, coarsening
from cgd.scorecard.disclosure.attack import attack, is_recoverable
from cgd.scorecard.disclosure.identifiers import identifiers
from cgd.scorecard.disclosure.known import who_stands_out
from cgd.scorecard.disclosure.limits import Limits, limits
from cgd.scorecard.disclosure.means import PublishedMeans, suppress_means
from cgd.scorecard.disclosure.small_cells import small_cells
from cgd.scorecard.disclosure.suppression import Published, clashes, suppress
from cgd.scorecard.disclosure.tables import count_table, with_margins

__all__ = [
    "Anonymity",
    "Limits",
    "Published",
    "PublishedMeans",
    "age_bands",
    "anonymity",
    "attack",
    "clashes",
    "coarsen",
    "coarsening",
    "count_table",
    "identifiers",
    "is_recoverable",
    "limits",
    "small_cells",
    "suppress",
    "suppress_means",
    "who_stands_out",
    "with_margins",
]
