"""Calendar arithmetic on day numbers (proleptic Gregorian ordinals), by python-dateutil."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache

from dateutil.relativedelta import relativedelta

FIRST_DAY = dt.date.min.toordinal()
LAST_DAY = dt.date.max.toordinal()
LONGEST_MONTH = 31
"""The days of the longest month: so many days hold at least one."""
BEYOND = LAST_DAY + 2
"""A day number after the day that follows the calendar's last."""


@lru_cache(maxsize=8192)
def add_months(ordinal: int, months: int) -> int:
    """The day `months` months later, clipped to the end of its month; `BEYOND` where the calendar does not reach so far."""
    try:
        return (dt.date.fromordinal(ordinal) + relativedelta(months=months)).toordinal()
    except (OverflowError, ValueError):
        return BEYOND


@lru_cache(maxsize=8192)
def whole_months(first: int, last: int) -> int:
    """How many whole months the days from `first` to `last` hold: the most that end no later than the day after `last`.

    >>> whole_months(dt.date(2026, 1, 31).toordinal(), dt.date(2026, 5, 31).toordinal())
    4
    """
    end = min(last, LAST_DAY) + 1
    months = max((end - first) // LONGEST_MONTH, 0)
    while add_months(first, months + 1) <= end:
        months += 1
    return months


@lru_cache(maxsize=8192)
def started_months(first: int, last: int) -> int:
    """How many months the days from `first` to `last` begin: the fewest that end no earlier than the day after `last`."""
    whole = whole_months(first, last)
    return whole if add_months(first, whole) == last + 1 else whole + 1


@lru_cache(maxsize=8192)
def month_starts(first: int, months: int) -> tuple[int, ...]:
    """The first day of each of `months` months from `first`, each clipped to the end of its own month."""
    return tuple([add_months(first, count) for count in range(months)])


def runs(intervals: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Unbroken runs of days, from intervals in the order of their first days."""
    rest = iter(intervals)
    first, last = next(rest, (None, None))
    if first is None or last is None:
        return
    for following, end in rest:
        if following <= last + 1:
            last = max(last, end)
        else:
            yield first, last
            first, last = following, end
    yield first, last
