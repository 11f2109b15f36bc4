"""How each public function is called and what it gives, as a type checker sees it, and as it is when it runs.

mypy and pyright read this with the project, and mypy once more against the installed wheel. Nothing but public names is used.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, assert_type

from alis_rules import (
    Acceptable,
    Activity,
    ActivityKind,
    Agreement,
    Amounts,
    AtLeast,
    Case,
    Clause,
    Comparison,
    Cost,
    Doctor,
    DoctorRole,
    Duties,
    EmploymentModel,
    Entitlement,
    Explanation,
    Facts,
    Full,
    Interruption,
    InvalidCase,
    Life,
    Line,
    MissingField,
    Municipality,
    Narrowing,
    Near,
    Needed,
    OtherReading,
    Outcome,
    Position,
    Possible,
    Problem,
    Question,
    Readings,
    Reason,
    Repayment,
    Sensitivity,
    Tables,
    Unknown,
    Verification,
    amounts_by,
    case_from_json,
    case_schema,
    case_to_json,
    clauses,
    compare,
    completeness,
    dump_case,
    duties,
    entitlement_from_json,
    entitlement_schema,
    evaluate,
    life,
    load_case,
    load_tables,
    near,
    needed,
    other_readings,
    possible,
    receipt,
    repayment,
    sensitivity,
    to_html,
    to_markdown,
    to_text,
    verify,
)

TEXT = """{
    "schema": "alis-rules/case/1",
    "call": "2026",
    "municipality": {"number": "1804", "registered": true},
    "doctor": {"training_start": "2023-09-01", "first_gp_date": "2025-02-01"},
    "agreement": {"kind": "alis-avtale", "signed_on": "2025-05-20"},
    "positions": [{"role": "fastlege", "employment": "hovedmodell", "percent": 100, "from": "2025-02-01"}],
    "activities": [{"kind": "kurs", "date": "2025-09-10", "absence_hours": 7.5, "expenses": "1200.50"}]
}"""


def test_a_case_is_read_and_written() -> None:
    case = assert_type(load_case(TEXT), Case)
    assert_type(load_case(TEXT.encode()), Case)
    assert_type(dump_case(case), str)
    assert_type(case_from_json(case_to_json(case)), Case)
    assert_type(case_to_json(case), dict[str, Any])
    assert_type(case_schema(), dict[str, Any])
    assert_type(case.call, str | None)
    assert_type(case.agreement, Agreement)
    assert_type(case.activities, tuple[Activity, ...])
    assert_type(case.readings, Readings)


def test_a_record_takes_what_people_write_and_holds_what_it_means() -> None:
    activity = Activity(kind="kurs", date="2025-09-10", absence_hours=7.5, expenses=Decimal("1200.50"), fund_refund="200.50")
    assert_type(activity.date, dt.date)
    assert_type(activity.absence_hours, Decimal | None)
    assert_type(activity.completed, bool | None)
    assert activity.date == dt.date(2025, 9, 10)


def test_a_case_is_made_of_codes_and_lists() -> None:
    post = Position(role="fastlege", employment=EmploymentModel.EMPLOYED, percent=100, from_="2025-02-01")
    course = Activity(kind=ActivityKind.COURSE, date=dt.date(2025, 9, 10), absence_hours="7.5", paid_by="municipality")
    case = Case(
        call="2026",
        municipality=Municipality(number="1804"),
        doctor=Doctor(),
        agreement=Agreement(kind="alis-avtale", signed_on="2025-05-20"),
        positions=[post],
        interruptions=(Interruption(kind="permisjon", from_="2026-01-01"),),
        activities=(course, course),
        facilitation=[Cost(date="2025-11-20", amount=100)],
        accept=["unconfirmed"],
        readings=Readings(rounding="whole-kroner", grading=Readings().grading),
    )
    assert_type(case.positions, tuple[Position, ...])
    assert_type(case.accept, tuple[Acceptable, ...])
    assert_type(post.role, DoctorRole)
    assert_type(course.kind, ActivityKind)
    assert (post.role, course.kind, case.accept) == ("fastlege", "kurs", ("unconfirmed",))


def test_an_entitlement() -> None:
    entitlement = assert_type(evaluate(load_case(TEXT)), Entitlement)
    assert_type(entitlement.total, Decimal)
    assert_type(entitlement.complete, bool)
    assert_type(entitlement.explanation, Explanation | None)
    assert_type(entitlement.facts, Facts)
    assert_type(entitlement.known_on, dt.date | None)
    assert_type(entitlement.lines, tuple[Line, ...])
    line = assert_type(entitlement["practice-compensation"], Line)
    assert_type(line.amount, Decimal | None)
    assert_type(line.outcome, Outcome)
    assert_type(line.limited_by, tuple[str, ...])
    assert_type(line.reasons, tuple[Reason, ...])
    assert_type(entitlement.to_json(), dict[str, Any])
    assert_type(entitlement_from_json(entitlement.to_json()), Entitlement)
    assert_type(entitlement_schema(), dict[str, Any])


def test_an_evaluation_can_be_asked_for_in_other_ways() -> None:
    case, tables = load_case(TEXT), assert_type(load_tables(), Tables)
    assert_type(evaluate(case, readings={"grading": "each-cap"}, tables=tables, explain=True), Entitlement)
    assert_type(evaluate(case, readings=Readings(grading="each-cap"), known_on=dt.date(2026, 1, 31), project=True), Entitlement)


def test_texts() -> None:
    case = load_case(TEXT)
    entitlement = evaluate(case, explain=True)
    assert_type(to_text(entitlement, lang="nn", width=80, sensitivity=sensitivity(case)), str)
    assert_type(to_markdown(entitlement, lang="en"), str)
    assert_type(to_html(entitlement), str)
    assert_type(to_text(compare(case, case)), str)


def test_what_else_is_asked_of_a_case() -> None:
    case = load_case(TEXT)
    assert_type(compare(case, Question(case=case, readings={"rounding": "whole-kroner"})), Comparison)
    assert_type(compare(case, case).difference, Decimal)
    assert_type(sensitivity(case), Sensitivity)
    assert_type(other_readings(case), tuple[OtherReading, ...])
    assert_type(needed(case, Full("absence-hours")), Needed)
    assert_type(needed(case, AtLeast("total", 300_000), vary="percent").value, Decimal | None)
    assert_type(needed(case, AtLeast("total", 300000.5)).short, Entitlement | None)
    assert_type(needed(case, AtLeast("total", Decimal("300000.50"))).reached, Entitlement | None)
    assert_type(near(case), tuple[Near, ...])
    assert_type(possible(case, {"/positions/0/percent": (50, 100)}), Possible)
    assert_type(possible(case, Unknown("/positions/0/percent", 50, 100)).unknown, tuple[Narrowing, ...])
    assert_type(possible(case, [Unknown("/positions/0/percent")]).unknown[0].spread, Decimal)
    assert_type(life(case), Life)
    assert_type(completeness(case), tuple[MissingField, ...])
    assert_type(repayment(evaluate(case), evaluate(case)), Repayment)


def test_what_is_asked_of_the_rules() -> None:
    assert_type(clauses(), tuple[Clause, ...])
    assert_type(duties(), Duties)


def test_a_receipt() -> None:
    told = assert_type(receipt(evaluate(load_case(TEXT))), str)
    verification = assert_type(verify(told), Verification)
    assert verification


def test_amounts_of_facts() -> None:
    amounts = assert_type(amounts_by(call="2026"), Callable[[Facts], Amounts])
    found = assert_type(amounts(evaluate(load_case(TEXT)).facts), Amounts)
    assert_type(found.total, int)
    assert_type(found.supervision, int | None)


def test_what_is_wrong_is_told_together() -> None:
    try:
        load_case("{}")
    except InvalidCase as error:
        assert_type(error.errors, tuple[Problem, ...])
        assert_type(error.errors[0].code, str)
    else:
        raise AssertionError
