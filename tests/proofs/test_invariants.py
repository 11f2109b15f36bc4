"""What some proofs take for granted holds of every counted case; and the world of the proofs holds the terms of every call."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alis_rules import Case, evaluate, load_tables
from alis_rules.arithmetic import WHOLE, divide_half_up
from alis_rules.calendar import started_months
from alis_rules.lines import cut
from alis_rules.receivers import Receivers
from alis_rules.resolving import resolve
from alis_rules.terms import CAPS, PRICES, Terms, terms_of
from alis_rules.testing import cases
from tests.proofs import invariants
from tests.proofs.agreement import every_terms
from tests.proofs.solver import Feasible, boolean, truth
from tests.proofs.worlds import ANY, FLAGS, World, alike, symbolic
from tests.support import evaluated

TABLES = load_tables()


@given(cases())
def test_no_more_counts_than_was_incurred(case: Case) -> None:
    assert all(invariants.counted_at_most_incurred(evaluate(case, project=True).facts))


@given(cases())
def test_the_months_are_at_most_those_of_the_call(case: Case) -> None:
    """At full time, and so at most twelve in a call of twelve months."""
    facts = evaluate(case).facts
    call, _ = resolve(case, TABLES)
    assert call is not None
    grounds = terms_of(TABLES, call, case.readings, case.supplied, case.accept).grounds
    months = started_months(grounds.first, grounds.last) * WHOLE
    assert all(invariants.months_within(facts, months))
    assert all(invariants.window_within_gp(facts))
    assert all(invariants.months_of_a_year(facts))


@given(cases())
def test_hours_without_a_cost_are_among_all_hours(case: Case) -> None:
    assert all(invariants.hours_of_supervision(evaluate(case).facts))


def test_the_invariants_can_fail() -> None:
    """A counted case could break each of them: they say something."""

    class Facts:
        absence_h100 = supervision_unpriced_h100 = months_in_window_bp = 13 * 120_000

        def __getattr__(self, name: str) -> int:
            return 0

    facts: Any = Facts()
    assert not all(invariants.counted_at_most_incurred(facts))
    assert not all(invariants.months_of_a_year(facts))
    assert not all(invariants.window_within_gp(facts))
    assert not all(invariants.hours_of_supervision(facts))


@cache
def _world(call: str, rounding_ore: int) -> tuple[World, Any, Feasible]:
    world = World(call, "ore" if rounding_ore == 1 else "whole-kroner")
    return world, world.terms(), Feasible(world.assumed)


def is_instance(call: str, terms: Terms) -> bool:
    """Whether the world of a call holds these terms: its unknowns and conditions can be so that it is the same numbers."""
    world, symbols, feasible = _world(call, terms.rounding_ore)
    same = [boolean(name) == truth(value=getattr(terms, name)) for name in FLAGS]
    numbers = {name: getattr(terms, name) for name in (*CAPS, "own_share_bp", "flat_grade", "rounding_ore") if name not in terms.missing}
    same += [(symbolic(world, getattr(symbols, name)) == figure).term for name, figure in numbers.items()]
    if "facilitation_share" not in terms.missing:
        share = symbolic(world, symbols.facilitation_share) * terms.facilitation_unit
        same.append((share == terms.facilitation_share * symbols.facilitation_unit).term)
    for name in [name for name in PRICES if name not in terms.missing]:
        price = symbolic(world, getattr(symbols, name)) * terms.price_unit
        same.append((price == getattr(terms, name) * symbols.price_unit).term)
    for role, summed in terms.frame_is_summed.items():
        same.append(symbols.frame_is_summed[role].term == truth(value=summed))
        frame = symbols.published_frames[role] * terms.price_unit
        same.append((frame == terms.published_frames[role] * symbols.price_unit).term)
    return feasible(*same)


@pytest.mark.parametrize("call", TABLES.calls)
def test_the_world_holds_the_terms_of_every_combination_of_readings(call: str) -> None:
    own = next(calls[0] for calls in alike() if call in calls)
    of_call = [terms for each, terms, _ in every_terms() if each == call and terms.values["fee-rate"].standing != "supplied"]
    assert len(of_call) >= 64
    for terms in of_call:
        assert is_instance(own, terms)
        assert is_instance(ANY, terms)


def test_a_world_does_not_hold_the_terms_of_another_call() -> None:
    terms = {call: terms for call, terms, _ in every_terms()}
    assert not is_instance("2026", terms["2021"])
    assert not is_instance("2021", terms["2023"])


def test_supplied_values_are_of_any_call() -> None:
    supplied = [terms for _, terms, _ in every_terms() if terms.values["fee-rate"].standing == "supplied"]
    assert supplied
    assert all(is_instance(ANY, terms) for terms in supplied)


@given(st.integers(0, 10**12), st.integers(1, 10**6), st.integers(1, 10**4))
def test_a_common_factor_changes_no_quotient(numerator: int, denominator: int, factor: int) -> None:
    """So that prices over a finer unit give the same amounts."""
    assert divide_half_up(numerator * factor, denominator * factor) == divide_half_up(numerator, denominator)


def test_each_cap_gives_more_in_a_period_of_more_than_twelve_months() -> None:
    """The exception: call 2021, the period of which no source gives, with a period of eighteen months supplied."""
    found = {
        grading: evaluated(
            call="2021",
            period={"from": "2020-07-01", "to": "2021-12-31"},
            agreement__signed_on="2020-06-01",
            doctor={"training_start": "2019-09-01", "first_gp_date": "2020-07-01"},
            positions=[{"role": "fastlege", "employment": "hovedmodell", "percent": 100, "from": "2020-07-01"}],
            supervision=[{"date": "2021-05-10", "hours": 80}],
            readings={"grading": grading},
        )["supervision"].amount
        for grading in ("frame-only", "each-cap")
    }
    assert found == {"frame-only": 42_000, "each-cap": 63_000}


def test_a_cut_can_leave_one_ore_more() -> None:
    """The exception: three who have one øre each, a cut of one øre, and what is left goes to the first."""
    assert cut(-1, Receivers(1, 1, 1)) == Receivers(1, -1, -1)
