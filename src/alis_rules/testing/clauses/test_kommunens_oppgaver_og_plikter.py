"""Kommunens oppgaver og plikter (T24-T25)."""

from datetime import date
from decimal import Decimal

from alis_rules.testing.asking import evaluated, receivers, to, why_not
from alis_rules.testing.clauses.drawn import days, given, kroner
from alis_rules.testing.documents import activity


class TestT24:
    """The municipality does what a registered training organisation is bound to do."""

    @given(day=days())
    def test_one_that_is_not_registered_receives_nothing(self, day: date) -> None:
        assert why_not(day, municipality__registered=False) == {"not-registered"}

    @given(day=days())
    def test_where_it_is_not_stated_the_result_holds_provided_that_it_is(self, day: date) -> None:
        assert why_not(day, municipality__registered=None) == set()


class TestT25:
    """The municipality covers the costs that the agreement's elements name."""

    @given(own=kroner(7_000), municipal=kroner(7_000))
    def test_what_it_paid_comes_back_to_it_and_what_the_doctor_paid_to_the_doctor(self, own: Decimal, municipal: Decimal) -> None:
        paid = [
            activity("2025-09-10", expenses=own),
            activity("2025-09-11", expenses=municipal, paid_by="municipality"),
        ]
        assert receivers(evaluated(activities=paid), "learning-expenses") == to(own, municipal)
