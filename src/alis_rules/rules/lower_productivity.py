"""Lavere produktivitet: compensation for lower productivity in the first 24 months as fastlege or fastlegevikar (T47-T51)."""

from ..arithmetic import YEAR, above_zero
from ..facts import Facts
from ..reasons import Reason
from ..terms import Terms
from .base import Funding, Granted, Limit, Rule, window_grade


def incurred(facts: Facts, terms: Terms) -> int:
    """All lost income."""
    return facts.productivity_incurred_ore * YEAR


def counted(facts: Facts, terms: Terms) -> int:
    """Of each record the share of its days that count (T47, T48)."""
    return facts.productivity_ore * YEAR


def limits(facts: Facts, terms: Terms, granted: Granted) -> tuple[Limit, ...]:
    """At most a yearly amount, less what is granted elsewhere (T49)."""
    most = above_zero(terms.productivity_cap_ore * window_grade(facts, terms) - facts.productivity_used_ore * YEAR)
    return (Limit("lower-productivity", most),)


RULE = Rule(
    id="lower-productivity",
    funding=Funding.STANDARD,
    clauses=("T15", "T47", "T48", "T49"),
    recipient_clauses=("T50", "T51"),
    rates=("lower-productivity", "productivity-months"),
    readings=("productivity-window", "gap-between-posts", "grading", "short-call-caps", "rounding"),
    reasons=(Reason.SUPERVISION_ONLY, Reason.OUTSIDE_GP_SCHEME, Reason.INTRODUCTORY_GP, Reason.OUTSIDE_FIRST_24_MONTHS),
    papers=("income-statement", "first-gp-agreement"),
    quantity=lambda facts: facts.productivity_incurred_ore,
    counting=lambda facts: facts.productivity_ore,
    incurred=incurred,
    counted=counted,
    limits=limits,
    caps=("productivity_cap_ore",),
    claim=lambda facts: facts.claim_lower_productivity_ore,
)
