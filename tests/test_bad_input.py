"""Bad input: every kind of it, one row each; what is reported is exactly the pointer and the code of what is wrong, each once."""

import ast
import copy
import datetime as dt
import itertools
import json
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple, cast

import pytest
from attrs import fields
from hypothesis import given, settings
from hypothesis import strategies as st

from alis_rules import (
    Activity,
    AdditionalElement,
    Agreement,
    Case,
    Cost,
    Doctor,
    Interruption,
    InvalidCase,
    LowerProductivity,
    Municipality,
    Period,
    Position,
    Problem,
    Readings,
    Split,
    Supervision,
    UsedHours,
    case_from_json,
    evaluate,
    load_case,
)
from alis_rules.fields import KINDS, Record, json_name, layout
from alis_rules.interchange import MAX_BYTES
from tests.support import ROOT, document

Found = set[tuple[str, str]]
Changes = dict[str, Any]

GONE = object()
"""Stands for a key to take away."""
OWN = {"voucher": "17", "note": "Sjå perm 3."}
"""The caller's own texts of a record."""

FULL: dict[str, Any] = document(
    period={"from": "2025-06-01", "to": "2026-05-31"},
    municipality__centrality_class=3,
    doctor={
        "name": "Kari Eksempel",
        "hpr_number": "9999999",
        "training_start": "2023-09-01",
        "expected_end": "2029-08-31",
        "training_end": "2029-08-31",
        "first_gp_date": "2025-02-01",
    },
    agreement={
        "kind": "alis-avtale",
        "signed_on": "2025-05-20",
        "newly_employed": False,
        "split": {"doctor_percent": 60},
        "granted": True,
        "official_template": True,
        "contact_person": "ALIS-koordinator",
        "workplace": "Eksempel legesenter",
        "title": "fastlege",
        "supervisor": "Ola Veileder",
    },
) | {
    "reference": "17/2026",
    "positions": [{"role": "fastlege", "employment": "hovedmodell", "percent": 50, "from": "2025-02-01", "to": "2026-05-31", **OWN}],
    "interruptions": [{"kind": "permisjon", "from": "2026-01-01", "to": "2026-01-31", **OWN}],
    "activities": [
        {
            "kind": "kurs",
            "date": "2025-09-10",
            "absence_hours": 7.5,
            "expenses": 4000,
            "fund_refund": 500,
            "completed": True,
            "documented": True,
            "paid_by": "doctor",
            "group": "B",
            **OWN,
        },
        {"kind": "fordypning", "date": "2025-10-10", "absence_days": 2},
    ],
    "supervision": [{"date": "2025-12-01", "hours": 10, "cost": 15000, "supervisor": "Ola", **OWN}],
    "lower_productivity": [{"from": "2025-06-01", "to": "2025-12-31", "amount": 60000, **OWN}],
    "facilitation": [{"date": "2025-11-20", "purpose": "nettverk", "amount": 2000, **OWN}],
    "additional": [{"date": "2025-11-20", "purpose": "bolig", "amount": 2000, "lasting_investment": False, **OWN}],
    "municipal": [{"date": "2025-11-20", "purpose": "bolig", "amount": 2000, **OWN}],
    "claims": {
        "practice-compensation": 1000,
        "learning-expenses": 1000,
        "lower-productivity": 1000,
        "supervision": 1000,
        "facilitation": 1000,
        "additional-elements": 1000,
    },
    "used_before": {"practice-compensation": {"hours": 4}, "learning-expenses": 1, "lower-productivity": 2, "supervision": {"hours": 1}},
    "supplied": {
        "fee_rate": 1375,
        "grant_frame": {"fastlege": 400000, "fastlegevikar": 400000, "introduksjonslege": 300000, "annet-legearbeid": 200000},
        "additional_cap": 200000,
    },
    "readings": {
        "month-counting": "whole-months",
        "grading": "frame-only",
        "grant-frame": "published",
        "facilitation-base": "grant-frame",
        "facilitation-place": "inside-frame",
        "supervision-hours": "57.75-a-year",
        "gap-between-posts": "ends-agreement",
        "productivity-window": "runs-through-leave",
        "short-call-caps": "full",
        "rounding": "ore",
    },
    "accept": ["unconfirmed"],
}
"""A right case with every key there is."""


def _step(token: str) -> str | int:
    return int(token) if token.isdecimal() else token.replace("~1", "/").replace("~0", "~")


def _put(plain: dict[str, Any], at: str, value: Any) -> None:
    """Put a value at a JSON Pointer of a document; at the length of a list it is added."""
    *path, last = (_step(token) for token in at.split("/")[1:])
    place: Any = plain
    for step in path:
        place = place[step]
    if isinstance(place, list):
        items = cast("list[Any]", place)
        items[int(last) : int(last) + 1] = [] if value is GONE else [copy.deepcopy(value)]
    elif value is GONE:
        del place[last]
    else:
        place[last] = copy.deepcopy(value)


def written(changes: Changes) -> str:
    """The full case with changes, as text; a value ``@raw X`` stands in the text as X."""
    plain = copy.deepcopy(FULL)
    for at, value in changes.items():
        _put(plain, at, value)
    return re.sub(r'"@raw ([^"]*)"', r"\1", json.dumps(plain))


def reported(made: Callable[[], object]) -> list[tuple[str, str]]:
    """The pointer and code of each error, in order of the pointers; none where none is raised."""
    try:
        made()
    except InvalidCase as error:
        found = [(each.at, each.code) for each in error.errors]
    else:
        return []
    assert found
    return sorted(found)


def errors_of(text: str | bytes) -> list[tuple[str, str]]:
    """The errors of a document."""
    return reported(lambda: load_case(text))


# Each field, each kind of wrong value ---------------------------------------------------------------------------------

NUMBERS: dict[Any, str] = {
    True: "wrong-type-number",
    (): "wrong-type-number",
    "@raw {}": "wrong-type-number",
    "abc": "not-a-number",
    "": "not-a-number",
    "1 000": "not-a-number",
    "1,5": "not-a-number",
    "1e3": "not-a-number",
    "+5": "not-a-number",
    "١٢": "not-a-number",
    "12\n": "not-a-number",
    "NaN": "not-a-number",
    "9" * 41: "not-a-number",
    "@raw NaN": "unreadable-number",
    "@raw Infinity": "unreadable-number",
    "@raw -Infinity": "unreadable-number",
    "@raw " + "7" * 5000: "unreadable-number",
    "@raw 1e9999999": "unreadable-number",
    -1: "negative",
    "-0.01": "negative",
    "@raw -1e3": "negative",
    "0.001": "too-many-decimals",
    "@raw 22.505": "too-many-decimals",
    "9.800": "too-many-decimals",
    "0.000": "too-many-decimals",
    "@raw 9.800": "too-many-decimals",
    "@raw 22.50000": "too-many-decimals",
    "@raw 0e-3": "too-many-decimals",
    "@raw 1e-400": "too-many-decimals",
}
WRONG: dict[str, dict[Any, str]] = {
    "money": NUMBERS | dict.fromkeys(("@raw 1e400", 10**30, "9" * 40, "1000000000.01"), "too-large-amount"),
    "hours": NUMBERS | dict.fromkeys(("@raw 1e400", 10**30, "100000.01"), "too-many-hours"),
    "percent": NUMBERS | dict.fromkeys(("@raw 1e400", 101, "100.01", "@raw 100.01"), "above-100-percent"),
    "day": {
        20250101: "wrong-type-date",
        True: "wrong-type-date",
        (): "wrong-type-date",
        "2025-02-30": "impossible-date",
        "2025-02-29": "impossible-date",
        "2025-13-01": "impossible-date",
        "0000-01-01": "impossible-date",
        "20250101": "impossible-date",
        "2025-W01-1": "impossible-date",
        "2025-01-01T00:00:00": "impossible-date",
        "2025-1-1": "impossible-date",
        "01.06.2025": "impossible-date",
        " 2025-01-01": "impossible-date",
        "2025-01-01\n": "impossible-date",
        "٢٠٢٥-٠١-٠١": "impossible-date",
        "": "impossible-date",
    },
    "text": {
        5: "wrong-type-text",
        False: "wrong-type-text",
        ("a",): "wrong-type-text",
        "@raw {}": "wrong-type-text",
        "x" * 1001: "too-long-text",
    },
    "reference": {
        17: "wrong-type-text",
        (): "wrong-type-text",
        "x" * 101: "too-long-text",
        "x" * 1001: "too-long-text",
        "\ud800": "half-a-character",
        "a\udfffb": "half-a-character",
    },
    "flag": {"ja": "wrong-type-flag", "true": "wrong-type-flag", 1: "wrong-type-flag", 0: "wrong-type-flag", (): "wrong-type-flag"},
    "code": {"bogus": "unknown-code", "": "unknown-code", "x" * 5000: "unknown-code", 5: "wrong-type-text", ("kurs",): "wrong-type-text"},
    "municipality_number": {
        1804: "wrong-type-text",
        "180": "not-four-digits",
        "18041": "not-four-digits",
        "18o4": "not-four-digits",
        "١٨٠٤": "not-four-digits",
        "": "not-four-digits",
        "9999": "unknown-municipality",
    },
    "centrality": dict.fromkeys((0, 7, -1, True, "6", "@raw 1.5", ()), "not-a-centrality-class"),
    "case_schema": dict.fromkeys(("alis-rules/case/2", 1, (), ""), "unknown-code"),
}
"""For each kind of value: wrong values and the code of each. A list stands as a tuple."""
NULL = {
    "money": "wrong-type-number",
    "hours": "wrong-type-number",
    "percent": "wrong-type-number",
    "day": "wrong-type-date",
    "flag": "wrong-type-flag",
    "code": "wrong-type-text",
    "municipality_number": "wrong-type-text",
    "case_schema": "unknown-code",
    "acceptances": "wrong-type-list",
}
"""What null is reported as, where it is not allowed."""


def kind_of(converter: Any) -> str:
    """The kind of value that a converter reads: a key of `WRONG`."""
    return "code" if "enum" in KINDS[converter].schema else converter.__name__.removeprefix("optional_")


def leaves(plain: Any, cls: type[Record], at: str = "") -> Iterable[tuple[str, str, bool]]:
    """Each field that holds a single value: pointer, kind, whether null is allowed."""
    for attribute in fields(cast("Any", cls)):
        of, key = attribute.metadata.get("of"), json_name(attribute)
        if of is None:
            yield f"{at}/{key}", kind_of(attribute.converter), attribute.default is None
        elif attribute.metadata["many"]:
            yield from leaves(plain[key][0], of, f"{at}/{key}/0")
        else:
            yield from leaves(plain[key], of, f"{at}/{key}")


LEAVES = {at: (kind, nullable) for at, kind, nullable in leaves(FULL, Case)}
OUTSIDE_TABLES = {"/municipality/number", "/call", "/period/from", "/period/to"}
"""Fields that the table error of a test may depend on."""


def wrong_values(at: str) -> Iterable[tuple[Any, str]]:
    kind, nullable = LEAVES[at]
    for value, code in WRONG.get(kind, {}).items():
        yield list(cast("tuple[Any, ...]", value)) if isinstance(value, tuple) else value, code
    if not nullable:
        yield None, NULL[kind]


def test_every_field_is_in_the_full_case() -> None:
    assert errors_of(written({})) == []
    assert len(LEAVES) > 60
    for at in set(LEAVES) - {"/activities/0/absence_days"}:
        place: Any = FULL
        for token in at.split("/")[1:]:
            place = place[_step(token)]


@pytest.mark.parametrize("at", sorted(set(LEAVES) - {"/accept"}))
def test_each_wrong_value_of_each_field(at: str) -> None:
    swap = {"/activities/0/absence_hours": GONE} if at.endswith("absence_days") else {}
    for value, code in wrong_values(at):
        assert errors_of(written({at: value, **swap})) == [(at, code)], value


@pytest.mark.parametrize("at", sorted(set(LEAVES) - {"/accept"}))
def test_each_wrong_value_beside_an_unknown_key(at: str) -> None:
    parent = at.rpartition("/")[0]
    swap = {"/activities/0/absence_hours": GONE} if at.endswith("absence_days") else {}
    for value, code in wrong_values(at):
        if code != "unknown-municipality":
            expected = sorted([(at, code), (f"{parent}/bogus", "unknown-key")])
            assert errors_of(written({at: value, f"{parent}/bogus": 1, **swap})) == expected, value


@pytest.mark.parametrize("at", sorted(set(LEAVES) - {"/accept"} - OUTSIDE_TABLES))
def test_each_wrong_value_beside_an_unknown_municipality(at: str) -> None:
    swap = {"/activities/0/absence_hours": GONE} if at.endswith("absence_days") else {}
    for value, code in wrong_values(at):
        expected = sorted([(at, code), ("/municipality/number", "unknown-municipality")])
        assert errors_of(written({at: value, "/municipality/number": "9999", **swap})) == expected, value


@pytest.mark.parametrize("at", [at for at, (_, nullable) in sorted(LEAVES.items()) if nullable])
def test_null_is_not_given_where_a_field_is_optional(at: str) -> None:
    assert errors_of(written({at: None})) == ([("/agreement/signed_on", "missing-signing")] if at.endswith("signed_on") else [])


@pytest.mark.parametrize(
    ("at", "value"),
    [
        ("/positions/0/percent", "-0.00"),
        ("/positions/0/percent", "@raw -0.0"),
        ("/positions/0/percent", 0),
        ("/positions/0/percent", "100.00"),
        ("/positions/0/percent", "0050.50"),
        ("/positions/0/percent", "@raw 1e2"),
        ("/positions/0/percent", "@raw 0e999999"),
        ("/supervision/0/hours", "@raw 22.50"),
        ("/supervision/0/hours", "@raw 2.2500e2"),
        ("/facilitation/0/amount", "1000000000"),
        ("/supervision/0/hours", 100000),
        ("/doctor/name", ""),
        ("/doctor/name", "x" * 1000),
        ("/doctor/training_start", "0001-01-01"),
        ("/doctor/training_end", "9999-12-31"),
        ("/accept", []),
        ("/accept", ["unconfirmed", "unconfirmed"]),
        ("/positions", []),
        ("/claims", {}),
        ("/readings", {}),
    ],
)
def test_unusual_but_right(at: str, value: Any) -> None:
    assert errors_of(written({at: value})) == []


# One row for each other kind ------------------------------------------------------------------------------------------


class Bad(NamedTuple):
    """One kind of bad input: its name, the text or the changes to the full case, and what is reported."""

    name: str
    given: str | bytes | Changes
    expected: Found


POST = {"role": "fastlege", "employment": "ansatt", "percent": 60, "from": "2026-01-01"}
WHOLE = [
    Bad("empty", "", {("", "empty")}),
    Bad("blank", " \n\t", {("", "empty")}),
    Bad("no bytes", b"", {("", "empty")}),
    Bad("truncated", written({})[:-20], {("", "not-json")}),
    Bad("cut inside a text", '{"call": "20', {("", "not-json")}),
    Bad("two documents", "{} {}", {("", "not-json")}),
    Bad("two documents, one a line", "{}\n{}", {("", "not-json")}),
    Bad("a document of another kind", '{"schema": "alis-rules/receipt/1"}', {("/schema", "other-document")}),
    Bad("trailing comma", '{"call": "2026",}', {("", "not-json")}),
    Bad("comment", "{} // all", {("", "not-json")}),
    Bad("single quotes", "{'call': '2026'}", {("", "not-json")}),
    Bad("control character in a text", '{"call": "\n"}', {("", "not-json")}),
    Bad("leading zero", '{"call": 007}', {("", "not-json")}),
    Bad("plus sign", '{"call": +7}', {("", "not-json")}),
    Bad("not JSON at all", "schema: alis-rules/case/1", {("", "not-json")}),
    Bad("a list", "[]", {("", "wrong-type-object")}),
    Bad("a text", '"case"', {("", "wrong-type-object")}),
    Bad("a number", "17", {("", "wrong-type-object")}),
    Bad("a huge number", "1" * 5000, {("", "wrong-type-object")}),
    Bad("NaN", "NaN", {("", "wrong-type-object")}),
    Bad("null", "null", {("", "wrong-type-object")}),
    Bad("true", "true", {("", "wrong-type-object")}),
    Bad("deep lists", "[" * 100_000 + "]" * 100_000, {("", "too-deep")}),
    Bad("deep lists, open", "[" * 100_000, {("", "too-deep")}),
    Bad("deep objects", '{"a":' * 100_000 + "1" + "}" * 100_000, {("", "too-deep")}),
    Bad("deep inside a case", written({"/call": "@raw " + "[" * 100_000 + "]" * 100_000}), {("", "too-deep")}),
    Bad("too large", written({}) + " " * MAX_BYTES, {("", "too-large")}),
    Bad("too large, bytes", b" " * (MAX_BYTES + 1), {("", "too-large")}),
    Bad("byte order mark", "\ufeff" + written({}), {("", "byte-order-mark")}),
    Bad("byte order mark, bytes", written({}).encode("utf-8-sig"), {("", "byte-order-mark")}),
    Bad("UTF-16", written({}).encode("utf-16"), {("", "not-utf-8")}),
    Bad("Latin-1", '{"call": "Tromsø"}'.encode("latin-1"), {("", "not-utf-8")}),
    Bad("half a character", '{"call": "ø"}'.encode()[:11], {("", "not-utf-8")}),
    Bad(
        "an empty object",
        "{}",
        {(f"/{key}", "missing-key") for key in ("schema", "municipality", "doctor", "agreement")} | {("/call", "call-or-period")},
    ),
]
KEYS = [
    *(Bad(f"unknown key in {at or 'the case'}", {f"{at}/bogus": 1}, {(f"{at}/bogus", "unknown-key")})
      for at in sorted({at.rpartition("/")[0] for at in LEAVES})),
    Bad("a schema key", {"/$schema": "x"}, {("/$schema", "unknown-key")}),
    Bad("key with a slash and a tilde", {"/doctor/a~1b~0c": 1}, {("/doctor/a~1b~0c", "unknown-key")}),
    Bad("empty key", {"/doctor/": 1}, {("/doctor/", "unknown-key")}),
    Bad("key that looks like an index", '{"0": 1}', {("/0", "unknown-key")} | WHOLE[-1].expected),
    Bad("key in capitals", {"/Call": "2026"}, {("/Call", "unknown-key")}),
    Bad("key of Python", {"/positions/0/from_": "2025-02-01"}, {("/positions/0/from_", "unknown-key")}),
    Bad("claims for an unknown rule", {"/claims/practice_compensation": 5}, {("/claims/practice_compensation", "unknown-key")}),
    Bad("claims for the frame", {"/claims/grant-frame": 5}, {("/claims/grant-frame", "unknown-key")}),
    Bad("used before of an unknown rule", {"/used_before/facilitation": 5}, {("/used_before/facilitation", "unknown-key")}),
    Bad("supplied for an unknown role", {"/supplied/grant_frame/lege": 5}, {("/supplied/grant_frame/lege", "unknown-key")}),
    Bad("an unknown reading", {"/readings/month-count": "whole-months"}, {("/readings/month-count", "unknown-key")}),
    Bad("a reading's option of another", {"/readings/rounding": "full"}, {("/readings/rounding", "unknown-code")}),
    *(Bad(f"missing {at}", {at: GONE}, {(at, "missing-key")}) for at in (
        "/schema", "/municipality", "/doctor", "/agreement", "/municipality/number", "/agreement/kind", "/agreement/split/doctor_percent",
        "/positions/0/role", "/positions/0/employment", "/positions/0/percent", "/positions/0/from", "/interruptions/0/kind",
        "/interruptions/0/from", "/activities/0/kind", "/activities/0/date", "/supervision/0/date", "/supervision/0/hours",
        "/lower_productivity/0/from", "/lower_productivity/0/to", "/lower_productivity/0/amount", "/facilitation/0/date",
        "/facilitation/0/amount", "/additional/0/date", "/additional/0/amount", "/municipal/0/date", "/municipal/0/amount",
        "/used_before/practice-compensation/hours", "/used_before/supervision/hours", "/period/from", "/period/to",
    )),
    Bad("twice the call", written({}).replace('"call"', '"call": "2023", "call"', 1), {("/call", "duplicate-key")}),
    Bad("thrice the same", written({}).replace('"call"', '"call": 1, "call": 2, "call"', 1), {("/call", "duplicate-key")}),
    Bad("twice in a record", written({}).replace('"role"', '"role": "fastlege", "role"'), {("/positions/0/role", "duplicate-key")}),
    Bad(
        "twice an unknown key with a slash",
        written({}).replace('"role"', '"a/b": 1, "a/b": 1, "role"'),
        {("/positions/0/a~1b", "duplicate-key"), ("/positions/0/a~1b", "unknown-key")},
    ),
    Bad(
        "two long unknown keys",
        {"/" + "k" * 70 + "1": 1, "/" + "k" * 70 + "2": 1},
        {("/" + "k" * 70 + "1", "unknown-key"), ("/" + "k" * 70 + "2", "unknown-key")},
    ),
]  # fmt: skip
_MANY = ["positions", "interruptions", "activities", "supervision", "lower_productivity", "facilitation", "additional", "municipal"]
_ONE = ["municipality", "doctor", "agreement", "claims", "used_before", "supplied", "readings"]
SHAPES = [
    *(Bad(f"{key} null", {f"/{key}": None}, {(f"/{key}", "wrong-type-list")}) for key in _MANY),
    *(Bad(f"{key} an object", {f"/{key}": {}}, {(f"/{key}", "wrong-type-list")}) for key in _MANY),
    *(Bad(f"{key} a text", {f"/{key}": "x"}, {(f"/{key}", "wrong-type-list")}) for key in _MANY),
    *(Bad(f"{key} of null", {f"/{key}/1": None}, {(f"/{key}/1", "wrong-type-object")}) for key in _MANY if key != "activities"),
    *(Bad(f"{key} of text", {f"/{key}/0": "x"}, {(f"/{key}/0", "wrong-type-object")}) for key in _MANY),
    *(Bad(f"{key} of lists", {f"/{key}/0": []}, {(f"/{key}/0", "wrong-type-object")}) for key in _MANY),
    *(Bad(f"{key} null", {f"/{key}": None}, {(f"/{key}", "wrong-type-object")}) for key in _ONE),
    *(Bad(f"{key} a list", {f"/{key}": []}, {(f"/{key}", "wrong-type-object")}) for key in _ONE),
    *(Bad(f"{key} a number", {f"/{key}": 3}, {(f"/{key}", "wrong-type-object")}) for key in _ONE),
    Bad("split a number", {"/agreement/split": 60}, {("/agreement/split", "wrong-type-object")}),
    Bad("split empty", {"/agreement/split": {}}, {("/agreement/split/doctor_percent", "missing-key")}),
    Bad("period a text", {"/period": "2025-06-01/2026-05-31"}, {("/period", "wrong-type-object")}),
    Bad("used hours a number", {"/used_before/practice-compensation": 40}, {("/used_before/practice-compensation", "wrong-type-object")}),
    Bad(
        "used kroner an object", {"/used_before/learning-expenses": {"hours": 4}}, {("/used_before/learning-expenses", "wrong-type-number")}
    ),
    Bad("frames a number", {"/supplied/grant_frame": 400000}, {("/supplied/grant_frame", "wrong-type-object")}),
    Bad("accept a text", {"/accept": "unconfirmed"}, {("/accept", "wrong-type-list")}),
    Bad("accept an object", {"/accept": {"unconfirmed": True}}, {("/accept", "wrong-type-list")}),
    Bad("accept null", {"/accept": None}, {("/accept", "wrong-type-list")}),
    Bad("accept null beside an unknown key", {"/accept": None, "/bogus": 1}, {("/accept", "wrong-type-list"), ("/bogus", "unknown-key")}),
    Bad("accept unknown", {"/accept": ["reported"]}, {("/accept/0", "unknown-code")}),
    Bad("accept not text", {"/accept": [5]}, {("/accept/0", "wrong-type-text")}),
    Bad(
        "accept several unknown",
        {"/accept": ["all", "unconfirmed", None]},
        {("/accept/0", "unknown-code"), ("/accept/2", "wrong-type-text")},
    ),
]
BETWEEN = [
    *(Bad(f"{at} before from", {f"{at}/to": "2020-01-01"}, {(f"{at}/to", "to-before-from")})
      for at in ("/positions/0", "/interruptions/0", "/lower_productivity/0", "/period") if at != "/period"),
    Bad(
        "a period that ends before it starts, no call",
        {"/period/to": "2020-01-01", "/call": GONE},
        {("/period/to", "to-before-from")},
    ),
    Bad("a period that ends before it starts", {"/period/to": "2020-01-01"}, {("/period/to", "to-before-from")}),
    Bad("training ends before it starts", {"/doctor/training_end": "2023-08-31"}, {("/doctor/training_end", "to-before-from")}),
    Bad("expected to end before it starts", {"/doctor/expected_end": "2023-08-31"}, {("/doctor/expected_end", "to-before-from")}),
    Bad("hours and days", {"/activities/0/absence_days": 1}, {("/activities/0/absence_days", "hours-and-days")}),
    Bad("no hours and no days, but both", {"/activities/1/absence_hours": 0}, {("/activities/1/absence_days", "hours-and-days")}),
    Bad("an agreement never signed", {"/agreement/signed_on": GONE}, {("/agreement/signed_on", "missing-signing")}),
    Bad("no call, no period", {"/call": GONE, "/period": GONE}, {("/call", "call-or-period")}),
    Bad("null call, null period", {"/call": None, "/period": None}, {("/call", "call-or-period")}),
    Bad("above 100 percent", {"/positions/1": POST}, {("/positions/1/percent", "positions-above-100")}),
    Bad("above 100 percent on one day", {"/positions/1": POST | {"from": "2026-05-31"}}, {("/positions/1/percent", "positions-above-100")}),
    Bad("above 100 percent by an øre", {"/positions/1": POST | {"percent": "50.01"}}, {("/positions/1/percent", "positions-above-100")}),
    Bad(
        "three positions at once",
        {"/positions/1": POST, "/positions/2": POST | {"from": "2026-02-01"}},
        {("/positions/1/percent", "positions-above-100"), ("/positions/2/percent", "positions-above-100")},
    ),
    Bad(
        "the later row starts first",
        {"/positions/1": POST | {"from": "2024-01-01"}},
        {("/positions/0/percent", "positions-above-100")},
    ),
]  # fmt: skip
TABLES = [
    Bad("unknown call", {"/call": "2031"}, {("/call", "unknown-call")}),
    Bad("empty call", {"/call": ""}, {("/call", "unknown-call")}),
    Bad("period outside every call", {"/call": GONE, "/period/to": "2027-01-01"}, {("/period", "no-call-for-period")}),
    Bad("period across the border of two calls", {"/call": GONE, "/period": {"from": "2023-08-01", "to": "2023-09-30"}},
        {("/period", "no-call-for-period")}),
    Bad("period of no call, call named", {"/period/from": "2025-05-31"}, {("/period", "no-call-for-period")}),
    Bad("period of another call", {"/period": {"from": "2022-10-01", "to": "2023-01-31"}}, {("/period", "period-of-other-call")}),
    Bad("unknown call and period of none", {"/call": "2031", "/period/to": "2027-01-01"},
        {("/call", "unknown-call"), ("/period", "no-call-for-period")}),
    Bad("no such municipality", {"/municipality/number": "9999"}, {("/municipality/number", "unknown-municipality")}),
    Bad("no such municipality, by a period", {"/municipality/number": "0000", "/call": GONE},
        {("/municipality/number", "unknown-municipality")}),
    Bad("renumbered", {"/municipality/number": "3024"}, {("/municipality/number", "renumbered-municipality")}),
    Bad("renumbered, by a period", {"/municipality/number": "3024", "/call": GONE}, {("/municipality/number", "renumbered-municipality")}),
    Bad("divided", {"/municipality/number": "1507"}, {("/municipality/number", "renumbered-municipality")}),
    Bad("renumbered, call unknown", {"/municipality/number": "3024", "/call": "2031", "/period": GONE},
        {("/municipality/number", "renumbered-municipality"), ("/call", "unknown-call")}),
]  # fmt: skip
_CROSSED = {"/positions/0/to": "2020-01-01"}
MANY = [
    Bad("order beside a bad percent", {"/positions/0/percent": "abc", **_CROSSED},
        {("/positions/0/percent", "not-a-number"), ("/positions/0/to", "to-before-from")}),
    Bad("order beside a bad role and an unknown key", {"/positions/0/role": "lege", "/positions/0/x": 1, **_CROSSED},
        {("/positions/0/role", "unknown-code"), ("/positions/0/x", "unknown-key"), ("/positions/0/to", "to-before-from")}),
    Bad("order beside a missing key", {"/positions/0/role": GONE, **_CROSSED},
        {("/positions/0/role", "missing-key"), ("/positions/0/to", "to-before-from")}),
    Bad("hours and days beside a bad kind", {"/activities/0/absence_days": 1, "/activities/0/kind": "kurz"},
        {("/activities/0/absence_days", "hours-and-days"), ("/activities/0/kind", "unknown-code")}),
    Bad("training beside a bad name", {"/doctor/training_end": "2020-01-01", "/doctor/name": 5},
        {("/doctor/training_end", "to-before-from"), ("/doctor/name", "wrong-type-text")}),
    Bad("no signing beside a bad title", {"/agreement/signed_on": GONE, "/agreement/title": 5},
        {("/agreement/signed_on", "missing-signing"), ("/agreement/title", "wrong-type-text")}),
    Bad("no signing beside a bad split", {"/agreement/signed_on": GONE, "/agreement/split": {"doctor_percent": 101}},
        {("/agreement/signed_on", "missing-signing"), ("/agreement/split/doctor_percent", "above-100-percent")}),
    Bad("productivity order beside a bad amount", {"/lower_productivity/0/to": "2020-01-01", "/lower_productivity/0/amount": -1},
        {("/lower_productivity/0/to", "to-before-from"), ("/lower_productivity/0/amount", "negative")}),
    Bad("above 100 percent beside a bad doctor", {"/positions/1": POST, "/doctor/name": 5},
        {("/positions/1/percent", "positions-above-100"), ("/doctor/name", "wrong-type-text")}),
    Bad("above 100 percent beside a bad call", {"/positions/1": POST, "/call": 2026},
        {("/positions/1/percent", "positions-above-100"), ("/call", "wrong-type-text")}),
    Bad("above 100 percent beside a third, bad position", {"/positions/1": POST, "/positions/2": POST | {"percent": "x"}},
        {("/positions/1/percent", "positions-above-100"), ("/positions/2/percent", "not-a-number")}),
    Bad("above 100 percent by a position with an unknown key", {"/positions/1": POST | {"x": 1}},
        {("/positions/1/percent", "positions-above-100"), ("/positions/1/x", "unknown-key")}),
    Bad("above 100 percent by a position with a bad role", {"/positions/1": POST | {"role": "x"}},
        {("/positions/1/percent", "positions-above-100"), ("/positions/1/role", "unknown-code")}),
    Bad("above 100 percent beside a position out of order",
        {**_CROSSED, **{f"/positions/{n}": POST | {"from": "2021-01-01", "to": "2021-12-31"} for n in (1, 2)}},
        {("/positions/0/to", "to-before-from"), ("/positions/2/percent", "positions-above-100")}),
    Bad("a position with a bad end could be over before the next", {"/positions/0/to": "x", "/positions/1": POST},
        {("/positions/0/to", "impossible-date")}),
    Bad("tables beside above 100 percent", {"/positions/1": POST, "/municipality/number": "9999", "/call": "2031"},
        {("/positions/1/percent", "positions-above-100"), ("/municipality/number", "unknown-municipality"), ("/call", "unknown-call")}),
    Bad("tables beside an unknown key", {"/bogus": 1, "/municipality/number": "9999"},
        {("/bogus", "unknown-key"), ("/municipality/number", "unknown-municipality")}),
    Bad("tables beside a bad field of the municipality", {"/municipality/registered": "ja", "/municipality/number": "9999"},
        {("/municipality/registered", "wrong-type-flag"), ("/municipality/number", "unknown-municipality")}),
    Bad("tables beside a bad call", {"/call": 2026, "/municipality/number": "9999"},
        {("/call", "wrong-type-text"), ("/municipality/number", "unknown-municipality")}),
    Bad("tables beside a bad accept", {"/accept": "x", "/call": "2031"}, {("/accept", "wrong-type-list"), ("/call", "unknown-call")}),
    Bad("period of no call beside an unknown key in it", {"/period": {"from": "2019-01-01", "to": "2019-12-31", "x": 1}},
        {("/period/x", "unknown-key"), ("/period", "no-call-for-period")}),
    Bad("a bad period is not a period that is missing", {"/call": GONE, "/period/to": "x"}, {("/period/to", "impossible-date")}),
    Bad("a bad period of another shape is not missing", {"/call": GONE, "/period": 5, "/x": 1},
        {("/period", "wrong-type-object"), ("/x", "unknown-key")}),
    Bad("a bad signing is not a signing that is missing", {"/agreement/signed_on": 5, "/agreement/title": 5},
        {("/agreement/signed_on", "wrong-type-date"), ("/agreement/title", "wrong-type-text")}),
    Bad("a bad centrality class beside an unknown key", {"/municipality/centrality_class": 9, "/municipality/x": 1},
        {("/municipality/centrality_class", "not-a-centrality-class"), ("/municipality/x", "unknown-key")}),
    Bad("a thousand activities that are none, and more", {"/activities": [1] * 1_500},
        {(f"/activities/{n}", "wrong-type-object") for n in range(1_000)} | {("/activities", "too-many-problems")}),
    Bad("every reading at once", {f"/readings/{key}": "x" for key in FULL["readings"]},
        {(f"/readings/{key}", "unknown-code") for key in FULL["readings"]}),
]  # fmt: skip
ROWS = [*WHOLE, *KEYS, *SHAPES, *BETWEEN, *TABLES, *MANY]
rows = pytest.mark.parametrize("bad", ROWS, ids=lambda bad: bad.name)


def _text(bad: Bad) -> str | bytes:
    return written(bad.given) if isinstance(bad.given, dict) else bad.given


@rows
def test_row(bad: Bad) -> None:
    assert errors_of(_text(bad)) == sorted(bad.expected)


@rows
def test_messages(bad: Bad) -> None:
    pytest.importorskip("alis_rules.explain.catalogue")
    with pytest.raises(InvalidCase) as raised:
        load_case(_text(bad))
    for error in raised.value.errors:
        for text in (error.message, error.text("nb"), error.text("nn"), error.text("en")):
            assert text.strip()
            assert "{" not in text or any("{" in value for _, value in error.params)
            assert text.isprintable()
    assert str(raised.value).count("\n") == len(raised.value.errors) - (raised.value.reference is None)


OF_CALLERS = {"file-name", "not-a-case", "not-a-document", "not-parsed", "not-a-day", "not-tables"}
"""What is wrong with how a function is called, not with a document: `tests/faults/test_seeing.py` and `test_input.py`."""


def test_every_code_of_the_source_is_in_the_table() -> None:
    codes: set[str] = {"too-large-amount", "too-many-hours", "above-100-percent"}
    for module in ("resolving", "fields", "interchange", "model", "readings"):
        for node in ast.walk(ast.parse((ROOT / "src" / "alis_rules" / f"{module}.py").read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("problem", "Misfit"):
                first = node.args[node.func.id == "problem"]
                if isinstance(first, ast.Constant):
                    codes.add(str(first.value))
    tested = {code for bad in ROWS for _, code in bad.expected} | {code for at in LEAVES for _, code in wrong_values(at)}
    assert codes - tested == {"not-an-entitlement", *OF_CALLERS}
    assert tested <= codes


def test_everything_wrong_at_once() -> None:
    """A wrong value in every field, an unknown key in every object, errors between fields and against the tables."""
    changes: Changes = {}
    expected: Found = set()
    turn = itertools.count()
    left = ("/municipality/number", "/call", "/period/from", "/period/to", "/accept", "/activities/0/absence_days")
    for at in LEAVES:
        if at not in left:
            choices = list(wrong_values(at))
            changes[at], code = choices[next(turn) % len(choices)]
            expected.add((at, code))
    for parent in {at.rpartition("/")[0] for at in LEAVES}:
        changes[f"{parent}/bogus~1key"] = None
        expected.add((f"{parent}/bogus~1key", "unknown-key"))
    changes |= {"/call": "2031", "/municipality/number": "9999", "/accept": ["x"], "/positions/1": POST, "/positions/2": POST}
    expected |= {
        ("/call", "unknown-call"),
        ("/municipality/number", "unknown-municipality"),
        ("/accept/0", "unknown-code"),
        ("/positions/2/percent", "positions-above-100"),
    }
    assert errors_of(written(changes)) == sorted(expected)


def test_in_the_order_of_the_document_within_an_object() -> None:
    with pytest.raises(InvalidCase) as raised:
        load_case(written({"/positions/0/role": "x", "/positions/0/percent": "x", "/positions/0/from": "x"}))
    assert [error.at for error in raised.value.errors] == ["/positions/0/role", "/positions/0/percent", "/positions/0/from"]


def test_adjacent_positions_are_right() -> None:
    assert errors_of(written({"/positions/0/percent": 100, "/positions/1": POST | {"percent": 100, "from": "2026-06-01"}})) == []
    assert errors_of(written({"/positions/1": POST | {"percent": 50}})) == []


def test_old_municipality_number_in_an_old_call() -> None:
    plain = document(call="2023", municipality__number="3024")
    assert load_case(json.dumps(plain)).municipality.number == "3024"
    plain = document(call=None, period={"from": "2022-10-01", "to": "2022-12-31"}, municipality__number="1507")
    assert load_case(json.dumps(plain)).municipality.number == "1507"


# What the error names -------------------------------------------------------------------------------------------------


def params_of(changes: Changes) -> dict[str, str]:
    """The particulars of the one error."""
    with pytest.raises(InvalidCase) as raised:
        load_case(written(changes))
    (error,) = raised.value.errors
    return dict(error.params)


@pytest.mark.parametrize(
    ("changes", "near"),
    [
        ({"/positions/0/role": "fastlegen"}, "fastlege"),
        ({"/positions/0/employment": "hovedmodellen"}, "hovedmodell"),
        ({"/activities/0/kind": "praksisbesøk"}, "praksisbesok"),
        ({"/activities/0/kind": "KURS"}, "kurs"),
        ({"/interruptions/0/kind": "kommersiell"}, "kommersiell-aktor"),
        ({"/readings/rounding": "whole-krone"}, "whole-kroner"),
        ({"/positon": []}, "positions"),
        ({"/municipality/registred": True}, "registered"),
        ({"/doctor/hpr_nummer": "1"}, "hpr_number"),
        ({"/positions/0/percentage": 5}, "percent"),
        ({"/claims/supervison": 5}, "supervision"),
        ({"/readings/grantframe": "published"}, "grant-frame"),
        ({"/supplied/grant_frame/fastlegevikarer": 5}, "fastlegevikar"),
        ({"/call": "2027"}, "2026"),
    ],
)
def test_the_near_word_is_named(changes: Changes, near: str) -> None:
    assert f"“{near}”" in params_of(changes)["near"]


@pytest.mark.parametrize(("old", "named"), [("3024", ("3201",)), ("1507", ("1508", "1580"))])
def test_the_new_numbers_are_named(old: str, named: tuple[str, ...]) -> None:
    now = params_of({"/municipality/number": old})["now"]
    assert all(number in now for number in named)


def test_the_calls_are_named() -> None:
    assert all(call in params_of({"/call": "1999"})["known"] for call in ("2023", "2026", "2025-06-01", "2026-05-31"))


def test_the_value_is_shown_short_and_without_control_characters() -> None:
    value = params_of({"/positions/0/role": "\x1b[31m\n" + "x" * 500})["value"]
    assert len(value) <= 61
    assert value.isprintable()


# The same errors from the constructors --------------------------------------------------------------------------------

TO_DATE = {"from_": "2025-02-01", "to": "2025-01-31"}
RIGHT: dict[str, Any] = {
    "call": "2026",
    "municipality": Municipality(number="1804"),
    "doctor": Doctor(),
    "agreement": Agreement(kind="veiledning"),
}
MADE: list[tuple[type, dict[str, Any], Found]] = [
    (
        Position,
        {"role": "lege", "employment": None, "percent": 22.505, "from_": "2025-02-30", "to": 5},
        {
            ("/role", "unknown-code"),
            ("/employment", "wrong-type-text"),
            ("/percent", "too-many-decimals"),
            ("/from", "impossible-date"),
            ("/to", "wrong-type-date"),
        },
    ),
    (Position, {"role": "fastlege", "employment": "ansatt", "percent": 100, **TO_DATE}, {("/to", "to-before-from")}),
    (
        Position,
        {"role": "fastlege", "employment": "ansatt", "percent": 101, **TO_DATE},
        {("/to", "to-before-from"), ("/percent", "above-100-percent")},
    ),
    (Interruption, {"kind": "permisjon", **TO_DATE}, {("/to", "to-before-from")}),
    (Interruption, {"kind": "ferie", **TO_DATE}, {("/to", "to-before-from"), ("/kind", "unknown-code")}),
    (LowerProductivity, {"amount": 1, **TO_DATE}, {("/to", "to-before-from")}),
    (Period, TO_DATE, {("/to", "to-before-from")}),
    (
        Activity,
        {"kind": "kurs", "date": dt.datetime(2025, 9, 1, tzinfo=dt.UTC), "absence_hours": 0.1 + 0.2},
        {("/date", "wrong-type-date"), ("/absence_hours", "too-many-decimals")},
    ),
    (Activity, {"kind": "kurs", "date": "2025-09-01", "absence_hours": 8, "absence_days": 1}, {("/absence_days", "hours-and-days")}),
    (
        Activity,
        {"kind": "kurs", "date": "2025-09-01", "completed": "ja", "paid_by": "x"},
        {("/completed", "wrong-type-flag"), ("/paid_by", "unknown-code")},
    ),
    (Supervision, {"date": "2025-09-01", "hours": Decimal("NaN")}, {("/hours", "unreadable-number")}),
    (Supervision, {"date": "2025-09-01", "hours": Decimal("sNaN")}, {("/hours", "unreadable-number")}),
    (Supervision, {"date": "2025-09-01", "hours": Decimal("-Infinity")}, {("/hours", "unreadable-number")}),
    (Supervision, {"date": "2025-09-01", "hours": Decimal("1e-999999")}, {("/hours", "too-many-decimals")}),
    (Supervision, {"date": "2025-09-01", "hours": Decimal("1e999999")}, {("/hours", "too-many-hours")}),
    (Supervision, {"date": "2025-09-01", "hours": 10**50}, {("/hours", "too-many-hours")}),
    (Supervision, {"date": "2025-09-01", "hours": 10**5000}, {("/hours", "too-many-hours")}),
    (Supervision, {"date": "2025-09-01", "hours": -(10**5000)}, {("/hours", "negative")}),
    (Supervision, {"date": "2025-09-01", "hours": 1j}, {("/hours", "wrong-type-number")}),
    (UsedHours, {"hours": True}, {("/hours", "wrong-type-number")}),
    (Cost, {"date": "2025-09-01", "amount": float("nan")}, {("/amount", "unreadable-number")}),
    (Cost, {"date": "2025-09-01", "amount": float("-inf")}, {("/amount", "unreadable-number")}),
    (Cost, {"date": "2025-09-01", "amount": 1e16}, {("/amount", "too-large-amount")}),
    (Cost, {"date": "2025-09-01", "amount": 5e-324}, {("/amount", "too-many-decimals")}),
    (Cost, {"date": "2025-09-01", "amount": Decimal("9.800")}, {("/amount", "too-many-decimals")}),
    (Cost, {"date": "2025-09-01", "amount": Fraction(1, 2)}, {("/amount", "wrong-type-number")}),
    (
        AdditionalElement,
        {"date": "x", "amount": "1,5", "lasting_investment": 1},
        {("/date", "impossible-date"), ("/amount", "not-a-number"), ("/lasting_investment", "wrong-type-flag")},
    ),
    (
        Doctor,
        {"name": 5, "training_start": "2025-01-01", "training_end": "2024-01-01"},
        {("/name", "wrong-type-text"), ("/training_end", "to-before-from")},
    ),
    (Agreement, {"kind": "alis-avtale"}, {("/signed_on", "missing-signing")}),
    (Agreement, {"kind": "alis-avtale", "signed_on": "x"}, {("/signed_on", "impossible-date")}),
    (Agreement, {"kind": "alis-avtale", "title": 5}, {("/signed_on", "missing-signing"), ("/title", "wrong-type-text")}),
    (Agreement, {"kind": "veiledning", "split": 60}, {("/split", "wrong-type-object")}),
    (Split, {"doctor_percent": "100.01"}, {("/doctor_percent", "above-100-percent")}),
    (
        Municipality,
        {"number": 1804, "registered": "ja", "centrality_class": 7},
        {("/number", "wrong-type-text"), ("/registered", "wrong-type-flag"), ("/centrality_class", "not-a-centrality-class")},
    ),
    (Readings, {"rounding": "x", "grading": 5}, {("/rounding", "unknown-code"), ("/grading", "wrong-type-text")}),
    (Case, RIGHT | {"call": None}, {("/call", "call-or-period")}),
    (Case, RIGHT | {"call": 2026}, {("/call", "wrong-type-text")}),
    (Case, RIGHT | {"schema": None}, {("/schema", "unknown-code")}),
    (
        Case,
        RIGHT | {"municipality": None, "doctor": {}, "agreement": "x"},
        {("/municipality", "wrong-type-object"), ("/doctor", "wrong-type-object"), ("/agreement", "wrong-type-object")},
    ),
    (
        Case,
        RIGHT | {"positions": "x", "activities": {}, "accept": "unconfirmed"},
        {("/positions", "wrong-type-list"), ("/activities", "wrong-type-list"), ("/accept", "wrong-type-list")},
    ),
    (Case, RIGHT | {"positions": [{}, 5]}, {("/positions/0", "wrong-type-object"), ("/positions/1", "wrong-type-object")}),
    (Case, RIGHT | {"positions": [None]}, {("/positions/0", "wrong-type-object")}),
    (Case, RIGHT | {"activities": (Cost(date="2025-09-01", amount=1),)}, {("/activities/0", "wrong-type-object")}),
    (Case, RIGHT | {"accept": ["x", 5]}, {("/accept/0", "unknown-code"), ("/accept/1", "wrong-type-text")}),
    (
        Case,
        RIGHT | {"positions": [Position(role="fastlege", employment="ansatt", percent=60, from_="2025-01-01")] * 2},
        {("/positions/1/percent", "positions-above-100")},
    ),
    (
        Case,
        RIGHT | {"claims": 5, "positions": [Position(role="fastlege", employment="ansatt", percent=60, from_="2025-01-01")] * 2},
        {("/positions/1/percent", "positions-above-100"), ("/claims", "wrong-type-object")},
    ),
]


@pytest.mark.parametrize(("cls", "values", "expected"), MADE, ids=[f"{cls.__name__} {n}" for n, (cls, *_) in enumerate(MADE)])
def test_constructors_report_all_problems_of_the_object(cls: type, values: dict[str, Any], expected: Found) -> None:
    assert reported(lambda: cls(**values)) == sorted(expected)


@pytest.mark.parametrize("at", sorted(set(LEAVES) - {"/accept", "/schema"}))
def test_the_same_errors_from_the_constructors(at: str) -> None:
    """Each wrong value, handed to the type itself."""
    parent, _, key = at.rpartition("/")
    cls: Any = Case
    plain: Any = FULL
    for token in parent.split("/")[1:]:
        plain = plain[_step(token)]
        cls = next((of for _, name, of, *_ in layout(cls) if name == token), cls)
    right: dict[str, Any] = dict(RIGHT)
    if cls is not Case:
        singles = [(name, json_key) for name, json_key, of, *_ in layout(cls) if of is None and json_key in plain]
        right = {name: str(plain[json_key]) if isinstance(plain[json_key], float) else plain[json_key] for name, json_key in singles}
    name = next(name for name, json_key, *_ in layout(cls) if json_key == key)
    if key == "absence_days":
        del right["absence_hours"]
    for value, code in wrong_values(at):
        if not str(value).startswith("@raw") and code != "unknown-municipality":
            assert reported(partial(cls, **right | {name: value})) == [(f"/{key}", code)], value


def test_tables_are_checked_when_a_made_case_is_evaluated() -> None:
    parts: dict[str, Any] = RIGHT | {"call": "2031", "municipality": Municipality(number="9999")}
    made = Case(**parts)
    assert reported(lambda: evaluate(made)) == [("/call", "unknown-call"), ("/municipality/number", "unknown-municipality")]
    parts = RIGHT | {"call": None, "period": Period(from_="2019-01-01", to="2019-12-31")}
    made = Case(**parts)
    assert reported(lambda: evaluate(made)) == [("/period", "no-call-for-period")]


def test_readings_of_evaluate() -> None:
    made = Case(**RIGHT)
    wrong = {"rounding": "x", "month-count": "y"}
    expected = [("/readings/month-count", "unknown-key"), ("/readings/rounding", "unknown-code")]
    assert reported(lambda: evaluate(made, readings=wrong)) == expected


def test_a_document_from_python_may_hold_floats_as_they_are_written_and_no_strange_keys() -> None:
    plain = copy.deepcopy(FULL)
    plain["positions"][0]["percent"] = 22.5
    assert str(case_from_json(plain).positions[0].percent) == "22.50"
    plain["positions"][0]["percent"] = 22.505
    assert reported(lambda: case_from_json(plain)) == [("/positions/0/percent", "too-many-decimals")]
    assert ("/1", "unknown-key") in reported(lambda: case_from_json({1: 2}))


def test_an_invalid_case_is_a_value_error_with_its_problems() -> None:
    error = InvalidCase([Problem("/a", "empty")])
    assert isinstance(error, ValueError)
    assert error.errors == (Problem("/a", "empty"),)
    assert Problem("", "empty").under("a/b").under(0).under("~").at == "/~0/0/a~1b"


# Nothing else comes out -----------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["2025-02-01", "fastlege", "1804", "1e400", "-0.00", "100"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8) | st.sampled_from(sorted(FULL)), inner, max_size=4),
    max_leaves=12,
)


def all_pointers(plain: Any, at: str = "") -> Iterable[str]:
    """Every place in a document."""
    pairs: Any = ()
    if isinstance(plain, dict):
        pairs = cast("dict[str, Any]", plain).items()
    elif isinstance(plain, list):
        pairs = enumerate(cast("list[Any]", plain))
    for key, value in pairs:
        yield f"{at}/{key}"
        yield from all_pointers(value, f"{at}/{key}")


def check(text: str | bytes) -> None:
    """Either a case, or errors: at least one, each once, each with a JSON Pointer."""
    pairs = errors_of(text)
    assert len(set(pairs)) == len(pairs)
    assert all(re.fullmatch(r"(/([^~/]|~[01])*)*", at, re.DOTALL) for at, _ in pairs)


@given(JSON)
def test_any_json_value_is_a_case_or_errors(value: Any) -> None:
    check(json.dumps(value))


@given(st.text() | st.binary())
def test_any_text_is_a_case_or_errors(text: str | bytes) -> None:
    check(text)


@settings(max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(sorted(all_pointers(FULL))), st.just(GONE) | JSON), min_size=1, max_size=5), st.data())
def test_any_change_of_a_case_is_a_case_or_errors(changes: list[tuple[str, Any]], data: st.DataObject) -> None:
    plain = copy.deepcopy(FULL)
    for at, value in sorted(changes, key=lambda change: change[0], reverse=True):
        if at in set(all_pointers(plain)):
            _put(plain, at, value)
    text = json.dumps(plain)
    cut = data.draw(st.none() | st.integers(0, len(text)))
    check(text[:cut])


@pytest.mark.parametrize("key", ["/call", "/schema", "/positions", "/positions/0/role", "/doctor/name", "/accept"])
@pytest.mark.parametrize("brackets", [("[", "]"), ('{"a":', "}")])
def test_any_depth_is_reported(key: str, brackets: tuple[str, str]) -> None:
    for depth in range(800, 1001):
        value = brackets[0] * depth + "1" * (brackets[0] != "[") + brackets[1] * depth
        plain = copy.deepcopy(document())
        _put(plain, key, "@")
        assert errors_of(json.dumps(plain).replace('"@"', value)), depth
