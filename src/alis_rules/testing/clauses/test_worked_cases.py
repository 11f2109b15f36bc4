"""The contract's own case, its ten worked cases, the figure that an official source works out, and each cap to the øre."""

from decimal import Decimal
from typing import Any

import pytest

from alis_rules import Outcome
from alis_rules.testing import Answer, AnswerLine, ask
from alis_rules.testing.asking import evaluated
from alis_rules.testing.documents import contract_case, course, document, loss, worked_cases

WORKED = worked_cases()
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


def said(line: AnswerLine, key: str) -> Any:
    """What a line says under a key, as its JSON has it."""
    value: Any = getattr(line, key)
    if isinstance(value, tuple):
        return [*value]
    if isinstance(value, Decimal):
        return str(value)
    if key == "recipients":
        return {who: str(getattr(value, who)) for who in ("doctor", "municipality", "to_be_agreed")}
    return value


class TestContractCase:
    """The case of the contract gives the entitlement of the contract."""

    def answer(self, **parts: Any) -> Answer:
        """The answer to the case of the contract with some of its parts replaced."""
        return ask(contract_case() | parts)

    def test_the_total(self) -> None:
        answer = self.answer()
        assert (answer.schema, answer.call, answer.complete) == ("alis-rules/entitlement/1", "2026", True)
        assert (answer.total_is, answer.total, answer.at_least, answer.at_most) == ("final", *[Decimal("362317.19")] * 3)

    @pytest.mark.parametrize("rule", CONTRACT_LINES)
    def test_each_line(self, rule: str) -> None:
        line, expected = self.answer()[rule], CONTRACT_LINES[rule]
        assert {key: said(line, key) for key in expected} == expected

    def test_the_fee_rate_as_the_line_names_it(self) -> None:
        rate = {each.id: each for each in self.answer()["practice-compensation"].rates}["fee-rate"]
        assert (rate.value, rate.unit, rate.standing, str(rate.in_force_from)) == ("1375", "NOK/h", "reported", "2026-01-01")
        assert rate.source

    def test_the_rest_of_the_entitlement(self) -> None:
        answer = self.answer()
        records = {each.at: each for each in answer.records}
        assert records["/activities/0"].counts
        assert records["/activities/0"].reasons == ()
        assert records["/activities/0"].rules == ("practice-compensation", "learning-expenses")
        assert ("signed", "met", ("T06",)) in [(each.id, each.status, each.clauses) for each in answer.conditions]
        assert [(each.unit, each.left) for each in answer.remaining if each.cap == "absence-hours"] == [("h", Decimal(0))]
        assert ("grant-frame", "sum-of-caps", "published") in [(each.id, each.chosen, each.default) for each in answer.readings]
        assert ("reported-value", "fee-rate") in [(each.code, each.about) for each in answer.notes]
        assert answer.version
        assert answer.digest.startswith("sha256:")

    def test_without_a_published_frame_what_needs_it_is_undetermined(self) -> None:
        answer = self.answer(readings={})
        assert (answer.total, answer.complete, answer.total_is) == (Decimal("360567.19"), False, "before-frame")
        assert (answer.at_least, answer.at_most) == (Decimal(0), Decimal("372567.19"))
        assert {line.rule for line in answer.lines if line.outcome is Outcome.UNDETERMINED} == {"facilitation", "grant-frame"}
        for rule in ("facilitation", "grant-frame"):
            assert (answer[rule].amount, answer[rule].missing) == (None, ("grant-frame",))

    @pytest.mark.parametrize("frame", [0, 1, 240_000, 360_567.19, 372_567, 500_000])
    def test_no_frame_leads_outside_the_bounds(self, frame: float) -> None:
        known = self.answer(readings={}, supplied={"grant_frame": {"fastlege": frame}})
        assert (known.complete, known.total_is) == (True, "final")
        assert known.at_least == known.total == known.at_most
        assert 0 <= known.total <= Decimal("372567.19")

    def test_where_more_than_the_frame_is_missing_the_total_is_partial(self) -> None:
        answer = self.answer(additional=[{"date": "2025-09-10", "amount": 1000}], municipality={"number": "1804", "centrality_class": 6})
        assert (answer.total_is, answer.at_least, answer.at_most) == ("partial", Decimal("362317.19"), Decimal("363317.19"))

    def test_the_same_case_has_the_same_answer_byte_for_byte(self) -> None:
        assert self.answer().text == self.answer().text

    def test_after_the_first_24_months_the_frame_holds_no_productivity_cap(self) -> None:
        # 132 000 + 14 000 + 91 317.1875: 5 percent is 11 865.86, and 1 750 kr of expenses are left.
        doctor = {"first_gp_date": "2020-01-01"}
        on_top = self.answer(doctor=doctor, readings={"grant-frame": "sum-of-caps", "facilitation-place": "on-top"})
        assert on_top["facilitation"].amount == Decimal("11865.86")
        assert on_top["grant-frame"].amount == 0
        assert self.answer(doctor=doctor)["grant-frame"].amount == Decimal("-10115.86")


class TestWorkedCases:
    """Ten cases reckoned by hand, and what each must give."""

    @pytest.mark.parametrize("worked", WORKED, ids=lambda worked: worked["name"])
    def test_it_gives_what_was_reckoned(self, worked: dict[str, Any]) -> None:
        answer, expected = ask(worked["case"]), worked["expect"]
        found = {rule: {key: said(answer[rule], key) for key in line} for rule, line in expected["lines"].items()}
        assert found == expected["lines"]
        assert str(answer.total) == expected["total"]

    def test_there_are_ten(self) -> None:
        assert len(WORKED) == 10


class TestOfficialFigure:
    """ALIS.no works out call 2023 itself: 1 140 × 115 % = 1 311 NOK an hour, and 57.75 hours in a year."""

    @pytest.mark.parametrize(("hours", "readings", "expected", "limited_by"), [
        ("1", {}, "1311.00", ()),
        ("57.75", {}, "75710.25", ()),
        ("57.76", {}, "75710.25", ("supervision-hours",)),
        ("57.76", {"supervision-hours": "uncapped"}, "75723.36", ()),
    ])  # fmt: skip
    def test_the_hours_of_a_year(self, hours: str, readings: dict[str, str], expected: str, limited_by: tuple[str, ...]) -> None:
        line = evaluated(
            call="2023",
            doctor={"first_gp_date": "2022-09-01"},
            agreement__signed_on="2022-09-01",
            positions=[{"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2022-09-01"}],
            supervision=[{"date": "2023-01-15", "hours": hours}],
            readings=readings,
        )["supervision"]
        assert (line.amount, line.limited_by) == (Decimal(expected), limited_by)
        assert line.outcome is (Outcome.LIMITED if limited_by else Outcome.GRANTED)


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
    def test_the_border(self, rule: str, key: str, field: str, at: str, above: str, most: str) -> None:
        rows: dict[str, dict[str, Any]] = {
            "activities": course("2025-09-10", 0),
            "supervision": {"date": "2025-09-10", "hours": 1},
            "lower_productivity": loss("2025-06-01", "2025-06-30", 0),
        }
        row = rows.get(key, {"date": "2025-09-10"})
        if field != "absence_hours":
            row.pop("absence_hours", None)

        def line(number: str) -> AnswerLine:
            return ask(
                document(
                    municipality__centrality_class=6,
                    accept=["unconfirmed"],
                    readings={"grant-frame": "sum-of-caps"},
                    **{key: [row | {field: number}]},
                )
            )[rule]

        within, cut = line(at), line(above)
        assert (within.outcome, within.limited_by, within.amount) == (Outcome.GRANTED, (), within.incurred)
        assert (cut.outcome, len(cut.limited_by), cut.amount) == (Outcome.LIMITED, 1, Decimal(most))

    def test_facilitation_of_a_frame_between_two_ore(self) -> None:
        # 5 percent of 362 317.1875 is 18 115.859375: above 18 115.85, and rounded to 18 115.86.
        line = evaluated(readings={"grant-frame": "sum-of-caps"}, facilitation=[{"date": "2025-09-10", "amount": 20_000}])["facilitation"]
        assert (line.amount, line.limited_by) == (Decimal("18115.86"), ("facilitation-share",))

    def test_by_reading_the_productivity_cap_is_graded_by_its_own_months(self) -> None:
        # Each cap graded: twelve months as fastlege, seven of them within the first 24 months.
        line = evaluated(
            doctor={"first_gp_date": "2024-01-16"},
            positions=[{"role": "fastlege", "employment": "hovedmodell", "percent": 100, "from": "2024-01-16"}],
            readings={"grading": "each-cap"},
            lower_productivity=[loss("2025-06-01", "2025-06-30", 125_000)],
        )["lower-productivity"]
        assert (line.amount, line.limited_by) == (Decimal("72916.67"), ("lower-productivity",))
