"""The contract's own case, its ten worked cases, and the one figure that an official source works out."""

import json
from decimal import Decimal
from typing import Any

import pytest

from alis_rules import Line, Outcome, case_from_json, evaluate
from tests.strategies import loaded
from tests.support import CONTRACT_CASE, ROOT, evaluated

WORKED: list[dict[str, Any]] = json.loads((ROOT / "tests" / "worked-cases.json").read_text("utf-8"), parse_float=Decimal)

CONTRACT_LINES: dict[str, dict[str, Any]] = {
    "practice-compensation": {
        "outcome": "limited",
        "incurred": "143137.50",
        "amount": "132000.00",
        "limited_by": ["absence-hours"],
        "reasons": [],
        "missing": [],
        "recipients": {"doctor": "132000.00", "municipality": "0.00", "to_be_agreed": "0.00"},
        "clauses": ["T36", "T37", "T38", "T39", "T40"],
    },
    "learning-expenses": {"outcome": "granted", "incurred": "12250.00", "amount": "12250.00", "limited_by": []},
    "lower-productivity": {"outcome": "limited", "incurred": "140000.00", "amount": "125000.00", "limited_by": ["lower-productivity"]},
    "supervision": {"outcome": "granted", "incurred": "91317.19", "amount": "91317.19", "limited_by": []},
    "facilitation": {"outcome": "granted", "incurred": "12000.00", "amount": "12000.00", "limited_by": []},
    "grant-frame": {"outcome": "limited", "amount": "-10250.00", "limited_by": ["grant-frame"], "reasons": [], "missing": []},
}
"""What section 7 of the contract says of each line; the caps by the table of section 4."""


def _of(line: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    return {key: line[key] for key in expected}


class TestContractCase:
    def test_total(self) -> None:
        entitlement = evaluate(loaded(CONTRACT_CASE))
        assert entitlement.total == Decimal("362317.19")
        assert entitlement.complete
        assert entitlement["practice-compensation"].amount == Decimal(132000)
        assert entitlement["practice-compensation"].outcome is Outcome.LIMITED

    @pytest.mark.parametrize("rule", CONTRACT_LINES)
    def test_line(self, rule: str) -> None:
        lines = {line["rule"]: line for line in evaluate(loaded(CONTRACT_CASE)).to_json()["lines"]}
        assert _of(lines[rule], CONTRACT_LINES[rule]) == CONTRACT_LINES[rule]

    def test_the_fee_rate_as_the_line_names_it(self) -> None:
        rate = evaluate(loaded(CONTRACT_CASE)).to_json()["lines"][0]["rates"][0]
        assert rate.pop("source")
        assert rate == {"id": "fee-rate", "value": "1375", "unit": "NOK/h", "standing": "reported", "in_force_from": "2026-01-01"}

    def test_the_rest_of_the_document(self) -> None:
        document = evaluate(loaded(CONTRACT_CASE)).to_json()
        assert (document["schema"], document["call"], document["total"]) == ("alis-rules/entitlement/1", "2026", "362317.19")
        first = document["records"][0]
        expected: dict[str, Any] = {"counts": True, "reasons": [], "rules": ["practice-compensation", "learning-expenses"]}
        assert _of(first, expected | {"at": None}) == expected | {"at": "/activities/0"}
        assert {"id": "signed", "status": "met", "clauses": ["T06"]} in document["conditions"]
        assert {"cap": "absence-hours", "unit": "h", "left": "0.00"} in document["remaining"]
        assert {"id": "grant-frame", "chosen": "sum-of-caps", "default": "published"} in document["readings"]
        assert {"code": "reported-value", "about": "fee-rate"} in document["notes"]
        assert document["tables"]["digest"].startswith("sha256:")

    def test_without_a_published_frame(self) -> None:
        """The default reading: what needs the frame is undetermined, and the total is what is certain so far."""
        entitlement = evaluate(loaded(CONTRACT_CASE), readings={"grant-frame": "published"})
        assert entitlement.total == Decimal("360567.19")
        assert not entitlement.complete
        undetermined = [line.rule for line in entitlement.lines if line.outcome is Outcome.UNDETERMINED]
        assert undetermined == ["facilitation", "grant-frame"]
        for rule in undetermined:
            assert _undetermined(entitlement[rule]) == (None, ("grant-frame",), None)

    def test_the_same_by_leaving_the_reading_out(self) -> None:
        document = {key: value for key, value in CONTRACT_CASE.items() if key != "readings"}
        assert evaluate(loaded(document)) == evaluate(loaded(CONTRACT_CASE), readings={"grant-frame": "published"})


def _undetermined(line: Line) -> tuple[Any, Any, Any]:
    return line.amount, line.missing, line.recipients


@pytest.mark.parametrize("worked", WORKED, ids=lambda worked: worked["name"])
def test_worked_case(worked: dict[str, Any]) -> None:
    document = evaluate(case_from_json(worked["case"])).to_json()
    lines = {line["rule"]: line for line in document["lines"]}
    found = {rule: _of(lines[rule], expected) for rule, expected in worked["expect"]["lines"].items()}
    assert found == worked["expect"]["lines"]
    assert document["total"] == worked["expect"]["total"]


def test_there_are_ten_worked_cases() -> None:
    assert len(WORKED) == 10


class TestOfficialFigure:
    """ALIS.no works out call 2023 itself: 1 140 × 115 % = 1 311 NOK an hour, and 57.75 hours in a year."""

    def _supervised(self, hours: str, **more: Any) -> Line:
        return evaluated(
            call="2023",
            doctor={"first_gp_date": "2022-09-01"},
            agreement__signed_on="2022-09-01",
            positions=[{"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2022-09-01"}],
            supervision=[{"date": "2023-01-15", "hours": hours}],
            **more,
        )["supervision"]

    def test_one_hour(self) -> None:
        assert self._supervised("1").amount == Decimal(1311)

    def test_a_year(self) -> None:
        line = self._supervised("57.75")
        assert (line.amount, line.incurred, line.outcome) == (Decimal("75710.25"), Decimal("75710.25"), Outcome.GRANTED)

    def test_a_hundredth_of_an_hour_more(self) -> None:
        line = self._supervised("57.76")
        assert (line.amount, line.limited_by, line.outcome) == (Decimal("75710.25"), ("supervision-hours",), Outcome.LIMITED)

    def test_uncapped(self) -> None:
        line = self._supervised("57.76", readings={"supervision-hours": "uncapped"})
        assert (line.amount, line.outcome) == (Decimal("75723.36"), Outcome.GRANTED)
