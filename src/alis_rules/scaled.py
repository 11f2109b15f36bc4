"""Numbers of another kind than integers, that the rules can be handed: columns of a frame, or pieces of a program.

Such a number is kept as a factor times an expression. The rules reckon over common denominators, so that most of what they multiply by
is divided away in the end; kept apart, it cancels before anything is reckoned.
"""

from abc import ABC, abstractmethod
from math import gcd
from typing import Any, Self

from attrs import define

from .boundless import Boundless, pick


@define(eq=False)
class Scaled(ABC):
    """A whole number: `factor` times `expression`. What an expression is, the kind of number says."""

    expression: Any
    """Has ``+ - * //`` and ``<``, with another expression and with a plain number."""
    factor: int = 1
    """Not zero."""

    @classmethod
    @abstractmethod
    def literal(cls, number: int) -> Any:
        """A plain number as an expression."""

    @classmethod
    @abstractmethod
    def lesser(cls, one: Any, other: Any) -> Any:
        """The lesser of two expressions."""

    @classmethod
    @abstractmethod
    def greater(cls, one: Any, other: Any) -> Any:
        """The greater of two expressions."""

    @classmethod
    @abstractmethod
    def either(cls, condition: Any, yes: Any, no: Any) -> Any:
        """One of two expressions, by a condition."""

    @classmethod
    @abstractmethod
    def halved_up(cls, expression: Any, denominator: int) -> Any:
        """An expression, not below zero, over a denominator above one, a half rounded up."""

    @classmethod
    def of(cls, number: Any) -> Any:
        """A number of this kind, or a plain one, as an expression."""
        return cls._part(number, 1)

    def __add__(self, other: Any) -> Self:
        """The sum."""
        if isinstance(other, Boundless):
            return NotImplemented
        common = _common(self, other)
        return self if other == 0 else self._made(_over(self, common) + _over(other, common), common)

    def __sub__(self, other: Any) -> Self:
        """The difference."""
        if isinstance(other, Boundless):
            return NotImplemented
        common = _common(self, other)
        return self if other == 0 else self._made(_over(self, common) - _over(other, common), common)

    def __rsub__(self, other: int) -> Self:
        """The difference from a plain number."""
        common = _common(self, other)
        return self._made(_over(other, common) - _over(self, common), common)

    def __mul__(self, other: Any) -> Any:
        """The product; of nothing, plainly nothing."""
        if isinstance(other, Boundless):
            return NotImplemented
        if isinstance(other, Scaled):
            return self._made(self.expression * other.expression, self.factor * other.factor)
        return self._made(self.expression, self.factor * other) if other else 0

    def alis_divide_half_up(self, denominator: int) -> Self:
        """This over a denominator, a half rounded up; nothing that is divided is below zero."""
        common = gcd(self.factor, denominator)
        rest = denominator // common
        if rest == 1:
            return self._made(self.expression, self.factor // common)
        return self._made(self.halved_up(_over(self, common), rest), 1)

    def __lt__(self, other: Any) -> "Less":
        """Whether it is less."""
        if isinstance(other, Boundless):
            return NotImplemented
        return Less(type(self), self, other)

    def __gt__(self, other: Any) -> "Less":
        """Whether it is more."""
        return Less(type(self), other, self)

    __radd__, __rmul__ = __add__, __mul__

    @classmethod
    def _made(cls, expression: Any, factor: int) -> Self:
        return cls(expression, factor)

    @classmethod
    def _part(cls, number: Any, divisor: int) -> Any:
        """A number over a divisor of its factor, as an expression though it be plain."""
        return _over(number, divisor) if isinstance(number, Scaled) else cls.literal(number // divisor)

    @classmethod
    def compared(cls, less: Any, more: Any) -> Any:
        """Whether one number is less than another, as an expression."""
        common = _common(less, more)
        return _over(less, common) < _over(more, common)

    @classmethod
    def chosen(cls, condition: "Less", yes: Any, no: Any) -> Self:
        """One of two numbers: of the two that are compared, the lesser or the greater."""
        common = _common(yes, no)
        parts = cls._part(yes, common), cls._part(no, common)
        if (yes, no) == (condition.less, condition.more):
            return cls._made(cls.lesser(*parts), common)
        if (no, yes) == (condition.less, condition.more):
            return cls._made(cls.greater(*parts), common)
        return cls._made(cls.either(condition.holds, *parts), common)


@define(eq=False)
class Less:
    """The condition that one number is less than another."""

    kind: type[Scaled]
    less: Any
    more: Any

    @property
    def holds(self) -> Any:
        """The condition as an expression."""
        return self.kind.compared(self.less, self.more)

    def alis_choose(self, yes: Any, no: Any) -> Any:
        """`yes` where it holds, else `no`."""
        if isinstance(yes, Boundless) or isinstance(no, Boundless):
            return pick(self, yes, no)
        return self.kind.chosen(self, yes, no)


def _common(one: Any, other: Any) -> int:
    """The greatest factor that two numbers have in common; 1 where both are nothing."""
    return gcd(*(each.factor if isinstance(each, Scaled) else each for each in (one, other))) or 1


def _over(number: Any, divisor: int) -> Any:
    """A number over a divisor of its factor; a plain one stays plain."""
    if not isinstance(number, Scaled):
        return number // divisor
    times = number.factor // divisor
    return number.expression if times == 1 else number.expression * times
