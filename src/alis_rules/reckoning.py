"""Facts in, the lines in whole numbers out: the rules carried out one after the other, by the terms of a call.

This is all that amounts depend on: no dates, no records, no reasons. `evaluation` tells with it what became of a case,
`comparison` and `reaching` ask it what would have been.
"""

from functools import lru_cache
from typing import NamedTuple

from .arithmetic import divide_half_up
from .bounds import TotalIs, bounds
from .facts import Facts
from .rules import FACILITATION, RECORD_RULES, Deduction, Funding, Granted, Rule, Worked, grant_frame, own_share, work
from .terms import Terms

IDLE, APPLIES, COUNTS = False, True, True
"""Whether a line applies, and whether anything of it counts."""


class Reckoned(NamedTuple):
    """What the arithmetic says of a line, øre."""

    rule: Rule | Deduction
    applies: bool
    """Whether anything was incurred; of a deduction, whether there is anything to take it off."""
    incurred: int | None
    counted: int | None
    amount: int | None
    """None where a value is missing."""
    limited_by: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    counts: bool = False
    """Whether anything of what was incurred counts."""
    in_full: bool = False
    """Whether the amount is all that was incurred, rounded as the line is."""


class Reckoning(NamedTuple):
    """Every line, in the order of the entitlement."""

    lines: tuple[Reckoned, ...]
    granted: Granted
    """The state lines of records before anything is taken off."""

    @property
    def state(self) -> list[Reckoned]:
        """The lines of the state grant."""
        return [line for line in self.lines if line.rule not in _MUNICIPAL]

    @property
    def total(self) -> int:
        """What the determined lines of the state grant come to, øre."""
        return sum([line.amount or 0 for line in self.state])

    @property
    def complete(self) -> bool:
        """Whether every line of the state grant is determined."""
        return None not in [line.amount for line in self.state]

    @property
    def above_frame(self) -> int:
        """What the frame takes off, øre."""
        return -(self.lines[-1].amount or 0)


_STANDARD = frozenset([rule for rule in RECORD_RULES if rule.funding is Funding.STANDARD])
_MUNICIPAL = frozenset([rule for rule in RECORD_RULES if rule.funding is Funding.MUNICIPAL])
_IDLE_LINES = {rule: Reckoned(rule, IDLE, 0, 0, 0) for rule in RECORD_RULES}
"""The lines of the rules towards which nothing was incurred."""


def reckon(facts: Facts, terms: Terms) -> Reckoning:
    """Carry out every rule on the facts."""
    granted = Granted(frame=grant_frame.frame(facts, terms))
    found: list[Reckoned] = []
    for rule in RECORD_RULES:
        line = _reckon(rule, facts, terms, granted) if rule.quantity(facts) else _IDLE_LINES[rule]
        if line.counts and rule not in _MUNICIPAL:
            granted.add(rule.id, line.amount or 0, line.missing)
        found.append(line)
    frame = _reckon_frame(facts, terms, granted)
    return Reckoning((*found, _reckon_own_share(terms, granted, frame), frame), granted)


def _reckon(rule: Rule, facts: Facts, terms: Terms, granted: Granted) -> Reckoned:
    """One line of records: what was incurred, what counts, and what comes of it."""
    unit, needs = rule.unit(terms), _needs(rule, terms)
    incurred = None if needs.price and rule.priced(facts) else divide_half_up(rule.incurred(facts, terms), unit)
    if not rule.counting(facts):
        return Reckoned(rule, APPLIES, incurred, 0, 0)
    lacks = rule.lacks(facts, terms, granted)
    if lacks or needs.missing:
        counted = None if needs.price else divide_half_up(rule.counted(facts, terms), unit)
        return Reckoned(rule, APPLIES, incurred, counted, None, (), tuple(sorted({*lacks, *needs.missing})), COUNTS)
    worked = work(rule, facts, terms, granted)
    rounded = worked.amount // terms.rounding_ore
    rough = unit * terms.rounding_ore
    limited_by = () if divide_half_up(worked.counted, rough) == rounded else _limited_by(worked)
    in_full = divide_half_up(rule.incurred(facts, terms), rough) == rounded
    return Reckoned(rule, APPLIES, incurred, divide_half_up(worked.counted, unit), worked.amount, limited_by, (), COUNTS, in_full)


def _limited_by(worked: Worked) -> tuple[str, ...]:
    """The cap that bound, then the claim where it is lower still; asked only where what they cut shows in the amount."""
    caps = [limit.id for limit in worked.limits if limit.most == worked.capped < worked.counted]
    return (*caps[:1], *(("claim",) if worked.claimed < worked.capped else ()))


class _Needs(NamedTuple):
    """What is missing to reckon a line, whatever the facts."""

    price: bool
    """Whether a price of an hour is."""
    missing: tuple[str, ...]
    """The ids of all the values that are."""


@lru_cache(maxsize=2048)
def _needs(rule: Rule, terms: Terms) -> _Needs:
    of_terms = [each for term in (*rule.prices, *rule.caps) for each in terms.missing.get(term, ())]
    return _Needs(not terms.missing.keys().isdisjoint(rule.prices), (*terms.every_day_missing, *of_terms))


def _reckon_frame(facts: Facts, terms: Terms, granted: Granted) -> Reckoned:
    """The line of the frame: what the standard lines exceed it by, taken off."""
    rule, limited = grant_frame.RULE, grant_frame.limited(terms, granted)
    beside = grant_frame.beside(terms)
    in_doubt = any(line not in beside for line in granted.missing)
    if not facts.has_frame or not (limited or in_doubt):
        return Reckoned(rule, IDLE, None, None, 0)
    missing = (*grant_frame.lacks(facts, terms), *terms.every_day_missing)
    if missing:
        return Reckoned(rule, APPLIES, None, limited, None, (), missing)
    amount = grant_frame.amount(facts, terms, granted)
    return Reckoned(rule, APPLIES, None, limited, -amount, (rule.id,) if amount else ())


def _reckon_own_share(terms: Terms, granted: Granted, frame: Reckoned) -> Reckoned:
    """The line of the own share: of the state lines after the frame, taken off."""
    rule, above = own_share.RULE, -(frame.amount or 0)
    missing = terms.missing.get("own_share_bp", ())
    if missing and (granted.missing or own_share.base(granted, above)):
        return Reckoned(rule, APPLIES, None, None, None, (), missing)
    own = own_share.amount(terms, granted, above)
    return Reckoned(rule, own > 0, None, None, -own)


def total_is(reckoning: Reckoning, facts: Facts, terms: Terms) -> TotalIs:
    """How firm the total is: what is missing where a line is not determined."""
    undetermined = [line for line in reckoning.state if line.amount is None]
    if not undetermined:
        return TotalIs.FINAL
    of_frame = frozenset(grant_frame.lacks(facts, terms))
    hanging = (line.rule is grant_frame.RULE or (line.rule is FACILITATION and of_frame.issuperset(line.missing)) for line in undetermined)
    return TotalIs.BEFORE_FRAME if not terms.every_day_missing and all(hanging) else TotalIs.PARTIAL


def bounds_of(reckoning: Reckoning, facts: Facts, terms: Terms) -> tuple[int, int | None]:
    """The least and the most that the total can come to, øre, None where there is no most; the total where it is final."""
    if reckoning.complete:
        return reckoning.total, reckoning.total
    return bounds(facts, terms, {line.rule.id: line.amount for line in reckoning.state if line.amount is not None})


def limited_lines(reckoning: Reckoning, terms: Terms) -> list[Reckoned]:
    """The lines that the frame limits, and whose recipients bear its cut."""
    beside = grant_frame.beside(terms)
    return [line for line in reckoning.lines if line.rule in _STANDARD and line.rule.id not in beside]
