"""Tilskudd 2022 (S17-S18): a grant of each call, and the plan for 2022."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import strategies as st

from alis_rules import DoctorRole, InvalidCase, Outcome, Status, evaluate, load_tables
from tests.clauses.records import (
    FIRST,
    IN_2023,
    LAST,
    PLENTY,
    activity,
    altered,
    amount,
    cost,
    in_2021,
    listed_conditions,
    municipal_duty,
    post,
    receivers,
    status,
    supervised,
    to_ore,
    why_not,
)
from tests.clauses.strategies import days, given, intervals, kroner, percents, records
from tests.support import case, evaluated


class TestS17:
    """The grant is applied for call by call, each with its own period."""

    def test_the_municipality_applies(self) -> None:
        assert "S17" in municipal_duty("apply-yearly").clauses

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
        assert found.period is not None
        assert (found.call, found.period.from_, found.period.to) == ("2026", FIRST, LAST)

    @pytest.mark.parametrize("period", [("2025-05-31", "2026-05-31"), ("2025-06-01", "2026-06-01"), ("2022-10-01", "2026-05-31")])
    def test_a_period_across_calls_has_none(self, period: tuple[str, str]) -> None:
        with pytest.raises(InvalidCase) as caught:
            case(call=None, period={"from": period[0], "to": period[1]})
        assert [error.at for error in caught.value.errors] == ["/period"]

    def test_no_two_calls_share_a_day(self) -> None:
        bounds = [call.bounds for call in load_tables().calls.values()]
        assert all(earlier[1] < later[0] for earlier, later in pairwise(bounds))

    @pytest.mark.parametrize(("day", "call"), [
        ("2022-01-01", "2022"), ("2022-09-30", "2022"), ("2022-10-01", "2023"), ("2023-08-31", "2023"),
        ("2023-09-01", "2024"), ("2024-08-31", "2024"), ("2024-09-01", "2025"), ("2025-05-31", "2025"), ("2025-06-01", "2026"),
        ("2026-05-31", "2026"),
    ])  # fmt: skip
    def test_each_day_has_its_call(self, day: str, call: str) -> None:
        assert case(call=call, period={"from": day, "to": day}) != case(call=None, period={"from": day, "to": day})
        assert evaluated(call=None, period={"from": day, "to": day}).call == call


class TestS18:
    """From 2022: no own share for the municipality, one template for all, every municipality, and ALIS in other clinical posts too."""

    @given(time=st.integers(1, 60))
    def test_in_2021_a_fifth_was_taken_off(self, time: int) -> None:
        # 1 000 kr an hour, at most 42 hours, less 20 %.
        result = evaluated(**in_2021(supervision=[supervised("2021-05-10", time)]))
        assert amount(result, "own-share") == -200 * min(time, 42)
        assert result.total == 800 * min(time, 42)
        assert receivers(result, "own-share").municipality == result["own-share"].amount

    @pytest.mark.parametrize("call", ["2022", "2023", "2024", "2025", "2026"])
    def test_since_2022_nothing_is(self, call: str) -> None:
        assert load_tables().calls[call]["own-share"].value == 0
        assert evaluated(call=call, agreement__signed_on="2020-01-01")["own-share"].outcome is Outcome.NOT_APPLICABLE

    @given(parts=records())
    def test_there_is_no_own_share(self, parts: dict[str, Any]) -> None:
        line = evaluated(**parts, supplied=PLENTY)["own-share"]
        assert (line.amount, line.outcome) == (Decimal(0), Outcome.NOT_APPLICABLE)

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

    @given(percent=percents(), time=st.integers(1, 57))
    def test_other_clinical_posts_are_included(self, percent: Decimal, time: int) -> None:
        posts = [post(DoctorRole.OTHER_MUNICIPAL_GP.value, "ansatt", percent)]
        result = evaluated(positions=posts, supervision=[supervised("2025-09-10", time)])
        assert amount(result, "supervision") == to_ore(Decimal("1581.25") * time)
