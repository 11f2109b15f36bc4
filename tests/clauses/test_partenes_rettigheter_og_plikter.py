"""Partenes rettigheter og plikter (T22-T23): documentation, and repayment on breach."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import strategies as st

from alis_rules import Status, duties, repayment
from alis_rules.testing.asking import listed_conditions, status
from alis_rules.testing.clauses.drawn import days, given, hours, kroner, records
from alis_rules.testing.documents import IN_2023, PLENTY, RECORD_LINES, activity, cost, course, post, supervised
from tests.clauses.records import doctors_duty, municipal_duty
from tests.support import evaluated


class TestT22:
    """Both parties meet the scheme's requirements and can show what was carried out at a control."""

    @pytest.mark.parametrize("duty", ["meet-requirements", "keep-documentation"])
    def test_the_duty_is_both_parties_own(self, duty: str) -> None:
        assert municipal_duty(duty).clauses == doctors_duty(duty).clauses == ("T22",)
        assert (municipal_duty(duty).party.value, doctors_duty(duty).party.value) == ("municipality", "doctor")

    @pytest.mark.parametrize("rule", RECORD_LINES)
    def test_each_line_has_papers_that_prove_it(self, rule: str) -> None:
        assert duties().papers[rule]

    @given(documented=st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=4))
    def test_the_condition_asks_for_proof_of_every_completed_activity(self, documented: list[tuple[bool, bool]]) -> None:
        kept = [activity("2025-09-10", expenses=1, completed=done, documented=proof) for done, proof in documented]
        found = status(evaluated(activities=kept), "documented")
        assert found is (Status.NOT_MET if (True, False) in documented else Status.MET)

    def test_without_activities_there_is_nothing_to_document(self) -> None:
        assert "documented" not in listed_conditions(evaluated())


class TestT23:
    """On documented breach the municipality may reclaim the grant: what was paid beyond what the true facts give."""

    @given(then=records(), now=records())
    def test_it_is_the_difference_of_two_evaluations_and_never_negative(self, then: dict[str, Any], now: dict[str, Any]) -> None:
        granted, due = evaluated(**then, supplied=PLENTY), evaluated(**now, supplied=PLENTY)
        found = repayment(granted, due)
        assert found.complete
        assert found.difference == granted.total - due.total
        assert found.reclaimable == max(granted.total - due.total, Decimal(0))
        assert found.from_doctor == max(granted.recipients.doctor - due.recipients.doctor, Decimal(0))
        assert [line.difference for line in found.lines] == [
            (before.amount or 0) - (after.amount or 0) for before, after in zip(granted.lines, due.lines, strict=True)
        ]

    @given(parts=records())
    def test_unchanged_facts_give_nothing_back(self, parts: dict[str, Any]) -> None:
        same = evaluated(**parts, supplied=PLENTY)
        assert repayment(same, same).reclaimable == repayment(same, same).from_doctor == 0

    @given(parts=records())
    def test_where_the_requirements_were_never_met_all_is_reclaimed(self, parts: dict[str, Any]) -> None:
        granted = evaluated(**parts, supplied=PLENTY)
        assert repayment(granted, evaluated(**parts, supplied=PLENTY, municipality__registered=False)).reclaimable == granted.total

    @given(parts=records(), ended=days())
    def test_a_hidden_affiliation_costs_what_came_after_it(self, parts: dict[str, Any], ended: date) -> None:
        at_agency = [{"kind": "kommersiell-aktor", "from": str(ended)}]
        granted = evaluated(**parts, supplied=PLENTY)
        found = repayment(granted, evaluated(**parts, supplied=PLENTY, interruptions=at_agency))
        assert 0 <= found.reclaimable <= granted.total

    @pytest.mark.parametrize(("employment", "from_doctor"), [("hovedmodell", "6187.50"), ("ansatt", "0.00")])
    def test_untrue_information_is_reclaimed_from_the_one_who_received(self, employment: str, from_doctor: str) -> None:
        # A course of 7.5 h that was never held: 7.5 h × 825 kr = 6 187.50 kr.
        parts: dict[str, Any] = {"positions": [post(employment=employment)], "supplied": PLENTY}
        granted = evaluated(**parts, activities=[course("2025-09-10")])
        found = repayment(granted, evaluated(**parts, activities=[course("2025-09-10", completed=False)]))
        assert (found.reclaimable, found.from_doctor) == (Decimal("6187.50"), Decimal(from_doctor))

    @given(time=hours(57), more=hours(57))
    def test_more_due_than_was_granted_is_no_claim(self, time: Decimal, more: Decimal) -> None:
        granted = evaluated(supervision=[supervised("2025-09-10", time)], supplied=PLENTY)
        now = evaluated(supervision=[supervised("2025-09-10", time), supervised("2025-10-10", more)], supplied=PLENTY)
        assert repayment(granted, now).difference <= 0
        assert repayment(granted, now).reclaimable == 0

    @given(then=kroner(9_000), now=kroner(9_000))
    def test_municipal_elements_are_no_grant_to_reclaim(self, then: Decimal, now: Decimal) -> None:
        granted, due = (evaluated(municipal=[cost("2025-09-10", spent)], supplied=PLENTY) for spent in (then, now))
        assert repayment(granted, due).difference == 0

    def test_where_a_line_is_undetermined_the_result_says_so(self) -> None:
        granted = evaluated(activities=[course("2025-09-10")])  # the frame is not known
        assert not repayment(granted, evaluated(activities=[])).complete

    def test_two_calls_cannot_be_compared(self) -> None:
        with pytest.raises(ValueError, match="2023"):
            repayment(evaluated(), evaluated(**IN_2023))
