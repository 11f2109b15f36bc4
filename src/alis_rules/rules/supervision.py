"""Veiledning: the supervisor's remuneration (T52, T53).

What the supervisor was paid, at most a share of the fee rate for each hour, and at most a number of hours a year at that rate.
"""

from ..arithmetic import YEAR, above_zero, choose
from ..facts import Facts
from ..terms import Terms
from .base import Funding, Granted, Limit, Rule, every_role_grade, in_price_of_year


def incurred(facts: Facts, terms: Terms) -> int:
    """All costs; hours without a given cost at the rate."""
    priced = facts.supervision_incurred_unpriced_h100 * terms.supervision_price
    return (facts.supervision_incurred_ore * terms.price_unit + priced) * YEAR


def counted(facts: Facts, terms: Terms) -> int:
    """The counting costs; hours without a given cost at the rate."""
    return (facts.supervision_ore * terms.price_unit + facts.supervision_unpriced_h100 * terms.supervision_price) * YEAR


def limits(facts: Facts, terms: Terms, granted: Granted) -> tuple[Limit, ...]:
    """At most the rate for each counting hour (T53), and at most the yearly hours at the rate, less those granted elsewhere."""
    by_rate = facts.supervision_h100 * terms.supervision_price * YEAR
    hours = above_zero(terms.supervision_cap_h100 * every_role_grade(facts, terms) - facts.supervision_used_h100 * YEAR)
    by_hours = choose(terms.supervision_capped, hours * terms.supervision_price, by_rate)
    return (Limit("supervision-rate", by_rate), Limit("supervision-hours", by_hours))


RULE = Rule(
    id="supervision",
    funding=Funding.STANDARD,
    clauses=("T52", "T53"),
    rates=("fee-rate", "supervision-share", "supervision-rate", "supervision-hours"),
    readings=("supervision-hours", "gap-between-posts", "grading", "short-call-caps", "rounding"),
    papers=("supervision-record", "supervisor-payment"),
    quantity=lambda facts: facts.supervision_incurred_ore + facts.supervision_incurred_unpriced_h100,
    priced=lambda facts: facts.supervision_incurred_unpriced_h100,
    counting=lambda facts: facts.supervision_ore + facts.supervision_unpriced_h100,
    incurred=incurred,
    counted=counted,
    limits=limits,
    unit=in_price_of_year,
    prices=("supervision_price",),
    caps=("supervision_cap_h100",),
    claim=lambda facts: facts.claim_supervision_ore,
)
