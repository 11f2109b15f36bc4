"""The strokes of a drawing, written as SVG: whole numbers, no colour of its own, no name that another drawing could share.

Everything is drawn in the colour of the text around it, so that a drawing is read by day and by night, in grey and on paper.
A drawing is as wide as a phone, so that its text is legible there.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from html import escape

WIDTH = 340
"""The width of every drawing, in its own units."""
LINE = 15
"""The height of a line of text."""
_SIZE = 12
_SHOWN = (4, 3)
"""Pixels for so many units, where there is room."""
_NARROW, _WIDE = frozenset("fijlrtI.,:;'!|()[]/- \N{NO-BREAK SPACE}"), frozenset("mwMW%@—")
STYLE = "<style>svg{color:#1b1f24;background:#fff}@media(prefers-color-scheme:dark){svg{color:#e8ebee;background:#16191d}}</style>"
"""The colours of a drawing that stands alone in a file; a page has its own."""


class Look(StrEnum):
    """The ways to fill a bar, told apart without colour."""

    FULL = "full"
    LIGHT = "light"
    EMPTY = "empty"
    RISING = "rising"
    FALLING = "falling"
    CROSSED = "crossed"
    DOTTED = "dotted"


def svg(title: str, description: str, height: int, strokes: Iterable[str]) -> str:
    """A whole drawing with its name and description for those who do not see it."""
    shown, per = _SHOWN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height}" width="{WIDTH * shown // per}" '
        f'height="{height * shown // per}" font-family="system-ui, Helvetica, Arial, sans-serif" font-size="{_SIZE}" fill="currentColor">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{STYLE}{''.join(strokes)}</svg>\n"
    )


def text(x: int, y: int, told: str, *, anchor: str = "start", bold: bool = False) -> str:
    """Text on a line, `y` at its foot; `anchor`: the end of it that is at `x`."""
    placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}"{placed}{weight}>{escape(told)}</text>'


def measured(told: str) -> int:
    """The width of a text, rather too much than too little: fonts differ."""
    return -(-sum(40 if each in _NARROW else 98 if each in _WIDE else 74 if each.isupper() else 64 for each in told) * _SIZE // 100)


def wrapped(told: str, width: int) -> list[str]:
    """A text on lines no wider than `width`; a longer word stands alone."""
    lines = [""]
    for word in told.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if measured(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def line(x: int, y: int, to_x: int, to_y: int, *, dash: str = "", opacity: str = "1") -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M{x} {y}L{to_x} {to_y}" stroke="currentColor" stroke-opacity="{opacity}"{dashed}/>'


def bar(x: int, y: int, width: int, height: int, look: Look, title: str = "") -> str:
    """A bar, filled as it looks; `title`: what a pointer on it is told."""
    filling = {Look.FULL: ".6", Look.LIGHT: ".2"}.get(look, "0")
    told = f"<title>{escape(title)}</title>" if title else ""
    strokes = f"M{x} {y}h{width}v{height}h-{width}z{''.join(_hatching(x, y, width, height, look))}"
    return f'<path d="{strokes}" stroke="currentColor" fill-opacity="{filling}">{told}</path>'


def dot(x: int, y: int) -> str:
    """A round mark."""
    return f'<circle cx="{x}" cy="{y}" r="4"/>'


def cross(x: int, y: int) -> str:
    """A mark of two strokes."""
    return f'<path d="M{x - 4} {y - 4}l8 8m0 -8l-8 8" stroke="currentColor" stroke-width="2"/>'


def _hatching(x: int, y: int, width: int, height: int, look: Look) -> Iterator[str]:
    """The strokes within a bar, each from border to border."""
    if look is Look.DOTTED:
        middle = y + height // 2
        yield from (f"M{at} {middle}h1" for at in range(x + 3, x + width - 1, 4))
        return
    for start in range(x - height + 4, x + width, 6):
        first, last = max(x - start, 0), min(x + width - start, height)
        if look in (Look.RISING, Look.CROSSED):
            yield f"M{start + first} {y + height - first}L{start + last} {y + height - last}"
        if look in (Look.FALLING, Look.CROSSED):
            yield f"M{start + first} {y + first}L{start + last} {y + last}"
