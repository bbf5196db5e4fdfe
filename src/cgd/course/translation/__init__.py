"""The course in other languages: gettext catalogues out of the English sources, and translated sources out of them."""

from cgd.course.translation.catalogues import Count, extract, status
from cgd.course.translation.check import Problem, check
from cgd.course.translation.stage import Staged, stage, translated_text

__all__ = ["Count", "Problem", "Staged", "check", "extract", "stage", "status", "translated_text"]
