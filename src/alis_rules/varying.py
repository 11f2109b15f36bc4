"""What may be added to a case or set in it, one unit at a time: records, a position's percent, how long a position lasts."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from attrs import evolve, frozen

from .calendar import add_months
from .fields import MAX_HOURS, MAX_MONEY, from_hundredths
from .model import (
    Activity,
    ActivityKind,
    AdditionalElement,
    AgreementKind,
    Case,
    Cost,
    LowerProductivity,
    Supervision,
)
from .problems import InvalidCase
from .reasons import NONE, Reason, Reasons
from .setting import Setting, with_percent
from .timeline import Span


class Vary(StrEnum):
    """What is added or set."""

    ABSENCE_HOURS = "absence-hours"
    """Hours of absence, of a course."""
    LEARNING_EXPENSES = "learning-expenses"
    """Kroner, of a course."""
    LOWER_PRODUCTIVITY = "lower-productivity"
    """Kroner of lost income, on one day."""
    SUPERVISION_HOURS = "supervision-hours"
    """Hours of supervision, paid by the rate."""
    FACILITATION = "facilitation"
    """Kroner."""
    ADDITIONAL_ELEMENTS = "additional-elements"
    """Kroner."""
    PERCENT = "percent"
    """The percent of the last position that meets the call."""
    MONTHS = "months"
    """How many months the last position that meets the call lasts, from its first day in the call that counts."""


VaryCode = Literal[
    "absence-hours",
    "learning-expenses",
    "lower-productivity",
    "supervision-hours",
    "facilitation",
    "additional-elements",
    "percent",
    "months",
]
"""The codes of `Vary` as a type checker knows them."""


class Hindrance(StrEnum):
    """Why no value reaches a target."""

    NO_DAY = "no-day"
    """No day of the call counts for it; with the reasons."""
    NO_POSITION = "no-position"
    """No position meets the call."""
    NO_CAP = "no-cap"
    """The cap does not apply to the case."""
    UNDETERMINED = "undetermined"
    """The line cannot be determined; with the values that are missing."""
    LIMITED = "limited"
    """Caps, the frame or a claim limit what comes of it; with their ids."""
    THE_MOST = "the-most"
    """The most that it can be is not enough."""


@frozen
class Obstacle:
    """One thing that keeps a target from being reached, and what it is about."""

    why: Hindrance
    """The kind of obstacle."""
    about: tuple[str, ...] = ()
    """The ids that it is about: reasons, values or caps."""


# What is added ------------------------------------------------------------------------------------------------------


def _every_day(span: Span) -> Reasons:
    return NONE


class Way(NamedTuple):
    """A kind of record that may be added."""

    rule: str
    cap: str
    unit: str
    largest: int
    """The most of one record, in hundredths."""
    reasons: Callable[[Span], Reasons]
    """Why a day that counts does not count for this line."""
    add: Callable[[Case, dt.date, Decimal], Case]


def _with_absence(case: Case, day: dt.date, amount: Decimal) -> Case:
    return evolve(case, activities=(*case.activities, Activity(kind=ActivityKind.COURSE, date=day, absence_hours=amount)))


def _with_expenses(case: Case, day: dt.date, amount: Decimal) -> Case:
    return evolve(case, activities=(*case.activities, Activity(kind=ActivityKind.COURSE, date=day, expenses=amount)))


def _with_loss(case: Case, day: dt.date, amount: Decimal) -> Case:
    return evolve(case, lower_productivity=(*case.lower_productivity, LowerProductivity(from_=day, to=day, amount=amount)))


def _with_supervision(case: Case, day: dt.date, amount: Decimal) -> Case:
    return evolve(case, supervision=(*case.supervision, Supervision(date=day, hours=amount)))


def _with_facilitation(case: Case, day: dt.date, amount: Decimal) -> Case:
    return evolve(case, facilitation=(*case.facilitation, Cost(date=day, amount=amount)))


def _with_additional(case: Case, day: dt.date, amount: Decimal) -> Case:
    return evolve(case, additional=(*case.additional, AdditionalElement(date=day, amount=amount)))


def _practice(span: Span) -> Reasons:
    return span.practice_reasons


def _productivity(span: Span) -> Reasons:
    return span.productivity_reasons


_MOST_HOURS, _MOST_KRONER = MAX_HOURS * 100, MAX_MONEY * 100
WAYS: Mapping[Vary, Way] = MappingProxyType(
    {
        Vary.ABSENCE_HOURS: Way("practice-compensation", "absence-hours", "h", _MOST_HOURS, _practice, _with_absence),
        Vary.LEARNING_EXPENSES: Way("learning-expenses", "learning-expenses", "NOK", _MOST_KRONER, _every_day, _with_expenses),
        Vary.LOWER_PRODUCTIVITY: Way("lower-productivity", "lower-productivity", "NOK", _MOST_KRONER, _productivity, _with_loss),
        Vary.SUPERVISION_HOURS: Way("supervision", "supervision-hours", "h", _MOST_HOURS, _every_day, _with_supervision),
        Vary.FACILITATION: Way("facilitation", "facilitation-share", "NOK", _MOST_KRONER, _every_day, _with_facilitation),
        Vary.ADDITIONAL_ELEMENTS: Way("additional-elements", "additional-cap", "NOK", _MOST_KRONER, _every_day, _with_additional),
    }
)
"""The kinds of record that may be added, in the order of the lines."""


def against(setting: Setting, way: Way, span: Span) -> Reasons:
    """Why the days of a span do not count for a kind of record."""
    found = set(span.reasons | way.reasons(span))
    if way.rule != "supervision" and setting.case.agreement.kind is AgreementKind.SUPERVISION_ONLY:
        found.add(Reason.SUPERVISION_ONLY)
    if way.rule == "additional-elements" and setting.base.municipality.centrality_class not in (6, None):
        found.add(Reason.NOT_CENTRALITY_6)
    return frozenset(found)


# The search ---------------------------------------------------------------------------------------------------------


class Search(NamedTuple):
    """What is looked through: how a value, a whole number of units, changes the case, and where it works one way only."""

    unit: str
    day: dt.date | None
    stretches: tuple[tuple[int, int], ...]
    """First and last value of each; within one, more gives no less."""
    changed: Callable[[int], Case]
    whole: bool = False
    """Whether a unit is a whole one, not a hundredth."""


def as_it_is(setting: Setting, vary: Vary) -> Search:
    """The case alone, where nothing can be changed."""
    way = WAYS.get(vary)

    def unchanged(value: int) -> Case:
        return setting.case

    return Search(way.unit if way else vary.value, None, ((0, 0),), unchanged, whole=vary is Vary.MONTHS)


def search_of(setting: Setting, vary: Vary) -> tuple[Search | None, Obstacle]:
    """How to look for a value, or why there is nothing to look for."""
    way = WAYS.get(vary)
    if way is not None:
        return _of_records(setting, way)
    index = last_position(setting)
    if index is None:
        return None, Obstacle(Hindrance.NO_POSITION)
    return _of_percent(setting, index) if vary is Vary.PERCENT else _of_months(setting, index)


def _of_records(setting: Setting, way: Way) -> tuple[Search | None, Obstacle]:
    """Adding a record on the first day that counts."""
    day, reasons = None, set[Reason]()
    for span, _ in setting.timeline.over(setting.grounds.first, setting.grounds.last):
        found = against(setting, way, span)
        if not found:
            day = dt.date.fromordinal(span.first)
            break
        reasons |= found
    if day is None:
        return None, Obstacle(Hindrance.NO_DAY, tuple(sorted(reasons)))

    def changed(value: int) -> Case:
        return way.add(setting.case, day, from_hundredths(value)) if value else setting.case

    return Search(way.unit, day, ((0, 0), (1, way.largest)), changed), _NOTHING


_NOTHING = Obstacle(Hindrance.THE_MOST)


def last_position(setting: Setting) -> int | None:
    """The index of the last position, by its first day, that meets the call."""
    first, last = dt.date.fromordinal(setting.grounds.first), dt.date.fromordinal(setting.grounds.last)
    meeting = [
        (each.from_, index)
        for index, each in enumerate(setting.case.positions)
        if each.from_ <= last and (each.to is None or each.to >= first)
    ]
    return max(meeting)[1] if meeting else None


def _of_percent(setting: Setting, index: int) -> tuple[Search | None, Obstacle]:
    """Setting a position's percent, as far as the other positions leave room."""
    most = least_of(0, 10_001, lambda share: share == 10_001 or not _possible(setting.case, index, share)) - 1

    def changed(share: int) -> Case:
        return with_percent(setting.case, index, share)

    return Search("percent", None, tuple(setting.stretches(setting.case, index, 0, most)), changed), _NOTHING


def _possible(case: Case, index: int, share: int) -> bool:
    try:
        with_percent(case, index, share)
    except InvalidCase:
        return False
    return True


def _of_months(setting: Setting, index: int) -> tuple[Search | None, Obstacle]:
    """Letting a position last for some months from its first day in the call that counts."""
    case = setting.case
    position = case.positions[index]
    begins, ends = position.from_.toordinal(), (position.to or dt.date.max).toordinal()
    starts: list[int] = []
    reasons: set[Reason] = set()
    for span, _ in setting.timeline.over(max(begins, setting.grounds.first), min(ends, setting.grounds.last)):
        reasons |= span.reasons
        if not span.reasons:
            starts.append(max(span.first, begins))
    if not starts:
        return None, Obstacle(Hindrance.NO_DAY, tuple(sorted(reasons)))
    start = starts[0]
    cases: dict[int, Case] = {}
    for months in range(13):
        try:
            cases[months] = _lasting(case, index, start, months)
        except InvalidCase:  # more than 100 percent on some day, or beyond the calendar
            continue
    return Search("months", dt.date.fromordinal(start), tuple((each, each) for each in cases), cases.__getitem__, whole=True), _NOTHING


def _lasting(case: Case, index: int, start: int, months: int) -> Case:
    """The case with a position that lasts some months from a day; without it, where it began that day and lasts none."""
    position = case.positions[index]
    last = add_months(start, months) - 1
    kept: tuple[Any, ...] = ()
    if last >= position.from_.toordinal():
        kept = (evolve(position, to=dt.date.fromordinal(min(last, dt.date.max.toordinal()))),)
    return evolve(case, positions=(*case.positions[:index], *kept, *case.positions[index + 1 :]))


def least_of(first: int, last: int, reaches: Callable[[int], bool]) -> int:
    """The least value from `first` to `last` that reaches, where `last` does and more never reaches less."""
    while first < last:
        middle = (first + last) // 2
        if reaches(middle):
            last = middle
        else:
            first = middle + 1
    return last
