"""The case against the tables: its call, and its municipality."""

import datetime as dt
from typing import Any

from .entitlement import (
    Place,
)
from .fields import near, shown
from .model import Case
from .problems import Problem, problem
from .rates import RENUMBERED_ON, Call, Tables


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
