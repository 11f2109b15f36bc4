"""Between what the total lies where a value is missing: no value of it leads outside.

The total never falls where a price, a cap, a share or a frame rises, nor where more counts, and never rises where the own share does. So
the very rules, carried out with each missing value at the one end and at the other, give the least and the most that it can come to.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

from attrs import evolve

from .arithmetic import WHOLE, YEAR
from .boundless import Boundless, boundless
from .calendar import started_months
from .facts import NO_CLAIM, Facts
from .rules import RECORD_RULES, Funding, Granted, grant_frame, own_share, work
from .terms import PRICES, Terms


class TotalIs(StrEnum):
    """How firm a total is."""

    FINAL = "final"
    """Every line of the state grant is determined."""
    BEFORE_FRAME = "before-frame"
    """Only the grant frame is missing, and what hangs on it: the total is what the other lines come to before it."""
    PARTIAL = "partial"
    """More is missing: the total is what the determined lines come to."""


def bounds(facts: Facts, terms: Terms, known: Mapping[str, int]) -> tuple[int, int | None]:
    """The least and the most that the total can come to, whatever the missing values are, øre; None where there is no most.

    `known`: the determined lines by rule, øre. Where the grant period or the longest duration is missing it may be that nothing counts.
    """
    least = 0 if terms.every_day_missing else carried_out(_fewest(facts), lowest(terms), known)
    most = carried_out(_most(facts, terms), highest(terms), known)
    return least, most if isinstance(most, int) else None


def carried_out(facts: Any, terms: Terms, known: Mapping[str, int]) -> Any:
    """The total by the rules, nothing being missing; `known`: the lines that hang on nothing that was, øre. For any type of number."""
    granted = Granted(frame=grant_frame.frame(facts, terms))
    for rule in _STATE:
        amount = known[rule.id] if rule.id in known else work(rule, facts, terms, granted).amount
        granted.add(rule.id, amount, ())
    above = grant_frame.amount(facts, terms, granted)
    return own_share.base(granted, above) - own_share.amount(terms, granted, above)


_STATE = tuple(rule for rule in RECORD_RULES if rule.funding is not Funding.MUNICIPAL)


@lru_cache(maxsize=256)
def lowest(terms: Terms) -> Terms:
    """The terms with every missing value at the end that gives least: nothing, and of the own share the whole."""
    own_share_bp = WHOLE if "own_share_bp" in terms.missing else terms.own_share_bp
    return _with_frames(evolve(terms, own_share_bp=own_share_bp), 0)


@lru_cache(maxsize=256)
def highest(terms: Terms) -> Terms:
    """The terms with every missing value at the end that gives most: beyond all bounds, and of the own share nothing."""
    great = _great(terms)
    values: dict[str, Any] = {name: 0 if name == "own_share_bp" else great for name in terms.missing}
    return _with_frames(evolve(terms, **values), great)


def _great(terms: Terms) -> Boundless:
    """A number beyond all bounds, and a multiple of all that the rules divide by."""
    return boundless(terms.price_unit * terms.facilitation_unit * YEAR * WHOLE * terms.rounding_ore**2)


def _with_frames(terms: Terms, frame: Any) -> Terms:
    """The terms with a frame for each role whose frame is not known, and is no sum of caps that all are there."""
    lacking = [role for role in terms.frame_missing if not terms.frame_is_summed[role] or not terms.supervision_capped]
    return evolve(
        terms,
        published_frames={**terms.published_frames, **dict.fromkeys(lacking, frame)},
        frame_is_summed={**terms.frame_is_summed, **dict.fromkeys(lacking, False)},
    )


def _fewest(facts: Facts) -> Facts:
    """The facts where all that is not known to be so is not: a centrality class other than 6."""
    return facts if facts.centrality_known else evolve(facts, additional_ore=0)


def _most(facts: Facts, terms: Terms) -> Facts:
    """The facts at the most that they can be: what has no price may be claimed without end, and an open period holds all its months."""
    changed: dict[str, Any] = {}
    if not terms.missing.keys().isdisjoint(PRICES):
        changed |= {name: _great(terms) for name in _CLAIMS if getattr(facts, name) == NO_CLAIM}
    if not terms.grounds.known:
        months = started_months(terms.grounds.first, terms.grounds.last) * WHOLE
        held = (facts.held_regular_gp, facts.held_gp_locum, facts.held_introductory_gp, facts.held_other_municipal_gp)
        changed |= {f"months_{name}_bp": months * has for name, has in zip(_ROLES, held, strict=True)}
        changed["months_in_window_bp"] = months * facts.in_window
    return evolve(facts, **changed) if changed else facts


_CLAIMS = ("claim_practice_compensation_ore", "claim_supervision_ore")
"""The claims of the lines that have a price."""
_ROLES = ("regular_gp", "gp_locum", "introductory_gp", "other_municipal_gp")
"""The roles as the facts name them."""
