"""Dates become spans: which days count and why not, whole months, windows and limits.

A case's life is cut into *spans*, runs of days on which nothing changes. Each span knows the posts held, and every reason why its
days do not count. `counting` looks the records up in them.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from attrs import frozen

from .arithmetic import WHOLE
from .calendar import FIRST_DAY, LAST_DAY, add_months, month_starts, runs, started_months, whole_months
from .fields import hundredths
from .model import GP_ROLES, Agreement, Case, DoctorRole, EmploymentModel, InterruptionKind
from .readings import GapBetweenPosts, MonthCounting, ProductivityWindow, Readings
from .reasons import Reason, Reasons

NEVER_USED_UP = dt.MAXYEAR
"""Years that no agreement lasts: where the longest duration is not known, every day is one that it may leave."""


@frozen
class Grounds:
    """What the call, the tables and the readings say of days; all that counting needs beside the case."""

    first: int
    """First day of the grant period, as a day number."""
    last: int
    """Last day of the grant period."""
    known: bool
    """Whether the period is known; else these are the days that it must lie within, and no months can be counted."""
    longest_years: int
    """Longest agreement at full time (T13)."""
    window_months: int
    """Length of the productivity window (T15)."""
    signed_after: int | None
    """Agreements with the newly employed signed after this day count from `counts_from` (2023)."""
    counts_from: int | None


class Post(NamedTuple):
    """A post held on each day of a span."""

    role: DoctorRole
    employment: EmploymentModel
    share: int
    """Position percent in basis points."""


class Held(NamedTuple):
    """What a day is like: the posts held, and what breaks into them."""

    posts: tuple[Post, ...]
    roles: frozenset[DoctorRole]
    at_agency: bool
    """Affiliated with a commercial medical actor."""
    away: bool
    """On leave or in institution service."""
    reasons: Reasons
    """Why such a day does not count."""


_NOTHING_HELD = Held((), frozenset(), at_agency=False, away=False, reasons=frozenset({Reason.NO_POSITION}))


class Span(NamedTuple):
    """Days on which nothing changes."""

    first: int
    last: int
    posts: tuple[Post, ...]
    roles: frozenset[DoctorRole]
    at_agency: bool
    reasons: Reasons
    """Why these days do not count, for any element."""
    practice_reasons: Reasons
    """Further reasons for practice compensation (T36)."""
    productivity_reasons: Reasons
    """Further reasons for lower productivity (T47, T48)."""


@lru_cache
def _reasons_of_roles(roles: frozenset[DoctorRole], in_window: bool) -> tuple[Reasons, Reasons]:
    """The further reasons for practice compensation and for lower productivity; `in_window`: within the first 24 months."""
    practice: set[Reason] = set()
    if roles == frozenset({DoctorRole.OTHER_MUNICIPAL_GP}):
        practice.add(Reason.OUTSIDE_GP_SCHEME)
    productivity = {*practice}
    if DoctorRole.INTRODUCTORY_GP in roles and roles.isdisjoint(GP_ROLES):
        productivity.add(Reason.INTRODUCTORY_GP)
    if not in_window:
        productivity.add(Reason.OUTSIDE_FIRST_24_MONTHS)
    return frozenset(practice), frozenset(productivity)


def _ordinal(day: dt.date | None, otherwise: int) -> int:
    return otherwise if day is None else day.toordinal()


def agreement_start(agreement: Agreement) -> int | None:
    """The day number from which the agreement holds: its signing (T06)."""
    return None if agreement.signed_on is None else agreement.signed_on.toordinal()


_Key = tuple[DoctorRole, EmploymentModel] | InterruptionKind
"""What posts or interruptions have in common that are active together."""
_Stretch = tuple[int, int, Held]
"""A first day, the day after the last, and what the days are like."""


class Timeline:
    """A case's days, seen from one call."""

    def __init__(self, case: Case, grounds: Grounds, readings: Readings) -> None:
        """Cut the days into spans; `grounds` and `readings` decide what counts."""
        self.case = case
        self.grounds = grounds
        self.readings = readings
        self.start = agreement_start(case.agreement)
        self.counts_from = self._counts_from()
        self.first_gp = self._first_gp()
        self.window = self._window()
        self._days = list(self._stretches())
        self.ended = self._ended()
        self.beyond = self._beyond()
        if self.beyond is not None:
            self._cut(self.beyond)
        self._firsts = [first for first, _, _ in self._days]
        self._against = self._reasons_by_days()
        self._judged: dict[int, Span] = {}
        self._lay_out_months()

    # Days that matter --------------------------------------------------------------------------------------------

    def _counts_from(self) -> int | None:
        """The first day that may count by the agreement: signing, or the call's back-dating for the newly employed."""
        grounds = self.grounds
        if (
            self.start is not None
            and grounds.signed_after is not None
            and grounds.counts_from is not None
            and self.case.agreement.newly_employed
            and self.start > grounds.signed_after
        ):
            return min(self.start, grounds.counts_from)
        return self.start

    def _first_gp(self) -> int | None:
        """The first day ever as fastlege or fastlegevikar: as given, else the first such position."""
        if self.case.doctor.first_gp_date is not None:
            return self.case.doctor.first_gp_date.toordinal()
        return min((post.from_.toordinal() for post in self.case.positions if post.role in GP_ROLES), default=None)

    def _window(self) -> tuple[int, int] | None:
        """First day and day after the last of the productivity window (T15); None where it never opens."""
        if self.first_gp is None:
            return None
        end = add_months(self.first_gp, self.grounds.window_months)
        if self.readings.productivity_window is ProductivityWindow.PAUSES_DURING_LEAVE:
            leave = (
                (each.from_.toordinal(), _ordinal(each.to, LAST_DAY))
                for each in self.case.interruptions
                if each.kind is InterruptionKind.LEAVE
            )
            for first, last in runs(sorted(leave)):
                if first < end and last >= self.first_gp:
                    end += last - max(first, self.first_gp) + 1
        return self.first_gp, end

    def _ended(self) -> int | None:
        """The first day on which the agreement has ended (T19): the first affiliated day since its start, or a gap between posts."""
        if self.start is None:
            return None
        held_from = min(
            (post.from_.toordinal() for post in self.case.positions if post.to is None or post.to.toordinal() >= self.start),
            default=LAST_DAY + 1,
        )
        gap_ends = self.readings.gap_between_posts is GapBetweenPosts.ENDS_AGREEMENT
        for first, _, held in self._days:
            gap = gap_ends and not held.posts and not held.away and first >= held_from
            if first >= self.start and (held.at_agency or gap):
                return first
        return None

    def _beyond(self) -> int | None:
        """The first day after the agreement's five years are used up (T13, T14); None where they never are."""
        if self.start is None:
            return None
        left = (add_months(self.start, 12 * self.grounds.longest_years) - self.start) * WHOLE
        known_from = min([post.from_.toordinal() for post in self.case.positions], default=LAST_DAY + 1)
        for first, following, held in self._days:
            if first < self.start:
                continue
            if left <= 0:
                return first
            rate = 0 if held.away else WHOLE if first < known_from else sum([post.share for post in held.posts])
            if rate:
                days = -(-left // rate)
                if first + days < following:
                    return first + days
                left -= rate * (following - first)
        return None

    @property
    def assumes_full_time(self) -> bool:
        """Whether days before the first known position were counted as full time towards the five years."""
        known_from = min([post.from_ for post in self.case.positions], default=None)
        return self.start is not None and (known_from is None or self.start < known_from.toordinal())

    # Spans -------------------------------------------------------------------------------------------------------

    def _borders(self) -> set[int]:
        """The days on which the calendar, the call, the agreement, the training or the window begins, or has just ended."""
        doctor, grounds = self.case.doctor, self.grounds
        days = (
            grounds.first,
            grounds.last + 1,
            self.counts_from,
            self.start,
            _ordinal(doctor.training_start, FIRST_DAY),
            _ordinal(doctor.training_end, LAST_DAY) + 1,
            *(self.window or ()),
        )
        return {FIRST_DAY, *[day for day in days if day is not None and day <= LAST_DAY]}

    def _stretches(self) -> Iterator[_Stretch]:
        """The days between the borders, and those on which a post or an interruption begins or has just ended."""
        changes: dict[int, list[tuple[_Key, int, int]]] = {day: [] for day in self._borders()}
        for post in self.case.positions:
            key, share = (post.role, post.employment), hundredths(post.percent)
            changes.setdefault(post.from_.toordinal(), []).append((key, 1, share))
            changes.setdefault(_ordinal(post.to, LAST_DAY) + 1, []).append((key, -1, -share))
        for each in self.case.interruptions:
            changes.setdefault(each.from_.toordinal(), []).append((each.kind, 1, 0))
            changes.setdefault(_ordinal(each.to, LAST_DAY) + 1, []).append((each.kind, -1, 0))
        changes[LAST_DAY + 1] = []
        active: dict[_Key, tuple[int, int]] = {}
        held = _NOTHING_HELD
        for first, following in pairwise(sorted(changes)):
            for changed, count, share in changes[first]:
                count_before, share_before = active.pop(changed, (0, 0))
                if count_before + count:
                    active[changed] = (count_before + count, share_before + share)
            if changes[first]:
                held = _held(active)
            yield first, following, held

    def _cut(self, day: int) -> None:
        """Cut the stretch that holds a day in two, where it begins before."""
        place = bisect_right(self._days, day, key=itemgetter(0)) - 1
        first, following, held = self._days[place]
        if first < day:
            self._days[place : place + 1] = [(first, day, held), (day, following, held)]

    def _reasons_by_days(self) -> list[tuple[Reason, int, int]]:
        """The reasons that hold from some day to some other, whatever the posts: why the days do not count, for any element."""
        doctor, grounds = self.case.doctor, self.grounds
        found = [
            (Reason.OUTSIDE_CALL, FIRST_DAY, grounds.first - 1),
            (Reason.OUTSIDE_CALL, grounds.last + 1, LAST_DAY),
        ]
        if self.counts_from is not None:
            found.append((Reason.BEFORE_SIGNING, FIRST_DAY, self.counts_from - 1))
        if self.ended is not None:
            found.append((Reason.AGREEMENT_ENDED, self.ended, LAST_DAY))
        if doctor.training_start is not None:
            found.append((Reason.OUTSIDE_TRAINING, FIRST_DAY, doctor.training_start.toordinal() - 1))
        if doctor.training_end is not None:
            found.append((Reason.OUTSIDE_TRAINING, doctor.training_end.toordinal() + 1, LAST_DAY))
        if self.beyond is not None:
            found.append((Reason.BEYOND_MAXIMUM_DURATION, self.beyond, LAST_DAY))
        if self.case.municipality.registered is False:
            found.append((Reason.NOT_REGISTERED, FIRST_DAY, LAST_DAY))
        return found

    def _span(self, place: int) -> Span:
        """A stretch of days with all that is said of it, which is found out when it is first asked for."""
        span = self._judged.get(place)
        if span is None:
            first, following, held = self._days[place]
            found = [reason for reason, since, until in self._against if since <= first <= until]
            in_window = self.window is not None and self.window[0] <= first < self.window[1]
            reasons = held.reasons.union(found)
            span = Span(first, following - 1, *held[:3], reasons, *_reasons_of_roles(held.roles, in_window))
            self._judged[place] = span
        return span

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every span of the calendar, in order."""
        return tuple([self._span(place) for place in range(len(self._days))])

    def at(self, ordinal: int) -> Span:
        """The span that holds a day."""
        return self._span(bisect_right(self._firsts, ordinal) - 1)

    def places(self, first: int, last: int) -> range:
        """The places of the spans that hold days from `first` to `last`."""
        return range(bisect_right(self._firsts, first) - 1, bisect_right(self._firsts, last))

    def over(self, first: int, last: int) -> Iterator[tuple[Span, int]]:
        """Each span that holds days from `first` to `last`, with how many."""
        for place in self.places(first, last):
            span = self._span(place)
            yield span, min(span.last, last) - max(span.first, first) + 1

    # Months ------------------------------------------------------------------------------------------------------

    def _lay_out_months(self) -> None:
        """Grade the months of the counting days, and of those that count for lower productivity (T34).

        Each month is graded by the percent of each post held on its first day: basis-point months.
        """
        counting = self.counting = [span for span, _ in self.over(self.grounds.first, self.grounds.last) if not span.reasons]
        in_window = [span for span in counting if not span.productivity_reasons]
        self.roles = frozenset[DoctorRole]().union(*[span.roles for span in counting])
        self.in_window = bool(in_window)
        self.months = self._graded(counting)
        graded = self.months if len(in_window) == len(counting) else self._graded(in_window)
        self.months_in_window = sum([graded[role] for role in GP_ROLES])

    def _graded(self, spans: list[Span]) -> Counter[DoctorRole]:
        """The basis-point months of some spans' days, by role."""
        months: Counter[DoctorRole] = Counter()
        starts = self._month_starts(spans)
        for span in spans:
            begun = bisect_right(starts, span.last) - bisect_left(starts, span.first)
            for post in span.posts:
                months[post.role] += begun * post.share
        return months

    def _month_starts(self, spans: list[Span]) -> list[int]:
        """The first day of each month of some spans' unbroken runs of days; no more months than the call starts."""
        if not self.grounds.known:
            return []
        whole = self.readings.month_counting is MonthCounting.WHOLE_MONTHS
        count = whole_months if whole else started_months
        days = runs((span.first, span.last) for span in spans)
        starts = [start for first, last in days for start in month_starts(first, count(first, last))]
        return starts[: started_months(self.grounds.first, self.grounds.last)]


def _held(active: Mapping[_Key, tuple[int, int]]) -> Held:
    """What a day is like on which some posts and interruptions are active: how many of each, with their percent in basis points."""
    keys = sorted([key for key in active if not isinstance(key, InterruptionKind)])
    posts = tuple([Post(*key, active[key][1]) for key in keys])
    in_institution, at_agency = InterruptionKind.INSTITUTION_SERVICE in active, InterruptionKind.COMMERCIAL_ACTOR in active
    reasons = ((Reason.NO_POSITION, not posts), (Reason.INSTITUTION_SERVICE, in_institution), (Reason.COMMERCIAL_ACTOR, at_agency))
    return Held(
        posts,
        frozenset([post.role for post in posts]),
        at_agency,
        in_institution or InterruptionKind.LEAVE in active,
        frozenset([reason for reason, holds in reasons if holds]),
    )
