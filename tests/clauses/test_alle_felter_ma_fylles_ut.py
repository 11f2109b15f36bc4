"""Alle felter må fylles ut (T21): what of the agreement's text is missing."""

import json
from typing import Any

import pytest
from hypothesis import strategies as st

from alis_rules import Case, Status, completeness, evaluate, load_case
from alis_rules.testing.asking import status
from alis_rules.testing.clauses import test_alle_felter_ma_fylles_ut as published
from alis_rules.testing.clauses.drawn import GP_ROLES, given, roles
from alis_rules.testing.documents import post
from tests.support import CONTRACT_CASE, evaluated

FIELDS = {
    "/agreement/contact_person": "contact-person",
    "/doctor/name": "name",
    "/doctor/hpr_number": "hpr-number",
    "/agreement/workplace": "workplace",
    "/agreement/title": "title",
    "/positions": "positions",
    "/doctor/training_start": "training-start",
    "/doctor/first_gp_date": "first-gp-date",
    "/doctor/expected_end": "expected-end",
    "/agreement/supervisor": "supervisor",
}
"""What a case can leave empty: the municipality, the kind of agreement and the day of signing it cannot."""


def without(*places: str, **more: Any) -> Case:
    """The case of the contract, which is filled in, without some fields."""
    found = json.loads(json.dumps(CONTRACT_CASE)) | more
    for place in places:
        *parents, key = place.split("/")[1:]
        (found[parents[0]] if parents else found).pop(key)
    return load_case(json.dumps(found))


class TestT21(published.TestT21):
    """T21 as it is published, and what more this library says of it."""

    def test_a_case_with_every_field_lacks_nothing(self) -> None:
        assert completeness(without()) == ()
        assert status(evaluate(without()), "all-fields") is Status.MET

    @pytest.mark.parametrize(("place", "field"), FIELDS.items())
    def test_each_empty_field_is_named_with_its_place(self, place: str, field: str) -> None:
        if place == "/positions":  # without a post no first day as GP is asked for
            assert [missing.at for missing in completeness(without(place))] == [place]
            return
        (missing,) = completeness(without(place))
        assert (missing.at, missing.field, missing.clause) == (place, field, "T21")

    @given(places=st.sets(st.sampled_from([place for place in FIELDS if place != "/positions"])))
    def test_exactly_the_empty_fields_are_named(self, places: set[str]) -> None:
        short = without(*places)
        assert {missing.at for missing in completeness(short)} == places
        assert status(evaluate(short), "all-fields") is (Status.NOT_STATED if places else Status.MET)

    @given(role=roles)
    def test_the_first_day_as_gp_is_asked_of_gps_and_locums_alone(self, role: str) -> None:
        found = completeness(without("/doctor/first_gp_date", positions=[post(role)]))
        assert [missing.at for missing in found] == (["/doctor/first_gp_date"] if role in GP_ROLES else [])

    @given(blank=st.text(" \t\n", max_size=3))
    def test_a_blank_is_not_filled_in(self, blank: str) -> None:
        found = completeness(without(doctor=CONTRACT_CASE["doctor"] | {"name": blank}))
        assert [missing.at for missing in found] == ["/doctor/name"]

    def test_supervision_alone_has_no_agreement_to_fill_in(self) -> None:
        result = evaluated(agreement={"kind": "veiledning"})
        assert "all-fields" not in {each.id for each in result.conditions}
        assert completeness(without(agreement={"kind": "veiledning"})) == ()
