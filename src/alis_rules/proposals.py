"""What becomes of each row of a proposal: whether it gives its value to a call, and if not, why, and which days and call would."""

import datetime as dt
from collections.abc import Collection, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, cast

from attrs import frozen

from .model import Standing
from .rates import FEE_RATE, Call, Overlay, Tables, Value
from .terms import Terms, not_yet_known

_FURTHEST = 99
"""The most years that the newest call is carried forward to find a call that a row holds for."""


class NoValue(StrEnum):
    """Why a row of a proposal gives no value."""

    STARTS_LATER = "starts-later"
    """It is in force first after the first day of the grant period, and a value holds for a whole period."""
    ENDS_EARLIER = "ends-earlier"
    """It is in force no longer than to a day before the last of the grant period."""
    PERIOD_UNKNOWN = "period-unknown"
    """No source gives the first day of the grant period."""
    NOT_AT_ANNOUNCEMENT = "not-at-announcement"
    """The fee rate is the one in force when the call is announced (T40), and this one is not."""
    ANNOUNCEMENT_UNKNOWN = "announcement-unknown"
    """It is in force on some of the days on which the call may have been announced, and another fee rate on the others: none is given."""
    NOT_ANNOUNCED = "not-announced"
    """The call was not announced by the day that is looked back to, or nothing is known of when it was."""
    REPLACED = "replaced"
    """Another row, laid over it, gives the value."""
    SUPPLIED = "supplied"
    """The caller gives the value."""
    NOT_YET_KNOWN = "not-yet-known"
    """It was not known on the day that is looked back to."""
    NOT_ACCEPTED = "not-accepted"
    """It is unconfirmed, and the caller does not accept such values."""
    NOT_READ = "not-read"
    """No line reads it."""


@frozen(kw_only=True)
class WithoutEffect:
    """A row of a proposal that gave no value, and why."""

    proposal: str
    """The proposal's name."""
    digest: str
    """The proposal's digest."""
    value: str | None
    """The figure that it proposes; None where it says that there is none."""
    unit: str
    """The unit of the figure."""
    in_force_from: dt.date
    """The first day that it is in force."""
    in_force_to: dt.date | None
    """The last day that it is in force; None while it is open."""
    why: NoValue
    """The reason."""
    first: dt.date | None
    """It would give its value if it were in force from this day, or before it; None where no day would do."""
    last: dt.date | None
    """To this day, or after it."""
    call: str | None
    """The first call, carried forward where none is in the tables, that it gives a value to as it is; None where there is none."""


class Fate(NamedTuple):
    """A row of a proposal, and why it gives a call no value."""

    row: Value
    overlay: Overlay
    why: NoValue | None
    """None where it gives its value."""
    days: tuple[dt.date, dt.date] | None
    """The days on which it would have to be in force."""

    def decides(self, terms: Terms) -> bool:
        """Whether the call's value hangs on the row: given by it, or by none for its sake."""
        return self.why in (None, NoValue.ANNOUNCEMENT_UNKNOWN) and terms.values[self.row.id].standing is not Standing.SUPPLIED


@lru_cache(maxsize=256)
def fates(tables: Tables, call: Call, known_on: dt.date | None) -> tuple[Fate, ...]:
    """What becomes of each row of the proposals that are laid over the tables, in their order, whoever asks."""
    given = tables.overlaid(call)
    at_announcement = tables.announcement(call, known_on)
    rates = tables.fee_rates_on(at_announcement) if at_announcement else ()
    found: list[Fate] = []
    for overlay in tables.overlays:
        for row in overlay.rows:
            if row.id == FEE_RATE:
                found.append(Fate(row, overlay, _why_no_fee_rate(row, rates, at_announcement), at_announcement))
            else:
                why = None if given.get(row.id, (None,))[0] is row else _why_not_over_period(row, call)
                found.append(Fate(row, overlay, why, None if why is NoValue.PERIOD_UNKNOWN else call.days_of_values))
    return tuple(found)


def _why_no_fee_rate(row: Value, rates: tuple[Value, ...], days: tuple[dt.date, dt.date] | None) -> NoValue | None:
    """Why a fee rate is not a call's; `rates`: those that may be in force when it is announced."""
    if days is None:
        return NoValue.NOT_ANNOUNCED
    if not row.in_force_on_some(*days):
        return NoValue.NOT_AT_ANNOUNCEMENT
    if all(row is not each for each in rates):
        return NoValue.REPLACED
    return None if len({each.value for each in rates}) == 1 else NoValue.ANNOUNCEMENT_UNKNOWN


def _why_not_over_period(row: Value, call: Call) -> NoValue:
    """Why a row does not give a call its value."""
    first, last = call.days_of_values
    if row.in_force_on_all(first, last):
        return NoValue.REPLACED
    if first == dt.date.min:
        return NoValue.PERIOD_UNKNOWN
    return NoValue.STARTS_LATER if cast("dt.date", row.in_force_from) > first else NoValue.ENDS_EARLIER


def without_effect(
    tables: Tables, call: Call, terms: Terms, known_on: dt.date | None, read: Collection[str], among: tuple[Overlay, ...]
) -> Iterator[tuple[str, WithoutEffect]]:
    """Each row of some of the proposals that gave no value, with its id; `read`: the ids of the values that are read."""
    for fate in fates(tables, call, known_on):
        why = _why(fate, terms, known_on, read)
        if why is not None and fate.overlay in among:
            row, overlay = fate.row, fate.overlay
            first, last = fate.days if fate.days and why in _OF_DAYS else (None, None)
            yield (
                row.id,
                WithoutEffect(
                    proposal=overlay.name,
                    digest=overlay.digest,
                    value=None if row.value is None else row.used().value,
                    unit=row.unit,
                    in_force_from=cast("dt.date", row.in_force_from),
                    in_force_to=row.in_force_to,
                    why=why,
                    first=first,
                    last=last,
                    call=_first_call(tables, row) if why in _OF_DAYS else None,
                ),
            )


_OF_DAYS = frozenset(
    {
        NoValue.STARTS_LATER,
        NoValue.ENDS_EARLIER,
        NoValue.PERIOD_UNKNOWN,
        NoValue.NOT_AT_ANNOUNCEMENT,
        NoValue.ANNOUNCEMENT_UNKNOWN,
    }
)
"""Where other days, or another call, would do."""


def _why(fate: Fate, terms: Terms, known_on: dt.date | None, read: Collection[str]) -> NoValue | None:
    """Why a row gave no value, also where it holds for the call."""
    row, used = fate.row, terms.values[fate.row.id]
    if row.id not in read and fate.why in (None, NoValue.ANNOUNCEMENT_UNKNOWN):
        return NoValue.NOT_READ
    if fate.why is not None:
        return fate.why
    if used.standing is Standing.SUPPLIED:
        return NoValue.SUPPLIED
    if not_yet_known(row, known_on):
        return NoValue.NOT_YET_KNOWN
    return None if used.value == row.value else NoValue.NOT_ACCEPTED


@lru_cache(maxsize=256)
def _first_call(tables: Tables, row: Value) -> str | None:
    """The first call that a row holds for by its days, carried forward where none is in the tables."""
    for call in sorted(tables.calls.values(), key=lambda call: call.bounds):
        if _holds(tables, call, row):
            return call.id
    for years in range(1, _FURTHEST + 1):
        call = tables.newest.forward(years)
        if _holds(tables, call, row):
            return call.id
        if row.in_force_to is not None and row.in_force_to < call.bounds[0]:
            return None
    return None


def _holds(tables: Tables, call: Call, row: Value) -> bool:
    """Whether a row is in force on all the days that it would have to be, to give a call its value."""
    days = tables.announcement(call) if row.id == FEE_RATE else call.bounds
    return days is not None and row.in_force_on_all(*days)
