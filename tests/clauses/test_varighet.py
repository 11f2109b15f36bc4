"""Varighet (T06-T20): from when, for how long, and until when the agreement holds."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import strategies as st

from alis_rules import DoctorRole, InvalidCase, Status, duties, evaluate
from alis_rules.testing.asking import amount, left, status, to_ore
from alis_rules.testing.clauses import test_varighet as published
from alis_rules.testing.clauses.drawn import ROLES, given, hours, kroner
from alis_rules.testing.clauses.test_varighet import TestT06, TestT10, TestT12, TestT14, TestT19, long_ago
from alis_rules.testing.documents import IN_2023, PRICE, activity, break_, course, loss, post, supervised
from tests.clauses.records import altered, in_2021
from tests.support import case, evaluated

__all__ = ["TestT06", "TestT10", "TestT12", "TestT14", "TestT19"]


class TestT07(published.TestT07):
    """T07 as it is published, and what more this library says of it."""

    @pytest.mark.parametrize(("first", "last", "expected"), [
        ("2025-02-01", "2025-06-01", Status.MET),
        ("2025-02-01", "2025-05-31", Status.NOT_MET),
        ("2026-05-31", None, Status.MET),
        ("2026-06-01", None, Status.NOT_MET),
    ])  # fmt: skip
    def test_the_condition_asks_for_a_post_in_the_grant_period(self, first: str, last: str | None, expected: Status) -> None:
        assert status(evaluated(positions=[post(first=first, last=last)]), "post") is expected


class TestT08(published.TestT08):
    """T08 as it is published, and what more this library says of it."""

    @pytest.mark.parametrize(
        ("signed", "newly", "noted"), [("2023-01-01", True, True), ("2023-01-01", False, False), ("2022-10-01", True, False)]
    )
    def test_back_dating_has_a_note(self, signed: str, newly: bool, noted: bool) -> None:
        parts = IN_2023 | {"agreement__signed_on": signed, "agreement__newly_employed": newly}
        assert ("back-dated" in {note.code for note in evaluated(**parts).notes}) is noted


class TestT09(published.TestT09):
    """T09 as it is published, and what more this library says of it."""

    def test_the_condition_says_so(self) -> None:
        assert status(evaluated(), "no-commercial-actor") is Status.MET
        at_agency = evaluated(interruptions=[break_("kommersiell-aktor", "2026-01-12", "2026-01-18")])
        assert status(at_agency, "no-commercial-actor") is Status.NOT_MET


class TestT11(published.TestT11):
    """T11 as it is published, and what more this library says of it."""

    def test_the_condition_asks_for_training_in_the_grant_period(self) -> None:
        assert status(evaluated(), "in-training") is Status.MET
        assert status(evaluated(doctor__training_end="2025-05-31"), "in-training") is Status.NOT_MET
        assert status(evaluated(doctor__training_start="2026-06-01"), "in-training") is Status.NOT_MET
        assert status(evaluated(doctor__training_start=None), "in-training") is Status.NOT_STATED


class TestT13(published.TestT13):
    """T13 as it is published, and what more this library says of it."""

    def test_days_before_the_first_known_post_have_a_note(self) -> None:
        result = evaluated(**long_ago(date(2020, 9, 1)) | {"positions": [post(percent=50, first="2025-02-01")]})
        assert "full-time-assumed" in {note.code for note in result.notes}


class TestT15(published.TestT15):
    """T15 as it is published, and what more this library says of it."""

    def test_a_first_day_taken_from_the_positions_has_a_note(self) -> None:
        result = evaluated(doctor={"training_start": "2023-01-01"}, lower_productivity=[loss("2025-12-31", "2026-01-01", 1000)])
        assert "first-gp-date-assumed" in {note.code for note in result.notes}


class TestT16(published.TestT16):
    """T16 as it is published, and what more this library says of it."""

    @pytest.mark.parametrize(("granted", "expected"), [(True, Status.MET), (False, Status.NOT_MET), (None, Status.NOT_STATED)])
    def test_the_condition_tells_what_is_known(self, granted: bool | None, expected: Status) -> None:
        result = evaluated(agreement__granted=granted, activities=[course("2025-09-10")])
        assert status(result, "granted") is expected


class TestT17(published.TestT17):
    """T17 as it is published, and what more this library says of it."""

    @given(time=hours(42))
    def test_in_2021_an_hour_of_supervision_was_1000_kroner(self, time: Decimal) -> None:
        result = evaluated(**in_2021(supervision=[supervised("2021-11-30", time)]))
        assert result["supervision"].amount == to_ore(1000 * time)

    @given(absent=hours(200), cap=st.sampled_from([80, 120, 200]))
    def test_the_same_case_follows_changed_rules(self, absent: Decimal, cap: int) -> None:
        same = case(activities=[activity("2025-09-10", absence_hours=absent)])
        assert evaluate(same)["practice-compensation"].amount == PRICE * min(absent, Decimal(160))
        changed = evaluate(same, tables=altered(absence_hours=cap))
        assert changed["practice-compensation"].amount == PRICE * min(absent, Decimal(cap))

    @pytest.mark.parametrize(("call", "day", "missing"), [
        ("2022", "2022-05-10", {"supervision-hours", "supervision-share"}),
        ("2025", "2025-05-10", {"fee-rate", "supervision-hours", "supervision-share"}),
    ])  # fmt: skip
    def test_each_rate_that_no_source_gives_is_named(self, call: str, day: str, missing: set[str]) -> None:
        parts: dict[str, Any] = {"doctor__training_start": "2021-06-01", "agreement__signed_on": "2021-06-01"}
        line = evaluated(call=call, **parts, positions=[post(first="2021-06-01")], supervision=[supervised(day, 1)])["supervision"]
        assert (line.amount, set(line.missing)) == (None, missing)


class TestT18(published.TestT18):
    """T18 as it is published, and what more this library says of it."""

    @given(spent=kroner(20_000))
    def test_a_lowered_cap_lowers_the_refund(self, spent: Decimal) -> None:
        same = case(activities=[activity("2025-09-10", expenses=spent)])
        amounts = [amount(evaluate(same, tables=altered(learning_expenses=cap)), "learning-expenses") for cap in (14_000, 9_000, 100)]
        assert amounts == [min(spent, Decimal(cap)) for cap in (14_000, 9_000, 100)]
        assert all(narrower <= wider for wider, narrower in pairwise(amounts))

    def test_an_element_that_is_taken_away_is_zero_with_its_cap_named(self) -> None:
        same = case(activities=[activity("2025-09-10", expenses=500)])
        line = evaluate(same, tables=altered(learning_expenses=0))["learning-expenses"]
        assert (line.amount, line.outcome.value, line.limited_by) == (Decimal(0), "zero", ("learning-expenses",))

    def test_what_a_call_no_longer_has_lapses_with_it(self) -> None:
        # 2021: 42 h × 1 000 kr less 20 %; 2023: 57.75 h × 1 311 kr and nothing off.
        then, now = (
            evaluated(**in_2021(supervision=[supervised("2021-05-10", 60)])),
            evaluated(**IN_2023, supervision=[supervised("2023-05-10", 60)]),
        )
        assert (then.total, now.total) == (Decimal(33_600), Decimal("75710.25"))
        assert left(now, "supervision-hours") == left(then, "supervision-hours") == 0

    def test_a_call_that_is_not_announced_yet_is_unknown(self) -> None:
        with pytest.raises(InvalidCase) as caught:
            case(call="2027")
        assert [error.code for error in caught.value.errors] == ["unknown-call"]

    def test_nor_has_a_period_after_the_last_call_one(self) -> None:
        with pytest.raises(InvalidCase) as caught:
            case(call=None, period={"from": "2031-06-01", "to": "2032-05-31"})
        assert [error.at for error in caught.value.errors] == ["/period"]


class TestT20(published.TestT20):
    """T20 as it is published, and what more this library says of it."""

    def test_these_are_the_roles(self) -> None:
        assert [role.value for role in DoctorRole] == list(ROLES)

    def test_both_parties_have_duties(self) -> None:
        assert {duty.party.value for duty in duties().municipality} == {"municipality"}
        assert {duty.party.value for duty in duties().doctor} == {"doctor"}
