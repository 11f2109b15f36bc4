"""Readings that matter: whether another reading would change the result, and by how much."""

from collections.abc import Iterator
from decimal import Decimal

from attrs import frozen

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


def other_readings(case: Case, *, readings: Readings | None = None, tables: Tables | None = None) -> tuple[OtherReading, ...]:
    """Each other option of a single reading that changes the total, or whether it is complete."""
    return tuple(_others(case, case.readings if readings is None else readings, tables))


def _others(case: Case, base: Readings, tables: Tables | None) -> Iterator[OtherReading]:
    now = evaluate(case, readings=base, tables=tables)
    for name, _ in reading_fields():
        for option in options(name):
            if option == base.option(name):
                continue
            other = evaluate(case, readings=chosen(base, {name: option}), tables=tables)
            difference = hundredths(other.total) - hundredths(now.total)
            if difference or other.complete != now.complete:
                yield OtherReading(
                    id=name, option=option, total=other.total, complete=other.complete, difference=from_hundredths(difference)
                )
