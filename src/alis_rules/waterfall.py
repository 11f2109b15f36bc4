"""A comparison as a drawing: from the one total to the other, a bar for each step. Readable in grey, told in words as well."""

import io
from textwrap import fill
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from .comparison import Comparison
from .drawing import STYLE, described
from .explain.catalogue import Catalogue, catalogue
from .explain.difference import in_order, short, total_label

_matplotlib: Any = mpl
_LABEL_WIDTH = 50
"""The characters of a label on a line."""
_TOTAL, _MORE, _LESS = ("0.45", ""), ("0.85", ""), ("white", "////")
"""How a bar looks, told apart without colour: its grey and its hatching."""


class _Bar(NamedTuple):
    """A bar, and what is written beside it."""

    label: str
    figure: str
    start: float
    end: float
    look: tuple[str, str]


def draw_comparison(comparison: Comparison, *, lang: str = "nb") -> str:
    """The steps of a comparison as SVG, with a title and a description for those who do not see it."""
    texts = catalogue(lang)
    bars = _bars(comparison, texts)
    with _matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(10, 1.2 + 0.55 * len(bars)), layout="constrained")
        axes: Any = figure.add_subplot()
        for row, bar in enumerate(bars):
            _draw(axes, row, bar)
        for row, bar in enumerate(bars[:-1]):
            axes.plot([bar.end, bar.end], [row, row + 1], color="0.4", linewidth=0.8, linestyle=":")
        _set_axes(axes, bars)
        made = io.StringIO()
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(made, metadata={"Date": None, "Creator": "alis-rules"})
    first, *steps, last = (f"{bar.label}: {bar.figure}" for bar in bars)
    told = texts.say("compare.drawing", before=first, after=last, steps=" ".join(f"{each}." for each in steps))
    return described(made.getvalue(), texts.say("compare.title"), told)


def _bars(comparison: Comparison, texts: Catalogue) -> list[_Bar]:
    """The total before, each step, and the total after."""
    at = float(comparison.before.total)
    bars = [_Bar(total_label(comparison, comparison.before, "first", texts), texts.money(comparison.before.total), 0, at, _TOTAL)]
    for step in in_order(comparison):
        end = at + float(step.amount)
        bars.append(_Bar(short(step, texts), texts.change(step.amount), at, end, _MORE if step.amount >= 0 else _LESS))
        at = end
    total = comparison.after.total
    bars.append(_Bar(total_label(comparison, comparison.after, "second", texts), texts.money(total), 0, float(total), _TOTAL))
    return bars


def _draw(axes: Any, row: int, bar: _Bar) -> None:
    face, hatch = bar.look
    axes.barh(row, bar.end - bar.start, left=bar.start, height=0.6, facecolor=face, edgecolor="0.2", hatch=hatch)
    beside = {"xytext": (5, 0), "textcoords": "offset points", "va": "center", "ha": "left", "fontsize": 8}
    axes.annotate(bar.figure, (max(bar.start, bar.end), row), **beside)


def _set_axes(axes: Any, bars: list[_Bar]) -> None:
    most = max(max(bar.start, bar.end) for bar in bars) or 1.0
    axes.set_xlim(min(0.0, *(min(bar.start, bar.end) for bar in bars)), most * 1.22)
    axes.set_ylim(len(bars) - 0.4, -0.6)
    axes.set_yticks(range(len(bars)), [fill(bar.label, _LABEL_WIDTH) for bar in bars])
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
