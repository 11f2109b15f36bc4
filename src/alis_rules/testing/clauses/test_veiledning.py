"""Veiledning (T52-T53): individual supervision."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import strategies as st

from alis_rules import Outcome
from alis_rules.testing.asking import amount, evaluated, left, receivers, to, to_ore
from alis_rules.testing.clauses.drawn import days, employments, given, hours, kroner, roles
from alis_rules.testing.documents import IN_2023, SUPERVISION_PRICE, post, supervised

RULE = "supervision"
YEARLY = Decimal("57.75")


class TestT52:
    """Individual supervision is mandatory, and follows the regulation on specialist training."""

    @given(role=roles, employment=employments, day=days(), time=hours(57))
    def test_it_is_refunded_in_every_role_to_the_municipality(self, role: str, employment: str, day: date, time: Decimal) -> None:
        result = evaluated(positions=[post(role, employment)], supervision=[supervised(day, time)])
        assert receivers(result, RULE) == to(municipality=to_ore(SUPERVISION_PRICE * time))

    @given(time=hours(57))
    def test_it_is_refunded_without_an_alis_agreement_too(self, time: Decimal) -> None:
        result = evaluated(agreement={"kind": "veiledning"}, supervision=[supervised("2025-09-10", time)])
        assert result.total == to_ore(SUPERVISION_PRICE * time)

    @pytest.mark.parametrize(("time", "limited_by"), [("57.74", ()), ("57.75", ()), ("57.76", ("supervision-hours",))])
    def test_the_border_of_the_yearly_hours(self, time: str, limited_by: tuple[str, ...]) -> None:
        line = evaluated(supervision=[supervised("2025-09-10", time)])[RULE]
        # 57.75 h = (4 + 1.5) h × 10.5 a year; × 1 581.25 kr = 91 317.1875 kr.
        assert line.amount == min(to_ore(Decimal(time) * SUPERVISION_PRICE), Decimal("91317.19"))
        assert line.limited_by == limited_by

    @given(times=st.lists(st.tuples(days(), hours(40)), max_size=5))
    def test_by_reading_the_yearly_hours_limit_it_or_not(self, times: list[tuple[date, Decimal]]) -> None:
        given_hours = [supervised(day, time) for day, time in times]
        total = sum((time for _, time in times), Decimal(0))
        assert evaluated(supervision=given_hours)[RULE].amount == to_ore(min(total, YEARLY) * SUPERVISION_PRICE)
        uncapped = evaluated(supervision=given_hours, readings={"supervision-hours": "uncapped"})
        assert uncapped[RULE].amount == to_ore(total * SUPERVISION_PRICE)

    @given(used=hours(70), time=hours(70, 1))
    def test_hours_granted_elsewhere_are_used(self, used: Decimal, time: Decimal) -> None:
        result = evaluated(used_before={RULE: {"hours": str(used)}}, supervision=[supervised("2025-09-10", time)])
        due = min(time, max(YEARLY - used, Decimal(0)))
        assert result[RULE].amount == to_ore(due * SUPERVISION_PRICE)
        assert left(result, "supervision-hours") == max(YEARLY - used - due, Decimal(0))


class TestT53:
    """The supervisor's remuneration is refunded at 115 percent of the fee rate."""

    @pytest.mark.parametrize(("cost", "expected", "outcome"), [
        # 10 h × 115 % of 1 375 kr = 15 812.50 kr.
        (None, "15812.50", Outcome.GRANTED),
        ("15812.49", "15812.49", Outcome.GRANTED),
        ("15812.50", "15812.50", Outcome.GRANTED),
        ("15812.51", "15812.50", Outcome.LIMITED),
    ])  # fmt: skip
    def test_the_border(self, cost: str | None, expected: str, outcome: Outcome) -> None:
        line = evaluated(supervision=[supervised("2025-09-10", 10, cost=cost)])[RULE]
        assert (line.amount, line.outcome) == (Decimal(expected), outcome)
        assert line.limited_by == (("supervision-rate",) if outcome is Outcome.LIMITED else ())

    @given(sessions=st.lists(st.tuples(hours(14), kroner(30_000)), max_size=4))
    def test_the_cost_counts_up_to_the_rate_of_all_the_hours(self, sessions: list[tuple[Decimal, Decimal]]) -> None:
        result = evaluated(supervision=[supervised("2025-09-10", time, cost=cost) for time, cost in sessions])
        times, costs = (sum((each[index] for each in sessions), Decimal(0)) for index in (0, 1))
        assert amount(result, RULE) == to_ore(min(costs, times * SUPERVISION_PRICE))
        assert result[RULE].incurred == costs

    @given(rate=kroner(3_000), time=hours(57))
    def test_it_is_115_percent_of_any_fee_rate(self, rate: Decimal, time: Decimal) -> None:
        result = evaluated(supplied={"fee_rate": str(rate)}, supervision=[supervised("2025-09-10", time)])
        assert result[RULE].amount == to_ore(time * rate * 115 / 100)

    def test_the_official_figure_of_2023(self) -> None:
        # alis.no: 1 140 kr × 115 % = 1 311 kr an hour; × 57.75 h = 75 710.25 kr (shown as 75 710).
        assert evaluated(**IN_2023, supervision=[supervised("2022-11-30", 1)])[RULE].amount == 1311
        assert evaluated(**IN_2023, supervision=[supervised("2022-11-30", 100)])[RULE].amount == Decimal("75710.25")

    @given(time=hours(57, 1), claim=kroner(95_000))
    def test_a_lower_claim_is_what_is_granted(self, time: Decimal, claim: Decimal) -> None:
        result = evaluated(claims={RULE: str(claim)}, supervision=[supervised("2025-09-10", time)])
        assert result[RULE].amount == to_ore(min(time * SUPERVISION_PRICE, claim))
