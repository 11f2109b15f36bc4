"""Tilskuddsramme: the most that can be granted for one ALIS in a year, by role, percent and months (T33, T34)."""

from typing import Any

from ..arithmetic import YEAR, above_zero, choose
from ..model import DoctorRole
from ..terms import Terms
from ..timeline import Facts
from .base import Deduction, Granted

RULE = Deduction(
    id="grant-frame",
    clauses=("T33", "T34"),
    rates=tuple(f"grant-frame-{role}" for role in DoctorRole),
    readings=("grant-frame", "month-counting", "facilitation-place", "gap-between-posts", "rounding"),
)


def frame(facts: Facts, terms: Terms) -> int:
    """Over the roles, the role's yearly frame times its months and percent; øre over ``price_unit * YEAR``."""
    return (
        facts.months_regular_gp_bp * _yearly(DoctorRole.REGULAR_GP, facts, terms)
        + facts.months_gp_locum_bp * _yearly(DoctorRole.GP_LOCUM, facts, terms)
        + facts.months_introductory_gp_bp * _yearly(DoctorRole.INTRODUCTORY_GP, facts, terms)
        + facts.months_other_municipal_gp_bp * _yearly(DoctorRole.OTHER_MUNICIPAL_GP, facts, terms)
    )


def _yearly(role: DoctorRole, facts: Facts, terms: Terms) -> int:
    return terms.frames[role] + facts.in_window * terms.window_frames[role]


def limited(terms: Terms, granted: Granted) -> Any:
    """The standard lines that the frame limits, øre."""
    elements = granted.practice_compensation + granted.learning_expenses + granted.lower_productivity + granted.supervision
    return elements + choose(terms.facilitation_on_top, 0 * granted.facilitation, granted.facilitation)


def excess(facts: Facts, terms: Terms, granted: Granted) -> Any:
    """What the standard lines exceed the frame by, øre over `unit`; nothing where no frame applies."""
    above = above_zero(limited(terms, granted) * unit(terms) - frame(facts, terms))
    return choose(facts.has_frame == 1, above, 0 * above)


def unit(terms: Terms) -> int:
    """The denominator of the frame."""
    return terms.price_unit * YEAR


def lacks(facts: Facts, terms: Terms) -> tuple[str, ...]:
    """What is missing to know the frame, by id: of the roles that have months, or where none has, of those that were held."""
    if not (terms.frame_missing or terms.window_frame_missing):
        return ()
    months = {
        DoctorRole.REGULAR_GP: facts.months_regular_gp_bp,
        DoctorRole.GP_LOCUM: facts.months_gp_locum_bp,
        DoctorRole.INTRODUCTORY_GP: facts.months_introductory_gp_bp,
        DoctorRole.OTHER_MUNICIPAL_GP: facts.months_other_municipal_gp_bp,
    }
    held = {
        DoctorRole.REGULAR_GP: facts.held_regular_gp,
        DoctorRole.GP_LOCUM: facts.held_gp_locum,
        DoctorRole.INTRODUCTORY_GP: facts.held_introductory_gp,
        DoctorRole.OTHER_MUNICIPAL_GP: facts.held_other_municipal_gp,
    }
    graded = months if any(months.values()) else held
    found: set[str] = set()
    for role in DoctorRole:
        if graded[role]:
            found.update(terms.frame_missing.get(role, ()))
            if facts.in_window:
                found.update(terms.window_frame_missing.get(role, ()))
    return tuple(sorted(found))
