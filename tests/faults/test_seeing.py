"""Faults in how a case is seen: readings, proposals, one way for every function, copies, and what can be told."""

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from alis_rules import (
    InvalidCase,
    Question,
    Readings,
    case_from_json,
    case_to_json,
    compare,
    evaluate,
    life,
    load_case,
    near,
    needed,
    other_readings,
    possible,
    sensitivity,
)
from alis_rules.reaching import Full
from alis_rules.readings import DEFAULTS, chosen, options, reading_fields
from tests.support import CONTRACT_CASE, case, course

CONTRACT = load_case(json.dumps(CONTRACT_CASE))
CHOICES = st.fixed_dictionaries({}, optional={name: st.sampled_from(options(name)) for name, _ in reading_fields()})
"""Some readings, each at one of its options: also the default."""


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

    @pytest.mark.parametrize(
        "function",
        [
            evaluate,
            life,
            sensitivity,
            other_readings,
            near,
            possible,
            lambda case, **seen: needed(case, Full("facilitation-share"), **seen),
            lambda case, **seen: compare(case, Question(case=case, **seen)),
        ],
    )
    @pytest.mark.parametrize("wrong", [{"grant-frame": "none", "bogus": "x", "rounding": 5}, ["rounding"], "rounding", 5])
    def test_fault_10_unknown_readings_are_told_alike(self, function: Callable[..., Any], wrong: Any) -> None:
        with pytest.raises(InvalidCase) as told:
            function(CONTRACT, readings=wrong)
        found = [(each.at.removeprefix("/after"), each.code) for each in told.value.errors]
        several = [("/readings/bogus", "unknown-key"), ("/readings/grant-frame", "unknown-code"), ("/readings/rounding", "wrong-type-text")]
        assert found == (several if isinstance(wrong, dict) else [("/readings", "wrong-type-object")])
