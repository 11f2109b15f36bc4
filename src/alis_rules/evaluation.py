"""One case in, the explained entitlement out: facts, lines, recipients, totals. Pure: the same case and tables give the same result."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import evolve

from .conditions import CONDITION_VALUES, conditions
from .counting import Count, count
from .entitlement import (
    Entitlement,
    GrantPeriod,
    KnownLater,
    Line,
    Note,
    NotFor,
    OverlayUsed,
    ReadingUsed,
    RecordVerdict,
    Remaining,
    TablesUsed,
)
from .fields import from_hundredths
from .lines import NOTHING, Framed, idle_line, line_of, rates_read, recipients_of, shares_of, together, values_read
from .model import Case, Standing, Supplied
from .otherwise import leading_notes
from .plausibility import odd
from .problems import named_by_its_case
from .proposals import fates, without_effect
from .rates import Call, Overlay, Tables
from .readings import DEFAULTS, Readings, reading_fields
from .receivers import Receivers
from .reckoning import Reckoning, bounds_of, reckon, total_is
from .remainder import remaining
from .resolving import View, place_of, view
from .rules import FACILITATION, Deduction, Rule, grant_frame, municipal_elements
from .terms import PERIOD, Terms, terms_of
from .timeline import Timeline

if TYPE_CHECKING:
    from .explanation import Explanation

_OF_EVERY_CASE = {
    *PERIOD,
    "announced",
    "longest-years",
    "back-dating-signed-after",
    "back-dating-counts-from",
    "own-share",
} | CONDITION_VALUES
"""The values that bear on every case: on its days, its conditions and its total."""
_NONE_SUPPLIED = Supplied()
_MUNICIPAL = municipal_elements.RULE.id


@named_by_its_case
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
    Raises InvalidCase where the call or the municipality does not exist, a reading is unknown, or `known_on` is no day: with all of it.
    """
    return evaluated(view(case, readings, tables, known_on, project=project), explained=explain)


def evaluated(seen: View, *, explained: bool = False) -> Entitlement:
    """What a case is entitled to, as it is seen."""
    entitlement = _evaluated(seen, explained=explained)
    if seen.known_on is None:
        return entitlement
    now = _evaluated(seen._replace(known_on=None), explained=False)
    return evolve(entitlement, total_now=now.total, total_now_is=now.total_is)


def _evaluated(seen: View, *, explained: bool) -> Entitlement:
    case, call, readings, tables, known_on, _ = seen
    terms = terms_of(tables, call, readings, case.supplied, case.accept, known_on)
    place = place_of(case, call, tables)
    counted = count(case, terms.grounds, readings, place.centrality_class, terms.basis)
    reckoning = reckon(counted.facts, terms)
    least, most = bounds_of(reckoning, counted.facts, terms)
    shares = shares_of(reckoning, counted.receivers, terms)
    framed = (tuple(grant_frame.roles(counted.facts, terms)), counted.facts.in_window)
    lines = tuple(_lines(counted, reckoning, shares, terms, framed, projected=call.projected))
    applying = tuple([each.rule for each in reckoning.lines if each.applies])
    bearing = _bearing(applying, terms, framed) if terms.later or tables.overlays else ()
    left = tuple(remaining(counted, terms, reckoning, class_6=place.centrality_class == 6))
    told = {*bearing, *_bearing_on_what_is_left(left, terms, framed)} if tables.overlays else ()
    return Entitlement(
        reference=case.reference,
        call=call.id,
        period=None if not terms.announced else GrantPeriod(from_=call.bounds[0], to=call.bounds[1]),
        municipality=place,
        agreement=case.agreement.kind,
        total=from_hundredths(reckoning.total),
        complete=reckoning.complete,
        total_is=total_is(reckoning, counted.facts, terms),
        at_least=from_hundredths(least),
        at_most=None if most is None else from_hundredths(most),
        recipients=recipients_of(together([share for rule, share in shares.items() if rule != _MUNICIPAL])),
        lines=lines,
        records=tuple(_verdicts(counted)),
        conditions=tuple(conditions(case, counted.timeline, call.bounds, terms.values)),
        remaining=left,
        readings=_readings_used(frozenset(applying), readings, terms.short_call),
        notes=(
            *notes_of_proposals(tables, call, terms, known_on, told),
            *_notes_of_values(call, applying, terms, framed),
            *_notes(case, counted.timeline),
            *odd(case, call.period),
            *leading_notes(seen, counted, terms, reckoning),
        ),
        facts=counted.facts,
        tables=_tables_used(tables, call, terms, known_on, told),
        known_on=known_on,
        later=_known_later(terms, bearing),
        supplied=None if case.supplied == _NONE_SUPPLIED else case.supplied,
        accepted=case.accept,
        explanation=_explanation(counted, terms, reckoning) if explained else None,
    )


def _lines(
    counted: Count, reckoning: Reckoning, shares: Mapping[str, Receivers], terms: Terms, framed: Framed, *, projected: bool
) -> Iterator[Line]:
    """Every line of the entitlement, in order."""
    for each in reckoning.lines:
        rates = rates_read(each.rule, terms, framed)
        if each.applies:
            rule = each.rule.id
            yield line_of(each, counted.line_reasons.get(rule), shares.get(rule, NOTHING), rates, projected=projected)
        else:
            yield idle_line(each, rates, projected=projected)


def _explanation(counted: Count, terms: Terms, reckoning: Reckoning) -> "Explanation":
    """How the reckoning came about; its module is imported only where it is asked for."""
    from .explanation import explain

    return explain(counted, terms, reckoning)


def _bearing(rules: tuple[Rule | Deduction, ...], terms: Terms, framed: Framed) -> set[str]:
    """The ids of the values that bear on some rules, with those of every case."""
    return {name for rule in rules for name in values_read(rule, terms, framed)} | _OF_EVERY_CASE


_CAPS_OF_LINES: dict[str, Rule | Deduction] = {"facilitation-share": FACILITATION, "grant-frame": grant_frame.RULE}
"""The caps that are reckoned of what a line reads; each other is a value of its own."""


def _bearing_on_what_is_left(left: tuple[Remaining, ...], terms: Terms, framed: Framed) -> Iterator[str]:
    """The ids of the values that bear on what is left under each cap, and of the windows."""
    for each in left:
        yield from values_read(_CAPS_OF_LINES[each.cap], terms, framed) if each.cap in _CAPS_OF_LINES else (each.cap,)
    if any(each.cap in _CAPS_OF_LINES for each in left):  # there is an agreement, with or without days in the window
        yield "productivity-months"


def _tables_used(tables: Tables, call: Call, terms: Terms, known_on: dt.date | None, bearing: Collection[str]) -> TablesUsed:
    """The edition of the tables, with the proposals that decided a value that bears on the result."""
    if not tables.overlays:
        return TablesUsed(version=tables.version, digest=tables.digest)
    decided = [each for each in fates(tables, call, known_on) if each.decides(terms) and each.row.id in bearing]
    given = {overlay: sorted({each.row.id for each in decided if each.overlay == overlay}) for overlay in tables.overlays}
    overlays = (OverlayUsed(name=each.name, digest=each.digest, values=tuple(names)) for each, names in given.items() if names)
    return TablesUsed(version=tables.version, digest=tables.digest, overlays=tuple(overlays))


def notes_of_proposals(
    tables: Tables, call: Call, terms: Terms, known_on: dt.date | None, bearing: Collection[str], among: tuple[Overlay, ...] | None = None
) -> Iterator[Note]:
    """A note for each row of the proposals, or of those `among` them, that gave no value."""
    if tables.overlays:
        for about, row in without_effect(tables, call, terms, known_on, bearing, tables.overlays if among is None else among):
            yield Note(code="proposal-without-effect", about=about, proposal=row)


def _known_later(terms: Terms, bearing: Collection[str]) -> tuple[KnownLater, ...]:
    """What became known later and bears on the result."""
    return tuple(
        KnownLater(id=name, value=each.value.value, unit=each.value.unit, known_from=each.known_from)
        for name, each in sorted(terms.later.items())
        if name in bearing
    )


# Verdicts, readings, notes --------------------------------------------------------------------------


def _verdicts(counted: Count) -> Iterator[RecordVerdict]:
    for at, what, first, last, reasons, rules, not_for, days, counted_days, counts, _ in counted.verdicts:
        yield RecordVerdict(
            at=at,
            what=what,
            from_=first,
            to=last,
            counts=counts,
            reasons=tuple(sorted(reasons)) if reasons else (),
            rules=rules,
            not_for=tuple([NotFor(rule=rule, reasons=why) for rule, why in not_for]) if not_for else (),
            days=days,
            counted_days=counted_days,
        )


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


@lru_cache(maxsize=1024)
def _notes_of_values(call: Call, applying: tuple[Rule | Deduction, ...], terms: Terms, framed: Framed) -> tuple[Note, ...]:
    """The notes that hang on which rules apply, not on the case: values that are not official, or were not always known."""
    rates = {rate.id: rate for rule in applying for rate in rates_read(rule, terms, framed)}
    found = [Note(code=_NOTED[rate.standing], about=rate.id) for rate in rates.values() if rate.standing in _NOTED]
    for bound in PERIOD:
        if call[bound].conflicts:
            found.append(Note(code="sources-differ", about=bound))
        if call[bound].standing in _NOTED:
            found.append(Note(code=_NOTED[call[bound].standing], about=bound))
    found += [Note(code="known-since-in-force", about=each) for each in sorted(terms.undated & rates.keys())]
    if terms.values["productivity-months"].value is None and any(rule.id == "lower-productivity" for rule in applying):
        found.append(Note(code="window-of-the-agreement", about="productivity-months"))
    if call.projected:
        found.append(Note(code="projected", about=call.id))
    return tuple(found)


def _notes(case: Case, timeline: Timeline) -> Iterator[Note]:
    """What was taken for granted."""
    if case.doctor.first_gp_date is None and timeline.first_gp is not None:
        yield Note(code="first-gp-date-assumed", about="/doctor/first_gp_date")
    if timeline.assumes_full_time and case.positions:
        yield Note(code="full-time-assumed", about="/positions")
    if timeline.counts_from != timeline.start:
        yield Note(code="back-dated", about="/agreement/newly_employed")
    hpr_number = case.doctor.hpr_number
    if hpr_number is not None and not (hpr_number.isascii() and hpr_number.isdigit() and 7 <= len(hpr_number) <= 9):
        yield Note(code="unusual-hpr-number", about="/doctor/hpr_number")
