"""The whole reckoning as a program: the very rule functions, handed names instead of numbers, write a Python function for a call's terms.

What a call and its readings decide is decided once, when the function is made; what is left is straight-line integer arithmetic. It
gives the amounts and nothing else, some ten times as fast as `reckoning.reckon`, which also tells what was incurred and what limited.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any, NamedTuple, cast

from attrs import define

from .facts import Facts
from .planning import RESULTS, lay_down
from .scaled import Scaled
from .terms import Terms


class Amounts(NamedTuple):
    """What an ALIS agreement is entitled to in a call, øre; a line is None where a value is missing."""

    practice_compensation: int | None
    learning_expenses: int | None
    lower_productivity: int | None
    supervision: int | None
    facilitation: int | None
    additional_elements: int | None
    municipal_elements: int | None
    own_share: int | None
    grant_frame: int | None
    total: int
    """What the determined lines of the state grant come to: the grant only where `complete`."""
    at_least: int
    """The least that the state grant can come to, whatever the missing values are."""
    at_most: int | None
    """The most that it can come to; None where there is no most."""
    complete: bool
    """Whether every line of the state grant is determined."""


@define(eq=False)
class Source:
    """A piece of a Python program that is an expression."""

    text: str
    depth: int = 0
    """How many choices are made one inside the other; each names what it chooses between by it."""

    def _joined(self, sign: str, other: "Source | int") -> "Source":
        right = Named.literal(other) if isinstance(other, int) else other
        return Source(f"({self.text} {sign} {right.text})", max(self.depth, right.depth))

    def __add__(self, other: "Source | int") -> "Source":
        """The sum."""
        return self._joined("+", other)

    def __sub__(self, other: "Source | int") -> "Source":
        """The difference."""
        return self._joined("-", other)

    def __rsub__(self, other: int) -> "Source":
        """The difference from a plain number."""
        return Named.literal(other) - self

    def __gt__(self, other: int) -> "Source":
        """Whether it is more than a plain number."""
        return self._joined(">", other)

    def __mul__(self, other: "Source | int") -> "Source":
        """The product."""
        return self._joined("*", other)

    def __floordiv__(self, other: "Source | int") -> "Source":
        """The quotient, rounded down."""
        return self._joined("//", other)

    def __lt__(self, other: "Source | int") -> "Source":
        """Whether it is less."""
        return self._joined("<", other)

    def __and__(self, other: "Source") -> "Source":
        """Whether both hold."""
        return self._joined("and", other)

    def __invert__(self) -> "Source":
        """Whether it does not hold."""
        return Source(f"(not {self.text})", self.depth)

    def lesser(self, other: "Source") -> "Source":
        """The lesser of the two."""
        depth = max(self.depth, other.depth) + 1
        one, two = f"one_{depth}", f"two_{depth}"
        return Source(f"({one} if ({one} := {self.text}) < ({two} := {other.text}) else {two})", depth)

    def greater(self, other: "Source") -> "Source":
        """The greater of the two."""
        depth = max(self.depth, other.depth) + 1
        one, two = f"one_{depth}", f"two_{depth}"
        return Source(f"({two} if ({one} := {self.text}) < ({two} := {other.text}) else {one})", depth)


class Named(Scaled):
    """A whole number that a program will know: expressions are pieces of its source."""

    @classmethod
    def literal(cls, number: int) -> Source:
        """A plain number."""
        return Source(str(number))

    @classmethod
    def lesser(cls, one: Source, other: Source) -> Source:
        """The lesser of two."""
        return one.lesser(other)

    @classmethod
    def greater(cls, one: Source, other: Source) -> Source:
        """The greater of two."""
        return one.greater(other)

    @classmethod
    def either(cls, condition: Source, yes: Source, no: Source) -> Source:
        """One of two, by a condition."""
        return Source(f"({yes.text} if {condition.text} else {no.text})", max(condition.depth, yes.depth, no.depth))

    @classmethod
    def halved_up(cls, expression: Source, denominator: int) -> Source:
        """Over a denominator, a half rounded up."""
        return (expression + denominator // 2) // denominator


class _Program:
    """The source of a function from facts to amounts, as it is laid down."""

    number = Named

    def __init__(self) -> None:
        self.facts: dict[str, None] = {}
        """The facts that the rules read, in order."""
        self.lines: list[str] = []
        self._nullable: set[str] = set()

    def fact(self, name: str) -> Named:
        """A fact that the program reads once, at its beginning."""
        self.facts[name] = None
        return Named(Source(name))

    def put(self, name: str, value: Source, unless: Source | None = None) -> None:
        """Give a result its name."""
        if unless is None:
            self.lines.append(f"{name} = {value.text}")
        else:
            self._nullable.add(name)
            self.lines.append(f"{name} = None if {unless.text} else {value.text}")

    def known(self, name: str) -> Named:
        """A result, nothing where it is None."""
        return Named(Source(f"({name} or 0)" if name in self._nullable else name))

    def is_null(self, name: str) -> Source:
        """Whether a result is None."""
        return Source(f"({name} is None)")

    def any(self, conditions: Iterable[Source]) -> Source:
        """Whether some condition holds."""
        listed = list(conditions)
        return Source(f"({' or '.join(each.text for each in listed)})", max(each.depth for each in listed)) if listed else Source("False")

    def source(self) -> str:
        """The function's source."""
        used = set(re.findall(r"\w+", " ".join(self.lines)))
        read = [f"{name} = facts.{name}" for name in self.facts if name in used]
        body = [*read, *self.lines, f"return new(Amounts, ({', '.join(RESULTS)}))"]
        return "\n    ".join(["def amounts(facts):", *body])


def source_of(terms: Terms) -> str:
    """The source of the function that gives the amounts of facts by these terms."""
    program = _Program()
    lay_down(program, terms)
    return program.source()


@lru_cache(maxsize=256)
def compiled(terms: Terms) -> Callable[[Facts], Amounts]:
    """The function that gives the amounts of facts by these terms."""
    module = compile(source_of(terms), "<alis-rules>", "exec")
    code = next(each for each in module.co_consts if isinstance(each, CodeType))
    return FunctionType(code, {"Amounts": Amounts, "new": cast("Any", tuple).__new__}, "amounts")
