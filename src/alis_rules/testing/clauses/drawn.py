"""What the clauses draw from: days, kroner, hours, percents, roles, employment models; and how much they draw."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import hypothesis
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from alis_rules.testing.documents import FIRST, LAST, activity, cost, loss, post, supervised

GP_ROLES = ("fastlege", "fastlegevikar")
ROLES = (*GP_ROLES, "introduksjonslege", "annet-legearbeid")
EMPLOYMENTS = ("hovedmodell", "ansatt", "avtale-8-2")
LISTED = ("kurs", "hospitering", "praksisbesok", "individuell-veiledning", "gruppeveiledning", "fordypning")
"""The learning activities of the exhaustive list."""

Test = Callable[..., None]


def given(**drawn: SearchStrategy[Any]) -> Callable[[Test], Test]:
    """Hypothesis's own, with three tenths of the examples that the profile in use asks for, and no deadline: each asks the adapter."""

    def judged(test: Test) -> Test:
        few = max(settings().max_examples * 3 // 10, 1)
        return settings(max_examples=few, deadline=None)(hypothesis.given(**drawn)(test))

    return judged


def two_decimals(most: int, least: int = 0) -> SearchStrategy[Decimal]:
    """Numbers of at most two decimals."""
    return st.integers(least * 100, most * 100).map(lambda hundredths: Decimal(hundredths).scaleb(-2))


def kroner(most: int, least: int = 0) -> SearchStrategy[Decimal]:
    """Amounts to the øre."""
    return two_decimals(most, least)


def hours(most: int, least: int = 0) -> SearchStrategy[Decimal]:
    """Hours to the hundredth."""
    return two_decimals(most, least)


def percents(least: int = 1) -> SearchStrategy[Decimal]:
    """Position percents."""
    return two_decimals(100, least)


def days(first: date = FIRST, last: date = LAST) -> SearchStrategy[date]:
    """Days, by default of call 2026."""
    return st.dates(first, last)


roles = st.sampled_from(ROLES)
gp_roles = st.sampled_from(GP_ROLES)
employments = st.sampled_from(EMPLOYMENTS)
listed = st.sampled_from(LISTED)


@st.composite
def intervals(draw: st.DrawFn, first: date = FIRST, last: date = LAST) -> tuple[date, date]:
    """Two days in order."""
    one, other = draw(days(first, last)), draw(days(first, last))
    return min(one, other), max(one, other)


_AROUND = (date(2025, 4, 1), date(2026, 7, 31))
"""Days in and around the call."""


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """Records of every sort that the standard elements know, in and around the call, for a post of any sort."""
    around, few = days(*_AROUND), st.integers(0, 3)

    def several(record: Callable[[], dict[str, Any]]) -> list[dict[str, Any]]:
        return [record() for _ in range(draw(few))]

    return {
        "positions": [post(draw(roles), draw(employments), draw(percents()))],
        "activities": several(
            lambda: activity(
                draw(around),
                draw(st.sampled_from((*LISTED, "annet"))),
                absence_hours=draw(hours(120)),
                expenses=draw(kroner(10_000)),
                fund_refund=draw(kroner(5_000)),
                completed=draw(st.booleans()),
            )
        ),
        "supervision": several(lambda: supervised(draw(around), draw(hours(40)), cost=draw(st.none() | kroner(60_000)))),
        "lower_productivity": several(lambda: loss(*draw(intervals(*_AROUND)), draw(kroner(90_000)))),
        "facilitation": several(lambda: cost(draw(around), draw(kroner(12_000)))),
    }
