"""The amounts of facts, one after the other, by the compiled program of what they are calculated by."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from .asked import Asked
from .compiling import Amounts, compiled
from .facts import Facts
from .model import Acceptable, Supplied
from .rates import Tables
from .resolving import Chosen


def amounts_by(
    *,
    call: str,
    readings: Chosen = None,
    tables: Tables | None = None,
    supplied: Supplied | Mapping[str, Any] | None = None,
    accept: Sequence[Acceptable | str] | None = None,
    known_on: dt.date | None = None,
    project: bool = False,
) -> Callable[[Facts], Amounts]:
    """A function that gives the amounts of facts by a call, for one fact after another: ``amounts_by(call="2026")(facts).total``.

    The arguments are as for `entitlements`. Raises InvalidCase where the call or a reading is unknown; so does the function, where facts
    were counted by something else than is asked.
    """
    asked = Asked(call, readings=readings, tables=tables, supplied=supplied, accept=accept, known_on=known_on, project=project)

    @lru_cache(maxsize=256)
    def by(basis: str) -> Callable[[Facts], Amounts]:
        return compiled(asked.settled(basis).terms)

    def amounts(facts: Facts) -> Amounts:
        return by(facts.basis)(facts)

    by("")
    return amounts
