"""Innhold (S15): what the scheme of 2021 held, and where it is now."""

from decimal import Decimal

import pytest

from alis_rules import Outcome
from alis_rules.testing.asking import evaluated, receivers, to
from alis_rules.testing.clauses.drawn import given, kroner
from alis_rules.testing.documents import PLENTY, Record, activity, cost, supervised


class TestS15:
    """Supervision, a locum during absence, learning activities beyond the fund, gatherings and the supervisor's course are covered."""

    @pytest.mark.parametrize(("rule", "parts", "expected"), [
        ("supervision", {"supervision": [supervised("2025-09-10", 10)]}, "15812.50"),  # 10 h × 115 % of 1 375 kr
        ("practice-compensation", {"activities": [activity("2025-09-10", "kurs", absence_hours=8)]}, "6600.00"),  # 8 h × 825 kr
        ("learning-expenses", {"activities": [activity("2025-09-10", "kurs", expenses=5_000, fund_refund=3_000)]}, "2000.00"),
        ("learning-expenses", {"activities": [activity("2025-09-10", "gruppeveiledning", expenses=900, fund_refund=400)]}, "500.00"),
        ("facilitation", {"facilitation": [cost("2025-09-10", 4_000, purpose="nettverkssamling")]}, "4000.00"),
        ("facilitation", {"facilitation": [cost("2025-09-10", 6_000, purpose="veilederkurs")]}, "6000.00"),
    ])  # fmt: skip
    def test_each_has_its_line(self, rule: str, parts: Record, expected: str) -> None:
        line = evaluated(**parts, supplied=PLENTY)[rule]
        assert (line.amount, line.outcome) == (Decimal(expected), Outcome.GRANTED)

    @given(spent=kroner(10_000))
    def test_what_the_municipality_arranges_comes_back_to_it(self, spent: Decimal) -> None:
        result = evaluated(facilitation=[cost("2025-09-10", spent)], supplied=PLENTY)
        assert receivers(result, "facilitation") == to(municipality=spent)
