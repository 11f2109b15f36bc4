"""What every peer carries out: the rules of call 2026 under some readings, as the figures that a hand-written version would hold."""

from fractions import Fraction

from attrs import frozen

from alis_rules import load_tables
from alis_rules.model import DoctorRole, Supplied
from alis_rules.planning import LINES
from alis_rules.readings import DEFAULTS, Readings, chosen
from alis_rules.terms import Terms, terms_of

CALL = "2026"
TOTAL = "amount_total_ore"
OUTPUTS = (*LINES, TOTAL)
"""What every peer gives of a row: the amount of each line, what the own share and the frame take off, and the state grant, øre."""
(PRACTICE, LEARNING, PRODUCTIVITY, SUPERVISION, FACILITATION, ADDITIONAL, MUNICIPAL, OWN_SHARE, GRANT_FRAME) = LINES
NO_CLAIM = 10**15
"""A claim that was not made, where a peer has no null: more than any line can come to."""
UNKNOWN = -(2**63)
"""An amount that is not determined, where a peer has no null."""
ROLES = ("regular_gp", "gp_locum", "introductory_gp", "other_municipal_gp")
MONTHS = tuple(f"months_{role}_bp" for role in ROLES)
CLAIMED = (
    "claim_practice_compensation_ore",
    "claim_learning_expenses_ore",
    "claim_lower_productivity_ore",
    "claim_supervision_ore",
    "claim_facilitation_ore",
    "claim_additional_elements_ore",
)
USED = (
    "absence_h100",
    "absence_used_h100",
    "expenses_ore",
    "expenses_used_ore",
    "productivity_ore",
    "productivity_used_ore",
    "supervision_ore",
    "supervision_unpriced_h100",
    "supervision_h100",
    "supervision_used_h100",
    "facilitation_ore",
    "additional_ore",
    "municipal_ore",
    *MONTHS,
    "in_window",
    "centrality_known",
    "has_frame",
    *CLAIMED,
)
"""The facts that some amount hangs on: a peer is handed no others."""


@frozen(kw_only=True)
class Figures:
    """The call's rates as whole numbers, in the scale that somebody who writes the call's rules by hand would choose."""

    practice_price: int
    """Øre for a hundredth of an hour, over the unit after it; so the supervision's."""
    practice_unit: int
    supervision_price: int
    supervision_unit: int
    absence_cap: int
    """Hundredths of an hour a year; so the supervision's."""
    supervision_cap: int
    learning_cap: int
    """Øre a year; so the two after it."""
    productivity_cap: int
    additional_cap: int | None
    """None where it is not known."""
    own_share_bp: int
    frame_known: bool
    """Whether the sum of the caps stands in for the grant frame; else no source gives it."""
    frame_every_role: int
    """The frame for a basis-point month, øre over `frame_unit`: of general practice outside the Regular GP Scheme."""
    frame_in_scheme: int
    """The same, of an introductory doctor, and of a GP outside the first 24 months."""
    frame_window: int
    """What is added within the first 24 months."""
    frame_unit: int
    facilitation_unit: int
    """Facilitation is at most the frame divided by this and by `frame_unit`."""


@frozen(kw_only=True)
class Setting:
    """Readings and supplied values under which the peers are compared."""

    name: str
    title: str
    """What it is, in words."""
    readings: Readings
    supplied: Supplied

    @property
    def terms(self) -> Terms:
        """The terms of the call, as the library's own amount rules read them."""
        tables = load_tables()
        return terms_of(tables, tables.calls[CALL], self.readings, self.supplied, ())

    @property
    def figures(self) -> Figures:
        """The same numbers for the peers."""
        terms = self.terms
        practice = Fraction(terms.practice_price, terms.price_unit)
        supervision = Fraction(terms.supervision_price, terms.price_unit)
        every_role = terms.learning_cap_ore * terms.price_unit + terms.supervision_cap_h100 * terms.supervision_price
        return Figures(
            practice_price=practice.numerator,
            practice_unit=practice.denominator,
            supervision_price=supervision.numerator,
            supervision_unit=supervision.denominator,
            absence_cap=terms.absence_cap_h100,
            supervision_cap=terms.supervision_cap_h100,
            learning_cap=terms.learning_cap_ore,
            productivity_cap=terms.productivity_cap_ore,
            additional_cap=None if "additional_cap_ore" in terms.missing else terms.additional_cap_ore,
            own_share_bp=terms.own_share_bp,
            frame_known=all(terms.frame_is_summed[role] for role in DoctorRole),
            frame_every_role=every_role,
            frame_in_scheme=every_role + terms.absence_cap_h100 * terms.practice_price,
            frame_window=terms.productivity_cap_ore * terms.price_unit,
            frame_unit=terms.price_unit * terms.flat_grade,
            facilitation_unit=terms.facilitation_unit // terms.facilitation_share,
        )


SETTINGS = {
    each.name: each
    for each in (
        Setting(
            name="default",
            title="default readings: no source gives the grant frame or the additional cap, so lines that hang on them are undetermined",
            readings=DEFAULTS,
            supplied=Supplied(),
        ),
        Setting(
            name="determined",
            title="every line determined: the frame is the sum of the caps, an additional cap of 300 000 kroner is supplied",
            readings=chosen(DEFAULTS, {"grant-frame": "sum-of-caps"}),
            supplied=Supplied(additional_cap="300000"),
        ),
    )
}
"""The settings, by name."""
