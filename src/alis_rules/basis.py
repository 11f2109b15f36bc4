"""The basis of facts: what they were counted by, and what the case chose besides, as one line of text that goes with them.

It reads ``call=2026 period=2025-06-01/2026-05-31 longest-years=5 … gap-between-posts=ends-agreement … rounding=whole-kroner``. Of what
decides what counts everything stands there; of what only amounts depend on, what the case chose or was given. No person can be told by it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeVar, cast

from attrs import Attribute, field, fields, frozen

from .fields import Record, json_name, shown
from .model import Acceptable, Supplied, SuppliedFrames
from .problems import InvalidCase, Problem, problem
from .readings import DEFAULTS, Readings, chosen, reading_fields
from .timeline import NEVER_USED_UP, Grounds

Made = TypeVar("Made", bound=Record)

COUNTING_READINGS = ("month-counting", "gap-between-posts", "productivity-window")
"""The readings that decide what counts; on the others only amounts depend."""
CALL, PERIOD = "call", "period"
_SUPPLIED, _ACCEPT, _KNOWN_ON = "supplied.", "accept", "known-on"
_WITHIN = "within-"
"""Stands before the days that a grant period must lie within, where the period itself is not known."""


# Written --------------------------------------------------------------------------------------------------------------


def basis_of(
    call: str,
    grounds: Grounds,
    readings: Readings,
    supplied: Supplied,
    accept: Iterable[Acceptable],
    known_on: dt.date | None,
) -> str:
    """What facts say that were counted on these grounds and readings, for a case with these further choices."""
    told = {CALL: call, **_told_grounds(grounds), **{name: readings.option(name) for name in COUNTING_READINGS}}
    told |= {
        name: readings.option(name)
        for name, _ in reading_fields()
        if name not in COUNTING_READINGS and readings.option(name) != DEFAULTS.option(name)
    }
    told |= {f"{_SUPPLIED}{name}": figure for name, figure in _told_supplied(supplied)}
    if accept:
        told[_ACCEPT] = ",".join(sorted(accept))
    if known_on is not None:
        told[_KNOWN_ON] = known_on.isoformat()
    return " ".join(f"{name}={value}" for name, value in told.items())


def _told_grounds(grounds: Grounds) -> dict[str, str]:
    """What the counting rules read of a call, each by the name that it is refused under."""
    first, last = dt.date.fromordinal(grounds.first), dt.date.fromordinal(grounds.last)
    told = {
        PERIOD: f"{'' if grounds.known else _WITHIN}{first}/{last}",
        "longest-years": "unknown" if grounds.longest_years == NEVER_USED_UP else str(grounds.longest_years),
        "window-months": str(grounds.window_months),
    }
    if grounds.signed_after is not None and grounds.counts_from is not None:
        told["back-dating"] = f"{dt.date.fromordinal(grounds.signed_after)}/{dt.date.fromordinal(grounds.counts_from)}"
    return told


_GROUNDS = (PERIOD, "longest-years", "window-months", "back-dating")


def _told_supplied(supplied: Record, place: str = "") -> Iterator[tuple[str, str]]:
    """Each value that is supplied, by its place in a case: ``grant_frame.fastlege``."""
    for each in cast("tuple[Attribute[Any], ...]", fields(cast("Any", type(supplied)))):
        value, name = getattr(supplied, each.name), f"{place}{json_name(each)}"
        if isinstance(value, Record):
            yield from _told_supplied(value, f"{name}.")
        elif value is not None:
            yield name, str(value)


# Read -----------------------------------------------------------------------------------------------------------------


@frozen
class Basis:
    """What a basis says."""

    counted: Mapping[str, str]
    """What decided what counts, by name: the call, its grounds, the counting readings."""
    readings: Mapping[str, str]
    """The readings that it names, by id."""
    period: tuple[dt.date, dt.date] | None = None
    """The grant period; None where it was not known."""
    supplied: Supplied = field(factory=Supplied)
    accept: tuple[Acceptable, ...] = ()
    known_on: dt.date | None = None


NOTHING_SAID = Basis(MappingProxyType({}), MappingProxyType({}))
"""What an empty basis says."""


@lru_cache(maxsize=1024)
def read_basis(text: str) -> Basis:
    """What a basis says. Raises InvalidCase where it is none that this version writes."""
    if not text:
        return NOTHING_SAID
    told = _pieces(text)
    readings = {name: told[name] for name, _ in reading_fields() if name in told}
    supplied = {name: value for name, value in told.items() if name.startswith(_SUPPLIED)}
    counted = {name: told[name] for name in (CALL, *_GROUNDS) if name in told}
    try:
        if told.keys() - counted.keys() - readings.keys() - supplied.keys() - {_ACCEPT, _KNOWN_ON} or CALL not in counted:
            raise ValueError("no basis")
        first, _, last = counted[PERIOD].removeprefix(_WITHIN).partition("/")
        period = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        options = chosen(DEFAULTS, readings)
        return Basis(
            counted=MappingProxyType({**counted, **{name: options.option(name) for name in COUNTING_READINGS}}),
            readings=MappingProxyType(readings),
            period=None if counted[PERIOD].startswith(_WITHIN) else period,
            supplied=_read_supplied(supplied),
            accept=tuple(map(Acceptable, told[_ACCEPT].split(","))) if _ACCEPT in told else (),
            known_on=dt.date.fromisoformat(told[_KNOWN_ON]) if _KNOWN_ON in told else None,
        )
    except (ValueError, KeyError):
        raise InvalidCase([problem("/basis", "basis-unreadable", value=shown(text))]) from None


def _pieces(text: str) -> dict[str, str]:
    """What is told of each thing, by its name."""
    split = (piece.partition("=") for piece in text.split(" "))
    return {name: value for name, _, value in split}


def _read_supplied(told: Mapping[str, str]) -> Supplied:
    """The values that are supplied, by their places in a case. Raises ValueError or KeyError."""
    frame = f"{_SUPPLIED}grant_frame."
    frames = {name.removeprefix(frame): value for name, value in told.items() if name.startswith(frame)}
    others: dict[str, Any] = {name.removeprefix(_SUPPLIED): value for name, value in told.items() if not name.startswith(frame)}
    return _made(Supplied, others | ({"grant_frame": _made(SuppliedFrames, frames)} if frames else {}))


def _made(cls: type[Made], values: Mapping[str, Any]) -> Made:
    """A record of values by their names in JSON. Raises ValueError or KeyError."""
    names = {json_name(each): each.name for each in cast("tuple[Attribute[Any], ...]", fields(cast("Any", cls)))}
    return cls(**{names[key]: value for key, value in values.items()})


# Compared -------------------------------------------------------------------------------------------------------------


def counted_otherwise(basis: Basis, asked: Basis) -> tuple[Problem, ...]:
    """What facts were counted by that differs from what is asked, each by its name; of another call only that and the readings."""
    if not basis.counted:
        return ()
    other_call = basis.counted[CALL] != asked.counted[CALL]
    names = (CALL, *COUNTING_READINGS) if other_call else dict.fromkeys((*basis.counted, *asked.counted))
    differing = [name for name in names if basis.counted.get(name) != asked.counted.get(name)]
    return tuple(
        problem(
            f"/readings/{name}" if name in COUNTING_READINGS else f"/{name}",
            "counted-otherwise",
            name=name,
            counted=basis.counted.get(name, "–"),
            asked=asked.counted.get(name, "–"),
        )
        for name in differing
    )


def unlike_bases(texts: Iterable[str]) -> str:
    """What differs among some bases, each by its name with what they say: ``rounding (ore / whole-kroner)``; empty where nothing does."""
    told = [_pieces(text) for text in dict.fromkeys(texts)]
    otherwise = {name: DEFAULTS.option(name) for name, _ in reading_fields()}
    found = {name: sorted({each.get(name, otherwise.get(name, "–")) for each in told}) for each in told for name in each}
    return ", ".join(f"{name} ({' / '.join(values)})" for name, values in found.items() if len(values) > 1)
