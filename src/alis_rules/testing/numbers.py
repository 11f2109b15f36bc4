"""Strategies for numbers and days, and where in them something changes."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from dateutil.relativedelta import relativedelta
from hypothesis import strategies as st

from alis_rules import load_tables
from alis_rules.keeping import read_only

Document = dict[str, Any]
"""A JSON object."""
Days = st.SearchStrategy[dt.date]
NEWEST = "2026"
"""The call that cases are drawn for most often: the newest whose figures the suite knows."""
DAY = dt.timedelta(1)
LEAP_DAYS = (dt.date(2020, 2, 29), dt.date(2024, 2, 29))
_MONTH_ENDS = ("01-31", "02-01", "02-28", "03-01", "03-31", "04-30", "12-31", "01-01")


# Numbers ------------------------------------------------------------------------------------------------------------


def number(hundredths: int) -> str:
    """A number of two decimals, as JSON may have it.

    >>> number(1405)
    '14.05'
    """
    return f"{hundredths // 100}.{hundredths % 100:02}"


def hundredths_of(value: Any) -> int:
    """A number of a document as hundredths.

    >>> hundredths_of("7.5")
    750
    """
    whole, _, rest = str(value).partition(".")
    return int(whole) * 100 + int((rest + "00")[:2])


def near(likely: int, *borders: int) -> st.SearchStrategy[Any]:
    """Numbers up to `likely`, or at a border, or a hundredth beside it: all in hundredths; as JSON may have them."""
    beside = sorted({max(border + step, 0) for border in (0, *borders) for step in (-1, 0, 1)})
    return st.one_of(
        st.integers(0, likely // 100),
        st.integers(0, likely).map(number),
        st.sampled_from(beside).map(number),
    )


HOURS = near(60_00, 16_000, 5_775, 8_000)
MONEY = near(60_000_00, 14_000_00, 125_000_00, 91_317_19, 132_000_00, 200_000_00, 12_000_00)
PERCENTS = (100_00, 80_00, 50_00, 33_33, 60_00, 0, 1, 99_99, 12_50)


def money() -> st.SearchStrategy[Decimal]:
    """Kroner to the øre: likely amounts, and the caps of the newest call with an øre less and more."""
    return MONEY.map(Decimal)


def hours() -> st.SearchStrategy[Decimal]:
    """Hours to the hundredth: likely ones, and the yearly hours of the newest call with a hundredth less and more."""
    return HOURS.map(Decimal)


def percents() -> st.SearchStrategy[Decimal]:
    """Position percents: common ones, the least and the greatest, and any other."""
    return st.one_of(st.sampled_from(PERCENTS), st.integers(0, 100_00)).map(lambda hundredths: Decimal(number(hundredths)))


# Days ---------------------------------------------------------------------------------------------------------------


def _periods() -> Iterator[tuple[str, tuple[dt.date, dt.date]]]:
    tables = load_tables()
    for call in (*tables.calls.values(), tables.newest.forward(1)):
        if call.period:
            yield call.id, call.period


@cache
def periods() -> Mapping[str, tuple[dt.date, dt.date]]:
    """The calls with a known grant period, first and last day of each, and the newest carried forward a year."""
    return read_only(dict(_periods()))


def around(*days: dt.date | None) -> list[dt.date]:
    """Each day with the day before and the day after it."""
    return sorted({day + step * DAY for day in days if day and day < dt.date.max for step in (-1, 0, 1)})


@cache
def month_ends(call: str) -> tuple[dt.date, ...]:
    """First and last days of months in a call."""
    first, last = periods()[call]
    ends = [dt.date.fromisoformat(f"{year}-{end}") for year in (first.year, last.year) for end in _MONTH_ENDS]
    return tuple(day for day in ends if first <= day <= last)


def days(call: str = NEWEST, *borders: dt.date | None) -> Days:
    """Days in a call or near it, at the ends of months, and at the first and last day of the call, the given borders and beside them."""
    return _days(call, borders)


@lru_cache(maxsize=256)
def _days(call: str, borders: tuple[dt.date | None, ...]) -> Days:
    first, last = periods()[call]
    return st.one_of(
        st.dates(first, last),
        *[st.sampled_from(tuple(around(first, last, *borders)))] * (2 if borders else 1),
        st.sampled_from(month_ends(call)),
        st.dates(first - relativedelta(months=8), last + relativedelta(months=4)),
    )


def intervals(days: Days) -> st.SearchStrategy[tuple[dt.date, dt.date]]:
    """Two days in order."""
    return st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))
