"""Dates become whole numbers: which days and records count and why not, whole months, windows and limits.

A case's life is cut into *spans*, runs of days on which nothing changes. Each span knows the posts held, and every reason why its
days do not count. Records are then looked up in the spans, and what counts is added up in `Facts`: whole numbers only, all that the
amount rules see.
"""

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import islice, pairwise
from math import gcd, lcm
from types import MappingProxyType
from typing import NamedTuple

from attrs import frozen

from .arithmetic import WHOLE, divide_half_up
from .calendar import FIRST_DAY, LAST_DAY, add_months, month_starts, runs, started_months, whole_months
from .fields import hundredths
from .model import (
    GP_ROLES,
    HOURS_A_DAY,
    PRACTICE_ROLES,
    Activity,
    ActivityKind,
    Agreement,
    AgreementKind,
    Case,
    DoctorRole,
    EmploymentModel,
    InterruptionKind,
    LowerProductivity,
    Payer,
)
from .readings import GapBetweenPosts, MonthCounting, ProductivityWindow, Readings


class Reason(StrEnum):
    """Why a day or a record does not count."""

    OUTSIDE_CALL = "outside-call"
    BEFORE_SIGNING = "before-signing"
    NO_POSITION = "no-position"
    COMMERCIAL_ACTOR = "commercial-actor"
    AGREEMENT_ENDED = "agreement-ended"
    INSTITUTION_SERVICE = "institution-service"
    OUTSIDE_TRAINING = "outside-training"
    BEYOND_MAXIMUM_DURATION = "beyond-maximum-duration"
    NOT_REGISTERED = "not-registered"
    SUPERVISION_ONLY = "supervision-only"
    OUTSIDE_GP_SCHEME = "outside-gp-scheme"
    INTRODUCTORY_GP = "introductory-gp"
    OUTSIDE_FIRST_24_MONTHS = "outside-first-24-months"
    ACTIVITY_NOT_LISTED = "activity-not-listed"
    NOT_COMPLETED = "not-completed"
    NOT_CENTRALITY_6 = "not-centrality-6"
    LASTING_INVESTMENT = "lasting-investment"


REASON_CLAUSES = MappingProxyType(
    {
        Reason.OUTSIDE_CALL: ("S17",),
        Reason.BEFORE_SIGNING: ("T06", "T08"),
        Reason.NO_POSITION: ("T07",),
        Reason.COMMERCIAL_ACTOR: ("T09", "T10"),
        Reason.AGREEMENT_ENDED: ("T19",),
        Reason.INSTITUTION_SERVICE: ("T12",),
        Reason.OUTSIDE_TRAINING: ("T11", "T19"),
        Reason.BEYOND_MAXIMUM_DURATION: ("T13", "T14"),
        Reason.NOT_REGISTERED: ("S12", "T24"),
        Reason.SUPERVISION_ONLY: ("T02",),
        Reason.OUTSIDE_GP_SCHEME: ("T36", "T47"),
        Reason.INTRODUCTORY_GP: ("T47",),
        Reason.OUTSIDE_FIRST_24_MONTHS: ("T15", "T48"),
        Reason.ACTIVITY_NOT_LISTED: ("T44",),
        Reason.NOT_COMPLETED: ("T37",),
        Reason.NOT_CENTRALITY_6: ("T57",),
        Reason.LASTING_INVESTMENT: ("T60",),
    }
)
"""The clauses that each reason carries out."""

Reasons = frozenset[Reason]
NONE: Reasons = frozenset()
_OUTSIDE_GP_SCHEME = frozenset({Reason.OUTSIDE_GP_SCHEME})
NO_CLAIM = 10**15
"""A claim that limits nothing, øre: more than any case can cost."""


class Receivers(NamedTuple):
    """How something is shared among those who may receive it: whole weights."""

    doctor: int
    municipality: int
    to_be_agreed: int


TO_DOCTOR = Receivers(1, 0, 0)
TO_MUNICIPALITY = Receivers(0, 1, 0)
TO_BE_AGREED = Receivers(0, 0, 1)


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


class Verdict(NamedTuple):
    """Whether a record counts, and towards what."""

    at: str
    """JSON Pointer to the record in the case."""
    what: str
    """The kind of a learning activity, else the rule that the record belongs to."""
    first: dt.date
    last: dt.date
    reasons: Reasons
    """All the reasons why it, or some of its days, do not count for something."""
    rules: tuple[str, ...]
    """The lines that it counts towards."""
    not_for: tuple[tuple[str, tuple[Reason, ...]], ...]
    """The lines that it would have added to and does not, in whole or in part, with the reasons."""
    days: int | None = None
    """Days of a record over several days."""
    counted_days: int | None = None
    counts: bool = True
    parts: "tuple[Part, ...]" = ()
    """What it would add to each line."""


@frozen(kw_only=True)
class Facts:
    """What counts, in whole numbers: one flat record for one ALIS and one call.

    Hours are in hundredths (``_h100``), money in øre (``_ore``), months in basis-point months (``_bp``: 10 000 is one month at full time).
    ``incurred`` is what all records come to, before any condition; ``used`` what was granted elsewhere.
    """

    absence_incurred_h100: int = 0
    absence_h100: int = 0
    absence_used_h100: int = 0
    expenses_incurred_ore: int = 0
    expenses_ore: int = 0
    expenses_used_ore: int = 0
    productivity_incurred_ore: int = 0
    productivity_ore: int = 0
    productivity_used_ore: int = 0
    supervision_incurred_ore: int = 0
    """Given costs of supervision."""
    supervision_incurred_unpriced_h100: int = 0
    """Hours of supervision without a given cost."""
    supervision_ore: int = 0
    supervision_unpriced_h100: int = 0
    supervision_h100: int = 0
    """All hours of supervision that count."""
    supervision_used_h100: int = 0
    facilitation_incurred_ore: int = 0
    facilitation_ore: int = 0
    additional_incurred_ore: int = 0
    additional_ore: int = 0
    municipal_incurred_ore: int = 0
    municipal_ore: int = 0
    months_regular_gp_bp: int = 0
    months_gp_locum_bp: int = 0
    months_introductory_gp_bp: int = 0
    months_other_municipal_gp_bp: int = 0
    months_in_window_bp: int = 0
    """Months of lower productivity: as regular GP or locum, within the first 24 months."""
    in_window: int = 0
    """1 where some day counts for lower productivity, else 0."""
    held_regular_gp: int = 0
    """1 where some counting day holds the role, else 0; so for the others."""
    held_gp_locum: int = 0
    held_introductory_gp: int = 0
    held_other_municipal_gp: int = 0
    centrality_known: int = 1
    """0 where neither the case nor a table gives the centrality class."""
    has_frame: int = 1
    """0 where there is supervision only, which no frame limits; else 1."""
    claim_practice_compensation_ore: int = NO_CLAIM
    claim_learning_expenses_ore: int = NO_CLAIM
    claim_lower_productivity_ore: int = NO_CLAIM
    claim_supervision_ore: int = NO_CLAIM
    claim_facilitation_ore: int = NO_CLAIM
    claim_additional_elements_ore: int = NO_CLAIM


@frozen
class Count:
    """All that the counting rules say of a case."""

    facts: Facts
    verdicts: tuple[Verdict, ...]
    line_reasons: "dict[str, set[Reason]]"
    """For each line, the reasons of the records that would have added to it."""
    receivers: "dict[str, Receivers]"
    """For each line, who receives it, by weight."""
    timeline: "Timeline"


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


# Records -----------------------------------------------------------------------------------------------------------


class _Tally:
    """Adds up, line by line, what the records come to, what counts of it, and for whom."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.verdicts: list[Verdict] = []
        self.incurred: Counter[str] = Counter()
        self.counted: Counter[str] = Counter()
        self.reasons: dict[str, set[Reason]] = {}
        self.weights: dict[str, dict[Receivers, Fraction | int]] = {}
        self._receivers: dict[tuple[int, frozenset[DoctorRole]], Receivers] = {}

    def record(
        self, at: str, what: tuple[str, dt.date, dt.date], base: Reasons, parts: "tuple[Part, ...]", days: tuple[int, int] | None = None
    ) -> None:
        """Take one record: what it is, its own and its days' reasons, and what it would add to each line."""
        rules: list[str] = []
        not_for: list[tuple[str, tuple[Reason, ...]]] = []
        reasons, added = base, False
        for part in parts:
            if not part.incurred:
                continue
            added = True
            self.incurred[part.quantity] += part.incurred
            if part.counted:
                rules.append(part.rule)
                self.counted[part.quantity] += part.counted
                weights = self.weights.setdefault(part.rule, {})
                for receivers, weight in part.receivers:
                    weights[receivers] = weights.get(receivers, 0) + weight
            if part.reasons:
                not_for.append((part.rule, tuple(sorted(part.reasons))))
                self.reasons.setdefault(part.rule, set()).update(part.reasons)
                reasons = reasons | part.reasons
        total, counted = days or (None, None)
        counts = bool(rules) or bool(counted) or not (added or base)
        self.verdicts.append(Verdict(at, *what, reasons, tuple(rules), tuple(not_for), total, counted, counts, parts))

    def receivers(self, span: Span, roles: frozenset[DoctorRole]) -> Receivers:
        """Who receives what is tied to the posts held in `roles` on a span's days, by employment and percent (T41-T43, T50, T51)."""
        key = (span.first, roles)
        if key not in self._receivers:
            self._receivers[key] = self._receivers_on(span, roles)
        return self._receivers[key]

    def _receivers_on(self, span: Span, roles: frozenset[DoctorRole]) -> Receivers:
        split = self.case.agreement.split
        doctor = municipality = to_be_agreed = 0
        posts = [post for post in span.posts if post.role in roles]
        if len({post.employment for post in posts}) == 1 and posts[0].employment is not EmploymentModel.CLAUSE_8_2:
            return TO_DOCTOR if posts[0].employment is EmploymentModel.SELF_EMPLOYED else TO_MUNICIPALITY
        alone = not any(post.share for post in posts)
        for post in posts:
            share = WHOLE * (1 if alone else post.share)
            if post.employment is EmploymentModel.SELF_EMPLOYED:
                doctor += share
            elif post.employment is EmploymentModel.EMPLOYED:
                municipality += share
            elif split is None:
                to_be_agreed += share
            else:
                of_doctor = share // WHOLE * hundredths(split.doctor_percent)
                doctor += of_doctor
                municipality += share - of_doctor
        divisor = gcd(doctor, municipality, to_be_agreed)
        return Receivers(doctor // divisor, municipality // divisor, to_be_agreed // divisor)

    def receivers_of(self, rule: str) -> Receivers:
        """Who receives a line, by weight; nobody where nothing counts."""
        weights = self.weights.get(rule, {})
        if len(weights) == 1:
            return next(iter(weights))
        parts = [sum((Fraction(weight * each[n], sum(each)) for each, weight in weights.items()), Fraction()) for n in range(3)]
        scale = lcm(*(part.denominator for part in parts))
        return Receivers(*(int(part * scale) for part in parts))


class Part(NamedTuple):
    """What one record would add to one line."""

    rule: str
    quantity: str
    """The stem of the fact that it adds to."""
    incurred: int
    counted: int
    reasons: Reasons
    receivers: tuple[tuple[Receivers, Fraction | int], ...]


def _part(rule: str, quantity: str, incurred: int, reasons: Reasons, receivers: Receivers | None = TO_MUNICIPALITY) -> Part:
    """A part of a record on one day: it counts whole, or not at all."""
    if reasons or receivers is None:
        return Part(rule, quantity, incurred, 0, reasons, ())
    return Part(rule, quantity, incurred, incurred, reasons, ((receivers, incurred),))


def absence(activity: Activity) -> int:
    """The absence from the practice, hundredths of an hour."""
    if activity.absence_days is not None:
        return hundredths(activity.absence_days) * HOURS_A_DAY
    return hundredths(activity.absence_hours or _ZERO)


def net_expenses(activity: Activity) -> int:
    """The expenses beyond what Education Fund II covers, øre; never below zero (T45)."""
    return max(hundredths(activity.expenses or _ZERO) - hundredths(activity.fund_refund or _ZERO), 0)


_ZERO = Decimal(0)


def count(case: Case, grounds: Grounds, readings: Readings, centrality_class: int | None) -> Count:
    """Decide of every record whether it counts and why not, and add up what does."""
    timeline = Timeline(case, grounds, readings)
    tally = _Tally(case)
    no_agreement = frozenset({Reason.SUPERVISION_ONLY}) if case.agreement.kind is AgreementKind.SUPERVISION_ONLY else NONE
    for index, activity in enumerate(case.activities):
        _count_activity(tally, timeline, f"/activities/{index}", activity, no_agreement)
    for index, supervision in enumerate(case.supervision):
        reasons = timeline.at(supervision.date.toordinal()).reasons
        time = hundredths(supervision.hours)
        if supervision.cost is None:
            part = _part("supervision", "supervision_unpriced_h100", time, reasons)
        else:
            part = _part("supervision", "supervision_ore", hundredths(supervision.cost), reasons)
        tally.record(f"/supervision/{index}", ("supervision", supervision.date, supervision.date), reasons, (part,))
        if not reasons:
            tally.counted["supervision_h100"] += time
    for index, loss in enumerate(case.lower_productivity):
        _count_loss(tally, timeline, f"/lower_productivity/{index}", loss, no_agreement)
    for index, cost in enumerate(case.facilitation):
        reasons = timeline.at(cost.date.toordinal()).reasons | no_agreement
        part = _part("facilitation", "facilitation_ore", hundredths(cost.amount), reasons)
        tally.record(f"/facilitation/{index}", ("facilitation", cost.date, cost.date), reasons, (part,))
    for index, element in enumerate(case.additional):
        reasons = timeline.at(element.date.toordinal()).reasons | no_agreement
        if centrality_class not in (6, None):
            reasons |= {Reason.NOT_CENTRALITY_6}
        if element.lasting_investment:
            reasons |= {Reason.LASTING_INVESTMENT}
        part = _part("additional-elements", "additional_ore", hundredths(element.amount), reasons)
        tally.record(f"/additional/{index}", ("additional-elements", element.date, element.date), reasons, (part,))
    for index, cost in enumerate(case.municipal):
        reasons = timeline.at(cost.date.toordinal()).reasons | no_agreement
        part = _part("municipal-elements", "municipal_ore", hundredths(cost.amount), reasons, TO_BE_AGREED)
        tally.record(f"/municipal/{index}", ("municipal-elements", cost.date, cost.date), reasons, (part,))
    return Count(
        facts=_facts(case, timeline, tally, centrality_class),
        verdicts=tuple(tally.verdicts),
        line_reasons=tally.reasons,
        receivers={rule: tally.receivers_of(rule) for rule in tally.weights},
        timeline=timeline,
    )


def _count_activity(tally: _Tally, timeline: Timeline, at: str, activity: Activity, no_agreement: Reasons) -> None:
    span = timeline.at(activity.date.toordinal())
    reasons = span.reasons | no_agreement
    if activity.kind is ActivityKind.OTHER:
        reasons |= {Reason.ACTIVITY_NOT_LISTED}
    if not activity.completed:
        reasons |= {Reason.NOT_COMPLETED}
    practice_reasons = reasons | span.practice_reasons
    practice_receivers = None if practice_reasons else tally.receivers(span, PRACTICE_ROLES)
    payer = TO_DOCTOR if activity.paid_by is Payer.DOCTOR else TO_MUNICIPALITY
    tally.record(
        at,
        (activity.kind.value, activity.date, activity.date),
        reasons,
        (
            _part("practice-compensation", "absence_h100", absence(activity), practice_reasons, practice_receivers),
            _part("learning-expenses", "expenses_ore", net_expenses(activity), reasons, payer),
        ),
    )


def _count_loss(tally: _Tally, timeline: Timeline, at: str, loss: LowerProductivity, no_agreement: Reasons) -> None:
    """A record over several days counts for the share of its days that count."""
    first, last = loss.from_.toordinal(), loss.to.toordinal()
    amount, days, counted = hundredths(loss.amount), last - first + 1, 0
    reasons: set[Reason] = set()
    receivers: list[tuple[Receivers, Fraction | int]] = []
    for span, held in timeline.over(first, last):
        against = span.reasons | span.productivity_reasons | no_agreement
        reasons |= against
        if not against:
            counted += held
            receivers.append((tally.receivers(span, GP_ROLES), Fraction(amount * held, days)))
    share = divide_half_up(amount * counted, days)
    part = Part("lower-productivity", "productivity_ore", amount, share, frozenset(reasons), tuple(receivers))
    what = ("lower-productivity", loss.from_, loss.to)
    tally.record(at, what, frozenset(reasons) if not counted else NONE, (part,), (days, counted))


def _facts(case: Case, timeline: Timeline, tally: _Tally, centrality_class: int | None) -> Facts:
    """What was tallied, with the months, what was used elsewhere and what is claimed."""
    used, claims = case.used_before, case.claims

    def ore(amount: Decimal | None, otherwise: int) -> int:
        return otherwise if amount is None else hundredths(amount)

    return Facts(
        absence_incurred_h100=tally.incurred["absence_h100"],
        absence_h100=tally.counted["absence_h100"],
        absence_used_h100=hundredths(used.practice_compensation.hours) if used.practice_compensation else 0,
        expenses_incurred_ore=tally.incurred["expenses_ore"],
        expenses_ore=tally.counted["expenses_ore"],
        expenses_used_ore=ore(used.learning_expenses, 0),
        productivity_incurred_ore=tally.incurred["productivity_ore"],
        productivity_ore=tally.counted["productivity_ore"],
        productivity_used_ore=ore(used.lower_productivity, 0),
        supervision_incurred_ore=tally.incurred["supervision_ore"],
        supervision_incurred_unpriced_h100=tally.incurred["supervision_unpriced_h100"],
        supervision_ore=tally.counted["supervision_ore"],
        supervision_unpriced_h100=tally.counted["supervision_unpriced_h100"],
        supervision_h100=tally.counted["supervision_h100"],
        supervision_used_h100=hundredths(used.supervision.hours) if used.supervision else 0,
        facilitation_incurred_ore=tally.incurred["facilitation_ore"],
        facilitation_ore=tally.counted["facilitation_ore"],
        additional_incurred_ore=tally.incurred["additional_ore"],
        additional_ore=tally.counted["additional_ore"],
        municipal_incurred_ore=tally.incurred["municipal_ore"],
        municipal_ore=tally.counted["municipal_ore"],
        months_regular_gp_bp=timeline.months[DoctorRole.REGULAR_GP],
        months_gp_locum_bp=timeline.months[DoctorRole.GP_LOCUM],
        months_introductory_gp_bp=timeline.months[DoctorRole.INTRODUCTORY_GP],
        months_other_municipal_gp_bp=timeline.months[DoctorRole.OTHER_MUNICIPAL_GP],
        months_in_window_bp=timeline.months_in_window,
        in_window=int(timeline.in_window),
        held_regular_gp=int(DoctorRole.REGULAR_GP in timeline.roles),
        held_gp_locum=int(DoctorRole.GP_LOCUM in timeline.roles),
        held_introductory_gp=int(DoctorRole.INTRODUCTORY_GP in timeline.roles),
        held_other_municipal_gp=int(DoctorRole.OTHER_MUNICIPAL_GP in timeline.roles),
        centrality_known=int(centrality_class is not None),
        has_frame=int(case.agreement.kind is not AgreementKind.SUPERVISION_ONLY),
        claim_practice_compensation_ore=ore(claims.practice_compensation, NO_CLAIM),
        claim_learning_expenses_ore=ore(claims.learning_expenses, NO_CLAIM),
        claim_lower_productivity_ore=ore(claims.lower_productivity, NO_CLAIM),
        claim_supervision_ore=ore(claims.supervision, NO_CLAIM),
        claim_facilitation_ore=ore(claims.facilitation, NO_CLAIM),
        claim_additional_elements_ore=ore(claims.additional_elements, NO_CLAIM),
    )
