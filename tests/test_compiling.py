"""The compiled program: exactly the whole numbers that the rules give one by one."""

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from alis_rules import Case, Facts, InvalidCase, amounts_by, evaluate, load_tables
from alis_rules.asked import Asked
from alis_rules.compiling import Amounts, compiled, source_of
from alis_rules.model import Supplied
from alis_rules.planning import RESULTS
from alis_rules.readings import DEFAULTS, chosen
from alis_rules.terms import terms_of
from alis_rules.testing import cases, facts
from alis_rules.testing.parts import reading_row
from tests.test_columns import CALLS, amounts_of

TABLES = load_tables()


@settings(max_examples=200)
@given(facts(), reading_row(), st.sampled_from(CALLS))
def test_it_gives_the_whole_numbers_of_the_rules(one: Facts, options: dict[str, str], call: str) -> None:
    chosen_readings = chosen(DEFAULTS, options)
    found = amounts_by(call=call, readings=options)(one)
    assert list(found) == amounts_of(one, chosen_readings, call)
    assert all(each is None or type(each) in (int, bool) for each in found)


@given(cases(call="2026"))
def test_it_gives_what_a_whole_case_is_evaluated_to(case: Case) -> None:
    entitlement = evaluate(case)
    call = TABLES.calls["2026"]
    found = compiled(terms_of(TABLES, call, case.readings, case.supplied, case.accept))(entitlement.facts)
    assert found.total == int(entitlement.total * 100)
    assert found.complete == entitlement.complete
    assert found.at_least == int(entitlement.at_least * 100)
    assert found.at_most == (None if entitlement.at_most is None else int(entitlement.at_most * 100))
    for line in entitlement.lines:
        assert getattr(found, line.rule.replace("-", "_")) == (None if line.amount is None else int(line.amount * 100))


def test_its_numbers_are_not_bounded() -> None:
    loss = Facts(municipal_ore=10**40)
    assert amounts_by(call="2026")(loss).municipal_elements == 10**40


def test_it_does_not_reckon_what_a_call_has_decided() -> None:
    source = source_of(Asked("2026").settled("").terms)
    assert "16000 - absence_used_h100" in source
    assert "120000" not in source
    assert "facts.in_window" not in source
    assert source.isascii()


def test_amounts_are_named_as_the_results_are() -> None:
    told = [name.removeprefix("amount_").removesuffix("_ore") for name in RESULTS]
    assert list(Amounts._fields) == told


def test_a_projection_supplied_values_and_an_unknown_call() -> None:
    lessons = Facts(expenses_ore=500, expenses_incurred_ore=500, has_frame=0)
    assert amounts_by(call="2027", project=True)(lessons).total == 500
    assert amounts_by(call="2026", supplied=Supplied(fee_rate="1000.00"))(evolve(lessons, absence_h100=100)).practice_compensation == 60_000
    with pytest.raises(InvalidCase, match="2027"):
        amounts_by(call="2027")
