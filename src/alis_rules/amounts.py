"""The amounts of facts, one after the other, by the compiled program of what they are calculated by."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from .asked import Asked, warn_of_proposals
from .compiling import Amounts, compiled
from .facts import Facts
from .model import Acceptable, AcceptableCode, Supplied
from .rates import Tables
from .resolving import Chosen


def amounts_by(
    *,
    call: str,
    readings: Chosen = None,
    tables: Tables | None = None,
    supplied: Supplied | Mapping[str, Any] | None = None,
    accept: Sequence[Acceptable | AcceptableCode] | None = None,
    known_on: dt.date | None = None,
    project: bool = False,
) -> Callable[[Facts], Amounts]:
    """A function that gives the amounts of facts by a call, for one fact after another: ``amounts_by(call="2026")(facts).total``.

    The arguments are as for `entitlements`. Raises InvalidCase where the call or a reading is unknown; so does the function, where facts
    were counted by something else than is asked. Warns of each row of a proposal laid over `tables` that gives no value here.
    """
    given = {"readings": readings, "tables": tables, "supplied": supplied, "accept": accept, "known_on": known_on, "project": project}
    amounts = _AmountsBy(call, given)
    warn_of_proposals(amounts.notes)
    return amounts


class _AmountsBy:
    """The amounts of facts by what was asked; a pickle holds what was asked, and what is made of it is made anew."""

    __slots__ = ("_by", "_call", "_given", "notes")

    def __init__(self, call: str, given: Mapping[str, Any]) -> None:
        asked = Asked(call, **given)
        self._call, self._given = call, given
        self.notes = asked.notes("")
        """A note for each row of a proposal that gives no value."""

        @lru_cache(maxsize=256)
        def by(basis: str) -> Callable[[Facts], Amounts]:
            return compiled(asked.settled(basis).terms)

        by("")
        self._by = by

    def __call__(self, facts: Facts) -> Amounts:
        """The amounts of facts. Raises InvalidCase where they were counted by something else than is asked; TypeError for other things."""
        try:
            basis = facts.basis
        except AttributeError:
            raise TypeError(f"Facts belong here, evaluate(case).facts or facts_of(row), not {type(facts).__name__}") from None
        return self._by(basis)(facts)

    def __reduce__(self) -> tuple[Any, tuple[object, ...]]:
        """What a pickle holds."""
        return _AmountsBy, (self._call, self._given)
