"""What facts are calculated by: what goes with them, overridden by what the caller names; what they were counted by never is."""

import datetime as dt
import warnings
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, cast

from attrs import Attribute, evolve, fields

from .basis import Basis, counted_otherwise, read_basis
from .entitlement import Note
from .evaluation import notes_of_proposals
from .fields import Unfit
from .interchange import record_from_json
from .model import Acceptable, AcceptableCode, Supplied, SuppliedFrames, acceptances
from .problems import InvalidCase, Problem
from .rates import Call, Overlay, Tables, load_tables
from .readings import DEFAULTS, Readings, chosen
from .resolving import Chosen, call_named, wrong_seeing
from .rules import DEDUCTIONS, RECORD_RULES
from .terms import Terms, terms_of


class Settled(NamedTuple):
    """What some facts are calculated by, once all is said."""

    terms: Terms
    call: Call
    readings: Readings
    supplied: Supplied
    accept: tuple[Acceptable, ...]
    known_on: dt.date | None


class Asked:
    """What a caller asks that facts be calculated by."""

    def __init__(
        self,
        call: str,
        *,
        readings: Chosen = None,
        tables: Tables | None = None,
        supplied: Supplied | Mapping[str, Any] | None = None,
        accept: Sequence[Acceptable | AcceptableCode] | None = None,
        known_on: dt.date | None = None,
        project: bool = False,
    ) -> None:
        """Take the arguments of `entitlements`. Raises InvalidCase with all that is wrong with them."""
        problems = wrong_ways(readings, tables, known_on, project)
        self.tables = tables if isinstance(tables, Tables) else load_tables()
        found, wrong = call_named(call, self.tables, project=project is True)
        problems += wrong
        self._readings, self._known_on = readings, known_on
        self._supplied = supplied if isinstance(supplied, Supplied | None) else _read_supplied(supplied, problems)
        accepted: Any = None if accept is None else acceptances(accept)
        if isinstance(accepted, Unfit):
            problems += accepted.under("accept")
        if problems:
            raise InvalidCase(problems)
        self._accept = cast("tuple[Acceptable, ...] | None", accepted)
        self.call = cast("Call", found)
        self.calls = (call, *([self.tables.newest.id] if call not in self.tables.calls else []))
        """The calls that facts may be of: of a projected call, they may be counted by hand for the one that is carried forward."""
        self.settled = lru_cache(maxsize=256)(self._settled)
        """What facts of a basis are calculated by. Raises InvalidCase, which names each thing that they were counted otherwise by."""

    def _settled(self, basis: str) -> Settled:
        said = read_basis(basis)
        call = _in_period(self.call, said)
        readings = chosen(chosen(DEFAULTS, said.readings), self._readings)
        supplied = said.supplied if self._supplied is None else supplied_over(said.supplied, self._supplied)
        accept = said.accept if self._accept is None else self._accept
        known_on = said.known_on if self._known_on is None else self._known_on
        terms = terms_of(self.tables, call, readings, supplied, accept, known_on)
        found = counted_otherwise(said, read_basis(terms.basis))
        if found:
            raise InvalidCase(found)
        return Settled(terms, call, readings, supplied, accept, known_on)

    def notes(self, basis: str, among: tuple[Overlay, ...] | None = None) -> tuple[Note, ...]:
        """A note for each row of the proposals, or of those `among` them, that gives no value to facts of a basis."""
        settled = self.settled(basis)
        return tuple(notes_of_proposals(self.tables, settled.call, settled.terms, settled.known_on, _READ, among))


def warn_of_proposals(notes: Iterable[Note]) -> None:
    """Warn the caller's caller of each row of a proposal that gives no value, where the result itself has no place for a note."""
    from .explain.catalogue import catalogue
    from .explain.proposed import proposed_texts

    for text in proposed_texts(notes, catalogue("en")):
        warnings.warn(text, stacklevel=3)


COUNTED_BY = frozenset({"longest-years", "productivity-months", "back-dating-signed-after", "back-dating-counts-from"})
"""The values that say what counts: facts are counted by them already, so that another value has no effect on a frame of facts."""
_READ = COUNTED_BY.union(*(rule.rates for rule in (*RECORD_RULES, *DEDUCTIONS)))
"""The values that facts were counted by, or some line of them reads."""


def wrong_ways(readings: Chosen, tables: Tables | None, known_on: dt.date | None, project: bool) -> list[Problem]:
    """What is wrong with the ways to see cases, whatever the cases are."""
    found = list(wrong_seeing(tables, known_on, project))
    try:
        chosen(DEFAULTS, readings)
    except InvalidCase as error:
        found += error.errors
    return found


def _in_period(call: Call, said: Basis) -> Call:
    """A call in the grant period that facts were counted in, where no source gives one."""
    if call.period is not None or said.period is None:
        return call
    first, last = said.period
    return call.in_period(first, last) if call.bounds[0] <= first <= last <= call.bounds[1] else call


def _read_supplied(given: Mapping[str, Any], problems: list[Problem]) -> Supplied:
    """Values that are supplied by name, as in a case; what is wrong with them is added to `problems`."""
    try:
        return record_from_json(given, Supplied)
    except InvalidCase as error:
        problems += [each.under("supplied") for each in error.errors]
        return Supplied()


def supplied_over(base: Supplied, given: Supplied) -> Supplied:
    """The values of both; of one that both give, the latter's."""
    frames = evolve(base.grant_frame or SuppliedFrames(), **_given(given.grant_frame or SuppliedFrames()))
    return evolve(base, **_given(given), grant_frame=None if frames == SuppliedFrames() else frames)


def _given(values: Supplied | SuppliedFrames) -> dict[str, Any]:
    """The values that are given, but for those inside others."""
    names = [each.name for each in cast("tuple[Attribute[Any], ...]", fields(type(values))) if each.name != "grant_frame"]
    return {name: getattr(values, name) for name in names if getattr(values, name) is not None}
