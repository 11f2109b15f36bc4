"""What another option of a reading would give, and the notes that lead a result since it hangs on one."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from .counting import Count, count
from .entitlement import Note, OtherReading
from .facts import Facts
from .fields import from_hundredths
from .model import Case, InterruptionKind
from .readings import GapBetweenPosts, GrantFrame, MonthCounting, Readings, chosen
from .reasons import Reason
from .reckoning import Reckoning, bounds_of, reckon, total_is
from .resolving import View, place_of
from .rules import FACILITATION, grant_frame
from .terms import Terms, terms_of


def other_reading(name: str, option: str, facts: Facts, terms: Terms, now: Reckoning) -> OtherReading:
    """What the facts and the terms of another option give, beside the result as it is."""
    other = reckon(facts, terms)
    least, most = bounds_of(other, facts, terms)
    return OtherReading(
        id=name,
        option=option,
        total=from_hundredths(other.total),
        complete=other.complete,
        total_is=total_is(other, facts, terms),
        at_least=from_hundredths(least),
        at_most=None if most is None else from_hundredths(most),
        difference=from_hundredths(other.total - now.total),
    )


def leading_notes(seen: View, counted: Count, terms: Terms, now: Reckoning) -> Iterator[Note]:
    """What ended the agreement, a frame that no month makes zero, and one that is not known: each with what the other option gives."""
    yield from _ended(seen, counted, terms, now)
    facts = counted.facts
    if now.above_frame and not grant_frame.roles(facts, terms):
        yield Note(
            code="no-whole-month", about="grant-frame", other=_counted_otherwise(seen, "month-counting", MonthCounting.STARTED_MONTHS, now)
        )
    if grant_frame.lacks(facts, terms) and any(line.rule in (FACILITATION, grant_frame.RULE) for line in now.state if line.amount is None):
        yield Note(code="frame-not-checked", about="grant-frame", other=_summed(seen, facts, now))


def _ended(seen: View, counted: Count, terms: Terms, now: Reckoning) -> Iterator[Note]:
    """Which day ended the agreement, where days of the call that a post is held on do not count for it."""
    timeline, grounds = counted.timeline, terms.grounds
    lost = (span for span, _ in timeline.over(grounds.first, grounds.last) if span.posts and Reason.AGREEMENT_ENDED in span.reasons)
    if timeline.ended is None or next(lost, None) is None:
        return
    day = dt.date.fromordinal(timeline.ended)
    if timeline.at(timeline.ended).at_agency:
        yield Note(code="ended-by-affiliation", about=_affiliation(seen.case, day), day=day)
    else:
        other = _counted_otherwise(seen, "gap-between-posts", GapBetweenPosts.PAUSES_AGREEMENT, now)
        yield Note(code="ended-by-gap", about="/positions", day=day, other=other)


def _affiliation(case: Case, day: dt.date) -> str:
    """JSON Pointer to the affiliation that holds on a day."""
    found = (
        index
        for index, each in enumerate(case.interruptions)
        if each.kind is InterruptionKind.COMMERCIAL_ACTOR and each.from_ <= day and (each.to is None or day <= each.to)
    )
    return f"/interruptions/{next(found)}"


@lru_cache(maxsize=256)
def _with(readings: Readings, name: str, option: str) -> Readings:
    return chosen(readings, {name: option})


def _terms(seen: View, name: str, option: str) -> tuple[Readings, Terms]:
    """The readings with another option, and the terms by them."""
    readings = _with(seen.readings, name, option)
    return readings, terms_of(seen.tables, seen.call, readings, seen.case.supplied, seen.case.accept, seen.known_on)


def _counted_otherwise(seen: View, name: str, option: str, now: Reckoning) -> OtherReading | None:
    """What an option gives that the counting rules see; None where it is the one that is chosen."""
    if seen.readings.option(name) == option:
        return None
    readings, terms = _terms(seen, name, option)
    centrality_class = place_of(seen.case, seen.call, seen.tables).centrality_class
    return other_reading(name, option, count(seen.case, terms.grounds, readings, centrality_class).facts, terms, now)


def _summed(seen: View, facts: Facts, now: Reckoning) -> OtherReading | None:
    """What the sum of the caps gives in the place of a frame that is not published; None where it gives no frame, or is chosen."""
    if seen.readings.grant_frame is not GrantFrame.PUBLISHED:
        return None
    _, terms = _terms(seen, "grant-frame", GrantFrame.SUM_OF_CAPS)
    if terms.every_day_missing or grant_frame.lacks(facts, terms):
        return None
    return other_reading("grant-frame", GrantFrame.SUM_OF_CAPS, facts, terms, now)
