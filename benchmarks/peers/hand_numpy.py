"""NumPy, written by hand for this one call: whole numbers of 64 bits, without a check of its input and without an explanation."""

from importlib import import_module
from typing import Any

from .setting import (
    ADDITIONAL,
    FACILITATION,
    GRANT_FRAME,
    LEARNING,
    MONTHS,
    MUNICIPAL,
    OWN_SHARE,
    PRACTICE,
    PRODUCTIVITY,
    SUPERVISION,
    TOTAL,
    UNKNOWN,
    Figures,
)

np: Any = import_module("numpy")


def half_up(numerator: Any, denominator: int) -> Any:
    """A quotient of whole numbers, a half rounded up."""
    return numerator if denominator == 1 else (2 * numerator + denominator) // (2 * denominator)


def practice(d: Any, figures: Figures) -> Any:
    """Practice compensation: hours up to what is left of the cap, priced."""
    hours = np.minimum(d["absence_h100"], np.maximum(figures.absence_cap - d["absence_used_h100"], 0))
    return np.minimum(half_up(hours * figures.practice_price, figures.practice_unit), d["claim_practice_compensation_ore"])


def learning(d: Any, figures: Figures) -> Any:
    """Learning expenses up to what is left of the cap."""
    left = np.maximum(figures.learning_cap - d["expenses_used_ore"], 0)
    return np.minimum(np.minimum(d["expenses_ore"], left), d["claim_learning_expenses_ore"])


def productivity(d: Any, figures: Figures) -> Any:
    """Lower productivity up to what is left of the cap."""
    left = np.maximum(figures.productivity_cap - d["productivity_used_ore"], 0)
    return np.minimum(np.minimum(d["productivity_ore"], left), d["claim_lower_productivity_ore"])


def supervision(d: Any, figures: Figures) -> Any:
    """Supervision: its cost up to the rate for the hours that are left of the cap."""
    price, unit = figures.supervision_price, figures.supervision_unit
    cost = d["supervision_ore"] * unit + d["supervision_unpriced_h100"] * price
    hours = np.minimum(d["supervision_h100"], np.maximum(figures.supervision_cap - d["supervision_used_h100"], 0))
    return np.minimum(half_up(np.minimum(cost, hours * price), unit), d["claim_supervision_ore"])


def additional(d: Any, figures: Figures) -> Any:
    """Additional elements up to the cap, `UNKNOWN` where it or the centrality class is not known."""
    costs = d["additional_ore"]
    if figures.additional_cap is None:
        return np.where(costs > 0, UNKNOWN, 0)
    amount = np.minimum(np.minimum(costs, figures.additional_cap), d["claim_additional_elements_ore"])
    return np.where((costs > 0) & (d["centrality_known"] == 0), UNKNOWN, amount)


def frame(d: Any, figures: Figures) -> Any:
    """The grant frame, øre over its unit."""
    as_gp = figures.frame_in_scheme + d["in_window"] * figures.frame_window
    found = (d["months_regular_gp_bp"] + d["months_gp_locum_bp"]) * as_gp
    found += d["months_introductory_gp_bp"] * figures.frame_in_scheme
    found += d["months_other_municipal_gp_bp"] * figures.frame_every_role
    return found


def held(d: Any) -> Any:
    """Whether a role has months, so that the row has a frame to know."""
    return np.logical_or.reduce([d[name] > 0 for name in MONTHS])


def facilitation(d: Any, framed: Any, figures: Figures) -> Any:
    """Facilitation up to its share of the frame; `framed` is the frame, or where none is known whether a role has months."""
    if not figures.frame_known:
        return np.where(framed & (d["facilitation_ore"] > 0), UNKNOWN, 0)
    most = half_up(framed, figures.frame_unit * figures.facilitation_unit)
    return np.minimum(np.minimum(d["facilitation_ore"], most), d["claim_facilitation_ore"])


def grant_frame(d: Any, framed: Any, elements: Any, facilitated: Any, figures: Figures) -> Any:
    """What the frame takes off."""
    if not figures.frame_known:
        unknown = framed & (d["has_frame"] > 0) & ((elements > 0) | (d["facilitation_ore"] > 0))
        return np.where(unknown, UNKNOWN, -elements * d["has_frame"] * ~framed)
    above = np.maximum((elements + facilitated) * figures.frame_unit - framed, 0)
    return -half_up(above * d["has_frame"], figures.frame_unit)


def known(amount: Any) -> Any:
    """An amount, or nothing where it is not determined."""
    return np.where(amount == UNKNOWN, 0, amount)


def own_share(state: Any, figures: Figures) -> Any:
    """What the own share takes off."""
    return -half_up(state * figures.own_share_bp, 10_000) if figures.own_share_bp else np.zeros_like(state)


def work(d: Any, figures: Figures) -> dict[str, Any]:
    """Every amount, an array for each."""
    framed = frame(d, figures) if figures.frame_known else held(d)
    found = {
        PRACTICE: practice(d, figures),
        LEARNING: learning(d, figures),
        PRODUCTIVITY: productivity(d, figures),
        SUPERVISION: supervision(d, figures),
        FACILITATION: facilitation(d, framed, figures),
        ADDITIONAL: additional(d, figures),
        MUNICIPAL: d["municipal_ore"],
    }
    elements = found[PRACTICE] + found[LEARNING] + found[PRODUCTIVITY] + found[SUPERVISION]
    found[GRANT_FRAME] = grant_frame(d, framed, elements, found[FACILITATION], figures)
    state = elements + known(found[FACILITATION]) + known(found[ADDITIONAL]) + known(found[GRANT_FRAME])
    found[OWN_SHARE] = own_share(state, figures)
    found[TOTAL] = state + found[OWN_SHARE]
    return found
