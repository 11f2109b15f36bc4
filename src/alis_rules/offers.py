"""Offers: what was probably meant by a number, a day or a municipality number that is written in another way.

An offer stands in the message of an error, and is never taken for the value.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

_AROUND = re.compile(r"^(?:kr\.?|NOK)|(?:kr\.?|NOK|,-|,–|%|prosent|percent|timer|hours|t|h)$", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s'’]")
_DIGITS = re.compile(r"[0-9]{1,12}", re.ASCII)
_GROUPS = r"[1-9][0-9]{0,2}(?:\%s[0-9]{3})+"
_MARKS = ((".", ","), (",", "."))
"""What stands between thousands, and before decimals."""
_LENGTH = 40
"""The longest text that is looked at."""
_BY_DAY = re.compile(r"([0-9]{1,2})(\.|/|-)\s?([0-9]{1,2})\2\s?([0-9]{2}|[0-9]{4})", re.ASCII)
_BY_YEAR = re.compile(r"([0-9]{4})([./-]?)([0-9]{1,2})\2([0-9]{1,2})(?:[T ].*)?", re.ASCII)


def listed(offers: Iterable[str]) -> str:
    """Offers as an error holds them, each once; empty where there are none."""
    return " / ".join(f"“{each}”" for each in dict.fromkeys(offers))


def of_number(written: str, largest: int) -> str:
    """The numbers that a text may mean: with another mark between thousands or before decimals, or with a unit.

    >>> of_number("9.800", 1_000_000)
    '“9800” / “9.80”'
    >>> of_number("kr 1 234,50", 1_000_000)
    '“1234.50”'
    """
    bare = _BETWEEN.sub("", written[:_LENGTH])
    bare = _AROUND.sub("", _AROUND.sub("", bare))
    return listed(each for each in _numbers(bare) if each != written and Decimal(each) <= largest)


def _numbers(bare: str) -> Iterator[str]:
    if _DIGITS.fullmatch(bare):
        yield bare
    yield from (bare.replace(mark, "") for mark, _ in _MARKS if re.fullmatch(_GROUPS % mark, bare))
    for thousands, decimal in _MARKS:
        whole, _, part = bare.rpartition(decimal)
        if (
            not part[2:].strip("0")
            and _DIGITS.fullmatch(part[:2])
            and (_DIGITS.fullmatch(whole) or re.fullmatch(_GROUPS % thousands, whole))
        ):
            yield f"{whole.replace(thousands, '')}.{part[:2]}"


def of_day(written: str) -> str:
    """The days of the calendar that a text may mean: with the day first, without marks, or with a time of day.

    >>> of_day("10.09.2025")
    '“2025-09-10”'
    """
    return listed(each.isoformat() for each in _days(written.strip()[:_LENGTH]))


def _days(written: str) -> Iterator[dt.date]:
    by_day, by_year = _BY_DAY.fullmatch(written), _BY_YEAR.fullmatch(written)
    orders: list[tuple[str, str, str]] = []
    if by_day:
        day, mark, month, year = by_day.groups()
        year = f"20{year}" if len(year) == 2 else year
        orders = [(year, month, day), *([(year, day, month)] if mark == "/" else [])]
    elif by_year:
        year, _, month, day = by_year.groups()
        orders = [(year, month, day)]
    for order in orders:
        try:
            yield dt.date(*map(int, order))
        except ValueError:
            continue


def of_municipality(written: str) -> str:
    """The municipality number that a text or a number may mean: one that has lost the zero before it."""
    bare = written.strip()
    return listed([bare.zfill(4)] if re.fullmatch("[0-9]{3,4}", bare, re.ASCII) else [])
