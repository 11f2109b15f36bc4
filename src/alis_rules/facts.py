"""The wall between counting and reckoning: what counts of a case, in whole numbers. All that the amount rules see."""

from attrs import field, fields, frozen

NO_CLAIM = 10**15
"""A claim that limits nothing, øre: more than any case can cost."""


@frozen(kw_only=True)
class Facts:
    """What counts, in whole numbers: one flat record for one ALIS and one call.

    Hours are in hundredths (``_h100``), money in øre (``_ore``), months in basis-point months (``_bp``: 10 000 is one month at full time).
    ``incurred`` is what all records come to, before any condition; ``used`` what was granted elsewhere. ``basis`` goes with the numbers:
    they are calculated by what it says, or refused.
    """

    absence_incurred_h100: int = 0
    absence_h100: int = 0
    absence_used_h100: int = 0
    expenses_incurred_ore: int = 0
    expenses_ore: int = 0
    expenses_used_ore: int = 0
    productivity_incurred_ore: int = 0
    productivity_ore: int = 0
    productivity_used_ore: int = 0
    supervision_incurred_ore: int = 0
    """Given costs of supervision."""
    supervision_incurred_unpriced_h100: int = 0
    """Hours of supervision without a given cost."""
    supervision_ore: int = 0
    supervision_unpriced_h100: int = 0
    supervision_h100: int = 0
    """All hours of supervision that count."""
    supervision_used_h100: int = 0
    facilitation_incurred_ore: int = 0
    facilitation_ore: int = 0
    additional_incurred_ore: int = 0
    additional_ore: int = 0
    municipal_incurred_ore: int = 0
    municipal_ore: int = 0
    months_regular_gp_bp: int = 0
    months_gp_locum_bp: int = 0
    months_introductory_gp_bp: int = 0
    months_other_municipal_gp_bp: int = 0
    months_in_window_bp: int = 0
    """Months of lower productivity: as regular GP or locum, within the first 24 months."""
    in_window: int = 0
    """1 where some day counts for lower productivity, else 0."""
    held_regular_gp: int = 0
    """1 where some counting day holds the role, else 0; so for the others."""
    held_gp_locum: int = 0
    held_introductory_gp: int = 0
    held_other_municipal_gp: int = 0
    centrality_known: int = 1
    """0 where neither the case nor a table gives the centrality class."""
    has_frame: int = 1
    """0 where there is supervision only, which no frame limits; else 1."""
    claim_practice_compensation_ore: int = NO_CLAIM
    claim_learning_expenses_ore: int = NO_CLAIM
    claim_lower_productivity_ore: int = NO_CLAIM
    claim_supervision_ore: int = NO_CLAIM
    claim_facilitation_ore: int = NO_CLAIM
    claim_additional_elements_ore: int = NO_CLAIM
    basis: str = field(default="", metadata={"may_be_left_out": True})
    """What the facts were counted by, and what the case chose besides; empty where they were made by hand, and are taken as they are."""


FACTS = tuple(each.name for each in fields(Facts) if each.name != "basis")
"""The names of the whole numbers, in order."""
