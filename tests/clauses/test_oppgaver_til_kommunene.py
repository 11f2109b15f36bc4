"""Oppgaver til kommunene (S07)."""

import pytest

from alis_rules.testing.asking import listed_conditions
from alis_rules.testing.clauses import test_oppgaver_til_kommunene as published
from tests.clauses.records import municipal_duty
from tests.support import evaluated


class TestS07(published.TestS07):
    """S07 as it is published, and what more this library says of it."""

    @pytest.mark.parametrize("duty", ["training-organisation", "individual-plan", "apply-yearly"])
    def test_the_duties_are_the_municipalitys(self, duty: str) -> None:
        assert "S07" in municipal_duty(duty).clauses

    def test_the_condition_of_registration_names_it(self) -> None:
        assert "S07" in listed_conditions(evaluated())["registered"].clauses
