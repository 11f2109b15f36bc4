"""Which records count, and towards what: each is looked up in the timeline, and what counts is added up in `Facts`."""

import datetime as dt
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from attrs import frozen

from .arithmetic import divide_half_up
from .facts import NO_CLAIM, Facts
from .fields import hundredths
from .long_records import FEW, Sums
from .model import (
    GP_ROLES,
    HOURS_A_DAY,
    PRACTICE_ROLES,
    Activity,
    ActivityKind,
    AgreementKind,
    Case,
    DoctorRole,
    LowerProductivity,
    Payer,
    Supervision,
)
from .readings import Readings
from .reasons import NONE, Reason, Reasons
from .receivers import TO_BE_AGREED, TO_DOCTOR, TO_MUNICIPALITY, Portion, Receivers, of_posts, weighed
from .timeline import Grounds, Span, Timeline

_QUANTITIES: tuple[str, ...] = (
    "absence_h100",
    "expenses_ore",
    "productivity_ore",
    "supervision_ore",
    "supervision_unpriced_h100",
    "supervision_h100",
    "facilitation_ore",
    "additional_ore",
    "municipal_ore",
)
"""What records add to: the facts of what counts."""
_ROLES = tuple(DoctorRole)
_KINDS = {kind: kind.value for kind in ActivityKind}
_LISTED = frozenset(ActivityKind) - {ActivityKind.OTHER}
_SUPERVISION_ONLY = frozenset({Reason.SUPERVISION_ONLY})
_PAID_BY = {Payer.DOCTOR: TO_DOCTOR, Payer.MUNICIPALITY: TO_MUNICIPALITY}


class Part(NamedTuple):
    """What one record would add to one line."""

    rule: str
    quantity: str
    """The stem of the fact that it adds to."""
    incurred: int
    counted: int
    reasons: Reasons
    receivers: tuple[Portion, ...]


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


class _Tally:
    """Adds up, line by line, what the records come to, what counts of it, and for whom."""

    def __init__(self, case: Case, timeline: Timeline) -> None:
        self.case = case
        self.timeline = timeline
        self.no_agreement = _SUPERVISION_ONLY if case.agreement.kind is AgreementKind.SUPERVISION_ONLY else NONE
        self.verdicts: list[Verdict] = []
        self.incurred: dict[str, int] = dict.fromkeys(_QUANTITIES, 0)
        self.counted: dict[str, int] = dict.fromkeys(_QUANTITIES, 0)
        self.reasons: dict[str, set[Reason]] = {}
        self.portions: dict[str, list[Portion]] = {}
        self._receivers: dict[tuple[int, frozenset[DoctorRole]], Receivers] = {}

    def against(self, day: dt.date) -> Reasons:
        """Why nothing of a day counts."""
        return self.timeline.at(day.toordinal()).reasons | self.no_agreement

    def against_loss(self, span: Span) -> Reasons:
        """Why nothing of a span's days counts for lower productivity."""
        return span.reasons | span.productivity_reasons | self.no_agreement

    @cached_property
    def sums(self) -> Sums:
        """What records over many spans are looked up in."""
        return Sums(self.timeline.spans, self.against_loss, lambda span: self.receivers(span, GP_ROLES))

    def record(
        self, at: str, what: tuple[str, dt.date, dt.date], base: Reasons, parts: "tuple[Part, ...]", days: tuple[int, int] | None = None
    ) -> None:
        """Take one record: what it is, its own and its days' reasons, and what it would add to each line."""
        rules: tuple[str, ...] = ()
        not_for: tuple[tuple[str, tuple[Reason, ...]], ...] = ()
        reasons, added = base, False
        for part in parts:
            rule, quantity, incurred, counted, against, receivers = part
            if not incurred:
                continue
            added = True
            self.incurred[quantity] += incurred
            if counted:
                rules += (rule,)
                self.counted[quantity] += counted
                self.portions.setdefault(rule, []).extend(receivers)
            if against:
                not_for += ((rule, tuple(sorted(against))),)
                reasons |= against
                if counted < incurred:
                    self.reasons.setdefault(rule, set()).update(against)
        total, counted_days = days or (None, None)
        counts = bool(rules or counted_days) or not (added or base)
        self.verdicts.append(Verdict(at, *what, reasons, rules, not_for, total, counted_days, counts, parts))

    def receivers(self, span: Span, roles: frozenset[DoctorRole]) -> Receivers:
        """Who receives what is tied to the posts held in `roles` on a span's days, by employment and percent (T41-T43, T50, T51)."""
        key = (span.first, roles)
        if key not in self._receivers:
            posts = [post for post in span.posts if post.role in roles]
            self._receivers[key] = of_posts(posts, self.case.agreement.split)
        return self._receivers[key]


def _part(rule: str, quantity: str, incurred: int, reasons: Reasons, receivers: Receivers | None = TO_MUNICIPALITY) -> Part:
    """A part of a record on one day: it counts whole, or not at all."""
    if reasons or receivers is None:
        return Part(rule, quantity, incurred, 0, reasons, ())
    return Part(rule, quantity, incurred, incurred, NONE, ((receivers, incurred, 1),))


def absence(activity: Activity) -> int:
    """The absence from the practice, hundredths of an hour."""
    if activity.absence_days is not None:
        return hundredths(activity.absence_days) * HOURS_A_DAY
    return 0 if activity.absence_hours is None else hundredths(activity.absence_hours)


def net_expenses(activity: Activity) -> int:
    """The expenses beyond what Education Fund II covers, øre; never below zero (T45)."""
    if activity.expenses is None:
        return 0
    refund = 0 if activity.fund_refund is None else hundredths(activity.fund_refund)
    return max(hundredths(activity.expenses) - refund, 0)


def count(case: Case, grounds: Grounds, readings: Readings, centrality_class: int | None, basis: str = "") -> Count:
    """Decide of every record whether it counts and why not, and add up what does; `basis` is what the facts say that they rest on."""
    timeline = Timeline(case, grounds, readings)
    tally = _Tally(case, timeline)
    for index, activity in enumerate(case.activities):
        _count_activity(tally, f"/activities/{index}", activity)
    for index, supervision in enumerate(case.supervision):
        _count_supervision(tally, f"/supervision/{index}", supervision)
    for index, loss in enumerate(case.lower_productivity):
        _count_loss(tally, f"/lower_productivity/{index}", loss)
    for index, cost in enumerate(case.facilitation):
        reasons = tally.against(cost.date)
        part = _part("facilitation", "facilitation_ore", hundredths(cost.amount), reasons)
        tally.record(f"/facilitation/{index}", ("facilitation", cost.date, cost.date), reasons, (part,))
    for index, element in enumerate(case.additional):
        reasons = tally.against(element.date)
        if centrality_class not in (6, None):
            reasons |= {Reason.NOT_CENTRALITY_6}
        if element.lasting_investment:
            reasons |= {Reason.LASTING_INVESTMENT}
        part = _part("additional-elements", "additional_ore", hundredths(element.amount), reasons)
        tally.record(f"/additional/{index}", ("additional-elements", element.date, element.date), reasons, (part,))
    for index, cost in enumerate(case.municipal):
        reasons = tally.against(cost.date)
        part = _part("municipal-elements", "municipal_ore", hundredths(cost.amount), reasons, TO_BE_AGREED)
        tally.record(f"/municipal/{index}", ("municipal-elements", cost.date, cost.date), reasons, (part,))
    return Count(
        facts=_facts(case, timeline, tally, centrality_class, basis),
        verdicts=tuple(tally.verdicts),
        line_reasons=tally.reasons,
        receivers={rule: weighed(portions) for rule, portions in tally.portions.items()},
        timeline=timeline,
    )


def _count_activity(tally: _Tally, at: str, activity: Activity) -> None:
    span = tally.timeline.at(activity.date.toordinal())
    reasons = span.reasons | tally.no_agreement
    if activity.kind not in _LISTED:
        reasons |= {Reason.ACTIVITY_NOT_LISTED}
    if activity.completed is False:
        reasons |= {Reason.NOT_COMPLETED}
    parts: tuple[Part, ...] = ()
    hours, expenses = absence(activity), net_expenses(activity)
    if hours:
        against = reasons | span.practice_reasons
        receivers = None if against else tally.receivers(span, PRACTICE_ROLES)
        parts += (_part("practice-compensation", "absence_h100", hours, against, receivers),)
    if expenses:
        parts += (_part("learning-expenses", "expenses_ore", expenses, reasons, _PAID_BY[activity.paid_by]),)
    tally.record(at, (_KINDS[activity.kind], activity.date, activity.date), reasons, parts)


def _count_supervision(tally: _Tally, at: str, supervision: Supervision) -> None:
    """Supervision counts without an agreement too."""
    reasons = tally.timeline.at(supervision.date.toordinal()).reasons
    time = hundredths(supervision.hours)
    if supervision.cost is None:
        part = _part("supervision", "supervision_unpriced_h100", time, reasons)
    else:
        part = _part("supervision", "supervision_ore", hundredths(supervision.cost), reasons)
    tally.record(at, ("supervision", supervision.date, supervision.date), reasons, (part,))
    if not reasons:
        tally.counted["supervision_h100"] += time


def _count_loss(tally: _Tally, at: str, loss: LowerProductivity) -> None:
    """A record over several days counts for the share of its days that count."""
    first, last = loss.from_.toordinal(), loss.to.toordinal()
    amount, days = hundredths(loss.amount), last - first + 1
    if len(tally.timeline.places(first, last)) > FEW:
        reasons, counted, whole = tally.sums.over(first, last)
        receivers = [(whole, amount * counted, days)] if whole else []
    else:
        reasons, counted, receivers = NONE, 0, list[Portion]()
        for span, held in tally.timeline.over(first, last):
            against = tally.against_loss(span)
            reasons |= against
            if not against:
                counted += held
                receivers.append((tally.receivers(span, GP_ROLES), amount * held, days))
    share = divide_half_up(amount * counted, days)
    part = Part("lower-productivity", "productivity_ore", amount, share, reasons, tuple(receivers))
    what = ("lower-productivity", loss.from_, loss.to)
    tally.record(at, what, NONE if counted else reasons, (part,), (days, counted))


def _facts(case: Case, timeline: Timeline, tally: _Tally, centrality_class: int | None, basis: str) -> Facts:
    """What was tallied, with the months, what was used elsewhere and what is claimed."""
    used, claims = case.used_before, case.claims
    incurred, counted = tally.incurred, tally.counted
    regular_gp, gp_locum, introductory_gp, other_municipal_gp = [timeline.months.get(role, 0) for role in _ROLES]
    held_regular_gp, held_gp_locum, held_introductory_gp, held_other_municipal_gp = [int(role in timeline.roles) for role in _ROLES]

    def ore(amount: Decimal | None, otherwise: int) -> int:
        return otherwise if amount is None else hundredths(amount)

    return Facts(
        absence_incurred_h100=incurred["absence_h100"],
        absence_h100=counted["absence_h100"],
        absence_used_h100=hundredths(used.practice_compensation.hours) if used.practice_compensation else 0,
        expenses_incurred_ore=incurred["expenses_ore"],
        expenses_ore=counted["expenses_ore"],
        expenses_used_ore=ore(used.learning_expenses, 0),
        productivity_incurred_ore=incurred["productivity_ore"],
        productivity_ore=counted["productivity_ore"],
        productivity_used_ore=ore(used.lower_productivity, 0),
        supervision_incurred_ore=incurred["supervision_ore"],
        supervision_incurred_unpriced_h100=incurred["supervision_unpriced_h100"],
        supervision_ore=counted["supervision_ore"],
        supervision_unpriced_h100=counted["supervision_unpriced_h100"],
        supervision_h100=counted["supervision_h100"],
        supervision_used_h100=hundredths(used.supervision.hours) if used.supervision else 0,
        facilitation_incurred_ore=incurred["facilitation_ore"],
        facilitation_ore=counted["facilitation_ore"],
        additional_incurred_ore=incurred["additional_ore"],
        additional_ore=counted["additional_ore"],
        municipal_incurred_ore=incurred["municipal_ore"],
        municipal_ore=counted["municipal_ore"],
        months_regular_gp_bp=regular_gp,
        months_gp_locum_bp=gp_locum,
        months_introductory_gp_bp=introductory_gp,
        months_other_municipal_gp_bp=other_municipal_gp,
        months_in_window_bp=timeline.months_in_window,
        in_window=int(timeline.in_window),
        held_regular_gp=held_regular_gp,
        held_gp_locum=held_gp_locum,
        held_introductory_gp=held_introductory_gp,
        held_other_municipal_gp=held_other_municipal_gp,
        centrality_known=int(centrality_class is not None),
        has_frame=int(case.agreement.kind is not AgreementKind.SUPERVISION_ONLY),
        claim_practice_compensation_ore=ore(claims.practice_compensation, NO_CLAIM),
        claim_learning_expenses_ore=ore(claims.learning_expenses, NO_CLAIM),
        claim_lower_productivity_ore=ore(claims.lower_productivity, NO_CLAIM),
        claim_supervision_ore=ore(claims.supervision, NO_CLAIM),
        claim_facilitation_ore=ore(claims.facilitation, NO_CLAIM),
        claim_additional_elements_ore=ore(claims.additional_elements, NO_CLAIM),
        basis=basis,
    )
