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
        hours = document["remaining"][0]
        assert _of(hours, {"cap": "absence-hours", "unit": "h", "left": "0.00"}) == {"cap": "absence-hours", "unit": "h", "left": "0.00"}
        assert _of(hours, {"most": "160.00", "used": "160.00", "closes": "2026-05-31"}) == {
            "most": "160.00", "used": "160.00", "closes": "2026-05-31",
        }  # fmt: skip
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


_POST = {"role": "fastlege", "employment": "hovedmodell", "percent": 100}
_LOSS = {"from": "2025-06-01", "to": "2025-06-30"}
_CLASS_6 = {"number": "1804", "registered": True, "centrality_class": 6}


class TestCapsToTheOre:
    """At the cap all is granted; an øre, or a hundredth of an hour, above it is cut, and the cap is named."""

    @pytest.mark.parametrize(
        ("rule", "key", "field", "at", "above", "most"),
        [
            ("practice-compensation", "activities", "absence_hours", "160", "160.01", "132000"),
            ("practice-compensation", "activities", "absence_days", "20", "20.01", "132000"),
            ("learning-expenses", "activities", "expenses", "14000", "14000.01", "14000"),
            ("lower-productivity", "lower_productivity", "amount", "125000", "125000.01", "125000"),
            ("supervision", "supervision", "hours", "57.75", "57.76", "91317.19"),
            ("supervision", "supervision", "cost", "1581.25", "1581.26", "1581.25"),
            ("facilitation", "facilitation", "amount", "18115.85", "18115.87", "18115.86"),
            ("additional-elements", "additional", "amount", "200000", "200000.01", "200000"),
        ],
    )
    def test_border(self, rule: str, key: str, field: str, at: str, above: str, most: str) -> None:
        day = {"date": "2025-09-10"}
        rows: dict[str, dict[str, Any]] = {"activities": {"kind": "kurs"}, "supervision": {"hours": 1}, "lower_productivity": _LOSS}
        row = rows.get(key, day) | ({} if key == "lower_productivity" else day)

        def line(number: str) -> Line:
            parts = {"municipality": _CLASS_6, "accept": ["unconfirmed"], "readings": {"grant-frame": "sum-of-caps"}}
            return evaluated(**parts, **{key: [row | {field: number}]})[rule]

        within, cut = line(at), line(above)
        assert (within.outcome, within.limited_by, within.amount) == (Outcome.GRANTED, (), within.incurred)
        assert (cut.outcome, len(cut.limited_by), cut.amount) == (Outcome.LIMITED, 1, Decimal(most))

    def test_facilitation_of_a_frame_between_two_ore(self) -> None:
        """5 percent of 362 317.1875 is 18 115.859375: above 18 115.85, and rounded to 18 115.86."""
        line = evaluated(readings={"grant-frame": "sum-of-caps"}, facilitation=[{"date": "2025-09-10", "amount": 20_000}])["facilitation"]
        assert (line.amount, line.limited_by) == (Decimal("18115.86"), ("facilitation-share",))

    def test_the_productivity_cap_by_its_own_months(self) -> None:
        """Each cap graded: twelve months as fastlege, seven of them within the first 24 months."""
        line = evaluated(
            doctor={"first_gp_date": "2024-01-16"},
            positions=[_POST | {"from": "2024-01-16"}],
            readings={"grading": "each-cap"},
            lower_productivity=[_LOSS | {"amount": 125_000}],
        )["lower-productivity"]
        assert line.amount == Decimal("72916.67")
        assert line.limited_by == ("lower-productivity",)

    def test_a_frame_after_the_first_24_months(self) -> None:
        """132 000 + 14 000 + 91 317.1875, without the productivity cap: 5 percent is 11 865.86, 1 750 kr of expenses are left."""
        document = CONTRACT_CASE | {"doctor": {"first_gp_date": "2020-01-01"}}
        entitlement = evaluate(loaded(document), readings={"facilitation-place": "on-top"})
        assert entitlement["facilitation"].amount == Decimal("11865.86")
        assert entitlement["grant-frame"].amount == 0
        assert evaluate(loaded(document))["grant-frame"].amount == Decimal("-10115.86")
