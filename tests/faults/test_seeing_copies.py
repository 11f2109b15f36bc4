"""Results, errors and tables come through pickle, copy and other processes whole (fault 20)."""

import copy
import functools
import json
import multiprocessing
import pickle
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, cast

import pytest
from attrs import evolve, fields, has

import alis_rules
import alis_rules.testing
from alis_rules import (
    AtLeast,
    ColumnProblem,
    Full,
    InvalidCase,
    InvalidColumns,
    InvalidTables,
    Problem,
    Question,
    TooLarge,
    Unknown,
    amounts_by,
    case_from_json,
    clauses,
    compare,
    completeness,
    duties,
    evaluate,
    facts_table,
    life,
    load_case,
    load_tables,
    near,
    needed,
    possible,
    receipt,
    repayment,
    sensitivity,
    simulate,
    verify,
)
from alis_rules.facts_rows import COLUMNS
from alis_rules.problems import UnknownName
from alis_rules.quantities import Incommensurable
from alis_rules.testing.answers import Malformed, answer_from
from alis_rules.upkeep import Refused
from tests.faults.test_seeing import CONTRACT, copied, fee_rate, hours, proposal
from tests.support import CONTRACT_CASE

PROPOSAL = proposal(fee_rate(1420, "2026-01-01"), hours("2027-09-01"))
OVERLAID = load_tables().overlay(PROPOSAL)
EVERYTHING = case_from_json(
    CONTRACT_CASE
    | {
        "agreement": {**CONTRACT_CASE["agreement"], "split": {"doctor_percent": 60}, "supervisor": None},
        "period": {"from": "2025-06-01", "to": "2026-05-31"},
        "interruptions": [{"kind": "permisjon", "from": "2025-07-01", "to": "2025-07-31"}],
        "additional": [{"date": "2025-09-01", "amount": 5}],
        "claims": {"supervision": 5},
        "used_before": {"practice-compensation": {"hours": 4}},
        "supplied": {"fee_rate": 1400, "grant_frame": {"fastlege": 400000}},
        "accept": ["unconfirmed"],
    }
)


def results() -> list[Any]:
    """Results of every function, and what they are made of."""
    told = evaluate(CONTRACT, tables=OVERLAID, explain=True)
    frame = facts_table([CONTRACT])
    altered = json.loads(receipt(evaluate(CONTRACT)))
    altered["result"]["total"] = "1.00"
    simulated = simulate(frame, PROPOSAL, call="2026", readings={"grant-frame": "sum-of-caps"})
    return [
        told,
        EVERYTHING,
        OVERLAID,
        compare(Question(case=CONTRACT, call="2025"), Question(case=CONTRACT, tables=OVERLAID)),
        Question(case=CONTRACT, tables=OVERLAID, readings={"rounding": "ore"}),
        evolve(simulated, rows=None),
        sensitivity(CONTRACT, tables=OVERLAID),
        life(CONTRACT, tables=OVERLAID),
        near(evolve(CONTRACT, positions=(evolve(CONTRACT.positions[0], to="2026-05-20"),))),
        needed(CONTRACT, AtLeast("supervision", 1), vary="percent"),
        needed(CONTRACT, AtLeast("total", 4_000_000), tables=OVERLAID),
        needed(CONTRACT, Full("lower-productivity")),
        possible(evolve(CONTRACT, municipality=evolve(CONTRACT.municipality, registered=None))),
        Unknown(at="/activities/0/expenses", low=0, high=5),
        duties(),
        clauses(),
        completeness(EVERYTHING),
        verify(json.dumps(altered)),
        repayment(evaluate(CONTRACT), told),
        answer_from(told.to_json()),
        amounts_by(call="2026")(told.facts),
        COLUMNS,
    ]


def kind_of(thing: object) -> type:
    """The type of a thing."""
    return type(thing)


def _walk(thing: Any, met: set[int]) -> Iterator[Any]:
    """A thing and all that it is made of."""
    if id(thing) in met:
        return
    met.add(id(thing))
    yield thing
    parts: list[Any] = []
    kind = kind_of(thing)
    if has(kind):
        parts = [getattr(thing, each.name) for each in fields(kind)]
    elif isinstance(thing, tuple | list):
        parts = list(cast("tuple[Any, ...]", thing))
    elif isinstance(thing, Mapping):
        parts = [each for pair in cast("Mapping[Any, Any]", thing).items() for each in pair]
    for part in parts:
        yield from _walk(part, met)


@functools.cache
def made() -> tuple[Any, ...]:
    """Some results, and what they are made of."""
    return tuple(results())


@functools.cache
def instances() -> Mapping[type, Any]:
    """One instance of every type of the library that some result is made of."""
    met: set[int] = set()
    found: dict[type, Any] = {}
    for each in (*made(), *ERRORS):
        for thing in _walk(each, met):
            found.setdefault(kind_of(thing), thing)
        if isinstance(each, BaseException):
            for thing in _walk(each.args, met):
                found.setdefault(kind_of(thing), thing)
    return found


UNKNOWN_CALL = Problem("/call", "unknown-call", (("value", "2030"), ("near", ""), ("known", "2026"), ("verified", "2026-11-21")))
ERRORS: tuple[BaseException, ...] = (
    InvalidCase(
        [Problem("/call", "unknown-call", (("value", "2030"), ("near", ""), ("known", "2026"), ("verified", "2026-11-21")))],
        reference="A 1",
    ),
    InvalidColumns([ColumnProblem(3, "hours", Problem("", "missing-key", (("key", "hours"),)))]),
    InvalidTables(["calls/2026.toml: the file is missing", "about.toml: the file is missing"]),
    TooLarge("fee-rate is too large"),
    UnknownName("practice_compensation", ("practice-compensation",)),
    Incommensurable("NOK and h"),
    Malformed("/total: a string belongs here"),
    Refused("unknown-id", value="bogus", near=""),
)
TYPES = sorted(
    {
        value
        for face in (alis_rules, alis_rules.testing)
        for value in (getattr(face, name) for name in face.__all__)
        if isinstance(value, type)
    },
    key=lambda each: each.__name__,
)


def the_same(thing: Any, other: Any) -> bool:
    """Whether two things are equal; of errors, whether all that they hold is."""
    if isinstance(thing, BaseException):
        return (type(thing), thing.args, str(thing), vars(thing)) == (type(other), other.args, str(other), vars(other))
    return bool(thing == other)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_fault_20_every_public_type_survives(kind: type) -> None:
    things: list[Any] = list(kind)[:2] if issubclass(kind, Enum) else [instances()[kind]]
    for thing in things:
        for same in (copied(thing), copy.copy(thing), copy.deepcopy(thing)):
            assert the_same(thing, same)
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            assert the_same(thing, pickle.loads(pickle.dumps(thing, protocol)))  # noqa: S301 (the test's own bytes)


@pytest.mark.parametrize("index", range(22))
def test_fault_20_every_result_survives_whole(index: int) -> None:
    result = made()[index]
    for same in (copied(result), copy.copy(result), copy.deepcopy(result)):
        assert same == result
        if hasattr(result, "to_json"):
            assert same.to_json() == result.to_json()


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_fault_20_errors_come_back_whole(error: Exception) -> None:
    group = ExceptionGroup("both", [error, ValueError("x")])
    assert the_same(error, copied(error))
    assert the_same(error, copied(group).exceptions[0])
    assert the_same(error, copy.deepcopy(group).exceptions[0])


def test_fault_20_no_private_error_leaks() -> None:
    wrong = {"schema": "alis-rules/case/1", "bogus": 1}
    for function in (lambda: verify(json.dumps(wrong)), lambda: load_case(json.dumps(wrong)), lambda: case_from_json(wrong)):
        with pytest.raises(InvalidCase) as told:
            function()
        assert type(told.value) is InvalidCase
        assert the_same(told.value, copied(told.value))


@pytest.mark.filterwarnings("ignore:The proposal")
def test_fault_20_a_function_of_facts_survives() -> None:
    function = amounts_by(call="2026", tables=OVERLAID, readings={"rounding": "whole-kroner"})
    facts = evaluate(CONTRACT, tables=OVERLAID, readings={"rounding": "whole-kroner"}).facts
    assert copied(function)(facts) == copy.deepcopy(function)(facts) == function(facts)


def test_fault_20_tables_that_come_back_are_found_again() -> None:
    """What is remembered of tables is found again after a pickle, so that a worker does not begin anew with each case."""
    once, twice = copied(OVERLAID), copied(OVERLAID)
    assert once is twice
    assert once == OVERLAID != load_tables()
    assert (hash(once), once.calls["2026"]) == (hash(OVERLAID), OVERLAID.calls["2026"])
    with pytest.raises(TypeError):
        once.calls["2026"] = once.calls["2025"]


def test_fault_20_through_other_processes() -> None:
    cases = [CONTRACT, evolve(CONTRACT, call="2025"), EVERYTHING]
    told_in_full = functools.partial(evaluate, tables=OVERLAID, explain=True)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(told_in_full, cases) == [told_in_full(each) for each in cases]
        with pytest.raises(InvalidCase, match="A 1") as told:
            pool.map(functools.partial(evaluate, tables=OVERLAID), [evolve(CONTRACT, call="2030", reference="A 1")])
    assert [each.code for each in told.value.errors] == ["unknown-call"]
