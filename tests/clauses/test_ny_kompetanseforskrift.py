"""Ny kompetanseforskrift (S02-S05): what the regulation on competence brought."""

from hypothesis import strategies as st

from alis_rules import Status
from alis_rules.testing.asking import listed_conditions, status
from alis_rules.testing.clauses.drawn import days, given, hours
from alis_rules.testing.documents import activity, supervised
from tests.clauses.records import doctors_duty, municipal_duty
from tests.support import evaluated


class TestS02:
    """The municipalities are now responsible for the training."""

    def test_the_duty_is_the_municipalitys(self) -> None:
        assert municipal_duty("training-organisation").party.value == "municipality"
        assert "S02" in municipal_duty("training-organisation").clauses


class TestS03:
    """Competence is approved by learning objectives that a regulation sets."""

    def test_the_doctor_has_them_approved(self) -> None:
        assert doctors_duty("learning-objectives").party.value == "doctor"
        assert "S03" in doctors_duty("learning-objectives").clauses


class TestS04:
    """The service is done under supervision and guidance."""

    def test_the_municipality_gives_it(self) -> None:
        assert "S04" in municipal_duty("give-supervision").clauses

    @given(sessions=st.lists(st.tuples(days(), hours(10)), max_size=3))
    def test_the_condition_is_met_where_there_is_supervision(self, sessions: list[tuple[object, object]]) -> None:
        result = evaluated(supervision=[supervised(str(day), str(time)) for day, time in sessions])
        assert status(result, "supervised") is (Status.MET if sessions else Status.NOT_STATED)
        assert "S04" in listed_conditions(result)["supervised"].clauses


class TestS05:
    """Documentation is electronic."""

    def test_the_doctor_documents_in_the_portal(self) -> None:
        assert "S05" in doctors_duty("document-in-portal").clauses

    @given(documented=st.lists(st.booleans(), min_size=1, max_size=4))
    def test_the_condition_asks_for_each_activity(self, documented: list[bool]) -> None:
        result = evaluated(activities=[activity("2025-09-10", expenses=1, documented=proof) for proof in documented])
        assert status(result, "documented") is (Status.MET if all(documented) else Status.NOT_MET)
