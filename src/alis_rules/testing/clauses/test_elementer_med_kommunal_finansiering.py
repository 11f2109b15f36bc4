"""Elementer med kommunal finansiering (T61-T62)."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from alis_rules import Outcome
from alis_rules.testing.asking import amount, evaluated, why
from alis_rules.testing.clauses.drawn import days, given, kroner, records
from alis_rules.testing.documents import PLENTY, cost

RULE = "municipal-elements"


class TestT61:
    """The parties may agree on more, which the municipality finances alone."""

    @given(costs=st.lists(st.tuples(days(), kroner(500_000)), max_size=4))
    def test_they_have_no_cap(self, costs: list[tuple[date, Decimal]]) -> None:
        result = evaluated(municipal=[cost(day, spent) for day, spent in costs])
        assert result[RULE].amount == sum(spent for _, spent in costs)
        assert result[RULE].limited_by == ()

    @given(parts=records(), spent=kroner(500_000, 1))
    def test_the_state_pays_nothing_of_them(self, parts: dict[str, Any], spent: Decimal) -> None:
        without = evaluated(**parts, supplied=PLENTY)
        beside = evaluated(**parts, supplied=PLENTY, municipal=[cost("2025-11-20", spent)])
        assert (beside.total, beside.recipients) == (without.total, without.recipients)
        assert (beside.remaining, beside["grant-frame"]) == (without.remaining, without["grant-frame"])
        assert amount(beside, RULE) == spent

    @given(signed=days(), day=days())
    def test_they_hold_while_the_agreement_does(self, signed: date, day: date) -> None:
        result = evaluated(agreement__signed_on=str(signed), municipal=[cost(day, 100)])
        assert result[RULE].outcome is (Outcome.ZERO if day < signed else Outcome.GRANTED)
        assert why(result, RULE) == ({"before-signing"} if day < signed else set())


class TestT62:
    """What is agreed stands in the agreement's text."""

    @given(purpose=st.none() | st.text(max_size=30), spent=kroner(50_000))
    def test_the_words_change_no_amount(self, purpose: str | None, spent: Decimal) -> None:
        assert evaluated(municipal=[cost("2025-09-10", spent, purpose=purpose)])[RULE].amount == spent
