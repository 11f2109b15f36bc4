"""What stands beside the amounts: fields to fill in, duties, and repayment."""

import json
from decimal import Decimal
from typing import Any

import pytest

from alis_rules import Entitlement, MissingField, completeness, duties, evaluate, load_case, repayment
from alis_rules.rules import RECORD_RULES
from tests.support import CONTRACT_CASE, case, course, document

# Completeness ---------------------------------------------------------------------------------------------------------

COMPLETE = load_case(json.dumps(CONTRACT_CASE))
FIELDS = {
    "/agreement/contact_person": "contact-person",
    "/doctor/name": "name",
    "/doctor/hpr_number": "hpr-number",
    "/agreement/workplace": "workplace",
    "/agreement/title": "title",
    "/positions": "positions",
    "/doctor/training_start": "training-start",
    "/doctor/first_gp_date": "first-gp-date",
    "/doctor/expected_end": "expected-end",
    "/agreement/supervisor": "supervisor",
}


def missing(plain: dict[str, Any]) -> list[str]:
    """The pointers of the fields that a case leaves empty."""
    return [each.at for each in completeness(load_case(json.dumps(plain)))]


def without(at: str, *, instead: object = None) -> dict[str, Any]:
    """The case of the contract with one field empty."""
    plain: dict[str, Any] = json.loads(json.dumps(CONTRACT_CASE))
    _, *path, last = at.split("/")
    place = plain[path[0]] if path else plain
    del place[last]
    if instead is not None:
        place[last] = instead
    return plain


def test_the_case_of_the_contract_is_complete() -> None:
    assert completeness(COMPLETE) == ()


@pytest.mark.parametrize("at", FIELDS)
def test_each_field(at: str) -> None:
    (found,) = completeness(load_case(json.dumps(without(at)))) if at != "/positions" else completeness(case_without_positions())
    assert found == MissingField(at=at, field=FIELDS[at])
    assert found.clause == "T21"
    for lang in ("nb", "en"):
        assert found.label(lang).strip()


def case_without_positions() -> Any:
    """Without a post it is not known whether the day as GP matters, so that it is not asked for either."""
    return load_case(json.dumps(without("/positions")))


@pytest.mark.parametrize("at", [at for at in FIELDS if at.rpartition("/")[2] in ("name", "hpr_number", "workplace", "title", "supervisor")])
def test_blank_is_empty(at: str) -> None:
    for blank in ("", " \t"):
        assert missing(without(at, instead=blank)) == [at]


def test_nothing_filled_in() -> None:
    assert missing(document(doctor={})) == [at for at in FIELDS if at != "/positions"]


@pytest.mark.parametrize(
    ("role", "asked"), [("fastlege", True), ("fastlegevikar", True), ("introduksjonslege", False), ("annet-legearbeid", False)]
)
def test_the_day_as_gp_is_asked_for_where_it_is_relevant(role: str, asked: bool) -> None:
    plain = without("/doctor/first_gp_date")
    plain["positions"][0]["role"] = role
    assert missing(plain) == (["/doctor/first_gp_date"] if asked else [])


def test_supervision_only_has_nothing_to_fill_in() -> None:
    assert missing(document(agreement={"kind": "veiledning"}, doctor={}, positions=[])) == []


# Duties ---------------------------------------------------------------------------------------------------------------


def test_duties_of_both_parties() -> None:
    found = duties()
    assert found is duties()
    assert isinstance(hash(found), int)
    for party, theirs in (("municipality", found.municipality), ("doctor", found.doctor)):
        assert len({duty.id for duty in theirs}) == len(theirs)
        for duty in theirs:
            assert duty.party == party
            assert duty.clauses
            assert duty.text() == duty.text("nb") != duty.text("en")
            assert all(text.strip().endswith(".") for text in (duty.text("nb"), duty.text("en")))
    shared = {duty.id for duty in found.municipality} & {duty.id for duty in found.doctor}
    assert shared == {"meet-requirements", "keep-documentation"}


def test_the_papers_of_each_line() -> None:
    papers: Any = duties().papers
    assert dict(papers) == {rule.id: rule.papers for rule in RECORD_RULES}
    assert all(papers.values())
    with pytest.raises(TypeError):
        papers["x"] = ()


# Repayment ------------------------------------------------------------------------------------------------------------


def result(*activities: dict[str, Any], **parts: Any) -> Entitlement:
    """A case with activities, evaluated with a frame that is known and does not bind."""
    supplied = {"grant_frame": {"fastlege": 900_000}}
    return evaluate(case(**{"activities": list(activities), "supplied": supplied} | parts))


def repaid(granted: Entitlement, now: Entitlement) -> Any:
    """What may be reclaimed, compared with whole numbers."""
    return repayment(granted, now)


def test_nothing_to_repay() -> None:
    found = repaid(result(course("2025-09-10")), result(course("2025-09-10")))
    assert (found.difference, found.reclaimable, found.from_doctor, found.complete) == (0, 0, 0, True)
    assert all(line.difference == 0 for line in found.lines)
    assert found == repaid(result(course("2025-09-10")), result(course("2025-09-10")))
    assert len({found, repaid(result(course("2025-09-10")), result(course("2025-09-10")))}) == 1


def test_a_course_that_was_not_held() -> None:
    """8 hours × 1375 × 60 percent = 6600 kroner for absence, 1000 of expenses that the municipality had paid."""
    plain = course("2025-09-10", 8, expenses=1000, paid_by="municipality")
    found = repaid(result(plain), result(plain | {"completed": False}))
    lines = {line.rule: line for line in found.lines}
    assert [line.rule for line in found.lines] == [line.rule for line in result().lines]
    practice = lines["practice-compensation"]
    assert (practice.granted, practice.now, practice.difference, practice.from_doctor) == (6600, 0, 6600, 6600)
    expenses = lines["learning-expenses"]
    assert (expenses.granted, expenses.now, expenses.difference, expenses.from_doctor) == (1000, 0, 1000, 0)
    assert (found.difference, found.reclaimable, found.from_doctor) == (7600, 7600, 6600)
    assert str(found.reclaimable) == "7600.00"
    assert found.complete


def test_more_is_due_than_was_granted() -> None:
    found = repaid(result(course("2025-09-10", 8)), result(course("2025-09-10", 8), course("2025-09-11", 8)))
    assert (found.difference, found.reclaimable, found.from_doctor) == (-6600, 0, 0)


def test_it_went_to_another() -> None:
    """The doctor was employed after all: nothing is reclaimed by the state, but the doctor received what was the municipality's."""
    employed = [{"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2025-02-01"}]
    found = repaid(result(course("2025-09-10", 8)), result(course("2025-09-10", 8), positions=employed))
    assert (found.difference, found.reclaimable, found.from_doctor) == (0, 0, 6600)
    back = repaid(result(course("2025-09-10", 8), positions=employed), result(course("2025-09-10", 8)))
    assert (back.difference, back.reclaimable, back.from_doctor) == (0, 0, 0)


def test_what_the_municipality_finances_alone_is_not_repaid() -> None:
    cost = {"date": "2025-09-10", "purpose": "bolig", "amount": 5000}
    found = repaid(result(municipal=[cost]), result())
    assert {line.rule: line.difference for line in found.lines}["municipal-elements"] == 5000
    assert (found.difference, found.reclaimable, found.complete) == (0, 0, True)


def test_what_the_frame_took_off_comes_back_first() -> None:
    tight = {"grant_frame": {"fastlege": 5000}}
    found = repaid(result(course("2025-09-10", 8), supplied=tight), result(course("2025-09-10", 4), supplied=tight))
    lines = {line.rule: line.difference for line in found.lines}
    assert (lines["practice-compensation"], lines["grant-frame"]) == (3300, -1600)
    assert (found.difference, found.reclaimable, found.from_doctor) == (1700, 1700, 1700)


@pytest.mark.parametrize("later", [False, True])
def test_an_undetermined_line_is_left_out(later: bool) -> None:
    known, unknown = result(course("2025-09-10", 8)), result(course("2025-09-10", 4), supplied=None)
    found = repaid(known, unknown) if later else repaid(unknown, known)
    frame = {line.rule: line for line in found.lines}["grant-frame"]
    assert (frame.difference, frame.from_doctor) == (None, None)
    assert (frame.now if later else frame.granted) is None
    assert not found.complete
    assert found.difference == (Decimal(3300) if later else Decimal(-3300))


def test_two_calls_are_not_compared() -> None:
    with pytest.raises(ValueError, match="not of 2026 and 2023"):
        repaid(result(), evaluate(case(call="2023")))
