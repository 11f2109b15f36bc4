"""Dekning av utgifter (T44-T46): expenses of learning activities."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import strategies as st

from alis_rules import Outcome
from alis_rules.testing.asking import evaluated, gives_nothing, left, receivers
from alis_rules.testing.clauses.drawn import days, employments, given, kroner, listed, percents, roles
from alis_rules.testing.documents import activity, post

RULE = "learning-expenses"


class TestT44:
    """Learning activities are those of the list, and no others."""

    @given(kind=listed, spent=kroner(14_000), day=days(), role=roles)
    def test_expenses_of_each_kind_count_in_every_role(self, kind: str, spent: Decimal, day: date, role: str) -> None:
        assert evaluated(positions=[post(role)], activities=[activity(day, kind, expenses=spent)])[RULE].amount == spent

    @given(spent=kroner(20_000, 1), listed_spent=kroner(14_000, 1))
    def test_expenses_of_anything_else_do_not(self, spent: Decimal, listed_spent: Decimal) -> None:
        alone = evaluated(activities=[activity("2025-09-10", "annet", expenses=spent)])
        assert gives_nothing(alone, RULE, "activity-not-listed")
        beside = [activity("2025-09-10", "annet", expenses=spent), activity("2025-09-10", expenses=listed_spent)]
        line = evaluated(activities=beside)[RULE]
        assert (line.amount, line.outcome, line.limited_by) == (listed_spent, Outcome.LIMITED, ())

    @given(kind=listed, spent=kroner(14_000, 1))
    def test_expenses_of_what_was_not_completed_do_not(self, kind: str, spent: Decimal) -> None:
        result = evaluated(activities=[activity("2025-09-10", kind, expenses=spent, completed=False)])
        assert gives_nothing(result, RULE, "not-completed")


class TestT45:
    """What Education Fund II covers of an activity is taken off its expenses."""

    @given(costs=st.lists(st.tuples(kroner(4_000), kroner(4_000)), max_size=3))
    def test_only_what_is_left_of_each_activity_counts(self, costs: list[tuple[Decimal, Decimal]]) -> None:
        paid = [activity("2025-09-10", expenses=spent, fund_refund=refund) for spent, refund in costs]
        assert evaluated(activities=paid)[RULE].amount == sum(max(spent - refund, Decimal(0)) for spent, refund in costs)

    @given(spent=kroner(10_000), other=kroner(4_000))
    def test_a_refund_above_the_expenses_takes_nothing_from_other_activities(self, spent: Decimal, other: Decimal) -> None:
        paid = [activity("2025-09-10", expenses=spent, fund_refund=spent + 5_000), activity("2025-10-10", "hospitering", expenses=other)]
        result = evaluated(activities=paid)
        assert (result[RULE].incurred, result[RULE].amount) == (other, other)

    def test_the_fund_comes_off_before_the_cap(self) -> None:
        # 18 000 − 4 200 = 13 800 kr is below the cap of 14 000 kr.
        result = evaluated(activities=[activity("2025-09-10", "gruppeveiledning", expenses=18_000, fund_refund=4_200)])
        assert (result[RULE].amount, result[RULE].outcome) == (Decimal(13_800), Outcome.GRANTED)


class TestT46:
    """Beyond the fund, expenses are covered up to 14 000 kroner for one ALIS in a year."""

    @pytest.mark.parametrize(("spent", "expected", "outcome"), [
        ("13999.99", "13999.99", Outcome.GRANTED),
        ("14000.00", "14000.00", Outcome.GRANTED),
        ("14000.01", "14000.00", Outcome.LIMITED),
    ])  # fmt: skip
    def test_the_border(self, spent: str, expected: str, outcome: Outcome) -> None:
        line = evaluated(activities=[activity("2025-09-10", expenses=spent)])[RULE]
        assert (line.amount, line.outcome) == (Decimal(expected), outcome)
        assert line.limited_by == ((RULE,) if outcome is Outcome.LIMITED else ())

    @given(costs=st.lists(st.tuples(days(), listed, kroner(9_000)), max_size=5), percent=percents())
    def test_all_activities_of_the_year_share_it_at_any_percent(self, costs: list[tuple[date, str, Decimal]], percent: Decimal) -> None:
        result = evaluated(
            positions=[post(percent=percent)], activities=[activity(day, kind, expenses=spent) for day, kind, spent in costs]
        )
        total = sum((spent for *_, spent in costs), Decimal(0))
        assert result[RULE].amount == min(total, Decimal(14_000))
        assert left(result, RULE) == max(14_000 - total, Decimal(0))

    @given(used=kroner(16_000), spent=kroner(16_000, 1))
    def test_what_is_granted_elsewhere_is_used_of_it(self, used: Decimal, spent: Decimal) -> None:
        result = evaluated(used_before={RULE: str(used)}, activities=[activity("2025-09-10", expenses=spent)])
        assert result[RULE].amount == min(spent, max(14_000 - used, Decimal(0)))

    @given(own=kroner(14_000), municipal=kroner(14_000), employment=employments)
    def test_whoever_paid_receives_and_a_cut_is_shared_in_proportion(self, own: Decimal, municipal: Decimal, employment: str) -> None:
        paid = [activity("2025-09-10", expenses=own), activity("2025-09-11", expenses=municipal, paid_by="municipality")]
        result = evaluated(positions=[post(employment=employment)], activities=paid)
        found = receivers(result, RULE)
        total = own + municipal
        kept = min(total, Decimal(14_000)) / total if total else Decimal(0)
        assert abs(found.doctor - own * kept) < Decimal("0.02")
        assert abs(found.municipality - municipal * kept) < Decimal("0.02")
        assert found.to_be_agreed == 0
