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

TEXTS: Mapping[str, Mapping[str, str]] = {
    "": {
        "schema": "The name of this document.",
        "call": "The call's id: the year it is announced in.",
        "period": "The call's grant period; null where no source gives it.",
        "municipality": "The municipality, as the tables know it.",
        "agreement": "An ALIS agreement, or supervision only.",
        "total": "The state grant, kroner: the sum of its lines. What is certain so far where `complete` is false.",
        "complete": "Whether every line of the state grant is determined.",
        "recipients": "Who receives the state grant.",
        "lines": "The lines, one for each rule, always in the same order.",
        "records": "Every record of the case, and whether it counts.",
        "conditions": "The conditions of the agreement and the call.",
        "remaining": "What is left under each cap, and of the windows.",
        "readings": "The readings that bear on the result.",
        "notes": "What the reader should know.",
        "facts": "The whole numbers that the lines are reckoned from; see [the facts table](facts.md).",
        "tables": "Which edition of the tables was used.",
        "known_on": "The day whose knowledge the result rests on, where the evaluation looks back.",
        "later": "What became known after that day and bears on the result.",
        "total_now": "The total by all that is known, where the evaluation looks back.",
        "supplied": "The values that the case gave in the place of the tables', where any.",
        "accepted": "The standings that were used only since the case accepts them.",
        "explanation": "How each line came to what it is; the command always gives it, `evaluate` where it is asked to explain.",
    },
    "GrantPeriod": {"from": "First day.", "to": "Last day."},
    "Place": {
        "number": "Municipality number, four digits.",
        "name": "Name; null where the tables do not have it.",
        "centrality_class": "SSB's centrality class; null where it is not known.",
    },
    "Recipients": {
        "doctor": "To the doctor, kroner.",
        "municipality": "To the municipality, kroner.",
        "to_be_agreed": "To be agreed between the two, kroner.",
    },
    "Line": {
        "rule": "The rule's id.",
        "funding": "Which of the three classes of element it is.",
        "outcome": "What became of the line.",
        "incurred": "What all records come to before any condition or cap, kroner; null where the rate is unknown.",
        "counted": "What the records that count come to before any cap, kroner; null where the rate is unknown.",
        "amount": "What is granted, kroner; null where a value is missing.",
        "limited_by": "The cap that bound, then `claim` if the claim is lower still.",
        "reasons": "Why records, or some of their days, do not count.",
        "missing": "The ids of the values that are missing.",
        "recipients": "Who receives it; null where there is no amount.",
        "clauses": "The clauses that the amount rests on.",
        "recipient_clauses": "The clauses that say who receives it.",
        "rates": "The values of the tables that it reads.",
        "projected": "True where an earlier call was carried forward.",
    },
    "RateUsed": {
        "id": "The value's id.",
        "value": "The figure, without trailing zeros.",
        "unit": "The unit of the figure.",
        "standing": "How well it is known.",
        "in_force_from": "Since when it is in force; null where that is not known.",
        "source": "Title and address of the source.",
    },
    "RecordVerdict": {
        "at": "JSON Pointer to the record in the case.",
        "what": "The kind of a learning activity, else the rule that the record belongs to.",
        "from": "First day of the record.",
        "to": "Last day of the record.",
        "counts": "Whether it counts, at least in part.",
        "reasons": "All the reasons why it, or some of its days, do not count for something.",
        "rules": "The lines that it counts towards.",
        "not_for": "The lines that it would have added to and does not, in whole or in part.",
        "days": "Days of a record over several days; else null.",
        "counted_days": "Those of them that count; else null.",
    },
    "NotFor": {"rule": "The line's rule.", "reasons": "Why it adds nothing, or less."},
    "Condition": {
        "id": "The condition's id.",
        "status": "Not stated: the case does not say, and the result holds provided that it is met.",
        "clauses": "The clauses that it comes from.",
        "about": "JSON Pointers to what in the case keeps it from being met, or to what is not stated.",
    },
    "Remaining": {
        "cap": "The cap's or the window's id.",
        "unit": "`h`, `NOK` or `months`.",
        "left": "What is left: `most` less `used`; null where either is not known, and of a window that is open.",
        "most": "The whole cap; null where it is not known, and of a window.",
        "used": "What is used of it, elsewhere and by this result, and no more than the cap: hours that count, or kroner granted.",
        "closes": "The last day that can use what is left; null where it is not known, and of a window that is open.",
        "open": "Of a window: nothing closes it, as the case stands.",
    },
    "ReadingUsed": {
        "id": "The reading's id.",
        "chosen": "The option that was used.",
        "default": "The option that is used where none is chosen.",
    },
    "Note": {"code": "The kind of note.", "about": "What it is about: a value's id, a call, or a JSON Pointer."},
    "TablesUsed": {
        "version": "The edition.",
        "digest": "The digest of all its files.",
        "overlays": "The proposals that gave a value to the result.",
    },
    "OverlayUsed": {"name": "The proposal's name.", "digest": "The digest of its values.", "values": "The ids of the values that it gave."},
    "KnownLater": {
        "id": "The value's id.",
        "value": "The figure.",
        "unit": "The unit of the figure.",
        "known_from": "The day that it became known.",
    },
    "Explanation": {
        "lines": "How each line that applies came to what it is.",
        "contributions": "What each record adds to each line.",
        "rates": "The values that the lines may be reckoned of.",
        "named": "What people know each post, interruption and record of the case by.",
    },
    "LineExplanation": {"rule": "The rule's id.", "steps": "The steps towards the amount, in order."},
    "Step": {"id": "What the step is: `counted`, a cap's id, `amount` and others.", "quantity": "What it comes to, and how."},
    "Quantity": {
        "op": "How it arose.",
        "id": "The id of the fact, value, line or reading that it is.",
        "value": "The figure, rounded half up to two decimals.",
        "exact": "The figure as the rule reckoned it: a whole number over its scale.",
        "unit": "The unit of the figure.",
        "of": "What it arose from.",
        "bound": "Of the least of several, the place of the one that is, from 0.",
    },
    "Contribution": {
        "at": "JSON Pointer to the record in the case.",
        "rule": "The line's rule.",
        "unit": "`NOK`, or `h` for hours that have no amount without a price.",
        "incurred": "What the record comes to before any condition.",
        "counted": "What of it counts.",
    },
    "Named": {
        "at": "JSON Pointer to it in the case.",
        "what": "The role of a post, the kind of an interruption or of a learning activity, else the rule that the record belongs to.",
        "from": "Its first day.",
        "to": "Its last day; null where it is open.",
        "percent": "The percent of a post.",
        "hours": "Hours of absence, or of supervision.",
        "amount": "What it cost.",
        "voucher": "The number of the voucher behind it.",
    },
}
"""What each key of the entitlement holds, by object; the schema knows the rest of it."""

ABOUT = {"": "The result of one case."} | {
    "GrantPeriod": "The call's grant period.",
    "Place": "The municipality, as the tables know it.",
    "Recipients": "Who receives how much of an amount.",
    "Line": "One line of the result.",
    "RateUsed": "A value that a line reads.",
    "RecordVerdict": "Whether a record of the case counts, and towards what.",
    "NotFor": "A line that a record would have added to and does not.",
    "Condition": "A condition of the agreement or the call.",
    "Remaining": "What is left under a cap, or of a window.",
    "ReadingUsed": "A reading that bears on the result.",
    "Note": "Something that the reader should know.",
    "TablesUsed": "Which edition of the tables was used.",
    "OverlayUsed": "A proposal laid over the tables.",
    "KnownLater": "A value that was not yet known on the day that the evaluation looks back to.",
    "Explanation": "How every line that applies came to what it is.",
    "LineExplanation": "How one line came to what it is.",
    "Step": "One step towards a line's amount.",
    "Quantity": "A figure, and how it arose: a tree.",
    "Contribution": "What a record adds to a line.",
    "Named": "A post, an interruption or a record of the case, as people know it.",
}

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


def _case_rows(schema: Mapping[str, Any], name: str = "") -> Iterator[tuple[str, str, str]]:
    needed = set(schema["required"])
    for key, each in schema["properties"].items():
        told = f"{_EN.say(f'reading.{key}')}" if name == "Readings" else each["description"]
        yield f"**`{key}`**" if key in needed else f"`{key}`", value_of(each), told


def _entitlement_rows(name: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    needed = set(schema["required"])
    for key, each in schema["properties"].items():
        yield f"**`{key}`**" if key in needed else f"`{key}`", value_of(each), TEXTS[name][key]


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
        *_table(_case_rows(case)),
    ]
    for name, each in case["$defs"].items():
        parts += [f"### `{name}`", "", each["description"], "", *_table(_case_rows(each, name))]
    parts += [
        "(fields-entitlement)=",
        "",
        "## The entitlement",
        "",
        "More keys may come in later versions; these stay.",
        "",
        *_table(_entitlement_rows("", entitlement)),
    ]
    for name, each in entitlement["$defs"].items():
        if name not in LEFT_TO_OTHER_PAGES:
            parts += [f"### `{name}`", "", ABOUT[name], "", *_table(_entitlement_rows(name, each))]
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
