"""Varighet (T06-T20): from when, for how long, and until when the agreement holds."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import assume
from hypothesis import strategies as st

from alis_rules import Status
from alis_rules.testing.asking import amount, evaluated, refused_at, status, to_ore, why, why_not, why_not_supervised
from alis_rules.testing.clauses.drawn import EMPLOYMENTS, ROLES, days, employments, given, hours, intervals, percents, roles
from alis_rules.testing.documents import (
    FIRST,
    IN_2023,
    LAST,
    PRICE,
    SUPERVISION_PRICE,
    activity,
    break_,
    course,
    loss,
    one_of_each,
    post,
    record,
    supervised,
)

ONE_DAY = timedelta(1)


def years_after(day: date, years: int) -> date:
    """The same day of a later year; of 29 February the 28th."""
    return day + relativedelta(years=years)


def long_ago(signed: date, percent: Decimal | int = 100) -> dict[str, Any]:
    """The parts of a case in training and in one post since it was signed years ago."""
    return {
        "doctor__training_start": str(signed),
        "agreement__signed_on": str(signed),
        "positions": [post(percent=percent, first=signed)],
    }


class TestT06:
    """The agreement holds from the day on which it is signed."""

    def test_the_day_of_signing_counts_and_the_day_before_does_not(self) -> None:
        assert why_not("2025-10-15", agreement__signed_on="2025-10-15") == set()
        assert why_not("2025-10-14", agreement__signed_on="2025-10-15") == {"before-signing"}

    @given(signed=days(), day=days())
    def test_a_day_counts_from_signing_on(self, signed: date, day: date) -> None:
        assert why_not(day, agreement__signed_on=str(signed)) == ({"before-signing"} if day < signed else set())

    def test_the_condition_is_met_by_the_day_of_signing(self) -> None:
        assert status(evaluated(), "signed") is Status.MET

    def test_an_agreement_without_a_day_of_signing_is_an_error(self) -> None:
        assert refused_at(agreement__signed_on=None) == {"/agreement/signed_on"}


class TestT07:
    """It presupposes a post, a GP agreement or a locum agreement in the municipality."""

    @given(role=roles, employment=employments, percent=percents(0), day=days())
    def test_any_post_will_do(self, role: str, employment: str, percent: Decimal, day: date) -> None:
        assert why_not_supervised(day, positions=[post(role, employment, percent)]) == set()

    @given(day=days())
    def test_without_a_post_no_day_counts(self, day: date) -> None:
        assert why_not(day, positions=[]) == {"no-position"}

    @given(held=intervals(), day=days())
    def test_a_day_outside_the_post_does_not_count(self, held: tuple[date, date], day: date) -> None:
        reasons = why_not(day, positions=[post(first=held[0], last=held[1])])
        assert ("no-position" in reasons) is not (held[0] <= day <= held[1])
        assert bool(reasons) is ("no-position" in reasons)

    @given(gap=intervals(FIRST + ONE_DAY, LAST - ONE_DAY), day=days())
    def test_by_reading_a_gap_only_pauses(self, gap: tuple[date, date], day: date) -> None:
        posts = [post(last=gap[0] - ONE_DAY), post(first=gap[1] + ONE_DAY)]
        reasons = why_not(day, positions=posts, readings={"gap-between-posts": "pauses-agreement"})
        assert reasons == ({"no-position"} if gap[0] <= day <= gap[1] else set())


class TestT08:
    """What lies before signing gives no grant."""

    @given(signed=days(), absences=st.lists(st.tuples(days(), hours(30)), max_size=5))
    def test_only_hours_from_signing_on_are_paid(self, signed: date, absences: list[tuple[date, Decimal]]) -> None:
        records = [activity(day, absence_hours=absent) for day, absent in absences]
        result = evaluated(agreement__signed_on=str(signed), activities=records)
        assert result["practice-compensation"].amount == sum(PRICE * absent for day, absent in absences if day >= signed)

    @given(signed=days(FIRST, date(2025, 12, 1)))
    def test_a_loss_across_signing_counts_for_its_days_after(self, signed: date) -> None:
        result = evaluated(agreement__signed_on=str(signed), lower_productivity=[loss(FIRST, "2025-11-30", 18_300)])  # 100 kr a day
        assert amount(result, "lower-productivity") == 100 * (date(2025, 12, 1) - signed).days
        assert why(result, "lower-productivity") == ({"before-signing"} if signed > FIRST else set())

    @given(signed=days(date(2022, 10, 1), date(2023, 8, 31)), day=days(date(2022, 10, 1), date(2023, 8, 31)), newly=st.booleans())
    def test_call_2023_lets_an_agreement_with_the_newly_employed_count_from_its_first_day(
        self, signed: date, day: date, newly: bool
    ) -> None:
        agreement = record(kind="alis-avtale", signed_on=signed, newly_employed=newly)
        parts = {key: value for key, value in IN_2023.items() if key != "agreement__signed_on"}
        result = evaluated(**parts, agreement=agreement, supervision=[supervised(day, 1)])
        assert why(result, "supervision") == ({"before-signing"} if day < signed and not newly else set())

    def test_call_2026_has_no_back_dating(self) -> None:
        agreement = {"kind": "alis-avtale", "signed_on": "2025-10-15", "newly_employed": True}
        assert why_not("2025-10-14", agreement=agreement) == {"before-signing"}


class TestT09:
    """Being employed by or affiliated with an agency or another private commercial actor ends the right to the grant."""

    @given(at_agency=intervals(), day=days())
    def test_no_day_counts_from_the_first_affiliated_day_on(self, at_agency: tuple[date, date], day: date) -> None:
        expected: set[str] = set()
        if day >= at_agency[0]:
            expected.add("agreement-ended")
        if at_agency[0] <= day <= at_agency[1]:
            expected.add("commercial-actor")
        assert why_not(day, interruptions=[break_("kommersiell-aktor", *at_agency)]) == expected

    @given(began=days(date(2025, 1, 1), LAST), day=days())
    def test_an_affiliation_without_an_end_goes_on(self, began: date, day: date) -> None:
        reasons = why_not(day, interruptions=[break_("kommersiell-aktor", began)])
        assert reasons == ({"agreement-ended", "commercial-actor"} if day >= began else set())

    @given(day=days())
    def test_an_affiliation_that_was_over_before_signing_does_no_harm(self, day: date) -> None:
        assert why_not(day, interruptions=[break_("kommersiell-aktor", "2024-01-01", "2025-05-19")]) == set()


class TestT10:
    """A part-time municipal post beside the commercial actor does not save the right."""

    @given(percent=percents(), employment=employments, day=days())
    def test_the_percent_beside_it_makes_no_difference(self, percent: Decimal, employment: str, day: date) -> None:
        beside = [post("fastlege", employment, percent)]
        reasons = why_not(day, positions=beside, interruptions=[break_("kommersiell-aktor", "2025-12-01")])
        assert reasons == (set() if day < date(2025, 12, 1) else {"agreement-ended", "commercial-actor"})

    def test_nor_do_two_posts(self) -> None:
        posts = [post(percent=40), post("annet-legearbeid", "ansatt", 40)]
        assert "commercial-actor" in why_not("2026-01-15", positions=posts, interruptions=[break_("kommersiell-aktor", "2026-01-15")])


class TestT11:
    """It holds while the doctor is in specialist training and serves in the municipal health service."""

    @given(training=intervals(), day=days())
    def test_a_day_outside_the_training_does_not_count(self, training: tuple[date, date], day: date) -> None:
        reasons = why_not(day, doctor__training_start=str(training[0]), doctor__training_end=str(training[1]))
        assert reasons == (set() if training[0] <= day <= training[1] else {"outside-training"})

    @given(served=intervals(), day=days())
    def test_a_day_outside_the_service_does_not_count(self, served: tuple[date, date], day: date) -> None:
        reasons = why_not_supervised(day, positions=[post("annet-legearbeid", "ansatt", 50, *served)])
        assert bool(reasons) is not (served[0] <= day <= served[1])

    def test_the_expected_end_is_no_end(self) -> None:
        assert why_not("2026-01-15", doctor__expected_end="2025-12-31") == set()


class TestT12:
    """It does not hold during institution service outside the municipal health service."""

    @given(away=intervals(), day=days())
    def test_those_days_and_no_others_are_lost(self, away: tuple[date, date], day: date) -> None:
        reasons = why_not(day, interruptions=[break_("institusjonstjeneste", *away)])
        assert reasons == ({"institution-service"} if away[0] <= day <= away[1] else set())

    @given(away=intervals(FIRST + ONE_DAY, LAST - ONE_DAY), day=days())
    def test_it_does_not_end_the_agreement_even_without_a_post(self, away: tuple[date, date], day: date) -> None:
        posts = [post(last=away[0] - ONE_DAY), post(first=away[1] + ONE_DAY)]
        reasons = why_not(day, positions=posts, interruptions=[break_("institusjonstjeneste", *away)])
        assert reasons == ({"institution-service", "no-position"} if away[0] <= day <= away[1] else set())


class TestT13:
    """It lasts for at most five years of full-time work."""

    @given(signed=days(date(2020, 6, 2), date(2021, 5, 31)))
    def test_the_last_day_is_the_one_before_five_years_are_gone(self, signed: date) -> None:
        beyond = years_after(signed, 5)
        assert why_not(beyond - ONE_DAY, **long_ago(signed)) == set()
        assert why_not(beyond, **long_ago(signed)) == {"beyond-maximum-duration"}

    @given(signed=days(date(2020, 6, 2), date(2021, 5, 31)), day=days())
    def test_no_day_after_counts_and_every_day_before_does(self, signed: date, day: date) -> None:
        reasons = why_not(day, **long_ago(signed))
        assert reasons == ({"beyond-maximum-duration"} if day >= years_after(signed, 5) else set())

    def test_more_than_one_post_is_still_full_time(self) -> None:
        signed = date(2020, 9, 1)
        posts = [post(percent=60, first=signed), post("annet-legearbeid", "ansatt", 40, first=signed)]
        parts = long_ago(signed) | {"positions": posts}
        assert why_not("2025-08-31", **parts) == set()
        assert why_not("2025-09-01", **parts) == {"beyond-maximum-duration"}

    def test_days_before_the_first_known_post_count_as_full_time_with_a_note(self) -> None:
        parts = long_ago(date(2020, 9, 1)) | {"positions": [post(percent=50, first="2025-02-01")]}
        assert evaluated(**parts).notes
        # 2020-09-01 to 2025-01-31 at full time leaves 212 of 1 826 days: 424 days at 50 %, from 2025-02-01 to 2026-03-31.
        assert why_not("2026-03-31", **parts) == set()
        assert why_not("2026-04-01", **parts) == {"beyond-maximum-duration"}


class TestT14:
    """Part-time work and absence by law or agreement make the five years last longer."""

    def test_half_time_lasts_twice_as_long(self) -> None:
        # 2015-06-15 to 2020-06-14 are 1 827 days; at 50 % they last for 3 654 days, to 2025-06-15.
        assert why_not("2025-06-15", **long_ago(date(2015, 6, 15), 50)) == set()
        assert why_not("2025-06-16", **long_ago(date(2015, 6, 15), 50)) == {"beyond-maximum-duration"}

    @given(percent=percents(40), until=days())
    def test_part_time_uses_a_day_by_its_percent(self, percent: Decimal, until: date) -> None:
        signed = until - timedelta(int(182_600 / percent))
        five_years = (years_after(signed, 5) - signed).days
        beyond = signed + timedelta(-(-five_years * 10_000 // int(percent * 100)))
        assume(FIRST < beyond <= LAST)
        assert why_not(beyond - ONE_DAY, **long_ago(signed, percent)) == set()
        assert why_not(beyond, **long_ago(signed, percent)) == {"beyond-maximum-duration"}

    @given(
        first=days(date(2021, 1, 1), date(2023, 1, 1)),
        length=st.integers(1, 300),
        kind=st.sampled_from(["permisjon", "institusjonstjeneste"]),
    )
    def test_days_of_leave_or_institution_service_use_nothing(self, first: date, length: int, kind: str) -> None:
        signed = date(2020, 6, 10)
        parts = long_ago(signed) | {"interruptions": [break_(kind, first, first + timedelta(length - 1))]}
        beyond = date(2025, 6, 10) + timedelta(length)
        assert why_not(beyond - ONE_DAY, **parts) == set()
        assert why_not(beyond, **parts) == {"beyond-maximum-duration"}

    def test_leave_before_signing_makes_nothing_longer(self) -> None:
        parts = long_ago(date(2020, 9, 1)) | {"interruptions": [break_("permisjon", "2020-01-01", "2020-08-31")]}
        assert why_not("2025-09-01", **parts) == {"beyond-maximum-duration"}

    def test_overlapping_leaves_are_one(self) -> None:
        leaves = [break_("permisjon", "2022-03-01", "2022-04-09"), break_("permisjon", "2022-03-31", "2022-06-08")]
        parts = long_ago(date(2020, 6, 15)) | {"interruptions": leaves}
        assert why_not("2025-09-22", **parts) == set()  # 100 days after 2025-06-14
        assert why_not("2025-09-23", **parts) == {"beyond-maximum-duration"}


class TestT15:
    """The productivity element belongs to the first 24 months as GP or locum, at whatever percent those months were worked."""

    @given(first=days(date(2023, 6, 2), date(2024, 5, 31)), percent=percents(), day=days())
    def test_only_its_days_count_at_any_percent(self, first: date, percent: Decimal, day: date) -> None:
        parts: dict[str, Any] = {
            "doctor": {"training_start": "2023-01-01", "first_gp_date": str(first)},
            "positions": [post(percent=percent, first=first)],
        }
        result = evaluated(**parts, lower_productivity=[loss(day, day, 1000)])
        inside = day < years_after(first, 2)
        assert result["lower-productivity"].amount == (1000 if inside else 0)
        assert why(result, "lower-productivity") == (set() if inside else {"outside-first-24-months"})

    @pytest.mark.parametrize(("first", "last"), [("2024-02-29", "2026-02-27"), ("2024-01-16", "2026-01-15"), ("2024-05-31", "2026-05-30")])
    def test_the_window_ends_the_day_before_the_same_day_two_years_on(self, first: str, last: str) -> None:
        after = date.fromisoformat(last) + ONE_DAY
        result = evaluated(doctor__first_gp_date=first, lower_productivity=[loss(last, last, 1000), loss(after, after, 1000)])
        assert [verdict.counts for verdict in result.records] == [True, False]

    @given(began=days(FIRST + ONE_DAY, LAST))
    def test_the_day_before_the_first_day_as_gp_does_not_count(self, began: date) -> None:
        eve = began - ONE_DAY
        result = evaluated(doctor__first_gp_date=str(began), lower_productivity=[loss(eve, began, 1000)])
        assert result["lower-productivity"].amount == 500
        assert why(result, "lower-productivity") == {"outside-first-24-months"}

    def test_where_the_first_day_is_not_given_the_first_such_position_opens_it_with_a_note(self) -> None:
        posts = [post("introduksjonslege", first="2023-01-01", last="2023-12-31"), post("fastlegevikar", first="2024-01-01")]
        doctor = {"training_start": "2023-01-01"}
        result = evaluated(doctor=doctor, positions=posts, lower_productivity=[loss("2025-12-31", "2026-01-01", 1000)])
        assert result["lower-productivity"].amount == 500
        assert result.notes

    @given(day=days())
    def test_the_other_elements_have_no_such_window(self, day: date) -> None:
        parts = one_of_each(day) | {"doctor__first_gp_date": "2023-06-01"}
        result = evaluated(**parts)
        assert [verdict.at for verdict in result.records if not verdict.counts] == ["/lower_productivity/0"]

    @given(length=st.integers(1, 90))
    def test_leave_makes_it_longer_by_reading_only(self, length: int) -> None:
        away = [break_("permisjon", "2025-01-01", date(2025, 1, 1) + timedelta(length - 1))]
        end = date(2026, 1, 1) + timedelta(length)
        around = [loss(day, day, 1000) for day in (date(2026, 1, 1), end - ONE_DAY, end)]
        parts: dict[str, Any] = {"doctor__first_gp_date": "2024-01-01", "interruptions": away, "lower_productivity": around}
        assert evaluated(**parts)["lower-productivity"].amount == 0
        paused = evaluated(**parts, readings={"productivity-window": "pauses-during-leave"})
        assert [verdict.counts for verdict in paused.records] == [True, True, False]


class TestT16:
    """It presupposes that Helsedirektoratet grants the application."""

    @pytest.mark.parametrize("granted", [True, False, None])
    def test_the_amount_is_what_it_is_if_it_is_granted(self, granted: bool | None) -> None:
        result = evaluated(agreement__granted=granted, activities=[course("2025-09-10")])
        assert result["practice-compensation"].amount == Decimal("6187.50")  # 7.5 h × 825 kr


class TestT17:
    """The rules in force at any time govern: the same records follow the rules of their call."""

    @given(time=hours(57))
    def test_the_same_supervision_has_the_rate_of_its_call(self, time: Decimal) -> None:
        # 2023: 1 140 kr × 115 % = 1 311 kr. 2026: 1 375 kr × 115 % = 1 581.25 kr.
        assert evaluated(**IN_2023, supervision=[supervised("2022-11-30", time)])["supervision"].amount == to_ore(1311 * time)
        assert evaluated(supervision=[supervised("2025-11-30", time)])["supervision"].amount == to_ore(SUPERVISION_PRICE * time)

    @pytest.mark.parametrize(("call", "day"), [("2022", "2022-05-10"), ("2025", "2025-05-10")])
    def test_a_call_whose_rates_no_source_gives_borrows_none(self, call: str, day: str) -> None:
        parts: dict[str, Any] = {"doctor__training_start": "2021-06-01", "agreement__signed_on": "2021-06-01"}
        line = evaluated(call=call, **parts, positions=[post(first="2021-06-01")], supervision=[supervised(day, 1)])["supervision"]
        assert line.amount is None
        assert line.missing


class TestT18:
    """If the state narrows the scheme or ends it, the refund shrinks or lapses with it."""

    @pytest.mark.parametrize("call", ["2020", "1999"])
    def test_there_is_no_grant_in_a_call_that_is_not_announced(self, call: str) -> None:
        assert refused_at(call=call) == {"/call"}

    def test_a_period_without_a_call_has_no_entitlement(self) -> None:
        assert refused_at(call=None, period={"from": "2011-06-01", "to": "2012-05-31"}) == {"/period"}


class TestT19:
    """It ends by itself when the training ends, when the doctor joins a commercial actor, or leaves the post or agreement."""

    @given(end=days(), day=days())
    def test_when_the_training_ends(self, end: date, day: date) -> None:
        assert why_not(day, doctor__training_end=str(end)) == ({"outside-training"} if day > end else set())

    @given(at_agency=intervals(), day=days())
    def test_when_joining_a_commercial_actor_for_good(self, at_agency: tuple[date, date], day: date) -> None:
        reasons = why_not(day, interruptions=[break_("kommersiell-aktor", *at_agency)])
        assert ("agreement-ended" in reasons) is (day >= at_agency[0])

    @pytest.mark.parametrize("role", ROLES)
    @given(left=days(FIRST, LAST - ONE_DAY), day=days())
    def test_when_leaving_any_post_or_agreement(self, role: str, left: date, day: date) -> None:
        reasons = why_not_supervised(day, positions=[post(role, last=left)])
        assert reasons == ({"agreement-ended", "no-position"} if day > left else set())

    @given(gap=intervals(FIRST + ONE_DAY, LAST - ONE_DAY), day=days())
    def test_a_later_post_does_not_bring_it_back(self, gap: tuple[date, date], day: date) -> None:
        reasons = why_not(day, positions=[post(last=gap[0] - ONE_DAY), post(first=gap[1] + ONE_DAY)])
        expected: set[str] = set()
        if day >= gap[0]:
            expected.add("agreement-ended")
        if gap[0] <= day <= gap[1]:
            expected.add("no-position")
        assert reasons == expected

    @given(change=days(FIRST + ONE_DAY), role=roles, day=days())
    def test_going_straight_to_another_post_does_not_end_it(self, change: date, role: str, day: date) -> None:
        posts = [post(last=change - ONE_DAY), post(role, "ansatt", first=change)]
        assert why_not_supervised(day, positions=posts) == set()

    @pytest.mark.parametrize("kind", ["permisjon", "institusjonstjeneste"])
    @given(gap=intervals(FIRST + ONE_DAY, LAST - ONE_DAY), day=days())
    def test_leave_or_institution_service_between_posts_does_not_end_it(self, kind: str, gap: tuple[date, date], day: date) -> None:
        posts = [post(last=gap[0] - ONE_DAY), post(first=gap[1] + ONE_DAY)]
        assert "agreement-ended" not in why_not(day, positions=posts, interruptions=[break_(kind, *gap)])

    @given(began=days(), day=days())
    def test_the_wait_from_signing_to_the_first_day_of_work_does_not_end_it(self, began: date, day: date) -> None:
        assert why_not(day, positions=[post(first=began)]) == ({"no-position"} if day < began else set())


class TestT20:
    """The parties are the municipality and the ALIS: GP or locum, introductory GP, or in other municipal medical work."""

    @given(role=roles, employment=employments, time=hours(57, 1))
    def test_each_role_has_an_entitlement(self, role: str, employment: str, time: Decimal) -> None:
        result = evaluated(positions=[post(role, employment)], supervision=[supervised("2025-09-10", time)])
        assert result["supervision"].amount == to_ore(SUPERVISION_PRICE * time)

    @pytest.mark.parametrize(("place", "parts"), [
        ("/positions/0/role", {"positions": [post("sykehuslege")]}),
        ("/positions/0/employment", {"positions": [post(employment="vikarbyra")]}),
        ("/agreement/kind", {"agreement__kind": "samarbeidsavtale"}),
    ])  # fmt: skip
    def test_others_are_no_party(self, place: str, parts: dict[str, Any]) -> None:
        assert refused_at(**parts) == {place}

    @pytest.mark.parametrize("employment", EMPLOYMENTS)
    def test_supervision_alone_makes_no_such_agreement(self, employment: str) -> None:
        parts = one_of_each("2025-09-10") | {"agreement__kind": "veiledning", "positions": [post(employment=employment)]}
        result = evaluated(**parts)
        assert result.total == result["supervision"].amount == SUPERVISION_PRICE
        assert why(result, "practice-compensation") == {"supervision-only"}
