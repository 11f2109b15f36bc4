"""An answer of an adapter: the entitlement as section 7 of the contract fixes it, and nothing that it does not.

It is read strictly: what the contract has as a string with two decimals is one. Keys beyond the contract are passed over.
"""

import datetime as dt
import json
import re
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar, cast

from attrs import field, frozen

from alis_rules import Note, Outcome, RateUsed, ReadingUsed, Reason, Recipients, Standing, Status, TotalIs
from alis_rules.entitlement import ENTITLEMENT_SCHEMA

Read = TypeVar("Read")
Reader = Callable[[Any, str], Read]
_MONEY = re.compile(r"-?[0-9]+\.[0-9]{2}", re.ASCII)
_NOTHING = Decimal("0.00")
OUTSIDE_THE_GRANT = "municipal-elements"
"""The one line that is no part of the state grant."""


class Malformed(AssertionError):
    """An answer that is not what the contract asks for."""


# What an answer holds -------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class AnswerLine:
    """One line of an answer."""

    rule: str
    outcome: Outcome
    amount: Decimal | None
    """What is granted, kroner; None where undetermined."""
    incurred: Decimal | None = None
    limited_by: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    """In alphabetical order, whatever order the answer has them in."""
    missing: tuple[str, ...] = ()
    recipients: Recipients | None = None
    clauses: tuple[str, ...] = ()
    rates: tuple[RateUsed, ...] = ()


@frozen(kw_only=True)
class AnswerRecord:
    """Whether a record of the case counts, and towards what."""

    at: str
    counts: bool
    reasons: tuple[Reason, ...]
    rules: tuple[str, ...]


@frozen(kw_only=True)
class AnswerCondition:
    """A condition of the agreement or the call."""

    id: str
    status: Status
    clauses: tuple[str, ...]


@frozen(kw_only=True)
class AnswerRemaining:
    """What is left under a cap."""

    cap: str
    unit: str
    left: Decimal | None


@frozen(kw_only=True)
class Answer:
    """An entitlement, read from an adapter's answer."""

    schema: str
    call: str
    total: Decimal
    complete: bool
    total_is: TotalIs
    at_least: Decimal
    at_most: Decimal | None
    lines: tuple[AnswerLine, ...]
    records: tuple[AnswerRecord, ...]
    conditions: tuple[AnswerCondition, ...]
    remaining: tuple[AnswerRemaining, ...]
    readings: tuple[ReadingUsed, ...]
    notes: tuple[Note, ...]
    version: str
    """The version of the tables."""
    digest: str
    """The digest of the tables."""
    text: str = field(default="", repr=False, eq=False)
    """The answer as the adapter gave it."""

    def __getitem__(self, rule: str) -> AnswerLine:
        """The line of a rule, by its id; one that the answer leaves out is not applicable."""
        for line in self.lines:
            if line.rule == rule:
                return line
        nobody = Recipients(doctor=_NOTHING, municipality=_NOTHING, to_be_agreed=_NOTHING)
        return AnswerLine(rule=rule, outcome=Outcome.NOT_APPLICABLE, incurred=_NOTHING, amount=_NOTHING, recipients=nobody)

    @property
    def recipients(self) -> Recipients:
        """Who receives the state grant: the sum of its lines' recipients."""
        found = [line.recipients for line in self.lines if line.recipients and line.rule != OUTSIDE_THE_GRANT]
        return Recipients(
            doctor=sum((each.doctor for each in found), _NOTHING),
            municipality=sum((each.municipality for each in found), _NOTHING),
            to_be_agreed=sum((each.to_be_agreed for each in found), _NOTHING),
        )


# How it is read -------------------------------------------------------------------------------------------------------


def _malformed(at: str, what: str) -> Malformed:
    return Malformed(f"the adapter's answer is not the contract's: {at or 'the whole'} {what}")


def _text(raw: Any, at: str) -> str:
    if not isinstance(raw, str):
        raise _malformed(at, f"is {_shown(raw)}, and a string belongs there")
    return raw


def _flag(raw: Any, at: str) -> bool:
    if not isinstance(raw, bool):
        raise _malformed(at, f"is {_shown(raw)}, and true or false belongs there")
    return raw


def _money(raw: Any, at: str) -> Decimal:
    if not isinstance(raw, str) or not _MONEY.fullmatch(raw):
        raise _malformed(at, f"is {_shown(raw)}, and a string with two decimals belongs there")
    return Decimal(raw)


def _day(raw: Any, at: str) -> dt.date:
    try:
        return dt.date.fromisoformat(_text(raw, at))
    except ValueError:
        raise _malformed(at, f"is {_shown(raw)}, and a day (YYYY-MM-DD) belongs there") from None


def _code(of: type[StrEnum], raw: Any, at: str) -> Any:
    known = [each.value for each in of]
    if raw not in known:
        raise _malformed(at, f"is {_shown(raw)}, and one of {', '.join(known)} belongs there")
    return of(raw)


def _object(raw: Any, at: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise _malformed(at, f"is {_shown(raw)}, and an object belongs there")
    return cast("dict[str, Any]", raw)


def _list(read: Reader[Read], raw: Any, at: str) -> tuple[Read, ...]:
    if not isinstance(raw, list):
        raise _malformed(at, f"is {_shown(raw)}, and a list belongs there")
    return tuple(read(each, f"{at}/{index}") for index, each in enumerate(cast("list[Any]", raw)))


def _or_null(read: Reader[Read], raw: Any, at: str) -> Read | None:
    return None if raw is None else read(raw, at)


def _shown(raw: Any) -> str:
    text = json.dumps(raw, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:60] + "…"


_TEXTS = partial(_list, _text)
_MAYBE_MONEY = partial(_or_null, _money)


class _Keys:
    """An object of the answer, read key by key."""

    def __init__(self, raw: Any, at: str) -> None:
        self.raw, self.at = _object(raw, at), at

    def get(self, key: str, read: Reader[Read]) -> Read:
        """The value of a key that must be there."""
        if key not in self.raw:
            raise _malformed(self.at, f"has no {key}")
        return read(self.raw[key], f"{self.at}/{key}")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        return self.get(key, _TEXTS)

    def reasons(self) -> tuple[Reason, ...]:
        """The reasons, in alphabetical order."""
        found: tuple[Reason, ...] = self.get("reasons", partial(_list, partial(_code, Reason)))
        return tuple(sorted(found))


def _recipients(raw: Any, at: str) -> Recipients:
    keys = _Keys(raw, at)
    return Recipients(
        doctor=keys.get("doctor", _money), municipality=keys.get("municipality", _money), to_be_agreed=keys.get("to_be_agreed", _money)
    )


def _rate(raw: Any, at: str) -> RateUsed:
    keys = _Keys(raw, at)
    return RateUsed(
        id=keys.get("id", _text),
        value=keys.get("value", _text),
        unit=keys.get("unit", _text),
        standing=keys.get("standing", partial(_code, Standing)),
        in_force_from=keys.get("in_force_from", partial(_or_null, _day)),
        source=keys.get("source", _text),
    )


def _line(raw: Any, at: str) -> AnswerLine:
    keys = _Keys(raw, at)
    return AnswerLine(
        rule=keys.get("rule", _text),
        outcome=keys.get("outcome", partial(_code, Outcome)),
        incurred=_MAYBE_MONEY(keys.raw.get("incurred"), f"{at}/incurred"),
        amount=keys.get("amount", _MAYBE_MONEY),
        limited_by=keys.texts("limited_by"),
        reasons=keys.reasons(),
        missing=keys.texts("missing"),
        recipients=keys.get("recipients", partial(_or_null, _recipients)),
        clauses=keys.texts("clauses"),
        rates=keys.get("rates", partial(_list, _rate)),
    )


def _record(raw: Any, at: str) -> AnswerRecord:
    keys = _Keys(raw, at)
    return AnswerRecord(at=keys.get("at", _text), counts=keys.get("counts", _flag), reasons=keys.reasons(), rules=keys.texts("rules"))


def _condition(raw: Any, at: str) -> AnswerCondition:
    keys = _Keys(raw, at)
    return AnswerCondition(id=keys.get("id", _text), status=keys.get("status", partial(_code, Status)), clauses=keys.texts("clauses"))


def _remaining(raw: Any, at: str) -> AnswerRemaining:
    keys = _Keys(raw, at)
    return AnswerRemaining(cap=keys.get("cap", _text), unit=keys.get("unit", _text), left=keys.get("left", _MAYBE_MONEY))


def _reading(raw: Any, at: str) -> ReadingUsed:
    keys = _Keys(raw, at)
    return ReadingUsed(id=keys.get("id", _text), chosen=keys.get("chosen", _text), default=keys.get("default", _text))


def _note(raw: Any, at: str) -> Note:
    keys = _Keys(raw, at)
    return Note(code=keys.get("code", _text), about=keys.get("about", _text))


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def parsed(text: object) -> dict[str, Any]:
    """The JSON object that an adapter gave. Raises Malformed where it is none."""
    if not isinstance(text, str):
        raise Malformed(f"an adapter gives its answer as text, and this one gave {type(text).__name__}")
    try:
        return _object(json.loads(text, parse_float=Decimal, parse_constant=_refuse), "")
    except ValueError:
        raise Malformed(f"the adapter's answer is not JSON: {text[:60]!r}") from None


def answer_from(document: object, text: str = "") -> Answer:
    """The answer that a JSON object holds. Raises Malformed where it is not what the contract asks for."""
    keys = _Keys(document, "")
    schema = keys.get("schema", _text)
    if schema != ENTITLEMENT_SCHEMA:
        raise _malformed("/schema", f"is {schema!r}, and {ENTITLEMENT_SCHEMA!r} belongs there")
    tables = keys.get("tables", _Keys)
    return Answer(
        schema=schema,
        call=keys.get("call", _text),
        total=keys.get("total", _money),
        complete=keys.get("complete", _flag),
        total_is=keys.get("total_is", partial(_code, TotalIs)),
        at_least=keys.get("at_least", _money),
        at_most=keys.get("at_most", _MAYBE_MONEY),
        lines=keys.get("lines", partial(_list, _line)),
        records=keys.get("records", partial(_list, _record)),
        conditions=keys.get("conditions", partial(_list, _condition)),
        remaining=keys.get("remaining", partial(_list, _remaining)),
        readings=keys.get("readings", partial(_list, _reading)),
        notes=keys.get("notes", partial(_list, _note)),
        version=tables.get("version", _text),
        digest=tables.get("digest", _text),
        text=text,
    )


def errors_from(document: dict[str, Any]) -> tuple[str, ...]:
    """The JSON Pointers of the errors that a JSON object holds. Raises Malformed where it is not what the contract asks for."""

    def pointer(raw: Any, at: str) -> str:
        error = _Keys(raw, at)
        error.get("code", _text)
        error.get("message", _text)
        return error.get("at", _text)

    found = _Keys(document, "").get("errors", partial(_list, pointer))
    if not found:
        raise _malformed("/errors", "is empty, and a wrong case has an error")
    return found
