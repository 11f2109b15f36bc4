"""What a case reaches, as names such as ``reason lower-productivity introductory-gp``, and every name that some case must reach.

What is possible is made of the rules, readings and tables themselves, so that a new reason, reading or cap is wanted here from the day
that it is there.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from attrs import evolve

from alis_rules import (
    ActivityKind,
    Case,
    DoctorRole,
    EmploymentModel,
    Entitlement,
    Outcome,
    Reason,
    Status,
    case_from_json,
    evaluate,
    load_tables,
)
from alis_rules.arithmetic import YEAR
from alis_rules.changes import Seen
from alis_rules.comparison import Question, see
from alis_rules.model import Supplied
from alis_rules.readings import DEFAULTS, options, reading_fields
from alis_rules.reckoning import reckon
from alis_rules.rules import DEDUCTIONS, RECORD_RULES, Granted, grant_frame, work
from alis_rules.terms import CAPS, PRICES, terms_of

OF_EVERY_DAY = tuple(reason for reason in Reason if not any(reason in rule.reasons for rule in RECORD_RULES))
"""The reasons of days, which bear on every line of records."""
LIMITS = {
    "practice-compensation": ("absence-hours",),
    "learning-expenses": ("learning-expenses",),
    "lower-productivity": ("lower-productivity",),
    "supervision": ("supervision-rate", "supervision-hours"),
    "facilitation": ("facilitation-share",),
    "additional-elements": ("additional-cap",),
}
"""The caps of each line of records that has one."""
PARTIES = ("doctor", "municipality", "to_be_agreed")
RECEIVERS = {
    "practice-compensation": PARTIES,
    "learning-expenses": PARTIES[:2],
    "lower-productivity": PARTIES,
    "supervision": PARTIES[1:2],
    "facilitation": PARTIES[1:2],
    "additional-elements": PARTIES[1:2],
    "municipal-elements": PARTIES[2:],
    "own-share": PARTIES[1:2],
    "grant-frame": PARTIES,
}
"""Who may receive some of each line."""
CONDITIONS = {
    "signed": (Status.MET,),  # a case of an agreement that is not signed is refused
    "post": (Status.MET, Status.NOT_MET),
    "no-commercial-actor": (Status.MET, Status.NOT_MET),
    "in-training": tuple(Status),
    "granted": tuple(Status),
    "all-fields": (Status.MET, Status.NOT_STATED),
    "documented": tuple(Status),
    "registered": tuple(Status),
    "official-template": tuple(Status),
    "recruitment-difficulties": (Status.NOT_STATED,),
    "locum-length": (Status.MET, Status.NOT_MET),
    "supervised": (Status.MET, Status.NOT_STATED),
    "additional-purpose": (Status.MET, Status.NOT_STATED),
    "municipal-purpose": (Status.MET, Status.NOT_STATED),
}
"""What each condition may be."""
NOTES = (
    "reported-value",
    "unconfirmed-value",
    "supplied-value",
    "sources-differ",
    "window-of-the-agreement",
    "projected",
    "first-gp-date-assumed",
    "full-time-assumed",
    "back-dated",
    "unusual-hpr-number",
    "frame-not-checked",
)
"""The codes of the notes of a plain evaluation; those of a proposal and of looking back belong to no case."""
DAYS = (
    "call-first",
    "call-end",
    "signing",
    "window-first",
    "window-end",
    "five-years",
    "ended",
    "training-first",
    "training-end",
    "post-first",
    "post-end",
    "interruption-first",
    "interruption-end",
)
"""The days on which something begins, or has just ended: records lie on them and on the day before."""
SIDES = ("below", "at", "above")


def possible() -> Iterator[str]:
    """Every name that some case must reach."""
    tables = load_tables()
    yield from (f"call {call}" for call in (*tables.calls, "projected"))
    yield from ("period of a call that no source gives", "call found by its period")
    for rule in RECORD_RULES:
        yield from (f"outcome {rule.id} {outcome}" for outcome in Outcome)
        yield from (f"reason {rule.id} {reason}" for reason in (*OF_EVERY_DAY, *rule.reasons))
    yield from (f"outcome {rule.id} {outcome}" for rule in DEDUCTIONS for outcome in (Outcome.NOT_APPLICABLE, Outcome.LIMITED))
    yield from (f"outcome grant-frame {outcome}" for outcome in (Outcome.GRANTED, Outcome.UNDETERMINED))
    for line, caps in LIMITS.items():
        yield from (f"limited {line} {cap}" for cap in (*caps, "claim"))
        yield from (f"limited {line} {cap} and claim" for cap in caps)
        yield from (f"border {line} {cap} {side}" for cap in caps for side in SIDES)
        yield f"tie {line}"
    yield "limited grant-frame grant-frame"
    yield from (f"border grant-frame {side}" for side in SIDES)
    yield from ("tie grant-frame", "tie record")
    yield from (f"missing {each}" for each in sorted(_missing()))
    for name, _ in reading_fields():
        yield from (f"reading {name} {option} matters" for option in options(name))
    yield from (f"post {role} {employment}" for role in DoctorRole for employment in EmploymentModel)
    yield from (f"receives {rule} {party}" for rule, parties in RECEIVERS.items() for party in parties)
    yield from (f"condition {name} {status}" for name, found in CONDITIONS.items() for status in found)
    yield from (f"note {code}" for code in NOTES)
    yield from (f"supplied {each}" for each in ("fee-rate", "additional-cap", *(f"grant-frame-{role}" for role in DoctorRole)))
    yield from (f"used before {rule}" for rule in list(LIMITS)[:4])
    yield from (f"activity {kind}" for kind in ActivityKind)
    yield from (
        "absence in days",
        "refund above expenses",
        "accept unconfirmed matters",
        "several posts on a day",
        "leap day",
        "clipped month",
    )
    yield from (f"day {name} {when}" for name in DAYS for when in ("on", "before"))


def _missing() -> set[str]:
    """The ids of all that may be missing in some call."""
    tables = load_tables()
    found = {"grant-frame", "period-from", "period-to", "centrality-class"}
    for call in tables.calls.values():
        terms = terms_of(tables, call, DEFAULTS, Supplied(), ())
        found |= {each for name in (*PRICES, *CAPS, "facilitation_share") for each in terms.missing.get(name, ())}
    return found


def reached(document: dict[str, Any]) -> tuple[set[str], Entitlement]:
    """All that a case reaches, and its entitlement."""
    case = case_from_json(document, project=True)
    seen, result = see(Question(case=case, project=True))
    found = {*_of_result(result), *_of_case(case, result), *_readings(case, result), *_days(case, seen), *_caps(seen)}
    return found, result


def _of_result(result: Entitlement) -> Iterator[str]:
    yield f"call {'projected' if result.lines[0].projected else result.call}"
    for line in result.lines:
        yield f"outcome {line.rule} {line.outcome}"
        yield from (f"reason {line.rule} {reason}" for reason in line.reasons)
        yield from (f"missing {each}" for each in line.missing)
        yield from (f"limited {line.rule} {cap}" for cap in line.limited_by)
        if len(line.limited_by) == 2:
            yield f"limited {line.rule} {line.limited_by[0]} and claim"
        if line.recipients is not None:
            yield from (f"receives {line.rule} {party}" for party in PARTIES if getattr(line.recipients, party))
    yield from (f"condition {each.id} {each.status}" for each in result.conditions)
    yield from (f"note {each.code}" for each in result.notes)


def _of_case(case: Case, result: Entitlement) -> Iterator[str]:
    if case.call is None:
        yield "call found by its period"
    if case.period is not None and load_tables().calls.get(result.call) is not None and load_tables().calls[result.call].period is None:
        yield "period of a call that no source gives"
    if len(case.positions) == 1 and result.total:
        yield f"post {case.positions[0].role} {case.positions[0].employment}"
    supplied = case.supplied
    if supplied.fee_rate is not None:
        yield "supplied fee-rate"
    if supplied.additional_cap is not None:
        yield "supplied additional-cap"
    if supplied.grant_frame is not None:
        frames = supplied.grant_frame
        given = (frames.regular_gp, frames.gp_locum, frames.introductory_gp, frames.other_municipal_gp)
        yield from (f"supplied grant-frame-{role}" for role, frame in zip(DoctorRole, given, strict=True) if frame is not None)
    used = case.used_before
    for rule, before in zip(
        LIMITS, (used.practice_compensation, used.learning_expenses, used.lower_productivity, used.supervision), strict=False
    ):
        if before is not None and rule in (cap.rule for cap in result.lines if cap.limited_by):
            yield f"used before {rule}"
    for activity, verdict in zip(case.activities, result.records, strict=False):
        if verdict.counts or activity.kind is ActivityKind.OTHER:
            yield f"activity {activity.kind}"
        if verdict.counts and activity.absence_days is not None:
            yield "absence in days"
        if verdict.counts and (activity.fund_refund or 0) > (activity.expenses or 0):
            yield "refund above expenses"
    if any(
        one is not other and one.from_ <= other.from_ and (one.to is None or one.to >= other.from_)
        for one in case.positions
        for other in case.positions
    ):
        yield "several posts on a day"


def _readings(case: Case, result: Entitlement) -> Iterator[str]:
    """The readings whose choice matters here, and whether it matters that unconfirmed values are accepted."""

    def matters(other: Entitlement) -> bool:
        return any((one.amount, one.outcome) != (two.amount, two.outcome) for one, two in zip(result.lines, other.lines, strict=True))

    for name, _ in reading_fields():
        chosen = case.readings.option(name)
        others = (option for option in options(name) if option != chosen)
        if any(matters(evaluate(case, readings={name: other}, project=True)) for other in others):
            yield f"reading {name} {chosen} matters"
    if case.accept and matters(evaluate(evolve(case, accept=()), project=True)):
        yield "accept unconfirmed matters"


def _days(case: Case, seen: Seen) -> Iterator[str]:
    """The days on which something begins or has just ended, that records lie on or just before."""
    timeline, grounds, doctor = seen.counted.timeline, seen.terms.grounds, case.doctor
    borders: list[tuple[str, int | None]] = [
        ("call-first", grounds.first),
        ("call-end", grounds.last + 1),
        ("signing", timeline.counts_from),
        ("window-first", timeline.window and timeline.window[0]),
        ("window-end", timeline.window and timeline.window[1]),
        ("five-years", timeline.beyond),
        ("ended", timeline.ended),
        ("training-first", None if doctor.training_start is None else doctor.training_start.toordinal()),
        ("training-end", _end(doctor.training_end)),
        *(("post-first", post.from_.toordinal()) for post in case.positions),
        *(("post-end", _end(post.to)) for post in case.positions),
        *(("interruption-first", each.from_.toordinal()) for each in case.interruptions),
        *(("interruption-end", _end(each.to)) for each in case.interruptions),
    ]
    days = {day.toordinal() for verdict in seen.counted.verdicts for day in (verdict.first, verdict.last)}
    for name, border in borders:
        if border is not None:
            yield from (f"day {name} {when}" for when, day in (("on", border), ("before", border - 1)) if day in days)
    dates = {verdict.first for verdict in seen.counted.verdicts} | {case.agreement.signed_on, doctor.first_gp_date}
    if any(day and (day.month, day.day) == (2, 29) for day in dates):
        yield "leap day"
    if any(span.first and dt.date.fromordinal(span.first).day > 28 for span in timeline.spans if not span.reasons):
        yield "clipped month"


def _end(day: dt.date | None) -> int | None:
    return None if day is None or day == dt.date.max else day.toordinal() + 1


def _caps(seen: Seen) -> Iterator[str]:
    """The caps that a line comes to, or misses or exceeds by the least step; and the halves that are rounded."""
    facts, terms = seen.counted.facts, seen.terms
    lines = {line.rule.id: line for line in reckon(facts, terms).lines}
    granted: Granted = reckon(facts, terms).granted
    for rule in RECORD_RULES:
        line = lines[rule.id]
        if not line.counts or line.amount is None:
            continue
        unit = rule.unit(terms)
        worked = work(rule, facts, terms, granted)
        price = {"practice-compensation": terms.practice_price, "supervision": terms.supervision_price}.get(rule.id, 0)
        yield from (f"border {rule.id} {cap} {_side(worked.counted - most, max(unit, price * YEAR))}" for cap, most in worked.limits)
        if worked.claimed * 2 % (2 * unit * terms.rounding_ore) == unit * terms.rounding_ore:
            yield f"tie {rule.id}"
    if lines["grant-frame"].applies and lines["grant-frame"].amount is not None:
        unit = grant_frame.unit(terms)
        above = grant_frame.limited(terms, granted) * unit - granted.frame
        yield f"border grant-frame {_side(above, unit)}"
        if above > 0 and above * 2 % (2 * unit * terms.rounding_ore) == unit * terms.rounding_ore:
            yield "tie grant-frame"
    for verdict in seen.counted.verdicts:
        if (
            verdict.days
            and verdict.counted_days
            and verdict.parts[0].incurred * verdict.counted_days * 2 % (2 * verdict.days) == verdict.days
        ):
            yield "tie record"


def _side(above: int, step: int) -> str:
    """Which side of a cap something is on, where it is no further than a step from it."""
    return "at" if above == 0 else "far" if abs(above) > step else "above" if above > 0 else "below"
