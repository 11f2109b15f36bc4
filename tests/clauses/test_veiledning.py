"""Veiledning (T52-T53): individual supervision."""

from decimal import Decimal

from alis_rules import Status
from alis_rules.testing.asking import status
from alis_rules.testing.clauses import test_veiledning as published
from alis_rules.testing.clauses.test_veiledning import TestT53
from alis_rules.testing.documents import activity, course, supervised
from tests.clauses.records import municipal_duty
from tests.support import evaluated

__all__ = ["TestT53"]

RULE = "supervision"
YEARLY = Decimal("57.75")


class TestT52(published.TestT52):
    """T52 as it is published, and what more this library says of it."""

    def test_the_municipality_is_bound_to_give_it(self) -> None:
        assert "T52" in municipal_duty("give-supervision").clauses

    def test_the_condition_is_met_by_supervision_and_otherwise_not_stated(self) -> None:
        assert status(evaluated(supervision=[supervised("2025-09-10", 1)]), "supervised") is Status.MET
        assert status(evaluated(activities=[activity("2025-09-10", "individuell-veiledning")]), "supervised") is Status.MET
        assert status(evaluated(activities=[course("2025-09-10")]), "supervised") is Status.NOT_STATED
