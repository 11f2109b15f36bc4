"""Tilleggselementer (T57-T60): additional elements for municipalities of centrality class 6."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import strategies as st

from alis_rules import Outcome, load_tables
from alis_rules.testing.asking import evaluated, gives_nothing, left, receivers, to, why
from alis_rules.testing.clauses.drawn import days, employments, given, kroner
from alis_rules.testing.documents import IN_2023, activity, cost

RULE = "additional-elements"
CENTRALITY_6 = {"municipality__centrality_class": 6}
MUNICIPALITIES = sorted(load_tables().municipalities.values(), key=lambda row: row.number)


class TestT57:
    """Municipalities of centrality class 6 qualify for additional elements too, up to what Helsedirektoratet sets."""

    @given(class_=st.integers(1, 5), spent=kroner(100_000, 1), day=days())
    def test_no_other_class_qualifies(self, class_: int, spent: Decimal, day: date) -> None:
        result = evaluated(municipality__centrality_class=class_, additional=[cost(day, spent)], supplied={"additional_cap": 200_000})
        assert gives_nothing(result, RULE, "not-centrality-6")

    @given(spent=kroner(300_000, 1), cap=kroner(250_000), day=days())
    def test_class_6_receives_its_costs_up_to_the_cap(self, spent: Decimal, cap: Decimal, day: date) -> None:
        result = evaluated(**CENTRALITY_6, additional=[cost(day, spent)], supplied={"additional_cap": str(cap)})
        assert result[RULE].amount == min(spent, cap)
        assert (result[RULE].limited_by == ("additional-cap",)) is (spent > cap)
        assert left(result, "additional-cap") == max(cap - spent, Decimal(0))

    @given(row=st.sampled_from(MUNICIPALITIES))
    def test_the_table_gives_the_class_of_each_municipality(self, row: Any) -> None:
        result = evaluated(
            municipality={"number": row.number, "registered": True},
            additional=[cost("2025-09-10", 500)],
            supplied={"additional_cap": 200_000},
        )
        assert result[RULE].amount == (500 if row.centrality_class == 6 else 0)

    def test_utsira_is_of_class_6_and_bodo_is_not(self) -> None:
        # SSB 2024: 1151 Utsira has index 293 (class 6), 1804 Bodø is of class 3.
        for number, expected in (("1151", 500), ("1804", 0)):
            result = evaluated(municipality__number=number, additional=[cost("2025-09-10", 500)], supplied={"additional_cap": 200_000})
            assert result[RULE].amount == expected

    def test_the_class_that_the_case_gives_overrides_the_table(self) -> None:
        additional: dict[str, Any] = {"additional": [cost("2025-09-10", 500)], "supplied": {"additional_cap": 200_000}}
        assert evaluated(municipality={"number": "1151", "centrality_class": 5}, **additional)[RULE].amount == 0

    @pytest.mark.parametrize(("spent", "expected"), [("199999.99", "199999.99"), ("200000.00", "200000.00"), ("200000.01", "200000.00")])
    def test_the_unconfirmed_cap_is_used_only_where_it_is_accepted(self, spent: str, expected: str) -> None:
        parts: dict[str, Any] = CENTRALITY_6 | {"additional": [cost("2025-09-10", spent)]}
        assert evaluated(**parts, accept=["unconfirmed"])[RULE].amount == Decimal(expected)
        line = evaluated(**parts)[RULE]
        assert (line.amount, line.outcome, line.missing) == (None, Outcome.UNDETERMINED, ("additional-cap",))

    def test_where_the_class_is_not_known_it_is_undetermined(self) -> None:
        line = evaluated(**IN_2023, additional=[cost("2022-11-30", 500)], supplied={"additional_cap": 200_000})[RULE]
        assert line.amount is None
        assert line.missing

    @given(spent=kroner(100_000), standard=kroner(14_000))
    def test_they_lie_outside_the_frame_of_the_standard_elements(self, spent: Decimal, standard: Decimal) -> None:
        result = evaluated(
            **CENTRALITY_6,
            activities=[activity("2025-09-10", expenses=standard)],
            additional=[cost("2025-09-10", spent)],
            supplied={"additional_cap": 200_000, "grant_frame": {"fastlege": 1_000}},
        )
        assert result.total == min(standard, Decimal(1_000)) + spent


class TestT58:
    """They are offered in dialogue with the ALIS and may differ from agreement to agreement, as its text says."""

    @given(costs=st.lists(st.tuples(st.text(min_size=1, max_size=20), kroner(40_000)), min_size=1, max_size=4), employment=employments)
    def test_whatever_was_agreed_counts_and_comes_back_to_the_municipality(self, costs: list[tuple[str, Decimal]], employment: str) -> None:
        result = evaluated(
            **CENTRALITY_6,
            positions=[{"role": "fastlege", "employment": employment, "percent": 100, "from": "2025-02-01"}],
            additional=[cost("2025-09-10", spent, purpose=purpose) for purpose, spent in costs],
            supplied={"additional_cap": 200_000},
        )
        assert receivers(result, RULE) == to(municipality=sum(spent for _, spent in costs))


class TestT59:
    """They must serve a safe and predictable training."""

    @given(spent=kroner(200_000, 1))
    def test_one_whose_purpose_is_not_stated_holds_provided_that_it_does(self, spent: Decimal) -> None:
        result = evaluated(**CENTRALITY_6, additional=[cost("2025-09-10", spent)], supplied={"additional_cap": 200_000})
        assert result[RULE].amount == spent


class TestT60:
    """They are not for equipment or lasting investments."""

    @given(costs=st.lists(st.tuples(kroner(40_000, 1), st.booleans()), max_size=4))
    def test_lasting_investments_do_not_count(self, costs: list[tuple[Decimal, bool]]) -> None:
        additional = [cost("2025-09-10", spent, lasting_investment=lasting) for spent, lasting in costs]
        result = evaluated(**CENTRALITY_6, additional=additional, supplied={"additional_cap": 200_000})
        assert result[RULE].amount == sum(spent for spent, lasting in costs if not lasting)
        assert why(result, RULE) == ({"lasting-investment"} if any(lasting for _, lasting in costs) else set())

    def test_all_reasons_are_given(self) -> None:
        result = evaluated(additional=[cost("2025-05-31", 100, lasting_investment=True)])
        assert why(result, RULE) == {"lasting-investment", "not-centrality-6", "outside-call"}
