"""What is left under each cap after an entitlement, and of each window."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from .arithmetic import YEAR, divide_half_up
from .calendar import LAST_DAY, whole_months
from .counting import Count
from .entitlement import Remaining
from .fields import from_hundredths
from .reckoning import Reckoning
from .rules import facilitation, grant_frame
from .rules.base import every_role_grade, practice_grade, window_grade
from .terms import Terms
from .timeline import Timeline


def remaining(counted: Count, terms: Terms, reckoning: Reckoning, *, class_6: bool) -> Iterator[Remaining]:
    """What is left under each cap after this entitlement; hours by the price of an hour, rounded down. Then what is left of the windows."""
    facts, timeline, granted, missing = counted.facts, counted.timeline, reckoning.granted, terms.missing
    last = _day(terms.grounds.last) if terms.announced else None
    in_window = last if timeline.window is None or last is None else min(last, _day(timeline.window[1] - 1))

    def left(cap: str, unit: str, whole: int, used: int, known: bool, closes: dt.date | None = last) -> Remaining:
        """`whole` in hundredths over `YEAR`, `used` in hundredths."""
        if not known:
            return Remaining(cap=cap, unit=unit, left=None, closes=closes)
        unused = from_hundredths(max(whole - used * YEAR, 0) // YEAR)
        return Remaining(cap=cap, unit=unit, left=unused, most=_most(whole), used=from_hundredths(used), closes=closes)

    def hours(amount: int, price: int) -> int:
        """The hundredths of an hour that an amount comes to."""
        return divide_half_up(amount * terms.price_unit, price) if price else 0

    grade = every_role_grade(facts, terms)
    absence = facts.absence_used_h100 + hours(granted.practice_compensation, terms.practice_price)
    known = "absence_cap_h100" not in missing and "practice_price" not in missing
    yield left("absence-hours", "h", terms.absence_cap_h100 * practice_grade(facts, terms), absence, known)
    expenses = facts.expenses_used_ore + granted.learning_expenses
    yield left("learning-expenses", "NOK", terms.learning_cap_ore * grade, expenses, "learning_cap_ore" not in missing)
    loss = facts.productivity_used_ore + granted.lower_productivity
    most = terms.productivity_cap_ore * window_grade(facts, terms)
    yield left("lower-productivity", "NOK", most, loss, "productivity_cap_ore" not in missing, in_window)
    if terms.supervision_capped:
        supervised = facts.supervision_used_h100 + hours(granted.supervision, terms.supervision_price)
        known = "supervision_cap_h100" not in missing and "supervision_price" not in missing
        yield left("supervision-hours", "h", terms.supervision_cap_h100 * grade, supervised, known)
    if facts.has_frame:
        most = divide_half_up(facilitation.limits(facts, terms, granted)[0].most * YEAR, facilitation.unit(terms))
        known = "facilitation_share" not in missing and not facilitation.lacks(facts, terms, granted)
        yield left("facilitation-share", "NOK", most, granted.facilitation, known)
        frame = divide_half_up(granted.frame * YEAR, grant_frame.unit(terms))
        limited = grant_frame.limited(terms, granted) - reckoning.above_frame
        yield left("grant-frame", "NOK", frame, limited, not grant_frame.lacks(facts, terms))
    if class_6:
        cap = terms.additional_cap_ore * terms.flat_grade
        yield left("additional-cap", "NOK", cap, granted.additional_elements, "additional_cap_ore" not in missing)
    if terms.announced and facts.has_frame:
        yield from _windows(timeline, terms.grounds.last)


def _windows(timeline: Timeline, last: int) -> Iterator[Remaining]:
    """The whole months after the call's last day that are left of the productivity window, and of the agreement's longest duration."""
    ends = (("productivity-window", timeline.window and timeline.window[1]), ("maximum-duration", timeline.beyond))
    for cap, end in ends:
        if end is not None:
            closes = min(end - 1, LAST_DAY)
            months = whole_months(last + 1, closes) if closes > last else 0
            yield Remaining(cap=cap, unit="months", left=from_hundredths(100 * months), closes=_day(closes))


@lru_cache(maxsize=1024)
def _most(whole: int) -> Decimal:
    """A whole cap, from hundredths over `YEAR`."""
    return from_hundredths(divide_half_up(whole, YEAR))


@lru_cache(maxsize=1024)
def _day(ordinal: int) -> dt.date:
    """The day of a day number; the calendar's last where it lies beyond."""
    return dt.date.fromordinal(min(ordinal, LAST_DAY))
