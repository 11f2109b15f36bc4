"""Records over many spans come to the same as when every span is looked at, and cost no more for each span there is."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alis_rules import Case, counting
from alis_rules.evaluation import evaluate
from alis_rules.receivers import Portion, Receivers, weighed
from tests.support import case

FIRST = dt.date(2025, 2, 1)
EMPLOYMENTS = ("hovedmodell", "ansatt", "avtale-8-2")


@st.composite
def many_posts(draw: st.DrawFn) -> Case:
    """A case with posts that change often, and losses over some or many of them."""
    borders = sorted(draw(st.sets(st.integers(0, 500), min_size=2, max_size=60)))
    posts: list[dict[str, Any]] = [
        {
            "role": draw(st.sampled_from(["fastlege", "fastlegevikar", "introduksjonslege"])),
            "employment": draw(st.sampled_from(EMPLOYMENTS)),
            "percent": draw(st.sampled_from([0, 33, 50])),
            "from": str(FIRST + dt.timedelta(first)),
            "to": str(FIRST + dt.timedelta(draw(st.integers(first, following - 1)))),
        }
        for first, following in pairwise(borders)
        for _ in range(draw(st.integers(0, 2)))
    ]
    days = st.integers(0, 500)
    losses: list[dict[str, Any]] = [
        {"from": str(FIRST + dt.timedelta(min(ends))), "to": str(FIRST + dt.timedelta(max(ends))), "amount": draw(st.integers(1, 9_999))}
        for ends in draw(st.lists(st.tuples(days, days), min_size=1, max_size=8))
    ]
    return case(
        positions=posts,
        lower_productivity=losses,
        agreement__split=draw(st.sampled_from([None, {"doctor_percent": "37.5"}])),
        readings={"gap-between-posts": "pauses-agreement"},
    )


@given(many_posts(), st.integers(0, 3))
def test_the_same_however_many_spans_are_looked_at_one_by_one(many: Case, few: int) -> None:
    one_by_one = evaluate(many).to_json()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "FEW", few)
        assert evaluate(many).to_json() == one_by_one


def test_a_record_over_many_posts() -> None:
    """Every second day is held, for the doctor and for the municipality in turn."""
    posts = [
        {"role": "fastlege", "employment": EMPLOYMENTS[turn % 2], "percent": 100, "from": str(day), "to": str(day)}
        for turn, day in enumerate(dt.date(2025, 6, 1) + dt.timedelta(2 * each) for each in range(60))
    ]
    loss = {"from": "2025-06-01", "to": "2025-09-28", "amount": 12_000}
    entitlement = evaluate(case(positions=posts, lower_productivity=[loss], readings={"gap-between-posts": "pauses-agreement"}))
    line = entitlement["lower-productivity"]
    assert line.recipients is not None
    amounts = (line.amount, line.recipients.doctor, line.recipients.municipality)
    assert amounts == (Decimal(6_000), Decimal(3_000), Decimal(3_000))
    (record,) = entitlement.records
    assert (record.days, record.counted_days) == (120, 60)


shares = st.builds(Receivers, st.integers(0, 50), st.integers(0, 50), st.integers(1, 50))


@given(st.lists(st.tuples(shares, st.integers(1, 10**9), st.integers(1, 400)), min_size=1, max_size=9))
def test_portions_are_added_exactly(portions: list[Portion]) -> None:
    parts = [Fraction()] * 3
    for receivers, weight, over in portions:
        parts = [part + Fraction(weight * share, over * sum(receivers)) for part, share in zip(parts, receivers, strict=True)]
    found = weighed(portions)
    assert [Fraction(each, sum(found)) for each in found] == [part / sum(parts) for part in parts]
