"""A comparison as a drawing: from the one total to the other, a bar for each step. Readable in grey, told in words as well."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from .comparison import Comparison
from .explain.blocks import titled
from .explain.catalogue import Catalogue, catalogue
from .explain.difference import in_order, short, total_label
from .svg import LINE, WIDTH, Look, bar, line, measured, svg, text, wrapped

_BAR = 16
"""The height of a bar."""


class _Bar(NamedTuple):
    """A bar, and what is written above and beside it."""

    label: str
    figure: str
    start: Decimal
    end: Decimal
    look: Look


def draw_comparison(comparison: Comparison, *, lang: str = "nb") -> str:
    """The steps of a comparison as SVG, with a title and a description for those who do not see it."""
    texts = catalogue(lang)
    bars = _bars(comparison, texts)
    first, *steps, last = (f"{each.label}: {each.figure}" for each in bars)
    told = texts.say("compare.drawing", before=first, after=last, steps=" ".join(f"{each}." for each in steps))
    labels = [wrapped(each.label, WIDTH) for each in bars]
    height = sum(LINE * len(lines) + _BAR + 12 for lines in labels)
    title = titled(texts.say("compare.title"), comparison.before.reference, comparison.after.reference)
    return svg(title, told.strip(), height, _strokes(bars, labels))


def _bars(comparison: Comparison, texts: Catalogue) -> list[_Bar]:
    """The total before, each step, and the total after."""
    nothing, at, total = Decimal(0), comparison.before.total, comparison.after.total
    bars = [_Bar(total_label(comparison, comparison.before, "first", texts), texts.money(at), nothing, at, Look.FULL)]
    for step in in_order(comparison):
        look = Look.LIGHT if step.amount >= 0 else Look.RISING
        bars.append(_Bar(short(step, texts), texts.change(step.amount), at, at + step.amount, look))
        at += step.amount
    bars.append(_Bar(total_label(comparison, comparison.after, "second", texts), texts.money(total), nothing, total, Look.FULL))
    return bars


def _strokes(bars: list[_Bar], labels: list[list[str]]) -> Iterator[str]:
    """Each label with its bar under it, the figure to the right of the bar, and the way from one bar to the next."""
    ends = [Decimal(0), *(each.end for each in bars)]
    room = WIDTH - 8 - max(measured(each.figure) for each in bars)
    low, whole = min(ends), (max(ends) - min(ends)) or Decimal(1)

    def x(amount: Decimal) -> int:
        return 1 + int((amount - low) * room // whole)

    y = 0
    for each, following, lines in zip(bars, [*labels[1:], []], labels, strict=True):
        for number, one in enumerate(lines):
            yield text(0, y + 12 + LINE * number, one)
        y += LINE * len(lines) + 2
        left, right = sorted((x(each.start), x(each.end)))
        yield bar(left, y, max(right - left, 1), _BAR, each.look)
        yield text(right + 6, y + 12, each.figure)
        if following:
            yield line(x(each.end), y + _BAR, x(each.end), y + _BAR + 12 + LINE * len(following), dash="2 2", opacity=".6")
        y += _BAR + 10
