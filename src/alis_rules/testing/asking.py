"""Asking the adapter in use, and short ways to read what it answers."""

import json
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from alis_rules import Condition, Entitlement, Outcome, Recipients, Status

from .adapters import in_use
from .answers import Answer, AnswerCondition, Malformed, answer_from, errors_from, parsed
from .documents import RECORD_LINES, SUPERVISION_PRICE, Day, document, one_of_each, supervised

Result = Answer | Entitlement
"""What can be read: an adapter's answer, or an entitlement of this library."""


def _answered(case: object) -> tuple[dict[str, Any], str]:
    """What the adapter in use gives for a case, as a JSON object and as text."""
    adapter = in_use()
    try:
        text = adapter(json.dumps(case))
    except Exception as error:
        raise Malformed(f"the adapter raised {type(error).__name__}: {error}") from error
    return parsed(text), text


def ask(case: dict[str, Any]) -> Answer:
    """The answer of the adapter in use to a case, which is a JSON object of the contract's.

    Raises AssertionError with one sentence where the adapter raises, finds the case wrong, or answers what is no entitlement.
    """
    given, text = _answered(case)
    if "errors" in given:
        raise Malformed(
            f"the adapter finds a case wrong that is right: {json.dumps(given['errors'], ensure_ascii=False, default=str)[:300]}"
        )
    return answer_from(given, text)


def refused(case: object) -> tuple[str, ...]:
    """The JSON Pointers to what the adapter in use finds wrong with a case. Raises AssertionError where it finds nothing."""
    given, _ = _answered(case)
    if "errors" not in given:
        raise Malformed("the adapter answers a case that is wrong, and gives no errors")
    return errors_from(given)


def evaluated(**parts: Any) -> Answer:
    """The answer to a plain case with some of its parts replaced."""
    return ask(document(**parts))


def refused_at(**parts: Any) -> set[str]:
    """Where a plain case with some of its parts replaced is found wrong."""
    return set(refused(document(**parts)))


# Reading an answer ----------------------------------------------------------------------------------------------------


def why_not(day: Day, **parts: Any) -> set[str]:
    """Why a day of a GP does not count, the same for every element, with no grant; nothing where it counts and is granted for."""
    result = evaluated(**{**one_of_each(day), **parts})
    (reasons,) = {verdict.reasons for verdict in result.records}
    assert all(verdict.counts is not bool(reasons) for verdict in result.records)
    assert all(result[rule].reasons == reasons for rule in RECORD_LINES)
    assert (result.total == 0) is bool(reasons)
    return {reason.value for reason in reasons}


def why_not_supervised(day: Day, **parts: Any) -> set[str]:
    """Why a day does not count for supervision, which every role receives."""
    result = evaluated(supervision=[supervised(day, 1)], **parts)
    assert result["supervision"].amount == (0 if result.records[0].reasons else SUPERVISION_PRICE)
    return why(result, "supervision")


def why(result: Result, rule: str) -> set[str]:
    """The reasons of a line."""
    return {reason.value for reason in result[rule].reasons}


def amount(result: Result, rule: str) -> Decimal:
    """The amount of a line, which is determined."""
    found = result[rule].amount
    assert found is not None
    return found


def gives_nothing(result: Result, rule: str, *reasons: str) -> bool:
    """Whether something was incurred for a line and nothing is granted, for exactly these reasons."""
    line = result[rule]
    return line.amount == 0 and line.outcome is Outcome.ZERO and why(result, rule) == set(reasons)


def receivers(result: Result, rule: str) -> Recipients:
    """Who receives a line: all of it, and no more."""
    found = result[rule].recipients
    assert found is not None
    assert found.doctor + found.municipality + found.to_be_agreed == result[rule].amount
    return found


def to(doctor: Decimal | int = 0, municipality: Decimal | int = 0, to_be_agreed: Decimal | int = 0) -> Recipients:
    """Recipients of these amounts."""
    return Recipients(doctor=Decimal(doctor), municipality=Decimal(municipality), to_be_agreed=Decimal(to_be_agreed))


def left(result: Result, cap: str) -> Decimal | None:
    """What is left under a cap."""
    (found,) = (each.left for each in result.remaining if each.cap == cap)
    return found


def listed_conditions(result: Result) -> dict[str, AnswerCondition | Condition]:
    """The conditions by id."""
    return {each.id: each for each in result.conditions}


def status(result: Result, condition: str) -> Status:
    """The status of a condition."""
    return listed_conditions(result)[condition].status


def to_ore(value: Decimal) -> Decimal:
    """Rounded half up to the øre."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
