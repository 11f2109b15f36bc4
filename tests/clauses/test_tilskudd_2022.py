"""Tilskudd 2022 (S17-S18): a grant of each call, and the plan for 2022."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import strategies as st

from alis_rules import Status, evaluate, load_tables
from alis_rules.testing.asking import amount, listed_conditions, receivers, status, to_ore
from alis_rules.testing.clauses import test_tilskudd_2022 as published
from alis_rules.testing.clauses.drawn import given, kroner, records
from alis_rules.testing.documents import FIRST, LAST, PLENTY, activity, cost, supervised
from tests.clauses.records import altered, in_2021, municipal_duty
from tests.support import case, evaluated


class TestS17(published.TestS17):
    """S17 as it is published, and what more this library says of it."""

    def test_the_municipality_applies(self) -> None:
        assert "S17" in municipal_duty("apply-yearly").clauses

    def test_no_two_calls_share_a_day(self) -> None:
        bounds = [call.bounds for call in load_tables().calls.values()]
        assert all(earlier[1] < later[0] for earlier, later in pairwise(bounds))

    def test_the_result_names_the_period_of_the_call(self) -> None:
        period = evaluated(call=None, period={"from": "2025-07-01", "to": "2025-07-31"}).period
        assert period is not None
        assert (period.from_, period.to) == (FIRST, LAST)

    @pytest.mark.parametrize(("day", "call"), [("2023-09-01", "2024"), ("2024-08-31", "2024")])
    def test_a_call_between_two_known_periods_has_the_days_between_them(self, day: str, call: str) -> None:
        assert case(call=call, period={"from": day, "to": day}) != case(call=None, period={"from": day, "to": day})
        assert evaluated(call=None, period={"from": day, "to": day}).call == call


class TestS18(published.TestS18):
    """S18 as it is published, and what more this library says of it."""

    @given(time=st.integers(1, 60))
    def test_in_2021_a_fifth_was_taken_off(self, time: int) -> None:
        # 1 000 kr an hour, at most 42 hours, less 20 %.
        result = evaluated(**in_2021(supervision=[supervised("2021-05-10", time)]))
        assert amount(result, "own-share") == -200 * min(time, 42)
        assert result.total == 800 * min(time, 42)
        assert receivers(result, "own-share").municipality == result["own-share"].amount

    @given(parts=records(), additional=kroner(50_000), municipal=kroner(50_000))
    def test_as_in_2021_a_fifth_of_the_state_lines_would_be_taken_off(
        self, parts: dict[str, Any], additional: Decimal, municipal: Decimal
    ) -> None:
        beside = {"additional": [cost("2025-09-10", additional)], "municipal": [cost("2025-09-10", municipal)]}
        same = case(**parts, **beside, supplied=PLENTY, municipality__centrality_class=6)
        now, then = evaluate(same), evaluate(same, tables=altered(own_share=20))
        assert amount(then, "own-share") == -to_ore(now.total * 20 / 100)
        assert then.total == now.total + amount(then, "own-share")
        assert [line for line in then.lines if line.rule != "own-share"] == [line for line in now.lines if line.rule != "own-share"]

    def test_the_own_share_is_taken_of_what_the_frame_leaves(self) -> None:
        # 14 000 kr of expenses in a frame of 10 000 kr: 20 % of 10 000 is 2 000 kr.
        same = case(activities=[activity("2025-09-10", expenses=14_000)], supplied={"grant_frame": {"fastlege": 10_000}})
        assert evaluate(same, tables=altered(own_share=20)).total == 8_000

    @pytest.mark.parametrize(("used", "expected"), [(True, Status.MET), (False, Status.NOT_MET), (None, Status.NOT_STATED)])
    def test_the_common_template_is_asked_for(self, used: bool | None, expected: Status) -> None:
        assert status(evaluated(agreement__official_template=used), "official-template") is expected
        for call in ("2021", "2022"):
            assert "official-template" not in listed_conditions(evaluated(call=call, agreement__official_template=used))
        for call in ("2023", "2024", "2025"):
            assert status(evaluated(call=call, agreement__official_template=used), "official-template") is expected

    def test_recruitment_difficulties_are_not_asked_for(self) -> None:
        asked = {call.id for call in load_tables().calls.values() if call["recruitment-difficulties"].value}
        assert asked == {"2021"}

    @pytest.mark.parametrize("call", ["2022", "2023", "2024", "2025", "2026"])
    def test_the_tables_have_no_own_share_since(self, call: str) -> None:
        assert load_tables().calls[call]["own-share"].value == 0
