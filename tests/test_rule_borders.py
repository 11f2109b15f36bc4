"""What each rule says of itself, and its arithmetic at the borders, number by number."""

from typing import Any, NamedTuple

import pytest
from attrs import evolve, fields

from alis_rules import DoctorRole, Facts, Reason
from alis_rules.arithmetic import YEAR
from alis_rules.rules import DEDUCTIONS, RECORD_RULES, Deduction, Funding, Granted, Rule, grant_frame, own_share, work

RULES: dict[str, Rule] = {rule.id: rule for rule in RECORD_RULES}
TAKEN: dict[str, Deduction] = {rule.id: rule for rule in DEDUCTIONS}


class Declared(NamedTuple):
    """What a rule says of itself beside its arithmetic."""

    clauses: tuple[str, ...]
    recipient_clauses: tuple[str, ...]
    rates: tuple[str, ...]
    readings: tuple[str, ...]
    reasons: tuple[str, ...]
    """By the table of section 3 of the contract: the reasons that are the line's own."""
    papers: tuple[str, ...]
    """What the municipality keeps for a control (T22)."""
    prices: tuple[str, ...] = ()
    caps: tuple[str, ...] = ()


DECLARED = {
    "practice-compensation": Declared(
        clauses=("T36", "T37", "T38", "T39", "T40"),
        recipient_clauses=("T41", "T42", "T43"),
        rates=("fee-rate", "practice-compensation-share", "absence-hours"),
        readings=("gap-between-posts", "grading", "short-call-caps", "rounding"),
        reasons=("supervision-only", "outside-gp-scheme", "activity-not-listed", "not-completed"),
        papers=("course-certificate", "absence-record", "competence-portal"),
        prices=("practice_price",),
        caps=("absence_cap_h100",),
    ),
    "learning-expenses": Declared(
        clauses=("T44", "T45", "T46"),
        recipient_clauses=(),
        rates=("learning-expenses",),
        readings=("gap-between-posts", "grading", "short-call-caps", "rounding"),
        reasons=("supervision-only", "activity-not-listed", "not-completed"),
        papers=("receipts", "fund-settlement", "course-certificate"),
        caps=("learning_cap_ore",),
    ),
    "lower-productivity": Declared(
        clauses=("T15", "T47", "T48", "T49"),
        recipient_clauses=("T50", "T51"),
        rates=("lower-productivity", "productivity-months"),
        readings=("productivity-window", "gap-between-posts", "grading", "short-call-caps", "rounding"),
        reasons=("supervision-only", "outside-gp-scheme", "introductory-gp", "outside-first-24-months"),
        papers=("income-statement", "first-gp-agreement"),
        caps=("productivity_cap_ore",),
    ),
    "supervision": Declared(
        clauses=("T52", "T53"),
        recipient_clauses=(),
        rates=("fee-rate", "supervision-share", "supervision-rate", "supervision-hours"),
        readings=("supervision-hours", "gap-between-posts", "grading", "short-call-caps", "rounding"),
        reasons=(),
        papers=("supervision-record", "supervisor-payment"),
        prices=("supervision_price",),
        caps=("supervision_cap_h100",),
    ),
    "facilitation": Declared(
        clauses=("T54", "T55"),
        recipient_clauses=(),
        rates=("facilitation-share",),
        readings=("facilitation-base", "grant-frame", "month-counting", "gap-between-posts", "rounding"),
        reasons=("supervision-only",),
        papers=("receipts", "facilitation-purpose"),
        caps=("facilitation_share",),
    ),
    "additional-elements": Declared(
        clauses=("T57", "T58", "T59", "T60"),
        recipient_clauses=(),
        rates=("additional-cap",),
        readings=("gap-between-posts", "short-call-caps", "rounding"),
        reasons=("supervision-only", "not-centrality-6", "lasting-investment"),
        papers=("receipts", "additional-agreement"),
        caps=("additional_cap_ore",),
    ),
    "municipal-elements": Declared(
        clauses=("T61", "T62"),
        recipient_clauses=(),
        rates=(),
        readings=("gap-between-posts", "rounding"),
        reasons=("supervision-only",),
        papers=("municipal-agreement",),
    ),
}


class TestWhatEachRuleSaysOfItself:
    def test_in_the_order_of_the_contract(self) -> None:
        assert [rule.id for rule in RECORD_RULES] == list(DECLARED)
        assert [rule.id for rule in DEDUCTIONS] == ["own-share", "grant-frame"]

    @pytest.mark.parametrize("rule", DECLARED)
    def test_of_records(self, rule: str) -> None:
        found, expected = RULES[rule], DECLARED[rule]
        assert found.clauses == expected.clauses
        assert found.recipient_clauses == expected.recipient_clauses
        assert found.rates == expected.rates
        assert found.readings == expected.readings
        assert found.reasons == tuple(Reason(reason) for reason in expected.reasons)
        assert found.papers == expected.papers
        assert found.prices == expected.prices
        assert found.caps == expected.caps

    def test_of_deductions(self) -> None:
        own, frame = TAKEN["own-share"], TAKEN["grant-frame"]
        assert (own.clauses, own.rates, own.readings) == (("S18",), ("own-share",), ("rounding",))
        assert frame.clauses == ("T33", "T34")
        assert frame.rates == tuple(f"grant-frame-{role}" for role in DoctorRole)
        assert frame.readings == ("grant-frame", "month-counting", "facilitation-place", "gap-between-posts", "rounding")
        assert {(rule.recipient_clauses, rule.papers) for rule in DEDUCTIONS} == {((), ())}

    def test_the_class_of_each(self) -> None:
        """Standard elements, additional ones for centrality 6, and those that the municipality finances alone (T04)."""
        assert {rule.id: rule.funding for rule in RECORD_RULES if rule.funding is not Funding.STANDARD} == {
            "additional-elements": Funding.ADDITIONAL,
            "municipal-elements": Funding.MUNICIPAL,
        }
        assert {rule.funding for rule in DEDUCTIONS} == {Funding.STANDARD}

    def test_a_rule_is_itself_alone(self) -> None:
        """Rules are told apart by which they are, not by what they say: they hold functions, and are keys of caches."""
        for rule in (*RECORD_RULES, *DEDUCTIONS):
            assert rule != evolve(rule)
            assert hash(rule) != hash(evolve(rule))
