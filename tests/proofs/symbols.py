"""Whole numbers that stand for all whole numbers: handed to the amount rules in the place of integers, they yield a formula.

Their conditions bring ``alis_choose``, so that the rules choose inside the formula. Where a program asks a condition with ``if``, the path
is walked twice (`paths`). A quotient is a number of its own with the inequalities that define it; so is a product of two symbols, with
what is true of every product: all the solver needs to know, in linear arithmetic.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from attrs import define, field

from alis_rules.arithmetic import YEAR

from .solver import Term, both, choice, either, identity, implied, integer, number, opposite, plain, settled, some

Oracle = Callable[[Term], bool]


@define
class _Product:
    """Two factors, neither of them plain, and what stands for their product."""

    one: "Symbol"
    other: "Symbol"
    term: Term


@define(eq=False)
class Ground:
    """What all symbols of a question have in common: the definitions that hold of them, and who answers ``if``."""

    sides: list[Term] = field(factory=list[Term])
    """What holds of quotients and products by definition."""
    oracle: Oracle | None = None
    made: "list[Symbol] | None" = None
    """Every number that is reckoned, where that is asked for."""
    _most: dict[int, tuple[int, Term]] = field(factory=dict[int, tuple[int, Term]])
    _quotients: dict[tuple[int, int], tuple[Term, Term, Term]] = field(factory=dict[tuple[int, int], tuple[Term, Term, Term]])
    """By identity; the terms are kept, since the solver gives the identity of a forgotten term to another."""
    _products: dict[tuple[int, int], _Product] = field(factory=dict[tuple[int, int], _Product])

    def symbol(self, term: Term) -> "Symbol":
        """A term as a symbol."""
        found = Symbol(term, self)
        if self.made is not None:
            self.made.append(found)
        return found

    def at_most(self, term: Term, most: int) -> None:
        """Take note that a factor is never more than a plain number."""
        self._most[identity(term)] = most, term

    def _fresh(self, stem: str) -> Term:
        """A number that no other term of this ground names; the same question has the same names."""
        return integer(f"{stem}-{len(self._quotients) + len(self._products)}")

    def quotient(self, term: Term, divisor: Term | int) -> Term:
        """A number over a positive one, rounded down."""
        key = identity(term), divisor if isinstance(divisor, int) else -identity(divisor)
        if key not in self._quotients:
            found = self._fresh("quotient")
            self._quotients[key] = found, term, divisor
            whole = found * divisor if isinstance(divisor, int) else self.product(Symbol(found, self), Symbol(divisor, self))
            self.sides += [whole <= term, term < whole + divisor, implied(term >= 0, found >= 0)]
        return self._quotients[key][0]

    def product(self, one: "Symbol", other: "Symbol") -> Term:
        """The product of two symbols: an own number, of which is said what is true of the products of numbers not below zero."""
        key = min(identity(one.term), identity(other.term)), max(identity(one.term), identity(other.term))
        if key not in self._products:
            made = _Product(one, other, self._fresh("product"))
            self.sides += self._true_of(made)
            for known in self._products.values():
                self.sides += self._true_of_both(known, made)
            self._products[key] = made
        return self._products[key].term

    def distribute(self, parts: "Sequence[Symbol]", factor: "Symbol") -> None:
        """Say of a sum that it is multiplied part by part."""
        self.sides.append((_sum(parts) * factor == _sum([part * factor for part in parts])).term)

    def factors(self) -> Iterator[tuple[Term, Term]]:
        """Each product, with what it should be: where a model has other products, it refutes nothing."""
        return ((each.term, each.one.term * each.other.term) for each in self._products.values())

    def _bound(self, term: Term) -> int | None:
        return self._most.get(identity(term), (None, None))[0]

    def _true_of(self, made: _Product) -> Iterator[Term]:
        one, other, term = made.one.term, made.other.term, made.term
        yield implied(both(one >= 0, other >= 0), term >= 0)
        yield implied(some(one == 0, other == 0), term == 0)
        yield implied(one == 1, term == other)
        yield implied(other == 1, term == one)
        for factor, rest in ((one, other), (other, one)):
            yield implied(both(rest >= 0, factor <= YEAR), term <= YEAR * rest)
            if (most := self._bound(factor)) is not None:
                yield implied(rest >= 0, term <= most * rest)

    def _true_of_both(self, known: _Product, made: _Product) -> Iterator[Term]:
        """Of two products with a factor in common: the other factors decide which is more, and by how much at least."""
        for shared, rest in ((known.one, known.other), (known.other, known.one)):
            for same, other in ((made.one, made.other), (made.other, made.one)):
                if identity(shared.term) != identity(same.term):
                    continue
                less, more = (rest.term, known.term), (other.term, made.term)
                for (low, of_low), (high, of_high) in ((less, more), (more, less)):
                    yield implied(both(shared.term >= 0, low <= high), of_low <= of_high)
                    yield implied(both(shared.term >= 0, low < high), of_low + shared.term <= of_high)
                    if (most := self._bound(shared.term)) is not None:
                        yield implied(both(shared.term >= 0, low <= high), of_high - of_low <= most * (high - low))


@define(eq=False)
class Symbol:
    """A whole number of which the formula is known, not the figure."""

    term: Term
    ground: Ground = field(repr=False)

    def _made(self, term: Term) -> "Symbol":
        return self.ground.symbol(term)

    def _with_each(self, step: Callable[[int], Term]) -> "Symbol":
        """A step with each of the plain numbers that this chooses among."""
        return self._made(_mapped(self.term, step))

    def __add__(self, other: Any) -> "Symbol":
        """The sum."""
        other, figure = _figure_of(other), plain(self.term)
        if isinstance(other, Symbol) and figure is not None:
            return other + figure
        if isinstance(other, int) and not other:
            return self
        if isinstance(other, int) and _among_plain(self.term):
            return self._with_each(lambda figure: number(figure + other))
        return self._made(self.term + term_of(other))

    def __sub__(self, other: Any) -> "Symbol":
        """The difference."""
        return self._made(self.term - term_of(other))

    def __rsub__(self, other: Any) -> "Symbol":
        """The difference from a plain number."""
        return self._made(term_of(other) - self.term)

    def __neg__(self) -> "Symbol":
        """The same below zero."""
        return 0 - self

    def __mul__(self, other: Any) -> Any:
        """The product; a choice among plain numbers is multiplied number by number."""
        if not isinstance(other, int | Symbol):
            return NotImplemented
        other = _figure_of(other)
        if isinstance(other, int):
            return self._with_each(lambda figure: number(figure * other)) if _among_plain(self.term) else self._made(self.term * other)
        if _among_plain(self.term):
            return self._with_each(lambda figure: figure * other.term)
        if _among_plain(other.term):
            return other * self
        return self._made(self.ground.product(self, other))

    def __floordiv__(self, other: Any) -> "Symbol":
        """The quotient by a positive number, rounded down."""
        divisor = plain(term_of(other))
        return self._made(self.ground.quotient(self.term, other.term if divisor is None else divisor))

    def __mod__(self, other: int) -> Any:
        """What a division by a positive number leaves."""
        return self - (self // other) * other

    def __abs__(self) -> "Symbol":
        """The number without its sign."""
        return self._made(either(self.term < 0, -self.term, self.term))

    def __lt__(self, other: Any) -> "Condition":
        """The condition that it is less."""
        return Condition(self.term < term_of(other), self.ground)

    def __gt__(self, other: Any) -> "Condition":
        """The condition that it is more."""
        return Condition(self.term > term_of(other), self.ground)

    def __le__(self, other: Any) -> "Condition":
        """The condition that it is no more."""
        return Condition(self.term <= term_of(other), self.ground)

    def __ge__(self, other: Any) -> "Condition":
        """The condition that it is no less."""
        return Condition(self.term >= term_of(other), self.ground)

    def __eq__(self, other: object) -> Any:
        """The condition that both are one number."""
        return Condition(self.term == term_of(other), self.ground) if isinstance(other, int | Symbol) else NotImplemented

    def __ne__(self, other: object) -> Any:
        """The condition that both are not one number."""
        return Condition(self.term != term_of(other), self.ground) if isinstance(other, int | Symbol) else NotImplemented

    def __hash__(self) -> int:
        """Equal for equal formulas."""
        return identity(self.term)

    def __bool__(self) -> bool:
        """Whether it is other than zero: the path forks."""
        return bool(self != 0)

    def alis_divide_half_up(self, denominator: int) -> "Symbol":
        """This over a denominator, a half rounded up."""
        return (self + denominator // 2) // denominator

    __radd__, __rmul__ = __add__, __mul__


@define(eq=False)
class Condition:
    """A condition of which it is not known whether it holds."""

    term: Term
    ground: Ground = field(repr=False)

    def alis_choose(self, yes: Any, no: Any) -> Any:
        """`yes` where it holds, else `no`: both are in the formula."""
        known = settled(self.term)
        if known is not None:
            return yes if known else no
        return self.ground.symbol(either(self.term, term_of(yes), term_of(no)))

    def __bool__(self) -> bool:
        """Whether it holds: the path forks."""
        known = settled(self.term)
        if known is not None:
            return known
        if self.ground.oracle is None:
            raise TypeError("a program asks a condition with `if`, and no paths are walked")
        return self.ground.oracle(self.term)

    def __and__(self, other: "Condition") -> "Condition":
        """Whether both hold."""
        return Condition(both(self.term, other.term), self.ground)

    def __or__(self, other: "Condition") -> "Condition":
        """Whether one of the two holds."""
        return Condition(some(self.term, other.term), self.ground)

    def __invert__(self) -> "Condition":
        """Whether it does not hold."""
        return Condition(opposite(self.term), self.ground)


def _sum(parts: Sequence[Symbol]) -> Symbol:
    return sum(parts[1:], start=parts[0])


def term_of(value: Any) -> Term:
    """A symbol or a plain number as a term."""
    return value.term if isinstance(value, Symbol) else number(value)


def one_of(conditions: Iterable[Condition]) -> Condition:
    """The condition that one of several holds; there is at least one."""
    listed = list(conditions)
    return Condition(some(*[each.term for each in listed]), listed[0].ground)


def all_of(conditions: Iterable[Condition]) -> Condition:
    """The condition that all of several hold; there is at least one."""
    listed = list(conditions)
    return Condition(both(*[each.term for each in listed]), listed[0].ground)


def _figure_of(value: Any) -> Any:
    """A symbol that is a plain number as that number."""
    figure = plain(value.term) if isinstance(value, Symbol) else None
    return value if figure is None else figure


def _among_plain(term: Term) -> bool:
    """Whether a term is a plain number, or a choice among plain numbers."""
    parts = choice(term)
    return plain(term) is not None if parts is None else _among_plain(parts[1]) and _among_plain(parts[2])


def _mapped(term: Term, step: Callable[[int], Term]) -> Term:
    """A choice among plain numbers, with a step taken on each."""
    parts = choice(term)
    figure = plain(term)
    if parts is not None:
        return either(parts[0], _mapped(parts[1], step), _mapped(parts[2], step))
    assert figure is not None
    return step(figure)
