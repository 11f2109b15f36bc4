"""What is left under the caps, and which conditions are met: faults that use has shown."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alis_rules import Case, Status, evaluate, load_case
from alis_rules.interchange import case_to_json, dump_case
from alis_rules.testing import cases
from alis_rules.testing.asking import listed_conditions, status
from alis_rules.testing.documents import IN_2023, activity, break_, cost, supervised
from tests.support import case, evaluated

ANSWERS = (None, True, False)
answers = st.sampled_from(ANSWERS)


class TestConditions:
    """A condition is met by what the case says, never by what it leaves out."""

    @pytest.mark.parametrize(("completed", "documented", "expected"), [
        (None, None, Status.NOT_STATED),
        (True, None, Status.NOT_STATED),
        (None, True, Status.MET),
        (True, True, Status.MET),
        (False, None, Status.MET),
        (False, False, Status.MET),
        (None, False, Status.NOT_MET),
        (True, False, Status.NOT_MET),
    ])  # fmt: skip
    def test_fault_11_documented(self, completed: bool | None, documented: bool | None, expected: Status) -> None:
        result = evaluated(activities=[activity("2025-09-10", expenses=1, completed=completed, documented=documented)])
        found = listed_conditions(result)["documented"]
        assert found.status is expected
        assert found.about == (() if expected is Status.MET else ("/activities/0",))

    @given(st.lists(st.tuples(answers, answers), min_size=1, max_size=5))
    def test_fault_11_one_that_cannot_be_documented_is_told_before_those_not_stated(
        self, said: list[tuple[bool | None, bool | None]]
    ) -> None:
        rows = [activity("2025-09-10", expenses=1, completed=done, documented=proof) for done, proof in said]
        found = listed_conditions(evaluated(activities=rows))["documented"]
        asked = [proof for done, proof in said if done is not False]
        worst = Status.NOT_MET if False in asked else Status.NOT_STATED if None in asked else Status.MET
        assert found.status is worst
        of = {Status.NOT_MET: False, Status.NOT_STATED: None}.get(worst, ...)
        assert [int(at.rpartition("/")[2]) for at in found.about] == [
            index for index, (done, proof) in enumerate(said) if done is not False and proof is of
        ]

    def test_fault_11_amounts_count_what_is_not_stated(self) -> None:
        by_silence, said = (
            evaluated(activities=[activity("2025-09-10", absence_hours=5, expenses=900, **more)])
            for more in ({}, {"completed": True, "documented": True})
        )
        assert by_silence.lines == said.lines
        assert by_silence.records == said.records

    @given(completed=answers, documented=answers)
    def test_fault_11_what_is_not_stated_stays_so_in_json(self, completed: bool | None, documented: bool | None) -> None:
        one = case(activities=[activity("2025-09-10", expenses=1, completed=completed, documented=documented)])
        (written,) = case_to_json(one)["activities"]
        assert (written.get("completed"), written.get("documented")) == (completed, documented)
        assert ("completed" in written, "documented" in written) == (completed is not None, documented is not None)
        assert load_case(dump_case(one)) == one

    @pytest.mark.parametrize("place", ["name", "hpr_number", "training_start", "expected_end"])
    @pytest.mark.parametrize("blank", [None, " "])
    def test_fault_11_fields_of_the_template(self, place: str, blank: str | None) -> None:
        whole: dict[str, Any] = {"name": "Kari", "hpr_number": "9999999", "first_gp_date": "2025-02-01"}
        whole |= {"training_start": "2024-09-01", "expected_end": "2029-08-31"}
        agreement = {"kind": "alis-avtale", "signed_on": "2025-05-20"} | dict.fromkeys(
            ("contact_person", "workplace", "title", "supervisor"), "x"
        )
        assert status(evaluated(doctor=whole, agreement=agreement), "all-fields") is Status.MET
        if blank is None or place in ("name", "hpr_number"):
            found = listed_conditions(evaluated(doctor=whole | {place: blank}, agreement=agreement))["all-fields"]
            assert (found.status, found.about) == (Status.NOT_STATED, (f"/doctor/{place}",))

    def test_fault_11_of_a_list_that_is_not_there(self) -> None:
        """The lists tell all that there is: no post is none, and no affiliation is none."""
        found = listed_conditions(evaluated(positions=[]))
        assert found["post"].status is Status.NOT_MET
        assert found["no-commercial-actor"].status is Status.MET
        assert "/positions" in found["all-fields"].about

    @pytest.mark.parametrize(("start", "end", "expected"), [
        (None, None, Status.NOT_STATED),
        (None, "2025-05-31", Status.NOT_MET),
        (None, "2025-06-01", Status.NOT_STATED),
        ("2024-01-01", "2025-06-01", Status.MET),
        ("2026-06-01", None, Status.NOT_MET),
    ])  # fmt: skip
    def test_fault_11_in_training(self, start: str | None, end: str | None, expected: Status) -> None:
        """An end before the call is stated, though no start is."""
        assert status(evaluated(doctor__training_start=start, doctor__training_end=end), "in-training") is expected

    @pytest.mark.parametrize(("parts", "expected"), [
        ({}, Status.NOT_STATED),
        ({"supervision": [supervised("2025-06-01", 1)]}, Status.MET),
        ({"supervision": [supervised("2026-05-31", 1)]}, Status.MET),
        ({"supervision": [supervised("2025-05-31", 1), supervised("2026-06-01", 1)]}, Status.NOT_STATED),
        ({"activities": [activity("2025-09-10", "individuell-veiledning")]}, Status.MET),
        ({"activities": [activity("2025-09-10", "individuell-veiledning", completed=False)]}, Status.NOT_STATED),
        ({"activities": [activity("2025-09-10", "gruppeveiledning")]}, Status.NOT_STATED),
    ])  # fmt: skip
    def test_fault_11_supervised(self, parts: dict[str, Any], expected: Status) -> None:
        """Supervision in another year, or that was not carried out, says nothing of this call's."""
        assert status(evaluated(**parts), "supervised") is expected

    @pytest.mark.parametrize("blank", [None, "", " \t"])
    @pytest.mark.parametrize("kind", ["additional", "municipal"])
    def test_fault_11_purposes(self, kind: str, blank: str | None) -> None:
        rows = [cost("2025-09-10", 5, purpose="bolig"), cost("2025-09-10", 5, purpose=blank)]
        found = listed_conditions(evaluated(**{kind: rows}))[f"{kind}-purpose"]
        assert (found.status, found.about) == (Status.NOT_STATED, (f"/{kind}/1",))

    @pytest.mark.parametrize(("first", "last", "expected"), [
        ("2024-09-01", "2024-09-10", Status.NOT_MET),
        ("2023-01-01", "2024-08-20", Status.NOT_MET),
        ("2023-01-01", "2024-08-19", Status.MET),  # the day before the agreement
        ("2026-05-31", None, Status.NOT_MET),
        ("2026-06-01", None, Status.MET),
    ])  # fmt: skip
    def test_fault_33_an_affiliation_since_the_agreement(self, first: str, last: str | None, expected: Status) -> None:
        parts = {"agreement__signed_on": "2024-08-20", "doctor__first_gp_date": "2024-02-01"}
        result = evaluated(**parts, interruptions=[break_("kommersiell-aktor", first, last)])
        assert status(result, "no-commercial-actor") is expected

    @pytest.mark.parametrize(("last", "expected"), [("2022-09-30", Status.MET), ("2022-10-01", Status.NOT_MET)])
    def test_fault_33_since_the_day_that_the_agreement_is_back_dated_to(self, last: str, expected: Status) -> None:
        parts = IN_2023 | {"agreement__signed_on": "2023-03-01", "agreement__newly_employed": True}
        result = evaluated(**parts, interruptions=[break_("kommersiell-aktor", "2022-09-20", last)])
        assert status(result, "no-commercial-actor") is expected

    @pytest.mark.parametrize(("last", "expected"), [("2025-05-31", Status.MET), ("2025-06-01", Status.NOT_MET)])
    def test_fault_33_without_an_agreement_within_the_call(self, last: str, expected: Status) -> None:
        result = evaluated(agreement={"kind": "veiledning"}, interruptions=[break_("kommersiell-aktor", "2025-01-01", last)])
        assert status(result, "no-commercial-actor") is expected

    @given(cases())
    def test_fault_33_what_ended_the_agreement_or_a_day_of_it_is_no_condition_that_is_met(self, one: Case) -> None:
        result = evaluate(one, project=True)
        reasons = {reason for record in result.records for reason in record.reasons if "outside-call" not in record.reasons}
        if "commercial-actor" in reasons and "before-signing" not in reasons:
            assert status(result, "no-commercial-actor") is Status.NOT_MET
