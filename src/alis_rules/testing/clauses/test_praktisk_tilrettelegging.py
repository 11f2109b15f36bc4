"""Praktisk tilrettelegging (T54-T56): what the municipality does to support good training."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import strategies as st

from alis_rules import Outcome
from alis_rules.testing.asking import amount, evaluated, left, receivers, to
from alis_rules.testing.clauses.drawn import days, employments, given, kroner, percents, roles
from alis_rules.testing.documents import activity, cost, post

RULE = "facilitation"
FRAME = {"grant_frame": {"fastlege": 400_000}}


class TestT54:
    """Up to 5 percent of the grant frame may go to facilitation."""

    @pytest.mark.parametrize(("spent", "expected", "outcome"), [
        # 5 % of 400 000 kr = 20 000 kr.
        ("19999.99", "19999.99", Outcome.GRANTED),
        ("20000.00", "20000.00", Outcome.GRANTED),
        ("20000.01", "20000.00", Outcome.LIMITED),
    ])  # fmt: skip
    def test_the_border(self, spent: str, expected: str, outcome: Outcome) -> None:
        line = evaluated(supplied=FRAME, facilitation=[cost("2025-11-20", spent)])[RULE]
        assert (line.amount, line.outcome) == (Decimal(expected), outcome)
        assert line.limited_by == (("facilitation-share",) if outcome is Outcome.LIMITED else ())

    @given(frame=st.integers(0, 400_000), percent=st.integers(1, 100), spent=kroner(30_000, 1))
    def test_it_is_5_percent_of_the_graded_frame(self, frame: int, percent: int, spent: Decimal) -> None:
        supplied = {"grant_frame": {"fastlege": frame}}
        result = evaluated(supplied=supplied, positions=[post(percent=percent)], facilitation=[cost("2025-11-20", spent)])
        most = Decimal(frame) * percent * 5 / 10_000
        assert abs(amount(result, RULE) - min(spent, most)) <= Decimal("0.005")
        assert (result[RULE].limited_by == ("facilitation-share",)) is (spent > most)

    def test_under_the_sum_of_caps(self) -> None:
        # 5 % of 132 000 + 14 000 + 91 317.1875 + 125 000 kr = 18 115.859… kr.
        result = evaluated(readings={"grant-frame": "sum-of-caps"}, facilitation=[cost("2025-11-20", 50_000)])
        assert result[RULE].amount == Decimal("18115.86")

    def test_without_a_known_frame_it_is_undetermined(self) -> None:
        line = evaluated(facilitation=[cost("2025-11-20", 100)])[RULE]
        assert (line.amount, line.outcome, line.missing) == (None, Outcome.UNDETERMINED, ("grant-frame",))

    @given(learning=kroner(14_000), spent=kroner(1_000, 1))
    def test_by_reading_the_base_is_what_is_granted_before_it(self, learning: Decimal, spent: Decimal) -> None:
        result = evaluated(
            readings={"facilitation-base": "granted-elements"},
            activities=[activity("2025-09-10", expenses=learning)],
            facilitation=[cost("2025-11-20", spent)],
        )
        assert abs(amount(result, RULE) - min(spent, learning * 5 / 100)) <= Decimal("0.005")

    @pytest.mark.parametrize(("place", "total", "off"), [("inside-frame", 10_000, -500), ("on-top", 10_500, 0)])
    def test_by_reading_it_lies_inside_the_frame_or_on_top(self, place: str, total: int, off: int) -> None:
        result = evaluated(
            readings={"facilitation-place": place},
            supplied={"grant_frame": {"fastlege": 10_000}},
            activities=[activity("2025-09-10", expenses=10_000)],
            facilitation=[cost("2025-11-20", 500)],
        )
        assert result.total == total
        assert result["grant-frame"].amount == off

    @given(spent=kroner(30_000))
    def test_what_is_left_of_it(self, spent: Decimal) -> None:
        result = evaluated(supplied=FRAME, facilitation=[cost("2025-11-20", spent)])
        assert left(result, "facilitation-share") == max(20_000 - spent, Decimal(0))


class TestT55:
    """Coordination, professional communities, training of supervisors and network gatherings are examples, not a list."""

    @given(costs=st.lists(st.tuples(days(), st.text(max_size=20), kroner(5_000)), max_size=4), role=roles, employment=employments)
    def test_any_purpose_counts_and_comes_back_to_the_municipality(
        self, costs: list[tuple[date, str, Decimal]], role: str, employment: str
    ) -> None:
        result = evaluated(
            positions=[post(role, employment)],
            supplied={"grant_frame": {role: 400_000}},
            facilitation=[cost(day, spent, purpose=purpose) for day, purpose, spent in costs],
        )
        assert receivers(result, RULE) == to(municipality=sum(spent for *_, spent in costs))

    @pytest.mark.parametrize("purpose", ["koordinering", "fagmiljø", "opplæring av veiledere", "nettverkssamling", None])
    def test_the_examples_count(self, purpose: str | None) -> None:
        assert evaluated(supplied=FRAME, facilitation=[cost("2025-11-20", 900, purpose=purpose)])[RULE].amount == 900

    @given(percent=percents(5))
    def test_a_cost_outside_the_agreement_does_not(self, percent: Decimal) -> None:
        outside: dict[str, Any] = {"facilitation": [cost("2025-05-31", 100), cost("2026-06-01", 100)], "supplied": FRAME}
        assert evaluated(**outside, positions=[post(percent=percent)])[RULE].outcome is Outcome.ZERO
