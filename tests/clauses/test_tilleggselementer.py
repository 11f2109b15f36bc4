"""Tilleggselementer (T57-T60): additional elements for municipalities of centrality class 6."""

import pytest

from alis_rules import Status
from alis_rules.testing.asking import listed_conditions, status
from alis_rules.testing.clauses import test_tilleggselementer as published
from alis_rules.testing.clauses.test_tilleggselementer import TestT60
from alis_rules.testing.documents import IN_2023, cost
from tests.support import evaluated

__all__ = ["TestT60"]

RULE = "additional-elements"
CENTRALITY_6 = {"municipality__centrality_class": 6}


class TestT57(published.TestT57):
    """T57 as it is published, and what more this library says of it."""

    @pytest.mark.parametrize(("number", "class_"), [("1151", 6), ("1804", 3)])
    def test_the_result_names_the_class_of_the_table(self, number: str, class_: int) -> None:
        assert evaluated(municipality__number=number).municipality.centrality_class == class_

    def test_a_class_that_is_not_known_is_named(self) -> None:
        line = evaluated(**IN_2023, additional=[cost("2022-11-30", 500)], supplied={"additional_cap": 200_000})[RULE]
        assert line.missing == ("centrality-class",)


class TestT58(published.TestT58):
    """T58 as it is published, and what more this library says of it."""

    @pytest.mark.parametrize(("purposes", "expected"), [
        (["barnehageplass"], Status.MET),
        (["barnehageplass", "flytting"], Status.MET),
        (["barnehageplass", None], Status.NOT_STATED),
        ([""], Status.NOT_STATED),
    ])  # fmt: skip
    def test_the_condition_asks_what_each_is_for(self, purposes: list[str | None], expected: Status) -> None:
        result = evaluated(**CENTRALITY_6, additional=[cost("2025-09-10", 100, purpose=purpose) for purpose in purposes])
        assert status(result, "additional-purpose") is expected

    def test_without_additional_elements_nothing_is_asked(self) -> None:
        assert "additional-purpose" not in listed_conditions(evaluated(**CENTRALITY_6))


class TestT59(published.TestT59):
    """T59 as it is published, and what more this library says of it."""

    def test_the_condition_says_so(self) -> None:
        result = evaluated(**CENTRALITY_6, additional=[cost("2025-09-10", 100)])
        assert "T59" in listed_conditions(result)["additional-purpose"].clauses

    def test_one_whose_purpose_is_not_stated_holds_provided_that_there_is_one(self) -> None:
        result = evaluated(**CENTRALITY_6, additional=[cost("2025-09-10", 100)])
        assert status(result, "additional-purpose") is Status.NOT_STATED
