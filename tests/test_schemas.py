"""The schemas: as made from the types, valid, and at one with what `load_case` says."""

import json
from collections.abc import Mapping
from typing import Any

import openapi_spec_validator
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing.exceptions import PointerToNowhere

from alis_rules import InvalidCase, case_from_json, case_schema, case_to_json, entitlement_schema, evaluate, load_case, openapi_schemas
from alis_rules.testing.documents import worked_cases
from tests.support import CONTRACT_CASE, ROOT, document

WORKED: list[dict[str, Any]] = worked_cases()
CASES: dict[str, dict[str, Any]] = {"contract": CONTRACT_CASE, **{each["name"]: each["case"] for each in WORKED}}
SCHEMAS = {"case": case_schema(), "entitlement": entitlement_schema()}
cases = pytest.mark.parametrize("name", CASES)


def faults(kind: str, plain: Any) -> list[str]:
    """What a document does not meet of a schema."""
    validator: Any = Draft202012Validator(SCHEMAS[kind], format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(plain)]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_files_are_as_made_from_the_types(kind: str) -> None:
    text = (ROOT / "schemas" / f"{kind}.schema.json").read_text("utf-8")
    made = json.dumps(SCHEMAS[kind], ensure_ascii=False, indent=2) + "\n"
    assert text == made, f"the types have changed: alis-rules schema {kind} > schemas/{kind}.schema.json"


def test_the_components_are_as_made_from_the_types() -> None:
    text = (ROOT / "schemas" / "openapi-components.json").read_text("utf-8")
    made = json.dumps(openapi_schemas(), ensure_ascii=False, indent=2) + "\n"
    assert text == made, "the types have changed: alis-rules schema openapi > schemas/openapi-components.json"


OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "A service", "version": "1"},
    "paths": {
        "/evaluate": {
            "post": {
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/AlisCase"}}}},
                "responses": {
                    "200": {
                        "description": "x",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AlisEntitlement"}}},
                    },
                    "422": {"description": "x", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AlisErrors"}}}},
                },
            }
        }
    },
    "components": {"schemas": openapi_schemas()},
}
"""A service's own document, with the schemas embedded."""


def test_the_components_fit_an_openapi_document() -> None:
    openapi_spec_validator.validate(OPENAPI)
    text = json.dumps(OPENAPI)
    assert "$defs" not in text
    assert '"$id"' not in text
    with pytest.raises(PointerToNowhere):
        openapi_spec_validator.validate(json.loads(text.replace('"AlisCasePosition": {', '"AlisCasePost": {')))


@cases
def test_the_components_say_what_the_schemas_say(name: str) -> None:
    case = load_case(json.dumps(CASES[name]))
    wrong: dict[str, Any] = {**CASES[name], "positions": [{"role": "lege"}]}
    with pytest.raises(InvalidCase) as raised:
        case_from_json(wrong)
    documents: dict[str, tuple[str, Any]] = {
        "AlisCase": ("case", CASES[name]),
        "AlisEntitlement": ("entitlement", evaluate(case, explain=True).to_json()),
    }
    for component, (kind, plain) in documents.items():
        validator: Any = Draft202012Validator({"$ref": f"#/components/schemas/{component}", "components": OPENAPI["components"]})
        assert list(validator.iter_errors(plain)) == []
        assert len(list(validator.iter_errors(wrong))) == len(faults(kind, wrong)) > 0
    errors: Any = Draft202012Validator(openapi_schemas()["AlisErrors"])
    assert list(errors.iter_errors(raised.value.to_json("nb"))) == []
    assert list(errors.iter_errors(InvalidCase(raised.value.errors, reference="17").to_json())) == []
    assert list(errors.iter_errors({"errors": []}))


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_schemas_are_valid(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[kind])
    assert SCHEMAS[kind]["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("kind", SCHEMAS)
def test_everything_is_described(kind: str) -> None:
    definitions: Mapping[str, Any] = SCHEMAS[kind]["$defs"]
    for name, definition in {"": SCHEMAS[kind], **definitions}.items():
        assert definition["description"], name
        assert definition["properties"], name
        assert all(each["description"] for each in definition["properties"].values()), name
        assert not any("None" in each["description"] or "``" in each["description"] for each in definition["properties"].values()), name
        if kind == "case":
            assert definition["additionalProperties"] is False


@cases
def test_cases_and_their_entitlements_validate(name: str) -> None:
    assert faults("case", CASES[name]) == []
    case = load_case(json.dumps(CASES[name]))
    assert faults("case", case_to_json(case)) == []
    assert faults("entitlement", evaluate(case).to_json()) == []
    assert faults("entitlement", json.loads(json.dumps(evaluate(case).to_json()))) == []


def test_an_entitlement_with_all_there_is_validates() -> None:
    """Every rule has a line, and some values are missing."""
    plain = document(call="2023", agreement__signed_on="2022-09-01", agreement__newly_employed=True, municipality__centrality_class=6)
    plain |= {
        "positions": [{"role": "fastlegevikar", "employment": "avtale-8-2", "percent": "60.5", "from": "2022-09-01", "to": "2023-08-31"}],
        "activities": [{"kind": "kurs", "date": "2022-11-01", "absence_days": 1, "expenses": 1000, "paid_by": "municipality"}],
        "lower_productivity": [{"from": "2022-11-01", "to": "2022-11-30", "amount": 1000}],
        "supervision": [{"date": "2022-11-01", "hours": "1.5"}],
        "facilitation": [{"date": "2022-11-01", "amount": 5}],
        "additional": [{"date": "2022-11-01", "amount": 5}],
        "municipal": [{"date": "2022-11-01", "amount": 5}],
        "doctor": {"hpr_number": "x"},
    }
    entitlement = evaluate(load_case(json.dumps(plain)))
    assert len({line.outcome for line in entitlement.lines}) >= 3
    assert faults("entitlement", entitlement.to_json()) == []


@pytest.mark.parametrize(
    "change",
    [
        {"positions": [{"role": "fastlege", "employment": "ansatt", "percent": percent, "from": "2025-02-01", "to": None}]}
        for percent in (0, 100, "0", "100.00", "22.50", "0022.5", "-0.00", "-0")
    ]
    + [
        {"call": None, "period": {"from": "2025-06-01", "to": "2026-05-31"}},
        {"period": None},
        {"positions": []},
        {"claims": {"supervision": None}},
        {"doctor": {}},
        {"agreement": {"kind": "veiledning", "split": None, "signed_on": None}},
        {"municipality": {"number": "0301", "registered": None, "centrality_class": None}},
        {"accept": ["unconfirmed", "unconfirmed"]},
        {"used_before": {"practice-compensation": {"hours": "4.25"}, "lower-productivity": "7"}},
        {"supplied": {"grant_frame": {"fastlege": "400000.00"}}},
        {"facilitation": [{"date": "2025-09-10", "amount": 1_000_000_000, "purpose": None}]},
        {"supervision": [{"date": "2025-09-10", "hours": 100_000, "cost": None}]},
    ],
)
def test_what_is_accepted_the_schema_accepts(change: dict[str, Any]) -> None:
    plain = document() | change
    case_from_json(plain)
    assert faults("case", plain) == []


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "alis-rules/case/2"},
        {"call": 2026},
        {"call": "x" * 1001},
        {"call_id": "2026"},
        {"period": {"from": "2025-06-01"}},
        {"municipality": {"number": 1804}},
        {"municipality": {"number": "180"}},
        {"municipality": {"number": "1804", "centrality_class": 7}},
        {"municipality": {"number": "1804", "centrality_class": True}},
        {"municipality": {"number": "1804", "registered": "ja"}},
        {"municipality": None},
        {"doctor": []},
        {"doctor": {"training_start": "2025-02-30"}},
        {"doctor": {"training_start": "20250201"}},
        {"doctor": {"training_start": 20250201}},
        {"agreement": {"signed_on": "2025-05-20"}},
        {"agreement": {"kind": "avtale"}},
        {"agreement": {"kind": "veiledning", "split": {"doctor_percent": 100.5}}},
        {"positions": {}},
        {"positions": None},
        {"positions": [None]},
        {"positions": [{"role": "fastlege", "employment": "ansatt", "percent": True, "from": "2025-02-01"}]},
        {"positions": [{"role": "fastlege", "employment": "ansatt", "percent": 101, "from": "2025-02-01"}]},
        {"positions": [{"role": "fastlege", "employment": "ansatt", "percent": -1, "from": "2025-02-01"}]},
        {"positions": [{"role": "fastlege", "employment": "ansatt", "percent": "1,5", "from": "2025-02-01"}]},
        {"positions": [{"role": "fastlege", "employment": "ansatt", "percent": "-5", "from": "2025-02-01"}]},
        {"positions": [{"role": "fastlege", "employment": "ansatt", "percent": "", "from": "2025-02-01"}]},
        {"positions": [{"role": "fastlege", "employment": "ansatt", "percent": 100, "from": None}]},
        {"activities": [{"kind": "kurs", "date": "2025-09-10", "completed": "ja"}]},
        {"claims": None},
        {"claims": {"grant-frame": 5}},
        {"used_before": {"supervision": 5}},
        {"supplied": {"grant_frame": 5}},
        {"readings": {"rounding": "full"}},
        {"readings": {"round": "ore"}},
        {"accept": "unconfirmed"},
        {"accept": ["reported"]},
        {"accept": None},
    ],
)
def test_errors_of_type_the_schema_rejects_too(change: dict[str, Any]) -> None:
    plain = json.loads(json.dumps(document() | change), parse_float=str)
    with pytest.raises(InvalidCase):
        case_from_json(plain)
    assert faults("case", document() | change) != []


@pytest.mark.parametrize("key", ["schema", "municipality", "doctor", "agreement", "call"])
def test_missing_keys_the_schema_rejects_too(key: str) -> None:
    plain = document()
    del plain[key]
    with pytest.raises(InvalidCase):
        case_from_json(plain)
    assert faults("case", plain) != []


@pytest.mark.parametrize("key", ["schema", "total", "lines", "records", "conditions", "remaining", "readings", "notes", "tables"])
def test_an_entitlement_without_a_key_is_none(key: str) -> None:
    plain = evaluate(load_case(json.dumps(CONTRACT_CASE))).to_json()
    assert faults("entitlement", plain) == []
    assert faults("entitlement", plain | {key: 5}) != []
    del plain[key]
    assert faults("entitlement", plain) != []
