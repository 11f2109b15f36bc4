"""What a proposal would change for many ALIS at once: sums before and after, who gains and who loses.

An `Effect` is whole numbers that add up: of rows, of groups, of parts of a file. `simulation` makes them from a frame.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from attrs import asdict, evolve, field, fields, frozen

from .entitlement import Note
from .fields import from_hundredths
from .interchange import notes_to_json
from .model import Acceptable, DoctorRole, Supplied
from .rates import Overlay, Tables, Value
from .readings import Readings, reading_fields
from .rules import DEDUCTIONS, RECORD_RULES

SIMULATION_SCHEMA = "alis-rules/simulation/1"
"""The name of the document that this library writes."""
TOTAL = "total"
"""The key of the effect on the state grant as a whole."""
WHAT = (TOTAL, *(rule.id for rule in (*RECORD_RULES, *DEDUCTIONS)))
"""What there is an effect on: the total, then each line."""


class NoOneRole(StrEnum):
    """What a row is grouped under that has not exactly one role."""

    SEVERAL = "several"
    """Several roles in the call: its amounts cannot be divided among them, so they are given to none."""
    NONE = "none"
    """No role on any counting day."""


ROLES = (*map(str, DoctorRole), *map(str, NoOneRole))
"""The groups by role, in order."""


@frozen(kw_only=True)
class Effect:
    """What a proposal does to one thing, for a number of rows.

    Every row is one of four: it gains, it loses, it is unchanged, or it is undetermined: a value is missing before or after.
    The sums before and after are of the determined rows alone, so that their difference is exact: what the others gain less what they
    lose. What the determined lines of the undetermined rows come to is told apart, and is no measure of what the proposal would cost.
    """

    key: str | int | None
    """A rule's id or ``total``; a role, ``several`` or ``none``; a centrality class; a municipality number; None where it is not known."""
    rows: int
    """All rows, one for each ALIS."""
    gain: int
    """Rows that get more."""
    lose: int
    """Rows that get less."""
    undetermined: int
    """Rows of which the amount is not known, before or after."""
    before_ore: int
    """What the determined rows come to by the tables as they are, øre."""
    after_ore: int
    """What the determined rows come to by the proposal, øre."""
    gained_ore: int
    """What those that gain get more, øre."""
    undetermined_before_ore: int
    """What the determined lines of the undetermined rows come to by the tables as they are, øre."""
    undetermined_after_ore: int
    """What the determined lines of the undetermined rows come to by the proposal, øre."""

    @property
    def unchanged(self) -> int:
        """Rows that get the same."""
        return self.rows - self.gain - self.lose - self.undetermined

    @property
    def before(self) -> Decimal:
        """What the determined rows come to by the tables as they are, kroner."""
        return from_hundredths(self.before_ore)

    @property
    def after(self) -> Decimal:
        """What the determined rows come to by the proposal, kroner."""
        return from_hundredths(self.after_ore)

    @property
    def difference(self) -> Decimal:
        """What the determined rows get more, or less, kroner: `gained` less `lost`."""
        return from_hundredths(self.after_ore - self.before_ore)

    @property
    def gained(self) -> Decimal:
        """What those that gain get more, kroner."""
        return from_hundredths(self.gained_ore)

    @property
    def lost(self) -> Decimal:
        """What those that lose get less, kroner: not negative."""
        return from_hundredths(self.gained_ore - self.after_ore + self.before_ore)

    @property
    def undetermined_before(self) -> Decimal:
        """What the determined lines of the undetermined rows come to by the tables as they are, kroner."""
        return from_hundredths(self.undetermined_before_ore)

    @property
    def undetermined_after(self) -> Decimal:
        """What the determined lines of the undetermined rows come to by the proposal, kroner."""
        return from_hundredths(self.undetermined_after_ore)

    def __add__(self, other: "Effect") -> "Effect":
        """The effect on the rows of both, under the key of the first."""
        return evolve(self, **{name: getattr(self, name) + getattr(other, name) for name in TALLIED})

    def to_json(self) -> dict[str, Any]:
        """The effect as a JSON object without its key, kroner as strings of two decimals."""
        return {name: f"{value:.2f}" if isinstance(value := getattr(self, name), Decimal) else value for name in _TOLD}


TALLIED = tuple(each.name for each in fields(Effect) if each.name != "key")
"""The numbers of an effect that add up."""
_TOLD = (
    "rows",
    "before",
    "after",
    "difference",
    "gain",
    "lose",
    "unchanged",
    "undetermined",
    "gained",
    "lost",
    "undetermined_before",
    "undetermined_after",
)


def in_all(key: str | int | None, effects: Iterable[Effect]) -> Effect:
    """Effects added up under a key."""
    nothing = Effect(key=key, **dict.fromkeys(TALLIED, 0))
    return sum(effects, nothing)


@frozen(kw_only=True)
class Group:
    """The rows of one municipality, centrality class and role."""

    municipality: str | None
    """Municipality number; None where it is not given."""
    centrality_class: int | None
    """SSB's centrality class, 1 to 6; None where it is not known."""
    role: str
    """A role, ``several`` or ``none``."""
    effects: tuple[Effect, ...]
    """What the proposal does to each of `WHAT`, in that order."""

    @property
    def total(self) -> Effect:
        """The effect on the state grant."""
        return self.effects[0]


class ValueChange(NamedTuple):
    """A value that the proposal puts in the place of another."""

    before: Value
    after: Value


@frozen(kw_only=True)
class Simulation:
    """What a proposal would change. Simulations of the same proposal on different rows add up, so that a file can be done in parts."""

    call: str
    """The call's id."""
    tables: Tables = field(eq=lambda tables: (tables.digest, tables.overlays))
    """The tables as they are."""
    proposals: tuple[Overlay, ...]
    """What is laid over them, the latest last."""
    readings: Readings
    """The readings that both sides are calculated by."""
    supplied: Supplied
    """Values that the caller supplied, before and after."""
    accept: tuple[Acceptable, ...]
    """Which values were used though they are not firm."""
    known_on: dt.date | None
    """The day that was looked back to: only values that were known by it."""
    changed: tuple[ValueChange, ...]
    """What the proposal changes in this call; empty where it changes nothing."""
    notes: tuple[Note, ...] = ()
    """The rows of the proposals that give no value in this call, and why."""
    groups: tuple[Group, ...]
    """Every municipality, centrality class and role that has rows, in that order; the finest that is known."""
    rows: Any = field(default=None, eq=False, repr=False)
    """The caller's frame with the total before and after and every line's difference, in the caller's engine, lazy where the frame is;
    None of simulations that were added up."""

    @property
    def total(self) -> Effect:
        """The effect on the state grant."""
        return in_all(TOTAL, (group.total for group in self.groups))

    @property
    def by_line(self) -> tuple[Effect, ...]:
        """The effect on each line, in the order of the entitlement.

        Where no row is undetermined, the differences of the state lines add up to the total's; `municipal-elements` is no state line.
        """
        return tuple(in_all(what, (group.effects[at] for group in self.groups)) for at, what in enumerate(WHAT) if what != TOTAL)

    @property
    def by_role(self) -> tuple[Effect, ...]:
        """The effect on the state grant for each role that has rows; rows with several roles, and with none, stand by themselves."""
        return self._by(lambda group: group.role, ROLES.index)

    @property
    def by_centrality_class(self) -> tuple[Effect, ...]:
        """The effect on the state grant for each centrality class that has rows, None last."""
        return self._by(lambda group: group.centrality_class, _none_last)

    @property
    def by_municipality(self) -> tuple[Effect, ...]:
        """The effect on the state grant for each municipality that has rows, by number, None last."""
        return self._by(lambda group: group.municipality, _none_last)

    def _by(self, key_of: Callable[[Group], Any], order: Callable[[Any], Any]) -> tuple[Effect, ...]:
        found: dict[Any, list[Effect]] = {}
        for group in self.groups:
            found.setdefault(key_of(group), []).append(group.total)
        return tuple(in_all(key, found[key]) for key in sorted(found, key=order))

    def __add__(self, other: "Simulation") -> "Simulation":
        """The same proposal on the rows of both. Raises ValueError where the two do not ask the same."""
        if self._asked != other._asked:
            raise ValueError("only simulations of the same proposal, call, readings and tables add up")
        return evolve(self, groups=merged((*self.groups, *other.groups)), rows=None)

    @property
    def _asked(self) -> "Simulation":
        """All but the rows and what became of them."""
        return evolve(self, groups=(), rows=None)

    def to_json(self) -> dict[str, Any]:
        """The simulation as a JSON object, kroner as strings of two decimals."""
        return {
            "schema": SIMULATION_SCHEMA,
            "call": self.call,
            "tables": {
                "version": self.tables.version,
                "digest": self.tables.digest,
                "overlays": _named(self.tables.overlays),
            },
            "proposals": _named(self.proposals),
            "readings": {name: self.readings.option(name) for name, _ in reading_fields()},
            "supplied": asdict(self.supplied, filter=lambda _, value: value is not None, value_serializer=_plain),
            "accept": [str(each) for each in self.accept],
            "known_on": self.known_on and self.known_on.isoformat(),
            "changed": [{"id": new.id, "unit": new.unit, "before": _figure(old), "after": _figure(new)} for old, new in self.changed],
            "notes": notes_to_json(self.notes),
            "total": self.total.to_json(),
            "by_line": _listed("line", self.by_line),
            "by_role": _listed("role", self.by_role),
            "by_centrality_class": _listed("centrality_class", self.by_centrality_class),
            "by_municipality": _listed("municipality", self.by_municipality),
        }


def _listed(name: str, effects: Iterable[Effect]) -> list[dict[str, Any]]:
    return [{name: each.key, **each.to_json()} for each in effects]


def _named(overlays: Iterable[Overlay]) -> list[dict[str, str]]:
    return [{"name": each.name, "digest": each.digest} for each in overlays]


def _figure(value: Value) -> str | None:
    return None if value.value is None else value.used().value


def _plain(_: object, __: object, value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _none_last(key: Any) -> tuple[bool, Any]:
    return key is None, key


def merged(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Groups of which those of the same rows are added up, in order."""
    found: dict[tuple[Any, ...], Group] = {}
    for group in groups:
        key = (*_none_last(group.municipality), *_none_last(group.centrality_class), ROLES.index(group.role))
        if key in found:
            effects = tuple(one + other for one, other in zip(found[key].effects, group.effects, strict=True))
            found[key] = evolve(group, effects=effects)
        else:
            found[key] = group
    return tuple(found[key] for key in sorted(found))
