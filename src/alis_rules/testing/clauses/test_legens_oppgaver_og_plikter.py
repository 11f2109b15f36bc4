"""Legens oppgaver og plikter (T26-T31)."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from alis_rules.testing.asking import evaluated, receivers, to, why, why_not
from alis_rules.testing.clauses.drawn import days, given, hours, intervals, listed
from alis_rules.testing.documents import FIRST, LAST, PRICE, activity, break_, course, post


class TestT26:
    """The doctor carries out the activities that were agreed."""

    @given(absences=st.lists(st.tuples(hours(30), st.booleans()), max_size=4))
    def test_only_what_is_carried_out_is_paid(self, absences: list[tuple[Decimal, bool]]) -> None:
        agreed = [activity("2025-09-10", absence_hours=absent, completed=done) for absent, done in absences]
        assert evaluated(activities=agreed)["practice-compensation"].amount == sum(PRICE * absent for absent, done in absences if done)


class TestT28:
    """The doctor tells the municipality and the supervisor when something cannot be done as agreed."""

    @given(kind=listed)
    def test_what_could_not_be_done_gives_nothing_and_says_why(self, kind: str) -> None:
        result = evaluated(activities=[activity("2025-09-10", kind, absence_hours=5, expenses=900, completed=False)])
        assert result.total == 0
        assert why(result, "practice-compensation") == why(result, "learning-expenses") == {"not-completed"}


class TestT29:
    """The doctor notifies the municipality of affiliation with an agency or another private commercial actor."""

    @given(began=days(FIRST + timedelta(1), LAST))
    def test_what_is_notified_ends_the_right_from_its_first_day(self, began: date) -> None:
        told = [break_("kommersiell-aktor", began)]
        assert why_not(began - timedelta(1), interruptions=told) == set()
        assert why_not(began, interruptions=told) == {"commercial-actor", "agreement-ended"}


class TestT30:
    """The doctor notifies the municipality when the training is interrupted, for a time or for good."""

    @given(away=intervals(), day=days())
    def test_an_interruption_for_a_time_costs_its_days(self, away: tuple[date, date], day: date) -> None:
        assert bool(why_not(day, interruptions=[break_("institusjonstjeneste", *away)])) is (away[0] <= day <= away[1])

    @given(end=days(), day=days())
    def test_an_interruption_for_good_costs_all_days_after(self, end: date, day: date) -> None:
        assert bool(why_not(day, doctor__training_end=str(end))) is (day > end)


class TestT31:
    """The doctor notifies the municipality of changes in the post, or of anything else that matters to the agreement."""

    @given(change=days(FIRST + timedelta(1), LAST), day=days())
    def test_a_change_of_employment_changes_who_receives_from_that_day(self, change: date, day: date) -> None:
        posts = [post(last=change - timedelta(1)), post(employment="ansatt", first=change)]
        result = evaluated(positions=posts, activities=[course(str(day), 10)])
        assert receivers(result, "practice-compensation") == (to(doctor=8250) if day < change else to(municipality=8250))
