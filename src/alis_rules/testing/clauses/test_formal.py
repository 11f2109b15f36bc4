"""Formål (T03-T05): refund of costs, three classes of element, published rates."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from alis_rules import Outcome
from alis_rules.testing.asking import amount, evaluated, to_ore
from alis_rules.testing.clauses.drawn import days, given, hours, kroner, records
from alis_rules.testing.documents import IN_2023, PLENTY, PRICE, RECORD_LINES, STANDARD_LINES, activity, cost, loss, supervised


class TestT03:
    """The grant refunds costs that were incurred: no cost, no grant, and never more than the cost."""

    def test_without_costs_nothing_is_granted(self) -> None:
        result = evaluated(supplied=PLENTY)
        assert result.total == 0
        assert {result[rule].outcome for rule in RECORD_LINES} == {Outcome.NOT_APPLICABLE}

    @given(day=days())
    def test_records_without_a_cost_give_nothing(self, day: date) -> None:
        result = evaluated(
            activities=[activity(day), activity(day, absence_hours=0, expenses=0)],
            supervision=[supervised(day, 0), supervised(day, 5, cost=0)],
            lower_productivity=[loss(day, day, 0)],
            facilitation=[cost(day, 0)],
            supplied=PLENTY,
        )
        assert result.total == 0
        assert {result[rule].outcome for rule in STANDARD_LINES} == {Outcome.NOT_APPLICABLE}

    @given(parts=records())
    def test_no_line_is_above_its_costs(self, parts: dict[str, Any]) -> None:
        result = evaluated(**parts, supplied=PLENTY)
        for rule in STANDARD_LINES:
            incurred = result[rule].incurred
            assert incurred is not None
            assert 0 <= amount(result, rule) <= incurred
        assert result["lower-productivity"].incurred == sum(Decimal(each["amount"]) for each in parts["lower_productivity"])
        assert result["facilitation"].incurred == sum(Decimal(each["amount"]) for each in parts["facilitation"])
        assert amount(result, "learning-expenses") <= sum(Decimal(each["expenses"]) for each in parts["activities"])

    @given(parts=records(), spent=kroner(20_000))
    def test_one_more_cost_gives_at_most_that_cost(self, parts: dict[str, Any], spent: Decimal) -> None:
        before = evaluated(**parts, supplied=PLENTY)
        parts["activities"].append(activity("2025-11-05", expenses=spent))
        after = evaluated(**parts, supplied=PLENTY)
        assert 0 <= after.total - before.total <= spent


class TestT04:
    """Elements are of three classes: standard, additional for centrality 6, and those that the municipality finances alone."""

    @given(day=days(), spent=kroner(50_000), parts=records())
    def test_the_municipal_class_is_never_in_the_state_grant(self, day: date, spent: Decimal, parts: dict[str, Any]) -> None:
        without = evaluated(**parts, supplied=PLENTY)
        beside = evaluated(**parts, supplied=PLENTY, municipal=[cost(day, spent)])
        assert (beside.total, beside.recipients) == (without.total, without.recipients)

    @given(parts=records(), spent=kroner(50_000), class_=st.integers(1, 6))
    def test_the_additional_class_comes_on_top_in_centrality_6_alone(self, parts: dict[str, Any], spent: Decimal, class_: int) -> None:
        without = evaluated(**parts, supplied=PLENTY, municipality__centrality_class=class_)
        additional = [cost("2025-11-05", spent)]
        beside = evaluated(**parts, supplied=PLENTY, municipality__centrality_class=class_, additional=additional)
        assert beside.total - without.total == (spent if class_ == 6 else 0)

    @given(parts=records())
    def test_the_total_is_the_sum_of_the_state_classes(self, parts: dict[str, Any]) -> None:
        result = evaluated(**parts, supplied=PLENTY, municipal=[cost("2025-11-05", 700)])
        assert result.total == sum(line.amount or 0 for line in result.lines if line.rule != "municipal-elements")


class TestT05:
    """Amounts and guiding rates are Helsedirektoratet's published ones, each with its source."""

    def test_what_is_not_published_is_missing_and_not_zero(self) -> None:
        result = evaluated(**IN_2023, activities=[activity("2022-11-30", absence_hours=8, expenses=500)])
        assert result["learning-expenses"].amount is None
        assert result["learning-expenses"].missing == ("learning-expenses",)
        assert result["practice-compensation"].missing
        assert not result.complete

    @given(absent=hours(160))
    def test_a_line_is_rounded_half_up_to_the_ore_or_by_reading_to_the_krone(self, absent: Decimal) -> None:
        parts = {"activities": [activity("2025-09-10", absence_hours=absent)]}
        assert evaluated(**parts)["practice-compensation"].amount == to_ore(absent * PRICE)
        whole = evaluated(**parts, readings={"rounding": "whole-kroner"})
        assert whole["practice-compensation"].amount == (absent * PRICE + Decimal("0.5")) // 1

    def test_the_official_figure_of_2023_is_shown_in_whole_kroner(self) -> None:
        # alis.no: 1 140 kr × 115 % × 57.75 h = 75 710 kr; exactly 75 710.25.
        parts = IN_2023 | {"supervision": [supervised("2022-11-30", "57.75")]}
        assert evaluated(**parts)["supervision"].amount == Decimal("75710.25")
        assert evaluated(**parts, readings={"rounding": "whole-kroner"})["supervision"].amount == 75710
