"""Faults of the input: numbers, names, notes on what is odd, and types that help."""

import datetime as dt
import inspect
import json
import pickle
import re
from collections import UserDict, UserList
from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast, get_args, get_type_hints

import numpy as np
import pytest
from attrs import evolve, fields, has
from hypothesis import given, settings
from hypothesis import strategies as st

import alis_rules
from alis_rules import (
    Acceptable,
    Activity,
    Agreement,
    AtLeast,
    Case,
    Claims,
    Cost,
    Doctor,
    Facts,
    Full,
    InvalidCase,
    InvalidColumns,
    InvalidTables,
    Municipality,
    Supervision,
    Supplied,
    Unknown,
    UsedHours,
    Vary,
    case_from_json,
    case_schema,
    compare,
    describing,
    entitlement_from_json,
    evaluate,
    facts_from_columns,
    facts_table,
    life,
    load_case,
    load_tables,
    model,
    near,
    needed,
    possible,
    readings,
    receipt,
    repayment,
    sensitivity,
    to_html,
    to_markdown,
    to_text,
)
from alis_rules.describing import descriptions
from alis_rules.drawing import draw
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.explain.listings import life_blocks
from alis_rules.explain.outlook import near_page, needed_blocks, possible_blocks
from alis_rules.explain.plain import to_plain
from alis_rules.facts import FACTS
from alis_rules.facts_rows import CLAIMS, COLUMNS
from alis_rules.fields import KINDS, Record, from_hundredths
from alis_rules.interchange import case_to_json, dump_case
from alis_rules.model import AcceptableCode
from alis_rules.testing import cases
from alis_rules.testing.parts import RECORDS
from alis_rules.varying import VaryCode
from alis_rules.waterfall import draw_comparison
from tests.commanding import run
from tests.support import CONTRACT_CASE, document

pa: Any = import_module("pyarrow")
NAME = "A-03 & <b> [1] *x*"
LISTS = (*RECORDS, "positions", "interruptions")
Json = dict[str, Any]


def named(name: str = NAME, **changes: Any) -> Case:
    """The contract's case, by a name of the caller's."""
    return load_case(json.dumps({**CONTRACT_CASE, "reference": name, **changes}))


def wrong(document: Json) -> InvalidCase:
    """What is wrong with a document."""
    with pytest.raises(InvalidCase) as raised:
        load_case(json.dumps(document))
    return raised.value


def code_converters() -> Iterator[Callable[..., Any]]:
    """What reads a code of an enumeration."""
    return (each for each, kind in KINDS.items() if "enum" in kind.schema and each.__module__ in (model.__name__, readings.__name__))


# The caller's own name for a case -------------------------------------------------------------------------------------


@given(cases())
@settings(max_examples=60, deadline=None)
def test_the_reference_comes_back_and_nothing_depends_on_it(case: Case) -> None:
    unnamed = evolve(case, reference=None)
    result, plain = evaluate(case, explain=True, project=True), evaluate(unnamed, explain=True, project=True)
    assert result.reference == case.reference
    assert evolve(result, reference=None) == plain
    assert receipt(result) == receipt(plain)
    assert entitlement_from_json(json.loads(json.dumps(result.to_json()))) == result
    assert load_case(dump_case(case), project=True) == case


@given(cases(), st.text(st.characters(exclude_categories=["Cs"]), max_size=1000))
@settings(max_examples=60, deadline=None)
def test_no_amount_depends_on_the_texts_of_records(case: Case, text: str) -> None:
    document = case_to_json(case)
    for key in LISTS:
        for record in document.get(key, []):
            record.update(voucher=text, note=text, **{"supervision": {"supervisor": text}, "activities": {"group": text}}.get(key, {}))
    told = load_case(json.dumps(document), project=True)
    assert evolve(evaluate(told, project=True), notes=()) == evolve(evaluate(case, project=True), notes=())
    assert receipt(evaluate(told, project=True)) == receipt(evaluate(case, project=True))
    assert all(each.note == text for key in LISTS for each in getattr(told, key))


def test_the_reference_stands_in_every_document() -> None:
    case = named()
    result = evaluate(case)
    documents = (
        result.to_json(),
        needed(case, AtLeast("total", 1)).to_json(),
        possible(case).to_json(),
        near(named(positions=[{**CONTRACT_CASE["positions"][0], "to": "2026-04-29"}]))[0].to_json(),
        compare(case, case).to_json()["before"],
        compare(case, case).to_json()["after"],
    )
    assert [each["reference"] for each in documents] == [NAME] * len(documents)
    assert life(case).reference == sensitivity(case).reference == NAME
    assert [each.reference for each in life(case).entitlements] == [NAME] * len(life(case).entitlements)
    assert repayment(evaluate(named("then")), result).reference == NAME
    assert repayment(evaluate(named("then")), evolve(result, reference=None)).reference == "then"
    assert "reference" not in evaluate(load_case(json.dumps(CONTRACT_CASE))).to_json()
    assert NAME not in receipt(result)


def test_another_name_is_the_same_case() -> None:
    found = compare(named("one"), named("two"))
    assert found.same_case
    assert not found.steps


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_reference_stands_in_every_text(lang: str) -> None:
    case = named()
    result, texts = evaluate(case, explain=True), catalogue(lang)
    other = named("B-04")
    for text in (
        to_text(result, lang=lang),
        to_text(compare(case, other), lang=lang),
        to_plain(needed_blocks(needed(case, AtLeast("total", 1)), texts)),
        to_plain(near_page(near(case), texts, case.reference)),
        to_plain(possible_blocks(possible(case), texts)),
        to_plain(life_blocks(life(case), texts)),
    ):
        assert NAME in text.replace("\n", " ")
    assert "B-04" in to_text(compare(case, other), lang=lang)
    assert r"A-03 & \<b\> \[1\] \*x\*" in to_markdown(result, lang=lang)
    page = to_html(result, lang=lang)
    assert "A-03 &amp; &lt;b&gt; [1] *x*</p>" in page, "neither markup nor a link to the first source"


def test_the_reference_stands_in_every_drawing() -> None:
    case, other = named(), named("B-04\x1b", positions=[{**CONTRACT_CASE["positions"][0], "percent": 50}])
    title = catalogue("nb").say("life.title")
    assert f"<title>{title} – A-03 &amp; &lt;b&gt; [1] *x*</title>" in draw(life(case))
    assert f"<title>{title}</title>" in draw(life(evolve(case, reference=" ")))
    drawn = draw_comparison(compare(case, other), lang="en")
    assert " – A-03 &amp; &lt;b&gt; [1] *x* – B-04\ufffd</title>" in drawn
    assert draw_comparison(compare(case, case)).count("A-03") == 1


@pytest.mark.parametrize(("name", "shown"), [("\x1b[31mred\u202e\n", "\ufffd[31mred\ufffd\ufffd"), ("kommune–17 æøå", "kommune–17 æøå")])
def test_a_reference_cannot_command_a_terminal(name: str, shown: str) -> None:
    result = evaluate(named(name), explain=True)
    assert result.to_json()["reference"] == name
    for text in (to_text(result), to_markdown(result).replace("\\", ""), to_html(result), to_text(compare(named(name), named("x")))):
        assert shown in text
        assert "\x1b" not in text
    assert str(wrong({**CONTRACT_CASE, "reference": name, "call": "1999"})).startswith(f"reference {shown}:\n")


def test_a_blank_reference_is_not_told_in_texts() -> None:
    blank, none = (evaluate(evolve(named(), reference=each), explain=True) for each in (" ", None))
    assert to_text(blank) == to_text(none)


@pytest.mark.parametrize(
    ("name", "code"), [("x" * 101, "too-long-text"), (17, "wrong-type-text"), (["x"], "wrong-type-text"), ("a\ud800", "half-a-character")]
)
def test_a_reference_is_a_text_of_at_most_100_characters(name: Any, code: str) -> None:
    error = wrong({**CONTRACT_CASE, "reference": name})
    assert [(each.at, each.code) for each in error.errors] == [("/reference", code)]
    assert error.reference is None
    assert all(error.errors[0].text(lang) for lang in LANGUAGES)
    assert evaluate(named("x" * 100)).reference == "x" * 100


@pytest.mark.parametrize(
    "changes",
    [{"call": "1999"}, {"doctr": {}}, {"positions": 3}, {"municipality": {"number": "0000"}}, {"agreement": {"kind": "alis-avtale"}}],
    ids=lambda changes: next(iter(changes)),
)
def test_errors_carry_the_reference(changes: Json) -> None:
    error = wrong({**CONTRACT_CASE, "reference": NAME, **changes})
    assert error.reference == NAME
    assert pickle.loads(pickle.dumps(error)).reference == NAME  # noqa: S301 (our own)
    told = error.to_json("nb")
    assert told["reference"] == NAME
    assert told["errors"] == [{"at": each.at, "code": each.code, "message": each.text("nb")} for each in error.errors]
    unnamed = wrong({**CONTRACT_CASE, **changes})
    assert unnamed.reference is None
    assert unnamed.errors == error.errors
    assert unnamed.to_json() == {"errors": unnamed.to_json()["errors"]}


def test_errors_of_every_function_carry_the_reference() -> None:
    case = evolve(named(), call="1999")
    calls: tuple[Callable[[Case], object], ...] = (
        evaluate,
        near,
        life,
        possible,
        sensitivity,
        lambda case: needed(case, AtLeast("total", 1)),
        lambda case: needed(case, AtLeast("totl", 1)),
        lambda case: compare(case, named("other")),
        lambda case: compare(case, case),
        lambda case: evaluate(case=case),
    )
    for call in calls:
        with pytest.raises(InvalidCase) as raised:
            call(case)
        assert raised.value.reference == NAME
    with pytest.raises(InvalidCase) as raised:
        compare(case, evolve(case, reference="other"))
    assert raised.value.reference is None
    with pytest.raises(InvalidCase) as raised:
        facts_table([named(), case])
    assert raised.value.reference is None
    with pytest.raises(InvalidCase) as raised:
        evaluate(named(), readings={"grading": "x"})
    assert raised.value.reference == NAME
    split = named(call="2023", municipality={"number": "1507"}, agreement={"kind": "alis-avtale", "signed_on": "2022-10-01"})
    with pytest.raises(InvalidCase) as raised:
        life(split)
    assert raised.value.reference == NAME
    with pytest.raises(InvalidCase) as raised:
        evolve(case, supervision=cast("Any", 3))
    assert raised.value.reference == NAME


COMMANDS = (
    ("evaluate",),
    ("evaluate", "--reading", "grading=x"),
    ("needed", "--target", "total=1"),
    ("needed", "--target", "total"),
    ("possible", "--unknown", "/x=1"),
    ("near",),
    ("compare",),
    ("timeline",),
    ("receipt",),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_command_tells_the_reference_with_the_errors(command: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({**CONTRACT_CASE, "reference": "A-03\x1b", "call": "1999"}), "utf-8")
    asked = run(*command, str(file), *(["--call", "2023"] if command == ("compare",) else []))
    assert asked.code == 2
    assert "case.json (referanse A-03\ufffd):\n" in asked.err
    if command[0] not in ("timeline", "receipt"):
        asked = run(command[0], str(file), *command[1:], "--format", "json", *(["--call", "2023"] if command == ("compare",) else []))
        assert json.loads(asked.err)["reference"] == "A-03\x1b"


def test_the_command_tells_the_reference_of_a_case_that_is_asked_wrongly(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({**document(), "reference": "A-03"}), "utf-8")
    for options in (
        ("needed", "--target", "total"),
        ("possible", "--unknown", "/x=1"),
        ("possible", "--unknown", "/x=1..2"),
        ("evaluate", "--reading", "x=y"),
    ):
        asked = run(options[0], str(file), *options[1:])
        assert "(referanse A-03):\n" in asked.err
    asked = run("near", str(file))
    assert "Referanse: A-03" in asked.out


# Numbers --------------------------------------------------------------------------------------------------------------

WHOLE = st.integers(0, 99_999_99).map(from_hundredths)
"""Numbers of at most two decimals that fit anywhere but as a percent."""


def forms(number: Decimal) -> list[Any]:
    """Every way to write a number that is the same number."""
    plain = f"{number:f}"
    found: list[Any] = [number, plain, float(number), np.float64(plain)]
    if float(np.float32(plain)) and Decimal(str(np.float32(plain))) == number:
        found.append(np.float32(plain))
    if number == int(number):
        found += [int(number), str(int(number)), np.int64(int(number)), np.uint32(int(number))]
    return found


def read_in_every_way(raw: Any) -> list[Any]:
    """A number as each function that takes one has read it."""
    day = "2025-09-10"
    document: Json = json.loads(json.dumps(CONTRACT_CASE))
    document["claims"] = {"supervision": raw}
    document["used_before"] = {"supervision": {"hours": raw}}
    document["supplied"] = {"fee_rate": raw, "grant_frame": {"fastlege": raw}}
    document["facilitation"] = [{"date": day, "amount": raw}]
    read = case_from_json(document)
    bounds = possible(read, {"/facilitation/0/amount": (raw, raw)}).unknown[0]
    overlay = load_tables().overlay({"name": "x", "value": [_row(raw)]}).overlays[0]
    target = needed(read, AtLeast("total", raw), vary="supervision-hours").target
    return [
        read.claims.supervision,
        read.used_before.supervision and read.used_before.supervision.hours,
        read.supplied.fee_rate,
        read.supplied.grant_frame and read.supplied.grant_frame.regular_gp,
        read.facilitation[0].amount,
        Cost(date=day, amount=raw).amount,
        Activity(kind="kurs", date=day, absence_hours=raw).absence_hours,
        Supervision(date=day, hours=raw).hours,
        UsedHours(hours=raw).hours,
        Claims(facilitation=raw).facilitation,
        Supplied(additional_cap=raw).additional_cap,
        AtLeast("total", raw).amount,
        isinstance(target, AtLeast) and target.amount,
        bounds.low,
        bounds.high,
        overlay.rows[0].value,
    ]


def _row(value: Any) -> Json:
    return {"id": "learning-expenses", "value": value, "in_force_from": "2025-06-01", "source": "x", "checked": "2025-06-01"}


@given(WHOLE)
@settings(max_examples=25, deadline=None)
def test_fault_25_a_number_is_the_same_however_it_is_handed_over(number: Decimal) -> None:
    for raw in forms(number):
        assert read_in_every_way(raw) == [number] * 16, raw


@given(cases())
@settings(max_examples=40, deadline=None)
def test_fault_25_a_parsed_document_is_the_case_of_its_text(case: Case) -> None:
    text = re.sub(r'"(-?[0-9]+\.[0-9]{2})"', r"\1", dump_case(case))
    assert load_case(text, project=True) == case_from_json(json.loads(text), project=True) == case


REFUSED: tuple[tuple[Any, str], ...] = (
    (0.1 + 0.2, "too-many-decimals"),
    (22.505, "too-many-decimals"),
    (5e-324, "too-many-decimals"),
    (np.float32("0.001"), "too-many-decimals"),
    (float("nan"), "unreadable-number"),
    (float("inf"), "unreadable-number"),
    (np.float64("-inf"), "unreadable-number"),
    (1e16, "too-large-amount"),
    (-0.01, "negative"),
    (np.int64(-1), "negative"),
    (Fraction(1, 2), "wrong-type-number"),
    (True, "wrong-type-number"),
    (np.bool_(1), "wrong-type-number"),
    (1 + 0j, "wrong-type-number"),
    ("9.800", "too-many-decimals"),
    (Decimal("9.800"), "too-many-decimals"),
)


@pytest.mark.parametrize(("raw", "code"), REFUSED, ids=repr)
def test_fault_25_what_is_no_number_of_two_decimals_is_refused_alike(raw: Any, code: str) -> None:
    day = "2025-09-10"
    found: list[set[str]] = []
    document: Json = {**CONTRACT_CASE, "facilitation": [{"date": day, "amount": raw}]}
    case = named(facilitation=[{"date": day, "amount": 1}])
    ways: tuple[Callable[[], object], ...] = (
        lambda: case_from_json(document),
        lambda: Cost(date=day, amount=raw),
        lambda: Claims(supervision=raw),
        lambda: Supplied(fee_rate=raw),
        lambda: needed(case, AtLeast("total", raw)),
        lambda: possible(case, {"/facilitation/0/amount": (raw, raw)}),
    )
    for way in ways:
        with pytest.raises(InvalidCase) as raised:
            way()
        found += [{each.code for each in raised.value.errors}]
    assert found == [{code}] * len(ways)
    with pytest.raises(InvalidTables):
        load_tables().overlay({"name": "x", "value": [_row(raw)]})


def columns_of(amount: Any) -> Any:
    """A row of plain columns with an amount."""
    row = {"municipality": "1804", "role": "fastlege", "percent": 100, "from": "2025-06-01", "signed_on": "2025-06-01"}
    return pa.table({**{name: [value] for name, value in row.items()}, "expenses": amount})


def test_fault_05_columns_read_texts_as_a_case_does_and_decimals_by_their_type() -> None:
    with pytest.raises(InvalidColumns) as raised:
        facts_from_columns(columns_of(["9.800"]), call="2026")
    assert [each.code for each in raised.value.errors] == ["too-many-decimals"]
    four = columns_of(pa.array([Decimal("9.8000")], pa.decimal128(18, 4)))
    assert facts_from_columns(four, call="2026")["expenses_ore"].to_pylist() == [980]
    with pytest.raises(InvalidColumns):
        facts_from_columns(columns_of(pa.array([Decimal("9.8050")], pa.decimal128(18, 4))), call="2026")


@given(st.integers(1, 999), st.integers(0, 999))
def test_fault_05_three_decimals_are_refused_and_both_readings_offered(whole: int, part: int) -> None:
    written = f"{whole}.{part:03}"
    for value in (f'"{written}"', written):
        text = json.dumps({**CONTRACT_CASE, "facilitation": [{"date": "2025-09-10", "amount": "@"}]}).replace('"@"', value)
        with pytest.raises(InvalidCase) as raised:
            load_case(text)
        (error,) = raised.value.errors
        assert (error.at, error.code) == ("/facilitation/0/amount", "too-many-decimals")
        offered = re.findall("“([^”]*)”", dict(error.params)["near"])
        assert offered == [f"{whole}{part:03}", *([f"{whole}.{part // 10:02}"] if part % 10 == 0 else [])]
        assert all(f"«{each}»" in error.text("nb") for each in offered)


# What an error says ---------------------------------------------------------------------------------------------------


def told(changes: Json, lang: str) -> str:
    """The message of the one error of the contract's case with changes."""
    (error,) = wrong({**CONTRACT_CASE, **changes}).errors
    return error.text(lang)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10.09.2025", ["2025-09-10"]),
        ("1.6.2025", ["2025-06-01"]),
        ("1. 6. 2025", ["2025-06-01"]),
        ("10.09.25", ["2025-09-10"]),
        ("10-09-2025", ["2025-09-10"]),
        ("09/10/2025", ["2025-10-09", "2025-09-10"]),
        ("31/12/2025", ["2025-12-31"]),
        ("2025-9-1", ["2025-09-01"]),
        ("20250910", ["2025-09-10"]),
        (20250910, ["2025-09-10"]),
        ("2025.09.10", ["2025-09-10"]),
        ("2025-09-10T00:00:00", ["2025-09-10"]),
        (" 2025-09-10 ", ["2025-09-10"]),
        ("31.04.2025", []),
        ("2025-02-29", []),
        ("i går", []),
        ("", []),
        ("٢٠٢٥-٠١-٠١", []),
        (5, []),
    ],
)
def test_a_day_written_in_another_way_is_offered_and_never_read(written: Any, meant: list[str]) -> None:
    (error,) = wrong({**CONTRACT_CASE, "facilitation": [{"date": written, "amount": 1}]}).errors
    assert re.findall("“([^”]*)”", dict(error.params)["near"]) == meant
    assert all(f"«{each}»" in error.text("nb") for each in meant)
    for each in meant:
        assert load_case(json.dumps({**CONTRACT_CASE, "facilitation": [{"date": each, "amount": 1}]}))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("9,800", ["9800", "9.80"]),
        ("9 800", ["9800"]),
        ("9\u00a0800,50", ["9800.50"]),
        ("9'800", ["9800"]),
        ("1.234.567", ["1234567"]),
        ("132.000,00", ["132000.00"]),
        ("132,000.00", ["132000.00"]),
        ("22,5", ["22.5"]),
        ("kr 9800,-", ["9800"]),
        ("9800 kr", ["9800"]),
        ("7,5 timer", ["7.5"]),
        ("80 %", ["80"]),
        ("1.5000", ["1.50"]),
        ("1,5e3", []),
        ("-5,0", []),
        ("ni tusen", []),
        ("0.001", []),
        ("9" * 41, []),
        ("12,34,56", []),
        ("9 999 999 999", []),
    ],
)
def test_a_number_written_in_another_way_is_offered_and_never_read(written: str, meant: list[str]) -> None:
    (error,) = wrong({**CONTRACT_CASE, "facilitation": [{"date": "2025-09-10", "amount": written}]}).errors
    assert re.findall("“([^”]*)”", dict(error.params)["near"]) == meant
    for each in meant:
        assert load_case(json.dumps({**CONTRACT_CASE, "facilitation": [{"date": "2025-09-10", "amount": each}]}))


@pytest.mark.parametrize(("number", "meant"), [("301", "0301"), (301, "0301"), (1804, "1804"), ("18", ""), ("Bodø", "")])
def test_a_municipality_number_that_lost_its_zero_is_offered(number: Any, meant: str) -> None:
    (error,) = wrong({**CONTRACT_CASE, "municipality": {"number": number}}).errors
    assert dict(error.params)["near"] == (f"“{meant}”" if meant else "")


TYPES_TOLD = {
    "nb": ("en liste, ikke et tall.", "et objekt med nøkler, ikke en tekst.", "ikke «true» (en ja/nei-verdi).", "«null» (ingenting)"),
    "nn": ("ei liste, ikkje eit tal.", "eit objekt med nøklar, ikkje ein tekst.", "ikkje «true» (ein ja/nei-verdi).", "«null» (ingenting)"),
    "en": ("A list belongs here, not a number.", "An object with keys belongs here, not a text.", "(a yes-or-no value).", "(nothing)"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_types_are_named_in_the_language_of_the_reader(lang: str) -> None:
    nothing: Json = {"facilitation": [{"date": "2025-09-10", "amount": None}]}
    changed: tuple[Json, ...] = ({"positions": 3}, {"doctor": "x"}, {"call": True}, nothing)
    for changes, text in zip(changed, TYPES_TOLD[lang], strict=True):
        assert text in told(changes, lang)


def test_a_constructor_says_what_it_takes() -> None:
    parts: Json = {"call": "2026", "municipality": {"number": "1804"}, "doctor": Doctor(), "agreement": Agreement(kind="veiledning")}
    with pytest.raises(InvalidCase) as raised:
        Case(**parts)
    assert raised.value.errors[0].message.startswith(
        "An object of the type Municipality belongs here, not dict. Make one with Municipality(…)"
    )
    parts |= {"municipality": Municipality(number="1804"), "positions": [{}]}
    with pytest.raises(InvalidCase) as raised:
        Case(**parts)
    assert raised.value.errors[0].message.startswith("An object of the type Position belongs here, not dict.")
    with pytest.raises(InvalidCase) as raised:
        Cost(date=dt.datetime(2025, 9, 10, 12, 30), amount=1)  # noqa: DTZ001 (it is the fault)
    assert raised.value.errors[0].message == (
        "A date as text, YYYY-MM-DD, belongs here, not “2025-09-10 12:30:00” (a date with a time of day). Did you mean “2025-09-10”?"
    )


def test_a_proposal_given_as_a_mapping_may_have_its_days_as_texts() -> None:
    days: Json = {"in_force_from": "2025-06-01", "in_force_to": "2026-05-31", "known_from": "2025-01-01", "checked": "2025-01-01"}
    dated = {key: dt.date.fromisoformat(value) for key, value in days.items()}
    row: Json = {"id": "deadline", "source": "x"}
    texts, dates = (
        load_tables().overlay({"name": "x", "value": [row | {"value": value} | each]}).overlays[0].rows
        for each, value in ((days, "2026-04-01"), (dated, dt.date(2026, 4, 1)))
    )
    assert texts == dates
    with pytest.raises(InvalidTables) as raised:
        load_tables().overlay({"name": "x", "value": [row | days | {"value": "2026-04-01", "in_force_from": "01.06.2025"}]})
    assert raised.value.problems == ("overlay, value 1: in_force_from is not a day of the calendar (YYYY-MM-DD, in TOML without quotes)",)


# What is asked with ----------------------------------------------------------------------------------------------------

PERCENT = "/positions/0/percent"


def test_an_unknown_fact_is_asked_about_as_unknown_or_in_a_mapping() -> None:
    case = named()
    found = possible(case, {PERCENT: (50, 100)})
    assert possible(case, Unknown(PERCENT, 50, 100)) == found
    assert possible(case, [Unknown(PERCENT, low=50.0, high="100")]) == found
    assert possible(case, (Unknown(at=PERCENT),)) == possible(case, {PERCENT: None})
    assert [(each.at, each.low, each.high) for each in found.unknown] == [(PERCENT, 50, 100)]
    again = [Unknown(each.at, each.low, each.high) for each in found.unknown]
    assert possible(case, again) == found


@pytest.mark.parametrize(
    ("unknown", "expected"),
    [
        (PERCENT, [("/unknown", "no-bounds")]),
        (5, [("/unknown", "no-bounds")]),
        ([(PERCENT, 50, 100)], [("/unknown", "no-bounds")]),
        ([Unknown(PERCENT, 50, 100), None], [("/unknown", "no-bounds")]),
        (Unknown(PERCENT, low=50), [(PERCENT, "needs-bounds")]),
        (Unknown("/claims/supervision"), [("/claims/supervision", "needs-bounds")]),
        ({PERCENT: 5}, [(PERCENT, "needs-bounds")]),
        ({PERCENT: (1, 2, 3)}, [(PERCENT, "needs-bounds")]),
        ({PERCENT: "50..100"}, [(PERCENT, "needs-bounds")]),
        ({5: (1, 2)}, [("5", "unknown-pointer")]),
        (Unknown(cast("Any", None), 1, 2), [("None", "unknown-pointer")]),
        (Unknown(PERCENT, 0.1 + 0.2, 100), [(PERCENT, "too-many-decimals")]),
    ],
)
def test_what_is_no_unknown_fact_is_said_to_be_none(unknown: Any, expected: list[tuple[str, str]]) -> None:
    with pytest.raises(InvalidCase) as raised:
        possible(named(), unknown)
    assert [(str(each.at), each.code) for each in raised.value.errors] == expected
    assert all(each.text(lang) for each in raised.value.errors for lang in LANGUAGES)
    assert str(raised.value)


@pytest.mark.parametrize("target", ["absence-hours", None, 300_000, Vary.PERCENT, {"cap": "absence-hours"}])
def test_what_is_no_target_is_said_to_be_none(target: Any) -> None:
    with pytest.raises(InvalidCase) as raised:
        needed(named(), target)
    (error,) = raised.value.errors
    assert (error.at, error.code) == ("/target", "no-target")
    assert 'Full("absence-hours")' in error.text("nb")


def test_what_is_varied_is_no_list() -> None:
    with pytest.raises(InvalidCase) as raised:
        needed(named(), Full("absence-hours"), vary=cast("Any", ["percent"]))
    assert [(each.at, each.code) for each in raised.value.errors] == [("/vary", "unknown-code")]


def test_a_parsed_document_may_be_of_any_mappings_and_sequences() -> None:
    plain: Json = json.loads(json.dumps(CONTRACT_CASE))
    post, course = MappingProxyType[str, Any](plain["positions"][0]), UserDict[str, Any](plain["activities"][0])
    changed: Json = {**plain, "positions": (post,), "activities": [course, *plain["activities"][1:]]}
    other = MappingProxyType(changed)
    assert case_from_json(other) == case_from_json(plain)
    row = _row(1)
    overlays = ([row], (row,), row, MappingProxyType(row), [MappingProxyType(row)], UserList([row]))
    rows = [load_tables().overlay(MappingProxyType({"name": "x", "value": each})).overlays[0].rows for each in overlays]
    assert rows == [rows[0]] * len(rows)
    with pytest.raises(InvalidTables) as raised:
        load_tables().overlay({"name": "x", "value": [row] * 1_500})
    assert any("has 1500 values" in each for each in raised.value.problems)


TEXT = json.dumps(CONTRACT_CASE)
NO_TEXTS: tuple[tuple[Any, str], ...] = (
    (CONTRACT_CASE, "not-a-document"),
    (None, "not-a-document"),
    (Path("case.json"), "not-a-document"),
    (17, "not-a-document"),
    ("case.json", "file-name"),
    (r"C:\Users\Kari\saker.JSONL", "file-name"),
    ("../år 2026/sak.xlsx", "file-name"),
    ("case", "not-json"),
    ('{"call": "case.json"', "not-json"),
    ("", "empty"),
)


@pytest.mark.parametrize(("given", "code"), NO_TEXTS, ids=lambda each: str(each)[:20])
def test_what_is_no_text_of_a_document_is_said_to_be_none(given: Any, code: str) -> None:
    with pytest.raises(InvalidCase) as raised:
        load_case(given)
    (error,) = raised.value.errors
    assert (error.at, error.code) == ("", code)
    assert all(error.text(lang) for lang in LANGUAGES)


@pytest.mark.parametrize("given", [TEXT, TEXT.encode(), bytearray(TEXT.encode())], ids=["text", "bytes", "bytearray"])
def test_a_text_is_read_by_one_function_and_an_object_by_another(given: Any) -> None:
    assert load_case(given) == case_from_json(CONTRACT_CASE)
    with pytest.raises(InvalidCase) as raised:
        case_from_json(given)
    assert [each.code for each in raised.value.errors] == ["not-parsed"]
    assert "load_case" in raised.value.errors[0].text("nn")


# Types that help ------------------------------------------------------------------------------------------------------

RECORD_TYPES = [value for name in alis_rules.__all__ if isinstance(value := getattr(alis_rules, name), type) and issubclass(value, Record)]


@pytest.mark.parametrize("converter", [*code_converters()], ids=lambda each: each.__name__)
def test_codes_written_out_are_those_of_the_enumeration(converter: Callable[..., Any]) -> None:
    """A converter takes a member or its code; the codes are told to type checkers, who do not read members."""
    enumeration, codes = get_args(next(iter(get_type_hints(converter).values())))[0], set[str]()
    for each in get_args(next(iter(get_type_hints(converter).values()))):
        codes |= set(get_args(each))
    assert issubclass(enumeration, StrEnum)
    assert codes == {member.value for member in enumeration}
    assert [converter(each.value) for each in enumeration] == list(enumeration)


def test_codes_of_what_is_varied_and_accepted_are_those_of_the_enumerations() -> None:
    assert set(get_args(VaryCode)) == {member.value for member in Vary}
    assert set(get_args(AcceptableCode)) == {member.value for member in Acceptable}


def test_a_list_may_be_any_sequence_but_a_text() -> None:
    case = named()
    for way in (list, tuple, UserList):
        assert evolve(case, positions=way(case.positions)) == case
        assert evolve(case, accept=way(["unconfirmed"])).accept == (Acceptable.UNCONFIRMED,)
    others: list[Any] = ["x", b"x", {}, set(), iter(())]
    for each in others:
        with pytest.raises(InvalidCase) as raised:
            evolve(case, positions=each)
        assert [(error.at, error.code) for error in raised.value.errors] == [("/positions", "wrong-type-list")]


@pytest.mark.parametrize("cls", RECORD_TYPES, ids=lambda each: each.__name__)
def test_every_field_has_its_description_below_it(cls: type) -> None:
    """An editor shows it, and the schema has the same."""
    described = descriptions(cls)
    for field in fields(cast("Any", cls)):
        text = described[field.name]
        assert text[0].isupper(), field.name
        assert text.endswith("."), field.name
        assert text.split()[0] not in ("What", "Whether", "Which", "Who", "Where", "When", "Why", "How"), field.name
    schema = case_schema() if cls is Case else case_schema()["$defs"][cls.__name__]
    assert [each["description"] for each in schema["properties"].values()] == list(described.values())


@pytest.mark.parametrize("name", sorted(set(alis_rules.__all__) - {"__version__"}))
def test_every_field_of_a_result_has_its_description_below_it(name: str) -> None:
    cls = getattr(alis_rules, name)
    if isinstance(cls, type) and has(cls):
        assert {field.name for field in fields(cls)} <= set(descriptions(cls))


def test_facts_mean_below_them_what_the_columns_of_the_table_say() -> None:
    described = descriptions(Facts)
    meanings = {each.name: each.meaning for each in COLUMNS if each.name in FACTS and each.name not in CLAIMS}
    assert {name: described[name] for name in meanings} == meanings
    assert all("øre" in described[name] and "NO_CLAIM" in described[name] for name in CLAIMS)


def test_without_its_source_a_schema_lacks_only_the_descriptions(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_source(of: object) -> str:
        raise OSError

    def bare(schema: Json) -> str:
        return re.sub(r'(, )?"description": "[^"]*"(?(1)|, )', "", json.dumps(schema))

    whole = case_schema()
    describing.of_module.cache_clear()
    monkeypatch.setattr(inspect, "getsource", no_source)
    try:
        lacking = case_schema()
    finally:
        describing.of_module.cache_clear()
    assert "description" not in lacking["properties"]["call"]
    assert bare(lacking) == bare(whole)
