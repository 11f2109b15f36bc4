"""Tilleggselementer: additional elements in municipalities of centrality class 6 (T57-T60), up to the call's cap."""

from ..arithmetic import YEAR
from ..facts import Facts
from ..reasons import Reason
from ..terms import Terms
from .base import Funding, Granted, Limit, Rule


def incurred(facts: Facts, terms: Terms) -> int:
    """All costs of additional elements."""
    return facts.additional_incurred_ore * YEAR


def counted(facts: Facts, terms: Terms) -> int:
    """The counting costs: in centrality class 6, and not for lasting investments (T57, T60)."""
    return facts.additional_ore * YEAR


def limits(facts: Facts, terms: Terms, granted: Granted) -> tuple[Limit, ...]:
    """At most what Helsedirektoratet sets for centrality class 6 (T57)."""
    return (Limit("additional-cap", terms.additional_cap_ore * terms.flat_grade),)


def lacks(facts: Facts, terms: Terms, granted: Granted) -> tuple[str, ...]:
    """The centrality class, where neither the case nor a table gives it."""
    return () if facts.centrality_known else ("centrality-class",)


RULE = Rule(
    id="additional-elements",
    funding=Funding.ADDITIONAL,
    clauses=("T57", "T58", "T59", "T60"),
    rates=("additional-cap",),
    readings=("gap-between-posts", "short-call-caps", "rounding"),
    reasons=(Reason.SUPERVISION_ONLY, Reason.NOT_CENTRALITY_6, Reason.LASTING_INVESTMENT),
    papers=("receipts", "additional-agreement"),
    quantity=lambda facts: facts.additional_incurred_ore,
    counting=lambda facts: facts.additional_ore,
    incurred=incurred,
    counted=counted,
    limits=limits,
    caps=("additional_cap_ore",),
    lacks=lacks,
    claim=lambda facts: facts.claim_additional_elements_ore,
)
