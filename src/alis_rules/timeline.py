"""Dates become spans: which days count and why not, whole months, windows and limits.

A case's life is cut into *spans*, runs of days on which nothing changes. Each span knows the posts held, and every reason why its
days do not count. `counting` looks the records up in them.
"""

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from attrs import frozen

from .arithmetic import WHOLE
from .calendar import FIRST_DAY, LAST_DAY, add_months, month_starts, runs, started_months, whole_months
from .fields import hundredths
from .model import GP_ROLES, Agreement, Case, DoctorRole, EmploymentModel, InterruptionKind
from .readings import GapBetweenPosts, MonthCounting, ProductivityWindow, Readings
from .reasons import NONE, Reason, Reasons

_OUTSIDE_GP_SCHEME = frozenset({Reason.OUTSIDE_GP_SCHEME})


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


class Span(NamedTuple):
    """Days on which nothing changes."""

    first: int
    last: int
    posts: tuple[Post, ...]
    on_leave: bool
    in_institution: bool
    at_agency: bool
    reasons: Reasons = NONE
    """Why these days do not count, for any element."""
    in_window: bool = False
    """Within the first 24 months as fastlege or fastlegevikar."""

    @property
    def away(self) -> bool:
        """On leave or in institution service."""
        return self.on_leave or self.in_institution

    @property
    def only_outside_scheme(self) -> bool:
        """Every post is outside the Regular GP Scheme."""
        return bool(self.posts) and all(post.role is DoctorRole.OTHER_MUNICIPAL_GP for post in self.posts)

    @property
    def practice_reasons(self) -> Reasons:
        """Further reasons for practice compensation (T36)."""
        return _OUTSIDE_GP_SCHEME if self.only_outside_scheme else NONE

    @property
    def productivity_reasons(self) -> Reasons:
        """Further reasons for lower productivity (T47, T48)."""
        found: set[Reason] = set()
        if self.only_outside_scheme:
            found.add(Reason.OUTSIDE_GP_SCHEME)
        roles = {post.role for post in self.posts}
        if DoctorRole.INTRODUCTORY_GP in roles and not roles & GP_ROLES:
            found.add(Reason.INTRODUCTORY_GP)
        if not self.in_window:
            found.add(Reason.OUTSIDE_FIRST_24_MONTHS)
        return frozenset(found)


def _ordinal(day: dt.date | None, otherwise: int) -> int:
    return otherwise if day is None else day.toordinal()


def agreement_start(agreement: Agreement) -> int | None:
    """The day number from which the agreement holds: its signing (T06)."""
    return None if agreement.signed_on is None else agreement.signed_on.toordinal()


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
        spans = list(self._bare_spans())
        self.window = self._window(spans)
        self.ended = self._ended(spans)
        self.beyond = self._beyond(spans)
        self.spans = tuple(self._judged(spans))
        self._firsts = [span.first for span in self.spans]
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

    def _window(self, spans: list[Span]) -> tuple[int, int] | None:
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

    def _ended(self, spans: list[Span]) -> int | None:
        """The first day on which the agreement has ended (T19): the first affiliated day since its start, or a gap between posts."""
        if self.start is None:
            return None
        held_from = min(
            (post.from_.toordinal() for post in self.case.positions if _ordinal(post.to, LAST_DAY) >= self.start), default=LAST_DAY + 1
        )
        gap_ends = self.readings.gap_between_posts is GapBetweenPosts.ENDS_AGREEMENT
        for span in spans:
            if span.last < self.start:
                continue
            gap = gap_ends and not span.posts and not span.away and span.first >= held_from
            if span.at_agency or gap:
                return max(span.first, self.start)
        return None

    def _beyond(self, spans: list[Span]) -> int | None:
        """The first day after the agreement's five years are used up (T13, T14); None where they never are."""
        if self.start is None:
            return None
        left = (add_months(self.start, 12 * self.grounds.longest_years) - self.start) * WHOLE
        known_from = min((post.from_.toordinal() for post in self.case.positions), default=LAST_DAY + 1)
        for span in spans:
            if span.last < self.start:
                continue
            first = max(span.first, self.start)
            if left <= 0:
                return first
            rate = 0 if span.away else WHOLE if span.last < known_from else sum(post.share for post in span.posts)
            if rate:
                days = -(-left // rate)
                if first + days <= span.last:
                    return first + days
                left -= rate * (span.last - first + 1)
        return None

    @property
    def assumes_full_time(self) -> bool:
        """Whether days before the first known position were counted as full time towards the five years."""
        known_from = min((post.from_ for post in self.case.positions), default=None)
        return self.start is not None and (known_from is None or self.start < known_from.toordinal())

    # Spans -------------------------------------------------------------------------------------------------------

    def _bare_spans(self) -> Iterator[Span]:
        """The spans between the days on which a post or an interruption begins or ends, or a border of the case lies."""
        doctor, grounds = self.case.doctor, self.grounds
        borders = (
            FIRST_DAY,
            grounds.first,
            grounds.last + 1,
            self.counts_from,
            self.start,
            None if doctor.training_start is None else doctor.training_start.toordinal(),
            None if doctor.training_end is None else doctor.training_end.toordinal() + 1,
        )
        changes: dict[int, list[tuple[object, int, int]]] = {border: [] for border in borders if border is not None}
        for post in self.case.positions:
            key, share = (post.role, post.employment), hundredths(post.percent)
            changes.setdefault(post.from_.toordinal(), []).append((key, 1, share))
            changes.setdefault(_ordinal(post.to, LAST_DAY) + 1, []).append((key, -1, -share))
        for each in self.case.interruptions:
            changes.setdefault(each.from_.toordinal(), []).append((each.kind, 1, 0))
            changes.setdefault(_ordinal(each.to, LAST_DAY) + 1, []).append((each.kind, -1, 0))
        changes.pop(LAST_DAY + 1, None)
        held = sorted({(post.role, post.employment) for post in self.case.positions})
        active: Counter[object] = Counter()
        shares: Counter[object] = Counter()
        firsts = sorted(changes)
        for first, following in zip(firsts, [*firsts[1:], LAST_DAY + 1], strict=True):
            for change, count, share in changes[first]:
                active[change] += count
                shares[change] += share
            yield Span(
                first,
                following - 1,
                tuple(Post(*key, shares[key]) for key in held if active[key]),
                active[InterruptionKind.LEAVE] > 0,
                active[InterruptionKind.INSTITUTION_SERVICE] > 0,
                active[InterruptionKind.COMMERCIAL_ACTOR] > 0,
            )

    def _judged(self, spans: list[Span]) -> Iterator[Span]:
        """The spans cut once more where the agreement ends, its years are used up, and the window opens and closes; with reasons."""
        cuts = sorted({day for day in (self.ended, self.beyond, *(self.window or ())) if day is not None})
        for span in spans:
            borders = [span.first, *(cut for cut in cuts if span.first < cut <= span.last), span.last + 1]
            for first, following in pairwise(borders):
                in_window = self.window is not None and self.window[0] <= first < self.window[1]
                yield Span(first, following - 1, *span[2:6], self._reasons(span, first), in_window)

    def _reasons(self, span: Span, first: int) -> Reasons:
        """Every reason why the days of a span from `first` on do not count, for any element."""
        found: set[Reason] = set()
        doctor, grounds = self.case.doctor, self.grounds
        if not grounds.first <= first <= grounds.last:
            found.add(Reason.OUTSIDE_CALL)
        if self.counts_from is not None and first < self.counts_from:
            found.add(Reason.BEFORE_SIGNING)
        if not span.posts:
            found.add(Reason.NO_POSITION)
        if span.at_agency:
            found.add(Reason.COMMERCIAL_ACTOR)
        if self.ended is not None and first >= self.ended:
            found.add(Reason.AGREEMENT_ENDED)
        if span.in_institution:
            found.add(Reason.INSTITUTION_SERVICE)
        if doctor.training_start is not None and first < doctor.training_start.toordinal():
            found.add(Reason.OUTSIDE_TRAINING)
        if doctor.training_end is not None and first > doctor.training_end.toordinal():
            found.add(Reason.OUTSIDE_TRAINING)
        if self.beyond is not None and first >= self.beyond:
            found.add(Reason.BEYOND_MAXIMUM_DURATION)
        if self.case.municipality.registered is False:
            found.add(Reason.NOT_REGISTERED)
        return frozenset(found)

    def at(self, ordinal: int) -> Span:
        """The span that holds a day."""
        return self.spans[bisect_right(self._firsts, ordinal) - 1]

    def over(self, first: int, last: int) -> Iterator[tuple[Span, int]]:
        """Each span that holds days from `first` to `last`, with how many."""
        for span in islice(self.spans, bisect_right(self._firsts, first) - 1, None):
            if span.first > last:
                return
            yield span, min(span.last, last) - max(span.first, first) + 1

    # Months ------------------------------------------------------------------------------------------------------

    def _lay_out_months(self) -> None:
        """Grade the months of the counting days, and of those that count for lower productivity (T34).

        Each month is graded by the percent of each post held on its first day: basis-point months.
        """
        counting = [span for span in self.spans if not span.reasons]
        in_window = [span for span in counting if not span.productivity_reasons]
        self.roles = frozenset(post.role for span in counting for post in span.posts)
        self.in_window = bool(in_window)
        self.months = self._graded(counting)
        graded = self.months if len(in_window) == len(counting) else self._graded(in_window)
        self.months_in_window = sum(graded[role] for role in GP_ROLES)

    def _graded(self, spans: Iterable[Span]) -> Counter[DoctorRole]:
        """The basis-point months of some spans' days, by role."""
        months: Counter[DoctorRole] = Counter()
        for first in self._starts(spans):
            for post in self.at(first).posts:
                months[post.role] += post.share
        return months

    def _starts(self, spans: Iterable[Span]) -> Iterator[int]:
        if not self.grounds.known:
            return iter(())
        whole = self.readings.month_counting is MonthCounting.WHOLE_MONTHS
        count = whole_months if whole else started_months
        starts = (
            start for first, last in runs((span.first, span.last) for span in spans) for start in month_starts(first, count(first, last))
        )
        return islice(starts, started_months(self.grounds.first, self.grounds.last))
