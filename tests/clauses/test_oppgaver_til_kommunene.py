"""Oppgaver til kommunene (S07)."""

import pytest

from tests.clauses.records import listed_conditions, municipal_duty, why_not
from tests.support import evaluated


class TestS07:
    """The municipality is a registered training organisation, gives a whole training by an individual plan, and applies for the grant."""

    @pytest.mark.parametrize("duty", ["training-organisation", "individual-plan", "apply-yearly"])
    def test_the_duties_are_the_municipalitys(self, duty: str) -> None:
        assert "S07" in municipal_duty(duty).clauses

    @pytest.mark.parametrize(("registered", "reasons"), [(True, set[str]()), (False, {"not-registered"})])
    def test_without_registration_there_is_no_grant(self, registered: bool, reasons: set[str]) -> None:
        assert why_not("2025-09-10", municipality__registered=registered) == reasons
        assert "S07" in listed_conditions(evaluated())["registered"].clauses
