"""Writes ``docs/fields.md``: every key of the two JSON documents, from the schemas that the library makes of its types.

Run ``python docs/make_fields.py`` after a change of a type; a test fails while the page says other than the schemas.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from alis_rules import case_schema, entitlement_schema
from alis_rules.explain.catalogue import catalogue

HERE = Path(__file__).parent
MANY_CODES = 8
"""From so many codes on they are not listed."""

LEFT_TO_OTHER_PAGES = {"Facts", "Readings", "Supplied", "SuppliedFrames"}
"""The objects of the entitlement that another page, or the case above it, tells of."""

_SHORT = {"object": "object", "boolean": "boolean", "integer": "integer", "number": "number"}
_EN = catalogue("en")


def value_of(schema: Mapping[str, Any]) -> str:
    """What a value may be, as the code that the page's beginning explains."""
    if "$ref" in schema:
        name = _name(schema)
        return f"[`{name}`]({'facts.md' if name == 'Facts' else f'#{name.lower()}'})"
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema["enum"]) if len(schema["enum"]) < MANY_CODES else "`code`"
    if schema.get("type") != "array":
        return f"`{_kind(schema)}`" if "anyOf" not in schema else value_of(_not_null(schema))
    each = schema["items"]
    return f"[`{_name(each)}[]`](#{_name(each).lower()})" if "$ref" in each else f"`{'code' if 'enum' in each else _kind(each)}[]`"


def _name(schema: Mapping[str, Any]) -> str:
    """The name of the object that is referred to."""
    return str(schema["$ref"]).rpartition("/")[2]


def _not_null(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a value may be beside null."""
    (found,) = (each for each in schema["anyOf"] if each.get("type") != "null")
    return cast("Mapping[str, Any]", found)


def _kind(schema: Mapping[str, Any]) -> str:
    if "oneOf" in schema:
        return "number"
    if schema["type"] != "string":
        return _SHORT[schema["type"]]
    if schema.get("format") == "date":
        return "day"
    return "amount" if schema.get("pattern", "").endswith("\\.[0-9]{2}$") else "text"


def _rows(schema: Mapping[str, Any], name: str = "") -> Iterator[tuple[str, str, str]]:
    needed = set(schema["required"])
    for key, each in schema["properties"].items():
        told = f"{_EN.say(f'reading.{key}')}" if name == "Readings" else each["description"]
        yield f"**`{key}`**" if key in needed else f"`{key}`", value_of(each), told


def _table(rows: Iterator[tuple[str, str, str]]) -> list[str]:
    return ["| key | value | what it holds |", "| --- | --- | --- |", *(f"| {' | '.join(row)} |" for row in rows), ""]


def page() -> str:
    """The page of every key of both documents."""
    case, entitlement = case_schema(), entitlement_schema()
    parts = [
        "# Every key of the JSON documents",
        "",
        "These tables are made from the library's JSON Schemas (2020-12), which `alis-rules schema case` and",
        "`alis-rules schema entitlement` print. [Integrate](integrate.md) tells how the documents are used.",
        "",
        "Keys in bold must be there; the others may be left out. A name in the middle column is an object further down the page,",
        "and `[]` is a list. The other words are:",
        "",
        "| value | what it is |",
        "| --- | --- |",
        "| `text` | Text. |",
        "| `day` | Text: a day of the calendar, `2026-05-31`. |",
        "| `amount` | Text: a number with two decimals, `132000.00`. |",
        "| `number` | A JSON number, or text of digits, with at most two decimals. |",
        "| `integer` | A whole number. |",
        "| `boolean` | `true` or `false`. |",
        "| `code` | Text: one of the words that the schema lists. |",
        "",
        "(fields-case)=",
        "",
        "## The case",
        "",
        "`call` or `period` is needed. A key that is not known is an error.",
        "",
        *_table(_rows(case)),
    ]
    for name, each in case["$defs"].items():
        parts += [f"### `{name}`", "", each["description"], "", *_table(_rows(each, name))]
    parts += [
        "(fields-entitlement)=",
        "",
        "## The entitlement",
        "",
        "More keys may come in later versions; these stay.",
        "",
        *_table(_rows(entitlement)),
    ]
    for name, each in entitlement["$defs"].items():
        if name not in LEFT_TO_OTHER_PAGES:
            parts += [f"### `{name}`", "", each["description"], "", *_table(_rows(each))]
    return "\n".join(parts).rstrip() + "\n"


def main() -> int:
    """Write the page; with ``--check`` only say whether it differs from what would be written, and give 1 if it does."""
    path, text = HERE / "fields.md", page()
    if "--check" in sys.argv[1:]:
        return int(not path.exists() or path.read_text("utf-8") != text)
    path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
