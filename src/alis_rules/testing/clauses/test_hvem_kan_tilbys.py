"""Hvem kan tilbys (S10-S14): whom the scheme of 2021 was for, and what of it still holds."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from alis_rules.testing.asking import evaluated, why, why_not
from alis_rules.testing.clauses.drawn import days, given
from alis_rules.testing.documents import IN_2023, post, supervised


class TestS10:
    """The ALIS is in the new scheme of specialist training."""

    @given(start=days(), day=days())
    def test_no_day_before_it_counts(self, start: date, day: date) -> None:
        assert why_not(day, doctor__training_start=str(start)) == ({"outside-training"} if day < start else set())


class TestS12:
    """The municipality is registered as a training organisation, for the time being or for good."""

    @given(day=days(date(2022, 10, 1), date(2023, 8, 31)), registered=st.booleans() | st.none())
    def test_in_2023(self, day: date, registered: bool | None) -> None:
        result = evaluated(**IN_2023, municipality__registered=registered, supervision=[supervised(day, 10)])
        assert result["supervision"].amount == (0 if registered is False else 13_110)
        assert why(result, "supervision") == ({"not-registered"} if registered is False else set())

    @given(day=days())
    def test_in_2026(self, day: date) -> None:
        assert why_not(day, municipality__registered=False) == {"not-registered"}


class TestS14:
    """Granted year by year, for up to four years; for five in the present scheme."""

    @given(signed=days(date(2017, 1, 2), date(2017, 9, 29)))
    def test_in_2022_it_is_five(self, signed: date) -> None:
        parts: dict[str, Any] = {
            "call": "2022",
            "doctor": {"training_start": "2017-01-01", "first_gp_date": "2017-01-01"},
            "agreement__signed_on": str(signed),
            "positions": [post(first="2017-01-01")],
        }
        beyond = signed.replace(year=2022)
        result = evaluated(**parts, supervision=[supervised(beyond - timedelta(1), 1, cost=100), supervised(beyond, 1, cost=100)])
        assert [verdict.counts for verdict in result.records] == [True, False]
        assert why(result, "supervision") == {"beyond-maximum-duration"}
