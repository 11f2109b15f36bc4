"""Quantities that remember how they arose: handed to the amount rules in the place of integers, they yield the explanation.

A quantity holds the very integer that the rule would have reckoned with, over a scale, so that integer / scale is the figure in its
unit: 17 350 hundredths of an hour are 173.5 h. Multiplying by a plain integer only changes the scale; everything else is remembered.
Adding or comparing quantities of different units or scales raises `Incommensurable`: so the trace also proves that the rules keep their
units.
"""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any

from attrs import define, frozen

from .arithmetic import HUNDREDTHS, YEAR, divide_half_up
from .fields import from_hundredths


class Op(StrEnum):
    """How a quantity arose."""

    FACT = "fact"
    """A fact of the case, by its name in `Facts`."""
    RATE = "rate"
    """A value of the tables, or of the caller, by its id."""
    LINE = "line"
    """What a line before it came to, by its rule's id."""
    GRADE = "grade"
    """The months of the call."""
    ZERO = "zero"
    MISSING = "missing"
    """A value that no source gives: it stands as 0, where nothing hangs on it."""
    SUM = "sum"
    DIFFERENCE = "difference"
    PRODUCT = "product"
    LEAST = "least"
    """The least of several; `Quantity.bound` says which."""
    NOT_BELOW_ZERO = "not-below-zero"
    CHOICE = "choice"
    """What a reading or a condition chose, by its id."""
    ROUNDED = "rounded"
    STEP = "step"
    """A step of another line, by that rule's id."""


LEAVES = frozenset({Op.FACT, Op.RATE, Op.LINE, Op.GRADE, Op.ZERO, Op.MISSING})
_UNITS = {("h", "NOK/h"): "NOK", ("NOK/h", "h"): "NOK"}
_FACTORS = frozenset({"percent", "months", "yes-no"})
"""The units of pure factors: a share, a share of a year, a condition."""


class Incommensurable(TypeError):
    """Quantities of different units or scales were added or compared."""


@frozen
class Quantity:
    """A whole number of an amount rule, and how it arose."""

    value: int
    """The figure, a whole number of parts of a unit."""
    scale: int
    """The number of those parts in the unit."""
    unit: str
    """``NOK``, ``h``, ``NOK/h``, ``percent`` (as a share of one), ``months`` (as a share of a year) or ``yes-no``."""
    op: Op
    """The operation that it arose by."""
    id: str = ""
    """The id of the fact, value, line or reading that it is."""
    of: "tuple[Quantity, ...]" = ()
    """The quantities that it arose from."""
    bound: int | None = None
    """Of the least of several, the place of the one that is."""

    @property
    def figure(self) -> Fraction:
        """The figure in its unit."""
        return Fraction(self.value, self.scale)

    def leaves(self) -> "list[Quantity]":
        """Every quantity that this one arose from and that arose from none, each once, in order."""
        if not self.of:
            return [self]
        return list(dict.fromkeys(leaf for each in self.of for leaf in each.leaves()))

    def __add__(self, other: "Quantity") -> "Quantity":
        """The sum; sums of sums are one."""
        check_alike(self, other)
        of = (*(self.of if self.op is Op.SUM else (self,)), *(other.of if other.op is Op.SUM else (other,)))
        return Quantity(self.value + other.value, self.scale, self.unit, Op.SUM, "", of)

    def __sub__(self, other: "Quantity") -> "Quantity":
        """The difference."""
        check_alike(self, other)
        return Quantity(self.value - other.value, self.scale, self.unit, Op.DIFFERENCE, "", (self, other))

    def __mul__(self, other: "Quantity | int") -> "Quantity":
        """The product; of a plain integer, the same figure on a finer scale, but of zero nothing."""
        if isinstance(other, int):
            if other == 1:
                return self
            if not other:
                return Quantity(0, self.scale, self.unit, Op.ZERO)
            return Quantity(self.value * other, self.scale * other, self.unit, self.op, self.id, self.of, self.bound)
        of = (*(self.of if self.op is Op.PRODUCT else (self,)), *(other.of if other.op is Op.PRODUCT else (other,)))
        return Quantity(self.value * other.value, self.scale * other.scale, _unit_of_product(self.unit, other.unit), Op.PRODUCT, "", of)

    __rmul__ = __mul__

    def __lt__(self, other: Any) -> Any:
        """A `Comparison`: whether this is less than another quantity, or than a plain number."""
        if isinstance(other, int):
            return Comparison(self.value < other * self.scale, self, None)
        check_alike(self, other)
        return Comparison(self.value < other.value, self, other)

    def __gt__(self, other: Any) -> Any:
        """A `Comparison`: whether this is more; than a plain number, a condition by this quantity's id."""
        if isinstance(other, int):
            return Comparison(self.value > other * self.scale, self, None, self.id)
        return other < self

    def alis_divide_half_up(self, denominator: int) -> "Quantity":
        """This over a denominator, a half rounded up."""
        return Quantity(divide_half_up(self.value, denominator), self.scale // denominator, self.unit, Op.ROUNDED, "", (self,))


def check_alike(one: Quantity, other: Quantity) -> None:
    """Raise `Incommensurable` where two quantities are not of one unit and scale."""
    if one.unit != other.unit or one.scale != other.scale:
        raise Incommensurable(f"{one.unit}/{one.scale} and {other.unit}/{other.scale}")


def two_decimals(quantity: Quantity, times: int = 1) -> Decimal:
    """The figure, or so many times it, rounded half up to two decimals."""
    numerator = quantity.value * times * HUNDREDTHS
    return from_hundredths((2 * numerator + quantity.scale) // (2 * quantity.scale))


def _unit_of_product(one: str, other: str) -> str:
    if other in _FACTORS:
        return one
    if one in _FACTORS:
        return other
    try:
        return _UNITS[one, other]
    except KeyError:
        raise Incommensurable(f"{one} times {other}") from None


@define
class Comparison:
    """Whether one quantity is less than another or than zero, or a fact more than zero."""

    holds: bool
    left: Quantity
    right: Quantity | None
    id: str = ""

    def alis_choose(self, yes: Quantity, no: Quantity) -> Quantity:
        """The least of two, what is not below zero, or what a fact chose: the only choices that the rules make by size."""
        if self.id:
            return Switch(self.id, self.holds).alis_choose(yes, no)
        if self.right is None:
            return Quantity(0 if self.holds else no.value, no.scale, no.unit, Op.NOT_BELOW_ZERO, "", (no,))
        of = (*(no.of if no.op is Op.LEAST else (no,)), yes)
        bound = len(of) - 1 if self.holds else (no.bound or 0)
        return Quantity(yes.value if self.holds else no.value, no.scale, no.unit, Op.LEAST, "", of, bound)


@define
class Switch:
    """A condition with a name: a reading, or a fact that is so or not."""

    id: str
    holds: bool

    def alis_choose(self, yes: Quantity, no: Quantity) -> Quantity:
        """What was chosen; both must be of one kind."""
        check_alike(yes, no)
        chosen = yes if self.holds else no
        return Quantity(chosen.value, chosen.scale, chosen.unit, Op.CHOICE, self.id, (chosen,))


_KINDS = {"_h100": (100, "h"), "_ore": (100, "NOK"), "_bp": (YEAR, "months")}
"""The scale and unit of a fact, by the end of its name; any other is a condition."""


@cache
def _kind(name: str) -> tuple[int, str]:
    return next((kind for ending, kind in _KINDS.items() if name.endswith(ending)), (1, "yes-no"))


def fact(name: str, value: int) -> Quantity:
    """A fact as a quantity."""
    scale, unit = _kind(name)
    return Quantity(value, scale, unit, Op.FACT, name)
