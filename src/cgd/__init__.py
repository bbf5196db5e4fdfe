"""Quality assurance for citizen-generated data: a course, and the software that runs it."""

from cgd.language import use_language

__all__ = ["use_language"]
