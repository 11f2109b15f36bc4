"""The fast and the explained path agree: one line by itself, for all facts, whatever the lines before it came to.

Three programs are held against each other. `reckoning` tells what became of a line, and is walked; `compiling` writes a program, which is
read as a formula; `explanation` runs the rules on quantities that remember, and is walked. Each line is handed the same lines before it,
known or not known, so that line by line the whole reckonings are the same. What a line reads of the terms decides which combinations of
readings are one and the same question; each is asked once.
"""

import ast
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from itertools import product
from typing import Any, NamedTuple, cast
from unittest.mock import patch

from alis_rules import reckoning
from alis_rules.compiling import source_of
from alis_rules.model import Supplied, SuppliedFrames
from alis_rules.planning import COMPLETE, LINES, TOTAL
from alis_rules.readings import options
from alis_rules.reckoning import IDLE, Reckoned, Reckoning
from alis_rules.rules import RECORD_RULES, Deduction, Granted, Rule, grant_frame, own_share
from alis_rules.terms import Terms

from .amounts import STATE
from .invariants import counted_at_most_incurred
from .paths import merged, walked
from .programs import Nullable, Reader, statements
from .registry import Question, register
from .solver import identity, some, truth
from .symbols import Condition, Symbol, one_of
from .worlds import BY_MONTHS, FLAGS, NEWEST, STARTED, SUMMED, TABLES, World, real_terms, symbolic

ABOUT = "One reckoning"
TOLD = (*LINES, TOTAL, COMPLETE)
"""What is held against each other: the lines, the total, whether it is complete. Its bounds are proven elsewhere (`missing`)."""
_STEPS: dict[str, Callable[..., Any]] = {"record": vars(reckoning)["_reckon"], "frame": vars(reckoning)["_reckon_frame"]}
"""The steps of `reckoning.reckon`, which are its own."""
_DECIDING = (*(reading for reading, _ in FLAGS.values()), SUMMED[0], BY_MONTHS[0], STARTED[0], "rounding")
"""The readings that the terms hang on."""


class Settled(Symbol):
    """An amount that is asked only “or 0”, which changes nothing whether it is zero or not."""

    def __bool__(self) -> bool:
        """The path does not fork."""
        return True


class Recorded:
    """Terms that remember what was read of them."""

    def __init__(self, terms: "Terms | Recorded") -> None:
        self._terms = terms
        self.read: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        self.read[name] = getattr(self._terms, name)
        return self.read[name]

    def same_in(self, terms: "Terms | Recorded") -> bool:
        """Whether other terms are the same in all that was read: a program that goes by them does the same."""
        return all(_shape(getattr(terms, name)) == _shape(value) for name, value in self.read.items())


def _shape(value: Any) -> Any:
    """A term, but for the names of what is missing, which the rules only pass on."""
    if isinstance(value, Mapping):
        return {key: _shape(each) for key, each in cast("Mapping[Any, Any]", value).items()}
    return bool(cast("object", value)) if isinstance(value, tuple) else value


_SUPPLIED = Supplied(
    fee_rate="1406.35", additional_cap="200000.00", grant_frame=SuppliedFrames(regular_gp="364317.19", introductory_gp="239317.20")
)
"""Values that the tables of the newest call lack, and a fee rate of its own."""


@cache
def every_terms() -> tuple[tuple[str, Terms, dict[str, ast.expr]], ...]:
    """The terms of every call by every combination of the readings that they hang on, with the program of each; the same terms once."""
    found: list[tuple[str, Terms, dict[str, ast.expr]]] = []
    for call, supplied in (*((call, None) for call in TABLES.calls), (NEWEST, _SUPPLIED)):
        seen: list[dict[str, Any]] = []
        for chosen in product(*(options(reading) for reading in _DECIDING)):
            terms = real_terms(call, dict(zip(_DECIDING, chosen, strict=True)), supplied)
            numbers = {name: getattr(terms, name) for name in _NUMBERS}
            if numbers not in seen:
                seen.append(numbers)
                found.append((call, terms, statements(source_of(terms))))
    return tuple(found)


_NUMBERS = ("flat_grade", "rounding_ore", "frame_is_summed", "frame_missing", "window_frame_missing", "missing", *FLAGS)
"""The terms of a call that a reading can change."""


class Before(NamedTuple):
    """The lines before one: any amounts, and any of them not known."""

    world: World
    lines: dict[str, Nullable]

    def granted(self, frame: Any) -> Granted:
        """As the rules read them."""
        amounts = {name: self.known(name) for name in STATE}
        missing = cast("dict[str, tuple[str, ...]]", _Missing({name.replace("_", "-"): self.lines[name].null for name in STATE}))
        return Granted(**amounts, frame=frame, missing=missing)

    def known(self, name: str) -> Symbol:
        """An amount, nothing where it is not known."""
        line = self.lines[name]
        return cast("Symbol", line.null.alis_choose(symbolic(self.world, 0), line.value))


class _Missing:
    """What is missing of the lines that are not known: a way through the program goes by whether any is not that the frame limits.

    No program asks which of the first four, so that one line stands for them.
    """

    def __init__(self, lines: Mapping[str, Condition]) -> None:
        *others, facilitation, additional = lines.values()
        self._lines = {"a-line": one_of(others), "facilitation": facilitation, "additional-elements": additional}

    def __iter__(self) -> Iterator[str]:
        return (name for name, null in self._lines.items() if null)

    def get(self, line: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
        """Something of a line that is not known."""
        return ("something",) if self._lines.get(line, self._lines["a-line"]) else otherwise


def _before(world: World, written: Collection[str]) -> Before:
    """Any lines before: each may be unknown that the program takes into account to be."""
    found: dict[str, Nullable] = {}
    for name in [each.removeprefix("amount_").removesuffix("_ore") for each in LINES]:
        nullable = f"amount_{name}_ore" in written
        null = world.condition(f"null_{name}") if nullable else symbolic(world, 0) > 0
        amount = world.amount(f"amount_{name}")
        found[name] = Nullable(null, 0 - amount if name in ("own_share", "grant_frame") else amount)
    return Before(world, found)


def _gives(ways: Iterable[tuple[Any, Any]], world: World) -> Nullable:
    """What a walked program gives, as one formula: the condition that it is None, and else the number."""
    listed = list(ways)
    null = symbolic(world, 0) > 0
    for taken, amount in listed:
        null = null | Condition(taken, world.ground) if amount is None else null
    known = [(taken, symbolic(world, amount).term) for taken, amount in listed if amount is not None]
    return Nullable(null, world.ground.symbol(merged(known)) if known else symbolic(world, 0))


def _agree(one: Nullable, other: Nullable) -> Condition:
    """The condition that two lines are the same: both None, or both one number."""
    same: Condition = one.value == other.value
    return (one.null & other.null) | (~one.null & ~other.null & same)


Told = Callable[[Before, Any, Any], Nullable]
"""What `reckoning` tells of a line, from the lines before it, the facts and the terms."""


def _of_records(rule: Rule) -> Told:
    def told(before: Before, facts: Any, terms: Any) -> Nullable:
        granted = before.granted(grant_frame.frame(facts, terms))

        def program() -> Any:
            return _STEPS["record"](rule, facts, terms, granted).amount if rule.quantity(facts) else 0

        with _lacks_summed_up(before.world, facts, terms):
            return _gives(_walked(before.world, facts, program), before.world)

    return told


def _walked(world: World, facts: Any, program: Callable[[], Any]) -> Iterator[tuple[Any, Any]]:
    world.assumed += [each.term for each in counted_at_most_incurred(facts)]
    return walked(world.ground, world.assumed, program)


def _of_the_frame(before: Before, facts: Any, terms: Any) -> Nullable:
    granted = before.granted(grant_frame.frame(facts, terms))
    with _lacks_summed_up(before.world, facts, terms):
        return _gives(_walked(before.world, facts, lambda: _STEPS["frame"](facts, terms, granted).amount), before.world)


_LACKS: list[tuple[Recorded, Any]] = []
"""Under which condition the frame is not known, by what was read of the terms."""


@contextmanager
def _lacks_summed_up(world: World, facts: Any, terms: Recorded) -> Generator[None]:
    """Within this `grant_frame.lacks` forks once. It is walked by itself first: on which ways it gives anything is one condition."""
    known = next((lacking for read, lacking in _LACKS if read.same_in(terms)), None)
    if known is None:
        recorded = Recorded(terms)
        ways = walked(world.ground, world.assumed, lambda: bool(grant_frame.lacks(facts, cast("Any", recorded))))
        known = some(truth(value=False), *[taken for taken, lacks in ways if lacks])
        _LACKS.append((recorded, known))
    lacking = Condition(known, world.ground)

    def summed_up(*_: Any) -> tuple[str, ...]:
        return ("something",) if lacking else ()

    with patch.object(grant_frame, "lacks", summed_up):
        yield


def _of_the_own_share(before: Before, facts: Any, terms: Any) -> Nullable:
    own = own_share.amount(terms, before.granted(grant_frame.frame(facts, terms)), 0 - before.known("grant_frame"))
    return Nullable(symbolic(before.world, 0) > 0, symbolic(before.world, 0 - own))


def _of_the_total(before: Before, facts: Any, terms: Any) -> Nullable:
    return _gives(_walked(before.world, facts, lambda: _all(before).total), before.world)


def _of_completeness(before: Before, facts: Any, terms: Any) -> Nullable:
    return _gives(_walked(before.world, facts, lambda: int(_all(before).complete)), before.world)


def _all(before: Before) -> Reckoning:
    """All lines as `reckoning` puts them together, in its order; which of them are None decides the way through the program."""
    rules: tuple[Rule | Deduction, ...] = (*RECORD_RULES, own_share.RULE, grant_frame.RULE)
    amounts = (None if line.null else Settled(line.value.term, before.world.ground) for line in before.lines.values())
    lines = (Reckoned(rule, IDLE, None, None, cast("Any", amount)) for rule, amount in zip(rules, amounts, strict=True))
    return Reckoning(tuple(lines), Granted())


_TOLD: dict[str, Told] = {
    **{f"amount_{rule.id.replace('-', '_')}_ore": _of_records(rule) for rule in RECORD_RULES},
    "amount_grant_frame_ore": _of_the_frame,
    "amount_own_share_ore": _of_the_own_share,
    TOTAL: _of_the_total,
    COMPLETE: _of_completeness,
}


class _Names(dict[str, Any]):
    """The names of a program: the lines before a statement, and any fact."""

    def __init__(self, before: Before) -> None:
        never = identity((symbolic(before.world, 0) > 0).term)
        lines = before.lines.items()
        super().__init__({f"amount_{name}_ore": line.value if identity(line.null.term) == never else line for name, line in lines})
        self._world = before.world

    def __missing__(self, name: str) -> Any:
        return self._world.fact(name)


def _fast(result: str) -> Callable[[], Iterator[Question]]:
    """Of one result of the compiled program: it is what `reckoning` tells."""

    def questions() -> Iterator[Question]:
        asked: list[tuple[str, Recorded]] = []
        for call, terms, written in every_terms():
            earlier = list(written)[: list(written).index(result)]
            nullable = [name for name in earlier if isinstance(value := written[name], ast.IfExp) and _is_none(value.body)]
            key = f"{nullable} {ast.dump(written[result])}"
            if any(key == other and read.same_in(terms) for other, read in asked):
                continue
            world = World(call, "ore" if terms.rounding_ore == 1 else "whole-kroner")
            before, recorded = _before(world, nullable), Recorded(terms)
            told = _TOLD[result](before, world.facts(), recorded)
            found = Reader(world, _Names(before)).read(written[result])
            if isinstance(found, Condition):
                found = found.alis_choose(symbolic(world, 1), symbolic(world, 0))
            if not isinstance(found, Nullable):
                found = Nullable(symbolic(world, 0) > 0, found)
            asked.append((key, recorded))
            yield Question(world, _agree(told, found))

    return questions


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


_WORDS = {
    TOTAL: "The compiled program gives the total that is explained, whatever the lines came to and whichever of them are not known.",
    COMPLETE: "The compiled program says that the result is complete exactly where the explained one does.",
}


def words_of(result: str) -> str:
    """A line in words."""
    return result.removeprefix("amount_").removesuffix("_ore").replace("_", " ")


for _result in TOLD:
    _line = (
        f"{words_of(_result).capitalize()}: the compiled program gives the amount that is told with its reasons, "
        "and none exactly where it is undetermined."
    )
    register(f"fast-{words_of(_result).replace(' ', '-')}", _WORDS.get(_result, _line), ABOUT, _fast(_result))
