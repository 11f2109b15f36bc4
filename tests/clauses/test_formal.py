"""Formål (T03-T05): refund of costs, three classes of element, published rates."""

from decimal import Decimal

import pytest

from alis_rules import Standing, evaluate
from alis_rules.testing.clauses import test_formal as published
from alis_rules.testing.clauses.test_formal import TestT03
from alis_rules.testing.documents import IN_2023, RECORD_LINES, STANDARD_LINES, activity, course, one_of_each
from tests.clauses.records import altered
from tests.support import case, evaluated

__all__ = ["TestT03"]


class TestT04(published.TestT04):
    """T04 as it is published, and what more this library says of it."""

    def test_each_line_belongs_to_its_class(self) -> None:
        result = evaluated(**one_of_each("2025-09-10"))
        funding = {rule: result[rule].funding.value for rule in RECORD_LINES}
        assert funding == dict.fromkeys(STANDARD_LINES, "standard") | {
            "additional-elements": "additional",
            "municipal-elements": "municipal",
        }


class TestT05(published.TestT05):
    """T05 as it is published, and what more this library says of it."""

    def test_what_is_not_published_is_named(self) -> None:
        result = evaluated(**IN_2023, activities=[activity("2022-11-30", absence_hours=8, expenses=500)])
        assert "practice-compensation-share" in result["practice-compensation"].missing

    def test_each_line_names_its_rates_and_their_sources(self) -> None:
        result = evaluated(**one_of_each("2025-09-10"))
        named = [rate for rule in STANDARD_LINES for rate in result[rule].rates]
        assert {rate.id for rate in named if rate.standing is Standing.SUPPLIED} == {"grant-frame-fastlege"}
        published = [rate for rate in named if rate.standing is not Standing.SUPPLIED]
        figures = {rate.id: rate.value for rate in published}
        # The template with the rates from 2025-06-01; 57.75 h from call 2023; 1 375 kr is the fee rate since 2026-01-01.
        assert figures == {
            "fee-rate": "1375",
            "practice-compensation-share": "60",
            "absence-hours": "160",
            "learning-expenses": "14000",
            "lower-productivity": "125000",
            "productivity-months": "24",
            "supervision-share": "115",
            "supervision-hours": "57.75",
            "facilitation-share": "5",
        }
        assert all(rate.source for rate in published)

    @pytest.mark.parametrize("share", [40, 60, 75])
    def test_another_published_share_gives_another_amount(self, share: int) -> None:
        result = evaluate(case(activities=[course("2025-09-10", 10)]), tables=altered(practice_compensation_share=share))
        assert result["practice-compensation"].amount == Decimal("137.50") * share
