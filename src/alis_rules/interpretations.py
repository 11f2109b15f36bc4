"""Readings that matter: whether another reading would change the result, by how much, and how far all readings together can move it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import product
from typing import Any, NamedTuple

from attrs import frozen

from .basis import COUNTING_READINGS
from .bounds import TotalIs
from .counting import count
from .entitlement import Note, OtherReading
from .evaluation import evaluated
from .facts import Facts
from .fields import from_hundredths, of_reference
from .interchange import notes_to_json
from .model import Case
from .otherwise import other_reading
from .problems import named_by_its_case
from .rates import Tables
from .readings import Readings, chosen, options, reading_fields
from .reckoning import Reckoning, bounds_of, reckon
from .resolving import View, place_of, view
from .terms import Terms, terms_of

_OF_DAYS = tuple(name for name in COUNTING_READINGS if name != "month-counting")
"""The readings that only the counting rules see. They and the amount rules see `month-counting`; only the amount rules see the others."""
_OF_FACILITATION = ("facilitation-base", "facilitation-place")
"""The readings that change nothing where no facilitation counts."""


@frozen(kw_only=True)
class Extreme:
    """The lowest or the highest result that the readings leave room for."""

    total: Decimal
    """The state grant, kroner (NOK)."""
    readings: tuple[tuple[str, str], ...]
    """The readings that are other than chosen, by id, each with its option; as few as give this total."""


@frozen(kw_only=True)
class Sensitivity:
    """How the result depends on the readings."""

    reference: str | None = None
    """The caller's own name for the case, where it has one."""
    readings: Readings
    """The chosen readings: the case's own, overridden by those given beside it."""
    total: Decimal
    """The sum of the determined lines of the state grant by the chosen readings, kroner (NOK)."""
    total_is: TotalIs
    """How firm the total is."""
    notes: tuple[Note, ...] = ()
    """The rows of proposals that give no value under the readings chosen, and why."""
    others: tuple[OtherReading, ...]
    """Each other option of a single reading that changes the total, how firm it is, or between what the grant lies."""
    lowest: Extreme | None
    """The lowest total over all combinations of readings that leave every line determined; None where none does."""
    highest: Extreme | None
    """The highest total over the same combinations."""
    missing: tuple[str, ...]
    """The ids of what is missing under the combinations that are left out of these, since they leave some line undetermined."""
    at_least: Decimal
    """The least that the state grant can come to over all combinations, whatever is missing, kroner (NOK)."""
    at_most: Decimal | None
    """The most that it can come to over all combinations, kroner (NOK); None where there is no most."""

    @property
    def complete(self) -> bool:
        """Whether every line is determined by the chosen readings."""
        return self.total_is is TotalIs.FINAL

    def to_json(self) -> dict[str, Any]:
        """The answer as a JSON object."""
        extremes = {
            name: None if each is None else {"total": str(each.total), "readings": dict(each.readings)}
            for name, each in (("lowest", self.lowest), ("highest", self.highest))
        }
        return of_reference(self.reference) | {
            "readings": {name: self.readings.option(name) for name, _ in reading_fields()},
            "total": str(self.total),
            "total_is": self.total_is.value,
            "others": notes_to_json(self.others),
            **extremes,
            "missing": list(self.missing),
            "at_least": str(self.at_least),
            "at_most": None if self.at_most is None else str(self.at_most),
            "notes": notes_to_json(self.notes),
        }


@named_by_its_case
def sensitivity(
    case: Case,
    *,
    readings: Readings | Mapping[str, str] | None = None,
    tables: Tables | None = None,
    known_on: dt.date | None = None,
    project: bool = False,
) -> Sensitivity:
    """Which readings would change the result of a case, and between what; the arguments as for `evaluate`."""
    reckoned = _Reckoned(seen := view(case, readings, tables, known_on, project=project))
    now = reckoned.now()[1]
    found = list(_results(reckoned.base, reckoned))
    totals = [(each.total, each.changes) for each in found if not each.missing]
    mosts = [each.at_most for each in found]
    most = None if None in mosts else max(each for each in mosts if each is not None)
    return Sensitivity(
        reference=case.reference,
        readings=seen.readings,
        total=now.total,
        total_is=now.total_is,
        notes=tuple(note for note in evaluated(seen).notes if note.proposal) if seen.tables.overlays else (),
        others=tuple(_others(reckoned.base, reckoned)),
        lowest=_extreme(min(totals, key=lambda each: (each[0], len(each[1])), default=None)),
        highest=_extreme(min(totals, key=lambda each: (-each[0], len(each[1])), default=None)),
        missing=tuple(sorted(frozenset[str]().union(*[each.missing for each in found]))),
        at_least=from_hundredths(min(each.at_least for each in found)),
        at_most=None if most is None else from_hundredths(most),
    )


@named_by_its_case
def other_readings(
    case: Case,
    *,
    readings: Readings | Mapping[str, str] | None = None,
    tables: Tables | None = None,
    known_on: dt.date | None = None,
    project: bool = False,
) -> tuple[OtherReading, ...]:
    """Each other option of a single reading that changes the total, how firm it is, or between what the grant lies.

    The arguments are as for `evaluate`.
    """
    reckoned = _Reckoned(view(case, readings, tables, known_on, project=project))
    return tuple(_others(reckoned.base, reckoned))


class _Reckoned:
    """A case under any readings: its amounts alone, without what an entitlement says beside them."""

    def __init__(self, seen: View) -> None:
        """Take the case as it is seen; `base` are its readings."""
        self.base, self._seen = seen.readings, seen
        self._centrality_class = place_of(seen.case, seen.call, seen.tables).centrality_class
        self._grounds = self.terms(seen.readings).grounds

    def terms(self, readings: Readings) -> Terms:
        """The terms of the call; past their cache, which the many combinations of readings would flush."""
        seen = self._seen
        return terms_of.__wrapped__(seen.tables, seen.call, readings, seen.case.supplied, seen.case.accept, seen.known_on)

    def facts(self, readings: Readings) -> Facts:
        """What the counting rules make of the case."""
        return count(self._seen.case, self._grounds, readings, self._centrality_class).facts

    def now(self) -> tuple[Reckoning, OtherReading]:
        """All lines by the chosen readings, and what is told of them."""
        facts, terms = self.facts(self.base), self.terms(self.base)
        reckoning = reckon(facts, terms)
        return reckoning, other_reading("", "", facts, terms, reckoning)


def _others(base: Readings, reckoned: _Reckoned) -> Iterator[OtherReading]:
    now, chosen_ones = reckoned.now()
    said = _said(chosen_ones)
    for name, _ in reading_fields():
        for option in _options(base, name)[1:]:
            readings = chosen(base, {name: option})
            other = other_reading(name, option, reckoned.facts(readings), reckoned.terms(readings), now)
            if _said(other) != said:
                yield other


def _said(other: OtherReading) -> tuple[Decimal, TotalIs, Decimal, Decimal | None]:
    """All that is told of a result."""
    return other.total, other.total_is, other.at_least, other.at_most


def _options(base: Readings, name: str) -> list[str]:
    """The options of a reading, the chosen one first."""
    return sorted(options(name), key=lambda option: option != base.option(name))


def _combinations(base: Readings, names: Iterable[str]) -> list[dict[str, str]]:
    """Every combination of some readings, as what is other than chosen; those with the fewest changes first."""
    every = [[(name, option) for option in _options(base, name)] for name in names]
    changes = ({name: option for name, option in each if option != base.option(name)} for each in product(*every))
    return sorted(changes, key=len)


class _Result(NamedTuple):
    """What a combination of readings gives, øre."""

    changes: dict[str, str]
    """The readings that are other than chosen."""
    total: int
    at_least: int
    at_most: int | None
    missing: frozenset[str]
    """What is missing, where some line is not determined."""


def _results(base: Readings, reckoned: _Reckoned) -> Iterator[_Result]:
    """What each combination of readings gives.

    Left out are combinations that differ from one with fewer changes in nothing that the amount rules see.
    """
    for months in _combinations(base, ["month-counting"]):
        counted: dict[Facts, dict[str, str]] = {}
        for days in _combinations(base, _OF_DAYS):
            counted.setdefault(reckoned.facts(chosen(base, months | days)), days)
        without_effect = {"month-counting", *_OF_DAYS}
        if not any(facts.facilitation_ore for facts in counted):
            without_effect.update(_OF_FACILITATION)
        if not reckoned.terms(chosen(base, months)).short_call:
            without_effect.add("short-call-caps")
        for amounts in _combinations(base, [name for name, _ in reading_fields() if name not in without_effect]):
            terms = reckoned.terms(chosen(base, months | amounts))
            for facts, days in counted.items():
                reckoning = reckon(facts, terms)
                missing = frozenset([each for line in reckoning.state if line.amount is None for each in line.missing])
                yield _Result(months | days | amounts, reckoning.total, *bounds_of(reckoning, facts, terms), missing)


def _extreme(found: tuple[int, dict[str, str]] | None) -> Extreme | None:
    """A total with its readings, in the order of the ledger."""
    if found is None:
        return None
    total, changes = found
    in_order = tuple((name, changes[name]) for name, _ in reading_fields() if name in changes)
    return Extreme(total=from_hundredths(total), readings=in_order)
