"""Hvem kan tilbys (S10-S14): whom the scheme of 2021 was for, and what of it still holds."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st

from alis_rules import Entitlement, Status, evaluate
from alis_rules.testing.asking import listed_conditions, status, why
from alis_rules.testing.clauses import test_hvem_kan_tilbys as published
from alis_rules.testing.clauses.drawn import EMPLOYMENTS, days, employments, given
from alis_rules.testing.documents import IN_2023, post, supervised
from tests.clauses.records import altered, in_2021
from tests.support import case, evaluated


class TestS10(published.TestS10):
    """S10 as it is published, and what more this library says of it."""

    @pytest.mark.parametrize(("start", "expected"), [("2026-05-31", Status.MET), ("2026-06-01", Status.NOT_MET), (None, Status.NOT_STATED)])
    def test_the_condition_asks_for_its_first_day(self, start: str | None, expected: Status) -> None:
        result = evaluated(doctor__training_start=start)
        assert status(result, "in-training") is expected
        assert "S10" in listed_conditions(result)["in-training"].clauses


class TestS11:
    """The ALIS is in unselected practice: self-employed, permanently employed, or a locum for longer than the call asks."""

    @staticmethod
    def locum(first: str, last: str | None, parts: dict[str, Any] = IN_2023) -> Entitlement:
        return evaluated(**parts | {"positions": [post("fastlegevikar", "ansatt", 100, first, last)]})

    @pytest.mark.parametrize(("first", "last", "expected"), [
        ("2023-01-01", "2023-03-31", Status.NOT_MET),  # exactly three months
        ("2023-01-01", "2023-04-01", Status.MET),
        ("2022-11-30", "2023-02-27", Status.NOT_MET),  # three months from 30 November end with 27 February
        ("2022-11-30", "2023-02-28", Status.MET),
        ("2023-01-01", None, Status.MET),
    ])  # fmt: skip
    def test_in_2023_more_than_three_months(self, first: str, last: str | None, expected: Status) -> None:
        assert status(self.locum(first, last), "locum-length") is expected

    @pytest.mark.parametrize(("first", "last", "expected"), [
        ("2021-01-01", "2021-12-31", Status.NOT_MET),  # exactly a year
        ("2021-01-01", "2022-01-01", Status.MET),
        ("2020-02-29", "2021-02-27", Status.NOT_MET),  # a year from 29 February ends with 27 February
        ("2020-02-29", "2021-02-28", Status.MET),
        ("2021-12-01", None, Status.MET),
    ])  # fmt: skip
    def test_in_2021_more_than_a_year(self, first: str, last: str | None, expected: Status) -> None:
        assert status(self.locum(first, last, in_2021()), "locum-length") is expected

    @pytest.mark.parametrize("call", ["2022", "2024", "2025"])
    def test_where_no_source_says_a_length_none_is_asked_for(self, call: str) -> None:
        locum = [post("fastlegevikar", "ansatt", 100, "2020-01-01", "2020-01-02")]
        assert "locum-length" not in listed_conditions(evaluated(call=call, positions=locum))

    @given(length=st.integers(1, 500))
    def test_a_longer_post_is_never_worse(self, length: int) -> None:
        first = date(2022, 1, 1)
        shorter, longer = (
            status(self.locum(str(first), str(first + timedelta(days_held))), "locum-length") for days_held in (length, length + 1)
        )
        assert (shorter, longer) != (Status.MET, Status.NOT_MET)
        assert longer is (Status.MET if length >= 89 else Status.NOT_MET)  # 2022-01-01 to 2022-03-31 are 90 days

    @pytest.mark.parametrize("role", ["fastlege", "introduksjonslege", "annet-legearbeid"])
    @pytest.mark.parametrize("employment", EMPLOYMENTS)
    def test_it_asks_of_locums_alone(self, role: str, employment: str) -> None:
        parts = IN_2023 | {"positions": [post(role, employment, 100, "2023-01-01", "2023-01-31")]}
        assert "locum-length" not in listed_conditions(evaluated(**parts))

    @given(last=days(), employment=employments)
    def test_in_2026_no_length_is_asked_for(self, last: date, employment: str) -> None:
        result = evaluated(positions=[post("fastlegevikar", employment, 100, "2025-02-01", last)])
        assert "locum-length" not in listed_conditions(result)


class TestS12(published.TestS12):
    """S12 as it is published, and what more this library says of it."""

    def test_the_condition_names_it(self) -> None:
        assert "S12" in listed_conditions(evaluated())["registered"].clauses


class TestS13:
    """The municipality has difficulties in recruiting: asked for until 2021, not since."""

    @pytest.mark.parametrize("parts", [{}, IN_2023, {"call": "2022"}, {"call": "2024"}, {"call": "2025"}])
    def test_it_is_no_longer_asked_for(self, parts: dict[str, Any]) -> None:
        assert "recruitment-difficulties" not in listed_conditions(evaluated(**parts))

    def test_in_2021_it_is_asked_for_and_the_result_holds_provided_that_it_is_so(self) -> None:
        result = evaluated(**in_2021(supervision=[supervised("2021-05-10", 1)]))
        assert status(result, "recruitment-difficulties") is Status.NOT_STATED
        assert listed_conditions(result)["recruitment-difficulties"].clauses == ("S13",)
        assert result.total == 800

    def test_where_a_call_asks_the_result_holds_provided_that_it_is_so(self) -> None:
        same = case(supervision=[supervised("2025-09-10", 1)])
        asked = evaluate(same, tables=altered(recruitment_difficulties="true"))
        assert status(asked, "recruitment-difficulties") is Status.NOT_STATED
        assert listed_conditions(asked)["recruitment-difficulties"].clauses == ("S13",)
        assert asked.total == evaluate(same).total


class TestS14(published.TestS14):
    """S14 as it is published, and what more this library says of it."""

    @pytest.mark.parametrize(("years", "signed"), [(4, "2021-09-10"), (5, "2020-09-10")])
    def test_the_longest_is_the_calls(self, years: int, signed: str) -> None:
        parts: dict[str, Any] = {
            "doctor__training_start": signed,
            "agreement__signed_on": signed,
            "positions": [post(first=signed)],
            "supervision": [supervised("2025-09-09", 1), supervised("2025-09-10", 1)],
        }
        result = evaluate(case(**parts), tables=altered(longest_years=years))
        assert [verdict.counts for verdict in result.records] == [True, False]
        assert why(result, "supervision") == {"beyond-maximum-duration"}

    @given(signed=days(date(2017, 1, 2), date(2017, 12, 31)))
    def test_in_2021_the_last_day_is_the_one_before_four_years_are_gone(self, signed: date) -> None:
        beyond = signed.replace(year=2021)
        parts = in_2021(agreement__signed_on=str(signed), positions=[post(first="2017-01-01")])
        result = evaluated(**parts, supervision=[supervised(beyond - timedelta(1), 1), supervised(beyond, 1)])
        assert [verdict.counts for verdict in result.records] == [True, False]
        assert why(result, "supervision") == {"beyond-maximum-duration"}

    @given(signed=days(date(2021, 6, 2), date(2022, 5, 31)))
    def test_four_years_are_a_year_less_than_five(self, signed: date) -> None:
        parts: dict[str, Any] = {
            "doctor__training_start": str(signed),
            "agreement__signed_on": str(signed),
            "positions": [post(first=signed)],
            "supervision": [supervised(signed.replace(year=signed.year + 4), 1)],
        }
        assert why(evaluate(case(**parts), tables=altered(longest_years=4)), "supervision") == {"beyond-maximum-duration"}
        assert why(evaluate(case(**parts)), "supervision") == set()
