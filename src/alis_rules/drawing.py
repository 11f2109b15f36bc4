"""The life of an agreement as a drawing: posts, leave, windows, limits, calls and what counts. Readable in grey, told in words as well."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from .explain.blocks import titled
from .explain.catalogue import Catalogue, catalogue
from .lifetime import KeyDate, Life
from .model import InterruptionKind
from .svg import LINE, WIDTH, Look, bar, cross, dot, line, measured, svg, text, wrapped

_LEFT, _RIGHT = 6, WIDTH - 6
"""Where the axis begins and ends."""
_BAR, _ROW = 10, 28
"""The height of a bar, and of a row: its label, the bar under it, and some room."""
_MONTH = dt.timedelta(days=31)
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
"""The years from tick to tick, the first that gives their labels room."""
_TICK = 42
_AWAY = {
    InterruptionKind.LEAVE: ("life.leave", Look.DOTTED),
    InterruptionKind.INSTITUTION_SERVICE: ("life.institution", Look.RISING),
    InterruptionKind.COMMERCIAL_ACTOR: ("life.agency", Look.CROSSED),
}
_MARKS = {
    "signed": ("date.signed", ""),
    "limit": ("life.limit", "6 3"),
    "ended-by-commercial-actor": ("life.ended", "8 2 2 2"),
    "ended-by-gap": ("life.ended", "8 2 2 2"),
}


class _Axis(NamedTuple):
    """The days that are drawn."""

    first: dt.date
    last: dt.date

    def x(self, day: dt.date) -> int:
        """Where a day begins."""
        return _LEFT + (day - self.first).days * (_RIGHT - _LEFT) // (self.last - self.first).days

    def has(self, first: dt.date, last: dt.date | None) -> bool:
        """Whether some day of an interval is drawn."""
        return first <= self.last and (last is None or last >= self.first)


class _Bar(NamedTuple):
    """An interval on the axis: its label, which stands above it, and the whole of it in words."""

    label: str
    told: str
    x: int
    width: int
    look: Look
    height: int

    @property
    def at(self) -> int:
        """Where the label begins: with the bar, or as much before as it needs."""
        return min(self.x, WIDTH - measured(self.label))

    @property
    def end(self) -> int:
        """Where the bar and its label end, with some room."""
        return max(self.x + self.width, self.at + measured(self.label) + 2)


class _Drawing:
    """The parts of the drawing, from the top to the bottom."""

    def __init__(self, life: Life, texts: Catalogue) -> None:
        self.life, self.texts, self.say = life, texts, texts.say
        posts, away = life.case.positions, life.case.interruptions
        days = [*(each.day for each in life.dates), *(each.from_ for each in posts), *(each.from_ for each in away)]
        first, last = (min(days), max(days)) if days else (dt.date(2021, 1, 1), dt.date(2026, 12, 31))
        self.axis = _Axis(first - min(_MONTH, first - dt.date.min), last + min(_MONTH, dt.date.max - last))
        self.words = [self._dates()]
        self.y = 0

    def svg(self) -> str:
        """The whole of it."""
        marks = list(self._marks())
        top = self.y
        lanes = [stroke for heading, bars in self._lanes() if bars for stroke in self._lane(heading, bars)]
        lanes += self._records()
        bottom = self.y
        upright = (line(x, y, x, bottom, dash=dash, opacity=".7") for x, y, dash, _ in marks)
        labels = (stroke for *_, label in marks for stroke in label)
        return svg(
            titled(self.say("life.title"), self.life.reference),
            " ".join(self.words),
            bottom + LINE + 3,
            [*self._ticks(top, bottom), *upright, *labels, *lanes],
        )

    def _dates(self) -> str:
        """The days that are drawn, and those that matter."""
        dates = " ".join(f"{told(each, self.texts)}: {self.texts.day(each.day)}." for each in self.life.dates)
        first, last = (self.texts.day(day) for day in self.axis)
        return self.say("life.description", first=first, last=last, dates=dates).strip()

    # Marks and ticks --------------------------------------------------------------------------------------------------

    def _marks(self) -> Iterator[tuple[int, int, str, list[str]]]:
        """Signing, the limit, and the day that the agreement ends: where its line begins, how it is dashed, and its label beside it."""
        for each in self.life.dates:
            if each.id in _MARKS:
                key, dash = _MARKS[each.id]
                x, top = self.axis.x(each.day), self.y
                late = x > WIDTH // 2
                lines = wrapped(f"{self.say(key)}, {self.texts.day(each.day)}", (x if late else WIDTH - x) - 5)
                at, anchor = (x - 5, "end") if late else (x + 5, "start")
                yield x, top, dash, [text(at, top + 11 + LINE * row, one, anchor=anchor) for row, one in enumerate(lines)]
                self.y += LINE * len(lines) + 1

    def _ticks(self, top: int, bottom: int) -> Iterator[str]:
        """The turn of each year, or of some years where there are many, named where there is room."""
        first, last = self.axis
        step = next(each for each in _STEPS if each * 365 * (_RIGHT - _LEFT) // (last - first).days >= _TICK)
        for year in range(first.year + step - first.year % step, last.year + 1, step):
            x = self.axis.x(dt.date(year, 1, 1))
            yield line(x, top, x, bottom, opacity=".25")
            if measured(str(year)) <= 2 * min(x, WIDTH - x):
                yield text(x, bottom + 13, str(year), anchor="middle")

    # Lanes ------------------------------------------------------------------------------------------------------------

    def _lanes(self) -> Iterator[tuple[str, list[_Bar]]]:
        """Each lane: its heading and its bars."""
        case, say = self.life.case, self.say
        posts = ((each, f"{say(f'role.{each.role}')} {self.texts.number(each.percent)} %") for each in case.positions)
        yield (
            say("life.posts"),
            [
                self._bar(label, post.from_, post.to, Look.LIGHT, max(int(post.percent) * _BAR // 100, 2))
                for post, label in posts
                if self.axis.has(post.from_, post.to)
            ],
        )
        away = ((each, *_AWAY[each.kind]) for each in case.interruptions if self.axis.has(each.from_, each.to))
        yield say("life.away"), [self._bar(say(key), each.from_, each.to, look) for each, key, look in away]
        opens, closes = self.life.date("window-opens"), self.life.date("window-closes")
        yield say("life.window"), [] if opens is None else [self._bar("", opens, closes, Look.FALLING)]
        yield say("life.calls").partition(" ")[0], list(self._calls())

    def _calls(self) -> Iterator[_Bar]:
        """The grant periods of the calls that are met, as far as they are known; one that is carried forward is dotted."""
        for number, each in enumerate(self.life.entitlements):
            if each.period is not None and self.axis.has(each.period.from_, each.period.to):
                drawn = self._bar(each.call, each.period.from_, each.period.to, (Look.LIGHT, Look.EMPTY)[number % 2])
                if each.lines[0].projected:
                    drawn = drawn._replace(look=Look.DOTTED, told=self.say("life.call-projected", call=drawn.told))
                yield drawn

    def _bar(self, label: str, first: dt.date, last: dt.date | None, look: Look, height: int = _BAR) -> _Bar:
        """An interval, held within the days that are drawn; one without a label has its days for one."""
        days = self.say("life.since", first=self.texts.day(first))
        if last is not None:
            days = f"{self.texts.day(first)} – {self.texts.day(last)}"
        start = self.axis.x(max(first, self.axis.first))
        end = _RIGHT if last is None or last >= self.axis.last else self.axis.x(last + dt.timedelta(days=1))
        return _Bar(label or days, f"{label}, {days}" if label else days, start, max(end - start, 2), look, height)

    def _lane(self, heading: str, bars: list[_Bar]) -> Iterator[str]:
        """A lane: its heading, and its bars on as many rows as keep them and their labels apart."""
        self.words.append(f"{heading}: {'; '.join(each.told for each in bars)}.")
        yield text(0, self.y + 12, heading, bold=True)
        self.y += LINE + 1
        for row in _rows(bars):
            for each in row:
                yield text(each.at, self.y + 11, each.label)
                yield bar(each.x, self.y + 15 + _BAR - each.height, each.width, each.height, each.look, each.told)
            self.y += _ROW

    def _records(self) -> Iterator[str]:
        """The records: those that count in some call, and those that count in none; one of a day that is not drawn at the border."""
        counting: dict[tuple[str, dt.date], bool] = {}
        for entitlement in self.life.entitlements:
            for record in entitlement.records:
                key = (record.at, min(max(record.from_, self.axis.first), self.axis.last))
                counting[key] = counting.get(key, False) or record.counts
        if not counting:
            return
        labels: list[str] = []
        yield text(0, self.y + 12, self.say("life.records"), bold=True)
        self.y += LINE + 1
        for counts, label, stroke in ((True, "life.counts", dot), (False, "life.counts-not", cross)):
            days = [day for (_, day), each in counting.items() if each is counts]
            if days:
                labels.append(f"{self.say(label)} ({len(days)})")
                yield text(_LEFT, self.y + 11, labels[-1])
                yield from (stroke(x, self.y + 20) for x in sorted({self.axis.x(day) for day in days}))
                self.y += _ROW
        self.words.append(f"{self.say('life.records')}: {', '.join(labels)}.")


def told(each: KeyDate, texts: Catalogue) -> str:
    """What happens on a date that matters, as a label."""
    return texts.say(f"date.{each.id}{'.open' if each.open else ''}", call=each.call)


def draw(life: Life, *, lang: str = "nb") -> str:
    """The life of an agreement as SVG, with a title and a description for those who do not see it."""
    return _Drawing(life, catalogue(lang)).svg()


def _rows(bars: list[_Bar]) -> list[list[_Bar]]:
    """The bars on rows, each on the first where it and its label have room."""
    rows: list[list[_Bar]] = []
    for each in sorted(bars, key=lambda each: each.at):
        row = next((row for row in rows if row[-1].end <= each.at), None)
        if row is None:
            rows.append([each])
        else:
            row.append(each)
    return rows
