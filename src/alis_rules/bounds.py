"""Between what the total lies where a value is missing: no value of it leads outside.

The total never falls where a price, a cap, a share or a frame rises, nor where more counts, and never rises where the own share does. So
the very rules, carried out with each missing value at the one end and at the other, give the least and the most that it can come to.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from attrs import evolve

from .arithmetic import WHOLE, divide_half_up
from .boundless import Boundless, endless, endless_where, finite, pick
from .calendar import started_months
from .facts import Facts
from .rules import RECORD_RULES, Funding, Granted, grant_frame, own_share, work
from .terms import PRICES, Terms

UNCLAIMED = 10**11
"""A claim that limits nothing, øre: a billion kroner."""


class TotalIs(StrEnum):
    """How firm a total is."""

    FINAL = "final"
    """Every line of the state grant is determined."""
    BEFORE_FRAME = "before-frame"
    """Only the grant frame is missing, and what hangs on it: the total is what the other lines come to before it."""
    PARTIAL = "partial"
    """More is missing: the total is what the determined lines come to."""


class Bounds(NamedTuple):
    """Between what the total lies, as numbers of any kind."""

    least: Any
    most: Any
    endless: Any
    """More than nothing where there is no most."""


def bounds(facts: Facts, terms: Terms, known: Mapping[str, int]) -> tuple[int, int | None]:
    """The least and the most that the total can come to, whatever the missing values are, øre; None where there is no most.

    `known`: the determined lines by rule, øre. Where the grant period or the longest duration is missing it may be that nothing counts.
    """
    found = bounds_by(facts, terms, known)
    return found.least, None if found.endless else found.most


def _as_it_is(name: str, number: Any) -> Any:
    return number


def bounds_by(facts: Any, terms: Terms, known: Mapping[str, Any], keep: Callable[[str, Any], Any] = _as_it_is) -> Bounds:
    """The same for any type of number. `keep` names what is read more than once, and gives it back."""
    least: Any = 0
    if not terms.every_day_missing:
        least, _ = carried_out(_fewest(facts), lowest(terms), known, lambda name, number: keep(f"least_{name}", number))
    most, without_end = carried_out(_most(facts, terms), highest(terms), known, lambda name, number: keep(f"most_{name}", number))
    return Bounds(least, most, without_end)


def carried_out(facts: Any, terms: Terms, known: Mapping[str, Any], keep: Callable[[str, Any], Any] = _as_it_is) -> tuple[Any, Any]:
    """The total by the rules, nothing being missing, and whether it is without bounds; `known`: lines that hang on nothing that was.

    A line without bounds comes to more than the frame in the end, of which the frame leaves what it leaves of any that is higher.
    """
    frame = grant_frame.frame(facts, terms)
    frame_endless = keep("frame-endless", endless(frame))
    granted = Granted(frame=endless_where(frame, frame_endless))
    unit, rounding, lines_endless = grant_frame.unit(terms), terms.rounding_ore, list[Any]()
    for rule in _STATE:
        amount = known.get(rule.id)
        if amount is None:
            amount, without_end = work(rule, facts, terms, granted).amount, 0
            if not terms.missing.keys().isdisjoint(rule.prices):
                without_end = keep(f"{rule.id}-endless", endless(amount))
                more_than_frame = (divide_half_up(finite(frame), unit * rounding) + 1) * rounding
                amount = pick(without_end > 0, more_than_frame, amount)
            lines_endless.append(without_end)
            amount = endless_where(keep(rule.id, finite(amount)), without_end)
        granted.add(rule.id, amount, ())
    for rule in _STATE:
        granted.add(rule.id, finite(granted[rule.id]), ())
    above = keep("above", finite(grant_frame.amount(facts, terms, granted)))
    total = own_share.base(granted, above) - own_share.amount(terms, granted, above)
    return total, sum(lines_endless) * (1 - facts.has_frame * (1 - frame_endless))


_STATE = tuple(rule for rule in RECORD_RULES if rule.funding is not Funding.MUNICIPAL)


@lru_cache(maxsize=256)
def lowest(terms: Terms) -> Terms:
    """The terms with every missing value at the end that gives least: nothing, and of the own share the whole."""
    own_share_bp = WHOLE if "own_share_bp" in terms.missing else terms.own_share_bp
    return _with_frames(evolve(terms, own_share_bp=own_share_bp), 0)


@lru_cache(maxsize=256)
def highest(terms: Terms) -> Terms:
    """The terms with every missing value at the end that gives most: beyond all bounds, and of the own share nothing."""
    values: dict[str, Any] = {name: 0 if name == "own_share_bp" else _GREAT for name in terms.missing}
    return _with_frames(evolve(terms, **values), _GREAT)


def _with_frames(terms: Terms, frame: Any) -> Terms:
    """The terms with a frame for each role whose frame is not known, and is no sum of caps that all are there."""
    lacking = [role for role in terms.frame_missing if not terms.frame_is_summed[role] or not terms.supervision_capped]
    return evolve(
        terms,
        published_frames={**terms.published_frames, **dict.fromkeys(lacking, frame)},
        frame_is_summed={**terms.frame_is_summed, **dict.fromkeys(lacking, False)},
    )


class _Otherwise:
    """Facts of which some are otherwise."""

    def __init__(self, facts: Any, changed: Mapping[str, Any]) -> None:
        self._facts, self._changed = facts, changed

    def __getattr__(self, name: str) -> Any:
        return self._changed[name] if name in self._changed else getattr(self._facts, name)


def _fewest(facts: Any) -> Any:
    """The facts where all that is not known to be so is not: a centrality class of 6."""
    return _Otherwise(facts, {"additional_ore": facts.additional_ore * facts.centrality_known})


def _most(facts: Any, terms: Terms) -> Any:
    """The facts at the most that they can be: what has no price may be claimed without end, and an open period holds all its months."""
    changed: dict[str, Any] = {}
    if not terms.missing.keys().isdisjoint(PRICES):
        changed = {name: pick(claim < UNCLAIMED, claim, _GREAT) for name in _CLAIMS for claim in (getattr(facts, name),)}
    if not terms.grounds.known:
        months = started_months(terms.grounds.first, terms.grounds.last) * WHOLE
        changed |= {f"months_{name}_bp": getattr(facts, f"held_{name}") * months for name in _ROLES}
        changed["months_in_window_bp"] = facts.in_window * months
    return _Otherwise(facts, changed) if changed else facts


_GREAT = Boundless((0, 1))
"""A number beyond all bounds."""
_CLAIMS = ("claim_practice_compensation_ore", "claim_supervision_ore")
"""The claims of the lines that have a price."""
_ROLES = ("regular_gp", "gp_locum", "introductory_gp", "other_municipal_gp")
"""The roles as the facts name them."""
