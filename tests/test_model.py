"""The types of a case and a result: frozen, hashable, comparable, written and read back the same."""

import datetime as dt
import decimal
import json
from decimal import Decimal
from typing import Any, cast

import pytest
from attrs import evolve, fields
from attrs.exceptions import FrozenInstanceError

from alis_rules import (
    Acceptable,
    Activity,
    ActivityKind,
    AdditionalElement,
    Agreement,
    AgreementKind,
    Case,
    Claims,
    Cost,
    Doctor,
    DoctorRole,
    EmploymentModel,
    Interruption,
    InterruptionKind,
    InvalidCase,
    LowerProductivity,
    Municipality,
    Payer,
    Period,
    Position,
    Readings,
    Split,
    Supervision,
    Supplied,
    SuppliedFrames,
    UsedBefore,
    UsedHours,
    case_from_json,
    case_to_json,
    dump_case,
    entitlement_from_json,
    evaluate,
    load_case,
)
from alis_rules.describing import descriptions
from alis_rules.readings import DEFAULTS, chosen, options, reading_fields
from alis_rules.testing.documents import worked_cases
from tests.support import CONTRACT_CASE, case, course, document

WORKED: list[dict[str, Any]] = worked_cases()
DAY = dt.date(2025, 9, 10)
RECORDS: list[Any] = [
    Municipality(number="1804", registered=True, centrality_class=3),
    Doctor(name="Kari", hpr_number="9999999", training_start=DAY, expected_end=DAY, training_end=DAY, first_gp_date=DAY),
    Split(doctor_percent=60),
    Agreement(kind="alis-avtale", signed_on=DAY, split=Split(doctor_percent=60)),
    Position(role="fastlege", employment="ansatt", percent=100, from_=DAY),
    Interruption(kind="permisjon", from_=DAY, to=DAY),
    Activity(kind="kurs", date=DAY, absence_hours="7.5", expenses=100),
    Supervision(date=DAY, hours=2, cost=3000),
    LowerProductivity(from_=DAY, to=DAY, amount=5),
    Cost(date=DAY, purpose="nettverk", amount=5),
    AdditionalElement(date=DAY, amount=5, lasting_investment=True),
    Claims(supervision=5),
    UsedHours(hours=4),
    UsedBefore(practice_compensation=UsedHours(hours=4), learning_expenses=5),
    SuppliedFrames(regular_gp=400_000),
    Supplied(fee_rate=1375, grant_frame=SuppliedFrames(gp_locum=1)),
    Period(from_=DAY, to=DAY),
    Readings(rounding="whole-kroner"),
    case(),
]
records = pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)


def fields_of(record: Any) -> tuple[Any, ...]:
    """The fields of a record."""
    return tuple(fields(cast("Any", type(record))))


@records
def test_frozen_hashable_comparable(record: Any) -> None:
    same = evolve(record)
    assert same == record
    assert same is not record
    assert hash(same) == hash(record)
    assert len({record, same}) == 1
    assert record != object()
    for each in fields_of(record):
        with pytest.raises(FrozenInstanceError):
            setattr(record, each.name, None)
    with pytest.raises((FrozenInstanceError, AttributeError)):
        record.another = 1
    assert type(record).__name__ in repr(record)


@records
def test_by_name_only_and_documented(record: object) -> None:
    cls = cast("type[Any]", type(record))
    with pytest.raises(TypeError):
        cls("x")
    assert cls.__doc__
    assert {each.name for each in fields_of(record)} == set(descriptions(cls))


@records
def test_another_value_is_another_record(record: Any) -> None:
    changes: dict[str, Any] = {
        "Municipality": {"registered": False}, "Doctor": {"name": "Ola"}, "Split": {"doctor_percent": 61}, "Agreement": {"granted": True},
        "Position": {"to": DAY}, "Interruption": {"to": None}, "Activity": {"completed": False}, "Supervision": {"cost": None},
        "LowerProductivity": {"amount": 6}, "Cost": {"purpose": None}, "AdditionalElement": {"lasting_investment": False},
        "Claims": {"facilitation": 1}, "UsedHours": {"hours": 5}, "UsedBefore": {"learning_expenses": 6},
        "SuppliedFrames": {"regular_gp": None}, "Supplied": {"additional_cap": 1}, "Period": {"to": dt.date(2025, 9, 11)},
        "Readings": {"rounding": "ore"}, "Case": {"call": "2023"},
    }  # fmt: skip
    assert evolve(record, **changes[type(record).__name__]) != record


def test_conversions() -> None:
    post = Position(role="fastlege", employment="ansatt", percent="60", from_="2025-02-01", to="2025-12-31")
    assert post.role is DoctorRole.REGULAR_GP
    assert post.employment is EmploymentModel.EMPLOYED
    assert (post.from_, post.to) == (dt.date(2025, 2, 1), dt.date(2025, 12, 31))
    assert str(post.percent) == "60.00"
    assert post == Position(
        role=DoctorRole.REGULAR_GP, employment=EmploymentModel.EMPLOYED, percent=60, from_=dt.date(2025, 2, 1), to=dt.date(2025, 12, 31)
    )
    activity = Activity(kind=ActivityKind.COURSE, date=DAY, absence_days=Decimal("0.5"), paid_by="municipality")
    assert (activity.absence_days, activity.paid_by, activity.completed) == (Decimal("0.50"), Payer.MUNICIPALITY, None)
    assert Interruption(kind="permisjon", from_=DAY).kind is InterruptionKind.LEAVE
    made = case()
    assert made.agreement.kind is AgreementKind.ALIS_AGREEMENT
    assert evolve(made, positions=[post]).positions == (post,)
    assert evolve(made, accept=["unconfirmed", Acceptable.UNCONFIRMED]).accept == (Acceptable.UNCONFIRMED,)


@pytest.mark.parametrize("raw", [5, "5", "5.0", "05.00", Decimal(5), Decimal("5.00"), Decimal("0.5e1"), 5.0])
def test_the_same_number_is_the_same_record(raw: Any) -> None:
    made = Cost(date=DAY, amount=raw)
    assert made == Cost(date="2025-09-10", amount=5)
    assert hash(made) == hash(Cost(date=DAY, amount=5))
    assert str(made.amount) == "5.00"


@pytest.mark.parametrize("raw", ["-0.00", Decimal("-0.0"), 0, "0"])
def test_zero_has_no_sign(raw: Any) -> None:
    assert str(Cost(date=DAY, amount=raw).amount) == "0.00"


def test_the_callers_decimal_context_takes_no_part() -> None:
    expected = evaluate(load_case(json.dumps(CONTRACT_CASE)))
    with decimal.localcontext(decimal.Context(prec=2, rounding=decimal.ROUND_UP)):
        assert str(Cost(date=DAY, amount="123456.78").amount) == "123456.78"
        assert evaluate(load_case(json.dumps(CONTRACT_CASE))) == expected


# Written and read back ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("plain", [CONTRACT_CASE, *(each["case"] for each in WORKED)])
def test_a_case_is_read_back_the_same(plain: dict[str, Any]) -> None:
    made = load_case(json.dumps(plain))
    assert load_case(dump_case(made)) == made
    assert load_case(dump_case(made).encode()) == made
    assert case_from_json(case_to_json(made)) == made
    assert case_from_json(json.loads(json.dumps(plain), parse_float=Decimal)) == made
    assert dump_case(load_case(dump_case(made))) == dump_case(made)
    assert hash(load_case(dump_case(made))) == hash(made)


def test_what_is_at_its_default_is_not_written() -> None:
    assert case_to_json(case()) == document(positions=[document()["positions"][0] | {"percent": "100.00"}])
    assert case_to_json(case(readings={"rounding": "ore"}))["readings"] == {"rounding": "ore"}
    assert case_to_json(case(activities=[course("2025-09-10")]))["activities"] == [
        {"kind": "kurs", "date": "2025-09-10", "absence_hours": "7.50"}
    ]


@pytest.mark.parametrize("plain", [CONTRACT_CASE, *(each["case"] for each in WORKED)])
def test_an_entitlement_is_read_back_the_same(plain: dict[str, Any]) -> None:
    entitlement = evaluate(load_case(json.dumps(plain)))
    written = json.loads(json.dumps(entitlement.to_json()))
    assert entitlement_from_json(written) == entitlement
    assert hash(entitlement_from_json(written)) == hash(entitlement)


@pytest.mark.parametrize("wrong", [None, [], 5, "x", {}, {"schema": "alis-rules/entitlement/1"}, {"bogus": 1}])
def test_what_is_no_entitlement(wrong: Any) -> None:
    with pytest.raises(InvalidCase) as raised:
        entitlement_from_json(wrong)
    assert {error.code for error in raised.value.errors} == {"not-an-entitlement"}


WRONG_PARTS: list[tuple[str, Any]] = [
    ("total", "x"),
    ("total", None),
    ("total", 5.5),
    ("lines", None),
    ("lines", [{}]),
    ("lines", 5),
    ("period", {"from": "x", "to": "y"}),
    ("agreement", "x"),
    ("bogus", 1),
    ("records", "x"),
    ("recipients", []),
    ("conditions", [{"id": 5}]),
]


@pytest.mark.parametrize(("key", "value"), WRONG_PARTS)
def test_an_entitlement_with_a_wrong_part(key: str, value: Any) -> None:
    written = evaluate(case()).to_json()
    with pytest.raises(InvalidCase):
        entitlement_from_json(written | {key: value})


def test_an_entitlement_is_frozen_and_found_by_rule() -> None:
    entitlement = evaluate(case())
    assert len({entitlement, evaluate(case())}) == 1
    things: list[Any] = [entitlement, entitlement.lines[0], entitlement.facts, entitlement.recipients, entitlement.tables]
    for thing in things:
        with pytest.raises(FrozenInstanceError):
            setattr(thing, next(each.name for each in fields_of(thing)), 5)
    assert entitlement["supervision"].rule == "supervision"
    with pytest.raises(KeyError):
        _ = entitlement["bogus"]


# Readings -------------------------------------------------------------------------------------------------------------


def test_readings() -> None:
    assert Readings() == DEFAULTS
    assert len(dict(reading_fields())) == 10
    for name, _ in reading_fields():
        first, *others = options(name)
        assert DEFAULTS.option(name) == first
        assert others
        for option in others:
            changed = chosen(DEFAULTS, {name: option})
            assert changed.option(name) == option
            assert changed != DEFAULTS
            assert chosen(changed, {name: first}) == DEFAULTS
            made = case(readings={name: option})
            assert made.readings == changed
            assert case_to_json(made)["readings"] == {name: option}
    assert chosen(DEFAULTS, {}) == DEFAULTS


def test_readings_override_what_the_case_says_where_they_name_it() -> None:
    made = case(activities=[course("2025-09-10")], readings={"rounding": "whole-kroner", "grading": "each-cap"})
    by_mapping = {each.id: each.chosen for each in evaluate(made, readings={"rounding": "ore"}).readings}
    assert (by_mapping["rounding"], by_mapping["grading"]) == ("ore", "each-cap")
    assert evaluate(made, readings=Readings(rounding="ore")) == evaluate(made, readings={"rounding": "ore"})
    assert evaluate(made, readings=Readings()) == evaluate(made)
    assert isinstance(made, Case)
