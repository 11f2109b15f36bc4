"""The history of rates as step charts: SVG with a title and a description, the same file whenever it is made of the same values."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from alis_rules.svg import LINE, WIDTH, Look, bar, line, measured, svg, text, wrapped

_ROOM = 16
"""The room above the highest step, for its figure."""
_HIGH = 100
"""Where a chart is higher, its steps stand so close that a figure before which nothing is known stands under its step."""


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


class _Days(NamedTuple):
    """The days of a drawing."""

    first: dt.date
    last: dt.date

    def x(self, day: dt.date) -> int:
        """Where a day begins."""
        return 1 + (day - self.first).days * (WIDTH - 2) // ((self.last - self.first).days + 1)


def draw(series: Sequence[Series], words: Words, every: int = 1, height: int = 60) -> str:
    """Each value on an axis of its own, over the same days, a mark for every so many years; hatched where it is not found."""
    days = _Days(min(each.first for one in series for each in one.stretches), max(each.last for one in series for each in one.stretches))
    y, drawn = 0, list[str]()
    for one in series:
        for told in wrapped(one.label, WIDTH - 10):
            y += LINE
            drawn.append(text(0, y - 3, told, bold=True))
        drawn += _draw(one, words.not_found, days, y, height)
        y += height + LINE
    for year in range(days.first.year + (-days.first.year % every), days.last.year + 1, every):
        if days.first <= (mark := dt.date(year, 1, 1)) and 2 * min(days.x(mark), WIDTH - days.x(mark)) >= measured(str(year)):
            drawn.append(text(days.x(mark), y, str(year), anchor="middle"))
    return svg(words.title, words.description, y + 4, drawn)


def _draw(one: Series, not_found: str, days: _Days, top: int, height: int) -> Iterator[str]:
    """One value: a line where it is known, a hatched field where it is not; its figure at each step, where there is room for it.

    A figure stands left of a step that rises, and else over it.
    """
    known = [each.value for each in one.stretches if each.value is not None]
    low, span = min(known), (max(known) - min(known)) or Decimal(1)
    before: int | None = None
    edge, high = 0, height > _HIGH
    under = 18 if high else 6
    end, floor = 0, top + height  # where the last figure ends, and stands
    for each in _together(one.stretches):
        first, last = days.x(each.first), days.x(each.last + dt.timedelta(1))
        if each.value is None:
            named = measured(not_found) <= last - first
            yield from [text(first, top + 11, not_found)] if named else []
            above = _ROOM if named else 4
            yield bar(first, top + above, last - first, height - above, Look.RISING, not_found)
            before, edge = None, last
            continue
        level = top + height - under - int((each.value - low) * (height - _ROOM - under) // span)
        yield line(first, level, last, level)
        if before != level:
            if before is not None:
                yield line(first, min(level, before), first, max(level, before))
            wide = measured(each.label)
            rises = before is not None and level < before and first - 3 - wide >= edge
            at, foot = (first - 3 - wide, level + 4) if rises else (min(first + 3, WIDTH - wide), level + 13 if high else level - 4)
            if at >= end or foot <= floor - 12:
                yield text(at, foot, each.label)
                end, floor = at + wide + 2, foot
        before = level
    yield line(0, top + height, WIDTH, top + height, opacity=".4")


def _together(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches, those without a value that follow on each other as one."""
    found: list[Stretch] = []
    for each in stretches:
        if found and found[-1].value is None and each.value is None:
            found[-1] = found[-1]._replace(last=each.last)
        else:
            found.append(each)
    return found
