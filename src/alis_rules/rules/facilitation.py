"""Praktisk tilrettelegging: what the municipality spends to support good training (T54-T56).

At most a share of the grant frame; under the reading ``granted-elements``, of the four lines granted before it.
"""

from ..arithmetic import YEAR, choose
from ..facts import Facts
from ..reasons import Reason
from ..terms import Terms
from . import grant_frame
from .base import Funding, Granted, Limit, Rule

BEFORE = ("practice-compensation", "learning-expenses", "lower-productivity", "supervision")
"""The four lines before it."""


def incurred(facts: Facts, terms: Terms) -> int:
    """All costs of facilitation."""
    return facts.facilitation_incurred_ore * unit(terms)


def counted(facts: Facts, terms: Terms) -> int:
    """The counting costs of facilitation (T55)."""
    return facts.facilitation_ore * unit(terms)


def limits(facts: Facts, terms: Terms, granted: Granted) -> tuple[Limit, ...]:
    """At most 5 percent of its base (T54)."""
    elements = granted.practice_compensation + granted.learning_expenses + granted.lower_productivity + granted.supervision
    base = choose(terms.facilitation_of_granted, elements * terms.price_unit * YEAR, granted.frame)
    return (Limit("facilitation-share", base * terms.facilitation_share),)


def lacks(facts: Facts, terms: Terms, granted: Granted) -> tuple[str, ...]:
    """The frame, or what the lines before it lack."""
    if terms.facilitation_of_granted:
        return tuple(each for line in BEFORE for each in granted.missing.get(line, ()))
    return grant_frame.lacks(facts, terms)


def unit(terms: Terms) -> int:
    """Øre over the price's, the year's and the share's denominators."""
    return terms.price_unit * YEAR * terms.facilitation_unit


RULE = Rule(
    id="facilitation",
    funding=Funding.STANDARD,
    clauses=("T54", "T55"),
    rates=("facilitation-share",),
    readings=("facilitation-base", "grant-frame", "month-counting", "gap-between-posts", "rounding"),
    reasons=(Reason.SUPERVISION_ONLY,),
    papers=("receipts", "facilitation-purpose"),
    quantity=lambda facts: facts.facilitation_incurred_ore,
    counting=lambda facts: facts.facilitation_ore,
    incurred=incurred,
    counted=counted,
    limits=limits,
    unit=unit,
    caps=("facilitation_share",),
    lacks=lacks,
    claim=lambda facts: facts.claim_facilitation_ore,
)
