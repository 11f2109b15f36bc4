"""Plausibility: what of a case is possible, counts as it stands, and looks like a slip.

Each note has a code of its own, and points at what is odd. No amount depends on any of them. `NOTES` is the whole set, in order.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from attrs import evolve

from .counting import absence
from .entitlement import Note
from .fields import hundredths
from .model import GP_ROLES, Case

SMALL_PERCENT = Decimal(1)
"""The largest percent, above none, that a hundred times as much would also be a percent of."""
MOST_HOURS = 24_00
"""The hours of a day, in hundredths."""
YEARS_NEAR = 10
"""So many years from the grant period, and a day of the agreement or of a record is odd."""
YEARS_OF_A_LIFE = 50
"""So many years from the grant period, and a day of the doctor, a post or an interruption is odd."""
RECORDS = ("activities", "supervision", "lower_productivity", "facilitation", "additional", "municipal")
"""The lists of records."""
_LONG = ("positions", "interruptions")
_DOCTORS = ("training_start", "expected_end", "training_end", "first_gp_date")
Period = tuple[dt.date, dt.date] | None
"""The first and last day of the grant period; None where it is not known."""


def odd(case: Case, period: Period) -> Iterator[Note]:
    """Everything odd about a case in a grant period."""
    for code, find in NOTES.items():
        for at in find(case, period):
            yield Note(code=code, about=at)


def _small_percents(case: Case, _: Period) -> Iterator[str]:
    for index, post in enumerate(case.positions):
        if 0 < post.percent <= SMALL_PERCENT:
            yield f"/positions/{index}/percent"
    split = case.agreement.split
    if split is not None and 0 < split.doctor_percent <= SMALL_PERCENT:
        yield "/agreement/split/doctor_percent"


def _late_first_gp_date(case: Case, _: Period) -> Iterator[str]:
    given = case.doctor.first_gp_date
    if given is not None and any(post.from_ < given for post in case.positions if post.role in GP_ROLES):
        yield "/doctor/first_gp_date"


def _far_days(case: Case, period: Period) -> Iterator[str]:
    """The days far from the grant period, by their years; but the last day of what may be open, which is often written as any late day."""
    if period is None:
        return
    first, last = period[0].year, period[1].year

    def far(day: dt.date | None, years: int) -> bool:
        return day is not None and not last - years < day.year < first + years

    if far(case.agreement.signed_on, YEARS_NEAR):
        yield "/agreement/signed_on"
    yield from (f"/doctor/{name}" for name in _DOCTORS if far(getattr(case.doctor, name), YEARS_OF_A_LIFE))
    for name in _LONG:
        yield from (f"/{name}/{index}/from" for index, each in enumerate(getattr(case, name)) if far(each.from_, YEARS_OF_A_LIFE))
    for name in RECORDS:
        keys = (("from_", "from"), ("to", "to")) if name == "lower_productivity" else (("date", "date"),)
        for index, each in enumerate(getattr(case, name)):
            yield from (f"/{name}/{index}/{key}" for field, key in keys if far(getattr(each, field), YEARS_NEAR))


def _over_24_hours(case: Case, _: Period) -> Iterator[str]:
    """The last of several records of one day that come to more than 24 hours; one record alone may be the sum of some days."""
    absent = ((each.date, absence(each)) for each in case.activities)
    supervised = (((each.date, each.supervisor), hundredths(each.hours)) for each in case.supervision)
    for name, hours in (("activities", absent), ("supervision", supervised)):
        of_day: dict[object, list[tuple[int, int]]] = {}
        for index, (day, number) in enumerate(hours):
            if number:
                of_day.setdefault(day, []).append((number, index))
        for found in of_day.values():
            if len(found) > 1 and sum(number for number, _ in found) > MOST_HOURS:
                yield f"/{name}/{found[-1][1]}"


def _refunds_above_expenses(case: Case, _: Period) -> Iterator[str]:
    for index, each in enumerate(case.activities):
        if each.fund_refund is not None and each.fund_refund > (each.expenses or 0):
            yield f"/activities/{index}/fund_refund"


def _records_twice(case: Case, _: Period) -> Iterator[str]:
    for name in (*_LONG, *RECORDS):
        yield from (f"/{name}/{index}" for index in _again(getattr(case, name)))


def _again(records: Sequence[Any]) -> Iterator[int]:
    """The places of the records that are the same as one before them, whatever their notes."""
    days = [getattr(each, "date", None) or each.from_ for each in records]
    if len(set(days)) == len(days):
        return
    seen: set[Any] = set()
    for index, each in enumerate(records):
        bare = evolve(each, note=None)
        if bare in seen:
            yield index
        seen.add(bare)


def _losses_overlapping(case: Case, _: Period) -> Iterator[str]:
    """Each loss that shares a day with another that begins before it, or stands before it; one that is there twice counts once."""
    if len(case.lower_productivity) < 2:
        return
    again = set(_again(case.lower_productivity))
    in_order = sorted((each.from_, index, each.to) for index, each in enumerate(case.lower_productivity) if index not in again)
    latest: dt.date | None = None
    for first, index, last in in_order:
        if latest is not None and first <= latest:
            yield f"/lower_productivity/{index}"
        latest = last if latest is None else max(latest, last)


NOTES: Mapping[str, Callable[[Case, Period], Iterator[str]]] = MappingProxyType(
    {
        "small-percent": _small_percents,
        "late-first-gp-date": _late_first_gp_date,
        "far-day": _far_days,
        "over-24-hours": _over_24_hours,
        "refund-above-expenses": _refunds_above_expenses,
        "record-twice": _records_twice,
        "losses-overlap": _losses_overlapping,
    }
)
"""The code of each note, and what finds the places in a case that it is about, as JSON Pointers."""
