"""The three helpers of the amount rules, each with one meaning for every type of number.

An amount rule uses ``+ - *``, comparisons and these. It holds no ``if``, no loop and no fraction, so that the same function
can be handed plain integers, or any other number that brings its own way to choose (`Chooser`).
"""

from typing import Any, Protocol, TypeVar, cast

WHOLE = 10_000
"""Basis points in a whole: 100 percent."""
YEAR = 12 * WHOLE
"""Basis-point months of a full-time year: the denominator of every grading."""
HUNDREDTHS = 100
"""Øre in a krone, hundredths in an hour."""

Number = TypeVar("Number")


class Chooser(Protocol):
    """The method ``alis_choose`` of a condition that knows itself how to choose: of what a comparison of other numbers gives."""

    def __call__(self, yes: Any, no: Any) -> Any:
        """`yes` where the condition holds, else `no`."""
        ...


def choose(condition: Any, yes: Number, no: Number) -> Number:
    """`yes` where `condition` holds, else `no`. Both are reckoned either way.

    >>> choose(3 < 4, 10, 20)
    10
    """
    if isinstance(condition, int):
        return yes if condition else no
    try:
        own: Chooser = condition.alis_choose
    except AttributeError:
        raise TypeError(f"a condition is a bool or brings alis_choose, not {type(condition).__name__}") from None
    return cast("Number", own(yes, no))


def least(first: Any, *others: Any) -> Any:
    """The least of several.

    >>> least(7, 5, 6)
    5
    """
    result = first
    for other in others:
        result = choose(other < result, other, result)
    return result


def divide_half_up(numerator: Any, denominator: int) -> Any:
    """A non-negative whole number divided by a positive one, a half rounded up; a number that brings `alis_divide_half_up` does it itself.

    >>> divide_half_up(5, 2), divide_half_up(4, 3)
    (3, 1)
    """
    if not isinstance(numerator, int) and hasattr(numerator, "alis_divide_half_up"):
        return numerator.alis_divide_half_up(denominator)
    return (numerator + denominator // 2) // denominator


def above_zero(number: Any) -> Any:
    """The number, or zero where it is negative: what is left of a cap after what was used of it.

    >>> above_zero(-3), above_zero(3)
    (0, 3)
    """
    return choose(number < 0, 0 * number, number)
