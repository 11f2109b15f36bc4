"""Tilskudd 2022 (S17-S18): a grant of each call, and the plan for 2022."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import strategies as st

from alis_rules import Outcome
from alis_rules.testing.asking import amount, evaluated, refused_at, to_ore, why_not
from alis_rules.testing.clauses.drawn import days, given, intervals, percents, records
from alis_rules.testing.documents import FIRST, IN_2023, LAST, PLENTY, post, supervised


class TestS17:
    """The grant is applied for call by call, each with its own period."""

    @given(day=days(date(2025, 5, 20), date(2027, 1, 1)))
    def test_a_day_outside_the_call_does_not_count(self, day: date) -> None:
        parts = {"doctor__first_gp_date": "2025-05-20"}
        assert why_not(day, **parts) == (set() if FIRST <= day <= LAST else {"outside-call"})

    @pytest.mark.parametrize(("day", "counts"), [
        ("2022-09-30", False), ("2022-10-01", True), ("2023-08-31", True), ("2023-09-01", False),
    ])  # fmt: skip
    def test_call_2023_has_its_own_days(self, day: str, counts: bool) -> None:
        (verdict,) = evaluated(**IN_2023, supervision=[supervised(day, 1)]).records
        assert verdict.counts is counts

    @given(applied=intervals())
    def test_the_period_applied_for_finds_its_call(self, applied: tuple[date, date]) -> None:
        found = evaluated(call=None, period={"from": str(applied[0]), "to": str(applied[1])})
        assert found.call == "2026"

    @pytest.mark.parametrize("period", [("2025-05-31", "2026-05-31"), ("2025-06-01", "2026-06-01"), ("2022-10-01", "2026-05-31")])
    def test_a_period_across_calls_has_none(self, period: tuple[str, str]) -> None:
        assert refused_at(call=None, period={"from": period[0], "to": period[1]}) == {"/period"}

    @pytest.mark.parametrize(("day", "call"), [
        ("2022-01-01", "2022"), ("2022-09-30", "2022"), ("2022-10-01", "2023"), ("2023-08-31", "2023"),
        ("2024-09-01", "2025"), ("2025-05-31", "2025"), ("2025-06-01", "2026"),
        ("2026-05-31", "2026"),
    ])  # fmt: skip
    def test_each_day_has_its_call(self, day: str, call: str) -> None:
        assert evaluated(call=None, period={"from": day, "to": day}).call == call


class TestS18:
    """From 2022: no own share for the municipality, one template for all, every municipality, and ALIS in other clinical posts too."""

    @pytest.mark.parametrize("call", ["2022", "2023", "2024", "2025", "2026"])
    def test_since_2022_nothing_is(self, call: str) -> None:
        assert evaluated(call=call, agreement__signed_on="2020-01-01")["own-share"].outcome is Outcome.NOT_APPLICABLE

    @given(parts=records())
    def test_there_is_no_own_share(self, parts: dict[str, Any]) -> None:
        line = evaluated(**parts, supplied=PLENTY)["own-share"]
        assert (line.amount, line.outcome) == (Decimal(0), Outcome.NOT_APPLICABLE)

    @given(percent=percents(), time=st.integers(1, 57))
    def test_other_clinical_posts_are_included(self, percent: Decimal, time: int) -> None:
        posts = [post("annet-legearbeid", "ansatt", percent)]
        result = evaluated(positions=posts, supervision=[supervised("2025-09-10", time)])
        assert amount(result, "supervision") == to_ore(Decimal("1581.25") * time)
