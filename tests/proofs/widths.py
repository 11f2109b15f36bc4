"""64 bits are enough: no number of the plan for dataframes leaves them, and the plan gives what the compiled program gives.

The plan is laid down on symbols by the very code that lays it down on columns, with the division that is exact in engines that divide by
way of doubles. Every number that is reckoned on the way is kept, and asked about. The lines before a result are any amounts within what
is proven of each.
"""

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, ClassVar, NamedTuple

from alis_rules.columns import Column
from alis_rules.compiling import source_of
from alis_rules.facts_rows import CLAIMS
from alis_rules.magnitudes import LIMITS, WIDTH, limit_of
from alis_rules.planning import LINES, lay_down
from alis_rules.terms import Terms

from .agreement import TOLD, every_terms
from .programs import Nullable, Reader, statements
from .registry import Question, register
from .symbols import Condition, Symbol, all_of, one_of
from .worlds import FLAG_FACTS, World, symbolic

ABOUT = "64 bits"
_OF_RECORDS = LIMITS["_ore"] + 50
"""A line of records is never more than the largest claim of a row, rounded."""
_TAKEN_OFF = 7 * _OF_RECORDS
"""What is taken off, and the total, are never more than all lines."""

_OWN = "amount_own_share_ore"
"""Its sign hangs on what the frame takes off, and is proven elsewhere."""


class _Cell(Column):
    """A number of a row, as a column is: its expressions are symbols."""

    world: ClassVar[World]

    @classmethod
    def literal(cls, number: int) -> Symbol:
        """A plain number."""
        return symbolic(cls.world, number)

    @classmethod
    def lesser(cls, one: Symbol, other: Symbol) -> Any:
        """The lesser of two."""
        return (one < other).alis_choose(one, other)

    @classmethod
    def greater(cls, one: Symbol, other: Symbol) -> Any:
        """The greater of two."""
        return (one < other).alis_choose(other, one)

    @classmethod
    def either(cls, condition: Condition, yes: Any, no: Any) -> Any:
        """One of two, by a condition."""
        return condition.alis_choose(yes, no)


class _Laid(NamedTuple):
    """A result as it was laid down."""

    value: Any
    null: Condition | None
    reckoned: tuple[Symbol, ...]
    """Every number that was reckoned for it."""


class _Row:
    """A sheet of one row, all facts of which are symbols within the limits."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.number: type[_Cell] = type("_CellOfWorld", (_Cell,), {"world": world})
        self.laid: dict[str, _Laid] = {}
        self._begun = 0
        world.ground.made = []

    def fact(self, name: str) -> Any:
        """A fact; a claim at most what a line can come to."""
        found = self.fact_of(name)
        return self.number(self.number.lesser(found, symbolic(self.world, LIMITS["_ore"])) if name in CLAIMS else found)

    def fact_of(self, name: str) -> Symbol:
        """A fact as the programs read it."""
        found = self.world.fact(name)
        if name not in FLAG_FACTS:
            most = WIDTH - 1 if name in CLAIMS else limit_of(name)
            self.world.assumed.append(found.term <= most)
        return found

    def put(self, name: str, value: Any, unless: Any = None) -> None:
        """Lay down a result."""
        assert self.world.ground.made is not None
        self.laid[name] = _Laid(value, unless, tuple(self.world.ground.made[self._begun :]))
        self._begun = len(self.world.ground.made)

    def before(self, name: str) -> Any:
        """A result before, whatever it came to: a number, or one that may be None."""
        most = _OF_RECORDS if name not in LINES[-2:] else _TAKEN_OFF
        amount = self.world.unknown(f"before_{name}", most, -most if name == _OWN else 0)
        found = 0 - amount if name in LINES[-2:] else amount
        return found if self.laid[name].null is None else Nullable(self.world.condition(f"null_{name}"), found)

    def known(self, name: str) -> Any:
        """A result before, nothing where it is None."""
        found = self.before(name)
        return self.number(found.null.alis_choose(symbolic(self.world, 0), found.value) if isinstance(found, Nullable) else found)

    def is_null(self, name: str) -> Condition:
        """Whether a result before is None."""
        found = self.before(name)
        return found.null if isinstance(found, Nullable) else symbolic(self.world, 0) > 0

    def any(self, conditions: Iterable[Condition]) -> Condition:
        """Whether one of several conditions holds."""
        return one_of([symbolic(self.world, 0) > 0, *conditions])


class _Names(dict[str, Any]):
    """The names of a program: the results before a statement, and any fact."""

    def __init__(self, row: _Row) -> None:
        super().__init__({name: row.before(name) for name in row.laid})
        self._row = row

    def __missing__(self, name: str) -> Any:
        return self._row.fact_of(name)


@cache
def _rows(result: str) -> tuple[tuple[str, Terms], ...]:
    """The calls and terms whose plans of a result are not the same; the same program is the same plan."""
    found: dict[str, tuple[str, Terms]] = {}
    for call, terms, written in every_terms():
        before = [name for name, value in written.items() if isinstance(value, ast.IfExp) and _is_none(value.body)]
        found.setdefault(f"{before} {ast.dump(written[result])}", (call, terms))
    return tuple(found.values())


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _of_each(ask: Callable[[_Row, str, Terms], Iterator[Condition]]) -> Callable[[], Iterator[Question]]:
    def questions() -> Iterator[Question]:
        for result in TOLD:
            for call, terms in _rows(result):
                world = World(call, "ore" if terms.rounding_ore == 1 else "whole-kroner")
                row = _Row(world)
                lay_down(row, terms)
                for claim in ask(row, result, terms):
                    yield Question(world, claim)

    return questions


def _narrow(row: _Row, result: str, terms: Terms) -> Iterator[Condition]:
    within = [(number < WIDTH) & (number > -WIDTH) for number in row.laid[result].reckoned]
    yield all_of([symbolic(row.world, 1) > 0, *within])


def _bounded(row: _Row, result: str, terms: Terms) -> Iterator[Condition]:
    """What the lines after it take for granted of a result."""
    value = row.laid[result].value
    if result in LINES[:-2]:
        yield (value >= 0) & (value <= _OF_RECORDS)
    elif result in LINES:
        yield (value <= (_TAKEN_OFF if result == _OWN else 0)) & (value >= -_TAKEN_OFF)


def _the_same(row: _Row, result: str, terms: Terms) -> Iterator[Condition]:
    laid, read = row.laid[result], Reader(row.world, _Names(row)).read(statements(source_of(terms))[result])
    if isinstance(laid.value, Condition):
        yield (laid.value & read) | (~laid.value & ~read)
        return
    null, value = (read.null, read.value) if isinstance(read, Nullable) else (None, read)
    never = symbolic(row.world, 0) > 0
    here, there = (never if each is None else each for each in (laid.null, null))
    same: Condition = symbolic(row.world, value) == laid.value
    yield (here & there) | (~here & ~there & same)


register(
    "within-64-bits",
    "No number that the plan for dataframes reckons with leaves 64 bits, for any facts within the limits.",
    ABOUT,
    _of_each(_narrow),
)
register(
    "results-within-bounds", "No result of that plan is above what the results after it take it to be at most.", ABOUT, _of_each(_bounded)
)
register(
    "dataframes-the-same",
    "The plan for dataframes gives exactly what the compiled program gives, for any facts within the limits.",
    ABOUT,
    _of_each(_the_same),
)
