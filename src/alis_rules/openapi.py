"""The schemas as components of an OpenAPI 3.1 document: every part by a name of its own, every reference to where it stands there."""

from typing import Any, cast

from .interchange import case_schema, entitlement_schema

_PLACE = "#/components/schemas/"
_ERRORS: dict[str, Any] = {
    "description": "What is wrong with a case: every error at once.",
    "type": "object",
    "properties": {
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "at": {"type": "string", "description": "JSON Pointer to the place; the empty string is the whole document."},
                    "code": {"type": "string", "description": "The kind of error, for programs; it keeps its name for ever."},
                    "message": {"type": "string", "description": "The error and what would be right, for people."},
                },
                "required": ["at", "code", "message"],
            },
            "minItems": 1,
        },
        "reference": {"type": "string", "description": "The caller's own name for the case, where it has one that can be read."},
    },
    "required": ["errors"],
}


def openapi_schemas() -> dict[str, Any]:
    """The schemas of a case, an entitlement and the errors of a case, to stand under ``components/schemas`` of an OpenAPI 3.1 document.

    ``AlisCase``, ``AlisEntitlement`` and ``AlisErrors`` are the documents; the other names are their parts.
    """
    found: dict[str, Any] = {}
    for name, schema in (("AlisCase", case_schema()), ("AlisEntitlement", entitlement_schema())):
        parts = schema.pop("$defs")
        found[name] = _placed({key: value for key, value in schema.items() if key not in ("$schema", "$id")}, name)
        found |= {f"{name}{part}": _placed(each, name) for part, each in parts.items()}
    return found | {"AlisErrors": _placed(_ERRORS, "")}


def _placed(schema: Any, name: str) -> Any:
    """A schema whose references lead to the parts of the document with a name."""
    if isinstance(schema, list):
        return [_placed(each, name) for each in cast("list[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    keys = cast("dict[str, Any]", schema)
    placed = {key: _placed(value, name) for key, value in keys.items() if key != "$ref"}
    return placed | ({"$ref": _PLACE + name + keys["$ref"].removeprefix("#/$defs/")} if "$ref" in keys else {})
