"""The three questionnaires on tablets: what they ask, and reading what KoboToolbox or ODK Central exports of them."""

from cgd.scorecard.kobo.reading import Export, read_export, read_kobo

__all__ = ["Export", "read_export", "read_kobo"]
