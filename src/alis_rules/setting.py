"""A case with all that it is evaluated under, so that changed cases can be evaluated under the same.

What `needed`, `near` and `possible` share.
"""

from collections.abc import Iterator
from itertools import pairwise

from attrs import evolve

from .counting import Count, count
from .entitlement import Entitlement
from .evaluation import evaluated
from .fields import from_hundredths
from .model import Case
from .reckoning import Reckoning, bounds_of, reckon
from .resolving import View
from .terms import Terms, terms_of
from .timeline import Timeline


class Setting:
    """A case as it is seen, evaluated, and what changed cases are evaluated by."""

    def __init__(self, seen: View) -> None:
        """Evaluate the case once, as it is seen."""
        self.case, self.readings, self.seen = seen.case, seen.readings, seen
        self.base = self.evaluated(seen.case)
        self.grounds = self.terms(seen.case).grounds
        self.timeline = Timeline(seen.case, self.grounds, seen.readings)

    def evaluated(self, case: Case) -> Entitlement:
        """The whole entitlement of a changed case."""
        return evaluated(self.seen._replace(case=case))

    def terms(self, case: Case) -> Terms:
        """The call's terms, with what a changed case supplies."""
        return terms_of(self.seen.tables, self.seen.call, self.readings, case.supplied, case.accept, self.seen.known_on)

    def counted(self, case: Case) -> Count:
        """What of a changed case counts."""
        given = case.municipality.centrality_class
        return count(case, self.grounds, self.readings, self.base.municipality.centrality_class if given is None else given)

    def reckoned(self, case: Case) -> Reckoning:
        """The amounts of a changed case, without what an entitlement says beside them."""
        return reckon(self.counted(case).facts, self.terms(case))

    def bounded(self, case: Case) -> tuple[int, int, int | None]:
        """The total of a changed case, and the least and the most that it can come to whatever is missing, øre."""
        facts, terms = self.counted(case).facts, self.terms(case)
        reckoning = reckon(facts, terms)
        return reckoning.total, *bounds_of(reckoning, facts, terms)

    def used_up(self, case: Case) -> int:
        """The first day of the call after the longest duration is used up in a changed case, as far as it matters: a day number."""
        beyond = Timeline(case, self.grounds, self.readings).beyond
        return self.grounds.last + 1 if beyond is None else min(max(beyond, self.grounds.first), self.grounds.last + 1)

    def stretches(self, case: Case, index: int, low: int, high: int) -> Iterator[tuple[int, int]]:
        """Where a position's percent, in basis points from `low` to `high`, works one way only: more percent, no less granted.

        The percent uses up the longest duration, so that more of it can mean fewer days. Within a stretch the days are the same. A percent
        of 0 stands by itself, since a post without months asks for no frame.
        """
        first = low
        if low == 0:
            yield 0, 0
            first = 1
        if first > high:
            return

        def key(share: int) -> int:
            return self.used_up(with_percent(case, index, share))

        def breaks(lower: int, upper: int, below: int, above: int) -> Iterator[int]:
            """Each share that uses up the duration on another day than the share before it does."""
            if below == above:
                return
            if upper == lower + 1:
                yield upper
                return
            middle = (lower + upper) // 2
            between = key(middle)
            yield from breaks(lower, middle, below, between)
            yield from breaks(middle, upper, between, above)

        borders = [first, *breaks(first, high, key(first), key(high)), high + 1]
        yield from ((start, following - 1) for start, following in pairwise(borders))


def with_percent(case: Case, index: int, share: int) -> Case:
    """The case with a position's percent set, in basis points. Raises InvalidCase where some day then holds more than 100 percent."""
    changed = evolve(case.positions[index], percent=from_hundredths(share))
    return evolve(case, positions=(*case.positions[:index], changed, *case.positions[index + 1 :]))
