"""Days beside every border that a timeline knows, where something else begins on that very day too."""

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest

from alis_rules import DoctorRole, Reason
from alis_rules.timeline import Grounds, Timeline
from tests.support import case
from tests.test_timeline import DAY, iso, leave, line_of, post

EMPLOYMENTS = ("ansatt", "hovedmodell")


def ordinal(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal()


def day_by_day(first: str, around: str, **row: Any) -> list[dict[str, Any]]:
    """A post from a day on, in rows of one day each for a week around some day, employed in turn in one way and in the other."""
    middle = dt.date.fromisoformat(around)
    days = [middle + step * DAY for step in range(-3, 4)]
    rows = [post(day.isoformat(), day.isoformat()) | {"employment": EMPLOYMENTS[index % 2]} for index, day in enumerate(days)]
    before = post(first, (days[0] - DAY).isoformat()) | {"employment": "hovedmodell"}
    after = post((days[-1] + DAY).isoformat()) | {"employment": "hovedmodell"}
    return [each | row for each in (before, *rows, after)]


CASES: dict[str, dict[str, Any]] = {
    "first day of the call": {"around": "2025-06-01"},
    "last day of the call": {"around": "2026-05-31"},
    "signing": {"around": "2025-10-15", "agreement__signed_on": "2025-10-15"},
    "training begins": {"around": "2025-10-15", "doctor": {"training_start": "2025-10-15", "first_gp_date": "2025-02-01"}},
    "training ends": {"around": "2025-10-15", "doctor": {"training_end": "2025-10-15", "first_gp_date": "2025-02-01"}},
    "the agreement ends": {"around": "2025-10-15", "interruptions": [leave("2025-10-15", "2025-10-15", "kommersiell-aktor")]},
    "the five years end": {"around": "2025-10-15", "agreement__signed_on": "2020-10-15", "doctor": {"first_gp_date": "2024-02-01"}},
    "the window begins": {"around": "2025-10-15", "doctor": {"first_gp_date": "2025-10-15"}},
    "the window ends": {"around": "2025-10-15", "doctor": {"first_gp_date": "2023-10-15"}},
    "not registered": {"around": "2025-10-15", "municipality__registered": False},
}


@pytest.mark.parametrize("name", CASES)
def test_rows_of_a_day_change_no_day(name: str) -> None:
    """A post written as rows of one day each gives every day what it gives as one row: no border hangs on where a row begins."""
    parts = dict(CASES[name])
    around = parts.pop("around")
    whole = line_of(positions=[post("2019-01-01")], **parts)
    split = line_of(positions=day_by_day("2019-01-01", around), **parts)
    for step in range(-5, 6):
        day = ordinal(around) + step
        one, other = whole.at(day), split.at(day)
        assert (one.reasons, one.practice_reasons, one.productivity_reasons) == (
            other.reasons,
            other.practice_reasons,
            other.productivity_reasons,
        ), iso(day)
    assert (whole.months, whole.months_in_window, whole.in_window) == (split.months, split.months_in_window, split.in_window)
    assert (whole.start, whole.counts_from, whole.ended, whole.beyond) == (split.start, split.counts_from, split.ended, split.beyond)


@pytest.mark.parametrize("name", CASES)
def test_spans_follow_each_other_and_none_is_empty(name: str) -> None:
    parts = dict(CASES[name])
    around = parts.pop("around")
    spans = line_of(positions=day_by_day("2019-01-01", around), **parts).spans
    assert all(span.first <= span.last for span in spans)
    assert all(after.first == before.last + 1 for before, after in pairwise(spans))


PAUSES = {"productivity-window": "pauses-during-leave"}
GROUNDS: dict[str, Any] = {"first": ordinal("2025-06-01"), "last": ordinal("2026-05-31"), "known": True, "window_months": 24}


@pytest.mark.parametrize("positions", [[], [post("2019-01-01", "2027-12-31")], [post("2019-01-01"), post("9999-12-31", percent=0)]])
def test_the_spans_are_the_whole_calendar_whatever_is_held(positions: list[dict[str, Any]]) -> None:
    """Also where the five years end within a span, and other spans follow it."""
    timeline = line_of(agreement__signed_on="2020-10-15", positions=positions, interruptions=[leave("2026-02-01", "2026-02-10")])
    assert timeline.beyond is not None
    spans = timeline.spans
    assert (spans[0].first, spans[-1].last) == (1, dt.date.max.toordinal())
    assert all(after.first == before.last + 1 for before, after in pairwise(spans))
    assert sum(days for _, days in timeline.over(1, dt.date.max.toordinal())) == dt.date.max.toordinal()
    held = {post.employment for span in spans if span.last >= dt.date.max.toordinal() for post in span.posts}
    assert bool(held) == any("to" not in row for row in positions)
    assert [iso(span.first) for span in spans if iso(span.first) in ("2026-02-01", "2026-02-11")] == ["2026-02-01", "2026-02-11"]


def test_what_begins_on_the_last_day_of_the_calendar() -> None:
    last = "9999-12-31"
    timeline = line_of(agreement__signed_on=last, doctor={"training_start": last, "first_gp_date": last}, positions=[post("2019-01-01")])
    before, on = (timeline.at(dt.date.max.toordinal() - step) for step in (1, 0))
    assert before.reasons - on.reasons == {Reason.BEFORE_SIGNING, Reason.OUTSIDE_TRAINING}
    assert before.productivity_reasons - on.productivity_reasons == {Reason.OUTSIDE_FIRST_24_MONTHS}


def test_there_are_no_more_spans_than_something_begins_or_ends() -> None:
    timeline = line_of(agreement__signed_on="2025-05-20", doctor={"first_gp_date": "2025-02-01"}, positions=[post("2025-02-01")])
    begins = ["0001-01-01", "2025-02-01", "2025-05-20", "2025-06-01", "2026-06-01", "2027-02-01", "2030-05-20"]
    assert [iso(span.first) for span in timeline.spans] == begins


class TestWindow:
    def _end(self, first: str, last: str | None) -> str | None:
        timeline = line_of(doctor={"first_gp_date": "2024-01-16"}, interruptions=[leave(first, last)], readings=PAUSES)
        assert timeline.window is not None
        return iso(timeline.window[1])

    def test_leave_over_on_its_first_day(self) -> None:
        assert self._end("2024-01-01", "2024-01-16") == "2026-01-17"
        assert self._end("2024-01-16", "2024-01-16") == "2026-01-17"
        assert self._end("2024-01-01", "2024-01-15") == "2026-01-16"

    def test_leave_long_before_it(self) -> None:
        assert self._end("2023-03-01", "2023-03-31") == "2026-01-16"

    def test_leave_from_its_last_day(self) -> None:
        assert self._end("2026-01-15", "2026-01-15") == "2026-01-17"
        assert self._end("2026-01-16", "2026-01-20") == "2026-01-16"


class TestEnd:
    def test_a_post_over_on_the_day_of_signing_is_one_that_was_held(self) -> None:
        """So that the days after it are a gap; a post that was over before signing is none of the agreement's."""
        rows = [post("2025-02-01", "2025-05-20"), post("2025-09-01")]
        assert iso(line_of(positions=rows).ended) == "2025-05-21"
        assert line_of(positions=[post("2025-02-01", "2025-05-19"), post("2025-09-01")]).ended is None

    def test_no_post_since_signing_is_no_gap(self) -> None:
        """Not even on the calendar's last day, where something begins."""
        timeline = line_of(positions=[post("2024-01-01", "2024-12-31")], interruptions=[leave("9999-12-30", "9999-12-30")])
        assert timeline.ended is None


class TestFiveYears:
    def test_full_time_is_assumed_only_before_the_first_post(self) -> None:
        rows = [post("2025-10-01"), post("2025-03-01", "2025-09-30")]
        assert not line_of(agreement__signed_on="2025-05-20", positions=rows).assumes_full_time
        assert not line_of(agreement__signed_on="2025-03-01", positions=rows).assumes_full_time
        assert line_of(agreement__signed_on="2025-02-28", positions=rows).assumes_full_time

    def test_used_up_with_the_last_day_of_the_calendar(self) -> None:
        rows = [leave("9995-03-01", "9995-03-01")]
        timeline = line_of(agreement__signed_on="9994-12-31", positions=[post("9994-12-31")], interruptions=rows)
        assert timeline.beyond is None
        timeline = line_of(agreement__signed_on="9994-12-31", positions=[post("9994-12-31")])
        assert iso(timeline.beyond) == "9999-12-31"

    def test_used_up_on_the_last_day_but_one(self) -> None:
        """Without a post every day counts as full time, to the end of the calendar."""
        rows = [leave("9999-12-29", "9999-12-29")]
        assert iso(line_of(agreement__signed_on="9994-12-30", positions=[], interruptions=rows).beyond) == "9999-12-31"

    def test_as_many_years_as_the_call_says(self) -> None:
        of = case(agreement__signed_on="2020-02-29", positions=[post("2020-02-29")])
        for years, beyond in ((4, "2024-02-29"), (5, "2025-02-28"), (0, "2020-02-29")):
            grounds = Grounds(**GROUNDS, longest_years=years, signed_after=None, counts_from=None)
            assert iso(Timeline(of, grounds, of.readings).beyond) == beyond


class TestBackDating:
    def _from(self, signed: str, after: str | None, counts: str | None, *, newly: bool = True) -> str | None:
        of = case(agreement={"kind": "alis-avtale", "signed_on": signed, "newly_employed": newly})
        signed_after, counts_from = (None if day is None else ordinal(day) for day in (after, counts))
        grounds = Grounds(**GROUNDS, longest_years=5, signed_after=signed_after, counts_from=counts_from)
        timeline = Timeline(of, grounds, of.readings)
        first = next(span.first for span in timeline.spans if Reason.BEFORE_SIGNING not in span.reasons)
        assert first == timeline.counts_from
        return iso(first)

    def test_both_days_are_needed(self) -> None:
        assert self._from("2025-08-01", "2025-06-30", "2025-07-01") == "2025-07-01"
        assert self._from("2025-08-01", "2025-06-30", None) == "2025-08-01"
        assert self._from("2025-08-01", None, "2025-07-01") == "2025-08-01"
        assert self._from("2025-08-01", "2025-06-30", "2025-07-01", newly=False) == "2025-08-01"

    def test_signed_after_the_day_and_not_on_it(self) -> None:
        assert self._from("2025-06-30", "2025-06-30", "2025-06-01") == "2025-06-30"
        assert self._from("2025-07-01", "2025-06-30", "2025-06-01") == "2025-06-01"

    def test_without_an_agreement_there_is_nothing_to_date_back(self) -> None:
        timeline = line_of(call="2023", agreement={"kind": "veiledning", "newly_employed": True}, positions=[post("2022-01-01")])
        assert (timeline.start, timeline.counts_from) == (None, None)

    def test_never_later_than_signing(self) -> None:
        assert self._from("2025-07-05", "2025-06-30", "2025-07-10") == "2025-07-05"


def test_a_period_that_is_not_known_has_no_months() -> None:
    timeline = line_of(call="2024", agreement__signed_on="2022-01-01", positions=[post("2022-01-01")])
    assert not timeline.grounds.known
    assert not any(timeline.months.values())
    assert timeline.months_in_window == 0


def test_a_period_that_ends_within_a_month_begins_it() -> None:
    of = case(agreement__signed_on="2025-01-01", positions=[post("2025-01-01")], readings={"month-counting": "started-months"})
    period: dict[str, Any] = {
        "first": ordinal("2025-06-01"),
        "last": ordinal("2025-07-15"),
        "known": True,
        "window_months": 24,
        "longest_years": 5,
    }
    timeline = Timeline(of, Grounds(**period, signed_after=None, counts_from=None), of.readings)
    assert timeline.months == {DoctorRole.REGULAR_GP: 2 * 10_000}


def test_over_some_days() -> None:
    """Each span with how many of the days it holds, also where the days begin or end within one."""
    timeline = line_of(positions=[post("2025-02-01", "2025-09-30"), post("2025-10-01", percent=50)])
    found = [(iso(span.first), days) for span, days in timeline.over(ordinal("2025-09-29"), ordinal("2025-10-01"))]
    assert found == [("2025-06-01", 2), ("2025-10-01", 1)]
    assert [days for _, days in timeline.over(ordinal("2025-09-30"), ordinal("2025-09-30"))] == [1]
    assert [days for _, days in timeline.over(ordinal("2025-10-01"), ordinal("2025-10-02"))] == [2]
