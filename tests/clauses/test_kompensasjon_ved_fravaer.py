"""Kompensasjon ved fravær (T36-T43): practice compensation."""

from datetime import date
from decimal import Decimal

import pytest

from alis_rules import Standing, evaluate, load_tables
from alis_rules.testing.asking import to_ore
from alis_rules.testing.clauses import test_kompensasjon_ved_fravaer as published
from alis_rules.testing.clauses.drawn import days, given, hours
from alis_rules.testing.clauses.test_kompensasjon_ved_fravaer import TestT36, TestT37, TestT38, TestT41, TestT42, TestT43
from alis_rules.testing.documents import IN_2023, Record, course, post, supervised
from tests.clauses.records import altered
from tests.support import case, evaluated

__all__ = ["TestT36", "TestT37", "TestT38", "TestT41", "TestT42", "TestT43"]

RULE = "practice-compensation"
TABLES = load_tables()


class TestT39(published.TestT39):
    """T39 as it is published, and what more this library says of it."""

    def test_the_rate_names_the_day_that_it_holds_from(self) -> None:
        rates = {rate.id: rate for rate in evaluated(activities=[course("2025-09-10")])[RULE].rates}
        assert rates["practice-compensation-share"].in_force_from == date(2025, 6, 1)

    @pytest.mark.parametrize(("call", "day"), [
        ("2021", "2021-11-30"), ("2022", "2022-01-01"), ("2023", "2022-11-30"), ("2024", "2024-01-31"), ("2025", "2025-05-31"),
    ])  # fmt: skip
    def test_the_share_that_is_not_known_before_that_is_named(self, call: str, day: str) -> None:
        doctor: Record = {"doctor": {}, "positions": [post(first="2021-01-01")], "agreement__signed_on": "2021-01-01"}
        line = evaluated(call=call, **doctor, activities=[course(day)])[RULE]
        assert line.amount is None
        assert "practice-compensation-share" in line.missing


class TestT40(published.TestT40):
    """T40 as it is published, and what more this library says of it."""

    @pytest.mark.parametrize(("announced", "fee_rate"), [
        ("2022-12-31", 1121), ("2023-01-01", 1140), ("2023-06-30", 1140), ("2023-07-01", 1180),
    ])  # fmt: skip
    def test_the_day_of_the_announcement_decides(self, announced: str, fee_rate: int) -> None:
        same = case(**IN_2023, supervision=[supervised("2022-11-30", 10)])
        result = evaluate(same, tables=altered("2023", announced=announced))
        assert result["supervision"].amount == to_ore(fee_rate * Decimal("11.5"))

    @pytest.mark.parametrize(("call", "fee_rate"), [("2022", 1121), ("2023", 1140), ("2024", 1215), ("2026", 1375)])
    def test_each_call_has_the_rate_of_its_announcement(self, call: str, fee_rate: int) -> None:
        assert TABLES.fee_rate(TABLES.calls[call]).value == fee_rate

    @pytest.mark.parametrize("call", ["2021", "2025"])
    def test_where_the_day_of_the_change_or_of_the_announcement_is_not_known_the_rate_is_not(self, call: str) -> None:
        # 2021: the rate rose from 1 060 kr on an unknown day of the year. 2025: announced on an unknown day, with three rates.
        assert TABLES.fee_rate(TABLES.calls[call]).standing is Standing.NOT_FOUND

    @given(day=days(date(2022, 1, 1), date(2022, 9, 30)), time=hours(57))
    def test_in_2022_too_the_rate_is_one_on_every_day(self, day: date, time: Decimal) -> None:
        # 1 121 kr; no source gives the share, so that a proposal does: 100 %.
        tables = TABLES.overlay({"name": "andel", "value": [
            {"id": "supervision-share", "value": 100, "in_force_from": date(2022, 1, 1), "source": "-", "checked": date(2026, 11, 21)},
            {"id": "supervision-hours", "value": 60, "in_force_from": date(2022, 1, 1), "source": "-", "checked": date(2026, 11, 21)},
        ]})  # fmt: skip
        parts = IN_2023 | {"call": "2022", "agreement__signed_on": "2022-01-01", "supervision": [supervised(day, time)]}
        assert evaluate(case(**parts), tables=tables)["supervision"].amount == to_ore(1121 * time)
