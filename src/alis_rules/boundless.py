"""Numbers beyond all bounds, that the rules can be handed in the place of a value that is missing and may be as high as any.

Such a number is a polynomial in one that is greater than every other, its coefficients numbers of any kind that the rules take. So the
rules go on with it as with any number: it is compared by its highest power, and where what they come to holds nothing of it, that is the
most that there can be.
"""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from attrs import define

from .arithmetic import choose, divide_half_up


@define(eq=False)
class Boundless:
    """A number that may be more, or less, than every other."""

    parts: tuple[Any, ...]
    """The number that it begins with, then how many times the great one, its square and so on."""

    def __add__(self, other: Any) -> Any:
        """The sum."""
        return _made(one + two for one, two in self._beside(other))

    def __sub__(self, other: Any) -> Any:
        """The difference."""
        return _made(one - two for one, two in self._beside(other))

    def __rsub__(self, other: Any) -> Any:
        """The difference from another number."""
        return _made(two - one for one, two in self._beside(other))

    def __mul__(self, other: Any) -> Any:
        """The product."""
        of = _parts(other)
        found: list[Any] = [0] * (len(self.parts) + len(of) - 1)
        for place, part in enumerate(self.parts):
            for further, times in enumerate(of):
                found[place + further] = found[place + further] + part * times
        return _made(found)

    def __lt__(self, other: Any) -> Any:
        """Whether it is less."""
        return Lesser(self, other)

    def __gt__(self, other: Any) -> Any:
        """Whether it is more."""
        return Lesser(other, self)

    def alis_divide_half_up(self, denominator: int) -> Any:
        """This over a denominator, a half rounded up; what is without bounds stays so, however often it is divided."""
        first, *rest = self.parts
        return _made((divide_half_up(first, denominator), *rest))

    __radd__, __rmul__ = __add__, __mul__

    def _beside(self, other: Any) -> Iterator[tuple[Any, Any]]:
        """The parts of this and of another, power by power."""
        return zip_longest(self.parts, _parts(other), fillvalue=0)


@define(eq=False)
class Lesser:
    """The condition that one number is less than another, where either may be boundless: the highest power in which they differ decides."""

    less: Any
    more: Any

    def alis_choose(self, yes: Any, no: Any) -> Any:
        """`yes` where it holds, else `no`."""
        found = no
        for less, more in zip_longest(_parts(self.less), _parts(self.more), fillvalue=0):
            found = pick(less < more, yes, pick(more < less, no, found))
        return found


def pick(condition: Any, yes: Any, no: Any) -> Any:
    """One of two numbers by a condition, part by part where either is boundless; without asking where they are one."""
    if yes is no:
        return yes
    if not (isinstance(yes, Boundless) or isinstance(no, Boundless)):
        return choose(condition, yes, no)
    return _made(choose(condition, one, two) for one, two in zip_longest(_parts(yes), _parts(no), fillvalue=0))


def endless(number: Any) -> Any:
    """1 where a number that is not below zero is without bounds, else 0."""
    return pick(Lesser(0, Boundless((0, *_parts(number)[1:]))), 1, 0)


def finite(number: Any) -> Any:
    """What a number is where it has bounds."""
    return _parts(number)[0]


def endless_where(number: Any, where: Any) -> Any:
    """A number that is without bounds where another is more than nothing."""
    return _made((finite(number), where))


def _parts(number: Any) -> tuple[Any, ...]:
    return number.parts if isinstance(number, Boundless) else (number,)


def _made(parts: Iterable[Any]) -> Any:
    """A number of its parts; plain where it holds nothing of the great one."""
    listed = list(parts)
    while len(listed) > 1 and isinstance(listed[-1], int) and not listed[-1]:
        listed.pop()
    return Boundless(tuple(listed)) if len(listed) > 1 else listed[0]
