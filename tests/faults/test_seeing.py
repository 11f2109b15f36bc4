"""Faults in how a case is seen: readings, proposals, one way for every function, copies, and what can be told."""

import copy
import datetime as dt
import inspect
import json
import pickle
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import alis_rules
from alis_rules import (
    Case,
    InvalidCase,
    Question,
    Readings,
    Tables,
    case_from_json,
    case_to_json,
    compare,
    evaluate,
    life,
    load_case,
    load_tables,
    near,
    needed,
    other_readings,
    possible,
    sensitivity,
)
from alis_rules.problems import Problem
from alis_rules.reaching import AtLeast, Full
from alis_rules.readings import DEFAULTS, chosen, options, reading_fields
from tests.support import CONTRACT_CASE, case, course, document, loaded

CONTRACT = load_case(json.dumps(CONTRACT_CASE))
CHOICES = st.fixed_dictionaries({}, optional={name: st.sampled_from(options(name)) for name, _ in reading_fields()})
"""Some readings, each at one of its options: also the default."""


def compared(case: Case, **seen: Any) -> Any:
    """A case beside itself seen in another way; what is wrong, as the functions of one case tell it."""
    try:
        return compare(CONTRACT, Question(case=case, **seen)).after
    except InvalidCase as error:
        found = [Problem(each.at.removeprefix("/after"), each.code, each.params) for each in error.errors]
        raise InvalidCase(found, reference=error.reference) from None


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "evaluate": evaluate,
    "life": life,
    "sensitivity": sensitivity,
    "other_readings": other_readings,
    "near": near,
    "possible": possible,
    "needed": lambda case, **seen: needed(case, Full("absence-hours"), **seen),
    "compare": compared,
}
OF_A_CASE = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS.keys())
"""Each function of a case that is seen in some way."""


NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


def readings(choices: dict[str, str]) -> Readings:
    """The readings that a mapping names."""
    return Readings(**{name.replace("-", "_"): option for name, option in choices.items()})


def copied(thing: Any) -> Any:
    """A thing, pickled and read back."""
    return pickle.loads(pickle.dumps(thing))  # noqa: S301 (the test's own bytes)


class TestReadingsAndMappings:
    @given(own=CHOICES, choices=CHOICES)
    def test_fault_10_readings_mean_the_same_as_a_mapping(self, own: dict[str, str], choices: dict[str, str]) -> None:
        base = readings(own)
        both = chosen(base, choices)
        assert both == readings(choices).over(base) == chosen(base, readings(choices)) == readings(own | choices)
        assert dict(both.choices) == own | choices
        assert [both.option(name) for name, _ in reading_fields()] == [
            (own | choices).get(name, options(name)[0]) for name, _ in reading_fields()
        ]
        seen = case_from_json(CONTRACT_CASE | {"readings": own | choices})
        under = case_from_json(CONTRACT_CASE | {"readings": own})
        assert evaluate(under, readings=choices) == evaluate(under, readings=readings(choices)) == evaluate(seen)

    def test_fault_10_the_case_keeps_what_is_not_named(self) -> None:
        graded = case(activities=[course("2025-09-10", hours=200)], readings={"grading": "each-cap", "grant-frame": "sum-of-caps"})
        seen = evaluate(graded, readings=Readings(rounding="whole-kroner"))
        assert {each.id: each.chosen for each in seen.readings if each.chosen != each.default} == {
            "grading": "each-cap",
            "grant-frame": "sum-of-caps",
            "rounding": "whole-kroner",
        }

    def test_fault_10_a_default_that_is_named_counts_as_named(self) -> None:
        literal = evaluate(CONTRACT, readings=Readings(grant_frame="published"))
        assert literal == evaluate(CONTRACT, readings={"grant-frame": "published"}) != evaluate(CONTRACT)
        assert evaluate(CONTRACT, readings=Readings()) == evaluate(CONTRACT, readings={}) == evaluate(CONTRACT)

    @given(choices=CHOICES)
    def test_fault_10_what_was_named_survives_copies_and_json(self, choices: dict[str, str]) -> None:
        made = readings(choices)
        named = case_from_json(CONTRACT_CASE | {"readings": choices})
        assert case_to_json(named).get("readings", {}) == choices
        written = case_from_json(case_to_json(named)).readings
        for same in (copied(made), copy.copy(made), copy.deepcopy(made), written):
            assert (same, hash(same), same.choices) == (made, hash(made), made.choices)
        assert repr(made).count("=") == len(choices)
        assert evolve(made) == made
        assert dict(evolve(made).choices).keys() == dict(reading_fields()).keys()
        assert DEFAULTS.choices == ()

    @OF_A_CASE
    @pytest.mark.parametrize("wrong", [{"grant-frame": "none", "bogus": "x", "rounding": 5}, ["rounding"], "rounding", 5])
    def test_fault_10_unknown_readings_are_told_alike(self, function: Callable[..., Any], wrong: Any) -> None:
        with pytest.raises(InvalidCase) as told:
            function(CONTRACT, readings=wrong)
        found = [(each.at, each.code) for each in told.value.errors]
        several = [("/readings/bogus", "unknown-key"), ("/readings/grant-frame", "unknown-code"), ("/readings/rounding", "wrong-type-text")]
        assert found == (several if isinstance(wrong, dict) else [("/readings", "wrong-type-object")])


WAYS = ("readings", "tables", "known_on", "project")
"""The ways to see a case."""
READING_A_CASE = {"load_case", "case_from_json"}
"""They read a case, and see it in no way yet."""
OF_NO_VALUE = {"completeness", "case_to_json", "dump_case"}
"""They tell of the case itself: no value of the tables and no reading bears on them."""


def seeing() -> dict[str, inspect.Signature]:
    """Every public function of cases, or of a call, by name."""
    named = {name: getattr(alis_rules, name) for name in alis_rules.__all__}
    signatures = {name: inspect.signature(each) for name, each in named.items() if inspect.isfunction(each)}
    return {
        name: each
        for name, each in signatures.items()
        if name not in READING_A_CASE | OF_NO_VALUE | {"facts_table", "facts_batches"}
        and ("project" in each.parameters or any("Case" in str(one.annotation) for one in each.parameters.values()))
    }


class TestOneWayOfSeeing:
    def test_fault_21_every_function_takes_the_same_ways(self) -> None:
        expected = {name: inspect.signature(evaluate).parameters[name] for name in WAYS}
        assert {name: (each.annotation, each.default) for name, each in expected.items()} == {
            "readings": (Readings | Mapping[str, str] | None, None),
            "tables": (Tables | None, None),
            "known_on": (dt.date | None, None),
            "project": (bool, False),
        }
        found = seeing()
        assert found.keys() >= FUNCTIONS.keys()
        for name, signature in found.items():
            if name != "compare":
                ways = {each: parameter for each, parameter in signature.parameters.items() if each in WAYS}
                assert ways == expected, name
                assert [each for each in signature.parameters if each in WAYS] == list(WAYS), name
        fields = inspect.signature(Question).parameters
        assert {name: fields[name] for name in WAYS} == expected

    @OF_A_CASE
    def test_fault_21_readings_are_a_mapping_or_readings(self, function: Callable[..., Any]) -> None:
        choices = {"grant-frame": "published", "rounding": "whole-kroner"}
        by_mapping = function(CONTRACT, readings=choices, known_on=dt.date(2026, 3, 1), project=True)
        assert by_mapping == function(CONTRACT, readings=readings(choices), known_on=dt.date(2026, 3, 1), project=True)

    @OF_A_CASE
    def test_fault_22_all_that_is_wrong_is_told_alike_and_at_once(self, function: Callable[..., Any]) -> None:
        wrong: dict[str, Any] = {"readings": {"bogus": "x"}, "known_on": NOON, "project": "yes"}
        case = evolve(CONTRACT, call="2030", municipality=evolve(CONTRACT.municipality, number="9999"), reference="A 1")
        with pytest.raises(InvalidCase) as told:
            function(case, **wrong)
        assert [(each.at, each.code) for each in told.value.errors] == [
            ("/call", "unknown-call"),
            ("/municipality/number", "unknown-municipality"),
            ("/readings/bogus", "unknown-key"),
            ("/known_on", "not-a-day"),
            ("/project", "wrong-type-flag"),
        ]
        with pytest.raises(InvalidCase) as by_evaluate:
            evaluate(case, **wrong)
        assert (told.value.errors, told.value.reference) == (by_evaluate.value.errors, by_evaluate.value.reference)
        with pytest.raises(InvalidCase) as told:
            function({"schema": "alis-rules/case/1"}, tables="rates", known_on="2026-01-01")
        assert [(each.at, each.code) for each in told.value.errors] == [
            ("", "not-a-case"),
            ("/tables", "not-tables"),
            ("/known_on", "not-a-day"),
        ]

    @OF_A_CASE
    @pytest.mark.parametrize(
        "wrong", [NOON, pd.Timestamp("2026-01-01"), "2026-01-01", "i går", 20260101, 2026.0, dt.time(1), b"2026-01-01"]
    )
    def test_fault_22_known_on_is_a_day(self, function: Callable[..., Any], wrong: Any) -> None:
        with pytest.raises(InvalidCase, match=r"/known_on: A calendar day without a time of day \(datetime.date\) belongs here"):
            function(CONTRACT, known_on=wrong)

    @OF_A_CASE
    def test_fault_21_a_call_that_is_carried_forward(self, function: Callable[..., Any]) -> None:
        case = evolve(CONTRACT, call="2028")
        with pytest.raises(InvalidCase, match="/call"):
            function(case)
        function(case, project=True)

    def test_fault_22_the_question_s_own_errors_stand_with_them(self) -> None:
        with pytest.raises(InvalidCase) as told:
            needed(evolve(CONTRACT, call="2030"), AtLeast("bogus", -1), vary="nothing", known_on="today")  # type: ignore[arg-type]
        assert [each.at for each in told.value.errors] == ["/call", "/known_on", "/target", "/target", "/vary"]
        with pytest.raises(InvalidCase) as told:
            possible(evolve(CONTRACT, call="2030"), {"/bogus": None, "/positions/0/percent": (90, 10)}, readings=5)  # type: ignore[arg-type]
        assert [each.at for each in told.value.errors] == ["/call", "/readings", "/bogus", "/positions/0/percent"]
        with pytest.raises(InvalidCase) as told:
            compare(Question(case=CONTRACT, call="2031", known_on="x", tables="y"), CONTRACT)  # type: ignore[arg-type]
        assert [each.at for each in told.value.errors] == ["/before/tables", "/before/known_on", "/before/call"]


class TestLife:
    def test_fault_21_a_life_of_a_later_call_has_those_between(self) -> None:
        open_post = loaded(document(call="2028"))
        whole = life(open_post, project=True)
        assert [each.call for each in whole.entitlements] == ["2025", "2026", "2027", "2028"]
        assert [any(line.projected for line in each.lines) for each in whole.entitlements] == [False, False, True, True]
        assert {each.id for each in whole.dates if each.call == "2027"} == {"period-from", "period-to"}

    def test_fault_21_a_life_as_it_was_known(self) -> None:
        then = life(CONTRACT, known_on=dt.date(2025, 3, 1))
        assert [each.known_on for each in then.entitlements] == [dt.date(2025, 3, 1)] * len(then.entitlements)
        assert then.entitlements[-1] == evaluate(CONTRACT, known_on=dt.date(2025, 3, 1))
        assert {each.call for each in then.dates if each.call} == {"2025"}


class TestNames:
    @pytest.mark.parametrize("name", ["practice_compensation", "frame", "", 5])
    def test_fault_26_an_unknown_name_is_told_with_those_that_there_are(self, name: Any) -> None:
        entitlement = evaluate(CONTRACT, explain=True)
        explanation = entitlement.explanation
        assert explanation
        places: list[Any] = [entitlement, explanation, explanation["supervision"], load_tables().calls["2026"]]
        for place in places:
            with pytest.raises(KeyError) as told:
                place[name]
            assert str(told.value).startswith(f"There is no “{name}” here.")
            assert "There are: " in str(told.value)
            assert str(copied(told.value)) == str(told.value)
        with pytest.raises(KeyError, match="month-counting, grading"):
            Readings().option(str(name))

    def test_fault_26_the_name_that_is_near(self) -> None:
        with pytest.raises(KeyError, match="Did you mean “practice-compensation”"):
            evaluate(CONTRACT)["practice_compensation"]
        with pytest.raises(KeyError, match="Did you mean “grant-frame”"):
            Readings().option("grand-frame")
