"""What every chart shares: the finished chart, colours, the note under it, and text that fits.

Every chart prints under itself how many people answered and how they were chosen, and carries a text alternative
that is computed from the same numbers. Colours stay apart for every common kind of colour blindness.
"""

import base64
import io
import os
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from cgd.language import _
from cgd.scorecard.labels import count, group_label, number, short_group
from cgd.scorecard.on_slides import SLIDE, WANTED

SIZE = (9.0, 7.0)  # inches
DPI = 130
WALL_SIZE = (8.8, 4.25)  # inches
WALL_DPI = 200
# Lines need more contrast with the ground than the orange of large marks has.
DARK_ORANGE = "#b36a00"
INK = "#222222"
# The first two of seaborn's palette "colorblind". Importing seaborn for them costs every notebook seconds.
BLUE, ORANGE = "#0173b2", "#de8f05"
NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class Chart:
    """A finished chart: what is drawn, the same in words, and the numbers behind it.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        The picture.
    alt : str
        Text alternative in the language that was in use when the chart was drawn.
    data : pandas.DataFrame
        The numbers that are drawn, unrounded.
    wall : callable, optional
        Draws the same for a slide, when it is asked for; charts that are on no slide have none.
    """

    figure: Figure
    alt: str
    data: pd.DataFrame
    wall: Callable[[], Figure] | None = field(default=None, repr=False, compare=False)

    def png(self) -> bytes:
        """The picture as a PNG file; the same bytes for the same data."""
        return _png(self.figure, DPI)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, str], dict[str, Any]]:
        shown = {"image/png": _text(self.png()), "text/plain": self.alt}
        if self.wall and os.environ.get(WANTED):
            shown[SLIDE] = _text(_png(self.wall(), WALL_DPI))
        return shown, {"image/png": {"alt": self.alt}}


def _png(figure: Figure, dpi: int) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()


def _text(picture: bytes) -> str:
    return base64.b64encode(picture).decode("ascii")


@dataclass(frozen=True)
class Look:
    """Where a chart is read, on a page or on the wall: how large its type (points) and its marks are."""

    text: float
    small: float
    marks: float
    short: bool

    def group(self, code: str) -> str:
        """Name of a group at the left of its row."""
        return short_group(code) if self.short else wrapped(group_label(code), 21)


PAGE = Look(text=12, small=11, marks=1, short=False)
# From the last row of a room; `WALL_SIZE` is what a slide has below its heading, so a point is a point.
WALL = Look(text=18, small=18, marks=1.25, short=True)


def canvas(title: str, question: str, size: tuple[float, float] = SIZE) -> Figure:
    """An empty figure with its title and, in a smaller type, what is asked."""
    figure = Figure(figsize=size, facecolor="white")
    FigureCanvasAgg(figure)
    top = 1 - 0.175 / size[1]
    figure.text(0.02, top, title, size=16, weight="bold", color=INK, va="top")
    figure.text(0.02, top - 0.315 / size[1], question, size=13, color=INK, va="top")
    return figure


def wall(*lines: str) -> Figure:
    """An empty figure for a slide, which has the title, with short lines under it."""
    figure = Figure(figsize=WALL_SIZE, facecolor="white")
    FigureCanvasAgg(figure)
    figure.text(0.005, 0.01, "\n".join(lines), size=WALL.text, color=INK, va="bottom")
    return figure


def answered(n: str = "") -> str:
    """The one line under a chart on a slide: that the data are synthetic, and whom they describe."""
    said = _("Synthetic data: they describe only those who answered.")
    return f"{said} {n}".rstrip()


def key(figure: Figure, across: float, up: float, *entries: tuple[str, str, str]) -> None:
    """Marks with their colour and what they stand for, side by side; for a slide."""
    for mark, fill, text in entries:
        edge = INK if fill != colours()[0] else fill
        line = Line2D([across + 0.018], [up], marker=mark, color=fill, markeredgecolor=edge, markersize=13)
        figure.add_artist(line)
        said = figure.text(across + 0.041, up, text, size=WALL.text, color=INK, va="center_baseline")
        across = said.get_window_extent().x1 / figure.bbox.width + 0.03


def plain(axes: Axes, grid: Literal["both", "x", "y"] = "x", look: Look = PAGE) -> Axes:
    """An axes without frame and ticks, with light lines across."""
    axes.set_axisbelow(True)
    axes.grid(axis=grid, color="#ececec", zorder=0)
    axes.tick_params(length=0, labelsize=look.text, labelcolor=INK)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(_tick))
    for side in axes.spines.values():
        side.set_visible(False)
    return axes


def _tick(value: float, _place: int | None = None) -> str:
    """A number of an axis, with the decimal mark of the language."""
    rounded_value = round(value, 6)
    places = max(0, len(f"{rounded_value:g}".partition(".")[2]))
    return number(abs(rounded_value), places) if rounded_value >= 0 else "−" + number(-rounded_value, places)


def colours() -> tuple[str, str]:
    """Blue and orange: apart for every common kind of colour blindness, and in grey print."""
    return BLUE, ORANGE


def people(n: pd.Series) -> str:
    """How many people answered, such as "n = 720"; a range where it differs between rows."""
    low, high = count(int(n.min())), count(int(n.max()))
    shown = low if low == high else _("{low} to {high}").format(low=low, high=high)
    return f"n = {shown}".replace(" ", NO_BREAK)


def footer(figure: Figure, what: str, *more: str) -> None:
    """What is shown, how people were chosen, and what must not be read into it."""
    lines = [
        what,
        _("Those who answered were recruited through organisations, not drawn at random: this describes only them."),
        *more,
    ]
    under(figure, *lines)


def under(figure: Figure, *lines: str) -> None:
    """Lines under a chart, in the smallest type that is used."""
    figure.text(0.02, 0.02, wrapped("\n".join(lines), 112), size=10.5, color=INK, va="bottom", linespacing=1.35)


def synthetic() -> str:
    """The line that every chart of the course's own data carries."""
    return _("Synthetic data: nobody in them is real.")


def alternative(title: str, rows: str) -> str:
    """The text alternative: what is asked, what is to be seen, and how far it goes."""
    end = "" if title.endswith(("?", ".")) else "."
    limits = _("Synthetic data; recruitment through organisations.")
    return " ".join(f"{title}{end} {rows} {limits}".split())


def wrapped(text: str, width: int) -> str:
    """``text`` in lines of at most ``width`` letters; its own line breaks stay."""
    return "\n".join(part for line in text.split("\n") for part in textwrap.wrap(line, width))


def ink_on(fill: str) -> str:
    """Black or white, whichever is easier to read on a fill (WCAG 2.1 relative luminance)."""
    return "white" if contrast(fill, "white") > contrast(fill, INK) else INK


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.1, success criterion 1.4.3)."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def _luminance(colour: str) -> float:
    parts = np.array(to_rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))
