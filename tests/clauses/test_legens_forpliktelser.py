"""Legens forpliktelser (S16)."""

import pytest

from alis_rules import duties
from tests.clauses.records import doctors_duty


class TestS16:
    """The doctor carries out what is agreed, reports and replaces what cannot be done, and sends objectives and claims in time."""

    @pytest.mark.parametrize("duty", [
        "carry-out-activities", "tell-of-obstacles", "propose-activities", "notify-changes", "learning-objectives", "claims-by-deadline",
    ])  # fmt: skip
    def test_each_is_a_duty_of_the_doctor(self, duty: str) -> None:
        assert "S16" in doctors_duty(duty).clauses

    def test_none_of_them_is_the_municipalitys(self) -> None:
        assert all("S16" not in duty.clauses for duty in duties().municipality)
