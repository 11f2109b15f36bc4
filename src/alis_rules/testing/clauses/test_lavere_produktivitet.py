"""Lavere produktivitet (T47-T51)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import strategies as st

from alis_rules import Outcome
from alis_rules.testing.asking import amount, evaluated, gives_nothing, left, receivers, to, to_ore, why
from alis_rules.testing.clauses.drawn import days, employments, given, gp_roles, intervals, kroner, percents
from alis_rules.testing.documents import loss, post

RULE = "lower-productivity"


class TestT47:
    """It is not for introductory GPs, nor for general practice outside the Regular GP Scheme."""

    @pytest.mark.parametrize(("role", "reason"), [("introduksjonslege", "introductory-gp"), ("annet-legearbeid", "outside-gp-scheme")])
    @given(lost=intervals(), spent=kroner(200_000, 1), employment=employments)
    def test_neither_receives_it(self, role: str, reason: str, lost: tuple[date, date], spent: Decimal, employment: str) -> None:
        result = evaluated(positions=[post(role, employment)], lower_productivity=[loss(*lost, spent)])
        assert gives_nothing(result, RULE, reason)

    @given(role=gp_roles, other=st.sampled_from(["introduksjonslege", "annet-legearbeid"]), percent=percents(), spent=kroner(125_000))
    def test_a_post_as_gp_or_locum_beside_it_is_enough(self, role: str, other: str, percent: Decimal, spent: Decimal) -> None:
        posts = [post(role, percent=percent), post(other, "ansatt", 100 - percent)]
        assert evaluated(positions=posts, lower_productivity=[loss("2025-09-01", "2025-09-30", spent)])[RULE].amount == spent

    @given(change=days(date(2025, 9, 2), date(2025, 9, 30)))
    def test_only_the_days_as_gp_count(self, change: date) -> None:
        posts = [post("introduksjonslege", last=change - timedelta(1)), post(first=change)]
        result = evaluated(positions=posts, lower_productivity=[loss("2025-09-01", "2025-09-30", 3_000)])  # 100 kr a day
        assert result[RULE].amount == 100 * (date(2025, 10, 1) - change).days
        assert why(result, RULE) == {"introductory-gp"}


class TestT48:
    """Only the first 24 months as GP or locum count, at whatever percent."""

    @given(first=days(date(2023, 6, 2), date(2024, 5, 30)), role=gp_roles, percent=percents())
    def test_a_loss_across_the_end_counts_for_its_days_inside(self, first: date, role: str, percent: Decimal) -> None:
        end = first.replace(year=first.year + 2, day=28 if (first.month, first.day) == (2, 29) else first.day)
        lost = [loss("2025-06-01", "2026-05-31", 36_500)]  # 100 kr a day
        doctor = {"training_start": "2023-01-01", "first_gp_date": str(first)}
        result = evaluated(doctor=doctor, positions=[post(role, percent=percent, first=first)], lower_productivity=lost)
        assert result[RULE].amount == 100 * (end - date(2025, 6, 1)).days
        assert why(result, RULE) == {"outside-first-24-months"}

    def test_of_a_month_across_the_end_the_share_of_its_days_is_rounded_half_up(self) -> None:
        # First day 2024-01-16: 15 of January's 31 days count, 15/31 of 1 000 kr = 483.870… kr.
        result = evaluated(doctor__first_gp_date="2024-01-16", lower_productivity=[loss("2026-01-01", "2026-01-31", 1_000)])
        assert result[RULE].amount == Decimal("483.87")

    @given(first=days(date(2020, 1, 1), date(2023, 6, 1)), lost=intervals(), spent=kroner(200_000, 1))
    def test_after_it_nothing_counts(self, first: date, lost: tuple[date, date], spent: Decimal) -> None:
        result = evaluated(doctor__first_gp_date=str(first), lower_productivity=[loss(*lost, spent)])
        assert gives_nothing(result, RULE, "outside-first-24-months")

    @given(lost=intervals(), spent=kroner(125_000), percent=percents())
    def test_within_it_the_percent_makes_no_difference(self, lost: tuple[date, date], spent: Decimal, percent: Decimal) -> None:
        assert evaluated(positions=[post(percent=percent)], lower_productivity=[loss(*lost, spent)])[RULE].amount == spent


class TestT49:
    """Lost income is covered up to 125 000 kroner for one ALIS in a year."""

    @pytest.mark.parametrize(("lost", "expected", "outcome"), [
        ("124999.99", "124999.99", Outcome.GRANTED),
        ("125000.00", "125000.00", Outcome.GRANTED),
        ("125000.01", "125000.00", Outcome.LIMITED),
    ])  # fmt: skip
    def test_the_border(self, lost: str, expected: str, outcome: Outcome) -> None:
        line = evaluated(lower_productivity=[loss("2025-06-01", "2026-05-31", Decimal(lost))])[RULE]
        assert (line.amount, line.outcome) == (Decimal(expected), outcome)
        assert line.limited_by == ((RULE,) if outcome is Outcome.LIMITED else ())

    @given(losses=st.lists(st.tuples(intervals(), kroner(90_000)), max_size=4))
    def test_all_losses_of_the_year_share_it(self, losses: list[tuple[tuple[date, date], Decimal]]) -> None:
        result = evaluated(lower_productivity=[loss(*lost, spent) for lost, spent in losses])
        total = sum((spent for _, spent in losses), Decimal(0))
        assert result[RULE].amount == min(total, Decimal(125_000))
        assert left(result, RULE) == max(125_000 - total, Decimal(0))

    @given(used=kroner(150_000), spent=kroner(150_000, 1))
    def test_what_is_granted_elsewhere_is_used_of_it(self, used: Decimal, spent: Decimal) -> None:
        result = evaluated(used_before={RULE: str(used)}, lower_productivity=[loss("2025-09-01", "2025-09-30", spent)])
        assert result[RULE].amount == min(spent, max(125_000 - used, Decimal(0)))


class TestT50:
    """The doctor receives it when self-employed on the main model; the municipality when the doctor is employed."""

    @given(lost=intervals(), spent=kroner(200_000), role=gp_roles, percent=percents())
    def test_all_of_it_follows_the_employment(self, lost: tuple[date, date], spent: Decimal, role: str, percent: Decimal) -> None:
        records = [loss(*lost, spent)]
        own = evaluated(positions=[post(role, "hovedmodell", percent)], lower_productivity=records)
        employed = evaluated(positions=[post(role, "ansatt", percent)], lower_productivity=records)
        assert receivers(own, RULE) == to(doctor=amount(own, RULE))
        assert receivers(employed, RULE) == to(municipality=amount(employed, RULE))

    @given(change=days(date(2025, 9, 2), date(2025, 9, 30)))
    def test_a_change_of_employment_splits_a_loss_by_its_days(self, change: date) -> None:
        posts = [post(last=change - timedelta(1)), post(employment="ansatt", first=change)]
        result = evaluated(positions=posts, lower_productivity=[loss("2025-09-01", "2025-09-30", 3_000)])  # 100 kr a day
        own = 100 * (change - date(2025, 9, 1)).days
        assert receivers(result, RULE) == to(own, 3_000 - own)


class TestT51:
    """Under other agreements the parties agree how it is split."""

    @given(spent=kroner(200_000), share=percents(0))
    def test_the_split_that_is_agreed_is_followed(self, spent: Decimal, share: Decimal) -> None:
        result = evaluated(
            agreement__split={"doctor_percent": str(share)},
            positions=[post(employment="avtale-8-2")],
            lower_productivity=[loss("2025-09-01", "2025-09-30", spent)],
        )
        found = receivers(result, RULE)
        assert found.to_be_agreed == 0
        assert abs(found.doctor - to_ore(min(spent, Decimal(125_000)) * share / 100)) <= Decimal("0.01")

    @given(spent=kroner(200_000))
    def test_where_none_is_given_it_is_to_be_agreed(self, spent: Decimal) -> None:
        lost = [loss("2025-09-01", "2025-09-30", spent)]
        result = evaluated(positions=[post(employment="avtale-8-2")], lower_productivity=lost)
        assert receivers(result, RULE) == to(to_be_agreed=min(spent, Decimal(125_000)))
