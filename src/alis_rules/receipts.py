"""The receipt of an entitlement: all that is needed to reckon it again, and nothing of whom it is about.

A receipt is canonical JSON (RFC 8785) of the facts, the call, the readings and the tables that they were reckoned by, the result, and
the SHA-256 of it all. It holds no name, number or free text of a person; of a proposal only the digest. Every number is a string, so
that no reader of JSON loses a digit. `verifying` reckons it again.
"""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

import rfc8785
from attrs import asdict

from .entitlement import Entitlement
from .facts import FACTS, NO_CLAIM, Facts
from .fields import from_hundredths, hundredths
from .interchange import parse, record_from_json, record_to_json, refuse_another
from .model import Supplied
from .readings import DEFAULTS, reading_fields
from .receipt_form import RECEIPT_SCHEMA, Receipt, ReceiptLine


def receipt(entitlement: Entitlement) -> str:
    """The receipt of an entitlement, as canonical JSON.

    It verifies wherever the tables of that edition are: those that the library ships, and those of every release before it.
    Raises TypeError for what is no entitlement.
    """
    from . import __version__

    if not isinstance(cast("object", entitlement), Entitlement):
        raise TypeError(f"a receipt is made of an Entitlement, evaluate(case), not of {type(entitlement).__name__}")

    chosen = {each.id: each.chosen for each in entitlement.readings}
    period, tables = entitlement.period, entitlement.tables
    content: dict[str, Any] = {
        "schema": RECEIPT_SCHEMA,
        "library": __version__,
        "tables": {
            "version": tables.version,
            "digest": tables.digest,
            "overlays": [{"digest": each.digest, "values": list(each.values)} for each in tables.overlays],
        },
        "call": entitlement.call,
        "period": None if period is None else {"from": period.from_.isoformat(), "to": period.to.isoformat()},
        "projected": any(line.projected for line in entitlement.lines),
        "known_on": None if entitlement.known_on is None else entitlement.known_on.isoformat(),
        "municipality": entitlement.municipality.number,
        "agreement": entitlement.agreement.value,
        "readings": {name: chosen.get(name, DEFAULTS.option(name)) for name, _ in reading_fields()},
        "supplied": record_to_json(entitlement.supplied or Supplied()),
        "accepted": [each.value for each in entitlement.accepted],
        "facts": _facts_told(entitlement.facts),
        "result": {
            "total": amount_told(hundredths(entitlement.total)),
            "complete": entitlement.complete,
            "lines": [
                asdict(line_told(line.rule, (_ore(line.incurred), _ore(line.counted), _ore(line.amount)), line.limited_by, line.missing))
                for line in entitlement.lines
            ],
        },
    }
    return rfc8785.dumps({**content, "sha256": sha256_of(content)}).decode("utf-8")


def _facts_told(facts: Facts) -> dict[str, str]:
    """Every number but the claims that were not made; what they were counted by, the receipt says itself."""
    told = {name: getattr(facts, name) for name in FACTS}
    return {name: str(number) for name, number in told.items() if not (name.startswith("claim_") and number == NO_CLAIM)}


def _ore(amount: Decimal | None) -> int | None:
    return None if amount is None else hundredths(amount)


def amount_told(ore: int) -> str:
    """An amount in øre as a receipt writes it: kroner with two decimals."""
    return str(from_hundredths(ore))


def line_told(
    rule: str, amounts: tuple[int | None, int | None, int | None], limited_by: tuple[str, ...], missing: tuple[str, ...]
) -> ReceiptLine:
    """A line as a receipt writes it; `amounts`: incurred, counted and granted, øre."""
    incurred, counted, amount = (None if each is None else amount_told(each) for each in amounts)
    return ReceiptLine(rule=rule, incurred=incurred, counted=counted, amount=amount, limited_by=limited_by, missing=missing)


def sha256_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical JSON of all of a receipt but its own ``sha256``, in hexadecimal digits."""
    return hashlib.sha256(rfc8785.dumps({key: value for key, value in content.items() if key != "sha256"})).hexdigest()


def read_receipt(text: str | bytes) -> tuple[Receipt, bool]:
    """The receipt that a JSON document holds, however it is laid out, and whether its digest is that of its content.

    Raises InvalidCase, which holds every problem.
    """
    document = parse(text)
    refuse_another(document, RECEIPT_SCHEMA)
    read = record_from_json(document, Receipt)
    try:
        return read, sha256_of(document) == read.sha256
    except rfc8785.CanonicalizationError:  # what no receipt holds: a number, or half a character
        return read, False
