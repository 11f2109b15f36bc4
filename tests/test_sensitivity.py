"""How the result depends on the readings: single ones, and all of them together."""

import datetime as dt
from decimal import Decimal
from itertools import product

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from alis_rules import Case, InvalidCase, evaluate, other_readings
from alis_rules.interpretations import Extreme, sensitivity
from alis_rules.readings import chosen
from alis_rules.testing import cases
from alis_rules.testing.numbers import periods
from alis_rules.testing.parts import ALL_READINGS
from tests.support import CONTRACT_CASE, case, course

FEW = settings(max_examples=30)
"""For properties whose every example is reckoned under up to 1024 combinations of readings."""
_ABOVE_EVERYTHING = {
    "activities": [course("2025-09-10", 200, expenses=20_000)],
    "supervision": [{"date": "2026-03-02", "hours": 70}],
    "facilitation": [{"date": "2025-11-20", "amount": 60_000}],
}


def _by_hand(of: Case) -> tuple[tuple[Decimal, int] | None, tuple[Decimal, int] | None]:
    """The lowest and the highest total over all 1024 combinations, one by one, each with the fewest changes that give it."""
    found: list[tuple[Decimal, int]] = []
    for options in product(*ALL_READINGS.values()):
        every = dict(zip(ALL_READINGS, options, strict=True))
        result = evaluate(of, readings=every)
        if result.complete:
            found.append((result.total, sum(option != of.readings.option(name) for name, option in every.items())))
    return min(found, default=None), min(found, key=lambda one: (-one[0], one[1]), default=None)


def _short(extreme: Extreme | None) -> tuple[Decimal, int] | None:
    return None if extreme is None else (extreme.total, len(extreme.readings))


@settings(max_examples=8)
@given(st.sampled_from([*periods()]).filter("2027".__ne__).flatmap(cases))
def test_as_by_hand(of: Case) -> None:
    found = sensitivity(of)
    assert (_short(found.lowest), _short(found.highest)) == _by_hand(of)
    assert found.others == other_readings(of)


@FEW
@given(cases())
def test_the_readings_of_an_extreme_give_it(of: Case) -> None:
    found = sensitivity(of)
    for extreme in (found.lowest, found.highest):
        if extreme is None:
            assert not evaluate(of).complete
            assert found.lowest is found.highest
        else:
            result = evaluate(of, readings=dict(extreme.readings))
            assert (result.complete, result.total) == (True, extreme.total)
            assert all(of.readings.option(name) != option for name, option in extreme.readings)


@FEW
@given(cases("2026"), st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31)))
def test_looks_back_as_evaluate_does(of: Case, day: dt.date) -> None:
    highest = sensitivity(of, known_on=day).highest
    assert highest is None or evaluate(of, known_on=day, readings=dict(highest.readings)).total == highest.total


def test_of_readings_given_in_the_call() -> None:
    """What is other than chosen is told by the readings that are given, not by those of the case."""
    of = case(**_ABOVE_EVERYTHING)
    summed = chosen(of.readings, {"grant-frame": "sum-of-caps"})
    assert sensitivity(of, readings=summed) == sensitivity(evolve(of, readings=summed))


def test_the_contracts_case() -> None:
    """Øre are rounded off, the frame is the sum of the caps, and facilitation stands inside or beside it."""
    found = sensitivity(case(**{key: CONTRACT_CASE[key] for key in CONTRACT_CASE if key not in ("schema", "doctor")}))
    assert found.lowest == Extreme(total=Decimal("362317.00"), readings=(("rounding", "whole-kroner"),))
    assert found.highest == Extreme(total=Decimal("372567.19"), readings=(("facilitation-place", "on-top"),))


def test_where_no_combination_is_determined() -> None:
    """No source gives the cap on additional elements, and no reading stands in for it."""
    place = {"number": "1804", "registered": True, "centrality_class": 6}
    found = sensitivity(case(municipality=place, additional=[{"date": "2025-09-10", "amount": 100}]))
    assert (found.lowest, found.highest) == (None, None)


def test_nothing_to_reckon() -> None:
    nothing = Extreme(total=Decimal("0.00"), readings=())
    found = sensitivity(case())
    assert (found.others, found.lowest, found.highest) == ((), nothing, nothing)


def test_a_wrong_case_is_said_as_evaluate_says_it() -> None:
    with pytest.raises(InvalidCase, match="2027"):
        sensitivity(evolve(case(), call="2027"))
    assert sensitivity(evolve(case(), call="2027"), project=True).others == ()
