"""Facts in, the lines in whole numbers out: the rules carried out one after the other, by the terms of a call.

This is all that amounts depend on: no dates, no records, no reasons. `evaluation` tells with it what became of a case,
`comparison` and `reaching` ask it what would have been.
"""

from typing import NamedTuple

from .arithmetic import divide_half_up
from .facts import Facts
from .rules import DEDUCTIONS, FACILITATION, RECORD_RULES, Deduction, Funding, Granted, Rule, grant_frame, own_share, work
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


class Reckoning(NamedTuple):
    """Every line, in the order of the entitlement."""

    lines: tuple[Reckoned, ...]
    granted: Granted
    """The state lines of records before anything is taken off."""

    @property
    def state(self) -> list[Reckoned]:
        """The lines of the state grant."""
        return [line for line in self.lines if line.rule.funding is not Funding.MUNICIPAL]

    @property
    def total(self) -> int:
        """The state grant, øre: what is certain."""
        return sum(line.amount or 0 for line in self.state)

    @property
    def complete(self) -> bool:
        """Whether every line of the state grant is determined."""
        return all(line.amount is not None for line in self.state)

    @property
    def above_frame(self) -> int:
        """What the frame takes off, øre."""
        return -(self.lines[-1].amount or 0)


def reckon(facts: Facts, terms: Terms) -> Reckoning:
    """Carry out every rule on the facts."""
    granted = Granted(frame=grant_frame.frame(facts, terms))
    found: list[Reckoned] = []
    for rule in RECORD_RULES:
        line = _reckon(rule, facts, terms, granted)
        if rule.funding is not Funding.MUNICIPAL:
            granted.add(rule.id, line.amount or 0, line.missing)
        found.append(line)
    frame = _reckon_frame(facts, terms, granted)
    own = own_share.amount(terms, granted, -(frame.amount or 0))
    share = Reckoned(own_share.RULE, applies=own > 0, incurred=None, counted=None, amount=-own)
    return Reckoning((*found, share, frame), granted)


def _reckon(rule: Rule, facts: Facts, terms: Terms, granted: Granted) -> Reckoned:
    """One line of records: what was incurred, what counts, and what comes of it."""
    if not rule.quantity(facts):
        return Reckoned(rule, IDLE, 0, 0, 0)
    unit = rule.unit(terms)
    unpriced = not terms.missing.keys().isdisjoint(rule.prices)
    incurred = None if unpriced and rule.priced(facts) else divide_half_up(rule.incurred(facts, terms), unit)
    if not rule.counting(facts):
        return Reckoned(rule, APPLIES, incurred, 0, 0)
    missing = _missing(rule, facts, terms, granted)
    if missing:
        counted = None if unpriced else divide_half_up(rule.counted(facts, terms), unit)
        return Reckoned(rule, APPLIES, incurred, counted, None, (), missing, COUNTS)
    counted, limits, capped, claimed, amount = work(rule, facts, terms, granted)
    limited_by = [limit.id for limit in limits if limit.most == capped < counted][:1]
    if claimed < capped:
        limited_by.append("claim")
    rounding = terms.rounding_ore
    if limited_by and amount == divide_half_up(counted, unit * rounding) * rounding:
        limited_by = []
    return Reckoned(rule, APPLIES, incurred, divide_half_up(counted, unit), amount, tuple(limited_by), (), COUNTS)


def _missing(rule: Rule, facts: Facts, terms: Terms, granted: Granted) -> tuple[str, ...]:
    """The ids of the values that are missing to reckon a line with something that counts."""
    lacks = rule.lacks(facts, terms, granted)
    if not (lacks or terms.every_day_missing) and terms.missing.keys().isdisjoint((*rule.prices, *rule.caps)):
        return ()
    of_terms = (each for term in (*rule.prices, *rule.caps) for each in terms.missing.get(term, ()))
    return tuple(sorted({*lacks, *terms.every_day_missing, *of_terms}))


def _reckon_frame(facts: Facts, terms: Terms, granted: Granted) -> Reckoned:
    """The line of the frame: what the standard lines exceed it by, taken off."""
    rule, limited = grant_frame.RULE, grant_frame.limited(terms, granted)
    in_doubt = any(line != "additional-elements" for line in granted.missing)
    if not facts.has_frame or not (limited or in_doubt):
        return Reckoned(rule, IDLE, None, None, 0)
    missing = (*grant_frame.lacks(facts, terms), *terms.every_day_missing)
    if missing:
        return Reckoned(rule, APPLIES, None, limited, None, (), missing)
    amount = grant_frame.amount(facts, terms, granted)
    return Reckoned(rule, APPLIES, None, limited, -amount, (rule.id,) if amount else ())


def limited_lines(reckoning: Reckoning, terms: Terms) -> list[Reckoned]:
    """The lines that the frame limits, and whose recipients bear its cut."""
    return [
        line
        for line in reckoning.lines
        if line.rule.funding is Funding.STANDARD
        and line.rule not in DEDUCTIONS
        and not (terms.facilitation_on_top and line.rule is FACILITATION)
    ]
