"""The life of an agreement as a small drawing in plain SVG, for the page: posts, leave, windows, limits, calls and what counts.

The library's own drawing needs matplotlib, which a page has no room for. This one has the same lanes, takes its colours from the style
sheet by class, and is told in words as well.
"""

import datetime as dt
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from alis_rules import Case, InterruptionKind, KeyDate, Life
from alis_rules.explain.catalogue import Catalogue, catalogue

_WIDTH, _LEFT, _RIGHT = 760, 150, 748
"""The width of the drawing, and where its axis begins and ends."""
_LANE, _BAR = 32, 20
"""The height of a lane, and of a bar in it."""
_MONTH = dt.timedelta(days=31)
_MOST_TICKS = 10
_AWAY = {
    InterruptionKind.LEAVE: ("life.leave", "leave"),
    InterruptionKind.INSTITUTION_SERVICE: ("life.institution", "institution"),
    InterruptionKind.COMMERCIAL_ACTOR: ("life.agency", "agency"),
}
_LINES = {
    "signed": ("date.signed", "signed"),
    "limit": ("life.limit", "limit"),
    "ended-by-commercial-actor": ("life.ended", "ended"),
    "ended-by-gap": ("life.ended", "ended"),
}


class _Axis(NamedTuple):
    """The days that are drawn."""

    first: dt.date
    last: dt.date

    def x(self, day: dt.date) -> int:
        """Where a day is, in tenths of the drawing's unit; a day beyond the axis is at its end."""
        within = min(max(day, self.first), self.last)
        whole = max((self.last - self.first).days, 1)
        return _LEFT * 10 + (within - self.first).days * (_RIGHT - _LEFT) * 10 // whole

    def bar(self, first: dt.date, last: dt.date | None) -> tuple[str, str]:
        """Start and width of an interval, both days in it."""
        ends = self.last if last is None or last >= self.last else last + dt.timedelta(days=1)
        start = self.x(first)
        return _tenths(start), _tenths(max(self.x(ends) - start, 10))


def draw(case: Case, life: Life, lang: str) -> str:
    """The life of a case's agreement as SVG."""
    texts, axis = catalogue(lang), _axis(case, life)
    marked = [each for each in life.dates if each.id in _LINES]
    top = 8 + 17 * len(marked)
    lanes = list(_lanes(case, life, axis, texts))
    bottom = top + _LANE * len(lanes)
    drawn = [*_ticks(axis, top, bottom), *_marks(marked, axis, bottom, texts)]
    for number, (label, inside) in enumerate(lanes):
        y = top + _LANE * number
        drawn.append(f'<text class="lane" x="0" y="{y + 20}">{escape(label)}</text><g transform="translate(0 {y + 6})">{inside}</g>')
    dates = " ".join(f"{texts.say(f'date.{each.id}', call=each.call)}: {texts.day(each.day)}." for each in life.dates)
    told = texts.say("life.description", first=texts.day(axis.first), last=texts.day(axis.last), dates=dates)
    head = f'<title id="life-title">{escape(texts.say("life.title"))}</title><desc id="life-told">{escape(told)}</desc>'
    return (
        f'<svg class="life" viewBox="0 0 {_WIDTH} {bottom + 24}" width="{_WIDTH}" height="{bottom + 24}" role="img" '
        f'aria-labelledby="life-title life-told">{head}{"".join(drawn)}</svg>'
    )


def _axis(case: Case, life: Life) -> _Axis:
    """All the dates that matter and the posts' first days, with a month around."""
    days = [each.day for each in life.dates] + [post.from_ for post in case.positions]
    days = days or [dt.date(2021, 1, 1), dt.date(2026, 12, 31)]
    first, last = min(days), max(days)
    return _Axis(first - min(_MONTH, first - dt.date.min), last + min(_MONTH, dt.date.max - last))


def _lanes(case: Case, life: Life, axis: _Axis, texts: Catalogue) -> Iterator[tuple[str, str]]:
    """Each lane: its label, and what is drawn in it."""
    posts = (
        _bar(axis, post.from_, post.to, "post", f"{texts.say(f'role.{post.role}')} {texts.number(post.percent)} %")
        for post in case.positions
    )
    yield texts.say("life.posts"), "".join(posts)
    if case.interruptions:
        kinds = ((each, *_AWAY[each.kind]) for each in case.interruptions)
        yield texts.say("life.away"), "".join(_bar(axis, each.from_, each.to, of, texts.say(key)) for each, key, of in kinds)
    opens, closes = life.date("window-opens"), life.date("window-closes")
    if opens is not None:
        yield texts.say("life.window"), _bar(axis, opens, closes, "window", "")
    calls = (
        _bar(axis, each.period.from_, each.period.to, "call own" if each.call == _own(case, life) else "call", each.call)
        for each in life.entitlements
        if each.period is not None
    )
    yield texts.say("life.calls").partition(" ")[0], "".join(calls)
    yield texts.say("life.records"), _records(life, axis)


def _own(case: Case, life: Life) -> str | None:
    """The call of the case, also where it is found by its period."""
    if case.call is not None or case.period is None:
        return case.call
    first = case.period.from_
    return next((each.call for each in life.entitlements if each.period and each.period.from_ <= first <= each.period.to), None)


def _bar(axis: _Axis, first: dt.date, last: dt.date | None, of: str, label: str) -> str:
    """An interval as a bar, with its label where there is room."""
    if first > axis.last or (last is not None and last < axis.first):
        return ""
    x, width = axis.bar(first, last)
    drawn = f'<rect class="{of}" x="{x}" y="0" width="{width}" height="{_BAR}"><title>{escape(label)}</title></rect>'
    if label and float(width) > 7.5 * len(label):
        drawn += f'<text class="in" x="{float(x) + 5:.1f}" y="15">{escape(label)}</text>'
    return drawn


def _records(life: Life, axis: _Axis) -> str:
    """The records: filled where they count in some call, a cross where they count in none."""
    counting: dict[tuple[str, dt.date], bool] = {}
    for entitlement in life.entitlements:
        for record in entitlement.records:
            if axis.first <= record.from_ <= axis.last:
                key = (record.at, record.from_)
                counting[key] = counting.get(key, False) or record.counts
    drawn: list[str] = []
    for (_, day), counts in counting.items():
        x = axis.x(day) / 10
        if counts:
            drawn.append(f'<circle class="counts" cx="{x:.1f}" cy="10" r="5"/>')
        else:
            drawn.append(f'<path class="counts-not" d="M{x - 5:.1f} 5l10 10m0 -10l-10 10"/>')
    return "".join(drawn)


def _ticks(axis: _Axis, top: int, bottom: int) -> Iterator[str]:
    """The turn of each year, or of some years where there are many."""
    first, last = axis.first.year + 1, axis.last.year
    step = max((last - first) // _MOST_TICKS + 1, 1)
    for year in range(first, last + 1, step):
        x = _tenths(axis.x(dt.date(year, 1, 1)))
        yield f'<path class="tick" d="M{x} {top}V{bottom}"/><text class="year" x="{x}" y="{bottom + 17}">{year}</text>'


def _marks(marked: list[KeyDate], axis: _Axis, bottom: int, texts: Catalogue) -> Iterator[str]:
    """Signing, the limit, and the day that the agreement ends, as upright lines, each with its label on a row of its own."""
    for row, each in enumerate(marked):
        key, of = _LINES[each.id]
        tenths, y = axis.x(each.day), 14 + 17 * row
        late = tenths > (_LEFT + _RIGHT) * 5
        x, place = _tenths(tenths + (-50 if late else 50)), ' text-anchor="end"' if late else ""
        label = f"{texts.say(key, call=each.call)}, {texts.day(each.day)}"
        yield f'<path class="mark {of}" d="M{_tenths(tenths)} {y - 11}V{bottom}"/>'
        yield f'<text class="mark" x="{x}" y="{y}"{place}>{escape(label)}</text>'


def _tenths(number: int) -> str:
    """Tenths as a decimal number."""
    return f"{number // 10}.{number % 10}"
