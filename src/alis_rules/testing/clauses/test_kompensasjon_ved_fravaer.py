"""Kompensasjon ved fravær (T36-T43): practice compensation."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import strategies as st

from alis_rules import Outcome
from alis_rules.testing.asking import amount, evaluated, gives_nothing, left, receivers, to, to_ore, why
from alis_rules.testing.clauses.drawn import days, employments, given, hours, kroner, listed, percents
from alis_rules.testing.documents import IN_2023, PRICE, activity, course, post, supervised

RULE = "practice-compensation"


class TestT36:
    """Practice compensation is not for general practice outside the Regular GP Scheme."""

    @given(employment=employments, percent=percents(), absent=hours(200, 1), day=days())
    def test_outside_the_scheme_there_is_none(self, employment: str, percent: Decimal, absent: Decimal, day: date) -> None:
        absence = [activity(day, absence_hours=absent, expenses=100)]
        result = evaluated(positions=[post("annet-legearbeid", employment, percent)], activities=absence)
        assert gives_nothing(result, RULE, "outside-gp-scheme")
        assert result["learning-expenses"].amount == 100  # the same day counts for the expenses

    @pytest.mark.parametrize("role", ["fastlege", "fastlegevikar", "introduksjonslege"])
    def test_within_it_there_is(self, role: str) -> None:
        assert evaluated(positions=[post(role)], activities=[course("2025-09-10", 10)])[RULE].amount == 8250

    @given(within=percents(0), absent=hours(160))
    def test_a_post_within_the_scheme_beside_it_is_enough(self, within: Decimal, absent: Decimal) -> None:
        posts = [post(percent=within), post("annet-legearbeid", "ansatt", 100 - within)]
        result = evaluated(positions=posts, activities=[activity("2025-09-10", absence_hours=absent)])
        assert result[RULE].amount == PRICE * absent
        assert receivers(result, RULE) == to(doctor=PRICE * absent)  # absence from the practice, not from the nursing home


class TestT37:
    """It covers absence at completed learning activities of the listed kinds."""

    @given(kind=listed, absent=hours(160), day=days())
    def test_each_listed_kind_counts(self, kind: str, absent: Decimal, day: date) -> None:
        assert evaluated(activities=[activity(day, kind, absence_hours=absent)])[RULE].amount == PRICE * absent

    @given(absent=hours(160, 1), day=days())
    def test_no_other_kind_counts(self, absent: Decimal, day: date) -> None:
        result = evaluated(activities=[activity(day, "annet", absence_hours=absent)])
        assert gives_nothing(result, RULE, "activity-not-listed")

    @given(kind=listed, absent=hours(160, 1))
    def test_what_is_not_completed_does_not_count(self, kind: str, absent: Decimal) -> None:
        result = evaluated(activities=[activity("2025-09-10", kind, absence_hours=absent, completed=False)])
        assert gives_nothing(result, RULE, "not-completed")

    def test_every_reason_is_given(self) -> None:
        result = evaluated(activities=[activity("2025-05-10", "annet", absence_hours=5, completed=False)])
        assert why(result, RULE) == {"activity-not-listed", "not-completed", "outside-call", "before-signing"}

    @given(absent=hours(20))
    def test_a_day_of_absence_is_eight_hours(self, absent: Decimal) -> None:
        assert evaluated(activities=[activity("2025-09-10", absence_days=absent)])[RULE].amount == 8 * PRICE * absent


class TestT38:
    """At most 20 days, which are 160 hours, for one ALIS in a year."""

    @pytest.mark.parametrize(("absent", "expected", "limited_by"), [
        ("159.99", "131991.75", ()),
        ("160", "132000.00", ()),  # 160 h × 60 % of 1 375 kr
        ("160.01", "132000.00", ("absence-hours",)),
    ])  # fmt: skip
    def test_the_border(self, absent: str, expected: str, limited_by: tuple[str, ...]) -> None:
        result = evaluated(activities=[activity("2025-09-10", absence_hours=absent)])
        assert (result[RULE].amount, result[RULE].limited_by) == (Decimal(expected), limited_by)

    @pytest.mark.parametrize(("absent", "limited_by"), [("20", ()), ("20.01", ("absence-hours",))])
    def test_the_border_in_days(self, absent: str, limited_by: tuple[str, ...]) -> None:
        result = evaluated(activities=[activity("2025-09-10", absence_days=absent)])
        assert (result[RULE].amount, result[RULE].limited_by) == (Decimal(132_000), limited_by)

    @given(absences=st.lists(st.tuples(days(), hours(90)), max_size=6))
    def test_the_hours_of_a_year_are_added_up_and_capped(self, absences: list[tuple[date, Decimal]]) -> None:
        result = evaluated(activities=[activity(day, absence_hours=absent) for day, absent in absences])
        total = sum((absent for _, absent in absences), Decimal(0))
        assert result[RULE].amount == PRICE * min(total, Decimal(160))
        assert (result[RULE].limited_by == ("absence-hours",)) is (total > 160)
        assert left(result, "absence-hours") == max(160 - total, Decimal(0))

    @given(used=hours(200), absent=hours(200, 1))
    def test_hours_granted_elsewhere_are_used(self, used: Decimal, absent: Decimal) -> None:
        before = {RULE: {"hours": str(used)}}
        result = evaluated(used_before=before, activities=[activity("2025-09-10", absence_hours=absent)])
        assert result[RULE].amount == PRICE * min(absent, max(160 - used, Decimal(0)))

    @given(absent=hours(200), percent=percents())
    def test_the_percent_of_the_post_does_not_grade_the_hours(self, absent: Decimal, percent: Decimal) -> None:
        result = evaluated(positions=[post(percent=percent)], activities=[activity("2025-09-10", absence_hours=absent)])
        assert result[RULE].amount == PRICE * min(absent, Decimal(160))

    @given(absent=hours(200, 1), claim=kroner(150_000))
    def test_a_lower_claim_is_what_is_granted(self, absent: Decimal, claim: Decimal) -> None:
        result = evaluated(claims={RULE: str(claim)}, activities=[activity("2025-09-10", absence_hours=absent)])
        due = PRICE * min(absent, Decimal(160))
        assert result[RULE].amount == min(due, claim)
        assert ("claim" in result[RULE].limited_by) is (claim < due)


class TestT39:
    """From 1 June 2025 an hour is paid with 60 percent of the fee rate."""

    @given(rate=kroner(3_000), absent=hours(160))
    def test_it_is_60_percent_of_any_fee_rate(self, rate: Decimal, absent: Decimal) -> None:
        result = evaluated(supplied={"fee_rate": str(rate)}, activities=[activity("2025-09-10", absence_hours=absent)])
        assert result[RULE].amount == to_ore(absent * rate * 60 / 100)

    def test_an_hour_and_a_hundredth_of_one(self) -> None:
        assert evaluated(activities=[course("2025-09-10", 1)])[RULE].amount == 825  # 60 % of 1 375 kr
        assert evaluated(activities=[course("2025-09-10", "0.01")])[RULE].amount == Decimal("8.25")

    @pytest.mark.parametrize(("call", "day"), [
        ("2022", "2022-01-01"), ("2023", "2022-11-30"), ("2025", "2025-05-31"),
    ])  # fmt: skip
    def test_before_that_no_share_is_known_and_none_is_guessed(self, call: str, day: str) -> None:
        parts = IN_2023 | {"call": call, "agreement__signed_on": "2021-01-01", "doctor__training_start": "2021-01-01"}
        del parts["doctor"]
        parts["positions"] = [post(first="2021-01-01")]
        line = evaluated(**parts, activities=[course(day)])[RULE]
        assert (line.amount, line.incurred, line.outcome) == (None, None, Outcome.UNDETERMINED)
        assert line.missing


class TestT40:
    """The fee rate in force when the call is announced holds for the whole period applied for."""

    @given(day=days(date(2022, 10, 1), date(2023, 8, 31)), time=hours(57))
    def test_a_rise_inside_the_period_changes_nothing(self, day: date, time: Decimal) -> None:
        # Call 2023 was announced 2023-04-20 at 1 140 kr; the rate was 1 121 kr in 2022 and rose to 1 180 kr on 2023-07-01.
        result = evaluated(**IN_2023, supervision=[supervised(day, time)])
        assert result["supervision"].amount == to_ore(Decimal(1311) * time)  # 115 % of 1 140 kr

    @given(day=days())
    def test_call_2026_has_one_rate_on_every_day(self, day: date) -> None:
        assert evaluated(activities=[course(str(day), 1)])[RULE].amount == PRICE  # 1 315 kr until 2025-12-31 does not matter


class TestT41:
    """Who is self-employed on the main model, and bears the practice's costs, receives it."""

    @given(absent=hours(200), percent=percents(0))
    def test_all_of_it_goes_to_the_doctor(self, absent: Decimal, percent: Decimal) -> None:
        result = evaluated(positions=[post(percent=percent)], activities=[activity("2025-09-10", absence_hours=absent)])
        assert receivers(result, RULE) == to(doctor=amount(result, RULE))


class TestT42:
    """For one who is employed, the municipality receives it."""

    @given(absent=hours(200), percent=percents(0))
    def test_all_of_it_goes_to_the_municipality(self, absent: Decimal, percent: Decimal) -> None:
        result = evaluated(
            positions=[post(employment="ansatt", percent=percent)], activities=[activity("2025-09-10", absence_hours=absent)]
        )
        assert receivers(result, RULE) == to(municipality=amount(result, RULE))

    @given(own=hours(120), employed=hours(120))
    def test_the_employment_on_the_day_of_the_activity_decides(self, own: Decimal, employed: Decimal) -> None:
        posts = [post(last="2025-10-31"), post(employment="ansatt", first="2025-11-01")]
        records = [activity("2025-10-31", absence_hours=own), activity("2025-11-01", absence_hours=employed)]
        result = evaluated(positions=posts, activities=records)
        kept = min(own + employed, Decimal(160)) / (own + employed or 1)  # a cap cuts both in proportion, to within an øre
        assert abs(receivers(result, RULE).doctor - PRICE * own * kept) < Decimal("0.02")
        assert receivers(result, RULE).to_be_agreed == 0


class TestT43:
    """Under a clause 8.2 agreement or the like, the parties agree how it is split."""

    @given(absent=hours(200), share=percents(0))
    def test_the_split_that_is_agreed_is_followed(self, absent: Decimal, share: Decimal) -> None:
        split = {"doctor_percent": str(share)}
        absence = [activity("2025-09-10", absence_hours=absent)]
        result = evaluated(agreement__split=split, positions=[post(employment="avtale-8-2")], activities=absence)
        found = receivers(result, RULE)
        exact = PRICE * min(absent, Decimal(160)) * share / 100
        assert abs(found.doctor - exact) < Decimal("0.01")
        assert found.to_be_agreed == 0

    @pytest.mark.parametrize(("share", "doctor", "municipality"), [
        (60, "4950.00", "3300.00"), (50, "4125.00", "4125.00"), ("33.33", "2749.72", "5500.28"),  # of 10 h × 825 = 8 250 kr
    ])  # fmt: skip
    def test_the_last_ore_goes_to_the_larger_share(self, share: Any, doctor: str, municipality: str) -> None:
        result = evaluated(
            agreement__split={"doctor_percent": share},
            positions=[post(employment="avtale-8-2")],
            activities=[course("2025-09-10", 10)],
        )
        assert receivers(result, RULE) == to(Decimal(doctor), Decimal(municipality))

    @given(absent=hours(200))
    def test_where_none_is_given_it_is_to_be_agreed(self, absent: Decimal) -> None:
        result = evaluated(positions=[post(employment="avtale-8-2")], activities=[activity("2025-09-10", absence_hours=absent)])
        assert receivers(result, RULE) == to(to_be_agreed=amount(result, RULE))

    @pytest.mark.parametrize("employment", ["hovedmodell", "ansatt"])
    def test_the_split_is_for_those_agreements_alone(self, employment: str) -> None:
        parts: dict[str, Any] = {"positions": [post(employment=employment)], "activities": [course("2025-09-10", 10)]}
        with_split, without = (evaluated(**parts, agreement__split=split) for split in ({"doctor_percent": 30}, None))
        assert receivers(with_split, RULE) == receivers(without, RULE)
