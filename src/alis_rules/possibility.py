"""What is possible where facts are missing but bounded: the lowest result, the highest, and the question that narrows it most."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product
from math import prod
from typing import Any, NamedTuple, cast

from attrs import Attribute, evolve, fields, frozen

from .entitlement import Entitlement
from .fields import (
    KINDS,
    Number,
    Record,
    Unfit,
    exactly,
    flag,
    from_hundredths,
    hours,
    hundredths,
    is_list,
    json_name,
    money,
    of_reference,
    optional_flag,
    optional_hours,
    optional_money,
    percent,
    shown,
    type_name,
)
from .model import Case, optional_centrality
from .problems import InvalidCase, Problem, named_by_its_case, problem
from .rates import Tables
from .readings import Readings
from .resolving import View, looked_at, place_of
from .setting import Setting

MOST_COMBINATIONS = 4096
"""How many combinations of values are looked at, at most."""
CENTRALITY = "/municipality/centrality_class"
REGISTERED = "/municipality/registered"

Fact = Decimal | int | bool
"""What a fact may be: hours, kroner or percent; a centrality class; yes or no."""
Bounds = tuple[Any, Any] | None
"""The lowest and the highest that a fact can be; None for all that it can be, where that is a percent, a class, or yes and no."""


@frozen
class Unknown:
    """A fact that is not known, to be asked about: what `possible` takes."""

    at: str
    """JSON Pointer to the fact in the case."""
    low: Number | None = None
    """The lowest that it can be; neither this nor `high` for all that it can be, where that is a percent, a class, or yes and no."""
    high: Number | None = None
    """The highest that it can be."""


@frozen(kw_only=True)
class Narrowing:
    """A fact that is not known, and how far the result is narrowed where it is: what `possible` gives."""

    at: str
    """JSON Pointer to the fact in the case."""
    low: Fact
    """The lowest that it can be."""
    high: Fact
    """The highest that it can be."""
    spread: Decimal
    """How far apart the lowest and highest total still are where this alone is known, at worst, kroner (NOK).

    The answers tried are the ends of its range and three between them; of a position's percent also those beside each day that the longest
    duration is used up on; of a class, and of yes and no, all.
    """


@frozen(kw_only=True)
class Extremity:
    """The lowest or the highest result, and what the facts are for it."""

    values: tuple[tuple[str, Fact], ...]
    """JSON Pointer and value."""
    case: Case
    """The case with these values."""
    entitlement: Entitlement
    """Its entitlement."""


@frozen(kw_only=True)
class Possible:
    """Between what the result lies."""

    lowest: Extremity
    """The lowest total."""
    highest: Extremity
    """The highest total."""
    spread: Decimal
    """The highest total less the lowest, kroner (NOK)."""
    at_least: Decimal
    """The least that the state grant can come to, whatever the facts and the missing values are, kroner (NOK)."""
    at_most: Decimal | None
    """The most that it can come to, kroner (NOK); None where there is no most."""
    unknown: tuple[Narrowing, ...]
    """Each fact that is not known, and how far the result is narrowed where it is."""
    ask: str | None
    """JSON Pointer to the fact that narrows the range most, to the least spread; None where the total does not depend on the facts."""

    def to_json(self) -> dict[str, Any]:
        """The answer as a JSON object, with both entitlements."""
        return of_reference(self.lowest.case.reference) | {
            "lowest": _extremity_to_json(self.lowest),
            "highest": _extremity_to_json(self.highest),
            "spread": str(self.spread),
            "at_least": str(self.at_least),
            "at_most": None if self.at_most is None else str(self.at_most),
            "unknown": [
                {"at": each.at, "low": _plain(each.low), "high": _plain(each.high), "spread": str(each.spread)} for each in self.unknown
            ],
            "ask": self.ask,
        }


def _extremity_to_json(each: Extremity) -> dict[str, Any]:
    return {"values": {at: _plain(value) for at, value in each.values}, "entitlement": each.entitlement.to_json()}


def _plain(fact: Fact) -> str | int | bool:
    return str(fact) if isinstance(fact, Decimal) else fact


@named_by_its_case
@exactly
def possible(
    case: Case,
    unknown: Mapping[str, Bounds] | Unknown | Sequence[Unknown] | None = None,
    *,
    readings: Readings | Mapping[str, str] | None = None,
    tables: Tables | None = None,
    known_on: dt.date | None = None,
    project: bool = False,
) -> Possible:
    """The lowest and the highest total where facts are missing but bounded, and the one question that narrows it most.

    `unknown`: JSON Pointers to numbers, and to yes and no, in the case, each with the lowest and highest that it can be, as a mapping or
    as `Unknown`, one or several; what stands there is replaced. Without being asked: the centrality class where it matters and is not
    known, and whether the municipality is registered where the case does not say. The rest as for `evaluate`.
    Raises InvalidCase with everything that is wrong.
    """
    seen, found = looked_at(case, readings, tables, known_on, project=project)
    bounds, unread = _bounds(unknown)
    places, wrong = _places(case, _asked(case, seen, bounds)) if isinstance(cast("object", case), Case) else ([], [])
    if seen is None or wrong or unread:
        raise InvalidCase([*found, *unread, *wrong])
    setting = Setting(seen)
    values = _values(setting, places)
    asking = [[*values[:at], (*values[at], *_between(place, values[at])), *values[at + 1 :]] for at, place in enumerate(places)]
    combinations = prod(map(len, values)) + sum(prod(map(len, each)) - prod(map(len, values)) for each in asking)
    if combinations > MOST_COMBINATIONS:
        raise InvalidCase([problem("", "too-many-combinations", count=combinations, most=MOST_COMBINATIONS)])
    tried = {each for choices in (values, *asking) for each in product(*choices)}
    results = {each: setting.bounded(_with(case, places, each)) for each in sorted(tried)}
    totals = {each: total for each, (total, _, _) in results.items()}
    mosts = [most for _, _, most in results.values() if most is not None]
    spreads = [_worst([(each[at], totals[each]) for each in product(*choices)]) for at, choices in enumerate(asking)]
    spread = max(totals.values()) - min(totals.values())
    asked = min(range(len(places)), key=lambda index: spreads[index], default=None)
    return Possible(
        lowest=_extremity(setting, places, min(totals, key=lambda each: totals[each])),
        highest=_extremity(setting, places, max(totals, key=lambda each: totals[each])),
        spread=from_hundredths(spread),
        at_least=from_hundredths(min(least for _, least, _ in results.values())),
        at_most=from_hundredths(max(mosts)) if len(mosts) == len(results) else None,
        unknown=tuple(
            Narrowing(at=place.at, low=place.low, high=place.high, spread=from_hundredths(left))
            for place, left in zip(places, spreads, strict=True)
        ),
        ask=None if asked is None or not spread else places[asked].at,
    )


def _bounds(unknown: object) -> tuple[Mapping[str, Bounds], list[Problem]]:
    """The bounds of the facts that a caller asks about, or that what was given is neither a mapping nor `Unknown`."""
    if unknown is None or isinstance(unknown, Mapping):
        return cast("Mapping[str, Bounds]", unknown or {}), []
    listed = unknown if is_list(unknown) else [unknown]
    wrong = [each for each in listed if not isinstance(each, Unknown)]
    if wrong:
        return {}, [problem("/unknown", "no-bounds", type=type_name(wrong[0]))]
    asked = cast("Sequence[Unknown]", listed)
    return {each.at: None if each.low is each.high is None else (each.low, each.high) for each in asked}, []


def _asked(case: Case, seen: View | None, unknown: Mapping[str, Bounds]) -> dict[str, Bounds]:
    """The facts that are not known, as the caller says and as the case leaves them."""
    bounds = dict(unknown)
    if seen and case.additional and place_of(case, seen.call, seen.tables).centrality_class is None:
        bounds.setdefault(CENTRALITY, None)
    if case.municipality.registered is None:
        bounds.setdefault(REGISTERED, None)
    return bounds


def _between(place: "_Place", values: tuple[Fact, ...]) -> Iterator[Fact]:
    """Three answers between the lowest and the highest that a number of decimals can be, where they are not among `values`."""
    if isinstance(place.low, Decimal):
        low, high = hundredths(place.low), hundredths(cast("Decimal", place.high))
        inner = {from_hundredths(low + (high - low) * quarter // 4) for quarter in (1, 2, 3)}
        yield from sorted(inner.difference(cast("tuple[Decimal, ...]", values)))


def _worst(totals: Iterable[tuple[Fact, int]]) -> int:
    """The greatest spread of the totals, in øre, that is left where one fact is known: over the answers, each with the totals it leaves."""
    by_answer: dict[Fact, list[int]] = {}
    for answer, total in totals:
        by_answer.setdefault(answer, []).append(total)
    return max(max(each) - min(each) for each in by_answer.values())


def _extremity(setting: Setting, places: "list[_Place]", values: tuple[Fact, ...]) -> Extremity:
    case = _with(setting.case, places, values)
    named = tuple((place.at, value) for place, value in zip(places, values, strict=True))
    return Extremity(values=named, case=case, entitlement=setting.evaluated(case))


# Places in a case ---------------------------------------------------------------------------------------------------


class _Place(NamedTuple):
    """A fact of a case that is not known."""

    at: str
    path: tuple[str | int, ...]
    """Names of fields and indices of lists, from the case."""
    converter: Any
    low: Fact
    high: Fact


_MONOTONE = (money, optional_money, hours, optional_hours)
"""Kinds of number of which more is always more granted, or always less, so that the ends are enough."""
_WHOLE_RANGE: Mapping[Any, tuple[Fact, Fact]] = {
    percent: (Decimal("0.00"), Decimal("100.00")),
    optional_centrality: (1, 6),
    flag: (False, True),
    optional_flag: (False, True),
}


def _places(case: Case, unknown: Mapping[str, Bounds]) -> tuple[list[_Place], list[Problem]]:
    """Each fact in the case with its bounds, and every pointer and bound that is wrong."""
    found: list[Problem] = []
    places: list[_Place] = []
    for at, given in unknown.items():
        place = _found(case, at)
        if place is None:
            found.append(problem(str(at), "unknown-pointer", value=shown(at)))
            continue
        path, converter = place
        if converter not in (*_MONOTONE, *_WHOLE_RANGE):
            found.append(problem(at, "not-a-number-field", value=shown(at)))
            continue
        bounds = _WHOLE_RANGE.get(converter) if given is None else given
        if not is_list(bounds) or len(bounds) != 2 or None in bounds:
            found.append(problem(at, "needs-bounds", value=shown(at)))
            continue
        low, high = (converter(each) for each in bounds)
        wrong = [each for bound in (low, high) if isinstance(bound, Unfit) for _, each in bound.misfits]
        found += [problem(at, each.code, **each.params) for each in wrong]
        if not wrong and low > high:
            found.append(problem(at, "low-above-high", low=shown(low), high=shown(high)))
        places.append(_Place(at, path, converter, low, high))
    if not found:
        for values in ([each.low for each in places], [each.high for each in places]):
            try:
                _with(case, places, tuple(values))
            except InvalidCase as error:
                found += [each for each in error.errors if each not in found]
    return places, found


def _found(case: Case, at: str) -> tuple[tuple[str | int, ...], Any] | None:
    """The path of a pointer in the case, and the converter of the field there; None where there is no such field."""
    here: Any = case
    path: list[str | int] = []
    converter: Any = None
    if not (isinstance(cast("object", at), str) and at.startswith("/")):
        return None
    for token in at[1:].split("/"):
        if isinstance(here, tuple):
            items = cast("tuple[Any, ...]", here)
            place = int(token) if re.fullmatch("0|[1-9][0-9]{0,8}", token, re.ASCII) else len(items)
            if place >= len(items):
                return None
            path.append(place)
            here = items[place]
        elif isinstance(here, Record):
            attribute = _field(here, token)
            if attribute is None:
                return None
            path.append(attribute.name)
            here, converter = getattr(here, attribute.name), cast("Any", attribute).converter
        else:
            return None
    return tuple(path), converter if converter in KINDS else None


def _field(record: Record, key: str) -> "Attribute[Any] | None":
    """The field of a record with a name in JSON."""
    return next((each for each in fields(cast("Any", type(record))) if json_name(each) == key), None)


def _with(case: Case, places: list[_Place], values: tuple[Fact, ...]) -> Case:
    """The case with its unknown facts filled in, a position's percents together. Raises InvalidCase."""
    tree: dict[str | int, Any] = {}
    for place, value in zip(places, values, strict=True):
        here = tree
        for step in place.path[:-1]:
            here = here.setdefault(step, {})
        here[place.path[-1]] = value
    return cast("Case", _filled(case, tree))


def _filled(here: Any, tree: Mapping[str | int, Any]) -> Any:
    """A record or a list of them with other values in it."""
    if isinstance(here, tuple):
        items = cast("tuple[Any, ...]", here)
        return tuple(_under(index, each, tree[index]) if index in tree else each for index, each in enumerate(items))
    changes = {
        str(name): _under(name, getattr(here, str(name)), cast("Any", value)) if isinstance(value, dict) else value
        for name, value in tree.items()
    }
    return evolve(here, **changes)


def _under(key: str | int, here: Any, tree: Mapping[str | int, Any]) -> Any:
    """What stands under a key, filled in; problems with their place."""
    try:
        return _filled(here, tree)
    except InvalidCase as error:
        raise InvalidCase(each.under(key) for each in error.errors) from None


# Values to look at --------------------------------------------------------------------------------------------------


def _values(setting: Setting, places: list[_Place]) -> list[tuple[Fact, ...]]:
    """For each unknown fact the values among which the lowest and the highest total must lie."""
    shares = [place for place in places if place.path[0] == "positions"]
    alone = len(shares) == 1
    lowest, highest = ([getattr(place, end) for place in places] for end in ("low", "high"))
    same_days = setting.used_up(_with(setting.case, places, tuple(lowest))) == setting.used_up(_with(setting.case, places, tuple(highest)))
    if shares and not (alone or same_days):
        raise InvalidCase([problem(place.at, "percents-and-duration") for place in shares])
    found: list[tuple[Fact, ...]] = []
    for place in places:
        if place in shares:
            ends = _ends_of_stretches(setting, place, looks=not same_days)
            found.append(tuple(from_hundredths(each) for each in ends))
        elif place.converter is optional_centrality:
            found.append(tuple(range(cast("int", place.low), cast("int", place.high) + 1)))
        else:
            found.append(tuple(dict.fromkeys((place.low, place.high))))
    return found


def _ends_of_stretches(setting: Setting, place: _Place, *, looks: bool) -> Iterator[int]:
    """The percents between which more is never less granted, basis points: the ends, and those beside each leap."""
    low, high = (hundredths(cast("Decimal", each)) for each in (place.low, place.high))
    if looks:
        stretches = setting.stretches(setting.case, cast("int", place.path[1]), low, high)
        yield from sorted({end for stretch in stretches for end in stretch})
    else:
        yield from sorted({low, min(low + 1, high) if low == 0 else low, high})
