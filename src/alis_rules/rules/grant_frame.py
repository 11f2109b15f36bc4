"""Tilskuddsramme: the most that can be granted for one ALIS in a year, by role, percent and months (T33, T34)."""

from typing import Any

from ..arithmetic import YEAR, above_zero, choose, divide_half_up
from ..facts import Facts
from ..model import DoctorRole
from ..terms import Terms
from .base import Deduction, Granted

RULE = Deduction(
    id="grant-frame",
    clauses=("T33", "T34"),
    rates=tuple(f"grant-frame-{role}" for role in DoctorRole),
    readings=("grant-frame", "month-counting", "facilitation-place", "gap-between-posts", "rounding"),
)


def frame(facts: Facts, terms: Terms) -> Any:
    """Over the roles, the role's yearly frame times its months and percent; øre over `unit`.

    The yearly frame is as published or supplied, else the sum of the role's yearly caps.
    """
    every_role = terms.learning_cap_ore * terms.price_unit + terms.supervision_cap_h100 * terms.supervision_price
    in_scheme = every_role + terms.absence_cap_h100 * terms.practice_price
    as_gp = in_scheme + facts.in_window * (terms.productivity_cap_ore * terms.price_unit)
    return (
        facts.months_regular_gp_bp * _yearly(DoctorRole.REGULAR_GP, as_gp, terms)
        + facts.months_gp_locum_bp * _yearly(DoctorRole.GP_LOCUM, as_gp, terms)
        + facts.months_introductory_gp_bp * _yearly(DoctorRole.INTRODUCTORY_GP, in_scheme, terms)
        + facts.months_other_municipal_gp_bp * _yearly(DoctorRole.OTHER_MUNICIPAL_GP, every_role, terms)
    )


def _yearly(role: DoctorRole, sum_of_caps: Any, terms: Terms) -> Any:
    """The frame of a full-time year, øre over ``price_unit``: as published or supplied, else the sum of the role's caps."""
    return choose(terms.frame_is_summed[role], sum_of_caps, terms.published_frames[role])


def limited(terms: Terms, granted: Granted) -> Any:
    """The standard lines that the frame limits, øre."""
    elements = granted.practice_compensation + granted.learning_expenses + granted.lower_productivity + granted.supervision
    return elements + choose(terms.facilitation_on_top, 0 * granted.facilitation, granted.facilitation)


def beside(terms: Terms) -> tuple[str, ...]:
    """The state lines that the frame does not limit, by id: additional elements, and by the reading ``on-top`` facilitation."""
    return ("additional-elements", *(("facilitation",) if terms.facilitation_on_top else ()))


def excess(facts: Facts, terms: Terms, granted: Granted) -> Any:
    """What the standard lines exceed the frame by, øre over `unit`; nothing where no frame applies."""
    above = above_zero(limited(terms, granted) * unit(terms) - granted.frame)
    return choose(facts.has_frame > 0, above, 0 * above)


def amount(facts: Facts, terms: Terms, granted: Granted) -> Any:
    """What the frame takes off, øre, rounded."""
    return divide_half_up(excess(facts, terms, granted), unit(terms) * terms.rounding_ore) * terms.rounding_ore


def unit(terms: Terms) -> int:
    """The denominator of the frame."""
    return terms.price_unit * YEAR


def lacks(facts: Facts, terms: Terms) -> tuple[str, ...]:
    """What is missing to know the frame, by id; nothing where no role has a month, since the frame is then zero."""
    if not (terms.frame_missing or terms.window_frame_missing):
        return ()
    found: set[str] = set()
    for role in roles(facts, terms):
        found.update(terms.frame_missing.get(role, ()))
        if facts.in_window:
            found.update(terms.window_frame_missing.get(role, ()))
    return tuple(sorted(found))


def roles(facts: Facts, terms: Terms) -> list[DoctorRole]:
    """The roles that the frame is of: those that have months, or where the grant period is not known, those that are held."""
    months = (
        facts.months_regular_gp_bp,
        facts.months_gp_locum_bp,
        facts.months_introductory_gp_bp,
        facts.months_other_municipal_gp_bp,
    )
    held = (facts.held_regular_gp, facts.held_gp_locum, facts.held_introductory_gp, facts.held_other_municipal_gp)
    return [role for role, has in zip(DoctorRole, months if terms.grounds.known else held, strict=True) if has]
