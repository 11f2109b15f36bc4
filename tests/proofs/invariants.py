"""What counting guarantees of facts: the only things that some proofs take for granted, each tested on counted cases."""

from typing import Any

from alis_rules.arithmetic import YEAR

Conditions = tuple[Any, ...]
COUNTED = (
    ("absence_h100", "absence_incurred_h100"),
    ("expenses_ore", "expenses_incurred_ore"),
    ("productivity_ore", "productivity_incurred_ore"),
    ("supervision_ore", "supervision_incurred_ore"),
    ("supervision_unpriced_h100", "supervision_incurred_unpriced_h100"),
    ("facilitation_ore", "facilitation_incurred_ore"),
    ("additional_ore", "additional_incurred_ore"),
    ("municipal_ore", "municipal_incurred_ore"),
)
"""Each fact that counts, and the fact of all that was incurred."""
GP_MONTHS = ("months_regular_gp_bp", "months_gp_locum_bp")
MONTHS = (*GP_MONTHS, "months_introductory_gp_bp", "months_other_municipal_gp_bp")


def counted_at_most_incurred(facts: Any) -> Conditions:
    """What counts is at most what was incurred."""
    return tuple(getattr(facts, counted) <= getattr(facts, incurred) for counted, incurred in COUNTED)


def months_within(facts: Any, grade: Any) -> Conditions:
    """The months of all roles together, and those in the window, are at most some months at full time.

    Nothing more ties the two together: the runs of days in the window begin on days of their own, and so do their months.
    """
    return (sum(getattr(facts, name) for name in MONTHS) <= grade, facts.months_in_window_bp <= grade)


def months_of_a_year(facts: Any) -> Conditions:
    """In a call of at most twelve months there are at most twelve months at full time."""
    return months_within(facts, YEAR)


def hours_of_supervision(facts: Any) -> Conditions:
    """The hours without a given cost are among all the hours of supervision that count."""
    return (facts.supervision_unpriced_h100 <= facts.supervision_h100,)
