"""Kompensasjon ved fravær: practice compensation for absence from the practice at learning activities (T36-T43).

The hours of absence at completed, listed activities are paid with a share of the fee rate, for at most a number of hours a year.
It does not apply to general practice outside the Regular GP Scheme.
"""

from ..arithmetic import YEAR, above_zero
from ..facts import Facts
from ..reasons import Reason
from ..terms import Terms
from .base import Funding, Granted, Limit, Rule, in_price_of_year, practice_grade


def incurred(facts: Facts, terms: Terms) -> int:
    """All hours of absence times the price of an hour."""
    return facts.absence_incurred_h100 * terms.practice_price * YEAR


def counted(facts: Facts, terms: Terms) -> int:
    """The counting hours of absence times the price of an hour (T37, T39)."""
    return facts.absence_h100 * terms.practice_price * YEAR


def limits(facts: Facts, terms: Terms, granted: Granted) -> tuple[Limit, ...]:
    """At most 160 hours a year, less those granted elsewhere (T38)."""
    hours = above_zero(terms.absence_cap_h100 * practice_grade(facts, terms) - facts.absence_used_h100 * YEAR)
    return (Limit("absence-hours", hours * terms.practice_price),)


RULE = Rule(
    id="practice-compensation",
    funding=Funding.STANDARD,
    clauses=("T36", "T37", "T38", "T39", "T40"),
    recipient_clauses=("T41", "T42", "T43"),
    rates=("fee-rate", "practice-compensation-share", "absence-hours"),
    readings=("gap-between-posts", "grading", "short-call-caps", "rounding"),
    reasons=(Reason.SUPERVISION_ONLY, Reason.OUTSIDE_GP_SCHEME, Reason.ACTIVITY_NOT_LISTED, Reason.NOT_COMPLETED),
    papers=("course-certificate", "absence-record", "competence-portal"),
    quantity=lambda facts: facts.absence_incurred_h100,
    priced=lambda facts: facts.absence_incurred_h100,
    counting=lambda facts: facts.absence_h100,
    incurred=incurred,
    counted=counted,
    limits=limits,
    unit=in_price_of_year,
    prices=("practice_price",),
    caps=("absence_cap_h100",),
    claim=lambda facts: facts.claim_practice_compensation_ore,
)
