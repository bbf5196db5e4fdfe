"""Pieces of text around the controls. Everything that a person wrote is escaped."""

import html

import ipywidgets


def paragraph(text: str, style: str = "") -> ipywidgets.HTML:
    """Plain text as a paragraph; line breaks stay."""
    lines = html.escape(text).replace("\n", "<br>")
    return ipywidgets.HTML(f'<p class="{style}">{lines}</p>' if style else lines)


def markup(text: str) -> ipywidgets.HTML:
    """Text that is HTML already."""
    return ipywidgets.HTML(text)
