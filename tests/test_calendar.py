"""Calendar arithmetic at the ends of months, on leap days and at the calendar's own end."""

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from alis_rules.calendar import BEYOND, FIRST_DAY, LAST_DAY, add_months, month_starts, started_months, whole_months

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


def ordinal(iso: str) -> int:
    return dt.date.fromisoformat(iso).toordinal()


def iso(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()


@pytest.mark.parametrize(
    ("first", "months", "then"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-01-31", 2, "2026-03-31"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-01-30", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 24, "2026-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2020-06-15", 60, "2025-06-15"),
        ("2020-02-29", 60, "2025-02-28"),
        ("2025-12-31", 2, "2026-02-28"),
        ("1896-02-29", 96, "1904-02-29"),
        ("9999-11-30", 1, "9999-12-30"),
        ("9994-12-31", 60, "9999-12-31"),
        ("0001-01-01", 0, "0001-01-01"),
    ],
)
def test_add_months(first: str, months: int, then: str) -> None:
    assert iso(add_months(ordinal(first), months)) == then


@pytest.mark.parametrize(("first", "months"), [("9999-12-01", 1), ("9999-12-31", 1), ("9998-01-01", 60), ("2026-01-01", 120_000)])
def test_months_past_the_calendar_are_beyond_the_day_after_its_last(first: str, months: int) -> None:
    assert add_months(ordinal(first), months) == BEYOND > LAST_DAY + 1


@pytest.mark.parametrize(
    ("first", "last", "whole", "started"),
    [
        ("2026-01-01", "2026-01-01", 0, 1),
        ("2026-02-28", "2026-02-28", 0, 1),
        ("2026-01-31", "2026-01-31", 0, 1),
        ("2026-01-01", "2026-01-30", 0, 1),
        ("2026-01-01", "2026-01-31", 1, 1),
        ("2026-01-01", "2026-02-01", 1, 2),
        ("2026-01-15", "2026-02-13", 0, 1),
        ("2026-01-15", "2026-02-14", 1, 1),
        ("2026-01-31", "2026-02-26", 0, 1),
        ("2026-01-31", "2026-02-27", 1, 1),
        ("2026-01-31", "2026-02-28", 1, 2),
        ("2026-01-30", "2026-02-27", 1, 1),
        ("2024-01-31", "2024-02-27", 0, 1),
        ("2024-01-31", "2024-02-28", 1, 1),
        ("2024-02-29", "2025-02-27", 12, 12),
        ("2025-06-01", "2026-05-31", 12, 12),
        ("2022-10-01", "2023-08-31", 11, 11),
        ("2026-01-31", "2026-05-31", 4, 5),
    ],
)
def test_months(first: str, last: str, whole: int, started: int) -> None:
    assert whole_months(ordinal(first), ordinal(last)) == whole
    assert started_months(ordinal(first), ordinal(last)) == started


@given(DAYS, st.integers(0, 120))
def test_add_months_keeps_the_day_or_clips_it(day: dt.date, months: int) -> None:
    then = dt.date.fromordinal(add_months(day.toordinal(), months))
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day == day.day or (then.day < day.day and (then + dt.timedelta(1)).day == 1)


@given(DAYS, st.integers(0, 800))
def test_months_hold_the_days(day: dt.date, more: int) -> None:
    """The whole months lie within the days, one more does not; the started months cover them, one fewer does not."""
    first, last = day.toordinal(), day.toordinal() + more
    whole, started = whole_months(first, last), started_months(first, last)
    assert add_months(first, whole) <= last + 1 < add_months(first, whole + 1)
    assert add_months(first, started - 1) < last + 1 <= add_months(first, started)
    assert 0 <= started - whole <= 1 <= started


@given(DAYS, st.integers(0, 60))
def test_month_starts_run_from_the_first_day(day: dt.date, months: int) -> None:
    """Each from the first day itself, so that a clipped month does not clip those after it."""
    assert list(month_starts(day.toordinal(), months)) == [(day + relativedelta(months=n)).toordinal() for n in range(months)]


def test_month_starts_on_the_31st() -> None:
    starts = [iso(day) for day in month_starts(ordinal("2026-01-31"), 4)]
    assert starts == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]


def test_the_whole_calendar() -> None:
    assert (iso(FIRST_DAY), iso(LAST_DAY)) == ("0001-01-01", "9999-12-31")


@given(st.integers(FIRST_DAY, LAST_DAY), st.integers(0, 40), st.integers(0, 31))
def test_whole_months_are_those_counted_one_by_one(first: int, months: int, more: int) -> None:
    last = min(add_months(first, months), LAST_DAY + 1) - 1 + more
    counted = 0
    while add_months(first, counted + 1) <= min(last, LAST_DAY) + 1:
        counted += 1
    assert whole_months(first, last) == counted


def test_days_that_the_calendar_does_not_reach_hold_no_endless_months() -> None:
    assert whole_months(LAST_DAY, BEYOND) == 0
