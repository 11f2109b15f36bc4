"""Lavere produktivitet (T47-T51)."""

from alis_rules.testing.clauses import test_lavere_produktivitet as published
from alis_rules.testing.clauses.test_lavere_produktivitet import TestT47, TestT49, TestT50, TestT51
from alis_rules.testing.documents import loss
from tests.support import evaluated

__all__ = ["TestT47", "TestT49", "TestT50", "TestT51"]


class TestT48(published.TestT48):
    """T48 as it is published, and what more this library says of it."""

    def test_the_record_says_how_many_of_its_days_count(self) -> None:
        result = evaluated(doctor__first_gp_date="2024-01-16", lower_productivity=[loss("2026-01-01", "2026-01-31", 1_000)])
        assert (result.records[0].counted_days, result.records[0].days) == (15, 31)
