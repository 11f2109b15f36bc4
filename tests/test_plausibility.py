"""What is odd of a case is noted, and nothing else: each note fires where its condition holds, said anew here, and only there (fault 8)."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from alis_rules import Case, Cost, evaluate, life, load_case, to_text
from alis_rules.plausibility import NOTES
from alis_rules.testing import cases
from alis_rules.testing.documents import worked_cases
from tests.support import CONTRACT_CASE, ROOT, document

Json = dict[str, Any]
POSTS = ("positions", "interruptions")
LISTS = (*POSTS, "activities", "supervision", "lower_productivity", "facilitation")

# Cases whose parts are often alike ------------------------------------------------------------------------------------

NEAR = ("2025-09-10", "2025-09-11", "2026-05-31", "2017-01-01", "2034-12-31")
FAR = ("2016-12-31", "2035-01-01", "1975-05-20", "2076-01-01")
DAYS = st.sampled_from(NEAR + FAR)
NUMBERS = st.sampled_from(("0", "0.01", "1", "1.01", "12", "12.01", "24.00", "24.01", "50"))
PERCENTS = st.sampled_from(("0.8", "1", "1.01", "30"))
ROLES = st.sampled_from(("fastlege", "fastlegevikar", "introduksjonslege"))
KINDS = st.sampled_from(("kurs", "annet"))
OWN = {"voucher": st.sampled_from(("1", "2")), "note": st.sampled_from(("a", "b"))}


def rows(most: int, keys: dict[str, st.SearchStrategy[Any]], **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Json]]:
    """Some records, drawn so that they are often alike."""
    return st.lists(st.fixed_dictionaries(keys, optional={**optional, **OWN}), max_size=most)


@st.composite
def spans(draw: st.DrawFn, keys: dict[str, st.SearchStrategy[Any]]) -> Json:
    """A record from one day to another."""
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return {"from": first, "to": last, **{key: draw(each) for key, each in keys.items()}}


@st.composite
def odd_documents(draw: st.DrawFn) -> Json:
    """Cases of call 2026 in which much is odd."""
    none: st.SearchStrategy[Json] = st.just({})
    split = draw(none | st.fixed_dictionaries({"split": st.fixed_dictionaries({"doctor_percent": NUMBERS})}))
    activity = {"absence_hours": NUMBERS, "expenses": NUMBERS, "fund_refund": NUMBERS, "completed": st.booleans()}
    return document(
        doctor=draw(st.fixed_dictionaries({}, optional={"first_gp_date": DAYS, "training_start": st.just("1975-05-20")})),
        agreement={"kind": "alis-avtale", "signed_on": draw(DAYS), **split},
        positions=draw(st.lists(spans({"role": ROLES, "employment": st.just("ansatt"), "percent": PERCENTS}), max_size=3)),
        interruptions=draw(st.lists(spans({"kind": st.just("permisjon")}), max_size=2)),
        activities=draw(rows(5, {"kind": KINDS, "date": DAYS}, **activity)),
        supervision=draw(rows(3, {"date": DAYS, "hours": NUMBERS}, supervisor=st.sampled_from(("Ola", "Kari")), cost=NUMBERS)),
        lower_productivity=draw(st.lists(spans({"amount": st.sampled_from((1, 2))}), max_size=3)),
        facilitation=draw(rows(3, {"date": DAYS, "amount": NUMBERS})),
    )


# The conditions, said anew of the JSON object -------------------------------------------------------------------------


def small_percents(plain: Json) -> Iterator[str]:
    for index, post in enumerate(plain["positions"]):
        if Decimal(post["percent"]) <= 1:
            yield f"/positions/{index}/percent"
    if 0 < Decimal(plain["agreement"].get("split", {}).get("doctor_percent", 50)) <= 1:
        yield "/agreement/split/doctor_percent"


def late_first_gp_dates(plain: Json) -> Iterator[str]:
    firsts = [post["from"] for post in plain["positions"] if post["role"] != "introduksjonslege"]
    if firsts and min(firsts) < plain["doctor"].get("first_gp_date", "0"):
        yield "/doctor/first_gp_date"


def far_days(plain: Json) -> Iterator[str]:
    days = {"/agreement/signed_on": (plain["agreement"]["signed_on"], 10)}
    days |= {f"/doctor/{key}": (day, 50) for key, day in plain["doctor"].items()}
    for name in LISTS:
        keys, years = (("from",), 50) if name in POSTS else (("date", "from", "to"), 10)
        for index, each in enumerate(plain[name]):
            days |= {f"/{name}/{index}/{key}": (each[key], years) for key in keys if key in each}
    return (at for at, (day, years) in days.items() if int(day[:4]) >= 2025 + years or int(day[:4]) <= 2026 - years)


def crowded_days(plain: Json) -> Iterator[str]:
    for name, key in (("activities", "absence_hours"), ("supervision", "hours")):
        found = [(index, each) for index, each in enumerate(plain[name]) if Decimal(each.get(key, 0))]
        for index, each in found:
            same = [(at, other) for at, other in found if all(other.get(of) == each.get(of) for of in ("date", "supervisor"))]
            if len(same) > 1 and index == same[-1][0] and sum(Decimal(other[key]) for _, other in same) > 24:
                yield f"/{name}/{index}"


def high_refunds(plain: Json) -> Iterator[str]:
    for index, each in enumerate(plain["activities"]):
        if Decimal(each.get("fund_refund", 0)) > Decimal(each.get("expenses", 0)):
            yield f"/activities/{index}/fund_refund"


def twice(plain: Json) -> Iterator[str]:
    for name in LISTS:
        bare = [{key: value for key, value in each.items() if key != "note"} for each in plain[name]]
        yield from (f"/{name}/{index}" for index, each in enumerate(bare) if each in bare[:index])


def overlapping(plain: Json) -> Iterator[str]:
    again = set(twice(plain))
    losses = [(each["from"], index, each["to"]) for index, each in enumerate(plain["lower_productivity"])]
    losses = [each for each in losses if f"/lower_productivity/{each[1]}" not in again]
    for first, index, _ in losses:
        if any((begins, at) < (first, index) and first <= ends for begins, at, ends in losses):
            yield f"/lower_productivity/{index}"


CONDITIONS: dict[str, Callable[[Json], Iterator[str]]] = {
    "small-percent": small_percents,
    "late-first-gp-date": late_first_gp_dates,
    "far-day": far_days,
    "over-24-hours": crowded_days,
    "refund-above-expenses": high_refunds,
    "record-twice": twice,
    "losses-overlap": overlapping,
}


def noted(case: Case) -> list[tuple[str, str]]:
    """The notes on what is odd of a case."""
    return [(note.code, note.about) for note in evaluate(case, project=True).notes if note.code in NOTES]


@given(odd_documents())
@settings(max_examples=300, deadline=None)
def test_fault_08_what_is_odd_is_noted_and_nothing_else(plain: Json) -> None:
    found = noted(load_case(json.dumps(plain)))
    assert len(found) == len(set(found))
    assert set(found) == {(code, at) for code, condition in CONDITIONS.items() for at in condition(plain)}
    assert [code for code, _ in found] == sorted((code for code, _ in found), key=list(NOTES).index)


def test_each_note_has_its_condition_here_and_its_row_on_the_page() -> None:
    page = (ROOT / "docs" / "integrate.md").read_text("utf-8")
    assert list(CONDITIONS) == list(NOTES)
    assert all(f"| `{code}` |" in page for code in NOTES)


@given(cases(), st.sampled_from((-100, -20, -10, 10, 20, 100)))
@settings(max_examples=40, deadline=None)
def test_a_year_that_is_decades_off_is_noted(case: Case, years: int) -> None:
    """A day of the grant period with another decade."""
    period = evaluate(case, project=True).period
    assert period is not None
    for day in (period.from_, period.to):
        odd = evolve(case, municipal=(Cost(date=day.replace(year=day.year + years), amount=1),))
        assert ("far-day", "/municipal/0/date") in noted(odd)
        assert ("far-day", "/municipal/0/date") not in noted(evolve(case, municipal=(Cost(date=day, amount=1),)))


# Usual cases, and what is said ----------------------------------------------------------------------------------------

USUAL: dict[str, Json] = {
    "the contract": CONTRACT_CASE,
    **{each["name"]: each["case"] for each in worked_cases()},
    **{path.stem: json.loads(path.read_text("utf-8"), parse_float=str) for path in sorted((ROOT / "examples").glob("*.json"))},
}


@pytest.mark.parametrize("name", USUAL)
def test_fault_08_nothing_is_odd_about_usual_cases(name: str) -> None:
    case = load_case(json.dumps(USUAL[name]))
    assert noted(case) == []
    assert not [note for each in life(case).entitlements for note in each.notes if note.code in NOTES]


def test_no_period_is_no_day_far_from_it() -> None:
    assert noted(load_case(json.dumps({**CONTRACT_CASE, "call": "2021", "municipal": [{"date": "1999-01-01", "amount": 1}]}))) == []


def test_near_the_beginning_of_the_calendar_all_earlier_days_are_near() -> None:
    period = {"from": "0005-01-01", "to": "0005-12-31"}
    early = document(call="2021", period=period, agreement__signed_on="0001-01-01", positions=[], doctor={}, municipality__number="0301")
    assert noted(load_case(json.dumps(early))) == []


COURSE = {"kind": "kurs", "date": "2025-09-10", "absence_hours": 20, "fund_refund": 5}
EVERYTHING_ODD = document(
    doctor={"first_gp_date": "2025-03-01", "training_start": "1925-09-01", "training_end": "2199-01-01", "expected_end": "2199-01-01"},
    agreement={"kind": "alis-avtale", "signed_on": "2052-05-20", "split": {"doctor_percent": "0.6"}},
    positions=[
        {"role": "fastlege", "employment": "ansatt", "percent": "0.8", "from": "2025-02-01"},
        {"role": "fastlege", "employment": "ansatt", "percent": 50, "from": "1925-02-01"},
    ],
    interruptions=[{"kind": "permisjon", "from": "2125-01-01"}],
    activities=[COURSE, COURSE],
    supervision=[{"date": "2025-09-10", "hours": hours, "supervisor": "Ola"} for hours in (20, 5)],
    lower_productivity=[
        {"from": "2025-06-01", "to": "2035-12-31", "amount": 1},
        {"from": "2025-12-31", "to": "2026-01-01", "amount": 1},
    ],
)
SAID = {
    "nb": ("Stillingsprosent, fastlege fra 1. februar 2025: 1 prosent eller mindre.", "Dato for signering: dagen er mange år fra"),
    "nn": ("Stillingsprosent, fastlege frå 1. februar 2025: 1 prosent eller mindre.", "Dato for signering: dagen er mange år frå"),
    "en": ("Position percent, regular GP from 1 February 2025: 1 percent or less.", "Day of signing: the day is many years from"),
}


@pytest.mark.parametrize("lang", SAID)
def test_fault_08_the_texts_name_what_is_odd(lang: str) -> None:
    result = evaluate(load_case(json.dumps(EVERYTHING_ODD)), explain=True)
    assert {note.code for note in result.notes} >= set(NOTES)
    assert len([note for note in result.notes if note.code == "far-day"]) == 7
    text = " ".join(to_text(result, lang=lang, width=10_000).split())
    assert all(each in text for each in SAID[lang])
    assert "/positions" not in text


def test_a_first_loss_on_the_first_day_of_the_calendar_overlaps_none() -> None:
    losses = [
        {"from": "0001-01-01", "to": "0001-01-01", "amount": 1},
        {"from": dt.date.max.isoformat(), "to": dt.date.max.isoformat(), "amount": 1},
    ]
    found = noted(load_case(json.dumps(document(lower_productivity=losses))))
    assert "losses-overlap" not in {code for code, _ in found}
