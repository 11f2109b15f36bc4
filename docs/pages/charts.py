"""The history of rates as step charts: SVG with a title and a description, the same file whenever it is made of the same values."""

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from alis_rules.drawing import STYLE, described

_matplotlib: Any = mpl
_EPOCH = dt.date(1970, 1, 1)


class Stretch(NamedTuple):
    """A value over some days; None where it is not found."""

    first: dt.date
    last: dt.date
    value: Decimal | None
    label: str = ""
    """The figure in words."""


class Series(NamedTuple):
    """One value through time."""

    label: str
    stretches: tuple[Stretch, ...]


class Words(NamedTuple):
    """The words of a drawing in one language."""

    title: str
    description: str
    not_found: str


def draw(series: Sequence[Series], words: Words, every: int = 1, height: float = 1.25) -> str:
    """Each value on an axis of its own, over the same days, a mark for every so many years; hatched where it is not found."""
    first = min(each.first for one in series for each in one.stretches)
    last = max(each.last for one in series for each in one.stretches)
    with _matplotlib.rc_context(STYLE | {"font.size": 10.0}):
        figure = Figure(figsize=(7.4, 0.5 + height * len(series)), layout="constrained")
        rows: Any = figure.subplots(len(series), 1, sharex=True, squeeze=False)
        for (axes,), one in zip(rows, series, strict=True):
            _draw(axes, one, words.not_found, 0.45 / height)
        years = range(first.year + (-first.year % every), last.year + 2, every)
        axes = rows[-1][0]
        axes.set_xlim(_x(first), _x(last) + 1)
        marks = [dt.date(year, 1, 1) for year in years if first <= dt.date(year, 1, 1) <= last]
        axes.set_xticks([_x(mark) for mark in marks], [str(mark.year) for mark in marks])
        made = io.StringIO()
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(made, metadata={"Date": None, "Creator": "alis-rules"})
    return described(made.getvalue(), words.title, words.description)


def _draw(axes: Any, one: Series, not_found: str, margin: float) -> None:
    """One value: a line where it is known, a hatched field where it is not; `margin` is the room above and below, of its range.

    Where the axis is high, figures stand left of their step, so that those of a steep rise do not meet.
    """
    known = [float(each.value) for each in one.stretches if each.value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    room = (high - low) * margin or abs(high) * 0.2 or 1.0
    bottom, top = low - room, high + 2 * room
    axes.set_title(one.label, loc="left", fontsize=10, fontweight="bold")
    axes.set_ylim(bottom, top)
    axes.set_yticks([])
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    before: float | None = None
    for each in _together(one.stretches):
        start, end = _x(each.first), _x(each.last) + 1
        if each.value is None:
            axes.axvspan(start, end, facecolor="0.96", edgecolor="0.55", hatch="///", linewidth=0.0)
            box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
            axes.text((start + end) / 2, (bottom + top) / 2, not_found, ha="center", va="center", fontsize=8, bbox=box)
            before = None
            continue
        level = float(each.value)
        axes.plot([start, end], [level, level], color="0.1", linewidth=2.2, solid_capstyle="butt")
        if before is not None and before != level:
            axes.plot([start, start], [before, level], color="0.1", linewidth=1.0)
        if before != level:
            offset, across, upright = (2, 4), "left", "baseline"
            if margin < 0.2:
                offset, across, upright = ((2, -3), "left", "top") if before is None else ((-3, 1), "right", "baseline")
            place = {"xytext": offset, "textcoords": "offset points", "ha": across, "va": upright}
            axes.annotate(each.label, (start, level), fontsize=9, **place)
        before = level


def _together(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches, those without a value that follow on each other as one."""
    found: list[Stretch] = []
    for each in stretches:
        if found and found[-1].value is None and each.value is None:
            found[-1] = found[-1]._replace(last=each.last)
        else:
            found.append(each)
    return found


def _x(day: dt.date) -> float:
    """Where a day is on the axis."""
    return float((day - _EPOCH).days)
