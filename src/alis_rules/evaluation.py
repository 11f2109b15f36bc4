"""One case in, the explained entitlement out: facts, lines, recipients, totals. Pure: the same case and tables give the same result."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import evolve

from .arithmetic import YEAR, above_zero, divide_half_up
from .calendar import LAST_DAY, whole_months
from .conditions import CONDITION_VALUES, conditions
from .counting import Count, Receivers, count
from .entitlement import (
    Entitlement,
    GrantPeriod,
    KnownLater,
    Line,
    Note,
    NotFor,
    Outcome,
    OverlayUsed,
    Place,
    ReadingUsed,
    Recipients,
    RecordVerdict,
    Remaining,
    TablesUsed,
)
from .fields import from_hundredths, near, shown
from .model import GP_ROLES, PRACTICE_ROLES, Case, DoctorRole, Standing, Supplied
from .problems import InvalidCase, Problem, problem
from .rates import FEE_RATE, RENUMBERED_ON, Call, Overlay, RateUsed, Tables, load_tables
from .readings import DEFAULTS, GrantFrame, Readings, chosen, reading_fields
from .reasons import Reason
from .reckoning import Reckoned, Reckoning, limited_lines, reckon
from .rules import FACILITATION, RECORD_RULES, Deduction, Funding, Rule, facilitation, grant_frame
from .rules.base import every_role_grade, practice_grade, window_grade
from .terms import PERIOD, PRICES, Terms, terms_of
from .timeline import Timeline

if TYPE_CHECKING:
    from .explanation import Explanation

_OF_EVERY_CASE = {*PERIOD, "announced", "longest-years", "back-dating-signed-after", "back-dating-counts-from"} | CONDITION_VALUES
"""The values that bear on every case: on its days and its conditions."""
_NOTHING = Receivers(0, 0, 0)
_NONE_SUPPLIED = Supplied()
_NOBODY = Recipients(doctor=from_hundredths(0), municipality=from_hundredths(0), to_be_agreed=from_hundredths(0))


def evaluate(
    case: Case,
    *,
    readings: Readings | Mapping[str, str] | None = None,
    tables: Tables | None = None,
    known_on: dt.date | None = None,
    project: bool = False,
    explain: bool = False,
) -> Entitlement:
    """What a case is entitled to in its call, and why.

    `readings`: options that override the case's own, as `Readings` or by id. `tables`: other tables than those shipped.
    `known_on`: only values that were known by that day. `project`: where the call comes after the newest in the tables, that one
    carried forward, and every line marked as projected. `explain`: with the explanation, which texts are made of.
    Raises InvalidCase where the call or the municipality does not exist, or a reading is unknown.
    """
    tables = tables or load_tables()
    call, found = resolve(case, tables, project=project)
    if call is None or found:
        raise InvalidCase(found)
    if readings is None:
        readings = case.readings
    elif not isinstance(readings, Readings):
        readings = chosen(case.readings, dict(readings))
    entitlement = _evaluate(case, call, readings, tables, known_on, explained=explain)
    if known_on is None:
        return entitlement
    now = _evaluate(case, call, readings, tables, None, explained=False)
    return evolve(entitlement, total_now=now.total)


def _evaluate(case: Case, call: Call, readings: Readings, tables: Tables, known_on: dt.date | None, *, explained: bool) -> Entitlement:
    terms = terms_of(tables, call, readings, case.supplied, case.accept, known_on)
    place = _place(case, call, tables)
    counted = count(case, terms.grounds, readings, place.centrality_class)
    reckoning = reckon(counted.facts, terms)
    shares = _shares(reckoning, counted.receivers, terms)
    framed = (tuple(grant_frame.roles(counted.facts)), counted.facts.in_window)
    reasons, projected = counted.line_reasons, call.projected
    lines = tuple(
        [
            _line(
                each, reasons.get(each.rule.id), shares.get(each.rule.id, _NOTHING), _rates(each.rule, terms, framed), projected=projected
            )
            if each.applies
            else _idle_line(each, _rates(each.rule, terms, framed), projected=projected)
            for each in reckoning.lines
        ]
    )
    state = reckoning.state
    applying = frozenset([each.rule for each in reckoning.lines if each.applies])
    return Entitlement(
        call=call.id,
        period=None if not terms.announced else GrantPeriod(from_=call.bounds[0], to=call.bounds[1]),
        municipality=place,
        agreement=case.agreement.kind,
        total=from_hundredths(reckoning.total),
        complete=reckoning.complete,
        recipients=_recipients(_together([shares.get(each.rule.id, _NOTHING) for each in state])),
        lines=lines,
        records=tuple(_verdicts(counted)),
        conditions=tuple(conditions(case, call.bounds, terms.values)),
        remaining=tuple(_remaining(counted, terms, reckoning, class_6=place.centrality_class == 6)),
        readings=_readings_used(applying, readings, terms.short_call),
        notes=tuple(_notes(case, call, counted.timeline, lines, terms)),
        facts=counted.facts,
        tables=_tables_used(tables, call, applying, readings),
        known_on=known_on,
        later=_known_later(terms, applying, readings) if terms.later else (),
        supplied=None if case.supplied == _NONE_SUPPLIED else case.supplied,
        accepted=case.accept,
        explanation=_explanation(counted, terms, reckoning) if explained else None,
    )


def _explanation(counted: Count, terms: Terms, reckoning: Reckoning) -> "Explanation":
    """How the reckoning came about; its module is imported only where it is asked for."""
    from .explanation import explain

    return explain(counted, terms, reckoning)


def _bearing(rules: frozenset[Rule | Deduction], readings: Readings) -> set[str]:
    """The ids of the values that bear on some rules: those of every case among them, and of a frame that is the sum of caps."""
    summed = readings.grant_frame is GrantFrame.SUM_OF_CAPS and not rules.isdisjoint((FACILITATION, grant_frame.RULE))
    standard = [rule for rule in RECORD_RULES if rule.funding is Funding.STANDARD] if summed else []
    return {name for rule in (*rules, *standard) for name in rule.rates} | _OF_EVERY_CASE


def _tables_used(tables: Tables, call: Call, rules: frozenset[Rule | Deduction], readings: Readings) -> TablesUsed:
    """The edition of the tables, with the proposals that gave a value to the lines that apply."""
    if not tables.overlays:
        return TablesUsed(version=tables.version, digest=tables.digest)
    bearing = _bearing(rules, readings)
    given: dict[Overlay, list[str]] = {}
    for name, (_, overlay) in tables.overlaid(call).items():
        if name in bearing:
            given.setdefault(overlay, []).append(name)
    overlays = (OverlayUsed(name=each.name, digest=each.digest, values=tuple(sorted(names))) for each, names in given.items())
    return TablesUsed(version=tables.version, digest=tables.digest, overlays=tuple(overlays))


def _known_later(terms: Terms, rules: frozenset[Rule | Deduction], readings: Readings) -> tuple[KnownLater, ...]:
    """What became known later and bears on the lines that apply."""
    bearing = _bearing(rules, readings)
    return tuple(
        KnownLater(id=name, value=each.value.value, unit=each.value.unit, known_from=each.known_from)
        for name, each in sorted(terms.later.items())
        if name in bearing
    )


# The case against the tables ----------------------------------------------------------------------------------------


def _known(tables: Tables) -> dict[str, object]:
    """What an error about a call says of the tables."""
    calls = (f"{call.id} ({call.period[0]} – {call.period[1]})" if call.period else call.id for call in tables.calls.values())
    return {"known": ", ".join(calls), "verified": tables.verified}


def resolve(case: Any, tables: Tables, *, project: bool = False) -> tuple[Call | None, list[Problem]]:
    """The call of a case, or of the readable part of one, and what is wrong with its call and municipality by these tables.

    The call is the one named, else the one whose grant period holds the period applied for; None where there is none. Where no source gives
    the call's grant period, the period applied for is taken for it.
    """
    found: list[Problem] = []
    call: Call | None = None
    first, last = (getattr(case.period, name, None) for name in ("from_", "to"))
    period = (first, last) if isinstance(first, dt.date) and isinstance(last, dt.date) and first <= last else None
    if isinstance(case.call, str):
        call = tables.calls.get(case.call) or (tables.projected(case.call, None) if project else None)
        if call is None:
            found.append(problem("/call", "unknown-call", value=shown(case.call), near=near(case.call, tables.calls), **_known(tables)))
    if period and call is not None and call.period is None and call.bounds[0] <= period[0] and period[1] <= call.bounds[1]:
        call = call.in_period(*period)
    elif period:
        of_period = tables.call_of(*period) or (tables.projected(None, period) if project else None)
        if of_period is None:
            found.append(problem("/period", "no-call-for-period", first=period[0], last=period[1], **_known(tables)))
        elif call is not None and of_period.id != call.id:
            found.append(problem("/period", "period-of-other-call", call=call.id, other=of_period.id))
        else:
            call = of_period if of_period.period else of_period.in_period(*period)
    number = getattr(case.municipality, "number", None)
    if isinstance(number, str) and number not in tables.municipalities:
        successors = tables.renumbered.get(number, ())
        if not successors:
            found.append(problem("/municipality/number", "unknown-municipality", value=number))
        elif call is None or call.bounds[0] >= RENUMBERED_ON:
            now = " / ".join(f"{each.number} {each.name}" for each in successors)
            found.append(problem("/municipality/number", "renumbered-municipality", value=number, now=now, on=RENUMBERED_ON))
    return call, found


def _place(case: Case, call: Call, tables: Tables) -> Place:
    """The municipality with its centrality class: as the case gives it, else by the table that holds from 2024."""
    number, given = case.municipality.number, case.municipality.centrality_class
    row = tables.municipalities.get(number)
    name = row.name if row else " / ".join(each.name for each in tables.renumbered[number])
    known = row.centrality_class if row and call.bounds[0] >= RENUMBERED_ON else None
    return Place(number=number, name=name, centrality_class=known if given is None else given)


# Lines ----------------------------------------------------------------------------------------------------------------


def _outcome(line: Reckoned, reasons: tuple[Reason, ...]) -> Outcome:
    """What became of a line."""
    if not line.applies:
        return Outcome.NOT_APPLICABLE
    if line.amount is None:
        return Outcome.UNDETERMINED
    if isinstance(line.rule, Deduction):
        return Outcome.LIMITED if line.amount else Outcome.GRANTED
    if not line.counts:
        return Outcome.ZERO
    return Outcome.GRANTED if not (line.limited_by or reasons) else Outcome.LIMITED if line.amount else Outcome.ZERO


def _shares(reckoning: Reckoning, receivers: Mapping[str, Receivers], terms: Terms) -> dict[str, Receivers]:
    """For each line that has an amount, what each recipient gets of it, øre."""
    shares = {
        line.rule.id: shared(line.amount, receivers[line.rule.id])
        for line in reckoning.lines
        if line.amount and isinstance(line.rule, Rule)
    }
    *_, own, frame = reckoning.lines
    if frame.amount:
        of_limited = (shares.get(line.rule.id, _NOTHING) for line in limited_lines(reckoning, terms))
        shares[frame.rule.id] = cut(frame.amount, _together(of_limited))
    if own.amount:
        shares[own.rule.id] = Receivers(0, own.amount, 0)
    return shares


def _kroner(ore: int | None) -> Decimal | None:
    return None if ore is None else from_hundredths(ore)


def _line(line: Reckoned, found: set[Reason] | None, shares: Receivers, rates: tuple[RateUsed, ...], *, projected: bool) -> Line:
    rule = line.rule
    reasons = tuple(sorted(found)) if found else ()
    return Line(
        rule=rule.id,
        funding=rule.funding,
        outcome=_outcome(line, reasons),
        incurred=_kroner(line.incurred),
        counted=_kroner(line.counted),
        amount=_kroner(line.amount),
        limited_by=line.limited_by,
        reasons=reasons,
        missing=line.missing,
        recipients=None if line.amount is None else _recipients(shares),
        clauses=rule.clauses,
        recipient_clauses=rule.recipient_clauses,
        rates=rates,
        projected=projected,
    )


@lru_cache(maxsize=2048)
def _idle_line(line: Reckoned, rates: tuple[RateUsed, ...], *, projected: bool) -> Line:
    """The line of a rule that does not apply."""
    return _line(line, None, _NOTHING, rates, projected=projected)


@lru_cache(maxsize=2048)
def _rates(rule: Rule | Deduction, terms: Terms, framed: tuple[tuple[DoctorRole, ...], int]) -> tuple[RateUsed, ...]:
    """The values that a rule reads under these terms; `framed`: the roles that the frame is reckoned of, and whether in the window."""
    price = {name for name, _ in terms.price_of[PRICES["supervision_price"]]}
    of_price = {FEE_RATE, "supervision-share", "supervision-rate"}
    read = [name for name in rule.rates if rule.id != "supervision" or name not in of_price or name in price]
    if rule.id == "supervision" and not terms.supervision_capped:
        read.remove("supervision-hours")
    if rule is grant_frame.RULE:
        read = []
    if rule is grant_frame.RULE or (rule is FACILITATION and not terms.facilitation_of_granted):
        roles, in_window = framed
        of_roles = (_framing(role, terms) for role in roles)
        read += [name for names in of_roles for name in names if in_window or name != "lower-productivity"]
    return tuple([terms.used[name] for name in dict.fromkeys(read) if name in terms.used])


def _framing(role: DoctorRole, terms: Terms) -> tuple[str, ...]:
    """The values that the frame of a role is reckoned of."""
    if not terms.frame_is_summed[role]:
        return (f"grant-frame-{role}",)
    supervision = ("learning-expenses", "supervision-hours", *(name for name, _ in terms.price_of["supervision-share"]))
    absence = ("absence-hours", *(name for name, _ in terms.price_of["practice-compensation-share"]))
    return (*supervision, *(absence if role in PRACTICE_ROLES else ()), *(("lower-productivity",) if role in GP_ROLES else ()))


# Recipients ---------------------------------------------------------------------------------------------------------


def shared(amount: int, weights: Receivers) -> Receivers:
    """An amount in øre shared by weights: each share rounded down, the last øre to the largest (of equals the first).

    >>> shared(10001, Receivers(60, 40, 0))
    Receivers(doctor=6001, municipality=4000, to_be_agreed=0)
    """
    total, whole = sum(weights), abs(amount)
    if total == max(weights):
        return Receivers(*[amount if weight else 0 for weight in weights])
    shares = [whole * weight // total for weight in weights]
    shares[weights.index(max(weights))] += whole - sum(shares)
    return Receivers(*shares) if amount >= 0 else Receivers(*(-share for share in shares))


def cut(amount: int, shares: Receivers) -> Receivers:
    """What each gives up of shares in øre that are cut by a negative amount: what is left is in proportion, so that nobody pays.

    >>> cut(-5000, Receivers(6001, 4000, 0))
    Receivers(doctor=-3000, municipality=-2000, to_be_agreed=0)
    """
    left = shared(sum(shares) + amount, shares)
    return Receivers(*(after - before for after, before in zip(left, shares, strict=True)))


def _together(shares: Iterable[Receivers]) -> Receivers:
    return Receivers(*map(sum, zip(_NOTHING, *shares, strict=True)))


def _recipients(shares: Receivers) -> Recipients:
    if shares is _NOTHING:
        return _NOBODY
    return Recipients(
        doctor=from_hundredths(shares.doctor),
        municipality=from_hundredths(shares.municipality),
        to_be_agreed=from_hundredths(shares.to_be_agreed),
    )


# Verdicts, what is left, readings, notes --------------------------------------------------------------------------


def _verdicts(counted: Count) -> Iterator[RecordVerdict]:
    for each in counted.verdicts:
        yield RecordVerdict(
            at=each.at,
            what=each.what,
            from_=each.first,
            to=each.last,
            counts=each.counts,
            reasons=tuple(sorted(each.reasons)) if each.reasons else (),
            rules=each.rules,
            not_for=tuple([NotFor(rule=rule, reasons=reasons) for rule, reasons in each.not_for]) if each.not_for else (),
            days=each.days,
            counted_days=each.counted_days,
        )


def _remaining(counted: Count, terms: Terms, reckoning: Reckoning, *, class_6: bool) -> Iterator[Remaining]:
    """What is left under each cap after this entitlement; hours by the price of an hour, rounded down. Then what is left of the windows."""
    facts, timeline, granted, missing = counted.facts, counted.timeline, reckoning.granted, terms.missing
    last = _day(terms.grounds.last) if terms.announced else None
    in_window = last if timeline.window is None or last is None else min(last, _day(timeline.window[1] - 1))

    def left(cap: str, unit: str, whole: int, used: int, known: bool, closes: dt.date | None = last) -> Remaining:
        """`whole` in hundredths over `YEAR`, `used` in hundredths."""
        if not known:
            return Remaining(cap=cap, unit=unit, left=None, closes=closes)
        unused = above_zero(whole - used * YEAR) // YEAR
        most = from_hundredths(divide_half_up(whole, YEAR))
        return Remaining(cap=cap, unit=unit, left=from_hundredths(unused), most=most, used=from_hundredths(used), closes=closes)

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
def _day(ordinal: int) -> dt.date:
    """The day of a day number; the calendar's last where it lies beyond."""
    return dt.date.fromordinal(min(ordinal, LAST_DAY))


@lru_cache(maxsize=256)
def _readings_used(rules: frozenset[Rule | Deduction], readings: Readings, short_call: bool) -> tuple[ReadingUsed, ...]:
    """The readings that bear on the rules that apply, and those chosen, in the order of the ledger."""
    bearing = {name for rule in rules for name in rule.readings}
    if not short_call:
        bearing.discard("short-call-caps")
    options = ((name, readings.option(name), DEFAULTS.option(name)) for name, _ in reading_fields())
    return tuple(
        ReadingUsed(id=name, chosen=option, default=default) for name, option, default in options if name in bearing or option != default
    )


_NOTED = {
    Standing.REPORTED: "reported-value",
    Standing.UNCONFIRMED: "unconfirmed-value",
    Standing.SUPPLIED: "supplied-value",
    Standing.PROPOSED: "proposed-value",
}
"""The standings that a reader should know of, and the note that says so."""


def _notes(case: Case, call: Call, timeline: Timeline, lines: tuple[Line, ...], terms: Terms) -> Iterator[Note]:
    """What the reader should know: values that are not official, and what was taken for granted."""
    applying = [line for line in lines if line.outcome is not Outcome.NOT_APPLICABLE]
    used = {rate.id: _NOTED[rate.standing] for line in applying for rate in line.rates if rate.standing in _NOTED}
    for about, code in used.items():
        yield Note(code=code, about=about)
    for bound in PERIOD:
        if call[bound].conflicts:
            yield Note(code="sources-differ", about=bound)
        if call[bound].standing in _NOTED:
            yield Note(code=_NOTED[call[bound].standing], about=bound)
    if terms.undated:
        named = {rate.id for line in applying for rate in line.rates}
        yield from (Note(code="known-since-in-force", about=each) for each in sorted(terms.undated & named))
    if terms.values["productivity-months"].value is None and any(line.rule == "lower-productivity" for line in applying):
        yield Note(code="window-of-the-agreement", about="productivity-months")
    if call.projected:
        yield Note(code="projected", about=call.id)
    if case.doctor.first_gp_date is None and timeline.first_gp is not None:
        yield Note(code="first-gp-date-assumed", about="/doctor/first_gp_date")
    if timeline.assumes_full_time and case.positions:
        yield Note(code="full-time-assumed", about="/positions")
    if timeline.counts_from != timeline.start:
        yield Note(code="back-dated", about="/agreement/newly_employed")
    hpr_number = case.doctor.hpr_number
    if hpr_number is not None and not (hpr_number.isascii() and hpr_number.isdigit() and 7 <= len(hpr_number) <= 9):
        yield Note(code="unusual-hpr-number", about="/doctor/hpr_number")
    if any(line.rule == grant_frame.RULE.id and line.outcome is Outcome.UNDETERMINED for line in lines):
        yield Note(code="frame-not-checked", about="grant-frame")
