"""How large a number can get: the rules carried out on magnitudes, which proves that 64 bits are enough.

A magnitude is the most that a number can be, apart from its sign. Handed facts at their limits, the rules give the most that each of their
intermediate numbers can be; the largest of all is remembered.
"""

from typing import Any

from attrs import define, field

from .boundless import Boundless, pick
from .bounds import bounds_by
from .rules import RECORD_RULES, Funding, Granted, grant_frame, own_share, work
from .terms import Terms

LIMITS = {"_ore": 10**11, "_h100": 10**7, "_bp": 12 * 31 * 10_000}
"""The most that a fact of a row may be, by the end of its name: a billion kroner, 100 000 hours, 372 months; any other is 0 or 1."""
WIDTH = 2**63
"""What a whole number of 64 bits stays below."""
QUOTIENT = 2**50
"""What a quotient stays below, so that it is exact in an engine that divides in doubles too (`columns`)."""


class TooLarge(OverflowError):
    """The rules could reckon with a number that does not fit 64 bits, or with a quotient that doubles do not hold exactly."""


def limit_of(name: str) -> int:
    """The most that a fact may be."""
    return next((limit for ending, limit in LIMITS.items() if name.endswith(ending)), 1)


@define
class _Peak:
    """The largest number and the largest quotient seen."""

    largest: int = 0
    quotient: int = 0


@define(eq=False)
class Magnitude:
    """The most that a number can be, apart from its sign."""

    most: int
    peak: _Peak = field(repr=False)

    def _made(self, most: int) -> "Magnitude":
        self.peak.largest = max(self.peak.largest, most)
        return Magnitude(most, self.peak)

    def __add__(self, other: Any) -> "Magnitude":
        """The most that the sum can be."""
        if isinstance(other, Boundless):
            return NotImplemented
        return self._made(self.most + _most(other))

    def __sub__(self, other: Any) -> "Magnitude":
        """The most that the difference can be, apart from its sign."""
        if isinstance(other, Boundless):
            return NotImplemented
        return self._made(self.most + _most(other))

    def __mul__(self, other: Any) -> "Magnitude":
        """The most that the product can be."""
        if isinstance(other, Boundless):
            return NotImplemented
        return self._made(self.most * _most(other))

    def __floordiv__(self, other: int) -> "Magnitude":
        """The most that the quotient can be."""
        self.peak.quotient = max(self.peak.quotient, self.most // other)
        return self._made(self.most // other)

    def __lt__(self, other: Any) -> "Either":
        """A condition that may hold or not."""
        return Either()

    __gt__ = __lt__
    __radd__, __rmul__, __rsub__ = __add__, __mul__, __sub__


class Either:
    """A condition of which nothing is known."""

    def alis_choose(self, yes: Any, no: Any) -> Any:
        """The greater of the two, since either may be chosen."""
        if isinstance(yes, Boundless) or isinstance(no, Boundless):
            return pick(self, yes, no)
        return yes if _most(yes) > _most(no) else no


def _most(number: Any) -> int:
    return number.most if isinstance(number, Magnitude) else abs(number)


class _MostFacts:
    """Every fact at its limit."""

    def __init__(self, peak: _Peak) -> None:
        self._peak = peak

    def __getattr__(self, name: str) -> Magnitude:
        return Magnitude(limit_of(name), self._peak)


def largest_number(terms: Terms) -> int:
    """The largest number that the rules can reckon with by these terms, for any facts within `LIMITS`; for the bounds of the total too.

    Raises TooLarge where it does not fit 64 bits, or some quotient does not stay below `QUOTIENT`.
    """
    peak = _Peak()
    facts: Any = _MostFacts(peak)
    granted = Granted(frame=grant_frame.frame(facts, terms))
    for rule in RECORD_RULES:
        amount = work(rule, facts, terms, granted).amount
        if rule.funding is not Funding.MUNICIPAL:
            granted.add(rule.id, amount, ())
    above = grant_frame.amount(facts, terms, granted)
    own_share.amount(terms, granted, above)
    bounds_by(facts, terms, {})
    if peak.largest >= WIDTH:
        raise TooLarge(f"{peak.largest} does not fit 64 bits")
    if peak.quotient >= QUOTIENT:
        raise TooLarge(f"a quotient of {peak.quotient} is more than doubles hold exactly")
    return peak.largest
