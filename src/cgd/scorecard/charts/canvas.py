"""What every chart shares: the finished chart, colours, the note under it, and text that fits.

Every chart prints under itself how many people answered and how they were chosen, and carries a text alternative
that is computed from the same numbers. Colours stay apart for every common kind of colour blindness.
"""

import base64
import io
import textwrap
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
import seaborn
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from cgd.language import _
from cgd.scorecard.labels import count, number

SIZE = (9.0, 7.0)  # inches
DPI = 130
# Lines need more contrast with the ground than the orange of large marks has.
DARK_ORANGE = "#b36a00"
INK = "#222222"
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
    """

    figure: Figure
    alt: str
    data: pd.DataFrame

    def png(self) -> bytes:
        """The picture as a PNG file; the same bytes for the same data."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
        return buffer.getvalue()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, str], dict[str, Any]]:
        picture = base64.b64encode(self.png()).decode("ascii")
        return {"image/png": picture, "text/plain": self.alt}, {"image/png": {"alt": self.alt}}


def canvas(title: str, question: str, size: tuple[float, float] = SIZE) -> Figure:
    """An empty figure with its title and, in a smaller type, what is asked."""
    figure = Figure(figsize=size, facecolor="white")
    FigureCanvasAgg(figure)
    top = 1 - 0.175 / size[1]
    figure.text(0.02, top, title, size=16, weight="bold", color=INK, va="top")
    figure.text(0.02, top - 0.315 / size[1], question, size=13, color=INK, va="top")
    return figure


def plain(axes: Axes, grid: Literal["both", "x", "y"] = "x") -> Axes:
    """An axes without frame and ticks, with light lines across."""
    axes.set_axisbelow(True)
    axes.grid(axis=grid, color="#ececec", zorder=0)
    axes.tick_params(length=0, labelsize=12, labelcolor=INK)
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
    palette = seaborn.color_palette("colorblind").as_hex()
    return palette[0], palette[1]


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
