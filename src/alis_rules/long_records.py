"""Records over many spans: sums kept up to each span, so that no record looks at all the spans between its days again.

A case of one megabyte holds thousands of records, each over thousands of spans; looked at pair by pair they would be tens of millions.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from math import gcd, lcm
from typing import NamedTuple

from .reasons import NONE, Reason, Reasons
from .receivers import Receivers
from .timeline import Span

FEW = 32
"""So many spans are sooner looked at one by one."""


_NOTHING: tuple[int, ...] = (0, 0, 0, 0)
"""Of a day or of many: how many count, and the weights of each who receives."""


class Met(NamedTuple):
    """What the days of a record come to."""

    reasons: Reasons
    """Every reason that stands against some of them."""
    counted: int
    """How many of them count."""
    receivers: Receivers | None
    """Who receives the counted days, by weight; None where none counts."""


class Sums:
    """What is met from the calendar's first day up to each span."""

    def __init__(self, spans: Sequence[Span], against: Callable[[Span], Reasons], receivers: Callable[[Span], Receivers]) -> None:
        """Add up the spans of the calendar; `against`: why a span's days do not count, `receivers`: who receives them where they do."""
        found = [against(span) for span in spans]
        shares = [None if reasons else receivers(span) for span, reasons in zip(spans, found, strict=True)]
        scale = lcm(*{sum(share) for share in shares if share})
        self._firsts = [span.first for span in spans]
        self._of_a_day = [_of_a_day(share, scale) for share in shares]
        lengths = (span.last - span.first + 1 for span in spans)
        of_spans = (tuple([length * each for each in day]) for length, day in zip(lengths, self._of_a_day, strict=True))
        self._before = list(accumulate(of_spans, _added, initial=_NOTHING))
        self._with = {
            reason: list(accumulate([reason in reasons for reasons in found], initial=0)) for reason in NONE.union(*found)
        }  # for each reason, how many spans before each have it

    def over(self, first: int, last: int) -> Met:
        """What the days from `first` to `last` come to."""
        since, until = bisect_right(self._firsts, first) - 1, bisect_right(self._firsts, last)
        reasons: set[Reason] = {reason for reason, spans in self._with.items() if spans[until] > spans[since]}
        counted, *weights = (end - start for end, start in zip(self._until(last + 1), self._until(first), strict=True))
        divisor = gcd(*weights)
        return Met(frozenset(reasons), counted, Receivers(*(weight // divisor for weight in weights)) if counted else None)

    def _until(self, day: int) -> tuple[int, ...]:
        """The sums of all days before one."""
        place = bisect_right(self._firsts, day) - 1
        days = day - self._firsts[place]
        return tuple([before + days * each for before, each in zip(self._before[place], self._of_a_day[place], strict=True)])


def _of_a_day(share: Receivers | None, scale: int) -> tuple[int, ...]:
    """What a day adds: one where it counts, and the parts of `scale` of each who receives."""
    if share is None:
        return _NOTHING
    part = scale // sum(share)
    return (1, *(part * weight for weight in share))


def _added(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple([each + more for each, more in zip(one, other, strict=True)])
