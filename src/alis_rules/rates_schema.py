"""JSON Schema (2020-12) for the table files, made from the units, the standings and the keys that loading checks by.

A TOML date stands as the string ``YYYY-MM-DD``. What a schema cannot say (sources that exist, gaps, overlaps) is left to loading.
"""

from collections.abc import Iterable
from typing import Any

from .fields import MAX_MONEY
from .model import Standing
from .rates import FEE_RATE, UNITS
from .rates_files import IN_TABLES, MOST, ROW_KEYS

DOCUMENTS = ("call", "fee-rate", "overlay", "about")
"""The table files that there is a schema for."""
_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
_DAY: dict[str, Any] = {"type": "string", "format": "date"}
_KEYS: dict[str, dict[str, Any]] = {
    "id": {"description": "Which value it is."},
    "value": {"description": "The figure in the value's unit; left out where no source gives it."},
    "unit": {"description": "The unit, as a reminder."},
    "in_force_from": {**_DAY, "description": "First day in force."},
    "in_force_to": {**_DAY, "description": "Last day in force; left out while it is open."},
    "between": {
        "description": "The earliest and the latest possible day, where the day is not known.",
        "type": "array",
        "items": _DAY,
        "minItems": 2,
        "maxItems": 2,
    },
    "known_from": {**_DAY, "description": "The day that the source was published."},
    "standing": {"description": "How firm the value is: who said it.", "enum": [each.value for each in IN_TABLES]},
    "source": {**_TEXT, "description": "A source of about.toml, or an address."},
    "checked": {**_DAY, "description": "The day that the source was last read."},
    "note": {"type": "string", "description": "What a reader should know; needed where sources differ."},
    "conflicts": {
        "description": "What other sources say instead.",
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"value": _TEXT, "source": _TEXT},
            "required": ["value", "source"],
            "additionalProperties": False,
        },
    },
}


def table_schema(document: str) -> dict[str, Any]:
    """The schema of a table file, one of `DOCUMENTS`. Raises KeyError."""
    made = {"call": _call, "fee-rate": _fee_rate, "overlay": _overlay, "about": _about}[document]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:alis-rules:table:{document}:1",
        **made(),
        "type": "object",
        "additionalProperties": False,
    }


def _figure(unit: str) -> dict[str, Any]:
    """A figure in a unit, as TOML gives it: a date, true or false, a number, or a string of digits."""
    if unit == "date":
        return _DAY
    if unit == "yes-no":
        return {"type": "boolean"}
    whole = unit in ("months", "years")
    decimals = r"(\.0{1,2})?" if whole else r"(\.[0-9]{1,2})?"
    return {
        "anyOf": [
            {"type": "integer" if whole else "number", "minimum": 0, "maximum": int(MOST.get(unit, MAX_MONEY))},
            {"type": "string", "pattern": f"^[0-9]{{1,12}}{decimals}$"},
        ]
    }


def _row(units: dict[str, str], required: Iterable[str], *rules: dict[str, Any]) -> dict[str, Any]:
    """A row whose id is one of `units`; the unit and the figure follow from the id."""
    by_unit = [
        {
            "if": {"properties": {"id": {"enum": [name for name, each in units.items() if each == unit]}}},
            "then": {"properties": {"unit": {"const": unit}, "value": _figure(unit)}},
        }
        for unit in dict.fromkeys(units.values())
    ]
    found = {
        "if": {"properties": {"standing": {"const": Standing.NOT_FOUND.value}}, "required": ["standing"]},
        "then": {"not": {"required": ["value"]}},
        "else": {"required": ["value"], "anyOf": [{"required": ["in_force_from"]}, {"required": ["between"]}]},
    }
    explained = {
        "if": {"properties": {"conflicts": {"minItems": 1}}, "required": ["conflicts"]},
        "then": {"properties": {"note": {"minLength": 1}}, "required": ["note"]},
    }
    return {
        "type": "object",
        "properties": {key: {**_KEYS[key], **({"enum": list(units)} if key == "id" else {})} for key in ROW_KEYS},
        "required": list(required),
        "additionalProperties": False,
        "allOf": [*by_unit, found, explained, *rules],
    }


def _verified() -> dict[str, Any]:
    return {**_DAY, "description": "The day until which the file was verified."}


def _call() -> dict[str, Any]:
    once = [{"contains": {"properties": {"id": {"const": name}}, "required": ["id"]}, "minContains": 1, "maxContains": 1} for name in UNITS]
    return {
        "title": "ALIS call",
        "description": "One call of the grant: a row for every value; what no source says is a row with standing not-found.",
        "properties": {
            "id": {"description": "The year of the call, as the file is named.", "type": "string", "pattern": "^[0-9]{4}$"},
            "verified": _verified(),
            "value": {"type": "array", "items": _row(dict(UNITS), ["id", "standing", "source", "checked"]), "allOf": once},
        },
        "required": ["id", "verified", "value"],
    }


def _fee_rate() -> dict[str, Any]:
    dated = {"anyOf": [{"required": ["in_force_from"]}, {"required": ["between"]}]}
    row = _row({FEE_RATE: "NOK/h"}, ["standing", "source", "checked"], dated)
    return {
        "title": "ALIS fee rate",
        "description": "The fee rate by date, kroner an hour; a row holds until the next begins.",
        "properties": {
            "id": {"const": FEE_RATE},
            "unit": {"const": "NOK/h"},
            "verified": _verified(),
            "value": {"type": "array", "items": row, "minItems": 1},
        },
        "required": ["id", "unit", "verified", "value"],
    }


def _overlay() -> dict[str, Any]:
    row = _row({**UNITS, FEE_RATE: "NOK/h"}, ["id", "in_force_from", "source", "checked"])
    return {
        "title": "ALIS proposal",
        "description": "A proposal laid over the tables: other values from some day on. A row without standing is proposed.",
        "properties": {
            "name": {**_TEXT, "description": "What is proposed."},
            "value": {"type": "array", "items": row, "minItems": 1},
        },
        "required": ["name", "value"],
    }


def _about() -> dict[str, Any]:
    source = {
        "type": "object",
        "properties": {"title": _TEXT, "url": {"type": "string", "description": "The address; empty where there is none."}},
        "required": ["title", "url"],
        "additionalProperties": False,
    }
    return {
        "title": "ALIS tables",
        "description": "The edition of the tables, and the sources that their values name.",
        "properties": {
            "version": {"type": "string", "description": "The edition."},
            "verified": {**_DAY, "description": "The day until which the tables were verified."},
            "sources": {"type": "object", "additionalProperties": source, "description": "The sources by the key that values name."},
        },
        "required": ["version", "verified"],
    }
