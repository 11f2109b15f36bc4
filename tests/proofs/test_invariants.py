"""What some proofs take for granted holds of every counted case; and the world of the proofs holds the terms of every call."""

import json
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from attrs import evolve
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from alis_rules import Case, evaluate, load_case, load_tables
from alis_rules.arithmetic import YEAR, divide_half_up
from alis_rules.lines import cut
from alis_rules.model import DoctorRole, InterruptionKind
from alis_rules.readings import MonthCounting, options
from alis_rules.receivers import Receivers
from alis_rules.resolving import resolve
from alis_rules.terms import CAPS, PRICES, Terms, terms_of
from alis_rules.testing import cases
from alis_rules.testing.documents import post
from tests.proofs import invariants
from tests.proofs.agreement import every_terms
from tests.proofs.solver import Feasible, boolean, truth
from tests.proofs.worlds import ANY, FLAGS, World, alike, symbolic
from tests.support import evaluated

TABLES = load_tables()


PERIODS: dict[str, list[tuple[str, str] | None]] = {
    "2021": [("2021-01-01", "2021-12-31"), ("2021-01-31", "2021-12-30"), ("2020-02-29", "2021-02-27"), ("2021-03-31", "2021-05-30")],
    "2022": [None],
    "2023": [None],
    "2024": [("2023-09-01", "2024-08-31"), ("2023-10-31", "2024-03-30"), ("2024-01-31", "2024-02-29")],
    "2026": [None],
}
"""Calls, and where no source gives the grant period, some of at most twelve months, of which most begin and end as months do not."""
EDGES = (1, 2, 15, 27, 28, 29, 30, 31)
"""Days of a month on which months begin, or are clipped."""
RECORDS = st.sampled_from(["0.01", "0.07", "10.00", "333.33", "9999.99"])


@st.composite
def crowded(draw: st.DrawFn) -> Case:
    """A case with several posts of any role, whose days, and those of leave, window and agreement, crowd the edges of months."""
    call = draw(st.sampled_from([*PERIODS]))
    period = draw(st.sampled_from(PERIODS[call]))
    bounds = [date.fromisoformat(day) for day in period] if period else [*TABLES.calls[call].bounds]
    first, last = bounds
    months = range(-2, (last.year - first.year) * 12 + last.month - first.month + 2)
    edges = [first.replace(day=1) + relativedelta(months=month, day=day) for month in months for day in EDGES]
    days = st.sampled_from(bounds) | st.sampled_from(edges)

    def span(*, open_: bool = False, **more: Any) -> dict[str, Any]:
        """An interval, or one without an end."""
        begins, ends = sorted([draw(days), draw(days)])
        return {**more, "from": str(begins)} | ({} if open_ else {"to": str(ends)})

    def before(*months: int) -> date:
        """A day some months before such a day."""
        return draw(days) - relativedelta(months=draw(st.sampled_from(months)))

    posts: list[dict[str, Any]] = []
    for share in draw(st.sampled_from([(100,), (60, 40), (50, 30, 20)])):
        begins = sorted(draw(st.lists(days, min_size=1, max_size=3, unique=True)))
        for index, begin in enumerate(begins):
            post = {"role": draw(st.sampled_from([*DoctorRole])), "employment": "ansatt", "percent": share, "from": str(begin)}
            if index + 1 < len(begins):
                post["to"] = str(max(begins[index + 1] - timedelta(days=1 + draw(st.sampled_from([0, 0, 1]))), begin))
            posts.append(post)
    rows = st.lists(st.tuples(days.map(str), RECORDS), max_size=3)
    return load_case(json.dumps({
        "schema": "alis-rules/case/1",
        "call": call,
        "municipality": {"number": "1804", "centrality_class": draw(st.sampled_from([2, 6]))},
        "doctor": {"first_gp_date": str(before(0, 12, 23, 24))} if draw(st.booleans()) else {},
        "agreement": {
            "kind": draw(st.sampled_from(["alis-avtale"] * 5 + ["veiledning"])),
            "signed_on": str(before(0, 3, 54, 60)),
            "newly_employed": draw(st.booleans()),
        },
        "positions": posts,
        "interruptions": [
            span(kind=each, open_=draw(st.integers(0, 4)) == 4) for each in draw(st.lists(st.sampled_from([*InterruptionKind]), max_size=2))
        ],
        "activities": [
            {"kind": "kurs", "date": day, "absence_hours": amount, "expenses": amount, "fund_refund": "0.05"} for day, amount in draw(rows)
        ],
        "supervision": [{"date": day, "hours": amount, **draw(st.sampled_from([{}, {"cost": "7"}]))} for day, amount in draw(rows)],
        "lower_productivity": [span(amount=amount) for _, amount in draw(rows)],
        "facilitation": [{"date": day, "amount": amount} for day, amount in draw(rows)],
        "additional": [{"date": day, "amount": amount} for day, amount in draw(rows)],
        "municipal": [{"date": day, "amount": amount} for day, amount in draw(rows)],
        "readings": {
            reading: draw(st.sampled_from(options(reading)))
            for reading in ("gap-between-posts", "productivity-window", "short-call-caps")
        },
        **({"period": dict(zip(("from", "to"), period, strict=True))} if period else {}),
    }))  # fmt: skip


counted = cases() | crowded()
"""Cases of every kind."""


@given(counted, st.sampled_from(MonthCounting))
def test_no_more_counts_than_was_incurred(case: Case, counting: MonthCounting) -> None:
    assert all(invariants.counted_at_most_incurred(evaluate(case, readings={"month-counting": counting}, project=True).facts))


@given(counted, st.sampled_from(MonthCounting))
def test_fault_14_the_months_are_at_most_those_of_the_call(case: Case, counting: MonthCounting) -> None:
    """At full time, and so at most twelve in a call of twelve months: as many as `by-months` reckons the flat cap of."""
    readings = evolve(case.readings, month_counting=counting, short_call_caps="by-months")
    facts = evaluate(case, readings=readings).facts
    call, _ = resolve(case, TABLES)
    assert call is not None
    terms = terms_of(TABLES, call, readings, case.supplied, case.accept)
    assert all(invariants.months_within(facts, terms.flat_grade))
    assert all(invariants.months_of_a_year(facts))


@given(counted)
def test_hours_without_a_cost_are_among_all_hours(case: Case) -> None:
    assert all(invariants.hours_of_supervision(evaluate(case, project=True).facts))


@pytest.mark.parametrize(("counting", "last"), [("whole-months", "2026-05-30"), ("started-months", None)])
def test_fault_14_there_can_be_more_months_in_the_window_than_as_gp(counting: str, last: str | None) -> None:
    """The exception, under either counting: the months of all posts begin on the first of a month, those in the window on its last."""
    posts = [post("introduksjonslege", first="2025-01-01", last="2025-12-30"), post(first="2025-12-31", last=last)]
    facts = evaluated(
        agreement__signed_on="2025-01-01", doctor__first_gp_date=None, positions=posts, readings={"month-counting": counting}
    ).facts
    as_gp = sum(getattr(facts, name) for name in invariants.GP_MONTHS)
    assert as_gp < facts.months_in_window_bp <= YEAR


def test_the_invariants_can_fail() -> None:
    """A counted case could break each of them: they say something."""

    class Facts:
        absence_h100 = supervision_unpriced_h100 = months_in_window_bp = 13 * 120_000

        def __getattr__(self, name: str) -> int:
            return 0

    facts: Any = Facts()
    assert not all(invariants.counted_at_most_incurred(facts))
    assert not all(invariants.months_of_a_year(facts))
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
