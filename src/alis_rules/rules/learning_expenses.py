"""Dekning av utgifter: expenses of learning activities (T44-T46).

The expenses of completed activities on the exhaustive list, less what Education Fund II covers of each, up to a cap a year.
"""

from ..arithmetic import YEAR, above_zero
from ..facts import Facts
from ..reasons import Reason
from ..terms import Terms
from .base import Funding, Granted, Limit, Rule, every_role_grade


def incurred(facts: Facts, terms: Terms) -> int:
    """All expenses beyond what the fund covers."""
    return facts.expenses_incurred_ore * YEAR


def counted(facts: Facts, terms: Terms) -> int:
    """The counting expenses beyond what the fund covers (T44, T45)."""
    return facts.expenses_ore * YEAR


def limits(facts: Facts, terms: Terms, granted: Granted) -> tuple[Limit, ...]:
    """At most a yearly amount, less what is granted elsewhere (T46)."""
    most = above_zero(terms.learning_cap_ore * every_role_grade(facts, terms) - facts.expenses_used_ore * YEAR)
    return (Limit("learning-expenses", most),)


RULE = Rule(
    id="learning-expenses",
    funding=Funding.STANDARD,
    clauses=("T44", "T45", "T46"),
    rates=("learning-expenses",),
    readings=("gap-between-posts", "grading", "short-call-caps", "rounding"),
    reasons=(Reason.SUPERVISION_ONLY, Reason.ACTIVITY_NOT_LISTED, Reason.NOT_COMPLETED),
    papers=("receipts", "fund-settlement", "course-certificate"),
    quantity=lambda facts: facts.expenses_incurred_ore,
    counting=lambda facts: facts.expenses_ore,
    incurred=incurred,
    counted=counted,
    limits=limits,
    caps=("learning_cap_ore",),
    claim=lambda facts: facts.claim_learning_expenses_ore,
)
