"""Faults in the headline: what a line reads, what is missing, and between what the total lies."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alis_rules import Case, Entitlement, Outcome, evaluate, load_tables, receipt, verify
from alis_rules.testing import cases, overlays
from alis_rules.testing.documents import Record
from tests.support import case

TABLES = load_tables()
BASE: Record = {
    "call": "2026",
    "municipality": {"number": "0301"},
    "doctor": {},
    "agreement": {"kind": "alis-avtale", "signed_on": "2025-06-01"},
    "positions": [{"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2025-06-01"}],
}
"""The plain case of the list of faults."""
FACILITATED: Record = {"facilitation": [{"date": "2025-06-01", "amount": 1}]}


def base(**parts: Any) -> Case:
    """`BASE` with some parts more, or others."""
    return case(**(BASE | parts))


def overlay(*values: Mapping[str, Any]) -> Record:
    """A proposal of values from the first day of call 2026."""
    shared = {"in_force_from": dt.date(2025, 6, 1), "source": "et forslag", "checked": dt.date(2026, 11, 21)}
    return {"name": "forslag", "value": [{**shared, **each} for each in values]}


FRAMED = overlay({"id": "grant-frame-fastlege", "value": 400_000})
"""A proposal of a frame."""


SUMMED = {"grant-frame": "sum-of-caps"}


class TestWhatALineReads:
    @pytest.mark.parametrize(
        ("parts", "readings"),
        [
            ({}, {"facilitation-place": "on-top"}),
            ({"claims": {"facilitation": 0}}, {}),
            ({"agreement": {"kind": "alis-avtale", "signed_on": "2025-06-01"}, "activities": []}, {}),
        ],
    )
    def test_fault_29_a_line_that_reads_the_frame_says_so(self, parts: Record, readings: dict[str, str]) -> None:
        found = evaluate(base(**FACILITATED, **parts), readings=readings, tables=TABLES.overlay(FRAMED))
        assert found["facilitation"].amount is not None
        assert [each.id for each in found["facilitation"].rates] == ["facilitation-share", "grant-frame-fastlege"]
        assert [each.values for each in found.tables.overlays] == [("grant-frame-fastlege",)]
        assert verify(receipt(found), overlays=[FRAMED]).same

    @given(
        of=cases(),
        proposals=st.lists(overlays(), min_size=1, max_size=2),
        day=st.none() | st.dates(dt.date(2021, 1, 1), dt.date(2026, 12, 31)),
    )
    def test_fault_29_a_true_receipt_always_verifies(self, of: Case, proposals: list[Record], day: dt.date | None) -> None:
        tables = TABLES
        for each in proposals:
            tables = tables.overlay(each)
        found = verify(receipt(evaluate(of, tables=tables, known_on=day, project=True)), overlays=proposals)
        assert (found.same, found.deviations) == (True, ())

    def test_fault_29_an_own_share_that_a_proposal_takes_away(self) -> None:
        """Nothing is taken off: that too is read of the proposal."""
        proposal = overlay({"id": "own-share", "value": 0, "in_force_from": dt.date(2021, 1, 1)})
        of = case(
            call="2021",
            period={"from": "2021-01-01", "to": "2021-12-31"},
            doctor={},
            agreement={"kind": "alis-avtale", "signed_on": "2021-01-01"},
            positions=[{"role": "fastlege", "employment": "hovedmodell", "percent": 100, "from": "2021-01-01"}],
            supervision=[{"date": "2021-05-01", "hours": 10}],
        )
        found = evaluate(of, tables=TABLES.overlay(proposal))
        assert found["own-share"].outcome is Outcome.NOT_APPLICABLE
        assert evaluate(of)["own-share"].amount == Decimal("-2000.00")
        assert verify(receipt(found), overlays=[proposal]).same

    def test_an_own_share_that_is_not_known_is_no_zero(self) -> None:
        proposal = overlay({"id": "own-share", "standing": "not-found"})
        found = evaluate(base(supervision=[{"date": "2025-09-01", "hours": 10}]), tables=TABLES.overlay(proposal))
        line = found["own-share"]
        assert (line.outcome, line.amount, line.missing) == (Outcome.UNDETERMINED, None, ("own-share",))
        assert evaluate(base(), tables=TABLES.overlay(proposal))["own-share"].outcome is Outcome.NOT_APPLICABLE
        assert verify(receipt(found), overlays=[proposal]).same


def frame_of(found: Entitlement) -> tuple[Outcome, Decimal | None, tuple[str, ...]]:
    """What became of the frame's line."""
    line = found["grant-frame"]
    return line.outcome, line.amount, line.missing


class TestTheFrame:
    @pytest.mark.parametrize("proposal", [None, FRAMED])
    def test_fault_32_nothing_to_limit_needs_no_frame(self, proposal: Record | None) -> None:
        tables = TABLES if proposal is None else TABLES.overlay(proposal)
        found = evaluate(base(**FACILITATED), readings={"facilitation-place": "on-top"}, tables=tables)
        assert frame_of(found) == (Outcome.NOT_APPLICABLE, Decimal(0), ())
        assert found["facilitation"].missing == (() if proposal else ("grant-frame",))

    def test_what_it_may_limit_needs_it(self) -> None:
        """Inside the frame facilitation is limited too, and a line in doubt may be more than nothing."""
        assert frame_of(evaluate(base(**FACILITATED))) == (Outcome.UNDETERMINED, None, ("grant-frame",))
        proposal = overlay({"id": "learning-expenses", "standing": "not-found"})
        of = base(activities=[{"kind": "kurs", "date": "2025-09-01", "expenses": 100}])
        found = evaluate(of, readings={"facilitation-place": "on-top"}, tables=TABLES.overlay(proposal))
        assert frame_of(found) == (Outcome.UNDETERMINED, None, ("grant-frame",))

    @pytest.mark.parametrize("readings", [{}, SUMMED, SUMMED | {"supervision-hours": "uncapped"}])
    @pytest.mark.parametrize("frame", [None, 500_000])
    def test_no_whole_month_is_a_frame_of_zero(self, readings: dict[str, str], frame: int | None) -> None:
        """Known or not; and facilitation, which is a share of it, is nothing."""
        post = {"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2025-06-01", "to": "2025-06-29"}
        course = {"kind": "kurs", "date": "2025-06-10", "expenses": 100}
        given = {"supplied": {"grant_frame": {"fastlege": frame}}} if frame else {}
        found = evaluate(base(positions=[post], activities=[course], **FACILITATED, **given), readings=readings)
        assert frame_of(found) == (Outcome.LIMITED, Decimal("-100.00"), ())
        assert (found["facilitation"].outcome, found["facilitation"].limited_by) == (Outcome.ZERO, ("facilitation-share",))
        assert (found.total, found.complete) == (Decimal(0), True)

    def test_a_sum_of_caps_with_a_cap_gone_is_undetermined(self) -> None:
        of = base(supervision=[{"date": "2025-09-01", "hours": 10}])
        found = evaluate(of, readings=SUMMED | {"supervision-hours": "uncapped"})
        assert frame_of(found) == (Outcome.UNDETERMINED, None, ("supervision-hours",))

    @pytest.mark.parametrize(("first_gp_date", "window"), [("2025-06-01", True), ("2022-01-01", False)])
    def test_the_productivity_cap_only_where_some_day_counts_for_it(self, first_gp_date: str, *, window: bool) -> None:
        """In the sum, and among what is missing."""
        course = {"kind": "kurs", "date": "2025-09-01", "expenses": 100}
        of = base(doctor={"first_gp_date": first_gp_date}, activities=[course])
        whole = {each.cap: each.most for each in evaluate(of, readings=SUMMED).remaining}["grant-frame"]
        assert whole == (Decimal("362317.19") if window else Decimal("237317.19"))
        proposal = overlay({"id": "lower-productivity", "standing": "not-found"})
        found = evaluate(of, readings=SUMMED, tables=TABLES.overlay(proposal))
        assert frame_of(found)[2] == (("lower-productivity",) if window else ())
