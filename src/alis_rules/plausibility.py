"""Plausibility: what of a case is possible, counts as it stands, and looks like a slip.

Each note has a code of its own, and points at what is odd. No amount depends on any of them. `NOTES` is the whole set, in order.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from attrs import evolve

from .counting import absence
from .entitlement import Note
from .fields import from_hundredths, hundredths
from .model import GP_ROLES, Activity, Case

SMALL_PERCENT = Decimal(1)
"""The largest percent, above none, that a hundred times as much would also be a percent of."""
MOST_HOURS = 24_00
"""The hours of a day, in hundredths."""
YEARS_NEAR = 10
"""So many years from the grant period, and a day of the agreement or of a record is odd."""
YEARS_OF_A_LIFE = 50
"""So many years from the grant period, and a day of the doctor, a post or an interruption is odd."""
DAYS = {
    "positions": "from_",
    "interruptions": "from_",
    "activities": "date",
    "supervision": "date",
    "lower_productivity": "from_",
    "facilitation": "date",
    "additional": "date",
    "municipal": "date",
}
"""The lists of posts and records, and what holds the first day of each."""
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
    near, of_a_life = (_years_around(period, years) for years in (YEARS_NEAR, YEARS_OF_A_LIFE))
    signed = case.agreement.signed_on
    if signed is not None and not near[0] <= signed <= near[1]:
        yield "/agreement/signed_on"
    for name in _DOCTORS:
        day = getattr(case.doctor, name)
        if day is not None and not of_a_life[0] <= day <= of_a_life[1]:
            yield f"/doctor/{name}"
    for name, field in DAYS.items():
        first, last = of_a_life if name in _LONG else near
        yield from [
            f"/{name}/{index}/{field.rstrip('_')}"
            for index, each in enumerate(getattr(case, name))
            if not first <= getattr(each, field) <= last
        ]
    yield from [
        f"/lower_productivity/{index}/to" for index, each in enumerate(case.lower_productivity) if not near[0] <= each.to <= near[1]
    ]


def _years_around(period: tuple[dt.date, dt.date], years: int) -> tuple[dt.date, dt.date]:
    """The first and the last day that are not so many years, or more, from both ends of a period."""
    first, last = max(period[1].year - years + 1, dt.MINYEAR), min(period[0].year + years - 1, dt.MAXYEAR)
    return dt.date(first, 1, 1), dt.date(last, 12, 31)


def _over_24_hours(case: Case, _: Period) -> Iterator[str]:
    """The last of several records of one day that come to more than 24 hours; one record alone may be the sum of some days."""
    if _same_days(case.activities, "date"):
        yield from (f"/activities/{index}" for index in _crowded((each.date, absence(each)) for each in case.activities))
    if _same_days(case.supervision, "date"):
        supervised = (((each.date, each.supervisor), hundredths(each.hours)) for each in case.supervision)
        yield from (f"/supervision/{index}" for index in _crowded(supervised))


def _crowded(hours: Iterable[tuple[object, int]]) -> Iterator[int]:
    """The place of the last of each several that belong to one day and come to more than its hours."""
    of_day: dict[object, list[tuple[int, int]]] = {}
    for index, (day, number) in enumerate(hours):
        if number:
            of_day.setdefault(day, []).append((number, index))
    for found in of_day.values():
        if len(found) > 1 and sum(number for number, _ in found) > MOST_HOURS:
            yield found[-1][1]


def _refunds_above_expenses(case: Case, _: Period) -> Iterator[str]:
    for index, each in enumerate(case.activities):
        if each.fund_refund is not None and each.fund_refund > (each.expenses or 0):
            yield f"/activities/{index}/fund_refund"


def _records_twice(case: Case, _: Period) -> Iterator[str]:
    for name, field in DAYS.items():
        records = getattr(case, name)
        if _same_days(records, field):
            yield from (f"/{name}/{index}" for index in _again(records))


def _same_days(records: Sequence[Any], field: str) -> bool:
    """Whether some of the records have the same day."""
    return len(records) > 1 and len({getattr(each, field) for each in records}) < len(records)


def _again(records: Sequence[Any]) -> Iterator[int]:
    """The places of the records that are the same as one before them, whatever their notes, and however what they mean is written."""
    seen: set[Any] = set()
    for index, each in enumerate(records):
        bare = _as_meant(each) if isinstance(each, Activity) else evolve(each, note=None)
        if bare in seen:
            yield index
        seen.add(bare)


def _as_meant(activity: Activity) -> Activity:
    """An activity with what is meant where nothing stands, its absence in hours, and no note."""
    return evolve(
        activity,
        absence_hours=from_hundredths(absence(activity)),
        absence_days=None,
        expenses=activity.expenses or 0,
        fund_refund=activity.fund_refund or 0,
        completed=activity.completed is not False,
        documented=activity.documented is not False,
        note=None,
    )


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
