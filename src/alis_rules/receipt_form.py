"""The parts of a receipt, as they are read and checked: every problem at once, each with its place."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, cast

from attrs import field, frozen

from .facts import FACTS, Facts
from .fields import (
    KINDS,
    MAX_HINTS,
    MAX_PROBLEMS,
    Kind,
    Misfit,
    Record,
    Unfit,
    about,
    flag,
    leniently,
    near,
    optional_day,
    read_each,
    shown,
    tuple_of,
    type_name,
)
from .model import Acceptable, AgreementKind, Period, Supplied, acceptances, agreement_kind, municipality_number
from .problems import token
from .readings import Readings

RECEIPT_SCHEMA = "alis-rules/receipt/1"
"""The name of the receipt document that this library writes and reads."""
_AMOUNT = re.compile(r"-?[0-9]{1,40}\.[0-9]{2}", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,40}", re.ASCII)
_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,60}", re.ASCII)
_VERSION = re.compile(r"[^\x00-\x1f\x7f]{1,200}")
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)


# Kinds of value -------------------------------------------------------------------------------------------------------


def _text_of(pattern: "re.Pattern[str]", wrong: str, **params: str) -> Kind:
    """The kind of text that a pattern matches; `wrong`: the code of the problem where it does not."""

    def read(raw: Any) -> str:
        if not isinstance(raw, str):
            raise Misfit("wrong-type-text", value=shown(raw), type=type_name(raw))
        if not pattern.fullmatch(raw):
            raise Misfit(wrong, value=shown(raw), **params)
        return raw

    return Kind(read, {"type": "string", "pattern": f"^{pattern.pattern}$"})


_AMOUNTS = _text_of(_AMOUNT, "not-told-amount")
_NUMBERS = _text_of(_WHOLE, "not-whole")
_IDS = _text_of(_ID, "not-id")
_VERSIONS = _text_of(_VERSION, "not-id")
_SUMS = _text_of(_SHA256, "not-digest", form="64 × 0–9 a–f")
_DIGESTS = _text_of(_DIGEST, "not-digest", form="sha256:… (64 × 0–9 a–f)")
_SCHEMAS = _text_of(re.compile(re.escape(RECEIPT_SCHEMA)), "unknown-code", near="", known=RECEIPT_SCHEMA)


def receipt_schema(raw: str) -> str:
    """The name of the document."""
    return cast("str", leniently(_SCHEMAS, raw))


def amount(raw: str) -> str:
    """Kroner as a receipt writes them."""
    return cast("str", leniently(_AMOUNTS, raw))


def optional_amount(raw: str | None) -> str | None:
    """Kroner as a receipt writes them; None where a value is missing."""
    return None if raw is None else amount(raw)


def identifier(raw: str) -> str:
    """The id of a rule, a call or the like."""
    return cast("str", leniently(_IDS, raw))


def version(raw: str) -> str:
    """The name of an edition or a version."""
    return cast("str", leniently(_VERSIONS, raw))


def sha256(raw: str) -> str:
    """A SHA-256 in hexadecimal digits."""
    return cast("str", leniently(_SUMS, raw))


def digest(raw: str) -> str:
    """The digest of tables or of a proposal."""
    return cast("str", leniently(_DIGESTS, raw))


def identifiers(raw: Iterable[str]) -> tuple[str, ...]:
    """A list of ids."""
    if not isinstance(raw, list | tuple):
        return cast("tuple[str, ...]", Unfit((("", Misfit("wrong-type-list", type=type_name(raw))),)))
    return cast("tuple[str, ...]", read_each(_IDS, cast("Iterable[object]", raw)))


def facts(raw: Facts | dict[str, str]) -> Facts:
    """The facts by name, each as digits. One that the library did not know when the receipt was written is at its default."""
    if isinstance(raw, Facts):
        return raw
    if not isinstance(cast("object", raw), dict):
        return cast("Facts", Unfit((("", Misfit("wrong-type-object", type=type_name(raw))),)))
    read = {name: leniently(_NUMBERS, raw[name]) for name in FACTS if name in raw}
    wrong = [(f"/{name}", misfit) for name, each in read.items() if isinstance(each, Unfit) for _, misfit in each.misfits]
    wrong += [(f"/{token(key)}", Misfit("duplicate-key", key=shown(key))) for key in getattr(raw, "twice", ())[:MAX_PROBLEMS]]
    unknown = [name for name in raw if name not in FACTS]
    known, hinted = ", ".join(FACTS), len(unknown) <= MAX_HINTS
    for name in unknown[:MAX_PROBLEMS]:
        hint = near(name, FACTS) if hinted else ""
        wrong.append((f"/{token(name)}", Misfit("unknown-key", key=shown(name), near=hint, known=known)))
    if max(len(getattr(raw, "twice", ())), len(unknown)) > MAX_PROBLEMS:
        wrong.append(("", Misfit("too-many-problems", most=MAX_PROBLEMS)))
    numbers: dict[str, Any] = {} if wrong else {name: int(number) for name, number in read.items()}
    return cast("Facts", Unfit(tuple(wrong))) if wrong else Facts(**numbers)


KINDS.update(
    {
        receipt_schema: _SCHEMAS,
        amount: _AMOUNTS,
        optional_amount: _AMOUNTS,
        identifier: _IDS,
        identifiers: Kind(identifiers, {"type": "array", "items": _IDS.schema}),
        version: _VERSIONS,
        sha256: _SUMS,
        digest: _DIGESTS,
        facts: Kind(facts, {"type": "object", "additionalProperties": _NUMBERS.schema}),
    }
)


# Parts ----------------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class ReceiptOverlay(Record):
    """A proposal that gave values to the result: what it is called stays with its file."""

    digest: str = field(converter=digest)
    """The proposal's digest."""
    values: tuple[str, ...] = field(converter=identifiers)
    """The ids of the values that it gave."""


@frozen(kw_only=True)
class ReceiptTables(Record):
    """The edition of the tables that the result rests on."""

    version: str = field(converter=version)
    """The edition's name."""
    digest: str = field(converter=digest)
    """The digest of its files."""
    overlays: tuple[ReceiptOverlay, ...] = field(default=(), converter=tuple_of, metadata=about(of=ReceiptOverlay, many=True))
    """The proposals laid over it."""


@frozen(kw_only=True)
class ReceiptLine(Record):
    """A line of the result, its amounts in kroner as text; None where a value is missing, or the line has no such amount."""

    rule: str = field(converter=identifier)
    """The rule's id."""
    incurred: str | None = field(converter=optional_amount)
    """What all records come to."""
    counted: str | None = field(converter=optional_amount)
    """What the records that count come to."""
    amount: str | None = field(converter=optional_amount)
    """What is granted."""
    limited_by: tuple[str, ...] = field(converter=identifiers)
    """The caps that bound."""
    missing: tuple[str, ...] = field(converter=identifiers)
    """The ids of the values that are missing."""


@frozen(kw_only=True)
class ReceiptResult(Record):
    """The result: the state grant and every line."""

    total: str = field(converter=amount)
    """The state grant, kroner."""
    complete: bool = field(converter=flag)
    """Whether every line of the state grant is determined."""
    lines: tuple[ReceiptLine, ...] = field(converter=tuple_of, metadata=about(of=ReceiptLine, many=True))
    """Every line."""


@frozen(kw_only=True)
class Receipt(Record):
    """A receipt as it was read."""

    schema: str = field(default=RECEIPT_SCHEMA, converter=receipt_schema)
    """The name of this document."""
    library: str = field(converter=version)
    """The version of the library that wrote it."""
    tables: ReceiptTables = field(metadata=about(of=ReceiptTables))
    """What it was reckoned by."""
    call: str = field(converter=identifier)
    """The call."""
    period: Period | None = field(default=None, metadata=about(of=Period))
    """The call's grant period, where it is known."""
    projected: bool = field(converter=flag)
    """Whether the call was carried forward from an earlier one."""
    known_on: dt.date | None = field(default=None, converter=optional_day)
    """The day whose knowledge it rests on."""
    municipality: str = field(converter=municipality_number)
    """The municipality's number."""
    agreement: AgreementKind = field(converter=agreement_kind)
    """The kind of agreement."""
    readings: Readings = field(metadata=about(of=Readings))
    """The chosen readings."""
    supplied: Supplied = field(metadata=about(of=Supplied))
    """What the caller supplied."""
    accepted: tuple[Acceptable, ...] = field(converter=acceptances)
    """The standings that the caller accepts."""
    facts: Facts = field(converter=facts)
    """The whole numbers that it was reckoned from."""
    result: ReceiptResult = field(metadata=about(of=ReceiptResult))
    """What came out."""
    sha256: str = field(converter=sha256)
    """The SHA-256 of the canonical JSON of all else."""
