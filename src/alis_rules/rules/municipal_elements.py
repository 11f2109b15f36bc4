"""Elementer med kommunal finansiering: what the municipality finances alone (T61, T62); never part of the state grant."""

from ..arithmetic import YEAR
from ..facts import Facts
from ..reasons import Reason
from ..terms import Terms
from .base import Funding, Rule


def incurred(facts: Facts, terms: Terms) -> int:
    """All costs of municipal elements."""
    return facts.municipal_incurred_ore * YEAR


def counted(facts: Facts, terms: Terms) -> int:
    """The costs while the agreement holds."""
    return facts.municipal_ore * YEAR


RULE = Rule(
    id="municipal-elements",
    funding=Funding.MUNICIPAL,
    clauses=("T61", "T62"),
    readings=("gap-between-posts", "rounding"),
    reasons=(Reason.SUPERVISION_ONLY,),
    papers=("municipal-agreement",),
    quantity=lambda facts: facts.municipal_incurred_ore,
    counting=lambda facts: facts.municipal_ore,
    incurred=incurred,
    counted=counted,
)
