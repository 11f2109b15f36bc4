"""The helpers of the amount rules, with plain integers and with numbers that bring their own way to choose."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alis_rules import Case, Facts, evaluate, load_tables
from alis_rules.arithmetic import above_zero, choose, divide_half_up, least
from alis_rules.facts import FACTS
from alis_rules.resolving import resolve
from alis_rules.rules import RECORD_RULES, Granted, grant_frame
from alis_rules.terms import Terms, terms_of
from alis_rules.testing import cases


class Condition:
    """What comes of comparing symbols: it has no truth, and chooses itself."""

    def __init__(self, holds: bool, shown: str) -> None:
        self.holds, self.shown = holds, shown

    def __bool__(self) -> bool:
        raise TypeError("a symbol has no truth")

    def alis_choose(self, yes: Any, no: Any) -> "Symbol":
        yes, no = Symbol.of(yes), Symbol.of(no)
        return Symbol((yes if self.holds else no).value, f"({yes.shown} if {self.shown} else {no.shown})")


class Symbol:
    """A number as a solver or a query plan has it: arithmetic and comparison give more of the kind, never an int or a truth."""

    def __init__(self, value: int, shown: str) -> None:
        self.value, self.shown = value, shown

    @staticmethod
    def of(number: Any) -> "Symbol":
        return number if isinstance(number, Symbol) else Symbol(number, str(number))

    def __bool__(self) -> bool:
        raise TypeError("a symbol has no truth")

    def __add__(self, other: Any) -> "Symbol":
        return Symbol(self.value + Symbol.of(other).value, f"({self.shown} + {Symbol.of(other).shown})")

    def __sub__(self, other: Any) -> "Symbol":
        return Symbol(self.value - Symbol.of(other).value, f"({self.shown} - {Symbol.of(other).shown})")

    def __mul__(self, other: Any) -> "Symbol":
        return Symbol(self.value * Symbol.of(other).value, f"({self.shown} * {Symbol.of(other).shown})")

    def __rsub__(self, other: Any) -> "Symbol":
        return Symbol.of(other) - self

    __radd__, __rmul__ = __add__, __mul__

    def __floordiv__(self, other: int) -> "Symbol":
        return Symbol(self.value // other, f"({self.shown} // {other})")

    def __lt__(self, other: Any) -> Condition:
        return Condition(self.value < Symbol.of(other).value, f"{self.shown} < {Symbol.of(other).shown}")

    def __gt__(self, other: Any) -> Condition:
        return Symbol.of(other) < self

    def __eq__(self, other: object) -> Condition:  # type: ignore[override] # pyright: ignore[reportIncompatibleMethodOverride] # equality of symbols is a condition
        return Condition(self.value == Symbol.of(other).value, f"{self.shown} == {Symbol.of(other).shown}")

    __hash__ = None  # type: ignore[assignment] # pyright: ignore[reportAssignmentType] # what is not equal by truth has no hash


def symbol(value: int, name: str) -> Any:
    return Symbol(value, name)


class TestChoose:
    def test_by_truth(self) -> None:
        assert choose(bool(1), 1, 2) == 1
        assert choose(0, 1, 2) == 2

    def test_by_its_own_choice(self) -> None:
        condition = symbol(1, "x") < 2
        assert choose(condition, symbol(5, "y"), symbol(6, "z")).shown == "(y if x < 2 else z)"

    @pytest.mark.parametrize("condition", ["yes", None, 1.0, [1]])
    def test_nothing_else(self, condition: object) -> None:
        with pytest.raises(TypeError, match="a condition is a bool or brings alis_choose"):
            choose(condition, 1, 2)


class TestLeast:
    @given(st.lists(st.integers(), min_size=1))
    def test_of_integers(self, numbers: list[int]) -> None:
        assert least(*numbers) == min(numbers)

    @given(st.lists(st.integers(), min_size=1, max_size=5))
    def test_of_symbols(self, numbers: list[int]) -> None:
        assert Symbol.of(least(*(symbol(number, f"n{at}") for at, number in enumerate(numbers)))).value == min(numbers)

    def test_of_two_symbols(self) -> None:
        assert least(symbol(4, "x"), symbol(3, "y")).shown == "(y if y < x else x)"

    def test_of_a_symbol_and_an_integer(self) -> None:
        assert least(symbol(4, "x"), 3).shown == "(3 if 3 < x else x)"


class TestAboveZero:
    @given(st.integers())
    def test_of_integers(self, number: int) -> None:
        assert above_zero(number) == max(number, 0)

    def test_of_symbols(self) -> None:
        assert above_zero(symbol(-3, "x")).shown == "((x * 0) if x < 0 else x)"
        assert above_zero(symbol(-3, "x")).value == 0


class TestDivideHalfUp:
    @given(st.integers(0), st.integers(1))
    @example(5, 10)
    @example(4, 10)
    @example(10**30 + 1, 2)
    def test_is_the_nearest(self, numerator: int, denominator: int) -> None:
        beside = Fraction(numerator, denominator) - divide_half_up(numerator, denominator)
        assert Fraction(-1, 2) <= beside < Fraction(1, 2)

    def test_a_half_goes_up(self) -> None:
        assert [divide_half_up(number, 2) for number in range(5)] == [0, 1, 1, 2, 2]
        assert [divide_half_up(number, 100) for number in (49, 50, 51, 149, 150)] == [0, 1, 1, 1, 2]

    def test_of_symbols(self) -> None:
        assert divide_half_up(symbol(5, "x"), 2).value == 3

    def test_of_a_number_that_does_it_itself(self) -> None:
        assert divide_half_up(Halved(8), 3) == "8 over 3"

    def test_of_an_integer_always_as_of_integers(self) -> None:
        class Own(int):
            def alis_divide_half_up(self, denominator: int) -> str:
                return f"not asked for {denominator}"

        assert divide_half_up(Own(5), 2) == 3


class Halved:
    """A number that divides itself."""

    def __init__(self, value: int) -> None:
        self.value = value

    def alis_divide_half_up(self, denominator: int) -> str:
        return f"{self.value} over {denominator}"


def _of(case: Case) -> tuple[Facts, Terms]:
    tables = load_tables()
    call, _ = resolve(case, tables)
    assert call is not None
    return evaluate(case).facts, terms_of(tables, call, case.readings, case.supplied, case.accept)


def _symbolic(facts: Facts) -> Facts:
    symbols: dict[str, Any] = {name: symbol(getattr(facts, name), name) for name in FACTS}
    return Facts(**symbols)


@given(cases())
def test_every_amount_rule_takes_other_numbers(case: Case) -> None:
    """The one function of each rule, with integers and with symbols: the same value, and no question of truth."""
    facts, terms = _of(case)
    symbols, granted = _symbolic(facts), Granted(practice_compensation=1_00, supervision=12_34)
    for rule in RECORD_RULES:
        pairs = [(rule.incurred(facts, terms), rule.incurred(symbols, terms)), (rule.counted(facts, terms), rule.counted(symbols, terms))]
        limits = zip(rule.limits(facts, terms, granted), rule.limits(symbols, terms, granted), strict=True)
        pairs += [(plain.most, symbolic.most) for plain, symbolic in limits]
        assert [plain for plain, _ in pairs] == [Symbol.of(symbolic).value for _, symbolic in pairs]
        assert Symbol.of(least(*(symbolic for _, symbolic in pairs))).value == min(plain for plain, _ in pairs)
    excess = grant_frame.excess(symbols, terms, granted)
    assert Symbol.of(excess).value == grant_frame.excess(facts, terms, granted)
