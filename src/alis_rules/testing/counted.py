"""Strategies for the whole numbers that the amount rules see."""

from typing import Any

from hypothesis import strategies as st

from alis_rules import Facts
from alis_rules.facts import FACTS, NO_CLAIM
from alis_rules.facts_rows import CLAIMS
from alis_rules.magnitudes import LIMITS, limit_of

BORDERS = {
    "_ore": (
        0,
        1,
        14_000_00 - 1,
        14_000_00,
        14_000_01,
        125_000_00,
        91_317_18,
        91_317_19,
        200_000_00,
        36_231_718,
        36_231_719,
        LIMITS["_ore"],
    ),
    "_h100": (0, 1, 5_774, 5_775, 5_776, 15_999, 160_00, 160_01, LIMITS["_h100"]),
    "_bp": (0, 1, 10_000, 33_333, 119_999, 120_000, LIMITS["_bp"]),
}
"""Where something changes, by how the name of a fact ends: nothing, the caps of the newest call and beside them, and the most there is."""


def _values(name: str) -> st.SearchStrategy[int]:
    borders = next((values for ending, values in BORDERS.items() if name.endswith(ending)), (0, 1))
    return st.one_of(st.sampled_from(borders), st.integers(0, limit_of(name)))


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """Whole numbers within the bounds that a case can have, often at a border, and consistent: what counts was incurred."""
    found: dict[str, Any] = {name: draw(_values(name)) for name in FACTS if name not in CLAIMS}
    for counted, incurred in (
        ("absence_h100", "absence_incurred_h100"),
        ("expenses_ore", "expenses_incurred_ore"),
        ("productivity_ore", "productivity_incurred_ore"),
        ("supervision_ore", "supervision_incurred_ore"),
        ("supervision_unpriced_h100", "supervision_h100"),
        ("supervision_unpriced_h100", "supervision_incurred_unpriced_h100"),
        ("facilitation_ore", "facilitation_incurred_ore"),
        ("additional_ore", "additional_incurred_ore"),
        ("municipal_ore", "municipal_incurred_ore"),
    ):
        found[incurred] = max(found[incurred], found[counted])
    claims: dict[str, Any] = {name: draw(st.one_of(st.just(NO_CLAIM), _values(name))) for name in CLAIMS}
    return Facts(**found, **claims)
