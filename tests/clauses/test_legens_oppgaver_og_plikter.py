"""Legens oppgaver og plikter (T26-T31)."""

from hypothesis import strategies as st

from alis_rules import Status
from alis_rules.testing.asking import status
from alis_rules.testing.clauses import test_legens_oppgaver_og_plikter as published
from alis_rules.testing.clauses.drawn import given, listed
from alis_rules.testing.documents import activity
from tests.clauses.records import doctors_duty
from tests.support import evaluated


class TestT26(published.TestT26):
    """T26 as it is published, and what more this library says of it."""

    def test_the_duty_is_the_doctors(self) -> None:
        assert "T26" in doctors_duty("carry-out-activities").clauses


class TestT27:
    """The doctor documents learning activities in the competence portal as they are completed."""

    def test_the_duty_is_the_doctors(self) -> None:
        assert "T27" in doctors_duty("document-in-portal").clauses

    @given(kind=listed, documented=st.booleans())
    def test_the_condition_is_met_by_documentation(self, kind: str, documented: bool) -> None:
        result = evaluated(activities=[activity("2025-09-10", kind, expenses=1, documented=documented)])
        assert status(result, "documented") is (Status.MET if documented else Status.NOT_MET)


class TestT28(published.TestT28):
    """T28 as it is published, and what more this library says of it."""

    def test_the_duty_is_the_doctors(self) -> None:
        assert "T28" in doctors_duty("tell-of-obstacles").clauses


class TestT29(published.TestT29):
    """T29 as it is published, and what more this library says of it."""

    def test_the_duty_is_the_doctors(self) -> None:
        assert doctors_duty("notify-commercial-actor").clauses == ("T29",)


class TestT30(published.TestT30):
    """T30 as it is published, and what more this library says of it."""

    def test_the_duty_is_the_doctors(self) -> None:
        assert doctors_duty("notify-interruption").clauses == ("T30",)


class TestT31(published.TestT31):
    """T31 as it is published, and what more this library says of it."""

    def test_the_duty_is_the_doctors(self) -> None:
        assert "T31" in doctors_duty("notify-changes").clauses
