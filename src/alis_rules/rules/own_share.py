"""Egenandel: what the municipality bore itself of the state lines (S18; a share in call 2021, nothing since call 2022)."""

from typing import Any

from ..arithmetic import WHOLE, divide_half_up
from ..terms import Terms
from .base import Deduction, Granted

RULE = Deduction(id="own-share", clauses=("S18",), rates=("own-share",), readings=("rounding",))


def base(granted: Granted, above_frame: Any) -> Any:
    """The state lines after the frame, which the own share is of, øre."""
    standard = granted.practice_compensation + granted.learning_expenses + granted.lower_productivity + granted.supervision
    return standard + granted.facilitation + granted.additional_elements - above_frame


def share(terms: Terms, granted: Granted, above_frame: Any) -> Any:
    """The own share of the state lines after the frame, øre over `WHOLE`."""
    return base(granted, above_frame) * terms.own_share_bp


def amount(terms: Terms, granted: Granted, above_frame: Any) -> Any:
    """What the own share takes off, øre, rounded."""
    return divide_half_up(share(terms, granted, above_frame), WHOLE * terms.rounding_ore) * terms.rounding_ore
