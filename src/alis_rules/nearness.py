"""What is just out of reach: a few days more in a post, a record on another day, an activity carried out."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple

from attrs import evolve, frozen

from .calendar import FIRST_DAY, LAST_DAY, runs, started_months, whole_months
from .counting import Verdict, absence
from .fields import exactly, from_hundredths, of_reference
from .model import Case
from .problems import InvalidCase, named_by_its_case
from .rates import Tables
from .readings import MonthCounting, Readings
from .resolving import view
from .setting import Setting

MOST_DAYS_TO_A_MONTH = 15
"""The most days that a run of counting days may lack to one more month."""
MOST_DAYS_OF_A_MOVE = 31
"""The most days that a record is moved."""
MOST_TRIED = 20
"""How many changes are reckoned; those of the fewest days first."""


class Change(StrEnum):
    """What would be another way."""

    LATER_END = "later-end"
    """A position ends later."""
    EARLIER_START = "earlier-start"
    """A position begins earlier."""
    NO_GAP = "no-gap"
    """A position lasts until the next begins, so that no day is without a post."""
    OTHER_DAY = "other-day"
    """A record has another day."""
    COMPLETED = "completed"
    """An activity is carried out."""


@frozen(kw_only=True)
class Near:
    """One thing that is just out of reach, and what it would bring."""

    id: Change
    """The change."""
    at: str
    """JSON Pointer to what would be another way."""
    what: str
    """The role of a position; of a record, the kind of a learning activity, else the rule that it belongs to."""
    steps: int
    """How far it is: days, or one activity."""
    unit: str
    """``days`` or ``activities``."""
    day: dt.date
    """The day as it is: the last or first of a position, or the record's."""
    other_day: dt.date
    """The day as it would be."""
    gain: Decimal
    """What the total would rise by, kroner (NOK)."""
    complete: bool
    """Whether every line is determined, before the change and after it: else the gain is that of the lines that are, and not certain."""
    case: Case
    """The case as it would be."""

    def to_json(self) -> dict[str, Any]:
        """The thing as a JSON object, without the case."""
        return of_reference(self.case.reference) | {
            "id": self.id.value,
            "at": self.at,
            "what": self.what,
            "steps": self.steps,
            "unit": self.unit,
            "day": self.day.isoformat(),
            "other_day": self.other_day.isoformat(),
            "gain": str(self.gain),
            "complete": self.complete,
        }


class _Candidate(NamedTuple):
    """A change that might bring something."""

    id: Change
    at: str
    what: str
    steps: int
    day: int
    other_day: int
    case: Case


@named_by_its_case
def near(
    case: Case,
    *,
    readings: Readings | Mapping[str, str] | None = None,
    tables: Tables | None = None,
    known_on: dt.date | None = None,
    project: bool = False,
) -> tuple[Near, ...]:
    """What is just out of reach of a case, the greatest gain first; the arguments as for `evaluate`.

    Each is a change of one thing, reckoned anew, and told only where the total rises. At most `MOST_TRIED` are reckoned.
    """
    return near_of(Setting(view(case, readings, tables, known_on, project=project)))


@exactly
def near_of(setting: Setting) -> tuple[Near, ...]:
    """What is just out of reach in a setting."""
    now = setting.reckoned(setting.case)
    candidates = sorted((*_of_runs(setting), *_of_records(setting)), key=lambda each: each.steps)
    found: list[Near] = []
    for each in islice(candidates, MOST_TRIED):
        then = setting.reckoned(each.case)
        gain = then.total - now.total
        if gain > 0:
            found.append(
                Near(
                    id=each.id,
                    at=each.at,
                    what=each.what,
                    steps=max(each.steps, 1),
                    unit="days" if each.steps else "activities",
                    day=dt.date.fromordinal(each.day),
                    other_day=dt.date.fromordinal(each.other_day),
                    gain=from_hundredths(gain),
                    complete=now.complete and then.complete,
                    case=each.case,
                )
            )
    return tuple(sorted(found, key=lambda each: (-each.gain, each.steps, each.at)))


# Positions ----------------------------------------------------------------------------------------------------------


def _of_runs(setting: Setting) -> Iterator[_Candidate]:
    """Each run of counting days that a position's end cuts off in the call, or its beginning, and what a few days more would make it."""
    grounds = setting.grounds
    counting = [(max(span.first, grounds.first), min(span.last, grounds.last)) for span in setting.timeline.spans if not span.reasons]
    for first, last in runs(counting):
        yield from _later(setting, first, last)
        for index, position in enumerate(setting.case.positions):
            if position.from_.toordinal() == first:
                days = _lacking(setting, first, last, -1)
                changed = days and _with_position(setting.case, index, from_=first - days)
                if days and changed:
                    yield _Candidate(Change.EARLIER_START, f"/positions/{index}", position.role.value, days, first, first - days, changed)
                    break


def _later(setting: Setting, first: int, last: int) -> Iterator[_Candidate]:
    """The run made longer at its end: to one more month, or to the next position."""
    case = setting.case
    ending = [index for index, each in enumerate(case.positions) if each.to is not None and each.to.toordinal() == last]
    starts = (each.from_.toordinal() for each in case.positions)
    gap = min((start - last - 1 for start in starts if start > last), default=0)
    for id_, days in ((Change.LATER_END, _lacking(setting, first, last, 1)), (Change.NO_GAP, gap)):
        if not 0 < days <= MOST_DAYS_TO_A_MONTH:
            continue
        for index in ending:
            changed = _with_position(case, index, to=last + days)
            if changed:
                yield _Candidate(id_, f"/positions/{index}", case.positions[index].role.value, days, last, last + days, changed)
                break


def _lacking(setting: Setting, first: int, last: int, direction: int) -> int:
    """How many days a run lacks to one more month, at its end (1) or its beginning (-1); 0 where too many, or the call ends before."""
    whole = setting.readings.month_counting is MonthCounting.WHOLE_MONTHS
    months = whole_months if whole else started_months
    now = months(first, last)
    for days in range(1, MOST_DAYS_TO_A_MONTH + 1):
        longer = (first, last + days) if direction > 0 else (first - days, last)
        if longer[0] < setting.grounds.first or longer[1] > setting.grounds.last:
            return 0
        if months(*longer) > now:
            return days
    return 0


def _with_position(case: Case, index: int, *, from_: int | None = None, to: int | None = None) -> Case | None:
    """The case with another first or last day of a position; None where some day then holds more than 100 percent."""
    position = case.positions[index]
    changed = evolve(
        position,
        from_=position.from_ if from_ is None else dt.date.fromordinal(from_),
        to=position.to if to is None else dt.date.fromordinal(to),
    )
    try:
        return evolve(case, positions=(*case.positions[:index], changed, *case.positions[index + 1 :]))
    except InvalidCase:
        return None


# Records ------------------------------------------------------------------------------------------------------------


def _of_records(setting: Setting) -> Iterator[_Candidate]:
    """Each record of one day that does not count, on the nearest day that does; each activity that was not carried out."""
    for verdict in setting.counted(setting.case).verdicts:
        _, field, index = verdict.at.split("/")
        record = getattr(setting.case, field)[int(index)]
        day = verdict.first.toordinal()
        if field == "activities" and record.completed is False:
            done = _with_record(setting.case, field, int(index), completed=True)
            yield _Candidate(Change.COMPLETED, verdict.at, verdict.what, 0, day, day, done)
        elif verdict.days is None and verdict.not_for:
            other = _nearest(setting, verdict, practice=field == "activities" and absence(record) > 0)
            if other is not None:
                moved = _with_record(setting.case, field, int(index), date=dt.date.fromordinal(other))
                yield _Candidate(Change.OTHER_DAY, verdict.at, verdict.what, abs(other - day), day, other, moved)


def _nearest(setting: Setting, verdict: Verdict, *, practice: bool) -> int | None:
    """The nearest day that counts, of equals the earlier; `practice`: for practice compensation too. None where it is too far."""
    day = verdict.first.toordinal()
    first, last = max(day - MOST_DAYS_OF_A_MOVE, FIRST_DAY), min(day + MOST_DAYS_OF_A_MOVE, LAST_DAY)
    spans = [span for span, _ in setting.timeline.over(first, last) if not span.reasons]
    counting = [span for span in spans if not (practice and span.practice_reasons)] or spans
    days = [min(max(day, span.first), span.last) for span in counting]
    nearest = min(days, key=lambda each: (abs(each - day), each), default=day)
    return None if nearest == day else nearest


def _with_record(case: Case, field: str, index: int, **changes: Any) -> Case:
    records = getattr(case, field)
    changed: dict[str, Any] = {field: (*records[:index], evolve(records[index], **changes), *records[index + 1 :])}
    return evolve(case, **changed)
