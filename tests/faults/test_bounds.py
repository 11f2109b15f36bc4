"""Faults in the headline: what a line reads, what is missing, and between what the total lies."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from alis_rules import (
    AtLeast,
    Case,
    Entitlement,
    Outcome,
    Period,
    Readings,
    Supplied,
    SuppliedFrames,
    TotalIs,
    compare,
    evaluate,
    life,
    load_tables,
    needed,
    possible,
    receipt,
    sensitivity,
    to_text,
    verify,
)
from alis_rules.explain.catalogue import catalogue
from alis_rules.testing import cases, overlays, readings
from alis_rules.testing.documents import Record
from tests.support import CONTRACT_CASE, case

TABLES = load_tables()
BASE: Record = {
    "call": "2026",
    "municipality": {"number": "0301"},
    "doctor": {},
    "agreement": {"kind": "alis-avtale", "signed_on": "2025-06-01"},
    "positions": [{"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2025-06-01"}],
}
"""The plain case of the list of faults."""
FACILITATED: Record = {"facilitation": [{"date": "2025-06-01", "amount": 1}]}


def base(**parts: Any) -> Case:
    """`BASE` with some parts more, or others."""
    return case(**(BASE | parts))


def overlay(*values: Mapping[str, Any]) -> Record:
    """A proposal of values from the first day of call 2026."""
    shared = {"in_force_from": dt.date(2025, 6, 1), "source": "et forslag", "checked": dt.date(2026, 11, 21)}
    return {"name": "forslag", "value": [{**shared, **each} for each in values]}


FRAMED = overlay({"id": "grant-frame-fastlege", "value": 400_000})
"""A proposal of a frame."""


SUMMED = {"grant-frame": "sum-of-caps"}


class TestWhatALineReads:
    @pytest.mark.parametrize(
        ("parts", "readings"),
        [
            ({}, {"facilitation-place": "on-top"}),
            ({"claims": {"facilitation": 0}}, {}),
            ({"agreement": {"kind": "alis-avtale", "signed_on": "2025-06-01"}, "activities": []}, {}),
        ],
    )
    def test_fault_29_a_line_that_reads_the_frame_says_so(self, parts: Record, readings: dict[str, str]) -> None:
        found = evaluate(base(**FACILITATED, **parts), readings=readings, tables=TABLES.overlay(FRAMED))
        assert found["facilitation"].amount is not None
        assert [each.id for each in found["facilitation"].rates] == ["facilitation-share", "grant-frame-fastlege"]
        assert [each.values for each in found.tables.overlays] == [("grant-frame-fastlege",)]
        assert verify(receipt(found), overlays=[FRAMED]).same

    @given(
        of=cases(),
        proposals=st.lists(overlays(), min_size=1, max_size=2),
        day=st.none() | st.dates(dt.date(2021, 1, 1), dt.date(2026, 12, 31)),
    )
    def test_fault_29_a_true_receipt_always_verifies(self, of: Case, proposals: list[Record], day: dt.date | None) -> None:
        tables = TABLES
        for each in proposals:
            tables = tables.overlay(each)
        found = verify(receipt(evaluate(of, tables=tables, known_on=day, project=True)), overlays=proposals)
        assert (found.same, found.deviations) == (True, ())

    def test_fault_29_an_own_share_that_a_proposal_takes_away(self) -> None:
        """Nothing is taken off: that too is read of the proposal."""
        proposal = overlay({"id": "own-share", "value": 0, "in_force_from": dt.date(2021, 1, 1)})
        of = case(
            call="2021",
            period={"from": "2021-01-01", "to": "2021-12-31"},
            doctor={},
            agreement={"kind": "alis-avtale", "signed_on": "2021-01-01"},
            positions=[{"role": "fastlege", "employment": "hovedmodell", "percent": 100, "from": "2021-01-01"}],
            supervision=[{"date": "2021-05-01", "hours": 10}],
        )
        found = evaluate(of, tables=TABLES.overlay(proposal))
        assert found["own-share"].outcome is Outcome.NOT_APPLICABLE
        assert evaluate(of)["own-share"].amount == Decimal("-2000.00")
        assert verify(receipt(found), overlays=[proposal]).same

    def test_an_own_share_that_is_not_known_is_no_zero(self) -> None:
        proposal = overlay({"id": "own-share", "standing": "not-found"})
        found = evaluate(base(supervision=[{"date": "2025-09-01", "hours": 10}]), tables=TABLES.overlay(proposal))
        line = found["own-share"]
        assert (line.outcome, line.amount, line.missing) == (Outcome.UNDETERMINED, None, ("own-share",))
        assert evaluate(base(), tables=TABLES.overlay(proposal))["own-share"].outcome is Outcome.NOT_APPLICABLE
        assert verify(receipt(found), overlays=[proposal]).same


def frame_of(found: Entitlement) -> tuple[Outcome, Decimal | None, tuple[str, ...]]:
    """What became of the frame's line."""
    line = found["grant-frame"]
    return line.outcome, line.amount, line.missing


class TestTheFrame:
    @pytest.mark.parametrize("proposal", [None, FRAMED])
    def test_fault_32_nothing_to_limit_needs_no_frame(self, proposal: Record | None) -> None:
        tables = TABLES if proposal is None else TABLES.overlay(proposal)
        found = evaluate(base(**FACILITATED), readings={"facilitation-place": "on-top"}, tables=tables)
        assert frame_of(found) == (Outcome.NOT_APPLICABLE, Decimal(0), ())
        assert found["facilitation"].missing == (() if proposal else ("grant-frame",))

    def test_what_it_may_limit_needs_it(self) -> None:
        """Inside the frame facilitation is limited too, and a line in doubt may be more than nothing."""
        assert frame_of(evaluate(base(**FACILITATED))) == (Outcome.UNDETERMINED, None, ("grant-frame",))
        proposal = overlay({"id": "learning-expenses", "standing": "not-found"})
        of = base(activities=[{"kind": "kurs", "date": "2025-09-01", "expenses": 100}])
        found = evaluate(of, readings={"facilitation-place": "on-top"}, tables=TABLES.overlay(proposal))
        assert frame_of(found) == (Outcome.UNDETERMINED, None, ("grant-frame",))

    @pytest.mark.parametrize("readings", [{}, SUMMED, SUMMED | {"supervision-hours": "uncapped"}])
    @pytest.mark.parametrize("frame", [None, 500_000])
    def test_no_whole_month_is_a_frame_of_zero(self, readings: dict[str, str], frame: int | None) -> None:
        """Known or not; and facilitation, which is a share of it, is nothing."""
        post = {"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2025-06-01", "to": "2025-06-29"}
        course = {"kind": "kurs", "date": "2025-06-10", "expenses": 100}
        given = {"supplied": {"grant_frame": {"fastlege": frame}}} if frame else {}
        found = evaluate(base(positions=[post], activities=[course], **FACILITATED, **given), readings=readings)
        assert frame_of(found) == (Outcome.LIMITED, Decimal("-100.00"), ())
        assert (found["facilitation"].outcome, found["facilitation"].limited_by) == (Outcome.ZERO, ("facilitation-share",))
        assert (found.total, found.complete) == (Decimal(0), True)

    def test_a_sum_of_caps_with_a_cap_gone_is_undetermined(self) -> None:
        of = base(supervision=[{"date": "2025-09-01", "hours": 10}])
        found = evaluate(of, readings=SUMMED | {"supervision-hours": "uncapped"})
        assert frame_of(found) == (Outcome.UNDETERMINED, None, ("supervision-hours",))

    @pytest.mark.parametrize(("first_gp_date", "window"), [("2025-06-01", True), ("2022-01-01", False)])
    def test_the_productivity_cap_only_where_some_day_counts_for_it(self, first_gp_date: str, *, window: bool) -> None:
        """In the sum, and among what is missing."""
        course = {"kind": "kurs", "date": "2025-09-01", "expenses": 100}
        of = base(doctor={"first_gp_date": first_gp_date}, activities=[course])
        whole = {each.cap: each.most for each in evaluate(of, readings=SUMMED).remaining}["grant-frame"]
        assert whole == (Decimal("362317.19") if window else Decimal("237317.19"))
        proposal = overlay({"id": "lower-productivity", "standing": "not-found"})
        found = evaluate(of, readings=SUMMED, tables=TABLES.overlay(proposal))
        assert frame_of(found)[2] == (("lower-productivity",) if window else ())


CONTRACT = case(**{key: value for key, value in CONTRACT_CASE.items() if key not in ("schema", "readings")})


def flat(found: Entitlement, lang: str = "nb", of: Case | None = None) -> str:
    """The text on one line; `of`: the case, where the readings that matter are to be told."""
    return " ".join(
        to_text(found, lang=lang, width=400, sensitivity=None if of is None else sensitivity(of)).replace("\N{NO-BREAK SPACE}", " ").split()
    )


def nothing_is_called_certain(text: str) -> bool:
    return not re.search(r"sikker(t|e)\b|certain(?! (share|number))|for sikker", text, re.IGNORECASE)


class TestHeadline:
    @pytest.mark.parametrize(
        ("lang", "parts"),
        [
            (
                "nb",
                (
                    "Før tilskuddsrammen: 360 567,19 kr. Rammen er ikke kjent, så tilskuddet er ikke endelig: "
                    "det blir minst 0,00 kr og høyst 372 567,19 kr.",
                    "Dette mangler: – Tilskuddsrammen for fastlege for et helt år i full stilling. "
                    "Beløpet står i tilskuddsregelverket for utlysningen.",
                    "Kjenner du beløpet, kan du oppgi det: i saken, under «supplied», eller til kommandoen med "
                    "--supply grant_frame.fastlege=BELØP.",
                    "Brukes summen av takene som tilskuddsramme, er tilskuddet 362 317,19 kr.",
                    "Sum før tilskuddsrammen 360 567,19 kr",
                ),
            ),
            (
                "nn",
                (
                    "Før tilskotsramma: 360 567,19 kr. Ramma er ikkje kjend, så tilskotet er ikkje endeleg: "
                    "det blir minst 0,00 kr og høgst 372 567,19 kr.",
                    "Kjenner du beløpet, kan du oppgi det: i saka, under «supplied», eller til kommandoen med "
                    "--supply grant_frame.fastlege=BELØP.",
                    "Blir summen av taka brukt som tilskotsramme, er tilskotet 362 317,19 kr.",
                ),
            ),
            (
                "en",
                (
                    "Before the grant frame: NOK 360,567.19. The frame is not known, so the grant is not final: "
                    "it will be at least NOK 0.00 and at most NOK 372,567.19.",
                    "The grant frame of a regular GP for a whole year at full time. The amount is in the call's grant rules.",
                    "If you know the amount, give it: in the case, under “supplied”, or to the command with "
                    "--supply grant_frame.fastlege=AMOUNT.",
                    "With the sum of the caps as the grant frame, the grant is NOK 362,317.19.",
                    "Total before the grant frame NOK 360,567.19",
                ),
            ),
        ],
    )
    def test_fault_03_the_text_leads_with_what_is_not_final(self, lang: str, parts: tuple[str, ...]) -> None:
        text = flat(evaluate(CONTRACT, explain=True), lang, CONTRACT)
        places = [text.find(part) for part in parts]
        assert -1 not in places
        assert places == sorted(places)
        assert nothing_is_called_certain(text)

    def test_fault_03_a_post_outside_the_scheme(self) -> None:
        """Half of one: a frame of 60 000 leaves 30 000, and the result says so beforehand."""
        of = case(
            positions=[{"role": "annet-legearbeid", "employment": "ansatt", "percent": 50, "from": "2025-06-01"}],
            agreement={"kind": "alis-avtale", "signed_on": "2025-06-01"},
            activities=[{"kind": "kurs", "date": "2025-09-01", "expenses": 20_000}],
            supervision=[{"date": "2025-09-01", "hours": "53.9"}],
        )
        found, framed = evaluate(of), evaluate(evolve(of, supplied=Supplied(grant_frame=SuppliedFrames(other_municipal_gp=60_000))))
        assert (found.total, found.total_is, found.at_least, found.at_most) == (
            Decimal("99229.38"),
            TotalIs.BEFORE_FRAME,
            Decimal(0),
            found.total,
        )
        assert (framed.total, framed.total_is) == (Decimal(30_000), TotalIs.FINAL)
        assert "annet kommunalt legearbeid for et helt år" in flat(evaluate(of, explain=True))

    def test_a_frame_of_caps_that_one_is_gone_of_is_to_be_given_whole(self) -> None:
        of = evolve(CONTRACT, readings=Readings(grant_frame="sum-of-caps", supervision_hours="uncapped"))
        text = flat(evaluate(of, explain=True))
        assert "Dette mangler: – Tilskuddsrammen for fastlege for et helt år i full stilling." in text
        assert "Brukes summen av takene" not in text
        assert text.count("--supply grant_frame.fastlege=BELØP.") == 1

    def test_what_is_missing_says_where_it_is_found(self) -> None:
        of = case(
            call="2024",
            municipality={"number": "1804"},
            doctor={},
            agreement={"kind": "alis-avtale", "signed_on": "2023-09-01"},
            positions=[
                {"role": "fastlege", "employment": "ansatt", "percent": 50, "from": "2023-09-01"},
                {"role": "annet-legearbeid", "employment": "ansatt", "percent": 50, "from": "2023-09-01"},
            ],
            activities=[{"kind": "kurs", "date": "2024-03-10", "absence_hours": 15, "expenses": 9_800}],
            additional=[{"date": "2024-03-10", "amount": 100}],
            facilitation=[{"date": "2024-03-10", "amount": 100}],
        )
        found = evaluate(of, explain=True)
        assert (found.total_is, found.at_least, found.at_most) == (TotalIs.PARTIAL, Decimal(0), None)
        text = flat(found)
        for part in (
            "Ikke endelig: linjene som er fastsatt, utgjør 0,00 kr. Noe mangler, og tilskuddet blir minst 0,00 kr; "
            "hva det høyst kan bli, er ikke kjent.",
            "– Tilskuddsperioden: den første og den siste dagen. De står i utlysningen.",
            "– Taket for fraværstimer. Verdien står i tilskuddsregelverket for utlysningen.",
            "– Sentralitetsklassen til kommunen, fra 1 til 6.",
            "– Tilskuddsrammen for fastlege og tilskuddsrammen for annet kommunalt legearbeid for et helt år i full stilling.",
            "--supply grant_frame.fastlege=BELØP",
            "--supply grant_frame.annet-legearbeid=BELØP",
            "--supply additional_cap=BELØP",
            "Dette mangler: «taket for fraværstimer», «tilskuddsperiodens første dag»",
            "Sum av linjene som er fastsatt 0,00 kr",
        ):
            assert part in text
        assert nothing_is_called_certain(text)
        paid = flat(evaluate(case(call="2025", doctor={}, agreement__signed_on="2024-09-01", activities=[
            {"kind": "kurs", "date": "2025-03-10", "absence_hours": 15}
        ]), explain=True))  # fmt: skip
        assert "– Salærsatsen per time, slik den var da tilskuddet ble lyst ut." in paid

    def test_an_own_share_that_is_not_known_is_told(self) -> None:
        proposal = overlay({"id": "own-share", "standing": "not-found"})
        of = base(supervision=[{"date": "2025-09-01", "hours": 10}])
        found = evaluate(of, readings=SUMMED, tables=TABLES.overlay(proposal), explain=True)
        assert (found.total_is, found.total, found.at_least, found.at_most) == (
            TotalIs.PARTIAL,
            Decimal("15812.50"),
            Decimal(0),
            Decimal("15812.50"),
        )
        assert "– Egenandelen. Verdien står i tilskuddsregelverket for utlysningen." in flat(found)
        assert "Egenandel: ikke fastsatt" in flat(found)

    @given(of=cases(), lang=st.sampled_from(["nb", "nn", "en"]))
    def test_fault_03_no_text_calls_a_total_certain(self, of: Case, lang: str) -> None:
        found = evaluate(of, explain=True, project=True)
        text = flat(found, lang)
        assert nothing_is_called_certain(text)
        if not found.complete:
            label = catalogue(lang).say(f"text.total.{found.total_is}")
            assert f"{label} {catalogue(lang).money(found.total)}".replace("\N{NO-BREAK SPACE}", " ") in text


GAP = [
    {"role": "fastlege", "employment": "hovedmodell", "percent": 100, "from": "2025-02-01", "to": "2025-10-30"},
    {"role": "fastlege", "employment": "hovedmodell", "percent": 100, "from": "2025-11-01"},
]
"""Two posts with one day between them."""


def leading(found: Entitlement) -> list[tuple[str, str, dt.date | None, str | None, Decimal | None]]:
    """The notes that lead, with what the other reading gives."""
    notes = [note for note in found.notes if note.code.startswith(("ended", "no-whole"))]
    others = [(None, None) if note.other is None else (note.other.option, note.other.total) for note in notes]
    return [(note.code, note.about, note.day, option, total) for note, (option, total) in zip(notes, others, strict=True)]


class TestWhatTookItAway:
    def test_fault_09_one_day_between_two_posts(self) -> None:
        of = evolve(CONTRACT, positions=case(positions=GAP).positions)
        found, paused = (
            evaluate(of, readings=SUMMED, explain=True),
            evaluate(of, readings=SUMMED | {"gap-between-posts": "pauses-agreement"}),
        )
        assert leading(found) == [("ended-by-gap", "/positions", dt.date(2025, 10, 31), "pauses-agreement", paused.total)]
        assert (paused.complete, leading(paused)) == (True, [])
        text = flat(found)
        said = (
            "Avtalen opphørte 31. oktober 2025: den dagen hadde ALIS ingen stilling, og var verken i permisjon eller i "
            "institusjonstjeneste. Fra og med den dagen teller ingenting. "
            f"Etter den andre tolkningen («avtalen settes på pause») er tilskuddet {catalogue('nb').money(paused.total)}."
        ).replace("\N{NO-BREAK SPACE}", " ")
        assert text.index(said) < text.index("Praksiskompensasjon")
        assert text.count("Avtalen opphørte") == 1

    def test_fault_09_where_the_other_reading_is_not_final_either(self) -> None:
        of = evolve(CONTRACT, positions=case(positions=GAP).positions)
        (note,) = [note for note in evaluate(of).notes if note.code == "ended-by-gap"]
        assert note.other is not None
        assert (note.other.total_is, note.other.at_least, note.other.at_most) == (TotalIs.BEFORE_FRAME, Decimal(0), Decimal("372567.19"))
        assert (
            "Etter den andre tolkningen («avtalen settes på pause») blir summen 360 567,19 kr før tilskuddsrammen, "
            "og tilskuddet blir minst 0,00 kr og høyst 372 567,19 kr." in flat(evaluate(of, explain=True))
        )

    def test_fault_09_an_affiliation(self) -> None:
        parts = [
            {"kind": "permisjon", "from": "2025-07-01", "to": "2025-07-05"},
            {"kind": "kommersiell-aktor", "from": "2024-01-01", "to": "2024-01-05"},
            {"kind": "kommersiell-aktor", "from": "2025-11-01", "to": "2025-11-05"},
        ]
        of = evolve(CONTRACT, interruptions=case(interruptions=parts).interruptions)
        found = evaluate(of, explain=True)
        assert leading(found) == [("ended-by-affiliation", "/interruptions/2", dt.date(2025, 11, 1), None, None)]
        assert "Avtalen opphørte 1. november 2025, den første dagen ALIS var tilknyttet et vikarbyrå" in flat(found)

    def test_fault_09_no_whole_month(self) -> None:
        post = {"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2025-06-01", "to": "2025-06-29"}
        of = base(positions=[post], activities=[{"kind": "kurs", "date": "2025-06-10", "expenses": 100}])
        found = evaluate(of, readings=SUMMED, explain=True)
        assert (found.total, found.total_is) == (Decimal(0), TotalIs.FINAL)
        assert leading(found) == [("no-whole-month", "grant-frame", None, "started-months", Decimal(100))]
        assert (
            "Det som teller, varer ikke en hel måned. Tilskuddsrammen er derfor null, og alt den begrenser, trekkes fra. "
            "Etter den andre tolkningen («påbegynte måneder») er tilskuddet 100,00 kr." in flat(found)
        )

    def test_an_end_that_took_nothing_is_no_news(self) -> None:
        """A post that ends, and an agreement that ended where nothing was applied for by it."""
        ends = [GAP[0]]
        assert leading(evaluate(evolve(CONTRACT, positions=case(positions=ends).positions))) == []
        assert leading(evaluate(base(agreement={"kind": "veiledning"}))) == []

    @given(of=cases(borders=True), choices=st.fixed_dictionaries({"grant-frame": st.sampled_from(["published", "sum-of-caps"])}))
    def test_fault_09_what_a_note_says_of_the_other_reading_is_so(self, of: Case, choices: dict[str, str]) -> None:
        for note in evaluate(of, readings=choices, project=True).notes:
            if note.other is not None:
                other = evaluate(of, readings=choices | {note.other.id: note.other.option}, project=True)
                said = (note.other.total, note.other.complete, note.other.total_is, note.other.at_least, note.other.at_most)
                assert said == (other.total, other.complete, other.total_is, other.at_least, other.at_most)


BARE = case(
    call="2025", doctor={}, agreement__signed_on="2024-09-01", activities=[{"kind": "kurs", "date": "2025-03-10", "absence_hours": 1}]
)
"""A case of a call that lacks most."""


class TestRange:
    def test_fault_13_the_range_says_what_it_leaves_out(self) -> None:
        found = sensitivity(CONTRACT)
        assert found.lowest is not None
        assert found.highest is not None
        assert (found.lowest.total, found.highest.total) == (Decimal("362317.00"), Decimal("372567.19"))
        assert found.missing == ("grant-frame", "supervision-hours")
        assert (found.at_least, found.at_most) == (Decimal(0), Decimal("372567.19"))
        text = flat(evaluate(CONTRACT, explain=True), "nb", CONTRACT)
        assert (
            "ligget mellom 362 317,00 kr og 372 567,19 kr, med alle linjer fastsatt. Tolkningene der noe mangler "
            "(«tilskuddsrammen» og «taket for veiledningstimer»), er ikke med her. "
            "Med dem kan tilskuddet bli fra 0,00 kr til 372 567,19 kr." in text
        )

    def test_fault_13_the_range_in_json(self) -> None:
        found = sensitivity(evolve(CONTRACT, reference="sak 1"), readings=SUMMED)
        told = json.loads(json.dumps(found.to_json()))
        assert {key: told[key] for key in ("reference", "total", "total_is", "missing", "at_least", "at_most", "notes")} == {
            "reference": "sak 1",
            "total": "362317.19",
            "total_is": "final",
            "missing": ["grant-frame", "supervision-hours"],
            "at_least": "0.00",
            "at_most": "372567.19",
            "notes": [],
        }
        assert told["readings"]["grant-frame"] == "sum-of-caps"
        assert told["lowest"] == {"total": "362317.00", "readings": {"rounding": "whole-kroner"}}
        assert [(each["id"], each["total_is"]) for each in told["others"]] == [(each.id, each.total_is) for each in found.others]
        assert sensitivity(BARE).to_json()["lowest"] is None

    def test_fault_13_where_nothing_is_left_out(self) -> None:
        of = evolve(CONTRACT, supplied=Supplied(grant_frame=SuppliedFrames(regular_gp=400_000)))
        found = sensitivity(of)
        assert found.lowest is not None
        assert found.highest is not None
        assert (found.missing, found.at_least, found.at_most) == ((), found.lowest.total, found.highest.total)
        assert "er ikke med her" not in flat(evaluate(of, explain=True), "nb", of)

    @pytest.mark.parametrize(("hours", "end"), [(0, "til 100,00 kr"), (1, "og oppover")])
    def test_fault_13_where_every_reading_lets_something_be_missing(self, hours: int, end: str) -> None:
        course = {"kind": "kurs", "date": "2025-03-10", "expenses": 100, "absence_hours": hours}
        of = case(call="2025", doctor={}, agreement__signed_on="2024-09-01", activities=[course])
        found = sensitivity(of)
        assert found.lowest is found.highest is None
        assert (found.at_least, found.at_most) == (Decimal(0), None if hours else Decimal(100))
        text = flat(evaluate(of, explain=True), "nb", of)
        assert "Ingen tolkning lar alle linjene fastsettes: det som mangler, er «" in text
        assert f"kan tilskuddet bli fra 0,00 kr {end}." in text

    @given(of=cases(borders=True), choices=readings())
    def test_fault_13_no_reading_leads_outside(self, of: Case, choices: Readings) -> None:
        """Every combination of readings lies within, as do its own bounds; each other reading as well."""
        found, one = sensitivity(of, project=True), evaluate(of, readings=choices, project=True)
        for least, most in [(one.at_least, one.at_most), *((each.at_least, each.at_most) for each in found.others)]:
            assert found.at_least <= least
            assert found.at_most is None or (most is not None and most <= found.at_most)


class TestElsewhere:
    def test_a_life_says_of_each_call_how_firm_its_total_is(self) -> None:
        of = evolve(case(call="2025", agreement__signed_on="2023-09-01", doctor={}, activities=[
            {"kind": "kurs", "date": "2025-03-10", "expenses": 100},
            {"kind": "kurs", "date": "2025-09-10", "expenses": 100},
        ]), call=None, period=Period(from_="2024-09-01", to="2025-05-31"))  # fmt: skip
        text = " ".join(to_text(life(of), width=200).split())
        assert "2025 1. september 2024 – 31. mai 2025 0,00 kr ikke endelig" in text.replace("\N{NO-BREAK SPACE}", " ")
        assert "100,00 kr før rammen" in text.replace("\N{NO-BREAK SPACE}", " ")

    def test_a_comparison_says_between_what_each_side_lies(self) -> None:
        text = " ".join(to_text(compare(CONTRACT, evolve(CONTRACT, facilitation=())), width=400).split()).replace("\N{NO-BREAK SPACE}", " ")
        assert (
            "Før tilskuddsrammen er summen 360 567,19 kr. Tilskuddet er ikke endelig: det blir minst 0,00 kr og høyst 372 567,19 kr."
            in text
        )
        assert "det blir minst 0,00 kr og høyst 360 567,19 kr." in text

    def test_a_comparison_of_undetermined_totals_says_of_what_the_difference_is(self) -> None:
        text = " ".join(to_text(compare(CONTRACT, evolve(CONTRACT, activities=())), width=400).split())
        assert "Forskjellen gjelder bare linjene som er fastsatt." in text
        assert "Sum før tilskuddsrammen i den andre" in text
        assert nothing_is_called_certain(text)

    def test_what_it_takes_is_told_before_the_frame(self) -> None:
        of = evolve(CONTRACT, lower_productivity=())
        text = " ".join(to_text(needed(of, AtLeast("total", 300_000)), width=400).split()).replace("\N{NO-BREAK SPACE}", " ")
        assert "300 000,00 kr før tilskuddsrammen" in text

    @pytest.mark.parametrize(
        ("call", "between"),
        [("2026", "kan tilskuddet bli fra 0,00 kr til 372 567,19 kr"), ("2025", "kan tilskuddet bli fra 0,00 kr og oppover")],
    )
    def test_what_is_possible_has_the_bounds_of_what_is_missing_too(self, call: str, between: str) -> None:
        course = {"kind": "kurs", "date": "2025-03-10", "absence_hours": 1}
        of = CONTRACT if call == "2026" else case(call="2025", doctor={}, agreement__signed_on="2024-09-01", activities=[course])
        found = possible(of, {"/activities/0/absence_hours": (0, 20)})
        each = [evaluate(end.case) for end in (found.lowest, found.highest)]
        assert found.at_least == min(end.at_least for end in each)
        assert found.at_most == (None if call == "2025" else max(end.at_most or 0 for end in each))
        assert {
            "at_least": str(found.at_least),
            "at_most": None if found.at_most is None else str(found.at_most),
        }.items() <= found.to_json().items()
        text = " ".join(to_text(found, width=400).split()).replace("\N{NO-BREAK SPACE}", " ")
        assert "Noe mangler, så ingen sum er endelig: med det som mangler, " + between in text
        assert nothing_is_called_certain(text)
