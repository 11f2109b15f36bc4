"""What is left under each cap that a case could still have used after an entitlement, and of each window."""

import datetime as dt
from collections.abc import Iterator

from .arithmetic import YEAR, divide_half_up
from .calendar import LAST_DAY, whole_months
from .counting import Count
from .entitlement import Remaining
from .facts import Facts
from .fields import from_hundredths
from .readings import ShortCallCaps
from .reasons import Reason, Reasons
from .reckoning import Reckoning, limited_lines
from .rules import Rule, facilitation, grant_frame
from .rules.base import every_role_grade, practice_grade, window_grade
from .terms import Terms
from .timeline import Span, Timeline


def remaining(counted: Count, terms: Terms, reckoning: Reckoning, *, class_6: bool) -> Iterator[Remaining]:
    """What is left under each cap that some day of the call counts for, then what is left of the windows.

    `left` is `most` less `used`, as they are printed, and never below zero: of a cap in kroner what is granted is used, of a cap in
    hours the hours that count. `closes` is the last day that counts for it.
    """
    facts, timeline = counted.facts, counted.timeline
    days = timeline.counting
    with_agreement = days if facts.has_frame else []
    usable = {
        "absence-hours": [span for span in with_agreement if not span.practice_reasons],
        "lower-productivity": [span for span in with_agreement if not span.productivity_reasons],
        "supervision-hours": days if terms.supervision_capped else [],
        "additional-cap": with_agreement if class_6 else [],
    }
    by_months = timeline.readings.short_call_caps is ShortCallCaps.BY_MONTHS
    for cap, unit, most, used in _caps(facts, terms, reckoning, graded=terms.each_cap or by_months):
        spans = usable.get(cap, with_agreement)
        if spans:
            closes = dt.date.fromordinal(spans[-1].last) if terms.announced else None
            yield _left(cap, unit, most, used, closes)
    if terms.announced and with_agreement:
        yield from _windows(timeline, terms.grounds.first, terms.grounds.last)


def _caps(facts: Facts, terms: Terms, reckoning: Reckoning, *, graded: bool) -> Iterator[tuple[str, str, int | None, int | None]]:
    """Each cap with its unit, the most and what is used of it, in hundredths; None where it is not known.

    `graded`: whether yearly caps hang on months. Where the call's days are not known, nor are its months.
    """
    missing, granted, grade = terms.missing, reckoning.granted, every_role_grade(facts, terms)
    lines = {line.rule.id: line for line in reckoning.lines if isinstance(line.rule, Rule)}

    def most(term: str, grade: int) -> int | None:
        """A whole cap of the call."""
        unknown = term in missing or (graded and terms.every_day_missing)
        return None if unknown else divide_half_up(getattr(terms, term) * grade, YEAR)

    def hours(rule: str, counted: int, used: int) -> int | None:
        """The hours that count, and those used elsewhere; which those are is not known where the call's days are not."""
        return None if terms.every_day_missing and lines[rule].counts else counted + used

    def kroner(rule: str, used: int = 0) -> int | None:
        """What is granted, and used elsewhere."""
        amount = lines[rule].amount
        return None if amount is None else amount + used

    absence = hours("practice-compensation", facts.absence_h100, facts.absence_used_h100)
    yield "absence-hours", "h", most("absence_cap_h100", practice_grade(facts, terms)), absence
    expenses = kroner("learning-expenses", facts.expenses_used_ore)
    yield "learning-expenses", "NOK", most("learning_cap_ore", grade), expenses
    loss = kroner("lower-productivity", facts.productivity_used_ore)
    yield "lower-productivity", "NOK", most("productivity_cap_ore", window_grade(facts, terms)), loss
    supervised = hours("supervision", facts.supervision_h100, facts.supervision_used_h100)
    yield "supervision-hours", "h", most("supervision_cap_h100", grade), supervised
    of_frame = terms.every_day_missing and not terms.facilitation_of_granted
    share = None
    if "facilitation_share" not in missing and not of_frame and not facilitation.lacks(facts, terms, granted):
        share = divide_half_up(facilitation.limits(facts, terms, granted)[0].most, facilitation.unit(terms))
    yield "facilitation-share", "NOK", share, kroner("facilitation")
    lacks = grant_frame.lacks(facts, terms) or terms.every_day_missing
    frame = None if lacks else divide_half_up(granted.frame, grant_frame.unit(terms))
    yield "grant-frame", "NOK", frame, _within_frame(reckoning, terms, frame)
    yield "additional-cap", "NOK", most("additional_cap_ore", terms.flat_grade), kroner("additional-elements")


def _within_frame(reckoning: Reckoning, terms: Terms, frame: int | None) -> int | None:
    """What of the frame is used, øre; None where a line that it limits is not known and what is certain does not fill it."""
    limited = limited_lines(reckoning, terms)
    certain = sum([line.amount or 0 for line in limited]) - reckoning.above_frame
    in_doubt = any(line.amount is None for line in limited)
    return None if in_doubt and not (frame is not None and certain >= frame) else certain


def _left(cap: str, unit: str, most: int | None, used: int | None, closes: dt.date | None) -> Remaining:
    """What is left under a cap, of hundredths."""
    if most is None or used is None:
        whole = None if most is None else from_hundredths(most)
        return Remaining(cap=cap, unit=unit, left=None, most=whole, closes=closes)
    used = min(used, most)
    left = from_hundredths(most - used)
    return Remaining(cap=cap, unit=unit, left=left, most=from_hundredths(most), used=from_hundredths(used), closes=closes)


def _windows(timeline: Timeline, first: int, last: int) -> Iterator[Remaining]:
    """The whole months after the call's last day that are left of the productivity window, and of the agreement's longest duration.

    A window that nothing closes, as the case stands, is open: it has no number of months and no last day.
    """
    days = [span for span, _ in timeline.over(first, LAST_DAY) if span.reasons <= _OTHER_CALLS]
    yield from _window("productivity-window", [span for span in days if not span.productivity_reasons], last)
    if timeline.beyond is not None or days[-1].last == LAST_DAY:
        yield from _window("maximum-duration", days, last)


_OTHER_CALLS: Reasons = frozenset({Reason.OUTSIDE_CALL})
"""Why days after the call do not count, though they may in another."""


def _window(cap: str, spans: list[Span], last: int) -> Iterator[Remaining]:
    """A window that can be used in some spans' days, of which the last closes it."""
    if not spans:
        return
    closes = spans[-1].last
    if closes == LAST_DAY:
        yield Remaining(cap=cap, unit="months", left=None, open=True)
    else:
        months = whole_months(last + 1, closes) if closes > last else 0
        yield Remaining(cap=cap, unit="months", left=from_hundredths(100 * months), closes=dt.date.fromordinal(closes))
