"""The case against the tables: its call, and its municipality; and a case with all that it is seen under."""

import datetime as dt
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

from .entitlement import Place
from .fields import near, shown, type_name
from .model import Case
from .problems import InvalidCase, Problem, problem
from .rates import RENUMBERED_ON, Call, Tables, load_tables
from .readings import Readings, chosen


def _known(tables: Tables) -> dict[str, object]:
    """What an error about a call says of the tables."""
    calls = (f"{call.id} ({call.period[0]} – {call.period[1]})" if call.period else call.id for call in tables.calls.values())
    return {"known": ", ".join(calls), "verified": tables.verified}


def resolve(case: Any, tables: Tables, *, project: bool = False) -> tuple[Call | None, list[Problem]]:
    """The call of a case, or of the readable part of one, and what is wrong with its call and municipality by these tables.

    The call is the one named, else the one whose grant period holds the period applied for; None where there is none. Where no source gives
    the call's grant period, the period applied for is taken for it.
    """
    found: list[Problem] = []
    call: Call | None = None
    first, last = (getattr(case.period, name, None) for name in ("from_", "to"))
    period = (first, last) if isinstance(first, dt.date) and isinstance(last, dt.date) and first <= last else None
    if isinstance(case.call, str):
        call = tables.calls.get(case.call) or (tables.projected(case.call, None) if project else None)
        if call is None:
            found.append(problem("/call", "unknown-call", value=shown(case.call), near=near(case.call, tables.calls), **_known(tables)))
    if period and call is not None and call.period is None and call.bounds[0] <= period[0] and period[1] <= call.bounds[1]:
        call = call.in_period(*period)
    elif period:
        of_period = tables.call_of(*period) or (tables.projected(None, period) if project else None)
        if of_period is None:
            found.append(problem("/period", "no-call-for-period", first=period[0], last=period[1], **_known(tables)))
        elif call is not None and of_period.id != call.id:
            found.append(problem("/period", "period-of-other-call", call=call.id, other=of_period.id))
        else:
            call = of_period if of_period.period else of_period.in_period(*period)
    number = getattr(case.municipality, "number", None)
    if isinstance(number, str) and number not in tables.municipalities:
        successors = tables.renumbered.get(number, ())
        if not successors:
            found.append(problem("/municipality/number", "unknown-municipality", value=number))
        elif call is None or call.bounds[0] >= RENUMBERED_ON:
            now = " / ".join(f"{each.number} {each.name}" for each in successors)
            found.append(problem("/municipality/number", "renumbered-municipality", value=number, now=now, on=RENUMBERED_ON))
    return call, found


def place_of(case: Case, call: Call, tables: Tables) -> Place:
    """The municipality with its centrality class: as the case gives it, else by the table that holds from 2024."""
    number, given = case.municipality.number, case.municipality.centrality_class
    row = tables.municipalities.get(number)
    name = row.name if row else " / ".join(each.name for each in tables.renumbered[number])
    known = row.centrality_class if row and call.bounds[0] >= RENUMBERED_ON else None
    return Place(number=number, name=name, centrality_class=known if given is None else given)


class View(NamedTuple):
    """A case and how it is seen: all that its result depends on."""

    case: Case
    call: Call
    readings: Readings
    """All of them: the case's own, overridden by those given beside it."""
    tables: Tables
    known_on: dt.date | None
    """The day looked back to."""
    project: bool


Chosen = Readings | Mapping[str, str] | None
"""Readings that are given beside a case."""


def view(case: Case, readings: Chosen, tables: Tables | None, known_on: dt.date | None, *, project: bool) -> View:
    """A case as it is seen; the arguments are those of every function of a case.

    Raises InvalidCase with all that is wrong with the case by these tables, and with the way to see it.
    """
    seen, found = looked_at(case, readings, tables, known_on, project=project)
    if seen is None:
        raise InvalidCase(found)
    return seen


def looked_at(
    case: object, readings: Chosen, tables: Tables | None, known_on: dt.date | None, *, project: bool
) -> tuple[View | None, list[Problem]]:
    """`view`, for callers with more to find: None where anything is wrong, and what is."""
    found = list(wrong_seeing(tables, known_on, project))
    known = load_tables() if found or tables is None else tables
    if not isinstance(case, Case):
        return None, [problem("", "not-a-case", type=type_name(case)), *found]
    call, wrong = resolve(case, known, project=project is True)
    try:
        all_readings = chosen(case.readings, readings)
    except InvalidCase as error:
        return None, [*wrong, *error.errors, *found]
    if call is None or wrong or found:
        return None, [*wrong, *found]
    return View(case, call, all_readings, known, known_on, project), []


def wrong_seeing(tables: object, known_on: object, project: object) -> Iterator[Problem]:
    """What is wrong with the types of the ways to see a case, whatever the case is."""
    if not (tables is None or isinstance(tables, Tables)):
        yield problem("/tables", "not-tables", type=type_name(tables))
    if known_on is not None and (not isinstance(known_on, dt.date) or isinstance(known_on, dt.datetime)):
        yield problem("/known_on", "not-a-day", value=shown(known_on), type=type_name(known_on))
    if not isinstance(project, bool):
        yield problem("/project", "wrong-type-flag", value=shown(project), type=type_name(project))


def call_named(name: object, tables: Tables, *, project: bool = False) -> tuple[Call | None, list[Problem]]:
    """The call with an id, or what is wrong with the id."""
    if not isinstance(name, str):
        return None, [problem("/call", "wrong-type-text", value=shown(name), type=type_name(name))]
    return resolve(SimpleNamespace(call=name, period=None, municipality=None), tables, project=project)
