"""Standardelementer (T32-T35): who qualifies, the grant frame, and yearly changes."""

from decimal import Decimal
from typing import Any

from alis_rules import evaluate
from alis_rules.testing.asking import amount, listed_conditions
from alis_rules.testing.clauses import test_standardelementer as published
from alis_rules.testing.clauses.drawn import given, records
from alis_rules.testing.clauses.test_standardelementer import TestT34
from alis_rules.testing.documents import IN_2023, PLENTY, course, supervised
from tests.clauses.records import altered, in_2021
from tests.support import case, evaluated

__all__ = ["TestT34"]


class TestT32(published.TestT32):
    """T32 as it is published, and what more this library says of it."""

    def test_recruitment_difficulties_are_not_asked_for(self) -> None:
        assert "recruitment-difficulties" not in listed_conditions(evaluated())


class TestT33(published.TestT33):
    """T33 as it is published, and what more this library says of it."""

    def test_a_frame_that_is_not_known_has_a_note(self) -> None:
        result = evaluated(activities=[course("2025-09-10")])
        assert "frame-not-checked" in {note.code for note in result.notes}


class TestT35:
    """The elements follow the yearly changes of the rules, and what changed is plain from the result."""

    @given(parts=records())
    def test_a_changed_share_changes_its_own_line_alone(self, parts: dict[str, Any]) -> None:
        same = case(**parts, supplied=PLENTY)
        before, after = evaluate(same), evaluate(same, tables=altered(supervision_share=120))
        for rule in ("practice-compensation", "learning-expenses", "lower-productivity", "facilitation"):
            assert after[rule] == before[rule]
        assert amount(after, "supervision") >= amount(before, "supervision")

    def test_the_result_names_the_rates_and_the_edition_that_it_follows(self) -> None:
        same = case(supervision=[supervised("2025-09-10", 10)])
        before, after = evaluate(same), evaluate(same, tables=altered(supervision_share=120))
        shares = [{rate.id: rate.value for rate in each["supervision"].rates}["supervision-share"] for each in (before, after)]
        assert shares == ["115", "120"]
        assert before.tables.digest != after.tables.digest
        assert (before["supervision"].amount, after["supervision"].amount) == (Decimal("15812.50"), Decimal("16500.00"))

    def test_between_calls_the_changes_are_plain_too(self) -> None:
        # Supervision of 50 hours: 42 h × 1 000 kr in 2021; 50 h × 1 140 kr × 115 % in 2023; 50 h × 1 375 kr × 115 % in 2026.
        then = evaluated(**in_2021(supervision=[supervised("2021-05-10", 50)]))["supervision"]
        middle = evaluated(**IN_2023, supervision=[supervised("2023-05-10", 50)])["supervision"]
        now = evaluated(supervision=[supervised("2025-09-10", 50)])["supervision"]
        assert [line.amount for line in (then, middle, now)] == [42_000, 65_550, Decimal("79062.50")]
        named = [{rate.id: rate.value for rate in line.rates} for line in (then, middle, now)]
        assert named == [
            {"supervision-rate": "1000", "supervision-hours": "42"},
            {"fee-rate": "1140", "supervision-share": "115", "supervision-hours": "57.75"},
            {"fee-rate": "1375", "supervision-share": "115", "supervision-hours": "57.75"},
        ]
