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
    """All absence from the practice, before any condition, hundredths of an hour."""
    absence_h100: int = 0
    """The absence from the practice that counts, hundredths of an hour."""
    absence_used_h100: int = 0
    """Absence from the practice granted elsewhere for this call, hundredths of an hour."""
    expenses_incurred_ore: int = 0
    """All learning expenses beyond what Education Fund II covers, before any condition, øre."""
    expenses_ore: int = 0
    """The learning expenses that count, beyond what Education Fund II covers, øre."""
    expenses_used_ore: int = 0
    """Learning expenses granted elsewhere for this call, øre."""
    productivity_incurred_ore: int = 0
    """All lost income from lower productivity, before any condition, øre."""
    productivity_ore: int = 0
    """The lost income from lower productivity that counts, øre."""
    productivity_used_ore: int = 0
    """Lower productivity granted elsewhere for this call, øre."""
    supervision_incurred_ore: int = 0
    """Given costs of supervision, before any condition, øre."""
    supervision_incurred_unpriced_h100: int = 0
    """Hours of supervision without a given cost, before any condition, hundredths of an hour."""
    supervision_ore: int = 0
    """Given costs of the supervision that counts, øre."""
    supervision_unpriced_h100: int = 0
    """Hours of the supervision that counts, without a given cost, hundredths of an hour."""
    supervision_h100: int = 0
    """All hours of supervision that count, hundredths of an hour."""
    supervision_used_h100: int = 0
    """Hours of supervision granted elsewhere for this call, hundredths of an hour."""
    facilitation_incurred_ore: int = 0
    """All costs of practical facilitation, before any condition, øre."""
    facilitation_ore: int = 0
    """The costs of practical facilitation that count, øre."""
    additional_incurred_ore: int = 0
    """All costs of additional elements, before any condition, øre."""
    additional_ore: int = 0
    """The costs of additional elements that count, øre."""
    municipal_incurred_ore: int = 0
    """All costs of elements that the municipality finances alone, before any condition, øre."""
    municipal_ore: int = 0
    """The costs that count of elements that the municipality finances alone, øre."""
    months_regular_gp_bp: int = 0
    """Months that count as fastlege, each by the percent of the post, basis-point months (10 000 is one month at full time)."""
    months_gp_locum_bp: int = 0
    """Months that count as fastlegevikar, each by the percent of the post, basis-point months (10 000 is one month at full time)."""
    months_introductory_gp_bp: int = 0
    """Months that count as introduksjonslege, each by the percent of the post, basis-point months (10 000 is one month at full time)."""
    months_other_municipal_gp_bp: int = 0
    """Months that count as annet-legearbeid, each by the percent of the post, basis-point months (10 000 is one month at full time)."""
    months_in_window_bp: int = 0
    """Months of lower productivity: as regular GP or locum, within the first 24 months,
    basis-point months (10 000 is one month at full time)."""
    in_window: int = 0
    """1 where some day counts for lower productivity, else 0."""
    held_regular_gp: int = 0
    """1 where some counting day holds the role fastlege, else 0."""
    held_gp_locum: int = 0
    """1 where some counting day holds the role fastlegevikar, else 0."""
    held_introductory_gp: int = 0
    """1 where some counting day holds the role introduksjonslege, else 0."""
    held_other_municipal_gp: int = 0
    """1 where some counting day holds the role annet-legearbeid, else 0."""
    centrality_known: int = 1
    """0 where neither the case nor a table gives the centrality class, else 1."""
    has_frame: int = 1
    """0 where there is supervision only, which no frame limits, else 1."""
    claim_practice_compensation_ore: int = NO_CLAIM
    """Applied for under practice-compensation, øre; ``NO_CLAIM`` where no claim was made."""
    claim_learning_expenses_ore: int = NO_CLAIM
    """Applied for under learning-expenses, øre; ``NO_CLAIM`` where no claim was made."""
    claim_lower_productivity_ore: int = NO_CLAIM
    """Applied for under lower-productivity, øre; ``NO_CLAIM`` where no claim was made."""
    claim_supervision_ore: int = NO_CLAIM
    """Applied for under supervision, øre; ``NO_CLAIM`` where no claim was made."""
    claim_facilitation_ore: int = NO_CLAIM
    """Applied for under facilitation, øre; ``NO_CLAIM`` where no claim was made."""
    claim_additional_elements_ore: int = NO_CLAIM
    """Applied for under additional-elements, øre; ``NO_CLAIM`` where no claim was made."""
    basis: str = field(default="", metadata={"may_be_left_out": True})
    """What the facts were counted by, and what the case chose besides; empty where they were made by hand, and are taken as they are."""


FACTS = tuple(each.name for each in fields(Facts) if each.name != "basis")
"""The names of the whole numbers, in order."""
