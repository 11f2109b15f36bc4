"""Which days count and why not, at every border; and day by day, reckoned by hand from section 3 of the contract."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given

from alis_rules import Case, DoctorRole, Entitlement, InterruptionKind, Outcome, Position, Reason, evaluate
from alis_rules.testing import cases
from alis_rules.testing.numbers import periods
from alis_rules.timeline import Timeline
from tests.support import case, course, evaluated, timeline_of

DAY = dt.timedelta(1)
BOTH_GP = {DoctorRole.REGULAR_GP, DoctorRole.GP_LOCUM}


def post(first: str, last: str | None = None, percent: Any = 100, role: str = "fastlege") -> dict[str, Any]:
    row = {"role": role, "employment": "hovedmodell", "percent": percent, "from": first}
    return row if last is None else row | {"to": last}


def leave(first: str, last: str | None = None, kind: str = "permisjon") -> dict[str, Any]:
    row = {"kind": kind, "from": first}
    return row if last is None else row | {"to": last}


def line_of(**parts: Any) -> Timeline:
    return timeline_of(case(**parts))


def reasons(timeline: Timeline, iso: str) -> set[str]:
    return {reason.value for reason in timeline.at(dt.date.fromisoformat(iso).toordinal()).reasons}


def counts(timeline: Timeline, *isos: str) -> list[bool]:
    return [not reasons(timeline, iso) for iso in isos]


def iso(ordinal: int | None) -> str | None:
    return None if ordinal is None else dt.date.fromordinal(ordinal).isoformat()


class TestCallAndSigning:
    def test_first_and_last_day_of_the_call(self) -> None:
        timeline = line_of()
        assert counts(timeline, "2025-05-31", "2025-06-01", "2026-05-31", "2026-06-01") == [False, True, True, False]
        assert reasons(timeline, "2025-05-31") == {"outside-call"}

    def test_the_day_of_signing_counts(self) -> None:
        timeline = line_of(agreement__signed_on="2025-10-15")
        assert reasons(timeline, "2025-10-14") == {"before-signing"}
        assert counts(timeline, "2025-10-15") == [True]

    def test_all_reasons_together(self) -> None:
        timeline = line_of(
            agreement__signed_on="2025-10-15",
            positions=[post("2025-10-15")],
            interruptions=[
                leave("2025-05-01", "2025-05-31", "institusjonstjeneste"),
                leave("2025-05-01", "2025-05-31", "kommersiell-aktor"),
            ],
            doctor={"training_start": "2025-07-01"},
            municipality__registered=False,
        )
        assert reasons(timeline, "2025-05-31") == {
            "outside-call",
            "before-signing",
            "no-position",
            "commercial-actor",
            "institution-service",
            "outside-training",
            "not-registered",
        }

    def test_training_at_both_ends(self) -> None:
        timeline = line_of(doctor={"training_start": "2025-08-01", "training_end": "2026-02-28"})
        assert counts(timeline, "2025-07-31", "2025-08-01", "2026-02-28", "2026-03-01") == [False, True, True, False]

    def test_supervision_only_needs_no_signing(self) -> None:
        timeline = line_of(agreement={"kind": "veiledning"}, positions=[post("2015-01-01")])
        assert counts(timeline, "2025-06-01") == [True]
        assert (timeline.start, timeline.ended, timeline.beyond) == (None, None, None)


class TestBackDating:
    """Call 2023: agreements with the newly employed, signed after 2022-09-30, count from 2022-10-01."""

    def _line(self, signed: str, *, newly: bool | None = True, call: str = "2023") -> Timeline:
        agreement = {"kind": "alis-avtale", "signed_on": signed, "newly_employed": newly}
        return line_of(call=call, agreement=agreement, positions=[post("2022-08-01")], doctor={"first_gp_date": "2022-08-01"})

    @pytest.mark.parametrize(
        ("signed", "newly", "first"),
        [
            ("2022-12-01", True, "2022-10-01"),
            ("2022-10-02", True, "2022-10-01"),
            ("2022-10-01", True, "2022-10-01"),
            ("2022-09-30", True, "2022-09-30"),
            ("2022-12-01", False, "2022-12-01"),
            ("2022-12-01", None, "2022-12-01"),
        ],
    )
    def test_counts_from(self, signed: str, newly: bool | None, first: str) -> None:
        timeline = self._line(signed, newly=newly)
        assert iso(timeline.counts_from) == first
        assert counts(timeline, "2022-10-01") == [first <= "2022-10-01"]
        assert iso(timeline.start) == signed

    def test_no_other_call_is_back_dated(self) -> None:
        assert iso(self._line("2025-12-01", call="2026").counts_from) == "2025-12-01"

    def test_it_is_noted(self) -> None:
        row = [post("2022-08-01")]
        agreement = {"kind": "alis-avtale", "newly_employed": True}
        noted = evaluated(call="2023", agreement=agreement | {"signed_on": "2022-12-01"}, positions=row)
        early = evaluated(call="2023", agreement=agreement | {"signed_on": "2022-10-01"}, positions=row)
        assert ("back-dated", "/agreement/newly_employed") in notes(noted)
        assert "back-dated" not in dict(notes(early))

    def test_what_ends_the_agreement_is_looked_for_from_signing(self) -> None:
        agreement = {"kind": "alis-avtale", "newly_employed": True, "signed_on": "2022-12-01"}
        row = leave("2022-11-01", "2022-11-10", "kommersiell-aktor")
        timeline = line_of(call="2023", agreement=agreement, doctor={}, positions=[post("2022-08-01")], interruptions=[row])
        assert counts(timeline, "2022-10-31", "2022-11-05", "2022-11-11", "2022-12-01") == [True, False, True, True]


def notes(entitlement: Entitlement) -> list[tuple[str, str]]:
    return [(note.code, note.about) for note in entitlement.notes]


class TestMaximumDuration:
    def _beyond(self, signed: str, *positions: dict[str, Any], **parts: Any) -> str | None:
        return iso(line_of(agreement__signed_on=signed, positions=list(positions) or [post(signed)], **parts).beyond)

    def test_worked(self) -> None:
        """Signed 2020-06-15, 100 days of leave: until 2025-09-22."""
        timeline = line_of(
            agreement__signed_on="2020-06-15",
            doctor={"first_gp_date": "2020-06-15"},
            positions=[post("2020-06-15")],
            interruptions=[leave("2022-03-01", "2022-06-08")],
        )
        assert counts(timeline, "2025-09-22", "2025-09-23") == [True, False]
        assert reasons(timeline, "2025-09-23") == {"beyond-maximum-duration"}

    @pytest.mark.parametrize(
        ("signed", "first_beyond"),
        [("2020-06-15", "2025-06-15"), ("2020-02-29", "2025-02-28"), ("2021-01-31", "2026-01-31"), ("2021-03-01", "2026-03-01")],
    )
    def test_full_time(self, signed: str, first_beyond: str) -> None:
        assert self._beyond(signed) == first_beyond

    def test_half_time_lasts_twice_as_long(self) -> None:
        assert self._beyond("2016-06-01", post("2016-06-01", percent=50)) == "2026-06-01"

    def test_a_day_that_uses_up_the_last_of_it_counts(self) -> None:
        """1 826 days at 33.33 percent: 5 478.5… days, so that day 5 479 is the last."""
        assert self._beyond("2016-06-01", post("2016-06-01", percent="33.33")) == iso(dt.date(2016, 6, 1).toordinal() + 5479)

    def test_percents_beside_each_other_add_up(self) -> None:
        assert self._beyond("2020-06-15", post("2020-06-15", percent=60), post("2020-06-15", percent=40)) == "2025-06-15"

    def test_percent_changes_on_the_way(self) -> None:
        rows = [post("2020-06-15", "2021-06-14", 50), post("2021-06-15")]
        used = 365 / 2
        left = (dt.date(2025, 6, 15) - dt.date(2020, 6, 15)).days - used
        assert self._beyond("2020-06-15", *rows) == iso(dt.date(2021, 6, 15).toordinal() + int(left + 0.5))

    def test_used_up_on_the_last_day_of_a_row(self) -> None:
        assert self._beyond("2020-06-15", post("2020-06-15", "2025-06-14"), post("2025-06-15", percent=50)) == "2025-06-15"
        assert self._beyond("2020-06-15", interruptions=[leave("2025-06-15", "2025-06-30")]) == "2025-06-15"
        assert self._beyond("2020-06-15", interruptions=[leave("2025-06-14", "2025-06-14")]) == "2025-06-16"

    def test_institution_service_uses_nothing(self) -> None:
        assert self._beyond("2020-06-15", interruptions=[leave("2022-03-01", "2022-06-08", "institusjonstjeneste")]) == "2025-09-23"

    def test_leave_and_institution_service_together_count_once(self) -> None:
        rows = [
            leave("2022-03-01", "2022-06-08", "institusjonstjeneste"),
            leave("2022-03-01", "2022-06-08"),
            leave("2022-04-01", "2022-04-30"),
        ]
        assert self._beyond("2020-06-15", interruptions=rows) == "2025-09-23"

    def test_a_commercial_actor_does_not_pause_it(self) -> None:
        rows = [leave("2022-03-01", "2022-06-08", "kommersiell-aktor")]
        assert self._beyond("2020-06-15", interruptions=rows) == "2025-06-15"

    def test_leave_before_the_start_changes_nothing(self) -> None:
        assert self._beyond("2020-06-15", post("2019-01-01"), interruptions=[leave("2019-03-01", "2019-06-08")]) == "2025-06-15"

    def test_leave_across_the_start_counts_from_it(self) -> None:
        assert self._beyond("2020-06-15", post("2019-01-01"), interruptions=[leave("2020-06-01", "2020-06-16")]) == "2025-06-17"

    def test_at_zero_percent_nothing_is_used(self) -> None:
        assert self._beyond("2010-01-01", post("2010-01-01", percent=0)) is None

    def test_a_gap_uses_nothing(self) -> None:
        pauses = {"gap-between-posts": "pauses-agreement"}
        rows = [post("2020-06-15", "2022-02-28"), post("2022-06-09")]
        assert self._beyond("2020-06-15", *rows, readings=pauses) == "2025-09-23"

    def test_days_before_the_first_position_count_as_full_time(self) -> None:
        assert self._beyond("2020-06-15", post("2024-01-01", percent=50)) == iso(dt.date(2025, 6, 15).toordinal() + 531)
        assert self._beyond("2020-06-15", post("2025-12-01")) == "2025-06-15"

    def test_and_are_noted(self) -> None:
        assert ("full-time-assumed", "/positions") in notes(evaluated(agreement__signed_on="2025-01-31"))
        assert "full-time-assumed" not in dict(notes(evaluated(agreement__signed_on="2025-02-01")))
        assert "full-time-assumed" not in dict(notes(evaluated(agreement={"kind": "veiledning"})))


class TestEnd:
    def test_one_affiliated_day_ends_it(self) -> None:
        timeline = line_of(interruptions=[leave("2026-01-12", "2026-01-12", "kommersiell-aktor")])
        assert counts(timeline, "2026-01-11") == [True]
        assert reasons(timeline, "2026-01-12") == {"commercial-actor", "agreement-ended"}
        assert reasons(timeline, "2026-01-13") == reasons(timeline, "2026-05-31") == {"agreement-ended"}

    def test_affiliation_over_before_signing_does_not(self) -> None:
        timeline = line_of(interruptions=[leave("2025-05-01", "2025-05-19", "kommersiell-aktor")])
        assert timeline.ended is None

    def test_affiliation_across_signing_ends_it_at_once(self) -> None:
        timeline = line_of(interruptions=[leave("2025-05-01", "2025-05-20", "kommersiell-aktor")])
        assert iso(timeline.ended) == "2025-05-20"
        assert reasons(timeline, "2025-06-01") == {"agreement-ended"}

    @pytest.mark.parametrize("reading", ["ends-agreement", "pauses-agreement"])
    def test_a_gap_of_one_day(self, reading: str) -> None:
        timeline = line_of(positions=[post("2025-02-01", "2025-12-30"), post("2026-01-01")], readings={"gap-between-posts": reading})
        ends = reading == "ends-agreement"
        assert iso(timeline.ended) == ("2025-12-31" if ends else None)
        assert reasons(timeline, "2025-12-31") == {"no-position"} | ({"agreement-ended"} if ends else set())
        assert counts(timeline, "2025-12-30", "2026-01-01") == [True, not ends]

    @pytest.mark.parametrize("kind", ["permisjon", "institusjonstjeneste"])
    def test_no_gap_while_away(self, kind: str) -> None:
        rows = [post("2025-02-01", "2025-11-30"), post("2026-01-01")]
        timeline = line_of(positions=rows, interruptions=[leave("2025-12-01", "2025-12-31", kind)])
        assert timeline.ended is None
        assert "no-position" in reasons(timeline, "2025-12-15")
        assert counts(timeline, "2026-01-01") == [True]

    def test_away_for_a_day_too_little(self) -> None:
        rows = [post("2025-02-01", "2025-11-30"), post("2026-01-01")]
        assert iso(line_of(positions=rows, interruptions=[leave("2025-12-01", "2025-12-30")]).ended) == "2025-12-31"
        assert iso(line_of(positions=rows, interruptions=[leave("2025-12-02", "2025-12-31")]).ended) == "2025-12-01"

    def test_the_last_post_over(self) -> None:
        timeline = line_of(positions=[post("2025-02-01", "2026-01-31")])
        assert reasons(timeline, "2026-02-01") == {"no-position", "agreement-ended"}

    def test_before_the_first_post_is_no_gap(self) -> None:
        timeline = line_of(positions=[post("2025-09-01")])
        assert reasons(timeline, "2025-08-31") == {"no-position"}
        assert counts(timeline, "2025-09-01") == [True]

    def test_a_zero_percent_post_is_a_post(self) -> None:
        timeline = line_of(positions=[post("2025-02-01", "2025-11-30"), post("2025-12-01", "2025-12-31", 0), post("2026-01-01")])
        assert counts(timeline, "2025-12-15", "2026-01-01") == [True, True]


class TestProductivityWindow:
    def _days(self, *isos: str, first_gp: str = "2024-01-16", **parts: Any) -> list[bool]:
        timeline = line_of(agreement__signed_on="2024-01-01", doctor={"first_gp_date": first_gp}, positions=[post("2023-01-01")], **parts)
        spans = [timeline.at(dt.date.fromisoformat(each).toordinal()) for each in isos]
        return [not span.productivity_reasons for span in spans]

    def test_first_and_last_day(self) -> None:
        assert self._days("2024-01-15", "2024-01-16", "2026-01-15", "2026-01-16") == [False, True, True, False]

    @pytest.mark.parametrize(
        ("first_gp", "last"),
        [("2024-02-29", "2026-02-27"), ("2024-02-28", "2026-02-27"), ("2023-06-30", "2025-06-29"), ("2024-03-31", "2026-03-30")],
    )
    def test_clipped_to_the_end_of_the_month(self, first_gp: str, last: str) -> None:
        after = (dt.date.fromisoformat(last) + DAY).isoformat()
        assert self._days(last, after, first_gp=first_gp) == [True, False]

    def test_the_first_position_where_no_day_is_given(self) -> None:
        rows = [post("2024-03-01", "2024-03-31", role="annet-legearbeid"), post("2024-04-10")]
        timeline = line_of(doctor={}, positions=rows)
        assert timeline.window is not None
        assert [iso(day) for day in timeline.window] == ["2024-04-10", "2026-04-10"]
        assert ("first-gp-date-assumed", "/doctor/first_gp_date") in notes(evaluated(doctor={}, positions=rows))

    def test_never_where_never_a_gp(self) -> None:
        assert line_of(doctor={}, positions=[post("2024-03-01", role="introduksjonslege")]).window is None

    @pytest.mark.parametrize(
        ("interruptions", "last"),
        [
            ([], "2026-01-15"),
            ([leave("2025-01-01", "2025-01-31")], "2026-02-15"),
            ([leave("2025-01-01", "2025-01-31"), leave("2025-01-15", "2025-02-14")], "2026-03-01"),
            ([leave("2024-01-01", "2024-01-31")], "2026-01-31"),
            ([leave("2024-01-01", "2024-01-15")], "2026-01-15"),
            ([leave("2026-01-15", "2026-01-17")], "2026-01-18"),
            ([leave("2026-01-16", "2026-01-17")], "2026-01-15"),
            ([leave("2025-01-01", "2025-01-31"), leave("2026-01-20", "2026-01-29")], "2026-02-25"),
            ([leave("2025-01-01", "2025-01-31", "institusjonstjeneste")], "2026-01-15"),
        ],
    )
    def test_leave_pauses_it_by_a_reading(self, interruptions: list[Any], last: str) -> None:
        day = dt.date.fromisoformat(last)
        around = [each.isoformat() for each in (day, day + DAY)]
        pausing = {"productivity-window": "pauses-during-leave"}
        assert self._days(*around, interruptions=interruptions, readings=pausing) == [True, False]
        assert self._days("2026-01-15", "2026-01-16", interruptions=interruptions) == [True, False]

    def test_open_leave_pauses_it_for_ever(self) -> None:
        pausing = {"productivity-window": "pauses-during-leave"}
        assert self._days("2026-05-31", "9999-12-31", interruptions=[leave("2026-01-01")], readings=pausing) == [True, True]

    def test_introductory_gp_beside_a_locum_post(self) -> None:
        intro = post("2025-02-01", percent=50, role="introduksjonslege")
        alone, beside = (line_of(positions=[intro, *more]) for more in ([], [post("2025-02-01", percent=0, role="fastlegevikar")]))
        at = dt.date(2025, 6, 1).toordinal()
        assert [each.value for each in alone.at(at).productivity_reasons] == ["introductory-gp"]
        assert not beside.at(at).productivity_reasons


class TestMonths:
    def _months(self, *positions: dict[str, Any], counting: str = "whole-months", **parts: Any) -> dict[str, Decimal]:
        readings = {"month-counting": counting, "gap-between-posts": "pauses-agreement"}
        timeline = line_of(positions=list(positions), readings=readings, agreement__signed_on="2025-01-01", **parts)
        return {role.value: Decimal(months) / 10_000 for role, months in timeline.months.items() if months}

    def test_a_whole_year(self) -> None:
        assert self._months(post("2025-01-01")) == {"fastlege": 12}

    def test_at_eighty_percent(self) -> None:
        assert self._months(post("2025-01-01", percent=80)) == {"fastlege": Decimal("9.6")}

    def test_at_zero_percent(self) -> None:
        facts = evaluated(positions=[post("2025-02-01", percent=0)]).facts
        assert (facts.months_regular_gp_bp, facts.held_regular_gp) == (0, 1)

    @pytest.mark.parametrize(
        ("first", "last", "whole", "started"),
        [
            ("2026-01-31", "2026-02-26", 0, 1),
            ("2026-01-31", "2026-02-27", 1, 1),
            ("2026-01-31", "2026-03-30", 2, 2),
            ("2026-01-31", "2026-05-31", 4, 5),
            ("2026-05-01", "2026-12-31", 1, 1),
            ("2026-05-02", "2026-12-31", 0, 1),
        ],
    )
    def test_month_ends(self, first: str, last: str, whole: int, started: int) -> None:
        assert self._months(post(first, last)).get("fastlege", 0) == whole
        assert self._months(post(first, last), counting="started-months") == {"fastlege": started}

    def test_several_runs(self) -> None:
        """Each run its own months: days left over in one do not fill up another."""
        rows = [post("2025-06-01", "2025-07-15"), post("2025-08-01", "2025-09-15"), post("2025-12-01", "2025-12-30")]
        assert self._months(*rows) == {"fastlege": 2}
        assert self._months(*rows, counting="started-months") == {"fastlege": 5}

    def test_never_more_started_months_than_the_call_has(self) -> None:
        rows = [post(f"2025-{month:02}-{day:02}", f"2025-{month:02}-{day:02}") for month in (7, 8, 9) for day in (1, 3, 5, 7, 9)]
        assert self._months(*rows, counting="started-months") == {"fastlege": 12}

    def test_graded_by_the_posts_on_the_first_day_of_each_month(self) -> None:
        rows = [post("2025-01-01", "2025-12-01", 50), post("2025-12-02", percent=100, role="fastlegevikar")]
        assert self._months(*rows) == {"fastlege": Decimal("3.5"), "fastlegevikar": 5}

    def test_of_a_month_from_the_31st(self) -> None:
        """The second month from 31 January begins on 28 February."""
        rows = [post("2026-01-31", "2026-02-27", 80), post("2026-02-28", percent=50)]
        assert self._months(*rows) == {"fastlege": Decimal("2.3")}

    def test_roles_beside_each_other(self) -> None:
        rows = [post("2025-01-01", percent=60), post("2025-01-01", percent=40, role="annet-legearbeid")]
        assert self._months(*rows) == {"fastlege": Decimal("7.2"), "annet-legearbeid": Decimal("4.8")}

    def test_institution_service_breaks_a_run(self) -> None:
        broken = [leave("2025-12-15", "2025-12-15", "institusjonstjeneste")]
        assert self._months(post("2025-01-01"), interruptions=broken) == {"fastlege": 11}

    def test_in_the_window(self) -> None:
        doctor = {"first_gp_date": "2024-01-16"}
        facts = evaluated(doctor=doctor, positions=[post("2024-01-16")]).facts
        assert (facts.months_in_window_bp, facts.in_window) == (7_00_00, 1)


class TestLowerProductivityDays:
    def _verdict(self, first: str, last: str, amount: int = 31_000, **parts: Any) -> tuple[int | None, int | None, Any]:
        entitlement = evaluated(lower_productivity=[{"from": first, "to": last, "amount": amount}], **parts)
        verdict = entitlement.records[0]
        return verdict.days, verdict.counted_days, entitlement["lower-productivity"].amount

    def test_the_share_of_its_days(self) -> None:
        assert self._verdict("2026-05-17", "2026-06-16") == (31, 15, Decimal(15_000))

    def test_rounded_half_up(self) -> None:
        assert self._verdict("2026-05-31", "2026-06-01", 1) == (2, 1, Decimal("0.50"))
        rows = [{"from": "2026-05-31", "to": "2026-06-01", "amount": "0.01"}] * 2
        assert evaluated(lower_productivity=rows)["lower-productivity"].amount == Decimal("0.02")

    def test_over_the_whole_calendar(self) -> None:
        days, counted, _ = self._verdict("0001-01-01", "9999-12-31")
        assert (days, counted) == (dt.date.max.toordinal(), 365)


class TestWholeCalendar:
    """Intervals to the calendar's ends are intervals as others."""

    def test_until_the_last_day(self) -> None:
        until = evaluated(positions=[post("2025-02-01", "9999-12-31")], activities=[course("2025-09-10")])
        assert until == evaluated(activities=[course("2025-09-10")])

    def test_training_leave_and_posts(self) -> None:
        timeline = line_of(
            doctor={"training_start": "0001-01-01", "training_end": "9999-12-31", "first_gp_date": "9999-12-31"},
            positions=[post("0001-01-01", "9999-12-31")],
            interruptions=[leave("9999-12-31", "9999-12-31"), leave("2026-01-01", "9999-12-31")],
            readings={"productivity-window": "pauses-during-leave"},
        )
        assert counts(timeline, "2025-06-01", "2026-05-31") == [True, True]
        assert timeline.spans[-1].last == dt.date.max.toordinal()

    @pytest.mark.parametrize("signed", ["0001-01-01", "9999-12-31"])
    def test_signed_at_the_ends(self, signed: str) -> None:
        entitlement = evaluated(agreement__signed_on=signed, positions=[post("0001-01-01")], activities=[course("2025-09-10")])
        expected = {"0001-01-01": (Reason.BEYOND_MAXIMUM_DURATION,), "9999-12-31": (Reason.BEFORE_SIGNING,)}
        assert entitlement.records[0].reasons == expected[signed]

    def test_the_spans_are_the_whole_calendar(self) -> None:
        spans = line_of().spans
        assert (spans[0].first, spans[-1].last) == (1, dt.date.max.toordinal())


# Day by day ---------------------------------------------------------------------------------------------------------


class ByHand:
    """Section 3 of the contract, one day at a time."""

    def __init__(self, of: Case) -> None:
        self.of, self.first, self.last = of, *periods()[evaluate(of).call]
        self.reasons = {self.first + n * DAY: set[Reason]() for n in range((self.last - self.first).days + 1)}
        self._judge()

    def posts(self, day: dt.date) -> list[Position]:
        return [each for each in self.of.positions if each.from_ <= day and (each.to is None or day <= each.to)]

    def during(self, day: dt.date, kind: InterruptionKind) -> bool:
        return any(each.kind is kind and each.from_ <= day and (each.to is None or day <= each.to) for each in self.of.interruptions)

    def _judge(self) -> None:
        doctor, agreement = self.of.doctor, self.of.agreement
        for day, found in self.reasons.items():
            conditions = {
                Reason.NO_POSITION: not self.posts(day),
                Reason.COMMERCIAL_ACTOR: self.during(day, InterruptionKind.COMMERCIAL_ACTOR),
                Reason.INSTITUTION_SERVICE: self.during(day, InterruptionKind.INSTITUTION_SERVICE),
                Reason.OUTSIDE_TRAINING: day < (doctor.training_start or day) or day > (doctor.training_end or day),
                Reason.NOT_REGISTERED: self.of.municipality.registered is False,
            }
            found.update(reason for reason, holds in conditions.items() if holds)
        start = agreement.signed_on
        if start is None:
            return
        back_dated = agreement.newly_employed and self.first.year == 2022 and start > dt.date(2022, 9, 30)
        for day, found in self.reasons.items():
            if day < start and not back_dated:
                found.add(Reason.BEFORE_SIGNING)
        self._follow(start)

    def _follow(self, start: dt.date) -> None:
        """From the start of the agreement to its end and through its five years."""
        positions = self.of.positions
        known_from = min((each.from_ for each in positions), default=dt.date.max)
        held_from = min((each.from_ for each in positions if each.to is None or each.to >= start), default=dt.date.max)
        gap_ends = self.of.readings.gap_between_posts.value == "ends-agreement"
        limit, used, ended = ((start + relativedelta(years=5)) - start).days * 100, Decimal(0), False
        day = start
        while day <= self.last:
            posts = self.posts(day)
            away = self.during(day, InterruptionKind.LEAVE) or self.during(day, InterruptionKind.INSTITUTION_SERVICE)
            ended |= self.during(day, InterruptionKind.COMMERCIAL_ACTOR) or (gap_ends and not posts and not away and day >= held_from)
            found = self.reasons.get(day, set())
            if ended:
                found.add(Reason.AGREEMENT_ENDED)
            if used >= limit:
                found.add(Reason.BEYOND_MAXIMUM_DURATION)
            if not away:
                used += 100 if day < known_from else sum(each.percent for each in posts)
            day += DAY

    def window(self) -> set[dt.date]:
        """The days of the call within the first 24 months."""
        first = self.of.doctor.first_gp_date or min((each.from_ for each in self.of.positions if each.role in BOTH_GP), default=None)
        if first is None:
            return set()
        left = (first + relativedelta(months=24) - first).days
        found: set[dt.date] = set()
        pauses = self.of.readings.productivity_window.value == "pauses-during-leave"
        day = first
        while day <= self.last and left > 0:
            found.add(day)
            left -= not (pauses and self.during(day, InterruptionKind.LEAVE))
            day += DAY
        return found

    def productivity(self) -> dict[dt.date, set[Reason]]:
        """For each day of the call, all reasons against lower productivity."""
        window = self.window()
        found: dict[dt.date, set[Reason]] = {}
        for day, reasons in self.reasons.items():
            roles = {each.role for each in self.posts(day)}
            more = {
                Reason.OUTSIDE_GP_SCHEME: roles == {DoctorRole.OTHER_MUNICIPAL_GP},
                Reason.INTRODUCTORY_GP: DoctorRole.INTRODUCTORY_GP in roles and not roles & BOTH_GP,
                Reason.OUTSIDE_FIRST_24_MONTHS: day not in window,
                Reason.SUPERVISION_ONLY: self.of.agreement.kind.value == "veiledning",
            }
            found[day] = reasons | {reason for reason, holds in more.items() if holds}
        return found

    def months(self, counting: set[dt.date]) -> Counter[DoctorRole]:
        """The months of the runs of some days, graded by the posts on the first day of each: hundredths of a percent."""
        whole = self.of.readings.month_counting.value == "whole-months"
        starts: list[dt.date] = []
        for first in sorted(day for day in counting if day - DAY not in counting):
            after, n = first, 0
            while after in counting:
                after += DAY
            while (first + relativedelta(months=n + 1) <= after) if whole else (first + relativedelta(months=n) < after):
                starts.append(first + relativedelta(months=n))
                n += 1
        found: Counter[DoctorRole] = Counter()
        for start in starts[: 12 if self.first.year == 2025 else 11]:
            for each in self.posts(start):
                found[each.role] += int(each.percent * 100)
        return found


@given(cases())
def test_every_day_as_by_hand(generated: Case) -> None:
    by_hand, timeline = ByHand(generated), timeline_of(generated)
    assert {day: set(timeline.at(day.toordinal()).reasons) for day in by_hand.reasons} == by_hand.reasons
    assert +timeline.months == +by_hand.months({day for day, found in by_hand.reasons.items() if not found})


@given(cases())
def test_lower_productivity_day_by_day(generated: Case) -> None:
    by_hand, entitlement = ByHand(generated), evaluate(generated)
    against = by_hand.productivity()
    verdicts = [each for each in entitlement.records if each.at.startswith("/lower_productivity/")]
    shares = 0
    for loss, verdict in zip(generated.lower_productivity, verdicts, strict=True):
        days = [loss.from_ + n * DAY for n in range((loss.to - loss.from_).days + 1)]
        counted = sum(not against[day] for day in days if day in against)
        assert (verdict.days, verdict.counted_days) == (len(days), counted)
        inside = [against[day] for day in days if day in against]
        within = set[Reason]().union(*inside)
        assert within <= set(verdict.reasons) or not loss.amount
        if len(inside) == len(days) and loss.amount:
            assert set(verdict.reasons) == within
        shares += int(loss.amount * 100 * counted * 2 + len(days)) // (2 * len(days))
    assert entitlement.facts.productivity_ore == shares
    window = {day for day, found in against.items() if not found - {Reason.SUPERVISION_ONLY}}
    assert entitlement.facts.in_window == bool(window)
    months = by_hand.months(window)
    assert entitlement.facts.months_in_window_bp == sum(months[role] for role in BOTH_GP)


class TestWindowBeforeCall2026:
    """Calls before 2026 give no number of months: the agreement's 24 hold (T15), and a note says so."""

    IN_2023: ClassVar[dict[str, Any]] = {"call": "2023", "agreement__signed_on": "2022-01-01", "doctor__training_start": "2021-01-01"}

    def _losses(self, first_gp: str) -> Entitlement:
        posts = [{"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2020-01-01"}]
        losses = [{"from": "2022-10-01", "to": "2022-10-31", "amount": 3100}]
        return evaluated(**self.IN_2023, doctor__first_gp_date=first_gp, positions=posts, lower_productivity=losses)

    def test_outside_it_nothing_is_due_whatever_the_cap(self) -> None:
        line = self._losses("2020-10-01")["lower-productivity"]
        assert (line.outcome, line.reasons) == (Outcome.ZERO, (Reason.OUTSIDE_FIRST_24_MONTHS,))

    def test_inside_it_only_the_cap_is_missing(self) -> None:
        result = self._losses("2020-11-01")
        line = result["lower-productivity"]
        assert (line.outcome, line.missing) == (Outcome.UNDETERMINED, ("lower-productivity",))
        assert ("window-of-the-agreement", "productivity-months") in {(note.code, note.about) for note in result.notes}
