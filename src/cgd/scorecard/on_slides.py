"""How the build gets a chart for the slides out of a notebook: only when it asks, and beside the page's picture."""

WANTED = "CGD_SLIDES"
"""Environment variable: where it is set, a notebook's charts come with their picture for a slide."""

SLIDE = "application/vnd.cgd.slide+png"
"""The type of that picture in an executed notebook. No reader of notebooks shows it."""
