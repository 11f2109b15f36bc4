"""What a type checker has to refuse. Nothing here is run.

Each line that must not pass is marked with the error that both checkers have to find. Where one no longer finds it, the mark is unused,
and an unused mark is an error itself, by the settings of both in ``pyproject.toml``. So a type that grows too wide turns these red.
"""

import datetime as dt
from decimal import Decimal

from attrs import evolve

from alis_rules import (
    Activity,
    Agreement,
    AtLeast,
    Case,
    Entitlement,
    Full,
    Interruption,
    InterruptionKind,
    Position,
    Readings,
    evaluate,
    load_case,
    needed,
    receipt,
    to_text,
    verify,
)


def a_code_is_one_of_its_kind() -> None:
    Activity(kind="kurss", date="2025-09-10")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Activity(kind="kurs", date="2025-09-10", paid_by="legen")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Activity(kind=InterruptionKind.LEAVE, date="2025-09-10")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Interruption(kind="ferie", from_="2025-09-10")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Agreement(kind="alis", signed_on="2025-09-10")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Readings(rounding="kroner")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def a_position_has_a_role_and_an_employment(code: str) -> None:
    Position(role="lege", employment="ansatt", percent=100, from_="2025-02-01")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Position(role="fastlege", employment=code, percent=100, from_="2025-02-01")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def a_list_holds_its_own_records(case: Case, activity: Activity) -> None:
    evolve(case, positions=3)  # type: ignore[arg-type]
    Case(municipality=case.municipality, doctor=case.doctor, agreement=case.agreement, positions=3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Case(municipality=case.municipality, doctor=case.doctor, agreement=case.agreement, positions="x")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Case(municipality=case.municipality, doctor=case.doctor, agreement=case.agreement, positions=[activity])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
    Case(municipality=case.municipality, doctor=case.doctor, agreement=case.agreement, accept=["all"])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]


def what_is_varied_is_one_of_its_kind(case: Case) -> None:
    needed(case, Full("absence-hours"), vary="hours")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def a_record_is_made_by_name() -> Activity:
    return Activity("kurs", "2025-09-10")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]


def a_record_does_not_change(case: Case) -> None:
    case.call = "2026"  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]


def a_result_does_not_change(entitlement: Entitlement) -> None:
    entitlement.total = Decimal(1)  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]


def an_undetermined_amount_is_no_number(entitlement: Entitlement) -> Decimal:
    return entitlement["supervision"].amount  # type: ignore[return-value] # pyright: ignore[reportReturnType]


def options_are_named(case: Case) -> None:
    evaluate(case, {"grading": "each-cap"})  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]


def a_document_is_no_case(document: dict[str, object]) -> Entitlement:
    return evaluate(document)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def a_parsed_document_is_no_text(document: dict[str, object]) -> Case:
    return load_case(document)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def a_day_is_no_text(case: Case) -> Entitlement:
    return evaluate(case, known_on="2026-01-01")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def a_target_is_a_cap_or_an_amount(case: Case) -> None:
    needed(case, "absence-hours")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    needed(case, Full(100))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    needed(case, AtLeast("total", None))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def a_case_has_no_receipt(case: Case) -> str:
    return receipt(case)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def a_text_is_no_verification(text: str) -> str:
    return verify(text)  # type: ignore[return-value] # pyright: ignore[reportReturnType]


def a_case_is_not_told(case: Case) -> str:
    return to_text(case)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def a_day_is_read(activity: Activity) -> dt.datetime:
    return activity.date  # type: ignore[return-value] # pyright: ignore[reportReturnType]
