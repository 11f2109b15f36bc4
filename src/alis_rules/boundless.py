"""Numbers beyond all bounds, that the rules can be handed in the place of a value that is missing and may be as high as any.

Such a number is a polynomial in one that is greater than every whole number, and a multiple of every one that the rules divide by. So the
rules go on with it as with any number, and where what they come to holds nothing of it, that is the most that there can be.
"""

from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

from attrs import define

from .arithmetic import divide_half_up


@define(eq=False)
class Boundless:
    """A number that is more, or less, than every whole number."""

    parts: tuple[int, ...]
    """The whole number that it begins with, then how many times the great one, its square and so on; the last is not nothing."""

    def __add__(self, other: Any) -> "Boundless | int":
        """The sum."""
        return _made(one + two for one, two in self._beside(other))

    def __sub__(self, other: Any) -> "Boundless | int":
        """The difference."""
        return _made(one - two for one, two in self._beside(other))

    def __rsub__(self, other: int) -> "Boundless | int":
        """The difference from a whole number."""
        return _made(two - one for one, two in self._beside(other))

    def __mul__(self, other: Any) -> "Boundless | int":
        """The product."""
        of = _parts(other)
        found = [0] * (len(self.parts) + len(of) - 1)
        for place, part in enumerate(self.parts):
            for further, times in enumerate(of):
                found[place + further] += part * times
        return _made(found)

    def __lt__(self, other: Any) -> bool:
        """Whether it is less: the highest power in which the two differ decides."""
        return next((one < two for one, two in reversed(self._beside(other)) if one != two), False)

    def __gt__(self, other: Any) -> bool:
        """Whether it is more."""
        return next((one > two for one, two in reversed(self._beside(other)) if one != two), False)

    def alis_divide_half_up(self, denominator: int) -> "Boundless | int":
        """This over a denominator, a half rounded up; the great number is a multiple of all denominators."""
        first, *rest = self.parts
        return _made((divide_half_up(first, denominator), *(part // denominator for part in rest)))

    __radd__, __rmul__ = __add__, __mul__

    def _beside(self, other: Any) -> list[tuple[int, int]]:
        """The parts of this and of another, power by power."""
        return list(zip_longest(self.parts, _parts(other), fillvalue=0))


def boundless(multiple: int) -> Boundless:
    """A number that is more than every whole number, and a multiple of `multiple`."""
    return Boundless((0, multiple))


def _parts(number: Boundless | int) -> tuple[int, ...]:
    return number.parts if isinstance(number, Boundless) else (number,)


def _made(parts: Iterable[int]) -> Boundless | int:
    """A number of its parts; plain where there is no other."""
    listed = list(parts)
    while len(listed) > 1 and not listed[-1]:
        listed.pop()
    return Boundless(tuple(listed)) if len(listed) > 1 else listed[0]
