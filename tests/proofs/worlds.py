"""The world that a property is proven for: all facts, and for each call its values and every combination of readings at once.

What the tables know of a call is a plain number. What they do not know is a symbol: whatever the missing value turns out to be, whoever
supplies it. What a reading decides is a condition of which nothing is known, so that one proof holds for all combinations.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any

from attrs import define, field

from alis_rules import load_tables
from alis_rules.arithmetic import WHOLE, YEAR
from alis_rules.facts import FACTS
from alis_rules.model import DoctorRole, Supplied
from alis_rules.readings import DEFAULTS, chosen, options
from alis_rules.terms import CAPS, PRICES, Terms, terms_of

from .solver import Term, boolean, either, integer, number
from .symbols import Condition, Ground, Symbol

TABLES = load_tables()
NEWEST = TABLES.newest.id
ANY = "any"
"""The world of any call: none of its values is known."""
FLAGS = {
    "each_cap": ("grading", "each-cap"),
    "supervision_capped": ("supervision-hours", "57.75-a-year"),
    "facilitation_of_granted": ("facilitation-base", "granted-elements"),
    "facilitation_on_top": ("facilitation-place", "on-top"),
}
"""The terms that a reading decides: the reading, and the option by which the term holds."""
SUMMED = ("grant-frame", "sum-of-caps")
BY_MONTHS = ("short-call-caps", "by-months")
STARTED = ("month-counting", "started-months")
ROUNDINGS = {"ore": 1, "whole-kroner": 100}
"""What a line is rounded to, by the option of the reading."""
FINEST = 10**6
"""A price that is a two-decimal share of a two-decimal rate is whole over this."""
NAMES = FACTS
FLAG_FACTS = tuple(name for name in NAMES if not name.endswith(("_h100", "_ore", "_bp")))
"""The facts that are 0 or 1."""


class SymbolicFacts:
    """All facts, each made when it is first read; `instead`: some of them as a property wants them."""

    def __init__(self, world: "World", instead: Mapping[str, Any]) -> None:
        self._world = world
        self._instead = dict(instead)

    def __getattr__(self, name: str) -> Any:
        if name not in NAMES:
            raise AttributeError(name)
        found = self._instead[name] if name in self._instead else self._world.fact(name)
        setattr(self, name, found)
        return found


class SymbolicTerms:
    """The numbers of `Terms` that the amount rules read, each made when it is first read; `instead`: as for facts.

    Plain where the tables know them, else symbols; what a reading decides is a condition.
    """

    def __init__(self, world: "World", instead: Mapping[str, Any]) -> None:
        self._world = world
        self._known = _numbers(world.call)
        known = self._known
        self.price_unit: int = known["price_unit"] if known.keys() >= PRICES.keys() else FINEST
        self.facilitation_unit: int = known["facilitation_unit"] if "facilitation_share" in known else WHOLE
        self.rounding_ore = ROUNDINGS[world.rounding]
        for name, value in instead.items():
            setattr(self, name, value)

    def __getattr__(self, name: str) -> Any:
        found = self._term(name)
        setattr(self, name, found)
        return found

    def _term(self, name: str) -> Any:
        world, known = self._world, self._known
        if name in FLAGS:
            return world.condition(name)
        if name == "published_frames":
            return {role: world.unknown(f"frame_{role}") * self.price_unit for role in DoctorRole}
        if name == "frame_is_summed":
            return {role: world.condition(f"summed_{role}") for role in DoctorRole}
        if name == "flat_grade":
            return self._flat_grade()
        if name in known:
            return known[name] * (self.price_unit // known["price_unit"]) if name in PRICES else known[name]
        return world.unknown(name, WHOLE if name in ("facilitation_share", "own_share_bp") else None)

    def _flat_grade(self) -> Symbol:
        """The grading of a cap that is not graded by the case's own months: the whole year, or by a reading the months of the call."""
        world, grades = self._world, self._known.get("grades")
        if grades is None:
            in_call: Symbol = world.unknown("months_of_call", 12) * WHOLE
        elif set(grades) == {YEAR}:
            return symbolic(world, YEAR)
        else:
            in_call = world.condition("started").alis_choose(*[symbolic(world, each) for each in reversed(grades)])
        found = world.unknown("flat_grade", YEAR)
        world.assumed.append((world.condition("by_months").alis_choose(in_call, symbolic(world, YEAR)) == found).term)
        return found


@define(eq=False)
class World:
    """All facts within no other bounds than that none is below zero, by the terms of a call and a rounding."""

    call: str
    rounding: str
    ground: Ground = field(factory=Ground)
    assumed: list[Term] = field(factory=list[Term])
    """What holds in this world: bounds, and what a property takes for granted."""
    unknowns: dict[str, Term] = field(factory=dict[str, Term])
    """The values of the call that are not known, by the name of the term."""

    def facts(self, **instead: Any) -> Any:
        """All facts, but for some as they are given."""
        return SymbolicFacts(self, instead)

    def terms(self, **instead: Any) -> Any:
        """The terms, every reading open, but for some as they are given."""
        return SymbolicTerms(self, instead)

    def again(self) -> "World":
        """The same world, of which nothing is said yet."""
        return World(self.call, self.rounding)

    def fact(self, name: str, mark: str = "") -> Symbol:
        """A fact: any whole number from zero, or a flag."""
        if name in FLAG_FACTS:
            return self.ground.symbol(either(boolean(f"{name}{mark}"), number(1), number(0)))
        term = integer(f"{name}{mark}")
        self._bounded(term)
        return self.ground.symbol(term)

    def condition(self, name: str) -> Condition:
        """A condition of which nothing is known."""
        return Condition(boolean(name), self.ground)

    def amount(self, name: str) -> Symbol:
        """Any amount, øre: from zero, and rounded as every line is."""
        term = integer(name)
        self._bounded(term)
        amount: Symbol = self.ground.symbol(term) * ROUNDINGS[self.rounding]
        return amount

    def unknown(self, name: str, most: int | None = None, least: int = 0) -> Symbol:
        """A value that is not known: any from zero, or up to some."""
        term = integer(name)
        self.unknowns[name] = term
        self._bounded(term, least)
        if most is not None:
            self.assumed.append(term <= most)
            self.ground.at_most(term, most)
        return self.ground.symbol(term)

    def _bounded(self, term: Term, least: int = 0) -> None:
        self.assumed.append(term >= least)


@cache
def _numbers(call: str) -> dict[str, Any]:
    """What the tables know of a call, by the names of the terms; ``grades``: its months, whole and started."""
    if call == ANY:
        return {}
    both = [real_terms(call, {"short-call-caps": "by-months", "month-counting": option}) for option in options("month-counting")]
    terms = both[0]
    names = ("price_unit", "facilitation_unit", "own_share_bp", "facilitation_share", *PRICES, *CAPS)
    found: dict[str, Any] = {name: getattr(terms, name) for name in names if name not in terms.missing}
    return found | ({} if terms.every_day_missing else {"grades": tuple(each.flat_grade for each in both)})


def real_terms(call: str, readings: Mapping[str, str], supplied: Supplied | None = None) -> Terms:
    """The terms of a call as the library reckons with them."""
    return terms_of(TABLES, TABLES.calls[call], chosen(DEFAULTS, dict(readings)), supplied or Supplied(), ())


@cache
def alike() -> tuple[tuple[str, ...], ...]:
    """The calls, those together of which the tables know the same numbers: what is proven for the one is proven for the other."""
    found: dict[str, tuple[str, ...]] = {}
    for call in (NEWEST, *(each for each in TABLES.calls if each != NEWEST), ANY):
        known = repr(_numbers(call))
        found[known] = (*found.get(known, ()), call)
    return tuple(found.values())


def worlds() -> Iterator[World]:
    """A world for each rounding, and each call whose numbers are its own."""
    for calls, rounding in product(alike(), ROUNDINGS):
        yield World(calls[0], rounding)


def symbolic(world: World, value: Any) -> Symbol:
    """A number as a symbol though it be plain."""
    return value if isinstance(value, Symbol) else world.ground.symbol(number(value))
