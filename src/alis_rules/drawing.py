"""The life of an agreement as a drawing: posts, leave, windows, limits, calls and what counts. Readable in grey, told in words as well."""

import datetime as dt
import io
from collections.abc import Iterable
from html import escape
from typing import Any, NamedTuple

import matplotlib as mpl
import matplotlib.dates as matplotlib_dates
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from .explain.catalogue import Catalogue, catalogue
from .lifetime import KeyDate, Life
from .model import Case, Interruption, InterruptionKind

STYLE: Any = {"svg.fonttype": "none", "svg.hashsalt": "alis-rules", "font.size": 9.0, "font.family": "sans-serif", "hatch.linewidth": 0.6}
"""How every drawing looks: its text is text, and the same drawing is the same file."""
_INTERRUPTIONS = {
    InterruptionKind.LEAVE: ("life.leave", "...."),
    InterruptionKind.INSTITUTION_SERVICE: ("life.institution", "////"),
    InterruptionKind.COMMERCIAL_ACTOR: ("life.agency", "xxxx"),
}
_LINES = {
    "signed": ("date.signed", "-"),
    "limit": ("life.limit", "--"),
    "ended-by-commercial-actor": ("life.ended", "-."),
    "ended-by-gap": ("life.ended", "-."),
}


class _Range(NamedTuple):
    first: dt.date
    last: dt.date


_EPOCH = dt.date(1970, 1, 1)
_dates: Any = matplotlib_dates
_matplotlib: Any = mpl


def _x(day: dt.date) -> float:
    """Where a day is on the axis: matplotlib counts days from 1970."""
    return float((day - _EPOCH).days)


def told(each: KeyDate, texts: Catalogue) -> str:
    """What happens on a date that matters, as a label."""
    return texts.say(f"date.{each.id}", call=each.call)


def draw(case: Case, life: Life, *, lang: str = "nb") -> str:
    """The life of a case's agreement as SVG, with a title and a description for those who do not see it."""
    texts = catalogue(lang)
    days = _range(case, life)
    with _matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(11, 5.2), layout="constrained")
        axes: Any = figure.add_subplot()
        lanes = [_draw_posts(axes, case, days, texts), *_draw_interruptions(axes, case, days, texts)]
        lanes += [_draw_window(axes, life, days, texts), _draw_calls(axes, life, texts), _draw_records(axes, life, days, texts)]
        _set_axes(axes, days, lanes)
        _draw_lines(axes, life, texts)
        made = io.StringIO()
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(made, metadata={"Date": None, "Creator": "alis-rules"})
    dates = " ".join(f"{told(each, texts)}: {texts.day(each.day)}." for each in life.dates)
    description = texts.say("life.description", first=texts.day(days.first), last=texts.day(days.last), dates=dates)
    return described(made.getvalue(), texts.say("life.title"), description)


def described(svg: str, title: str, description: str) -> str:
    """An SVG with a title and a description that a screen reader reads."""
    head, opening, rest = svg.partition("<svg ")
    attributes, _, body = rest.partition(">")
    told_in_words = f'<title id="title">{escape(title)}</title><desc id="description">{escape(description)}</desc>'
    return f'{head}{opening}role="img" aria-labelledby="title description" {attributes}>{told_in_words}{body}'


def _range(case: Case, life: Life) -> _Range:
    """The days that are drawn: all the dates that matter, and the posts' first days, with a month around."""
    days = [each.day for each in life.dates] + [post.from_ for post in case.positions]
    days = days or [dt.date(2021, 1, 1), dt.date(2026, 12, 31)]
    month = dt.timedelta(days=31)
    return _Range(min(days) - min(month, min(days) - dt.date.min), max(days) + min(month, dt.date.max - max(days)))


def _bar(first: dt.date, last: dt.date | None, days: _Range) -> tuple[float, float]:
    """Start and width of an interval, held within the days that are drawn."""
    begins, ends = max(first, days.first), min(last or days.last, days.last)
    start = _x(begins)
    return start, max(_x(ends) + 1 - start, 0)


def _draw_posts(axes: Any, case: Case, days: _Range, texts: Catalogue) -> tuple[float, str]:
    """The posts, as high as their percent."""
    for post in case.positions:
        height = 0.9 * float(post.percent) / 100
        axes.broken_barh([_bar(post.from_, post.to, days)], (5.55, height), facecolor="0.75", edgecolor="0.2")
        label = f"{texts.say(f'role.{post.role}')} {texts.number(post.percent)} %"
        axes.text(_x(max(post.from_, days.first)) + 8, 5.6, label, va="bottom", fontsize=8, clip_on=True)
    return 6, texts.say("life.posts")


def _draw_interruptions(axes: Any, case: Case, days: _Range, texts: Catalogue) -> Iterable[tuple[float, str]]:
    """Leave, institution service and commercial actors, told apart by their hatching."""
    for each in case.interruptions:
        _draw_interruption(axes, each, days, texts)
    return [(5, texts.say("life.away"))] if case.interruptions else []


def _draw_interruption(axes: Any, each: Interruption, days: _Range, texts: Catalogue) -> None:
    key, hatch = _INTERRUPTIONS[each.kind]
    start, width = _bar(each.from_, each.to, days)
    axes.broken_barh([(start, width)], (4.8, 0.5), facecolor="white", edgecolor="0.2", hatch=hatch)
    axes.text(start, 4.76, texts.say(key).lower(), va="top", fontsize=8, clip_on=True)


def _draw_window(axes: Any, life: Life, days: _Range, texts: Catalogue) -> tuple[float, str]:
    """The first 24 months."""
    opens, closes = life.date("window-opens"), life.date("window-closes")
    if opens is not None:
        axes.broken_barh([_bar(opens, closes, days)], (3.7, 0.6), facecolor="0.9", edgecolor="0.2", hatch="\\\\\\\\")
    return 4, texts.say("life.window")


def _draw_calls(axes: Any, life: Life, texts: Catalogue) -> tuple[float, str]:
    """The grant periods of the calls that are met, as far as they are known."""
    for number, entitlement in enumerate(life.entitlements):
        if entitlement.period is not None:
            days = _Range(entitlement.period.from_, entitlement.period.to)
            start, width = _bar(days.first, days.last, days)
            axes.broken_barh([(start, width)], (2.7, 0.6), facecolor=("0.82", "0.95")[number % 2], edgecolor="0.2")
            axes.text(start + width / 2, 3, entitlement.call, ha="center", va="center", fontsize=8)
    return 3, texts.say("life.calls").partition(" ")[0]


def _draw_records(axes: Any, life: Life, days: _Range, texts: Catalogue) -> tuple[float, str]:
    """The records: filled where they count in some call, hollow where they count in none."""
    counting: dict[tuple[str, dt.date], bool] = {}
    for entitlement in life.entitlements:
        for record in entitlement.records:
            if days.first <= record.from_ <= days.last:
                key = (record.at, record.from_)
                counting[key] = counting.get(key, False) or record.counts
    for counts, marker, face in ((True, "o", "0.1"), (False, "X", "white")):
        xs = [_x(day) for (_, day), each in counting.items() if each is counts]
        label = texts.say("life.counts" if counts else "life.counts-not")
        axes.scatter(xs, [2] * len(xs), marker=marker, s=42, facecolor=face, edgecolor="0.1", label=f"{label} ({len(xs)})", zorder=3)
    axes.legend(loc="lower right", ncols=2, frameon=False)
    return 2, texts.say("life.records")


def _draw_lines(axes: Any, life: Life, texts: Catalogue) -> None:
    """Signing, the limit, and the day that the agreement ends, as upright lines."""
    for each in life.dates:
        if each.id in _LINES:
            key, style = _LINES[each.id]
            axes.axvline(_x(each.day), color="0.1", linestyle=style, linewidth=1.2)
            late = _x(each.day) > sum(axes.get_xlim()) / 2
            label = texts.say(key, call=each.call)
            axes.text(_x(each.day), 6.75, f"{label} " if late else f" {label}", va="top", ha="right" if late else "left", fontsize=8)


def _set_axes(axes: Any, days: _Range, lanes: list[tuple[float, str]]) -> None:
    locator = _dates.AutoDateLocator(maxticks=14)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(_dates.ConciseDateFormatter(locator))
    axes.set_xlim(_x(days.first), _x(days.last))
    axes.set_ylim(1.2, 6.8)
    axes.set_yticks([at for at, _ in lanes], [label for _, label in lanes])
    axes.tick_params(axis="y", length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
