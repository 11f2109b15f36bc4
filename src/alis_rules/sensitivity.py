"""Readings that matter: whether another reading would change the result, and by how much."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal

from attrs import frozen

from .entitlement import Entitlement
from .evaluation import evaluate
from .fields import from_hundredths, hundredths
from .model import Case
from .rates import Tables
from .readings import Readings, chosen, options, reading_fields


@frozen(kw_only=True)
class OtherReading:
    """What the result would be, had one reading another option."""

    id: str
    option: str
    total: Decimal
    """The state grant, kroner (NOK)."""
    complete: bool
    difference: Decimal
    """The total less that of the chosen readings, kroner (NOK)."""


def other_readings(
    case: Case,
    *,
    readings: Readings | None = None,
    tables: Tables | None = None,
    known_on: dt.date | None = None,
    project: bool = False,
) -> tuple[OtherReading, ...]:
    """Each other option of a single reading that changes the total, or whether it is complete; the rest as for `evaluate`."""

    def under(chosen_readings: Readings) -> Entitlement:
        return evaluate(case, readings=chosen_readings, tables=tables, known_on=known_on, project=project)

    return tuple(_others(case.readings if readings is None else readings, under))


def _others(base: Readings, under: Callable[[Readings], Entitlement]) -> Iterator[OtherReading]:
    now = under(base)
    for name, _ in reading_fields():
        for option in options(name):
            if option == base.option(name):
                continue
            other = under(chosen(base, {name: option}))
            difference = hundredths(other.total) - hundredths(now.total)
            if difference or other.complete != now.complete:
                yield OtherReading(
                    id=name, option=option, total=other.total, complete=other.complete, difference=from_hundredths(difference)
                )
