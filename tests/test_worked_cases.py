"""The worked cases as they are published, and what more this library says of the contract's own."""

from decimal import Decimal

from alis_rules import evaluate
from alis_rules.testing.clauses import test_worked_cases as published
from alis_rules.testing.clauses.test_worked_cases import TestCapsToTheOre, TestOfficialFigure, TestWorkedCases
from alis_rules.testing.clauses.test_wrong_cases import TestWrongCases
from tests.support import CONTRACT_CASE, loaded

__all__ = ["TestCapsToTheOre", "TestOfficialFigure", "TestWorkedCases", "TestWrongCases"]


class TestContractCase(published.TestContractCase):
    """As it is published, and what more this library says."""

    def test_what_is_used_of_the_hours(self) -> None:
        hours = evaluate(loaded(CONTRACT_CASE)).to_json()["remaining"][0]
        assert (hours["most"], hours["used"], hours["closes"]) == ("160.00", "160.00", "2026-05-31")

    def test_the_reading_of_the_call_is_that_of_the_case(self) -> None:
        document = {key: value for key, value in CONTRACT_CASE.items() if key != "readings"}
        published_frame = evaluate(loaded(CONTRACT_CASE), readings={"grant-frame": "published"})
        assert evaluate(loaded(document)) == published_frame
        assert published_frame.total == Decimal("360567.19")
        assert published_frame["facilitation"].recipients is None
