"""What is left under the caps, and which conditions are met: faults that use has shown."""

import datetime as dt
import json
from contextlib import suppress
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from alis_rules import (
    Case,
    Condition,
    Entitlement,
    InvalidCase,
    Outcome,
    Remaining,
    Status,
    evaluate,
    life,
    load_case,
    to_html,
    to_markdown,
    to_svg,
    to_text,
)
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.explain.listings import life_blocks
from alis_rules.explain.plain import to_plain
from alis_rules.interchange import case_to_json, dump_case
from alis_rules.reaching import LINE_OF_CAP, Full, needed
from alis_rules.testing import cases
from alis_rules.testing.asking import status
from alis_rules.testing.documents import IN_2023, activity, break_, cost, loss, post, supervised
from alis_rules.varying import WAYS
from tests.support import CONTRACT_CASE, case, evaluated

answers = st.sampled_from((None, True, False))


def told_conditions(result: Entitlement) -> dict[str, Condition]:
    """The conditions that are told, by id."""
    return {each.id: each for each in result.conditions}


class TestConditions:
    """A condition is met by what the case says, never by what it leaves out."""

    @pytest.mark.parametrize(("completed", "documented", "expected"), [
        (None, None, Status.NOT_STATED),
        (True, None, Status.NOT_STATED),
        (None, True, Status.MET),
        (True, True, Status.MET),
        (False, None, Status.MET),
        (False, False, Status.MET),
        (None, False, Status.NOT_MET),
        (True, False, Status.NOT_MET),
    ])  # fmt: skip
    def test_fault_11_documented(self, completed: bool | None, documented: bool | None, expected: Status) -> None:
        result = evaluated(activities=[activity("2025-09-10", expenses=1, completed=completed, documented=documented)])
        (found,) = (each for each in result.conditions if each.id == "documented")
        assert found.status is expected
        assert found.about == (() if expected is Status.MET else ("/activities/0",))

    @given(st.lists(st.tuples(answers, answers), min_size=1, max_size=5))
    def test_fault_11_one_that_cannot_be_documented_is_told_before_those_not_stated(
        self, said: list[tuple[bool | None, bool | None]]
    ) -> None:
        rows = [activity("2025-09-10", expenses=1, completed=done, documented=proof) for done, proof in said]
        found = told_conditions(evaluated(activities=rows))["documented"]
        asked = [proof for done, proof in said if done is not False]
        worst = Status.NOT_MET if False in asked else Status.NOT_STATED if None in asked else Status.MET
        assert found.status is worst
        of = {Status.NOT_MET: False, Status.NOT_STATED: None}.get(worst, ...)
        assert [int(at.rpartition("/")[2]) for at in found.about] == [
            index for index, (done, proof) in enumerate(said) if done is not False and proof is of
        ]

    def test_fault_11_amounts_count_what_is_not_stated(self) -> None:
        stated: tuple[dict[str, Any], ...] = ({}, {"completed": True, "documented": True})
        by_silence, said = (evaluated(activities=[activity("2025-09-10", absence_hours=5, expenses=900, **more)]) for more in stated)
        assert by_silence.lines == said.lines
        assert by_silence.records == said.records

    @given(completed=answers, documented=answers)
    def test_fault_11_what_is_not_stated_stays_so_in_json(self, completed: bool | None, documented: bool | None) -> None:
        one = case(activities=[activity("2025-09-10", expenses=1, completed=completed, documented=documented)])
        (written,) = case_to_json(one)["activities"]
        assert (written.get("completed"), written.get("documented")) == (completed, documented)
        assert ("completed" in written, "documented" in written) == (completed is not None, documented is not None)
        assert load_case(dump_case(one)) == one

    @pytest.mark.parametrize("place", ["name", "hpr_number", "training_start", "expected_end"])
    @pytest.mark.parametrize("blank", [None, " "])
    def test_fault_11_fields_of_the_template(self, place: str, blank: str | None) -> None:
        whole: dict[str, Any] = {"name": "Kari", "hpr_number": "9999999", "first_gp_date": "2025-02-01"}
        whole |= {"training_start": "2024-09-01", "expected_end": "2029-08-31"}
        agreement = {"kind": "alis-avtale", "signed_on": "2025-05-20"} | dict.fromkeys(
            ("contact_person", "workplace", "title", "supervisor"), "x"
        )
        assert status(evaluated(doctor=whole, agreement=agreement), "all-fields") is Status.MET
        if blank is None or place in ("name", "hpr_number"):
            found = told_conditions(evaluated(doctor=whole | {place: blank}, agreement=agreement))["all-fields"]
            assert (found.status, found.about) == (Status.NOT_STATED, (f"/doctor/{place}",))

    def test_fault_11_of_a_list_that_is_not_there(self) -> None:
        """The lists tell all that there is: no post is none, and no affiliation is none."""
        found = told_conditions(evaluated(positions=[]))
        assert found["post"].status is Status.NOT_MET
        assert found["no-commercial-actor"].status is Status.MET
        assert "/positions" in found["all-fields"].about

    @pytest.mark.parametrize(("start", "end", "expected"), [
        (None, None, Status.NOT_STATED),
        (None, "2025-05-31", Status.NOT_MET),
        (None, "2025-06-01", Status.NOT_STATED),
        ("2024-01-01", "2025-06-01", Status.MET),
        ("2026-06-01", None, Status.NOT_MET),
    ])  # fmt: skip
    def test_fault_11_in_training(self, start: str | None, end: str | None, expected: Status) -> None:
        """An end before the call is stated, though no start is."""
        assert status(evaluated(doctor__training_start=start, doctor__training_end=end), "in-training") is expected

    @pytest.mark.parametrize(("parts", "expected"), [
        ({}, Status.NOT_STATED),
        ({"supervision": [supervised("2025-06-01", 1)]}, Status.MET),
        ({"supervision": [supervised("2026-05-31", 1)]}, Status.MET),
        ({"supervision": [supervised("2025-05-31", 1), supervised("2026-06-01", 1)]}, Status.NOT_STATED),
        ({"activities": [activity("2025-09-10", "individuell-veiledning")]}, Status.MET),
        ({"activities": [activity("2025-09-10", "individuell-veiledning", completed=False)]}, Status.NOT_STATED),
        ({"activities": [activity("2025-09-10", "gruppeveiledning")]}, Status.NOT_STATED),
    ])  # fmt: skip
    def test_fault_11_supervised(self, parts: dict[str, Any], expected: Status) -> None:
        """Supervision in another year, or that was not carried out, says nothing of this call's."""
        assert status(evaluated(**parts), "supervised") is expected

    @pytest.mark.parametrize("blank", [None, "", " \t"])
    @pytest.mark.parametrize("kind", ["additional", "municipal"])
    def test_fault_11_purposes(self, kind: str, blank: str | None) -> None:
        rows = [cost("2025-09-10", 5, purpose="bolig"), cost("2025-09-10", 5, purpose=blank)]
        found = told_conditions(evaluated(**{kind: rows}))[f"{kind}-purpose"]
        assert (found.status, found.about) == (Status.NOT_STATED, (f"/{kind}/1",))

    @pytest.mark.parametrize(("first", "last", "expected"), [
        ("2024-09-01", "2024-09-10", Status.NOT_MET),
        ("2023-01-01", "2024-08-20", Status.NOT_MET),
        ("2023-01-01", "2024-08-19", Status.MET),  # the day before the agreement
        ("2026-05-31", None, Status.NOT_MET),
        ("2026-06-01", None, Status.MET),
    ])  # fmt: skip
    def test_fault_33_an_affiliation_since_the_agreement(self, first: str, last: str | None, expected: Status) -> None:
        parts = {"agreement__signed_on": "2024-08-20", "doctor__first_gp_date": "2024-02-01"}
        result = evaluated(**parts, interruptions=[break_("kommersiell-aktor", first, last)])
        assert status(result, "no-commercial-actor") is expected

    @pytest.mark.parametrize(("last", "expected"), [("2022-09-30", Status.MET), ("2022-10-01", Status.NOT_MET)])
    def test_fault_33_since_the_day_that_the_agreement_is_back_dated_to(self, last: str, expected: Status) -> None:
        parts = IN_2023 | {"agreement__signed_on": "2023-03-01", "agreement__newly_employed": True}
        result = evaluated(**parts, interruptions=[break_("kommersiell-aktor", "2022-09-20", last)])
        assert status(result, "no-commercial-actor") is expected

    @pytest.mark.parametrize(("last", "expected"), [("2025-05-31", Status.MET), ("2025-06-01", Status.NOT_MET)])
    def test_fault_33_without_an_agreement_within_the_call(self, last: str, expected: Status) -> None:
        result = evaluated(agreement={"kind": "veiledning"}, interruptions=[break_("kommersiell-aktor", "2025-01-01", last)])
        assert status(result, "no-commercial-actor") is expected

    @given(cases())
    def test_fault_33_what_ended_the_agreement_or_a_day_of_it_is_no_condition_that_is_met(self, one: Case) -> None:
        result = evaluate(one, project=True)
        reasons = {reason for record in result.records for reason in record.reasons if "outside-call" not in record.reasons}
        if "commercial-actor" in reasons and "before-signing" not in reasons:
            assert status(result, "no-commercial-actor") is Status.NOT_MET


PAUSES = {"gap-between-posts": "pauses-agreement"}
WINDOWS = ("productivity-window", "maximum-duration")
WAY_OF_CAP = {way.cap: way for way in WAYS.values()}
"""How a record is added that uses a cap."""


def left(result: Entitlement) -> dict[str, Remaining]:
    """What is left, by cap."""
    return {each.cap: each for each in result.remaining}


def with_more(one: Case, cap: str, day: dt.date) -> Entitlement:
    """The case with one more record that uses a cap, on some day, and nothing that is claimed."""
    return evaluate(WAY_OF_CAP[cap].add(one, day, Decimal(10)), project=True)


def without_claims(one: Case) -> Case:
    """The case to the øre, with nothing that is claimed and no fee rate of its own, any of which may keep a record from adding anything."""
    supplied = evolve(one.supplied, fee_rate=None)
    return evolve(one, claims=type(one.claims)(), supplied=supplied, readings=evolve(one.readings, rounding="ore"))


class TestLeft:
    """What is left is told as it is printed, of the caps that a case could have used, until the last day that could."""

    def test_fault_07_the_contract_case(self) -> None:
        found = left(evaluate(load_case(json.dumps(CONTRACT_CASE))))["facilitation-share"]
        assert (str(found.most), str(found.used), str(found.left)) == ("18115.86", "12000.00", "6115.86")

    @given(cases())
    def test_fault_07_left_is_most_less_used(self, one: Case) -> None:
        result = evaluate(one, project=True)
        for each in result.remaining:
            if each.cap not in WINDOWS:
                assert (each.left is None) is (each.most is None or each.used is None)
            if each.most is not None and each.used is not None:
                assert each.left == each.most - each.used >= 0
                assert each.used >= 0

    @pytest.mark.parametrize("used", ["13999.99", "14000", "20000"])
    def test_fault_07_what_was_used_elsewhere_is_never_more_than_the_cap(self, used: str) -> None:
        found = left(evaluated(used_before={"learning-expenses": used}, activities=[activity("2025-09-10", expenses=500)]))
        assert [str(getattr(found["learning-expenses"], name)) for name in ("most", "used", "left")] == ["14000.00", "14000.00", "0.00"]

    def test_fault_07_a_graded_cap_in_whole_kroner(self) -> None:
        """8 166.67 kr, of which 8 167 kr are granted: nothing is left, and no more is used than there was."""
        found = left(evaluated(
            positions=[post(last="2025-12-31")],
            activities=[activity("2025-09-10", expenses=9000)],
            readings={"grading": "each-cap", "rounding": "whole-kroner"},
        ))["learning-expenses"]  # fmt: skip
        assert (str(found.most), str(found.used), str(found.left)) == ("8166.67", "8166.67", "0.00")

    @given(cases())
    def test_fault_07_what_is_left_can_be_used(self, one: Case) -> None:
        """On the last day that is told, unless the frame takes it."""
        one = without_claims(one)
        result = evaluate(one, project=True)
        for cap, each in left(result).items():
            if cap in WAY_OF_CAP and each.left and each.closes is not None:
                rule = LINE_OF_CAP[cap]
                more = with_more(one, cap, each.closes)
                now, then = result[rule].amount, more[rule].amount
                assert then is None if now is None else then is None or then > now

    @given(cases(), st.data())
    def test_fault_07_what_is_not_told_of_cannot_be_used(self, one: Case, data: st.DataObject) -> None:
        result = evaluate(one, project=True)
        told = left(result)
        assert result.period is not None or not any(each.closes for each in told.values())
        if result.period is None:
            return
        day = data.draw(st.dates(result.period.from_, result.period.to))
        for cap in WAY_OF_CAP:
            last = told[cap].closes if cap in told else None
            if cap == "supervision-hours" and one.readings.supervision_hours == "uncapped":
                continue
            if last is None or day > last:
                rule = LINE_OF_CAP[cap]
                missing = "centrality-class" if cap == "additional-cap" and result.municipality.centrality_class is None else ""
                more = with_more(one, cap, day)[rule]
                assert missing in more.missing if missing and more.amount is None else more.amount == result[rule].amount

    @given(cases(), st.sampled_from([*WAY_OF_CAP]))
    def test_fault_07_what_is_needed_to_fill_a_cap_is_what_is_left(self, one: Case, cap: str) -> None:
        one = without_claims(one)
        each = left(evaluate(one, project=True)).get(cap)
        found = needed(one, Full(cap), project=True)
        if each is None:
            assert found.value is None
        elif each.left is not None:
            assert found.value in (each.left, Decimal(0))
            assert found.value == each.left or cap in evaluate(one, project=True)[LINE_OF_CAP[cap]].limited_by

    @pytest.mark.parametrize(("parts", "caps"), [
        ({"agreement": {"kind": "veiledning"}}, {"supervision-hours"}),
        ({"positions": []}, set[str]()),
        ({"municipality__registered": False}, set[str]()),
        ({"interruptions": [break_("kommersiell-aktor", "2025-05-25", "2025-05-25")]}, set[str]()),
        ({"doctor__training_end": "2025-05-31"}, set[str]()),
        (
            {"positions": [post("annet-legearbeid")], "doctor__first_gp_date": "2025-02-01"},
            {"learning-expenses", "supervision-hours", "facilitation-share", "grant-frame", "maximum-duration"},
        ),
        (
            {"positions": [post("introduksjonslege")]},
            {"absence-hours", "learning-expenses", "supervision-hours", "facilitation-share", "grant-frame", "maximum-duration"},
        ),
    ])  # fmt: skip
    def test_fault_07_caps_that_cannot_be_used_are_not_told_of(self, parts: dict[str, Any], caps: set[str]) -> None:
        assert left(evaluated(**parts)).keys() == caps

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_fault_07_where_no_cap_could_be_used_no_text_tells_of_any(self, lang: str) -> None:
        heading = catalogue(lang).say("text.remaining")
        for positions, told in (([post()], True), ([], False)):
            result = evaluate(case(positions=positions), explain=True)
            assert (heading in to_text(result, lang=lang)) is told
            assert (heading in to_html(result, lang=lang)) is told

    @pytest.mark.parametrize(("parts", "closes"), [
        ({}, "2026-05-31"),
        ({"interruptions": [break_("kommersiell-aktor", "2025-11-10", "2025-11-10")]}, "2025-11-09"),
        ({"positions": [post(last="2025-12-31")]}, "2025-12-31"),
        ({"positions": [post(last="2025-12-31"), post(first="2026-02-01")]}, "2025-12-31"),
        ({"positions": [post(last="2025-12-31"), post(first="2026-02-01")], "readings": PAUSES}, "2026-05-31"),
        ({"agreement__signed_on": "2021-01-11", "positions": [post(first="2020-01-01")]}, "2026-01-10"),
        ({"doctor__training_end": "2026-03-03"}, "2026-03-03"),
        ({"interruptions": [break_("institusjonstjeneste", "2026-05-01")]}, "2026-04-30"),
    ])  # fmt: skip
    def test_fault_34_closes_is_the_last_day_that_can_use_it(self, parts: dict[str, Any], closes: str) -> None:
        found = left(evaluated(**parts))
        assert {str(found[cap].closes) for cap in (*WAY_OF_CAP, "grant-frame") if cap != "additional-cap"} == {closes}

    def test_fault_34_the_window_closes_lower_productivity_alone(self) -> None:
        found = left(evaluated(doctor__first_gp_date="2024-02-01"))
        assert str(found["lower-productivity"].closes) == str(found["productivity-window"].closes) == "2026-01-31"
        assert str(found["absence-hours"].closes) == "2026-05-31"

    def test_fault_34_a_role_closes_what_is_its_own(self) -> None:
        found = left(evaluated(positions=[post(last="2025-12-31"), post("annet-legearbeid", first="2026-01-01")]))
        closes = {cap: str(each.closes) for cap, each in found.items()}
        assert closes["absence-hours"] == closes["lower-productivity"] == closes["productivity-window"] == "2025-12-31"
        assert closes["learning-expenses"] == closes["supervision-hours"] == closes["grant-frame"] == "2026-05-31"

    @pytest.mark.parametrize(("parts", "window", "longest"), [
        ({}, ("8.00", "2027-01-31"), ("47.00", "2030-05-19")),
        ({"doctor__training_end": "2026-08-31"}, ("3.00", "2026-08-31"), ("3.00", "2026-08-31")),
        ({"interruptions": [break_("kommersiell-aktor", "2025-11-10")]}, ("0.00", "2025-11-09"), ("0.00", "2025-11-09")),
        ({"positions": [post(last="2026-08-15")]}, ("2.00", "2026-08-15"), None),
    ])  # fmt: skip
    def test_fault_34_windows_too(self, parts: dict[str, Any], window: Any, longest: Any) -> None:
        found = {cap: (str(each.left), str(each.closes)) for cap, each in left(evaluated(**parts)).items() if cap in WINDOWS}
        assert found == {cap: each for cap, each in zip(WINDOWS, (window, longest), strict=True) if each}

    def test_fault_35_hours_that_counted_are_used(self) -> None:
        found = left(evaluated(supervision=[supervised("2025-09-10", 1, cost=7)]))["supervision-hours"]
        assert (str(found.most), str(found.used), str(found.left)) == ("57.75", "1.00", "56.75")

    @given(cases())
    def test_fault_35_hours_of_any_case(self, one: Case) -> None:
        result = evaluate(one, project=True)
        facts = result.facts
        counted = {
            "absence-hours": facts.absence_h100 + facts.absence_used_h100,
            "supervision-hours": facts.supervision_h100 + facts.supervision_used_h100,
        }
        for cap, each in left(result).items():
            if cap in counted and each.most is not None and each.used is not None:
                assert each.used == min(Decimal(counted[cap]) / 100, each.most)

    @pytest.mark.parametrize("readings", [{}, {"rounding": "whole-kroner"}])
    def test_fault_35_absence_too_whatever_an_hour_comes_to(self, readings: dict[str, str]) -> None:
        """At 0.60 kr an hour, half an hour rounds to no krone; and a claim leaves the hours as they are."""
        parts = {"activities": [activity("2025-09-10", absence_hours="0.5")], "supplied": {"fee_rate": 1}, "readings": readings}
        for more in ({}, {"claims": {"practice-compensation": 0}}):
            found = left(evaluated(**parts, **more))["absence-hours"]
            assert (str(found.used), str(found.left)) == ("0.50", "159.50")

    def test_fault_35_hours_without_a_price_are_known(self) -> None:
        """In 2025 the fee rate of call 2026 was not known yet."""
        one = case(activities=[activity("2025-09-10", absence_hours=10)], supervision=[supervised("2025-09-10", 2)])
        result = evaluate(one, known_on=dt.date(2025, 12, 1))
        assert result["practice-compensation"].amount is result["supervision"].amount is None
        found = left(result)
        assert (str(found["absence-hours"].used), str(found["absence-hours"].left)) == ("10.00", "150.00")
        assert (str(found["supervision-hours"].used), str(found["supervision-hours"].left)) == ("2.00", "55.75")

    def test_fault_07_what_counts_on_days_that_are_not_known_leaves_it_open_what_is_left(self) -> None:
        """No source gives the grant period of call 2021."""
        parts: dict[str, Any] = {
            "call": "2021",
            "doctor": {},
            "agreement__signed_on": "2020-05-01",
            "positions": [post(first="2020-02-01")],
        }
        without, with_hours = (left(evaluated(**parts, supervision=each)) for each in ([], [supervised("2021-03-01", 2)]))
        assert (without["supervision-hours"].left, without["supervision-hours"].closes) == (Decimal(42), None)
        found = with_hours["supervision-hours"]
        assert (found.most, found.left, found.used, found.closes) == (Decimal(42), None, None, None)

    @pytest.mark.parametrize("readings", [{"grading": "each-cap"}, {"short-call-caps": "by-months"}])
    def test_fault_07_months_that_are_not_known_leave_caps_and_the_frame_not_known(self, readings: dict[str, str]) -> None:
        parts: dict[str, Any] = {
            "call": "2021",
            "doctor": {},
            "agreement__signed_on": "2020-05-01",
            "positions": [post(first="2020-02-01")],
        }
        framed = left(evaluated(**parts, supplied={"grant_frame": {"fastlege": 400_000}}))
        assert framed["grant-frame"].left is framed["grant-frame"].most is None
        graded = left(evaluated(**parts, readings=readings))["supervision-hours"]
        assert graded.left is graded.most is None

    def test_fault_07_before_the_days_of_a_call_were_known(self) -> None:
        """In 2024 the grant period of call 2026 was not known, and so no month of the frame."""
        parts: dict[str, Any] = {"agreement__signed_on": "2024-05-20", "positions": [post(first="2024-02-01")]}
        one = case(**parts, supplied={"grant_frame": {"fastlege": 400_000}, "fee_rate": 1375})
        found = left(evaluate(one, known_on=dt.date(2024, 6, 1)))
        assert {found[cap].left for cap in ("grant-frame", "facilitation-share")} == {None}

    @given(cases(), st.sampled_from([None, dt.date(2025, 12, 1), dt.date(2024, 6, 1)]))
    def test_fault_07_what_is_left_in_kroner_of_a_line_that_is_not_known_is_not_known(self, one: Case, known_on: dt.date | None) -> None:
        result = evaluate(one, project=True, known_on=known_on)
        for cap, each in left(result).items():
            if cap not in WINDOWS and each.unit == "NOK" and result[LINE_OF_CAP[cap]].amount is None:
                assert each.left is None

    def test_fault_07_a_line_that_is_not_known_leaves_it_open_what_is_left_of_the_frame(self) -> None:
        rows = [activity("2025-09-10", absence_hours=10, expenses=9000)]
        frames = [case(activities=rows, supplied={"grant_frame": {"fastlege": each}}) for each in (200_000, 9_000)]
        wide, narrow = (left(evaluate(each, known_on=dt.date(2025, 12, 1)))["grant-frame"] for each in frames)
        assert [str(each) for each in (wide.most, wide.used, wide.left)] == ["200000.00", "None", "None"]
        assert [str(each) for each in (narrow.most, narrow.used, narrow.left)] == ["9000.00", "9000.00", "0.00"]


class TestFacilitation:
    """Facilitation by granted elements is limited by the four lines before it, and by nothing else."""

    PARTS: ClassVar[dict[str, Any]] = {
        "municipality__centrality_class": 6,
        "supervision": [supervised("2025-09-10", 10)],
        "readings": {"facilitation-base": "granted-elements"},
    }

    def test_fault_31_additional_elements_are_no_part_of_it(self) -> None:
        both = [evaluated(**self.PARTS, **more) for more in ({}, {"additional": [cost("2025-09-10", 1)]})]
        assert [str(left(result)["facilitation-share"].left) for result in both] == ["790.63", "790.63"]

    def test_fault_31_nor_of_what_is_needed(self) -> None:
        both = [
            needed(case(**self.PARTS, **more), Full("facilitation-share")).value for more in ({}, {"additional": [cost("2025-09-10", 1)]})
        ]
        assert both[0] == both[1] == Decimal("790.63")

    @given(cases(), st.integers(1, 10**6))
    def test_fault_31_of_any_case(self, one: Case, amount: int) -> None:
        result = evaluate(one, project=True)
        if result.period is None:
            return
        more = with_more(
            evolve(one, readings=evolve(one.readings, facilitation_base="granted-elements")), "additional-cap", result.period.from_
        )
        one = evolve(one, readings=evolve(one.readings, facilitation_base="granted-elements"))
        assert left(evaluate(one, project=True)).get("facilitation-share") == left(more).get("facilitation-share")


class TestOpenWindows:
    """Leave without an end under ``pauses-during-leave`` leaves the window open: no number, no day, and words that say so."""

    PARTS: ClassVar[dict[str, Any]] = {
        "interruptions": [break_("permisjon", "2026-01-01")],
        "readings": {"productivity-window": "pauses-during-leave"},
    }

    def test_fault_13b_in_json(self) -> None:
        written = {each["cap"]: each for each in evaluated(**self.PARTS).to_json()["remaining"]}
        for cap in WINDOWS:
            assert written[cap] == {"cap": cap, "unit": "months", "left": None, "open": True}

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_fault_13b_in_words(self, lang: str) -> None:
        result = evaluate(case(**self.PARTS), explain=True)
        words = catalogue(lang).say("text.open")
        for told in (to_text(result, lang=lang, width=1000), to_markdown(result, lang=lang), to_html(result, lang=lang)):
            assert told.count(words.replace("(", "\\(").replace(")", "\\)")) + told.count(words) >= 2
            assert "9999" not in told

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_fault_13b_in_a_life(self, lang: str) -> None:
        whole = life(case(**self.PARTS))
        (opens,) = [each for each in whole.dates if each.id == "window-opens"]
        assert opens.open
        assert whole.date("window-closes") is whole.date("limit") is None
        told = to_plain(life_blocks(whole, catalogue(lang)))
        drawn = to_svg(whole, lang=lang)
        for each in (" ".join(told.split()), drawn):
            assert catalogue(lang).say("date.window-opens.open") in each
            assert "9999" not in each
        (opens,) = [each for each in life(case()).dates if each.id == "window-opens"]
        assert not opens.open

    def test_fault_13b_leave_that_has_an_end_closes_it(self) -> None:
        found = left(evaluated(**self.PARTS | {"interruptions": [break_("permisjon", "2026-01-01", "2026-12-31")]}))
        assert (str(found["productivity-window"].left), str(found["productivity-window"].closes)) == ("20.00", "2028-01-31")
        assert not found["productivity-window"].open

    def test_fault_13b_an_open_window_closes_where_the_training_ends(self) -> None:
        found = left(evaluated(**self.PARTS, doctor__training_end="2027-01-31"))
        assert {str(found[cap].closes) for cap in WINDOWS[:1]} == {"2027-01-31"}
        assert "maximum-duration" not in found

    @given(cases())
    def test_fault_13b_no_window_of_any_case_closes_on_the_last_day_of_the_calendar(self, one: Case) -> None:
        for each in evaluate(one, project=True).remaining:
            assert each.closes != dt.date.max
            if each.open:
                assert (each.left, each.closes, each.most, each.used) == (None, None, None, None)
        with suppress(InvalidCase):
            whole = life(one)
            assert all(each.day != dt.date.max or each.id == "training-ended" for each in whole.dates)


class TestOutcome:
    """`granted` is all that was incurred, rounded as the line is; `limited` and `zero` are less, and say what cut it."""

    @given(cases())
    def test_fault_36_the_outcome_agrees_with_the_amount_and_what_cut_it(self, one: Case) -> None:
        result = evaluate(one, project=True)
        to_krone = one.readings.rounding == "whole-kroner"
        for line in result.lines:
            if line.rule in ("grant-frame", "own-share") or line.amount is None or line.outcome is Outcome.NOT_APPLICABLE:
                continue
            cut = bool(line.limited_by or line.reasons)
            assert cut is (line.outcome in (Outcome.LIMITED, Outcome.ZERO))
            assert (line.amount > 0) is (line.outcome is Outcome.LIMITED) or line.outcome is Outcome.GRANTED
            if line.incurred is None:
                assert line.outcome is Outcome.ZERO
            elif line.outcome is Outcome.GRANTED:
                assert abs(line.amount - line.incurred) <= (Decimal("0.5") if to_krone else 0)
            else:
                assert line.amount < line.incurred

    @pytest.mark.parametrize(("amount", "outcome", "granted"), [("0.01", "granted", "0.01"), ("0.02", "limited", "0.01")])
    def test_fault_36_a_share_that_rounds_up_to_the_whole(self, amount: str, outcome: str, granted: str) -> None:
        """Half of one øre is an øre, so that the day that does not count takes nothing; half of two is less than two."""
        result = evaluated(lower_productivity=[loss("2025-05-31", "2025-06-01", Decimal(amount))])
        line = result["lower-productivity"]
        assert (line.outcome, str(line.incurred), str(line.amount)) == (outcome, amount, granted)
        assert bool(line.reasons) is (outcome == "limited")
        (record,) = result.records
        assert (record.days, record.counted_days) == (2, 1)
        assert "outside-call" in record.reasons

    @pytest.mark.parametrize(("spent", "outcome", "limited_by"), [
        ("14000.40", "granted", ()),  # 14 000 kr either way
        ("14000.50", "limited", ("learning-expenses",)),  # 14 001 kr without the cap
    ])  # fmt: skip
    def test_fault_36_a_cut_that_whole_kroner_hide(self, spent: str, outcome: str, limited_by: tuple[str, ...]) -> None:
        result = evaluated(activities=[activity("2025-09-10", expenses=spent)], readings={"rounding": "whole-kroner"})
        line = result["learning-expenses"]
        assert (line.outcome, line.limited_by, str(line.amount)) == (outcome, limited_by, "14000.00")

    @pytest.mark.parametrize(("more", "outcome"), [("0.49", "granted"), ("0.50", "limited")])
    def test_fault_36_a_record_that_does_not_count_and_whole_kroner_hide(self, more: str, outcome: str) -> None:
        rows = [activity("2025-09-10", expenses=100), activity("2025-05-31", expenses=more)]
        result = evaluated(activities=rows, readings={"rounding": "whole-kroner"})
        line = result["learning-expenses"]
        assert (line.outcome, str(line.amount), bool(line.reasons)) == (outcome, "100.00", outcome == "limited")
        assert not result.records[1].counts
        assert result.records[1].reasons

    def test_fault_36_whole_kroner_alone_cut_nothing(self) -> None:
        result = evaluated(activities=[activity("2025-09-10", expenses="0.30")], readings={"rounding": "whole-kroner"})
        line = result["learning-expenses"]
        assert (line.outcome, str(line.incurred), str(line.amount)) == (Outcome.GRANTED, "0.30", "0.00")

    def test_fault_36_what_does_not_count_at_all_is_zero(self) -> None:
        result = evaluated(activities=[activity("2025-05-31", expenses="0.30")], readings={"rounding": "whole-kroner"})
        line = result["learning-expenses"]
        assert (line.outcome, bool(line.reasons)) == (Outcome.ZERO, True)
