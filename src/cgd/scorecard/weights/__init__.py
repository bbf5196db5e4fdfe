"""Weights that make a sample look like the population: post-stratification, raking, trimming, and what they cost.

Weights correct who is in the sample by the variables they are made of (here region, area, sex) and nothing else: not
how people were recruited, and not what people outside the sample think. They turn no sample of volunteers or invited
people into a probability sample, so they allow no margin of error.
"""

from cgd.scorecard.weights.limits import settings
from cgd.scorecard.weights.raking import Raked, poststratify, rake, rake_and_trim
from cgd.scorecard.weights.survey import Weighing, weigh
from cgd.scorecard.weights.trimming import Trimmed, design_effect, dissimilarity, effective_n, trim

__all__ = [
    "Raked",
    "Trimmed",
    "Weighing",
    "design_effect",
    "dissimilarity",
    "effective_n",
    "poststratify",
    "rake",
    "rake_and_trim",
    "settings",
    "trim",
    "weigh",
]
